"""How many examples a run tries of those a test asks for: all in a deep run, a tenth in that of each day."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

from hypothesis import is_hypothesis_test, settings

SHARES = {"tenth": 0.1, "deep": 1.0}
"""By profile of Hypothesis."""
FEWEST = 10
"""Of a test that asks for no more, all are tried in every run."""
_shared: set[Callable[..., Any]] = set()


def number_of(own: int, profile: str | None = None) -> int:
    """How many of a test's own number of examples are tried by the profile, or by that of this run."""
    profile = profile or settings.get_current_profile_name()
    return min(own, max(FEWEST, math.ceil(own * SHARES[profile])))


def is_deep() -> bool:
    """Whether this run tries everything."""
    return settings.get_current_profile_name() == "deep"


def take_share(test: Any, profile: str) -> None:
    """Let a property try its share. What is no property, or has its share, stays as it is."""
    test = getattr(test, "__func__", test)
    if not is_hypothesis_test(test) or test in _shared:
        return
    _shared.add(test)
    # Where Hypothesis keeps what `@settings` said; a number there is all that is changed.
    own = test._hypothesis_internal_use_settings
    test._hypothesis_internal_use_settings = settings(own, max_examples=number_of(own.max_examples, profile))
