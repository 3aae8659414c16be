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
