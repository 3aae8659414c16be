"""R5: what a group is asked in one ISO week is at most the cap."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from planner.plan import Placement, RemoteBlock
from planner.session import Session
from tests.support.breaches import breaches, kinds, one_work, say
from tests.support.sessions import a_session, block, place


def weeks(session: Session, *entries: Placement | RemoteBlock) -> list[str]:
    return [f"{violation.day:%G-W%V}" for violation in breaches("weekly_cap", session, *entries)]


@pytest.mark.parametrize(
    ("remote_min", "expected"),
    [
        pytest.param(60, [], id="1 h of class + 1 h = 2 h, the cap"),
        pytest.param(75, ["2027-W02"], id="1 h of class + 1 h 15, over it"),
    ],
)
def test_class_and_remote_work_add_up(remote_min: int, expected: list[str]) -> None:
    session = a_session()
    accueil = place(session, "accueil", "2027-01-12 17:00")
    assert weeks(session, accueil, block(session, "module1", "2027-01-13", "2027-01-15", remote_min)) == expected


def test_sunday_and_monday_are_two_weeks() -> None:
    session = one_work("4h")
    week = block(session, "module", "2027-01-11", "2027-01-17", 120)
    assert weeks(session, week, block(session, "module", "2027-01-18", "2027-01-18", 120)) == []
    assert weeks(session, week, block(session, "module", "2027-01-17", "2027-01-17", 15)) == ["2027-W02"]


def test_week_53_spans_new_year() -> None:
    session = one_work("4h")
    december, january = ("2026-12-28", "2026-12-31"), ("2027-01-01", "2027-01-01")
    # both in week 53 of 2026, 28 December to 3 January: 1 h + 1 h 15 is more than 2 h
    assert weeks(session, block(session, "module", *december, 60), block(session, "module", *january, 75)) == [
        "2026-W53"
    ]
    assert weeks(session, block(session, "module", *december, 60), block(session, "module", *january, 60)) == []


def test_week_over_new_year_of_an_ordinary_year() -> None:
    session = one_work("4h")
    # 31 December 2025 and 2 January 2026 are both in week 1 of 2026
    assert weeks(
        session,
        block(session, "module", "2025-12-31", "2025-12-31", 75),
        block(session, "module", "2026-01-02", "2026-01-02", 60),
    ) == ["2026-W01"]


@pytest.mark.parametrize(
    ("department", "start_utc", "week"),
    [
        pytest.param("988", datetime(2026, 6, 28, 21, tzinfo=UTC), "2026-W27", id="Monday in Nouméa, Sunday UTC"),
        pytest.param("987", datetime(2026, 6, 8, 3, tzinfo=UTC), "2026-W23", id="Sunday in Papeete, Monday UTC"),
    ],
)
def test_week_of_the_local_day(department: str, start_utc: datetime, week: str) -> None:
    session = a_session(department=department, rules={"weekly_cap": "45 min"})
    assert weeks(session, Placement("accueil", ("lyon",), start_utc, 60, ("durand",))) == [week]


def test_each_group_has_its_own_two_hours() -> None:
    session = one_work("2h", groups=[{"id": "a", "size": 20}, {"id": "b", "size": 20}])
    blocks = [block(session, "module", "2027-01-11", "2027-01-15", 120, group=group) for group in ("a", "b")]
    assert weeks(session, *blocks) == []
    found = breaches(
        "weekly_cap", session, *blocks, block(session, "module", "2027-01-14", "2027-01-15", 30, group="b")
    )
    assert [violation.group for violation in found] == ["b"]


@pytest.mark.parametrize(
    ("kind", "rules", "expected"),
    [
        pytest.param("virtual_class", {}, ["over_cap"], id="a class counts"),
        pytest.param("virtual_class", {"virtual_classes_count": False}, [], id="unless classes do not count"),
        pytest.param("in_person", {}, [], id="an in-person day does not"),
    ],
)
def test_what_counts(kind: str, rules: dict[str, Any], expected: list[str]) -> None:
    long = {"id": "long", "kind": kind, "title": "Longue", "duration": "3h"}
    session = a_session(activities=[long], rules=rules)
    assert kinds("weekly_cap", session, place(session, "long", "2027-01-12 10:00")) == expected


def test_evaluation_counts() -> None:
    last = {"id": "bilan", "kind": "evaluation", "title": "Bilan", "duration": "2h15"}
    session = a_session(activities=[last])
    assert weeks(session, block(session, "bilan", "2027-01-12", "2027-01-12", 135)) == ["2027-W02"]


@pytest.mark.parametrize(
    ("minutes", "first", "expected"),
    [
        pytest.param(180, "2027-01-12", [], id="the derogation's own cap, in its week"),
        pytest.param(195, "2027-01-12", ["2027-W02"], id="over the derogation"),
        pytest.param(135, "2027-01-05", ["2027-W01"], id="the week before has no derogation"),
        pytest.param(135, "2027-01-19", ["2027-W03"], id="nor has the week after"),
    ],
)
def test_derogation_replaces_the_cap_of_its_week(minutes: int, first: str, expected: list[str]) -> None:
    derogation = {"week": "2027-W02", "cap": "3h", "reason": "rentrée décalée"}
    session = one_work("10h", derogations=[derogation])
    assert weeks(session, block(session, "module", first, first, minutes)) == expected


@pytest.mark.parametrize(
    ("first", "minutes", "expected"),
    [
        pytest.param("2026-11-02", 120, [], id="5 open days: the whole cap"),
        pytest.param("2026-11-09", 90, [], id="4 open days: 120 x 4/5 = 96, down to 90"),
        pytest.param("2026-11-09", 105, ["2026-W46"], id="4 open days: 105 is over 90"),
        pytest.param("2027-05-03", 60, [], id="3 open days before Ascension: 72, down to 60"),
        pytest.param("2027-05-03", 75, ["2027-W18"], id="3 open days: 75 is over 60"),
    ],
)
def test_prorated_short_weeks(first: str, minutes: int, expected: list[str]) -> None:
    session = one_work("10h", rules={"prorate_short_weeks": True})
    assert weeks(session, block(session, "module", first, first, minutes)) == expected


def test_short_weeks_keep_the_cap_by_default() -> None:
    session = one_work("10h")
    assert weeks(session, block(session, "module", "2027-05-03", "2027-05-03", 120)) == []


def test_the_sum_can_be_redone() -> None:
    session = a_session()
    accueil = place(session, "accueil", "2027-01-12 17:00")
    (found,) = breaches("weekly_cap", session, accueil, block(session, "module1", "2027-01-13", "2027-01-15", 90))
    assert (found.facts["asked_min"], found.facts["cap_min"]) == (150, 120)
    assert found.facts["week"] == date(2027, 1, 11)
    assert say(found, session).replace("\u00a0", " ") == (
        "Monday 11 January 2027, group lyon: this week asks 2 h 30 (“Accueil” 1 h + “Observer sa classe” 1 h 30), "
        "and at most 2 h are allowed (R5)"
    )


def test_switched_off() -> None:
    session = one_work("10h", rules={"off": ["weekly_cap"]})
    assert weeks(session, block(session, "module", "2027-01-11", "2027-01-15", 600)) == []
