"""The nearest plan to an old one that a changed session allows, its past kept; and the moments nearest to a wish."""

import copy
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from calendars.school_holidays import SchoolCalendar
from planner.outcome import OutOfTime, Planned
from planner.plan import Placement, Plan
from planner.posing import pose
from planner.problem import QUARTER_MIN, Occurrence, Problem
from planner.replan.rest import Rest, local_day, old_start, rest_of
from planner.replan.standing import Standing, entries_of, plan_with
from planner.session import BusyTimes, Elsewhere, Session
from planner.solving.after_past import between
from planner.solving.limits import Clock
from planner.solving.nearest import First, Outcome, Target, Wish, nearest, possible
from planner.solving.room import Room
from planner.solving.rules import Rule
from planner.solving.slots import as_led
from planner.solving.solve import UNEXPLAINED
from planner.solving.weeks import unit_of

MOST_MOMENTS = 3


@dataclass(frozen=True)
class Moment:
    """A moment at which an occurrence could be, and the whole plan with it there."""

    placement: Placement
    plan: Plan


class Again:
    """A session to be planned again, its old plan and its past. One problem, asked several questions.

    `busy.elsewhere` is what other sessions take that were planned together with it.
    """

    def __init__(self, standing: Standing, school: SchoolCalendar, busy: BusyTimes, clock: Clock) -> None:
        self.standing = standing
        self.clock = clock
        self._problem = pose(standing.session, school, busy.alone)
        self.rest = rest_of(self._problem, standing, busy.elsewhere)

    def beside(self, elsewhere: Elsewhere) -> "Again":
        """The same where other sessions take something else."""
        other = copy.copy(self)
        other.rest = rest_of(self._problem, self.standing, elsewhere)
        return other

    def is_possible(self) -> bool | None:
        """Whether any plan keeps the rules, near or not; None where time ran out."""
        outcome = possible(self.rest.problem, _target(self.rest.problem, self.standing), self.clock, *self._rules())
        return None if isinstance(outcome, OutOfTime) else isinstance(outcome, Planned)

    def nearest(self) -> Outcome:
        """The whole plan that is nearest to the old one; `Infeasible` carries no explanation."""
        return self._whole(self._solve(None))

    def with_room(self, plan: Plan, asked: Mapping[str, int]) -> Outcome:
        """The nearest plan of those with the most slots for the polls of some occurrences (by id, with the number asked
        for): what is polled, in `asked` or in an open poll (`plan.offers`), stays, and so do all leaders.

        Its first level, "slots", is 0 where no slot is missing. `Infeasible` where a class begins off the quarter hour.
        """
        problem, session = self.rest.problem, self.standing.session
        if any(problem.quarter(placement.start) is None for placement in self.standing.ahead.placements):
            return UNEXPLAINED
        self.rest = replace(self.rest, problem=as_led(problem, plan))
        follows = () if session.is_off("order") else self.rest.follows
        bounds = {each.item: (each.first, each.last) for each in follows}
        room = Room(plan, dict(sorted(asked.items())), self.standing.today, bounds, self.rest.begun)
        return self._whole(self._solve(None, First("slots", room.missing)))

    def moments(self, activity: str, groups: tuple[str, ...], wished: datetime) -> tuple[Moment, ...]:
        """Up to three moments, on different days, nearest to a wish at which an occurrence has a place; none for one
        that took place."""
        problem = self.rest.problem
        occurrence = next((each for each in problem.occurrences if _is(each, activity, groups)), None)
        if occurrence is None:
            return ()
        quarter = int((wished - problem.origin) / timedelta(minutes=QUARTER_MIN))
        found: list[Moment] = []
        days: list[int] = []
        while len(found) < MOST_MOMENTS and not self.clock.is_out():
            outcome = self._whole(self._solve(Wish(occurrence.id, quarter, tuple(days))))
            if not isinstance(outcome, Planned):
                break
            there = next(p for p in outcome.plan.placements if (p.activity, p.groups) == (activity, groups))
            found.append(Moment(there, outcome.plan))
            days.append(local_day(problem, there))
        return tuple(found)

    def _solve(self, wish: Wish | None, first: First | None = None) -> Outcome:
        extra, without = self._rules()
        target = _target(self.rest.problem, self.standing)
        return nearest(self.rest.problem, target, self.clock, extra, without, wish, first)

    def _rules(self) -> tuple[dict[str, Rule], tuple[str, ...]]:
        """The rules that the past adds, and those that are not asked any more."""
        rest = self.rest
        bounds = [(each.item, each.first, each.last) for each in rest.follows]
        ordered = not self.standing.session.is_off("order")
        impossible = (ordered and bool(rest.too_late)) or _too_little_left(rest, self.standing.session)
        rule = between(bounds if ordered else [], rest.today, rest.begins, impossible)
        return {"kept": rule}, ("no_start_on_eve",) if rest.begun else ()

    def _whole(self, outcome: Outcome) -> Outcome:
        if not isinstance(outcome, Planned):
            return outcome
        kept = entries_of(self.standing.past)
        whole = plan_with(outcome.plan, [*kept, *entries_of(outcome.plan)])
        return Planned(whole)


def _is(occurrence: Occurrence, activity: str, groups: tuple[str, ...]) -> bool:
    return (occurrence.activity.id, tuple(group.id for group in occurrence.groups)) == (activity, groups)


def _too_little_left(rest: Rest, session: Session) -> bool:
    """Whether of something that has begun less is left than the smallest block (R13)."""
    whole = {activity.id: activity.duration_min for activity in session.activities}
    smallest = session.rules.smallest_block_min
    return not session.is_off("grid") and any(
        remote.duration_min < smallest <= whole[remote.activity.id] or remote.duration_min % unit_of(remote, session)[1]
        for remote in rest.problem.remotes
    )


def _target(problem: Problem, standing: Standing) -> Target:
    starts, leaders, anew = {}, {}, set()
    attended = {(each.activity, each.groups) for each in standing.was if isinstance(each, Placement)}
    for occurrence in problem.occurrences:
        if old := old_start(problem, occurrence, standing):
            if old.duration_min != occurrence.duration_min or (old.activity, old.groups) not in attended:
                anew.add(occurrence.id)
            leaders[occurrence.id] = old.trainers
            quarter = problem.quarter(old.start - timedelta(minutes=occurrence.late_min))
            starts[occurrence.id] = (-1 if quarter is None else quarter), local_day(problem, old)
    first = problem.days[0].date
    blocks: dict[str, list[tuple[int, int, int]]] = {}
    for block in standing.ahead.blocks:
        days = (block.first - first).days, (block.last - first).days
        blocks.setdefault(f"{block.activity}@{block.group}", []).append((*days, block.duration_min))
    return Target(starts, leaders, {item: tuple(each) for item, each in blocks.items()}, frozenset(anew))
