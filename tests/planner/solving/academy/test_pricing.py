"""Chains: the shortest path costs what CP-SAT finds for the same weeks, and what the placed plan is worth."""

from datetime import date
from random import Random
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from ortools.sat.python import cp_model

from planner.check import check
from planner.outcome import Planned
from planner.plan import Plan
from planner.posing import pose
from planner.problem import Problem
from planner.session import BusyTimes, Session
from planner.solving.academy.chains import Chain, chains_of
from planner.solving.academy.hours import place_in_weeks
from planner.solving.academy.pricing import SCALE, Column, Pricing
from planner.solving.cuts import Chosen, Cuts
from planner.solving.limits import Clock, new_solver
from planner.solving.objectives import open_weeks
from planner.solving.reading import plan_of
from planner.solving.solve import build, cut
from planner.solving.worth import worth
from tests.support.chain_sessions import best_cost, chain_sessions
from tests.support.sessions import a_session, the_school
from tests.support.solver import live, planned, remote, solved
from tests.support.varied_sessions import TWO, VARIED

NO_CHAIN = {
    "remote work with links against the file",
    "remote work led down the file link by link",
    "gaps to remote work",
    "a day on site among classes",
    "fixed dates",
    "together and apart, a grid of half hours",
    "work before the second class, class gap",
}
"""Of the varied sessions. Links, gaps, a day together, fixed blocks: more than weeks and one order say."""
CHAINED = [name for name in VARIED if name not in NO_CHAIN]


def posed(session: Session, busy: BusyTimes | None = None) -> tuple[Problem, Cuts]:
    problem = pose(session, the_school(), busy or BusyTimes())
    return problem, cut(problem)


def some_chains(session: Session, busy: BusyTimes | None = None) -> tuple[Problem, Cuts, dict[str, Chain]]:
    problem, cuts = posed(session, busy)
    chains = chains_of(problem, cuts)
    assert chains is not None
    return problem, cuts, dict(chains)


def random_prices(random: Random, weeks: int, levels: int = 9) -> Any:
    """What a week costs by its quarter hours: never less for more of them, mostly nothing."""
    steps = [[random.choice((0, 0, 0, 1500, 700, 12345)) for _ in range(levels)] for _ in range(weeks)]
    steps = [[0, *week[1:]] for week in steps]
    return np.cumsum(np.array(steps, np.int32), axis=1, dtype=np.int32)[None]


def agree(session: Session, random: Random, busy: BusyTimes | None = None) -> None:
    """For each group: the path costs what CP-SAT finds, at prices and caps drawn at random and without any."""
    problem, cuts, chains = some_chains(session, busy)
    for pool in problem.pools:
        chain = chains[pool.group.id]
        pricing, weeks = Pricing([chain]), len(open_weeks(problem))
        some_caps = np.array([[random.choice((240, 120, 60, 45, 0)) for _ in range(weeks)]], np.int32)
        for prices, caps in [
            (np.zeros((1, weeks, 9), np.int32), None),
            (random_prices(random, weeks), None),
            (random_prices(random, weeks), some_caps),
        ]:
            (found,) = pricing.columns([0], prices, caps)
            expected = best_cost(cuts, pool, prices[0].tolist(), None if caps is None else caps[0].tolist(), SCALE)
            assert (found and found[0]) == expected
            if found is not None:
                consistent(chain, found, prices[0], caps)


def consistent(chain: Chain, found: tuple[int, Column], prices: Any, caps: Any) -> None:
    """The column has the cost that is said, its minutes keep the caps, and its steps do everything once."""
    least, column = found
    paid = sum(int(prices[week, min(asked // 15, 8)]) for week, asked in enumerate(column.minutes))
    assert SCALE * column.cost + paid == least
    assert caps is None or all(asked <= most for asked, most in zip(column.minutes, caps[0], strict=True))
    done = chain.chosen(column.steps)
    assert [sum(done[item].values()) for item in chain.items] == list(chain.units)
    assert sum(column.minutes) == sum(n * each for n, each in zip(chain.units, chain.minutes, strict=True))


@settings(max_examples=40)
@given(session=chain_sessions(), random=st.randoms(use_true_random=False))
def test_the_shortest_path_is_the_optimum_of_the_relaxation(session: Session, random: Random) -> None:
    agree(session, random)


@pytest.mark.parametrize("name", CHAINED)
def test_it_is_so_for_varied_sessions(name: str) -> None:
    agree(VARIED[name].session, Random(name), VARIED[name].busy)


@pytest.mark.parametrize(
    ("gap", "last"),
    [
        pytest.param({"min": "8d"}, "2027-01-22", id="at least 8 days would not fit into two weeks"),
        pytest.param({"max": "2d"}, "2027-02-12", id="at most 2 days would crowd five weeks"),
    ],
)
def test_a_gap_between_classes_says_nothing_of_days_on_site(gap: dict[str, str], last: str) -> None:
    """One class and two days on site: no two classes follow one another."""
    activities = [live("c1"), live("p1", kind="in_person"), live("p2", kind="in_person")]
    window = {"first": "2027-01-11", "last": last}
    session = a_session(activities=activities, window=window, rules={"class_gap": gap})
    agree(session, Random(1))
    problem, cuts, chains = some_chains(session)
    columns = best_columns(chains)
    assert columns is not None
    assert place_in_weeks(problem, cuts, chains, chains["lyon"].chosen(columns["lyon"].steps)) is not None


@pytest.mark.parametrize("name", sorted(NO_CHAIN))
def test_what_is_no_chain(name: str) -> None:
    assert chains_of(*posed(VARIED[name].session, VARIED[name].busy)) is None


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"rules": {"off": ["order"]}}, id="R9 is off: no order"),
        pytest.param({"rules": {"off": ["grid"]}}, id="R13 is off: any minutes"),
        pytest.param({"rules": {"off": ["window"]}}, id="R11 is off: fixed dates mean nothing"),
        pytest.param({"activities": [live("c1", together=True), live("c2")], **TWO}, id="groups attend together"),
        pytest.param(
            {"activities": [live("c1"), live("c2", after={"activity": "c1", "min_gap": "9d"})]}, id="a link with a gap"
        ),
        pytest.param(
            {"activities": [live("c1"), remote("r1", after={"activity": "c1", "max_gap": "9d"})]}, id="one of at most"
        ),
        pytest.param({"activities": [remote("r1"), live("c1"), remote("r2", after="c2"), live("c2")]}, id="backwards"),
        pytest.param(
            {"activities": [live("c1"), remote("r1", after=[]), remote("r2", before="c1")]}, id="no one order"
        ),
        pytest.param(
            {
                "activities": [
                    live("c1"),
                    remote("r1", fixed=[{"first": "2027-01-12", "last": "2027-01-13", "duration": "30 min"}]),
                ]
            },
            id="a fixed block",
        ),
        pytest.param(
            {
                "activities": [live("c1"), live("p1", kind="in_person"), live("c2")],
                "rules": {"class_gap": {"min": "3d"}},
            },
            id="a gap between classes, a day on site among them",
        ),
        pytest.param({"window": {"first": "2026-12-21", "last": "2026-12-31"}}, id="no open week"),
    ],
)
def test_sessions_that_are_no_chain(changes: dict[str, Any]) -> None:
    assert chains_of(*posed(a_session(**changes))) is None


def test_one_group_that_is_no_chain_is_enough() -> None:
    session = a_session(
        activities=[live("c1"), live("c2", groups=["b"]), remote("r1", after="c1", groups=["b"])], **TWO
    )
    assert chains_of(*posed(session)) is None


# --- a plan in the weeks of its columns is worth their cost -------------------------------------------------------


def best_columns(chains: dict[str, Chain]) -> dict[str, Column] | None:
    pricing = Pricing(list(chains.values()))
    free = np.zeros((len(chains), pricing.weeks, 2), np.int32)
    found = pricing.columns(range(len(chains)), free)
    if None in found:
        return None
    return {group: answer[1] for group, answer in zip(chains, found, strict=True) if answer}


def in_weeks(problem: Problem, chosen: Chosen) -> Plan | None:
    """A plan in these weeks by the exact model."""
    model, solver = build(problem, chosen=chosen), new_solver(Clock(60.0))
    status = solver.solve(model.cp)
    return plan_of(model, solver) if status in (cp_model.OPTIMAL, cp_model.FEASIBLE) else None


@settings(max_examples=40)
@given(session=chain_sessions())
def test_a_plan_in_the_weeks_of_its_columns_is_worth_their_cost(session: Session) -> None:
    """By hand and by the exact model; what is placed by hand keeps every rule."""
    problem, cuts, chains = some_chains(session)
    columns = best_columns(chains)
    assume(columns is not None)
    assert columns is not None
    chosen: dict[str, dict[date, int]] = {}
    for group, column in columns.items():
        chosen |= chains[group].chosen(column.steps)
    by_hand = place_in_weeks(problem, cuts, chains, chosen)
    plans = [plan for plan in (by_hand, in_weeks(problem, chosen)) if plan is not None]
    assert by_hand is None or len(plans) == 2, "what is placed by hand has a place"
    for plan in plans:
        assert check(session, plan, the_school()) == ()
        assert sum(worth(problem, plan).values()) == sum(column.cost for column in columns.values())


@settings(max_examples=20)
@given(session=chain_sessions())
def test_it_is_so_for_sessions_at_random(session: Session) -> None:
    outcome = solved(session)
    if isinstance(outcome, Planned):
        assert worth(pose(session, the_school()), outcome.plan) == said_of(outcome.plan)


def said_of(plan: Plan) -> dict[str, int]:
    """What the solver says of the levels that weeks decide."""
    said = {level.level: level.value for level in plan.levels if level.level in ("rhythm", "early")}
    return {"rhythm": 0, "early": 0} | said


@pytest.mark.parametrize("name", VARIED)
def test_what_a_plan_is_worth_is_what_the_solver_minimised(name: str) -> None:
    session, busy = VARIED[name].session, VARIED[name].busy
    plan = planned(session, busy)
    assert worth(pose(session, the_school(), busy), plan) == said_of(plan)
