"""The code of a set of cities and towns in an address, short for one town and for a hundred.

Each of the 351 has a number: its place in the list of all by geo_id, from 0. Digits are those of base64url (RFC 4648):
A to Z, a to z, 0 to 9, `-` and `_` for 0 to 63. Up to 29 towns are a list of two digits each, 64 times the first and
the second. More are 59 digits, a bitmap: the first digit is towns 0 to 5, the highest of its six bits town 0, and so
on. Which of the two a code is, its length tells. README has the same for whoever decodes one by hand.
"""

from __future__ import annotations

import string
from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache
from typing import Literal

from data.catalog.availability import CatalogKey
from data.catalog.models import Catalog

DIGITS = string.ascii_uppercase + string.ascii_lowercase + string.digits + "-_"
"""The alphabet of base64url, each letter at the place of its value."""
BITS = 6
BITMAP = 59
"""Letters of a bitmap: enough for 351 towns. It is odd, and a list is even, so that neither is taken for the other."""
_VALUES = {digit: value for value, digit in enumerate(DIGITS)}
Fault = Literal["empty", "letters", "length", "unknown"]


class MemberCodeError(ValueError):
    """A code that names no set of cities and towns; `fault` says why."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault)
        self.fault: Fault = fault


def municipalities(catalog: Catalog) -> tuple[str, ...]:
    """The geo_ids of all cities and towns in the order that codes count them in."""
    return _municipalities(CatalogKey.of(catalog))


@lru_cache(maxsize=64)
def _municipalities(key: CatalogKey) -> tuple[str, ...]:
    return tuple(sorted(place.geo_id for place in key.catalog.places_of("municipality")))


def encode(members: Collection[str], catalog: Catalog) -> str:
    """The code of some cities and towns (geo_ids). Raises KeyError for another place, ValueError for none at all."""
    number = {geo_id: n for n, geo_id in enumerate(municipalities(catalog))}
    numbers = sorted({number[member] for member in members})
    if not numbers:
        raise ValueError("a region has at least one city or town")
    if 2 * len(numbers) < BITMAP:
        return "".join(DIGITS[n >> BITS] + DIGITS[n % (1 << BITS)] for n in numbers)
    bits = [0] * BITMAP
    for n in numbers:
        bits[n // BITS] |= 1 << (BITS - 1 - n % BITS)
    return "".join(DIGITS[value] for value in bits)


def decode(text: str, catalog: Catalog) -> tuple[str, ...]:
    """The geo_ids of a code, sorted. Raises MemberCodeError for any other text."""
    if not text:
        raise MemberCodeError("empty")
    if any(letter not in _VALUES for letter in text):
        raise MemberCodeError("letters")
    values = [_VALUES[letter] for letter in text]
    if len(text) != BITMAP and (len(text) > BITMAP or len(text) % 2):
        raise MemberCodeError("length")
    known = municipalities(catalog)
    numbers = set(_bits(values) if len(text) == BITMAP else _pairs(values))
    if not numbers:
        raise MemberCodeError("empty")
    if max(numbers) >= len(known):
        raise MemberCodeError("unknown")
    return tuple(known[n] for n in sorted(numbers))


def _bits(values: Sequence[int]) -> Iterator[int]:
    return (n * BITS + bit for n, value in enumerate(values) for bit in range(BITS) if value >> (BITS - 1 - bit) & 1)


def _pairs(values: Sequence[int]) -> Iterator[int]:
    return ((high << BITS) + low for high, low in zip(values[::2], values[1::2], strict=True))
