"""Tiny academies of which every plan is tried: the bound is true, and all is placed where all has a place."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ortools.sat.python import cp_model

from calendars.places import place
from planner.academy import Academy, Enrolment
from planner.posing import pose
from planner.session import Session
from planner.solving.academy.place import Posed
from planner.solving.limits import Clock, new_solver
from planner.solving.objectives import LEVELS, WEEK_LEVELS
from planner.solving.solve import build
from planner.solving.weeks import total
from planner.solving.worth import worth
from tests.support.brute_force import every_plan
from tests.support.planned_academies import checked
from tests.support.sessions import a_session, the_school
from tests.support.solver import live, remote
from tests.support.varied_sessions import VARIED

CAP_MIN = 120


Weeks = tuple[tuple[date, int], ...]
"""The minutes of each week in which something is asked."""


@dataclass(frozen=True)
class Kind:
    """What a tiny session is made of. Each has a trainer and an hour of its own: neither changes how it is spread."""

    activities: tuple[tuple[str, str], ...]
    last: str
    smallest_block: str

    def session(self, number: int) -> Session:
        hour = 9 + 2 * number
        return a_session(
            id=f"s{number}",
            window={"first": "2027-01-11", "last": self.last},
            trainers=[{"id": f"t{number}", "name": "T"}],
            activities=[
                live("c1", duration=length) if kind == "live" else remote("r1", length)
                for kind, length in self.activities
            ],
            rules={
                "working_hours": {"tue": f"{hour:02}:00-{hour + 1:02}:30"},
                "start_grid": "1h",
                "smallest_block": self.smallest_block,
            },
        )


@cache
def spread_of(kind: Kind) -> dict[Weeks, int]:
    """Every way to spread a session over weeks, by its minutes of each week, with the least that it is worth."""
    session = kind.session(0)
    problem, here = pose(session, the_school()), place(session.department)
    least: dict[Weeks, int] = {}
    for plan in every_plan(session, ["09:00"]):
        minutes: dict[date, int] = defaultdict(int)
        for day, asked_min in (
            *((here.local(each.start).date(), each.duration_min) for each in plan.placements),
            *((block.first, block.duration_min) for block in plan.blocks),
        ):
            minutes[day - timedelta(day.weekday())] += asked_min
        weeks = tuple(sorted(minutes.items()))
        value = sum(worth(problem, plan).values())
        least[weeks] = min(value, least.get(weeks, value))
    return least


def best_together(ways: Sequence[Mapping[Weeks, int]], shared: Sequence[set[int]]) -> int | None:
    """The least of all combinations that leave everybody the two hours; `shared`: the sessions of somebody."""

    def fits(chosen: Sequence[Weeks]) -> bool:
        for sessions in shared:
            asked: dict[date, int] = defaultdict(int)
            for number in sessions:
                for week, minutes in chosen[number]:
                    asked[week] += minutes
            if max(asked.values()) > CAP_MIN:
                return False
        return True

    values = (
        sum(way[weeks] for way, weeks in zip(ways, chosen, strict=True)) for chosen in product(*ways) if fits(chosen)
    )
    return min(values, default=None)


CLASSES = [("live", "1h"), ("live", "1h30")]
WORKS = [("remote", "1h"), ("remote", "1h30"), ("remote", "2h")]
KINDS = st.builds(
    Kind,
    st.one_of(
        st.tuples(st.sampled_from(CLASSES)),
        st.tuples(st.sampled_from(WORKS)),
        st.tuples(st.sampled_from(CLASSES), st.sampled_from(WORKS)),
        st.tuples(st.sampled_from(WORKS), st.sampled_from(CLASSES)),
    ),
    st.sampled_from(["2027-01-20", "2027-01-20", "2027-01-27"]),
    st.sampled_from(["30 min", "1h"]),
)


@settings(max_examples=15)
@given(kinds=st.lists(KINDS, min_size=2, max_size=4), data=st.data())
def test_no_bound_is_above_the_best_of_all_plans(kinds: list[Kind], data: st.DataObject) -> None:
    """Two to four sessions of one or two pieces, in two or three weeks; one to three people are in several."""
    of_person = st.sets(st.integers(0, len(kinds) - 1), min_size=2)
    shared = data.draw(st.lists(of_person, min_size=1, max_size=3))
    people = tuple(Enrolment(f"p{n}", f"s{each}", "lyon") for n, those in enumerate(shared) for each in sorted(those))
    sessions = tuple(kind.session(number) for number, kind in enumerate(kinds))
    best = best_together([spread_of(kind) for kind in kinds], shared)
    plan = checked(Academy(sessions, enrolments=people))
    assert (best is None) == bool(plan.left_out)
    if best is not None:
        assert plan.levels[1].bound <= best <= plan.levels[1].value


@pytest.mark.parametrize("name", VARIED)
def test_the_bound_of_one_session_is_at_most_the_least_sum_of_the_full_model(name: str) -> None:
    session, busy = VARIED[name].session, VARIED[name].busy
    posed = Posed(session, the_school(), busy)
    model = build(posed.problem)
    model.cp.minimize(total(term for level in WEEK_LEVELS for term in LEVELS[level](model)))
    solver = new_solver(Clock(60.0))
    assert solver.solve(model.cp) == cp_model.OPTIMAL
    best, bound = round(solver.objective_value), posed.least_points(Clock(60.0))
    assert bound is not None and len(posed.problem.pools) <= bound <= best


def test_a_session_that_is_no_chain_is_bounded_as_closely_as_one_that_is() -> None:
    """Two groups together in one class: the plan that is found is proven, the first week of each group to the last."""
    session = a_session(
        groups=[{"id": "a", "size": 9}, {"id": "b", "size": 9}],
        activities=[live("c1", together=True), remote("r1", "2h"), live("c2")],
    )
    plan = checked(Academy((session,)))
    assert plan.levels[1].value == plan.levels[1].bound > 2
