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
    cores: tuple[float, float]
    proxy: float
    megabits: float

    @property
    def containers(self) -> int:
        """Containers that the site needs, by what views cost that nobody has seen before."""
        return max(LEAST, ceil(self.cores[0] / (CORES * USED)))


def milliseconds(found: Journeys) -> float:
    """Processor time of the sites for each answer that nginx had not, with everything around it."""
    passed = sum(counted.total() - counted["HIT"] for counted in found.kept.values())
    return 1000 * (found.processor["app1"] + found.processor["app2"]) / max(1, passed)


def demand(readers: int, cold: Journeys, warm: Journeys) -> Demand:
    """What so many readers take. `cold` are journeys of views that nobody had seen, `warm` the same again."""
    pages = readers / THINKS
    kept = expected(pages, KEPT_SECONDS, shares(VIEWS))
    changes = pages * CHANGES
    passed = pages * (1 - kept) + changes + pages * RESTS * (1 - kept)
    asked = sum(counted.total() for counted in warm.kept.values())
    proxy = warm.processor["nginx"] / len(warm.pages)
    sent = sum(cold.bytes_sent.values()) / len(cold.pages)
    assert asked
    return Demand(
        readers, pages, kept, passed,
        (passed * milliseconds(cold) / 1000, passed * milliseconds(warm) / 1000),
        pages * proxy, pages * sent * 8 / 1e6,
    )  # fmt: skip


def described(cold: Journeys, warm: Journeys) -> str:
    """The table of docs/hosting.md."""
    lines = ["what readers at once take, a new thing each of them every 20 s:"]
    for one in (demand(readers, cold, warm) for readers in READERS):
        lines.append(
            f"        {one.readers:>6,}: {one.pages:7.2f} pages/s, {one.kept:4.0%} of them from nginx, "
            f"{one.passed:7.2f} answers/s of the site; {one.cores[0]:6.2f} cores where nobody has seen the views, "
            f"{one.cores[1]:6.2f} where they have; nginx {one.proxy:.2f}; {one.megabits:.1f} Mbit/s; "
            f"{one.containers} containers"
        )
    return "\n".join(lines)
