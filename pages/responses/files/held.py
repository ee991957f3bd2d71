"""Files of the site that are made once in a process: compressed as far as it goes, named by what is in them.

A document names such a file by its version, and a browser keeps it for good. Whoever asks for another version, as a
page that was open while the site was renewed, or one that came from a server of another release, gets the file there
is: a page with a script a release older or newer works, one without any does not. It is then not kept by anyone.
"""

from __future__ import annotations

import gzip
from collections.abc import Callable
from functools import cached_property
from hashlib import blake2b

import brotli
from flask import Response, request

from pages.responses.sending import FOREVER

NOT_KEPT = "no-store"


class Held:
    """A file, read when it is first asked for; its text says its version, by which documents name it."""

    def __init__(self, read: Callable[[], bytes], mimetype: str, compressed: Callable[[], bytes] | None = None) -> None:
        """`compressed` gives the file as Brotli compresses it, where it is made elsewhere."""
        self._read = read
        self._mimetype = mimetype
        self._compressed = compressed

    @cached_property
    def content(self) -> bytes:
        """The file as it is."""
        return self._read()

    @cached_property
    def version(self) -> str:
        """What names exactly this content."""
        return blake2b(self.content, digest_size=8).hexdigest()

    @cached_property
    def brotli(self) -> bytes:
        """The file compressed by Brotli. Takes seconds for some."""
        if self._compressed is not None:
            return self._compressed()
        compressed: bytes = brotli.compress(self.content, quality=11, lgwin=24)
        return compressed

    @cached_property
    def gzip(self) -> bytes:
        """The file for those who do not take Brotli: what is not asked for over TLS often is."""
        return gzip.compress(self.content, compresslevel=9, mtime=0)

    def response(self, version: str | None) -> Response:
        """The file, for good where exactly its version is asked for."""
        encoding = request.accept_encodings.best_match(("br", "gzip", "identity"))
        content = {"br": lambda: self.brotli, "gzip": lambda: self.gzip}.get(encoding or "", lambda: self.content)()
        response = Response(content, mimetype=self._mimetype)
        if encoding in ("br", "gzip"):
            response.headers["Content-Encoding"] = encoding
        response.headers["Cache-Control"] = FOREVER if version == self.version else NOT_KEPT
        response.vary.add("Accept-Encoding")
        return response
