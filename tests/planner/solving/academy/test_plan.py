"""Whole academies: what is planned keeps every rule, all fits where it is known to, and the bound is true."""

from collections.abc import Sequence
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.academies import make_academy
from planner.academy import Academy, Enrolment
from planner.library import check_academy
from planner.plan import LevelValue
from planner.session import Session
from tests.support.planned_academies import checked, worth_of
from tests.support.sessions import a_session, the_school
from tests.support.solver import live, remote
from tests.support.together import enrolled
from tests.support.varied_sessions import VARIED


@pytest.mark.parametrize(("sessions", "seed"), [(12, 1), (14, 5), (16, 2), (18, 6), (20, 3), (24, 4)])
def test_every_session_of_an_academy_that_is_known_to_fit_is_placed(sessions: int, seed: int) -> None:
    """The hidden plan shows that it fits; it is worth no less than the bound."""
    made = make_academy(sessions, seed)
    assert not list(check_academy(made.academy, made.hidden, the_school()))
    plan = checked(made.academy)
    assert not plan.left_out and plan.levels[0] == LevelValue("left_out", 0, 0)
    points = plan.levels[1]
    assert points.bound <= worth_of(made.academy, made.hidden)
    assert points.value <= 1.05 * points.bound


# --- every kind of session, tied in every way ---------------------------------------------------------------------

NAMES = sorted(VARIED)


def tied(names: Sequence[str], random: Random, rooms: int | None) -> Academy:
    """Varied sessions, with people who are in two or three of them; their trainers are known by name in all."""
    sessions = [VARIED[name].session.model_copy(update={"id": f"s{NAMES.index(name):02}"}) for name in names]
    busy = {session.id: VARIED[name].busy for session, name in zip(sessions, names, strict=True)}
    people = []
    for number in range(2 * len(sessions)):
        for session in random.sample(sessions, min(len(sessions), random.choice((2, 2, 3)))):
            people.append(Enrolment(f"p{number}", session.id, random.choice(session.groups).id))
    return Academy(tuple(sessions), busy, tuple(people), rooms)


@settings(max_examples=12)
@given(
    names=st.lists(st.sampled_from(NAMES), min_size=2, max_size=5, unique=True),
    random=st.randoms(use_true_random=False),
    rooms=st.sampled_from([None, 1, 2]),
)
def test_varied_sessions_tied_at_random(names: list[str], random: Random, rooms: int | None) -> None:
    checked(tied(names, random, rooms))


CLOSE = {"window": {"first": "2027-01-04", "last": "2027-02-12"}}
RULES = {"working_hours": {"tue": "16:00-18:00"}}
AFTERNOON = {"working_hours": {"tue": "14:00-18:00"}}
MORNING, NOON = {"working_hours": {"mon-fri": "8:00-12:00"}}, {"working_hours": {"mon-fri": "11:00-14:00"}}
LYON = [{"id": "x", "name": "X", "department": "69", "working_hours": {"mon-fri": "08:00-18:00"}}]
ACTIVITIES = [live("c1", duration="45 min"), remote("r1", "1h"), live("c2", duration="45 min")]


def one(id: str, **more: Any) -> Session:
    """Six weeks, classes on Tuesdays, a trainer of its own."""
    trainers = [{"id": f"t-{id}", "name": "T"}]
    more["rules"] = RULES | more.get("rules", {})
    return a_session(**(CLOSE | {"id": id, "activities": ACTIVITIES, "trainers": trainers} | more))


THREE = {"x": ("a/lyon", "b/lyon", "c/lyon"), "y": ("a/lyon", "b/lyon"), "z": ("b/lyon", "c/lyon")}
X = [{"id": "x", "name": "X", "max_delivery_week": "2h"}]
TIED: dict[str, Academy] = {
    "people in two and in three": Academy((one("a"), one("b"), one("c")), enrolments=enrolled(THREE)),
    "one trainer for all, a gap, a limit in one": Academy(
        (one("a", trainers=X), one("b", trainers=[{"id": "x", "name": "X"}], rules={"trainer_gap": "30 min"}),
         one("c", trainers=[{"id": "x", "name": "X"}, {"id": "y", "name": "Y", "absent": ["2027-01-12"]}])),
        enrolments=enrolled(THREE),
    ),
    "one room": Academy((one("a"), one("b"), one("c")), enrolments=enrolled(THREE), virtual_rooms=1),
    "other caps, a derogation": Academy(
        (one("a", rules={"weekly_cap": "3h"}), one("b", rules={"weekly_cap": "1h30"}),
         one("c", derogations=[{"week": "2027-W03", "cap": "4h", "reason": "Jury"}])),
        enrolments=enrolled(THREE),
    ),
    "prorated weeks": Academy(
        tuple(
            one(id, window={"first": "2026-11-02", "last": "2026-12-11"}, rules={"prorate_short_weeks": short})
            for id, short in (("a", True), ("b", False), ("c", True))
        ),
        enrolments=enrolled(THREE),
    ),
    "preferred hours, periods to avoid": Academy(
        (one("a", preferred={"tue": "16:00-17:00"}), one("b", preferred={"tue": "16:00-17:00"}),
         one("c", groups=[{"id": "lyon", "size": 20, "avoid": ["2027-01-11/2027-01-24"]}])),
        enrolments=enrolled(THREE), virtual_rooms=1,
    ),
    "two clocks, one trainer": Academy(
        (one("a", trainers=LYON, rules=MORNING),
         one("b", department="974", trainers=LYON,
             window={"first": "2027-01-25", "last": "2027-03-26"}, rules=NOON),
         one("c", trainers=[{"id": "x", "name": "X"}])),
        enrolments=enrolled(THREE),
    ),
    "groups in two parts": Academy(
        (one("a", groups=[{"id": "lyon", "size": 30}], rules=AFTERNOON), one("b"), one("c")),
        enrolments=enrolled({f"p{number:02}": ("a/lyon", "b/lyon") for number in range(20)} | THREE),
    ),
    "a day together, which is no chain": Academy(
        (one("a", activities=[live("c0", together=True, capacity=60), *ACTIVITIES],
             groups=[{"id": "lyon", "size": 20}, {"id": "est", "size": 20}],
             rules=AFTERNOON), one("b"), one("c")),
        enrolments=enrolled(THREE),
    ),
    "rules off in one": Academy(
        (one("a", rules={"off": ["weekly_cap", "trainer", "participant", "capacity"]}), one("b"), one("c")),
        enrolments=enrolled(THREE), virtual_rooms=1,
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", TIED)
def test_every_tie_is_kept_and_all_fits(name: str) -> None:
    plan = checked(TIED[name])
    assert not plan.left_out, plan.left_out
