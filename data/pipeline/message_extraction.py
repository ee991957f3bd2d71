"""Extraction of messages for translation: every one a reader can see, in code, vocabulary, documents and definitions.

A new language is one file `data/locales/<code>.po`, begun by `python -m data messages --begin CODE`.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path

from babel.core import Locale, UnknownLocaleError
from babel.messages.catalog import Catalog as Messages
from babel.messages.pofile import read_po, write_po

from data import vocabulary
from data.catalog.models import AreaKind, Catalog
from data.catalog.publication.releases import release_messages
from data.catalog.translation import messages as definitions
from data.errors import InputError
from data.language import LANGUAGES, LOCALES, LazyStrings
from data.markdown import document_messages
from data.pipeline.build import Inputs, read_definitions
from data.settings import ROOT

_PROJECT = vocabulary.SITE_NAME
_HEAD = "# {name}: what the dashboard says. `python -m data messages` keeps it; see CONTRIBUTING.md."
_SINCE = datetime(2026, 11, 22, tzinfo=UTC)
"""One date, so that the file changes when its messages do."""
ROOMS = ("components", "pages", "data")
KEYWORDS = ("gettext", "ngettext")
Message = str | tuple[str, str]


def messages() -> list[Message]:
    """All messages in English, once: a text, or a pair of singular and plural."""
    return list(dict.fromkeys([*_of_the_code(), *_of_the_vocabulary(), *document_messages(), *definition_messages()]))


def lacking(code: str) -> list[Message]:
    """Messages without a translation in a language, and those whose translation is marked fuzzy."""
    catalogue = catalogue_of(code)
    return [
        m for m in messages() if (entry := catalogue.get(m)) is None or not _is_translated(entry.string) or entry.fuzzy
    ]


def begin(code: str) -> None:
    """Make the empty catalogue of another language; untranslated messages are shown in English.

    Raises InputError when Babel has no locale of this code, or when the catalogue exists.
    """
    try:
        Locale.parse(code, sep="-")
    except (UnknownLocaleError, ValueError) as error:
        raise InputError(f"“{code}” is no code of a language; write it as ht, zh-Hans, vi or kea.") from error
    if code == "en" or (LOCALES / f"{code}.po").exists():
        raise InputError(f"The language “{code}” is there already.")
    update(code)


def update(code: str) -> int:
    """Update a language's catalogue: translations are kept, new messages added, obsolete ones removed.

    Returns the number of messages without a translation.
    """
    catalogue = catalogue_of(code)
    fresh = Messages(
        locale=_locale(code), header_comment=_HEAD.format(name=LANGUAGES.get(code, code)), project=_PROJECT,
        version="1", fuzzy=False,
        last_translator=_PROJECT, language_team=code, msgid_bugs_address="see CONTRIBUTING.md",
        creation_date=_SINCE, revision_date=_SINCE,
    )  # fmt: skip
    for message in messages():
        entry = catalogue.get(message)
        fresh.add(message, string=entry.string if entry is not None else None)
    LOCALES.mkdir(exist_ok=True)
    path = LOCALES / f"{code}.po"
    part = path.with_suffix(".part")
    with part.open("wb") as file:
        write_po(file, fresh, width=120, omit_header=False, no_location=True, sort_output=True)
    part.replace(path)
    return len(lacking(code))


def catalogue_of(code: str) -> Messages:
    """Catalogue of a language, as in its file."""
    path = LOCALES / f"{code}.po"
    if not path.is_file():
        return Messages(locale=_locale(code))
    with path.open("rb") as file:
        return read_po(file, locale=_locale(code))


def _locale(code: str) -> str:
    return code.replace("-", "_")


def _is_translated(translation: object) -> bool:
    return all(translation) if isinstance(translation, tuple) else bool(translation)


def _of_the_code() -> Iterator[Message]:
    for path in sorted(path for room in ROOMS for path in (ROOT / room).rglob("*.py")):
        yield from page_names(path)
        for call in calls(path):
            texts = [a.value for a in call.args if isinstance(a, ast.Constant) and isinstance(a.value, str)]
            if _name(call) == "ngettext" and len(texts) > 1:
                yield (texts[0], texts[1])
            elif texts:
                yield texts[0]
        yield from labels(path)


def page_names(path: Path) -> Iterator[Message]:
    """The names of the pages that a module registers for the navigation, which says them in the reader's language."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and _name(node) == "register_page":
            arguments = {key.arg: key.value.value for key in node.keywords if isinstance(key.value, ast.Constant)}
            name = arguments.get("name")
            if arguments.get("navigation") and isinstance(name, str):
                yield name


def labels(path: Path) -> Iterator[Message]:
    """The words of the `LazyStrings` that a module writes out, beside those of the vocabulary."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if (
            isinstance(node, ast.Call)
            and _name(node) == "LazyStrings"
            and node.args
            and isinstance(node.args[0], ast.Dict)
        ):
            words = (value.value for value in node.args[0].values if isinstance(value, ast.Constant))
            yield from (word for word in words if isinstance(word, str) and word)


def calls(path: Path) -> Iterator[ast.Call]:
    """The calls of `gettext` and `ngettext` in a module, those inside f-strings too, in the order of its lines."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    if not _imports_language(tree):
        return
    nodes = (node for node in ast.walk(tree) if isinstance(node, ast.Call) and _name(node) in KEYWORDS)
    yield from sorted(nodes, key=lambda node: (node.lineno, node.col_offset))


def _imports_language(tree: ast.Module) -> bool:
    """Whether a module's `gettext` is that of `data.language`."""
    return any(isinstance(node, ast.ImportFrom) and node.module == "data.language" for node in tree.body)


def _name(call: ast.Call) -> str:
    return call.func.id if isinstance(call.func, ast.Name) else ""


def _of_the_vocabulary() -> Iterator[Message]:
    for strings in _vocabulary_strings():
        yield from strings.messages()
    for level in vocabulary.LEVEL_WORDS.values():
        yield from level.messages()
    yield from (d.name for d in vocabulary.DIMENSIONS.values())
    for group in vocabulary.GROUPS.values():
        yield from (group.name, group.name_short, group.phrase)


def _vocabulary_strings() -> Iterable[LazyStrings]:
    return (strings for strings in vars(vocabulary).values() if isinstance(strings, LazyStrings))


def definition_messages() -> Iterator[Message]:
    """Texts of indicators, questions, sources, areas and releases; readers see them in English until translated."""
    inputs = Inputs()
    build_definitions = read_definitions(inputs)
    yield from definitions(
        Catalog(
            build_definitions.indicators,
            build_definitions.sources,
            build_definitions.geography.places,
            questions=build_definitions.questions,
            area_kinds={
                kind.id: AreaKind(kind.id, kind.title, kind.coverage_note)
                for kind in build_definitions.geography.kinds.values()
            },
        )
    )
    yield from release_messages(build_definitions.releases)
