"""What is sent to the site, checked before anything reads it: its size, its kind, and the shape of a callback's body.

Dash takes a body apart as its own browser part writes it, and meets any other with an error of ours. What pages of this
site send is known: the address of a view, in the inputs of a callback that there is.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import orjson
from dash import Dash
from flask import request
from werkzeug.exceptions import BadRequest, LengthRequired, UnsupportedMediaType

from data.language import gettext

UPDATE = "/_dash-update-component"
MOST_BYTES = 64 * 1024
"""Of a body; the forms of briefings say a bound of their own. An address, which is all that callbacks send, has 8."""
_NAMES = {"output", "outputs", "inputs", "state", "changedPropIds", "parsedChangedPropsIds"}
_NEEDED = {"output", "outputs", "inputs", "changedPropIds"}


def register(app: Dash) -> None:
    """Check what is sent to a site. To be registered before what answers callbacks, after what sets the language."""
    app.server.config["MAX_CONTENT_LENGTH"] = MOST_BYTES

    def check() -> None:
        if "Transfer-Encoding" in request.headers:  # another server than ours may let it through
            raise LengthRequired(gettext("Say the length of what you send in the header Content-Length."))
        if request.method == "POST" and request.path == UPDATE:
            if not request.is_json:
                raise UnsupportedMediaType(gettext("A page of this site sends JSON, and nothing else is read here."))
            if not is_sound(_read(request.get_data()), app.callback_map):
                raise BadRequest(gettext("What was sent is not what a page of this site sends. Reload the page."))

    app.server.before_request(check)


def is_sound(body: Any, callbacks: Mapping[str, Any]) -> bool:
    """Whether a body is one that a page sends to one of the callbacks."""
    if not isinstance(body, dict) or not _NEEDED <= body.keys() <= _NAMES or not isinstance(body["output"], str):
        return False
    known = callbacks.get(body["output"])
    if known is None or "callback" not in known:
        return False
    changed = [body["changedPropIds"], body.get("parsedChangedPropsIds", [])]
    own = {f"{part['id']}.{part['property']}" for part in known["inputs"]}
    return (
        _outputs(body["outputs"]) == [_plain(part) for part in body["output"].strip(".").split("...")]
        and _are_values(body["inputs"], known["inputs"])
        and _are_values(body.get("state", []), known["state"])
        and all(isinstance(names, list) and all(isinstance(n, str) and n in own for n in names) for names in changed)
    )


def _read(content: bytes) -> Any:
    """The body; None where it is no JSON, or JSON that has letters no text has."""
    try:
        return orjson.loads(content)
    except orjson.JSONDecodeError:
        return None


def _outputs(outputs: Any) -> list[str] | None:
    """Outputs as a callback names them, one or several."""
    several = outputs if isinstance(outputs, list) else [outputs]
    if not all(isinstance(o, dict) and o.keys() == {"id", "property"} and _are_texts(o.values()) for o in several):
        return None
    return [_plain(f"{output['id']}.{output['property']}") for output in several]


def _plain(output: str) -> str:
    """An output without what tells two callbacks of one output apart."""
    return output.partition("@")[0]


def _are_values(given: Any, known: list[dict[str, str]]) -> bool:
    """Whether what is given are the known inputs in their order, each with a text or with nothing."""
    if not isinstance(given, list) or len(given) != len(known):
        return False
    return all(
        isinstance(one, dict)
        and one.keys() <= {"id", "property", "value"}
        and one.get("id") == part["id"]
        and one.get("property") == part["property"]
        and (one.get("value") is None or isinstance(one["value"], str))
        for one, part in zip(given, known, strict=True)
    )


def _are_texts(values: Any) -> bool:
    return all(isinstance(value, str) for value in values)
