"""Which days are open for a set of departments, which are closed and why, and which are eves."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from calendars.places import Place, place, plain_name
from calendars.public_holidays import names_of_day, public_holiday_source, public_holidays
from calendars.school_holidays import SchoolCalendar

_DAY = timedelta(days=1)
_WEEKEND_NAMES = {5: "samedi", 6: "dimanche"}


CLOSED_BY_HAND = "closed by hand"
"""The source of a day that somebody closed: a strike, a closed school. It closes as a public holiday does."""


class NoSchoolZone(LookupError):
    """This department has no school zone (984): whether a day is open there cannot be said."""

    def __init__(self, department: str) -> None:
        super().__init__(department)
        self.department = department


@dataclass(frozen=True)
class ClosedReason:
    """Why a day is closed: from `first` (in) to `resume` (out; None: not published), for `department` and maybe others.

    `name` is that of the holiday, in French; for a weekend, that of the day. `source` says where the fact comes from;
    it is CLOSED_BY_HAND for what no calendar says.
    """

    kind: Literal["weekend", "public", "school"]
    name: str
    first: date
    resume: date | None
    source: str
    department: str


def closed_by_hand(closed: Collection[tuple[date, date, str]], day: date, department: str) -> tuple[ClosedReason, ...]:
    """Why a day is closed that somebody closed, in these ranges of days (both ends in)."""
    return tuple(
        ClosedReason("public", reason, first, last + _DAY, CLOSED_BY_HAND, department)
        for first, last, reason in closed
        if first <= day <= last
    )


class OpenDays:
    """The open days of a set of departments: a day is closed where it is closed for any of them (R2, R3, R4)."""

    def __init__(
        self,
        departments: Collection[str],
        school: SchoolCalendar,
        ignored_public_holidays: Collection[str] = (),
        closed: Collection[tuple[date, date, str]] = (),
    ) -> None:
        """`ignored_public_holidays` are names that are not kept, as `public_holidays` gives them; capitals, accents and
        apostrophes do not matter. `closed` are further days (first and last, both in) with why they are closed. Raises
        UnknownDepartment and NoSchoolZone.
        """
        self._places = tuple(place(department) for department in sorted(set(departments)))
        for here in self._places:
            if not here.zone:
                raise NoSchoolZone(here.department)
        self._school = school
        self._ignored = frozenset(plain_name(name) for name in ignored_public_holidays)
        self._closed = tuple(closed)
        self._reasons: dict[date, tuple[ClosedReason, ...]] = {}

    def reasons(self, day: date) -> tuple[ClosedReason, ...]:
        """Why the day is closed; empty where it is open.

        What is the same for several departments is said once, with the first of them. Raises UnknownSchoolDay, also
        for a weekend or a public holiday, where the school calendar of one of the departments ends before.
        """
        if day not in self._reasons:
            school = self._school_reasons(day)
            self._reasons[day] = (*self._weekend_reasons(day), *self._public_reasons(day), *school)
        return self._reasons[day]

    def is_open(self, day: date) -> bool:
        """Whether the day is open for all. Raises UnknownSchoolDay."""
        return not self.reasons(day)

    def is_eve(self, day: date) -> bool:
        """Whether the day is open and the next one closed (R6). Raises UnknownSchoolDay for either of them."""
        return self.is_open(day) and not self.is_open(day + _DAY)

    def between(self, first: date, last: date) -> tuple[date, ...]:
        """The open days from `first` to `last`, both in. Raises UnknownSchoolDay."""
        days = (first + timedelta(days=offset) for offset in range((last - first).days + 1))
        return tuple(day for day in days if self.is_open(day))

    def _weekend_reasons(self, day: date) -> tuple[ClosedReason, ...]:
        if day.weekday() not in _WEEKEND_NAMES:
            return ()
        saturday = day - timedelta(days=day.weekday() - 5)
        department = self._places[0].department if self._places else ""
        name = _WEEKEND_NAMES[day.weekday()]
        return (ClosedReason("weekend", name, saturday, saturday + 2 * _DAY, "RULES.md R2", department),)

    def _public_reasons(self, day: date) -> tuple[ClosedReason, ...]:
        said: dict[str, ClosedReason] = {}
        for here in self._places:
            for name in names_of_day(public_holidays(here.department, day.year).get(day, "")):
                if name and plain_name(name) not in self._ignored:
                    source = public_holiday_source(here.department, name)
                    reason = ClosedReason("public", name, day, day + _DAY, source, here.department)
                    said.setdefault(name, reason)
        return (*said.values(), *closed_by_hand(self._closed, day, self._places[0].department if self._places else ""))

    def _school_reasons(self, day: date) -> tuple[ClosedReason, ...]:
        first_of_zone: dict[str, Place] = {}
        for here in self._places:
            first_of_zone.setdefault(here.zone, here)
        found = ((here, self._school.on(zone, day)) for zone, here in first_of_zone.items())
        return tuple(
            ClosedReason("school", holiday.name, holiday.first, holiday.resume, holiday.source, here.department)
            for here, holiday in found
            if holiday is not None
        )
