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
from planner.workload.results import Flag, Phase, Share, Sum, WeekLoad
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
    alike: dict[tuple[str, Phase, int], tuple[_Parts, Sum]] = {}  # `calendar` gives equal weeks as one object
    for share in shares:
        parts = calendar.parts(share)
        alike.setdefault((share.trainer, share.phase, id(parts)), (parts, Sum()))[1].add(share.minutes)
    loads: dict[tuple[str, date, Phase], Sum] = {}
    for (trainer, phase, _), (parts, grown) in alike.items():
        minutes = grown.minutes()
        for week, part in parts:
            loads.setdefault((trainer, week, phase), Sum()).add(minutes, part)
    return tuple(
        WeekLoad(trainer, week, phase, loads[trainer, week, phase].minutes()) for trainer, week, phase in sorted(loads)
    )


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
        self.seen: dict[tuple[str, str, tuple[date, ...]], _Parts] = {}
        self.live = {
            (each.activity, each.groups[0] if len(each.groups) == 1 else None): monday(local_day(self.session, each))
            for each in (self.plan.placements if self.plan else ())
        }

    def parts(self, share: Share) -> _Parts:
        """The weeks of a share, and what part of it is done in each; the same object for the same weeks."""
        trainer, way = share.trainer, _WAY[share.component]
        if way in ("before", "opening", "after"):
            return self._once(way, trainer, ())
        if way == "live":
            week = self.live.get((share.activity or "", share.group))
            return self._once("exactly", trainer, (week,)) if week else self._once("spread", trainer, self.weeks)
        blocks = self.counted.work_weeks.get((share.activity or "", share.group or ""), ())
        if way == "weekly" or not blocks:
            return self._once("spread", trainer, self.weeks)
        return self._once("spread" if way == "forum" else way, trainer, blocks)

    def _once(self, way: str, trainer: str, weeks: tuple[date, ...]) -> _Parts:
        key = (way, trainer, weeks)
        if key not in self.seen:
            self.seen[key] = self._parts(way, self.trainers[trainer], weeks)
        return self.seen[key]

    def _parts(self, way: str, trainer: Trainer, weeks: tuple[date, ...]) -> _Parts:
        if way == "exactly":
            return ((weeks[0], _ONE),)
        if way == "spread":
            return self._in_proportion(shared_weeks(self.session, trainer, self.school), weeks)
        if way in ("feedback", "test"):
            return self._after_deadline(way, shared_weeks(self.session, trainer, self.school), weeks[-1])
        own = weeks_of_trainer(self.session, trainer, self.school)  # outside the session its holidays do not count
        if way == "after":
            return self._in_proportion(own, own.following(self.weeks[-1], WEEKS_AFTER))
        before = own.before(self.weeks[0], WEEKS_BEFORE)
        return self._in_proportion(own, before if way == "before" else before[-1:])

    def _after_deadline(self, way: str, days: WorkingWeeks, deadline: date) -> _Parts:
        """A test in its week; feedback half in the deadline's week and half in the next, within the session's weeks."""
        last = days.here_or_later(deadline)
        following = days.following(last, 1)
        if way == "feedback" and following and following[0] <= self.weeks[-1]:
            return (last, _ONE / 2), (following[0], _ONE / 2)
        return ((last, _ONE),)

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
