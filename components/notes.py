"""What stands under every view: what to bear in mind, and where each figure comes from under which licence."""

from __future__ import annotations

import pandas as pd
from dash import html

from components.markup import prose
from components.numbers import listed
from data.catalog import Source
from data.selection import Answer
from data.vocabulary import OVERALL, Period

_TESTED = (
    "“Higher” and “lower” mean that the difference is larger than chance would explain (95%); “not clear” means that "
    "it may be chance."
)
_UNRELIABLE = (
    "“Unreliable” (†) marks a figure on fewer than 10 events or people, or with an interval wider than 160% of it: the "
    "standard of the National Center for Health Statistics."
)
_PART = "The state figure contains the places it is compared with."


def notes(answer: Answer) -> list[str]:
    """What bears on every figure in view: how it is counted, what is provisional, hidden, uncertain or tested."""
    indicator, frames = answer.indicator, _all_frames(answer)
    said = [indicator.definition, *indicator.caveats]
    said += _provisional([p for p in indicator.provisional if (frames["period"] == p).any()])
    said += [b.note for b in indicator.breaks]
    for source in sources(answer):
        own = frames[frames["source"] == source.id]
        if source.hidden_because and (own["status"] == "suppressed").any():
            said.append(f"“Hidden” means {source.hidden_because.rstrip('.')}.")
        if source.unavailable_because and (own["status"] == "not_available").any():
            said.append(f"“Not available” means that {source.unavailable_because.rstrip('.')}.")
    kind = answer.catalog.area_kinds.get(answer.selection.kind)
    if kind is not None:
        said += [f"{kind.title}: {kind.coverage_note}", *([answer.place.note] if answer.place.note else [])]
    if (frames["status"] == "unreliable").any():
        said.append(_UNRELIABLE)
    if (frames["verdict"] != "").any():
        said += [_TESTED, _PART]
    elif answer.selection.level != "state":
        said.append(_untested(answer))
    return list(dict.fromkeys(said))


def _untested(answer: Answer) -> str:
    """Why no place is called higher or lower than the state."""
    if not answer.indicator.comparable:
        return f"Where more people live there are more {answer.indicator.words.events}: numbers are not compared."
    if answer.state["value"].isna().all():
        return "There is no figure for the state, so no difference from it is tested here."
    if answer.places["ci_low"].notna().any():
        return "The state figure has no interval, so no difference from it is tested here."
    return "No intervals are published, so no difference is tested here."


def _provisional(slugs: list[str]) -> list[str]:
    periods = sorted(Period.parse(slug) for slug in slugs)
    if not periods:
        return []
    if len(periods) < 3:
        return [f"* {listed([p.long_label for p in periods])} {'is' if len(periods) == 1 else 'are'} provisional."]
    return [f"* Provisional: the {len(periods)} periods from {periods[0].long_label} on."]


def source_notes(answer: Answer) -> list[str]:
    """What the publishers say of their figures and of the groups they count."""
    frames = _all_frames(answer)
    said: list[str] = []
    for source in sources(answer):
        if source.race_coding and (frames.loc[frames["source"] == source.id, "dimension"] != OVERALL).any():
            said.append(source.race_coding.rstrip(".") + ".")
        said += source.notes
    return list(dict.fromkeys(said))


def sources(answer: Answer) -> list[Source]:
    """The sources of the rows in view, each once."""
    used = dict.fromkeys(_all_frames(answer)["source"])
    return [answer.catalog.sources[s] for s in used if s in answer.catalog.sources]


def _all_frames(answer: Answer) -> pd.DataFrame:
    return pd.concat([answer.places, answer.state, answer.everyone, answer.groups, answer.trend])


def notes_section(answer: Answer) -> html.Div:
    """Notes and sources side by side."""
    return html.Div(
        [
            html.Section(
                [
                    html.H2("Notes", className="notes-head"),
                    html.P(prose(" ".join(notes(answer)))),
                    html.Details(
                        [
                            html.Summary("More about the groups and the sources"),
                            *(html.P(n) for n in source_notes(answer)),
                        ]
                    ),
                ]
            ),
            html.Section(
                [
                    html.H2("Sources", className="notes-head"),
                    *(_source(s) for s in sources(answer)),
                    html.P("Boundaries: MassGIS, Community Boundaries (Towns) from Survey Points, simplified."),
                    html.P(f"Data version {answer.catalog.version}, built {answer.catalog.built[:10]}."),
                ]
            ),
        ],
        className="notes",
    )


def _source(source: Source) -> html.P:
    return html.P(
        [
            html.A(source.title, href=source.address),
            f", {source.publisher}, {source.release}. Covers {source.period}. Licence: {source.licence}. "
            f"Retrieved {source.retrieved:%d %B %Y}.",
        ]
    )
