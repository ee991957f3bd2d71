"""A statement of one source about one place of care, as the site reads it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement of one source about one hospital or birth center: a row of the table `maternity_service`.

    `event` is open, none, announced, suspended, closed, births or not_available. `start` and `end` bound when it
    holds; `date_text` and `said` are the publisher's words. `geo_id` is the municipality and `ccn` Medicare's number,
    each empty where there is none.
    """

    hospital: str
    geo_id: str
    ccn: str
    event: str
    start: date
    end: date
    date_text: str
    births: int | None
    said: str
    note: str
    confidence: str
    title: str
    publisher: str
    address: str
    source: str
