"""Codec of kept briefings: to the word of a link and back, to a file and back.

The word is the file's JSON, compressed (deflate without a head) and written in letters that an address takes
(base64url). A browser that cannot compress writes the JSON itself.
"""

from __future__ import annotations

import base64
import binascii
import json
import zlib
from typing import Any

from pydantic import ValidationError

from data.errors import InputError
from data.language import gettext
from data.query.briefings.kept import MOST_VIEWS, VERSION, KeptBriefing

PARAMETER = "views"
"""The word of an address that carries a briefing."""
LONGEST_LINK = 7000
"""Letters of the word in a link: a whole address of 8,000 letters passes everywhere, a longer one does not."""
LARGEST = 200_000
"""Bytes of the JSON: twenty views with the longest comments are a third of it."""


class BriefingError(InputError):
    """What should be a briefing is none, or is too much; the message is for whoever opens it."""


def link_word(briefing: KeptBriefing) -> str:
    """The word of a link to a briefing. It may be longer than a link can carry (`LONGEST_LINK`)."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = packer.compress(_json(briefing).encode()) + packer.flush()
    return base64.urlsafe_b64encode(packed).decode().rstrip("=")


def read_link(word: str) -> KeptBriefing:
    """The briefing of the word of a link. Raises BriefingError."""
    try:
        content = base64.b64decode(word + "=" * (-len(word) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        raise _broken() from None
    if content[:1] == b"{":
        return read_file(content)
    unpacker = zlib.decompressobj(-15)
    try:
        text = unpacker.decompress(content, LARGEST + 1)
    except zlib.error:
        raise _broken() from None
    if not unpacker.eof and len(text) <= LARGEST:
        raise _broken()
    return read_file(text)


def file_bytes(briefing: KeptBriefing) -> bytes:
    """A briefing as a file: JSON that says which form it has."""
    return json.dumps(plain(briefing), ensure_ascii=False, indent=1).encode() + b"\n"


def read_file(content: bytes) -> KeptBriefing:
    """The briefing of a file, or of what a browser keeps. Raises BriefingError."""
    if len(content) > LARGEST:
        raise BriefingError(gettext("This briefing is too long. A briefing has at most {number} views.",
                                    number=MOST_VIEWS))  # fmt: skip
    try:
        found = json.loads(content)
    except (ValueError, RecursionError):
        raise _broken() from None
    if not isinstance(found, dict) or "briefing" not in found:
        raise BriefingError(gettext("This file is not a briefing of this site. Choose a file that was saved here."))
    if isinstance(found["briefing"], int) and found["briefing"] > VERSION:
        raise BriefingError(gettext("This briefing was made by a newer version of this site. Make it anew here."))
    if isinstance(found.get("views"), list) and len(found["views"]) > MOST_VIEWS:
        raise BriefingError(gettext("A briefing has at most {number} views. Take some out.", number=MOST_VIEWS))
    try:
        return KeptBriefing.model_validate(found)
    except ValidationError:
        raise _broken() from None


def _broken() -> BriefingError:
    return BriefingError(gettext("This briefing is cut off or broken. Ask for its link or file once more."))


def _json(briefing: KeptBriefing) -> str:
    return json.dumps(plain(briefing), ensure_ascii=False, separators=(",", ":"))


def plain(briefing: KeptBriefing) -> dict[str, Any]:
    """The briefing as JSON values, what is empty left out."""
    views = [{key: value for key, value in view.model_dump().items() if value} for view in briefing.views]
    views = [{**view, "words": view.get("words", {})} for view in views]
    titled = {"title": briefing.title} if briefing.title else {}
    return {"briefing": briefing.briefing, **titled, "views": views}
