"""The busy calendars (.ics) that a session names, as busy times of its trainers and groups."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

from calendars.places import Place, UnknownDepartment, place
from calendars.spans import Span, union
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


def read_busy_times(path: Path, document: Described, session: Session) -> tuple[BusyTimes, tuple[Finding, ...]]:
    """The busy spans, as far around the window as a repair reaches, and the calendars that cannot be read.

    Each of these is said where the session names it.
    """
    people: list[Trainer | Group] = [*session.trainers, *session.groups]
    window = session.window
    if not any(person.busy for person in people) or not _FIRST <= window.first <= window.last <= _LAST:
        return NOT_BUSY, ()
    reader = _Reader(path, document, session)
    trainers = {each.id: reader.spans(("trainers", n), each) for n, each in enumerate(session.trainers) if each.busy}
    groups = {each.id: reader.spans(("groups", n), each) for n, each in enumerate(session.groups) if each.busy}
    return BusyTimes(trainers, groups), tuple(reader.findings)


class _Reader:
    def __init__(self, path: Path, document: Described, session: Session) -> None:
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
        from calendars.busy import BrokenCalendar, busy_spans  # heavy, and few sessions name a calendar

        data = read_bytes(self.folder / name, str(self.folder / name), CALENDAR_LIMIT)
        if isinstance(data, Finding):
            self.findings.append(self.document.finding(data.id, path, **data.facts))
            return ()
        window, zone = self.session.window, home.zone_info
        last = min(window.last, window.first + timedelta(days=LONGEST_WINDOW_DAYS))
        span = Span(at_local(window.first - _BEFORE, 0, zone), at_local(last + _AFTER, 0, zone))
        try:
            return busy_spans(data, span, zone)
        except BrokenCalendar as broken:
            facts: dict[str, Any] = {"name": str(self.folder / name), "person": person, "kind": broken.kind}
            facts |= {"calendar_line": broken.line, "found": broken.found}
            self.findings.append(self.document.finding("broken-calendar", path, **facts))
            return ()
