"""`python -m tests.profiled`: where the time of a view goes, part by part, for maps of counties and of towns.

Nothing is remembered, and rows are read with the first view of their indicator. The shares are those of the profiler,
which makes parts of many small calls look larger than they are, in every other view; the milliseconds are these shares
of the processor time that the views between them take without it.
"""

from __future__ import annotations

import cProfile
import gc
import pstats
import time
from dataclasses import replace

from data.query.answers import Answers
from data.settings import Settings
from pages.responses.rendered import rendered
from tests.site import open_site
from tests.unseen import ALLOWED, unseen

VIEWS = 300
PARTS = {
    "queries: rows, comparisons, ranks asked for": ("answers.py", "to"),
    "rail: choices and their links": ("controls.py", "filter_panel"),
    "head: title, reading, tabs, sharing": ("page.py", "head"),
    "map: outlines, cards, legend": ("panels.py", "map_panel"),
    "list of places": ("ranking.py", "ranking"),
    "charts: groups, the trend and its words": ("chart.py", "chart_panel"),
    "what is not known": ("context_rows.py", "missing_data_row"),
    "notes and sources": ("notes_section.py", "notes_section"),
    "what is announced": ("announcements.py", "announcement"),
    "JSON": ("~", "<orjson.dumps>"),
    "compression": ("brotli.py", "compress"),
}
"""Functions of a view by what they make: none is called by another of them."""


def profile(level: str) -> tuple[float, dict[str, float]]:
    """Milliseconds of a map of a level, and of each part of it."""
    answers: Answers = open_site(Settings().database).app.server.extensions["answers"]
    views = list({replace(view, view="map"): None for view in unseen(answers.catalog, (level,), VIEWS)})
    profiler, plain = cProfile.Profile(), list[float]()
    gc.collect()
    gc.freeze()
    for n, view in enumerate(views):
        if n % 2:
            profiler.runcall(rendered, answers, "profiled", view)
        else:
            began = time.process_time()
            rendered(answers, "plain", view)
            plain.append(1000 * (time.process_time() - began))
    gc.unfreeze()
    whole = sum(plain) / len(plain)
    found = pstats.Stats(profiler).stats  # type: ignore[attr-defined]
    spent = {(file.rpartition("/")[2], name): row[3] for (file, _, name), row in found.items()}
    total = spent["rendered.py", "rendered"]
    return whole, {part: whole * spent.get(key, 0.0) / total for part, key in PARTS.items()}


def main() -> None:
    """Print the parts as a table."""
    profiles = {level: profile(level) for level in ALLOWED}
    print("| ms of a map | " + " | ".join(profiles) + " |")
    for part in PARTS:
        print(f"| {part} | " + " | ".join(f"{parts[part]:.1f}" for _, parts in profiles.values()) + " |")
    rest = [whole - sum(parts.values()) for whole, parts in profiles.values()]
    print("| the rest | " + " | ".join(f"{each:.1f}" for each in rest) + " |")
    print("| all | " + " | ".join(f"{whole:.1f}" for whole, _ in profiles.values()) + " |")


if __name__ == "__main__":
    main()
