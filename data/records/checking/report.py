"""The report on a file of records, in the lines that a data owner acts on. It tells no count of 1 to 10.

Nor one that leaves so few: a kind that all records have but a few, or the last of the counts that make up a column. How
many records have any fault is not told, since it would tell how many have two; only whether they are over the limit is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from textwrap import wrap

from data.records.checking.kinds import Kind, kinds_of
from data.records.checking.lines import BrokenLines
from data.records.errors import RecordsError
from data.records.layouts import Layout

SMALLEST_TOLD = 11
"""The threshold of publication (`data.catalog.models.Source.threshold`), which a report keeps to as well."""
MANY_UNKNOWN = 0.1
"""Share unknown from which on the report says that a figure by this column is of little worth."""
ROUNDED = 100
"""Records of a year are told in steps of this: what is left of a file without its other years stays open."""
WIDTH = 100
"""Letters of a line of the report that lists names."""
FEW, NEARLY_ALL = f"fewer than {SMALLEST_TOLD} records", "nearly all records"


@dataclass(frozen=True)
class Fault:
    """A kind of fault and how many records have it, by the column it is in (empty: in several together)."""

    kind: Kind
    records: int = field(repr=False)
    columns: Mapping[str, int] = field(repr=False)


@dataclass(frozen=True)
class Report:
    """What is wrong with a file of records of a layout, and what is unknown. Its counts are not in its `repr`.

    `faults` are the kinds that were found. `malformed` is the number of records with a fault; a copy of such a record
    counts again. `unknown` are records without a value, by column (`race`: no box is checked), and `years` records by
    year. `absent` are columns of the layout that the file lacks, and `unused` columns that the layout lacks.
    """

    layout: Layout
    name: str
    limit: float
    records: int = field(default=0, repr=False)
    malformed: int = field(default=0, repr=False)
    synthetic: int = field(default=0, repr=False)
    faults: tuple[Fault, ...] = ()
    unknown: Mapping[str, int] = field(default_factory=dict, repr=False)
    years: Mapping[int, int] = field(default_factory=dict, repr=False)
    absent: tuple[str, ...] = ()
    unused: tuple[str, ...] = ()
    broken: BrokenLines | None = None

    @property
    def reasons(self) -> tuple[str, ...]:
        """Why a run must not use the records, in sentences without a full stop; empty where it may."""
        return tuple(self._reasons())

    def _reasons(self) -> Iterator[str]:
        if self.broken is not None:
            yield from _of_lines(self.broken)
            return
        if missing := [name for name in self.absent if name in self.layout.required]:
            yield f"the file lacks {', '.join(missing)}: write the extract with the columns that docs/records.md lists"
            return
        if not self.records:
            yield "there are no records in it: ask whether the extract was cut off"
        if 0 < self.synthetic < self.records:
            yield "some records are marked as made up and others are not: take one of the two out"
        if self.malformed > self.limit * self.records:
            share = _percent(self.limit)
            yield f"more than {share} of the records are malformed: mend what stands below, or state another share"

    @property
    def refused(self) -> bool:
        """Whether a run must not use the records."""
        return bool(self.reasons)

    def raise_if_refused(self) -> None:
        """Raise RecordsError with the first reason where a run must not use the records."""
        for reason in self.reasons:
            raise RecordsError(f"{self.name}: {reason}")

    def lines(self) -> list[str]:
        """The report for a terminal."""
        head = f"{self.name}: {self.layout.title.lower()}"
        verdict = [f"REFUSED  {reason}" for reason in self.reasons] or [
            f"kept     a run may use them: at most {_percent(self.limit)} of the records are malformed"
        ]
        if self.broken is not None or not self.records:
            return [head, *verdict, *self._column_lines()]
        size = f"{self.records:,} records" if self.records >= SMALLEST_TOLD else FEW
        return [
            f"{head}, {size}", *verdict, *self._fault_lines(), *self._unknown_lines(), *self._year_lines(),
            *self._column_lines(),
        ]  # fmt: skip

    def _fault_lines(self) -> Iterator[str]:
        found = {fault.kind.id for fault in self.faults}
        of_layout = kinds_of(self.layout.id)
        yield f"Malformed: {len(found)} of {len(of_layout)} kinds"
        told = self._told()
        for fault in self.faults:
            yield f"  {fault.kind.title} ({fault.kind.id})"
            for column in fault.columns:
                yield f"    {column or 'record'}: {told[column, fault.kind.id]}"
            yield f"    such a record {fault.kind.becomes}; to mend it, {fault.kind.remedy}"
        if others := [kind.title for kind in of_layout if kind.id not in found]:
            yield from wrap(f"  not found: {'; '.join(others)}", WIDTH, subsequent_indent="    ")

    def _told(self) -> dict[tuple[str, str], str]:
        """Words for each count by column and kind, and for what is unknown (kind ""), so that no small one follows."""
        counts = {(column, f.kind.id): count for f in self.faults for column, count in f.columns.items()}
        counts |= {(column, ""): count for column, count in self.unknown.items()}
        told = {key: self._words(count) for key, count in counts.items()}
        for column in {column for column, _ in counts}:
            exact = [key for key in counts if key[0] == column and told[key] not in (FEW, NEARLY_ALL)]
            exact.sort(key=lambda key: counts[key])
            while exact and 0 < self.records - sum(counts[key] for key in exact) < SMALLEST_TOLD:
                told[exact.pop(0)] = "not told, for the few that it would leave"
        return told

    def _words(self, count: int) -> str:
        if 0 < count < SMALLEST_TOLD:
            return FEW
        if 0 < self.records - count < SMALLEST_TOLD:
            return NEARLY_ALL
        return "all records" if count and count == self.records else f"{count:,} records"

    def _unknown_lines(self) -> Iterator[str]:
        told = self._told()
        yield "Unknown, by column"
        some = {column: count for column, count in self.unknown.items() if count}
        for column, count in sorted(some.items(), key=lambda pair: -pair[1]):
            words = told[column, ""]
            share = _percent(count / self.records) if words[0].isdigit() else words
            note = "; a figure by it is of little worth" if count >= MANY_UNKNOWN * self.records else ""
            yield f"  {column}: {share}{note}"
        if known := [column for column in self.unknown if column not in some]:
            yield from wrap(f"  nothing unknown: {', '.join(known)}", WIDTH, subsequent_indent="    ")

    def _year_lines(self) -> Iterator[str]:
        yield "Records by year, in hundreds"
        for year, count in sorted(self.years.items()):
            rounded = round(count / ROUNDED) * ROUNDED
            yield f"  {year}: about {rounded:,}" if rounded else f"  {year}: fewer than {ROUNDED // 2 + 1}"

    def _column_lines(self) -> Iterator[str]:
        if optional := [name for name in self.absent if name not in self.layout.required]:
            yield f"Columns that the file does not have, and a run may do without: {', '.join(optional)}"
        if self.unused:
            yield f"Columns that no run reads: {', '.join(self.unused)}"


def _percent(share: float) -> str:
    """A share in percent with one decimal; one that would be rounded to nothing is under 0.1%."""
    return f"{100 * share:.1f}%".replace(".0%", "%") if share >= 0.0005 or not share else "under 0.1%"


def _of_lines(broken: BrokenLines) -> Iterator[str]:
    if broken.records:
        number = f"{broken.records:,} records" if broken.records >= SMALLEST_TOLD else FEW
        yield (
            f"{number} of {broken.file} have too few or too many fields, the first at line {broken.first_line}: quote "
            "fields that have commas or line breaks in them"
        )
    if not broken.encoded:
        yield f"{broken.file} is not UTF-8: export it as UTF-8"
