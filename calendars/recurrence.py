"""Rules of recurrence (RRULE) that other programs wrote: read strictly, bounded before anything is expanded.

A rule every second exists, and so do rules that never happen (30 February), for which `dateutil` searches up to the
year 9999. Both are found here by arithmetic; `recurring-ical-events` then expands what is left.
"""

import re
from calendar import isleap, monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from calendars.ics_text import BrokenCalendar, Property
from calendars.ics_times import Clocks

_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_SLOW = ("YEARLY", "MONTHLY", "WEEKLY", "DAILY")
_FAST_PER_DAY = {"HOURLY": 24, "MINUTELY": 24 * 60, "SECONDLY": 24 * 60 * 60}
_RANGES = {  # least and greatest absolute value, and whether it may count from the end
    "BYMONTH": (1, 12, False),
    "BYMONTHDAY": (1, 31, True),
    "BYYEARDAY": (1, 366, True),
    "BYWEEKNO": (1, 53, True),
    "BYSETPOS": (1, 366, True),
    "BYHOUR": (0, 23, False),
    "BYMINUTE": (0, 59, False),
    "BYSECOND": (0, 60, False),
}
_BY_DAY = re.compile(r"([+-]?\d{1,2})?(MO|TU|WE|TH|FR|SA|SU)")


@dataclass(frozen=True)
class Rule:
    """One RRULE. `numbers` holds its BY lists, `by_day` the weekdays (0 is Monday) of BYDAY, ordinals left aside."""

    frequency: str
    interval: int
    count: int | None
    until: date | datetime | None
    numbers: Mapping[str, tuple[int, ...]]
    by_day: tuple[int, ...]
    parts: Mapping[str, str]

    def text(self, start: date | datetime, clocks: Clocks) -> str:
        """The rule as `dateutil` wants it: UNTIL is a day where the event has days, else a moment in UTC."""
        parts = {name: value for name, value in self.parts.items() if name not in ("UNTIL", "COUNT")}
        if self.count is not None:
            parts["COUNT"] = str(self.count)
        if self.until is not None:
            last = self.until
            if not isinstance(start, datetime):
                parts["UNTIL"] = f"{last:%Y%m%d}"
            else:
                if not isinstance(last, datetime):  # a day: all of it, on the event's clock
                    last = datetime.combine(last, time(23, 59, 59), start.tzinfo)
                parts["UNTIL"] = f"{clocks.moment(last):%Y%m%dT%H%M%SZ}"
        return ";".join(f"{name}={value}" for name, value in parts.items())

    def most(self, days: int) -> float:
        """No more occurrences than this can fall in so many days."""
        if days <= 0:
            return 0
        steps = days / self._step_days() + 1
        return min(steps * self._in_a_step(), self.count or float("inf"))

    def last_day(self, last: date) -> date:
        """The last day on which it can happen, at most `last`."""
        return last if self.until is None else min(last, date(self.until.year, self.until.month, self.until.day))

    def may_happen(self, start: datetime, first: date, last: date) -> bool:
        """Whether a day from `first` to `last` may be one of the rule's, for an event that starts at `start`, local."""
        if all(abs(place) > self._in_a_step() for place in self.numbers.get("BYSETPOS", (1,))):
            return False
        days = (last - first).days + 1
        return any(
            self._is_listed(day) and self._is_in_step(day, start) for day in (first + timedelta(n) for n in range(days))
        )

    def _is_listed(self, day: date) -> bool:
        """Whether the BY lists take a day (ordinals of BYDAY left aside)."""
        year_days, month_days = 365 + isleap(day.year), monthrange(day.year, day.month)[1]
        weeks = self.numbers.get("BYWEEKNO")
        return (
            (not self.by_day or day.weekday() in self.by_day)
            and _in(day.month, 12, self.numbers.get("BYMONTH"))
            and _in(day.day, month_days, self.numbers.get("BYMONTHDAY"))
            and _in(day.timetuple().tm_yday, year_days, self.numbers.get("BYYEARDAY"))
            # the first day of the week may be another than Monday, and a year has 52 or 53 weeks
            and (weeks is None or any(abs(day.isocalendar().week - (w % 53)) % 51 <= 2 for w in weeks))
        )

    def _is_in_step(self, day: date, start: datetime) -> bool:
        """Whether INTERVAL, counted from the start, falls on a day."""
        days = (day - start.date()).days
        if self.frequency in _FAST_PER_DAY:
            a_day = _FAST_PER_DAY[self.frequency]
            since_midnight = (start.hour * 3600 + start.minute * 60 + start.second) * a_day // 86400
            return -(days * a_day - since_midnight) % self.interval < a_day
        match self.frequency:
            case "DAILY":
                return days % self.interval == 0
            case "WEEKLY":
                begin = _WEEKDAYS.index(self.parts.get("WKST", "MO"))
                days += (start.weekday() - begin) % 7 - (day.weekday() - begin) % 7
                return days // 7 % self.interval == 0
            case "MONTHLY":
                return ((day.year - start.year) * 12 + day.month - start.month) % self.interval == 0
        return "BYWEEKNO" in self.numbers or (day.year - start.year) % self.interval == 0

    def _step_days(self) -> float:
        """The shortest step of the frequency, in days."""
        days = {"YEARLY": 365, "MONTHLY": 28, "WEEKLY": 7}.get(self.frequency, 1)
        return days * self.interval / _FAST_PER_DAY.get(self.frequency, 1)

    def _in_a_step(self) -> int:
        """No more occurrences than this come from one step of the frequency."""
        finer = {"HOURLY": ("BYMINUTE", "BYSECOND"), "MINUTELY": ("BYSECOND",), "SECONDLY": ()}
        times = 1
        for name in finer.get(self.frequency, ("BYHOUR", "BYMINUTE", "BYSECOND")):
            times *= max(1, len(self.numbers.get(name, ())))
        return self._days_in_a_step() * times

    def _days_in_a_step(self) -> int:
        weekdays, months = len(self.by_day), len(self.numbers.get("BYMONTH", ()))
        month_days = len(self.numbers.get("BYMONTHDAY", ()))
        match self.frequency:
            case "WEEKLY":
                return weekdays or 1
            case "MONTHLY":
                return month_days or weekdays * 5 or 1
            case "YEARLY":
                listed = len(self.numbers.get("BYYEARDAY", ())) or 7 * len(self.numbers.get("BYWEEKNO", ()))
                by_weekday = weekdays * 5 * months if months else weekdays * 53
                return listed or month_days * (months or 12) or by_weekday or months or 1
        return 1


def read_rule(found: Property, clocks: Clocks) -> Rule:
    """The rule of an RRULE line. BrokenCalendar("wrong-rule") where RFC 5545 has no such rule."""
    wrong = BrokenCalendar("wrong-rule", found.line, found.value)
    parts: dict[str, str] = {}
    for part in filter(None, found.value.strip().upper().split(";")):
        name, equals, value = part.partition("=")
        if not equals or name in parts:
            raise wrong
        if not name.startswith("X-"):
            parts[name] = value
    frequency, interval, count = parts.get("FREQ", ""), parts.get("INTERVAL", "1"), parts.get("COUNT", "-1")
    if frequency not in (*_SLOW, *_FAST_PER_DAY) or not re.fullmatch(r"0*[1-9]\d{0,4}", interval):
        raise wrong
    if not re.fullmatch(r"-?\d{1,9}", count) or parts.get("WKST", "MO") not in _WEEKDAYS:
        raise wrong
    if set(parts) - {"FREQ", "INTERVAL", "COUNT", "UNTIL", "WKST", "BYDAY", *_RANGES}:
        raise wrong
    days = [_BY_DAY.fullmatch(day) for day in parts["BYDAY"].split(",")] if "BYDAY" in parts else []
    numbers = {name: _numbers(name, parts[name]) for name in _RANGES if name in parts}
    if None in days or None in numbers.values():
        raise wrong
    return Rule(
        frequency,
        int(interval),
        int(count) if int(count) > 0 else None,  # some programs write COUNT=-1 for « endless »
        clocks.value(found, parts["UNTIL"]) if "UNTIL" in parts else None,
        {name: listed for name, listed in numbers.items() if listed is not None},
        tuple(sorted({_WEEKDAYS.index(day[2]) for day in days if day})),
        parts,
    )


def _numbers(name: str, text: str) -> tuple[int, ...] | None:
    least, greatest, from_end = _RANGES[name]
    if not all(re.fullmatch(r"[+-]?\d{1,3}", number) for number in text.split(",")):
        return None
    numbers = tuple(sorted({int(number) for number in text.split(",")}))
    good = all(least <= (abs(number) if from_end else number) <= greatest for number in numbers)
    return numbers if good else None


def _in(number: int, last: int, wanted: tuple[int, ...] | None) -> bool:
    """Whether a number (of `last`) is wanted, counted from the start or from the end; None wants them all."""
    return wanted is None or number in wanted or number - last - 1 in wanted
