"""Sharing of a view: the link with its data version, the embed code, and the notice on an old link."""

from __future__ import annotations

from functools import lru_cache

from components.figures.descriptions import subtitle, title
from components.formatting import html
from components.formatting.html import SafeHtml
from components.formatting.markup import SLOTS, aria, data_attributes, filled_in, template
from data.dates import day_of
from data.language import day, gettext, language
from data.query.link_stamp import PARAMETER, Finding, compare_stamp, make_stamp
from data.query.selection import Answer

EMBED = "/embed"

# What the embedding page needs so that the frame is as high as its content: it hears only frames of this site.
_LISTENER = """<script>
addEventListener("message", function (event) {
  if (event.origin !== "{origin}" || !event.data || event.data.type !== "equity-embed") return;
  document.querySelectorAll("iframe").forEach(function (frame) {
    if (frame.contentWindow === event.source) frame.style.height = event.data.height + "px";
  });
});
</script>"""
_FRAME = (
    '<iframe src="{address}" title="{title}" width="100%" height="{height}" style="border: 0" loading="lazy"></iframe>'
)


def shared_query(answer: Answer, stamp: str = "") -> str:
    """The query of a link to a view: every word of its question, and what the link remembers of the data.

    `stamp` is that of the answer, where it is made already.
    """
    return f"{answer.selection.query()}&{PARAMETER}={stamp or make_stamp(answer)}"


def version_notices(answer: Answer, word: str) -> tuple[str, ...]:
    """Notice on a link by its stamp `word`: whether the figures have changed; none if the data version is current."""
    sentence = _version_sentence(compare_stamp(word, answer), _built(answer))
    return (sentence,) if sentence else ()


def _version_sentence(finding: Finding, built: str) -> str:
    if finding == "changed":
        return gettext(
            "The figures of this view have changed since this link was made: the data was last updated on {date}.",
            date=built,
        )
    if finding == "same":
        return gettext(
            "The data has been updated since this link was made, last on {date}. The figures of this view are the "
            "same.",
            date=built,
        )
    if finding == "unknown":
        return gettext(
            "The data has been updated since this link was made, last on {date}. The figures of this view may have "
            "changed.",
            date=built,
        )
    if finding == "unreadable":
        return gettext(
            "This link does not say which data it was made with, so its figures may have changed. The data was last "
            "updated on {date}.",
            date=built,
        )
    return ""


def _built(answer: Answer) -> str:
    return day(day_of(answer.catalog.built))


def share_menu(answer: Answer, embed_height: int, stamp: str = "") -> SafeHtml:
    """A button that discloses the ways to pass a view on. Plain markup; `assets/share.js` makes it work.

    `embed_height` is the height of an embedding frame in pixels, `stamp` that of the answer where it is made already.
    The addresses in it are without their site: the browser knows by which name the reader reached it.
    """
    said = title(answer), embed_code(answer, embed_height), shared_query(answer, stamp)
    return filled_in(_menu(language()), *said)


_TITLE, _CODE, _QUERY = SLOTS


@lru_cache(maxsize=16)
def _menu(_language: str) -> tuple[str, ...]:
    """The menu of every view, with slots for its own words."""
    panel = html.Div(
        [
            html.Label(gettext("Link to this view"), htmlFor="share-link", className="sharing-label"),
            _text("share-link", rows=4),
            _copy("copy-link", gettext("Copy link"), "share-link"),
            html.P(
                gettext("The link tells its readers when the figures have changed since."), className="sharing-note"
            ),
            html.Button(
                gettext("Send with an app…"), id="native-share", type="button", className="action", hidden=True,
                **data_attributes(title=_TITLE),
            ),
            html.Label(
                gettext("Code that embeds this view in a page"), htmlFor="embed-code", className="sharing-label"
            ),
            _text("embed-code", rows=4, code=_CODE),
            _copy("copy-embed", gettext("Copy code"), "embed-code"),
            html.P(
                gettext("The frame shows the newest data. The script fits its height to the view; it works without."),
                className="sharing-note",
            ),
            html.P(id="share-said", role="status", className="visually-hidden"),
        ],
        id="share-panel",
        className="sharing-panel",
        hidden=True,
        role="group",
        **aria(label=gettext("Share")),
    )  # fmt: skip
    opener = html.Button(
        gettext("Share"),
        id="open-share",
        type="button",
        className="action",
        **aria(expanded="false", controls="share-panel"),
    )
    return template(html.Div([opener, panel], className="sharing", **data_attributes(query=_QUERY)))


def _text(name: str, rows: int, **kept: str) -> SafeHtml:
    """A text to copy from, which the browser fills in."""
    return html.Textarea(
        id=name,
        readOnly="true",
        rows=str(rows),
        className="sharing-text",
        spellCheck="false",
        **data_attributes(**kept),
    )


def _copy(name: str, label: str, text: str) -> SafeHtml:
    messages = {"done": gettext("Copied"), "failed": gettext("Press Ctrl+C to copy")}
    return html.Button(label, id=name, type="button", className="action", **data_attributes(copies=text, **messages))


def embed_code(answer: Answer, height: int) -> str:
    """The HTML that embeds a view, `height` pixels high; the browser puts the site's own address for `{site}`."""
    frame = _FRAME.format(
        address=_attribute("{site}" + EMBED + answer.selection.query()),
        title=_attribute(subtitle(answer)),  # not the finding: the code stays as it is when figures change
        height=height,
    )
    return f"{frame}\n{_LISTENER.replace('{origin}', '{site}')}"


def _attribute(text: str) -> str:
    return text.replace("&", "&amp;").replace('"', "&quot;").replace("<", "&lt;")
