"""Spans against the naive way: a span is the set of its minutes."""

import itertools
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from calendars.spans import Span, clip, difference, intersection, union

NOON = datetime(2027, 1, 12, 12, tzinfo=UTC)


def at(minute: int) -> datetime:
    return NOON + timedelta(minutes=minute)


def span(start: int, end: int) -> Span:
    return Span(at(start), at(end))


def minutes(spans: Iterable[Span]) -> set[int]:
    return {minute for minute in range(-1, 40) for one in spans if one.start <= at(minute) < one.end}


def is_tidy(spans: tuple[Span, ...]) -> bool:
    """Sorted, none empty, no two that overlap or touch."""
    return all(one.start < one.end for one in spans) and all(
        one.end < other.start for one, other in itertools.pairwise(spans)
    )


SPAN = st.builds(span, st.integers(0, 30), st.integers(0, 30))  # some are empty, some reversed: those hold nothing
SPANS = st.lists(SPAN, max_size=6)


@given(SPANS)
def test_union_holds_the_same_minutes(spans: list[Span]) -> None:
    assert minutes(union(spans)) == minutes(spans)
    assert is_tidy(union(spans))


@given(SPANS, SPANS)
def test_intersection_holds_the_minutes_of_both(some: list[Span], others: list[Span]) -> None:
    assert minutes(intersection(some, others)) == minutes(some) & minutes(others)
    assert is_tidy(intersection(some, others))


@given(SPANS, SPANS)
def test_difference_holds_the_minutes_of_the_first_alone(some: list[Span], others: list[Span]) -> None:
    assert minutes(difference(some, others)) == minutes(some) - minutes(others)
    assert is_tidy(difference(some, others))


@given(SPANS, SPAN)
def test_clip_keeps_what_lies_in_the_window(spans: list[Span], window: Span) -> None:
    assert minutes(clip(spans, window)) == minutes(spans) & minutes([window])


@given(st.permutations([span(0, 3), span(2, 5), span(5, 6), span(9, 10)]))
def test_order_of_the_spans_does_not_matter(spans: list[Span]) -> None:
    assert union(spans) == (span(0, 6), span(9, 10))


def test_spans_that_only_touch_share_no_moment() -> None:
    assert not span(0, 5).overlaps(span(5, 9))
    assert span(0, 5).overlaps(span(4, 9))


def test_a_span_covers_itself_and_not_one_minute_more() -> None:
    assert span(0, 5).covers(span(0, 5))
    assert not span(0, 5).covers(span(0, 6))
