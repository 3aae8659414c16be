"""The levels of a plan: what is said of them is true, a short way to them and a long way end at the same values."""

from collections.abc import Mapping

import pytest
from ortools.sat.python import cp_model

from planner.plan import Plan
from planner.posing import pose
from planner.session import NOT_BUSY, BusyTimes, Session
from planner.solving.bounds import bounds
from planner.solving.limits import Clock, new_solver
from planner.solving.objectives import LEVELS
from planner.solving.solve import build, cut
from planner.solving.weeks import total
from tests.support.brute_force import levels
from tests.support.sessions import a_session, the_school
from tests.support.solver import LIMIT_S, at_once, good_plan, has_no_plan, live, remote, solved
from tests.support.varied_sessions import TWO, VARIED


def one_model(session: Session, busy: BusyTimes = NOT_BUSY) -> dict[str, int] | None:
    """The best value of each level, in turn, in the one model of everything: no bounds, no weeks first."""
    model = build(pose(session, the_school(), busy))
    values = {}
    for name, level in LEVELS.items():
        objective = total(level(model))
        model.cp.minimize(objective)
        solver = new_solver(Clock(LIMIT_S))
        status = solver.solve(model.cp)
        if status == cp_model.INFEASIBLE:
            return None
        assert status == cp_model.OPTIMAL, name
        values[name] = round(solver.objective_value)
        model.cp.add(objective <= values[name])
    return values


def stated(plan: Plan) -> Mapping[str, int]:
    """What the solver says of its plan; a level that has no meaning for a session is 0."""
    return dict.fromkeys(LEVELS, 0) | {level.level: level.value for level in plan.levels}


@pytest.mark.parametrize("name", VARIED)
def test_no_bound_is_above_the_optimum_and_the_short_way_reaches_it(name: str) -> None:
    session, busy = VARIED[name].session, VARIED[name].busy
    best = one_model(session, busy)
    assert best == stated(good_plan(session, busy))
    found = bounds(cut(pose(session, the_school(), busy)), Clock(LIMIT_S))
    assert found is not None
    rhythm, early = (sum(bound.values[level] for bound in found) for level in ("rhythm", "early"))
    assert (rhythm, early) <= (best["rhythm"], best["early"])


@pytest.mark.parametrize("name", VARIED)
def test_what_is_said_of_a_plan_is_true_of_it(name: str) -> None:
    session, busy = VARIED[name].session, VARIED[name].busy
    plan = good_plan(session, busy)
    said = stated(plan)
    assert levels(session, plan) == (said["rhythm"], said["fair_shares"], said["early"])


WEDNESDAYS = {"working_hours": {"wed": "17:00-18:00"}}


def wednesdays(groups: int, classes: int, first: str, last: str, **more: object) -> Session:
    """One trainer, one slot a week: no two groups can share a week."""
    return a_session(
        window={"first": first, "last": last},
        groups=[{"id": f"g{number}", "size": 10} for number in range(groups)],
        activities=[live(f"c{number}") for number in range(classes)],
        rules=WEDNESDAYS,
        **more,
    )


@pytest.mark.parametrize(
    "session",
    [
        pytest.param(wednesdays(2, 2, "2027-01-04", "2027-02-12"), id="two groups, two classes"),
        pytest.param(wednesdays(3, 2, "2027-01-04", "2027-02-12"), id="every week is taken"),
        pytest.param(wednesdays(2, 3, "2027-01-04", "2027-02-12"), id="three classes"),
        pytest.param(
            wednesdays(2, 2, "2027-01-04", "2027-02-12", preferred={"tue": "17:00-18:00"}),
            id="wishes that cannot be had",
        ),
    ],
)
def test_groups_that_cannot_have_the_same_weeks(session: Session) -> None:
    assert stated(good_plan(session)) == one_model(session)


def test_a_worse_rhythm_may_end_earlier_than_the_best_one_could() -> None:
    """Six open weeks, of which the trainer is there in the first four; one slot a week, two classes for two groups.

    Alone, each group has classes in weeks 1 and 4, three weeks apart as it should be, and ends in week 4: 8 for both.
    Together they have weeks 1 and 3, and 2 and 4, each a week off: rhythm 2 x 4 x 1 = 8, and they end at 3 + 4 = 7.
    """
    away = [{"id": "durand", "name": "D", "absent": ["2027-02-01/2027-02-12"]}]
    plan = good_plan(wednesdays(2, 2, "2027-01-04", "2027-02-12", trainers=away))
    assert stated(plan) == {"preferences": 0, "rhythm": 8, "fair_shares": 0, "early": 7}


def test_a_bound_of_the_end_holds_only_where_the_rhythm_is_the_best_one() -> None:
    """Eight open weeks, with the trainer there in weeks 1, 2, 4, 6 and 7; the ideal gap is four weeks.

    Alone, a group has weeks 2 and 6: no cost, end 6, so 12 for two. Together they have 1 and 4, and 2 and 6: one week
    off, 4, and they end at 4 + 6 = 10. Weeks 2 and 6, and 4 and 7 cost 4 as well, and end at 13.
    """
    away = ["2027-03-15/2027-03-19", "2027-03-29/2027-04-02", "2027-05-03/2027-05-07"]
    trainers = [{"id": "durand", "name": "D", "absent": away}]
    plan = good_plan(wednesdays(2, 2, "2027-03-01", "2027-05-07", trainers=trainers))
    assert stated(plan) == {"preferences": 0, "rhythm": 4, "fair_shares": 0, "early": 10}


def test_wishes_are_kept_where_the_weeks_are_not_the_best_ones() -> None:
    """One slot a week on Wednesday, and one on Friday that nobody prefers: two groups, one week, one Friday class."""
    hours = {"working_hours": {"wed": "17:00-18:00", "fri": "17:00-18:00"}}
    session = a_session(
        window={"first": "2027-01-11", "last": "2027-01-22"},
        activities=[live("c1"), live("c2")],
        rules=hours,
        preferred={"wed": "17:00-18:00"},
        **TWO,
    )
    plan = good_plan(session)
    assert stated(plan) == one_model(session)
    assert stated(plan)["preferences"] == 2 * 60


def test_the_weeks_to_avoid_are_used_only_where_nothing_else_fits() -> None:
    group = {"id": "lyon", "size": 20, "avoid": ["2027-01-11/2027-01-15"]}
    session = at_once("2027-01-11", "2027-01-22", live(), remote(duration="1h"), groups=[group])
    assert stated(good_plan(session))["preferences"] == 0
    only = at_once("2027-01-11", "2027-01-15", live(), remote(duration="1h"), groups=[group])
    assert stated(good_plan(only))["preferences"] == 60 + 60


def test_a_window_without_an_open_day() -> None:
    for activity in (live(), remote()):
        assert has_no_plan(at_once("2027-02-15", "2027-02-26", activity))


def test_no_plan_where_the_search_for_symmetries_would_fail() -> None:
    """Three days apart at least, in a window that has three open days: OR-Tools 9.15 stumbled over this model."""
    activities = [
        live("a0", duration="50 min", together=True, capacity=90),
        live("a1", duration="50 min", after={"activity": "a0", "min_gap": "8d"}),
        live("a2", kind="in_person", duration="3h", after={"activity": "a1", "min_gap": "5d", "max_gap": "11d"}),
    ]
    session = a_session(
        window={"first": "2025-12-28", "last": "2026-01-09"},
        groups=[{"id": "g0", "size": 10}, {"id": "g1", "size": 20}],
        trainers=[{"id": "t0", "name": "T", "absent": ["2026-01-12"], "working_hours": {"mon-sun": "00:00-24:00"}}],
        activities=activities,
        preferred={"tue": "17:00-18:00"},
        rules={
            "working_hours": {"wed": "13:30-17:30", "mon-fri": "17:00-18:30"},
            "class_gap": {"min": "3d", "max": "12d"},
            "virtual_rooms": 1,
        },
    )
    assert has_no_plan(session)


def test_minutes_beyond_the_cap_where_it_is_off_have_a_cost_not_a_limit() -> None:
    """5 h fixed in one of two weeks: 20 quarters there and none in the other, 400 squares; level they are 10 and 10."""
    work = remote(duration="5h", fixed=[{"first": "2027-01-12", "last": "2027-01-14", "duration": "5h"}])
    session = at_once("2027-01-11", "2027-01-22", work, rules={"off": ["weekly_cap"]})
    assert len(good_plan(session).blocks) == 1


def test_the_same_input_gives_the_same_plan() -> None:
    for varied in VARIED.values():
        once, again = (solved(varied.session, varied.busy) for _ in range(2))
        assert once == again


@pytest.mark.parametrize("name", VARIED)
def test_people_in_another_order_give_the_same_plan(name: str) -> None:
    session, busy = VARIED[name].session, VARIED[name].busy
    reversed_people = {"groups": session.groups[::-1], "trainers": session.trainers[::-1]}
    assert good_plan(session.model_copy(update=reversed_people), busy) == good_plan(session, busy)


def test_the_issues_large_session_is_proven_on_every_level() -> None:
    """8 classes, 4 groups, 3 trainers and 20 h of remote work over a term."""
    activities = []
    for number in range(8):
        activities += [live(f"c{number}"), remote(f"r{number}", "2h30")]
    session = a_session(
        window={"first": "2026-11-30", "last": "2027-04-30"},
        groups=[{"id": f"g{number}", "size": 20} for number in range(4)],
        trainers=[{"id": name, "name": name} for name in ("durand", "martin", "petit")],
        activities=activities,
        rules={"working_hours": {"wed": "13:30-17:30", "mon-fri": "17:00-18:30"}},
    )
    assert {level.level for level in good_plan(session).levels} == {"rhythm", "fair_shares", "early"}
