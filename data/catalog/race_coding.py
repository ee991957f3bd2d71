"""Race and ethnicity as a source codes it: the publisher's words for our groups, and whom the groups hold."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import Field, model_validator

from data.catalog.fields import Definition, one_of
from data.vocabulary import groups_of

GROUPS_BY_RACE = (*groups_of("race_ethnicity"), *groups_of("race_alone"))


class NotStated(Definition):
    """Share whose group is not stated, in percent of the events in `of` ("births in Massachusetts, 2017–2023")."""

    percent: float = Field(gt=0, lt=100)
    of: str = Field(min_length=2)


class Race(Definition):
    """Race and ethnicity coding of a source.

    `words` is a table from the publisher's words, as in its files, to our groups. `exclusive`: whether each
    person is in one group only. `hispanic`: people of Hispanic origin, of any race, are a group of their own and in no
    other (`own_group`); in no group, the groups being of people who are not Hispanic (`left_out`); or a group of their
    own and in some of the others too (`also_in_others`); or in the group of their race and in none of their own
    (`in_each`). `not_stated` is left out where the publisher gives no share.
    """

    words: Mapping[str, Annotated[str, one_of("group of race and ethnicity", GROUPS_BY_RACE)]]
    exclusive: Literal["yes", "no", "not_said"]
    hispanic: Literal["own_group", "left_out", "also_in_others", "in_each", "not_said"]
    not_stated: NotStated | None = None

    @model_validator(mode="after")
    def _consistent(self) -> Race:
        if not self.words:
            raise ValueError("`words` names no group")
        if self.exclusive == "yes" and self.hispanic == "also_in_others":
            raise ValueError("groups that Hispanic people are in beside their own do not exclude each other")
        if self.hispanic == "left_out" and "hispanic" in self.words.values():
            raise ValueError("`hispanic` says that Hispanic people are in no group, and `words` has a group of them")
        if (self.hispanic == "in_each") != set(self.words.values()).issubset(groups_of("race_alone")):
            raise ValueError('groups of a race, Hispanic or not, go with `hispanic = "in_each"`, and no others do')
        return self
