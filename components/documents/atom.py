"""Release notes of the data as an Atom feed (RFC 4287). The ids of entries never change, whatever host serves them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time
from uuid import UUID, uuid5
from xml.etree.ElementTree import Element, SubElement, tostring

from data.catalog.publication.releases import DataRelease
from data.dates import ZONE
from data.language import gettext, language, translated
from data.vocabulary import SITE_NAME

MIME = "application/atom+xml; charset=utf-8"
_NAMESPACE = "http://www.w3.org/2005/Atom"
_IDS = UUID("0b7d3c1e-6a52-4f0e-9b1d-7f7a5a2f1c90")
"""Names the ids of this feed's entries; drawn once, never to be changed."""


def entry_id(release: str) -> str:
    """The id of a release's entry: the same in every language and on every host."""
    return f"urn:uuid:{uuid5(_IDS, release)}"


def feed(releases: Sequence[DataRelease], page: str, own: str) -> bytes:
    """The feed in the language of the request; `page` and `own` are the whole addresses of the page and of the feed."""
    root = Element("feed", {"xmlns": _NAMESPACE, "xml:lang": language()})
    _text(root, "id", entry_id("releases"))
    _text(root, "title", f"{gettext('Release notes of the data')} · {SITE_NAME}")
    _text(root, "updated", _moment(releases[0]) if releases else _EPOCH)
    SubElement(root, "link", {"rel": "self", "type": "application/atom+xml", "href": own})
    SubElement(root, "link", {"rel": "alternate", "type": "text/html", "href": page})
    author = SubElement(root, "author")
    _text(author, "name", SITE_NAME)
    for release in releases:
        entry = SubElement(root, "entry")
        _text(entry, "id", entry_id(release.id))
        _text(entry, "title", translated(release.title))
        _text(entry, "updated", _moment(release))
        SubElement(entry, "link", {"rel": "alternate", "type": "text/html", "href": f"{page}#{release.id}"})
        content = _text(entry, "content", " ".join(translated(change) for change in release.changes))
        content.set("type", "text")
    written: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return written


_EPOCH = "1970-01-01T00:00:00Z"


def _text(parent: Element, name: str, text: str) -> Element:
    element = SubElement(parent, name)
    element.text = text
    return element


def _moment(release: DataRelease) -> str:
    """Noon in Boston of its day: the hour of a release is not kept."""
    return datetime.combine(release.day, time(12), ZONE).isoformat()
