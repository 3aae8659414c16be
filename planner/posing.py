"""Poses the problem: reads a session and its calendars into the values of `planner.problem`."""

import functools
import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from calendars.open_days import OpenDays
from calendars.places import Place, place
from calendars.school_holidays import SchoolCalendar, UnknownSchoolDay
from calendars.spans import Span
from calendars.working_hours import WeeklyHours, at_local
from planner.beside import beside
from planner.ordering import precedences
from planner.plan import Placement, Plan, RemoteBlock
from planner.problem import (
    QUARTER_MIN,
    Closing,
    Day,
    FixedBlock,
    Member,
    Occurrence,
    Pool,
    Problem,
    Remote,
    Week,
)
from planner.session import (
    NOT_BUSY,
    NOTHING_ELSEWHERE,
    Activity,
    BusyTimes,
    DayRange,
    Fixed,
    Group,
    Session,
    Trainer,
)

_RULE_OF_REASON = {"weekend": "no_weekend", "public": "no_public_holidays", "school": "no_school_holidays"}


@dataclass(frozen=True)
class _Horizon:
    """Whole weeks at the session's place, and the moment at which they begin."""

    here: Place
    first: date
    last: date

    @functools.cached_property
    def origin(self) -> datetime:
        return at_local(self.first, 0, self.here.zone_info)

    def days_at(self, where: Place, margin_days: int = 0) -> tuple[Day, ...]:
        """The civil days of a place's clock on the horizon's axis; indexes are those of the same dates here."""
        return _days_at(self, where, margin_days)

    def quarter(self, moment: datetime) -> int:
        return int((moment - self.origin).total_seconds()) // (QUARTER_MIN * 60)

    def split(self, moment: datetime) -> tuple[int, int]:
        """The quarter in which a moment lies, and the minutes from its start to the moment."""
        return divmod(int((moment - self.origin).total_seconds()) // 60, QUARTER_MIN)

    def index(self, day: date) -> int:
        return (day - self.first).days


@functools.lru_cache(maxsize=1000)  # the team and the groups are mostly in one place
def _days_at(horizon: _Horizon, where: Place, margin_days: int) -> tuple[Day, ...]:
    indexes = range(-margin_days, (horizon.last - horizon.first).days + 2 + margin_days)
    dates = [horizon.first + timedelta(index) for index in indexes]
    starts = [horizon.quarter(at_local(day, 0, where.zone_info)) for day in dates]  # a day ends where the next begins
    return tuple(map(Day, indexes, dates, starts, starts[1:]))


def pose(
    session: Session, school: SchoolCalendar, busy: BusyTimes = NOT_BUSY, *, weeks_before: int = 0, weeks_after: int = 0
) -> Problem:
    """The problem of one session. The horizon is the window out to whole weeks, and so many weeks more on each side.

    Days that no school calendar covers are closed: nothing is ever placed on the unknown.
    """
    here = place(session.department)
    window = session.window
    horizon = _Horizon(
        here,
        window.first - timedelta(window.first.weekday() + 7 * weeks_before),
        window.last + timedelta(6 - window.last.weekday() + 7 * weeks_after),
    )
    days = horizon.days_at(here)
    departments = {session.department, *(group.department or session.department for group in session.groups)}
    ignored = session.rules.ignored_public_holidays
    calendar = _calendar(frozenset(departments), school, ignored, session.closed_days)
    closings = _closings(calendar, days)
    eves = _eves(calendar, days)
    trainers = sorted(session.trainers, key=lambda trainer: trainer.id)
    own = {trainer.id: _own_calendar(trainer, session, departments, school) for trainer in trainers}
    occurrences = tuple(_occurrences(session, horizon))
    remotes = tuple(_remotes(session, horizon))
    problem = Problem(
        session=session,
        origin=horizon.origin,
        days=days,
        weeks=tuple(Week(days[i].date, days[i : i + 7]) for i in range(0, len(days), 7)),
        window=(horizon.index(window.first), horizon.index(window.last)),
        closings=closings,
        remote_closings=(*closings, *_closed_for_all(own, closings, days)),
        eves=eves,
        remote_eves=eves | _eves_for_all(own, days),
        occurrences=occurrences,
        remotes=remotes,
        precedences=tuple(precedences(session, occurrences, remotes)),
        team=tuple(_member(trainer, session, own[trainer.id], busy, horizon) for trainer in trainers),
        pools=tuple(
            _pool(group, session, school, occurrences, remotes, busy, horizon) for group in session.planned_groups()
        ),
        hours=_hours(session.rules.working_hours, here, horizon),
        in_person_hours=_hours(session.rules.in_person_hours, here, horizon),
        preferred={
            occurrence.id: _hours(preferred, here, horizon)
            for occurrence in occurrences
            if (preferred := occurrence.activity.preferred or (session.preferred if occurrence.is_virtual else None))
        },
    )
    return problem if busy.elsewhere == NOTHING_ELSEWHERE else beside(problem, busy.elsewhere)


def fixed_plan(session: Session) -> Plan:
    """The part of a session that its fixed dates already place: what the checker judges before any solving.

    A class with a fixed day and no hour is left out; one whose leaders the team can still choose has none.
    """
    here = place(session.department)
    placements: list[Placement] = []
    blocks: list[RemoteBlock] = []
    for activity in session.activities:
        for groups in session.attending(activity):
            ids = tuple(group.id for group in groups)
            for fixed in _fixed_for(session, activity, groups):
                if fixed.day and fixed.at:
                    start = at_local(fixed.day, fixed.at.hour * 60 + fixed.at.minute, here.zone_info)
                    leaders = _certain_leaders(session, activity, fixed)
                    placements.append(Placement(activity.id, ids, start, activity.duration_min, leaders))
                elif fixed.first and fixed.last and fixed.duration_min:
                    blocks.append(RemoteBlock(activity.id, ids[0], fixed.first, fixed.last, fixed.duration_min))
    made = tuple(sorted(placements)), tuple(sorted(blocks))
    return Plan(session.id, *made, rules_off=session.rules.off, derogations=session.derogations)


def _closed(calendar: OpenDays, day: date) -> bool:
    try:
        return not calendar.is_open(day)
    except UnknownSchoolDay:
        return True


def _surely_closed(calendar: OpenDays, day: date) -> bool:
    try:
        return not calendar.is_open(day)
    except UnknownSchoolDay:
        return False


def _is_eve(calendar: OpenDays, day: date) -> bool:
    """Whether the next day is closed, or unknown, and the day itself not closed already: of that, R2 to R4 speak."""
    return not _surely_closed(calendar, day) and _closed(calendar, day + timedelta(1))


@functools.lru_cache(maxsize=100)
def _calendar(
    departments: frozenset[str],
    school: SchoolCalendar,
    ignored: tuple[str, ...],
    closed: tuple[tuple[date, date, str], ...] = (),
) -> OpenDays:
    """The open days of departments; an academy asks for the same ones again and again."""
    return OpenDays(departments, school, ignored, closed)


@functools.lru_cache(maxsize=1000)
def _eves(calendar: OpenDays, days: tuple[Day, ...]) -> frozenset[int]:
    return frozenset(day.index for day in days if _is_eve(calendar, day.date))


@functools.lru_cache(maxsize=1000)
def _closings(calendar: OpenDays, days: tuple[Day, ...]) -> tuple[Closing, ...]:
    """One closing for each reason, with its days; the days that no calendar covers make one of their own."""
    closed: dict[tuple[str, str, date, date | None], dict[int, Day]] = {}
    for day in days:
        try:
            for reason in calendar.reasons(day.date):
                named = reason.kind != "weekend"
                key = (
                    _RULE_OF_REASON[reason.kind],
                    reason.name if named else "",
                    reason.first if named else days[0].date,
                    reason.resume if named else None,
                )
                closed.setdefault(key, {})[day.index] = day
        except UnknownSchoolDay as unknown:
            closed.setdefault(("no_school_holidays", "", unknown.last_known, None), {})[day.index] = day
    return tuple(
        Closing(rule, name, first, resume, tuple(shut), tuple((d.start_quarter, d.end_quarter) for d in shut.values()))
        for (rule, name, first, resume), shut in closed.items()
    )


def _own_calendar(trainer: Trainer, session: Session, departments: set[str], school: SchoolCalendar) -> OpenDays | None:
    """The trainer's own calendar; None where the session's already closes as much, on the same clock."""
    department = trainer.department or session.department
    if department in departments and place(department).time_zone == place(session.department).time_zone:
        return None
    return _calendar(frozenset((department,)), school, session.rules.ignored_public_holidays)


def _shut_for_all(own: Mapping[str, OpenDays | None], day: date) -> bool:
    return bool(own) and all(calendar is not None and _closed(calendar, day) for calendar in own.values())


def _eves_for_all(own: Mapping[str, OpenDays | None], days: Sequence[Day]) -> frozenset[int]:
    """The days before one that is closed for every trainer, where it is an eve for one of them."""
    return frozenset(
        day.index
        for day in days
        if _shut_for_all(own, day.date + timedelta(1))
        and any(calendar and _is_eve(calendar, day.date) for calendar in own.values())
    )


def _closed_for_all(
    own: Mapping[str, OpenDays | None], closings: Sequence[Closing], days: tuple[Day, ...]
) -> Iterator[Closing]:
    """What closes remote work besides `closings`: days closed for every trainer, with a first one's reasons."""
    shut = {day.index for day in days if _shut_for_all(own, day.date)}
    shut -= {index for closing in closings for index in closing.days}
    if not shut:
        return
    first_calendar = next(calendar for calendar in own.values() if calendar)
    for closing in _closings(first_calendar, days):
        if indexes := tuple(index for index in closing.days if index in shut):
            yield replace(closing, days=indexes, quarters=())


@functools.lru_cache(maxsize=1000)
def _hours(hours: WeeklyHours, where: Place, horizon: _Horizon) -> tuple[Span, ...]:
    """The working spans of a clock over the horizon, and one day more on both sides."""
    dates = (horizon.first + timedelta(i) for i in range(-1, (horizon.last - horizon.first).days + 2))
    return tuple(span for day in dates for span in hours.spans_on(day, where.zone_info))


@functools.lru_cache(maxsize=1000)
def _weeks_of(local: tuple[Day, ...]) -> tuple[tuple[int, int], ...]:
    """The ISO weeks of a clock, in quarters, as far as its days go."""
    weeks = (list(week) for _, week in itertools.groupby(local, key=lambda day: day.date.isocalendar()[:2]))
    return tuple((week[0].start_quarter, week[-1].end_quarter) for week in weeks)


def _whole_days(ranges: Sequence[DayRange], where: Place) -> tuple[Span, ...]:
    return tuple(
        Span(at_local(r.first, 0, where.zone_info), at_local(r.last, 24 * 60, where.zone_info)) for r in ranges
    )


def _member(
    trainer: Trainer, session: Session, calendar: OpenDays | None, busy: BusyTimes, horizon: _Horizon
) -> Member:
    where = place(trainer.department or session.department)
    local = horizon.days_at(where, margin_days=1)
    rules = session.rules
    return Member(
        trainer=trainer,
        hours=_hours(trainer.working_hours or rules.working_hours, where, horizon),
        absent=_whole_days(trainer.absent, where),
        busy=busy.trainers.get(trainer.id, ()),
        closings=_closings(calendar, local) if calendar else (),
        eves=tuple((d.start_quarter, d.end_quarter) for d in local if calendar and _is_eve(calendar, d.date)),
        local_days=tuple((day.start_quarter, day.end_quarter) for day in local),
        local_weeks=_weeks_of(local),
        max_day_min=trainer.max_delivery_day_min or rules.max_delivery_day_min,
        max_week_min=trainer.max_delivery_week_min or rules.max_delivery_week_min,
    )


def _fixed_for(session: Session, activity: Activity, groups: Sequence[Group]) -> Iterator[Fixed]:
    """The fixed dates that hold for an occurrence: those of its group, else those of every group."""
    names = {session.group_in_file(group.id).id for group in groups} | {group.id for group in groups}
    named = [fixed for fixed in activity.fixed if fixed.group in names]
    yield from named or [fixed for fixed in activity.fixed if fixed.group is None]


def _certain_leaders(session: Session, activity: Activity, fixed: Fixed) -> tuple[str, ...]:
    candidates = tuple(trainer.id for trainer in session.candidates(activity))
    return tuple(sorted(fixed.trainers)) or (candidates if len(candidates) == activity.trainers_needed else ())


def _occurrences(session: Session, horizon: _Horizon) -> Iterator[Occurrence]:
    for activity in session.activities:
        if not activity.is_live:
            continue
        for groups in session.attending(activity):
            fixed = next(_fixed_for(session, activity, groups), None)
            start, late_min = None, 0
            if fixed and fixed.day and fixed.at and not session.is_off("window"):
                minute = fixed.at.hour * 60 + fixed.at.minute
                start, late_min = horizon.split(at_local(fixed.day, minute, horizon.here.zone_info))
            yield Occurrence(
                id=f"{activity.id}@{'+'.join(group.id for group in groups)}",
                activity=activity,
                groups=groups,
                candidates=tuple(trainer.id for trainer in session.candidates(activity)),
                fixed_start=start,
                late_min=late_min,
                fixed_day=horizon.index(fixed.day) if fixed and fixed.day else None,
                fixed_trainers=tuple(sorted(fixed.trainers)) if fixed else (),
            )


def _remotes(session: Session, horizon: _Horizon) -> Iterator[Remote]:
    for activity in session.activities:
        if activity.is_live:
            continue
        for (group,) in session.attending(activity):
            fixed = tuple(
                FixedBlock(horizon.index(f.first), horizon.index(f.last), f.duration_min)
                for f in _fixed_for(session, activity, (group,))
                if f.first and f.last and f.duration_min
            )
            yield Remote(f"{activity.id}@{group.id}", activity, group, fixed)


def _teaching(group: Group, session: Session, school: SchoolCalendar, horizon: _Horizon) -> tuple[Span, ...]:
    """When a group itself teaches, on its own clock: on the days that are open where it is."""
    if group.teaching is None:
        return ()
    where = place(group.department or session.department)
    calendar = OpenDays((where.department,), school, session.rules.ignored_public_holidays)
    return tuple(
        span
        for day in horizon.days_at(where, margin_days=1)
        if not _closed(calendar, day.date)
        for span in group.teaching.spans_on(day.date, where.zone_info)
    )


def _pool(
    group: Group,
    session: Session,
    school: SchoolCalendar,
    occurrences: Sequence[Occurrence],
    remotes: Sequence[Remote],
    busy: BusyTimes,
    horizon: _Horizon,
) -> Pool:
    where = place(group.department or session.department)
    days = horizon.days_at(horizon.here)
    return Pool(
        group=group,
        occurrences=tuple(o.id for o in occurrences if any(g.id == group.id for g in o.groups)),
        remotes=tuple(remote.id for remote in remotes if remote.group.id == group.id),
        teaching=_teaching(group, session, school, horizon),
        busy=busy.groups.get(session.group_in_file(group.id).id, ()),
        avoid_days=frozenset(d.index for d in days if any(d.date in avoid for avoid in group.avoid)),
        hours=_hours(session.rules.working_hours, where, horizon),
    )
