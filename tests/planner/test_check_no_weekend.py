"""R2: nothing on Saturday or Sunday."""

import pytest

from tests.support.breaches import breaches, kinds, one_class, one_work, say, trainer
from tests.support.sessions import block, place


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        pytest.param("2027-01-15", [], id="Friday, the last legal day"),
        pytest.param("2027-01-16", ["weekend"], id="Saturday"),
        pytest.param("2027-01-17", ["weekend"], id="Sunday"),
        pytest.param("2027-01-18", [], id="Monday, the first legal day"),
    ],
)
def test_class_and_block(day: str, expected: list[str]) -> None:
    session = one_class()
    assert kinds("no_weekend", session, place(session, "accueil", f"{day} 10:00")) == expected
    work = one_work()
    assert kinds("no_weekend", work, block(work, "module", day, day, 120)) == expected


@pytest.mark.parametrize(
    ("first", "last", "days"),
    [
        pytest.param("2027-01-11", "2027-01-15", [], id="Monday to Friday"),
        pytest.param("2027-01-11", "2027-01-16", [16], id="ends on Saturday"),
        pytest.param("2027-01-16", "2027-01-17", [16, 17], id="the weekend alone: both ends"),
    ],
)
def test_both_ends_of_a_block(first: str, last: str, days: list[int]) -> None:
    session = one_work()
    found = breaches("no_weekend", session, block(session, "module", first, last, 120))
    assert [violation.day and violation.day.day for violation in found] == days


def test_weekend_of_the_trainer_alone() -> None:
    session = one_class(department="988", trainers=[trainer("durand", department="75")])
    # Monday 08:00 in Nouméa is Sunday 23:00 in Paris
    found = breaches("no_weekend", session, place(session, "accueil", "2026-06-29 08:00"))
    assert [(violation.trainer, str(violation.day)) for violation in found] == [("durand", "2026-06-28")]
    assert say(found[0], session) == "Sunday 28 June 2026, “Accueil”: a weekend day for Durand (R2)"


def test_monday_in_noumea_is_no_weekend() -> None:
    session = one_class(department="988")
    assert kinds("no_weekend", session, place(session, "accueil", "2026-06-29 08:00")) == []


def test_friday_in_papeete_is_no_weekend() -> None:
    session = one_class(department="987")
    # Friday 17:00 in Papeete is Saturday 03:00 UTC
    assert kinds("no_weekend", session, place(session, "accueil", "2026-06-05 17:00")) == []


def test_switched_off() -> None:
    session = one_class(rules={"off": ["no_weekend"]})
    assert kinds("no_weekend", session, place(session, "accueil", "2027-01-16 10:00")) == []
