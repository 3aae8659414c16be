"""The weeks of all pools chosen together: under what the team has room for, and what was seen not to fit."""

import math
from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from ortools.sat.python import cp_model

from planner.problem import Occurrence, Pool
from planner.solving.bounds import Bound, best_weeks, days_of, likeness, relaxation, tied
from planner.solving.cuts import Chosen, Cuts
from planner.solving.guards import Literal
from planner.solving.limits import Clock, new_solver
from planner.solving.misfits import Misfit, crowds, mirrors
from planner.solving.objectives import LEVELS, WEEK_LEVELS
from planner.solving.team import only_what_the_team_has_room_for
from planner.solving.weeks import Linear, Weeks, total

Part = tuple[tuple[str, tuple[date, ...]], ...]
"""The items of a misfit that are of one set of pools, each with its weeks."""


@dataclass(frozen=True)
class Away:
    """A literal for « not all of a part is where it was », what that costs at least, and weeks that cost no more."""

    literal: Literal
    costs: float = math.inf
    chosen: Chosen = field(default_factory=dict)


class Together:
    """The relaxation of all pools, for groups that cannot all have the weeks that each would have alone.

    `alone` bounds each set of pools from below: with every set at its bound nothing can be better. `alike`: what does
    not fit for some does not fit for others of whom the cuts say the same (not where wishes are weighed).
    """

    def __init__(self, cuts: Cuts, alone: Sequence[Bound], rules: Collection[str], *, alike: bool = True) -> None:
        self.cuts = cuts
        self.alone = alone
        self.rules = rules
        self.alike = alike
        alone_in_all = [pools[0] for pools in tied(cuts.problem) if len(pools) == 1]
        self._kinds = {pool.group.id: self._kind(pool) for pool in alone_in_all} if alike else {}
        self.weeks = relaxation(cuts.problem, days_of(cuts), cuts.problem.pools, rules)
        if "trainer" in rules and not cuts.problem.session.is_off("trainer"):
            only_what_the_team_has_room_for(self.weeks, cuts)
        self._order_those_alike()
        self._near: dict[str, Mapping[date, int]] = {
            item: weeks for bound in alone for item, weeks in bound.chosen.items()
        }
        self._known_away: dict[tuple[int, Part], Away] = {}
        self._weight = len(self.weeks.pools) * (len(self.weeks.problem.weeks) + 1)
        self._rhythm, self._early = self._bounded_levels()

    def _order_those_alike(self) -> None:
        """Of pools of one kind, the first class of each comes no later than that of the next: any other is a mirror.

        So whatever is forbidden to some must be forbidden to all of their kind.
        """
        last_of_kind = dict[Hashable, Occurrence]()
        for pool in self.weeks.pools:
            if pool.group.id not in self._kinds or not pool.occurrences:
                continue
            kind, first = self._kinds[pool.group.id], self.cuts.occurrence[pool.occurrences[0]]
            if earlier := last_of_kind.get(kind):
                here, there = (
                    total(
                        rank * self.weeks.week(occurrence, week) for rank, week in enumerate(self.weeks.problem.weeks)
                    )
                    for occurrence in (earlier, first)
                )
                self.weeks.cp.add(here <= there)
            last_of_kind[kind] = first

    def _bounded_levels(self) -> tuple[Linear, Linear]:
        """Both levels of all pools; `_levels` holds the weighted sum of the two of each set of them.

        One weighted search is several times shorter than two in turn; a step of the first level outweighs the second.
        """
        weeks, pools, levels = self.weeks, self.weeks.pools, []
        self._levels: list[Linear] = []
        for bound in self.alone:
            weeks.pools = bound.pools
            first, second = (total(LEVELS[name](weeks)) for name in WEEK_LEVELS)  # type: ignore[arg-type]
            self._levels.append(self._weight * first + second)
            # a worse rhythm than alone may end earlier: only the two together are bounded
            weeks.cp.add(self._levels[-1] >= self._cost(bound))
            levels.append((first, second))
        weeks.pools = pools
        rhythm, early = (total(column) for column in zip(*levels, strict=True))
        weeks.cp.minimize(self._weight * rhythm + early)
        return rhythm, early

    def best(self, clock: Clock) -> Bound | bool:
        """The best weeks. False is a proof that no plan exists; True where time ran out before any were found.

        Where it ran out later: the best weeks found, with lower bounds.
        """
        self._start_near()
        solver = new_solver(clock)
        solver.parameters.use_objective_lb_search = True
        status = solver.solve(self.weeks.cp)
        if status == cp_model.INFEASIBLE:
            return False
        if status == cp_model.UNKNOWN:
            return True
        values = {
            name: solver.value(level) for name, level in zip(WEEK_LEVELS, (self._rhythm, self._early), strict=True)
        }
        lower = None
        if status == cp_model.FEASIBLE:
            # the second level is less than a step of the first: what is left of the bound is the first level's
            rhythm = math.ceil(solver.best_objective_bound / self._weight - 1)
            lower = {name: sum(bound.values[name] for bound in self.alone) for name in WEEK_LEVELS}
            lower["rhythm"] = max(lower["rhythm"], rhythm)
        chosen = self.weeks.chosen(solver)
        self._near = dict(chosen)
        return Bound(self.weeks.pools, values, chosen, lower)

    def _start_near(self) -> None:
        """Begin the search at the weeks that each pool has alone, then at the last ones found: the best are near."""
        cp = self.weeks.cp
        cp.clear_hints()  # type: ignore[no-untyped-call]
        for item, chosen in self._near.items():
            if item in self.weeks.occurrence:
                for monday in self.weeks.room[item]:
                    cp.add_hint(self.weeks.lies_in(item, monday), monday in chosen)
            else:
                for monday, units in self.weeks.remote(self.weeks.remote_work[item]).units.items():
                    cp.add_hint(units, chosen.get(monday, 0))

    def forbid(self, misfits: Iterable[Misfit], clock: Clock) -> bool:
        """Never again all items of a misfit where they do not fit together, nor what is like them.

        False where what is like them is too much to be said: then these weeks say too little to go on.
        """
        for misfit in misfits:
            for crowd in crowds(self.cuts, misfit) if self.alike else ():
                self.weeks.cp.add(total(self.weeks.lies_in(*member) for member in crowd.members) <= crowd.most)
            alike = mirrors(misfit, self.weeks.pools, self._kinds)
            if alike is None:
                return False
            for mirror in alike:
                self._forbid_one(mirror, clock)
        return True

    def _forbid_one(self, misfit: Misfit, clock: Clock) -> None:
        parts = [tuple(part for part in misfit.items if part[0] in bound.chosen) for bound in self.alone]
        away = [self._away(place, part, clock) for place, part in enumerate(parts) if part]
        self.weeks.cp.add_bool_or([*(there.literal for there in away), *self._begun_before(misfit)])
        self._near.update(min(away, key=lambda there: there.costs).chosen)

    def _away(self, place: int, part: Part, clock: Clock) -> Away:
        """Whether a set of pools has not all of its part of a misfit where it was; what that costs it is known too."""
        if (place, part) not in self._known_away:
            bound, cp = self.alone[place], self.weeks.cp
            literal = cp.new_bool_var("")
            escapes = [escape for item, where in part for escape in _elsewhere(self.weeks, item, where)]
            cp.add_bool_or(escapes).only_enforce_if(literal)
            for escape in escapes:
                cp.add_implication(escape, literal)
            least = self._least_away(bound, part, clock)
            if isinstance(least, Bound):
                costs = self._cost(least) - self._cost(bound)
                cp.add(self._levels[place] >= self._cost(bound) + costs * literal)
                self._known_away[place, part] = Away(literal, costs, least.chosen)
            else:
                if least is False:
                    cp.add_bool_or([~literal])
                self._known_away[place, part] = Away(literal)
        return self._known_away[place, part]

    def _least_away(self, bound: Bound, part: Part, clock: Clock) -> Bound | bool:
        """The best weeks that a set of pools has alone where its part of a misfit is not all where it was."""
        weeks = relaxation(self.cuts.problem, days_of(self.cuts), bound.pools, self.rules)
        weeks.cp.add_bool_or([literal for item, where in part for literal in _elsewhere(weeks, item, where)])
        return best_weeks(weeks, clock)

    def _cost(self, bound: Bound) -> int:
        return self._weight * bound.values["rhythm"] + bound.values["early"]

    def _begun_before(self, misfit: Misfit) -> Iterator[Literal]:
        """One of these holds where another item lies in the first week of a misfit, or before it."""
        if misfit.alone_until is None:
            return
        others = self._near.keys() - {item for item, _ in misfit.items}
        for item in sorted(others):
            for monday in self.weeks.room[item]:
                if monday <= misfit.alone_until:
                    yield self.weeks.lies_in(item, monday)

    def _kind(self, pool: Pool) -> Hashable:
        """What weeks, days and hours know of a pool: two of a kind fit in the same weeks."""
        occurrences = [self.cuts.occurrence[item] for item in pool.occurrences]
        freedom = tuple((o.candidates, o.fixed_trainers, self.cuts.all_starts(o)) for o in occurrences)
        return likeness(self.cuts.problem, days_of(self.cuts), pool), freedom


def _elsewhere(weeks: Weeks, item: str, where: Sequence[date]) -> Iterator[Any]:
    """One of these holds where an item is in other weeks; of remote work only the first and last week count."""
    if item in weeks.occurrence:
        yield ~weeks.lies_in(item, where[0])
        return
    works = weeks.remote(weeks.remote_work[item]).works
    for monday in weeks.room[item]:
        if monday in (where[0], where[-1]):
            yield ~works[monday]
        elif not where[0] < monday < where[-1]:
            yield works[monday]
