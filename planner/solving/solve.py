"""Problem -> outcome: the levels of the objective, each solved to the end before the next.

Weeks first: a relaxation that knows weeks only bounds the levels that weeks decide, in milliseconds. Where days, hours
and leaders fit inside the best weeks, the plan meets the bounds and is proven. Where they do not, the full model is
solved level by level, with the bounds to help.
"""

from collections.abc import Collection, Mapping, Sequence

from ortools.sat.python import cp_model

from calendars.school_holidays import SchoolCalendar
from planner.outcome import Conflict, Infeasible, Outcome, OutOfTime, Planned
from planner.plan import LevelValue
from planner.posing import pose
from planner.problem import Problem
from planner.session import NOT_BUSY, BusyTimes, Session
from planner.solving.bounds import Bound, bounds
from planner.solving.cuts import Chosen, Cuts
from planner.solving.joint import Together
from planner.solving.limits import Clock, new_solver
from planner.solving.misfits import Fitting
from planner.solving.model import Model
from planner.solving.objectives import (
    LEVELS,
    WEEK_LEVELS,
    has_preferences,
    keep_preferences,
    least_unfairness_min,
    tidy,
)
from planner.solving.reading import plan_of
from planner.solving.rules import CUT_RULES, RULES, Rule
from planner.solving.weeks import Linear, total

UNEXPLAINED = Infeasible(Conflict((), minimal=False))
TIDY_LIMIT = 0.5
"""Deterministic seconds spent on choosing among equally good plans."""
MOST_ROUNDS = 10
"""How often weeks are chosen again: where days keep failing, the full model with the bounds so far is shorter."""


def plan_session(
    session: Session, school: SchoolCalendar, busy: BusyTimes = NOT_BUSY, *, time_limit_s: float = 60.0
) -> Outcome:
    """The best plan of a session, or the proof that none exists with its reasons, or that time ran out (seconds)."""
    clock = Clock(time_limit_s)
    outcome = solve(pose(session, school, busy), clock)
    if isinstance(outcome, Infeasible):
        from planner.solving.explain import explain  # only where there is something to explain

        return explain(session, school, busy, clock)
    return outcome


def build(
    problem: Problem, rules: Mapping[str, Rule] = RULES, chosen: Chosen | None = None, *, all_preferred: bool = False
) -> Model:
    """The model of a problem with these rules, less those that the session switches off.

    `chosen` fixes the weeks of every item; `all_preferred` asks for every preference, as if it were a rule.
    """
    model = Model(problem, chosen=chosen)
    for name, rule in rules.items():
        if not problem.session.is_off(name):
            rule(model)
    if all_preferred:
        keep_preferences(model)
    model.finish()
    return model


def cut(problem: Problem, rules: Collection[str] = tuple(RULES), *, all_preferred: bool = False) -> Cuts:
    """What the rules leave of each item's days and starts, one item at a time."""
    cuts = Cuts(problem)
    for name, rule in CUT_RULES.items():
        if name in rules and not problem.session.is_off(name):
            rule(cuts)
    if all_preferred:
        keep_preferences(cuts)
    return cuts


def solve(problem: Problem, clock: Clock, rules: Mapping[str, Rule] = RULES) -> Outcome:
    """The best plan, level by level; `Infeasible` carries no explanation yet."""
    return _Search(problem, clock, rules).run()


class _Search:
    def __init__(self, problem: Problem, clock: Clock, rules: Mapping[str, Rule] = RULES) -> None:
        self.problem = problem
        self.clock = clock
        self.rules = rules
        self.levels: list[LevelValue] = []
        self.found: tuple[Bound, ...] | None = ()
        self.preferred: cp_model.CpSolver | None = None

    def run(self) -> Outcome:
        wishes = has_preferences(self.problem)
        if wishes:
            # most sessions can have all they wish for: then level 1 is 0, which needs no proof
            self.levels.append(LevelValue("preferences", 0, 0))
        if isinstance(planned := self._weeks_first(), Planned) or (planned and not wishes):
            return planned
        self.model = build(self.problem, self.rules)
        if wishes and (failure := self._preferences()):
            return failure
        if wishes and self.levels[0].value:
            return self._weeks_first() or self._level_by_level()
        return self._level_by_level()

    @property
    def _all_preferred(self) -> bool:
        return bool(self.levels) and self.levels[0].value == 0

    def _preferences(self) -> Infeasible | OutOfTime | None:
        """Level 1 on its own, which needs days and hours."""
        self.levels.clear()
        terms = LEVELS["preferences"](self.model)
        solver = self._minimize(self.model, terms)
        if solver is None:
            return UNEXPLAINED
        if isinstance(solver, OutOfTime):
            return solver
        self._record("preferences", solver)
        self.model.cp.add(total(terms) <= self.levels[0].value)
        hint(self.model, solver)
        self.preferred = solver
        return None

    def _weeks_first(self) -> Outcome | None:
        """A plan in the best weeks of every group, where shares are as fair as can be: it meets every bound.

        None where days, hours and leaders do not fit into those weeks.
        """
        cuts = cut(self.problem, self.rules, all_preferred=self._all_preferred)
        self.found = bounds(cuts, self.clock, self.rules)
        if self.found is None:
            return UNEXPLAINED
        if planned := self._inside(cuts, self.found):
            return planned
        half = Clock(self.clock.left_s() / 2)  # the rest is for the full model, which may find a plan without a proof
        return self._together(cuts, self.found, half)

    def _together(self, cuts: Cuts, alone: Sequence[Bound], clock: Clock) -> Outcome | None:
        """A plan in the best weeks that all groups can have together.

        Where days and hours do not fit into the weeks, these are told what does not, and are chosen again.
        """
        if sum(len(bound.pools) for bound in alone) < len(self.problem.pools):
            return None
        together = Together(cuts, alone, self.rules, alike=not (self.levels and self.levels[0].value))
        fitting = Fitting(self.problem, self._in_weeks)
        misfits = fitting.misfits({item: weeks for bound in alone for item, weeks in bound.chosen.items()}, clock)
        for _ in range(MOST_ROUNDS):
            if not together.forbid(misfits, clock):
                return None
            bound = together.best(clock)
            if bound is False:
                return UNEXPLAINED
            if not isinstance(bound, Bound):
                return None
            if bound.lower is None:
                self.found = (bound,)
            if planned := self._inside(cuts, (bound,)):
                return planned
            misfits = fitting.misfits(bound.chosen, clock)
            if not misfits or clock.is_out():
                return None
        return None

    def _in_weeks(self, problem: Problem, chosen: Chosen, without: frozenset[str] = frozenset()) -> Model:
        """The model of some items in their weeks, without some rules."""
        rules = {name: rule for name, rule in self.rules.items() if name not in without}
        model = build(problem, rules, chosen, all_preferred=self._all_preferred)
        if self.levels and self.levels[0].value:
            model.cp.add(total(LEVELS["preferences"](model)) <= self.levels[0].value)
        return model

    def _inside(self, cuts: Cuts, found: Sequence[Bound]) -> Planned | None:
        """A plan in the weeks that these bounds chose, if it is as good as they say."""
        chosen = {item: weeks for bound in found for item, weeks in bound.chosen.items()}
        if len(chosen) < len(self.problem.occurrences) + len(self.problem.remotes):
            return None
        inside = self._in_weeks(self.problem, chosen)
        fair = LEVELS["fair_shares"](inside)
        solver = self._minimize(inside, fair)
        if not isinstance(solver, cp_model.CpSolver):
            return None
        values = {name: sum(bound.values[name] for bound in found) for name in WEEK_LEVELS}
        lower = {name: sum((bound.lower or bound.values)[name] for bound in found) for name in WEEK_LEVELS}
        if fair:
            values["fair_shares"] = round(solver.objective_value)
            lower["fair_shares"] = least_unfairness_min(cuts)
            if values["fair_shares"] > lower["fair_shares"] and all(bound.lower is None for bound in found):
                return None
            inside.cp.add(total(fair) <= values["fair_shares"])
        levels = [LevelValue(name, values[name], lower[name]) for name in LEVELS if name in values]
        return self._tidied(inside, solver, (*self.levels, *levels))

    def _level_by_level(self) -> Outcome:
        """The full model, one level after the other, each kept while the next is solved."""
        model, found = self.model, self.found or ()
        best: cp_model.CpSolver | None = None
        bounded = sum(len(bound.pools) for bound in found) == len(model.pools)
        for name, level in LEVELS.items():
            if name == "preferences":
                continue
            terms = level(model)
            if not terms:
                continue
            if bounded and name in WEEK_LEVELS:
                bound = sum(each.values[name] for each in found)
                model.cp.add(total(terms) >= bound)
            solver = self._minimize(model, terms)
            if solver is None:
                return UNEXPLAINED
            if isinstance(solver, OutOfTime):
                break
            best = solver
            self._record(name, solver)
            model.cp.add(total(terms) <= self.levels[-1].value)
            hint(model, solver)
            if not self.levels[-1].proven:
                break
            if bounded and name in WEEK_LEVELS:
                bounded = self.levels[-1].value == bound  # a level's bound holds where those above it reach theirs
        best = best or self.preferred
        if best is None:
            return OutOfTime(self.clock.limit_s)
        return self._tidied(model, best, tuple(self.levels))

    def _minimize(self, model: Model, terms: Sequence[Linear]) -> cp_model.CpSolver | OutOfTime | None:
        """The solver that found the least sum of the terms (any plan, without terms); None where there is no plan."""
        model.cp.clear_objective()  # type: ignore[no-untyped-call]
        if terms:
            model.cp.minimize(total(terms))
        solver = new_solver(self.clock)
        status = solver.solve(model.cp)
        if status == cp_model.MODEL_INVALID:
            raise AssertionError(model.cp.validate())
        if status == cp_model.INFEASIBLE:
            return None
        return OutOfTime(self.clock.limit_s) if status == cp_model.UNKNOWN else solver

    def _record(self, level: str, solver: cp_model.CpSolver) -> None:
        self.levels.append(LevelValue(level, round(solver.objective_value), round(solver.best_objective_bound)))

    def _tidied(self, model: Model, solver: cp_model.CpSolver, levels: tuple[LevelValue, ...]) -> Planned:
        """Among the plans that are as good on every level, a tidy one."""
        hint(model, solver)
        model.cp.minimize(total(tidy(model)))
        tidier = new_solver(self.clock)
        tidier.parameters.max_deterministic_time = TIDY_LIMIT
        if tidier.solve(model.cp) in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            solver = tidier
        return Planned(plan_of(model, solver, levels))


def hint(model: Model, solver: cp_model.CpSolver) -> None:
    """Start the next search from what this one found."""
    model.cp.clear_hints()  # type: ignore[no-untyped-call]
    known = len(solver.response_proto.solution)
    for index in range(known):
        variable = model.cp.get_int_var_from_proto_index(index)
        model.cp.add_hint(variable, solver.value(variable))
