"""R4: nothing on a public holiday of any department concerned."""

from tests.support.sessions import a_session
from tests.support.solver import at_once, bites, blocks, good_plan, has_no_plan, live, remote, starts

GOOD_FRIDAY = ("2027-03-23", "2027-03-26", live("c1", fixed="2027-03-23"), live("c2", fixed="2027-03-26"))
"""Begun on the Tuesday, so that R6 has nothing to say of the Friday."""


def test_holds() -> None:
    session = a_session(window={"first": "2026-11-02", "last": "2026-11-20"})
    assert all(placement.start.date().isoformat() != "2026-11-11" for placement in good_plan(session).placements)


def test_bites() -> None:
    assert bites("no_public_holidays", at_once("2026-11-11", "2026-11-11")) == {"public_holiday"}


def test_bites_for_remote_work() -> None:
    session = at_once("2026-11-11", "2026-11-11", remote(duration="1h"))
    assert bites("no_public_holidays", session) == {"public_holiday"}


def test_good_friday_is_one_in_moselle_alone() -> None:
    assert good_plan(at_once(*GOOD_FRIDAY, department="69"))
    assert bites("no_public_holidays", at_once(*GOOD_FRIDAY, department="57")) == {"public_holiday"}


def test_of_a_groups_department() -> None:
    groups = [{"id": "metz", "size": 10, "department": "57"}]
    assert bites("no_public_holidays", at_once(*GOOD_FRIDAY, groups=groups)) == {"public_holiday"}


def test_of_the_trainer_who_leads() -> None:
    metz = {"id": "a-metz", "name": "Metz", "department": "57"}
    assert bites("no_public_holidays", at_once(*GOOD_FRIDAY, trainers=[metz])) == {"public_holiday"}
    here = {"id": "b-lyon", "name": "Lyon"}
    assert good_plan(at_once(*GOOD_FRIDAY, trainers=[metz, here])).placements[1].trainers == ("b-lyon",)


def test_ignored_where_the_session_says_so() -> None:
    rules = {"ignored_public_holidays": ["Vendredi saint"]}
    assert good_plan(at_once(*GOOD_FRIDAY, department="57", rules=rules))


def test_a_block_may_span_it_but_not_end_on_it() -> None:
    session = at_once("2026-11-09", "2026-11-11", remote(duration="1h"))
    assert blocks(good_plan(session)) == [("2026-11-09", "2026-11-10", 60)]
    session = at_once("2026-11-09", "2026-11-12", remote(duration="1h"))
    assert blocks(good_plan(session)) == [("2026-11-09", "2026-11-12", 60)]


def test_a_monday_that_is_a_public_holiday_after_a_school_holiday() -> None:
    """Mayotte is back on Monday 8 May 2023, a public holiday."""
    mayotte = {"department": "976"}
    assert bites("no_public_holidays", at_once("2023-05-08", "2023-05-08", **mayotte)) == {"public_holiday"}
    assert has_no_plan(at_once("2023-05-02", "2023-05-08", **mayotte))
    session = at_once("2023-05-02", "2023-05-09", **mayotte)
    assert starts(session, good_plan(session)) == ["2023-05-09 17:00"]
