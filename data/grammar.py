"""Grammar that a sentence needs of the words put into it: articles, contractions and joins of Spanish and Portuguese.

A translation asks for an article with a format, as in `{value} de {people:the}`; English words come without one.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from string import Formatter
from typing import Any

FORMS = ("the", "all", "those")
"""What a translation may ask of a noun phrase: the definite article, "all" with it, or the article for its noun."""


class Name(str):
    """A proper name, which takes no article where a translation asks for one: "Worcester"."""

    __slots__ = ()


_FEMININE = {
    "es": re.compile(
        r"(?:\w+(?:as|ciones|siones|dades|ción|sión|dad|eza)|tasa|razón|esperanza|parte|cifra|mediana|posición"
        r"|mujeres|madres|muertes|mujer|persona|mortalidad|\w+a)$"
    ),
    "pt": re.compile(
        r"(?:\w+(?:as|ções|sões|giões|dades|ção|são|gião|dade|agem)|taxa|razão|expectativa|parte|mediana|posição"
        r"|mulheres|mães|mortes|mulher|pessoa|mortalidade|\w+a)$"
    ),
}
_MASCULINE = re.compile(r"(?:días?|dias?|problemas?|sistemas?|programas?|mapas?)$")
_NUMBER = re.compile(r"\d[\d.,]*|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|dois|duas|três|quatro|sete|oito|nove")
_ARTICLES = {
    "es": {("m", 1): "el", ("f", 1): "la", ("m", 2): "los", ("f", 2): "las"},
    "pt": {("m", 1): "o", ("f", 1): "a", ("m", 2): "os", ("f", 2): "as"},
}
_ALL = {
    "es": {("m", 1): "todo el", ("f", 1): "toda la", ("m", 2): "todos los", ("f", 2): "todas las"},
    "pt": {("m", 1): "todo o", ("f", 1): "toda a", ("m", 2): "todos os", ("f", 2): "todas as"},
}
_DETERMINED = re.compile(r"(?:el|la|los|las|o|a|os|as|todos|todas|todo|toda)\b", re.IGNORECASE)

_COUNTY = re.compile(r"(?<=[a-záéíóúñãõâêôç*] )(\**)Condado de ")
"""The name of a county inside a sentence; at its start, or alone in a list, it has a capital and no article."""
_COUNTY_AFTER = re.compile(r"(?<=[a-záéíóúñãõâêôç)\d], )Condado de (?=\w)")
"""The name of a county after a comma within a sentence: a small letter and no article."""
_INSIDE = re.compile(
    r"(?<=[a-záéíóúñãõâêôç,;:] )(\**)(De raza|De origen|De pueblos|De varias|De otra|Sin raza|Mujeres|Hombres|Raça"
    r"|Origem|Povos|Várias raças|Outra raça|Homens|Mulheres)(?=[ ,.:;)])"
)
"""The name of a group inside a sentence; at its start, or alone in a list, it has a capital."""
_JOINS: Mapping[str, tuple[tuple[re.Pattern[str], str], ...]] = {
    "es": (
        (_COUNTY, r"\1el condado de "),
        (_COUNTY_AFTER, "condado de "),
        (re.compile(r"\bfrente a (?=\**\d[\d.,]*%)"), "frente al "),
        (re.compile(r"\b(más|menos) que (?=\d[\d.,]*%)"), r"\1 que el "),
        (re.compile(r"\b([Dd])e (\**)el (?=[a-zñ])"), r"\1el \2"),
        (re.compile(r"\b([Aa]) (\**)el (?=[a-zñ])"), r"\1l \2"),
        (re.compile(r"\by (?=\**(?:[IiÍí]|[Hh]i(?![aeo])))"), "e "),
        (re.compile(r"\bo (?=\**(?:[OoÓó]|[Hh]o))"), "u "),
    ),
    "pt": (
        (_COUNTY, r"\1o condado de "),
        (_COUNTY_AFTER, "condado de "),
        (re.compile(r"\b([Dd])e (\**)([oa]s?) (?=\w)"), r"\1\3 \2"),
        (re.compile(r"\bem (\**)([oa]s?) (?=\w)"), r"n\2 \1"),
        (re.compile(r"\bEm (\**)([oa]s?) (?=\w)"), r"N\2 \1"),
        (re.compile(r"\b([Pp])or (\**)([oa]s?) (?=\w)"), r"\1el\3 \2"),
        (re.compile(r"\b([Aa]) (\**)(os?) (?=\w)"), r"\1\3 \2"),
        (re.compile(r"\ba (\**)(a)(s?) (?=\w)"), r"à\3 \1"),
    ),
}


@lru_cache(maxsize=4096)  # the same few nouns stand in every row
def with_article(phrase: str, code: str, form: str = "the") -> str:
    """A noun phrase with its definite article, with "all", or with the article for its noun, where a language has them.

    Gender and number are those of its first word, which in Spanish and Portuguese is the noun, or of the word after a
    number; one of something has no article beside "one".

    >>> with_article("personas de raza negra", "es"), with_article("adultos", "pt", "all")
    ('las personas de raza negra', 'todos os adultos')
    >>> with_article("mujeres de origen hispano", "es", "those")
    'las de origen hispano'
    """
    articles = (_ALL if form == "all" else _ARTICLES).get(code)
    if articles is None or not phrase or _DETERMINED.match(phrase):
        return phrase
    first, *rest = (word.strip(",.;:*").lower() for word in phrase.split())
    if first in ("1", "un", "una", "um", "uma"):
        return phrase
    noun = rest[0] if rest and _NUMBER.fullmatch(first) else first
    feminine = _FEMININE[code].match(noun) and not _MASCULINE.match(noun)
    several = 2 if noun.endswith("s") and noun not in ("mes", "tres") else 1
    article = articles["f" if feminine else "m", several]
    # Of a noun alone nothing would be left, and of two nouns the second.
    if form == "those" and len(phrase.split()) > 1 and rest[0] not in ("y", "e"):
        return f"{article} {phrase.partition(' ')[2]}"
    return f"{article} {phrase[:1].lower()}{phrase[1:]}"


def _small(match: re.Match[str]) -> str:
    return f"{match[1]}{match[2][0].lower()}{match[2][1:]}"


@lru_cache(maxsize=4096)  # a table says the same words in each of its rows
def joined_words(sentence: str, code: str) -> str:
    """Sentence with the contractions of its language, and the name of a county inside it as one says it.

    >>> joined_words("en Condado de Hampden", "es"), joined_words("por cento de os adultos", "pt")
    ('en el condado de Hampden', 'por cento dos adultos')
    """
    for pattern, replacement in _JOINS.get(code, ()):
        sentence = pattern.sub(replacement, sentence)
    return _INSIDE.sub(_small, sentence) if code in _JOINS else sentence


def filled(message: str, code: str, values: Mapping[str, Any]) -> str:
    """Message with its values put in, in the grammar of its language."""
    if code == "en":
        return message.format(**values)
    forms, parts = _Forms(code), _parts(message)
    if parts is None:
        return joined_words(forms.vformat(message, (), values), code)
    said = (part if not name else f"{part}{forms.format_field(values[name], form)}" for part, name, form in parts)
    return joined_words("".join(said), code)


@lru_cache(maxsize=4096)  # more than there are messages; to take one apart takes longer than to fill it
def _parts(message: str) -> tuple[tuple[str, str, str], ...] | None:
    """What a message is made of: words, the name of the value after them and its format; None if it asks for more."""
    found = list(Formatter().parse(message))
    if any(
        name is not None and (kind or not name.isidentifier() or "{" in (form or "")) for _, name, form, kind in found
    ):
        return None
    return tuple((words, name or "", form or "") for words, name, form, _ in found)


class _Forms(Formatter):
    """Formatter that knows the forms of a noun phrase."""

    def __init__(self, code: str) -> None:
        self._code = code

    def format_field(self, value: Any, format_spec: str) -> str:
        if format_spec in FORMS and isinstance(value, Name):
            return str(value)  # of a county its join puts the article
        if format_spec in FORMS:
            return with_article(str(value), self._code, format_spec)
        return str(super().format_field(value, format_spec))
