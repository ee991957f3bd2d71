"""The site over HTTP without a browser: its own test client, and what the browser would send to its callbacks."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest
from dash import Dash
from flask.testing import FlaskClient

from data.settings import Settings

# The site that gunicorn serves is made with the import, here over no database. Its first request takes the callbacks
# that are waiting, which the next app would otherwise get besides its own.
with pytest.MonkeyPatch.context() as environment:
    environment.setenv("EQUITY_DATABASE", "nowhere.duckdb")
    from app import app, create_app
app.server.test_client().get("/_dash-dependencies")


@dataclass(frozen=True)
class Site:
    """An app and the callbacks it has."""

    app: Dash

    @property
    def client(self) -> FlaskClient:
        client: FlaskClient = self.app.server.test_client()
        return client

    def get(self, address: str, *, follow: bool = False, **headers: str) -> Any:
        """The whole answer of an address, or of the one it leads to; the file behind it, if there is one, is closed."""
        with self.client.get(address, headers=headers, follow_redirects=follow) as answered:
            answered.get_data()
        return answered

    def callback(self, output: str, values: dict[str, Any], changed: str) -> Any:
        """Send the callback that has `output` ("explore-head.children") the values of its inputs, by "id.property"."""
        body = callback_body(self._dependencies(), output, values, changed)
        return self.client.post("/_dash-update-component", json=body)

    def _dependencies(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = json.loads(self.get("/_dash-dependencies").data)
        return found

    def show(self, search: str) -> dict[str, Any]:
        """What the server answers to an address of Explore the browser holds no state of, by component and property."""
        answered = self.callback("explore-head.children", {"explore-asked.data": search}, "explore-asked.data")
        assert answered.status_code == 200, answered.data
        found: dict[str, Any] = answered.get_json()
        return found

    def load(self, path: str, search: str = "") -> dict[str, Any]:
        """What stands in the frame when an address is opened."""
        answered = self.callback(
            "_pages_content.children",
            {"_pages_location.pathname": path, "_pages_location.search": search},
            "_pages_location.pathname",
        )
        assert answered.status_code == 200, answered.data
        found: dict[str, Any] = answered.get_json()["response"]["_pages_content"]["children"]
        return found


def callback_body(dependencies: list[dict[str, Any]], output: str, values: dict[str, Any], changed: str) -> Any:
    """What the browser sends to the callback that has `output` and listens to `changed`, with values of its inputs.

    `dependencies` are the callbacks as `/_dash-dependencies` lists them; the browser's own are never sent.
    """
    (known,) = [
        d
        for d in dependencies
        if d["clientside_function"] is None
        and output in {f"{o['id']}.{o['property'].split('@')[0]}" for o in map(_named, _split(d["output"]))}
        and changed in {f"{i['id']}.{i['property']}" for i in d["inputs"]}
    ]
    outputs = [_named(o) for o in _split(known["output"])]
    return {
        "output": known["output"],
        "outputs": outputs if known["output"].startswith("..") else outputs[0],
        "inputs": [{**i, "value": values.get(f"{i['id']}.{i['property']}")} for i in known["inputs"]],
        "state": [{**s, "value": values.get(f"{s['id']}.{s['property']}")} for s in known["state"]],
        "changedPropIds": [changed],
    }


def _named(output: str) -> dict[str, str]:
    return dict(zip(("id", "property"), output.rsplit(".", 1), strict=True))


def _split(output: str) -> list[str]:
    return output.strip(".").split("...")


@lru_cache(maxsize=2)
def shared_site(database: Path) -> Site:
    """The site over a file, one for all tests of a process that ask it no more than readers do.

    What one of them has had read or made, as a catalogue, outlines and answers, the others find made.
    """
    return open_site(database)


def open_site(database: Path, cache: int = 512, preload_seconds: float = Settings.preload_seconds) -> Site:
    """A site over a file. Its first request is made here: Dash finishes its set-up, taking the callbacks, with it."""
    made = Site(create_app(Settings(database=database, answer_cache=cache, preload_seconds=preload_seconds)))
    made.get("/_dash-dependencies")
    return made
