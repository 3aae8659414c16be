"""The load of each trainer and week (workload.md, 3.5): what is done before, during and after the session.

Preparation lies on the three working weeks before the week of the first activity, the opening of groups in the last of
them; live time in its week; what accompanies remote work in its weeks; the review on the two working weeks after the
week of the last activity. A week in which no day is open has nothing, one that holidays cut counts in proportion to its
open days. The sums are exact.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from calendars.school_holidays import SchoolCalendar, UnknownSchoolDay
from planner.plan import Plan
from planner.session import Session, Trainer
from planner.workload.drivers import Drivers
from planner.workload.results import ZERO, Flag, Minutes, Phase, Share, WeekLoad
from planner.workload.working_weeks import (
    WEEK,
    WorkingWeeks,
    local_day,
    monday,
    shared_weeks,
    weeks_of_session,
    weeks_of_trainer,
)

WEEKS_BEFORE, WEEKS_AFTER = 3, 2

_AROUND_CLASSES = frozenset({"D1", "D2", "D3", "D4", "D5", "D5b"})
_Parts = tuple[tuple[date, Fraction], ...]
_ONE = Fraction(1)


def week_loads(
    shares: Iterable[Share], counted: Drivers, plan: Plan | None, school: SchoolCalendar
) -> tuple[tuple[WeekLoad, ...], tuple[Flag, ...]]:
    """The weeks of a session that has a plan; none, and a flag that says so, where they lie beyond the known years."""
    try:
        return _loads(shares, _Calendar(counted, plan, school)), ()
    except UnknownSchoolDay as unknown:
        facts = {"zone": unknown.zone, "day": unknown.day, "last_known": unknown.last_known}
        return (), (Flag("unknown_school_days", facts=facts),)


def spread_over_window(
    shares: Iterable[Share], counted: Drivers, school: SchoolCalendar
) -> tuple[tuple[WeekLoad, ...], tuple[Flag, ...]]:
    """The same for a session without a plan, as if it went evenly over all the open weeks of its window."""
    window = counted.session.window
    weeks, week = [], monday(window.first)
    while week <= window.last:
        weeks.append(week)
        week += WEEK
    whole = Drivers(counted.session, counted.groups, counted.weeks, tuple(weeks), counted.led, {})
    return week_loads(shares, whole, None, school)


def _loads(shares: Iterable[Share], calendar: "_Calendar") -> tuple[WeekLoad, ...]:
    by_way: dict[tuple[str, Phase, _Parts], Minutes] = {}
    for share in shares:
        way = (share.trainer, share.phase, calendar.parts(share))
        by_way[way] = by_way.get(way, ZERO) + share.minutes
    loads: dict[tuple[str, date, Phase], Minutes] = {}
    for (trainer, phase, parts), minutes in by_way.items():
        for week, part in parts:
            key = (trainer, week, phase)
            loads[key] = loads.get(key, ZERO) + minutes.scaled(part)
    return tuple(WeekLoad(trainer, week, phase, loads[trainer, week, phase]) for trainer, week, phase in sorted(loads))


@dataclass
class _Calendar:
    """Where each share lies: weeks with their parts, which add up to 1."""

    counted: Drivers
    plan: Plan | None
    school: SchoolCalendar

    def __post_init__(self) -> None:
        self.session: Session = self.counted.session
        self.weeks = self.counted.week_days
        self.own = weeks_of_session(self.session, self.school)
        self.trainers = {trainer.id: trainer for trainer in self.session.trainers}
        self.live = {
            (each.activity, each.groups[0] if len(each.groups) == 1 else None): monday(local_day(self.session, each))
            for each in (self.plan.placements if self.plan else ())
        }
        self.known: dict[tuple[str, str, str | None, str | None], _Parts] = {}

    def parts(self, share: Share) -> _Parts:
        """The weeks of a share, and what part of it is done in each."""
        way = _WAY.get(share.component, "live")
        bound = way in ("live", "forum", "feedback", "test")
        key = (share.trainer, way, share.activity if bound else None, share.group if bound else None)
        if key not in self.known:
            self.known[key] = self._parts(way, self.trainers[share.trainer], share.activity or "", share.group)
        return self.known[key]

    def _parts(self, way: str, trainer: Trainer, activity: str, group: str | None) -> _Parts:
        if way in ("before", "opening", "after"):
            return self._outside(way, trainer)
        if way == "live":
            week = self.live.get((activity, group))
            return ((week, _ONE),) if week else self._spread(self.weeks, trainer)
        blocks = self.counted.work_weeks.get((activity, group or ""), ())
        if way == "weekly" or not blocks:
            return self._spread(self.weeks, trainer)
        if way == "forum":
            return self._spread(blocks, trainer)
        shared = shared_weeks(self.session, trainer, self.school)
        last = shared.here_or_later(blocks[-1])
        if way == "feedback":
            after = shared.following(last, 1)
            if after and after[0] <= self.weeks[-1]:
                return (last, _ONE / 2), (after[0], _ONE / 2)
        return ((last, _ONE),)

    def _outside(self, way: str, trainer: Trainer) -> _Parts:
        """Before the opening and after the closing the trainer's own holidays count, not those of the session."""
        own = weeks_of_trainer(self.session, trainer, self.school)
        if way == "after":
            return self._in_proportion(own, own.following(self.weeks[-1], WEEKS_AFTER))
        before = own.before(self.weeks[0], WEEKS_BEFORE)
        return self._in_proportion(own, before if way == "before" else before[-1:])

    def _spread(self, weeks: tuple[date, ...], trainer: Trainer) -> _Parts:
        return self._in_proportion(shared_weeks(self.session, trainer, self.school), weeks)

    def _in_proportion(self, days: WorkingWeeks, weeks: tuple[date, ...]) -> _Parts:
        """By the open days; where none of the weeks has any, by those of the session, and at last evenly."""
        even = tuple((week, Fraction(1, len(weeks))) for week in weeks)
        return days.parts(weeks) or self.own.parts(weeks) or even


_WAY = {
    **dict.fromkeys(("P1", "P2", "P4"), "before"),
    "P3": "opening",
    **dict.fromkeys(_AROUND_CLASSES, "live"),
    "D6": "forum",
    "D7": "feedback",
    **dict.fromkeys(("D8", "D9", "D10", "D12"), "weekly"),
    "D11": "test",
    **dict.fromkeys(("R1", "R2", "R3"), "after"),
}
"""How each component lies in time."""
