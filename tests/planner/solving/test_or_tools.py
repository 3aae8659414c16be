"""What we lean on in OR-Tools: that a guard is honoured on each kind of constraint we guard, and how sums begin."""

from collections.abc import Callable

import pytest
from ortools.sat.python import cp_model

Wrong = Callable[[cp_model.CpModel, cp_model.IntVar], cp_model.Constraint]
"""Adds a constraint that contradicts `five == 5`, or that nothing can satisfy."""


def contradictions() -> dict[str, Wrong]:
    away_from_five = cp_model.Domain.from_intervals([[0, 4], [6, 9]])
    return {
        "linear": lambda cp, five: cp.add(five <= 4),
        "linear equality": lambda cp, five: cp.add(five == 6),
        "linear constraint with bounds": lambda cp, five: cp.add_linear_constraint(five, 6, 9),
        "linear in a domain with a hole": lambda cp, five: cp.add_linear_expression_in_domain(five, away_from_five),
        "bool_or of nothing": lambda cp, five: cp.add_bool_or([]),
        "bool_or of what is false": lambda cp, five: cp.add_bool_or([cp.new_constant(0)]),
    }


def status_of(cp: cp_model.CpModel) -> cp_model.CpSolverStatus:
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    return solver.solve(cp)


@pytest.mark.parametrize("kind", contradictions())
def test_a_guarded_constraint_holds_by_its_guard_alone(kind: str) -> None:
    cp = cp_model.CpModel()
    five, guard = cp.new_int_var(5, 5, "five"), cp.new_bool_var("guard")
    contradictions()[kind](cp, five).only_enforce_if(guard)
    cp.maximize(guard)
    solver = cp_model.CpSolver()
    assert solver.solve(cp) == cp_model.OPTIMAL
    assert not solver.boolean_value(guard)
    cp.add_bool_or([guard])
    assert status_of(cp) == cp_model.INFEASIBLE


@pytest.mark.parametrize("kind", contradictions())
def test_two_guards_are_both_needed_also_when_given_one_after_the_other(kind: str) -> None:
    for in_one_call in (True, False):
        cp = cp_model.CpModel()
        five = cp.new_int_var(5, 5, "five")
        guards = [cp.new_bool_var(name) for name in ("one", "other")]
        constraint = contradictions()[kind](cp, five)
        if in_one_call:
            constraint.only_enforce_if(*guards)
        else:
            for guard in guards:
                constraint.only_enforce_if(guard)
        for guard in guards:
            cp.add_assumption(guard)
            with_one = status_of(cp)
            cp.clear_assumptions()
            assert with_one == cp_model.OPTIMAL
        cp.add_bool_and(guards)
        assert status_of(cp) == cp_model.INFEASIBLE


def test_an_implication_is_a_guard_too() -> None:
    cp = cp_model.CpModel()
    guard, never = cp.new_bool_var("guard"), cp.new_constant(0)
    cp.add_implication(guard, never)
    assert status_of(cp) == cp_model.OPTIMAL
    cp.add_bool_or([guard])
    assert status_of(cp) == cp_model.INFEASIBLE


def two_at_once(cp: cp_model.CpModel) -> tuple[list[cp_model.IntervalVar], list[cp_model.IntVar]]:
    """Two optional intervals of four quarters that both begin at 0."""
    present = [cp.new_bool_var(name) for name in ("one", "other")]
    start = cp.new_int_var(0, 0, "start")
    return [cp.new_optional_fixed_size_interval_var(start, 4, literal, "") for literal in present], present


@pytest.mark.parametrize("kind", ["no_overlap", "cumulative"])
def test_optional_intervals_take_place_by_their_literal_alone(kind: str) -> None:
    cp = cp_model.CpModel()
    intervals, present = two_at_once(cp)
    if kind == "no_overlap":
        cp.add_no_overlap(intervals)
    else:
        cp.add_cumulative(intervals, [1, 1], 1)
    cp.maximize(cp_model.LinearExpr.sum(present))
    solver = cp_model.CpSolver()
    assert solver.solve(cp) == cp_model.OPTIMAL
    assert solver.objective_value == 1
    cp.clear_objective()  # type: ignore[no-untyped-call]
    cp.add_bool_and(present)
    assert status_of(cp) == cp_model.INFEASIBLE


def test_intervals_that_touch_do_not_overlap() -> None:
    cp = cp_model.CpModel()
    cp.add_no_overlap([cp.new_fixed_size_interval_var(0, 4, "first"), cp.new_fixed_size_interval_var(4, 4, "second")])
    assert status_of(cp) == cp_model.OPTIMAL


def test_the_sum_of_nothing_is_a_constant_0() -> None:
    for least, status in ((0, cp_model.OPTIMAL), (1, cp_model.INFEASIBLE)):
        cp = cp_model.CpModel()
        cp.add(cp_model.LinearExpr.sum([]) + cp.new_int_var(0, 0, "") >= least)
        assert status_of(cp) == status
    cp = cp_model.CpModel()
    cp.minimize(cp_model.LinearExpr.sum([]))
    solver = cp_model.CpSolver()
    assert solver.solve(cp) == cp_model.OPTIMAL
    assert solver.objective_value == 0


def test_exactly_one_of_nothing_is_impossible() -> None:
    cp = cp_model.CpModel()
    cp.add_exactly_one([])
    assert status_of(cp) == cp_model.INFEASIBLE
