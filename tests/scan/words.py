"""Faults of grammar, style and repetition in English, kind by kind as a reading of 798 views found them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from tests.scan.checks import ALL_LANGUAGES, check, found
from tests.scan.said import Said

LONGEST_TITLE = {"en": 120, "es": 150, "pt": 150}
"""Characters; Spanish and Portuguese need a quarter more for the same."""
PLACES = (
    r"(?:counties|county|regions?|cities (?:and|or) towns|city or town|towns?|areas?|groups?|maps?|trends?|places?)"
)
OLD = 2019
"""A title of this year or an earlier one is told in the past tense."""
_SENTENCE = re.compile(r"(?<=[.!?])[”)]?\s+(?=\S)")
_SMALL = re.compile(r"^[“(]?[a-zà-ÿ]\w*")
_ABBREVIATED = re.compile(
    r"(?:\b(?:vs|e\.g|i\.e|U\.S|St|Dr|No|Nos|pp|p|ch|ed|v|approx|al|Inc|Co|ICD|EE|UU|aprox)\.|\.\.)$"
)

SMALL_COUNT = re.compile(
    rf"(?<![\d.,–−/-])\b[2-9] {PLACES}\b(?! shown)|\b1 (?:county|region|city or town|area|group|map)\b"
)
SINGULAR = re.compile(
    r"(?<![\d.,])\b1 (?:deaths|births|residents|people|counties|events|women|infants|hospitalizations)\b"
)
ANY_OF = re.compile(r"\bin any of (?:two|three|four|five|six|seven|eight|nine|\d+) \w")
TOLD_APART = re.compile(r"cannot be told apart", re.I)
BRITISH = re.compile(
    r"\b\w*(?:colour|modell(?:ed|ing)|standardis|neighbour|behaviour|labour\b|favour|hospitalis|recognis|organis"
    r"|summaris|categoris|characteris|minimis|randomis)\w*|\b(?:grey|licences?|programmes?|centres?|whilst|paediatric)\b",
    re.I,
)
BEST = re.compile(r"\b[Bb]est (?:reliable )?group\b")
PLURAL = re.compile(
    r"\b\w*(?:deaths|births|attacks|admissions|visits|cases|calls|overdoses|hospitalizations|stays|incidents|complications)"
    r" is (?:not )?(?:published|available|shown|given)\b"
)
MACHINE = re.compile(
    r"\bin hand\b|\btook part\b|\bwas not read\b|\bwere not read\b|\bdivided here from\b|\bnot to be believed\b"
    r"|\bmoves by chance\b|\bsuch people\b|\bmembers concerned\b|\bis taken for\b|\b(?:is|are) of the \d{4}"
    r"|\b(?:is|are) of (?:the years? )?\d{4}|\bmade up of the rows\b|\bstratum\b|\bstrata\b"
)
NOTHING_BESIDE = re.compile(r"[Tt]here is nothing of .{3,60} to set side by side")
NO_DIRECTION = re.compile(r"No direction is stated")
THIS_GROUP = re.compile(r"\bthis group\b")
NOT_KNOWN = re.compile(r"What is not known\b[^.]{0,20}Every one of")
THAN_THE_RATE = re.compile(
    r"\b(?:is|are) (?:higher|lower)(?: than the state(?:’s)? (?:rate|figure))|\bis lower;|\bare lower;"
)
ARTICLE = re.compile(
    r"\b[Tt]he (?:life expectancy|pregnancy-associated mortality|infant mortality|maternal mortality) (?:is|was)\b"
)
SHARE = re.compile(r"^(?:The )?[Ss]hare\b|^(?:The )?percent(?:age)? (?:who|with)\b|: (?:the )?share\b")
RANGE = re.compile(r": \$?[\d,.]+%? (?:to|–) \$?[\d,.]+.* in \w+ .*\b(?:counties|cities and towns|regions|areas)\b")
STATE_FIGURE_IS = re.compile(r"the state figure is (?:not available|hidden)")
NO_GAP_NAMED = re.compile(r"the gap between groups")
FILING = re.compile(
    r"as quoted|linked records|grant abstract|Massachusetts Births \d{4}|MassCHIP|\bM?DPH\b|\bNCHS\b|\bNVSS\b|BCBSMA"
    r"|\bPLACES\b|\(modell?ed\)|census tracts?\)|all intents|\(linked|preliminary report"
)
ONE_MAP = re.compile(r"\b(?:side by side|one (?:map|trend) for each|nothing chosen to compare)\b")
RATIO_DECIMALS = re.compile(
    r"\b(?P<value>[1-9]\d*\.\d\d+) times\b(?: \((?:95% interval: )?(?P<low>\d+\.\d\d) to (?P<high>\d+\.\d\d)\))?"
)
INTERVAL = re.compile(
    r"(?P<sign>\$?)(?P<value>−?\d[\d,]*(?:\.\d+)?)%?(?: (?:per [\d,]+|years|days|points|percentage points|times))? "
    r"\((?:95% interval )?(?P<low>−?\$?\d[\d,]*(?:\.\d+)?)%? to (?P<high>−?\$?\d[\d,]*(?:\.\d+)?)%?[),;]"
)
NONE_CHOSEN = re.compile(r"Choose another period, another state or the state|another state or the state")
MUST_HAVE = re.compile(r"\band \d+% must\b")
OWN_GROUP = re.compile(r"\b[Bb]etween the ([\w /-]+?) and the \1 (?:group|residents)\b")
BARE = re.compile(r"\b(?:for|among|and) (?:Asian|Black|Hispanic|White)(?: and (?:Asian|Black|Hispanic|White))?[.;]"
                  r"|\bthe (?:Asian|Black|Hispanic|White) (?:and the \w+ )?group\b")  # fmt: skip
PEOPLE_FIRST = re.compile(
    r"\b(?:other-race|race-not-stated)\b|\b(?:[Mm]ale|[Ff]emale) adults\b|\b\d+-or-older\b|\b\d+-to-\d+-year-old\b"
    r"|\bless-than-high-school\b|\bcollege-educated adults\b"
)
HOMES = re.compile(r"\bin homes, hospitals\b")
LAST_TWELVE = re.compile(r"last twelve months")
ERROR_WORDS = re.compile(r"\bnan\b|\bNone\b|\binf\b|\bNaN\b|\{\w*\}")
EACH_YEAR = re.compile(r"\beach year\b")
YEARS = re.compile(r"\b((?:19|20)\d\d)(?:–(\d\d))?\b")


@lru_cache(maxsize=256)  # several checks read one page
def sentences(text: str) -> tuple[str, ...]:
    """The sentences of a text, where an abbreviation does not end one."""
    parts: list[str] = []
    for part in _SENTENCE.split(text):
        if parts and _ABBREVIATED.search(parts[-1]):
            parts[-1] += f" {part}"
        else:
            parts.append(part)
    return tuple(part.strip() for part in parts if part.strip())


@check("titles", *ALL_LANGUAGES)
def title_is_long(said: Said) -> str:
    """A title has at most 120 characters, in Spanish and Portuguese 150."""
    return said.title if len(said.title) > LONGEST_TITLE[said.language] else ""


@check("words", *ALL_LANGUAGES)
def sentence_begins_small(said: Said) -> str:
    """Title, subtitle and sentences begin with a capital."""
    for text in (said.title, said.subtitle, *said.summary, *said.notes):
        for sentence in sentences(text):
            if _SMALL.match(sentence):
                return sentence[:90]
    return ""


@check("titles")
def few_places_in_digits(said: Said) -> str:
    """Fewer than ten places, groups or maps are written in words."""
    return found(SMALL_COUNT, f"{said.running} {said.subtitle}")


@check("titles")
def one_in_the_plural(said: Said) -> str:
    """One of anything is singular: no "1 deaths"."""
    return found(SINGULAR, said.all)


@check("titles")
def any_of_without_article(said: Said) -> str:
    """ "In any of the three", not "in any of three"."""
    return found(ANY_OF, said.head)


@check("titles")
def cannot_be_told_apart(said: Said) -> str:
    """What is not clear is "not clearly different", in one way of saying it."""
    return found(TOLD_APART, said.all)


@check("words")
def british_spelling(said: Said) -> str:
    """American spelling throughout."""
    return found(BRITISH, said.all)


@check("gaps/truth")
def best_group(said: Said) -> str:
    """No people are called the best."""
    return found(BEST, said.all)


@check("words")
def plural_with_is(said: Said) -> str:
    """ "Deaths are published", not "is"."""
    return found(PLURAL, said.all)


@check("words")
def machine_words(said: Said) -> str:
    """No words of the workshop: "in hand", "took part", "was not read", "is of 2013"."""
    return found(MACHINE, said.all)


@check("titles")
def nothing_to_set_side_by_side(said: Said) -> str:
    """What small multiples lack is said plainly: one period and no groups."""
    return found(NOTHING_BESIDE, said.all)


@check("truth")
def no_direction_is_stated(said: Said) -> str:
    """ "Too few years to show a trend", not "No direction is stated"."""
    return found(NO_DIRECTION, said.all)


@check("titles")
def this_group_of_everyone(said: Said) -> str:
    """Everyone is not "this group"."""
    return (
        found(THIS_GROUP, f"{said.head} {said.page}") if said.facts.group == "overall" and said.facts.indicator else ""
    )


@check("titles")
def nothing_unknown(said: Said) -> str:
    """No heading "What is not known" over "Every one of the counties has a figure"."""
    return found(NOT_KNOWN, said.page)


@check("titles")
def places_are_higher_than_a_rate(said: Said) -> str:
    """Rates are higher than a rate; places are not."""
    return found(THAN_THE_RATE, " ".join(said.summary))


@check("titles")
def article_of_a_mass_noun(said: Said) -> str:
    """ "Life expectancy is", without an article."""
    return found(ARTICLE, said.head)


@check("titles")
def share_of_whom(said: Said) -> str:
    """A title says who: "16% of multiracial adults have asthma", not "Share with asthma"."""
    return found(SHARE, said.title)


@check("titles")
def title_is_a_bare_range(said: Said) -> str:
    """Where highest and lowest clearly differ the title says which they are, not the range alone."""
    return found(RANGE, said.title) if any(z > 2.5 for z in said.facts.tests()) else ""


@check("titles")
def state_figure_is_not_there(said: Said) -> str:
    """No title says that the state figure is not available."""
    return found(STATE_FIGURE_IS, said.title)


@check("gaps")
def gap_is_not_told(said: Said) -> str:
    """A title of Gaps says what the gap is, or why there is none."""
    return found(NO_GAP_NAMED, said.title)


@check("words")
def filing_words_in_a_title(said: Said) -> str:
    """Publishers and their files are named under the title."""
    return found(FILING, said.title)


@check("titles")
def title_names_the_view(said: Said) -> str:
    """A title is what is found, not "one map for each group"."""
    return found(ONE_MAP, said.title)


@check("gaps/titles")
def ratio_with_two_decimals(said: Said) -> str:
    """Ratios have one decimal, as "1.5 times"; two where one decimal would put it, or an end, on 1."""
    for match in RATIO_DECIMALS.finditer(said.running):
        numbers = [float(match[name]) for name in ("value", "low", "high") if match[name]]
        if not any(abs(number - 1) < 0.055 for number in numbers):
            return match[0]
    return ""


def _intervals(text: str) -> Iterator[re.Match[str]]:
    """Figures with their intervals; a number before the bracket may be an age or a span of days, and no figure."""
    for match in INTERVAL.finditer(text):
        if not re.search(
            r"(?:under|past|last|over|before|aged|age|every|per|to|of|than|and) $", text[: match.start("sign")]
        ):
            yield match


def _number(text: str) -> float:
    return float(text.replace(",", "").replace("−", "-").replace("$", ""))


def _decimals(text: str) -> int:
    return len(text.partition(".")[2])


@check("gaps/truth")
def estimate_outside_its_interval(said: Said) -> str:
    """An estimate lies within its interval, as both are written."""
    for match in _intervals(said.all):
        value, low, high = (_number(match[name]) for name in ("value", "low", "high"))
        room = 10 ** -min(_decimals(match[name]) for name in ("value", "low", "high"))
        if not low - room <= value <= high + room:
            return match[0]
    return ""


@check("gaps/titles")
def interval_finer_than_its_figure(said: Said) -> str:
    """An interval has the unit and the decimals of its figure."""
    for match in _intervals(said.running):
        finer = max(_decimals(match["low"]), _decimals(match["high"])) > _decimals(match["value"])
        if finer or (match["sign"] and "$" not in match["low"]):
            return match[0]
    return ""


@check("gaps")
def another_state_or_the_state(said: Said) -> str:
    """No reader is sent to another state."""
    return found(NONE_CHOSEN, said.page)


@check("gaps")
def groups_must_have_a_figure(said: Said) -> str:
    """What no measure is given for is said in words: "Two groups are too small to show"."""
    return found(MUST_HAVE, f"{said.running} {said.page}")


@check("gaps")
def group_against_itself(said: Said) -> str:
    """A group is never compared with itself."""
    return found(OWN_GROUP, f"{said.running} {said.page}")


@check("titles")
def group_without_people(said: Said) -> str:
    """ "Black residents", not "Black" or "the Black group"."""
    return found(BARE, said.running)


@check("titles")
def words_for_people(said: Said) -> str:
    """ "Men", "adults 65 and older", "adults of another race"."""
    return found(PEOPLE_FIRST, f"{said.head} {' '.join(said.alt)}")


@check("words")
def people_in_homes(said: Said) -> str:
    """Surveys leave out nursing homes, not homes."""
    return found(HOMES, said.all)


@check("words")
def last_twelve_months(said: Said) -> str:
    """Months are named: "12 months to April 2025"."""
    return found(LAST_TWELVE, f"{said.head} {said.page}")


@check("titles", *ALL_LANGUAGES)
def spoilt_words(said: Said) -> str:
    """No "nan", no "None", no unfilled bracket."""
    return found(ERROR_WORDS, said.all)


@check("words")
def each_year_of_one_year(said: Said) -> str:
    """Of a single year, "in 2020" and not "each year"."""
    return found(EACH_YEAR, " ".join(said.summary)) if said.facts.years.length_years <= 1 and said.summary else ""


@check("titles")
def old_year_in_the_present(said: Said) -> str:
    """Old figures are told in the past tense."""
    # A title may be of a later period than the one chosen, and names it: "2017–23".
    named = [int(first[:2] + last if last else first) for first, last in YEARS.findall(said.title)]
    if max(named, default=said.facts.years.end.year) > OLD or not said.facts.indicator:
        return ""
    happens = f" {said.facts.happen} " if said.facts.happen else "\0"
    now = re.search(
        r" (?:is|are) (?:not )?(?:clearly )?(?:higher|lower|different|most|least|more|less)\b|\b(?:is|are) born\b",
        said.title,
    )
    return said.title if happens in said.title or now else ""
