"""R12 in the model of slots: what it offers keeps every rule; without one, the checker refuses it for that rule."""

import functools
import itertools
from dataclasses import replace
from datetime import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.check import check
from planner.check.poll import elected
from planner.plan import Offer, Plan
from planner.posing import pose
from planner.session import NOT_BUSY, RULE_IDS, BusyTimes, Session
from planner.solving.limits import Clock
from planner.solving.polls import SLOT_RULES, choose_slots
from planner.solving.rules import RULES
from tests.support.sessions import a_plan, a_session, place, the_school
from tests.support.solver import live

TWO = {"groups": [{"id": "a", "size": 9}, {"id": "b", "size": 9}]}


def offered(session: Session, plan: Plan, *ids: str, count: int = 12, without: str | None = None) -> tuple[Offer, ...]:
    """What the model offers, every start being looked at so closely that a rule taken out is missed."""
    rules = {name: rule for name, rule in SLOT_RULES.items() if name != without}
    assert without is None or len(rules) == len(SLOT_RULES) - 1
    polled = dict.fromkeys(ids, count)
    return choose_slots(pose(session, the_school()), plan, polled, Clock(60.0), rules=rules)


def broken(session: Session, plan: Plan, offers: tuple[Offer, ...], busy: BusyTimes = NOT_BUSY) -> set[str]:
    found = check(session, replace(plan, offers=offers), the_school(), busy)
    assert {violation.rule for violation in found} <= {"poll"}
    return {violation.facts["breach"].rule for violation in found}


def classes(first: str, last: str, hours: str, *described: object, **more: object) -> Session:
    rules = {"working_hours": {"mon-fri": hours}} | dict(more.pop("rules", {}))  # type: ignore[call-overload]
    return a_session(window={"first": first, "last": last}, activities=list(described), rules=rules, **more)


def weekly_cap() -> tuple[Session, Plan, tuple[str, ...]]:
    """Two classes of 1 h 30 in three weeks: never both in one."""
    session = classes(
        "2027-01-04", "2027-01-22", "09:00-10:30", live("c1", duration="1h30"), live("c2", duration="1h30")
    )
    plan = a_plan(session, place(session, "c1", "2027-01-07 09:00"), place(session, "c2", "2027-01-21 09:00"))
    return session, plan, ("c1@lyon", "c2@lyon")


def no_start_on_eve() -> tuple[Session, Plan, tuple[str, ...]]:
    """Two groups, Monday to Friday: where both elect Friday, and only then, the session begins on an eve."""
    trainers = [{"id": "ta", "name": "A"}, {"id": "tb", "name": "B"}]
    described = [live(f"c{id}", groups=[id], trainers=[f"t{id}"]) for id in "ab"]
    session = classes("2027-01-04", "2027-01-08", "09:00-10:00", *described, trainers=trainers, **TWO)
    entries = [place(session, f"c{id}", "2027-01-04 09:00", groups=(id,)) for id in "ab"]
    return session, a_plan(session, *entries), ("ca@a", "cb@b")


def trainer() -> tuple[Session, Plan, tuple[str, ...]]:
    """Two groups, one trainer, hours for two classes a day one right after the other, but not with the gap between."""
    session = classes("2027-01-04", "2027-01-07", "09:00-11:00", live("c1"), **TWO)
    entries = (place(session, "c1", f"2027-01-{day} 09:00", groups=(id,)) for id, day in (("a", "04"), ("b", "05")))
    return session, a_plan(session, *entries), ("c1@a", "c1@b")


def participant() -> tuple[Session, Plan, tuple[str, ...]]:
    """Two classes of one group, in any order, led by two trainers."""
    trainers = [{"id": "t1", "name": "T"}, {"id": "t2", "name": "U"}]
    described = live("c1", trainers=["t1"]), live("c2", trainers=["t2"])
    session = classes(
        "2027-01-04", "2027-01-07", "09:00-10:30", *described, trainers=trainers, rules={"off": ["order"]}
    )
    return (
        session,
        a_plan(session, place(session, "c1", "2027-01-04 09:00"), place(session, "c2", "2027-01-05 09:00")),
        ("c1@lyon", "c2@lyon"),
    )


def order() -> tuple[Session, Plan, tuple[str, ...]]:
    """Two classes, a week at least from the one to the other."""
    gap = {"class_gap": {"min": "7d"}}
    session = classes("2027-01-04", "2027-01-22", "09:00-10:00", live("c1"), live("c2"), rules=gap)
    plan = a_plan(session, place(session, "c1", "2027-01-06 09:00"), place(session, "c2", "2027-01-19 09:00"))
    return session, plan, ("c1@lyon", "c2@lyon")


def capacity() -> tuple[Session, Plan, tuple[str, ...]]:
    """Three groups with a trainer each, two rooms."""
    groups = [{"id": id, "size": 9} for id in "abc"]
    trainers = [{"id": f"t{id}", "name": id} for id in "abc"]
    described = [live(f"c{id}", groups=[id], trainers=[f"t{id}"]) for id in "abc"]
    more = {"groups": groups, "trainers": trainers, "rules": {"virtual_rooms": 2}}
    session = classes("2027-01-04", "2027-01-07", "09:00-10:00", *described, **more)
    days = zip("abc", ("04", "04", "05"), strict=True)
    entries = [place(session, f"c{id}", f"2027-01-{day} 09:00", groups=(id,)) for id, day in days]
    return session, a_plan(session, *entries), ("ca@a", "cb@b", "cc@c")


CASES = {case.__name__: case for case in (weekly_cap, no_start_on_eve, trainer, participant, order, capacity)}


def test_each_rule_that_ties_entries_has_its_case() -> None:
    assert list(CASES) == list(SLOT_RULES)


@pytest.mark.parametrize("rule", CASES)
def test_holds(rule: str) -> None:
    session, plan, ids = CASES[rule]()
    offers = offered(session, plan, *ids)
    assert broken(session, plan, offers) == set()
    assert sum(len(each.starts) for each in offers) > len(ids), "something is offered besides the plan's own slots"


@pytest.mark.parametrize("rule", CASES)
def test_bites(rule: str) -> None:
    session, plan, ids = CASES[rule]()
    assert broken(session, plan, offered(session, plan, *ids, without=rule)) == {rule}


@given(
    own=st.tuples(st.sampled_from(("05", "06", "07", "11")), st.sampled_from(("14", "18", "19", "21"))),
    gap=st.sampled_from(({}, {"min": "5d"}, {"max": "10d"})),
    cap=st.sampled_from(("2h", "3h")),
)
@settings(max_examples=20, deadline=None)
def test_no_more_slots_are_possible(own: tuple[str, str], gap: dict[str, str], cap: str) -> None:
    """All sets of slots of two classes, tried one by one: none holds more, that keeps every rule in every election."""
    described = [live(id, duration="1h30") for id in ("c1", "c2")]
    rules = {"class_gap": gap, "weekly_cap": cap}
    session = classes("2027-01-04", "2027-01-22", "09:00-10:30", *described, rules=rules)
    moments = [place(session, "c1", f"2027-01-{day:02} 09:00").start for day in range(4, 23)]
    plan = a_plan(
        session, *(place(session, id, f"2027-01-{day} 09:00") for id, day in zip(("c1", "c2"), own, strict=True))
    )
    if check(session, plan, the_school()):
        return
    first, second = (placement.start for placement in plan.placements)

    @functools.cache
    def kept(one: datetime, other: datetime) -> bool:
        held = elected(plan, [(Offer("c1", ("lyon",), ()), one), (Offer("c2", ("lyon",), ()), other)])
        return not check(session, held, the_school())

    beside = [moment for moment in moments if kept(moment, second)]
    most = 0
    for size in range(len(beside) + 1):
        for chosen in itertools.combinations([each for each in beside if each != first], size):
            fitting = [other for other in moments if all(kept(one, other) for one in (first, *chosen))]
            most = max(most, 1 + size + len(fitting))
    offers = offered(session, plan, "c1@lyon", "c2@lyon")
    assert sum(len(each.starts) for each in offers) == most


def test_the_ordinary_model_needs_no_rule_about_polls() -> None:
    """A plan in the making offers nothing; every other rule of RULES.md is a constraint of the model."""
    assert list(RULES) == [name for name in RULE_IDS if name != "poll"]


@pytest.mark.parametrize(
    "rule", [name for name in RULE_IDS if name in ("working_hours", "no_weekend", "grid", "window")]
)
def test_what_binds_one_class_alone_is_kept_as_in_a_plan(rule: str) -> None:
    session = classes("2027-01-07", "2027-01-12", "09:00-10:15", live("c1"), live("c2"))
    plan = a_plan(session, place(session, "c1", "2027-01-07 09:00"), place(session, "c2", "2027-01-12 09:00"))
    offers = offered(session, plan, "c1@lyon", "c2@lyon")
    assert broken(session, plan, offers) == set() and rule not in broken(session, plan, offers)
