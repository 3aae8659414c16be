"""A plan made again in one line, and how many of its entries moved, or changed, counted from the plans alone."""

from collections import Counter
from dataclasses import replace
from datetime import date, time
from typing import Any

from calendars.places import place
from calendars.working_hours import at_local
from planner.outcome import Infeasible, Planned
from planner.plan import Plan, RemoteBlock
from planner.replan.again import Again
from planner.replan.standing import Standing, entries_of, first_day, standing
from planner.session import NOT_BUSY, BusyTimes, DayRange, Session
from planner.solving.limits import Clock
from tests.support.sessions import the_school


def replanned(session: Session, old: Plan, today: str, busy: BusyTimes = NOT_BUSY, since: str = "") -> Plan | None:
    """The nearest plan from that day on, or from a moment of it; None where it is proven that there is none."""
    outcome = Again(stands(session, old, today, since), the_school(), busy, Clock(60)).nearest()
    assert isinstance(outcome, Planned | Infeasible), outcome
    return outcome.plan if isinstance(outcome, Planned) else None


def stands(session: Session, old: Plan, today: str, since: str = "") -> Standing:
    """The old plan as it stands to a session on a day, or at a moment of it on the session's clock ("15:07")."""
    day, clock = date.fromisoformat(today), time.fromisoformat(since or "00:00")
    moment = at_local(day, clock.hour * 60 + clock.minute, place(session.department).zone_info)
    return standing(session, old, day, moment if since else None)


def moved_entries(session: Session, old: Plan, new: Plan, today: str) -> int:
    """How many entries ahead moved: classes elsewhere; of each remote work, the more of what went and what came."""
    ahead, day = stands(session, old, today).ahead, date.fromisoformat(today)
    starts = {(each.activity, each.groups): each.start for each in new.placements}
    moved = sum(each.start != starts[each.activity, each.groups] for each in ahead.placements)
    went: Counter[tuple[str, str]] = Counter()
    came: Counter[tuple[str, str]] = Counter()
    before, after = (_blocks(ahead), _blocks(replace(new, blocks=_later(session, new, day))))
    for key in before - after:
        went[key[:2]] += 1
    for key in after - before:
        came[key[:2]] += 1
    known = {key[:2] for key in before}  # work that is new, or was done, is dealt as the usual levels say
    return moved + sum(max(went[key], came[key]) for key in known)


def changed_entries(session: Session, old: Plan, new: Plan, today: str) -> int:
    """How many entries ahead changed at all: those that moved, and classes at their place that others lead."""
    ahead = stands(session, old, today).ahead
    now = {(each.activity, each.groups): each for each in new.placements}
    both = [(each, now[each.activity, each.groups]) for each in ahead.placements]
    led = sum(each.start == one.start and sorted(each.trainers) != sorted(one.trainers) for each, one in both)
    return led + moved_entries(session, old, new, today)


def _later(session: Session, plan: Plan, today: date) -> tuple[RemoteBlock, ...]:
    return tuple(block for block in plan.blocks if first_day(session, block) >= today)


def _blocks(plan: Plan) -> set[tuple[Any, ...]]:
    return {(each.activity, each.group, each.first, each.last, each.duration_min) for each in plan.blocks}


def past_of(session: Session, plan: Plan, today: str) -> set[Any]:
    """What began before a day."""
    return {each for each in entries_of(plan) if first_day(session, each) < date.fromisoformat(today)}


def absent(session: Session, trainer: str, first: str, last: str) -> Session:
    """The session with one trainer away on some days (both in)."""
    days = DayRange.model_validate({"first": first, "last": last})
    team = [t.model_copy(update={"absent": (*t.absent, days)}) if t.id == trainer else t for t in session.trainers]
    return session.model_copy(update={"trainers": tuple(team)})
