"""A session posed as a problem: days and weeks on one axis, closed days and eves, clocks, fixed dates."""

from datetime import UTC, date, datetime, timedelta

import pytest

from planner.plan import Placement, RemoteBlock
from planner.posing import fixed_plan, pose
from planner.problem import Problem
from planner.session import BusyTimes, Session
from tests.support.sessions import a_session, the_school
from tests.support.solver import live, remote
from tests.support.varied_sessions import busy_span


def posed(first: str, last: str, **more: object) -> Problem:
    return pose(a_session(window={"first": first, "last": last}, **more), the_school())


def closed_dates(problem: Problem) -> set[str]:
    return {problem.days[index].date.isoformat() for index in problem.closed_days}


def test_the_horizon_is_whole_weeks() -> None:
    problem = posed("2027-01-06", "2027-01-19")
    assert (problem.days[0].date, problem.days[-1].date) == (date(2027, 1, 4), date(2027, 1, 24))
    assert [week.id.isoformat() for week in problem.weeks] == ["2027-01-04", "2027-01-11", "2027-01-18"]
    assert problem.window == (2, 15)


@pytest.mark.parametrize(
    ("week", "quarters"),
    [
        pytest.param("2027-01-11", 672, id="an ordinary week"),
        pytest.param("2027-03-22", 668, id="the week that loses an hour"),
        pytest.param("2026-10-19", 676, id="the week that gains one"),
    ],
)
def test_weeks_are_local(week: str, quarters: int) -> None:
    (posed_week,) = posed(week, week).weeks
    assert posed_week.days[-1].end_quarter - posed_week.days[0].start_quarter == quarters


@pytest.mark.parametrize(
    ("department", "monday_midnight"),
    [
        pytest.param("69", datetime(2026, 9, 6, 22, tzinfo=UTC), id="Paris"),
        pytest.param("988", datetime(2026, 9, 6, 13, tzinfo=UTC), id="Nouméa"),
        pytest.param("987", datetime(2026, 9, 7, 10, tzinfo=UTC), id="Papeete"),
    ],
)
def test_quarter_0_is_monday_midnight_at_the_sessions_place(department: str, monday_midnight: datetime) -> None:
    problem = posed("2026-09-08", "2026-09-10", department=department)
    assert problem.moment(0) == problem.origin == monday_midnight
    assert problem.quarter(monday_midnight + timedelta(minutes=45)) == 3
    assert problem.quarter(monday_midnight + timedelta(minutes=50)) is None


def test_closed_days_of_every_department_of_the_session() -> None:
    groups = [{"id": "lyon", "size": 9}, {"id": "metz", "size": 9, "department": "57"}]
    assert "2027-03-26" in closed_dates(posed("2027-03-22", "2027-03-28", groups=groups))
    assert closed_dates(posed("2027-03-22", "2027-03-28")) == {"2027-03-27", "2027-03-28"}


def test_days_that_no_calendar_covers_are_closed() -> None:
    problem = posed("2028-08-28", "2028-09-10")
    assert len(problem.closed_days) == 14


def test_eves_are_open_days_before_closed_ones() -> None:
    """10 November 2026 (Tuesday), Friday 13; Saturday is closed already, and Wednesday 11 too."""
    problem = posed("2026-11-09", "2026-11-15")
    assert {problem.days[index].date.day for index in problem.eves} == {10, 13}


def test_a_trainers_closings_are_those_that_the_session_has_not() -> None:
    trainers = [{"id": "lyon", "name": "L"}, {"id": "metz", "name": "M", "department": "57"}]
    problem = posed("2027-03-22", "2027-03-28", trainers=trainers)
    assert problem.member["lyon"].closings == ()
    assert "no_public_holidays" in {closing.rule for closing in problem.member["metz"].closings}
    assert not {index for c in problem.remote_closings for index in c.days} - problem.closed_days


def test_remote_work_closes_where_every_trainer_is_away() -> None:
    problem = posed("2027-03-22", "2027-03-28", trainers=[{"id": "metz", "name": "M", "department": "57"}])
    closed = {index for closing in problem.remote_closings for index in closing.days} - problem.closed_days
    assert {problem.days[index].date.isoformat() for index in closed} == {"2027-03-26"}
    assert 3 in problem.remote_eves  # Thursday 25 March
    assert 3 not in problem.eves


def test_a_trainers_eve_and_days_are_on_the_trainers_clock() -> None:
    """Midnight of Nouméa is 15:00 of the day before in Paris, in summer: 60 quarters after its midnight."""
    trainers = [{"id": "loin", "name": "L", "department": "988"}]
    problem = posed("2026-09-21", "2026-09-25", department="75", trainers=trainers)
    wednesday = (96 + 60, 96 + 60 + 96)  # the 23rd: Thursday 24 September is closed there
    assert wednesday in problem.member["loin"].eves
    assert wednesday in problem.member["loin"].local_days
    assert (-96 + 60 + 0, -96 + 60 + 672) in problem.member["loin"].local_weeks


def test_groups_teach_on_open_days_alone() -> None:
    groups = [{"id": "lyon", "size": 9, "teaching": {"mon-fri": "08:00-12:00"}}]
    (pool,) = posed("2026-11-09", "2026-11-15", groups=groups).pools
    assert [span.start.day for span in pool.teaching] == [9, 10, 12, 13, 16]  # from Sunday 8 to Monday 16


def test_a_split_group_keeps_the_busy_times_of_the_whole() -> None:
    span = busy_span("2027-01-12", 8, 9)
    session = a_session(groups=[{"id": "lyon", "size": 30}])
    problem = pose(session, the_school(), BusyTimes(groups={"lyon": (span,)}))
    assert [(pool.group.id, pool.busy) for pool in problem.pools] == [("lyon-1", (span,)), ("lyon-2", (span,))]


@pytest.mark.parametrize(
    ("week", "rules", "cap"),
    [
        pytest.param("2026-11-02", {}, 120, id="a full week"),
        pytest.param("2026-11-09", {}, 120, id="a short week counts whole"),
        pytest.param("2026-11-09", {"prorate_short_weeks": True}, 90, id="unless prorated: 4 / 5 of 120 is 96"),
        pytest.param("2026-12-21", {"prorate_short_weeks": True}, 0, id="no open day"),
    ],
)
def test_cap_of_a_week(week: str, rules: dict[str, object], cap: int) -> None:
    problem = posed(week, week, rules=rules)
    assert problem.cap_min(problem.weeks[0]) == cap


def test_a_derogation_is_the_cap_of_its_week() -> None:
    derogation = {"week": "2026-W46", "cap": "3h", "reason": "Fin"}
    problem = posed("2026-11-02", "2026-11-15", derogations=[derogation], rules={"prorate_short_weeks": True})
    assert [problem.cap_min(week) for week in problem.weeks] == [120, 180]


def a_fixed_session(**more: object) -> Session:
    block = {"first": "2027-01-12", "last": "2027-01-13", "duration": "45 min"}
    activities = [
        live("c1", fixed={"a": "2027-01-11T17:00"}, **more),
        remote("r1", fixed=[block]),
        live("c2", fixed="2027-01-20"),
    ]
    return a_session(groups=[{"id": "a", "size": 30}, {"id": "b", "size": 10}], activities=activities)


def test_fixed_dates_of_a_group_hold_for_its_parts() -> None:
    fixed = {o.id: (o.fixed_start, o.fixed_day) for o in pose(a_fixed_session(), the_school()).occurrences}
    monday_17 = (7 + 0) * 96 + 17 * 4
    assert fixed["c1@a-1"] == fixed["c1@a-2"] == (monday_17, 7)
    assert fixed["c1@b"] == (None, None)
    assert fixed["c2@b"] == (None, 16)


def test_fixed_plan_holds_what_is_wholly_fixed() -> None:
    plan = fixed_plan(a_fixed_session())
    start = datetime(2027, 1, 11, 16, tzinfo=UTC)
    assert plan.placements == tuple(Placement("c1", (group,), start, 60, ("durand",)) for group in ("a-1", "a-2"))
    days = (date(2027, 1, 12), date(2027, 1, 13))
    assert plan.blocks == tuple(RemoteBlock("r1", group, *days, 45) for group in ("a-1", "a-2", "b"))


def test_starts_inside_and_touching_are_half_open_ranges_of_starts() -> None:
    """From 08:00 to 10:00 (quarters 32 to 40): an hour fits from 32 to 36, and shares a moment from 29 to 39."""
    problem = posed("2027-01-11", "2027-01-11")
    spans = [busy_span("2027-01-11", 8, 10)]
    assert problem.starts_inside(spans, 60) == [(32, 37)]
    assert problem.starts_touching(spans, 60) == [(29, 40)]
    assert problem.starts_touching(spans, 60, gap_min=15) == [(28, 41)]


def test_spans_that_begin_between_two_quarters() -> None:
    """From 08:05 to 09:20: 08:15 is the first start inside, and a quarter hour ends by 09:15."""
    problem = posed("2027-01-11", "2027-01-11")
    spans = [busy_span("2027-01-11", 8 + 5 / 60, 9 + 20 / 60)]
    assert problem.starts_inside(spans, 15) == [(33, 37)]
    assert problem.starts_touching(spans, 15) == [(32, 38)]
    assert problem.starts_inside(spans, 90) == []
