"""What the benchmarks measure is what they say: the academy read is the one made, the flat model is a fair one."""

import os
from pathlib import Path

import pytest
from ortools.sat.python import cp_model

from benchmarks.academies import make_academy
from benchmarks.academy_files import write_academy_files
from benchmarks.flat_model import Flat
from benchmarks.memory import Memory, descendants
from benchmarks.replanning import PHASES, measured
from benchmarks.replanning_changes import KINDS, drawn
from planner.academy import Academy
from planner.files.academy_file import read_academy
from planner.jobs.writing import read_plan
from planner.library import check_academy
from planner.plan import Plan
from planner.solving.limits import Clock, new_solver
from planner.solving.reading import plan_of
from tests.support.planned_academies import checked, worth_of
from tests.support.sessions import a_session, the_school
from tests.support.solver import live, remote
from tests.support.together import enrolled


def test_the_same_seed_makes_the_same_academy_and_another_seed_another() -> None:
    assert make_academy(12, 5) == make_academy(12, 5) != make_academy(12, 6)


def test_what_is_read_is_what_was_made(tmp_path: Path) -> None:
    made = make_academy(15, seed=2)
    write_academy_files(made, tmp_path)
    read = read_academy([tmp_path], the_school())
    assert read.academy is not None, read.findings
    assert read.academy.sessions == made.academy.sessions
    assert set(read.academy.enrolments) == set(made.academy.enrolments)


def tied_by_everything() -> Academy:
    """Two sessions of one trainer, with people in common, in three weeks."""
    window = {"first": "2027-01-11", "last": "2027-01-29"}
    rules = {"working_hours": {"tue": "16:00-18:00"}}
    sessions = [
        a_session(id="a", window=window, rules=rules, activities=[live("c1"), remote("r1", "1h30"), live("c2")]),
        a_session(id="b", window=window, rules=rules, activities=[remote("r1", "1h"), live("c1", duration="90 min")]),
    ]
    return Academy(tuple(sessions), enrolments=enrolled({"zoe": ("a/lyon", "b/lyon")}))


def test_the_flat_model_says_the_same_of_a_small_academy() -> None:
    """Its optimum is a plan that keeps every rule; no bound is above it, and what is planned is no better."""
    academy = tied_by_everything()
    flat = Flat(academy, the_school())
    solver = new_solver(Clock(60.0))
    assert solver.solve(flat.cp) == cp_model.OPTIMAL
    plans = {id: plan_of(model, solver) for id, model in flat.models.items()}
    assert not list(check_academy(academy, plans, the_school()))
    best = worth_of(academy, plans)
    assert best == round(solver.objective_value)
    points = checked(academy).levels[1]
    assert points.bound <= best <= points.value


def test_changes_are_planned_again_each_from_the_plans_as_they_were_first(tmp_path: Path) -> None:
    done = list(measured(tmp_path, size=12, seed=1, workers=1, changes=3))
    assert [each.change.kind for each in done] == list(KINDS)
    assert done[0].answer == "Replanned" and done[0].moved
    assert all(each.answer in ("Replanned", "NoPlan", "BrokenFixedDates") for each in done)
    assert not any(each.violations or each.needless for each in done)
    assert all(step in each.seconds for each in done[:2] for phase in PHASES.values() for step in phase)
    made = make_academy(12, 1).academy
    first = tmp_path / "first" / "sessions"
    plans = {session.id: read_plan(first / session.id / "plan.json") for session in made.sessions}
    assert all(isinstance(plan, Plan) and not plan.versions for plan in plans.values())
    assert drawn(made.sessions, plans, 3, 1) == [each.change for each in done]


@pytest.mark.skipif(not Path("/proc/self/smaps_rollup").exists(), reason="what Linux says of memory")
def test_memory_is_seen() -> None:
    with Memory(os.getpid()) as memory:
        assert os.getpid() in descendants(os.getpid())
    assert memory.most_mb is not None and memory.most_mb > 10
