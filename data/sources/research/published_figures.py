"""Figures read from published pages, one row per figure, each with the page it was read from.

The files of this layout hold many publications, and several releases of one. A source is one publication as one page
gives it: the row's `address` is the source's. A series names its `file` and `where`, a table from column to the text
(or the texts) a row must have. It must pick at least one row, and no two for the same place, period and group: those
would be revisions of each other. Further keys:

- `groups`: from the page's words for other groups ("45-64") to ours; those for race and ethnicity are the source's.
- `periods`: from the words of the file ("2015 (report 2016)") to a period ("2015").
- `places`: from the words of the file to the slug of a place.
- `from_counts = true`: the figure is the printed count over the printed denominator.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from data.catalog.models import Place, Series
from data.errors import DefinitionError, SourceFileError
from data.observations.models import Observation
from data.sources.files.request import Request, Row
from data.sources.files.tables import Record, read_table
from data.vocabulary import GROUPS, OVERALL, Period, groups_of

COLUMNS = (
    "indicator", "geography", "stratum_type", "stratum", "period", "value", "unit", "ci_low", "ci_high", "numerator",
    "denominator", "source_title", "publisher", "address", "confidence",
)  # fmt: skip
COUNTS = ("numerator", "denominator")
PRIMARY, SECONDARY = "A", "B"
QUOTING = "Quoted from"


@dataclass(frozen=True, slots=True)
class _Words:
    """Translations of the file's words: the series' options, and the source's words for race and ethnicity."""

    races: Mapping[str, str]
    groups: Mapping[str, str]
    periods: Mapping[str, str]
    places: Mapping[str, str]


def read(request: Request) -> Iterator[Row]:
    """Yield an Observation for each row the series pick, as printed.

    A count is the value and the numerator of a measure of kind `count`. A percentage `from_counts` is divided here; of
    a rate the build divides the count by its denominator, for it adds the exact interval.
    Raises SourceFileError when a series picks no row or two of the same figure, or a row cites another page or has a
    place, period or group that is not understood; DefinitionError when a key is wrong, or the source of quoted figures
    (confidence B) does not say in its notes where they are quoted from.
    """
    for series in request.selected_series:
        yield from _observations(request, series)


def _observations(request: Request, series: Series) -> Iterator[Observation]:
    path = request.folder / request.option(series, "file")
    where, words = _where(series), _words(request, series)
    records = [r for r in read_table(path, COLUMNS) if all(r.text(c) in texts for c, texts in where.items())]
    if not records:
        raise SourceFileError(path, f"no row is what {series.indicator}.toml asks for from {request.source.id}")
    seen: dict[tuple[object, ...], int] = {}
    for record in records:
        _check_origin(request, record)
        row = _observation(request, series, record, words)
        key = (row.geo_id, row.stratum, row.period)
        if key in seen:
            raise record.error("value", f"is another figure for the same as row {seen[key]}: narrow `where` to one")
        seen[key] = record.row
        yield row


def _where(series: Series) -> dict[str, tuple[str, ...]]:
    where = series.options.get("where")
    if not isinstance(where, Mapping) or not where or not set(where) <= set(COLUMNS):
        raise DefinitionError(f"{series.indicator}.toml: where: a table from columns of the file to texts is needed")
    return {column: (texts,) if isinstance(texts, str) else tuple(texts) for column, texts in where.items()}


def _words(request: Request, series: Series) -> _Words:
    tables = {name: series.options.get(name, {}) for name in ("groups", "periods", "places")}
    for name, table in tables.items():
        if not isinstance(table, Mapping):
            raise DefinitionError(f"{series.indicator}.toml: {name}: a table from the file's words to ours is needed")
    if not set(tables["groups"].values()) <= set(GROUPS):
        raise DefinitionError(f"{series.indicator}.toml: groups: names a group that is not in the vocabulary")
    if set(tables["groups"].values()) & set(groups_of("race_ethnicity")):
        problem = f"words for race and ethnicity belong in [race.words] of {request.source.id}.toml"
        raise DefinitionError(f"{series.indicator}.toml: groups: {problem}")
    return _Words(request.source.race.words if request.source.race else {}, **tables)


def _check_origin(request: Request, record: Record) -> None:
    address = record.text("address")
    if address != request.source.address:
        raise record.error("address", f"“{address}” is not the page of {request.source.id}: give it its own source")
    confidence = record.text("confidence")
    if confidence not in (PRIMARY, SECONDARY):
        raise record.error("confidence", f"“{confidence}” is neither {PRIMARY} nor {SECONDARY}")
    if confidence == SECONDARY and not any(QUOTING in note for note in request.source.notes):
        raise DefinitionError(f"{request.source.id}.toml: notes: say “{QUOTING} …”: its figures are at second hand")


def _observation(request: Request, series: Series, record: Record, words: _Words) -> Observation:
    place, stratum = _place(request, record, words), _stratum(record, words)
    counted = record.text("unit") == "count"
    value = record.number("value", integer=counted)
    cross_checked = counted or all(record.text(c) for c in COUNTS)
    numerator, denominator = (record.number(c, integer=True, cross_checked=cross_checked) for c in COUNTS)
    if value is None:
        raise record.error("value", "is empty where a figure is expected")
    indicator = request.indicators[series.indicator]
    if counted != (indicator.measure == "count") and not series.options.get("from_counts"):
        raise record.error("unit", f"“{record.text('unit')}” is not what {indicator.id} measures ({indicator.measure})")
    quotient = indicator.measure in ("rate", "percent") and not indicator.adjustment.endswith("age_adjusted")
    if quotient and not counted and numerator is not None and denominator is not None:
        record.check_quotient("value", numerator, denominator, indicator.per)
    if indicator.measure == "count":
        numerator = _check_integer(record, value)
    elif series.options.get("from_counts"):
        if numerator is None or not denominator:
            raise record.error("numerator", "a count and its denominator are needed for `from_counts`")
        value = numerator / denominator * 100 if indicator.measure == "percent" else None
    return Observation(
        indicator=series.indicator,
        geo_level=place.level,
        geo_id=place.geo_id,
        dimension=GROUPS[stratum].dimension,
        stratum=stratum,
        period=_period(series, record, words),
        source=request.source.id,
        value=value,
        ci_low=record.number("ci_low"),
        ci_high=record.number("ci_high"),
        numerator=numerator,
        denominator=denominator,
    )


def _check_integer(record: Record, value: float) -> float:
    if value != int(value):
        raise record.error("value", f"“{record.text('value')}” is not a count")
    return value


def _place(request: Request, record: Record, words: _Words) -> Place:
    name, geography = record.text("geography"), request.geography
    if name in words.places:
        place = geography.by_slug.get(words.places[name])
    else:
        larger = (*geography.of_level("state"), *geography.of_level("county"))
        place = next((p for p in larger if p.name == name), None) or geography.municipality(name)
    if place is None:
        raise record.error("geography", f"“{name}” is not a place: leave it out by `where` or name it in `places`")
    return place


def _stratum(record: Record, words: _Words) -> str:
    kind, text = record.text("stratum_type"), record.text("stratum")
    if kind == "all" or text == "All":
        return OVERALL
    if text in words.groups:
        return words.groups[text]
    if kind == "race_ethnicity" and text in words.races:
        return words.races[text]
    if kind == "sex" and text in ("Female", "Male"):
        return text.lower()
    if kind == "race_sex":
        race, _, sex = text.rpartition(" ")
        if race in words.races and sex in ("female", "male"):
            return f"{words.races[race]}_{sex}"
    problem = "is not a group we know: name it in [race.words] of the source, or in `groups` of the series"
    raise record.error("stratum", f"“{text}” {problem}")


def _period(series: Series, record: Record, words: _Words) -> Period:
    text = record.text("period")
    try:
        return Period.parse(words.periods.get(text, text))
    except ValueError as error:
        raise record.error("period", f"{error}; or name it in `periods` of {series.indicator}.toml") from error
