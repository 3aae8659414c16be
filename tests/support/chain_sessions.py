"""Sessions drawn by Hypothesis whose groups are chains, and what their groups' best weeks cost, asked of CP-SAT."""

from collections.abc import Sequence
from typing import Any

from hypothesis import strategies as st
from ortools.sat.python import cp_model

from planner.problem import QUARTER_MIN, Pool
from planner.session import Session
from planner.solving.bounds import days_of, relaxation
from planner.solving.cuts import Cuts
from planner.solving.limits import Clock, new_solver
from planner.solving.objectives import LEVELS, WEEK_LEVELS, open_weeks
from planner.solving.rules.weekly_cap import asked_minutes
from planner.solving.weeks import total
from tests.support.sessions import a_session
from tests.support.solver import live, remote

WINDOWS = (
    ("2027-01-04", "2027-02-05"),  # five plain weeks
    ("2027-01-07", "2027-01-19"),  # from a Thursday to a Tuesday
    ("2026-11-02", "2026-11-20"),  # Wednesday 11 November is closed
    ("2027-02-04", "2027-03-12"),  # two weeks of holiday within
    ("2026-12-14", "2027-01-15"),  # over Christmas
    ("2027-05-03", "2027-05-28"),  # Ascension, Whit Monday
)
EVALUATION = {"id": "e1", "kind": "evaluation", "title": "Bilan", "duration": "20 min"}


@st.composite
def chain_sessions(draw: st.DrawFn, groups: int = 2) -> Session:
    """A session of one to so many groups, whose activities follow one another: each group's is a chain."""
    first, last = draw(st.sampled_from(WINDOWS))
    lengths = st.sampled_from(["45 min", "1h", "1h30"])
    kinds = draw(st.lists(st.sampled_from(["live", "live", "remote", "remote", "on site"]), min_size=1, max_size=5))
    activities: list[dict[str, Any]] = []
    for number, kind in enumerate(kinds):
        if kind != "remote":
            more = {"kind": "in_person"} if kind == "on site" else {}
            activities.append(live(f"c{number}", duration=draw(lengths), **more))
        else:
            asked = draw(st.sampled_from(["20 min", "30 min", "1h", "1h15", "2h30"]))
            activities.append(remote(f"r{number}", asked))
    if draw(st.booleans()):
        activities.append(EVALUATION)
    gaps = [{}, {}, {"min": "8d"}, {"min": "3d", "max": "16d"}]  # between classes alone: with days on site, no chain
    rules: dict[str, Any] = {
        "working_hours": draw(
            st.sampled_from([{"tue": "17:00-18:30", "thu": "17:00-18:30"}, {"mon-fri": "8:00-12:00"}])
        ),
        "weekly_cap": draw(st.sampled_from(["2h", "2h", "1h30", "3h"])),
        "smallest_block": draw(st.sampled_from(["30 min", "30 min", "45 min"])),
        "class_gap": draw(st.sampled_from(gaps if "on site" not in kinds else gaps[:1])),
        "prorate_short_weeks": draw(st.booleans()),
        "virtual_classes_count": draw(st.sampled_from([True, True, False])),
        "off": draw(st.sampled_from([[], [], [], ["weekly_cap"]])),
    }
    return a_session(
        window={"first": first, "last": last},
        groups=[{"id": f"g{number}", "size": 10} for number in range(draw(st.integers(1, groups)))],
        trainers=[{"id": "t", "name": "T", "absent": draw(st.sampled_from([[], [first], ["2027-01-11/2027-01-15"]]))}],
        activities=activities,
        rules=rules,
        derogations=draw(
            st.sampled_from([[], [], [{"week": "2027-W02", "cap": "1h", "reason": "R"}]])
        ),
    )  # fmt: skip


def best_cost(
    cuts: Cuts, pool: Pool, prices: Sequence[Sequence[int]], caps: Sequence[int] | None, scale: int
) -> int | None:
    """The least of `scale` x (rhythm + early) + prices, over the weeks of a group; None where none are possible.

    `prices` [open week, quarter hours] and `caps` (minutes) are of what counts under the cap in a week.
    """
    problem = cuts.problem
    weeks = relaxation(problem, days_of(cuts), (pool,))
    cp, paid = weeks.cp, []
    for rank, week in enumerate(open_weeks(problem)):
        asked = total(asked_minutes(weeks, pool, week))
        most = len(prices[rank]) - 1
        minutes, quarters = cp.new_int_var(0, 10_000, ""), cp.new_int_var(0, 1000, "")
        level, price = cp.new_int_var(0, most, ""), cp.new_int_var(0, max(prices[rank]), "")
        cp.add(minutes == asked)
        cp.add_division_equality(quarters, minutes, QUARTER_MIN)
        cp.add_min_equality(level, [quarters, cp.new_constant(most)])
        cp.add_element(level, list(prices[rank]), price)
        paid.append(price)
        if caps is not None:
            cp.add(minutes <= caps[rank])
    levels = [scale * term for name in WEEK_LEVELS for term in LEVELS[name](weeks)]  # type: ignore[arg-type]
    objective = total([*levels, *paid])
    cp.minimize(objective)
    solver = new_solver(Clock(60.0))
    status = solver.solve(cp)
    if status == cp_model.INFEASIBLE:
        return None
    assert status == cp_model.OPTIMAL
    return solver.value(objective)
