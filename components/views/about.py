"""About: who the site is for, why, its limits, accessibility, contact, how to report an error and how to cite."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import quote

from components.formatting import html
from components.formatting.html import Content, SafeHtml
from components.formatting.markup import aria
from components.page.paths import DATA, METHODS, RELEASES
from data.language import gettext
from data.query.url_parameters import in_language

LONGEST_ADDRESS = 2000
"""Letters of an address that a report carries; browsers and mail cut longer ones."""


def reported_address(given: str) -> str:
    """The address of a view on this site that somebody came from; empty where it is none of ours, or too long."""
    if not given.startswith("/") or given.startswith("//") or "\\" in given or len(given) > LONGEST_ADDRESS:
        return ""
    return given if given.isprintable() else ""


def about_page(contact: str, view: str, host: str, cited: str) -> list[SafeHtml]:
    """The page. `contact` is an e-mail address or empty, `view` what a report is about, `host` the site's."""
    sections = _sections(contact, view, host, cited)
    links = [html.Li(html.A(name, href=f"#{key}")) for key, name, _ in sections]
    return [
        html.H1(gettext("About this site")),
        html.P(
            gettext(
                "This site brings together published figures on maternal health, overdose, heart disease, diabetes and "
                "stroke in Massachusetts. It shows them by place and by race and ethnicity."
            )
        ),
        html.Nav(html.Ul(links), className="contents", **aria(label=gettext("Contents"))),
        *(html.Section([html.H2(name), *parts], id=key, className="about-part") for key, name, parts in sections),
    ]


def _sections(contact: str, view: str, host: str, cited: str) -> list[tuple[str, str, list[SafeHtml]]]:
    return [
        ("who", gettext("Who it is for"), _who()),
        ("why", gettext("Why it is there"), _why()),
        ("limits", gettext("What it cannot tell"), [_listed(_limits())]),
        ("accessibility", gettext("Accessibility"), _accessibility(contact)),
        ("contact", gettext("Contact"), [_contact(contact)]),
        ("report", gettext("Report an error"), _report(contact, view, host)),
        ("cite", gettext("How to cite"), _cite(cited)),
    ]


def _who() -> list[SafeHtml]:
    return _paragraphs(
        gettext(
            "It was built for Advancing Health Equity in Massachusetts, an initiative of the Executive Office of "
            "Health and Human Services (EOHHS)."
        ),
        gettext(
            "It is not an official publication of the Commonwealth, unless and until EOHHS adopts it. The publishers "
            "of the figures have not reviewed it."
        ),
        gettext(
            "It is meant for leaders, regional teams, boards of health, community groups, and residents. Nobody needs "
            "an account to read it."
        ),
    )


def _why() -> list[SafeHtml]:
    return _paragraphs(
        gettext(
            "People in Massachusetts do not all have the same chance of good health. It differs by where they live and "
            "by race and ethnicity."
        ),
        gettext(
            "The figures about this are spread over many publishers. Here they stand side by side, each with how sure "
            "it is, how old it is, and what is not known."
        ),
    )


def _limits() -> list[Content]:
    return [
        gettext("Every figure is published, or worked out from published counts. Nothing is collected here."),
        gettext("Small numbers that a publisher hides stay hidden. The site does not fill them in."),
        gettext("Many figures are several years old. Each view says which years it is about."),
        gettext(
            "Publishers record race and ethnicity in different ways. Groups of two sources are compared only where "
            "both record them alike."
        ),
        gettext("A gap shows that figures differ. It does not show why."),
        gettext("A figure of a town or a group says nothing about any one person."),
        gettext("The site is for planning. It gives no medical advice."),
        html.A(gettext("How each number is made"), href=in_language(METHODS)),
        html.A(gettext("What there is, by year, place and group"), href=in_language(DATA)),
    ]


def _accessibility(contact: str) -> list[SafeHtml]:
    ask = (
        gettext("To ask for a page or a table in another format, write to the address under Contact.")
        if contact
        else gettext(
            "No address is set up to ask for another format. Each view and each series can be taken along as a table."
        )
    )
    return [
        *_paragraphs(
            gettext("The site aims to meet the Web Content Accessibility Guidelines (WCAG) 2.1, level AA."),
            gettext("It is tested with every change, in a Chromium browser, at the width of a desktop and of a phone:"),
        ),
        _listed(
            [
                gettext("with the checks of axe-core, in English, Spanish and Portuguese;"),
                gettext("by keyboard alone, with a visible focus;"),
                gettext("with larger text, wider spacing of text, and enlarged to 400%;"),
                gettext("in high contrast, with less motion, and in print;"),
                gettext("for contrast, and for colors that are told apart in gray and by color-blind readers."),
            ]
        ),
        html.P(gettext("Known limits:")),
        _listed(
            [
                gettext(
                    "It has not yet been tested by people who use screen readers every day, nor by an outside expert."
                ),
                gettext("Maps and charts are pictures. The same figures stand beside them in words and in tables."),
                gettext("Titles of publications and their citations are in English in every language."),
                gettext("Spanish and Portuguese have not been reviewed by translators of the state."),
            ]
        ),
        html.P(ask),
    ]  # fmt: skip


def _contact(contact: str) -> SafeHtml:
    if contact:
        return html.P(html.A(contact, href=f"mailto:{quote(contact, safe='@')}"))
    return html.P(_no_contact())


def _no_contact() -> str:
    return gettext(
        "No address to write to has been set up for this copy of the site. Ask whoever gave you its address."
    )


def _report(contact: str, view: str, host: str) -> list[SafeHtml]:
    """What a report should say; with the address of the view and a letter that is begun."""
    address = f"{host}{view}" if view else ""
    letter = "\n".join(
        [
            gettext("Address of the view: {address}", address=address or "…"),
            gettext("What it says:"), "",
            gettext("What it should say, and where that is published:"), "",
        ]
    )  # fmt: skip
    parts: list[SafeHtml] = []
    if view:
        link = html.A(address, href=view, className="about-address")
        parts.append(html.P([gettext("Your report is about this view:"), " ", link]))
    else:
        parts.append(
            html.P(gettext("Say which view it is about: copy its address from the browser, as it holds every choice."))
        )
    parts.append(
        html.P(gettext("Say what is wrong, and if you can, where the right figure is published. Then we can check it."))
    )
    if contact:
        subject = gettext("An error on the Health Equity Dashboard")
        mail = f"mailto:{quote(contact, safe='@')}?subject={quote(subject)}&body={quote(letter)}"
        parts.append(html.P(html.A(gettext("Begin an e-mail"), href=mail, className="action primary")))
    else:
        parts.append(html.P(_no_contact()))
    label = html.Label(gettext("Text of a report, to copy"), htmlFor="report-text")
    text = html.Textarea(letter, id="report-text", readonly=True, rows=6, className="form-control")
    return [*parts, html.Div([label, text], className="about-letter")]


def _cite(cited: str) -> list[SafeHtml]:
    return [
        html.P(cited, className="record-citation", lang="en"),
        html.P(
            gettext("Cite the publisher of a figure too: each view and each measure names its sources and their terms.")
        ),
        html.P(
            [
                gettext("A shared link says so when the figures of its view have changed since."), " ",
                html.A(gettext("What each release of the data changed"), href=in_language(RELEASES)), ".",
            ]
        ),
    ]  # fmt: skip


def _paragraphs(*sentences: str) -> list[SafeHtml]:
    return [html.P(sentence) for sentence in sentences]


def _listed(items: Sequence[Content]) -> SafeHtml:
    return html.Ul([html.Li(item) for item in items], className="record-list")
