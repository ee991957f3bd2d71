"""Noun phrases of groups of people: "Black residents", "women 35 and older", "births to White mothers"."""

from __future__ import annotations

from collections.abc import Sequence

from components.formatting.numbers import join_list
from data.catalog.models import Indicator
from data.language import gettext
from data.vocabulary import GROUPS, OVERALL, Group


def people(group: str, indicator: Indicator) -> str:
    """A group with the indicator's noun: "Black residents", "all infants", "adults of another race"."""
    if group == OVERALL:
        return gettext("all {people}", people=indicator.words.people)
    before, noun, after = indicator.words.parts
    return f"{before}{of_group(GROUPS[group], noun)}{after}"


def of_group(group: Group, noun: str) -> str:
    """A group with a noun in the request's language: "Black residents", "men", "adults 65 and older"."""
    if group.dimension == "education" and noun == gettext("infants"):
        noun = gettext("infants of mothers")
    if group.sex:
        noun = _of_sex(group.sex, noun)
    return noun if group.dimension == "sex" else group.with_noun.format(people=noun)


def _of_sex(sex: str, noun: str) -> str:
    """Women or men; where children may be among them, female or male residents."""
    if noun in (gettext("adults"), gettext("people")):
        return gettext("women") if sex == "female" else gettext("men")
    # A phrase of its own: Spanish and Portuguese have no adjective for it that is said of people.
    if noun == gettext("residents"):
        return gettext("female residents") if sex == "female" else gettext("male residents")
    return GROUPS[sex].with_noun.format(people=noun)


def people_of(groups: Sequence[str], indicator: Indicator) -> str:
    """Several groups with the indicator's noun, said once: "Asian, Black and White residents"."""
    before, noun, after = indicator.words.parts
    if {GROUPS[group].dimension for group in groups} != {"race_ethnicity"}:
        return join_list([people(group, indicator) for group in groups])
    forms = [GROUPS[group].with_noun for group in groups]
    first = [form for form in forms if form.endswith("{people}")]
    last = [form for form in forms if not form.endswith("{people}")]
    named = join_list([form.removesuffix("{people}").strip() for form in first])
    if first and not last:
        return f"{before}{named} {noun}{after}"
    if last and not first:
        named = join_list([form.removeprefix("{people}").strip() for form in last])
        return f"{before}{noun} {named}{after}"
    phrases = [f"{named} {noun}", *(form.format(people=noun) for form in last)]
    return f"{before}{join_list(phrases)}{after}"
