"""Dates in the time zone of Massachusetts, whatever the server's is."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("America/New_York")


def now() -> datetime:
    """This moment; the one place that asks the clock."""
    return datetime.now(UTC)


def today() -> date:
    """The day it is in Boston."""
    return now().astimezone(ZONE).date()


def day_of(moment: str) -> date:
    """The day it was in Boston at a moment, written as `2026-11-28T03:30:00Z`."""
    return datetime.fromisoformat(moment).astimezone(ZONE).date()
