"""The levels whose places have a profile."""

from __future__ import annotations

from data.vocabulary import Level

PROFILED: tuple[Level, ...] = ("municipality", "county", "eohhs_region", "area")
"""Levels whose places have a profile."""
