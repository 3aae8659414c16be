"""The busy calendars (.ics) that a session names, as busy times of its trainers and groups."""

from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from calendars.places import Place, UnknownDepartment, place
from calendars.spans import Span, clip, union
from calendars.working_hours import at_local
from planner.consistency.dates import LONGEST_WINDOW_DAYS
from planner.files.locate import Path as DataPath
from planner.files.plain_text import CALENDAR_LIMIT, read_bytes
from planner.files.uids import DOMAIN, SESSION, is_written_for
from planner.files.values import Described
from planner.outcome import MOST_DAYS_EARLIER, MOST_DAYS_LATER, Finding
from planner.session import NOT_BUSY, BusyTimes, Group, Session, Trainer

if TYPE_CHECKING:
    from calendars.ics_text import Component

_BEFORE, _AFTER = timedelta(MOST_DAYS_EARLIER + 1), timedelta(MOST_DAYS_LATER + 2)
"""Around the window: a repair may move its ends, and a gap is also kept to what lies just outside."""
_OURS = f"@{DOMAIN}".encode(), SESSION.encode()
_FIRST, _LAST = date(1990, 1, 1), date(2200, 1, 1)  # no school year is known beyond, which is said elsewhere


Known = dict[tuple[Path, str, Span, str], "tuple[Span, ...] | Exception"]
"""What calendars said, by file, time zone and span: a trainer's is read once for all the sessions of a school year.

But one that has entries of this planner for each session by itself, whose id is then the last of the key: those of the
session say nothing of when its trainer or group is busy for it.
"""


def read_busy_times(
    path: Path, document: Described, session: Session, known: Known | None = None
) -> tuple[BusyTimes, tuple[Finding, ...]]:
    """The busy spans, as far around the window as a repair reaches, and the calendars that cannot be read.

    Each of these is said where the session names it. `known` keeps what was read for the next session.
    """
    people: list[Trainer | Group] = [*session.trainers, *session.groups]
    window = session.window
    if not any(person.busy for person in people) or not _FIRST <= window.first <= window.last <= _LAST:
        return NOT_BUSY, ()
    reader = _Reader(path, document, session, known)
    trainers = {each.id: reader.spans(("trainers", n), each) for n, each in enumerate(session.trainers) if each.busy}
    groups = {each.id: reader.spans(("groups", n), each) for n, each in enumerate(session.groups) if each.busy}
    return BusyTimes(trainers, groups), tuple(reader.findings)


class _Reader:
    def __init__(self, path: Path, document: Described, session: Session, known: Known | None) -> None:
        self.known = known
        self.folder = path.parent
        self.document = document
        self.session = session
        self.findings: list[Finding] = []
        self.own = _Own(session)

    def spans(self, path: DataPath, person: Trainer | Group) -> tuple[Span, ...]:
        """The busy spans of one person, from all their calendars, on their own clock."""
        try:
            home = place(person.department or self.session.department)
        except UnknownDepartment:
            return ()  # said already
        found = [
            self._spans_of_file((*path, "busy", number), name, home, person.id)
            for number, name in enumerate(person.busy)
        ]
        return union(span for spans in found for span in spans)

    def _spans_of_file(self, path: DataPath, name: str, home: Place, person: str) -> tuple[Span, ...]:
        from calendars.busy import BrokenCalendar  # heavy, and few sessions name a calendar

        window, zone = self.session.window, home.zone_info
        last = min(window.last, window.first + timedelta(days=LONGEST_WINDOW_DAYS))
        days = window.first - _BEFORE, last + _AFTER
        span = Span(*(at_local(day, 0, zone) for day in days))
        file = self.folder / name
        try:
            of_years = None if self.known is None else _of_school_years(file, *days, home, self.known, self.own)
            return _busy_spans(file, span, home, self.known, self.own) if of_years is None else clip(of_years, span)
        except _NotRead as not_read:
            self.findings.append(self.document.finding(not_read.finding.id, path, **not_read.finding.facts))
            return ()
        except BrokenCalendar as broken:
            facts: dict[str, Any] = {"name": str(self.folder / name), "person": person, "kind": broken.kind}
            facts |= {"calendar_line": broken.line, "found": broken.found}
            self.findings.append(self.document.finding("broken-calendar", path, **facts))
            return ()


class _NotRead(Exception):
    """The file cannot be read at all: why."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.id)
        self.finding = finding


class _Own:
    """The entries that were written for a session, in calendars that its people have now."""

    def __init__(self, session: Session) -> None:
        self.id = session.id
        self._is_ours = is_written_for(session)

    def has(self, event: "Component") -> bool:
        """Whether an event is one of them."""
        return self._is_ours(event.text("UID"), event.text(SESSION))


def _has_ours(data: bytes) -> bool:
    """Whether a calendar may hold entries of this planner: no program folds so short a line, nor a name."""
    return data.startswith((b"\xff\xfe", b"\xfe\xff")) or any(mark in data for mark in _OURS)


def _of_school_years(
    file: Path, first: date, last: date, home: Place, known: Known, own: _Own
) -> tuple[Span, ...] | None:
    """The busy spans of the whole school years of two days, read once for all sessions in them.

    None where a calendar holds too much for so long a time: it is then read for each session alone.
    """
    from calendars.busy import BrokenCalendar

    august = (date(first.year - (first.month < 8), 8, 1), date(last.year + (last.month >= 8), 8, 1))
    try:
        return _busy_spans(file, Span(*(at_local(day, 0, home.zone_info) for day in august)), home, known, own)
    except BrokenCalendar:
        return None


def _busy_spans(file: Path, span: Span, home: Place, known: Known | None, own: _Own) -> tuple[Span, ...]:
    """What a calendar says, but for the session's own entries. Raises BrokenCalendar and _NotRead."""
    from calendars.busy import BrokenCalendar, busy_spans

    key = file, home.time_zone, span
    found = None if known is None else known.get((*key, ""), known.get((*key, own.id)))
    if found is None:
        data = read_bytes(file, str(file), CALENDAR_LIMIT)
        has_ours = not isinstance(data, Finding) and _has_ours(data)
        try:
            if isinstance(data, Finding):
                found = _NotRead(data)
            else:
                found = busy_spans(data, span, home.zone_info, *([own.has] if has_ours else []))
        except BrokenCalendar as broken:
            found = broken
        if known is not None:
            known[*key, own.id if has_ours else ""] = found
    if isinstance(found, Exception):
        raise found
    return found
