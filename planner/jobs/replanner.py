"""One session that is planned again: the nearest plan, why there is none, and why each entry had to move."""

import copy
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from calendars.places import place
from calendars.school_holidays import SchoolCalendar
from planner.differences import Difference, differences
from planner.jobs import BrokenFixedDates, CheckerRefused, NoPlan, NotFound
from planner.jobs.around import Near
from planner.jobs.replan_answers import Moved, MoveRefused
from planner.outcome import Infeasible, OutOfTime, Planned, Violation
from planner.plan import Placed, Placement, Plan
from planner.posing import fixed_plan
from planner.replan.again import Again
from planner.replan.changes import Move, occurrences_of, wished
from planner.replan.impossible import why_impossible
from planner.replan.standing import Standing, entries_of, plan_with, standing
from planner.replan.together import NoRoom, PlannedAgain, planned_again
from planner.session import BusyTimes, Session
from planner.solving.limits import Clock


@dataclass(frozen=True)
class Found:
    """The nearest plan of a session; of an academy, also those of the others that had to move, by id."""

    plan: Plan
    others: Mapping[str, Plan] = field(default_factory=dict)


class Replanner:
    """One session, its past and the others of its academy, if it has one."""

    def __init__(
        self,
        stands: Standing,
        school: SchoolCalendar,
        busy: BusyTimes,
        clock: Clock,
        near: Near | None = None,
        solving: Callable[[], None] = lambda: None,
    ) -> None:
        self.stands = stands
        self.session = stands.session
        self.school = school
        self.near = near
        self.busy = near.others.busy_of(stands.session.id) if near else busy
        self.clock = clock
        self.solving = solving

    def seeing(self, near: Near) -> "Replanner":
        """The same among other plans of the others."""
        other = copy.copy(self)
        other.near = near
        return other

    def solve(
        self, moves: Sequence[Move], without_moves: Session
    ) -> Found | BrokenFixedDates | MoveRefused | NoPlan | NotFound:
        """The nearest plan, or why there is none."""
        fixed = fixed_plan(self.session)
        past = entries_of(self.stands.past)
        ahead = [each for each in entries_of(fixed) if not self.stands.is_past(each)]
        whole = plan_with(fixed, [*past, *(each for each in ahead if each not in past)])
        broken = self._not_past(self._check(whole, partial=True))
        if moves and (broken := broken or self._together(whole, self._old())):
            return self._refused(moves, without_moves, broken)
        if broken:
            return BrokenFixedDates(self.session, broken)
        self.solving()
        outcome = self._nearest()
        match outcome:
            case OutOfTime():
                return NotFound(outcome.limit_s)
            case Infeasible() | NoRoom():
                return self._refused(moves, without_moves, ()) if moves else self._no_plan(outcome)
        return outcome

    def _nearest(self) -> Found | NoRoom | Infeasible | OutOfTime:
        if self.near is None:
            outcome = Again(self.stands, self.school, self.busy, self.clock).nearest()
            return Found(outcome.plan) if isinstance(outcome, Planned) else outcome
        beside = planned_again(self.stands, self.near.others, self.clock)
        return Found(beside.plan, beside.others) if isinstance(beside, PlannedAgain) else beside

    def _together(self, plan: Plan, known: Plan) -> tuple[Violation, ...]:
        """What a plan breaks together with the other sessions of its academy that `known` does not, in its place."""
        if self.near is None:
            return ()
        found = self.near.broken({self.session.id: plan}, {self.session.id: known})
        today = self.stands.today
        return tuple(each for each in found if each.day is None or each.day >= today - timedelta(today.weekday()))

    def _old(self) -> Plan:
        """The old plan, as far as it is of the session still."""
        return plan_with(self.stands.past, self._everything())

    def checked(self, plan: Plan) -> tuple[Plan, tuple[Violation, ...]]:
        """The plan, once the checker has seen it, and what of the past would not be allowed today."""
        session = self.session
        plan = replace(plan, rules_off=session.rules.off, derogations=session.derogations)
        violations = self._check(plan)
        ahead = self._not_past(violations)
        if ahead:
            raise CheckerRefused(ahead)
        return plan, violations

    def reasons(self, plan: Plan) -> tuple[Moved, ...]:
        """What differs from the old plan, each with what breaks where one thing alone stays at its old place.

        In an academy the plans of the others are those that `near` knows.
        """
        ahead = tuple(each for each in self.stands.was if not self.stands.is_past(each))
        old = plan_with(self.stands.past, entries_of(self.stands.past) + ahead + self._gone())
        return tuple(Moved(each, self._why(plan, each)) for each in differences(old, plan))

    def _gone(self) -> tuple[Placed, ...]:
        return tuple(each for each in self.stands.gone if each not in self.stands.gone_past)

    def _why(self, plan: Plan, difference: Difference) -> tuple[Violation, ...]:
        old, new = difference.old, difference.new
        known = {activity.id for activity in self.session.activities}
        if old is None or old.activity not in known or (new is None and isinstance(old, Placement)):
            return ()
        if isinstance(old, Placement) and isinstance(new, Placement):
            old = replace(old, groups=new.groups)  # who attends is asked for: only the rest is to be explained
        without = ("work", "weekly_cap") if new is None else ()  # work that went elsewhere would be asked twice
        stayed = plan_with(plan, [*(each for each in entries_of(plan) if each != new), old])
        found = (*self._not_past(self._check(stayed)), *self._together(stayed, plan))
        there = (each for each in found if each.rule not in without and each.kind != "wrong_remote_minutes")
        return tuple(each for each in there if new is not None or each.activity == old.activity)

    def _check(self, plan: Plan, *, partial: bool = False) -> tuple[Violation, ...]:
        from planner.check import check

        return check(self.session, plan, self.school, self.busy, partial=partial)

    def _not_past(self, violations: Iterable[Violation]) -> tuple[Violation, ...]:
        """What is not entirely of the past: what the past alone does not break already."""
        past = self.stands.past
        known = {_key(each) for each in self._check(past, partial=True)}
        known |= {_key(each) for each in self._check(past) if each.rule == "no_start_on_eve"}
        return tuple(each for each in violations if _key(each) not in known)

    def _refused(self, moves: Sequence[Move], session: Session, broken: tuple[Violation, ...]) -> MoveRefused:
        """Why a class cannot be where it was asked to be: the first of those asked for."""
        move = next((one for one in moves if any(each.activity == one.activity for each in broken)), moves[0])
        stands = standing(session, self._old(), self.stands.today, self.stands.since)
        again = Again(stands, self.school, self.busy, self.clock)
        groups = occurrences_of(session, move)[0]
        at = wished(session, move)
        moments = again.moments(move.activity, groups, at)
        if not broken:
            broken = self._at(move, groups, at)
        other = Replanner(stands, self.school, self.busy, self.clock, self.near)
        sound = tuple(each for each in moments if not other._not_past(other._check(each.plan)))
        here = place(session.department)
        near = self.near.academy([session.id], {}) if self.near else None
        return MoveRefused(session, move, broken, tuple(here.local(each.placement.start) for each in sound), near)

    def _everything(self) -> tuple[Placed, ...]:
        return entries_of(self.stands.past) + entries_of(self.stands.ahead)

    def _at(self, move: Move, groups: tuple[str, ...], at: datetime) -> tuple[Violation, ...]:
        """What the old plan breaks with one class where it was asked to be."""

        def there(each: Placed) -> Placed:
            is_it = isinstance(each, Placement) and (each.activity, each.groups) == (move.activity, groups)
            return replace(each, start=at) if is_it and isinstance(each, Placement) else each

        entries = [there(each) for each in self._everything()]
        moved = plan_with(self.stands.past, entries)
        found = (*self._not_past(self._check(moved)), *self._together(moved, self._old()))
        return tuple(each for each in found if each.activity == move.activity) or found

    def _no_plan(self, outcome: NoRoom | Infeasible) -> NoPlan:
        """Why nothing is possible, with repairs that were tried on what is left, and checked."""
        infeasible = why_impossible(self.stands, self.school, self.busy, self.clock)
        if isinstance(outcome, NoRoom):
            return NoPlan(self.session, infeasible, beside=outcome.others, proven=outcome.proven)
        return NoPlan(self.session, infeasible)


def _key(violation: Violation) -> tuple[object, ...]:
    each = violation
    return each.rule, each.kind, each.day, each.activity, each.group, each.trainer
