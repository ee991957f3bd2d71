"""What a region is set beside: the choice of another place, or of another region of the reader's own."""

from __future__ import annotations

from collections.abc import Mapping

from components.formatting import html
from components.formatting.html import SafeHtml
from components.formatting.markup import aria
from components.formatting.numbers import capitalize_first
from components.page.paths import REGIONS
from components.views.regions.addresses import region_address
from data.catalog.models import Catalog, Place
from data.language import gettext
from data.query.regions.region import OTHER
from data.query.selection import to_query
from data.vocabulary import LEVEL_WORDS

BESIDE = ("with", "with_members", "with_name")
"""Words of an address that say what a region is set beside."""


def beside_choice(
    catalog: Catalog, place: Place, name: str, beside: Place | None, words: Mapping[str, str]
) -> SafeHtml:
    """The form of all places to set a region beside, and the ways to another region. `words` are the page's own."""
    kept = {key: word for key, word in words.items() if key not in BESIDE}
    hidden = [html.Input(type="hidden", name=key, value=word) for key, word in kept.items()]
    slug = beside.slug if beside is not None else ""
    choices = []
    if beside is not None and beside.slug == OTHER:
        choices.append(html.Option(beside.name, value="", selected=True, disabled=True))
    choices.append(html.Option(gettext("the state alone"), value="", selected=beside is None))
    choices += [
        html.Optgroup([html.Option(p.name, value=p.slug, selected=p.slug == slug) for p in places], label=title)
        for title, places in _groups(catalog)
    ]
    form = html.Form(
        [
            *hidden,
            html.Label(gettext("Set it beside"), htmlFor="region-with", className="region-label"),
            html.Div(
                [
                    html.Select(choices, id="region-with", name="with", className="form-select"),
                    html.Button(gettext("Show"), type="submit", className="action", **aria(describedby="region-with")),
                ],
                className="region-pick",
            ),
        ],
        action=REGIONS, method="get",
    )  # fmt: skip
    # The region in view becomes the one beside: what is chosen next is set beside it.
    other = region_address((), "", catalog, with_members=words["members"], with_name=name)
    links = [html.Li(html.A(gettext("Another region of your own"), href=other))]
    if beside is not None and beside.slug == OTHER:
        turned = region_address(
            beside.members, words.get("with_name", ""), catalog, with_members=words["members"], with_name=name
        )
        links.append(html.Li(html.A(gettext("Turn the two around"), href=turned)))
    if beside is not None:
        alone = REGIONS + to_query(kept)
        links.append(html.Li(html.A(gettext("Beside the state alone"), href=alone)))
    return html.Section(
        [
            html.H2(gettext("Beside another place"), className="figure-title"),
            form,
            html.Ul(links, className="profile-links"),
        ],
        className="profile-part region-beside",
    )


def _groups(catalog: Catalog) -> list[tuple[str, tuple[Place, ...]]]:
    kinds = [(kind.title, catalog.places_of("area", kind.id)) for kind in catalog.area_kinds.values()]
    levels = [
        (capitalize_first(LEVEL_WORDS[level].plural), catalog.places_of(level)) for level in ("county", "eohhs_region")
    ]
    towns = [(capitalize_first(LEVEL_WORDS["municipality"].plural), catalog.places_of("municipality"))]
    return [(title, places) for title, places in (*levels, *kinds, *towns) if places]
