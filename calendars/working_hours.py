"""Weekly working hours and the spans they make on one civil day of a place."""

import itertools
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from calendars.spans import Span

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_DAY_MIN = 24 * 60
_DAYS = re.compile(r"([a-z]{3})(?:-([a-z]{3}))?")
_INTERVAL = re.compile(r"(\d{1,2}):(\d{2})\s*-\s*(\d{1,2}):(\d{2})")


class WrongHours(ValueError):
    """Weekly hours that cannot be read.

    `kind` is one of "weekday", "interval", "reversed", "overlap", "twice"; `found` is the text at fault;
    `key` is the key of the mapping where it stands.
    """

    def __init__(self, kind: str, key: str, found: str) -> None:
        super().__init__(f"{kind}: {found!r} ({key})")
        self.kind = kind
        self.key = key
        self.found = found


@dataclass(frozen=True)
class WeeklyHours:
    """For each weekday from Monday, its intervals as (start, end) minutes since local midnight, half-open, sorted."""

    intervals: tuple[tuple[tuple[int, int], ...], ...]

    @classmethod
    def parse(cls, hours: Mapping[str, str]) -> "WeeklyHours":
        """Read `{"wed": "13:30-17:30", "mon-fri": "08:00-12:00, 13:30-18:00"}`.

        A day named alone wins over a range of days that holds it; a day that no key names has no hours, as has
        a day with an empty text. Raises WrongHours.
        """
        alone: dict[int, tuple[tuple[int, int], ...]] = {}
        ranged: dict[int, tuple[tuple[int, int], ...]] = {}
        for key, text in hours.items():
            days = _weekdays(key)
            into = alone if len(days) == 1 else ranged
            for day in days:
                if day in into:
                    raise WrongHours("twice", key, WEEKDAYS[day])
                into[day] = _intervals(key, text)
        return cls(tuple(alone.get(day, ranged.get(day, ())) for day in range(7)))

    def on_weekday(self, weekday: int) -> tuple[tuple[int, int], ...]:
        """The intervals of a weekday (0 is Monday), in minutes since local midnight."""
        return self.intervals[weekday]

    def longest_min(self) -> int:
        """The longest interval of the week, in minutes; 0 where there is none."""
        return max((end - start for day in self.intervals for start, end in day), default=0)

    def spans_on(self, day: date, zone: ZoneInfo) -> tuple[Span, ...]:
        """The working spans of a civil day in a time zone, in UTC.

        Hours are wall-clock hours: 17:00 stays 17:00 on both sides of a clock change.
        """
        return tuple(
            Span(at_local(day, start, zone), at_local(day, end, zone)) for start, end in self.intervals[day.weekday()]
        )


def at_local(day: date, minute: int, zone: ZoneInfo) -> datetime:
    """The moment, in UTC, at which clocks in `zone` show `minute` minutes since midnight of `day`."""
    days, minute = divmod(minute, _DAY_MIN)
    clock = datetime.combine(day + timedelta(days=days), time(minute // 60, minute % 60), tzinfo=zone)
    return clock.astimezone(UTC)


def _weekdays(key: str) -> range:
    match = _DAYS.fullmatch(key.strip().lower())
    if not match or match[1] not in WEEKDAYS or (match[2] or match[1]) not in WEEKDAYS:
        raise WrongHours("weekday", key, key)
    first, last = WEEKDAYS.index(match[1]), WEEKDAYS.index(match[2] or match[1])
    if last < first:
        raise WrongHours("reversed", key, key)
    return range(first, last + 1)


def _intervals(key: str, text: str) -> tuple[tuple[int, int], ...]:
    intervals: list[tuple[int, int]] = []
    for part in filter(None, (part.strip() for part in text.split(","))):
        match = _INTERVAL.fullmatch(part)
        if not match:
            raise WrongHours("interval", key, part)
        from_hour, from_min, to_hour, to_min = map(int, match.groups())
        start, end = from_hour * 60 + from_min, to_hour * 60 + to_min
        if from_min > 59 or to_min > 59 or end > _DAY_MIN:
            raise WrongHours("interval", key, part)
        if end <= start:
            raise WrongHours("reversed", key, part)
        intervals.append((start, end))
    intervals.sort()
    for before, after in itertools.pairwise(intervals):
        if after[0] < before[1]:
            raise WrongHours("overlap", key, text)
    return tuple(intervals)
