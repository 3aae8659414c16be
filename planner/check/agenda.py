"""A session and a plan, read once for all the checks: who is where, on which clock, on which local day.

What cannot be read (an activity that does not exist, a moment out of the calendar) is left to `check_work`, which says
so; the other checks see only what can be.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import NamedTuple

from calendars.open_days import closed_by_hand
from calendars.places import Place, place
from calendars.school_holidays import SchoolCalendar
from calendars.spans import Span
from planner.check.days import DayState, department_days
from planner.plan import Placement, Plan, RemoteBlock, Scope
from planner.session import Activity, BusyTimes, Fixed, Group, Session, Trainer

_INSTANT = timedelta(microseconds=1)
_LONGEST_SHIFT = timedelta(days=2)  # more than any clock on earth is from UTC


@dataclass(frozen=True)
class Occurrence:
    """A placement of a live activity with what it refers to; `start` and `end` are on the clock of the session's place.

    `first_day` and `last_day` are the local days it touches (the last one in): one day, unless it spans midnight.
    """

    placement: Placement
    activity: Activity
    groups: tuple[Group, ...]
    trainers: tuple[Trainer, ...]
    span: Span
    start: datetime
    end: datetime
    first_day: date
    last_day: date

    @property
    def whose(self) -> str | None:
        """The id of the group that attends, where it is only one."""
        return self.groups[0].id if len(self.groups) == 1 else None

    @property
    def days(self) -> tuple[date, ...]:
        """Its first day and, where it is another one, its last."""
        return _once(self.first_day, self.last_day)


@dataclass(frozen=True)
class Work:
    """A block of remote work with what it refers to."""

    block: RemoteBlock
    activity: Activity
    group: Group

    @property
    def whose(self) -> str | None:
        """The id of the group that does it."""
        return self.group.id

    @property
    def days(self) -> tuple[date, ...]:
        """Its first day and, where it is another one, its last: the two that have to be open."""
        return _once(self.block.first, self.block.last)


class Visit(NamedTuple):
    """A day that has to be open, for the session or (`trainer`) for one who leads, in these departments' calendars."""

    day: date
    activity: str
    group: str | None
    trainer: str | None
    states: Sequence[DayState]


@dataclass(frozen=True)
class Agenda:
    """What the checks look at. `partial`: the plan is only the fixed part, and what is missing is no breach. `scope`:
    the plan is one group's or one trainer's, and only what surely belongs to it can be missing."""

    session: Session
    plan: Plan
    school: SchoolCalendar
    busy: BusyTimes
    partial: bool
    scope: Scope | None = None

    @cached_property
    def place(self) -> Place:
        """The session's place, whose days and weeks are the session's."""
        return place(self.session.department)

    @cached_property
    def activities(self) -> dict[str, Activity]:
        """The activities by id, in the order of the file."""
        return {activity.id: activity for activity in self.session.activities}

    @cached_property
    def trainers(self) -> dict[str, Trainer]:
        """The session's trainers by id."""
        return {trainer.id: trainer for trainer in self.session.trainers}

    @cached_property
    def groups(self) -> dict[str, Group]:
        """The groups as they attend (a large one split), by id, sorted."""
        return {group.id: group for group in self.session.planned_groups()}

    @cached_property
    def file_ids(self) -> dict[str, str]:
        """For each planned group, the id of the group of the file that it is, or is a part of."""
        whole = {group.id for group in self.session.groups}
        return {id: id if id in whole else self.session.group_in_file(id).id for id in self.groups}

    @cached_property
    def departments(self) -> tuple[str, ...]:
        """The departments whose closed days are the session's: its own and its groups', each once."""
        return tuple(dict.fromkeys([self.session.department, *map(self.department, self.session.groups)]))

    @cached_property
    def trainers_departments(self) -> tuple[str, ...]:
        """The trainers' departments, each once."""
        return tuple(dict.fromkeys(map(self.department, self.session.trainers)))

    @cached_property
    def occurrences(self) -> tuple[Occurrence, ...]:
        """The placements that can be read, in the plan's order."""
        return tuple(found for placement in self.plan.placements if (found := self._occurrence(placement)))

    @cached_property
    def works(self) -> tuple[Work, ...]:
        """The blocks of remote work that can be read, in the plan's order."""
        return tuple(found for block in self.plan.blocks if (found := self._work(block)))

    @cached_property
    def entries(self) -> tuple[Occurrence | Work, ...]:
        """Everything that can be read: first what is live, then remote work."""
        return (*self.occurrences, *self.works)

    @cached_property
    def visits(self) -> tuple[Visit, ...]:
        """Every day that has to be open: of occurrences (also on their trainers' clocks), and the ends of blocks."""
        return tuple(self._visits())

    @cached_property
    def holds_first_day(self) -> bool:
        """Whether the plan surely holds the session's first day: not where others may begin before."""
        if self.scope is None:
            return not self.partial
        return self.scope.kind == "group" and len(self.groups) == 1

    def must_hold(self, activity: Activity, groups: tuple[str, ...]) -> bool:
        """Whether an occurrence of a live activity surely belongs to a whole plan of this scope."""
        if self.scope is None:
            return True
        if self.scope.kind == "group":
            return self.scope.id in groups
        candidates = activity.trainers or tuple(self.trainers)
        if len(candidates) <= activity.trainers_needed:
            return self.scope.id in candidates
        fixed = (each for each in activity.fixed if self.is_fixed_for(each, groups))
        return any(self.scope.id in each.trainers for each in fixed)

    def must_deal(self, group: str) -> bool:
        """Whether all the remote work of a planned group belongs to a whole plan of this scope."""
        return self.scope is None or self.scope == Scope("group", group)

    def is_fixed_for(self, fixed: Fixed, groups: Iterable[str]) -> bool:
        """Whether a fixed date is for one of these planned groups: for all, for it, or for what it is a part of."""
        return any(fixed.group in (None, group, self.file_ids[group]) for group in groups)

    def department(self, who: Trainer | Group) -> str:
        """Where someone is: by default where the session is."""
        return who.department or self.session.department

    def groups_doing(self, activity: Activity) -> tuple[str, ...]:
        """The planned groups that do an activity, sorted."""
        if not activity.groups:
            return tuple(self.groups)
        return tuple(id for id in self.groups if self.file_ids[id] in activity.groups)

    def attending(self, activity: Activity) -> tuple[tuple[str, ...], ...]:
        """For each occurrence that a live activity must have, the planned groups that attend it, sorted."""
        ids = self.groups_doing(activity)
        return (ids,) if activity.together else tuple((id,) for id in ids)

    def state(self, department: str, day: date) -> DayState:
        """What closes a day in a department."""
        return department_days(department, self.school, self.session.rules.ignored_public_holidays).state(day)

    def states(self, day: date) -> Sequence[DayState]:
        """What closes a day for the session, in each of its departments."""
        if (states := self._states.get(day)) is None:
            states = self._states[day] = [self.state(department, day) for department in self.departments]
            if by_hand := closed_by_hand(self.session.closed_days, day, self.session.department):
                states = self._states[day] = [replace(state, public=(*state.public, *by_hand)) for state in states]
        return states

    def local(self, who: Trainer | Group, span: Span) -> tuple[datetime, datetime]:
        """The two ends of a span on someone's own clock."""
        here = place(self.department(who))
        return here.local(span.start), here.local(span.end)

    def trainer_days(self, occurrence: Occurrence, trainer: Trainer) -> tuple[date, ...]:
        """The first and, where it is another one, the last day of an occurrence on its trainer's own clock."""
        if place(self.department(trainer)).time_zone == self.place.time_zone:
            return occurrence.days
        start, end = self.local(trainer, occurrence.span)
        return _once(start.date(), (end - _INSTANT).date())

    def readable_span(self, placement: Placement) -> Span | None:
        """When it takes place; None where that is no span of time that every clock on earth can show."""
        try:
            span = Span(placement.start, placement.end)
            room = span.start - _LONGEST_SHIFT < span.end + _LONGEST_SHIFT
        except OverflowError:
            return None
        return span if room and placement.start.tzinfo is not None and span.start < span.end else None

    @cached_property
    def _states(self) -> dict[date, Sequence[DayState]]:
        return {}

    def _visits(self) -> Iterator[Visit]:
        for occurrence in self.occurrences:
            for day in occurrence.days:
                yield Visit(day, occurrence.activity.id, occurrence.whose, None, self.states(day))
            for trainer in occurrence.trainers:
                department = self.department(trainer)
                for day in self.trainer_days(occurrence, trainer):
                    if department not in self.departments or day not in occurrence.days:
                        states = [self.state(department, day)]
                        yield Visit(day, occurrence.activity.id, occurrence.whose, trainer.id, states)
        for work in self.works:
            for day in work.days:
                yield Visit(day, work.activity.id, work.group.id, None, self.states(day))

    def _occurrence(self, placement: Placement) -> Occurrence | None:
        activity = self.activities.get(placement.activity)
        span = self.readable_span(placement)
        if activity is None or not activity.is_live or span is None:
            return None
        start, end = self.place.local(span.start), self.place.local(span.end)
        groups = tuple(self.groups[id] for id in dict.fromkeys(placement.groups) if id in self.groups)
        trainers = tuple(self.trainers[id] for id in dict.fromkeys(placement.trainers) if id in self.trainers)
        days = start.date(), (end - _INSTANT).date()
        return Occurrence(placement, activity, groups, trainers, span, start, end, *days)

    def _work(self, block: RemoteBlock) -> Work | None:
        activity, group = self.activities.get(block.activity), self.groups.get(block.group)
        if activity is None or activity.is_live or group is None:
            return None
        return Work(block, activity, group)


def _once(first: date, last: date) -> tuple[date, ...]:
    return (first,) if first == last else (first, last)
