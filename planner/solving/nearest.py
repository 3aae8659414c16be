"""The plan nearest to an old one: as few entries as possible move, then as little as possible, each level proven.

What an old plan placed is a target, no rule: every rule holds as ever. A class moves where it starts elsewhere, a block
where its days or minutes are others. Then, in this order: the entries that change at all (those that move, and classes
of which others are the leaders, the length or the groups), the days by which classes move, the quarter hours of remote
work times the weeks by which they move, the minutes by which classes start at another hour, the leaders who change;
then the usual levels, as far as a short search goes.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from ortools.sat.python import cp_model

from planner.outcome import Infeasible, OutOfTime, Planned
from planner.plan import LevelValue, RemoteBlock
from planner.problem import Occurrence, Problem, Remote, Week
from planner.solving.cuts import leads_for_certain
from planner.solving.limits import Clock, new_solver
from planner.solving.model import Model
from planner.solving.objectives import LEVELS, tidy
from planner.solving.reading import plan_of
from planner.solving.rules import RULES, Rule
from planner.solving.solve import UNEXPLAINED, build, hint
from planner.solving.weeks import Linear, total

USUAL_EFFORT = 2.0
"""Deterministic seconds spent on each of the usual levels: they choose among plans that move as little."""
QUICK_EFFORT = 0.5
"""Deterministic seconds without presolving, where it is only asked whether there is a plan."""
Outcome = Planned | Infeasible | OutOfTime
Block = tuple[int, int, int]
"""First and last day (indexes, both in) and minutes."""


@dataclass(frozen=True)
class Target:
    """Where things were: of each occurrence the quarter, the day (index) and the leaders; of remote work its blocks.

    `anew`: occurrences that are not what they were wherever they are, such as longer ones.
    """

    starts: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    leaders: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    blocks: Mapping[str, tuple[Block, ...]] = field(default_factory=dict)
    anew: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Wish:
    """One occurrence as near to a quarter as it goes, before everything else; `not_on`: days (indexes) to leave out."""

    occurrence: str
    quarter: int
    not_on: tuple[int, ...] = ()


def nearest(
    problem: Problem,
    target: Target,
    clock: Clock,
    extra: Mapping[str, Rule],
    without: Sequence[str] = (),
    wish: Wish | None = None,
    first: "First | None" = None,
) -> Outcome:
    """The plan of a problem that is nearest to its target. `extra` are rules besides; those of `without` are not asked.

    `first` comes before all that says how near it is. `Infeasible` carries no explanation.
    """
    return _Nearest(build(problem, _asked(extra, without)), target, clock, wish, first).run()


def possible(
    problem: Problem, target: Target, clock: Clock, extra: Mapping[str, Rule], without: Sequence[str] = ()
) -> Outcome:
    """Any plan of a problem under the same rules as `nearest`: whether there is one, which takes less time.

    It is looked for where things were.
    """
    return _Nearest(build(problem, _asked(extra, without)), target, clock, None).any()


def _asked(extra: Mapping[str, Rule], without: Sequence[str]) -> dict[str, Rule]:
    return {**extra, **{name: rule for name, rule in RULES.items() if name not in without}}


@dataclass(frozen=True)
class First:
    """What is asked before a plan is near: adds what it needs to the model, and gives terms, the less the better.

    What is reached in half of the time is kept, proven or not.
    """

    level: str
    terms: Callable[[Model], list[Linear]]


@dataclass(frozen=True)
class Stay:
    """Whether the blocks that remote work had in a week are still just these."""

    literal: cp_model.IntVar
    remote: Remote
    week: Week
    blocks: tuple[Block, ...]


class _Nearest:
    def __init__(
        self, model: Model, target: Target, clock: Clock, wish: Wish | None, first: First | None = None
    ) -> None:
        self.model = model
        self.target = target
        self.clock = clock
        self.wish = wish
        self.first = first
        self.levels: list[LevelValue] = []
        self.best: cp_model.CpSolver | None = None
        self.stays: list[Stay] = []
        self.moves: dict[str, Linear] = {}

    def run(self) -> Outcome:
        """Level by level, each kept while the next is solved."""
        self._hint()
        if self.first is not None:
            terms = self.first.terms(self.model)
            solver = self._minimize(terms, Clock(self.clock.left_s() / 2))
            if not isinstance(solver, cp_model.CpSolver):
                return solver
            self._keep(self.first.level, terms, solver)
        levels: dict[str, Callable[[], list[Linear]]] = {
            "moved": self._moved, "changed": self._changed, "days": self._days, "work": self._work,
            "minutes": self._minutes, "leaders": self._leaders,
        }  # fmt: skip
        if self.wish is not None:
            levels = {"wish": self._wished, **levels}
        for name, level in levels.items():
            if name in ("days", "work", "minutes") and self._reached.get("moved") == 0:
                self.levels.append(LevelValue(name, 0, 0))  # what stays where it was has moved by nothing
                continue
            terms = level()
            if name != "moved" and not terms:
                continue
            if name == "changed" and all(each is moved for each, moved in zip(terms, self.moves.values(), strict=True)):
                self.levels.append(replace(self.levels[-1], level=name))  # nothing changes but by moving
                continue
            solver = self._minimize(terms, self.clock)
            if not isinstance(solver, cp_model.CpSolver):
                return solver if self.best is None else self._answer()
            if not self._keep(name, terms, solver):
                return self._answer()
        if self._reached.get("moved") or self._reached.get("leaders") or self._has_news():
            self._usual()
        return self._answer()

    def any(self) -> Outcome:
        """Any plan, near or not: presolving takes longer than looking at most of these, so it comes second."""
        self._hint()
        solver = new_solver(Clock(self.clock.left_s(), effort_s=QUICK_EFFORT))
        solver.parameters.cp_model_presolve = False
        status = solver.solve(self.model.cp)
        if status == cp_model.UNKNOWN:
            solver = new_solver(self.clock)
            status = solver.solve(self.model.cp)
        if status == cp_model.INFEASIBLE:
            return UNEXPLAINED
        return OutOfTime(self.clock.limit_s) if status == cp_model.UNKNOWN else Planned(plan_of(self.model, solver, ()))

    @property
    def _reached(self) -> dict[str, int]:
        return {level.level: level.value for level in self.levels}

    def _has_news(self) -> bool:
        """Whether something was not planned before, so that there is still something to choose."""
        problem, target = self.model.problem, self.target
        live = any(each.id not in target.starts for each in problem.occurrences)
        return live or any(each.id not in target.blocks for each in problem.remotes)

    def _answer(self) -> Planned:
        assert self.best is not None
        levels = tuple(level for level in self.levels if level.level != "wish")
        plan, best = plan_of(self.model, self.best, levels), self.best
        kept = [each for each in self.stays if best.boolean_value(each.literal)]
        places = {(each.remote.id, each.week.id) for each in kept}
        blocks = [
            block for block in plan.blocks if (f"{block.activity}@{block.group}", _monday(block.first)) not in places
        ]
        blocks += [block for each in kept for block in self._as_they_were(each)]
        return Planned(replace(plan, blocks=tuple(sorted(blocks))))

    def _as_they_were(self, stay: "Stay") -> Iterator[RemoteBlock]:
        days, remote = self.model.problem.days, stay.remote
        for first, last, minutes in stay.blocks:
            yield RemoteBlock(remote.activity.id, remote.group.id, days[first].date, days[last].date, minutes)

    def _usual(self) -> None:
        """The usual levels and a tidy plan, among those that are as near; what a short search finds will do."""
        for name, level in (*LEVELS.items(), ("tidy", tidy)):
            terms = level(self.model)
            if not terms:
                continue
            solver = self._minimize(terms, Clock(self.clock.left_s(), effort_s=USUAL_EFFORT))
            if not isinstance(solver, cp_model.CpSolver):
                return
            if name == "tidy":
                self.best = solver
            else:
                self._keep(name, terms, solver)

    def _keep(self, name: str, terms: Sequence[Linear], solver: cp_model.CpSolver) -> bool:
        """Keep what a level reached; whether it is proven, so that the next level means something."""
        value = sum(round(solver.value(term)) for term in terms)
        bound = round(solver.best_objective_bound) if terms else 0
        self.levels.append(LevelValue(name, value, min(value, bound)))
        self.best = solver
        self.model.cp.add(total(terms) <= value)
        hint(self.model, solver)
        return self.levels[-1].proven

    def _minimize(self, terms: Sequence[Linear], clock: Clock) -> cp_model.CpSolver | Infeasible | OutOfTime:
        cp = self.model.cp
        cp.clear_objective()  # type: ignore[no-untyped-call]
        if terms:
            cp.minimize(total(terms))
        solver = new_solver(clock)
        status = solver.solve(cp)
        if status == cp_model.MODEL_INVALID:
            raise AssertionError(cp.validate())
        if status == cp_model.INFEASIBLE:
            return UNEXPLAINED
        return OutOfTime(clock.limit_s) if status == cp_model.UNKNOWN else solver

    def _hint(self) -> None:
        model = self.model
        for occurrence, (quarter, day) in self._placed():
            model.cp.add_hint(model.start(occurrence), quarter)
            for index, literal in model.on_day(occurrence).items():
                model.cp.add_hint(literal, index == day)
        for remote in model.problem.remotes:
            blocks, variables = self.target.blocks.get(remote.id, ()), model.remote(remote)
            for week in model.problem.weeks if blocks else ():
                days = {each.index for each in week.days}
                asked = sum(minutes for first, _, minutes in blocks if first in days)
                model.cp.add_hint(variables.units[week.id], asked // variables.unit_min)
                model.cp.add_hint(variables.works[week.id], bool(asked))
            if blocks:
                model.cp.add_hint(variables.first, min(block[0] for block in blocks))
                model.cp.add_hint(variables.last, max(block[1] for block in blocks))

    # --- levels -----------------------------------------------------------------------------------------------

    def _placed(self) -> list[tuple[Occurrence, tuple[int, int]]]:
        starts = self.target.starts
        return [(each, starts[each.id]) for each in self.model.problem.occurrences if each.id in starts]

    def _wished(self) -> list[Linear]:
        assert self.wish is not None
        model, occurrence = self.model, self.model.occurrence[self.wish.occurrence]
        for index in self.wish.not_on:
            if index in model.on_day(occurrence):
                model.cp.add(model.on_day(occurrence)[index] == 0)
        return [self._apart(model.start(occurrence) - self.wish.quarter)]

    def _moved(self) -> list[Linear]:
        """How many entries move: classes that start elsewhere; blocks that go, or that come if these are more."""
        for occurrence, (quarter, _) in self._placed():
            moved = self.model.cp.new_bool_var(f"{occurrence.id} moved")
            stays = self.model.cp.add(self.model.start(occurrence) == quarter)
            stays.only_enforce_if(~moved)
            self.moves[occurrence.id] = 1 * moved
        for remote in self.model.problem.remotes:
            if self.target.blocks.get(remote.id):  # new work is dealt as the usual levels say
                self.moves[remote.id] = self._moved_blocks(remote)
        return list(self.moves.values())

    def _changed(self) -> list[Linear]:
        """How many entries change at all: those that move, and classes that are not what they were where they stay."""
        changes = dict(self.moves)
        for occurrence, _ in self._placed():
            changes[occurrence.id] = self._changed_class(occurrence)
        return list(changes.values())

    def _changed_class(self, occurrence: Occurrence) -> Linear:
        """Whether (0 or 1) an occurrence moves, or others lead it."""
        model, moved = self.model, self.moves[occurrence.id]
        old, needed = self.target.leaders[occurrence.id], occurrence.activity.trainers_needed
        if occurrence.id in self.target.anew or not set(old) <= set(occurrence.candidates) or len(old) < needed:
            return 1 * model.cp.new_constant(1)
        if leads_for_certain(occurrence):
            return moved
        changed = model.cp.new_bool_var(f"{occurrence.id} changed")
        model.cp.add(changed >= moved)
        for leader in old:
            model.cp.add(changed >= 1 - 1 * model.leads(occurrence, leader))
        return 1 * changed

    def _moved_blocks(self, remote: Remote) -> Linear:
        old = self.target.blocks[remote.id]
        model, variables = self.model, self.model.remote(remote)
        stays = [each for week in model.problem.weeks if (each := self._stays(remote, week, old))]
        self.stays += stays
        moved = model.cp.new_int_var(0, len(old) + len(variables.works), f"moved {remote.id}")
        model.cp.add(moved >= len(old) - total(len(each.blocks) * each.literal for each in stays))
        model.cp.add(moved >= total(variables.works.values()) - total(each.literal for each in stays))
        return 1 * moved

    def _stays(self, remote: Remote, week: Week, old: Sequence[Block]) -> "Stay | None":
        """Whether the work of a week is what it was; None where it cannot be.

        Between the first and the last day of the work any block keeps its days; in the week in which it begins (ends)
        that day is the block's own.
        """
        model, variables = self.model, self.model.remote(remote)
        inside = tuple(block for block in old if week.days[0].index <= block[0] <= week.days[-1].index)
        days = [day.index for day in week.days if day.index not in model.closed_for_remote]
        asked = sum(minutes for _, _, minutes in inside)
        if not inside or not {end for first, last, _ in inside for end in (first, last)} <= set(days):
            return None
        if asked % variables.unit_min:
            return None
        if fixed := [
            (b.first, b.last, b.duration_min) for b in remote.fixed if week.days[0].index <= b.first <= days[-1]
        ]:
            return Stay(model.cp.new_constant(int(sorted(fixed) == sorted(inside))), remote, week, inside)
        stays = model.cp.new_bool_var(f"{remote.id} stays in {week.id}")
        first, last = min(block[0] for block in inside), max(block[1] for block in inside)
        before, after = [[0, days[0] - 1]] if days[0] else [], [[days[-1] + 1, len(model.problem.days)]]
        begins = cp_model.Domain.from_intervals([*before, [first, first]])
        ends = cp_model.Domain.from_intervals([[last, last], *after])
        model.cp.add(variables.units[week.id] == asked // variables.unit_min).only_enforce_if(stays)
        model.cp.add_linear_expression_in_domain(variables.first, begins).only_enforce_if(stays)
        model.cp.add_linear_expression_in_domain(variables.last, ends).only_enforce_if(stays)
        return Stay(stays, remote, week, inside)

    def _days(self) -> list[Linear]:
        return [self._apart(self.model.day(occurrence) - day) for occurrence, (_, day) in self._placed()]

    def _work(self) -> list[Linear]:
        """Quarter hours of remote work times the weeks by which they move: what came later, or sooner, week by week."""
        terms: list[Linear] = []
        for remote in self.model.problem.remotes:
            if not (old := self.target.blocks.get(remote.id)):
                continue
            variables, ahead, was = self.model.remote(remote), [], 0
            quarters = -(-variables.unit_min // 15)
            for week in self.model.problem.weeks:
                ahead.append(quarters * variables.units[week.id])
                days = {day.index for day in week.days}
                was += sum(-(-minutes // 15) for first, _, minutes in old if first in days)
                terms.append(self._apart(total(ahead) - was))
        return terms

    def _minutes(self) -> list[Linear]:
        terms = []
        for occurrence, (quarter, day) in self._placed():
            days = self.model.problem.days
            clock = quarter - days[day].start_quarter if 0 <= day < len(days) else 0
            terms.append(15 * self._apart(self.model.clock(occurrence) - clock))
        return terms

    def _leaders(self) -> list[Linear]:
        model, terms = self.model, []
        for occurrence in model.problem.occurrences:
            for leader in self.target.leaders.get(occurrence.id, ()):
                if leader in occurrence.candidates:
                    terms.append(1 - 1 * model.leads(occurrence, leader))
        return terms

    def _apart(self, difference: Linear) -> Linear:
        cp = self.model.cp
        apart = cp.new_int_var(0, 1_000_000, "")
        cp.add(apart >= difference)
        cp.add(apart >= -1 * difference)
        return 1 * apart


def _monday(day: date) -> date:
    return day - timedelta(day.weekday())
