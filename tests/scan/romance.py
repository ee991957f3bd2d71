"""Faults of Spanish and Portuguese: English left, capitals, articles, doubled adjustment, words of the wrong people."""

from __future__ import annotations

import re

from data.language import use_language
from data.vocabulary import GROUPS
from tests.scan.checks import check, found
from tests.scan.said import Said

BOTH = ("es", "pt")
ENGLISH = re.compile(
    r"\b(?:the|of|and|with|among|residents|people|higher|lower|than|which|from|rate|deaths|women|adults|figure|year|years"
    r"|counties|towns|state|groups?|between|published|hidden)\b",
    re.I,
)
NAMES = re.compile(
    r"“[^”]*”|\bHealthy People\b"
    r"|\b(?:Department|Center|Bureau|Office|Commonwealth|University|Institute|Registry|State of Obesity"
    r"|County Health Rankings)\b[^.;]*"
)
"""Publishers and what is quoted stay in their own words."""
COUNTY = re.compile(r"\b\w+ County\b(?! Health|-8)")  # “Norfolk County-8” is the name of a group of towns
ADJUSTED = re.compile(
    r"ajustad\w+ (?:por|pela|según) (?:la )?(?:edad|idade)\b[^.]*\bajustad\w+ (?:por|pela|según) (?:la )?(?:edad|idade)"
)
BEFORE_I = {"es": re.compile(r"\by (?=(?:[IiÍí]|[Hh][ií](?!e))\w)"), "pt": re.compile(r"(?!x)x")}
IN_ALL = {
    "es": re.compile(r"\b(?:de|entre) [\wáéíóúñ ]{3,60}? en total\b"),
    "pt": re.compile(r"\b(?:de|entre) [\wáéíóúãõçê -]{3,60}? no total\b"),
}
ARTICLE = {
    "es": re.compile(r"\d\s?% de (?!los|las|todos|todas|cada|la|el|su|quienes|dichas?|esas?|\d)\w+"),
    "pt": re.compile(r"\d\s?% de (?!todos|todas|cada|quem|\d)\w+"),
}
WRONG_NOUN = re.compile(
    r"(?:estatinas|beta ?bloque\w+|calcio|cálcio|ARA II|recién nacidos|recém-nascidos|nascidos|dan a luz|no parto"
    r"|da angiotensina) de (?:raza|raça|origen|origem)|dan a luz de origen"
)
ODD = {
    "es": re.compile(
        r"según citas|la cifra figura como|tasa de muertes? por|de sexo (?:femenino|masculino)|madres recientes"
        r"|incidentes de ambulancia|\bveces la en\b"
    ),
    "pt": re.compile(
        r"\bvezes a (?:em|na|no)\b"
        r"|como citadas|food stamps|\bvilas?\b|respostas de menos|de sexo (?:feminino|masculino)|[Aa]dultos de sexo"
    ),
}
TELEGRAM = {
    "es": re.compile(r"^En \d+ [\w ]+, (?:porcentaje|tasa|proporción)\b"),
    "pt": re.compile(r"^Em \d+ [\w ]+, (?:percentual|taxa|proporção)\b"),
}


@check("words", *BOTH)
def english_left(said: Said) -> str:
    """No English in title, subtitle, summary and announcement."""
    text = f"{said.head}. {said.live}"
    # Places keep their names: "Manchester-by-the-Sea", "CHNA 27, Cape and Islands".
    for name in sorted({said.facts.place, *(figure.name for figure in said.facts.figures)}, key=len, reverse=True):
        text = text.replace(name, " ") if name else text
    return found(ENGLISH, NAMES.sub(" ", text))


@check("words", *BOTH)
def english_left_in_notes(said: Said) -> str:
    """No English in the notes, but for names and what is quoted."""
    words = found(ENGLISH, NAMES.sub(" ", " ".join(said.notes)))
    # One word may be a name; two different ones near each other are a sentence.
    return words if len({w.lower() for w in ENGLISH.findall(words)}) > 1 else ""


@check("words", *BOTH)
def county_left(said: Said) -> str:
    """ "El condado de Hampden", not "Hampden County"."""
    return found(COUNTY, " ".join((said.title, *said.summary)))


@check("words", *BOTH)
def capital_in_a_sentence(said: Said) -> str:
    """A group's name has no capital within a sentence."""
    with use_language(said.language):
        labels = sorted(
            {g.label for g in GROUPS.values() if " " in g.label and g.label[0].isalpha()}, key=len, reverse=True
        )
    named = "|".join(re.escape(label) for label in labels)
    return found(re.compile(rf"(?:[a-záéíóúñãõç] |, (?=\w))(?:{named})"), " ".join((said.title, *said.summary)))


@check("words", *BOTH)
def name_in_small(said: Said) -> str:
    """A place keeps the capital of its name: "Massachusetts", never "los massachusetts"."""
    names = {"Massachusetts", said.facts.place, *(figure.name for figure in said.facts.figures)} - {""}
    small = "|".join(re.escape(f"{name[0].lower()}{name[1:]}") for name in names if not name.startswith("Condado"))
    return found(re.compile(rf"\b(?:{small})\b"), " ".join((said.title, *said.summary)))


@check("words", *BOTH)
def adjusted_twice(said: Said) -> str:
    """Adjusted for age, once."""
    return found(ADJUSTED, said.subtitle) or found(ADJUSTED, said.title)


@check("words", *BOTH)
def y_before_i(said: Said) -> str:
    """ "E hijos", not "y hijos"."""
    return found(BEFORE_I[said.language], said.head)


@check("words", *BOTH)
def all_in_total(said: Said) -> str:
    """ "De todos los adultos", not "de adultos en total"."""
    return found(IN_ALL[said.language], said.head)


@check("words", *BOTH)
def percent_without_article(said: Said) -> str:
    """ "El 19% de los adultos"."""
    return found(ARTICLE[said.language], said.running)


@check("words", *BOTH)
def group_on_the_wrong_noun(said: Said) -> str:
    """The group stands on people, not on their medicine or children."""
    return found(WRONG_NOUN, said.all)


@check("words", *BOTH)
def odd_words(said: Said) -> str:
    """Words that mean something else to the reader, as "citas" for press reports."""
    return found(ODD[said.language], said.all)


@check("words", *BOTH)
def place_with_an_article(said: Said) -> str:
    """A place keeps its capital and has no article: "con Massachusetts", not "con los massachusetts"."""
    names = {said.facts.place, *(figure.name for figure in said.facts.figures)}
    # A county and a region are named with their article: "el condado de Hampden".
    own = [name for name in names if name and not re.match(r"Condado|Regi[óã]", name)]
    small = "|".join(re.escape(f"{name[0].lower()}{name[1:]}") for name in own)
    return (
        found(re.compile(rf"\b(?:[ao]l?|el|l[ao]s?|[ao]s|d[ao]s?|aos) (?:{small})(?!\w)"), said.head) if small else ""
    )


@check("titles", *BOTH)
def telegram(said: Said) -> str:
    """A title is a sentence, with its article and verb."""
    return found(TELEGRAM[said.language], said.title)
