"""Faults of what is claimed: a verdict without a test, a comparison that may not be made, a number without its unit."""

from __future__ import annotations

import re

from tests.scan.checks import ALL_LANGUAGES, check, found
from tests.scan.facts import HARDLY, SURELY, Figure, has_direction, may_be_tested, standard_errors, stems
from tests.scan.said import Said
from tests.scan.words import sentences

UNCLEAR = re.compile(
    r"\bno clear (?:gap|difference|change)|\bnot clear(?:ly)?\b|cannot be told apart|’s [\w -]+ is clearly different"
)
DIFFERS = re.compile(
    r"\b(?:higher|lower|(?:larger|smaller) share|(?:more|less) (?:often|common)|(?:most|least) common)\b"
    r"|\b(?:wider|narrower|widened|narrowed)\b"
    r"|\b(?:rose|fell|up from|down from)\b|\btimes (?:the (?!poverty|federal)|as\b)|\b(?:below|above) the state",
    re.I,
)
UNTESTED = re.compile(
    r"cannot (?:be tested|say|tell|be said)|no margin of error|(?:not|never|no difference \w* ?is) tested|no test"
    r"|how much (?:of this )?is chance|how certain",
    re.I,
)
DIRECTION = re.compile(
    r"\b(?:rising|falling|no clear change) (?:since|from)\b|\b(?:up|down) [\d.]+% a year|\bhas (?:risen|fallen)\b", re.I
)
AGAINST_STATE = re.compile(
    r"\b(?:is|are|was|were) (?:\w+ ){0,3}(?:higher|lower|above|below|different|told apart)\b[^.;]*"
    r"\b(?:the state’s|the state (?:rate|figure)|than (?:in )?the state|from the state|statewide)\b"
    r"|\b(?:Higher|Lower) than the state|Not clearly different from the state",
)
FIGURE = re.compile(r"\d")
REASON = re.compile(
    r"hidden|too few|too small|fewer than|uncertain|inciert|incert"
    r"|publish|no (?:state )?figure|no reliable figure|not (?:compared|asked|counted)"
    r"|because|porque|Choose|no .{3,30} has a|not available|not measured|has no|have no"
    r"|ocult|demasiado poc|pocos|pocas|no (?:se )?public|sin (?:cifra|dato)|no hay|no tiene|ningún"
    r"|no (?:está )?disponible"
    r"|muito poucos|poucos|poucas|não (?:é |há |foi |está )?|nenhum|ningun|sem (?:dado|número)",
    re.I,
)
VERDICT = re.compile(
    r"higher|lower|larger|smaller|more|fewer|less|most|least|clear|rose|fell|wider|narrower|times|half|twice|third"
    r"|mayor|menor|más|menos|clar|subi|baj|veces|mitad|maior|mais|cai|aument|diminu|vezes|metade|doble|dobro",
    re.I,
)
DOUBT = re.compile(
    r"unreliable|too few|uncertain|rests? on|care|between|estimate|range"
    r"|poco confiable|pocos casos|inciert|incert|estimaci|estimativa|intervalo",
    re.I,
)
A_RATIO = re.compile(r"[\d.,]+ (?:times|veces|vezes)\b")
"""Written like a figure, and none."""
UNITS = re.compile(
    r"%|\$|rate|twice|half|per [\d,]+|of every|years|days|deaths|times|points|rank|dollars|births|\bin \d|number"
    r"|cada|por [\d.,]+|años|días|muertes|veces|puntos|nacimientos|anos|dias|mortes|vezes|pontos|nascimentos|nascidos"
    r"|número|óbitos|index|índice|posición|posição|calls|llamadas|chamados",
    re.I,
)
STATEWIDE = re.compile(r"\bStatewide\b")
NOT_THE_STATE = re.compile(r"(?:are|is) not the state’s|not (?:of|for) the whole state", re.I)
WITH_RELIABLE = re.compile(r"\bwith a reliable figure|\bHighest of the .{5,60} reliable\b")
ORDER = re.compile(r"not every figure has an interval")
STATE_MARK = re.compile(r"(?:mark|line|number) (?:below them |under them )?is the state’s (?:figure|share)")
NO_STATE = re.compile(r"[Nn]o figure for the state")
CONTAINS_PLACES = re.compile(r"state figure contains the places")
TRIVIAL = re.compile(r"(?<![\d.])(?:1\.0\d?|1\.1|0\.9\d?) times (?:the|as|that)\b|\((1\.\d+) to \1\)")
EXTREMES = re.compile(
    r"(?:most common|highest) in (?:the )?([^(,]+?) \([^)]*\), (?:least common|lowest) in (?:the )?([^(,]+?) \("
)
IN_PLACES = re.compile(
    r"\b(higher|larger|lower|smaller)\b[^,]*? in (\w+) (?:counties|county|cities (?:and|or) towns|regions|areas)\b"
)
_TIMES_THE_RATE = re.compile(r"[\d.]+ times the rate of")
NUMBERS = dict(one=1, two=2, three=3, four=4, five=5, six=6, seven=7, eight=8, nine=9)  # noqa: C408
NOTCH = re.compile(r"[Aa] notch (?:on a line )?marks the year")
TURNED = re.compile(r"\b(?:rising|falling|rose|fell|risen|fallen)\b", re.I)
TOO_SMALL_STATE = re.compile(r"Statewide, the figure is (?:not available|hidden) \([^)]*too few")
EVERY_GROUP = re.compile(r"if every group had its rate")
PERCENT_RATE = re.compile(r"\btimes (?:the|as)\b[^.;]*\brate\b|\bat a rate\b|\btimes the state rate\b")


@check("titles", *ALL_LANGUAGES)
def title_without_figure_or_reason(said: Said) -> str:
    """A title has a figure, a verdict or the reason why there is none."""
    if not said.facts.indicator:
        return ""  # what is said outside the views has no title
    years = said.facts.years
    bare = said.title.replace(years.long_label, "").replace(years.label, "")
    bare = re.sub(r"\b(?:19|20)\d\d(?:[–-]\d{2,4})?\b", "", bare)
    return "" if FIGURE.search(bare) or REASON.search(bare) or VERDICT.search(bare) else said.title or "(no title)"


@check("truth")
def unclear_without_a_test(said: Said) -> str:
    """ "Not clear" is said only of what was tested, and does not plainly differ."""
    if not said.facts.indicator:
        return found(UNCLEAR, said.running)
    claimed = next((words for text in (said.title, *said.summary) if (words := _claim(UNCLEAR, text))), "")
    return claimed if claimed and not any(z < SURELY for z in said.facts.tests()) else ""


@check("truth")
def difference_without_a_test(said: Said) -> str:
    """Higher, lower and times are said only of what was tested, and plainly differs; a published ratio is a figure."""
    if said.facts.measure == "ratio" and not _claim(DIFFERS, _TIMES_THE_RATE.sub("", said.title)):
        return ""
    if not said.facts.indicator:
        return _claim(DIFFERS, said.title)
    claimed = _claim(DIFFERS, said.title)
    return claimed if claimed and not any(z > HARDLY for z in said.facts.tests()) else ""


def _claim(pattern: re.Pattern[str], text: str) -> str:
    """What of a text claims it, in a sentence that does not say that it was not tested."""
    return next((words for s in sentences(text) if not UNTESTED.search(s) and (words := found(pattern, s))), "")


@check("truth")
def direction_without_evidence(said: Said) -> str:
    """Rising and falling are said only of enough separate, reliable, observed figures."""
    lines = said.facts.lines()
    for text in (said.title, *said.summary, said.page):
        for sentence in sentences(text):
            if (words := found(DIRECTION, sentence)) and not any(map(has_direction, _meant(sentence, lines))):
                return words
    return ""


def _meant(sentence: str, lines: dict[tuple[str, str, str, int], list[Figure]]) -> list[list[Figure]]:
    """The lines whose place and people a sentence names; all where it names none."""
    named = [line for (_, place, who, _), line in lines.items() if place in sentence and who in sentence]
    return named or list(lines.values())


@check("truth")
def verdict_across_methods(said: Said) -> str:
    """What is modelled for counties is not compared with what people said in the state's survey."""
    if said.facts.level == "state" or len(said.facts.methods) < 2:
        return ""
    return found(AGAINST_STATE, f"{said.running} {said.page}")


@check("titles", *ALL_LANGUAGES)
def unreliable_figure_in_title(said: Said) -> str:
    """No title names a figure that is marked as unreliable."""
    title = A_RATIO.sub("", said.title)
    for written in said.facts.titled:
        if re.search(rf"(?<![\d.,]){re.escape(written)}(?![\d.,]*\d)", title) and not DOUBT.search(title):
            return said.title
    return ""


@check("titles", *ALL_LANGUAGES)
def number_without_unit(said: Said) -> str:
    """A title or a first sentence with a number says of what."""
    for text in (said.title, *(said.summary[:1] if said.language == "en" else ())):
        bare = re.sub(r"\b(?:19|20)\d\d(?:[–-]\d{2,4})?\b", "", text)
        if re.search(r"\d+\.\d", bare) and not UNITS.search(bare):
            return text
    return ""


@check("words")
def statewide_of_a_few(said: Said) -> str:
    """Not "Statewide" where the notes say that the figures are not the state's."""
    return found(STATEWIDE, said.head) if NOT_THE_STATE.search(f"{' '.join(said.notes)} {said.page}") else ""


@check("truth")
def reliable_without_knowing(said: Said) -> str:
    """ "With a reliable figure" needs counts or intervals."""
    here = [f for f in said.facts.figures if f.known and f.level == said.facts.level]
    known = any(f.error is not None for f in here)
    return "" if known else found(WITH_RELIABLE, f"{said.running} {said.page}")


@check("truth")
def order_of_none(said: Said) -> str:
    """Not "not every figure has an interval" where none has one."""
    here = [f for f in said.facts.figures if f.known and f.level == said.facts.level and f.period == said.facts.period]
    known = any(f.error is not None for f in here)
    return "" if known else found(ORDER, f"{said.running} {said.page}")


@check("map")
def mark_of_no_state_figure(said: Said) -> str:
    """No mark of the state's figure is explained where there is none."""
    return found(STATE_MARK, said.page) if NO_STATE.search(said.page) else ""


@check("words")
def state_contains_places_of_groups(said: Said) -> str:
    """Groups of the state are groups, not places."""
    return found(CONTAINS_PLACES, f"{' '.join(said.notes)} {said.page}") if said.facts.level == "state" else ""


@check("titles")
def trivial_difference_in_title(said: Said) -> str:
    """No headline from 1.0 times."""
    return found(TRIVIAL, said.title)


@check("titles")
def percents_told_as_rates(said: Said) -> str:
    """Percents are compared in percents and points, not as times the rate."""
    return found(PERCENT_RATE, said.running) if said.facts.measure == "percent" else ""


@check("truth")
def notch_without_a_turn(said: Said) -> str:
    """No notch is explained where no line turned: both stretches have no clear direction."""
    return found(NOTCH, said.page) if not TURNED.search(said.page) else ""


@check("words")
def state_is_too_small(said: Said) -> str:
    """The state has people enough: what hides its figure is another reason."""
    return found(TOO_SMALL_STATE, said.running)


@check("gaps")
def burden_of_every_group(said: Said) -> str:
    """The burden is that of the group named, not of all who live where the lowest rate is not."""
    return found(EVERY_GROUP, f"{said.running} {said.page}")


@check("titles")
def title_of_other_groups(said: Said) -> str:
    """Title, subtitle and summary of the groups view are of the same groups."""
    who = said.facts.group_in_view.lower()
    others = said.facts.view == "groups" and said.facts.group != "overall" and who not in said.title.lower()
    return said.title if others and who in said.subtitle.lower() and re.search(r"\brate of\b", said.title) else ""


def _seen(said: Said) -> list[Figure]:
    """The figures of the group and period in view: of the places of the level, or of the state."""
    return [
        figure
        for figure in said.facts.figures
        if (figure.indicator, figure.level, figure.group, figure.period)
        == (said.facts.indicator, said.facts.level, said.facts.group, said.facts.period)
    ]


@check("questions", *ALL_LANGUAGES)
def opens_on_no_figure(said: Said) -> str:
    """An indicator opens on figures that are there, and on a reliable one."""
    reliable = any(figure.reliable for figure in _seen(said))
    return "" if reliable or not said.facts.opening else said.title


@check("questions", *ALL_LANGUAGES)
def opens_on_a_map_of_one_place(said: Said) -> str:
    """An indicator opens on a map of several places, or on no map."""
    shown = sum(figure.known for figure in _seen(said))
    on_map = said.facts.opening and said.facts.view == "map" and said.facts.level != "state"
    return said.title if on_map and shown < 2 else ""


@check("questions", *ALL_LANGUAGES)
def opens_on_a_map_of_the_state(said: Said) -> str:
    """What is known of the state alone opens on its trend or its groups."""
    alone = said.facts.opening and said.facts.view == "map" and said.facts.level == "state"
    return said.title if alone else ""


@check("titles")
def extremes_without_a_test(said: Said) -> str:
    """Highest and lowest are named in a title where the two plainly differ."""
    match = EXTREMES.search(said.title)
    if match is None:
        return ""
    one, other = (said.facts.named(name) for name in match.groups())
    if one is None or other is None:
        return f"no figure of {match[1]} or {match[2]}: {said.title}"
    able = one.error is not None and other.error is not None and may_be_tested(one, other)
    return "" if able and standard_errors(one, other) > HARDLY else said.title


@check("titles")
def more_places_than_differ(said: Said) -> str:
    """As many places are called higher or lower than the state as may be."""
    match = IN_PLACES.search(said.title)
    if match is None or said.facts.view == "multiples" or "Massachusetts" not in said.title:
        return ""
    number = NUMBERS.get(match[2]) or (int(match[2]) if match[2].isdigit() else 0)
    most = said.facts.places_apart_from_the_state(higher=match[1] in ("higher", "larger"))
    return said.title if number > most else ""


@check("titles", *ALL_LANGUAGES)
def title_leaves_out_the_group(said: Said) -> str:
    """The title of a group's map, trend or table says of whom it is."""
    facts = said.facts
    if facts.group == "overall" or facts.view not in ("map", "trend", "table") or said.address.startswith("/gaps"):
        return ""
    own = set(re.findall(r"\w+", facts.group_in_view.lower())) - set(re.findall(r"\w+", facts.everyone.lower()))
    return "" if own & set(re.findall(r"\w+", said.title.lower())) else said.title


@check("titles", *ALL_LANGUAGES)
def title_leaves_out_the_measure(said: Said) -> str:
    """A title says what is measured: "Black women giving birth: 191.0 per 10,000" does not."""
    own = said.facts.measured
    named = own & stems(said.title) or any(" " in name and name in said.title.lower() for name in own)
    return said.title if own and not named else ""


@check("titles")
def summary_of_another_extreme(said: Said) -> str:
    """Of places with equal figures the summary compares the one that the title names as the highest."""
    match = EXTREMES.search(said.title)
    if match is None:
        return ""
    compared = next((text for text in said.summary if "against **" in text or ", against " in text), "")
    return compared if compared and not compared.startswith(f"In {match[1]}") else ""
