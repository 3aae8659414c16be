"""Which days are closed, department by department, and why: what the checker asks of the calendars, once a day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from calendars.open_days import ClosedReason, OpenDays
from calendars.places import plain_name
from calendars.public_holidays import names_of_day, public_holiday_source, public_holidays
from calendars.school_holidays import SchoolCalendar, UnknownSchoolDay

FRIDAY = 4


@dataclass(frozen=True)
class Unknown:
    """A day beyond the published school calendar of a zone, and the first and last day that it covers (both in)."""

    zone: str
    first_known: date
    last_known: date


@dataclass(frozen=True)
class DayState:
    """What closes a civil day in one department, weekends apart. `unknown` says that school holidays are not known."""

    weekend: bool
    public: tuple[ClosedReason, ...]
    school: tuple[ClosedReason, ...]
    unknown: Unknown | None

    @property
    def is_closed(self) -> bool:
        """Whether the day is surely closed."""
        return self.weekend or bool(self.public) or bool(self.school)

    @property
    def is_open(self) -> bool:
        """Whether the day is surely open."""
        return not self.is_closed and self.unknown is None


class DepartmentDays:
    """The days of one department, each looked up once."""

    def __init__(self, department: str, school: SchoolCalendar, ignored: tuple[str, ...]) -> None:
        self._department = department
        self._ignored = frozenset(plain_name(name) for name in ignored)
        self._open_days = OpenDays((department,), school, ignored)
        self._states: dict[date, DayState] = {}

    def state(self, day: date) -> DayState:
        """What closes the day; an unknown school calendar is a value here, never an error."""
        if (state := self._states.get(day)) is None:
            state = self._states[day] = self._look_up(day)
        return state

    def _look_up(self, day: date) -> DayState:
        weekend = day.weekday() > FRIDAY
        try:
            reasons = self._open_days.reasons(day)
        except UnknownSchoolDay as beyond:
            unknown = Unknown(beyond.zone, beyond.first_known, beyond.last_known)
            return DayState(weekend, self._public_alone(day), (), unknown)
        public = tuple(reason for reason in reasons if reason.kind == "public")
        return DayState(weekend, public, tuple(reason for reason in reasons if reason.kind == "school"), None)

    def _public_alone(self, day: date) -> tuple[ClosedReason, ...]:
        names = names_of_day(public_holidays(self._department, day.year).get(day, ""))
        return tuple(
            ClosedReason("public", name, day, day_after(day), self._source(name), self._department)
            for name in names
            if name and plain_name(name) not in self._ignored
        )

    def _source(self, name: str) -> str:
        return public_holiday_source(self._department, name)


@lru_cache(maxsize=1024)
def department_days(department: str, school: SchoolCalendar, ignored: tuple[str, ...]) -> DepartmentDays:
    """The one `DepartmentDays` of a department in a school calendar: shared by all sessions that are checked.

    Raises UnknownDepartment and NoSchoolZone.
    """
    return DepartmentDays(department, school, ignored)


def day_after(day: date) -> date | None:
    """The next civil day; None after the last day that a date can be."""
    return day + timedelta(days=1) if day < date.max else None


def monday(day: date) -> date:
    """The Monday of the day's ISO week."""
    return day - timedelta(days=day.weekday())


def reasons_once(states: Iterable[DayState], kind: str) -> tuple[ClosedReason, ...]:
    """The reasons of one kind ("public" or "school") in several departments, each holiday once."""
    once: dict[tuple[str, date], ClosedReason] = {}
    for state in states:
        for reason in state.public if kind == "public" else state.school:
            once.setdefault((reason.name, reason.first), reason)
    return tuple(once.values())
