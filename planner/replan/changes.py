"""What a person asks to change in a session, told in a few words -> changes of its file, or what is wrong with them."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from pathlib import PurePath
from typing import Any

from calendars.places import place
from calendars.working_hours import at_local
from planner.near_names import near_names
from planner.outcome import FileChange, Finding
from planner.plan import Cause
from planner.session import Activity, Fixed, Group, Link, Session, Trainer


@dataclass(frozen=True)
class Absent:
    """A trainer leads nothing on these days (both in)."""

    trainer: str
    first: date
    last: date


@dataclass(frozen=True)
class Close:
    """Nothing of the session takes place on these days (both in)."""

    first: date
    last: date
    reason: str


@dataclass(frozen=True)
class Cancel:
    """An activity does not take place, for one group or for all (`group` None)."""

    activity: str
    group: str | None


@dataclass(frozen=True)
class Move:
    """A class takes place at this moment on the session's clock, for one group or for all (`group` None)."""

    activity: str
    group: str | None
    day: date
    at: time


@dataclass(frozen=True)
class AddGroup:
    """A group joins, with so many participants."""

    id: str
    size: int


@dataclass(frozen=True)
class Busy:
    """A trainer or a group is busy when a calendar says so; `file` is relative to the session's file.

    `who` is empty for whoever leads the session alone.
    """

    who: str
    file: str


Asked = Absent | Close | Cancel | Move | AddGroup | Busy
OPTIONS = {
    Absent: "--absent",
    Close: "--closed",
    Cancel: "--cancel",
    Move: "--move",
    AddGroup: "--add-group",
    Busy: "--busy",
}


@dataclass(frozen=True)
class Changed:
    """The changes to make in the session's file, in order, and what is kept of why with the plan."""

    changes: tuple[FileChange, ...]
    causes: tuple[Cause, ...]
    moves: tuple[Move, ...] = ()
    """What is asked to move, by the ids of the session."""
    cancelled: tuple[Cancel, ...] = ()


def changes_of(
    session: Session, asked: Iterable[Asked], today: date, since: datetime | None = None
) -> Changed | tuple[Finding, ...]:
    """What to write in the file of a session; or every change that refers to nothing, or that contradicts another.

    Nothing moves before `today`, nor before `since`, a moment of it.
    """
    asked = tuple(asked)
    asked = tuple(_cancelled_once([_by_ids(one, session) for one in asked], session))
    asker = _Asker(session, today, since, [one for one in asked if isinstance(one, Cancel)])
    findings = [*_contradictions(asked)]
    changes: list[FileChange] = []
    causes: list[Cause] = []
    for one in asked:
        made = asker.changes(one)
        if isinstance(made, Finding):
            findings.append(made)
        else:
            changes += made[0]
            causes.append(made[1])
    # what removes an item comes last, the last item first: the places of the others are those of the file
    changes.sort(key=lambda each: (0, 0) if each.value is not None else (1, -int(each.path[1])))
    moves = tuple(one for one in asked if isinstance(one, Move))
    cancelled = tuple(one for one in asked if isinstance(one, Cancel))
    return tuple(findings) or Changed(tuple(changes), tuple(causes), moves, cancelled)


def occurrences_of(session: Session, move: Move | Cancel) -> tuple[tuple[str, ...], ...]:
    """The groups of each occurrence that a change speaks of."""
    activity = session.activity(move.activity)
    attending = [tuple(group.id for group in groups) for groups in session.attending(activity)]
    if move.group is None:
        return tuple(attending)
    parts = {part.id for group in session.groups if group.id == move.group for part in session.parts_of(group)}
    return tuple(groups for groups in attending if set(groups) & (parts | {move.group}))


def wished(session: Session, move: Move) -> datetime:
    """The moment (UTC) that a move asks for."""
    zone = place(session.department).zone_info
    return at_local(move.day, move.at.hour * 60 + move.at.minute, zone)


def _contradictions(asked: tuple[Asked, ...]) -> Iterator[Finding]:
    """One class moved twice, moved and cancelled, a group added twice."""
    moved = [(one.activity, one.group) for one in asked if isinstance(one, Move)]
    for (activity, group), times in Counter(moved).items():
        if times > 1 or (group is not None and (activity, None) in moved):
            yield Finding("moved-twice", "--move", facts={"found": _said(activity, group)})
    for one in asked:
        if isinstance(one, Cancel) and any(a == one.activity and one.group in (None, g) for a, g in moved):
            yield Finding("moved-and-cancelled", "--cancel", facts={"found": _said(one.activity, one.group)})
    for id, times in Counter(one.id for one in asked if isinstance(one, AddGroup)).items():
        if times > 1:
            yield Finding("group-already-there", "--add-group", facts={"found": id})


def _by_ids(one: Asked, session: Session) -> Asked:
    """The change with the id of its activity, where it was called by its title."""
    if not isinstance(one, Cancel | Move):
        return one
    found = _number(one.activity, session.activities)
    return one if found is None else replace(one, activity=session.activities[found].id)


def _cancelled_once(asked: Sequence[Asked], session: Session) -> Iterator[Asked]:
    """Each cancellation once, whatever is asked twice; of an activity that no group is left for, that of all of it."""
    doing = {each.id: set(_doing(each, session)) for each in session.activities}
    groups: dict[str, set[str]] = defaultdict(set)
    for one in asked:
        if isinstance(one, Cancel):
            groups[one.activity] |= doing.get(one.activity, set()) if one.group is None else {one.group}
    said: set[Cancel] = set()
    for one in asked:
        if isinstance(one, Cancel):
            known = one.group is None or one.group in doing.get(one.activity, ())
            whole = known and groups[one.activity] >= doing.get(one.activity, set())
            one = Cancel(one.activity, None) if whole else one
            if one in said:
                continue
            said.add(one)
        yield one


def _said(activity: str, group: str | None) -> str:
    return activity if group is None else f"{activity}@{group}"


class _Asker:
    """One session and the changes asked of it; lists grow as they are asked."""

    def __init__(self, session: Session, today: date, since: datetime | None, cancelled: Iterable[Cancel]) -> None:
        self.session = session
        self.today = today
        self.since = since
        self.gone = frozenset(one.activity for one in cancelled if one.group is None)
        self.leaving = frozenset((one.activity, one.group) for one in cancelled)
        self._longer: Counter[tuple[Any, ...]] = Counter()
        self._fixed: dict[str, list[dict[str, Any]]] = {}

    def changes(self, one: Asked) -> tuple[list[FileChange], Cause] | Finding:
        """The changes of the file for one change asked for; a finding where it refers to nothing."""
        makers: dict[type[Asked], Callable[[Any], tuple[list[FileChange], Cause] | Finding]] = {
            Absent: self._absent, Close: self._close, Cancel: self._cancel, Move: self._move,
            AddGroup: self._add_group, Busy: self._busy,
        }  # fmt: skip
        return makers[type(one)](one)

    def _absent(self, one: Absent) -> tuple[list[FileChange], Cause] | Finding:
        found = _number(one.trainer, self.session.trainers)
        if found is None:
            facts = {"found": one.trainer, **self._near(one.trainer, self.session.trainers)}
            return Finding("no-such-trainer", "--absent", facts=facts)
        if wrong := self._wrong_days(one, "--absent"):
            return wrong
        trainer = self.session.trainers[found]
        change = self._appended(("trainers", found, "absent"), len(trainer.absent), _days(one.first, one.last))
        return [change], Cause("absent", {"trainer": trainer.id, **_days_facts(one)})

    def _close(self, one: Close) -> tuple[list[FileChange], Cause] | Finding:
        if wrong := self._wrong_days(one, "--closed"):
            return wrong
        value = {"days": _days(one.first, one.last), "reason": one.reason}
        change = self._appended(("closed",), len(self.session.closed), value)
        return [change], Cause("closed", {"reason": one.reason, **_days_facts(one)})

    def _wrong_days(self, one: Absent | Close, option: str) -> Finding | None:
        window = self.session.window
        days = {"first": one.first, "last": one.last}
        if one.last < one.first:
            return Finding("days-reversed", option, facts=days)
        if one.last < self.today:
            return Finding("days-past", option, facts=days | {"today": self.today})
        if one.last < window.first or one.first > window.last:
            facts = days | {"window_first": window.first, "window_last": window.last}
            return Finding("days-outside-window", option, facts=facts)
        return None

    def _cancel(self, one: Cancel) -> tuple[list[FileChange], Cause] | Finding:
        activity = self._activity(one, "--cancel")
        if isinstance(activity, Finding):
            return activity
        place = next(number for number, each in enumerate(self.session.activities) if each.id == activity.id)
        cause = Cause("cancel", {"activity": activity.id, "group": one.group})
        if one.group is not None:
            left = [group for group in _doing(activity, self.session) if (activity.id, group) not in self.leaving]
            changes = [self._change(activity.id, "groups", left)]
            if any((activity.id, each.group) in self.leaving for each in activity.fixed):
                changes.append(self._change(activity.id, "fixed", self._dates(activity)))
            return changes, cause
        cause = Cause("cancel", {**cause.facts, "title": activity.title})  # the session will not know it any more
        if self.session.parcours:
            return [FileChange(("changes", activity.id, "cancelled"), True)], cause
        return [*self._unlinked(), FileChange(("activities", place), None)], cause

    def _unlinked(self) -> Iterator[FileChange]:
        """What says `before` or `after` an activity that goes says so no more."""
        for number, each in enumerate(self.session.activities):
            for side in ("before", "after"):
                links = getattr(each, side)
                if any(link.activity in self.gone for link in links):
                    value = [_link(link) for link in links if link.activity not in self.gone]
                    yield FileChange(("activities", number, side), value)

    def _move(self, one: Move) -> tuple[list[FileChange], Cause] | Finding:
        activity = self._activity(one, "--move")
        if isinstance(activity, Finding):
            return activity
        facts: dict[str, Any] = {"found": _said(one.activity, one.group), "activity": activity.id}
        window = self.session.window
        if not activity.is_live:
            return Finding("moved-remote-work", "--move", facts=facts)
        if one.group is None and len(self.session.attending(activity)) > 1:
            groups = tuple(group.id for group in self.session.groups if group.id in _doing(activity, self.session))
            return Finding("moved-for-which-group", "--move", facts=facts | {"groups": groups})
        if one.day < self.today:
            return Finding("days-past", "--move", facts={"first": one.day, "last": one.day, "today": self.today})
        if one.day not in window:
            days = {"first": one.day, "last": one.day, "window_first": window.first, "window_last": window.last}
            return Finding("days-outside-window", "--move", facts=days)
        if self.since is not None and (at := wished(self.session, one)) < self.since:
            local = place(self.session.department).local
            return Finding("moment-past", "--move", facts={"at": local(at), "now": local(self.since)})
        fixed = self._dates(activity)
        group = one.group if one.group is not None and not activity.together else None
        kept = [each for each in fixed if group is not None and each.get("group") != group]
        clock = f"{one.at:%H:%M}"
        moved = {**({"group": group} if group else {}), "day": one.day.isoformat(), "at": clock}
        self._fixed[activity.id] = value = [*kept, moved]
        cause = Cause("move", {"activity": activity.id, "group": one.group, "to": f"{one.day}T{clock}"})
        return [self._change(activity.id, "fixed", value)], cause

    def _dates(self, activity: Activity) -> list[dict[str, Any]]:
        """What is fixed of an activity so far, but for the groups that do it no more."""
        each = fixed_each(activity, self.session)
        stay = [_fixed(one) for one in each if (activity.id, one.group) not in self.leaving]
        return self._fixed.setdefault(activity.id, stay)

    def _add_group(self, one: AddGroup) -> tuple[list[FileChange], Cause] | Finding:
        if any(one.id in (group.id, part.id) for group in self.session.groups for part in self.session.parts_of(group)):
            return Finding("group-already-there", "--add-group", facts={"found": one.id})
        change = self._appended(("groups",), len(self.session.groups), {"id": one.id, "size": one.size})
        return [change], Cause("add-group", {"group": one.id, "size": one.size})

    def _busy(self, one: Busy) -> tuple[list[FileChange], Cause] | Finding:
        if not one.who:
            groups = (group.id for group in self.session.groups)
            known = (*(trainer.id for trainer in self.session.trainers), *groups)
            if len(self.session.trainers) != 1:
                return Finding("busy-of-whom", "--busy", facts={"found": PurePath(one.file).name, "known": known})
            one = replace(one, who=self.session.trainers[0].id)
        both: dict[str, tuple[Trainer, ...] | tuple[Group, ...]]
        both = {"trainers": self.session.trainers, "groups": self.session.groups}
        for key, people in both.items():
            found = _number(one.who, people)
            if found is not None:
                change = self._appended((key, found, "busy"), len(people[found].busy), one.file)
                return [change], Cause("busy", {"who": people[found].id, "file": PurePath(one.file).name})
        everybody: tuple[Trainer | Group, ...] = (*self.session.trainers, *self.session.groups)
        return Finding("nobody-of-that-name", "--busy", facts={"found": one.who, **self._near(one.who, everybody)})

    # --- what a change refers to ------------------------------------------------------------------------------

    def _activity(self, one: Cancel | Move, option: str) -> Activity | Finding:
        found = _number(one.activity, self.session.activities)
        if found is None:
            facts = {"found": one.activity, **self._near(one.activity, self.session.activities)}
            return Finding("no-such-activity", option, facts=facts)
        activity = self.session.activities[found]
        if one.group is not None and one.group not in _doing(activity, self.session):
            groups = [group for group in self.session.groups if group.id in _doing(activity, self.session)]
            facts = {"found": one.group, "activity": activity.id, **self._near(one.group, groups)}
            return Finding("no-such-group", option, facts=facts)
        return activity

    def _near(self, found: str, people: Iterable[Trainer | Group | Activity]) -> dict[str, Any]:
        known = tuple(each.id for each in people)
        return {"known": known, "near": near_names(found, known)}

    def _appended(self, path: tuple[str | int, ...], length: int, value: Any) -> FileChange:
        """One more item of a list of the file; the list itself where there is none."""
        place = length + self._longer[path]
        self._longer[path] += 1
        return FileChange((*path, place), value) if place else FileChange(path, [value])

    def _change(self, activity: str, key: str, value: Any) -> FileChange:
        return activity_change(self.session, activity, key, value)


def activity_change(session: Session, activity: str, key: str, value: Any) -> FileChange:
    """One key of an activity changed in the session's file: where it is described, or among the parcours's changes."""
    if session.parcours:
        return FileChange(("changes", activity, key), value)
    place = next(number for number, each in enumerate(session.activities) if each.id == activity)
    return FileChange(("activities", place, key), value)


def _number(found: str, people: Iterable[Any]) -> int | None:
    """The place in its list of what has this id, else of the only one of this name or title."""
    people = tuple(people)
    by_id = [number for number, each in enumerate(people) if each.id == found]
    named = [n for n, each in enumerate(people) if found in (getattr(each, "name", None), getattr(each, "title", None))]
    return by_id[0] if by_id else named[0] if len(named) == 1 else None


def _doing(activity: Activity, session: Session) -> tuple[str, ...]:
    return activity.groups or tuple(group.id for group in session.groups)


def _days(first: date, last: date) -> str:
    return f"{first}" if first == last else f"{first}/{last}"


def _days_facts(one: Absent | Close) -> dict[str, str]:
    return {"first": one.first.isoformat(), "last": one.last.isoformat()}


def fixed_each(activity: Activity, session: Session) -> Iterator[Fixed]:
    """The fixed dates, those of every group told group by group, so that one of them can change."""
    own = {fixed.group for fixed in activity.fixed if fixed.group}
    for fixed in activity.fixed:
        if fixed.group is None and not activity.together:
            for group in _doing(activity, session):
                if group not in own:
                    yield fixed.model_copy(update={"group": group})
        else:
            yield fixed


def _fixed(fixed: Fixed) -> dict[str, Any]:
    days = {"day": fixed.day, "first": fixed.first, "last": fixed.last}
    values: dict[str, Any] = {"group": fixed.group} | {key: day and day.isoformat() for key, day in days.items()}
    values |= {"at": fixed.at and f"{fixed.at:%H:%M}", "trainers": list(fixed.trainers)}
    values |= {"duration": fixed.duration_min and f"{fixed.duration_min} min"}
    return {name: value for name, value in values.items() if value}


def _link(link: Link) -> Any:
    """A link as people write it: its activity alone, or with its gaps."""
    gaps = {"min_gap": link.min_gap_days or None, "max_gap": link.max_gap_days}
    said = {name: f"{days}d" for name, days in gaps.items() if days is not None}
    return {"activity": link.activity, **said} if said else link.activity
