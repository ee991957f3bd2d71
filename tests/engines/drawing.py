"""Columns of synthetic records: what is drawn for a block of rows, and the columns that every layout has."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from data.records.layouts import RACES
from tests.engines.margins import GROUPS, Margins

Integers = NDArray[np.int64]
Shares = NDArray[np.float64] | Sequence[float]
Flags = NDArray[np.bool_]

ONE_RACE = {"white_nh": "white", "black_nh": "black", "asian_nh": "asian", "aian_nh": "aian", "nhopi_nh": "nhopi"}
TWO_RACES = (("white", "black"), ("white", "asian"), ("white", "aian"), ("black", "other"))
"""Pairs of boxes of who checks two, as often as `TWO_SHARES` says: our own assumption, as all below in capitals."""
TWO_SHARES = (0.4, 0.35, 0.1, 0.15)
HISPANIC_RACES = ("white", "other", "black", None)
"""The box that Hispanic people check, None: none, and their race is unknown."""
HISPANIC_SHARES = (0.45, 0.3, 0.07, 0.18)
DETAILED = {
    "hispanic": ("puerto_rican", "dominican", "salvadoran", "colombian;puerto_rican"),
    "black_nh": ("african_american", "haitian", "cape_verdean"),
    "asian_nh": ("chinese", "asian_indian", "vietnamese", "cambodian"),
}
"""Detailed groups of a few groups of race; others name none."""
OTHER_STATES, OUT_OF_STATE = ("NH", "RI", "CT", "NY"), 0.025
UNKNOWN_TOWN = 0.004


@dataclass
class Block:
    """Rows `first` to `first + size` of a file of `number`, and what is drawn for them."""

    random: np.random.Generator
    number: int
    first: int
    size: int

    def pick(self, shares: Shares) -> Integers:
        """Places in a list of shares (which need not sum to 1), one a row."""
        up = np.cumsum(shares)
        found = np.searchsorted(up, self.random.random(self.size) * up[-1], side="right")
        return np.minimum(found, len(up) - 1)

    def chance(self, share: float | NDArray[np.float64]) -> Flags:
        """True for a share of the rows, or for that of each row."""
        return self.random.random(self.size) < share

    def whole(self, middle: float | NDArray[np.float64], spread: float, low: int, high: int) -> Integers:
        """Whole numbers around a middle, within bounds."""
        drawn = np.rint(self.random.normal(middle, spread, self.size)).astype(np.int64)
        return np.clip(drawn, low, high)

    def within(self, low: int, high: int) -> Integers:
        """Whole numbers from `low` to `high`, all as likely."""
        return self.random.integers(low, high, self.size, endpoint=True)

    def unknown(self, values: Integers, share: float, code: int) -> Integers:
        """The values, a share of them replaced by the code that says unknown."""
        return np.where(self.chance(share), code, values)

    def years(self, years: Sequence[int], shares: Shares) -> Integers:
        """Years of the rows: a file begins with the records of the first."""
        ends = np.rint(np.cumsum(shares) / np.sum(shares) * self.number)
        place = np.searchsorted(ends, np.arange(self.first, self.first + self.size), side="right")
        return np.asarray(years)[np.minimum(place, len(years) - 1)]

    def days(self, years: Integers) -> pa.Array:
        """A date in each of the years."""
        start = (years - 1970).astype("datetime64[Y]").astype("datetime64[D]")
        length = (start.astype("datetime64[Y]") + 1).astype("datetime64[D]") - start
        drawn = start + (self.random.random(self.size) * length.astype(np.int64)).astype("timedelta64[D]")
        return pa.array(drawn, pa.date32())

    def texts(self, values: Sequence[str], shares: Shares) -> pa.Array:
        """Texts of a list, as often as the shares say."""
        return texts(self.pick(shares), values)


def texts(places: Integers, values: Sequence[str | None]) -> pa.Array:
    """Texts by their place in a list; None is an empty field."""
    return pa.array(values, pa.string()).take(pa.array(places))


def record_ids(letter: str, first: int, size: int) -> pa.Array:
    """Numbers of records, `B0000000001` and on."""
    digits = pc.utf8_lpad(pa.array(np.arange(first + 1, first + size + 1)).cast(pa.string()), 10, "0")
    return pc.binary_join_element_wise(letter, digits, "")


def people(block: Block, group: Integers, margins: Margins) -> dict[str, pa.Array]:
    """Residence, race, origin and the mark of a made-up record, for people of the groups (places in GROUPS)."""
    elsewhere = block.chance(OUT_OF_STATE)
    town = block.unknown(block.pick(margins.town) + 1, UNKNOWN_TOWN, 0)
    state = np.where(elsewhere, 1 + block.pick([0.5, 0.25, 0.15, 0.1]), 0)
    two, of_hispanic = block.pick(TWO_SHARES), block.pick(HISPANIC_SHARES)
    is_hispanic, is_two = group == GROUPS.index("hispanic"), group == GROUPS.index("multiracial_nh")
    boxes = {}
    for race in RACES:
        alone = np.isin(group, [GROUPS.index(g) for g, only in ONE_RACE.items() if only == race])
        among_two = is_two & np.isin(two, [n for n, pair in enumerate(TWO_RACES) if race in pair])
        among_hispanic = is_hispanic & (np.array([r == race for r in HISPANIC_RACES])[of_hispanic])
        boxes[f"race_{race}"] = alone | among_two | among_hispanic
    nothing = ~np.logical_or.reduce(list(boxes.values()))
    origin = np.where(is_hispanic, 0, np.where(group == GROUPS.index("not_stated"), 2, 1))
    return {
        "residence_state": texts(state, ("MA", *OTHER_STATES)),
        "residence_town": pa.array(np.where(elsewhere, 0, town), pa.int16()),
        **{name: pa.array(box) for name, box in boxes.items()},
        "race_unknown": pa.array(nothing),
        "hispanic": texts(origin, ("yes", "no", "unknown")),
        "ethnicities": _ethnicities(block, group),
        "synthetic": pa.array(np.ones(block.size, bool)),
    }


def _ethnicities(block: Block, group: Integers) -> pa.Array:
    names: list[str | None] = [None]
    place = np.zeros(block.size, np.int64)
    for of_group, detailed in DETAILED.items():
        drawn = len(names) + block.pick([1.0] * len(detailed))
        place = np.where((group == GROUPS.index(of_group)) & block.chance(0.8), drawn, place)
        names += detailed
    return texts(place, names)
