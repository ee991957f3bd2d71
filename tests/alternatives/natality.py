"""Births of an export of CDC WONDER by place and category, read line by line, and the figures a series makes of them.

Slow and plain: every line is cut at its marks by hand, and nothing is shared with the importer.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

Figure = tuple[str, int | None, int | None]
"""Status, births counted, births they are a share of."""


def cut(line: str) -> list[str]:
    """Cells of a line, at tabs where it has one, else at commas outside quotation marks."""
    mark, cells, inside = "\t" if "\t" in line else ",", [""], False
    for letter in line:
        if letter == '"':
            inside = not inside
        elif letter == mark and not inside:
            cells.append("")
        else:
            cells[-1] += letter
    return cells


def births(path: Path, place_starts: str = "25") -> dict[str, dict[str, str]]:
    """What stands in the column of births, by the place's code and the category's."""
    found: dict[str, dict[str, str]] = {}
    for line in path.read_text(encoding="latin-1").splitlines()[1:]:
        if line.strip() == '"---"':
            break
        cells = cut(line)
        if cells[0] == "" and cells[2].startswith(place_starts):
            found.setdefault(cells[2], {})[cells[4]] = cells[5].replace(",", "")
    return found


def figures(state: Path, county: Path, events: Sequence[str], among: Sequence[str]) -> Mapping[str, Figure]:
    """The figure of each place of a year; the counties that are one have the code 25999."""
    cells = births(state) | births(county)
    made: dict[str, Figure] = {}
    for place, of_place in cells.items():
        if "Not Available" in of_place.values():
            made[place] = "not_available", None, None
        elif "Suppressed" in of_place.values():
            made[place] = "suppressed", None, None
        else:
            known = sum(int(of_place[code]) for code in among) if among else None
            made[place] = "reported", sum(int(of_place[code]) for code in events), known
    hidden = [place for place in made if place != "25" and made[place][0] == "suppressed"]
    shown = [place for place in made if place != "25" and made[place][0] == "reported"]
    if made["25"][0] == "reported" and len(hidden) == 1 and shown:
        sizes = {place: made[place][2] if among else made[place][1] for place in shown}
        made[min(shown, key=lambda place: (sizes[place] or 0, place))] = "suppressed", None, None
    return made
