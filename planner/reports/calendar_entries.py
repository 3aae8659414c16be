"""The entries of a plan in calendars: classes at their hour, remote work over its open days, and what is gone."""

import functools
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta

from calendars.ics import Entry
from calendars.open_days import OpenDays
from calendars.school_holidays import SchoolCalendar, UnknownSchoolDay
from planner.files.uids import ACTIVITY, BLOCK, GROUPS, MINUTES, SESSION, TRAINERS, entry_uid, part_uid
from planner.messages.texts import Texts
from planner.plan import Placement, Plan, RemoteBlock
from planner.reports.entry_texts import EntryTexts
from planner.session import Session

REMINDER_MIN = 15
_DAY = timedelta(days=1)
_RULE_OF_REASON = {"weekend": "no_weekend", "public": "no_public_holidays", "school": "no_school_holidays"}


@dataclass(frozen=True)
class Made:
    """An entry and whom it concerns: planned groups, and the trainers who lead (none for remote work).

    `placed` is what it shows, in part where closed days cut it.
    """

    entry: Entry
    groups: frozenset[str]
    trainers: frozenset[str]
    placed: Placement | RemoteBlock


@dataclass(frozen=True)
class Gone:
    """An entry that is cancelled in some calendars (paths inside the folder of the plan), and for these trainers."""

    entry: Entry
    files: frozenset[str]
    trainers: frozenset[str]


def entries_of(session: Session, plan: Plan, school: SchoolCalendar, texts: Texts) -> list[Made]:
    """Every entry of a plan, in the order in which they begin."""
    made = [*_classes(session, plan, texts), *_work(session, plan, school, texts)]
    return sorted(made, key=lambda each: (_begin(each.entry), each.entry.uid))


def as_followed(made: Iterable[Made], plan: Plan, session: Session) -> list[Made]:
    """The same entries for a plan that places the same, and knows their sequences and when they changed."""
    stamp, placed = stamp_of(session), _by_uid(session, plan)
    found = []
    for each in made:
        now = placed[_uid_of(session, each.placed)]
        modified = (now.entry and now.entry.modified) or stamp
        found.append(replace(each, entry=replace(each.entry, sequence=now.sequence, modified=modified), placed=now))
    return found


def _by_uid(session: Session, plan: Plan) -> dict[str, Placement | RemoteBlock]:
    placed: tuple[Placement | RemoteBlock, ...] = (*plan.placements, *plan.blocks)
    return {_uid_of(session, each): each for each in placed}


def _uid_of(session: Session, placed: Placement | RemoteBlock) -> str:
    """The UID of an entry that knows its number."""
    if isinstance(placed, Placement):
        return class_uid(session.id, placed)
    number = placed.entry.number if placed.entry else None
    return entry_uid(session.id, placed.activity, (placed.group,), number)


def stamp_of(session: Session) -> datetime:
    """When a session's calendars were first written: the day on which it was issued, never the clock."""
    return datetime.combine(session.issued or session.window.first, time(), UTC)


def numbered(plan: Plan) -> Iterator[tuple[RemoteBlock, int]]:
    """The blocks, each with its number within its activity and group: its own, else by the order of days."""
    numbers: dict[tuple[str, str], int] = defaultdict(int)
    for block in sorted(plan.blocks, key=lambda block: (block.activity, block.group, block.first, block.last)):
        numbers[block.activity, block.group] += 1
        own = block.entry and block.entry.number
        yield block, own or numbers[block.activity, block.group]


def _begin(entry: Entry) -> tuple[date, datetime | None]:
    if isinstance(entry.start, datetime):
        return entry.start.date(), entry.start
    return entry.start, datetime.min.replace(tzinfo=UTC)


def _classes(session: Session, plan: Plan, texts: Texts) -> Iterator[Made]:
    words, stamp = EntryTexts(session, texts), stamp_of(session)
    for placement in plan.placements:
        activity = session.activity(placement.activity)
        link = activity.link or ""
        entry = Entry(
            uid=class_uid(session.id, placement),
            title=words.class_title(placement),
            start=placement.start,
            end=placement.end,
            description=words.of_class(placement),
            location=texts.plain(activity.place) if activity.place else "",
            link=link,
            conference=link if activity.kind == "virtual_class" else "",
            sequence=placement.sequence,
            alarm_min=REMINDER_MIN,
            extra=_extra(session, placement),
            modified=(placement.entry and placement.entry.modified) or stamp,
        )
        yield Made(entry, frozenset(placement.groups), frozenset(placement.trainers), placement)


def _work(session: Session, plan: Plan, school: SchoolCalendar, texts: Texts) -> Iterator[Made]:
    words, days, stamp = EntryTexts(session, texts), _working_days(session, school), stamp_of(session)
    for block, number in numbered(plan):
        uid = entry_uid(session.id, block.activity, (block.group,), number)
        spells = days.spells(block.first, block.last)
        for part, (first, last) in enumerate(spells, start=1):
            entry = Entry(
                uid=part_uid(uid, part),
                title=words.work_title(block, part, len(spells)),
                start=first,
                end=last + _DAY,
                description=words.of_work(block),
                link=session.activity(block.activity).link or "",
                sequence=block.sequence,
                busy=False,
                extra=_extra(session, block, number),
                modified=(block.entry and block.entry.modified) or stamp,
            )
            yield Made(entry, frozenset((block.group,)), frozenset(), block)


def class_uid(session_id: str, placement: Placement) -> str:
    """The UID of a class: by those who attend it, or who did when it got its UID."""
    known = placement.entry.groups if placement.entry else None
    return entry_uid(session_id, placement.activity, known or placement.groups, None)


def _extra(session: Session, placed: Placement | RemoteBlock, number: int | None = None) -> dict[str, str]:
    extra = {SESSION: session.id, ACTIVITY: placed.activity, MINUTES: str(placed.duration_min)}
    if isinstance(placed, Placement):
        return extra | {GROUPS: " ".join(placed.groups), TRAINERS: " ".join(placed.trainers)}
    return extra | {GROUPS: placed.group, BLOCK: str(number)}


def _working_days(session: Session, school: SchoolCalendar) -> "_WorkingDays":
    here = {session.department, *(group.department or session.department for group in session.groups)}
    theirs = {trainer.department or session.department for trainer in session.trainers}
    rules = session.rules
    off = tuple(sorted(rule for rule in _RULE_OF_REASON.values() if session.is_off(rule)))
    ignored, closed = rules.ignored_public_holidays, session.closed_days
    return _known_days(tuple(sorted(here)), tuple(sorted(theirs)), ignored, closed, off, school)


@functools.lru_cache(maxsize=100)  # the sessions of an academy are in a few places
def _known_days(
    here: tuple[str, ...],
    theirs: tuple[str, ...],
    ignored: tuple[str, ...],
    closed: tuple[tuple[date, date, str], ...],
    off: tuple[str, ...],
    school: SchoolCalendar,
) -> "_WorkingDays":
    own = OpenDays(here, school, ignored, closed)
    return _WorkingDays(own, [OpenDays((department,), school, ignored) for department in theirs], off)


class _WorkingDays:
    """The days on which remote work is done: open for the session, and for one of its trainers at least.

    `off`: the rules that are switched off.
    """

    def __init__(self, here: OpenDays, trainers: list[OpenDays], off: tuple[str, ...]) -> None:
        self._here = here
        self._trainers = trainers
        self._off = off
        self._known: dict[date, bool] = {}

    def spells(self, first: date, last: date) -> list[tuple[date, date]]:
        """Open days in a row from `first` to `last`, ends in; the whole where none is open (all of it fixed)."""
        spells: list[tuple[date, date]] = []
        for number in range((last - first).days + 1):
            day = first + number * _DAY
            if not self._is_open(day):
                continue
            if spells and spells[-1][1] == day - _DAY:
                spells[-1] = spells[-1][0], day
            else:
                spells.append((day, day))
        return spells or [(first, last)]

    def _is_open(self, day: date) -> bool:
        if day not in self._known:
            self._known[day] = self._look_up(day)
        return self._known[day]

    def _look_up(self, day: date) -> bool:
        trainers = [self._allows(days, day) for days in self._trainers]
        return self._allows(self._here, day) and (any(trainers) or not trainers)

    def _allows(self, days: OpenDays, day: date) -> bool:
        """Whether a day is open, for the rules that are not switched off."""
        try:
            kinds = {reason.kind for reason in days.reasons(day)}
        except UnknownSchoolDay:
            return "no_school_holidays" in self._off
        return all(_RULE_OF_REASON[kind] in self._off for kind in kinds)
