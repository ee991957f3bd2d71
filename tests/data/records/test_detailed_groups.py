"""The detailed groups of M.G.L. c. 6A § 105 are those that published text names, each under a stratum of the site."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from data.errors import DefinitionError
from data.records.code_lists import DETAILED_GROUPS, plain_code, read_detailed_groups
from data.vocabulary import GROUPS, groups_of

NAMED = {
    # clause of § 105 (b): the names in it, and the stratum of this site
    "i": (
        "Chinese, Japanese, Filipino, Korean, Vietnamese, Asian Indian, Laotian, Cambodian, Bangladeshi, Hmong, "
        "Indonesian, Malaysian, Pakistani, Sri Lankan, Taiwanese, Nepalese, Burmese, Tibetan, Thai",
        "asian_nh",
    ),
    "ii": ("Native Hawaiian, Guamanian, Samoan, Fijian, Tongan", "nhopi_nh"),
    "iii": ("Other Asian or Pacific Islander", "asian_pi_nh"),
    "iv": ("African American, Jamaican, Haitian, Nigerian, Ethiopian, Cape Verdean, Somali", "black_nh"),
    "v": ("Mexican, Puerto Rican, Cuban, Salvadoran, Dominican, Colombian", "hispanic"),
    "vi": ("German, Irish, English, Italian, Polish, Portuguese, French", "white_nh"),
}
TEXT = DETAILED_GROUPS.read_text(encoding="utf-8")
DETAILED = read_detailed_groups()


@pytest.mark.parametrize("clause", NAMED)
def test_a_clause_has_the_groups_the_law_names_in_its_order(clause: str) -> None:
    names, stratum = NAMED[clause]
    groups = [group for group in DETAILED.group if group.clause == clause]
    assert [group.name for group in groups] == names.split(", ")
    assert {group.stratum for group in groups} == {stratum}


def test_nothing_else_is_a_detailed_group() -> None:
    assert len(DETAILED.groups) == sum(len(names.split(", ")) for names, _ in NAMED.values()) == 45


def test_a_group_is_known_by_its_name_in_small_letters() -> None:
    assert all(group.id == group.name.lower().replace(" ", "_") for group in DETAILED.group)


def test_no_detailed_group_has_the_name_of_a_stratum() -> None:
    assert not set(DETAILED.groups) & set(GROUPS)


def test_groups_of_a_stratum_are_those_the_law_names_under_it() -> None:
    assert DETAILED.of_stratum("nhopi_nh") == ("native_hawaiian", "guamanian", "samoan", "fijian", "tongan")
    assert DETAILED.of_stratum("aian_nh") == ()
    assert sorted(name for stratum in groups_of("race_ethnicity") for name in DETAILED.of_stratum(stratum)) == sorted(
        DETAILED.groups
    )


def test_a_name_can_stand_in_a_list_that_semicolons_divide() -> None:
    assert all(re.fullmatch(r"[a-z_]+", name) and plain_code(name) == name.upper() for name in DETAILED.groups)


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        (
            'stratum = "hispanic"',
            'stratum = "latino"',
            "“latino” is not a stratum of race and ethnicity; known: aian_nh",
        ),
        ('id = "haitian"', 'id = "jamaican"', "two groups have the same id"),
        ('id = "haitian"', 'id = "Haitian"', "group.27.id"),
        ('clause = "iv"', 'clause = "ix"', "group.25.clause"),
    ],
)
def test_a_fault_in_the_file_is_said_by_file_and_field(tmp_path: Path, old: str, new: str, sentence: str) -> None:
    assert old in TEXT
    path = tmp_path / "detailed_groups.toml"
    path.write_text(TEXT.replace(old, new), encoding="utf-8")
    with pytest.raises(DefinitionError, match=rf"detailed_groups\.toml: .*{re.escape(sentence)}"):
        read_detailed_groups(path)
