"""Minutes: exact ranges, whatever way they were reached."""

import gc
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from planner.workload.factors import Factors
from planner.workload.many import estimate_many
from planner.workload.results import ZERO, Minutes, Sum, total
from tests.support.sessions import the_school

FIGURES = st.fractions(min_value=0, max_value=10_000, max_denominator=60)
RANGES = st.builds(Minutes, FIGURES, FIGURES, FIGURES)
PARTS = st.fractions(min_value=0, max_value=3, max_denominator=12)


def _three(minutes: Minutes) -> tuple[Fraction, Fraction, Fraction]:
    return minutes.low, minutes.likely, minutes.high


@given(FIGURES, FIGURES, FIGURES)
def test_figures_come_out_as_they_went_in(low, likely, high):
    assert _three(Minutes(low, likely, high)) == (low, likely, high)


@given(st.lists(st.tuples(RANGES, PARTS, st.integers(1, 3)), max_size=8))
def test_a_sum_is_that_of_fractions(added):
    grown = Sum()
    for minutes, part, times in added:
        for _ in range(times):
            grown.add(minutes, part)
    expected = [sum((_three(each)[end] * part * times for each, part, times in added), Fraction(0)) for end in range(3)]
    assert _three(grown.minutes()) == tuple(expected)


@given(RANGES, PARTS)
def test_equal_figures_are_equal_minutes(minutes, part):
    other = Minutes(*(each * part for each in _three(minutes)))
    assert minutes.scaled(part) == other and hash(minutes.scaled(part)) == hash(other)
    assert minutes + ZERO == minutes and total([]) == ZERO
    assert eval(repr(minutes)) == minutes


def test_garbage_is_collected_again_after_many_sessions():
    assert gc.isenabled()
    estimate_many([], Factors.load(), the_school())
    assert gc.isenabled()
