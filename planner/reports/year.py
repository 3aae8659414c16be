"""The year at a glance: months of days, what closes them and what takes place on them. Values only.

Closed days are those of the session: of its department and of its groups' (docs/decisions.md).
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from calendars.open_days import OpenDays
from calendars.places import place, plain_name
from calendars.public_holidays import names_of_day, public_holidays
from calendars.school_holidays import SchoolCalendar, SchoolHoliday, UnknownSchoolDay
from planner.plan import Plan
from planner.session import LIVE_KINDS, ActivityKind, Session

Closed = Literal["weekend", "public", "school", "unknown"]
_DAY = timedelta(days=1)
_SEPTEMBER = 9
_RULE: Mapping[Closed, str] = {
    "weekend": "no_weekend",
    "public": "no_public_holidays",
    "school": "no_school_holidays",
    "unknown": "no_school_holidays",
}
_STRONGEST: tuple[Closed, ...] = ("public", "school", "weekend")


@dataclass(frozen=True)
class Day:
    """A day of the year. `closed`: by what; `name`: of the holiday; `kinds`: what takes place, live before remote."""

    day: date
    in_window: bool
    closed: Closed | None
    name: str | None
    kinds: tuple[ActivityKind, ...]


@dataclass(frozen=True)
class Month:
    """A month by its ISO weeks, Monday to Sunday; None for the days of the months beside it."""

    first: date
    weeks: tuple[tuple[Day | None, ...], ...]


@dataclass(frozen=True)
class PublicHoliday:
    """A public holiday on a weekday, and the departments that keep it (none: all of the session's)."""

    day: date
    name: str
    departments: tuple[str, ...]


@dataclass(frozen=True)
class Year:
    """The months shown, and what closes days in them. `unknown_from`: from there no school calendar is published."""

    months: tuple[Month, ...]
    school: tuple[SchoolHoliday, ...]
    public: tuple[PublicHoliday, ...]
    unknown_from: date | None


def year_of(session: Session, plan: Plan | None, worked: Iterable[date], school: SchoolCalendar) -> Year:
    """The school year (September to August) that holds the window and the weeks `worked` (Mondays); where they need
    more than one, the months concerned alone."""
    departments = departments_of(session)
    days = OpenDays(departments, school, session.rules.ignored_public_holidays, session.closed_days)
    takes_place = _takes_place(session, plan)
    firsts = _months(session, worked)
    months = tuple(_month(first, session, days, takes_place) for first in firsts)
    start, end = firsts[0], _next(firsts[-1])
    return Year(
        months,
        tuple(_school_holidays(departments, school, start, end)),
        tuple(_public_holidays(departments, start, end, session.rules.ignored_public_holidays)),
        next((each.day for each in _days(months) if each.closed == "unknown"), None),
    )


def departments_of(session: Session) -> list[str]:
    """Those whose closed days are the session's: its own and its groups', sorted."""
    return sorted({session.department, *(group.department or session.department for group in session.groups)})


def _months(session: Session, worked: Iterable[date]) -> list[date]:
    weeks = list(worked)
    first = min([session.window.first, *weeks])
    last = max([session.window.last, *(week + 6 * _DAY for week in weeks)])
    september = date(first.year - (first.month < _SEPTEMBER), _SEPTEMBER, 1)
    if last < september.replace(year=september.year + 1):
        first, last = september, date(september.year + 1, _SEPTEMBER - 1, 1)
    month = first.replace(day=1)
    months = []
    while month <= last:
        months.append(month)
        month = _next(month)
    return months


def _next(month: date) -> date:
    return (month + 31 * _DAY).replace(day=1)


def _month(first: date, session: Session, days: OpenDays, takes_place: dict[date, list[ActivityKind]]) -> Month:
    monday = first - first.weekday() * _DAY
    weeks = []
    while monday < _next(first):
        week = [monday + number * _DAY for number in range(7)]
        weeks.append(tuple(_day(day, session, days, takes_place) if day.month == first.month else None for day in week))
        monday += 7 * _DAY
    return Month(first, tuple(weeks))


def _day(day: date, session: Session, days: OpenDays, takes_place: dict[date, list[ActivityKind]]) -> Day:
    closed: Closed | None = None
    name = None
    try:
        reasons = {reason.kind: reason.name for reason in days.reasons(day)}
        closed = next((kind for kind in _STRONGEST if kind in reasons), None)
        name = reasons[closed] if closed in ("public", "school") else None
    except UnknownSchoolDay:
        closed = "weekend" if day.weekday() >= 5 else "unknown"
    kinds = tuple(dict.fromkeys(takes_place.get(day, ())))
    if closed is not None and not session.is_off(_RULE[closed]):  # a block spans closed days, on which nothing is done
        kinds = tuple(kind for kind in kinds if kind in LIVE_KINDS)
    return Day(day, day in session.window, closed, name, kinds)


def _takes_place(session: Session, plan: Plan | None) -> dict[date, list[ActivityKind]]:
    found: dict[date, list[ActivityKind]] = {}
    if plan is None:
        return found
    here = place(session.department)
    for placement in plan.placements:
        found.setdefault(here.local(placement.start).date(), []).append(session.activity(placement.activity).kind)
    for block in plan.blocks:
        for number in range((block.last - block.first).days + 1):
            found.setdefault(block.first + number * _DAY, []).append(session.activity(block.activity).kind)
    return found


def _days(months: Iterable[Month]) -> Iterator[Day]:
    return (day for month in months for week in month.weeks for day in week if day is not None)


def _school_holidays(
    departments: Iterable[str], school: SchoolCalendar, start: date, end: date
) -> Iterator[SchoolHoliday]:
    zones = sorted({place(department).zone for department in departments})
    every = [holiday for zone in zones for holiday in school.holidays(zone)]
    for holiday in sorted(every, key=lambda each: (each.first, each.zone)):
        if holiday.first < end and (holiday.resume is None or holiday.resume > start):
            yield holiday


def _public_holidays(departments: list[str], start: date, end: date, ignored: Iterable[str]) -> Iterator[PublicHoliday]:
    not_kept = {plain_name(name) for name in ignored}
    kept: dict[tuple[date, str], list[str]] = {}
    for department in departments:
        for year in range(start.year, end.year + 1):
            for day, names in public_holidays(department, year).items():
                for name in names_of_day(names):
                    if start <= day < end and day.weekday() < 5 and plain_name(name) not in not_kept:
                        kept.setdefault((day, name), []).append(department)
    for (day, name), theirs in sorted(kept.items()):
        yield PublicHoliday(day, name, () if theirs == departments else tuple(theirs))
