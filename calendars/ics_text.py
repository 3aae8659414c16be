"""The text of an .ics file as components and properties that know their line, before any meaning.

`icalendar` reads the same text but gives no line numbers, turns what it does not know into something else silently, and
takes a second for 4 MB. Everything a person must be told about a broken calendar is found here.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

LIMIT_BYTES = 10 * 1024 * 1024
"""A year of a busy person is under 1 MB; what is larger is not read."""

CalendarFault = Literal[
    "too-large", "empty", "web-page", "not-a-calendar", "cut-short", "no-start", "wrong-date", "wrong-duration",
    "ends-before-start", "wrong-rule", "unknown-time-zone", "too-many-occurrences",
]  # fmt: skip

_NEWLINE = re.compile(r"\r\n|\n|\r")
_NAME = re.compile(r"[A-Za-z0-9-]+(?=[;:])")
_PARAMETER = re.compile(r';\s*([A-Za-z0-9-]+)=("[^"]*"|[^";]*)')
_TO_COLON = re.compile(r'(?:"[^"]*"|[^":])*:')
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_TIMES = frozenset({"DTSTART", "DTEND", "DURATION", "RECURRENCE-ID", "RDATE", "EXDATE", "FREEBUSY"})
_EXCERPT = 200


class BrokenCalendar(ValueError):
    """An .ics file that cannot be read. `line` counts from 1 (None: the whole file); `found` is the text at fault."""

    def __init__(self, kind: CalendarFault, line: int | None = None, found: str = "") -> None:
        super().__init__(f"{kind}: line {line}: {found[:_EXCERPT]!r}")
        self.kind: CalendarFault = kind
        self.line = line
        self.found = found[:_EXCERPT]


@dataclass(frozen=True)
class Property:
    """One content line, unfolded. Names and parameter names are upper case; values are as they stand in the file."""

    name: str
    value: str
    line: int
    parameters: dict[str, str] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """The value as people read it: escapes undone."""
        return _ESCAPED.sub(lambda match: "\n" if match[1] in "nN" else match[1], self.value)


@dataclass(frozen=True)
class Component:
    """What stands between BEGIN and END; `line` is that of BEGIN, `raw` holds its unfolded lines with both ends."""

    name: str
    line: int
    properties: list[Property] = field(default_factory=list)
    components: "list[Component]" = field(default_factory=list)
    raw: list[str] = field(default_factory=list)

    def first(self, name: str) -> Property | None:
        """The first property of this name; programs that write a name twice by mistake write the right one first."""
        return next((found for found in self.properties if found.name == name), None)

    def every(self, *names: str) -> tuple[Property, ...]:
        """All properties of these names, in file order."""
        return tuple(found for found in self.properties if found.name in names)

    @property
    def sequence(self) -> int:
        """Its SEQUENCE; 0 where there is none."""
        text = self.text("SEQUENCE")
        return int(text) if re.fullmatch(r"[0-9]{1,9}", text) else 0

    def text(self, name: str) -> str:
        """The text of the first property of this name; empty where there is none."""
        found = self.first(name)
        return found.text.strip() if found else ""


def read_ics(path: Path) -> bytes:
    """The bytes of an .ics file; BrokenCalendar("too-large") is raised before anything is read. OSError as ever."""
    with path.open("rb") as file:
        data = file.read(LIMIT_BYTES + 1)
    if len(data) > LIMIT_BYTES:
        raise BrokenCalendar("too-large")
    return data


def read_components(data: bytes) -> tuple[Component, ...]:
    """What stands in the calendars of a file, in file order: VEVENT, VFREEBUSY, VTIMEZONE… Raises BrokenCalendar."""
    return tuple(part for calendar in read_calendars(data) for part in calendar.components)


def read_calendars(data: bytes) -> tuple[Component, ...]:
    """The calendars of a file, with their own properties and what stands in them. Raises BrokenCalendar.

    Lone CR and LF end a line as CRLF does; UTF-8, UTF-16 with a mark and Windows-1252 are read.
    """
    if len(data) > LIMIT_BYTES:
        raise BrokenCalendar("too-large")
    text = _decoded(data)
    _refuse_other_files(text)
    root = Component("", 1)
    open_components = [root]
    last_line = 1
    for line, content in _unfolded(text):
        last_line = line
        name = _NAME.match(content)
        if not name:  # text that a program forgot to fold: no property, and none of ours
            continue
        match name[0].upper():
            case "BEGIN":
                component = Component(content[6:].strip().upper(), line)
                open_components[-1].components.append(component)
                open_components.append(component)
            case "END":
                if content[4:].strip().upper() != open_components[-1].name:
                    raise BrokenCalendar("cut-short", line, content)
            case upper if len(open_components) > 1:
                open_components[-1].properties.append(_property(upper, content, line))
        open_components[-1].raw.append(content)
        if name[0].upper() == "END":
            ended = open_components.pop()
            if open_components[-1].name == "VTIMEZONE":
                open_components[-1].raw.extend(ended.raw)
    if len(open_components) > 1:
        raise BrokenCalendar("cut-short", last_line, f"BEGIN:{open_components[-1].name}")
    return tuple(component for component in root.components if component.name == "VCALENDAR")


def _decoded(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def _refuse_other_files(text: str) -> None:
    start = text[:2000].lstrip()
    if not start:
        raise BrokenCalendar("empty")
    if start.startswith("<"):
        raise BrokenCalendar("web-page", 1, start.splitlines()[0])
    if not start[:15].upper() == "BEGIN:VCALENDAR":
        raise BrokenCalendar("not-a-calendar", 1, start.splitlines()[0])


def _unfolded(text: str) -> Iterator[tuple[int, str]]:
    """Each logical line with the number of its first line in the file; empty lines are left out."""
    parts: list[str] = []
    first = 1
    for number, content in enumerate(_NEWLINE.split(text), start=1):
        if content[:1] in (" ", "\t") and parts:
            parts.append(content[1:])
        elif content:
            if parts:
                yield first, "".join(parts)
            parts, first = [content], number
    if parts:
        yield first, "".join(parts)


def _property(name: str, content: str, line: int) -> Property:
    rest = content[len(name) :]
    if name in _TIMES:  # Outlook writes TZID=(UTC+01:00) Paris unquoted; times hold no colon, so the last one counts
        head, _, value = rest.rpartition(":")
    else:
        colon = _TO_COLON.match(rest)
        head, value = (rest[: colon.end() - 1], rest[colon.end() :]) if colon else (rest, "")
    parameters = {match[1].upper(): match[2].strip('"') for match in _PARAMETER.finditer(head)} if head else {}
    return Property(name, value.strip() if name in _TIMES else value, line, parameters)
