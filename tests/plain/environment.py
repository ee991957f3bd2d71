"""An environment with nothing but what a plain Dash page needs, by the pins and hashes of requirements.txt."""

from __future__ import annotations

import re
import subprocess
import sys
from importlib import metadata
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from data.settings import ROOT

NEEDED = ("dash", "plotly", "duckdb", "pandas", "gunicorn")
"""No orjson among them: Plotly encodes figures by it where it is there, and who follows Dash's guide has none."""
PATIENCE = 600


def made(folder: Path) -> tuple[str, str]:
    """The Python of an environment made below `folder`, and what to say of it.

    Where it cannot be made (no network), it is the Python that runs this, whose orjson makes the plain page faster.
    """
    try:
        subprocess.run([sys.executable, "-m", "venv", str(folder / "plain")], check=True, capture_output=True)
        python = str(folder / "plain" / "bin" / "python")
        pins = folder / "plain.txt"
        pins.write_text("\n".join(_pins()) + "\n", encoding="utf-8")
        install = (
            "install --quiet --disable-pip-version-check --no-input --only-binary :all: --require-hashes --no-deps"
        )
        subprocess.run(
            [python, "-m", "pip", *install.split(), "-r", str(pins)], check=True, capture_output=True, timeout=PATIENCE
        )
    except (OSError, subprocess.SubprocessError) as error:
        return sys.executable, f"the plain page ran in this environment: none could be made ({type(error).__name__})"
    return python, f"the plain page ran in an environment of its own: {', '.join(NEEDED)} by the same pins"


def _pins() -> list[str]:
    """The entries of requirements.txt for `NEEDED` and for what these need."""
    lock = (ROOT / "requirements.txt").read_text(encoding="utf-8")
    entries: dict[str, list[str]] = {}
    for entry in re.split(r"\n(?=\S)", lock.strip()):
        entries.setdefault(canonicalize_name(re.split(r"[=\s;]", entry)[0]), []).append(entry)
    found, looking = set[str](), list(NEEDED)
    while looking:
        name = looking.pop()
        if name in found or name not in entries:
            continue
        found.add(name)
        try:
            further = [Requirement(text) for text in metadata.requires(name) or ()]
        except metadata.PackageNotFoundError:  # pinned for another version of Python
            continue
        looking += [
            canonicalize_name(each.name) for each in further if not each.marker or each.marker.evaluate({"extra": ""})
        ]
    return [entry for name in sorted(found) for entry in entries[name]]
