"""A new plan as it follows the one that was written before it: what changed in calendars, and what is gone from them.

What an entry shows is compared by a digest, so that SEQUENCE and LAST-MODIFIED rise for an entry whose title, place,
text, time or leader changed, and for no other.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import TypeVar

from calendars.ics import Entry as Written
from calendars.ics import event
from calendars.places import place
from calendars.school_holidays import SchoolCalendar
from planner.differences import matched_blocks
from planner.files.uids import entry_uid, part_uid
from planner.messages.texts import Texts
from planner.plan import MOST_VERSIONS, Cause, Dropped, Entry, Placed, Placement, Plan, RemoteBlock, Version
from planner.reports.calendar_entries import Gone, Made, as_followed, class_uid, entries_of, numbered, stamp_of
from planner.session import Session

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_DAY = timedelta(days=1)
AnyPlaced = TypeVar("AnyPlaced", Placement, RemoteBlock)


@dataclass(frozen=True)
class Followed:
    """A plan with its entries' sequences and its history; `gone` is to be written as cancelled, this time alone.

    `entries`: those of the plan, as calendars show them.
    `changed`: whether it is another version: something in calendars is not as it was, or a change was asked for.
    `remove`: calendars (paths) that are no longer. `restated`: entries that stay what and where they were, and that
    calendars show otherwise: their title, their text, the days on which they are cut.
    """

    plan: Plan
    gone: tuple[Gone, ...] = ()
    changed: bool = True
    remove: tuple[str, ...] = ()
    entries: tuple[Made, ...] = ()
    restated: tuple[Placed, ...] = ()


@dataclass(frozen=True)
class Before:
    """The plan that was written before, when the new one is made (UTC, whole seconds), and why.

    `today`: entries that began before it are not cancelled, whatever became of their group or activity; nor are classes
    that began before `since`, a moment of it.
    """

    plan: Plan
    made: datetime
    causes: tuple[Cause, ...]
    today: date | None = None
    previous_file: str | None = None
    """Where the session file of the plan before lies now, from the folder of the plan; None: where it was."""
    since: datetime | None = None
    readdressed: frozenset[str] = frozenset()
    """UIDs of entries about which somebody is invited at another address: they change, whatever they show."""


def readdressed(session: Session, before: Before) -> frozenset[str]:
    """The UIDs of what is still to come, of which a trainer was sent an invitation at what is not the address now."""
    old, known = before.plan, by_uid(before.plan)
    moved = [
        trainer.id
        for trainer in session.trainers
        if trainer.email not in (None, old.addresses.get(trainer.id, trainer.email))
    ]
    uids = {uid for trainer in moved for uid in old.invited.get(trainer, {}) if uid in known}
    return frozenset(uid for uid in uids if not _is_past(session, known[uid], before))


def calendar_texts(texts: Texts, before: Before | None) -> Texts:
    """The words of a plan's calendars: in the language in which they were first written, if that is known.

    Else all entries would be other ones for those who have them, only because someone else ran the program.
    """
    return plan_texts(texts, before.plan) if before else texts


def plan_texts(texts: Texts, plan: Plan) -> Texts:
    """The words of the calendars of a plan that was written before, if it says in which language that was."""
    return Texts(plan.lang) if plan.lang and plan.lang != texts.lang else texts


def followed(
    session: Session, plan: Plan, school: SchoolCalendar, texts: Texts, before: Before | None, session_file: str | None
) -> Followed:
    """The plan as it stands to what was written before it; without that, its entries are new and of the first day.

    `texts` are those of its calendars: see `calendar_texts`.
    """
    named = _named_as(replace(plan, lang=texts.lang), before, session)
    own, made = _known(session, named, school, texts)
    if before is None:
        first = replace(own, made=stamp_of(session), causes=(Cause("plan"),), session_file=session_file)
        done = Followed(replace(first, calendars=_calendars(session, first, ())))
    else:
        done = _Following(session, own, before, session_file).followed()
    return replace(done, entries=tuple(as_followed(made, done.plan, session)))


def by_uid(plan: Plan) -> dict[str, Placed]:
    """What a plan holds by the UID of its entry; the UID of the first part where closed days cut a block."""
    found: dict[str, Placed] = {class_uid(plan.session, each): each for each in plan.placements}
    for block, number in numbered(plan):
        found[entry_uid(plan.session, block.activity, (block.group,), number)] = block
    return found


def _named_as(plan: Plan, before: Before | None, session: Session) -> Plan:
    """The plan with what its entries are known by, taken from the old ones: a class keeps its UID when a group joins,
    and its title where it took place before; a block the number of the one that it is now."""
    if before is None:
        return plan
    old = before.plan
    olds: dict[tuple[str, str], list[RemoteBlock]] = defaultdict(list)
    for block, number in numbered(old):
        olds[block.activity, block.group].append(replace(block, entry=replace(block.entry or Entry(), number=number)))
    news: dict[tuple[str, str], list[RemoteBlock]] = defaultdict(list)
    for block in plan.blocks:
        news[block.activity, block.group].append(block)
    blocks = [block for key, own in news.items() for block in _numbered_as(own, olds[key])]
    placements = [_known_as(each, before, session) for each in plan.placements]
    return replace(plan, placements=tuple(placements), blocks=tuple(sorted(blocks)))


def _numbered_as(new: list[RemoteBlock], old: list[RemoteBlock]) -> Iterator[RemoteBlock]:
    last = max((each.entry.number or 0 for each in old if each.entry), default=0)
    for before, after in matched_blocks(old, new):
        if after is None:
            continue
        number = before.entry.number if before and before.entry else None
        last += number is None
        yield replace(after, entry=Entry(number=number or last))


def _known_as(placement: Placement, before: Before, session: Session) -> Placement:
    same = [each for each in before.plan.placements if each.activity == placement.activity]
    known = next((each for each in same if each.groups == placement.groups), None)
    if known is None and session.activity(placement.activity).together:
        known = next((each for each in same if set(each.groups) & set(placement.groups)), None)
    if known is None:
        return replace(placement, entry=None)
    first = (known.entry and known.entry.groups) or known.groups
    stays = known.groups == placement.groups and _is_past(session, known, before)
    title = known.entry.title if stays and known.entry else ""
    return replace(placement, entry=Entry(title=title, groups=None if first == placement.groups else first))


def _known(session: Session, plan: Plan, school: SchoolCalendar, texts: Texts) -> tuple[Plan, list[Made]]:
    """The plan with what each of its entries shows: a digest, its title, its number and parts; and the entries."""
    plain = replace(
        plan,
        placements=tuple(_plain(each) for each in plan.placements),
        blocks=tuple(_plain(each, number) for each, number in numbered(plan)),
    )
    shown: dict[str, list[Made]] = defaultdict(list)
    entries = entries_of(session, plain, school, texts)
    for made in entries:
        placed = made.placed
        uid = class_uid(session.id, placed) if isinstance(placed, Placement) else _block_uid(session.id, placed)
        shown[uid].append(made)
    zone = place(session.department).zone_info

    def known(placed: Placed, uid: str) -> Entry:
        parts = shown[uid]
        digest = hashlib.sha256(b"".join(event(replace(each.entry, modified=None), _EPOCH, zone) for each in parts))
        days = tuple((each.entry.start, each.entry.end - _DAY) for each in parts) if len(parts) > 1 else ()
        assert placed.entry is not None
        return replace(placed.entry, shown=digest.hexdigest()[:16], title=parts[0].entry.title, parts=days)

    whole = replace(
        plain,
        placements=tuple(replace(each, entry=known(each, class_uid(session.id, each))) for each in plain.placements),
        blocks=tuple(replace(each, entry=known(each, _block_uid(session.id, each))) for each in plain.blocks),
    )
    return whole, entries


def _plain(placed: AnyPlaced, number: int | None = None) -> AnyPlaced:
    """An entry as if it were new: only what its UID is made of stays, and the title that it is to keep."""
    known = placed.entry or Entry()
    return replace(placed, sequence=0, entry=Entry(title=known.title, groups=known.groups, number=number))


def _block_uid(session_id: str, block: RemoteBlock) -> str:
    assert block.entry is not None
    return entry_uid(session_id, block.activity, (block.group,), block.entry.number)


def _calendars(session: Session, plan: Plan, gone: tuple[Gone, ...]) -> tuple[str, ...]:
    """The files that are written with a plan, and those that hold nothing but what is cancelled."""
    paths = [f"{session.id}.ics"]
    paths += [f"groups/{group.id}.ics" for group in session.planned_groups()]
    paths += [f"trainers/{trainer.id}.ics" for trainer in session.trainers]
    return tuple(dict.fromkeys([*paths, *sorted(path for each in gone for path in each.files)]))


class _Following:
    def __init__(self, session: Session, plan: Plan, before: Before, session_file: str | None) -> None:
        self.session = session
        self.before = before
        self.old = by_uid(before.plan)
        self.session_file = session_file
        self.made = before.made
        self.stamp = stamp_of(session)
        self.changed = False
        self.restated: list[Placed] = []
        self.dropped = {each.uid: each for each in before.plan.dropped}
        self.plan = replace(
            plan,
            placements=tuple(sorted(self._as_entry(each, class_uid(session.id, each)) for each in plan.placements)),
            blocks=tuple(sorted(self._as_entry(each, _block_uid(session.id, each)) for each in plan.blocks)),
        )
        self.new = by_uid(self.plan)

    def followed(self) -> Followed:
        """The plan with its history, and what is cancelled with it."""
        old = self.before.plan
        gone: list[Gone] = []
        dropped: list[Dropped] = []
        for uid, placed in self.old.items():
            if uid in self.new or not _is_past(self.session, placed, self.before):
                gone += self._gone(uid, placed)
        for each in gone:
            if f"{self.session.id}.ics" in each.files:
                dropped.append(_dropped(each))
        asked = any(cause.kind not in ("plan", "session") for cause in self.before.causes)
        self.changed |= bool(gone) or asked  # one can go back on what was asked, even where nothing had to move
        kept = self.before.previous_file
        self.changed |= old.session_file is not None and kept not in (None, old.session_file)
        again = set(self._uids(self.new))
        known = {each.uid: each for each in (*old.dropped, *dropped) if each.uid not in again}
        plan = replace(
            self.plan,
            made=self.made if self.changed else old.made,
            causes=self.before.causes if self.changed else old.causes,
            session_file=self.session_file,
            versions=(*old.versions, self._version())[-MOST_VERSIONS:] if self.changed else old.versions,
            dropped=tuple(known.values()),
            invited=old.invited,
            addresses=old.addresses,
            organizers=old.organizers,
        )
        plan = replace(plan, calendars=_calendars(self.session, plan, tuple(gone)))
        there = old.calendars or _calendars_by_entries(old)
        remove = tuple(path for path in there if path not in plan.calendars)
        return Followed(plan, tuple(gone), self.changed, remove, restated=tuple(sorted(self.restated, key=_begins)))

    def _version(self) -> Version:
        old = self.before.plan
        file = self.before.previous_file or old.session_file
        return Version(old.number, old.made, old.causes, file, old.placements, old.blocks)

    def _as_entry(self, placed: AnyPlaced, uid: str) -> AnyPlaced:
        """An entry with the sequence and the moment of the old one, higher where it changed."""
        old, entry = self.old.get(uid), placed.entry
        assert entry is not None
        if old is None:
            self.changed = True
            sequence, modified = self._above(uid, entry, -1), self._after(None, self._went(uid, entry))
            return replace(placed, sequence=sequence, entry=replace(entry, modified=modified))
        known = old.entry.modified if old.entry else None
        same = old.entry.shown == entry.shown if old.entry and old.entry.shown else replace(old, sequence=0) == placed
        if same and uid not in self.before.readdressed:
            return replace(placed, sequence=old.sequence, entry=replace(entry, modified=known))
        self.changed = True
        sequence, modified = self._above(uid, entry, old.sequence), self._after(old, self._went(uid, entry))
        new = replace(placed, sequence=sequence, entry=replace(entry, modified=modified))
        if _as_placed(old) == _as_placed(new):
            self.restated.append(new)
        return new

    def _after(self, old: Placed | None, went: Sequence[Dropped] = ()) -> datetime:
        """When an entry changed: now, and in any case later than it last did, or than parts of it went once."""
        known = [each.modified for each in went]
        if old:
            known.append((old.entry and old.entry.modified) or self.stamp)
        return max([self.made, *(each + timedelta(seconds=1) for each in known)])

    def _went(self, uid: str, entry: Entry) -> list[Dropped]:
        """What was cancelled once of an entry that is there again, or of its parts."""
        return [self.dropped[each] for each in _part_uids(uid, entry) if each in self.dropped]

    def _above(self, uid: str, entry: Entry, sequence: int) -> int:
        """A sequence above this one, and above those with which parts of the entry were cancelled once."""
        return 1 + max([sequence, *(each.sequence for each in self._went(uid, entry))])

    def _gone(self, uid: str, old: Placed) -> Iterator[Gone]:
        """What is cancelled of an old entry: in every calendar, or in those of people whom it concerns no more."""
        new = self.new.get(uid)
        whose = _people(old) - _people(new) if new else _people(old)
        if _is_past(self.session, old, self.before):
            whose = set()  # who took part, did: this is not cancelled
        files = {f"{kind}s/{id}.ics" for kind, id in whose} | ({f"{self.session.id}.ics"} if new is None else set())
        trainers = frozenset(id for kind, id in whose if kind == "trainer")
        sequence = new.sequence if new else old.sequence + 1
        if files:
            for written in self._written(uid, old, sequence):
                yield Gone(written, frozenset(files), trainers)
        if new is not None:  # parts of a block that it does not have any more
            kept = set(_part_uids(uid, new.entry))
            for written in self._written(uid, old, sequence):
                if written.uid not in kept:
                    everywhere = {f"{self.session.id}.ics", *(f"{kind}s/{id}.ics" for kind, id in _people(old))}
                    yield Gone(written, frozenset(everywhere), trainers)

    def _written(self, uid: str, old: Placed, sequence: int) -> Iterator[Written]:
        title, gone = (old.entry and old.entry.title) or old.activity, self._after(old)
        parts = (
            (old.entry.parts if old.entry else ()) or ((old.first, old.last),) if isinstance(old, RemoteBlock) else ()
        )
        if isinstance(old, Placement):
            yield Written(
                uid, title, old.start, old.end, sequence=sequence, busy=False, modified=gone, status="CANCELLED"
            )
        for number, (first, last) in enumerate(parts, start=1):
            yield Written(
                part_uid(uid, number), title, first, last + _DAY,
                sequence=sequence, busy=False, modified=gone, status="CANCELLED",
            )  # fmt: skip

    def _uids(self, placed: dict[str, Placed]) -> Iterator[str]:
        for uid, each in placed.items():
            yield from _part_uids(uid, each.entry)


def _as_placed(placed: Placed) -> Placed:
    """What is said of an entry besides how it stands in calendars."""
    if isinstance(placed, RemoteBlock):
        return replace(placed, sequence=0)
    return replace(placed, sequence=0, trainers=tuple(sorted(placed.trainers)))


def _begins(placed: Placed) -> tuple[str, str]:
    moment = placed.start if isinstance(placed, Placement) else placed.first
    return moment.isoformat(), placed.activity


def _part_uids(uid: str, entry: Entry | None) -> list[str]:
    return [part_uid(uid, number) for number in range(1, 1 + max(1, len(entry.parts) if entry else 1))]


def _people(placed: Placed) -> set[tuple[str, str]]:
    """Whose calendars hold an entry: ("group", id) and ("trainer", id)."""
    if isinstance(placed, RemoteBlock):
        return {("group", placed.group)}
    return {*(("group", id) for id in placed.groups), *(("trainer", id) for id in placed.trainers)}


def _calendars_by_entries(plan: Plan) -> tuple[str, ...]:
    """The calendars of people that a plan names, where it does not say which were written."""
    people = {person for placed in by_uid(plan).values() for person in _people(placed)}
    return tuple(sorted(f"{kind}s/{id}.ics" for kind, id in people))


def _is_past(session: Session, placed: Placed, before: Before) -> bool:
    """Whether an entry began before the day, or the moment, that counts; without any, nothing did."""
    if isinstance(placed, RemoteBlock):
        return before.today is not None and placed.first < before.today
    if before.since is not None:
        return placed.start < before.since
    return before.today is not None and place(session.department).local(placed.start).date() < before.today


def _dropped(gone: Gone) -> Dropped:
    entry = gone.entry
    assert entry.modified is not None, "what is cancelled knows since when"
    groups = tuple(sorted(_ids(gone, "groups/")))
    return Dropped(
        entry.uid,
        entry.sequence,
        entry.title,
        entry.start,
        entry.end,
        groups,
        tuple(sorted(gone.trainers)),
        entry.modified,
    )


def _ids(gone: Gone, folder: str) -> Iterator[str]:
    return (path.removeprefix(folder).removesuffix(".ics") for path in gone.files if path.startswith(folder))
