"""A site that answers at once, for what is measured of the server before it: health and a callback."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from pages.responses.operations.early import answer


def server(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
    """The WSGI application."""
    if environ["REQUEST_METHOD"] == "POST":
        environ["wsgi.input"].read(1024)
    start("200 OK", [("Content-Type", "text/plain"), ("Content-Length", "4")])
    return [b"well"]


# The words of a refusal, as a worker of the site has them from its start.
answer(400, "")
server.test_client = lambda: _Client()  # type: ignore[attr-defined]  # gunicorn.conf.py asks a new worker


class _Client:
    def get(self, _address: str, **_named: Any) -> Any:
        return type("Answer", (), {"status_code": 200})()
