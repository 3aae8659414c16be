"""The model of what polls offer: for each class that is polled and each of its starts, whether it is offered.

All that is not polled stays as the plan has it, and so do the leaders. `planner.solving.polls` adds the rules.
"""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import cached_property

from ortools.sat.python import cp_model

from planner.plan import Placement, Plan
from planner.problem import QUARTER_MIN, Occurrence, Precedence, Problem
from planner.solving.guards import Literal
from planner.solving.limits import Clock, new_solver
from planner.solving.solve import cut
from planner.solving.weeks import Linear, total

_MINUTE = timedelta(minutes=1)
_EFFORT = 0.5
"""Deterministic seconds. Ten times as long found no more slots, and spread them no better (measured)."""
_NEAR_ENOUGH = 400.0
"""What the spread may lack: less than one weekday."""

Barred = Iterable[Collection[tuple[str, datetime]]]
"""Slots (occurrence id, start) that may not all be offered."""


@dataclass(frozen=True, order=True)
class Place:
    """Where an occurrence may lie: minutes since the problem's origin, and the index of its local day."""

    start: int
    end: int
    day: int


Edges = tuple[int, int, int, int]
"""First start and last end in minutes (0 for remote work), first and last day."""


def as_led(problem: Problem, plan: Plan) -> Problem:
    """The problem in which each occurrence can be led only by those who lead it in the plan."""
    led = {_id(placement): placement.trainers for placement in plan.placements}
    return replace(
        problem, occurrences=tuple(replace(o, candidates=led.get(o.id, o.candidates)) for o in problem.occurrences)
    )


def _id(placement: Placement) -> str:
    return f"{placement.activity}@{'+'.join(placement.groups)}"


class Offering:
    """The model. `most`: so many starts of a class are looked at, in preferred hours and near the plan's own first;
    `is_thinned`: there are more. Polls that are open already (`plan.offers`) keep their slots.

    `among`: the model of a plan in which all else may move (`planner.solving.room`); else it stays where it is.
    """

    def __init__(
        self,
        problem: Problem,
        plan: Plan,
        asked: Mapping[str, int],
        earliest: date | None,
        most: int | None,
        among: cp_model.CpModel | None = None,
    ) -> None:
        self.problem = problem = as_led(problem, plan)
        self.plan = plan
        self.asked = asked
        self.cp = among or cp_model.CpModel()
        self.others_move = among is not None
        self.is_thinned = False
        self.occurrence = {o.id: o for o in problem.occurrences}
        self.placed = {_id(placement): placement for placement in plan.placements}
        self._midnights = [day.start_quarter for day in problem.days]
        self.own = {
            id: self._place(occurrence, self._minute(self.placed[id].start))
            for id, occurrence in self.occurrence.items()
        }
        self.places = {id: [place] for id, place in self.own.items()}
        self.offered: dict[tuple[str, Place], Literal] = {}
        held = {f"{o.activity}@{'+'.join(o.groups)}": o.starts for o in plan.offers}
        self.held = {id: starts for id, starts in sorted(held.items()) if id in self.own and id not in asked}
        self.polled = (*asked, *self.held)
        cuts = cut(problem)
        for id in asked:
            flat = cuts.domain(self.occurrence[id]).flattened_intervals()
            starts = (QUARTER_MIN * q for a, b in zip(flat[::2], flat[1::2], strict=True) for q in range(a, b + 1))
            found = {self._place(self.occurrence[id], start) for start in starts}
            possible = [place for place in found if self._is_after(earliest, place)]
            fitting = [place for place in possible if self.others_move or self._fits_alone(id, place)]
            self.places[id] = self._thinned(id, fitting, most)
        for id, moments in self.held.items():
            self.places[id] = sorted(self._place(self.occurrence[id], self._minute(moment)) for moment in moments)
        for id in self.polled:
            for place in self.places[id]:
                self.offered[id, place] = self.cp.new_bool_var(f"{id} {place.start}")
            for place in self.places[id] if id in self.held else [self.own[id]]:
                self.cp.add(self.offered[id, place] == 1)
        self._edge_variables: dict[str, tuple[cp_model.IntVar, ...]] = {}

    # --- places -----------------------------------------------------------------------------------------------

    def _minute(self, moment: datetime) -> int:
        return (moment - self.problem.origin) // _MINUTE

    def moment(self, minute: int) -> datetime:
        """The moment of a minute of a place."""
        return self.problem.origin + minute * _MINUTE

    def _place(self, occurrence: Occurrence, start: int) -> Place:
        day = bisect_right(self._midnights, start // QUARTER_MIN) - 1
        return Place(start, start + occurrence.duration_min, day)

    def _is_after(self, earliest: date | None, place: Place) -> bool:
        return earliest is None or self.problem.days[place.day].date >= earliest

    def _fits_alone(self, id: str, place: Place) -> bool:
        """Whether the order and the gaps allow it, all others being where the plan has them."""
        for precedence in () if self.problem.session.is_off("order") else self.problem.precedences:
            edges = (place.start, place.end, place.day, place.day)
            if precedence.before == id and not self._follows(precedence, edges, self.edges_now(precedence.after)):
                return False
            if precedence.after == id and not self._follows(precedence, self.edges_now(precedence.before), edges):
                return False
        return True

    def _follows(self, precedence: Precedence, before: Edges, after: Edges) -> bool:
        gap = after[2] - before[3]
        live = precedence.before in self.occurrence and precedence.after in self.occurrence
        if live and after[0] < before[1]:
            return False
        most = precedence.max_gap_days
        return gap >= self.least_gap(precedence) and (most is None or gap <= most)

    def least_gap(self, precedence: Precedence) -> int:
        """The days at least from the end of the one to the begin of the other: another day between class and work."""
        live = (precedence.before in self.occurrence) + (precedence.after in self.occurrence)
        return max(precedence.min_gap_days, 1) if live == 1 else precedence.min_gap_days

    def edges_now(self, item: str) -> Edges:
        """Where the plan has an occurrence or remote work."""
        if item in self.own:
            place = self.own[item]
            return place.start, place.end, place.day, place.day
        return self._remote_edges[item]

    @cached_property
    def _remote_edges(self) -> dict[str, Edges]:
        monday = self.problem.days[0].date
        days: dict[str, list[int]] = defaultdict(list)
        for block in self.plan.blocks:
            days[f"{block.activity}@{block.group}"] += [(block.first - monday).days, (block.last - monday).days]
        return {item: (0, 0, min(found), max(found)) for item, found in days.items()}

    def _thinned(self, id: str, fitting: list[Place], most: int | None) -> list[Place]:
        """All, or where `most` says so one an hour, of so many hours: wished for, near the plan's own day; on that day
        also one an hour that lies whole lengths of the class away from the plan's own, so that none overlap."""
        own = self.own[id]
        if most is None:
            return sorted({own, *fitting})

        def kind(place: Place) -> Hashable:
            in_line = place.day == own.day and (place.start - own.start) % (own.end - own.start) == 0
            return place.day, self._hour(place), in_line

        fitting.sort(
            key=lambda p: (self.is_unwished(id, p), abs(p.day - own.day), p.start % 60 > 0, p.start % 30 > 0, p)
        )
        first = {kind(place): place for place in reversed(fitting)}
        best = [place for place in fitting if first[kind(place)] == place][:most]
        self.is_thinned |= len(best) < len(fitting)
        return sorted({own, *best})

    def is_unwished(self, id: str, place: Place) -> bool:
        """Whether it lies outside the preferred hours, or on a day that a group would rather avoid."""
        spans = self.problem.preferred.get(id)
        start, end = map(self.moment, (place.start, place.end))
        avoided = any(place.day in pool.avoid_days for pool in self.problem.pools if id in pool.occurrences)
        return avoided or (bool(spans) and not any(s.start <= start and end <= s.end for s in spans or ()))

    # --- what rules say ---------------------------------------------------------------------------------------

    def edges(self, item: str) -> Sequence[Linear | int]:
        """First start, last end, first day and last day of all that is offered of a polled class; else as they are."""
        if item not in self.polled:
            return self.edges_now(item)
        if item not in self._edge_variables:
            most = max(self.places[item][-1].end, self.places[item][-1].day)
            first, end, day, last = made = tuple(self.cp.new_int_var(0, most, "") for _ in range(4))
            for place in self.places[item]:
                offered = self.offered[item, place]
                for low, value in ((first, place.start), (day, place.day)):
                    self.cp.add(low <= value).only_enforce_if(offered)
                for high, value in ((end, place.end), (last, place.day)):
                    self.cp.add(high >= value).only_enforce_if(offered)
            self._edge_variables[item] = made
        return self._edge_variables[item]

    def at_most(self, limit: int, shares: Iterable[tuple[str, int]], here: Callable[[Place], bool]) -> None:
        """The sum of the shares of those occurrences (by id) that have a slot `here` is at most the limit: all polls at
        once."""
        terms: list[Linear] = []
        for id, amount in shares:
            if id not in self.polled:
                limit -= amount if any(map(here, self.places[id])) else 0
            elif (there := self.there(id, here)) is not None:
                terms.append(amount * there)
        if terms:
            self.cp.add(total(terms) <= limit)

    def there(self, id: str, here: Callable[[Place], bool]) -> Literal | None:
        """Whether a polled class has a slot `here`; None where it cannot have one."""
        inside = [place for place in self.places[id] if here(place)]
        if not inside:
            return None
        there = self.cp.new_bool_var("")
        for place in inside:
            self.cp.add_implication(self.offered[id, place], there)
        return there

    def keep_apart(self, one: str, other: str, gap_min: int) -> None:
        """No slot of the one less than the gap before or after a slot of the other."""
        starts = [place.start for place in self.places[other]]
        longest = max(place.end - place.start for place in self.places[other])
        for place in self.places[one]:
            first = bisect_left(starts, place.start - longest - gap_min)
            for near in self.places[other][first : bisect_left(starts, place.end + gap_min)]:
                if near.end + gap_min > place.start:
                    self.not_both((one, place), (other, near))

    def not_both(self, *slots: tuple[str, Place]) -> None:
        """Not all of these are offered; what is not polled is always there."""
        self.cp.add_bool_or([~self.offered[slot] for slot in slots if slot in self.offered])

    def bar(self, barred: Barred) -> None:
        """None of these are all offered."""
        for slots in barred:
            places = [(id, self._place(self.occurrence[id], self._minute(start))) for id, start in slots]
            if all(slot in self.offered for slot in places):
                self.not_both(*places)

    # --- the best ---------------------------------------------------------------------------------------------

    def best(self, clock: Clock) -> dict[str, list[int]]:
        """The starts to offer of each polled class; the plan's own alone where nothing else is found in time."""
        self.cp.maximize(total(term for id in self.asked for term in self._worth(id)))
        solver = new_solver(Clock(clock.left_s(), _EFFORT))
        solver.parameters.absolute_gap_limit = _NEAR_ENOUGH
        if solver.solve(self.cp) not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            return {id: [self.own[id].start] for id in self.asked}
        return {
            id: [place.start for place in self.places[id] if solver.boolean_value(self.offered[id, place])]
            for id in self.asked
        }

    def numbers(self, id: str) -> list[tuple[int, Literal]]:
        """How many slots are offered, at most as many as asked for: for each further one whether it is there, and what
        that is worth. A slot of a poll with fewer is worth a little more."""
        offered = [self.offered[id, place] for place in self.places[id]]
        asked, number = self.asked[id], total(offered)
        self.cp.add(number <= asked)
        ranks: list[tuple[int, Literal]] = []
        for rank in range(1, min(asked, len(offered)) + 1):
            there = self.cp.new_bool_var("")
            self.cp.add(number >= rank).only_enforce_if(there)
            ranks.append((1_000_000 + 10_000 * (asked - rank), there))
        return ranks

    def _worth(self, id: str) -> list[Linear]:
        """The number of slots first, evenly over the polls; then wishes; then other days, slots that do not overlap,
        weekdays and hours."""
        offered = {place: self.offered[id, place] for place in self.places[id]}
        terms: list[Linear] = [worth * there for worth, there in self.numbers(id)]
        own = self.own[id]
        for place, literal in offered.items():
            cost = 50_000 * self.is_unwished(id, place) + 2 * min(abs(place.day - own.day), 60)
            terms.append(-(cost + (10 if place.start % 60 else 0) + (20 if place.start % 30 else 0)) * literal)
        terms += [-1_000 * crowded for crowded in self._crowded(id)]
        for reward, of in ((4_000, self._day), (500, self._weekday), (400, self._hour), (100, self._week)):
            alike: dict[Hashable, list[Literal]] = defaultdict(list)
            for place, literal in offered.items():
                alike[of(place)].append(literal)
            for literals in alike.values():
                used = self.cp.new_bool_var("")
                self.cp.add_bool_or(literals).only_enforce_if(used)
                terms.append(reward * used)
        return terms

    def _crowded(self, id: str) -> list[Literal]:
        """For each slot whether it begins in another one of the class."""
        found: list[Literal] = []
        places = sorted(self.places[id])
        starts = [place.start for place in places]
        for number, place in enumerate(places):
            first = bisect_right(starts, place.start - (place.end - place.start))
            if over := [self.offered[id, each] for each in places[first:number]]:
                crowded = self.cp.new_bool_var("")
                self.cp.add(total(over) <= len(over) * crowded).only_enforce_if(self.offered[id, place])
                found.append(crowded)
        return found

    def _day(self, place: Place) -> Hashable:
        return place.day

    def _weekday(self, place: Place) -> Hashable:
        return self.problem.days[place.day].date.weekday()

    def _hour(self, place: Place) -> Hashable:
        return (place.start - QUARTER_MIN * self.problem.days[place.day].start_quarter) // 60

    def _week(self, place: Place) -> Hashable:
        return self.problem.days[place.day].date.isocalendar()[:2]
