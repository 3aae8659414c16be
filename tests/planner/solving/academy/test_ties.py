"""What ties sessions: each tie is kept, and each bites: without it a plan appears that the checker refuses for it.

Two sessions, one class of an hour each, one hour a day on a Tuesday and a Wednesday: both would take the Tuesday.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import pytest

from planner.academy import Academy, AcademyPlan
from planner.check.together import check_together
from planner.library import check_academy
from planner.session import Elsewhere, Session
from planner.solving.academy.plan import plan_academy
from planner.solving.academy.taken import Taken, Tie
from tests.support.sessions import the_school
from tests.support.solver import at_once, live, remote
from tests.support.together import enrolled

BOTH = {"zoe": ("a/lyon", "b/lyon")}
Patch = Callable[[pytest.MonkeyPatch], None]


def session(id: str, *activities: dict[str, Any], trainer: str | dict[str, Any] | None = None, **more: Any) -> Session:
    """Of a trainer of its own, unless one is named; on a Tuesday and a Wednesday."""
    led = more.pop("team", [trainer if isinstance(trainer, dict) else {"id": trainer or f"t-{id}"}])
    window = more.pop("window", ("2027-01-12", "2027-01-13"))
    return at_once(*window, *activities, id=id, trainers=[{"name": "T"} | each for each in led], **more)


def academy(*sessions: Session, people: Mapping[str, tuple[str, ...]] = {}, rooms: int | None = None) -> Academy:
    return Academy(sessions, enrolments=enrolled(people), virtual_rooms=rooms)


def all_placed(those: Academy) -> AcademyPlan:
    """The plan: every session is placed, both checks find nothing, in whatever order the sessions are given."""
    plan = plan_academy(those, the_school())
    assert set(plan.plans) == {each.id for each in those.sessions}
    assert not list(check_academy(those, plan.plans, the_school()))
    return plan


def broken_without(those: Academy, patch: Patch, monkeypatch: pytest.MonkeyPatch) -> set[tuple[str, str]]:
    """What the plan breaks that appears without a tie; alone, each session's plan is good."""
    with monkeypatch.context() as patched:
        patch(patched)
        plan = plan_academy(those, the_school())
    assert set(plan.plans) == {each.id for each in those.sessions}
    found = {(violation.rule, violation.kind) for violation in check_together(those, plan.plans, the_school())}
    assert len(list(check_academy(those, plan.plans, the_school()))) == len(found)
    return found


def nothing_of(**less: Any) -> Patch:
    """Sessions do not see this of what the others take."""

    def patch(monkeypatch: pytest.MonkeyPatch) -> None:
        seen = Taken.elsewhere

        def elsewhere(taken: Taken, session: Session) -> Elsewhere:
            return replace(seen(taken, session), **less)

        monkeypatch.setattr(Taken, "elsewhere", elsewhere)

    return patch


def no_shared_hours(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody's two hours are shared: neither while weeks are chosen nor beside what is planned."""
    monkeypatch.setattr(Taken, "room_min", lambda *_: {})
    monkeypatch.setattr(Tie, "most_min", lambda tie, monday: 10_000)


GROUPS = [{"id": "g1", "size": 9}, {"id": "g2", "size": 9}]
TEAM = {"team": ({"id": "x"}, {"id": "y"})}
LATER = ("2027-01-19", "2027-01-19")
TWO_WEEKS = ("2027-01-12", "2027-01-20")
WORK = {"window": TWO_WEEKS, "rules": {"smallest_block": "2h"}}

TIES: dict[str, tuple[Academy, Patch, tuple[str, str]]] = {
    "people: one place at a time": (
        academy(session("a"), session("b"), people=BOTH),
        nothing_of(attended={}),
        ("participant", "overlap_together"),
    ),
    "people: two hours a week": (
        academy(
            session("a", remote("r1", "2h"), **WORK),
            session("b", remote("r1", "2h"), **WORK),
            people=BOTH,
        ),
        no_shared_hours,
        ("weekly_cap", "over_cap_together"),
    ),
    "people: the smaller cap of a session that asks nothing in that week": (
        academy(
            session("a", live(), remote("r1", "1h"), window=TWO_WEEKS),
            session("b", live(), window=("2027-02-02", "2027-02-03"), rules={"weekly_cap": "1h"}),
            people=BOTH,
        ),
        no_shared_hours,
        ("weekly_cap", "over_cap_together"),
    ),
    "people: a short week of a session that ends before": (
        academy(
            session("a", remote("r1", "2h"), window=("2027-05-03", "2027-05-14"), rules={"smallest_block": "2h"}),
            session("b", window=("2027-04-27", "2027-04-28"), rules={"prorate_short_weeks": True}),
            people=BOTH,
        ),
        no_shared_hours,
        ("weekly_cap", "over_cap_together"),
    ),
    "a trainer: one thing at a time": (
        academy(session("a", trainer="x"), session("b", trainer="x")),
        nothing_of(led={}),
        ("trainer", "overlap_together"),
    ),
    "a trainer's gap, asked by one session": (
        academy(
            session("a", trainer="x", hours="17:00-18:00", rules={"trainer_gap": "0 min"}),
            session("b", trainer="x", hours="18:00-19:00", rules={"trainer_gap": "30 min"}),
        ),
        nothing_of(led={}),
        ("trainer", "gap_together"),
    ),
    "a trainer's limit of a day, stated in one session": (
        academy(
            session("a", trainer={"id": "x", "max_delivery_day": "1h"}, hours="17:00-18:00"),
            session("b", trainer="x", hours="10:00-11:00"),
        ),
        nothing_of(led={}),
        ("trainer", "day_limit_together"),
    ),
    "a trainer's limit of a day, stated where another session alone would break it": (
        academy(
            session("a", live("c1"), live("c2"), trainer="x", hours="15:00-18:00"),
            session("b", trainer={"id": "x", "max_delivery_day": "1h"}, window=("2027-01-19", "2027-01-19")),
        ),
        nothing_of(limits_min={}),
        ("trainer", "day_limit_together"),
    ),
    "a trainer's limit of a week, a rule of one session": (
        academy(
            session("a", trainer="x", hours="10:00-11:00", window=TWO_WEEKS),
            session("b", trainer="x", window=TWO_WEEKS, rules={"max_delivery_week": "1h"}),
        ),
        nothing_of(led={}),
        ("trainer", "week_limit_together"),
    ),
    "one virtual room for both": (
        academy(session("a"), session("b"), rooms=1),
        nothing_of(rooms_taken=()),
        ("capacity", "too_few_rooms_together"),
    ),
    "one virtual room for two groups of a session": (
        academy(session("a", groups=GROUPS, **TEAM), session("b", window=LATER), rooms=1),
        nothing_of(rooms=None),
        ("capacity", "too_few_rooms_together"),
    ),
    "two virtual rooms, one of them taken, for two groups": (
        academy(
            session("a", groups=GROUPS, priority=1, window=("2027-01-12", "2027-01-14"), **TEAM),
            session("b", window=("2027-01-12", "2027-01-12"), priority=2),
            rooms=2,
        ),
        nothing_of(rooms_left=()),
        ("capacity", "too_few_rooms_together"),
    ),
}


@pytest.mark.parametrize("name", TIES)
def test_a_tie_is_kept_and_bites(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    those, patch, expected = TIES[name]
    for sessions in (those.sessions, those.sessions[::-1]):
        all_placed(replace(those, sessions=sessions))
        assert broken_without(replace(those, sessions=sessions), patch, monkeypatch) == {expected}
