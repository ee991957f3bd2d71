"""The parameters of a query that CDC WONDER writes below a table it exports, and the separator of the table.

They are checked and not trusted to the file's name: a table of another year, of other groups, or of some births only
has the same columns.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from data.errors import SourceFileError
from data.geography.places import STATE_ID
from data.sources.files.content import read_text

DATASET = re.compile(r"Natality, (\d{4})-(\d{4}) expanded")
PARAMETERS, RULE = "Query Parameters:", "---"
NEUTRAL = ("Show Totals", "Calculate Rates Per")
"""Parameters that change no number of births."""
SHOWN = ("Show Zero Values", "Show Suppressed")
"""Without them a row may be missing because it has no births, or because it is hidden: nobody can tell which."""


def separator(path: Path, encoding: str) -> str:
    """Separator of an export: a tab where its first line has one (.txt), else a comma (.csv)."""
    return "\t" if "\t" in read_text(path, encoding).partition("\n")[0] else ","


def read_parameters(path: Path, encoding: str) -> Mapping[str, str]:
    """Parameters by name, from "Dataset" on to the rule that ends them. Raises SourceFileError when there are none."""
    text = read_text(path, encoding)
    lines = [line.strip().strip('"').strip() for line in text.split("\n")]
    if RULE not in lines:
        raise SourceFileError(path, f"has no “{RULE}” and notes below its table: was it cut short?")
    below = lines[lines.index(RULE) + 1 :]
    if PARAMETERS not in below or RULE not in below:
        raise SourceFileError(path, f"has no “{PARAMETERS}” below its table, or they do not end: was it cut short?")
    parameters = {}
    for line in below[: below.index(RULE)]:
        name, _, value = line.partition(":")
        if line and line != PARAMETERS:
            parameters[name.strip()] = value.strip()
    return parameters


def check_query(path: Path, encoding: str, year: int, group_by: Sequence[str]) -> None:
    """Raise SourceFileError unless the query was for all births of a year, by these columns, with every row shown."""
    parameters = dict(read_parameters(path, encoding))
    dataset = parameters.pop("Dataset", "")
    span = DATASET.fullmatch(dataset)
    if span is None:
        raise SourceFileError(path, f"is of the data set “{dataset}”, not of “Natality, … expanded”: query that one")
    if not int(span[1]) <= year <= int(span[2]):
        raise SourceFileError(path, f"is of “{dataset}”, which has no {year}")
    if parameters.get("Year") != str(year):
        asked = parameters.get("Year")
        actual = f"of {asked}" if asked else "of all its years together"
        raise SourceFileError(path, f"the query is {actual}, not of {year}: choose this year alone")
    grouped, expected = parameters.get("Group By", ""), "; ".join(group_by)
    if grouped != expected:
        raise SourceFileError(path, f"the query is grouped by “{grouped}”, not by “{expected}”")
    for name in SHOWN:
        if parameters.get(name) != "True":
            problem = f"the query has “{name}: {parameters.get(name, 'not said')}”: save it with True"
            raise SourceFileError(path, f"{problem}, so that no row is missing")
    known = {"Year", "Group By", "States", *NEUTRAL, *SHOWN}
    for name, value in parameters.items():
        is_elsewhere = name == "States" and value != f"Massachusetts ({STATE_ID})"
        if name not in known or is_elsewhere:
            raise SourceFileError(path, f"the query is narrowed by “{name}: {value}”: ask for all births")
