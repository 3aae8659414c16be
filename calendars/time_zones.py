"""Time zones in .ics files: the VTIMEZONE of each place of the project, and the zone that a TZID means.

Each VTIMEZONE is one fixed block, by rule. Lists of dates (RDATE, as `icalendar` generates them) are misread by
ical.js, vobject, Radicale and Outlook: events were off by an hour.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from calendars.windows_time_zones import iana_name

_IANA = re.compile(r"(?!posix|right|local|Factory)[A-Za-z][A-Za-z0-9_+-]{1,40}(?:/[A-Za-z0-9_+-]{1,40}){0,2}")


@dataclass(frozen=True)
class Observance:
    """A part of the year of a zone's clock: from `start` (local time before it) every year by `rule` (None: always)."""

    name: str
    offset_from: str
    offset: str
    start: str = "19700101T000000"
    rule: str | None = None
    kind: str = "STANDARD"


def _always(name: str, offset: str) -> tuple[Observance, ...]:
    return (Observance(name, offset, offset),)


OBSERVANCES: Mapping[str, tuple[Observance, ...]] = {
    # Directive 2000/84/EC (and 94/21/EC since 1996): last Sunday of March and of October, at 01:00 UTC
    "Europe/Paris": (
        Observance("CEST", "+0100", "+0200", "19960331T020000", "FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3", "DAYLIGHT"),
        Observance("CET", "+0200", "+0100", "19961027T030000", "FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10"),
    ),
    # as in North America since 2007: second Sunday of March, first of November, at 02:00
    "America/Miquelon": (
        Observance("-02", "-0300", "-0200", "20070311T020000", "FREQ=YEARLY;BYDAY=2SU;BYMONTH=3", "DAYLIGHT"),
        Observance("-03", "-0200", "-0300", "20071104T020000", "FREQ=YEARLY;BYDAY=1SU;BYMONTH=11"),
    ),
    "America/Guadeloupe": _always("AST", "-0400"),
    "America/Marigot": _always("AST", "-0400"),
    "America/Martinique": _always("AST", "-0400"),
    "America/St_Barthelemy": _always("AST", "-0400"),
    "America/Cayenne": _always("-03", "-0300"),
    "Indian/Kerguelen": _always("+05", "+0500"),
    "Indian/Mayotte": _always("EAT", "+0300"),
    "Indian/Reunion": _always("+04", "+0400"),
    "Pacific/Gambier": _always("-09", "-0900"),
    "Pacific/Marquesas": _always("-0930", "-0930"),
    "Pacific/Noumea": _always("+11", "+1100"),
    "Pacific/Tahiti": _always("-10", "-1000"),
    "Pacific/Wallis": _always("+12", "+1200"),
}
"""The clocks of every territory of the project as they run today; a test holds each to `zoneinfo`, hour by hour."""


def vtimezone(zone: str) -> bytes:
    """The VTIMEZONE of an IANA zone, as lines of an .ics file. KeyError where it is that of no place of the project."""
    lines = ["BEGIN:VTIMEZONE", f"TZID:{zone}"]
    for part in OBSERVANCES[zone]:
        lines += [f"BEGIN:{part.kind}", f"DTSTART:{part.start}", *([f"RRULE:{part.rule}"] if part.rule else [])]
        lines += [f"TZNAME:{part.name}", f"TZOFFSETFROM:{part.offset_from}", f"TZOFFSETTO:{part.offset}"]
        lines += [f"END:{part.kind}"]
    return "\r\n".join([*lines, "END:VTIMEZONE", ""]).encode()


def known_zone(tzid: str) -> ZoneInfo | None:
    """The zone that a TZID names: IANA, Windows, Outlook's display name, or an IANA name behind a maker's prefix.

    None where it names none; a zone defined in the file itself is not looked at.
    """
    tzid = tzid.strip()
    if zone := _iana(tzid):
        return zone
    if tzid.upper() in ("Z", "TZONE://MICROSOFT/UTC"):
        return ZoneInfo("UTC")
    if tzid.startswith("/"):  # /freeassociation.sourceforge.net/Europe/Paris, /mozilla.org/20050126_1/Europe/Paris
        parts = tzid.strip("/").split("/")
        return next((zone for start in range(len(parts)) if (zone := _iana("/".join(parts[start:])))), None)
    name = iana_name(tzid)
    return _iana(name) if name else None


def _iana(name: str) -> ZoneInfo | None:
    if not _IANA.fullmatch(name):  # a path, a folder or this machine's own zone is no name
        return None
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, OSError, ValueError):
        return None
