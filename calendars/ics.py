"""Entries -> .ics bytes that calendar programs read alike: local times, one fixed VTIMEZONE, escaped text, CRLF.

Written without `icalendar`, which takes 1 ms an entry; a test holds the bytes to what it writes. Only its escapes are
not ours: it leaves NAME as it is, and takes the two characters \\N in a text for a line break.
"""

import functools
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Literal
from zoneinfo import ZoneInfo

from calendars.time_zones import vtimezone

PRODUCT = "-//session-planner//calendars//EN"

_LINE_BREAKS = re.compile(
    "\r\n|[\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]"
)  # all that some reader takes for the end of a line
_FOLD_OCTETS = 74  # and the space before each further line: 75, as RFC 5545 asks
_SEPARATOR = re.compile(r"[\\,;]")
_UNWRITABLE = re.compile("[\x00-\x08\x0e-\x1b\x1f\x7f-\x9f\ud800-\udfff\ufeff\ufffe\uffff]")


Status = Literal["CONFIRMED", "TENTATIVE", "CANCELLED"]


@dataclass(frozen=True)
class Entry:
    """One entry of a calendar: from `start` (in) to `end` (out), two aware moments, or two civil days for all-day ones.

    `busy` False leaves the time free (TRANSP). `status` is CONFIRMED, TENTATIVE or CANCELLED. `alarm_min` is one
    reminder, so many minutes before. `extra` holds properties of one's own, named X-…, whose values are ids without
    spaces, in a list separated by spaces. `modified` is when it last changed (LAST-MODIFIED, UTC). `organizer` and
    `attendee` are addresses, of invitations alone.
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
    modified: datetime | None = None
    organizer: str = ""
    attendee: str = ""
    status: Status = "CONFIRMED"


def to_ics(name: str, zone: ZoneInfo, stamp: datetime, entries: Iterable[Entry]) -> bytes:
    """A calendar called `name`, to publish (no METHOD: nobody is invited); its times stand on the clock of `zone`.

    `stamp` (UTC) is the DTSTAMP of every entry: the same entries give the same bytes. KeyError where `zone` is that
    of no place of the project; ValueError where an entry mixes days and moments, or ends before it starts.
    """
    return calendar_of(name, [zone.key], [event(entry, stamp, zone) for entry in entries])


def message_of(method: str, zone: str, event: bytes) -> bytes:
    """One iTIP message (RFC 5546) about one event: METHOD is REQUEST or CANCEL."""
    head = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:{PRODUCT}", "CALSCALE:GREGORIAN", f"METHOD:{method}"]
    return b"".join([_lines(head), _vtimezone(zone), event, b"END:VCALENDAR\r\n"])


def calendar_of(name: str, zones: Iterable[str], events: Iterable[bytes]) -> bytes:
    """A calendar of events that `event` made, in this order. `zones`: the clocks of its events (IANA names), the
    reader's first. KeyError where one is that of no place of the project."""
    keys = list(dict.fromkeys(zones))
    head = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:{PRODUCT}", "CALSCALE:GREGORIAN"]
    head += [f"NAME:{_text(name)}", f"X-WR-CALNAME:{_text(name)}", f"X-WR-TIMEZONE:{keys[0]}"]
    return b"".join([_lines(head), *map(_vtimezone, keys), *events, b"END:VCALENDAR\r\n"])


def event(entry: Entry, stamp: datetime, zone: ZoneInfo) -> bytes:
    """One VEVENT on the clock of `zone`, as `to_ics` writes it. ValueError where the entry mixes days and moments, or
    ends before it starts."""
    return _event(entry, stamp, *_times(entry, zone))


def clean_text(text: str) -> str:
    """A text without what an .ics file cannot hold: each line break is a LF, control characters are gone."""
    return _UNWRITABLE.sub("", _LINE_BREAKS.sub("\n", text))


def _text(text: str) -> str:
    """A value of type TEXT, escaped."""
    return _SEPARATOR.sub(r"\\\g<0>", clean_text(text)).replace("\n", "\\n")


@functools.cache
def _vtimezone(zone: str) -> bytes:
    return vtimezone(zone)


@functools.lru_cache(maxsize=2000)  # most entries stand in several calendars: of the session, a group, a trainer
def _event(entry: Entry, stamp: datetime, start: str, end: str) -> bytes:
    """One VEVENT, its times as they are written. All of it is the key of what is kept: moments are equal on all clocks
    and whatever their fold, so that the entry alone would not tell two texts apart.
    """
    return _lines(_content(entry, stamp, start, end))


def _content(entry: Entry, stamp: datetime, start: str, end: str) -> Iterator[str]:
    title = _text(entry.title)
    yield from ("BEGIN:VEVENT", f"UID:{_text(entry.uid)}", f"DTSTAMP:{_clock(stamp.astimezone(UTC))}Z")
    yield f"SEQUENCE:{entry.sequence}"
    if entry.modified is not None:
        yield f"LAST-MODIFIED:{_clock(entry.modified.astimezone(UTC))}Z"
    yield from (f"DTSTART{start}", f"DTEND{end}", f"SUMMARY:{title}")
    if entry.description:
        yield f"DESCRIPTION:{_text(entry.description)}"
    if entry.location:
        yield f"LOCATION:{_text(entry.location)}"
    if entry.link:
        yield f"URL:{entry.link}"
    if entry.conference:
        yield f"CONFERENCE;VALUE=URI;FEATURE=VIDEO:{entry.conference}"
    if entry.organizer:
        yield f"ORGANIZER:mailto:{entry.organizer}"
    if entry.attendee:
        asked = "" if entry.status == "CANCELLED" else ";ROLE=REQ-PARTICIPANT;PARTSTAT=NEEDS-ACTION;RSVP=TRUE"
        yield f"ATTENDEE{asked}:mailto:{entry.attendee}"
    yield f"STATUS:{entry.status}"
    yield f"TRANSP:{'OPAQUE' if entry.busy else 'TRANSPARENT'}"
    for name, value in entry.extra.items():
        yield f"{name}:{_text(value)}"
    if entry.alarm_min is not None:
        yield from ("BEGIN:VALARM", "ACTION:DISPLAY", f"DESCRIPTION:{title}")
        yield from (f"TRIGGER:{_before(entry.alarm_min)}", "END:VALARM")
    yield "END:VEVENT"


def _lines(lines: Iterable[str]) -> bytes:
    return b"".join([_folded(line.encode()) for line in lines])


def _folded(line: bytes) -> bytes:
    """A content line of at most 75 octets, the further ones behind a space: cut between characters, and not within an
    escape. ValueError for what would be another line of the file."""
    if b"\n" in line or b"\r" in line:
        raise ValueError(f"a line break in {line!r}")
    if len(line) <= _FOLD_OCTETS:
        return line + b"\r\n"
    parts = []
    start = 0
    while len(line) - start > _FOLD_OCTETS:
        end = start + _FOLD_OCTETS
        while line[end] & 0xC0 == 0x80:  # inside a character of several octets
            end -= 1
        if line[end - 1 : end] in (b"\\", b"^") and end - 1 > start:
            end -= 1
        parts.append(line[start:end])
        start = end
    return b"\r\n ".join([*parts, line[start:]]) + b"\r\n"


def _times(entry: Entry, zone: ZoneInfo) -> tuple[str, str]:
    """Start and end with what stands between the property's name and its value."""
    if isinstance(entry.start, datetime) and isinstance(entry.end, datetime):
        if entry.end <= entry.start:
            raise ValueError(f"{entry.uid} ends before it starts")
        return _written(entry.start, zone), _written(entry.end, zone)
    if isinstance(entry.start, datetime) or isinstance(entry.end, datetime) or entry.end <= entry.start:
        raise ValueError(f"{entry.uid} has no days")
    return f";VALUE=DATE:{_day(entry.start)}", f";VALUE=DATE:{_day(entry.end)}"


def _written(moment: datetime, zone: ZoneInfo) -> str:
    """A moment on a clock; in UTC where the clock shows that time twice (the second time cannot be written locally)."""
    local = moment.astimezone(zone)
    return f":{_clock(moment.astimezone(UTC))}Z" if local.fold else f";TZID={zone.key}:{_clock(local)}"


def _day(day: date) -> str:
    return f"{day.year:04}{day.month:02}{day.day:02}"


def _clock(local: datetime) -> str:
    return f"{_day(local)}T{local.hour:02}{local.minute:02}{local.second:02}"


def _before(minutes: int) -> str:
    """So many minutes before, as a DURATION: -PT15M, -P1DT1H."""
    days, rest = divmod(minutes, 24 * 60)
    hours, minutes = divmod(rest, 60)
    clock = f"T{f'{hours}H' if hours else ''}{f'{minutes}M' if minutes else ''}" if rest else ""
    return f"-P{f'{days}D' if days else ''}{clock}" if days or rest else "P0D"
