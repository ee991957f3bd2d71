"""Where a figure of a region is from, and what leaves one open."""

from __future__ import annotations

from dataclasses import dataclass

from data.vocabulary import Level


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a figure is from: the level of what it is pooled of, or of the place that it is `published` of."""

    level: Level
    published: bool = False


@dataclass(frozen=True, slots=True)
class Missing:
    """The parts of a region that leave a figure open: geo_ids of those hidden, and of those not available."""

    hidden: tuple[str, ...]
    not_available: tuple[str, ...]

    @property
    def parts(self) -> tuple[str, ...]:
        """All of them."""
        return tuple(sorted((*self.hidden, *self.not_available)))


@dataclass(frozen=True, slots=True)
class RegionBasis:
    """What a region's figure of a group and period rests on.

    `origin` is None where there is nothing of it, `same` the geo_id of the place that has its members, empty for none.
    """

    origin: Origin | None
    missing: Missing | None
    same: str = ""
