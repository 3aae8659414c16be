"""Room for polls: other entries move only where that gains slots, and every rule holds whatever is elected."""

from dataclasses import replace

import pytest

from calendars.places import place
from planner.check import check
from planner.jobs.poll_input import Polled
from planner.jobs.poll_room import open_with_room
from planner.outcome import Planned, Violation
from planner.plan import Plan
from planner.poll import occurrence_id, open_poll
from planner.replan.standing import entries_of, first_day
from planner.solving.solve import plan_session
from tests.support.sessions import the_school
from tests.support.varied_sessions import VARIED

SLOTS = 20


@pytest.mark.parametrize("name", VARIED)
def test_what_moves_gains_slots_and_keeps_every_rule(name: str) -> None:
    session, busy = VARIED[name].session, VARIED[name].busy
    outcome = plan_session(session, the_school(), busy)
    assert isinstance(outcome, Planned)
    plan = outcome.plan
    fixed = {activity.id for activity in session.activities if activity.fixed}
    classes = [each for each in plan.placements if each.activity not in fixed]
    if not classes:
        return
    one = classes[len(classes) // 2]
    asked = {occurrence_id(one): SLOTS}
    today = place(session.department).local(plan.placements[0].start).date()  # what began before stays
    read = Polled(session, plan, the_school(), busy)
    room = open_with_room(read, asked, today, 20.0, None)
    (offer,) = room.opened.plan.offers
    assert one.start in offer.starts and not check(session, room.opened.plan, the_school(), busy)
    old, new = set(entries_of(plan)), set(entries_of(room.opened.plan))
    assert bool(old - new) == bool(room.moved)
    if room.moved:
        assert room.before is not None and len(offer.starts) > room.before[occurrence_id(one)]
        assert all(each.difference.entry.activity not in fixed for each in room.moved)
    else:
        assert room.searched != "needless" or len(offer.starts) == SLOTS


@pytest.mark.parametrize("name", VARIED)
def test_what_took_place_and_what_an_open_poll_offers_stays(name: str) -> None:
    """From the second class on, the last one being polled already."""
    session, busy = VARIED[name].session, VARIED[name].busy
    outcome = plan_session(session, the_school(), busy)
    assert isinstance(outcome, Planned)
    plan = outcome.plan
    fixed = {activity.id for activity in session.activities if activity.fixed}
    here = place(session.department)
    by_day = sorted((each for each in plan.placements if each.activity not in fixed), key=lambda each: each.start)
    if len(by_day) < 3:
        return
    today = here.local(by_day[1].start).date()

    def judge(found: Plan) -> tuple[Violation, ...]:
        return check(session, found, the_school(), busy)

    last = {occurrence_id(by_day[-1]): 3}
    already = open_poll(session, plan, the_school(), busy, last, judge, earliest=today).plan.offers
    read = Polled(session, replace(plan, offers=already), the_school(), busy)
    room = open_with_room(read, {occurrence_id(by_day[1]): SLOTS}, today, 20.0, None)
    found = room.opened.plan
    assert set(already) <= set(found.offers) and not judge(found)
    assert {each for each in entries_of(plan) if first_day(session, each) < today} <= set(entries_of(found))
