"""The style sheets as text: what a reader sets in the browser counts."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PAPER = ROOT / "assets" / "print.css"
"""The one sheet that may size type in px: paper has one width, and its sheet sets the rem back to 16 px."""
SHEETS = sorted((ROOT / "assets").rglob("*.css"))
SCRIPTS = sorted((ROOT / "assets").rglob("*.js"))
MODULES = [*(ROOT / "components").rglob("*.py"), *(ROOT / "pages").rglob("*.py"), ROOT / "app.py"]

COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
FIXED = r"[\d.]+(?:px|pt|pc|mm|cm|in)\b"
# What grows with the reader's text up to the room there is, `min(2rem, max(32px, 9vw))`, has a rem beside its px.
TYPE = re.compile(rf"(?<![\w-])(?:font|font-size|line-height)\s*:(?![^;}}]*rem\b)[^;}}]*?{FIXED}")
INLINE = re.compile(rf"[\"'](?:fontSize|lineHeight|font-size|line-height)[\"']\s*:\s*[\"']{FIXED}")
# A chart is drawn in px, and made larger as a whole: which of its labels have room does not hang on the type.
WIDTH_OF_THE_WINDOW = re.compile(rf"^(?!@container chart)[^\n]*\((?:min-|max-)?width\s*[:<>=]+\s*{FIXED}", re.MULTILINE)


def rules(path: Path) -> str:
    return COMMENT.sub("", path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("sheet", [s for s in SHEETS if s != PAPER], ids=lambda path: path.name)
def test_type_is_in_the_readers_measure(sheet: Path) -> None:
    assert not TYPE.findall(rules(sheet)), "type in px does not grow with the reader's text size: write rem"


@pytest.mark.parametrize("path", [*SHEETS, *SCRIPTS], ids=lambda path: path.name)
def test_layouts_change_at_widths_in_the_readers_measure(path: Path) -> None:
    found = WIDTH_OF_THE_WINDOW.findall(rules(path))
    assert not found, "a window that is wide for small type is narrow for large: write em"


def test_no_module_sizes_type_in_pixels() -> None:
    assert not [str(path) for path in MODULES if INLINE.search(path.read_text(encoding="utf-8"))]


def test_paper_has_its_own_measure() -> None:
    assert re.search(r":root:root:root \{\s*font-size: 16px;", rules(PAPER))


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        (TYPE, "a { font-size: 14px }"),
        (TYPE, "a { line-height:20px; }"),
        (TYPE, "a { font: 600 14px/1 serif }"),
        (WIDTH_OF_THE_WINDOW, "@media (max-width: 959px) {"),
        (WIDTH_OF_THE_WINDOW, "@media (width <= 959px) {"),
        (INLINE, '{"fontSize": "14px"}'),
    ],
)
def test_the_patterns_see_what_they_look_for(pattern: re.Pattern[str], text: str) -> None:
    assert pattern.search(text)
