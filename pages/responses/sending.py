"""What answers have in common: how what is compressed already is sent, and how a file is kept by those who have it."""

from __future__ import annotations

from hashlib import sha256

import brotli
from flask import Response, request

FOREVER = "public, max-age=31536000, immutable"
"""For an address that names the version of what it answers: another answer has another address."""
KEPT = "public, no-cache"
"""Anyone may keep it, and asks each time whether it is still so."""


def query_string() -> str:
    """The query string of the request, without its question mark."""
    return request.query_string.decode("utf-8", "replace")


def packed(content: bytes, mimetype: str, **headers: str) -> Response:
    """Content that is compressed (Brotli): as it is to those who take that, else as it was."""
    takes_brotli = request.accept_encodings.best_match(["br"])
    response = Response(content if takes_brotli else brotli.decompress(content), mimetype=mimetype)
    if takes_brotli:
        response.headers["Content-Encoding"] = "br"
    response.headers.update(headers)
    response.vary.add("Accept-Encoding")
    return response


def tag_of(*parts: str) -> str:
    """ETag of what its parts say whole."""
    return sha256("\n".join(parts).encode()).hexdigest()[:32]


def kept(response: Response, tag: str) -> Response:
    """A response that anyone may keep under its tag."""
    response.set_etag(tag, weak=True)
    response.headers["Cache-Control"] = KEPT
    return response
