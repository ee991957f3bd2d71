"""The instructions of a Dockerfile, read as far as ours uses them, and what a .dockerignore leaves out."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from pathlib import Path

_STEP = re.compile(r"([A-Z]+)\s+(.*)")


@dataclass
class Stage:
    """One image of a Dockerfile: what it begins with, its name, and its instructions in their order."""

    base: str
    name: str
    steps: list[tuple[str, str]] = field(default_factory=list)

    def last(self, word: str) -> str:
        """What the last instruction of a word says; empty without one."""
        return next((rest for said, rest in reversed(self.steps) if said == word), "")

    def command(self, word: str) -> list[str]:
        """The list of an instruction in its form as JSON, as of CMD."""
        found: list[str] = json.loads(self.last(word).partition("CMD ")[2] or self.last(word))
        return found


def stages(text: str) -> list[Stage]:
    """The images of a Dockerfile. Raises ValueError for a line that is no instruction."""
    lines = (line for line in text.splitlines() if not line.lstrip().startswith("#"))
    joined = re.sub(r"\\\n\s*", " ", "\n".join(lines))
    found: list[Stage] = []
    for line in filter(None, map(str.strip, joined.splitlines())):
        step = _STEP.fullmatch(line)
        if step is None:
            raise ValueError(f"no instruction: {line}")
        word, rest = step.groups()
        if word == "FROM":
            base, _, name = rest.partition(" AS ")
            found.append(Stage(base, name))
        else:
            found[-1].steps.append((word, rest))
    return found


def sent(root: Path, ignored: Iterable[str]) -> list[Path]:
    """Files below a folder that a build is sent: what .dockerignore does not leave out, its last line counting."""
    rules = [line.strip() for line in ignored if line.strip() and not line.startswith("#")]
    again = [rule[1:] for rule in rules if rule.startswith("!")]
    files: list[Path] = []
    for folder, folders, names in os.walk(root):
        here = Path(folder).relative_to(root)
        # Nobody looks into a folder that is left out, unless something in it is not.
        folders[:] = [
            name
            for name in sorted(folders)
            if not _left_out(inside := (here / name).as_posix(), rules)
            or any(rule.startswith(f"{inside}/") for rule in again)
        ]
        files += [Path(folder) / name for name in sorted(names) if not _left_out((here / name).as_posix(), rules)]
    return sorted(path for path in files if not path.is_symlink())


def _left_out(name: str, rules: Iterable[str]) -> bool:
    parts = name.split("/")
    above = ["/".join(parts[:length]) for length in range(1, len(parts) + 1)]
    out = False
    for rule in rules:
        pattern = rule.removeprefix("!").rstrip("/")
        if any(_matches(folder, pattern) for folder in above):
            out = not rule.startswith("!")
    return out


def _matches(name: str, pattern: str) -> bool:
    if pattern.startswith("**/"):
        return any(_matches("/".join(name.split("/")[start:]), pattern[3:]) for start in range(name.count("/") + 1))
    # A star ends at a slash.
    return name.count("/") == pattern.count("/") and fnmatchcase(name, pattern)
