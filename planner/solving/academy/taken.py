"""What planned sessions take of the people and rooms that they share with others."""

import itertools
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from calendars.places import place
from calendars.school_holidays import SchoolCalendar
from calendars.spans import Span
from planner.academy import Academy, Member
from planner.plan import Plan
from planner.posing import pose
from planner.session import DayRange, Elsewhere, Session

Charge = tuple[date, int, int]
"""A week (its Monday), the quarter hours from which it costs more, and how much (thousandths of a point)."""


@dataclass(frozen=True)
class Tie:
    """Planned groups, of different sessions, that have somebody in common, and the minutes these may be asked a week.

    `weeks` are the weeks (by Monday) in which that is another number than `cap_min`: derogations, short weeks.
    `taken_min` is what groups that are not named here already ask of them. `uncapped` are the groups of sessions that
    switch R5 off: they have no part in these minutes. `uneven`: not every session has this cap in every week.
    """

    members: tuple[Member, ...]
    cap_min: int
    weeks: Mapping[date, int]
    taken_min: Mapping[date, int] = field(default_factory=dict)
    uncapped: tuple[Member, ...] = ()
    uneven: bool = False

    @property
    def capped(self) -> tuple[Member, ...]:
        """The groups whose people's minutes these are."""
        return tuple(member for member in self.members if member not in self.uncapped)

    def left_min(self, monday: date) -> int:
        """What these people may still be asked in a week."""
        return self.most_min(monday) - self.taken_min.get(monday, 0)

    def most_min(self, monday: date) -> int:
        """What these people may be asked in a week."""
        return self.weeks.get(monday, self.cap_min)


def ties_of(academy: Academy, school: SchoolCalendar) -> tuple[Tie, ...]:
    """The ties of an academy, sorted; one whose groups are all in another tie says nothing more and is left out."""
    found = {frozenset(members) for members in academy.memberships().values()}
    by_member: dict[Member, list[frozenset[Member]]] = defaultdict(list)
    for members in found:
        for member in members:
            by_member[member].append(members)
    kept = [members for members in found if not any(members < other for other in by_member[next(iter(members))])]
    sessions = {session.id: session for session in academy.sessions}
    tied = [sessions[id] for id in sorted({id for members in kept for id, _ in members})]
    whole = DayRange.model_construct(
        first=min((session.window.first for session in tied), default=date.max),
        last=max((session.window.last for session in tied), default=date.min),
    )
    caps = {session.id: _caps(session, school, whole) for session in tied}
    return tuple(_tie(members, caps) for members in sorted(tuple(sorted(members)) for members in kept))


@dataclass(frozen=True)
class _Caps:
    """The weekly cap of a session (minutes), its short weeks where it is prorated, and its derogations, by Monday."""

    usual_min: int
    short_min: Mapping[date, int]
    derogated_min: Mapping[date, int]


Limits = Mapping[str, tuple[int | None, int | None]]
"""By trainer, the most minutes of live delivery of a day and of a week; None means no limit."""


def limits_of(academy: Academy) -> Limits:
    """The least that any session allows each trainer who is in several (R7), where there is a limit at all."""
    stated: dict[str, list[tuple[int | None, int | None]]] = defaultdict(list)
    for session in academy.sessions:
        rules = session.rules
        for trainer in session.trainers if not session.is_off("trainer") else ():
            day_min = trainer.max_delivery_day_min or rules.max_delivery_day_min
            week_min = trainer.max_delivery_week_min or rules.max_delivery_week_min
            stated[trainer.id].append((day_min, week_min))
    least = {
        trainer: (_least(day for day, _ in each), _least(week for _, week in each))
        for trainer, each in sorted(stated.items())
        if len(each) > 1
    }
    return {trainer: each for trainer, each in least.items() if each != (None, None)}


def _least(limits: Iterable[int | None]) -> int | None:
    return min((limit for limit in limits if limit is not None), default=None)


_NO_CAP = 7 * 24 * 60


def _caps(session: Session, school: SchoolCalendar, whole: DayRange) -> _Caps | None:
    """The caps of a session, in the weeks of all sessions: a person's cap is that of the person."""
    rules = session.rules
    if session.is_off("weekly_cap"):
        return None
    derogated = {derogation.week: derogation.cap_min for derogation in session.derogations}
    short: dict[date, int] = {}
    if rules.prorate_short_weeks:
        problem = pose(session.model_copy(update={"derogations": (), "window": whole}), school)
        short = {week.id: problem.cap_min(week) for week in problem.weeks}
    return _Caps(rules.weekly_cap_min, short, derogated)


def _tie(members: tuple[Member, ...], caps: Mapping[str, _Caps | None]) -> Tie:
    """The least cap of the sessions holds, or the largest derogation of the week."""
    own = [each for session, _ in members if (each := caps[session])]
    usual = min((each.usual_min for each in own), default=_NO_CAP)
    weeks = {
        monday: min(each.short_min.get(monday, each.usual_min) for each in own)
        for monday in sorted({monday for each in own for monday in each.short_min})
    }
    for monday in sorted({monday for each in own for monday in each.derogated_min}):
        weeks[monday] = max(each.derogated_min[monday] for each in own if monday in each.derogated_min)
    uncapped = tuple(member for member in members if caps[member[0]] is None)
    uneven = bool(weeks) or any(each.usual_min > usual for each in own)
    return Tie(members, usual, weeks, uncapped=uncapped, uneven=uneven)


@dataclass(frozen=True)
class Use:
    """What the plan of one session takes: by trainer what is led, by planned group what is attended and asked."""

    gap_min: int
    led: Mapping[str, tuple[Span, ...]]
    attended: Mapping[str, tuple[Span, ...]]
    asked_min: Mapping[str, Mapping[date, int]]
    classes: tuple[Span, ...]


def use_of(session: Session, plan: Plan) -> Use:
    """What a plan takes. Rules that the session switches off take nothing."""
    led: dict[str, list[Span]] = defaultdict(list)
    attended: dict[str, list[Span]] = defaultdict(list)
    asked: dict[str, dict[date, int]] = defaultdict(lambda: defaultdict(int))
    classes: list[Span] = []
    here = place(session.department)
    for placement in plan.placements:
        span = Span(placement.start, placement.end)
        for trainer in placement.trainers if not session.is_off("trainer") else ():
            led[trainer].append(span)
        virtual = session.activity(placement.activity).kind == "virtual_class"
        if virtual and not session.is_off("capacity"):
            classes.append(span)
        monday = _monday(here.local(placement.start).date())
        for group in placement.groups:
            if not session.is_off("participant"):
                attended[group].append(span)
            if virtual and session.rules.virtual_classes_count and not session.is_off("weekly_cap"):
                asked[group][monday] += placement.duration_min
    for block in plan.blocks if not session.is_off("weekly_cap") else ():
        asked[block.group][_monday(block.first)] += block.duration_min
    return Use(
        session.rules.trainer_gap_min,
        {trainer: tuple(spans) for trainer, spans in led.items()},
        {group: tuple(spans) for group, spans in attended.items()},
        {group: dict(weeks) for group, weeks in asked.items()},
        tuple(classes),
    )


def _monday(day: date) -> date:
    return day - timedelta(day.weekday())


_NO_LIMITS: Limits = {}


class Taken:
    """The uses of the sessions that have a plan (or, `hold`, only weeks so far), seen from any other session."""

    def __init__(self, ties: Iterable[Tie], rooms: int | None = None, limits: Limits = _NO_LIMITS) -> None:
        self.rooms = rooms
        self.limits = limits
        self.ties: dict[Member, list[Tie]] = defaultdict(list)
        for tie in ties:
            for member in tie.members:
                self.ties[member].append(tie)
        self.uses: dict[str, Use] = {}
        self.held: dict[Member, Mapping[date, int]] = {}
        self._leading: dict[str, dict[str, None]] = defaultdict(dict)

    def add(self, session_id: str, use: Use) -> None:
        """A session has a plan, which takes this."""
        self.uses[session_id] = use
        for trainer in use.led:
            self._leading[trainer][session_id] = None

    def remove(self, session_id: str) -> Use | None:
        """A session has no plan any more; what it took, if it had one."""
        use = self.uses.pop(session_id, None)
        for trainer in use.led if use else ():
            self._leading[trainer].pop(session_id, None)
        return use

    def hold(self, member: Member, asked_min: Mapping[date, int]) -> None:
        """Weeks are foreseen for a group, whose days and hours are not placed yet."""
        self.held[member] = asked_min

    def elsewhere(self, session: Session) -> Elsewhere:
        """What the others take of the people of a session."""
        led = {
            trainer.id: tuple(
                (span, self.uses[other].gap_min)
                for other in self._leading.get(trainer.id, ())
                if other != session.id
                for span in self.uses[other].led[trainer.id]
            )
            for trainer in session.trainers
        }
        first, last = _monday(session.window.first), session.window.last
        mondays = [first + timedelta(days) for days in range(0, (last - first).days + 1, 7)]
        attended: dict[str, tuple[Span, ...]] = {}
        room: dict[str, dict[date, int]] = {}
        for group in session.planned_groups():
            beside = self.beside((session.id, group.id))
            spans = [s for other, its in beside if (u := self.uses.get(other)) for s in u.attended.get(its, ())]
            if spans:
                attended[group.id] = tuple(sorted(spans))
            if left := self.room_min((session.id, group.id), mondays):
                room[group.id] = left
        led = {trainer: spans for trainer, spans in led.items() if spans}
        at_once = len(session.planned_groups()) * (len(session.activities) if session.is_off("participant") else 1)
        full, few = self.rooms_left(session.id, at_once)
        limits = {t.id: self.limits[t.id] for t in session.trainers if t.id in self.limits}
        return Elsewhere(led, attended, room, full, self.rooms, few, limits)

    def beside(self, member: Member) -> list[Member]:
        """The other groups that some people of a group are in."""
        others = (other for tie in self.ties.get(member, ()) for other in tie.members if other != member)
        return list(dict.fromkeys(others))

    def room_min(self, member: Member, mondays: Iterable[date] = ()) -> dict[date, int]:
        """The minutes that the busiest of a group's people have left, in the weeks in which others ask something.

        Of these weeks (`mondays`), also in those in which others ask nothing, where some of their sessions cap less.
        """
        room: dict[date, int] = {}
        for tie in self.ties.get(member, ()):
            asked: dict[date, int] = defaultdict(int)
            for other in tie.capped if member not in tie.uncapped else ():
                if other != member:
                    for monday, minutes in self.asked_min(other).items():
                        asked[monday] += minutes
            for monday in {*asked, *(mondays if tie.uneven and member not in tie.uncapped else ())}:
                left = max(0, tie.most_min(monday) - asked.get(monday, 0))
                room[monday] = min(left, room.get(monday, left))
        return room

    def asked_min(self, member: Member) -> Mapping[date, int]:
        """What a group is asked in each week, as planned or else as foreseen."""
        use = self.uses.get(member[0])
        return use.asked_min.get(member[1], {}) if use else self.held.get(member, {})

    def rooms_left(self, but: str, most: int) -> tuple[tuple[Span, ...], tuple[tuple[Span, int], ...]]:
        """When other sessions take every virtual room, and when they leave some, but fewer than `most`: how many."""
        if self.rooms is None:
            return (), ()
        used = rooms_in_use([span for id, use in self.uses.items() if id != but for span in use.classes])
        full = [span for span, count in used if count >= self.rooms]
        few = [(span, self.rooms - count) for span, count in used if 0 < self.rooms - count < most]
        return joined(full), tuple(few)


def rooms_in_use(classes: Sequence[Span]) -> list[tuple[Span, int]]:
    """How many of the classes run at once, span by span, where any does."""
    changes: dict[datetime, int] = defaultdict(int)
    for span in classes:
        changes[span.start] += 1
        changes[span.end] -= 1
    moments = sorted(changes)
    running = itertools.accumulate(changes[moment] for moment in moments)
    return [
        (Span(start, end), count) for start, end, count in zip(moments, moments[1:], running, strict=False) if count
    ]


def joined(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Spans in order, those that touch made one."""
    found: list[Span] = []
    for span in spans:
        if found and found[-1].end == span.start:
            span = Span(found.pop().start, span.end)
        found.append(span)
    return tuple(found)
