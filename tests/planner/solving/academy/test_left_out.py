"""Sessions that have no place: the least wanted are left out, the reason is true, and what is offered works."""

import itertools
from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import Any

import pytest
from ortools.sat.python import cp_model

from planner.academy import Academy, AcademyPlan, LeftOut
from planner.library import check_academy
from planner.messages.left_out import left_out_lines, left_out_text
from planner.messages.texts import LANGUAGES, Texts
from planner.plan import LevelValue
from planner.session import Session
from planner.solving.academy import plan as planning
from planner.solving.academy.parts import parts_of
from planner.solving.academy.plan import plan_academy
from planner.solving.limits import Clock, ending_once, new_solver
from tests.support.planned_academies import checked
from tests.support.sessions import the_school
from tests.support.solver import at_once, live, remote
from tests.support.together import enrolled

TUESDAY = ("2027-01-12", "2027-01-12")
TO_WEDNESDAY = ("2027-01-12", "2027-01-13")


def one(id: str, *activities: dict[str, Any], window: tuple[str, str] = TUESDAY, **more: Any) -> Session:
    """One hour on a Tuesday, led by Alice Durand like all others."""
    return at_once(*window, *activities, **({"id": id, "trainers": [{"id": "durand", "name": "Alice"}]} | more))


def works(academy: Academy, plan: AcademyPlan, left_out: LeftOut) -> None:
    """There is a repair; each gives a plan beside those of all other sessions; all is said in both languages."""
    assert left_out.repairs
    for repair in left_out.repairs:
        sessions = tuple(repair.session if s.id == left_out.session else s for s in academy.sessions)
        plans = {**plan.plans, left_out.session: repair.plan}
        assert not list(check_academy(replace(academy, sessions=sessions), plans, the_school())), repair.kind
    session = next(session for session in academy.sessions if session.id == left_out.session)
    for lang in LANGUAGES:
        said = "\n".join(
            [left_out_text(left_out, session, Texts(lang)), *left_out_lines(left_out, session, Texts(lang))]
        )
        assert "{" not in said and "None" not in said


def test_one_that_has_no_plan_by_itself() -> None:
    """Its last day is its first, an eve: 13 November 2026 is a Friday."""
    academy = Academy((one("a"), one("b", window=("2026-11-13", "2026-11-13"), priority=3)))
    plan = checked(academy)
    (left,) = plan.left_out
    assert (left.session, left.reason, left.others) == ("b", "alone", ()) and left.conflict is not None
    assert plan.levels[0] == LevelValue("left_out", 3, 3)
    works(academy, plan, left)


def test_one_that_has_none_beside_another() -> None:
    academy = Academy((one("a"), one("b")))
    plan = checked(academy)
    (left,) = plan.left_out
    (placed,) = plan.plans
    assert {left.session, placed} == {"a", "b"} and left.reason == "together" and left.others == (placed,)
    assert left.conflict is not None and plan.levels[0].bound == 0
    works(academy, plan, left)


def test_one_for_which_no_room_is_left() -> None:
    academy = Academy((one("a"), one("b", trainers=[{"id": "petit", "name": "Paul"}])), virtual_rooms=1)
    plan = checked(academy)
    (left,) = plan.left_out
    assert left.reason == "together" and {part.rule for part in left.conflict.parts if left.conflict} >= {"capacity"}
    works(academy, plan, left)


def test_what_helps_one_that_has_no_plan_by_itself_works_beside_the_others() -> None:
    """b has an eve alone; on the next Tuesday, to which it would go, a is in the only room all the time."""
    a = one("a", window=("2026-11-17", "2026-11-17"), hours="17:00-18:00")
    academy = Academy((a, one("b", window=("2026-11-13", "2026-11-13"))), virtual_rooms=1)
    plan = checked(academy)
    (left,) = plan.left_out
    assert left.reason == "alone"
    works(academy, plan, left)


def test_one_whose_trainer_another_session_limits() -> None:
    """Two classes on a Tuesday; in b, on another one, Alice Durand leads an hour a day at most: b says so."""
    strict = [{"id": "durand", "name": "Alice", "max_delivery_day": "1h"}]
    b = one("b", window=("2027-01-19", "2027-01-19"), trainers=strict, priority=2)
    academy = Academy((one("a", live("c1"), live("c2"), hours="15:00-18:00"), b))
    plan = checked(academy)
    (left,) = plan.left_out
    assert (left.session, left.reason, left.others) == ("a", "together", ("b",))
    assert "higher_limit" not in {repair.kind for repair in left.repairs}
    works(academy, plan, left)


@pytest.mark.parametrize(
    "tie",
    [
        pytest.param({}, id="one trainer"),
        pytest.param({"apart": True, "rooms": 1}, id="one room"),
        pytest.param({"apart": True, "people": True}, id="a person in all"),
        pytest.param({"apart": True, "people": True, "work": True}, id="two hours of a person in all"),
    ],
)
@pytest.mark.parametrize("priorities", [(1, 5, 3, 4), (4, 1, 5, 3), (3, 3, 9, 1)])
def test_the_least_wanted_are_left_out(tie: Mapping[str, bool], priorities: tuple[int, ...]) -> None:
    """Four sessions, a Tuesday and a Wednesday (two weeks, for work): two have a place."""
    names = "abcd"
    work = [remote("r1", "2h")] if tie.get("work") else [live()]
    window = ("2027-01-12", "2027-01-20") if tie.get("work") else TO_WEDNESDAY
    rules = {"smallest_block": "2h"} if tie.get("work") else {}
    sessions = tuple(
        one(
            name, *work, window=window, priority=priority, rules=rules,
            trainers=[{"id": name if tie.get("apart") else "durand", "name": "T"}],
        )
        for name, priority in zip(names, priorities, strict=True)
    )  # fmt: skip
    people = {"zoe": tuple(f"{name}/lyon" for name in names)} if tie.get("people") else {}
    rooms = 1 if tie.get("rooms") else None
    plan = checked(Academy(sessions, enrolments=enrolled(people), virtual_rooms=rooms))
    placed = sorted(priorities[names.index(name)] for name in plan.plans)
    assert placed == sorted(priorities)[2:]
    assert {each.reason for each in plan.left_out} == {"together"}


def test_hours_to_prefer_in_a_session_that_has_no_plan() -> None:
    academy = Academy((one("a"), one("b", window=("2026-11-13", "2026-11-13"), preferred={"fri": "17:00-18:00"})))
    (left,) = checked(academy).left_out
    assert (left.session, left.reason) == ("b", "alone")


def test_hours_to_prefer_that_cannot_be_kept_are_no_reason() -> None:
    """The only day is a Tuesday."""
    assert not checked(Academy((one("a", preferred={"wed": "17:00-18:00"}),))).left_out


def test_room_for_a_session_is_made_where_others_can_move() -> None:
    """a and b could be on any of three days, c on the first alone, and it comes last; one trainer, one hour a day."""
    long = ("2027-01-12", "2027-01-14")
    academy = Academy((one("a", window=long, priority=5), one("b", window=long, priority=5), one("c", priority=1)))
    assert not checked(academy).left_out


def test_what_is_not_found_in_time() -> None:
    academy = Academy(tuple(one(id, window=("2027-01-12", "2027-01-29")) for id in "abc"))
    plan = plan_academy(academy, the_school(), stop=lambda: True)
    assert plan.interrupted and not plan.plans
    assert [(each.session, each.reason, each.repairs) for each in plan.left_out] == [(id, "time", ()) for id in "abc"]
    assert plan.levels == (LevelValue("left_out", 3, 0), LevelValue("points", 0, 0))


def test_nothing_is_asked_once_the_end_is_asked_for() -> None:
    """a and b have no plan; the end is asked for while it is asked why: what was found out by then is answered."""
    academy = Academy((one("a", window=("2026-11-13", "2026-11-13")), one("b", window=("2026-11-13", "2026-11-13"))))
    phases: list[str] = []
    plan = checked(academy, progress=lambda step: phases.append(step.phase), stop=lambda: "explain" in phases)
    assert plan.interrupted and [each.reason for each in plan.left_out] == ["alone", "time"]


def test_a_search_ends_once_the_end_is_asked_for() -> None:
    """A search that would take years ends in the middle: the clock is asked while the solver holds Python up."""
    asked: list[bool] = []
    with ending_once(lambda: bool(asked.append(True)) or len(asked) > 3):
        solver = new_solver(Clock(600.0))
        pigeons = cp_model.CpModel()
        holes = [[pigeons.new_bool_var("") for _ in range(13)] for _ in range(14)]
        for each in holes:
            pigeons.add_bool_or(each)
        for hole in zip(*holes, strict=True):
            for one_of, other in itertools.combinations(hole, 2):
                pigeons.add_bool_or([~one_of, ~other])
        solver.parameters.cp_model_presolve = False
        solver.parameters.linearization_level = 0
        assert solver.solve(pigeons) == cp_model.UNKNOWN
    assert len(asked) > 3 and not Clock(1.0).is_out()


@pytest.mark.parametrize("priorities", [(1, 9, 2), (9, 1, 2), (2, 1, 9)])
def test_the_most_wanted_has_the_place_though_others_were_planned_before(
    priorities: tuple[int, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Three parts, one place: whichever part comes first, the session of priority 9 is in it at the end."""
    monkeypatch.setattr(planning, "parts_of", partial(parts_of, most=1))
    sessions = tuple(one(id, priority=priority) for id, priority in zip("abc", priorities, strict=True))
    plan = checked(Academy(sessions))
    assert list(plan.plans) == ["abc"[priorities.index(9)]]
    assert {each.reason for each in plan.left_out} == {"together"}
    for left in plan.left_out:
        works(Academy(sessions), plan, left)
