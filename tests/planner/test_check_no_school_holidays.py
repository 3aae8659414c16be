"""R3: nothing inside a school holiday of a zone concerned; an unknown day is no open day."""

from datetime import date

import pytest

from planner.session import Session
from tests.support.breaches import breaches, kinds, one_class, one_work, say, trainer
from tests.support.sessions import block, place

AWAY = [trainer("away", department="35")]
"""A trainer in zone B, for sessions in zone A: in 2027 A is on holiday from 13 February, B from 20 February."""


def on(session: Session, day: str) -> list[str]:
    return kinds("no_school_holidays", session, place(session, "accueil", f"{day} 10:00"))


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        pytest.param("2026-12-18", [], id="the last day of class"),
        pytest.param("2026-12-19", ["school_holiday"], id="the first day off, a Saturday"),
        pytest.param("2026-12-31", ["school_holiday"], id="in the middle"),
        pytest.param("2027-01-03", ["school_holiday"], id="the last day off"),
        pytest.param("2027-01-04", [], id="the day classes resume"),
        pytest.param("2027-05-07", ["school_holiday"], id="the Ascension bridge"),
        pytest.param("2027-05-05", [], id="the Wednesday before the Ascension bridge"),
        pytest.param("2028-07-04", [], id="the day before a summer without a return day"),
        pytest.param("2028-08-31", ["school_holiday"], id="a return day that is not published closes all that follows"),
        pytest.param("2028-09-01", ["unknown_day"], id="the day after the last known one"),
        pytest.param("2022-07-07", ["unknown_day"], id="the day before the first known one"),
    ],
)
def test_ends_of_holidays(day: str, expected: list[str]) -> None:
    session, work = one_class(), one_work()
    assert on(session, day) == expected
    assert kinds("no_school_holidays", work, block(work, "module", day, day, 120)) == expected


@pytest.mark.parametrize("day", ["0001-01-01", "0001-01-02", "1500-06-15", "9998-12-31", "9999-12-30", "9999-12-31"])
def test_days_out_of_every_calendar_are_unknown(day: str) -> None:
    work = one_work()
    assert kinds("no_school_holidays", work, block(work, "module", day, day, 120)) == ["unknown_day"]


def test_only_the_ends_of_a_block_have_to_be_open() -> None:
    session = one_work()
    # Ascension is Thursday 6 May 2027, and the bridge is Friday: Monday to Wednesday is open
    assert kinds("no_school_holidays", session, block(session, "module", "2027-05-03", "2027-05-05", 120)) == []
    found = breaches("no_school_holidays", session, block(session, "module", "2027-05-03", "2027-05-07", 120))
    assert [violation.day for violation in found] == [date(2027, 5, 7)]


def test_closed_days_in_the_middle_of_a_block_are_not_used() -> None:
    # Mi-carême in Guadeloupe, a holiday of one Thursday: 12 March 2026
    session = one_work(department="971")
    assert kinds("no_school_holidays", session, block(session, "module", "2026-03-09", "2026-03-13", 120)) == []


@pytest.mark.parametrize(
    ("day", "zones"),
    [
        pytest.param("2027-02-12", [], id="both open"),
        pytest.param("2027-02-15", ["69"], id="zone A only"),
        pytest.param("2027-02-22", ["69", "35"], id="both, each one told"),
        pytest.param("2027-03-01", ["35"], id="zone B only"),
        pytest.param("2027-03-08", [], id="both open again"),
    ],
)
def test_two_zones_that_overlap_partly(day: str, zones: list[str]) -> None:
    groups = [{"id": "lyon", "size": 20}, {"id": "rennes", "size": 20, "department": "35"}]
    session = one_class(groups=groups)
    found = breaches("no_school_holidays", session, place(session, "accueil", f"{day} 10:00", groups=("lyon",)))
    assert [violation.facts["department"] for violation in found] == zones


def test_one_holiday_of_two_departments_is_told_once() -> None:
    groups = [{"id": "lyon", "size": 20}, {"id": "ain", "size": 20, "department": "01"}]
    assert on(one_class(groups=groups), "2027-02-15") == ["school_holiday"]


def test_trainer_closes_only_what_the_trainer_leads() -> None:
    session = one_class(trainers=[trainer("durand"), *AWAY])
    led_here = place(session, "accueil", "2027-03-02 10:00", trainers=("durand",))
    led_away = place(session, "accueil", "2027-03-02 10:00", trainers=("away",))
    assert breaches("no_school_holidays", session, led_here) == []
    (found,) = breaches("no_school_holidays", session, led_away)
    assert found.trainer == "away"


@pytest.mark.parametrize(
    ("trainers", "expected"),
    [
        pytest.param(AWAY, ["holiday_of_every_trainer"], id="the only trainer is on holiday"),
        pytest.param([*AWAY, trainer("nantes", department="44")], ["holiday_of_every_trainer"], id="all of them are"),
        pytest.param([*AWAY, trainer("durand")], [], id="one is at work"),
    ],
)
def test_remote_work_needs_a_trainer_at_work(trainers: list[dict[str, str]], expected: list[str]) -> None:
    session = one_work(trainers=trainers)
    assert kinds("no_school_holidays", session, block(session, "module", "2027-03-02", "2027-03-02", 120)) == expected


def test_unknown_calendar_of_the_only_trainer() -> None:
    session = one_work(trainers=[trainer("reunion", department="974")])
    # La Réunion is known to 16 August 2027, zone A to 31 August 2028
    assert kinds("no_school_holidays", session, block(session, "module", "2027-09-06", "2027-09-07", 120)) == [
        "unknown_day",
        "unknown_day",
    ]


def test_mayotte_holidays_that_end_on_a_public_holiday() -> None:
    session = one_class(department="976")
    # back on Monday 8 May 2023, itself a public holiday: R4 closes it, not R3
    assert on(session, "2023-05-05") == ["school_holiday"]
    assert on(session, "2023-05-08") == []


def test_no_holiday_of_the_trainer_on_the_trainers_own_clock() -> None:
    session = one_class(department="988", trainers=[trainer("lyon", department="69")])
    # classes resume in Lyon on Monday 20 April 2026: Monday 08:00 in Nouméa is still Sunday there
    found = breaches("no_school_holidays", session, place(session, "accueil", "2026-04-20 08:00"))
    assert [(violation.trainer, str(violation.day)) for violation in found] == [("lyon", "2026-04-19")]


def test_sentences_name_the_holiday_and_the_zone() -> None:
    session = one_class()
    (found,) = breaches("no_school_holidays", session, place(session, "accueil", "2027-02-16 10:00"))
    assert say(found, session) == (
        "Tuesday 16 February 2027, “Accueil”: inside a school holiday in Rhône: Vacances d'hiver "
        "(from Saturday 13 February 2027 until classes resume on Monday 1 March 2027) (R3)"
    )
    (unknown,) = breaches("no_school_holidays", session, place(session, "accueil", "2028-09-01 10:00"))
    assert "zone A is known from Friday 8 July 2022 to Thursday 31 August 2028 only" in say(unknown, session)


def test_switched_off() -> None:
    assert on(one_class(rules={"off": ["no_school_holidays"]}), "2026-12-31") == []
