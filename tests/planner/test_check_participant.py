"""R8: a group is in one place at a time, and not asked for when it teaches or is busy."""

from datetime import UTC, datetime
from typing import Any

import pytest

from calendars.spans import Span
from planner.session import BusyTimes, Session
from tests.support.breaches import breaches, kinds, one_class, say
from tests.support.sessions import a_session, place


@pytest.mark.parametrize(
    ("second", "expected"),
    [
        pytest.param("2027-01-12 11:00", [], id="right after the other: participants need no gap"),
        pytest.param("2027-01-12 10:45", ["overlap"], id="a quarter too early"),
        pytest.param("2027-01-12 08:30", [], id="ends when the other begins"),
        pytest.param("2027-01-12 08:45", ["overlap"], id="ends a quarter later"),
    ],
)
def test_two_places_at_once(second: str, expected: list[str]) -> None:
    session = a_session()
    first = place(session, "accueil", "2027-01-12 10:00")
    assert kinds("participant", session, first, place(session, "retour1", second)) == expected


def test_two_groups_at_once() -> None:
    session = one_class(groups=[{"id": "a", "size": 20}, {"id": "b", "size": 20}])
    both = [place(session, "accueil", "2027-01-12 10:00", groups=(group,)) for group in "ab"]
    assert kinds("participant", session, *both) == []


def teaching(**group: Any) -> Session:
    lyon = {"id": "lyon", "size": 20, "teaching": {"mon-fri": "08:00-12:00"}} | group
    return one_class(groups=[lyon])


@pytest.mark.parametrize(
    ("start", "expected"),
    [
        pytest.param("2027-01-12 11:45", ["teaching"], id="the last quarter of teaching"),
        pytest.param("2027-01-12 12:00", [], id="begins when teaching is over"),
        pytest.param("2027-01-12 07:00", [], id="ends when teaching begins"),
        pytest.param("2027-01-12 07:15", ["teaching"], id="ends a quarter later"),
        pytest.param("2027-02-15 10:00", [], id="no teaching in a school holiday"),
        pytest.param("2026-11-11 10:00", [], id="nor on a public holiday"),
    ],
)
def test_teaching_hours(start: str, expected: list[str]) -> None:
    session = teaching()
    assert kinds("participant", session, place(session, "accueil", start)) == expected


def test_teaching_hours_are_on_the_clock_of_the_group() -> None:
    session = teaching(department="974")
    # La Réunion is 3 h ahead in January: its 12:00 is 9:00 in Lyon
    assert kinds("participant", session, place(session, "accueil", "2027-02-02 08:45")) == ["teaching"]
    assert kinds("participant", session, place(session, "accueil", "2027-02-02 09:00")) == []


def test_in_person_days_replace_teaching_but_not_other_engagements() -> None:
    day = {"id": "jour", "kind": "in_person", "title": "Une journée", "duration": "6h"}
    lyon = {"id": "lyon", "size": 20, "teaching": {"mon-fri": "08:00-12:00"}}
    session = a_session(activities=[day], groups=[lyon])
    placement = place(session, "jour", "2027-01-12 09:00")
    assert kinds("participant", session, placement) == []
    busy = BusyTimes(groups={"lyon": (_span(10, 11),)})
    assert kinds("participant", session, placement, busy=busy) == ["busy"]


@pytest.mark.parametrize(
    ("start", "expected"),
    [
        pytest.param("2027-01-12 10:00", [], id="ends when the group becomes busy"),
        pytest.param("2027-01-12 10:15", ["busy"], id="ends a quarter later"),
        pytest.param("2027-01-12 11:45", ["busy"], id="begins a quarter too early"),
        pytest.param("2027-01-12 12:00", [], id="begins when the group is free"),
    ],
)
def test_busy_calendar(start: str, expected: list[str]) -> None:
    session = one_class()
    busy = BusyTimes(groups={"lyon": (_span(10, 11),)})
    assert kinds("participant", session, place(session, "accueil", start), busy=busy) == expected


def _span(first_hour: int, last_hour: int) -> Span:
    return Span(datetime(2027, 1, 12, first_hour, tzinfo=UTC), datetime(2027, 1, 12, last_hour, tzinfo=UTC))


def test_halves_of_a_split_group_share_its_calendars() -> None:
    session = one_class(groups=[{"id": "lyon", "size": 40, "teaching": {"tue": "10:00-11:00"}}])
    busy = BusyTimes(groups={"lyon": (_span(9, 10),)})
    half = place(session, "accueil", "2027-01-12 10:00", groups=("lyon-2",))
    assert kinds("participant", session, half, busy=busy) == ["teaching", "busy"]


def test_sentences_name_both_activities() -> None:
    session = a_session()
    first, second = place(session, "accueil", "2027-01-12 10:00"), place(session, "retour1", "2027-01-12 10:45")
    (found,) = breaches("participant", session, first, second)
    assert say(found, session) == (
        "Tuesday 12 January 2027, “Retour d'expérience”: the group is in “Accueil” from 10:00 to 11:00, "
        "and in this from 10:45 to 12:15 (R8)"
    )


def test_switched_off() -> None:
    session = a_session(rules={"off": ["participant"]})
    both = place(session, "accueil", "2027-01-12 10:00"), place(session, "retour1", "2027-01-12 10:00")
    assert kinds("participant", session, *both) == []
