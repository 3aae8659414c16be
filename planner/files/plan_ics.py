"""Reads a plan back from an .ics that `planner.reports.calendar_files` wrote, also after a person moved its entries.

An entry is known by its UID; where a program gave it another, by the properties named X-SESSION-PLANNER-…; where a
person made it anew elsewhere, by its title. When it is comes from its times alone, on whatever clock they are written.
"""

import re
from collections import Counter
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from calendars.ics_text import BrokenCalendar, Component, read_calendars
from calendars.ics_times import Clocks, event_times, local_day
from calendars.places import Place, place
from planner.files.calendar_scope import scope_of
from planner.files.entry_contents import described_min, named_leaders, titled_min
from planner.files.entry_titles import Titles
from planner.files.uids import ACTIVITY, BLOCK, GROUPS, MINUTES, SESSION, TRAINERS, entries_by_uid, parse_uid
from planner.outcome import Finding
from planner.plan import Placement, Plan, RemoteBlock, Scope
from planner.session import Activity, Session

_DAY = timedelta(days=1)

FOREIGN = frozenset({"unknown-entry", "entry-already-there", "entry-of-others"})
"""Findings of entries that are nothing of the session's plan, so that its plan may be whole without them."""

UNLED, ASSUMED = "entry-without-trainer", "entry-of-whole-duration"
"""Doubts: of a class, nobody knows who leads it; of work, it was taken to be all of its activity."""


@dataclass(frozen=True)
class ReadCalendar:
    """What a calendar says. `scope`: whose it is, where it is one group's or trainer's. `left_out`: the entries that
    are not in `plan`, and why. `doubts`: what is said of entries that are in it."""

    plan: Plan
    scope: Scope | None = None
    left_out: tuple[Finding, ...] = ()
    doubts: tuple[Finding, ...] = ()


_Key = tuple[str, tuple[str, ...], int | None]


@dataclass(frozen=True)
class _Entry:
    """An entry of the file that is one of the session's. `number` tells apart the blocks of one activity and group."""

    component: Component
    activity: Activity
    groups: tuple[str, ...]
    number: int | None

    @property
    def key(self) -> _Key:
        return self.activity.id, self.groups, self.number

    @property
    def uid(self) -> str:
        """Its UID; its line where a program dropped it."""
        return self.component.text("UID") or f"line {self.component.line}"


def plan_from_ics(data: bytes, session: Session, file: str) -> Plan | tuple[Finding, ...]:
    """The plan that a calendar says, or everything that is wrong with it, in file order. Never raises.

    Cancelled entries are absent, and what is absent is not looked for: the checker says what is missing. Nothing is
    assumed: work whose duration nobody says is none of a plan from which more is written.
    """
    read = read_calendar(data, session, file, scoped=False)
    if isinstance(read, tuple):
        return read
    doubts = (replace(each, id="entry-without-minutes") if each.id == ASSUMED else each for each in read.doubts)
    return tuple(sorted((*read.left_out, *doubts), key=_line)) or read.plan


def read_calendar(
    data: bytes, session: Session, file: str, scope: Scope | None = None, *, scoped: bool = True
) -> ReadCalendar | tuple[Finding, ...]:
    """What a calendar says of a session, entries of other things left out; findings where it is no calendar, or one
    of another session. Never raises. `scope` says whose it is; else the file does, unless `scoped` is False: then it is
    the calendar of the whole session, whoever's it seems to be.
    """
    reader = _Reader(data, session, file)
    try:
        read = reader.read(scope, scoped)
    except BrokenCalendar as broken:
        facts = {"name": file, "kind": broken.kind, "calendar_line": broken.line, "found": broken.found}
        return (Finding("broken-calendar", file, broken.line, excerpt=reader.line(broken.line), facts=facts),)
    others = [finding for finding in read.left_out if finding.facts.get("other_session")]
    return tuple(others) if others and not (read.plan.placements or read.plan.blocks) else read


def _line(finding: Finding) -> int:
    return finding.line or 0


class _Reader:
    def __init__(self, data: bytes, session: Session, file: str) -> None:
        self.data = data
        self.session = session
        self.file = file
        self.here: Place = place(session.department)
        self.scope: Scope | None = None
        self.left_out: list[Finding] = []
        self.doubts: list[Finding] = []

    def read(self, scope: Scope | None, scoped: bool) -> ReadCalendar:
        calendars = read_calendars(self.data)
        components = [part for calendar in calendars for part in calendar.components]
        self.scope = scope or (scope_of(self.file, calendars, self.session) if scoped else None)
        self.clocks = Clocks(components, self._clock().zone_info)
        placements: dict[object, Placement] = {}
        blocks: dict[_Key, list[_Entry]] = {}
        for entry in self._current(list(self._entries(components))):
            if not self._is_in_scope(entry):
                self._leave_out("entry-of-others", entry.component, scope=self.scope)
            elif not entry.activity.is_live:
                blocks.setdefault(entry.key, []).append(entry)
            elif (placement := self._placement(entry)) and placements.setdefault(entry.key, placement) != placement:
                self._leave_out("entry-twice", entry.component)
        counted = Counter(key[:2] for key in blocks)
        made = [block for key, each in blocks.items() if (block := self._block(each, alone=counted[key[:2]] == 1))]
        plan = Plan(
            self.session.id,
            tuple(sorted(placements.values())),
            tuple(sorted(made)),
            rules_off=self.session.rules.off,
            derogations=self.session.derogations,
        )
        left_out, doubts = sorted(self.left_out, key=_line), sorted(self.doubts, key=_line)
        return ReadCalendar(plan, self.scope, tuple(left_out), tuple(doubts))

    def _clock(self) -> Place:
        """The place of times that name no zone: where the calendar's owner is."""
        if self.scope is None:
            return self.here
        owners = self.session.planned_groups() if self.scope.kind == "group" else self.session.trainers
        department = next(owner.department for owner in owners if owner.id == self.scope.id)
        return place(department) if department else self.here

    def _is_in_scope(self, entry: _Entry) -> bool:
        if self.scope is None or (self.scope.kind == "trainer" and not entry.activity.is_live):
            return True
        return self.scope.id in (entry.groups if self.scope.kind == "group" else self._trainers(entry))

    def line(self, number: int | None) -> str | None:
        """The person's own line of the file, with this number."""
        lines = re.split("\r\n|\n|\r", self.data.decode("utf-8", "replace")) if number else []
        return lines[number - 1][:200] if number and number <= len(lines) else None

    def _entries(self, components: Sequence[Component]) -> Iterator[_Entry]:
        """The entries of this session: first those that are known for sure, then those that titles show."""
        known, unknown, there = entries_by_uid(self.session), [], set()
        for component in components:
            if component.name != "VEVENT" or component.text("STATUS").upper() == "CANCELLED":
                continue
            entry = self._known(component, known)
            if entry is None:
                unknown.append(component)
            elif component.every("RRULE", "RDATE", "RECURRENCE-ID"):
                self._leave_out("entry-repeats", component)
            else:
                there.add(entry.key[:2])
                yield entry
        titles = Titles(self.session, self.scope.id if self.scope and self.scope.kind == "group" else None)
        for component in unknown:
            yield from self._by_title(component, titles, there)

    def _by_title(
        self, component: Component, titles: Titles, there: Container[tuple[str, tuple[str, ...]]]
    ) -> Iterator[_Entry]:
        """The entry that a person made, where its title means one thing of this session that is not there already."""
        if (other := self._other_session(component)) or parse_uid(component.text("UID")):
            gone = component.text(SESSION) == self.session.id
            self._leave_out("entry-gone" if gone else "unknown-entry", component, other_session=other, ours=True)
            return
        has_hour = self._has_hour(component)
        meant = titles.meant(component.text("SUMMARY"), component.text("DESCRIPTION"), has_hour=has_hour)
        if not meant:
            self._leave_out("unknown-entry", component, other_session=None)
        elif len(meant) > 1:
            self._leave_out("ambiguous-entry", component, meant=meant)
        elif meant[0] in there:
            self._leave_out("entry-already-there", component, activity=meant[0][0])
        elif component.every("RRULE", "RDATE", "RECURRENCE-ID"):
            self._leave_out("entry-repeats", component)
        else:
            activity = self.session.activity(meant[0][0])
            yield _Entry(component, activity, meant[0][1], None if activity.is_live else -component.line)

    def _has_hour(self, component: Component) -> bool:
        """Whether it begins at an hour; not so where its start cannot be read, which matters only if it is ours."""
        start = component.first("DTSTART")
        try:
            return start is not None and isinstance(self.clocks.value(start), datetime)
        except BrokenCalendar:
            return False

    def _known(self, component: Component, known: Mapping[str, tuple[str, tuple[str, ...]]]) -> _Entry | None:
        if (uid := parse_uid(component.text("UID"))) and uid[0] in known:
            activity, groups = known[uid[0]]
            return _Entry(component, self.session.activity(activity), groups, uid[1])
        said = component.text(ACTIVITY), tuple(sorted(component.text(GROUPS).split()))
        if self._other_session(component) or said not in known.values():
            return None
        number = component.text(BLOCK)
        own = int(number) if number.isdecimal() and len(number) < 9 else -component.line  # a block of its own
        activity_ = self.session.activity(said[0])
        return _Entry(component, activity_, said[1], None if activity_.is_live else own)

    def _other_session(self, component: Component) -> str | None:
        said = component.text(SESSION)
        return said if said and said != self.session.id else None

    def _current(self, entries: Sequence[_Entry]) -> list[_Entry]:
        """The entries without those that a higher SEQUENCE of the same UID replaces."""
        newest: dict[str, int] = {}
        for entry in entries:
            newest[entry.uid] = max(newest.get(entry.uid, 0), entry.component.sequence)
        return [entry for entry in entries if entry.component.sequence == newest[entry.uid]]

    def _placement(self, entry: _Entry) -> Placement | None:
        component, activity = entry.component, entry.activity
        start, end = event_times(component, self.clocks)
        if not isinstance(start, datetime):
            self._leave_out("entry-without-hour", component)
            return None
        moment = self.clocks.moment(start)
        minutes = int((self.clocks.moment(end) - moment).total_seconds()) // 60
        if component.first("DTEND") is None and component.first("DURATION") is None:
            minutes = _minutes(component.text(MINUTES)) or activity.duration_min
        trainers = self._trainers(entry)
        if not trainers and self.session.candidates(activity):
            self.doubts.append(self._finding(UNLED, component))
        return Placement(activity.id, entry.groups, moment, minutes, trainers, component.sequence)

    def _trainers(self, entry: _Entry) -> tuple[str, ...]:
        """Who leads: as the entry says; else whom its words name; else who alone may lead it, or owns the calendar."""
        if said := entry.component.text(TRAINERS).split():
            return tuple(sorted(said))
        owner = self.scope.id if self.scope and self.scope.kind == "trainer" else None
        if named := named_leaders(entry.component, entry.activity, self.session, owner):
            return named
        candidates = [each.id for each in self.session.candidates(entry.activity)]
        if len(candidates) == entry.activity.trainers_needed:
            return tuple(candidates)
        return (owner,) if owner in candidates else ()

    def _block(self, entries: Sequence[_Entry], *, alone: bool) -> RemoteBlock | None:
        """The block that one or several entries make: closed days cut it, so each of its parts is an entry.

        One that is `alone`, the only one of its activity and group, is all of it where nobody says how long it takes.
        """
        days: dict[str, tuple[date, date]] = {}
        for entry in entries:
            part = self._days(entry.component)
            if days.setdefault(entry.uid, part) != part:
                self._leave_out("entry-twice", entry.component)
        minutes = self._block_minutes(entries)
        if minutes is None and alone:
            minutes = entries[0].activity.duration_min
            self.doubts.append(self._finding(ASSUMED, entries[0].component, duration_min=minutes))
        if minutes is None:
            self._leave_out("entry-without-minutes", entries[0].component)
            return None
        return RemoteBlock(
            entries[0].activity.id,
            entries[0].groups[0],
            min(first for first, _ in days.values()),
            max(last for _, last in days.values()),
            minutes,
            max(entry.component.sequence for entry in entries),
        )

    def _days(self, component: Component) -> tuple[date, date]:
        """First and last day (both in). Programs that know no days write midnights, on the local clock or in UTC."""
        start, end = event_times(component, self.clocks)
        first, after = self._day(start), self._day(end)
        whole = not isinstance(end, datetime) or self._is_midnight(end)
        return first, max(first, after - _DAY if whole else after)

    def _day(self, value: date | datetime) -> date:
        if not isinstance(value, datetime) or _is_utc_midnight(value):
            return date(value.year, value.month, value.day)
        return local_day(value, self.here.zone_info)

    def _is_midnight(self, value: datetime) -> bool:
        local = self.here.local(value)
        return (local.hour, local.minute) == (0, 0) or _is_utc_midnight(value)

    def _block_minutes(self, entries: Sequence[_Entry]) -> int | None:
        """What a person wrote in a title wins over what stands hidden in the entry."""
        hidden = [minutes for entry in entries if (minutes := _minutes(entry.component.text(MINUTES)))]
        shown = [
            minutes for entry in entries if (minutes := titled_min(entry.component.text("SUMMARY"), entry.activity))
        ]
        changed = [minutes for minutes in shown if minutes not in hidden]
        first = entries[0].component
        said = next(iter((*changed, *hidden, *shown)), None) or self._clock_minutes(first)
        return said or described_min(first.text("DESCRIPTION"))

    def _clock_minutes(self, component: Component) -> int | None:
        """How long an entry made by hand lasts, where it stands at an hour of one day."""
        start, end = event_times(component, self.clocks)
        if not isinstance(start, datetime):
            return None
        length = self.clocks.moment(end) - self.clocks.moment(start)
        return int(length.total_seconds()) // 60 or None if length < _DAY else None

    def _leave_out(self, id: str, component: Component, **facts: Any) -> None:
        self.left_out.append(self._finding(id, component, **facts))

    def _finding(self, id: str, component: Component, **facts: Any) -> Finding:
        title = component.first("SUMMARY")
        line = title.line if title else component.line
        facts = {"title": component.text("SUMMARY"), "uid": component.text("UID"), **facts}
        return Finding(id, self.file, line, excerpt=self.line(line), facts=facts)


def _minutes(text: str) -> int | None:
    return int(text) if re.fullmatch(r"[0-9]{1,5}", text) else None


def _is_utc_midnight(value: datetime) -> bool:
    return value.utcoffset() == timedelta(0) and (value.hour, value.minute) == (0, 0)
