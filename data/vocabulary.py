"""Vocabulary: ids used in URLs, tables and code, and the label of each for readers.

Other people's links and programs rely on the ids; they change only with a note in the changelog.
"""

from __future__ import annotations

import re
import unicodedata
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from typing import Literal, get_args

from data.language import LazyStrings, gettext, month, ngettext

Level = Literal["state", "eohhs_region", "county", "municipality", "area", "region"]
View = Literal["map", "trend", "groups", "table", "multiples", "compare"]
Status = Literal["reported", "unreliable", "suppressed", "not_available"]
Measure = Literal["rate", "percent", "count", "years", "days", "dollars", "ratio", "score"]
Polarity = Literal["higher_is_worse", "higher_is_better", "neutral"]
Adjustment = Literal["crude", "age_adjusted", "modelled", "modelled_age_adjusted"]
Estimation = Literal["counted", "surveyed", "modelled", "smoothed"]
IntervalForm = Literal["events", "effective_events", "share"]
"""What an interval is made of: events, those of a rate adjusted for age, or a share of people (data.disclosure)."""

REGION: Level = "region"  # a set of cities and towns that a reader chose: its figures are pooled, none is published
ASKED_LEVELS: tuple[Level, ...] = get_args(Level)
LEVELS: tuple[Level, ...] = tuple(level for level in ASKED_LEVELS if level != REGION)  # that figures are published at
VIEWS: tuple[View, ...] = get_args(View)
STATUSES: tuple[Status, ...] = get_args(Status)

SITE_NAME = "Massachusetts Health Equity Dashboard"
"""A proper name: the same in every language."""
OVERALL = "overall"
"""The dimension, and its only stratum, of figures about everyone."""
ALL = "all"
"""Value of the query parameter `group` for the stratum `overall`."""
REST = "rest"
"""Value of the query parameter `reference` for everyone but the group it is the reference of; no stratum."""


@dataclass(frozen=True, slots=True)
class LevelWords:
    """Names of a geographic level: singular, plural, as a choice in a list, and inside sentences."""

    one: str
    several: str
    name: str
    article: str

    @property
    def singular(self) -> str:
        """One of it: "county"."""
        return gettext(self.one)

    @property
    def plural(self) -> str:
        """Several: "counties"."""
        return gettext(self.several)

    @property
    def label(self) -> str:
        """As a choice in a list: "County"."""
        return gettext(self.name)

    @property
    def a(self) -> str:
        """One of it with its article: "a county"."""
        return gettext(f"{self.article} {self.one}")

    @property
    def the(self) -> str:
        """All of them: "the counties"."""
        return gettext(f"the {self.several}")

    @property
    def no(self) -> str:
        """None of them, as the subject of a sentence: "no county"."""
        return gettext(f"no {self.one}")

    def counted(self, number: int, amount: str) -> str:
        """A number of them, the number as it is to be written: "two counties", "19 cities and towns"."""
        return ngettext(f"{{amount}} {self.one}", f"{{amount}} {self.several}", number, amount=amount)

    def messages(self) -> list[str | tuple[str, str]]:
        """Everything above in English: what a catalogue has to hold."""
        forms = [
            self.one,
            self.several,
            self.name,
            f"{self.article} {self.one}",
            f"the {self.several}",
            f"no {self.one}",
        ]
        return [*forms, (f"{{amount}} {self.one}", f"{{amount}} {self.several}")]


LEVEL_WORDS: dict[Level, LevelWords] = {
    "state": LevelWords("state", "states", "State", "a"),
    "eohhs_region": LevelWords("region", "regions", "EOHHS region", "a"),
    "county": LevelWords("county", "counties", "County", "a"),
    "municipality": LevelWords("city or town", "cities and towns", "City or town", "a"),
    "area": LevelWords("area", "areas", "Area", "an"),
    "region": LevelWords("custom region", "custom regions", "Custom region", "a"),
}

CLASSES = ("group", "all", "period")
"""Figures that classes of a map are made of: the group's in every period, every group's, or those in view."""
EACH = ("group", "period", "group_trend", "place_trend")
"""Kinds of small multiples: a map for each group or period, a trend for each group or place."""

VIEW_LABELS = LazyStrings(
    {
        "map": "Map",
        "trend": "Trend",
        "groups": "Groups",
        "table": "Table",
        "multiples": "Small multiples",
        "compare": "Compare",
    }
)

STATUS_WORDS = LazyStrings(
    {
        "reported": "reported",
        "unreliable": "unreliable",
        "suppressed": "hidden",
        "not_available": "not available",
    }
)
"""The one word a reader sees for a status, in figures, tables and sentences alike."""

VERDICT_LABELS = LazyStrings({"higher": "Higher", "lower": "Lower", "not clear": "Not clear", "": ""})
"""Labels of the verdicts of a test of a difference."""

_UNDER_TEN = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
NUMBER_WORDS = LazyStrings({str(number): word for number, word in enumerate(_UNDER_TEN)})
"""Numbers as a sentence says them; languages whose words agree in gender say them in figures."""

TOPICS = LazyStrings(
    {
        "maternal_infant": "Maternal and infant health",
        "overdose": "Overdose",
        "cardiometabolic": "Heart, diabetes and stroke",
        "context": "Life and circumstances",
    }
)


@dataclass(frozen=True, slots=True)
class Dimension:
    """A way of dividing people into groups. Only an ordered one may be given measures that need an order.

    A `rare` one is named only where there are figures by it, never as one that is not published.
    """

    id: str
    name: str
    ordered: bool = False
    rare: bool = False

    @property
    def label(self) -> str:
        """Its name in the request's language."""
        return gettext(self.name)


def _starting(text: str) -> str:
    return text[:1].upper() + text[1:]


@dataclass(frozen=True, slots=True)
class Group:
    """A stratum of a dimension. `phrase` is it with a noun ("Black {people}"); `short` fits a narrow label.

    A group by race and sex has the `phrase` of its race, put around "women" or "men".
    """

    id: str
    dimension: str
    name: str
    name_short: str
    phrase: str
    sex: str = ""

    @property
    def label(self) -> str:
        """Its name in the request's language."""
        return _starting(gettext(self.name))

    @property
    def short(self) -> str:
        """Its name where space is narrow."""
        return _starting(gettext(self.name_short))

    @property
    def with_noun(self) -> str:
        """Its words around a noun in the request's language, the noun being `{people}`."""
        return gettext(self.phrase)


DIMENSIONS: dict[str, Dimension] = {
    d.id: d
    for d in (
        Dimension(OVERALL, "Everyone"),
        Dimension("race_ethnicity", "Race and ethnicity"),
        Dimension("sex", "Sex"),
        Dimension("race_by_sex", "Race and ethnicity by sex"),
        Dimension("race_alone", "Race, Hispanic or not", rare=True),
        Dimension("age", "Age", ordered=True),
        Dimension("income", "Household income", ordered=True),
        Dimension("education", "Education", ordered=True),
    )
}

_RACE = (
    ("aian_nh", "American Indian / Alaska Native", "Am. Indian", "American Indian and Alaska Native {people}"),
    ("asian_nh", "Asian", "Asian", "Asian {people}"),
    ("asian_pi_nh", "Asian / Pacific Islander", "Asian / Pac. Isl.", "Asian and Pacific Islander {people}"),
    ("black_nh", "Black", "Black", "Black {people}"),
    ("hispanic", "Hispanic", "Hispanic", "Hispanic {people}"),
    ("multiracial_nh", "Multiracial", "Multiracial", "multiracial {people}"),
    ("nhopi_nh", "Native Hawaiian / Pacific Islander", "Pacific Isl.", "Native Hawaiian and Pacific Islander {people}"),
    ("white_nh", "White", "White", "White {people}"),
    ("other", "Another race", "Other", "{people} of another race"),
    ("not_stated", "Not recorded", "Not recorded", "{people} with race not recorded"),
)
_RACE_ALONE = (
    (
        "aian_alone", "American Indian / Alaska Native, Hispanic or not", "Am. Indian, any origin",
        "American Indian and Alaska Native {people}, Hispanic or not",
    ),
    ("asian_alone", "Asian, Hispanic or not", "Asian, any origin", "Asian {people}, Hispanic or not"),
    ("black_alone", "Black, Hispanic or not", "Black, any origin", "Black {people}, Hispanic or not"),
    (
        "multiracial_alone", "Multiracial, Hispanic or not", "Multiracial, any origin",
        "multiracial {people}, Hispanic or not",
    ),
    (
        "nhopi_alone", "Native Hawaiian / Pacific Islander, Hispanic or not", "Pacific Isl., any origin",
        "Native Hawaiian and Pacific Islander {people}, Hispanic or not",
    ),
    ("white_alone", "White, Hispanic or not", "White, any origin", "White {people}, Hispanic or not"),
)  # fmt: skip
"""Races with the people of Hispanic origin who gave them: never the groups of `_RACE`, which are told by both."""
_AGE = ((18, 44), (35, 44), (45, 54), (45, 64), (55, 64), (65, 74), (65, None), (75, None))
"""First and last year of age of each group, youngest first; None: and over. Publishers divide ages differently, so
groups of different sources overlap."""
_EDUCATION = (
    ("less_than_high_school", "Less than high school", "Less than HS", "{people} without a high school diploma"),
    ("high_school", "High school or GED", "High school", "{people} with a high school diploma or GED"),
    ("some_college", "Some college", "Some college", "{people} with some college"),
    ("college_degree", "College degree or higher", "College", "{people} with a college degree"),
)
"""Least first."""
_SEX = (("female", "Female", "Female", "female {people}"), ("male", "Male", "Male", "male {people}"))


def _age_group(first: int, last: int | None) -> Group:
    if last is None:
        return Group(f"age_{first}_plus", "age", f"{first} and older", f"{first}+", f"{{people}} {first} and older")
    return Group(f"age_{first}_{last}", "age", f"{first} to {last}", f"{first}–{last}", f"{{people}} {first} to {last}")


GROUPS: dict[str, Group] = {
    g.id: g
    for g in (
        Group(OVERALL, OVERALL, "Everyone", "All", "all {people}"),
        *(Group(i, "race_ethnicity", label, short, adj) for i, label, short, adj in _RACE),
        *(Group(i, "sex", label, short, adj, i) for i, label, short, adj in _SEX),
        *(
            Group(f"{r}_{s}", "race_by_sex", f"{rl}, {sl.lower()}", f"{rs}, {sl.lower()}", ra, s)
            for r, rl, rs, ra in _RACE
            for s, sl, _, _ in _SEX
        ),
        *(Group(i, "race_alone", label, short, adj) for i, label, short, adj in _RACE_ALONE),
        *(_age_group(first, last) for first, last in _AGE),
        *(Group(i, "education", label, short, adj) for i, label, short, adj in _EDUCATION),
    )
}


def groups_of(dimension: str) -> tuple[str, ...]:
    """The strata of a dimension in the order they are listed everywhere: alphabetical, or by rank when ordered."""
    return tuple(g.id for g in GROUPS.values() if g.dimension == dimension)


def left_over(stratum: str) -> int:
    """1 for another race, 2 for race not recorded, 0 for every other group: the order in which they stand last."""
    return 2 if stratum.startswith("not_stated") else int(stratum.startswith("other"))


_PERIOD = re.compile(r"(\d{4})(?:-(\d{2}))?(?:[-_](\d{4})(?:-(\d{2}))?)?")


# Without slots: what follows from a period is kept with it, as every row of every view asks for it.
@dataclass(frozen=True, order=True)
class Period:
    """A span of whole years or whole months, both ends included.

    In addresses: `2018`, `2021-2023`, `2025-04` (a month), `2024-05_2025-04` (months).
    """

    start: date
    end: date

    def __post_init__(self) -> None:
        if self.start > self.end:
            raise ValueError(f"a period cannot end ({self.end}) before it starts ({self.start})")

    @classmethod
    def years(cls, first: int, last: int | None = None) -> Period:
        """The years `first` to `last`, or the one year `first`."""
        return cls(date(first, 1, 1), date(last if last is not None else first, 12, 31))

    @classmethod
    @lru_cache(maxsize=4096)  # every row has one of a few hundred
    def parse(cls, text: str) -> Period:
        """Read the form used in addresses. Raises ValueError with a sentence when it is none."""
        match = _PERIOD.fullmatch(text.strip())
        if match is None:
            raise ValueError(f"“{text}” is not a period: write a year (2018) or years (2021-2023)")
        y1, m1, y2, m2 = (int(g) if g else None for g in match.groups())
        assert y1 is not None
        if (m1 is None) != (m2 is None) and y2 is not None:
            raise ValueError(f"“{text}” mixes a year with a month")
        last_year, last_month = (y2 or y1), (m2 or m1 or 12)
        if not (1 <= (m1 or 1) <= 12 and 1 <= last_month <= 12 and y1 > 0):
            raise ValueError(f"“{text}” is not a period: months run from 01 to 12")
        return cls(date(y1, m1 or 1, 1), date(last_year, last_month, monthrange(last_year, last_month)[1]))

    @property
    def is_years(self) -> bool:
        """Whether it begins and ends with a calendar year."""
        return (self.start.month, self.start.day, self.end.month, self.end.day) == (1, 1, 12, 31)

    @cached_property
    def length_years(self) -> float:
        """Length in years (a month is a twelfth)."""
        return (self.end.year - self.start.year) + (self.end.month - self.start.month + 1) / 12

    @cached_property
    def midpoint(self) -> float:
        """Its middle as a fractional year, 2018 for the year 2018, 2022 for 2021–2023: where a chart puts its mark."""
        return self.start.year + (self.start.month - 1) / 12 + self.length_years / 2 - 0.5

    @property
    def in_time(self) -> tuple[float, float]:
        """Key of the order in time, as on an axis: by the middle, then by the length."""
        return self.midpoint, self.length_years

    @property
    def recency(self) -> tuple[date, date]:
        """Key of the order by what is newest: by the end, then by the start."""
        return self.end, self.start

    @cached_property
    def slug(self) -> str:
        """The form used in addresses."""
        if self.is_years:
            single = self.start.year == self.end.year
            return f"{self.start.year:04d}" if single else f"{self.start.year:04d}-{self.end.year:04d}"
        first, last = (f"{d.year:04d}-{d.month:02d}" for d in (self.start, self.end))
        return first if first == last else f"{first}_{last}"

    @property
    def label(self) -> str:
        """Short form for titles and marks: 2018, 2021–23, 12 months to April 2025."""
        if self.is_years:
            first, last = self.start.year, self.end.year
            short = f"{last % 100:02d}" if first // 100 == last // 100 else f"{last}"
            return str(first) if first == last else f"{first}–{short}"
        return self.long_label

    @property
    def long_label(self) -> str:
        """Full form for subtitles and tables: 2018, 2021–2023, 12 months to April 2025."""
        if self.is_years:
            single = self.start.year == self.end.year
            return str(self.start.year) if single else f"{self.start.year}–{self.end.year}"
        if round(12 * self.length_years) == 12:
            return gettext("12 months to {month} {year}", month=month(self.end.month), year=self.end.year)
        if self.start.year == self.end.year and self.start.month != self.end.month:
            ends = {"first": month(self.start.month), "last": month(self.end.month)}
            return gettext("{first}–{last} {year}", year=self.end.year, **ends)
        first, last = (gettext("{month} {year}", month=month(d.month), year=d.year) for d in (self.start, self.end))
        return first if first == last else f"{first} – {last}"


def slugify(name: str) -> str:
    """Slug of a name, for URLs: lower case, words joined by hyphens.

    >>> slugify("Manchester-by-the-Sea"), slugify("Dukes County")
    ('manchester-by-the-sea', 'dukes-county')
    """
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.lower().replace("'", "")).strip("-")
