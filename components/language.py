"""What is said to a reader, in the reader's language: gettext catalogues under English sentences.

`say` and `plural` take English and give it in the language of the request. Values go into `{names}`, so that another
language can put them elsewhere; a whole sentence is one message.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from io import BytesIO
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations

LOCALES = Path(__file__).parent / "locales"
_LANGUAGE: ContextVar[str] = ContextVar("language", default="en")


def language() -> str:
    """The code of the language that is spoken now."""
    return _LANGUAGE.get()


@contextmanager
def speaking(code: str) -> Iterator[None]:
    """Speak a language of `data.vocabulary.LANGUAGES` for a while."""
    token = _LANGUAGE.set(code)
    try:
        yield
    finally:
        _LANGUAGE.reset(token)


def say(message: str, **values: object) -> str:
    """A message in the language spoken, with its values in their places."""
    said = _catalogue(language()).gettext(message)
    return said.format(**values) if values else said


def plural(singular: str, several: str, number: int, **values: object) -> str:
    """A message that depends on a number, by the plural rules of the language; `{number}` is that number."""
    said = _catalogue(language()).ngettext(singular, several, number)
    return said.format(number=number, **values)


@lru_cache(maxsize=16)
def _catalogue(code: str) -> NullTranslations:
    """A language's messages; English needs none, and what a catalogue lacks is said in English."""
    path = LOCALES / f"{code}.po"
    if not path.is_file():
        return NullTranslations()
    compiled = BytesIO()
    with path.open("rb") as file:
        write_mo(compiled, read_po(file, locale=code))
    compiled.seek(0)
    return Translations(compiled)
