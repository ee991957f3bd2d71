"""A day's run tries a tenth of the examples of a property, a deep one all."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.examples import number_of

tried: list[int] = []


@settings(max_examples=300)
@given(st.integers())
def test_a_property_of_three_hundred_examples(number: int) -> None:
    tried.append(number)


def test_of_the_property_above_the_share_of_this_run_was_tried() -> None:
    assert len(tried) == {"tenth": 30, "deep": 300}[settings.get_current_profile_name()]


def test_few_examples_are_all_tried() -> None:
    assert [number_of(own, "tenth") for own in (8, 10, 40, 101, 10_000)] == [8, 10, 10, 11, 1_000]
    assert [number_of(own, "deep") for own in (8, 10, 40, 101, 10_000)] == [8, 10, 40, 101, 10_000]
