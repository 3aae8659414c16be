"""Changes that come up in the year of a made academy, drawn from its seed and its plans: who is ill, which days close,
which class an inspection fixes where its trainer leads another session's."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any

from calendars.places import place
from planner.plan import Placement, Plan
from planner.session import Session

KINDS = ("absence", "closed days", "inspection")
NOTICE = timedelta(7)
"""So long before the first day that changes it is known."""


@dataclass(frozen=True)
class Change:
    """What is asked of a session, a week before; `days` are its first and last day (both in).

    Of an absence `trainer`; of an inspection the class of a `group`, and when it is to be (`at`, on its own clock).
    """

    kind: str
    session: str
    days: tuple[date, date]
    trainer: str = ""
    activity: str = ""
    group: str = ""
    at: time = time()

    @property
    def today(self) -> date:
        """The day on which it is asked."""
        return self.days[0] - NOTICE

    def in_file(self, keys: Mapping[str, Any]) -> dict[str, Any]:
        """The keys of the session's file once the inspection has fixed the class."""
        fixed = {"group": self.group, "day": self.days[0].isoformat(), "at": f"{self.at:%H:%M}"}
        activities = [each | {"fixed": [fixed]} if each["id"] == self.activity else each for each in keys["activities"]]
        return {**keys, "activities": activities}


def drawn(sessions: Sequence[Session], plans: Mapping[str, Plan], count: int, seed: int) -> list[Change]:
    """So many changes, of each kind in turn; the same from the same seed. Each has something of its session in it."""
    random = Random(seed)
    planned = [session for session in sessions if session.id in plans]
    inspections = _inspections(planned, plans)
    random.shuffle(inspections)
    found: list[Change] = []
    while len(found) < count:
        kind = KINDS[len(found) % len(KINDS)]
        if kind == "inspection" and inspections:
            found.append(inspections.pop())
            continue
        session = random.choice(planned)
        placed = random.choice(plans[session.id].placements)
        first = _there(session, placed.start).date()
        days = first, min(first + timedelta(random.choice((0, 0, 1, 4))), session.window.last)
        trainer = placed.trainers[0] if kind == "absence" else ""
        found.append(Change(kind if kind == "absence" else "closed days", session.id, days, trainer))
    return found


def _inspections(planned: Sequence[Session], plans: Mapping[str, Plan]) -> list[Change]:
    """A class of a session of one trainer, where that trainer leads one of another session: the nearest in time that
    leaves the group's classes in their order and lies in its session's hours."""
    led: dict[str, list[tuple[str, Placement]]] = defaultdict(list)
    for session in planned:
        for each in plans[session.id].placements:
            for trainer in each.trainers:
                led[trainer].append((session.id, each))
    found = []
    for session in planned:
        if len(session.trainers) > 1:
            continue
        theirs = [each for other, each in led[session.trainers[0].id] if other != session.id]
        for before, each, after in _neighbours(plans[session.id]):
            can = [
                start
                for start in (other.start for other in theirs)
                if (before is None or before.end + timedelta(1) < start)
                and (after is None or start + timedelta(1, minutes=each.duration_min) < after.start)
                and _in_hours(session, _there(session, start), each.duration_min)
            ]
            if can:
                at = _there(session, min(can, key=lambda start: (abs(start - each.start), start)))
                days, group = (at.date(), at.date()), each.groups[0]
                found.append(Change("inspection", session.id, days, "", each.activity, group, at.time()))
    return found


def _neighbours(plan: Plan) -> Iterator[tuple[Placement | None, Placement, Placement | None]]:
    """Each class with those of the same group before and after it."""
    by_group: dict[tuple[str, ...], list[Placement]] = defaultdict(list)
    for each in sorted(plan.placements, key=lambda each: each.start):
        by_group[each.groups].append(each)
    for own in by_group.values():
        yield from zip([None, *own[:-1]], own, [*own[1:], None], strict=True)


def _in_hours(session: Session, start: datetime, duration_min: int) -> bool:
    first = start.hour * 60 + start.minute
    hours = session.rules.working_hours.on_weekday(start.weekday())
    inside = any(begin <= first and first + duration_min <= end for begin, end in hours)
    return inside and start.date() in session.window


def _there(session: Session, moment: datetime) -> datetime:
    return place(session.department).local(moment)
