"""The solver asked in one line: what it answers for a session, with all its rules or without one of them."""

from typing import Any

from calendars.places import place
from planner.check import check
from planner.outcome import Infeasible, Outcome, Planned
from planner.plan import Plan
from planner.posing import pose
from planner.session import NOT_BUSY, BusyTimes, Session
from planner.solving.limits import Clock
from planner.solving.rules import RULES
from planner.solving.solve import solve
from tests.support.sessions import a_session, the_school

LIMIT_S = 60.0
"""Far more than any of these sessions takes: a test that runs out of time fails, it does not wait."""


def solved(session: Session, busy: BusyTimes = NOT_BUSY, *, without: str | None = None) -> Outcome:
    """The outcome, with every rule or with one taken out of the list."""
    rules = {name: rule for name, rule in RULES.items() if name != without}
    assert without is None or len(rules) == len(RULES) - 1
    return solve(pose(session, the_school(), busy), Clock(LIMIT_S), rules)


def planned(session: Session, busy: BusyTimes = NOT_BUSY, *, without: str | None = None) -> Plan:
    """The plan; there must be one."""
    outcome = solved(session, busy, without=without)
    assert isinstance(outcome, Planned), outcome
    return outcome.plan


def good_plan(session: Session, busy: BusyTimes = NOT_BUSY) -> Plan:
    """The plan with every rule: the checker finds nothing in it, and every level is proven."""
    plan = planned(session, busy)
    assert check(session, plan, the_school(), busy) == ()
    assert all(level.proven for level in plan.levels)
    return plan


def has_no_plan(session: Session, busy: BusyTimes = NOT_BUSY) -> bool:
    """Whether it is proven that no plan exists (as against: none was found in time)."""
    return isinstance(solved(session, busy), Infeasible)


def broken(session: Session, plan: Plan, busy: BusyTimes = NOT_BUSY) -> set[tuple[str, str]]:
    """What the checker finds: rules by name, each with the kind of its breach."""
    return {(violation.rule, violation.kind) for violation in check(session, plan, the_school(), busy)}


def bites(rule: str, session: Session, busy: BusyTimes = NOT_BUSY) -> set[str]:
    """For a session that the rule alone makes impossible: how the plan that appears without the rule breaks it.

    That plan breaks nothing else, so each rule is needed, and is about itself alone.
    """
    assert has_no_plan(session, busy)
    found = broken(session, planned(session, busy, without=rule), busy)
    assert {name for name, _ in found} == {rule}
    return {kind for _, kind in found}


def live(id: str = "c1", **more: Any) -> dict[str, Any]:
    """A virtual class of an hour (or what `more` says), as a file describes one."""
    return {"id": id, "kind": "virtual_class", "title": f"Titre de {id}", "duration": "1h"} | more


def remote(id: str = "r1", duration: str = "2h", **more: Any) -> dict[str, Any]:
    """Remote work, as a file describes it."""
    return {"id": id, "kind": "remote_work", "title": f"Titre de {id}", "duration": duration} | more


def at_once(first: str, last: str, *activities: dict[str, Any], hours: str = "17:00-18:00", **more: Any) -> Session:
    """A session in a narrow window, with so few hours a day that only one class of an hour has a place (or `hours`)."""
    rules = {"working_hours": {"mon-sun": hours}} | more.pop("rules", {})
    window = {"first": first, "last": last}
    return a_session(window=window, activities=list(activities) or [live()], rules=rules, **more)


def starts(session: Session, plan: Plan) -> list[str]:
    """When each occurrence starts, in the plan's order, on the clock of the session's place."""
    here = place(session.department)
    return [here.local(placement.start).strftime("%Y-%m-%d %H:%M") for placement in plan.placements]


def blocks(plan: Plan) -> list[tuple[str, str, int]]:
    """First day, last day and minutes of each block, in the plan's order."""
    return [(block.first.isoformat(), block.last.isoformat(), block.duration_min) for block in plan.blocks]
