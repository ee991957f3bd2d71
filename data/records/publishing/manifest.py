"""What a run was made of: the checksums of what it read, the engine and versions, and the checksums of what it wrote.

A manifest says nothing of what was counted: whoever has it can tell whether two runs are one, and no more.
"""

from __future__ import annotations

import hashlib
import json
import platform
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from data.atomic_files import write_text
from data.code_release import code_release
from data.observations.csv_files import checksum
from data.records.definition import CaseDefinition
from data.records.errors import RecordsError

CODE = ("data/records", "data/statistics", "data/disclosure")
"""Folders whose code decides what a run writes."""


@dataclass(frozen=True)
class Checked:
    """A file that was read or written: its name and SHA-256; of a table of an engine, its name alone.

    Its size in bytes is left out: of a file of few records it says how many they are.
    """

    name: str
    sha256: str | None = None


@dataclass(frozen=True)
class Manifest:
    """What a run was made of. `fingerprint` is one number for all that decides what is written."""

    source: str
    definitions: Mapping[str, str]
    inputs: Mapping[str, tuple[Checked, ...]]
    people: tuple[Checked, ...]
    years: tuple[int, ...]
    lengths: tuple[int, ...] | None
    race_rule: str
    threshold: int
    synthetic: bool
    code: str
    engine: str = ""
    versions: Mapping[str, str] = field(default_factory=dict)
    outputs: tuple[Checked, ...] = ()

    @property
    def fingerprint(self) -> str:
        """Sixteen hexadecimal digits of everything that decides the rows: not of the engine, which gives the same."""
        content = {k: v for k, v in asdict(self).items() if k not in ("engine", "versions", "outputs")}
        return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()[:16]

    @property
    def can_be_resumed(self) -> bool:
        """Whether it can be told that the inputs are still the same: a table of an engine has no checksum."""
        return all(checked.sha256 is not None for several in self.inputs.values() for checked in several)

    def to_json(self) -> str:
        """The manifest as a JSON document."""
        return json.dumps({**asdict(self), "fingerprint": self.fingerprint}, indent=1, ensure_ascii=False) + "\n"

    def write(self, path: Path) -> None:
        """Write it in one step."""
        write_text(path, self.to_json())


def definition_hash(definition: CaseDefinition) -> str:
    """SHA-256 of all that a definition says, however its file is laid out."""
    return hashlib.sha256(definition.model_dump_json(by_alias=True).encode()).hexdigest()


def code_of_run() -> str:
    """Release of the code that decides what is written."""
    return code_release(CODE)


def checked(path: Path) -> Checked:
    """A file with its checksum. Raises RecordsError where it cannot be read."""
    try:
        return Checked(path.name, checksum(path))
    except OSError as error:
        raise RecordsError(f"{path.name} cannot be read: {error.strerror}") from error


def checked_input(where: str) -> tuple[Checked, ...]:
    """Files that an input is: one, all Parquet and CSV of a folder, or those of a pattern; else a table by its name."""
    path = Path(where)
    if path.is_file():
        return (checked(path),)
    if path.is_dir():
        return _all(p for p in path.rglob("*") if p.suffix.lower() in (".parquet", ".csv", ".gz"))
    if any(letter in path.name for letter in "*?[") and path.parent.is_dir():
        return _all(path.parent.glob(path.name))
    return (Checked(where),)


def _all(paths: Iterable[Path]) -> tuple[Checked, ...]:
    return tuple(checked(path) for path in sorted(paths) if path.is_file())


def versions_of(engine_versions: Mapping[str, Any]) -> dict[str, str]:
    """Versions of Python and of what the engine names."""
    return {"python": platform.python_version(), **{name: str(version) for name, version in engine_versions.items()}}
