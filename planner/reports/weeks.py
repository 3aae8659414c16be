"""The weeks of a plan as a person reads them: what is closed, what takes place, what is asked against the cap.

Values only; `planner.reports.summary` draws them.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from calendars.open_days import ClosedReason, OpenDays
from calendars.places import Place, place
from calendars.school_holidays import SchoolCalendar, UnknownSchoolDay
from planner.plan import Placement, Plan
from planner.session import Activity, Session

_DAY = timedelta(days=1)
_RULE_OF_REASON = {"weekend": "no_weekend", "public": "no_public_holidays", "school": "no_school_holidays"}


@dataclass(frozen=True)
class ClosedDays:
    """Weekdays in a row, `first` to `last` (both in), closed for the same reasons, named in French as the law does.

    Days that only the holidays of every trainer close have their names beside: « Vacances d'hiver (Alice Durand) ».
    """

    first: date
    last: date
    names: tuple[str, ...]


@dataclass(frozen=True)
class Elsewhere:
    """What the clock shows, at the start of a class, where somebody who takes part is on other hours."""

    place: Place
    start: datetime


@dataclass(frozen=True)
class LiveLine:
    """A class or a day on site, `start` and `end` on the clock of the session's place."""

    activity: Activity
    start: datetime
    end: datetime
    groups: tuple[str, ...]
    trainers: tuple[str, ...]
    elsewhere: tuple[Elsewhere, ...]


@dataclass(frozen=True)
class WorkLine:
    """Remote work (or an evaluation) that `groups` do alike, from `first` to `last`, both in."""

    activity: Activity
    first: date
    last: date
    duration_min: int
    groups: tuple[str, ...]


@dataclass(frozen=True)
class Load:
    """What is asked of each participant of `groups` in a week, and the cap of that week (R5), in minutes."""

    groups: tuple[str, ...]
    asked_min: int
    cap_min: int


@dataclass(frozen=True)
class Week:
    """An ISO week of the window, `first` to `last` its days inside it (both in, Monday to Friday)."""

    first: date
    last: date
    closed: tuple[ClosedDays, ...]
    live: tuple[LiveLine, ...]
    work: tuple[WorkLine, ...]
    loads: tuple[Load, ...]
    derogation: str | None
    has_open_day: bool

    @property
    def is_bare(self) -> bool:
        """Whether it is closed from end to end and nothing takes place."""
        return not (self.has_open_day or self.live or self.work)


def weeks_of(session: Session, plan: Plan, school: SchoolCalendar) -> tuple[Week, ...]:
    """Every week from the session's first date to its last; a window without a weekday has none."""
    days = _Days(session, school)
    weekdays: dict[date, list[date]] = {}
    day = session.window.first
    while day <= session.window.last:
        if day.weekday() < 5 or _takes_place(session, plan, day):
            weekdays.setdefault(_monday(day), []).append(day)
        day += _DAY
    return tuple(_week(session, plan, days, inside) for inside in weekdays.values())


class _Days:
    """Which days are open for the session and for one of its trainers at least, and why the others are not."""

    def __init__(self, session: Session, school: SchoolCalendar) -> None:
        ignored = session.rules.ignored_public_holidays
        here = {session.department, *(group.department or session.department for group in session.groups)}
        self.of_session = OpenDays(here, school, ignored, session.closed_days)
        self._session = session
        theirs = {trainer.id: trainer.department or session.department for trainer in session.trainers}
        if here & set(theirs.values()):
            theirs = {}  # somebody is off only when the session is
        calendars = {department: OpenDays({department}, school, ignored) for department in set(theirs.values())}
        self._trainers = [(each.name, calendars[theirs[each.id]]) for each in session.trainers if theirs]

    def why_closed(self, day: date) -> tuple[str, ...]:
        """The names of what closes a day; empty where it is open."""
        if reasons := self.of_session.reasons(day):
            return tuple(dict.fromkeys(reason.name for reason in _worth_saying(reasons)))
        theirs = [(name, self._in_force(days, day)) for name, days in self._trainers]
        if not all(reasons for _, reasons in theirs):
            return ()
        return tuple(dict.fromkeys(f"{each.name} ({name})" for name, reasons in theirs for each in reasons))

    def _in_force(self, days: OpenDays, day: date) -> tuple[ClosedReason, ...]:
        """What closes a day for a trainer, by the rules that are not switched off, as far as it is known."""
        try:
            reasons = _worth_saying(days.reasons(day))
        except UnknownSchoolDay:
            return ()
        return tuple(reason for reason in reasons if not self._session.is_off(_RULE_OF_REASON[reason.kind]))


def _week(session: Session, plan: Plan, days: _Days, inside: list[date]) -> Week:
    monday = _monday(inside[0])
    here = place(session.department)
    placements = tuple(p for p in plan.placements if _monday(here.local(p.start).date()) == monday)
    live = tuple(_live(session, here, placement) for placement in placements)
    derogation = next((d.reason for d in session.derogations if d.week == monday), None)
    return Week(
        inside[0],
        inside[-1],
        _closed(days, inside),
        tuple(sorted(live, key=lambda line: (line.start, line.groups))),
        _work(session, plan, monday),
        _loads(session, plan, days.of_session, monday, placements),
        derogation,
        not all(days.why_closed(day) for day in inside),
    )


def _closed(days: _Days, inside: Iterable[date]) -> tuple[ClosedDays, ...]:
    spells: list[ClosedDays] = []
    for day in inside:
        if not (names := days.why_closed(day)):
            continue
        if spells and spells[-1].names == names and spells[-1].last == day - _DAY:
            spells[-1] = ClosedDays(spells[-1].first, day, names)
        else:
            spells.append(ClosedDays(day, day, names))
    return tuple(spells)


def _worth_saying(reasons: tuple[ClosedReason, ...]) -> tuple[ClosedReason, ...]:
    """The school holiday where there is one (a public holiday inside it changes nothing), else everything."""
    return tuple(reason for reason in reasons if reason.kind == "school") or reasons


def _live(session: Session, here: Place, placement: Placement) -> LiveLine:
    start = here.local(placement.start)
    departments = [session.group_in_file(group).department for group in placement.groups]
    departments += [trainer.department for trainer in session.trainers if trainer.id in placement.trainers]
    others = {code: place(code) for code in departments if code is not None}
    return LiveLine(
        session.activity(placement.activity),
        start,
        here.local(placement.end),
        placement.groups,
        tuple(trainer.name for trainer in session.trainers if trainer.id in placement.trainers),
        tuple(
            Elsewhere(other, other.local(placement.start))
            for other in others.values()
            if other.local(placement.start).utcoffset() != start.utcoffset()
        ),
    )


def _work(session: Session, plan: Plan, monday: date) -> tuple[WorkLine, ...]:
    alike: dict[tuple[str, date, date, int], list[str]] = {}
    for block in plan.blocks:
        if _monday(block.first) == monday:
            alike.setdefault((block.activity, block.first, block.last, block.duration_min), []).append(block.group)
    order = {activity.id: number for number, activity in enumerate(session.activities)}
    lines = (
        WorkLine(session.activity(activity), first, last, duration_min, tuple(groups))
        for (activity, first, last, duration_min), groups in alike.items()
    )
    return tuple(sorted(lines, key=lambda line: (line.first, order[line.activity.id], line.groups)))


def _loads(
    session: Session, plan: Plan, days: OpenDays, monday: date, placements: tuple[Placement, ...]
) -> tuple[Load, ...]:
    cap = cap_min(session, days, monday)
    alike: dict[int, list[str]] = {}
    for group in session.planned_groups():
        asked_min = sum(b.duration_min for b in plan.blocks if b.group == group.id and _monday(b.first) == monday)
        if session.rules.virtual_classes_count:
            asked_min += sum(
                placement.duration_min
                for placement in placements
                if group.id in placement.groups and session.activity(placement.activity).kind == "virtual_class"
            )
        if asked_min:
            alike.setdefault(asked_min, []).append(group.id)
    return tuple(Load(tuple(groups), asked_min, cap) for asked_min, groups in alike.items())


def cap_min(session: Session, days: OpenDays, monday: date) -> int:
    """The cap of a week (R5), in minutes; `days` are those of the session."""
    for derogation in session.derogations:
        if derogation.week == monday:
            return derogation.cap_min
    if not session.rules.prorate_short_weeks:
        return session.rules.weekly_cap_min
    open_days = len(days.between(monday, monday + 4 * _DAY))
    return session.rules.weekly_cap_min * open_days // 5 // 15 * 15


def _takes_place(session: Session, plan: Plan, day: date) -> bool:
    here = place(session.department)
    return any(here.local(p.start).date() == day for p in plan.placements) or any(b.first == day for b in plan.blocks)


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())
