"""What only all sessions of an academy together show to be wrong: ids, people, enrolments."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from calendars.places import plain_name
from planner.academy import Enrolment
from planner.files.enrolment_rows import EnrolmentRow
from planner.files.locate import Path as DataPath
from planner.files.log_columns import plain_words
from planner.files.many_sessions import placed_in_yaml
from planner.files.session_rows import SessionRow
from planner.files.trainer_rows import place_text
from planner.near_names import NearNames
from planner.outcome import Finding
from planner.session import BusyTimes, Group, Session, Trainer


@dataclass(frozen=True)
class Described:
    """A session as read from its file or row. `session` is None where it is wrong; `id` may be known all the same.

    `data`: the values of a session's file that says all that is known of it; None where its own file does.
    """

    places: Path | SessionRow
    session: Session | None
    busy: BusyTimes | None
    findings: tuple[Finding, ...]
    id: str | None
    data: Mapping[str, Any] | None = None

    @property
    def file(self) -> str:
        """The file, as it is named to people."""
        return str(self.places) if isinstance(self.places, Path) else self.places.table.sheet.file

    @property
    def place(self) -> str:
        """Where it is described, for a sentence."""
        return self.file if isinstance(self.places, Path) else place_text(self.places.table, self.places.row)

    def finding(self, message_id: str, path: DataPath, **facts: Any) -> Finding:
        """A finding about a value of the session, with its place."""
        if isinstance(self.places, Path):
            return placed_in_yaml(self.places, message_id, path, facts)
        return self.places.finding(message_id, path, **facts)


def checked(
    described: Sequence[Described], rows: Sequence[EnrolmentRow], *, complete: bool
) -> tuple[tuple[Enrolment, ...], list[Finding]]:
    """The enrolments with the ids of the sessions' files, and everything that contradicts.

    `complete`: every file could be read, so that a session that is not there does not exist.
    """
    findings = [*_equal_ids(described), *_one_person_each(described)]
    reader = _Enrolments(described, complete)
    for row in rows:
        reader.add(row)
    return tuple(reader.enrolments), [*findings, *reader.findings, *reader.overfull()]


def _equal_ids(described: Sequence[Described]) -> Iterator[Finding]:
    """Folders are named after ids: they differ in more than upper case."""
    first: dict[str, Described] = {}
    for one in described:
        if one.id is not None and (other := first.setdefault(one.id.casefold(), one)) is not one:
            yield one.finding("same-session-twice", ("id",), found=one.id, other=other.place)


def _one_person_each(described: Sequence[Described]) -> Iterator[Finding]:
    """A trainer's id means one person in all sessions: names, addresses and departments agree where they are given."""
    first: dict[str, tuple[Described, Trainer]] = {}
    for one in described:
        for number, trainer in enumerate(one.session.trainers if one.session is not None else ()):
            other, known = first.setdefault(trainer.id, (one, trainer))
            for key, differs in _differences(known, trainer):
                if differs:
                    facts = {"trainer": trainer.id, "key": key, "other": other.place}
                    facts |= {"found": getattr(trainer, key), "known": getattr(known, key)}
                    yield one.finding("trainer-of-two", ("trainers", number, key), **facts)
                    break


def _differences(one: Trainer, other: Trainer) -> Iterator[tuple[str, bool]]:
    if one is other:
        return
    yield "name", plain_name(one.name) != plain_name(other.name)
    yield "email", bool(one.email and other.email) and one.email.casefold() != other.email.casefold()  # type: ignore[union-attr]
    yield "department", bool(one.department and other.department) and one.department != other.department


class _Enrolments:
    """Rows to enrolments, each against the sessions and the rows before it."""

    def __init__(self, described: Sequence[Described], complete: bool) -> None:
        self.described = {one.id: one for one in described if one.id is not None}
        self.sessions = {id: one.session for id, one in self.described.items() if one.session is not None}
        self.complete = complete and all(one.id is not None for one in described)
        self.enrolments: list[Enrolment] = []
        self.findings: list[Finding] = []
        self.first: dict[tuple[str, str], EnrolmentRow] = {}
        self.group_of: dict[tuple[str, str], str] = {}
        self.counts: Counter[tuple[str, str]] = Counter()
        self.groups: dict[str, dict[str, str]] = {}
        self.near_groups: dict[str, NearNames] = {}

    def add(self, row: EnrolmentRow) -> None:
        session = self.sessions.get(row.session)
        if session is None:
            if row.session not in self.described and self.complete:
                facts = {"found": row.session, "near": self._near.of(row.session), "count": len(self.described)}
                self.findings.append(row.finding("enrolment-unknown-session", "session", **facts))
            return
        group = self._group(session, row)
        if group is None:
            return
        key = (row.person, row.session)
        first = self.first.setdefault(key, row)
        if first is not row:
            kind = "enrolled-twice" if self.group_of[key] == group else "enrolled-in-two-groups"
            facts = {"session": row.session, "first": place_text(first.table, first.row)}
            self.findings.append(row.finding(kind, "person", **facts))
            return
        self.group_of[key] = group
        self.counts[row.session, group] += 1
        self.enrolments.append(Enrolment(row.person, row.session, group))

    @cached_property
    def _near(self) -> NearNames:
        return NearNames(self.described)

    def _group(self, session: Session, row: EnrolmentRow) -> str | None:
        """The id of the group that a row names, by id or by name; the only group where it names none."""
        if row.group is None:
            if len(session.groups) == 1:
                return session.groups[0].id
            facts = {"key": "group", "session": session.id, "allowed": tuple(group.id for group in session.groups)}
            self.findings.append(row.finding("enrolment-no-group", "group", **facts))
            return None
        if session.id not in self.groups:
            self.groups[session.id] = _called(session.groups)
        called = self.groups[session.id]
        found = called.get(row.group) or called.get(plain_words(row.group))
        if found is None:
            ids = tuple(group.id for group in session.groups)
            near = self.near_groups.setdefault(session.id, NearNames(called, most=3)).of(row.group)
            facts = {"found": row.group, "session": session.id, "allowed": ids, "near": near}
            self.findings.append(row.finding("enrolment-unknown-group", "group", **facts))
        return found

    def overfull(self) -> Iterator[Finding]:
        """Groups in which more people are enrolled than the session says."""
        for id, session in self.sessions.items():
            for number, group in enumerate(session.groups):
                if (count := self.counts[id, group.id]) > group.size:
                    facts = {"group": group.id, "session": id, "size": group.size, "count": count}
                    yield self.described[id].finding("group-overfull", ("groups", number, "size"), **facts)


def _called(groups: Sequence[Group]) -> dict[str, str]:
    """Group ids by what rows may call them; the exact id wins."""
    names = {plain_words(name): group.id for group in groups for name in (group.name, group.id) if name}
    return names | {group.id: group.id for group in groups}
