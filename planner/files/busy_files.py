"""The busy calendars (.ics) that a session names, as busy times of its trainers and groups."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

from calendars.places import Place, UnknownDepartment, place
from calendars.spans import Span, clip, union
from calendars.working_hours import at_local
from planner.consistency.dates import LONGEST_WINDOW_DAYS
from planner.files.locate import Path as DataPath
from planner.files.plain_text import CALENDAR_LIMIT, read_bytes
from planner.files.values import Described
from planner.outcome import MOST_DAYS_EARLIER, MOST_DAYS_LATER, Finding
from planner.session import NOT_BUSY, BusyTimes, Group, Session, Trainer

_BEFORE, _AFTER = timedelta(MOST_DAYS_EARLIER + 1), timedelta(MOST_DAYS_LATER + 2)
"""Around the window: a repair may move its ends, and a gap is also kept to what lies just outside."""
_FIRST, _LAST = date(1990, 1, 1), date(2200, 1, 1)  # no school year is known beyond, which is said elsewhere


Known = dict[tuple[Path, str, Span], "tuple[Span, ...] | Exception"]
"""What calendars said, by file, time zone and span: a trainer's is read once for all the sessions of a school year."""


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
            of_years = None if self.known is None else _of_school_years(file, *days, home, self.known)
            return _busy_spans(file, span, home, self.known) if of_years is None else clip(of_years, span)
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


def _of_school_years(file: Path, first: date, last: date, home: Place, known: Known) -> tuple[Span, ...] | None:
    """The busy spans of the whole school years of two days, read once for all sessions in them.

    None where a calendar holds too much for so long a time: it is then read for each session alone.
    """
    from calendars.busy import BrokenCalendar

    august = (date(first.year - (first.month < 8), 8, 1), date(last.year + (last.month >= 8), 8, 1))
    try:
        return _busy_spans(file, Span(*(at_local(day, 0, home.zone_info) for day in august)), home, known)
    except BrokenCalendar:
        return None


def _busy_spans(file: Path, span: Span, home: Place, known: Known | None) -> tuple[Span, ...]:
    """What a calendar says. Raises BrokenCalendar and _NotRead."""
    from calendars.busy import BrokenCalendar, busy_spans

    key = (file, home.time_zone, span)
    found = None if known is None else known.get(key)
    if found is None:
        data = read_bytes(file, str(file), CALENDAR_LIMIT)
        try:
            found = _NotRead(data) if isinstance(data, Finding) else busy_spans(data, span, home.zone_info)
        except BrokenCalendar as broken:
            found = broken
        if known is not None:
            known[key] = found
    if isinstance(found, Exception):
        raise found
    return found
