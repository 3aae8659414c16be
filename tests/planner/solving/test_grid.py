"""R13: classes start on the grid, blocks are of a useful length."""

import pytest

from tests.support.sessions import a_session
from tests.support.solver import at_once, bites, blocks, good_plan, has_no_plan, live, remote, starts

TUESDAY = ("2027-01-12", "2027-01-12")


def test_holds() -> None:
    session = a_session(rules={"start_grid": "1h", "smallest_block": "1h"})
    assert all(start.endswith(":00") for start in starts(session, good_plan(session)))
    assert all(minutes >= 60 for *_, minutes in blocks(good_plan(session)))


def test_bites() -> None:
    """Hours from 17:30 to 18:30, and starts on the full hour."""
    session = at_once(*TUESDAY, hours="17:30-18:30", rules={"start_grid": "1h"})
    assert bites("grid", session) == {"start"}


def test_bites_for_blocks() -> None:
    """An hour in blocks of an hour, with 45 min a week."""
    rules = {"smallest_block": "1h", "weekly_cap": "45 min"}
    session = at_once("2027-01-11", "2027-01-22", remote(duration="1h"), rules=rules)
    assert bites("grid", session) == {"block_too_small"}


@pytest.mark.parametrize(
    ("grid", "hours", "start"),
    [
        pytest.param("15 min", "17:05-18:20", "17:15", id="quarter"),
        pytest.param("30 min", "17:05-18:30", "17:30", id="half hour"),
        pytest.param("1h", "17:05-19:00", "18:00", id="full hour"),
    ],
)
def test_grids(grid: str, hours: str, start: str) -> None:
    session = at_once(*TUESDAY, hours=hours, rules={"start_grid": grid})
    assert starts(session, good_plan(session)) == [f"2027-01-12 {start}"]


@pytest.mark.parametrize(
    ("first", "last"),
    [
        pytest.param("2027-03-23", "2027-03-30", id="spring"),
        pytest.param("2027-10-19", "2027-11-09", id="autumn"),
    ],
)
def test_the_grid_is_that_of_the_local_clock_on_both_sides_of_a_clock_change(first: str, last: str) -> None:
    before, after = live("c1", fixed=first), live("c2", fixed=last)
    session = at_once(first, last, before, after, hours="09:45-11:15", rules={"start_grid": "1h"})
    assert starts(session, good_plan(session)) == [f"{first} 10:00", f"{last} 10:00"]


def test_work_shorter_than_the_smallest_block_is_one_block() -> None:
    short = remote(duration="20 min")
    assert blocks(good_plan(at_once("2027-01-11", "2027-01-29", short))) == [("2027-01-11", "2027-01-15", 20)]
    caps = {"weekly_cap": "15 min"}
    assert has_no_plan(at_once("2027-01-11", "2027-01-29", short, rules=caps))


def test_blocks_of_the_smallest_size() -> None:
    session = at_once("2027-01-11", "2027-01-22", remote(duration="1h"), rules={"weekly_cap": "30 min"})
    assert [minutes for *_, minutes in blocks(good_plan(session))] == [30, 30]
    session = at_once("2027-01-11", "2027-01-22", remote(duration="45 min"), rules={"weekly_cap": "30 min"})
    assert bites("grid", session) == {"block_too_small"}


@pytest.mark.parametrize("at", ["16:52", "17:05", "09:01"])
def test_a_class_fixed_between_two_quarters_is_kept_exactly_where_the_rule_is_off(at: str) -> None:
    session = at_once(*TUESDAY, live(fixed=f"2027-01-12T{at}"), hours="08:00-18:30", rules={"off": ["grid"]})
    assert starts(session, good_plan(session)) == [f"2027-01-12 {at}"]


def test_what_is_free_beside_it_starts_on_a_quarter_and_as_soon_as_the_gap_allows() -> None:
    """Over at 9:52, and 5 minutes between two: 10:00."""
    fixed, free = live("c1", fixed="2027-01-12T08:52"), live("c2")
    rules = {"off": ["grid"], "trainer_gap": "5 min"}
    session = at_once(*TUESDAY, fixed, free, hours="08:30-11:00", rules=rules)
    assert starts(session, good_plan(session)) == ["2027-01-12 08:52", "2027-01-12 10:00"]


def test_two_that_are_fixed_too_near_each_other_have_no_plan() -> None:
    first, second = live("c1", fixed="2027-01-12T08:52"), live("c2", fixed="2027-01-12T09:56")
    for gap, possible in (("4 min", True), ("5 min", False)):
        rules = {"off": ["grid"], "trainer_gap": gap}
        session = at_once(*TUESDAY, first, second, hours="08:30-11:00", rules=rules)
        assert has_no_plan(session) is not possible


def test_remote_work_of_other_minutes_is_dealt_whole_where_the_rule_is_off() -> None:
    fixed = [{"first": "2027-01-12", "last": "2027-01-14", "duration": "50 min"}]
    window = ("2027-01-11", "2027-01-29")
    for activity in (remote(duration="100 min"), remote(duration="2h", fixed=fixed)):
        session = at_once(*window, activity, rules={"off": ["grid"]})
        assert sum(minutes for *_, minutes in blocks(good_plan(session))) == session.activities[0].duration_min
