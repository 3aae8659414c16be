"""The flat model, to compare with: every session's full model in one CP-SAT model, and what ties the sessions.

`python -m benchmarks.flat_model FOLDER SECONDS WORKERS`: the same files, in a process of its own. Prints one JSON
document: the points found in so many seconds (null: no plan), the solver's bound, and the seconds of making the model.
"""

import json
import sys
import time
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from unittest.mock import patch

from ortools.sat.python import cp_model

from calendars.school_holidays import SchoolCalendar
from planner.academy import Academy, Member
from planner.files.academy_file import read_academy
from planner.posing import pose
from planner.problem import QUARTER_MIN, Occurrence, Pool
from planner.solving.academy.taken import ties_of
from planner.solving.cuts import quarters_of
from planner.solving.limits import Clock, new_solver
from planner.solving.model import Model
from planner.solving.objectives import LEVELS, WEEK_LEVELS
from planner.solving.rules.weekly_cap import asked_minutes
from planner.solving.solve import build
from planner.solving.weeks import Linear, total


class Flat:
    """One model of all sessions of an academy; what it minimises are the points of `planner.solving.academy`."""

    def __init__(self, academy: Academy, school: SchoolCalendar) -> None:
        self.cp = cp_model.CpModel()
        self.models: dict[str, Model] = {}
        with patch.object(cp_model, "CpModel", lambda: self.cp):  # each session's model is made in this one
            for session in academy.sessions:
                self.models[session.id] = build(pose(session, school, academy.busy_of(session.id)))
        self.origin = min(model.problem.origin for model in self.models.values())
        self._trainers()
        self._people(academy, school)
        levels = [term for model in self.models.values() for name in WEEK_LEVELS for term in LEVELS[name](model)]
        self.cp.minimize(total(levels))

    def _offset(self, model: Model) -> int:
        """The quarters from the first midnight of all to the session's own."""
        return int((model.problem.origin - self.origin).total_seconds()) // (60 * QUARTER_MIN)

    def _trainers(self) -> None:
        """R7: nobody leads two things at once, over all sessions."""
        led: dict[str, list[cp_model.IntervalVar]] = defaultdict(list)
        for model in self.models.values():
            gap_min = model.problem.session.rules.trainer_gap_min
            for occurrence in model.problem.occurrences:
                start, size = model.start(occurrence) + self._offset(model), quarters_of(occurrence, gap_min)
                for trainer in occurrence.candidates:
                    leads = model.leads(occurrence, trainer)
                    led[trainer].append(self.cp.new_optional_fixed_size_interval_var(start, size, leads, ""))
        for intervals in led.values():
            self.cp.add_no_overlap(intervals)

    def _people(self, academy: Academy, school: SchoolCalendar) -> None:
        """R5 and R8: two hours a week and one place at a time, for those who are in several sessions."""
        for tie in ties_of(academy, school):
            asked: dict[object, list[Linear]] = defaultdict(list)
            attended = []
            for member in tie.members:
                model, pool = self._pool(member)
                for week in model.problem.weeks:
                    asked[week.id] += asked_minutes(model, pool, week)
                attended += [self._interval(model, o) for o in model.problem.occurrences if o.id in pool.occurrences]
            self.cp.add_no_overlap(attended)
            for monday, terms in asked.items():
                self.cp.add(total(terms) <= tie.most_min(monday))  # type: ignore[arg-type]

    def _pool(self, member: Member) -> tuple[Model, Pool]:
        model = self.models[member[0]]
        return model, next(pool for pool in model.problem.pools if pool.group.id == member[1])

    def _interval(self, model: Model, occurrence: Occurrence) -> cp_model.IntervalVar:
        start = model.start(occurrence) + self._offset(model)
        return self.cp.new_fixed_size_interval_var(start, quarters_of(occurrence), "")


def main(folder: Path, seconds: float, workers: int) -> None:
    """Make the model, search for so many seconds, print what was found."""
    school = SchoolCalendar.load()
    read = read_academy([folder], school)
    assert read.academy is not None, read.findings[:3]
    start = time.perf_counter()
    flat = Flat(read.academy, school)
    made_s = time.perf_counter() - start
    solver = new_solver(Clock(seconds))
    solver.parameters.num_workers = workers
    status = solver.solve(flat.cp)
    assert status != cp_model.MODEL_INVALID, flat.cp.validate()
    found = status in _FOUND
    answer = {"points": round(solver.objective_value) if found else None, "bound": solver.best_objective_bound}
    print(json.dumps(answer | {"made_s": made_s, "solved_s": solver.wall_time}))


_FOUND: Iterable[object] = (cp_model.OPTIMAL, cp_model.FEASIBLE)

if __name__ == "__main__":
    main(Path(sys.argv[1]), float(sys.argv[2]), int(sys.argv[3]))
