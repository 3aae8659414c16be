"""Where days, hours and leaders do not fit into chosen weeks: the few items that cannot all be where they are.

What is found is said to the weeks model, for all that is alike, and the weeks are chosen again. Leaving items out only
loosens the rules between those that stay, but for R6: what begins a session must all be there.
"""

import dataclasses
import itertools
import math
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from ortools.sat.python import cp_model

from planner.problem import Occurrence, Pool, Problem, Week
from planner.solving.cuts import Chosen, Cuts
from planner.solving.limits import Clock, new_solver
from planner.solving.model import Model
from planner.solving.team import has_same_days

MOST_CHOICES = 50_000
MOST_MIRRORS = 300
Build = Callable[[Problem, Chosen, frozenset[str]], Model]
"""Makes the model of some items in their weeks, without some rules (by name)."""

EVES = frozenset({"no_start_on_eve"})
OF_GROUPS = frozenset({"order", "participant"})
"""The rules by which it matters whether two classes are of one group."""


@dataclass(frozen=True)
class Misfit:
    """Items, each with its weeks (their Mondays), that do not fit together.

    `alone_until`: only where nothing else is done in or before this week (R6 has a part in it). `of_the_team`: not even
    if each were of another group, so that it is those who lead, or the rooms, that are too few.
    """

    items: tuple[tuple[str, tuple[date, ...]], ...]
    alone_until: date | None = None
    of_the_team: bool = False


@dataclass(frozen=True)
class Crowd:
    """At most so many of these occurrences, each in its week, fit."""

    members: tuple[tuple[str, date], ...]
    most: int


class Fitting:
    """Tries whether items fit into their weeks; what was tried once is known."""

    def __init__(self, problem: Problem, build: Build) -> None:
        self.problem = problem
        self.build = build
        self._known: dict[Hashable, bool] = {}

    def misfits(self, chosen: Chosen, clock: Clock) -> tuple[Misfit, ...]:
        """Some misfits of these weeks, each as small as can be: one in each week that is too full, else one in all.

        None where everything fits, or where time runs out.
        """
        found = []
        for week in self.problem.weeks:
            items = [item for item, weeks in chosen.items() if week.id in (min(weeks), max(weeks))]
            if not self._fits(items, chosen, clock):
                found.append(self._smallest(items, (), chosen, clock))
        if found:
            return tuple(found)
        if not self._fits(list(chosen), chosen, clock):
            return (self._smallest(list(chosen), (), chosen, clock),)
        begun = min(min(weeks) for weeks in chosen.values())
        first = tuple(item for item, weeks in chosen.items() if begun in weeks)
        if not self._fits(list(chosen), chosen, clock, without=frozenset()):
            return (self._smallest(list(chosen), first, chosen, clock, alone_until=begun),)
        return ()

    def _smallest(
        self, items: list[str], kept: Sequence[str], chosen: Chosen, clock: Clock, alone_until: date | None = None
    ) -> Misfit:
        """Without whole groups, then whole weeks, then single items, as long as the rest does not fit."""
        parts: list[set[str]] = [{*pool.occurrences, *pool.remotes} for pool in self.problem.pools]
        parts += [{item for item in items if week.id in chosen[item]} for week in self.problem.weeks]
        parts += [{item} for item in items]
        without = EVES if alone_until is None else frozenset[str]()
        for part in parts:
            rest = [item for item in items if item not in part or item in kept]
            if rest and len(rest) < len(items) and not self._fits(rest, chosen, clock, without=without):
                items = rest
        team = alone_until is None and not self._fits(items, chosen, clock, without=EVES | OF_GROUPS)
        return Misfit(tuple((item, tuple(sorted(chosen[item]))) for item in items), alone_until, team)

    def _fits(self, items: Sequence[str], chosen: Chosen, clock: Clock, *, without: frozenset[str] = EVES) -> bool:
        """Whether some items fit into their weeks, without these rules; True also where time ran out."""
        key = without, tuple(sorted((item, tuple(sorted(chosen[item].items()))) for item in items))
        if key not in self._known:
            if not items or clock.is_out():
                return True
            model = self.build(_only(self.problem, frozenset(items)), chosen, without)
            self._known[key] = new_solver(clock).solve(model.cp) != cp_model.INFEASIBLE
        return self._known[key]


def _only(problem: Problem, items: frozenset[str]) -> Problem:
    """The problem of some of its items alone."""
    return dataclasses.replace(
        problem,
        occurrences=tuple(occurrence for occurrence in problem.occurrences if occurrence.id in items),
        remotes=tuple(remote for remote in problem.remotes if remote.id in items),
        precedences=tuple(p for p in problem.precedences if {p.before, p.after} <= items),
        pools=tuple(
            dataclasses.replace(
                pool,
                occurrences=tuple(item for item in pool.occurrences if item in items),
                remotes=tuple(item for item in pool.remotes if item in items),
            )
            for pool in problem.pools
        ),
    )


def crowds(cuts: Cuts, misfit: Misfit) -> Iterator[Crowd]:
    """What a misfit of the team's in one week says of every week, for classes no freer than these.

    Where they are all alike: at most one less of such classes in any week; else of these classes in the weeks where
    each has no more starts, nor leaders, than here.
    """
    weeks = {monday for _, where in misfit.items for monday in where}
    items = [cuts.occurrence[item] for item, _ in misfit.items if item in cuts.occurrence]
    if not misfit.of_the_team or len(weeks) > 1 or len(items) < len(misfit.items):
        return
    (here,) = (week for week in cuts.problem.weeks if week.id in weeks)
    freedom = [_Freedom(cuts, occurrence, here) for occurrence in items]
    for week in cuts.problem.weeks:
        if week is not here and not _on_one_clock(cuts.problem, week):
            continue
        seen = {occurrence.id: _Freedom(cuts, occurrence, week) for occurrence in cuts.problem.occurrences}
        some = [item for item, own in seen.items() if own and all(own <= other for other in freedom)]
        if len(some) >= len(items):
            yield Crowd(tuple((item, week.id) for item in some), len(items) - 1)
        if all(seen[o.id] and seen[o.id] <= other for o, other in zip(items, freedom, strict=True)):
            yield Crowd(tuple((occurrence.id, week.id) for occurrence in items), len(items) - 1)


def _on_one_clock(problem: Problem, week: Week) -> bool:
    """Whether whoever has a limit of delivery counts it in the days of this week as they are at the session's place."""
    limited = [member for member in problem.team if member.max_day_min or member.max_week_min]
    return all(has_same_days(member, week) for member in limited)


class _Freedom:
    """When and by whom an occurrence may be led in a week; false where it cannot be. `<=`: no freer than the other."""

    def __init__(self, cuts: Cuts, occurrence: Occurrence, week: Week) -> None:
        self.lengths = (occurrence.duration_min, occurrence.activity.trainers_needed)
        self.kind = occurrence.is_virtual, occurrence.fixed_trainers
        self.starts: Mapping[str, frozenset[int]] = {
            trainer: frozenset(cuts.starts_in(occurrence, trainer, week)) for trainer in occurrence.candidates
        }

    def __bool__(self) -> bool:
        return any(self.starts.values())

    def __le__(self, other: "_Freedom") -> bool:
        return (
            self.kind == other.kind
            and all(mine >= theirs for mine, theirs in zip(self.lengths, other.lengths, strict=True))
            and all(starts <= other.starts.get(trainer, frozenset()) for trainer, starts in self.starts.items())
        )


def mirrors(misfit: Misfit, pools: Sequence[Pool], kinds: Mapping[str, Hashable]) -> list[Misfit] | None:
    """The same misfit for every choice of pools that are alike, by their kinds; pools that have none stay as they are.

    None where these are too many to be said.
    """
    of = {item: pool for pool in pools if pool.group.id in kinds for item in (*pool.occurrences, *pool.remotes)}
    concerned = {of[item].group.id: of[item] for item, _ in misfit.items if item in of}
    alike = [[pool for pool in pools if kinds.get(pool.group.id) == kinds[group]] for group in concerned]
    if math.prod(map(len, alike)) > MOST_CHOICES:
        return None
    found: dict[frozenset[tuple[str, tuple[date, ...]]], Misfit] = {}
    for choice in itertools.product(*alike):
        if len({pool.group.id for pool in choice}) == len(choice):
            names = _renamed(list(concerned.values()), choice)
            items = tuple((names.get(item, item), where) for item, where in misfit.items)
            found.setdefault(frozenset(items), dataclasses.replace(misfit, items=items))
    return list(found.values()) if len(found) <= MOST_MIRRORS else None


def _renamed(before: Sequence[Pool], after: Sequence[Pool]) -> dict[str, str]:
    """The items of some pools by the names that they have in others that are alike."""
    return {
        old: new
        for here, there in zip(before, after, strict=True)
        for old, new in zip((*here.occurrences, *here.remotes), (*there.occurrences, *there.remotes), strict=True)
    }
