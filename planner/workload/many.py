"""Many sessions added up: by trainer, session, parcours, academy and month.

A person is known by id and name together, so that two who share an id in two academies stay two. A parcours that the
same person runs several times is learned once: the later sessions, in the order of their first week, count as re-runs.
A week belongs to the month of its Thursday. A session without a plan counts in its months as if it went evenly over the
open weeks of its window; the weeks near or over a limit are those of planned sessions alone.
"""

import gc
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from fractions import Fraction
from functools import cache, cached_property

from calendars.places import place
from calendars.school_holidays import SchoolCalendar
from planner.plan import Plan
from planner.session import Session, Trainer
from planner.workload.drivers import drivers
from planner.workload.estimate import estimate_counted
from planner.workload.factors import Factors
from planner.workload.flags import week_flags, weekly_limits
from planner.workload.results import PHASES, Estimate, Flag, Minutes, Phase, Sum, WeekLoad
from planner.workload.weeks import spread_over_window

_THURSDAY = timedelta(days=3)

Person = tuple[str, str]
"""A trainer's id and name."""


@dataclass(frozen=True)
class Line:
    """The minutes of one trainer, session, parcours, academy or month. `key` is its id, `name` what people call it.

    `key` is None for what belongs to none: sessions of no named parcours, weeks beyond the known school years.
    """

    key: str | None
    name: str
    sessions: int
    phases: Mapping[Phase, Minutes]

    @property
    def whole(self) -> Minutes:
        """All phases together."""
        return self.phases["preparation"] + self.phases["delivery"] + self.phases["review"]


@dataclass(frozen=True)
class OneOfMany:
    """A session as it was estimated (re-runs marked), its plan if any, and its estimate."""

    session: Session
    plan: Plan | None
    estimate: Estimate
    months: tuple[WeekLoad, ...]

    @cached_property
    def phases(self) -> Mapping[Phase, Minutes]:
        """The team's minutes by phase."""
        return _phases_of(self.estimate)


@dataclass(frozen=True)
class Estimates:
    """Everything that many sessions add up to. The five tables have the same total, exactly.

    `flags` are about the weeks of persons, over all planned sessions; `names` says who each of their trainers is, and
    `limits` the minutes a week from which each of them has too much.
    """

    sessions: tuple[OneOfMany, ...]
    by_trainer: tuple[Line, ...]
    by_session: tuple[Line, ...]
    by_parcours: tuple[Line, ...]
    by_academy: tuple[Line, ...]
    by_month: tuple[Line, ...]
    flags: tuple[Flag, ...]
    names: Mapping[str, str]
    limits: Mapping[str, Fraction]

    @cached_property
    def loads(self) -> Mapping[str, Mapping[date, Minutes]]:
        """What each trainer works in each week (its Monday), over all planned sessions."""
        sums: dict[str, dict[date, Sum]] = {key: {} for key in self.names}
        for one in self.sessions:
            mine = {trainer.id: self.key(person_of(trainer)) for trainer in one.session.trainers}
            for load in one.estimate.weeks:
                sums[mine[load.trainer]].setdefault(load.week, Sum()).add(load.minutes)
        return {key: {week: grown.minutes() for week, grown in sorted(weeks.items())} for key, weeks in sums.items()}

    def key(self, person: Person) -> str:
        """How a person is called in `names`, `limits`, `loads`, `flags` and `by_trainer`."""
        return person[0] if person[0] in self.names else _long_key(person)

    @property
    def whole(self) -> Line:
        """All sessions together."""
        return _line(None, "", (line.phases for line in self.by_session), len(self.sessions))


def estimate_many(
    sessions: Iterable[tuple[Session, Plan | None]], factors: Factors, school: SchoolCalendar
) -> Estimates:
    """Estimate every session, each with its plan or None, and add them up. ValueError for one without trainers."""
    with _without_collecting():
        return _added_up(_each(sessions, factors, school), factors)


def _each(sessions: Iterable[tuple[Session, Plan | None]], factors: Factors, school: SchoolCalendar) -> list[OneOfMany]:
    """In the order in which they begin; whoever runs a parcours again is marked so."""
    found: list[OneOfMany] = []
    learned: set[tuple[Person, str]] = set()
    for session, plan in sorted(sessions, key=lambda item: (_start(*item), item[0].id)):
        known = _with_reruns(session, learned)
        counted = drivers(known, plan, school)
        one = estimate_counted(counted, factors, plan, school)
        months = one.weeks or spread_over_window(one.shares, counted, school)[0]
        found.append(OneOfMany(known, plan, one, months))
    return found


def _added_up(found: Sequence[OneOfMany], factors: Factors) -> Estimates:
    people = _people(found)
    limits = _limits(found, factors)
    return Estimates(
        sessions=tuple(found),
        by_trainer=people,
        by_session=tuple(Line(one.session.id, one.session.title, 1, one.phases) for one in found),
        by_parcours=_grouped(found, lambda session: session.parcours_id),
        by_academy=_grouped(found, lambda session: place(session.department).academy),
        by_month=_months(found),
        flags=tuple(_flags(found, limits, factors)),
        names={str(line.key): line.name for line in people},
        limits=limits,
    )


@contextmanager
def _without_collecting() -> Iterator[None]:
    """What is made here is kept, and in no circle: looking for garbage in it took a quarter of the time."""
    collects = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collects:
            gc.enable()


def person_of(trainer: Trainer) -> Person:
    """Who a trainer of a session is, in all sessions."""
    return trainer.id, trainer.name.strip().casefold()


def _start(session: Session, plan: Plan | None) -> date:
    days = [block.first for block in plan.blocks] if plan else []
    days += [each.start.date() for each in plan.placements] if plan else []
    return min(days, default=session.window.first)


def _with_reruns(session: Session, learned: set[tuple[Person, str]]) -> Session:
    if session.parcours_id is None:
        return session
    parcours = session.parcours_id
    again = {trainer.id for trainer in session.trainers if (person_of(trainer), parcours) in learned}
    learned |= {(person_of(trainer), parcours) for trainer in session.trainers}
    trainers = tuple(
        trainer.model_copy(update={"rerun": True}) if trainer.id in again else trainer for trainer in session.trainers
    )
    return session.model_copy(update={"trainers": trainers}) if again else session


@dataclass
class _Growing:
    """Minutes by phase that grow, and how many sessions gave some."""

    name: str = ""
    sessions: int = 0
    phases: dict[Phase, Sum] = field(default_factory=lambda: {phase: Sum() for phase in PHASES})

    def add(self, phases: Mapping[Phase, Minutes], sessions: int = 1) -> None:
        for phase, minutes in phases.items():
            self.phases[phase].add(minutes)
        self.sessions += sessions

    def line(self, key: str | None) -> Line:
        return Line(key, self.name, self.sessions, {phase: grown.minutes() for phase, grown in self.phases.items()})


def _line(key: str | None, name: str, phases: Iterable[Mapping[Phase, Minutes]], sessions: int) -> Line:
    grown = _Growing(name)
    for each in phases:
        grown.add(each, 0)
    return replace(grown.line(key), sessions=sessions)


def _phases_of(found: Estimate, trainer: str | None = None) -> Mapping[Phase, Minutes]:
    return {phase: found.total(phase, trainer) for phase in PHASES}


def _grouped(found: Sequence[OneOfMany], key_of: Callable[[Session], str | None]) -> tuple[Line, ...]:
    sums: dict[str | None, _Growing] = {}
    for one in found:
        key = key_of(one.session)
        sums.setdefault(key, _Growing(key or "")).add(one.phases)
    return tuple(sums[key].line(key) for key in sorted(sums, key=lambda key: (key is None, key or "")))


def _people(found: Sequence[OneOfMany]) -> tuple[Line, ...]:
    sums: dict[Person, _Growing] = {}
    for one in found:
        for trainer in one.session.trainers:
            phases = _phases_of(one.estimate, trainer.id)
            sums.setdefault(person_of(trainer), _Growing(trainer.name)).add(phases)
    return tuple(sums[person].line(_key(person, sums)) for person in sorted(sums))


def _key(person: Person, people: Mapping[Person, Hashable]) -> str:
    """The id; where several people have it, with the name."""
    return person[0] if sum(other[0] == person[0] for other in people) == 1 else _long_key(person)


def _long_key(person: Person) -> str:
    return f"{person[0]} ({person[1]})"


@cache
def _month(week: date) -> str:
    return f"{week + _THURSDAY:%Y-%m}"


def _months(found: Sequence[OneOfMany]) -> tuple[Line, ...]:
    sums: dict[str | None, _Growing] = {}
    for one in found:
        months: set[str | None] = {_month(load.week) for load in one.months}
        for month in months or {None}:
            sums.setdefault(month, _Growing(month or "")).sessions += 1
        for load in one.months:
            sums[_month(load.week)].phases[load.phase].add(load.minutes)
        if not months:
            sums[None].add(one.phases, 0)
    return tuple(sums[month].line(month) for month in sorted(sums, key=lambda month: (month is None, month or "")))


def _limits(found: Sequence[OneOfMany], factors: Factors) -> dict[str, Fraction]:
    """The lowest limit stated for each person."""
    keys = _keys(found)
    limits: dict[str, Fraction] = {}
    for one in found:
        mine = {trainer.id: keys[person_of(trainer)] for trainer in one.session.trainers}
        for trainer, limit in weekly_limits(one.session, factors.of_session(one.session)).items():
            limits[mine[trainer]] = min(limit, limits.get(mine[trainer], limit))
    return limits


def _flags(found: Sequence[OneOfMany], limits: Mapping[str, Fraction], factors: Factors) -> Iterable[Flag]:
    """Weeks of a person near the limit or over it, all planned sessions together."""
    keys = _keys(found)
    loads: list[WeekLoad] = []
    for one in found:
        mine = {trainer.id: keys[person_of(trainer)] for trainer in one.session.trainers}
        loads += [load._replace(trainer=mine[load.trainer]) for load in one.estimate.weeks]
    return week_flags(loads, limits, factors)


def _keys(found: Sequence[OneOfMany]) -> dict[Person, str]:
    people = {person_of(trainer): None for one in found for trainer in one.session.trainers}
    return {person: _key(person, people) for person in people}
