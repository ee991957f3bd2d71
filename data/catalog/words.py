"""Words of an indicator: what a sentence says of those counted, and of what happens to them."""

from __future__ import annotations

from pydantic import ConfigDict, Field

from data.catalog.fields import Definition


class Words(Definition):
    """Words of an indicator in sentences: "Black {people} {happen} at 1.5 times the state rate".

    `people` may have brackets around the noun that a group belongs to: "[people] in Medicare". `grouped` is said of a
    group instead, where everyone is named otherwise: "births to [mothers]" beside "births". `brief` names the measure
    in fewer words than its title has, where a title would else be too long: "Child and teen deaths".
    """

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True, serialize_by_alias=True)

    phrase: str = Field(alias="people")
    grouped: str = ""
    happen: str
    happened: str
    events: str
    rate: str
    brief: str = ""

    @property
    def people(self) -> str:
        """Those counted, as a noun phrase: "people in Medicare"."""
        return self.phrase.replace("[", "").replace("]", "")

    @property
    def parts(self) -> tuple[str, str, str]:
        """What stands before the noun that a group belongs to, this noun, and what stands after it."""
        phrase = self.grouped or self.phrase
        if "[" not in phrase:
            return "", phrase, ""
        before, _, rest = phrase.partition("[")
        noun, _, after = rest.partition("]")
        return before, noun, after
