"""Where the bars of a trainer's weeks stand."""

from datetime import date, timedelta
from fractions import Fraction

import pytest

from planner.reports.load_chart import HEIGHT, WIDTH, LoadOfWeek, chart_of, loads_of, span_of
from planner.workload.results import WeekLoad
from tests.support.estimates import minutes

MONDAY = date(2027, 1, 11)
WEEK = timedelta(weeks=1)


def loads(*weeks: tuple[int, int, int]) -> list[LoadOfWeek]:
    return [
        LoadOfWeek(MONDAY + number * WEEK, {"delivery": minutes(*week)}, False) for number, week in enumerate(weeks)
    ]


def test_weeks_without_work_are_between_others() -> None:
    span = span_of([MONDAY + 2 * WEEK, MONDAY])
    assert span == (MONDAY, MONDAY + WEEK, MONDAY + 2 * WEEK)
    found = loads_of("a", [WeekLoad("a", MONDAY, "delivery", minutes(1, 2, 3))], span, frozenset({MONDAY + WEEK}))
    assert [load.whole.likely for load in found] == [2, 0, 0]
    assert [load.closed for load in found] == [False, True, False]
    assert span_of([]) == ()


def test_phases_stand_on_one_another_up_to_the_likely_figure() -> None:
    load = LoadOfWeek(MONDAY, {"preparation": minutes(30, 60, 90), "review": minutes(30, 60, 90)}, False)
    (bar,) = chart_of([load], Fraction(180), None, {}).bars
    first, second = bar.segments
    assert (first.phase, second.phase) == ("preparation", "review")
    assert second.y + second.height == pytest.approx(first.y, abs=0.11)
    assert first.height == pytest.approx(second.height, abs=0.11)
    assert bar.high_y < second.y < bar.low_y


def test_a_bar_is_as_high_as_its_hours() -> None:
    chart = chart_of(loads((0, 120, 120), (0, 240, 240)), Fraction(240), Fraction(180), {MONDAY: "N"})
    low, high = (bar.segments[0].height for bar in chart.bars)
    assert high == pytest.approx(2 * low, abs=0.11)
    assert chart.limit_y == pytest.approx(chart.bottom - 1.5 * low, abs=0.11)
    assert [bar.mark for bar in chart.bars] == ["N", ""]


@pytest.mark.parametrize("top_h", [0, 0.2, 1, 5.9, 6, 6.1, 37, 300, 2900])
def test_the_grid_holds_the_highest_figure(top_h: float) -> None:
    top = Fraction(str(top_h)) * 60
    chart = chart_of(loads((0, int(top), int(top))), top, None, {})
    assert 2 <= len(chart.grid) <= 8
    assert chart.grid[-1].hours * 60 >= top
    assert all(chart.top - 0.1 <= line.y <= chart.bottom for line in chart.grid)
    assert all(bar.x >= 0 and bar.x + bar.width <= WIDTH and bar.high_y >= chart.top - 0.1 for bar in chart.bars)
    assert chart.bottom < HEIGHT


def test_a_limit_beyond_the_drawing_is_left_out() -> None:
    assert chart_of(loads((0, 60, 60)), Fraction(60), Fraction(6000), {}).limit_y is None


def test_months_begin_with_their_first_monday() -> None:
    chart = chart_of(loads(*[(0, 60, 60)] * 4), Fraction(60), None, {})
    assert [mark.first for mark in chart.months] == [date(2027, 1, 1), date(2027, 2, 1)]
    assert chart.months[1].x == pytest.approx(chart.left + (chart.right - chart.left) * 3 / 4, abs=0.11)
