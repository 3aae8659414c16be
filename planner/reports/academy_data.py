"""What the index of an academy says, as values: what is placed, each trainer's weeks, rooms in use, the cap used.

People are counted and never named (P3): of those in several sessions there is how many use which part of their two
hours, week by week. A session that switches R5 off counts in no week's cap.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction
from itertools import chain

from calendars.open_days import OpenDays
from calendars.places import place
from calendars.school_holidays import SchoolCalendar, UnknownSchoolDay
from planner.academy import Academy, AcademyPlan, LeftOut, Member
from planner.plan import LevelValue, Plan
from planner.reports.weeks import cap_min
from planner.session import Session
from planner.workload.factors import Factors
from planner.workload.many import Estimates, estimate_many
from planner.workload.results import ZERO, Minutes

PARTS = 4
"""The cap is told in quarters: up to 25 %, 50 %, 75 %, 100 %, and beyond (which no plan that is checked reaches)."""
_POINTS = ("points", "rhythm", "early")


@dataclass(frozen=True)
class Placed:
    """A session that is in the plan, its first and last day (both in) on the clock of its place.

    `points` is what its plan adds to the value of the whole; None where the plan does not say.
    """

    session: Session
    plan: Plan
    first: date
    last: date
    groups: int
    participants: int
    points: int | None

    @property
    def trainers(self) -> tuple[str, ...]:
        """The names of those who lead something, in the order of the file."""
        leading = {trainer for placement in self.plan.placements for trainer in placement.trainers}
        return tuple(trainer.name for trainer in self.session.trainers if trainer.id in leading)


@dataclass(frozen=True)
class TrainerYear:
    """A trainer's work over all sessions: by week (its Monday), whole, the limit of a week, the flags by week."""

    name: str
    sessions: int
    whole: Minutes
    weeks: Mapping[date, Minutes]
    limit_min: Fraction
    flags: Mapping[date, tuple[str, ...]]

    @property
    def busiest(self) -> date | None:
        """The week with the most probable work, the first of them."""
        return max(self.weeks, key=lambda week: (self.weeks[week].likely, -week.toordinal()), default=None)


@dataclass(frozen=True)
class CapUse:
    """How much of the cap of a week is used, by those who are asked something: how many use up to which quarter of it
    (the last: more), how much on average, and the most."""

    parts: tuple[int, ...]
    mean: Fraction
    most: Fraction

    @property
    def asked(self) -> int:
        """How many are asked something."""
        return sum(self.parts)


@dataclass(frozen=True)
class WeekUse:
    """A week: the most virtual rooms in use at once and when that is first so (UTC), the cap used by groups, and by
    people who are in several sessions."""

    week: date
    rooms: int
    rooms_at: datetime | None
    groups: CapUse | None
    people: CapUse | None


@dataclass(frozen=True)
class Index:
    """All that the index says. `estimates` are of the placed sessions that have trainers."""

    academy: Academy
    placed: tuple[Placed, ...]
    left_out: tuple[LeftOut, ...]
    levels: tuple[LevelValue, ...]
    interrupted: bool
    estimates: Estimates
    trainers: tuple[TrainerYear, ...]
    weeks: tuple[WeekUse, ...]
    people_in_several: int

    @property
    def participants(self) -> int:
        """Places taken in the sessions placed: who is in two sessions counts in both."""
        return sum(each.participants for each in self.placed)

    @property
    def most_rooms(self) -> int:
        """The most virtual rooms in use at once, over all weeks."""
        return max((week.rooms for week in self.weeks), default=0)


def index_of(academy: Academy, result: AcademyPlan, school: SchoolCalendar, factors: Factors | None = None) -> Index:
    """Everything the index says of what is planned; sessions in the order of their first day, then of their ids."""
    placed = sorted(_placed(academy, result), key=lambda each: (each.first, each.session.id))
    led = [(each.session, each.plan) for each in placed if each.session.trainers]
    estimates = estimate_many(led, factors or Factors.load(), school)
    memberships = academy.memberships()
    return Index(
        academy=academy,
        placed=tuple(placed),
        left_out=result.left_out,
        levels=result.levels,
        interrupted=result.interrupted,
        estimates=estimates,
        trainers=tuple(_trainers(estimates)),
        weeks=tuple(_weeks(placed, memberships, school)),
        people_in_several=len(memberships),
    )


def _placed(academy: Academy, result: AcademyPlan) -> Iterator[Placed]:
    for session in academy.sessions:
        if session.id not in result.plans:
            continue
        plan = result.plans[session.id]
        here = place(session.department)
        days = {here.local(placement.start).date() for placement in plan.placements}
        days |= {day for block in plan.blocks for day in (block.first, block.last)}
        said = [level.value for level in plan.levels if level.level in _POINTS]
        yield Placed(
            session=session,
            plan=plan,
            first=min(days, default=session.window.first),
            last=max(days, default=session.window.last),
            groups=len(session.planned_groups()),
            participants=sum(group.size for group in session.groups),
            points=sum(said) if said else None,
        )


def _trainers(estimates: Estimates) -> Iterator[TrainerYear]:
    flags: dict[str, dict[date, tuple[str, ...]]] = defaultdict(dict)
    for flag in estimates.flags:
        if flag.trainer is not None and flag.week is not None:
            mine = flags[flag.trainer]
            mine[flag.week] = (*mine.get(flag.week, ()), flag.kind)
    for line in sorted(estimates.by_trainer, key=lambda line: (line.name, line.key or "")):
        key = line.key or ""
        weeks = {week: minutes for week, minutes in estimates.loads[key].items() if minutes != ZERO}
        yield TrainerYear(line.name, line.sessions, line.whole, weeks, estimates.limits[key], flags[key])


def _weeks(
    placed: Sequence[Placed], memberships: Mapping[str, tuple[Member, ...]], school: SchoolCalendar
) -> Iterator[WeekUse]:
    rooms = _rooms(placed)
    asked = _Asked(placed, school)
    groups: Counter[tuple[Member, ...]] = Counter((member,) for member in asked.minutes)
    people = asked.in_several(memberships.values())
    for week in sorted({*rooms, *asked.weeks}):
        most, when = rooms.get(week, (0, None))
        yield WeekUse(week, most, when, asked.use(week, groups), asked.use(week, people))


def _rooms(placed: Iterable[Placed]) -> dict[date, tuple[int, datetime]]:
    """The most virtual classes at once among those that begin in each week, and the first moment with so many."""
    begun: dict[datetime, list[date]] = defaultdict(list)
    changes: Counter[datetime] = Counter()
    for each in placed:
        here = place(each.session.department)
        virtual = {activity.id for activity in each.session.activities if activity.kind == "virtual_class"}
        for placement in each.plan.placements:
            if placement.activity in virtual:
                begun[placement.start].append(_monday(here.local(placement.start).date()))
                changes[placement.start] += 1
                changes[placement.end] -= 1
    most: dict[date, tuple[int, datetime]] = {}
    running = 0
    for moment, change in sorted(changes.items()):
        running += change
        for week in begun.get(moment, ()):
            if running > most.get(week, (0, moment))[0]:
                most[week] = running, moment
    return most


class _Asked:
    """What is asked of each planned group in each week, for the sessions of which R5 is asked."""

    def __init__(self, placed: Iterable[Placed], school: SchoolCalendar) -> None:
        self._sessions = {each.session.id: each.session for each in placed if not each.session.is_off("weekly_cap")}
        self._days = {id: _days(session, school) for id, session in self._sessions.items()}
        self._caps: dict[tuple[str, date], tuple[int, bool]] = {}
        self.minutes: dict[Member, Counter[date]] = {}
        for each in placed:
            if each.session.id in self._sessions:
                self._add(each.session, each.plan)
        self.weeks = set(chain.from_iterable(self.minutes.values()))

    def in_several(self, memberships: Iterable[tuple[Member, ...]]) -> Counter[tuple[Member, ...]]:
        """How many people are in which groups, of two sessions or more of which R5 is asked."""
        found: Counter[tuple[Member, ...]] = Counter()
        for members, people in Counter(memberships).items():
            known = tuple(member for member in members if member in self.minutes)
            if len({session for session, _ in known}) > 1:
                found[known] += people
        return found

    def use(self, week: date, sharing: Mapping[tuple[Member, ...], int]) -> CapUse | None:
        """The use of the cap in a week by so many who are in these groups; None where nobody is asked anything."""
        used: Counter[tuple[int, int]] = Counter()
        for members, people in sharing.items():
            if asked_min := sum(self.minutes[member][week] for member in members):
                used[asked_min, max(1, self._cap_of(members, week))] += people
        if not used:
            return None
        parts = [0] * (PARTS + 1)
        for (asked_min, cap), people in used.items():
            parts[min(PARTS, -(-asked_min * PARTS // cap) - 1)] += people
        total = sum((Fraction(*each) * people for each, people in used.items()), Fraction(0))
        return CapUse(tuple(parts), total / used.total(), max(Fraction(*each) for each in used))

    def _cap_of(self, members: Sequence[Member], week: date) -> int:
        """As R5 is read for a person: the smallest cap, or the largest derogation where there is one."""
        caps = [self._cap(session, week) for session, _ in members]
        derogations = [minutes for minutes, derogation in caps if derogation]
        return max(derogations) if derogations else min(minutes for minutes, _ in caps)

    def _cap(self, session_id: str, week: date) -> tuple[int, bool]:
        if (session_id, week) not in self._caps:
            session = self._sessions[session_id]
            derogation = any(each.week == week for each in session.derogations)
            try:
                cap = cap_min(session, self._days[session_id], week)
            except UnknownSchoolDay:  # in a week of another zone, beyond this one's published calendar
                cap = session.rules.weekly_cap_min
            self._caps[session_id, week] = cap, derogation
        return self._caps[session_id, week]

    def _add(self, session: Session, plan: Plan) -> None:
        here = place(session.department)
        virtual = {activity.id for activity in session.activities if activity.kind == "virtual_class"}
        for group in session.planned_groups():
            self.minutes[session.id, group.id] = Counter()
        for block in plan.blocks:
            self.minutes[session.id, block.group][_monday(block.first)] += block.duration_min
        for placement in plan.placements if session.rules.virtual_classes_count else ():
            if placement.activity in virtual:
                week = _monday(here.local(placement.start).date())
                for attending in placement.groups:
                    self.minutes[session.id, attending][week] += placement.duration_min


def _days(session: Session, school: SchoolCalendar) -> OpenDays:
    departments = {session.department, *(group.department or session.department for group in session.groups)}
    return OpenDays(departments, school, session.rules.ignored_public_holidays, session.closed_days)


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())
