"""A page of views as HTML: what Dash will draw, before it does, and all there is without scripts.

Maps stand in it with their outlines, and each list of choices with its choices as links beside it for those whose
browser runs no scripts. What the browser moves into Dash's page when that is drawn
carries a sum of the fragment it was written of (`data-sent`): see `assets/takeover.js`.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable, Mapping
from html import escape
from typing import Any

from components.formatting.html import SafeHtml, attributes_text
from components.formatting.tree import TreeWriter
from data.query.map_shapes import Shapes

Outlines = Callable[[str], Shapes]
"""Outlines by the key that a map names."""

_UNSEEN = frozenset({"Location", "Store"})
_CANVAS = re.compile(r'<div class="map-canvas[^"]*" data-shapes="/shapes/([\w-]+)\.json')
_OUTLINED = re.compile(r'<path (?=[^>]*data-id="([^"]+)")')
_CHOICES = re.compile(r"<select [^>]*>.*?</select>", re.DOTALL)
_OPTION = re.compile(r'<option ([^>]*)value="(\?[^"]*)"([^>]*)>(.*?)</option>', re.DOTALL)
_BUTTON = re.compile(r"<button>.*?</button>", re.DOTALL)


def sum_of(content: str) -> str:
    """The sum of a fragment's text, by which the browser knows it: two of them, so that no two texts have the same."""
    text = content.encode()
    return f"{zlib.crc32(text):x}.{zlib.adler32(text):x}"


class FirstDrawing(TreeWriter):
    """Writes the page of one response."""

    def __init__(self, outlines: Outlines) -> None:
        self._outlines = outlines

    def page(self, layout: Any) -> SafeHtml:
        """A layout as HTML. Raises TypeError for a component that cannot be written."""
        return SafeHtml(_CHOICES.sub(_with_links, self.text(layout)))

    def fragment(self, content: str) -> tuple[dict[str, Any], str]:
        """The fragment with its maps outlined; the attribute is the sum of what it was written of."""
        return {"data-sent": sum_of(content)}, self._outlined(content)

    def of_dash(self, kind: str, properties: Mapping[str, Any]) -> str:
        """Text of the components of views."""
        if kind in _UNSEEN:
            return ""
        writers = {"Select": self._select, "RadioItems": self._radios}
        if kind not in writers:
            return super().of_dash(kind, properties)
        return writers[kind](properties)

    def _select(self, properties: Mapping[str, Any]) -> str:
        options = "".join(
            f"<option{attributes_text(_option(option, properties.get('value')))}>{self.text(option['label'])}</option>"
            for option in properties["options"]
        )
        own = {key: value for key, value in properties.items() if key.startswith(("data-", "aria-"))}
        attributes = {"className": "form-select", "id": properties["id"], **own}
        return f'<select{attributes_text(attributes)}><option value="" disabled hidden></option>{options}</select>'

    def _radios(self, properties: Mapping[str, Any]) -> str:
        items, links = [], []
        for number, option in enumerate(properties["options"]):
            chosen = option["value"] == properties.get("value")
            own = f"first-{properties['id']}-{number}"
            label = self.text(option["label"])
            circle = {"id": own, "name": properties["name"], "className": "form-check-input", "type": "radio"}
            circle |= {"value": option["value"], "checked": chosen}
            kind = f"form-check-label{' ' + properties['label_checked_class_name'] if chosen else ''}"
            words = attributes_text({"className": kind, "htmlFor": own})
            items.append(f'<div class="form-check"><input{attributes_text(circle)}><label{words}>{label}</label></div>')
            links.append(_link(escape(option["value"]), label, chosen=chosen))
        box = attributes_text({"id": properties["id"], "className": properties["className"]})
        return f"<div{box}>{''.join(items)}</div>{_listed(links)}"

    def _outlined(self, content: str) -> str:
        """A fragment, the outline of each place put into the path of every map in it."""
        starts = [found.start() for found in _CANVAS.finditer(content)]
        if not starts:
            return content
        parts = [content[: starts[0]]]
        for start, end in zip(starts, [*starts[1:], len(content)], strict=True):
            canvas = content[start:end]
            found = _CANVAS.match(canvas)
            assert found is not None
            shapes = self._outlines(found[1])
            drawn = _OUTLINED.sub(lambda path: _path(path, shapes), canvas)  # noqa: B023 # called at once
            parts.append(drawn.replace("data-shapes=", 'data-outlined="" data-shapes=', 1))
        return "".join(parts)


def _path(found: re.Match[str], shapes: Shapes) -> str:
    place = found[1]
    shape = shapes.places.get(place)
    outline = shapes.coast if place == "coast" else shape.path if shape else ""
    return f'<path d="{outline}" '


def _option(option: Mapping[str, Any], value: object) -> dict[str, Any]:
    return {
        "value": option["value"],
        "selected": option["value"] == value,
        "disabled": bool(option.get("disabled")),
        "title": option.get("title"),
    }


def _with_links(found: re.Match[str]) -> str:
    """A list of choices whose values are addresses, and the choices as links beside it."""
    choices = _OPTION.findall(_BUTTON.sub("", found[0]))
    if not choices:
        return found[0]
    links = [_link(to, label, chosen="selected" in before + after) for before, to, after, label in choices]
    return found[0] + _listed(links)


def _link(address: str, label: str, *, chosen: bool) -> str:
    """A choice as a link; its address and its label are written already."""
    return f'<li><a href="{address}"{" aria-current=true" if chosen else ""}>{label}</a></li>'


def _listed(links: list[str]) -> str:
    return f'<noscript><ul class="choice-links">{"".join(links)}</ul></noscript>'
