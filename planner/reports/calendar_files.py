"""The calendars of a plan: one of the session, one of each group, one of each trainer, as .ics files.

Each stands on the clock of its readers. A class is an entry with its hour; remote work is an all-day entry over its
open days, which leaves the time free, with its minutes in the title.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from calendars.ics import Entry, calendar_of, event
from calendars.open_days import OpenDays
from calendars.places import place
from calendars.school_holidays import SchoolCalendar, UnknownSchoolDay
from planner.files.uids import ACTIVITY, BLOCK, GROUPS, MINUTES, SESSION, TRAINERS, entry_uid, part_uid
from planner.messages.named import Named
from planner.messages.texts import Texts
from planner.plan import Placement, Plan, RemoteBlock
from planner.reports.entry_texts import EntryTexts
from planner.session import Session

REMINDER_MIN = 15
_DAY = timedelta(days=1)
_RULE_OF_REASON = {"weekend": "no_weekend", "public": "no_public_holidays", "school": "no_school_holidays"}


@dataclass(frozen=True)
class _Made:
    """An entry and whom it concerns: planned groups, and the trainers who lead (none for remote work)."""

    entry: Entry
    groups: frozenset[str]
    trainers: frozenset[str]


@dataclass(frozen=True)
class Led:
    """What a trainer leads in a session, as it stands in that trainer's calendar: beginnings, UIDs and events.

    `time_zone` is the clock on which the events are written; `name` is the trainer's.
    """

    name: str
    time_zone: str
    events: tuple[tuple[datetime, str, bytes], ...]


@dataclass(frozen=True)
class Calendars:
    """The calendars of a session by their path inside its folder, and what they hold of each trainer, by id."""

    files: dict[str, bytes]
    led: dict[str, Led]


def calendar_files(session: Session, plan: Plan, school: SchoolCalendar, texts: Texts) -> dict[str, bytes]:
    """`<session>.ics`, `groups/<group>.ics` and `trainers/<trainer>.ics`, by their path inside the folder of the plan.

    A trainer's calendar holds what that trainer leads. Everybody in them belongs to the session (P1). The same plan
    gives the same bytes: DTSTAMP is the day on which the session was issued.
    """
    return calendars_of(session, plan, school, texts).files


def calendars_of(session: Session, plan: Plan, school: SchoolCalendar, texts: Texts) -> Calendars:
    """`calendar_files`, and the events of each trainer for a calendar over many sessions."""
    made = [*_classes(session, plan, texts), *_work(session, plan, school, texts)]
    made.sort(key=lambda each: (_begin(each.entry), each.entry.uid))
    stamp = datetime.combine(session.issued or session.window.first, time(), UTC)
    title, named = texts.plain(session.title), Named(session, texts)

    def events(department: str | None, chosen: Iterable[_Made]) -> list[bytes]:
        zone = place(department or session.department).zone_info
        return [event(each.entry, stamp, zone) for each in chosen]

    def file(name: str, department: str | None, events: Iterable[bytes]) -> bytes:
        return calendar_of(name, [place(department or session.department).time_zone], events)

    files = {f"{session.id}.ics": file(title, None, events(None, made))}
    for group in named.planned:
        own = events(group.department, (each for each in made if group.id in each.groups))
        files[f"groups/{group.id}.ics"] = file(f"{title} · {named.group(group.id)}", group.department, own)
    led = {}
    for trainer in session.trainers:
        mine = [each for each in made if trainer.id in each.trainers]
        own = events(trainer.department, mine)
        files[f"trainers/{trainer.id}.ics"] = file(f"{title} · {named.trainer(trainer.id)}", trainer.department, own)
        begun = [(_moment(each.entry), each.entry.uid) for each in mine]
        whole = tuple((*when, written) for when, written in zip(begun, own, strict=True))
        led[trainer.id] = Led(trainer.name, place(trainer.department or session.department).time_zone, whole)
    return Calendars(files, led)


def trainer_calendar(parts: Sequence[Led], texts: Texts) -> bytes:
    """One calendar of what a trainer leads in several sessions: the same events as in the calendars of each.

    Named as the first of them names the trainer; on the clocks of all, the first one's being the reader's.
    """
    events = sorted((event for part in parts for event in part.events), key=lambda event: event[:2])
    zones = [part.time_zone for part in parts]
    return calendar_of(texts.plain(parts[0].name), zones, [written for *_, written in events])


def _moment(entry: Entry) -> datetime:
    assert isinstance(entry.start, datetime), "only what is live is led"
    return entry.start


def _begin(entry: Entry) -> tuple[date, datetime | None]:
    if isinstance(entry.start, datetime):
        return entry.start.date(), entry.start
    return entry.start, datetime.min.replace(tzinfo=UTC)


def _classes(session: Session, plan: Plan, texts: Texts) -> Iterator[_Made]:
    words = EntryTexts(session, texts)
    for placement in plan.placements:
        activity = session.activity(placement.activity)
        link = activity.link or ""
        entry = Entry(
            uid=entry_uid(session.id, activity.id, placement.groups, None),
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
        )
        yield _Made(entry, frozenset(placement.groups), frozenset(placement.trainers))


def _work(session: Session, plan: Plan, school: SchoolCalendar, texts: Texts) -> Iterator[_Made]:
    words, days = EntryTexts(session, texts), _WorkingDays(session, school)
    numbers: dict[tuple[str, str], int] = defaultdict(int)
    for block in sorted(plan.blocks, key=lambda block: (block.activity, block.group, block.first, block.last)):
        numbers[block.activity, block.group] += 1
        number = numbers[block.activity, block.group]
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
            )
            yield _Made(entry, frozenset((block.group,)), frozenset())


def _extra(session: Session, placed: Placement | RemoteBlock, number: int | None = None) -> dict[str, str]:
    extra = {SESSION: session.id, ACTIVITY: placed.activity, MINUTES: str(placed.duration_min)}
    if isinstance(placed, Placement):
        return extra | {GROUPS: " ".join(placed.groups), TRAINERS: " ".join(placed.trainers)}
    return extra | {GROUPS: placed.group, BLOCK: str(number)}


class _WorkingDays:
    """The days on which remote work is done: open for the session, and for one of its trainers at least."""

    def __init__(self, session: Session, school: SchoolCalendar) -> None:
        ignored = session.rules.ignored_public_holidays
        here = {session.department, *(group.department or session.department for group in session.groups)}
        theirs = {trainer.department or session.department for trainer in session.trainers}
        self._session = session
        self._here = OpenDays(here, school, ignored)
        self._trainers = [OpenDays({department}, school, ignored) for department in sorted(theirs)]
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
            return self._session.is_off("no_school_holidays")
        return all(self._session.is_off(_RULE_OF_REASON[kind]) for kind in kinds)
