"""Dates and times as other programs write them in .ics files, as civil days and moments in UTC."""

import hashlib
import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from zoneinfo import ZoneInfo

from calendars.ics_text import BrokenCalendar, Component, Property
from calendars.time_zones import known_zone

_DAY = timedelta(days=1)
_VALUE = re.compile(r"(\d{8})(?:T(\d{6})(Z?))?")
_DURATION = re.compile(
    r"(?P<sign>[+-]?)P(?=\d|T\d)(?:(?P<weeks>\d{1,4})W)?(?:(?P<days>\d{1,5})D)?"
    r"(?:T(?:(?P<hours>\d{1,5})H)?(?:(?P<minutes>\d{1,6})M)?(?:(?P<seconds>\d{1,7})S)?)?"
)


class Clocks:
    """The time zones of one file: those that TZID names, and those that the file defines itself.

    `floating` is the clock of times that name no zone.
    """

    def __init__(self, components: Iterable[Component], floating: ZoneInfo) -> None:
        self.floating = floating
        self._own = {part.text("TZID"): part for part in components if part.name == "VTIMEZONE"}
        self._known: dict[str, tzinfo] = {}
        self._texts: dict[str, tuple[str, str]] = {}

    def of(self, found: Property) -> tzinfo:
        """The clock on which a value stands. BrokenCalendar("unknown-time-zone") where nothing says which."""
        tzid = found.parameters.get("TZID")
        if not tzid:
            return self.floating
        if tzid not in self._known:
            self._known[tzid] = known_zone(tzid) or self._defined(tzid, found)
        return self._known[tzid]

    def name(self, found: Property) -> tuple[str, str]:
        """A TZID that means the clock of a value anywhere, and the VTIMEZONE it needs (empty for an IANA name)."""
        zone = self.of(found)
        if isinstance(zone, ZoneInfo):
            return zone.key, ""
        return self._texts[found.parameters["TZID"]]

    def value(self, found: Property, text: str | None = None) -> date | datetime:
        """A civil day, or a moment on the clock of the value. BrokenCalendar("wrong-date") where it is neither."""
        text = found.value if text is None else text.strip()
        match = _VALUE.fullmatch(text)
        try:
            if not match:
                raise ValueError(text)
            day = date(int(text[:4]), int(text[4:6]), int(text[6:8]))
            if match[2] is None or found.parameters.get("VALUE", "").upper() == "DATE":
                return day
            second = min(int(text[13:15]), 59)  # a leap second
            clock = time(int(text[9:11]), int(text[11:13]), second)
        except ValueError:
            raise BrokenCalendar("wrong-date", found.line, text) from None
        return datetime.combine(day, clock, UTC if match[3] else self.of(found))

    def moment(self, value: date | datetime) -> datetime:
        """The moment in UTC; of a civil day, its first moment on the floating clock."""
        try:
            if isinstance(value, datetime):
                return value.astimezone(UTC)
            return datetime.combine(value, time(), self.floating).astimezone(UTC)
        except OverflowError:  # year 1 or 9999: out of every window
            return datetime.combine(value, time(), UTC)

    def _defined(self, tzid: str, found: Property) -> tzinfo:
        """The zone of the file's own VTIMEZONE; its rules must be yearly, as those of every real clock."""
        component = self._own.get(tzid)
        if component is None or not _plain_rules(component):
            raise BrokenCalendar("unknown-time-zone", found.line, tzid)
        from icalendar import Timezone

        body = [line for line in component.raw if not line.upper().startswith(("TZID", "X-", "COMMENT", "TZURL"))]
        # icalendar remembers zones by name for the whole process: a name that no other definition can have
        name = "own-" + hashlib.sha256("\n".join(body).encode()).hexdigest()[:24]
        text = "\r\n".join([body[0], f"TZID:{name}", *body[1:], ""])
        try:
            read = Timezone.from_ical(text)
            assert isinstance(read, Timezone)
            zone: tzinfo = read.to_tz(lookup_tzid=False)
            datetime(2026, 1, 1, tzinfo=zone).utcoffset()
        except (ValueError, KeyError, TypeError, AttributeError, IndexError, OverflowError):
            raise BrokenCalendar("unknown-time-zone", found.line, tzid) from None
        self._texts[tzid] = name, text
        return zone


def event_times(component: Component, clocks: Clocks) -> tuple[date | datetime, date | datetime]:
    """Start (in) and end (out) of an event, each a civil day or a moment on its own clock. Raises BrokenCalendar.

    Without an end, a day lasts a day and a moment no time.
    """
    found = component.first("DTSTART")
    if found is None:
        raise BrokenCalendar("no-start", component.line, component.text("UID"))
    start = clocks.value(found)
    end: date | datetime
    if found := component.first("DTEND"):
        end = clocks.value(found)
    elif found := component.first("DURATION"):
        length = duration(found)
        whole_days = not isinstance(start, datetime) or length % _DAY == timedelta(0)
        end = start + length if whole_days else clocks.moment(start) + length
    else:
        return start, start if isinstance(start, datetime) else start + _DAY
    if not isinstance(start, datetime) and end == start:  # the one day of programs that count its last day in
        return start, start + _DAY
    if clocks.moment(end) < clocks.moment(start):
        raise BrokenCalendar("ends-before-start", found.line, found.value)
    return start, end


def duration(found: Property, text: str | None = None) -> timedelta:
    """An RFC 5545 duration (`PT1H30M`, `P1W`). BrokenCalendar("wrong-duration")."""
    text = found.value if text is None else text
    match = _DURATION.fullmatch(text.strip().upper())
    if not match:
        raise BrokenCalendar("wrong-duration", found.line, text)
    parts = {name: int(number) for name, number in match.groupdict().items() if name != "sign" and number}
    return timedelta(**parts) * (-1 if match["sign"] == "-" else 1)


def local_day(moment: datetime, zone: ZoneInfo) -> date:
    """The civil day of a moment on a clock."""
    return moment.astimezone(zone).date()


def _plain_rules(component: Component) -> bool:
    parts = component.components
    if not parts or len(parts) > 400 or sum(len(part.properties) for part in parts) > 4000:
        return False
    rules = [rule.value.upper() for part in parts for rule in part.every("RRULE")]
    return all("FREQ=YEARLY" in rule and "BYHOUR" not in rule and "BYMINUTE" not in rule for rule in rules)
