"""One session that is planned again: the nearest plan, why there is none, and why each entry had to move."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from calendars.places import place
from calendars.school_holidays import SchoolCalendar
from planner.jobs import BrokenFixedDates, NoPlan, NotFound
from planner.jobs.around import Near
from planner.jobs.moved import Judge
from planner.jobs.replan_answers import MoveRefused
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
        self.judge = Judge(stands, school, self.busy, near)
        self.solving = solving

    def solve(
        self, moves: Sequence[Move], without_moves: Session
    ) -> Found | BrokenFixedDates | MoveRefused | NoPlan | NotFound:
        """The nearest plan, or why there is none."""
        fixed = fixed_plan(self.session)
        past = entries_of(self.stands.past)
        ahead = [each for each in entries_of(fixed) if not self.stands.is_past(each)]
        whole = plan_with(fixed, [*past, *(each for each in ahead if each not in past)])
        broken = self.judge.not_past(self.judge.check(whole, partial=True))
        if moves and broken and (others := self._broken_without(moves, whole)):
            return BrokenFixedDates(self.session, others)
        if moves and (broken := broken or self.judge.together(whole, self.judge.old())):
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

    def moments(self, session: Session, activity: str, groups: tuple[str, ...], at: datetime) -> tuple[datetime, ...]:
        """The moments, on the session's clock, nearest to one at which a class could be, were the session this one."""
        stands = standing(session, self.judge.old(), self.stands.today, self.stands.since)
        judge = Judge(stands, self.school, self.busy, self.near)
        moments = Again(stands, self.school, self.busy, self.clock).moments(activity, groups, at)
        here = place(session.department)
        sound = (each for each in moments if not judge.not_past(judge.check(each.plan)))
        return tuple(here.local(each.placement.start) for each in sound)

    def _broken_without(self, moves: Sequence[Move], fixed: Plan) -> tuple[Violation, ...]:
        """What the fixed dates break without the classes that are asked to move."""
        moved = {(move.activity, groups) for move in moves for groups in occurrences_of(self.session, move)}
        left = [p for p in entries_of(fixed) if not (isinstance(p, Placement) and (p.activity, p.groups) in moved)]
        return self.judge.not_past(self.judge.check(plan_with(fixed, left), partial=True))

    def _nearest(self) -> Found | NoRoom | Infeasible | OutOfTime:
        if self.near is None:
            outcome = Again(self.stands, self.school, self.busy, self.clock).nearest()
            return Found(outcome.plan) if isinstance(outcome, Planned) else outcome
        beside = planned_again(self.stands, self.near.others, self.clock)
        return Found(beside.plan, beside.others) if isinstance(beside, PlannedAgain) else beside

    def _refused(self, moves: Sequence[Move], session: Session, broken: tuple[Violation, ...]) -> MoveRefused:
        """Why a class cannot be where it was asked to be: the first of those asked for."""
        move = next((one for one in moves if any(each.activity == one.activity for each in broken)), moves[0])
        groups = occurrences_of(session, move)[0]
        at = wished(session, move)
        moments = self.moments(session, move.activity, groups, at)
        if not broken:
            broken = self._at(move, groups, at)
        near = self.near.around.academy if self.near else None
        return MoveRefused(session, move, broken, moments, near)

    def _at(self, move: Move, groups: tuple[str, ...], at: datetime) -> tuple[Violation, ...]:
        """What the old plan breaks with one class where it was asked to be."""

        def there(each: Placed) -> Placed:
            is_it = isinstance(each, Placement) and (each.activity, each.groups) == (move.activity, groups)
            return replace(each, start=at) if is_it and isinstance(each, Placement) else each

        entries = [there(each) for each in entries_of(self.judge.old())]
        moved = plan_with(self.stands.past, entries)
        found = (*self.judge.not_past(self.judge.check(moved)), *self.judge.together(moved, self.judge.old()))
        return tuple(each for each in found if each.activity == move.activity) or found

    def _no_plan(self, outcome: NoRoom | Infeasible) -> NoPlan:
        """Why nothing is possible, with repairs that were tried on what is left, and checked."""
        infeasible = why_impossible(self.stands, self.school, self.busy, self.clock)
        if isinstance(outcome, NoRoom):
            return NoPlan(self.session, infeasible, beside=outcome.others, proven=outcome.proven)
        return NoPlan(self.session, infeasible)
