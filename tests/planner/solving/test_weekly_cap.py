"""R5: what a group is asked in one ISO week is at most the cap."""

import pytest

from tests.support.sessions import a_session
from tests.support.solver import at_once, bites, blocks, good_plan, has_no_plan, live, remote

ONE_WEEK = ("2027-01-11", "2027-01-15")
TWO_WEEKS = ("2027-01-11", "2027-01-22")


def test_holds() -> None:
    assert good_plan(a_session(window={"first": "2027-01-04", "last": "2027-01-24"}))


def test_bites() -> None:
    """2 h 15 of remote work and a cap of 2 h."""
    assert bites("weekly_cap", at_once(*ONE_WEEK, remote(duration="2h15"))) == {"over_cap"}


@pytest.mark.parametrize(
    ("work", "rules", "possible"),
    [
        pytest.param("2h", {}, True, id="exactly the cap"),
        pytest.param("2h15", {}, False, id="a quarter more"),
        pytest.param("2h15", {"weekly_cap": "2h15"}, True, id="another cap"),
        pytest.param("2h15", {"weekly_cap": "2h10"}, False, id="a cap between two quarters"),
        pytest.param("2h15", {"off": ["weekly_cap"]}, True, id="switched off"),
    ],
)
def test_remote_work_of_one_week(work: str, rules: dict[str, object], possible: bool) -> None:
    assert has_no_plan(at_once(*ONE_WEEK, remote(duration=work), rules=rules)) is not possible


@pytest.mark.parametrize(
    ("kind", "rules", "possible"),
    [
        pytest.param("virtual_class", {}, False, id="classes count"),
        pytest.param("virtual_class", {"virtual_classes_count": False}, True, id="unless the session says otherwise"),
        pytest.param("in_person", {}, True, id="days on site never count"),
    ],
)
def test_what_counts(kind: str, rules: dict[str, object], possible: bool) -> None:
    """An hour live, then an hour and a quarter of remote work, in one week."""
    session = at_once(*ONE_WEEK, live(kind=kind), remote(duration="1h15"), rules=rules)
    assert has_no_plan(session) is not possible
    if not possible:
        assert bites("weekly_cap", session) == {"over_cap"}


def test_evaluations_count() -> None:
    evaluation = {"id": "e1", "kind": "evaluation", "title": "Bilan", "duration": "15 min"}
    assert bites("weekly_cap", at_once(*ONE_WEEK, remote(), evaluation)) == {"over_cap"}


def test_a_derogation_replaces_the_cap_of_its_week_alone() -> None:
    def with_derogation(week: str) -> object:
        return {"derogations": [{"week": week, "cap": "3h", "reason": "Fin de session"}]}

    three_hours = remote(duration="5h")
    assert has_no_plan(at_once(*TWO_WEEKS, three_hours))
    for week in ("2027-W02", "2027-W03"):
        session = at_once(*TWO_WEEKS, three_hours, **with_derogation(week))
        assert sorted(minutes for _, _, minutes in blocks(good_plan(session))) == [120, 180]
    lower = {"derogations": [{"week": "2027-W02", "cap": "30 min", "reason": "Conseils de classe"}]}
    assert [minutes for *_, minutes in blocks(good_plan(at_once(*TWO_WEEKS, remote(duration="2h30"), **lower)))] == [
        30,
        120,
    ]


def test_prorated_in_a_short_week() -> None:
    """The week of 11 November 2026 has 4 open days of 5: 120 min x 4 / 5 = 96 min, down to 90."""
    week = ("2026-11-09", "2026-11-15")
    prorated = {"prorate_short_weeks": True}
    assert good_plan(at_once(*week, remote(duration="1h30"), rules=prorated))
    assert bites("weekly_cap", at_once(*week, remote(duration="1h45"), rules=prorated)) == {"over_cap"}
    assert good_plan(at_once(*week, remote(duration="1h45")))


def test_a_short_window_does_not_make_a_short_week() -> None:
    assert good_plan(at_once("2027-01-12", "2027-01-12", remote(), rules={"prorate_short_weeks": True}))


def test_each_group_has_its_own_hours() -> None:
    groups = [{"id": "a", "size": 10}, {"id": "b", "size": 10}]
    assert len(good_plan(at_once(*ONE_WEEK, remote(), groups=groups)).blocks) == 2


@pytest.mark.parametrize(
    ("first", "last", "weeks"),
    [
        pytest.param("2025-12-15", "2026-01-09", ["2025-12-15", "2026-01-05"], id="over New Year"),
        pytest.param("2026-12-16", "2027-01-08", ["2026-12-16", "2027-01-04"], id="over ISO week 53"),
        pytest.param("2027-03-22", "2027-04-02", ["2027-03-22", "2027-03-30"], id="over the last Sunday of March"),
        pytest.param("2027-10-18", "2027-11-12", ["2027-10-18", "2027-11-08"], id="over the last Sunday of October"),
    ],
)
def test_weeks_are_local_iso_weeks(first: str, last: str, weeks: list[str]) -> None:
    """4 h in two open weeks of 2 h each; no more would fit."""
    session = at_once(first, last, remote(duration="4h"))
    assert [start for start, _, _ in blocks(good_plan(session))] == weeks
    assert has_no_plan(at_once(first, last, remote(duration="4h15")))
