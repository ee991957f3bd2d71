"""What search engines read of the site: `/sitemap.xml`, every page in every language, and `/robots.txt`."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from flask import Flask, Response, request

from components.page.paths import DATA
from data.analysis.profiles.levels import PROFILED
from data.language import LANGUAGES
from data.query.selection import EXPLORE, to_query
from pages.responses.addresses import FOR_AN_HOUR, answers
from pages.responses.heads.page_registry import listed


def register(server: Flask) -> None:
    """Register the routes with a server."""
    server.add_url_rule("/sitemap.xml", "sitemap", sitemap)
    server.add_url_rule("/robots.txt", "robots", robots)


def robots() -> Response:
    """Everything may be read but what is made for each reader anew."""
    lines = ["User-agent: *", "Disallow: /export/", "Disallow: /api/", "Disallow: /embed", "Disallow: /briefing?",
             "Disallow: /_dash-"]  # fmt: skip
    lines += ["", f"Sitemap: {request.host_url}sitemap.xml", ""]
    return Response("\n".join(lines), mimetype="text/plain", headers={"Cache-Control": FOR_AN_HOUR})


def sitemap() -> Response:
    """XML of every address, each with its other languages. Raises DatabaseUnavailableError."""
    entries = "".join(_entry(path, words) for path, words in _addresses())
    document = (
        '<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" '
        f'xmlns:xhtml="http://www.w3.org/1999/xhtml">\n{entries}</urlset>\n'
    )
    return Response(document, mimetype="application/xml", headers={"Cache-Control": FOR_AN_HOUR})


def in_other_languages(path: str, words: dict[str, str]) -> list[tuple[str, str]]:
    """The addresses of a page in every language, whole, each with its code."""
    host = request.host_url.rstrip("/")
    said = {word: text for word, text in words.items() if word != "lang"}
    own = {code: said if code == "en" else {**said, "lang": code} for code in LANGUAGES}
    return [(code, host + path + (to_query(spoken) if spoken else "")) for code, spoken in own.items()]


def _addresses() -> Iterator[tuple[str, dict[str, str]]]:
    catalog = answers().catalog
    for page in listed():
        yield page["path"], {}
    for question in catalog.questions.values():
        yield EXPLORE, {"indicator": question.indicators[0]}
    for item in sorted({*catalog.questions, *catalog.indicators}):
        yield f"{DATA}/{item}", {}
    for place in catalog.places.values():
        if place.level in PROFILED:
            yield f"/place/{place.slug}", {}


def _entry(path: str, words: dict[str, str]) -> str:
    every = in_other_languages(path, words)
    links = "".join(
        f'<xhtml:link rel="alternate" hreflang="{code}" href="{escape(address)}"/>' for code, address in every
    )
    return "".join(f"<url><loc>{escape(address)}</loc>{links}</url>\n" for _, address in every)
