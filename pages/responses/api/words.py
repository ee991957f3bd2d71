"""Words that the addresses of the API take, each resource's as a model: what is read of them, and what is described."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Literal

from pydantic import BaseModel, Field

from data.language import LANGUAGES
from data.vocabulary import DIMENSIONS, LEVELS, TOPICS

MOST_ROWS, ROWS = 10_000, 1_000
MOST_WORDS = 100
"""Values of one word: a hundred towns. More are asked for by their level."""

Form = Literal["json", "csv", "parquet"]


def _several(description: str, known: Iterable[str] = ()) -> Any:
    """A word with several values: these stand behind one another, with commas, as in the addresses of pages."""
    values: dict[str, Any] = {"type": "string"} | ({"enum": list(known)} if known else {})
    return Field([], description=description, json_schema_extra={"style": "form", "explode": False, "items": values})


def _form() -> Any:
    return Field("json", description="The form of the answer; where it is left out the header Accept says.")


class Language(BaseModel):
    """The one word that every address takes."""

    lang: str = Field("en", description="Language of names and problems.", json_schema_extra={"enum": list(LANGUAGES)})


class Part(Language):
    """Words of every list: which part of the rows is meant."""

    limit: int = Field(ROWS, ge=1, le=MOST_ROWS, description=f"Rows of the answer, at most {MOST_ROWS:,}.")
    offset: int = Field(0, ge=0, le=10_000_000, description="Rows that are passed over: those of earlier parts.")


class IndicatorWords(Part):
    """Words of `/indicators`."""

    indicator: list[str] = _several("Ids of indicators.")
    topic: list[str] = _several("Topics.", TOPICS)
    level: list[str] = _several("Levels; only indicators with figures at one of them.", LEVELS)
    by: list[str] = _several("Breakdowns; only indicators with figures by one of them.", DIMENSIONS)


class QuestionWords(Part):
    """Words of `/questions`."""

    question: list[str] = _several("Ids of questions.")
    topic: list[str] = _several("Topics.", TOPICS)


class PlaceWords(Part):
    """Words of `/places`."""

    place: list[str] = _several("Places by their slug or geo_id.")
    level: list[str] = _several("Levels of places.", LEVELS)
    kind: list[str] = _several("Kinds of areas.")


class SourceWords(Part):
    """Words of `/sources`."""

    source: list[str] = _several("Ids of sources.")


class ObservationWords(Part):
    """Words of `/observations`: those of a view's address, each with one value or several."""

    indicator: list[str] = _several("Ids of indicators.")
    level: list[str] = _several("Levels of places.", LEVELS)
    kind: list[str] = _several("Kinds of areas.")
    place: list[str] = _several("Places by their slug or geo_id.")
    by: list[str] = _several("Breakdowns; `overall` for figures of everyone.", DIMENSIONS)
    group: list[str] = _several("Groups; `all` for everyone.")
    period: list[str] = _several("Periods, as 2022 or 2021-2023.")
    format: Form = _form()


class MeasureWords(Part):
    """Words of `/measures`: of one indicator, in one place."""

    indicator: str = Field(description="Id of an indicator. This word is needed.")
    place: str = Field("", description="A place by its slug or geo_id; without it the state.")
    by: list[str] = _several("Breakdowns.", DIMENSIONS)
    period: list[str] = _several("Periods, as 2022 or 2021-2023.")
    reference: str = Field(
        "", description="The group that others are held against: `rest` for everyone else, `all` for everyone."
    )
    format: Form = _form()


class RegionWords(Part):
    """Words of `/regions`: a set of cities and towns, by `members` or by `place`, and what is asked of it."""

    members: str = Field("", description="The code of a region, as in the address of its page.")
    place: list[str] = _several("Cities, towns and larger places that together make the region.")
    name: str = Field("", description="A name for the region.")
    indicator: list[str] = _several("Ids of indicators.")
    by: list[str] = _several("Breakdowns; `overall` for figures of everyone.", DIMENSIONS)
    group: list[str] = _several("Groups; `all` for everyone.")
    period: list[str] = _several("Periods, as 2022 or 2021-2023.")
    format: Form = _form()


class ViewWords(Language):
    """Words of `/views`: those of the address of the page, of which any may be left out."""

    indicator: str = Field("", description="Id of an indicator.")
    level: str = Field("", description="A level of places.")
    place: str = Field("", description="A place by its slug.")
    by: str = Field("", description="A breakdown.")
    group: str = Field("", description="A group; `all` for everyone.")
    period: str = Field("", description="A period, as 2022 or 2021-2023.")
    view: str = Field("", description="A view of Explore.")
    members: str = Field("", description="The code of a region.")
    metadata: str = Field("", description="`zip` puts the file into a ZIP with its metadata beside it.")


class BriefingWords(Language):
    """Words of `/briefing`: one of the three says which."""

    views: str = Field("", description="The word of a link to a briefing, with all that is in it.")
    topic: str = Field("", description="The topic of a focus area, whose briefing is made from the data.")
    place: str = Field("", description="The slug of a place, whose briefing is made from the data.")


class BriefingForm(BaseModel):
    """A briefing that is sent, where it is too long for a link."""

    views: str = Field(description="The file of a briefing (JSON).")


WORDS: dict[str, type[Language]] = {
    "indicators": IndicatorWords, "questions": QuestionWords, "places": PlaceWords, "sources": SourceWords,
    "observations": ObservationWords, "measures": MeasureWords, "regions": RegionWords, "version": Language,
}  # fmt: skip
"""Words of each resource."""
