"""Weeks as somebody works in them: how many of their days are open, and which come before and after a day."""

from collections.abc import Collection, Iterator
from datetime import date, timedelta
from fractions import Fraction
from functools import lru_cache

from calendars.open_days import OpenDays
from calendars.places import place
from calendars.school_holidays import SchoolCalendar
from planner.plan import Placement
from planner.session import DayRange, Session, Trainer

WEEK = timedelta(days=7)
_LONGEST_CLOSED_WEEKS = 60


def monday(day: date) -> date:
    """The Monday of a day's week, which names the week."""
    return day - timedelta(days=day.weekday())


def local_day(session: Session, placement: Placement) -> date:
    """The day of a class at the session's place."""
    return place(session.department).local(placement.start).date()


class WorkingWeeks:
    """The open days of each week for a set of departments, without somebody's absences."""

    def __init__(self, days: OpenDays, absent: tuple[DayRange, ...] = ()) -> None:
        self._days = days
        self._absent = absent
        self._open: dict[date, int] = {}

    def open_days(self, week: date) -> int:
        """How many days of the week (named by its Monday) are open, 0 to 5. Raises UnknownSchoolDay."""
        if week not in self._open:
            days = (week + timedelta(days=offset) for offset in range(5))
            self._open[week] = sum(
                self._days.is_open(day) and not any(day in absence for absence in self._absent) for day in days
            )
        return self._open[week]

    def before(self, week: date, count: int) -> tuple[date, ...]:
        """The `count` nearest weeks before `week` in which a day is open, earliest first. Raises UnknownSchoolDay."""
        return tuple(reversed(self._some(week - WEEK, -WEEK, count)))

    def following(self, week: date, count: int) -> tuple[date, ...]:
        """The `count` nearest weeks after `week` in which a day is open. Raises UnknownSchoolDay."""
        return self._some(week + WEEK, WEEK, count)

    def here_or_later(self, week: date) -> date:
        """This week where a day of it is open, else the next one of which one is."""
        return self._some(week, WEEK, 1)[0]

    def parts(self, weeks: Collection[date]) -> tuple[tuple[date, Fraction], ...]:
        """Parts (together 1) in proportion to the open days; weeks without any have none. Empty where none has any."""
        whole = sum(map(self.open_days, weeks))
        return tuple((week, Fraction(self.open_days(week), whole)) for week in weeks if self.open_days(week))

    def _some(self, week: date, step: timedelta, count: int) -> tuple[date, ...]:
        found = []
        for candidate in self._weeks(week, step):
            if self.open_days(candidate):
                found.append(candidate)
            if len(found) == count:
                break
        return tuple(found)

    def _weeks(self, week: date, step: timedelta) -> Iterator[date]:
        for number in range(_LONGEST_CLOSED_WEEKS):
            yield week + number * step


def weeks_of_session(session: Session, school: SchoolCalendar) -> WorkingWeeks:
    """The session's own: a day is closed where it is closed for its department or for any group's."""
    return _weeks_of(_departments(session), session.rules.ignored_public_holidays, school)


def weeks_of_trainer(session: Session, trainer: Trainer, school: SchoolCalendar) -> WorkingWeeks:
    """The trainer's own: holidays of the trainer's department (default: the session's), and absences."""
    departments = frozenset({trainer.department or session.department})
    return _weeks_of(departments, session.rules.ignored_public_holidays, school, trainer.absent)


def shared_weeks(session: Session, trainer: Trainer, school: SchoolCalendar) -> WorkingWeeks:
    """The session's and the trainer's: what the two do together."""
    departments = _departments(session) | {trainer.department or session.department}
    return _weeks_of(departments, session.rules.ignored_public_holidays, school, trainer.absent)


def _departments(session: Session) -> frozenset[str]:
    return frozenset({session.department, *(group.department or session.department for group in session.groups)})


@lru_cache(maxsize=512)
def _weeks_of(
    departments: frozenset[str], ignored: tuple[str, ...], school: SchoolCalendar, absent: tuple[DayRange, ...] = ()
) -> WorkingWeeks:
    return WorkingWeeks(_open_days(departments, ignored, school), absent)


@lru_cache(maxsize=256)
def _open_days(departments: frozenset[str], ignored: tuple[str, ...], school: SchoolCalendar) -> OpenDays:
    return OpenDays(departments, school, ignored)
