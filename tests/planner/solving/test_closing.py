"""R14: the evaluation lies before the last date."""

from tests.support.sessions import a_session
from tests.support.solver import at_once, bites, blocks, good_plan, live, remote

EVALUATION = {"id": "e1", "kind": "evaluation", "title": "Bilan", "duration": "30 min"}


def test_holds() -> None:
    activities = [live(), remote(), EVALUATION]
    assert good_plan(a_session(activities=activities)).blocks[0].activity == "e1"


def test_bites() -> None:
    assert bites("closing", at_once("2027-01-12", "2027-01-12", EVALUATION)) == {"evaluation_on_last_date"}


def test_it_ends_on_the_day_before_the_last_date() -> None:
    assert blocks(good_plan(at_once("2027-01-12", "2027-01-14", EVALUATION))) == [("2027-01-12", "2027-01-13", 30)]


def test_other_work_may_end_on_the_last_date() -> None:
    session = at_once("2027-01-12", "2027-01-14", remote(duration="30 min"))
    assert blocks(good_plan(session)) == [("2027-01-12", "2027-01-14", 30)]


def test_the_weekend_before_a_last_date_counts() -> None:
    """The last date is Monday 18: Friday 15 is before it."""
    session = at_once("2027-01-14", "2027-01-18", EVALUATION)
    assert blocks(good_plan(session)) == [("2027-01-14", "2027-01-15", 30)]
