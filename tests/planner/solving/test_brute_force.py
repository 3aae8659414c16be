"""Tiny sessions of which every plan is tried: the solver finds a plan where there is one, and none is better.

The sessions are drawn by Hypothesis; what they have in common is that there are few plans: one to three starts a week,
two to four weeks of which some are cut short, one or two groups, one piece of remote work.
"""

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from planner.outcome import Infeasible, Planned
from planner.session import Session
from tests.support.brute_force import best, every_plan, levels
from tests.support.sessions import a_session
from tests.support.solver import live, remote, solved

HOURS = {"tue": "17:00-18:00", "thu": "17:00-18:00"}
MORE_HOURS = HOURS | {"fri": "17:00-18:00"}
FEWER_HOURS = {"thu": "17:00-18:00"}
WINDOWS = [
    ("2027-01-12", "2027-01-21"),
    ("2027-01-07", "2027-01-19"),
    ("2026-11-05", "2026-11-17"),
    ("2027-02-09", "2027-03-02"),
    ("2026-12-15", "2027-01-07"),
    ("2027-05-03", "2027-05-13"),
]
EVALUATION = {"id": "e1", "kind": "evaluation", "title": "Bilan", "duration": "30 min"}


@st.composite
def sessions(draw: st.DrawFn) -> Session:
    first, last = draw(st.sampled_from(WINDOWS))
    groups = draw(st.sampled_from([1, 1, 2]))
    c2 = draw(
        st.sampled_from(
            [{}, {"after": {"activity": "c1", "min_gap": "6d"}}, {"after": {"activity": "c1", "max_gap": "5d"}}]
        )
    )
    activities = [live("c1"), live("c2", **c2)]
    if groups == 1:
        work = remote(
            "r1", draw(st.sampled_from(["20 min", "1h", "1h15"])), **draw(st.sampled_from([{}, {"before": "c2"}]))
        )
        activities.insert(draw(st.integers(0, 2)), draw(st.sampled_from([work, work, EVALUATION])))
    trainers = draw(st.sampled_from([1, 2])) if groups == 2 else 1
    cap, busy_day = draw(st.sampled_from(["2h", "2h", "1h30", "1h"])), draw(st.sampled_from([[], [first], [last]]))
    return a_session(
        window={"first": first, "last": last},
        groups=[{"id": f"g{number}", "size": 10} for number in range(groups)],
        trainers=[{"id": f"t{number}", "name": "T", "absent": busy_day} for number in range(trainers)],
        activities=activities,
        rules={"working_hours": draw(st.sampled_from([FEWER_HOURS, HOURS, MORE_HOURS])), "weekly_cap": cap},
    )


@settings(max_examples=25)
@given(session=sessions())
def test_the_solver_finds_a_plan_where_there_is_one_and_the_best(session: Session) -> None:
    outcome = solved(session)
    expected = best(session, every_plan(session, ["17:00"]))
    if expected is None:
        assert isinstance(outcome, Infeasible)
    else:
        assert isinstance(outcome, Planned)
        assert levels(session, outcome.plan) == expected
        assert stated(outcome) == expected


def stated(outcome: Planned) -> tuple[int, ...]:
    """What the solver says of its plan: a level that has no meaning for a session is 0."""
    said: dict[str, Any] = {level.level: level for level in outcome.plan.levels}
    assert all(level.proven for level in said.values())
    return tuple(said[name].value if name in said else 0 for name in ("rhythm", "fair_shares", "early"))
