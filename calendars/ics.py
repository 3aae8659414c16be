"""Entries -> .ics bytes that calendar programs read alike: local times, one fixed VTIMEZONE, escaped text, CRLF."""

import functools
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from calendars.time_zones import vtimezone

if TYPE_CHECKING:
    from icalendar import vText

PRODUCT = "-//session-planner//calendars//EN"

_LINE_BREAKS = re.compile(
    "\r\n|[\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]"
)  # all that some reader takes for the end of a line
_SEPARATOR = re.compile(r"[\\,;]")
_UNWRITABLE = re.compile("[\x00-\x08\x0e-\x1b\x1f\x7f-\x9f\ud800-\udfff\ufeff\ufffe\uffff]")


@dataclass(frozen=True)
class Entry:
    """One entry of a calendar: from `start` (in) to `end` (out), two aware moments, or two civil days for all-day ones.

    `busy` False leaves the time free (TRANSP). `alarm_min` is one reminder, so many minutes before. `extra` holds
    properties of one's own, named X-…, whose values are ids without spaces, in a list separated by spaces.
    """

    uid: str
    title: str
    start: datetime | date
    end: datetime | date
    description: str = ""
    location: str = ""
    link: str = ""
    conference: str = ""
    sequence: int = 0
    busy: bool = True
    alarm_min: int | None = None
    extra: Mapping[str, str] = field(default_factory=dict, hash=False)


def to_ics(name: str, zone: ZoneInfo, stamp: datetime, entries: Iterable[Entry]) -> bytes:
    """A calendar called `name`, to publish (no METHOD: nobody is invited); its times stand on the clock of `zone`.

    `stamp` (UTC) is the DTSTAMP of every entry: the same entries give the same bytes. KeyError where `zone` is that
    of no place of the project; ValueError where an entry mixes days and moments, or ends before it starts.
    """
    from icalendar import Calendar  # 0.05 s, paid only by who writes

    calendar = Calendar()
    calendar.add("VERSION", "2.0")
    calendar.add("PRODID", PRODUCT)
    calendar.add("CALSCALE", "GREGORIAN")
    for property_name in ("NAME", "X-WR-CALNAME"):
        calendar.add(property_name, _text(name))
    calendar.add("X-WR-TIMEZONE", zone.key)
    head, end, _ = calendar.to_ical(sorted=False).partition(b"END:VCALENDAR\r\n")
    events = [_event(entry, stamp, zone, *_times(entry, zone)) for entry in entries]
    return b"".join([head, vtimezone(zone.key), *events, end])


def clean_text(text: str) -> str:
    """A text without what an .ics file cannot hold: each line break is a LF, control characters are gone."""
    return _UNWRITABLE.sub("", _LINE_BREAKS.sub("\n", text))


def _text(text: str) -> "vText":
    return _escaped_text()(clean_text(text))


@functools.cache
def _escaped_text() -> "type[vText]":
    """A TEXT value that we escape: `icalendar` 7.3 leaves NAME and X-WR-CALNAME as they are, and makes a line break of
    the two characters \\N in any text (C:\\Notes).
    """
    from icalendar import vText

    class EscapedText(vText):
        def to_ical(self) -> bytes:
            return _SEPARATOR.sub(r"\\\g<0>", str(self)).replace("\n", "\\n").encode()

    return EscapedText


@functools.lru_cache(maxsize=2000)  # most entries stand in several calendars: of the session, a group, a trainer
def _event(entry: Entry, stamp: datetime, zone: ZoneInfo, start: datetime | date, end: datetime | date) -> bytes:
    """One VEVENT, its times as they are written on the clock of `zone`. All of it is the key of what is kept: moments
    are equal on all clocks and whatever their fold, so that the entry alone would not tell two texts apart.
    """
    from icalendar import Alarm, Event, vUri

    event = Event()
    event.add("UID", entry.uid)
    event.add("DTSTAMP", stamp.astimezone(UTC))
    event.add("SEQUENCE", entry.sequence)
    event.add("DTSTART", start)
    event.add("DTEND", end)
    event.add("SUMMARY", _text(entry.title))
    if entry.description:
        event.add("DESCRIPTION", _text(entry.description))
    if entry.location:
        event.add("LOCATION", _text(entry.location))
    if entry.link:
        event.add("URL", vUri(entry.link))
    if entry.conference:
        event.add("CONFERENCE", vUri(entry.conference), parameters={"VALUE": "URI", "FEATURE": "VIDEO"})
    event.add("STATUS", "CONFIRMED")
    event.add("TRANSP", "OPAQUE" if entry.busy else "TRANSPARENT")
    for name, value in entry.extra.items():
        event.add(name, _text(value))
    if entry.alarm_min is not None:
        alarm = Alarm()
        alarm.add("ACTION", "DISPLAY")
        alarm.add("DESCRIPTION", _text(entry.title))
        alarm.add("TRIGGER", timedelta(minutes=-entry.alarm_min))
        event.add_component(alarm)
    written: bytes = event.to_ical(sorted=False)
    return written


def _times(entry: Entry, zone: ZoneInfo) -> tuple[datetime | date, datetime | date]:
    if isinstance(entry.start, datetime) and isinstance(entry.end, datetime):
        if entry.end <= entry.start:
            raise ValueError(f"{entry.uid} ends before it starts")
        return _written(entry.start, zone), _written(entry.end, zone)
    if isinstance(entry.start, datetime) or isinstance(entry.end, datetime) or entry.end <= entry.start:
        raise ValueError(f"{entry.uid} has no days")
    return entry.start, entry.end


def _written(moment: datetime, zone: ZoneInfo) -> datetime:
    """A moment on a clock; in UTC where the clock shows that time twice (the second time cannot be written locally)."""
    local = moment.astimezone(zone)
    return moment.astimezone(UTC) if local.fold else local
