"""What one, a hundred and ten thousand readers at once take, from what the journeys measured and from arithmetic.

Nothing here is a price: cores, memory and bytes, to be multiplied by one's own. What is assumed stands in this module
and in docs/hosting.md, so that others can be put in its place.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil

from tests.hosting.journeys import CHANGES, KEPT_SECONDS, RESTS, VIEWS, Journeys, expected, shares

READERS = (1, 100, 10_000)
THINKS = 20.0
"""Seconds between two things that a reader does: a page takes longer to read than that, a filter shorter."""
USED = 0.7
"""How much of a core may be worked in before readers wait for each other."""
CORES, LEAST = 2, 2
"""Of a container, and how many containers there are at least: one may be lost, or be renewed."""


@dataclass(frozen=True)
class Demand:
    """What so many readers at once ask for, a second, and what it takes."""

    readers: int
    pages: float
    kept: float
    passed: float
    cores: float
    proxy: float
    megabits: float

    @property
    def containers(self) -> int:
        """Containers that the site needs."""
        return max(LEAST, ceil(self.cores / (CORES * USED)))


def milliseconds(found: Journeys) -> float:
    """Processor time of the sites for each answer that nginx had not, with everything around it."""
    passed = sum(counted.total() - counted["HIT"] for counted in found.kept.values())
    return 1000 * (found.processor["app1"] + found.processor["app2"]) / max(1, passed)


def demand(readers: int, found: Journeys) -> Demand:
    """What so many readers take, by what journeys took."""
    pages = readers / THINKS
    kept = expected(pages, KEPT_SECONDS, shares(VIEWS))
    changes = pages * CHANGES
    passed = pages * (1 - kept) + changes + pages * RESTS * (1 - kept)
    proxy = found.processor["nginx"] / len(found.pages)
    sent = sum(found.bytes_sent.values()) / len(found.pages)
    return Demand(
        readers, pages, kept, passed,
        passed * milliseconds(found) / 1000,
        pages * proxy, pages * sent * 8 / 1e6,
    )  # fmt: skip


def described(found: Journeys) -> str:
    """The table of docs/hosting.md."""
    each = f"{milliseconds(found):.1f} ms of processor for each answer that nginx had not"
    lines = [f"what readers at once take, a new thing each of them every {THINKS:.0f} s; {each}:"]
    for one in (demand(readers, found) for readers in READERS):
        lines.append(
            f"        {one.readers:>6,}: {one.pages:7.2f} pages/s, {one.kept:4.0%} of them from nginx, "
            f"{one.passed:7.2f} answers/s of the site: {one.cores:6.2f} cores; nginx {one.proxy:.2f}; "
            f"{one.megabits:.1f} Mbit/s; {one.containers} containers"
        )
    return "\n".join(lines)
