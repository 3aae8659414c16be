"""The levels of the objective: each a function from a model to what is minimised, in the order in which they count.

A level is a list of terms (or nothing, where it has no meaning for a session); smaller is better and 0 is ideal,
except for `early`, which counts days.
"""

import functools
import itertools
import math
from collections.abc import Callable, Mapping, Sequence

from ortools.sat.python import cp_model

from planner.problem import QUARTER_MIN, Occurrence, Pool, Problem, Remote, Week
from planner.solving.cuts import Cuts
from planner.solving.guards import Literal
from planner.solving.limits import Clock, new_solver
from planner.solving.model import Model
from planner.solving.weeks import Linear, Weeks, total, unit_of

Level = Callable[[Model], list[Linear]]

FAIRNESS_LIMIT_S = 1.0
SPACING_WEIGHT = 4
LEVELLING_WEIGHT = 2


def preferences(model: Model) -> list[Linear]:
    """Level 1: minutes of live activities outside the preferred hours, and minutes asked in periods to avoid."""
    return [*_outside_preferred_hours(model), *_in_avoided_periods(model)]


def has_preferences(problem: Problem) -> bool:
    """Whether level 1 means something for a session."""
    return bool(problem.preferred) or any(pool.avoid_days for pool in problem.pools)


def keep_preferences(cuts: Cuts) -> None:
    """Every preference as a cut: level 1 is 0 in what is left."""
    problem = cuts.problem
    for occurrence in problem.occurrences:
        if spans := problem.preferred.get(occurrence.id):
            cuts.keep_in("preferences", "", occurrence, problem.inside(occurrence, spans))
    for pool in problem.pools:
        avoided = [(problem.days[index].start_quarter, problem.days[index].end_quarter) for index in pool.avoid_days]
        for item in pool.occurrences if avoided else ():
            cuts.keep_out("preferences", "", cuts.occurrence[item], avoided)
        for week in _avoided_weeks(problem, pool):
            for remote in pool.remotes:
                cuts.keep_off_week(cuts.remote_work[remote], week)


def rhythm(model: Weeks) -> list[Linear]:
    """Level 2: classes evenly spaced, remote minutes level over the weeks, counted in open weeks of the window.

    For each group: 4 for each week by which the gap between two of its classes differs from (weeks / classes), and 2
    for each unit of unevenness of its weeks: the sum of the squares of their quarter hours, less the least possible.
    """
    terms: list[Linear] = []
    for pool in model.pools:
        live = sorted_live(model, pool)
        terms += [SPACING_WEIGHT * term for term in _uneven_spacing(model, live)]
        terms += [LEVELLING_WEIGHT * term for term in _uneven_weeks(model, pool)]
    return terms


def fair_shares(model: Model) -> list[Linear]:
    """Level 3: the difference, in minutes, between the most and the least that a trainer of the team delivers."""
    return _unfairness(model.cp, model.problem, model.leads)


def least_unfairness_min(cuts: Cuts) -> int:
    """A lower bound of `fair_shares` (minutes): the fairest shares if time were no matter, only who can lead what."""
    cp = cp_model.CpModel()
    leads: dict[tuple[str, str], cp_model.IntVar] = {}
    for occurrence in cuts.problem.occurrences:
        possible = cuts.possible_leaders(occurrence)
        for trainer in occurrence.candidates:
            leads[occurrence.id, trainer] = cp.new_int_var(0, int(trainer in possible), "")
        needed = min(occurrence.activity.trainers_needed, len(occurrence.candidates))
        cp.add(total(leads[occurrence.id, trainer] for trainer in occurrence.candidates) == needed)
    terms = _unfairness(cp, cuts.problem, lambda occurrence, trainer: leads[occurrence.id, trainer])
    cp.minimize(total(terms))
    solver = new_solver(Clock(FAIRNESS_LIMIT_S))
    solver.solve(cp)
    return max(0, math.ceil(solver.best_objective_bound - 1e-6))


def _unfairness(
    cp: cp_model.CpModel, problem: Problem, leads: Callable[[Occurrence, str], Linear | Literal]
) -> list[Linear]:
    shared = [o for o in problem.occurrences if len(o.candidates) > o.activity.trainers_needed]
    team = sorted({trainer for occurrence in shared for trainer in occurrence.candidates})
    if len(team) < 2:
        return []
    unit_min, units = _delivery(problem)
    most, least = (cp.new_int_var(0, units, name) for name in ("most delivered", "least delivered"))
    for trainer in team:
        led = [o.duration_min // unit_min * leads(o, trainer) for o in problem.occurrences if trainer in o.candidates]
        cp.add(total(led) <= most)
        cp.add(total(led) >= least)
    # the average lies between the two; in whole units this is the bound that the linear relaxation lacks
    if all(set(o.candidates) <= set(team) for o in problem.occurrences):
        cp.add(len(team) * most >= units)
        cp.add(len(team) * least <= units)
    return [unit_min * most, -unit_min * least]


def _delivery(problem: Problem) -> tuple[int, int]:
    """The unit of delivery (greatest common divisor of all lengths, minutes) and how many there are to lead."""
    unit_min = math.gcd(*(occurrence.duration_min for occurrence in problem.occurrences))
    total_min = sum(o.duration_min * min(o.activity.trainers_needed, len(o.candidates)) for o in problem.occurrences)
    return unit_min, total_min // unit_min


def early(model: Weeks) -> list[Linear]:
    """Level 4: for each group, the open weeks from the session's first date to the end of its last activity."""
    weeks = open_weeks(model.problem)
    terms: list[Linear] = []
    for pool in model.pools:
        end = model.cp.new_int_var(1, max(1, len(weeks)), f"end {pool.group.id}")  # no week: then there is no plan
        for occurrence in sorted_live(model, pool):
            model.cp.add(end >= total(rank * model.week(occurrence, week) for rank, week in enumerate(weeks, 1)))
        for remote in (model.remote(model.remote_work[remote]) for remote in pool.remotes):
            for rank, week in enumerate(weeks, 1):
                model.cp.add(end >= rank * remote.works[week.id])
        terms.append(end)
    return terms


LEVELS: Mapping[str, Level] = {
    "preferences": preferences,
    "rhythm": rhythm,
    "fair_shares": fair_shares,
    "early": early,
}
"""Every level by its name, in the order in which they are solved."""

WEEK_LEVELS = ("rhythm", "early")
"""The levels that weeks alone decide: their optimum in the relaxation bounds them."""


def tidy(model: Model) -> list[Linear]:
    """Not a level: which of the equally good plans to show. Same weekday, hour and leaders, early."""
    terms: list[Linear] = []
    for pool in model.pools:
        live = sorted_live(model, pool)
        terms += _moved_hours(model, live)
        terms += [_weekday(model, occurrence) for occurrence in live]
        terms += [model.clock(occurrence) for occurrence in live]
        remotes = [model.remote(model.remote_work[remote]) for remote in pool.remotes]
        terms += [variables.first - variables.last for variables in remotes]
        terms += [200 * met for met in _trainers_met(model, live)]
    return terms


def _trainers_met(model: Model, live: Sequence[Occurrence]) -> list[Linear]:
    """For each trainer who could, whether a group meets that trainer: the fewer, the better they know one another."""
    met: dict[str, cp_model.IntVar] = {}
    for occurrence in live:
        if len(occurrence.candidates) > occurrence.activity.trainers_needed:
            for trainer in occurrence.candidates:
                if trainer not in met:
                    met[trainer] = model.cp.new_bool_var("")
                model.cp.add_implication(model.leads(occurrence, trainer), met[trainer])
    return list(met.values())


def sorted_live(model: Weeks, pool: Pool) -> list[Occurrence]:
    """The live activities of a group in the order of the file."""
    return [model.occurrence[occurrence] for occurrence in pool.occurrences]


def _outside_preferred_hours(model: Model) -> list[Linear]:
    problem = model.problem
    terms: list[Linear] = []
    for occurrence in problem.occurrences:
        if spans := problem.preferred.get(occurrence.id):
            outside = model.cp.new_bool_var(f"{occurrence.id} outside preferred hours")
            inside = problem.inside(occurrence, spans)
            model.only_inside(occurrence, inside, unless=outside)
            terms.append(occurrence.duration_min * outside)
    return terms


def _in_avoided_periods(model: Model) -> list[Linear]:
    terms: list[Linear] = []
    for pool in model.pools:
        if not pool.avoid_days:
            continue
        for occurrence in sorted_live(model, pool):
            literals = model.on_day(occurrence)
            terms += [occurrence.duration_min * literals[day] for day in pool.avoid_days if day in literals]
        for week in _avoided_weeks(model.problem, pool):
            terms += [model.remote(model.remote_work[remote]).minutes(week) for remote in pool.remotes]
    return terms


def _avoided_weeks(problem: Problem, pool: Pool) -> list[Week]:
    """The weeks that a group wants to avoid whole: every open day of theirs."""
    return [week for week in open_weeks(problem) if _open_days(problem, week) <= pool.avoid_days]


def _open_days(problem: Problem, week: Week) -> set[int]:
    first, last = problem.window
    return {d.index for d in week.days if first <= d.index <= last and d.index not in problem.closed_days}


def open_weeks(problem: Problem) -> list[Week]:
    """The weeks that have an open day in the window: those in which rhythm and earliness are counted."""
    return [week for week in problem.weeks if _open_days(problem, week)]


def _uneven_spacing(model: Weeks, live: Sequence[Occurrence]) -> list[Linear]:
    """For two that follow one another, how far their gap in open weeks is from the ideal, rounded to whole weeks."""
    weeks = open_weeks(model.problem)
    low, high = even_gap(len(weeks), len(live))
    terms: list[Linear] = []
    ranks = [total(rank * model.week(o, week) for rank, week in enumerate(weeks)) for o in live]
    for first, second in itertools.pairwise(ranks):
        off = model.cp.new_int_var(0, 2 * len(weeks), "")  # also where R9 is off and the second comes first
        model.cp.add(off >= low - (second - first))
        model.cp.add(off >= (second - first) - high)
        terms.append(off)
    return terms


def even_gap(weeks: int, live: int) -> tuple[int, int]:
    """The ideal gap between two of so many live activities over so many open weeks, rounded down and up."""
    return weeks // max(1, live), -(-weeks // max(1, live))


def _moved_hours(model: Model, live: Sequence[Occurrence]) -> list[Linear]:
    """For two of a kind that follow one another, the weekdays (20 each) and quarter hours (2 each) between them."""
    terms: list[Linear] = []
    for first, second in itertools.pairwise(live):
        if first.activity.kind == second.activity.kind:
            for figure, most, weight in ((_weekday, 6, 20), (Model.clock, 96, 2)):
                moved = model.cp.new_int_var(0, most, "")
                difference = figure(model, first) - figure(model, second)
                model.cp.add(moved >= difference)
                model.cp.add(moved >= -difference)
                terms.append(weight * moved)
    return terms


def _weekday(model: Model, occurrence: Occurrence) -> Linear:
    days = model.problem.days
    return total(days[index].date.weekday() * literal for index, literal in model.on_day(occurrence).items())


def _uneven_weeks(model: Weeks, pool: Pool) -> list[Linear]:
    """How uneven a group's weeks of remote work are: the sum of squares of their quarters, less the least possible.

    A week holds no quarter, or at least those of the smallest block: the cost runs straight between the counts that
    are possible, which keeps the linear relaxation tight.
    """
    remotes = [model.remote(model.remote_work[remote]) for remote in pool.remotes]
    weeks = open_weeks(model.problem)
    if not remotes or len(weeks) < 2:
        return []
    step_min, asked, counts = levelling(model.problem, [v.remote for v in remotes])
    size = {v.remote.id: -(-v.unit_min // step_min) for v in remotes}
    terms: list[Linear] = [total([-least_squares(asked, len(weeks), counts)])]
    for week in weeks:
        quarters = total(size[v.remote.id] * v.units[week.id] for v in remotes)
        square = model.cp.new_int_var(0, asked * asked, "")  # also where R5 is off and a week holds more
        for low, high in itertools.pairwise(counts):
            slope = (high * high - low * low) // (high - low)
            model.cp.add(square >= low * low + slope * (quarters - low))
        terms.append(square)
    return terms


def levelling(problem: Problem, remotes: Sequence[Remote]) -> tuple[int, int, tuple[int, ...]]:
    """In what a group's weeks of remote work are levelled: the step in minutes, the steps in all, and those of a week.

    A step is a quarter hour, but where R13 is off and something asks for less. A week holds none, or at least those of
    the smallest block.
    """
    units = [(remote, *unit_of(remote, problem.session)) for remote in remotes]
    step_min = math.gcd(QUARTER_MIN, *(unit_min for _, is_one_block, unit_min in units if not is_one_block))
    asked = sum(-(-unit_min // step_min) * (remote.duration_min // unit_min) for remote, _, unit_min in units)
    smallest = problem.session.rules.smallest_block_min // step_min
    least = min(1 if is_one_block else smallest for _, is_one_block, _ in units)
    most = min(asked, max(problem.cap_min(week) for week in open_weeks(problem)) // step_min + len(remotes))
    return step_min, asked, (0, *range(min(least, most), most + 1))


@functools.lru_cache(maxsize=1000)
def least_squares(asked: int, weeks: int, counts: tuple[int, ...]) -> int:
    """The least sum of squares of `weeks` numbers out of `counts` that add up to `asked`; 0 where none do."""
    best = [0] + [10**9] * asked
    for _ in range(weeks):
        best = [
            min(best[done - count] + count * count for count in counts if count <= done) for done in range(asked + 1)
        ]
    return best[asked] if best[asked] < 10**9 else 0
