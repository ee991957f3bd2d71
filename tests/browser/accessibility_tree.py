"""A page as an assistive technology gets it: the browser's own accessibility tree, read over its debugging protocol.

Locators work roles and names out of the markup, each by itself. The browser also asks what stands around an element:
an option that is in no list is no option here, and what cannot be reached is not here at all.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Page

NEUTRAL = {"none", "generic", "presentation"}
"""Roles that an assistive technology passes over between an element and what owns it."""
_TEXTS = {"StaticText", "InlineTextBox"}


@dataclass
class Node:
    """An element that is exposed: `states` are its states and properties that are set (selected, focusable …)."""

    role: str
    name: str
    description: str
    states: dict[str, Any]
    element: int
    parent: Node | None
    children: list[Node] = field(default_factory=list)

    def walk(self) -> Iterator[Node]:
        """The node and all below it, in the order they are read."""
        yield self
        for child in self.children:
            yield from child.walk()

    def every(self, role: str) -> list[Node]:
        """All nodes of a role, here and below, in the order they are read."""
        return [node for node in self.walk() if node.role == role]

    @property
    def owner(self) -> Node | None:
        """The nearest node above that is not neutral: what an option or a row belongs to."""
        above = self.parent
        while above is not None and above.role in NEUTRAL:
            above = above.parent
        return above

    @property
    def text(self) -> str:
        """All text that is read here, in one line."""
        return " ".join(node.name for node in self.walk() if node.role == "StaticText" and node.name.strip())


def accessibility_tree(page: Page) -> Node:
    """The tree of the page as it is now, from its root. What the browser ignores is left out; its children move up."""
    session = page.context.new_cdp_session(page)
    try:
        sent: list[dict[str, Any]] = session.send("Accessibility.getFullAXTree")["nodes"]
    finally:
        session.detach()
    by_id = {node["nodeId"]: node for node in sent}
    root = next(node for node in sent if "parentId" not in node)
    (tree,) = _exposed(root, by_id, None)
    return tree


def _exposed(sent: dict[str, Any], by_id: dict[str, dict[str, Any]], parent: Node | None) -> list[Node]:
    own: Node | None = None
    if not sent.get("ignored"):
        own = Node(
            role=_of(sent, "role"),
            name=_of(sent, "name"),
            description=_of(sent, "description"),
            states={state["name"]: state["value"].get("value") for state in sent.get("properties", ())},
            element=sent.get("backendDOMNodeId", 0),
            parent=parent,
        )
    below = [
        node
        for child in sent.get("childIds", ())
        if child in by_id
        for node in _exposed(by_id[child], by_id, own or parent)
    ]
    if own is None:
        return below
    own.children = below
    return [own]


def _of(sent: dict[str, Any], what: str) -> str:
    return str(sent.get(what, {}).get("value", "")).strip()


def nameless_stops(tree: Node) -> list[str]:
    """Roles of everything the Tab key may stop at that says nothing when it does.

    The page itself is no stop, and the main part is where the skip link leads.
    """
    return [
        node.role
        for node in tree.walk()
        if node.states.get("focusable") and not node.name and node.role not in {"RootWebArea", "main", *_TEXTS}
    ]
