"""The day is Boston's: between midnight in London and midnight in Boston it is still the day before."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from data import dates


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        ("2026-11-28T03:30:00Z", date(2026, 11, 27)),  # 22:30 in Boston, five hours behind
        ("2026-11-28T04:59:59Z", date(2026, 11, 27)),
        ("2026-11-28T05:00:00Z", date(2026, 11, 28)),
        ("2026-07-01T03:30:00Z", date(2026, 6, 30)),  # 23:30, four hours behind in summer
        ("2026-07-01T04:00:00Z", date(2026, 7, 1)),
    ],
)
def test_a_day_begins_at_midnight_in_boston(monkeypatch: pytest.MonkeyPatch, moment: str, day: date) -> None:
    assert dates.day_of(moment) == day
    monkeypatch.setattr(dates, "now", lambda: datetime.fromisoformat(moment).astimezone(UTC))
    assert dates.today() == day
