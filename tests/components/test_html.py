"""HTML as it is written: a parser reads back what was put in, and markup never stands in Dash's tree as words."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import Any

import pytest
from dash import dcc
from dash import html as dash_html
from dash.development.base_component import Component
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from components.formatting import html
from components.formatting.html import SafeHtml, to_html
from components.formatting.markup import aria, data_attributes
from components.views.gaps.panels import gaps_head, gaps_panels
from components.views.gaps.rail import gaps_rail
from components.views.gaps.words import side_name
from components.views.page import main_figure, parts
from data.analysis.gap_selection import gap_view
from data.language import use_language
from data.vocabulary import OVERALL
from tests.components.reading import components, elements
from tests.questions import Asked

MARKUP = re.compile(r"</?[a-z][a-z0-9-]*(?:\s[^<>]*)?/?>|&(?:#\d+|amp|lt|gt|quot);", re.IGNORECASE)
# Browsers and parsers read a lone carriage return as a line feed, and NUL and surrogates cannot be sent at all.
texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\r"))
names = st.sampled_from(("id", "title", "href", "lang", "role", "aria-label", "data-key", "value"))


class Reader(HTMLParser):
    """What the standard library reads in HTML: starts of elements with their attributes, words, and ends."""

    def __init__(self, written: str) -> None:
        super().__init__(convert_charrefs=True)
        self.read: list[Any] = []
        self.feed(written)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.read.append((tag, attrs))

    def handle_data(self, data: str) -> None:
        if self.read and isinstance(self.read[-1], str):
            self.read[-1] += data
        else:
            self.read.append(data)

    def handle_endtag(self, tag: str) -> None:
        self.read.append((tag,))

    def handle_comment(self, data: str) -> None:
        self.read.append(("a comment", data))

    def handle_decl(self, decl: str) -> None:
        self.read.append(("a declaration", decl))


@given(st.lists(texts, max_size=4), st.dictionaries(names, texts))
def test_a_parser_reads_the_words_and_the_attributes_that_were_put_in(
    words: list[str], attributes: dict[str, str]
) -> None:
    said = "".join(words)
    expected = [("p", sorted(attributes.items())), *([said] if said else []), ("p",)]
    assert Reader(html.P(words, **attributes)).read == expected
    assert Reader(to_html(dash_html.P(words, **aria(label=said)))).read[0] == ("p", [("aria-label", said)])


@given(texts)
def test_words_are_escaped_once_however_often_they_are_put_in(words: str) -> None:
    inner = html.Span(words)
    assert Reader(html.Div([inner, html.B(inner)])).read == Reader(f"<div>{inner}<b>{inner}</b></div>").read
    assert to_html(to_html(words)) == to_html(words)
    assert Reader(html.Div(to_html(words))).read == Reader(html.Div(words)).read


@given(texts)
def test_html_in_an_attribute_is_read_as_the_words_it_shows(words: str) -> None:
    """What was escaped for the text of an element is not escaped again for its attribute."""
    assert Reader(html.P(title=to_html(words))).read == [("p", [("title", words)]), ("p",)]


def test_what_was_written_as_html_is_left_as_it_is() -> None:
    assert html.P(Markup("<b>a</b>")) == "<p><b>a</b></p>"
    assert html.P("<b>a</b>") == "<p>&lt;b&gt;a&lt;/b&gt;</p>"
    for made in (html.P("a"), html.Br(), to_html("a"), to_html([]), to_html(dash_html.P("a"))):
        assert isinstance(made, SafeHtml)


def test_attributes_are_written_in_the_order_of_their_names() -> None:
    one = html.P("a", title="t", id="i", className="c", **data_attributes(b="2", a="1"))
    other = html.P("a", **data_attributes(a="1", b="2"), className="c", id="i", title="t")
    assert one == other == '<p class="c" data-a="1" data-b="2" id="i" title="t">a</p>'


def test_attributes_have_the_names_that_html_gives_them() -> None:
    made = html.Td("a", className="c", colSpan=2, tabIndex="-1", htmlFor="i")
    assert made == '<td class="c" colspan="2" for="i" tabindex="-1">a</td>'


@pytest.mark.parametrize(
    ("value", "written"), [(None, ""), (False, ""), (True, " hidden"), ("", ' hidden=""'), (0, ' hidden="0"')]
)
def test_an_attribute_that_is_none_or_false_is_left_out_and_one_that_is_true_has_no_value(
    value: Any, written: str
) -> None:
    assert html.P("a", hidden=value) == f"<p{written}>a</p>"
    assert to_html(dash_html.P("a", hidden=value)) == f"<p{written}>a</p>"


def test_a_style_is_written_as_style_sheets_write_it() -> None:
    style = {"backgroundColor": "#fff", "--state": "3%", "width": "4px", "fontFamily": '"Source", serif'}
    for made in (html.P(style=style), to_html(dash_html.P(style=style))):
        (found,) = elements(made).every("p")
        assert found["style"] == 'background-color:#fff;--state:3%;width:4px;font-family:"Source", serif'


def test_elements_without_content_have_no_end() -> None:
    assert html.Br() == to_html(dash_html.Br()) == "<br>"
    assert html.Input(type="checkbox", checked=True) == '<input checked type="checkbox">'
    assert to_html(dash_html.Img(src="a&b")) == '<img src="a&amp;b">'
    with pytest.raises(AssertionError, match="br has no content"):
        html.Br("a")


def test_children_are_words_numbers_elements_and_lists_of_them_and_none_is_nothing() -> None:
    nested = [None, "a", 7, 1.5, [html.B("b"), (part for part in ("c", None))], dash_html.I("d")]
    assert html.P(nested) == "<p>a71.5<b>b</b>c<i>d</i></p>"
    assert html.P() == html.P([]) == html.P(None) == "<p></p>"
    assert html.P(0) == "<p>0</p>"


@pytest.mark.parametrize("component", [dcc.Graph(), dcc.Dropdown(), dcc.Link("x", href="/")])
def test_what_dash_draws_is_refused_wherever_it_stands(component: Component) -> None:
    for write in (to_html, html.Div, lambda made: html.Div([html.P("a"), [made]]), lambda m: to_html(dash_html.P(m))):
        with pytest.raises(TypeError, match="is drawn by Dash and cannot stand in a fragment"):
            write(component)


def words_of(made: Any) -> list[str]:
    """The words that Dash's tree shows as words: children that are text, of every component."""
    found = []
    for component in components(made):
        children = getattr(component, "children", None)
        found += [c for c in (children if isinstance(children, list | tuple) else [children]) if isinstance(c, str)]
    return found


def markup_in(words: list[str]) -> list[str]:
    return [word for word in words if isinstance(word, SafeHtml) or MARKUP.search(word)]


def test_no_words_of_dash_s_tree_are_markup(ask_published: Asked) -> None:
    """React writes words as words: HTML among them would be read with its brackets."""
    seen = 0
    for answer in ask_published.sample[::2]:
        with use_language(answer.selection.language):
            view = [*parts(answer, ("A notice.",), "/explore"), main_figure(answer, "/explore")]
        said = words_of(dash_html.Div(view))
        seen += len(said)
        assert markup_in(said) == [], answer.selection.query()
    assert seen > 500


def test_no_words_of_the_page_of_gaps_are_markup(ask_published: Asked) -> None:
    asked = [answer for answer in ask_published.sample if answer.selection.breakdown != OVERALL][:12]
    for answer in asked:
        view = gap_view(answer.selection.parameters(), ask_published.answers, side_name)
        page = [gaps_rail(view), gaps_head(view), gaps_panels(view)]
        assert markup_in(words_of(dash_html.Div(page))) == [], answer.selection.query()


def test_markup_among_words_would_be_found() -> None:
    made = dash_html.Div(["a <10", dash_html.P([html.B("b")]), dash_html.P("<i>"), dash_html.P("&#39;"), "R&D"])
    assert markup_in(words_of(made)) == ["<b>b</b>", "<i>", "&#39;"]
