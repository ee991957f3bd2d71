"""The rooms of the code as its imports show them.

A room is `app.py`, `pages`, a package of `components` or of `data`, the steward's commands (`data/__main__.py`), or the
ground: the modules of `data` that stand in no package.
"""

from __future__ import annotations

import ast
import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import grimp

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("pages", "components", "data")
GROUND, COMMANDS = "ground", "data/__main__.py"


@dataclass(frozen=True)
class Room:
    """A room: its modules and packages, what its docstring says first, which program uses it, and its imports."""

    name: str
    modules: int
    packages: int
    purpose: str
    program: str
    imports: Mapping[str, int]

    @property
    def label(self) -> str:
        return self.name if self.name in ("pages", GROUND, "app.py", COMMANDS) else self.name.partition("/")[2]


@cache
def import_graph() -> grimp.ImportGraph:
    """The imports between modules of the site and of the steward's program."""
    return grimp.build_graph(*PACKAGES, cache_dir=None)


def modules() -> list[str]:
    """Every module that is no package."""
    graph = import_graph()
    return sorted(name for name in graph.modules if not graph.find_children(name))


def room_of(module: str) -> str:
    """The name of the room a module stands in."""
    top, *inner = module.split(".")
    if top == "pages" or module == "app":
        return "pages" if top == "pages" else "app.py"
    if module == "data.__main__":
        return COMMANDS
    is_package = bool(inner) and bool(import_graph().find_children(f"{top}.{inner[0]}"))
    return f"{top}/{inner[0]}" if is_package else GROUND


def docstring_of(module: str) -> str:
    """The first line of a module's or a package's docstring; empty without one."""
    path = ROOT / module.replace(".", "/")
    text = (path / "__init__.py" if path.is_dir() else path.with_suffix(".py")).read_text(encoding="utf-8")
    return (ast.get_docstring(ast.parse(text)) or "").partition("\n")[0].replace("`", "")


def _imported_by_app() -> set[str]:
    """The modules `app.py` imports: it stands in no package, so the graph has it not."""
    names = set()
    for node in ast.walk(ast.parse((ROOT / "app.py").read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            inner = {f"{node.module}.{alias.name}" for alias in node.names}
            names |= (inner & import_graph().modules) or {node.module} & import_graph().modules
    return names


def _reached(starts: Iterable[str]) -> set[str]:
    graph, found, waiting = import_graph(), set[str](), list(starts)
    while waiting:
        module = waiting.pop()
        if module not in found:
            found.add(module)
            waiting += graph.find_modules_directly_imported_by(module)
    return found


def rooms() -> list[Room]:
    """Every room, from the top layer to the ground."""
    graph, imports, members = import_graph(), dict[str, Counter[str]](), dict[str, list[str]]()
    for module in ["app", *modules()]:
        own = room_of(module)
        members.setdefault(own, []).append(module)
        imported = _imported_by_app() if module == "app" else graph.find_modules_directly_imported_by(module)
        others = (room_of(name) for name in imported)
        imports.setdefault(own, Counter()).update(name for name in others if name != own)
    # Dash finds the pages by their folder, so app.py imports none of them by name.
    site = _reached([*_imported_by_app(), *(m for m in modules() if room_of(m) == "pages")]) | {"app"}
    steward = _reached(["data.__main__"])
    return [_room(name, members[name], imports[name], site, steward) for name in in_order(members)]


def in_order(names: Iterable[str]) -> list[str]:
    """Rooms in the order of the layers in pyproject.toml, the ground last."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"][
        "contracts"
    ]
    order = ["app.py", "pages"]
    for container in ("components", "data"):
        layers = next(contract["layers"] for contract in contracts if contract.get("containers") == [container])
        order += [f"{container}/{name.strip()}" for layer in layers for name in layer.split("|")]
    order = [COMMANDS if name == "data/__main__" else name for name in order]
    return sorted(names, key=lambda name: (name == GROUND, order.index(name) if name in order else len(order)))


def _room(name: str, members: list[str], imports: Mapping[str, int], site: set[str], steward: set[str]) -> Room:
    used = (not site.isdisjoint(members), not steward.isdisjoint(members))
    program = {(True, False): "site", (False, True): "steward", (True, True): "both"}[used]
    inner = [p for p in import_graph().modules if p.startswith(f"{name.replace('/', '.')}.") and p not in modules()]
    alone = ", ".join(member.rpartition(".")[2] for member in members)
    purpose = f"What every room may import: {alone}." if name == GROUND else docstring_of(
        members[0] if len(members) == 1 and name not in import_graph().modules else name.replace("/", ".")
    )  # fmt: skip
    return Room(name, len(members), len(inner), purpose, program, imports)
