"""What the plans of many sessions break together, beyond what `check` says of each: R5, R7, R8 and R10 over all.

People are counted, never named (P3): a violation speaks of the groups that the same people are in. A session that
switches a rule off has no part in that rule here either.
"""

import gc
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from itertools import combinations
from typing import NamedTuple

from calendars.school_holidays import SchoolCalendar
from calendars.spans import Span
from planner.academy import Academy, Member
from planner.check.agenda import Agenda, Occurrence
from planner.check.days import monday
from planner.check.load import asked_of_groups, week_cap
from planner.outcome import Violation
from planner.plan import Plan

Members = tuple[Member, ...]
"""The planned groups, in two sessions or more, that the same people are in."""


def check_together(academy: Academy, plans: Mapping[str, Plan], school: SchoolCalendar) -> tuple[Violation, ...]:
    """Every breach that only several plans together show, rule by rule; plans of no session of the academy are ignored.

    Sessions without a plan ask nothing and limit nothing. KeyError where somebody is enrolled in an unknown group.
    """
    with _without_collecting():
        agendas = {
            session.id: Agenda(session, plans[session.id], school, academy.busy_of(session.id), partial=False)
            for session in sorted(academy.sessions, key=lambda session: session.id)
            if session.id in plans
        }
        together = Together(academy, agendas)
        return tuple(violation for rule_check in CHECKS_TOGETHER for violation in rule_check(together))


@contextmanager
def _without_collecting() -> Iterator[None]:
    """What is made here is in no circle: looking for garbage among all plans of an academy took a fifth of the time."""
    collects = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collects:
            gc.enable()


@dataclass(frozen=True)
class Together:
    """The plans to look at, by session id in the order of ids."""

    academy: Academy
    agendas: Mapping[str, Agenda]

    def asked(self, rule: str) -> dict[str, Agenda]:
        """The sessions of which a rule is asked."""
        return {id: agenda for id, agenda in self.agendas.items() if not agenda.session.is_off(rule)}

    def shared(self, rule: str) -> list[tuple[Members, int]]:
        """The groups, in two sessions or more of which a rule is asked, that people are in; and how many people."""
        asked = self.asked(rule)
        people: Counter[Members] = Counter()
        for members, count in self._memberships.items():
            concerned = tuple(member for member in members if member[0] in asked)
            if len({session for session, _ in concerned}) > 1:
                people[concerned] += count
        return sorted(people.items())

    @cached_property
    def _memberships(self) -> Counter[Members]:
        return Counter(self.academy.memberships().values())


def check_weekly_cap_together(together: Together) -> Iterator[Violation]:
    """R5: what somebody is asked in an ISO week, over all their sessions, is at most the smallest of their caps.

    Where a session of theirs has a derogation in that week, the largest derogation is the cap instead.
    """
    shared = together.shared("weekly_cap")
    asked: dict[Member, dict[date, list[tuple[str, int]]]] = defaultdict(dict)
    for session in {session for members, _ in shared for session, _ in members}:
        for (group, week), parts in asked_of_groups(together.agendas[session]).items():
            asked[session, group][week] = parts
    sums = {member: {week: _sum(parts) for week, parts in weeks.items()} for member, weeks in asked.items()}
    caps = _Caps(together.agendas)
    for members, people in shared:
        mine = [sums[member] for member in members if member in sums]
        for week in sorted(set().union(*mine)):
            asked_min = sum(weeks.get(week, 0) for weeks in mine)
            cap = caps.of(members, week)
            if asked_min <= cap.cap_min:
                continue
            asking = [member for member in members if week in asked[member]]
            if len(asking) == 1 and asked_min > caps.alone(asking[0][0], week).cap_min:
                continue  # that group's session alone is over its own cap, and `check` says so
            summed = tuple((session, *part) for session, group in asking for part in asked[session, group][week])
            facts = {"week": week, "asked_min": asked_min, "cap_min": cap.cap_min, "parts": summed}
            facts |= {"members": members, "people": people}
            if cap.derogation is not None:
                facts["derogation"] = cap.derogation
            yield Violation("weekly_cap", "over_cap_together", week, facts=facts)


def _sum(parts: Iterable[tuple[str, int]]) -> int:
    return sum(minutes for _, minutes in parts)


class _Cap(NamedTuple):
    """The minutes of a week, and the reason of the derogation that gives them."""

    cap_min: int
    derogation: str | None = None


class _Caps:
    """Caps of weeks, each worked out once."""

    def __init__(self, agendas: Mapping[str, Agenda]) -> None:
        self._agendas = agendas
        self._alone: dict[tuple[str, date], _Cap] = {}

    def alone(self, session: str, week: date) -> _Cap:
        """The cap of a session in a week."""
        if (cap := self._alone.get((session, week))) is None:
            cap_min, why = week_cap(self._agendas[session], week)
            cap = self._alone[session, week] = _Cap(cap_min, why.get("derogation"))
        return cap

    def of(self, members: Members, week: date) -> _Cap:
        """The cap of people who are in several sessions."""
        caps = [self.alone(session, week) for session, _ in members]
        derogations = [cap for cap in caps if cap.derogation is not None]
        return max(derogations, key=_cap_min) if derogations else min(caps, key=_cap_min)


def _cap_min(cap: _Cap) -> int:
    return cap.cap_min


class _Led(NamedTuple):
    """An occurrence of a session that a trainer leads, and the first local day of it on that trainer's clock there."""

    occurrence: Occurrence
    session: str
    gap: timedelta
    day: date


def check_trainer_together(together: Together) -> Iterator[Violation]:
    """R7: a trainer, known by id, leads one thing at a time over all sessions, within the smallest limits stated.

    Between two sessions the larger of their gaps is asked for.
    """
    agendas = together.asked("trainer")
    led: dict[str, list[_Led]] = defaultdict(list)
    for session, agenda in agendas.items():
        gap = timedelta(minutes=agenda.session.rules.trainer_gap_min)
        for occurrence in agenda.occurrences:
            for trainer in occurrence.trainers:
                led[trainer.id].append(_Led(occurrence, session, gap, agenda.trainer_days(occurrence, trainer)[0]))
    limits = _limits(agendas)
    for trainer_id, mine in sorted(led.items()):
        if len({each.session for each in mine}) > 1 or len(limits[trainer_id]) > 1:
            mine.sort(key=lambda each: (each.occurrence.span, each.session, each.occurrence.placement))
            yield from _too_close(agendas, trainer_id, mine)
            yield from _over_limits(trainer_id, mine, limits[trainer_id])


_Limit = tuple[int | None, int | None]
"""The minutes of delivery a day and a week that a session allows a trainer."""


def _limits(agendas: Mapping[str, Agenda]) -> dict[str, dict[str, _Limit]]:
    """The limits of each trainer, by session."""
    limits: dict[str, dict[str, _Limit]] = defaultdict(dict)
    for session, agenda in agendas.items():
        rules = agenda.session.rules
        for trainer in agenda.session.trainers:
            limits[trainer.id][session] = (
                trainer.max_delivery_day_min or rules.max_delivery_day_min,
                trainer.max_delivery_week_min or rules.max_delivery_week_min,
            )
    return limits


def _too_close(agendas: Mapping[str, Agenda], trainer: str, mine: Sequence[_Led]) -> Iterator[Violation]:
    widest = max(each.gap for each in mine)
    for index, earlier in enumerate(mine):
        for later in mine[index + 1 :]:
            between = later.occurrence.span.start - earlier.occurrence.span.end
            if between >= widest:
                break
            gap = max(earlier.gap, later.gap)
            if earlier.session == later.session or between >= gap:
                continue
            facts = _two(agendas, (earlier.session, earlier.occurrence), (later.session, later.occurrence))
            kind = "overlap_together" if between < timedelta(0) else "gap_together"
            if kind == "gap_together":
                facts |= {"gap_min": _minutes(between), "asked_min": _minutes(gap)}
            activity = later.occurrence.activity.id
            yield Violation("trainer", kind, later.occurrence.first_day, activity, trainer=trainer, facts=facts)


def _over_limits(trainer: str, mine: Sequence[_Led], limits: Mapping[str, _Limit]) -> Iterator[Violation]:
    kinds: tuple[tuple[str, int, Callable[[date], date]], ...] = (
        ("day_limit_together", 0, lambda day: day),
        ("week_limit_together", 1, monday),
    )
    for kind, place, first_of in kinds:
        stated = [limit for each in limits.values() if (limit := each[place]) is not None]
        days: dict[date, list[_Led]] = defaultdict(list)
        for each in mine if stated else ():
            days[first_of(each.day)].append(each)
        for day, leading in sorted(days.items()):
            parts = tuple((each.session, each.occurrence.activity.id, _led_min(each)) for each in leading)
            led_min, limit_min = sum(minutes for _, _, minutes in parts), min(stated)
            sessions = {each.session for each in leading}
            own = limits[leading[0].session][place]
            if led_min > limit_min and (len(sessions) > 1 or own is None or led_min <= own):
                facts = {"led_min": led_min, "limit_min": limit_min, "parts": parts}
                yield Violation("trainer", kind, day, trainer=trainer, facts=facts)


def _led_min(each: _Led) -> int:
    return each.occurrence.placement.duration_min


def check_participant_together(together: Together) -> Iterator[Violation]:
    """R8: nobody is in two sessions' classes at once. Of two groups and a week, the first clash and their number."""
    attended: dict[Member, list[Occurrence]] = defaultdict(list)
    for session, agenda in together.asked("participant").items():
        for occurrence in agenda.occurrences:
            for group in occurrence.groups:
                attended[session, group.id].append(occurrence)
    for occurrences in attended.values():
        occurrences.sort(key=lambda occurrence: (occurrence.span, occurrence.placement))
    pairs: Counter[tuple[Member, Member]] = Counter()
    for members, people in together.shared("participant"):
        for one, other in combinations(members, 2):
            if one[0] != other[0]:
                pairs[one, other] += people
    for (one, other), people in sorted(pairs.items()):
        weeks: dict[date, list[tuple[Occurrence, Occurrence]]] = defaultdict(list)
        for first, second in _clashes(attended[one], attended[other]):
            weeks[monday(first.first_day)].append((first, second))
        for _, clashes in sorted(weeks.items()):
            facts = _two(together.agendas, (one[0], clashes[0][0]), (other[0], clashes[0][1]))
            facts |= {"members": (one, other), "people": people, "times": len(clashes)}
            later = clashes[0][1]
            yield Violation("participant", "overlap_together", later.first_day, later.activity.id, facts=facts)


def _clashes(mine: Sequence[Occurrence], theirs: Sequence[Occurrence]) -> Iterator[tuple[Occurrence, Occurrence]]:
    """The pairs that overlap, of two lists sorted by start."""
    begin = 0
    for one in mine:
        while begin < len(theirs) and theirs[begin].span.end <= one.span.start:
            begin += 1
        for other in theirs[begin:]:
            if other.span.start >= one.span.end:
                break
            if other.span.end > one.span.start:
                yield one, other


def check_capacity_together(together: Together) -> Iterator[Violation]:
    """R10: over all sessions, no more virtual rooms are in use at once than there are; said where one begins too many.

    One violation a moment; `using` are the sessions and activities of the classes that run then.
    """
    rooms = together.academy.virtual_rooms
    if rooms is None:
        return
    running: list[tuple[Span, str, Occurrence]] = []
    for start, begun in _by_start(together.asked("capacity")):
        running = [each for each in running if each[0].end > start] + begun
        if len(running) > rooms:
            _, session, occurrence = begun[0]
            using = tuple(sorted((id, each.activity.id) for _, id, each in running))
            facts = {"rooms": rooms, "in_use": len(running), "using": using, "session": session}
            facts |= {"start": occurrence.start, "place": together.agendas[session].place.name}
            yield Violation(
                "capacity", "too_few_rooms_together", occurrence.first_day, occurrence.activity.id, facts=facts
            )


def _by_start(agendas: Mapping[str, Agenda]) -> Iterable[tuple[datetime, list[tuple[Span, str, Occurrence]]]]:
    """The virtual classes of all sessions by the moment at which they begin, in order."""
    starts: dict[datetime, list[tuple[Span, str, Occurrence]]] = defaultdict(list)
    for session, agenda in agendas.items():
        for occurrence in agenda.occurrences:
            if occurrence.activity.kind == "virtual_class":
                starts[occurrence.span.start].append((occurrence.span, session, occurrence))
    return sorted(starts.items())


def _two(
    agendas: Mapping[str, Agenda], earlier: tuple[str, Occurrence], later: tuple[str, Occurrence]
) -> dict[str, object]:
    """Two occurrences of two sessions, both on the clock of the second's place."""
    (other_session, other), (session, one) = earlier, later
    here = agendas[session].place
    return {
        "session": session,
        "other_session": other_session,
        "other": other.activity.id,
        "other_start": here.local(other.span.start),
        "other_end": here.local(other.span.end),
        "start": one.start,
        "end": one.end,
    }


def _minutes(length: timedelta) -> int:
    return length // timedelta(minutes=1)


CHECKS_TOGETHER: tuple[Callable[[Together], Iterator[Violation]], ...] = (
    check_weekly_cap_together,
    check_trainer_together,
    check_participant_together,
    check_capacity_together,
)
"""The rules that tie sessions, in the order of RULES.md."""
