"""R2: nothing on Saturday or Sunday, on any clock concerned."""

from tests.support.sessions import a_session
from tests.support.solver import at_once, bites, blocks, good_plan, live, remote


def test_holds() -> None:
    session = a_session(rules={"working_hours": {"mon-sun": "08:00-18:00"}})
    plan = good_plan(session)
    assert all(placement.start.weekday() < 5 for placement in plan.placements)


def test_bites() -> None:
    sunday = at_once("2027-01-17", "2027-01-17")
    assert bites("no_weekend", sunday) == {"weekend"}


def test_bites_for_remote_work() -> None:
    sunday = at_once("2027-01-17", "2027-01-17", remote(duration="1h"))
    assert bites("no_weekend", sunday) == {"weekend"}


def test_a_block_over_a_whole_week_ends_on_friday() -> None:
    session = at_once("2027-01-11", "2027-01-17", remote())
    assert blocks(good_plan(session)) == [("2027-01-11", "2027-01-15", 120)]


def test_a_trainers_own_saturday() -> None:
    """Friday 07:00 in Nouméa is Thursday 22:00 in Paris, and Monday 07:00 in Nouméa is Sunday 22:00 in Paris."""
    far = {"id": "loin", "name": "Loin", "department": "75", "working_hours": {"mon-sun": "22:00-23:00"}}
    days = {"department": "988", "trainers": [far], "hours": "07:00-08:00"}
    first = live("c1", fixed="2026-09-08T07:00")
    assert good_plan(at_once("2026-09-08", "2026-09-11", first, live("c2", fixed="2026-09-11"), **days))
    assert bites("no_weekend", at_once("2026-09-08", "2026-09-14", first, live("c2", fixed="2026-09-14"), **days)) == {
        "weekend"
    }
