"""R6: the first day of a session is not followed by a closed day."""

from datetime import date
from typing import Any

import pytest

from calendars.school_files import ZoneYear
from calendars.school_holidays import SchoolCalendar
from planner.session import Session
from tests.support.breaches import breaches, kinds, one_class, one_work, say, trainer
from tests.support.sessions import a_session, block, place


def on(session: Session, day: str, **how: Any) -> list[str]:
    return [
        violation.facts["next"]
        for violation in breaches("no_start_on_eve", session, place(session, "accueil", f"{day} 10:00"), **how)
    ]


@pytest.mark.parametrize(
    ("day", "after"),
    [
        pytest.param("2027-01-14", [], id="an ordinary Thursday"),
        pytest.param("2027-01-15", ["weekend"], id="every Friday"),
        pytest.param("2026-11-09", [], id="9 November"),
        pytest.param("2026-11-10", ["public"], id="10 November"),
        pytest.param("2027-05-04", [], id="the Tuesday before the Ascension bridge"),
        pytest.param("2027-05-05", ["public"], id="the Wednesday before the Ascension bridge"),
        pytest.param("2026-12-17", [], id="the Thursday before the holidays"),
        pytest.param("2026-12-18", ["school"], id="the last day of class"),
        pytest.param("2028-07-04", ["school"], id="before a summer without a return day"),
        pytest.param("2026-11-11", [], id="a closed day is no eve: R4 speaks of it"),
    ],
)
def test_what_is_an_eve(day: str, after: list[str]) -> None:
    session = one_class()
    assert on(session, day) == after
    work = one_work()
    found = breaches("no_start_on_eve", work, block(work, "module", day, day, 120))
    assert [violation.facts["next"] for violation in found] == after


def test_eve_of_mayotte_s_monday_after_a_holiday() -> None:
    # back on Monday 8 May 2023, a public holiday: Tuesday is the first day of class, and no eve
    assert on(one_class(department="976"), "2023-05-09") == []


@pytest.mark.parametrize(
    ("day", "after"), [pytest.param("2027-01-13", [], id="before"), pytest.param("2027-01-14", ["unknown"], id="last")]
)
def test_last_known_day_is_an_eve(day: str, after: list[str]) -> None:
    school = SchoolCalendar([ZoneYear("A", "2026-2027", (date(2026, 9, 1), date(2027, 1, 14)), ())])
    assert on(one_class(), day, school=school) == after


def test_only_the_first_day_counts() -> None:
    session = a_session()
    tuesday, friday = place(session, "accueil", "2027-01-12 17:00"), place(session, "retour1", "2027-01-22 16:00")
    assert kinds("no_start_on_eve", session, tuesday, friday) == []
    assert kinds("no_start_on_eve", session, friday) == ["eve"]


def test_block_that_begins_on_a_friday() -> None:
    session = one_work()
    assert kinds("no_start_on_eve", session, block(session, "module", "2027-01-15", "2027-01-15", 120)) == ["eve"]
    assert kinds("no_start_on_eve", session, block(session, "module", "2027-01-14", "2027-01-15", 120)) == []


def test_everything_on_the_first_day_is_told() -> None:
    session = one_class(groups=[{"id": "lyon", "size": 20}, {"id": "villeurbanne", "size": 20}])
    both = [place(session, "accueil", "2027-01-15 10:00", groups=(group,)) for group in ("lyon", "villeurbanne")]
    found = breaches("no_start_on_eve", session, *both)
    assert [violation.group for violation in found] == ["lyon", "villeurbanne"]


def test_eve_of_a_group_in_another_department() -> None:
    session = one_class(groups=[{"id": "lyon", "size": 20}, {"id": "metz", "size": 20, "department": "57"}])
    # Good Friday, 26 March 2027, is kept in Moselle
    assert on(session, "2027-03-25") == ["public"]
    assert on(one_class(), "2027-03-25") == []


def test_eve_for_the_trainer_who_leads() -> None:
    session = one_class(trainers=[trainer("durand"), trainer("metz", department="57")])
    led_here = place(session, "accueil", "2027-03-25 10:00", trainers=("durand",))
    led_from_metz = place(session, "accueil", "2027-03-25 10:00", trainers=("metz",))
    assert kinds("no_start_on_eve", session, led_here) == []
    (found,) = breaches("no_start_on_eve", session, led_from_metz)
    assert say(found, session) == (
        "Thursday 25 March 2027, “Accueil”: the session begins on an eve for Metz: "
        "the next day is a public holiday, Vendredi saint (R6)"
    )


@pytest.mark.parametrize(
    ("trainers", "expected"),
    [
        pytest.param([trainer("metz", department="57")], ["eve_of_every_trainer"], id="the only trainer"),
        pytest.param([trainer("metz", department="57"), trainer("durand")], [], id="one works on the next day"),
    ],
)
def test_eve_for_every_trainer(trainers: list[dict[str, str]], expected: list[str]) -> None:
    session = one_work(trainers=trainers)
    assert kinds("no_start_on_eve", session, block(session, "module", "2027-03-25", "2027-03-25", 120)) == expected


def test_partial_plan_is_judged_only_where_nothing_can_come_before() -> None:
    session = one_class(window={"first": "2027-01-14", "last": "2027-02-12"})
    friday = place(session, "accueil", "2027-01-15 10:00")
    assert kinds("no_start_on_eve", session, friday, partial=True) == []
    session = one_class(window={"first": "2027-01-15", "last": "2027-02-12"})
    assert kinds("no_start_on_eve", session, friday, partial=True) == ["eve"]


def test_switched_off() -> None:
    assert on(one_class(rules={"off": ["no_start_on_eve"]}), "2027-01-15") == []
