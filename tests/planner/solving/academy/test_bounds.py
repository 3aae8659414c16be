"""Tiny academies of which every plan is tried: the bound is true, and all is placed where all has a place."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from calendars.places import place
from planner.academy import Academy, Enrolment
from planner.posing import pose
from planner.session import Session
from planner.solving.worth import worth
from tests.support.brute_force import every_plan
from tests.support.planned_academies import checked
from tests.support.sessions import a_session, the_school
from tests.support.solver import live, remote

CAP_MIN = 120


def spread_of(session: Session, hour: str) -> dict[tuple[tuple[date, int], ...], int]:
    """Every way to spread a session over weeks, by its minutes of each week, with the least that it is worth."""
    problem, here = pose(session, the_school()), place(session.department)
    least: dict[tuple[tuple[date, int], ...], int] = {}
    for plan in every_plan(session, [hour]):
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


def best_together(ways: Sequence[Mapping[tuple[tuple[date, int], ...], int]], shared: Sequence[set[int]]) -> int | None:
    """The least of all combinations that leave everybody the two hours; `shared`: the sessions of somebody."""

    def fits(chosen: Sequence[tuple[tuple[date, int], ...]]) -> bool:
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


@st.composite
def tiny_academies(draw: st.DrawFn) -> tuple[Academy, list[str], list[set[int]]]:
    """Two to four sessions of one or two pieces, three or four weeks; each has its own trainer and its own hour."""
    count = draw(st.sampled_from([2, 2, 3, 3, 4]))
    sessions, hours = [], []
    for number in range(count):
        length = draw(st.sampled_from(["1h", "1h30"]))
        work = draw(st.sampled_from(["1h", "1h30", "2h"]))
        activities = draw(st.permutations([live("c1", duration=length), remote("r1", work)]))
        last = draw(st.sampled_from(["2027-01-20", "2027-01-27"] if count < 4 else ["2027-01-20"]))
        hours.append(f"{9 + 2 * number:02}:00")
        sessions.append(
            a_session(
                id=f"s{number}",
                window={"first": "2027-01-11", "last": last},
                trainers=[{"id": f"t{number}", "name": "T"}],
                activities=list(activities)[: draw(st.sampled_from([1, 2, 2]))],
                rules={
                    "working_hours": {"tue": f"{hours[-1]}-{10 + 2 * number}:30"},
                    "start_grid": "1h",
                    "smallest_block": draw(st.sampled_from(["30 min", "1h"])),
                },
            )
        )  # fmt: skip
    shared = draw(st.lists(st.sets(st.integers(0, count - 1), min_size=2), min_size=1, max_size=3))
    people = tuple(Enrolment(f"p{n}", f"s{each}", "lyon") for n, those in enumerate(shared) for each in sorted(those))
    return Academy(tuple(sessions), enrolments=people), hours, shared


@settings(max_examples=20)
@given(tiny=tiny_academies())
def test_no_bound_is_above_the_best_of_all_plans(tiny: tuple[Academy, list[str], list[set[int]]]) -> None:
    academy, hours, shared = tiny
    ways = [spread_of(session, hour) for session, hour in zip(academy.sessions, hours, strict=True)]
    best = best_together(ways, shared)
    plan = checked(academy)
    assert (best is None) == bool(plan.left_out)
    if best is not None:
        assert plan.levels[1].bound <= best <= plan.levels[1].value
