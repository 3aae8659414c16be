"""Realistic academies, made from a seed together with a plan that keeps every rule: each is known to fit.

Districts of about 40 sessions and 10 trainers; 3 % of the ties (a trainer or a participant of another district) go
across. A session has 2 to 8 virtual classes of 1 h or 1 h 30 for 1 to 3 groups and 4 to 10 h of remote work, in a
window of 13 to 17 weeks over the school year 2026-27 of zone A. 15 % of people are enrolled in two sessions, 2 % in
three: only where the hidden plans leave them their two hours a week and one place at a time.
"""

import itertools
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from calendars.open_days import OpenDays
from calendars.places import place
from calendars.school_holidays import SchoolCalendar
from calendars.working_hours import WeeklyHours, at_local
from planner.academy import Academy, Enrolment
from planner.plan import Placement, Plan, RemoteBlock
from planner.session import Session

DISTRICT_SESSIONS = 40
DISTRICT_TRAINERS = 10
ACROSS = 0.03
IN_TWO, IN_THREE = 0.15, 0.02
CAP_MIN = 120
TRAINER_GAP = timedelta(minutes=15)
FIRST_MONDAY = date(2026, 9, 7)
LAST_DAY = date(2027, 6, 25)
DEPARTMENTS = ("69", "42", "01")
EVENINGS = {"wed": "13:30-17:30", "mon-fri": "17:00-18:30"}
ALL_DAY = {"mon-fri": "09:00-12:00, 13:30-18:00"}
DAY, WEEK = timedelta(1), timedelta(7)

Occupied = list[tuple[datetime, datetime]]


@dataclass
class _Trainer:
    id: str
    absent: tuple[date, date] | None
    taken: Occupied = field(default_factory=list)

    def is_free(self, start: datetime, end: datetime, day: date) -> bool:
        if self.absent and self.absent[0] <= day <= self.absent[1]:
            return False
        return all(end + TRAINER_GAP <= other[0] or other[1] + TRAINER_GAP <= start for other in self.taken)


@dataclass
class _Seats:
    """A group, what its hidden plan asks of it each week (by Monday), its classes, and its seats not taken yet."""

    session: str
    group: str
    district: int
    free: int
    load_min: dict[date, int]
    classes: Occupied


@dataclass(frozen=True)
class MadeAcademy:
    """An academy, and a plan of each of its sessions: together they keep every rule.

    `files`: by session, the keys of the file that describes it.
    """

    academy: Academy
    hidden: dict[str, Plan]
    files: dict[str, dict[str, Any]]


class _DoesNotFit(Exception):
    """This session found no place in the hidden plan: another is drawn."""


def make_academy(sessions: int, seed: int = 1) -> MadeAcademy:
    """An academy of so many sessions. The same seed makes the same academy."""
    return _Maker(Random(seed)).make(sessions)


class _Maker:
    def __init__(self, random: Random) -> None:
        self.random = random
        self.calendar = OpenDays(DEPARTMENTS[:1], SchoolCalendar.load())
        self.zone = place(DEPARTMENTS[0]).zone_info
        self.hidden: dict[str, Plan] = {}
        self.files: dict[str, dict[str, Any]] = {}
        self.seats: list[_Seats] = []

    def make(self, count: int) -> MadeAcademy:
        districts = -(-count // DISTRICT_SESSIONS)
        teams = [[self._trainer(d, n) for n in range(DISTRICT_TRAINERS)] for d in range(districts)]
        sessions = []
        for number in range(count):
            district = number // DISTRICT_SESSIONS
            while True:
                try:
                    sessions.append(self._session(number, district, teams))
                    break
                except _DoesNotFit:
                    continue
        academy = Academy(tuple(sessions), enrolments=tuple(sorted(self._enrolments())))
        return MadeAcademy(academy, self.hidden, self.files)

    def _trainer(self, district: int, number: int) -> _Trainer:
        absent = None
        if self.random.random() < 0.7:
            first = FIRST_MONDAY + self.random.randrange(40) * WEEK
            absent = (first, first + self.random.choice((0, 1, 4)) * DAY)
        return _Trainer(f"d{district}t{number}", absent)

    def _session(self, number: int, district: int, teams: list[list[_Trainer]]) -> Session:
        random = self.random
        weeks = random.randint(13, 17)
        latest = (LAST_DAY - FIRST_MONDAY).days // 7 + 1 - weeks
        first = FIRST_MONDAY + random.randint(0, latest) * WEEK
        last = first + weeks * WEEK - 3 * DAY
        team = [
            random.choice(teams[random.randrange(len(teams)) if random.random() < ACROSS else district])
            for _ in range(random.choice((1, 2, 2, 3)))
        ]
        team = sorted({trainer.id: trainer for trainer in team}.values(), key=lambda trainer: trainer.id)
        class_min, classes = random.choice((60, 90)), random.randint(2, 8)
        remote_min = [30 * share for share in self._shares(random.randint(8, 20), random.randint(2, 4))]
        hours = EVENINGS if random.random() < 0.6 else ALL_DAY
        groups = {f"g{n}": random.randint(7, 13) for n in range(1, random.choice((1, 2, 2, 3)) + 1)}
        activities = list(self._activities(classes, class_min, remote_min))
        data = {
            "id": f"s{number:04}",
            "title": f"Parcours {number}",
            "department": DEPARTMENTS[district % len(DEPARTMENTS)],
            "window": {"first": first.isoformat(), "last": last.isoformat()},
            "trainers": [self._trainer_data(trainer) for trainer in team],
            "groups": [{"id": name, "size": size} for name, size in groups.items()],
            "activities": activities,
            "rules": {"working_hours": hours},
        }
        session = Session.model_validate(data)
        self._hide(session, district, team, WeeklyHours.parse(hours))
        self.files[session.id] = data
        return session

    def _trainer_data(self, trainer: _Trainer) -> dict[str, Any]:
        data: dict[str, Any] = {"id": trainer.id, "name": f"Trainer {trainer.id}"}
        if trainer.absent:
            data["absent"] = [f"{trainer.absent[0]}/{trainer.absent[1]}"]
        return data

    def _shares(self, total: int, parts: int) -> list[int]:
        cuts = sorted(self.random.sample(range(1, total), parts - 1))
        return [after - before for before, after in itertools.pairwise([0, *cuts, total])]

    def _activities(self, classes: int, class_min: int, remote_min: Sequence[int]) -> Iterator[dict[str, Any]]:
        """Classes in order, the remote work dealt between them."""
        after = sorted(self.random.randrange(classes) for _ in remote_min)
        for number in range(classes):
            yield {"id": f"c{number}", "kind": "virtual_class", "title": "Classe", "duration": f"{class_min} min"}
            for place_, minutes in enumerate(remote_min):
                if after[place_] == number:
                    yield {"id": f"r{place_}", "kind": "remote_work", "title": "Travail", "duration": f"{minutes} min"}

    # --- the hidden plan --------------------------------------------------------------------------------------

    def _hide(self, session: Session, district: int, team: Sequence[_Trainer], hours: WeeklyHours) -> None:
        placements: list[Placement] = []
        blocks: list[RemoteBlock] = []
        seats: list[_Seats] = []
        taken: list[tuple[_Trainer, tuple[datetime, datetime]]] = []
        try:
            for group in session.groups:
                led, done = self._hide_group(session, group.id, team, hours, taken)
                load: dict[date, int] = defaultdict(int)
                for placement in led:
                    day = placement.start.astimezone(self.zone).date()
                    load[day - timedelta(day.weekday())] += placement.duration_min
                for block in done:
                    load[block.first - timedelta(block.first.weekday())] += block.duration_min
                attended = [(placement.start, placement.end) for placement in led]
                seats.append(_Seats(session.id, group.id, district, group.size, dict(load), attended))
                placements += led
                blocks += done
        except _DoesNotFit:
            for trainer, span in taken:
                trainer.taken.remove(span)
            raise
        self.seats += seats
        self.hidden[session.id] = Plan(session.id, tuple(sorted(placements)), tuple(sorted(blocks)))

    def _hide_group(
        self, session: Session, group: str, team: Sequence[_Trainer], hours: WeeklyHours,
        taken: list[tuple[_Trainer, tuple[datetime, datetime]]],
    ) -> tuple[list[Placement], list[RemoteBlock]]:  # fmt: skip
        """Classes in weeks about evenly spaced, remote work in the open days between them, half an hour at a time."""
        monday, last = session.window.first, session.window.last
        weeks = [monday + n * WEEK for n in range((last - monday).days // 7 + 1)]
        open_days = {w: [w + n * DAY for n in range(5) if self.calendar.is_open(w + n * DAY)] for w in weeks}
        weeks = [week for week in weeks if len(open_days[week]) >= 3]
        classes = [a for a in session.activities if a.is_live]
        if len(weeks) <= len(classes):
            raise _DoesNotFit
        step = self.random.uniform(1, (len(weeks) - 0.5) / len(classes))
        ranks = [int(number * step) for number in range(len(classes))]
        led: list[Placement] = []
        load: dict[date, int] = defaultdict(int)
        for activity, rank in zip(classes, ranks, strict=True):
            placement = self._slot(
                activity.id, activity.duration_min, group, open_days[weeks[rank]], team, hours, taken
            )
            led.append(placement)
            load[weeks[rank]] += activity.duration_min
        return led, list(self._remote(session, group, led, weeks, open_days, load))

    def _slot(
        self, activity: str, duration_min: int, group: str, days: Sequence[date], team: Sequence[_Trainer],
        hours: WeeklyHours, taken: list[tuple[_Trainer, tuple[datetime, datetime]]],
    ) -> Placement:  # fmt: skip
        inner = [day for day in days[1:] if self.calendar.is_open(day + DAY)] or days[1:-1]
        for day in self.random.sample(inner, len(inner)):
            for first, last in hours.on_weekday(day.weekday()):
                for minute in range(first, last - duration_min + 1, 15):
                    start = at_local(day, minute, self.zone)
                    end = start + timedelta(minutes=duration_min)
                    for trainer in self.random.sample(list(team), len(team)):
                        if trainer.is_free(start, end, day):
                            trainer.taken.append((start, end))
                            taken.append((trainer, (start, end)))
                            return Placement(activity, (group,), start, duration_min, (trainer.id,))
        raise _DoesNotFit

    def _remote(
        self, session: Session, group: str, led: Sequence[Placement], weeks: Sequence[date],
        open_days: dict[date, list[date]], load: dict[date, int],
    ) -> Iterator[RemoteBlock]:  # fmt: skip
        day_of = {placement.activity: placement.start.astimezone(self.zone).date() for placement in led}
        segment: list[Any] = []
        after: date | None = None
        for activity in session.activities:
            if activity.is_live:
                yield from self._deal(segment, group, after, day_of[activity.id], weeks, open_days, load)
                segment, after = [], day_of[activity.id]
            else:
                segment.append(activity)
        yield from self._deal(segment, group, after, None, weeks, open_days, load)

    def _deal(
        self, segment: Sequence[Any], group: str, after: date | None, before: date | None, weeks: Sequence[date],
        open_days: dict[date, list[date]], load: dict[date, int],
    ) -> Iterator[RemoteBlock]:  # fmt: skip
        """The remote work between two classes (days, out), level over the weeks that have a day for it, in order."""
        room: dict[date, list[date]] = {}
        for week in weeks:
            days = [d for d in open_days[week] if (after is None or d > after) and (before is None or d < before)]
            if days:
                room[week] = days
        units: dict[date, int] = dict.fromkeys(room, 0)
        for _ in range(sum(activity.duration_min for activity in segment) // 30):
            free = [week for week in room if load[week] + 30 <= CAP_MIN]
            if not free:
                raise _DoesNotFit
            week = min(free, key=lambda week: (units[week], load[week], week))
            units[week] += 1
            load[week] += 30
        waiting = [(activity.id, activity.duration_min // 30) for activity in segment]
        for week, count in units.items():
            dealt: list[tuple[str, int]] = []
            while count:
                activity, left = waiting[0]
                now = min(count, left)
                dealt.append((activity, now))
                count -= now
                waiting[0] = (activity, left - now)
                if left == now:
                    waiting.pop(0)
            for place_, (activity, now) in enumerate(dealt):  # one after the other: the last has the rest of the week
                first = room[week][min(place_, len(room[week]) - 1)]
                yield RemoteBlock(
                    activity, group, first, room[week][-1] if len(dealt) == place_ + 1 else first, 30 * now
                )

    # --- who takes part ---------------------------------------------------------------------------------------

    def _enrolments(self) -> Iterator[Enrolment]:
        by_district: dict[int, list[_Seats]] = defaultdict(list)
        for seats in self.seats:
            by_district[seats.district].append(seats)
        people = 0
        for seats in self.random.sample(self.seats, len(self.seats)):
            while seats.free:
                people += 1
                for joined in self._joined(seats, by_district):
                    joined.free -= 1
                    yield Enrolment(f"p{people:06}", joined.session, joined.group)

    def _joined(self, first: _Seats, by_district: dict[int, list[_Seats]]) -> list[_Seats]:
        """The groups that a person joins: the first, and one or two more that the hidden plans leave room for."""
        draw = self.random.random()
        wanted = 3 if draw < IN_THREE else 2 if draw < IN_THREE + IN_TWO else 1
        joined = [first]
        for _ in range(200):
            if len(joined) == wanted:
                break
            across = self.random.random() < ACROSS
            other = self.random.choice(self.seats if across else by_district[first.district])
            if other.free and _can_join(joined, other):
                joined.append(other)
        return joined


def _can_join(joined: Sequence[_Seats], other: _Seats) -> bool:
    if any(other.session == each.session for each in joined):
        return False
    for week, minutes in other.load_min.items():
        if minutes + sum(each.load_min.get(week, 0) for each in joined) > CAP_MIN:
            return False
    busy = [span for each in joined for span in each.classes]
    return all(end <= begin or last <= start for begin, last in other.classes for start, end in busy)
