"""The rail's list of indicators, which is sent as HTML: read back from there."""

from __future__ import annotations

import json
from html.parser import HTMLParser
from typing import Any

from tests.components.reading import properties, raw


def rail_indicators(content: Any) -> Indicators:
    """The list of indicators of a rail or a page."""
    made = [str(own.get("data-fragment", "")) for own in properties(json.loads(raw(content)))]
    (found,) = [html for html in made if 'id="choose-indicator"' in html]
    return Indicators(found)


class Indicators(HTMLParser):
    """A list of indicators: its options by their title, each with its group, its value and what it is published for."""

    def __init__(self, content: str) -> None:
        super().__init__()
        self.options: dict[str, dict[str, str]] = {}
        self.chosen: list[str] = []
        self._group, self._value, self._own, self._chosen = "", "", [""], False
        self.feed(content)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        own = dict(attrs)
        if tag == "optgroup":
            self._group = own["label"] or ""
        elif tag == "option":
            self._value, self._own, self._chosen = own["value"] or "", [], "selected" in own

    def handle_data(self, data: str) -> None:
        self._own.append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "option":
            title, _, rest = "".join(self._own).partition(" · ")
            self.options[title] = {"group": self._group, "value": self._value, "detail": rest}
            if self._chosen:
                self.chosen.append(title)
