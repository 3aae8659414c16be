"""Sessions as a person would describe them, and plans written by hand in local time: for tests, without any solver.

session = a_session(rules={"weekly_cap": "3h"})                # keys and texts as in a session file
plan = a_plan(
    session,
    place(session, "accueil", "2027-01-12 17:00"),             # the clock of the session's place
    block(session, "module1", "2027-01-18", "2027-01-22", 60), # first and last day, minutes
)
"""

from datetime import date, datetime
from functools import cache
from typing import Any

from calendars.places import place as place_of
from calendars.school_holidays import SchoolCalendar
from calendars.working_hours import at_local
from planner.plan import Placement, Plan, RemoteBlock
from planner.session import Session

A_SESSION: dict[str, Any] = {
    "id": "neo-69",
    "title": "Entrer dans le métier",
    "department": "69",
    "window": {"first": "2027-01-04", "last": "2027-02-12"},
    "trainers": [{"id": "durand", "name": "Alice Durand"}],
    "groups": [{"id": "lyon", "size": 20}],
    "activities": [
        {"id": "accueil", "kind": "virtual_class", "title": "Accueil", "duration": "1h"},
        {"id": "module1", "kind": "remote_work", "title": "Observer sa classe", "duration": "2h"},
        {"id": "retour1", "kind": "virtual_class", "title": "Retour d'expérience", "duration": "1h30"},
    ],
}
"""Zone A, six weeks without a holiday: a class, two hours of remote work, a class. Every default of the rules."""


def a_session(**overrides: Any) -> Session:
    """`A_SESSION` with some top-level keys replaced, through the same door as a file (keys and texts of the file)."""
    return Session.model_validate(A_SESSION | overrides)


@cache
def the_school() -> SchoolCalendar:
    """The school calendar that ships with the program, read once."""
    return SchoolCalendar.load()


def place(
    session: Session,
    activity: str,
    local: str,
    *,
    groups: tuple[str, ...] | None = None,
    trainers: tuple[str, ...] | None = None,
    duration_min: int | None = None,
) -> Placement:
    """An occurrence at « 2027-01-12 17:00 » on the clock of the session's place.

    Default: the activity's first groups (see `Session.attending`), as many of its candidates as it needs, its duration.
    """
    described = session.activity(activity)
    if groups is None:
        groups = tuple(group.id for group in session.attending(described)[0])
    if trainers is None:
        trainers = tuple(trainer.id for trainer in session.candidates(described)[: described.trainers_needed])
    clock = datetime.fromisoformat(local)
    start = at_local(clock.date(), clock.hour * 60 + clock.minute, place_of(session.department).zone_info)
    duration_min = described.duration_min if duration_min is None else duration_min
    return Placement(activity, groups, start, duration_min, trainers)


def block(
    session: Session, activity: str, first: str, last: str, duration_min: int, *, group: str | None = None
) -> RemoteBlock:
    """A block of remote work from `first` to `last`, both in. Default group: the session's first planned one."""
    group = group or session.planned_groups()[0].id
    return RemoteBlock(activity, group, date.fromisoformat(first), date.fromisoformat(last), duration_min)


def a_plan(session: Session, *entries: Placement | RemoteBlock) -> Plan:
    """The plan of a session that holds these entries, sorted as plans are."""
    return Plan(
        session.id,
        tuple(sorted(entry for entry in entries if isinstance(entry, Placement))),
        tuple(sorted(entry for entry in entries if isinstance(entry, RemoteBlock))),
    )


def a_good_plan(session: Session | None = None) -> Plan:
    """A plan of `a_session()` that keeps every rule: Tuesday 12, the week of 18, Tuesday 26 January 2027."""
    session = session or a_session()
    return a_plan(
        session,
        place(session, "accueil", "2027-01-12 17:00"),
        block(session, "module1", "2027-01-18", "2027-01-22", 120),
        place(session, "retour1", "2027-01-26 16:30"),
    )
