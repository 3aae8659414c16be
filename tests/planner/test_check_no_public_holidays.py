"""R4: nothing on a public holiday of a department concerned."""

import pytest

from tests.support.breaches import breaches, kinds, one_class, one_work, say, trainer
from tests.support.sessions import block, place


@pytest.mark.parametrize(
    ("department", "day", "expected"),
    [
        pytest.param("69", "2026-11-10", [], id="the day before the Armistice"),
        pytest.param("69", "2026-11-11", ["public_holiday"], id="the Armistice"),
        pytest.param("69", "2026-11-12", [], id="the day after"),
        pytest.param("69", "2027-03-26", [], id="Good Friday in Lyon"),
        pytest.param("57", "2027-03-26", ["public_holiday"], id="Good Friday in Moselle"),
        pytest.param("974", "2025-12-19", [], id="the day before the abolition day in La Réunion"),
        pytest.param("988", "2026-09-24", ["public_holiday"], id="the day of citizenship in Nouméa"),
        pytest.param("987", "2027-03-05", ["public_holiday"], id="the arrival of the Gospel in Papeete"),
        pytest.param("976", "2023-05-08", ["public_holiday"], id="Mayotte: a Monday on which holidays end"),
        pytest.param("988", "2022-04-18", ["public_holiday"], id="Nouméa: Easter Monday on which holidays end"),
    ],
)
def test_class_and_block(department: str, day: str, expected: list[str]) -> None:
    session, work = one_class(department=department), one_work(department=department)
    assert kinds("no_public_holidays", session, place(session, "accueil", f"{day} 10:00")) == expected
    assert kinds("no_public_holidays", work, block(work, "module", day, day, 120)) == expected


def test_public_holiday_of_a_group() -> None:
    groups = [{"id": "lyon", "size": 20}, {"id": "metz", "size": 20, "department": "57"}]
    session = one_class(groups=groups)
    at_good_friday = place(session, "accueil", "2027-03-26 10:00", groups=("lyon",))
    assert kinds("no_public_holidays", session, at_good_friday) == ["public_holiday"]


def test_public_holiday_in_the_middle_of_a_block_is_not_used() -> None:
    session = one_work()
    assert kinds("no_public_holidays", session, block(session, "module", "2026-11-09", "2026-11-13", 120)) == []


def test_trainer_closes_only_what_the_trainer_leads() -> None:
    session = one_class(trainers=[trainer("durand"), trainer("metz", department="57")])
    led_here = place(session, "accueil", "2027-03-26 10:00", trainers=("durand",))
    led_from_metz = place(session, "accueil", "2027-03-26 10:00", trainers=("metz",))
    assert breaches("no_public_holidays", session, led_here) == []
    (found,) = breaches("no_public_holidays", session, led_from_metz)
    assert say(found, session) == (
        "Friday 26 March 2027, “Accueil”: a public holiday of Metz (Moselle): Vendredi saint (R4)"
    )


@pytest.mark.parametrize(
    ("trainers", "expected"),
    [
        pytest.param([trainer("metz", department="57")], ["holiday_of_every_trainer"], id="the only trainer"),
        pytest.param([trainer("metz", department="57"), trainer("durand")], [], id="one is at work"),
    ],
)
def test_remote_work_needs_a_trainer_at_work(trainers: list[dict[str, str]], expected: list[str]) -> None:
    session = one_work(trainers=trainers)
    assert kinds("no_public_holidays", session, block(session, "module", "2027-03-22", "2027-03-26", 120)) == expected


@pytest.mark.parametrize(
    ("off", "expected"),
    [
        pytest.param([], ["holiday_of_every_trainer"], id="one has a public holiday, the other a school holiday"),
        pytest.param(["no_school_holidays"], [], id="without R3 the other is at work"),
    ],
)
def test_trainers_away_for_different_reasons(off: list[str], expected: list[str]) -> None:
    # 10 June 2026: the abolition day in Guyane; a school holiday in Nouméa
    team = [trainer("cayenne", department="973"), trainer("noumea", department="988")]
    session = one_work(trainers=team, rules={"off": off})
    assert kinds("no_public_holidays", session, block(session, "module", "2026-06-10", "2026-06-10", 120)) == expected


def test_ignored_public_holiday() -> None:
    session = one_class(department="57", rules={"ignored_public_holidays": ["Vendredi saint"]})
    assert kinds("no_public_holidays", session, place(session, "accueil", "2027-03-26 10:00")) == []


def test_known_where_the_school_calendar_is_not() -> None:
    session = one_class()
    assert kinds("no_public_holidays", session, place(session, "accueil", "2029-05-08 10:00")) == ["public_holiday"]


def test_switched_off() -> None:
    session = one_class(rules={"off": ["no_public_holidays"]})
    assert kinds("no_public_holidays", session, place(session, "accueil", "2026-11-11 10:00")) == []
