"""A part of an academy, planned in one go: sessions that share many people, beside what is planned of all others."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

import numpy as np

from calendars.school_holidays import SchoolCalendar
from planner.academy import Member
from planner.plan import Plan
from planner.session import NOT_BUSY, BusyTimes, Session
from planner.solving.academy.chains import Chain, Ints
from planner.solving.academy.columns import NO_LIMIT_MIN, Choice, Master
from planner.solving.academy.place import Posed, place
from planner.solving.academy.pricing import SCALE, Pricing
from planner.solving.academy.taken import Charge, Limits, Taken, Tie, Use, use_of
from planner.solving.cuts import Chosen
from planner.solving.limits import Clock

FREED = (1, 2, 4, 8)
"""So many sessions are taken out, one try after the other, to make room for one more."""


@dataclass(frozen=True)
class Part:
    """What it takes to plan some sessions.

    `ties` are those of their groups, `uses` what other sessions take of their people (and of the virtual rooms, where
    these are limited). `planned` are plans that some of the sessions have: changed only to make room for another.
    `guests` share people with these sessions and are planned later: they are left good weeks. `charges` are the prices
    of weeks that groups share with groups planned before, as found there: they make bounds closer. `limits` are those
    of their trainers over all sessions.
    """

    sessions: tuple[Session, ...]
    ties: tuple[Tie, ...]
    busy: Mapping[str, BusyTimes] = field(default_factory=dict)
    uses: Mapping[str, Use] = field(default_factory=dict)
    rooms: int | None = None
    planned: Mapping[str, Plan] = field(default_factory=dict)
    guests: tuple[Session, ...] = ()
    charges: Mapping[Member, tuple[Charge, ...]] = field(default_factory=dict)
    limits: Limits = field(default_factory=dict)


@dataclass(frozen=True)
class PartPlan:
    """The plans of a part, by session id, with their points; which sessions have none by themselves (proven).

    `least` are the costs that bound the plan of each session, in thousandths of a point, and `prices` comes off their
    sum: what is left bounds any plan of these sessions, once `charges` are counted where the guests are bounded.
    """

    plans: Mapping[str, Plan]
    points: Mapping[str, int]
    impossible: frozenset[str]
    least: Mapping[str, int]
    prices: int
    uses: Mapping[str, Use]
    charges: Mapping[Member, tuple[Charge, ...]] = field(default_factory=dict)


def plan_part(part: Part, school: SchoolCalendar, time_limit_s: float) -> PartPlan:
    """Plan the sessions of a part: the same part gives the same plans, wherever it is planned (time permitting)."""
    return _Planner(part, school, Clock(time_limit_s)).run()


class _Planner:
    def __init__(self, part: Part, school: SchoolCalendar, clock: Clock) -> None:
        self.part = part
        self.clock = clock
        self.posed = {s.id: Posed(s, school, part.busy.get(s.id, NOT_BUSY)) for s in part.sessions}
        self.guests = [Posed(s, school, part.busy.get(s.id, NOT_BUSY)) for s in part.guests]
        self.taken = Taken(part.ties, part.rooms, part.limits)
        for session, use in part.uses.items():
            self.taken.add(session, use)
        self.plans: dict[str, Plan] = {}
        self.least: dict[str, int] = {}
        self.prices = 0
        self.charges: Mapping[Member, tuple[Charge, ...]] = {}

    def run(self) -> PartPlan:
        for id, plan in self.part.planned.items():
            self._keep(id, plan)
        new = [id for id in self.posed if id not in self.plans]
        whole = [id for id in new if self.posed[id].chains is None]
        chained = [id for id in new if self.posed[id].chains is not None]
        self._bound_others(whole)
        for id in self._in_turn(whole):
            self._place(id, None)
        self._together(chained, bounding=True)
        for id in self._in_turn(set(self.posed) - set(self.plans)):
            if id in self.least and not self.clock.is_out():
                self._make_room(id)
        return PartPlan(
            plans=self.plans,
            points={id: sum(level.value for level in plan.levels) for id, plan in self.plans.items()},
            impossible=frozenset(new) - frozenset(self.least),
            least=self.least,
            prices=self.prices,
            uses={id: self.taken.uses[id] for id in self.plans},
            charges=self.charges,
        )

    def _bound_others(self, ids: Iterable[str]) -> None:
        for id in ids:
            least = self.posed[id].least_points(self.clock)
            if least is not None:
                self.least[id] = SCALE * least

    def _in_turn(self, ids: Iterable[str]) -> list[str]:
        """The most wanted first; among equals those with the fewest starts."""
        return sorted(ids, key=lambda id: (-self.posed[id].session.priority, self.posed[id].slack(), id))

    # --- sessions made of chains ------------------------------------------------------------------------------

    def _together(self, ids: Sequence[str], *, bounding: bool = False) -> None:
        """Choose the weeks of these sessions together, beside all that is taken; then place each in its weeks."""
        chains = [chain for id in ids for chain in (self.posed[id].chains or {}).values()]
        if not chains:
            return
        own = {(chain.session, chain.group) for chain in chains}
        guests = list(self._guests(own)) if bounding else []
        pricing = Pricing([*chains, *guests])
        inside = set(pricing.members)
        ties = [tie for tie in self.part.ties if sum(member in inside for member in tie.members) > 1]
        priority = {id: self.posed[id].session.priority for id in ids}
        free = [chain for id in ids for chain in (self.posed[id].free_chains or {}).values()]
        loose = Pricing(free) if free and bounding else None
        charged = self.part.charges if bounding else {}
        priority |= {posed.session.id: posed.session.priority for posed in self.guests}
        inner, room = self._inner(ties, inside), self._room(pricing)
        master = Master(pricing, inner, room, priority, self.clock, loose, inside - own, charged)
        choice = master.solve()
        if bounding:
            self._keep_bound(ids, choice)
        weeks = self._weeks(pricing, choice)
        for member, asked in self._asked(pricing, choice).items():
            if member in own:
                self.taken.hold(member, asked)
        in_turn = self._in_turn(ids) if bounding else ids  # else the first is the one for which room is made
        for id in (each for each in in_turn if each in weeks):
            self._place(id, weeks[id])
        for member in inside:
            self.taken.hold(member, {})

    def _guests(self, own: set[Member]) -> Iterator[Chain]:
        """The chains of groups that are planned later and share people with these."""
        near = {member for tie in self.part.ties if not own.isdisjoint(tie.members) for member in tie.members}
        for posed in self.guests:
            for chain in (posed.chains or {}).values():
                if (chain.session, chain.group) in near:
                    yield chain

    def _inner(self, ties: Sequence[Tie], inside: set[Member]) -> list[Tie]:
        """The ties as far as they are of these groups, and what the others in them take."""
        inner = []
        for tie in ties:
            taken: dict[date, int] = {}
            for member in tie.capped:
                if member not in inside:
                    for monday, minutes in self.taken.asked_min(member).items():
                        taken[monday] = taken.get(monday, 0) + minutes
            inner.append(Tie(tuple(m for m in tie.capped if m in inside), tie.cap_min, tie.weeks, taken))
        return inner

    def _room(self, pricing: Pricing) -> Ints:
        """The minutes that what is taken leaves each chain in each of its weeks."""
        room = np.full((len(pricing.chains), pricing.weeks), NO_LIMIT_MIN, np.int32)
        for number, (member, mondays) in enumerate(zip(pricing.members, pricing.week_ids, strict=True)):
            left = self.taken.room_min(member, mondays)
            for rank, monday in enumerate(mondays):
                if monday in left:
                    room[number, rank] = left[monday]
        return room

    def _keep_bound(self, ids: Iterable[str], choice: Choice) -> None:
        for id in ids:
            costs = [choice.least.get((id, group)) for group in self.posed[id].chains or {}]
            if None not in costs:
                self.least[id] = sum(cost for cost in costs if cost is not None)
        self.prices = choice.prices
        self.charges = choice.charges

    def _weeks(self, pricing: Pricing, choice: Choice) -> dict[str, Chosen]:
        """The chosen weeks of each session all of whose groups have some."""
        weeks: dict[str, dict[str, Mapping[date, int]]] = {}
        for chain in pricing.chains:
            if column := choice.columns.get((chain.session, chain.group)):
                weeks.setdefault(chain.session, {}).update(chain.chosen(column.steps))
        whole = {
            id: sum(len(chain.items) for chain in (posed.chains or {}).values()) for id, posed in self.posed.items()
        }
        return {id: chosen for id, chosen in weeks.items() if len(chosen) == whole.get(id)}

    def _asked(self, pricing: Pricing, choice: Choice) -> dict[Member, dict[date, int]]:
        """What the chosen columns ask of each group in each week."""
        return {
            member: {monday: minutes for monday, minutes in zip(mondays, column.minutes, strict=False) if minutes}
            for member, mondays in zip(pricing.members, pricing.week_ids, strict=True)
            if (column := choice.columns.get(member))
        }

    # --- one session ------------------------------------------------------------------------------------------

    def _place(self, id: str, chosen: Chosen | None) -> bool:
        posed = self.posed[id]
        plan = place(posed, self.taken.elsewhere(posed.session), chosen, self.clock)
        if plan is not None:
            self._keep(id, plan)
        return plan is not None

    def _keep(self, id: str, plan: Plan) -> None:
        self.plans[id] = self.posed[id].valued(plan)
        self.taken.add(id, use_of(self.posed[id].session, plan))

    def _drop(self, id: str) -> Plan | None:
        self.taken.remove(id)
        return self.plans.pop(id, None)

    def _make_room(self, id: str) -> None:
        """Place a session by taking out some near it, and placing them again, as long as priorities gain by it.

        Else all is left as it is.
        """
        near = self._near(id)
        for number in FREED:
            freed = near[:number]
            before = {other: plan for other in freed if (plan := self._drop(other))}
            self._again([id, *self._in_turn(before)])
            if self._wanted(other for other in (id, *before) if other in self.plans) > self._wanted(before):
                return
            for other in (id, *before):
                self._drop(other)
            for other, plan in before.items():
                self._keep(other, plan)
            if number >= len(near) or self.clock.is_out():
                return

    def _wanted(self, ids: Iterable[str]) -> int:
        return sum(self.posed[id].session.priority for id in ids)

    def _again(self, ids: Sequence[str]) -> None:
        self._together([id for id in ids if self.posed[id].chains is not None])
        for id in ids:
            if id not in self.plans:
                self._place(id, None)

    def _near(self, id: str) -> list[str]:
        """The planned sessions of the part that share people with one, those that share most first."""
        session = self.posed[id].session
        shared: dict[str, int] = {}
        for group in session.planned_groups():
            for other, _ in self.taken.beside((id, group.id)):
                shared[other] = shared.get(other, 0) + 2
        team = {trainer.id for trainer in session.trainers}
        for other, posed in self.posed.items():
            if common := sum(trainer.id in team for trainer in posed.session.trainers):
                shared[other] = shared.get(other, 0) + common
        planned = [other for other in shared if other in self.plans]
        return sorted(planned, key=lambda other: (self.posed[other].session.priority, -shared[other], other))
