"""R6: the first day on which anything takes place is not followed by a closed day."""

import pytest

from tests.support.sessions import a_session
from tests.support.solver import at_once, bites, blocks, good_plan, has_no_plan, live, remote, starts


def test_holds() -> None:
    session = a_session(rules={"working_hours": {"fri": "17:00-18:30"}})
    assert has_no_plan(session)
    session = a_session(rules={"working_hours": {"fri": "17:00-18:30", "wed": "14:00-15:00"}})
    assert good_plan(session).placements[0].start.weekday() == 2


def test_bites() -> None:
    assert bites("no_start_on_eve", at_once("2027-01-15", "2027-01-15")) == {"eve"}


def test_bites_for_remote_work() -> None:
    assert bites("no_start_on_eve", at_once("2027-01-15", "2027-01-15", remote(duration="1h"))) == {"eve"}


@pytest.mark.parametrize(
    ("day", "possible"),
    [
        pytest.param("2027-01-15", False, id="Friday"),
        pytest.param("2027-01-14", True, id="Thursday"),
        pytest.param("2026-11-10", False, id="10 November, a Tuesday"),
        pytest.param("2026-11-09", True, id="9 November, a Monday"),
        pytest.param("2027-05-05", False, id="the Wednesday before the Ascension bridge"),
        pytest.param("2027-05-04", True, id="the Tuesday before the Ascension bridge"),
        pytest.param("2026-12-18", False, id="the last Friday before Christmas"),
        pytest.param("2027-01-04", True, id="the Monday after the holidays"),
    ],
)
def test_which_day_is_an_eve(day: str, possible: bool) -> None:
    assert has_no_plan(at_once(day, day)) is not possible
    assert has_no_plan(at_once(day, day, remote(duration="1h"))) is not possible


def test_an_eve_is_free_once_the_session_has_begun() -> None:
    session = at_once("2027-01-14", "2027-01-15", live("c1"), live("c2"))
    assert starts(session, good_plan(session)) == ["2027-01-14 17:00", "2027-01-15 17:00"]


def test_one_group_begins_for_all() -> None:
    groups = [{"id": "a", "size": 10}, {"id": "b", "size": 10}]
    session = at_once("2027-01-14", "2027-01-15", groups=groups)
    assert [start[:10] for start in starts(session, good_plan(session))] == ["2027-01-14", "2027-01-15"]


def test_remote_work_begins_later_in_the_week_where_the_first_day_is_an_eve() -> None:
    """From Tuesday 10 November 2026, an eve: the 11th is closed, so Thursday is the first day."""
    session = at_once("2026-11-10", "2026-11-15", remote(duration="1h"))
    assert blocks(good_plan(session)) == [("2026-11-12", "2026-11-13", 60)]


def test_an_eve_of_the_trainer_who_leads() -> None:
    """Good Friday 26 March 2027 is closed in Moselle alone: its Thursday is an eve for a trainer of Metz."""
    metz = {"id": "a-metz", "name": "Metz", "department": "57"}
    assert bites("no_start_on_eve", at_once("2027-03-25", "2027-03-25", trainers=[metz])) == {"eve_of_trainer"}
    here = {"id": "b-lyon", "name": "Lyon"}
    session = at_once("2027-03-25", "2027-03-25", trainers=[metz, here])
    assert good_plan(session).placements[0].trainers == ("b-lyon",)


def test_an_eve_of_every_trainer_for_remote_work() -> None:
    metz = {"id": "metz", "name": "Metz", "department": "57"}
    session = at_once("2027-03-25", "2027-03-25", remote(duration="1h"), trainers=[metz])
    assert bites("no_start_on_eve", session) == {"eve_of_every_trainer"}
    here = {"id": "lyon", "name": "Lyon"}
    assert good_plan(at_once("2027-03-25", "2027-03-25", remote(duration="1h"), trainers=[metz, here]))


def test_a_trainers_eve_is_a_day_on_the_trainers_clock() -> None:
    """24 September 2026, a Thursday, is closed in Nouméa: its Wednesday begins there on Tuesday at 15:00 of Paris."""
    far = {"id": "loin", "name": "Loin", "department": "988", "working_hours": {"mon-sun": "00:00-24:00"}}
    tuesday = {"first": "2026-09-22", "last": "2026-09-22", "department": "75", "trainers": [far]}
    assert bites("no_start_on_eve", at_once(**tuesday, hours="20:00-21:00")) == {"eve_of_trainer"}
    session = at_once(**tuesday, hours="13:30-16:00")
    assert starts(session, good_plan(session)) == ["2026-09-22 13:30"]
    assert has_no_plan(at_once(**tuesday, hours="15:00-16:00"))
    assert good_plan(at_once(**tuesday, hours="14:00-15:00"))


def test_a_closed_day_is_no_eve_where_closed_days_are_allowed() -> None:
    """Saturday is not the open day before a closed one, so a session that may use weekends may begin on it."""
    session = at_once("2027-01-16", "2027-01-16", rules={"off": ["no_weekend"]})
    assert starts(session, good_plan(session)) == ["2027-01-16 17:00"]
