"""R1: a class lies in one working interval on every clock concerned."""

from datetime import UTC, datetime

import pytest

from planner.plan import Placement
from tests.support.breaches import breaches, kinds, one_class, say, trainer
from tests.support.sessions import place


@pytest.mark.parametrize(
    ("start", "expected"),
    [
        pytest.param("08:00", [], id="first legal quarter"),
        pytest.param("07:45", ["session_clock"], id="a quarter too early"),
        pytest.param("17:00", [], id="ends at closing time"),
        pytest.param("17:15", ["session_clock"], id="ends a quarter after closing time"),
    ],
)
def test_ends_of_the_day(start: str, expected: list[str]) -> None:
    session = one_class()
    assert kinds("working_hours", session, place(session, "accueil", f"2027-01-12 {start}")) == expected


@pytest.mark.parametrize(
    ("start", "expected"),
    [
        pytest.param("11:00", [], id="ends when lunch begins"),
        pytest.param("11:15", ["session_clock"], id="runs into lunch"),
        pytest.param("13:15", ["session_clock"], id="begins in lunch"),
        pytest.param("13:30", [], id="begins after lunch"),
    ],
)
def test_lunch_break(start: str, expected: list[str]) -> None:
    session = one_class(rules={"working_hours": {"mon-fri": "08:00-12:00, 13:30-18:00"}})
    assert kinds("working_hours", session, place(session, "accueil", f"2027-01-12 {start}")) == expected


@pytest.mark.parametrize(
    ("start", "expected"),
    [
        pytest.param("23:00", [], id="ends at midnight"),
        pytest.param("23:15", ["session_clock"], id="spans midnight into hours of the next day"),
    ],
)
def test_midnight(start: str, expected: list[str]) -> None:
    session = one_class(rules={"working_hours": {"mon-fri": "00:00-24:00"}})
    assert kinds("working_hours", session, place(session, "accueil", f"2027-01-12 {start}")) == expected


@pytest.mark.parametrize(
    ("day", "hour_utc", "expected"),
    [
        pytest.param((2027, 3, 26), 16, [], id="winter time: 16:00 UTC is 17:00"),
        pytest.param((2027, 3, 30), 15, [], id="summer time: 15:00 UTC is 17:00"),
        pytest.param((2027, 3, 30), 16, ["session_clock"], id="summer time: 16:00 UTC is 18:00"),
        pytest.param((2027, 10, 22), 15, [], id="before the change of October"),
        pytest.param((2027, 11, 9), 16, [], id="after the change of October"),
        pytest.param((2027, 11, 9), 6, ["session_clock"], id="after the change of October 6:00 UTC is 7:00"),
    ],
)
def test_seventeen_stays_seventeen_over_clock_changes(
    day: tuple[int, int, int], hour_utc: int, expected: list[str]
) -> None:
    placement = Placement("accueil", ("lyon",), datetime(*day, hour_utc, tzinfo=UTC), 60, ("durand",))
    assert kinds("working_hours", one_class(), placement) == expected


@pytest.mark.parametrize(
    ("start", "expected"),
    [
        pytest.param("15:45", ["trainer_clock"], id="07:45 in Guadeloupe"),
        pytest.param("16:00", [], id="08:00 in Guadeloupe"),
        pytest.param("17:00", [], id="the last hour in La Réunion"),
        pytest.param("17:15", ["session_clock"], id="too late in La Réunion only"),
    ],
)
def test_trainer_eight_hours_away(start: str, expected: list[str]) -> None:
    session = one_class(department="974", trainers=[trainer("durand", department="971")])
    assert kinds("working_hours", session, place(session, "accueil", f"2026-06-09 {start}")) == expected


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        pytest.param("2026-03-03 13:00", [], id="4 h behind Paris: ends at 18:00 there"),
        pytest.param("2026-03-03 13:15", ["trainer_clock"], id="4 h behind Paris: ends at 18:15 there"),
        pytest.param("2026-03-17 14:00", [], id="its clock changed on 8 March, 3 h behind"),
        pytest.param("2026-03-31 14:00", ["trainer_clock"], id="Paris changed on 29 March, 4 h behind again"),
        pytest.param("2026-03-31 13:00", [], id="4 h behind again, ends at 18:00"),
    ],
)
def test_saint_pierre_has_its_own_clock_changes(moment: str, expected: list[str]) -> None:
    session = one_class(department="975", trainers=[trainer("durand", department="75")])
    assert kinds("working_hours", session, place(session, "accueil", moment)) == expected


@pytest.mark.parametrize(
    ("department", "start_utc", "expected"),
    [
        pytest.param("988", datetime(2026, 6, 28, 21, tzinfo=UTC), [], id="Nouméa: Sunday 21:00 UTC is Monday 8:00"),
        pytest.param("988", datetime(2026, 6, 28, 20, 45, tzinfo=UTC), ["session_clock"], id="Nouméa: Monday 7:45"),
        pytest.param("987", datetime(2026, 6, 3, 3, tzinfo=UTC), [], id="Papeete: Wednesday 3:00 UTC is Tuesday 17:00"),
        pytest.param("987", datetime(2026, 6, 3, 3, 15, tzinfo=UTC), ["session_clock"], id="Papeete: Tuesday 17:15"),
    ],
)
def test_far_from_utc(department: str, start_utc: datetime, expected: list[str]) -> None:
    session = one_class(department=department)
    assert kinds("working_hours", session, Placement("accueil", ("lyon",), start_utc, 60, ("durand",))) == expected


def test_group_on_another_clock() -> None:
    session = one_class(groups=[{"id": "saint-denis", "size": 12, "department": "974"}])
    # Lyon in January is 3 h behind La Réunion: 14:00 there ends at 18:00 here, 14:15 at 18:15
    assert kinds("working_hours", session, place(session, "accueil", "2027-01-12 14:00")) == []
    assert kinds("working_hours", session, place(session, "accueil", "2027-01-12 14:15")) == ["group_clock"]


def test_only_the_group_whose_clock_it_is_is_told() -> None:
    groups = [{"id": "lyon", "size": 12}, {"id": "saint-denis", "size": 12, "department": "974"}]
    accueil = {"id": "accueil", "kind": "virtual_class", "title": "Accueil", "duration": "1h", "together": True}
    session = one_class(groups=groups, activities=[accueil])
    (found,) = breaches("working_hours", session, place(session, "accueil", "2027-01-12 14:15"))
    assert found.group == "saint-denis"


def test_trainer_with_hours_of_their_own() -> None:
    session = one_class(trainers=[trainer("durand", working_hours={"tue": "16:00-18:00"})])
    assert kinds("working_hours", session, place(session, "accueil", "2027-01-12 16:00")) == []
    assert kinds("working_hours", session, place(session, "accueil", "2027-01-12 15:45")) == ["trainer_clock"]
    assert kinds("working_hours", session, place(session, "accueil", "2027-01-13 16:00")) == ["trainer_clock"]


def test_in_person_hours_on_the_session_clock_alone() -> None:
    day = {"id": "jour", "kind": "in_person", "title": "Une journée", "duration": "6h"}
    hours = {"in_person_hours": {"mon-fri": "09:00-17:00"}, "working_hours": {"mon-fri": "17:00-18:00"}}
    session = one_class(activities=[day], rules=hours, trainers=[trainer("durand", department="974")])
    assert kinds("working_hours", session, place(session, "jour", "2027-01-12 11:00")) == []
    assert kinds("working_hours", session, place(session, "jour", "2027-01-12 11:15")) == ["in_person_hours"]


def test_every_breach_is_told_with_the_hours() -> None:
    session = one_class()
    early, late = place(session, "accueil", "2027-01-12 06:00"), place(session, "accueil", "2027-01-13 20:00")
    found = breaches("working_hours", session, early, late)
    assert [violation.day and violation.day.day for violation in found] == [12, 13]
    assert say(found[0], session) == (
        "Tuesday 12 January 2027, “Accueil”: from 06:00 to 07:00, outside the working hours: 08:00-18:00 (R1)"
    )


def test_switched_off() -> None:
    session = one_class(rules={"off": ["working_hours"]})
    assert kinds("working_hours", session, place(session, "accueil", "2027-01-12 06:00")) == []


def test_a_trainer_on_another_day_is_told_the_day() -> None:
    session = one_class(department="988", trainers=[trainer("durand", department="75")])
    (found,) = breaches("working_hours", session, place(session, "accueil", "2026-06-30 08:00"))
    assert say(found, session) == (
        "Tuesday 30 June 2026, “Accueil”: for Durand (Paris), from Monday 29 June 2026 at 23:00 to 00:00, "
        "outside the trainer's working hours: 08:00-18:00 (R1)"
    )
