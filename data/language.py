"""Translation of messages into the reader's language: gettext catalogues, keyed by English sentences.

`gettext` and `ngettext` take English and give it in the language of the request. Values go into `{names}`, so that
another language can put them elsewhere; a whole sentence is one message. Definitions are translated with the catalogue
that holds them (`data.catalog.translation`), the vocabulary when it is looked up (`LazyStrings`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date
from difflib import get_close_matches
from functools import lru_cache
from io import BytesIO
from pathlib import Path

from babel import Locale
from babel.dates import format_date, get_month_names
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations

from data.grammar import filled

LOCALES = Path(__file__).parent / "locales"


def languages(folder: Path = LOCALES) -> dict[str, str]:
    """English and every language that has a catalogue in a folder, by their code, each named by itself.

    Raises ValueError for a catalogue whose name is no code of a language.
    """
    codes = ["en", *sorted(path.stem for path in folder.glob("*.po"))]
    names = {code: Locale.parse(code, sep="-").get_language_name(code.partition("-")[0]) for code in codes}
    return {code: f"{name[:1].upper()}{name[1:]}" for code, name in names.items() if name}


LANGUAGES: dict[str, str] = languages()
"""The site's languages: a catalogue is all that one needs."""
_LOCALES = {"en": "en_US", "es": "es_US", "pt": "pt_BR"}
"""Numbers and dates as the state's own readers of a language write them, where the language alone does not say."""
_LANGUAGE: ContextVar[str] = ContextVar("language", default="en")


def language() -> str:
    """Code of the request's language."""
    return _LANGUAGE.get()


@contextmanager
def use_language(code: str) -> Iterator[None]:
    """Speak one of `LANGUAGES` for a while."""
    token = _LANGUAGE.set(code)
    try:
        yield
    finally:
        _LANGUAGE.reset(token)


def set_language(word: str) -> None:
    """Speak, from now on in this request, the language that a word of an address means; see `language_of`."""
    _LANGUAGE.set(language_of(word))


def language_of(word: str) -> str:
    """The one of `LANGUAGES` that a word of an address means: itself, else the nearest, else English."""
    return known_language(word) or next(iter(get_close_matches(_tag(word), LANGUAGES, n=1, cutoff=0.75)), "en")


def known_language(word: str) -> str | None:
    """The one of `LANGUAGES` that a word names, in any case, by its own name or with a country: `PT`, `es-MX`."""
    named = {tag: code for code, name in LANGUAGES.items() for tag in (_tag(code), _tag(name))}
    tag = _tag(word)
    while tag and tag not in named:
        tag = tag.rpartition("-")[0]
    return named.get(tag)


def _tag(word: str) -> str:
    return word.strip().casefold().replace("_", "-")


def gettext(message: str, **values: object) -> str:
    """Message in the request's language, its placeholders filled with `values`."""
    code = _LANGUAGE.get()
    if code == "en":  # a view has some hundred messages
        return message.format_map(values) if values else message
    # An empty message is a catalogue's own head.
    translation = catalogue(code).gettext(message) if message else message
    return _begun_as(message, filled(translation, code, values)) if values else translation


def translated(message: str) -> str:
    """Translation of a message that is declared elsewhere (a page's name, a document), in the request's language."""
    return gettext(message)


def ngettext(singular: str, several: str, number: int, **values: object) -> str:
    """A message that depends on a number, by the plural rules of the language; `{number}` is that number in digits."""
    translation = catalogue(language()).ngettext(singular, several, number)
    return _begun_as(several, filled(translation, language(), {"number": format_integer(number), **values}))


def _begun_as(message: str, sentence: str) -> str:
    """A sentence with a capital where English begins with one and the translation with a word that is put in."""
    return f"{sentence[:1].upper()}{sentence[1:]}" if language() != "en" and message[:1].isupper() else sentence


def format_integer(number: int) -> str:
    """A whole number with the language's mark between thousands."""
    return f"{number:,}".replace(",", separators()[1])


@lru_cache(maxsize=16)  # more than there are languages, as of `_marks`
def catalogue(code: str) -> NullTranslations:
    """A language's messages; English needs none, and what a catalogue lacks is said in English."""
    path = LOCALES / f"{code}.po"
    if not path.is_file():
        return NullTranslations()
    compiled = BytesIO()
    with path.open("rb") as file:
        write_mo(compiled, read_po(file, locale=code.replace("-", "_")))
    compiled.seek(0)
    return Translations(compiled)


def separators() -> tuple[str, str]:
    """The decimal mark and the mark between thousands."""
    return _marks(language())


def _locale(code: str) -> Locale:
    """Babel locale of a language, for numbers and dates."""
    return Locale.parse(_LOCALES.get(code) or code.replace("-", "_"))


@lru_cache(maxsize=16)
def _marks(code: str) -> tuple[str, str]:
    symbols = _locale(code).number_symbols["latn"]
    return str(symbols["decimal"]), str(symbols["group"])


def month(number: int, *, short: bool = False) -> str:
    """The name of a month, 1 being January."""
    return str(get_month_names("abbreviated" if short else "wide", "format", _locale(language()))[number])


def day(when: date) -> str:
    """A date in full: November 21, 2026."""
    return _day(when, language())


@lru_cache(maxsize=1024)  # days on which sources were retrieved, and on which files were built
def _day(when: date, code: str) -> str:
    return str(format_date(when, "long", _locale(code)))


class LazyStrings(Mapping[str, str]):
    """Strings by id, translated into the request's language when they are looked up."""

    def __init__(self, strings: dict[str, str]) -> None:
        self._words = strings

    def __getitem__(self, key: str) -> str:
        return gettext(self._words[key])

    def __iter__(self) -> Iterator[str]:
        return iter(self._words)

    def __len__(self) -> int:
        return len(self._words)

    def messages(self) -> list[str]:
        """The strings in English: messages that a catalogue translates."""
        return [word for word in self._words.values() if word]
