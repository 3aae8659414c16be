"""The calendars of a plan: one of the session, one of each group, one of each trainer, as .ics files.

Each stands on the clock of its readers. A class is an entry with its hour; remote work is an all-day entry over its
open days, which leaves the time free, with its minutes in the title.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from calendars.ics import Entry, calendar_of, event
from calendars.places import place
from calendars.school_holidays import SchoolCalendar
from planner.messages.named import Named
from planner.messages.texts import Texts
from planner.plan import Plan
from planner.reports.calendar_entries import Gone, Made, entries_of
from planner.reports.following import Followed
from planner.session import Session


@dataclass(frozen=True)
class Led:
    """What a trainer leads in a session, as it stands in that trainer's calendar: beginnings, UIDs and events.

    Also what is cancelled, this time alone. `time_zone` is the clock on which the events are written; `name` is the
    trainer's, None for one whom the session does not name any more.
    """

    name: str | None
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


def followed_calendars(session: Session, done: Followed, texts: Texts) -> Calendars:
    """`calendars_of` a plan that follows another one."""
    return _calendars(session, done.entries, texts, done.gone)


def calendars_of(
    session: Session, plan: Plan, school: SchoolCalendar, texts: Texts, gone: Sequence[Gone] = ()
) -> Calendars:
    """`calendar_files`, and the events of each trainer for a calendar over many sessions.

    `gone` are entries to write as cancelled, also into calendars that have nothing else: of a group that is no more.
    """
    return _calendars(session, entries_of(session, plan, school, texts), texts, gone)


def _calendars(session: Session, made: Sequence[Made], texts: Texts, gone: Sequence[Gone]) -> Calendars:
    title, named = texts.plain(session.title), Named(session, texts)

    def file(path: str, name: str, department: str | None, events: Sequence[bytes]) -> None:
        where = place(department or session.department)
        cancelled = [event(each.entry, _stamp(each.entry), where.zone_info) for each in gone if path in each.files]
        files[path] = calendar_of(name, [where.time_zone], [*events, *cancelled])

    def events(department: str | None, chosen: Iterable[Made]) -> list[bytes]:
        zone = place(department or session.department).zone_info
        return [event(each.entry, _stamp(each.entry), zone) for each in chosen]

    files: dict[str, bytes] = {}
    file(f"{session.id}.ics", title, None, events(None, made))
    for group in named.planned:
        own = events(group.department, (each for each in made if group.id in each.groups))
        file(f"groups/{group.id}.ics", f"{title} · {named.group(group.id)}", group.department, own)
    led = {}
    for trainer in session.trainers:
        mine = [each for each in made if trainer.id in each.trainers]
        own = events(trainer.department, mine)
        file(f"trainers/{trainer.id}.ics", f"{title} · {named.trainer(trainer.id)}", trainer.department, own)
        whole = [(_moment(each.entry), each.entry.uid, written) for each, written in zip(mine, own, strict=True)]
        led[trainer.id] = _led(trainer.id, trainer.name, trainer.department or session.department, whole, gone)
    for id in sorted({id for each in gone for id in each.trainers} - led.keys()):
        led[id] = _led(id, None, session.department, [], gone)
    for path in sorted({path for each in gone for path in each.files} - files.keys()):
        file(path, f"{title} · {path.partition('/')[2].removesuffix('.ics')}", None, [])
    return Calendars(files, led)


def _led(
    id: str, name: str | None, department: str, events: Sequence[tuple[datetime, str, bytes]], gone: Sequence[Gone]
) -> Led:
    """What a trainer leads, and what that trainer does not lead any more."""
    where = place(department)
    cancelled = [
        (_moment(each.entry), each.entry.uid, event(each.entry, _stamp(each.entry), where.zone_info))
        for each in gone
        if id in each.trainers
    ]
    return Led(name, where.time_zone, (*events, *cancelled))


def _stamp(entry: Entry) -> datetime:
    """DTSTAMP: when the entry last changed, so that the same plan gives the same bytes."""
    assert entry.modified is not None, "every entry of a plan knows when it changed"
    return entry.modified


def trainer_calendar(id: str, parts: Sequence[Led], texts: Texts) -> bytes:
    """One calendar of what a trainer leads in several sessions: the same events as in the calendars of each.

    Named as the first of them names the trainer; on the clocks of all, the first one's being the reader's.
    """
    events = sorted((event for part in parts for event in part.events), key=lambda event: event[:2])
    parts = sorted(parts, key=lambda part: part.name is None)
    zones = [part.time_zone for part in parts]
    return calendar_of(texts.plain(parts[0].name or id), zones, [written for *_, written in events])


def _moment(entry: Entry) -> datetime:
    assert isinstance(entry.start, datetime), "only what is live is led"
    return entry.start
