"""R12 where all else may move: what is offered keeps every rule; without one, the checker refuses it for that rule."""

import functools
import itertools
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from ortools.sat.python import cp_model

from planner.check import check
from planner.outcome import Planned
from planner.plan import Offer, Plan
from planner.posing import pose
from planner.replan.again import Again
from planner.session import NOT_BUSY, Session
from planner.solving.limits import Clock, new_solver
from planner.solving.polls import SLOT_RULES
from planner.solving.reading import plan_of
from planner.solving.room import ROOM_RULES, Room
from planner.solving.slots import Offering, as_led
from planner.solving.solve import build
from planner.solving.weeks import total
from tests.planner.solving.test_poll import CASES, broken, classes
from tests.support.replanning import stands
from tests.support.sessions import a_plan, block, place, the_school
from tests.support.solver import live, remote

EARLY = date(2026, 11, 25)


def offered(monkeypatch, session: Session, plan: Plan, *ids: str, without: str | None = None) -> Plan:
    """A plan with as many slots as the model finds, all else where it likes; `without` a rule about polls."""
    rules = {name: rule for name, rule in ROOM_RULES.items() if name != without}
    monkeypatch.setattr("planner.solving.room.ROOM_RULES", rules)
    made: list[Offering] = []
    monkeypatch.setattr(
        "planner.solving.room.Offering", lambda *given, **more: made.append(Offering(*given, **more)) or made[0]
    )
    model = build(as_led(pose(session, the_school()), plan))
    terms = Room(plan, dict.fromkeys(ids, 12), EARLY, {}, False).missing(model)
    model.cp.minimize(total(terms))
    solver = new_solver(Clock(60.0))
    assert solver.solve(model.cp) == cp_model.OPTIMAL
    (offering,) = made
    starts = {id: [p for p in offering.places[id] if solver.boolean_value(offering.offered[id, p])] for id in ids}
    offers = (
        Offer(offering.placed[id].activity, offering.placed[id].groups, tuple(offering.moment(p.start) for p in found))
        for id, found in starts.items()
    )
    return replace(plan_of(model, solver), offers=tuple(sorted(offers)))


def test_the_rules_are_those_of_polls_where_nothing_moves() -> None:
    assert list(ROOM_RULES) == list(SLOT_RULES)


@pytest.mark.parametrize("alone", [False, True], ids=["all are polled", "one is polled"])
@pytest.mark.parametrize("rule", CASES)
def test_holds(monkeypatch, rule: str, alone: bool) -> None:
    session, plan, ids = CASES[rule]()
    found = offered(monkeypatch, session, plan, *ids[: 1 if alone else None])
    assert broken(session, found, found.offers) == set()
    assert sum(len(each.starts) for each in found.offers) > len(found.offers)


@pytest.mark.parametrize("alone", [False, True], ids=["all are polled", "one is polled"])
@pytest.mark.parametrize("rule", CASES)
def test_bites(monkeypatch, rule: str, alone: bool) -> None:
    if alone and rule == "no_start_on_eve":
        return  # what is not polled lies on a Monday; see the next test
    session, plan, ids = CASES[rule]()
    found = offered(monkeypatch, session, plan, *ids[: 1 if alone else None], without=rule)
    assert broken(session, found, found.offers) == {rule}


def an_eve_for_another() -> tuple[Session, Plan]:
    """What is not polled can only lie on a Friday: it is on an eve, and not the first where the poll elects before."""
    trainers = [{"id": "ta", "name": "A"}, {"id": "tb", "name": "B", "absent": ["2027-01-04/2027-01-07"]}]
    described = [live(f"c{id}", groups=[id], trainers=[f"t{id}"]) for id in "ab"]
    groups = [{"id": id, "size": 9} for id in "ab"]
    session = classes("2027-01-04", "2027-01-08", "09:00-10:00", *described, trainers=trainers, groups=groups)
    entries = (place(session, f"c{id}", f"2027-01-{day} 09:00", groups=(id,)) for id, day in (("a", "04"), ("b", "08")))
    return session, a_plan(session, *entries)


def test_an_eve_of_what_is_not_polled(monkeypatch) -> None:
    session, plan = an_eve_for_another()
    found = offered(monkeypatch, session, plan, "ca@a")
    assert broken(session, found, found.offers) == set() and len(found.offers[0].starts) == 4
    found = offered(monkeypatch, session, plan, "ca@a", without="no_start_on_eve")
    assert broken(session, found, found.offers) == {"no_start_on_eve"}


def with_room(session: Session, plan: Plan, asked: dict[str, int], today: date = EARLY) -> Plan:
    again = Again(stands(session, replace(plan, offers=()), today.isoformat()), the_school(), NOT_BUSY, Clock(60.0))
    outcome = again.with_room(plan, asked)
    assert isinstance(outcome, Planned), outcome
    return outcome.plan


DAYS = [f"2027-01-{day:02}" for day in (4, 5, 6, 7, 8, 11, 12, 13, 14, 15)]


@given(
    own=st.lists(st.sampled_from(DAYS), min_size=3, max_size=3).map(sorted),
    polled=st.integers(0, 2),
    asked=st.integers(2, 8),
    gap=st.sampled_from(({}, {"min": "2d"}, {"max": "6d"})),
    cap=st.sampled_from(("2h", "3h", "6h")),
)
@settings(max_examples=50, deadline=None)
def test_no_plan_has_more_slots_nor_as_many_with_fewer_moves(own, polled, asked, gap, cap) -> None:
    """Every way to place three classes, tried one by one: the polled one stays, and has a slot wherever a plan with it
    there keeps every rule."""
    described = [live(f"c{number}", duration="1h30") for number in range(3)]
    rules = {"class_gap": gap, "weekly_cap": cap}
    session = classes(DAYS[0], DAYS[-1], "09:00-10:30", *described, rules=rules)

    def planned(days: tuple[str, ...]) -> Plan:
        return a_plan(session, *(place(session, f"c{number}", f"{day} 09:00") for number, day in enumerate(days)))

    @functools.cache
    def kept(days: tuple[str, ...]) -> bool:
        return list(days) == sorted(set(days)) and not check(session, planned(days), the_school())

    assume(kept(tuple(own)))
    best: tuple[int, int, int] | None = None
    for others in itertools.product(DAYS, repeat=2):
        around = [*others[:polled], own[polled], *others[polled:]]
        if not kept(tuple(around)):
            continue
        slots = sum(kept((*around[:polled], day, *around[polled + 1 :])) for day in DAYS)
        apart = [
            abs(date.fromisoformat(a) - date.fromisoformat(b)) // timedelta(days=1)
            for a, b in zip(own, around, strict=True)
        ]
        worth = (-min(slots, asked), sum(days > 0 for days in apart), sum(apart))
        best = min(best or worth, worth)
    assert best is not None
    found = with_room(session, planned(tuple(own)), {f"c{polled}@lyon": asked})
    slots_level, moved, changed, days, *_ = found.levels
    assert [each.level for each in found.levels[:4]] == ["slots", "moved", "changed", "days"]
    assert changed.value == moved.value, "leaders stay"
    missing = sum(1_000_000 + 10_000 * (asked - rank) for rank in range(-best[0] + 1, min(asked, len(DAYS)) + 1))
    assert (slots_level.value, moved.value, days.value) == (missing, *best[1:])
    assert all(level.proven for level in (slots_level, moved, days))
    assert not check(session, found, the_school())


def test_work_makes_room_and_what_took_place_stays() -> None:
    """The work before the polled class could end a week earlier, but what was done of it is done."""
    session = classes("2027-01-04", "2027-01-29", "09:00-10:00", live("c1"), remote("r1", "1h"), live("c2"))
    plan = a_plan(
        session,
        place(session, "c1", "2027-01-05 09:00"),
        block(session, "r1", "2027-01-11", "2027-01-15", 30),
        block(session, "r1", "2027-01-18", "2027-01-22", 30),
        place(session, "c2", "2027-01-26 09:00"),
    )
    assert not check(session, plan, the_school())
    found = with_room(session, plan, {"c2@lyon": 12}, date(2027, 1, 14))
    assert block(session, "r1", "2027-01-11", "2027-01-15", 30) in found.blocks
    assert {placement.activity: placement.start for placement in found.placements} == {
        placement.activity: placement.start for placement in plan.placements
    }
    assert sum(each.duration_min for each in found.blocks) == 60
    assert max(each.last for each in found.blocks) <= date(2027, 1, 15), "every day from the 18th on is one for c2"


def test_what_an_open_poll_offers_stays_possible() -> None:
    """Without the open poll about c1, c1 would go a week back to make room for c2."""
    session = classes(
        "2027-01-04", "2027-01-22", "09:00-10:30", live("c1", duration="1h30"), live("c2", duration="1h30")
    )
    first, second = place(session, "c1", "2027-01-12 09:00"), place(session, "c2", "2027-01-20 09:00")
    plan = a_plan(session, first, second)
    assert with_room(session, plan, {"c2@lyon": 12}).placements[0].start < first.start
    held = replace(plan, offers=(Offer("c1", ("lyon",), (first.start,)),))
    found = with_room(session, held, {"c2@lyon": 12})
    assert found.placements == plan.placements and found.levels[0].value > 0
