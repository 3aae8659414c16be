"""Why no plan exists: a set of rule instances that cannot hold together, each needed, and repairs that work.

A guarded model has a literal for every instance of a rule. A set of guards is a conflict when the model has no solution
with these true and all others false; it is minimal when dropping any one of them leaves a solution. Guards are fixed,
not assumed: the solver then sees plain constraints and proves in milliseconds what takes seconds under assumptions, and
no core has to be believed (OR-Tools issue 5141: a core can name what was never assumed).
"""

from collections.abc import Iterable, Iterator, Sequence

from ortools.sat.python import cp_model

from calendars.school_holidays import SchoolCalendar
from planner.outcome import Infeasible
from planner.posing import pose
from planner.problem import Problem
from planner.session import BusyTimes, Session
from planner.solving.alone import each_alone
from planner.solving.bounds import days_of, room
from planner.solving.conflicts import conflict_of, open_weeks
from planner.solving.guards import Guard
from planner.solving.limits import Clock, new_solver
from planner.solving.model import Model
from planner.solving.possible import is_possible
from planner.solving.repairs import repairs_of
from planner.solving.rules import RULES, WEEK_RULES
from planner.solving.rules.closed_days import subject
from planner.solving.same_week import Days
from planner.solving.solve import cut
from planner.solving.team import only_what_the_team_can_lead
from planner.solving.weeks import Weeks

WEEKS_OUTSIDE = {"weeks": (16, 40), "days": (4, 16)}
"""How many weeks before and after the window the guarded models look, to see whether the window is to blame."""

CLOSED_DAYS = ("no_weekend", "no_school_holidays", "no_public_holidays")

LEAST_WANTED = (
    "grid", "capacity", "no_weekend", "participant", "trainer", "working_hours", "no_start_on_eve", "closing", "order",
    "no_public_holidays", "no_school_holidays", "window", "weekly_cap", "work",
)  # fmt: skip
"""Rules in the order in which they are dropped from an explanation, if it stands without them."""


def explain(session: Session, school: SchoolCalendar, busy: BusyTimes, clock: Clock) -> Infeasible:
    """The conflict of a session that has no plan, and up to three repairs, each solved."""
    alone, blamed, calendars = _smallest(session, school, busy, clock)
    half = Clock(clock.left_s() / 2)  # the rest is for the repairs
    explainer, guards, minimal = find_conflict(blamed, school, calendars, half)
    repairs, all_tried = repairs_of(session, school, busy, guards, clock)
    conflict = conflict_of(explainer.model.problem, guards, minimal=minimal, group=alone)
    return Infeasible(conflict, repairs, all_tried=all_tried)


def find_conflict(
    session: Session, school: SchoolCalendar, busy: BusyTimes, clock: Clock
) -> tuple["Explainer", tuple[Guard, ...], bool]:
    """A minimal conflict, in words of weeks where these say it, else of days and hours; and whether it is minimal.

    The explainer that comes with it is the model in which the guards conflict.
    """
    before, after = WEEKS_OUTSIDE["weeks"]
    problem = pose(session, school, busy, weeks_before=before, weeks_after=after)
    by_weeks = Explainer(weeks_to_explain(problem), clock)
    if by_weeks.conflicts(by_weeks.guards):
        guards, minimal = by_weeks.minimal_conflict()
        if _is_a_sum_of_weeks(guards):
            return by_weeks, guards, minimal
    before, after = WEEKS_OUTSIDE["days"]
    problem = pose(session, school, busy, weeks_before=before, weeks_after=after)
    by_days = Explainer(days_to_explain(problem), clock)
    return by_days, *by_days.minimal_conflict()


def _is_a_sum_of_weeks(guards: Sequence[Guard]) -> bool:
    """Whether counting weeks tells it all; with gaps or fixed dates, the closed days between are part of the story."""
    dated = any(isinstance(subject, tuple) and subject[0] in ("class_gap", "link", "fixed") for _, subject in guards)
    return not dated and any(rule in ("weekly_cap", "trainer") for rule, _ in guards)


def days_to_explain(problem: Problem) -> Model:
    """The full model, guarded."""
    model = Model(problem, explaining=True)
    for name, rule in RULES.items():
        if not problem.session.is_off(name):
            rule(model)
    model.finish()
    return model


def weeks_to_explain(problem: Problem) -> Weeks:
    """The relaxation, guarded: the work, the cap, the order, blocks, the window; closed days are given."""
    names = [name for name in RULES if not problem.session.is_off(name)]
    open_days = cut(problem, CLOSED_DAYS)
    days = days_of(open_days)
    weeks = Weeks(problem, room(problem, days), problem.pools, explaining=True)
    for name, rule in WEEK_RULES.items():
        if name in names:
            rule(weeks)
    if "window" in names:
        _guard_window(weeks, days)
    if "trainer" in names:
        only_what_the_team_can_lead(weeks, cut(problem, ("working_hours", *CLOSED_DAYS)), open_days)
    return weeks


def _guard_window(weeks: Weeks, days: Days) -> None:
    """No item in a week all of whose days are before the first or after the last date; fixed dates in their week."""
    first, last = weeks.problem.window
    for item, possible in days.items():
        for week in weeks.problem.weeks:
            inside = [day.index for day in week.days if day.index in possible]
            if inside and (inside[-1] < first or inside[0] > last):
                weeks.cp.add_implication(weeks.guards.guard("window", "dates"), ~weeks.lies_in(item, week.id))
            day = weeks.occurrence[item].fixed_day if item in weeks.occurrence else None
            if inside and day is not None and not week.days[0].index <= day <= week.days[-1].index:
                fixed = weeks.guards.guard("window", ("fixed", weeks.occurrence[item].activity.id))
                weeks.cp.add_implication(fixed, ~weeks.lies_in(item, week.id))


def _smallest(
    session: Session, school: SchoolCalendar, busy: BusyTimes, clock: Clock
) -> tuple[str | None, Session, BusyTimes]:
    """The session of one group, by its id, if that group alone already has no plan: what it shows is shorter to say."""
    quarter = Clock(clock.left_s() / 4)
    for group, alone, calendars in each_alone(session, busy):
        if is_possible(pose(alone, school, calendars), quarter) is False:
            return group, alone, calendars
    return None, session, busy


def _closings_near(problem: Problem) -> Iterator[Guard]:
    """The guards of closed days that the window touches, by a day at most on another clock."""
    first, last = problem.window
    whose = [("", closing) for closing in (*problem.closings, *problem.remote_closings)]
    whose += [(member.trainer.id, closing) for member in problem.team for closing in member.closings]
    for owner, closing in whose:
        if any(first - bool(owner) <= day <= last + bool(owner) for day in closing.days):
            yield closing.rule, subject(closing, owner)


class Explainer:
    """The search for a minimal conflict in a guarded model."""

    def __init__(self, model: Weeks, clock: Clock) -> None:
        self.model = model
        self.clock = clock
        self.guards = dict(model.guards.literals)

    def conflicts(self, guards: Iterable[Guard]) -> bool:
        """Whether these guards cannot all hold: proven. False where time ran out: what is not proven is not said."""
        cp = self.model.cp.clone()
        held = set(guards)
        for guard, literal in self.guards.items():
            cp.add(cp.get_bool_var_from_proto_index(literal.index) == int(guard in held))
        solver = new_solver(self.clock)
        # what still has a solution is found sooner than every literal is probed, three times over (1 to 3 s)
        solver.parameters.cp_model_probing_level = 0
        solver.parameters.max_presolve_iterations = 1
        return solver.solve(cp) == cp_model.INFEASIBLE

    def minimal_conflict(self) -> tuple[tuple[Guard, ...], bool]:
        """Guards that cannot all hold, the most wanted last, and whether each was shown to be needed."""
        rank = {rule: place for place, rule in enumerate(LEAST_WANTED)}
        kept = sorted(self._concerned(), key=lambda guard: (rank[guard[0]], str(guard[1])))
        unwanted: tuple[str, ...] = LEAST_WANTED
        if not open_weeks(self.model.problem):  # then nothing but closed days is to blame
            unwanted = ("weekly_cap", "order", *LEAST_WANTED)
        if not self.conflicts(kept):
            return tuple(kept), False
        for rule in unwanted:
            if self.clock.is_out():
                return tuple(kept), False
            kept = self._without({guard for guard in kept if guard[0] == rule}, kept)
        for guard in tuple(kept):
            if self.clock.is_out():
                return tuple(kept), False
            kept = self._without({guard}, kept)
        return tuple(kept), not self.clock.is_out()

    def _concerned(self) -> list[Guard]:
        """The guards less the closed days outside the window: where nothing lies there, they say nothing."""
        problem = self.model.problem
        if problem.session.is_off("window"):
            return list(self.guards)
        near = set(_closings_near(problem))
        return [guard for guard in self.guards if guard[0] not in CLOSED_DAYS or guard in near]

    def _without(self, dropped: set[Guard], kept: list[Guard]) -> list[Guard]:
        """`kept` without the dropped guards, if it still conflicts."""
        rest = [guard for guard in kept if guard not in dropped]
        return rest if dropped and self.conflicts(rest) else kept
