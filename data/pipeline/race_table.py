"""The table of race and ethnicity in docs/data.md: every publisher's own words beside our groups, from the sources."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from data.atomic_files import write_text
from data.catalog.models import Source
from data.catalog.race_coding import Race
from data.errors import InputError
from data.settings import ROOT

DOCUMENT = ROOT / "docs" / "data.md"
HEADER = (
    "| sources | publisher’s words and our groups | each person in one group only | people of Hispanic origin are "
    "| share not stated |\n|---|---|---|---|---|\n"
)
_EXCLUSIVE = {"yes": "yes", "no": "no", "not_said": "not said"}
_HISPANIC = {
    "own_group": "a group of their own",
    "left_out": "in no group",
    "also_in_others": "a group of their own, and in others",
    "in_each": "in the group of their race",
    "not_said": "not said",
}


def race_table(sources: Iterable[Source]) -> str:
    """The rows of the table in Markdown, without its header; sources with the same words share a row."""
    alike: list[tuple[Race, list[str]]] = []
    for source in sources:
        if source.race is not None:
            names = next((names for race, names in alike if race == source.race), None)
            if names is None:
                alike.append((source.race, [source.id]))
            else:
                names.append(source.id)
    return "".join(f"{_row(race, names)}\n" for race, names in alike)


def _row(race: Race, names: list[str]) -> str:
    words = "; ".join(f"{f'“{word}”' if word else 'no name'} `{stratum}`" for word, stratum in race.words.items())
    share = "not published" if race.not_stated is None else f"{race.not_stated.percent:g}% of {race.not_stated.of}"
    sources = ", ".join(f"`{name}`" for name in names)
    return f"| {sources} | {words} | {_EXCLUSIVE[race.exclusive]} | {_HISPANIC[race.hispanic]} | {share} |"


def update_race_table(sources: Iterable[Source], document: Path = DOCUMENT) -> None:
    """Write the table anew in the document. Raises InputError where the document has no such table."""
    text = document.read_text(encoding="utf-8")
    before, header, rest = text.partition(HEADER)
    if not header:
        raise InputError(
            f"{document.name} has no table that begins with “{HEADER.partition(' and our')[0]}”: put its header back"
        )
    _, _, after = rest.partition("\n\n")
    write_text(document, f"{before}{header}{race_table(sources)}\n{after}")
