"""A database with ten priority geographies: the state's list is not in hand, so that these are made up for tests."""

from __future__ import annotations

import json
from pathlib import Path

from data.pipeline.build import build
from tests.data_checkout import copy_few

MADE_UP: dict[str, tuple[str, ...]] = {
    "Synthetic North Shore": ("lynn", "salem", "peabody"),
    "Synthetic Merrimack": ("lawrence", "methuen", "haverhill"),
    "Synthetic Mystic": ("chelsea", "revere", "everett"),
    "Synthetic Boston": ("boston",),
    "Synthetic South": ("brockton", "randolph"),
    "Synthetic South Coast": ("new-bedford", "fall-river", "dartmouth"),
    "Synthetic Cape": ("barnstable", "yarmouth"),
    "Synthetic Worcester": ("worcester",),
    "Synthetic Valley": ("springfield", "holyoke", "chicopee"),
    "Synthetic Berkshires": ("pittsfield", "north-adams", "adams"),
}
"""Name and members of each: none of them is the state's."""


def fill(areas: Path) -> None:
    """Write the areas into the file that waits for the state's."""
    path = areas / "priority_geography.toml"
    entries = [
        f'\n[[area]]\ngeo_id = "priority-{number}"\nname = "{name}"\nnote = "Made up for a test."\n'
        f"members = {json.dumps(members)}\n"
        for number, (name, members) in enumerate(MADE_UP.items())
    ]
    path.write_text(path.read_text(encoding="utf-8") + "".join(entries), encoding="utf-8")


def make(folder: Path) -> None:
    """Build `equity.duckdb` in a folder, of few committed inputs and the made-up areas: nothing else is changed."""
    inputs = copy_few(folder / "inputs")
    fill(inputs.areas)
    build(folder / "equity.duckdb", inputs)
