"""Academies planned for tests: what comes out is checked by both checkers, and what is said of it is true."""

from collections.abc import Mapping
from typing import Any

from planner.academy import Academy, AcademyPlan
from planner.library import check_academy
from planner.plan import LevelValue, Plan
from planner.posing import pose
from planner.solving.academy.plan import plan_academy
from planner.solving.worth import worth
from tests.support.sessions import the_school


def checked(academy: Academy, **how: Any) -> AcademyPlan:
    """The plan, in which both checks find nothing; what is said of it is true of it."""
    plan = plan_academy(academy, the_school(), **how)
    assert not list(check_academy(academy, plan.plans, the_school()))
    assert {each.session for each in plan.left_out} == {s.id for s in academy.sessions} - set(plan.plans)
    left_out, points = plan.levels
    assert left_out.value == sum(s.priority for s in academy.sessions if s.id not in plan.plans)
    assert points == LevelValue("points", worth_of(academy, plan.plans), points.bound)
    assert left_out.bound <= left_out.value and points.bound <= points.value
    return plan


def worth_of(academy: Academy, plans: Mapping[str, Plan]) -> int:
    """Rhythm and earliness of some plans, counted from them."""
    sessions = {session.id: session for session in academy.sessions}
    posed = {id: pose(sessions[id], the_school(), academy.busy_of(id)) for id in plans}
    return sum(sum(worth(posed[id], plan).values()) for id, plan in plans.items())
