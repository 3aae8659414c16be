"""R7: one thing at a time with a gap, not when absent or busy, no more than the limits."""

from datetime import UTC, datetime
from typing import Any

import pytest

from calendars.spans import Span
from planner.plan import Placement
from planner.session import BusyTimes, Session
from tests.support.breaches import breaches, kinds, one_class, say, trainer
from tests.support.sessions import a_session, place

TWO_GROUPS = [{"id": "a", "size": 20}, {"id": "b", "size": 20}]


def two_classes(session: Session, first: str, second: str) -> list[Placement]:
    """Both groups' own class, led by the same trainer."""
    return [
        place(session, "accueil", first, groups=("a",), trainers=("durand",)),
        place(session, "accueil", second, groups=("b",), trainers=("durand",)),
    ]


@pytest.mark.parametrize(
    ("second", "expected"),
    [
        pytest.param("2027-01-12 11:15", [], id="exactly the gap of 15 min"),
        pytest.param("2027-01-12 11:00", ["gap"], id="right after the other"),
        pytest.param("2027-01-12 10:45", ["overlap"], id="a quarter too early"),
        pytest.param("2027-01-12 10:00", ["overlap"], id="at once"),
        pytest.param("2027-01-12 08:45", [], id="the gap before"),
        pytest.param("2027-01-12 09:00", ["gap"], id="right before the other"),
    ],
)
def test_gap_between_two_classes(second: str, expected: list[str]) -> None:
    session = one_class(groups=TWO_GROUPS)
    assert kinds("trainer", session, *two_classes(session, "2027-01-12 10:00", second)) == expected


@pytest.mark.parametrize(
    ("gap", "expected"), [pytest.param("0 min", [], id="no gap asked"), pytest.param("15 min", ["gap"], id="15 min")]
)
def test_classes_that_touch(gap: str, expected: list[str]) -> None:
    session = one_class(groups=TWO_GROUPS, rules={"trainer_gap": gap})
    assert kinds("trainer", session, *two_classes(session, "2027-01-12 10:00", "2027-01-12 11:00")) == expected


def test_two_trainers_at_once() -> None:
    session = one_class(groups=TWO_GROUPS, trainers=[trainer("durand"), trainer("martin")])
    one = place(session, "accueil", "2027-01-12 10:00", groups=("a",), trainers=("durand",))
    other = place(session, "accueil", "2027-01-12 10:00", groups=("b",), trainers=("martin",))
    assert kinds("trainer", session, one, other) == []


def test_every_pair_that_overlaps_is_told() -> None:
    session = one_class(groups=[*TWO_GROUPS, {"id": "c", "size": 20}])
    three = [place(session, "accueil", "2027-01-12 10:00", groups=(group,)) for group in "abc"]
    assert kinds("trainer", session, *three) == ["overlap"] * 3


@pytest.mark.parametrize(
    ("department", "moment", "expected"),
    [
        pytest.param("69", "2027-01-15 17:00", [], id="the day before"),
        pytest.param("69", "2027-01-18 08:00", ["absent"], id="the first day of the absence"),
        pytest.param("69", "2027-01-22 17:00", ["absent"], id="the last day of it"),
        pytest.param("69", "2027-01-25 08:00", [], id="the day after"),
        pytest.param("988", "2027-01-18 08:00", [], id="Monday in Nouméa is Sunday for the trainer in Lyon"),
        pytest.param("988", "2027-01-23 08:00", ["absent"], id="Saturday in Nouméa is Friday for the trainer in Lyon"),
    ],
)
def test_absence_is_days_of_the_trainer(department: str, moment: str, expected: list[str]) -> None:
    absent = trainer("durand", department="69", absent=["2027-01-18/2027-01-22"])
    session = one_class(department=department, trainers=[absent])
    assert kinds("trainer", session, place(session, "accueil", moment)) == expected


@pytest.mark.parametrize(
    ("absent", "sentence"),
    [
        pytest.param("2027-01-12", "Durand is absent on Tuesday 12 January 2027 (R7)", id="one day"),
        pytest.param(
            "2027-01-11/2027-01-12",
            "Durand is absent from Monday 11 January 2027 to Tuesday 12 January 2027 (R7)",
            id="several",
        ),
    ],
)
def test_sentence_of_an_absence(absent: str, sentence: str) -> None:
    session = one_class(trainers=[trainer("durand", absent=[absent])])
    (found,) = breaches("trainer", session, place(session, "accueil", "2027-01-12 10:00"))
    assert say(found, session) == f"Tuesday 12 January 2027, “Accueil”: {sentence}"


@pytest.mark.parametrize(
    ("start", "expected"),
    [
        pytest.param("2027-01-12 09:00", [], id="ends when the trainer becomes busy"),
        pytest.param("2027-01-12 09:15", ["busy"], id="ends a quarter later"),
        pytest.param("2027-01-12 11:45", ["busy"], id="begins a quarter before the end"),
        pytest.param("2027-01-12 12:00", [], id="begins when the trainer is free"),
    ],
)
def test_busy_calendar(start: str, expected: list[str]) -> None:
    session = one_class()
    # 10:00 to 12:00 in Lyon in winter, in three events: one busy time
    busy = BusyTimes(trainers={"durand": (_span(10, 11), _span(9, 10), _span(10, 11))})
    assert kinds("trainer", session, place(session, "accueil", start), busy=busy) == expected


def _span(first_hour: int, last_hour: int) -> Span:
    return Span(datetime(2027, 1, 12, first_hour, tzinfo=UTC), datetime(2027, 1, 12, last_hour, tzinfo=UTC))


@pytest.mark.parametrize(
    ("rules", "own", "expected"),
    [
        pytest.param({"max_delivery_day": "2h"}, {}, [], id="two hours are the limit of the rules"),
        pytest.param({"max_delivery_day": "1h45"}, {}, ["day_limit"], id="the rules' limit is less"),
        pytest.param({"max_delivery_day": "1h45"}, {"max_delivery_day": "2h"}, [], id="the trainer's own wins"),
        pytest.param({}, {"max_delivery_day": "1h45"}, ["day_limit"], id="the trainer's own alone"),
        pytest.param({"max_delivery_week": "1h45"}, {}, ["week_limit"], id="a week"),
        pytest.param({"max_delivery_week": "1h45"}, {"max_delivery_week": "2h"}, [], id="the trainer's own week wins"),
    ],
)
def test_limits(rules: dict[str, Any], own: dict[str, Any], expected: list[str]) -> None:
    session = one_class(groups=TWO_GROUPS, rules=rules, trainers=[trainer("durand", **own)])
    assert kinds("trainer", session, *two_classes(session, "2027-01-12 10:00", "2027-01-12 14:00")) == expected


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        pytest.param("2027-01-11 10:00", "2027-01-15 10:00", ["week_limit"], id="Monday and Friday of one week"),
        pytest.param("2027-01-15 10:00", "2027-01-18 10:00", [], id="Friday and the Monday after"),
        pytest.param("2026-12-31 10:00", "2027-01-01 10:00", ["week_limit"], id="week 53 spans New Year"),
    ],
)
def test_week_limit(first: str, second: str, expected: list[str]) -> None:
    session = one_class(groups=TWO_GROUPS, rules={"max_delivery_week": "1h"})
    assert kinds("trainer", session, *two_classes(session, first, second)) == expected


def test_days_and_weeks_are_the_trainers_own() -> None:
    rules = {"max_delivery_week": "1h", "max_delivery_day": "1h"}
    away = trainer("durand", department="75")
    session = one_class(department="988", groups=TWO_GROUPS, trainers=[away], rules=rules)
    # Friday 17:00 and Monday 08:00 in Nouméa are Friday and Sunday of one week in Paris
    found = breaches("trainer", session, *two_classes(session, "2026-06-26 17:00", "2026-06-29 08:00"))
    assert [(violation.kind, str(violation.day)) for violation in found] == [("week_limit", "2026-06-22")]


def test_in_person_days_are_delivery_too() -> None:
    day = {"id": "jour", "kind": "in_person", "title": "Une journée", "duration": "6h"}
    session = a_session(activities=[day], rules={"max_delivery_day": "5h"})
    assert kinds("trainer", session, place(session, "jour", "2027-01-12 09:00")) == ["day_limit"]


def test_sentences_name_the_trainer_and_the_hours() -> None:
    session = one_class(groups=TWO_GROUPS)
    (found,) = breaches("trainer", session, *two_classes(session, "2027-01-12 10:00", "2027-01-12 11:00"))
    assert say(found, session).replace("\u00a0", " ") == (
        "Tuesday 12 January 2027, “Accueil”, group b: Alice Durand has 0 min between the end of “Accueil” (a) (11:00) "
        "and 11:00; 15 min are asked for (R7)"
    )


def test_switched_off() -> None:
    session = one_class(groups=TWO_GROUPS, rules={"off": ["trainer"]})
    assert kinds("trainer", session, *two_classes(session, "2027-01-12 10:00", "2027-01-12 10:00")) == []
