"""Planning again in the middle of a day: what began before now stays, what moves begins from now on."""

import pytest

from planner.check import check
from planner.session import BusyTimes
from tests.support.replanning import replanned
from tests.support.sessions import a_plan, a_session, block, place, the_school
from tests.support.solver import live, remote, starts

DAY = "2027-01-12"


def _busy(session, first, last):
    """The group is busy between two hours of the day."""
    from calendars.spans import Span

    start, end = (place(session, "c1", f"{DAY} {hour}").start for hour in (first, last))
    return BusyTimes(groups={"lyon": (Span(start, end),)})


@pytest.mark.parametrize(
    ("since", "then"),
    [
        ("", f"{DAY} 15:00"),  # the whole day is to come
        ("14:59", f"{DAY} 15:00"),
        ("15:00", f"{DAY} 15:00"),
        ("15:01", "2027-01-13 17:00"),  # the next quarter is too late to be over in time
    ],
)
def test_what_moves_begins_at_the_next_quarter_or_later(since, then):
    session = a_session(activities=[live("c1", duration="1h")])
    old = a_plan(session, place(session, "c1", f"{DAY} 17:00"))
    new = replanned(session, old, DAY, _busy(session, "16:00", "18:00"), since)
    assert starts(session, new) == [then]


def test_what_began_this_morning_stays_whatever_became_of_it():
    session = a_session(activities=[live("c1", duration="1h"), live("c2", duration="1h")])
    old = a_plan(session, place(session, "c1", f"{DAY} 09:00"), place(session, "c2", "2027-01-14 09:00"))
    busy = _busy(session, "08:00", "12:00")
    assert starts(session, replanned(session, old, DAY, busy, "09:01")) == starts(session, old)
    assert starts(session, replanned(session, old, DAY, busy, "09:00")) != starts(session, old)


@pytest.mark.parametrize("off", [[], ["participant"], ["trainer"], ["participant", "trainer"]])
def test_what_follows_waits_for_the_class_that_is_going_on(off):
    session = a_session(
        activities=[live("c1", duration="2h"), live("c2", duration="1h")],
        rules={"off": off, "weekly_cap": "3h"},
        window={"first": DAY, "last": DAY},
    )
    old = a_plan(session, place(session, "c1", f"{DAY} 09:00"), place(session, "c2", f"{DAY} 09:00"))
    new = replanned(session, a_plan(session, old.placements[0]), DAY, since="09:30")
    assert starts(session, new)[1] >= f"{DAY} 11:00"
    assert not {each.rule for each in check(session, new, the_school())} - {"no_start_on_eve"}


def test_a_room_in_which_a_class_is_going_on_is_taken():
    groups = [{"id": "a", "size": 5}, {"id": "b", "size": 5}]
    team = [{"id": "durand", "name": "Alice Durand"}, {"id": "petit", "name": "Paul Petit"}]
    more = {"groups": groups, "trainers": team, "window": {"first": DAY, "last": DAY}}
    session = a_session(activities=[live("c1", duration="2h")], rules={"virtual_rooms": 1}, **more)
    there = place(session, "c1", f"{DAY} 14:00", groups=("a",), trainers=("durand",))
    new = replanned(session, a_plan(session, there), DAY, since="14:30")
    assert starts(session, new) == [f"{DAY} 14:00", f"{DAY} 16:00"]
    assert not check(session, new, the_school())


def test_remote_work_that_begins_today_may_still_move():
    """It has no hour: its day is not over."""
    session = a_session(activities=[remote("r1", "1h"), live("c1")])
    old = a_plan(session, block(session, "r1", DAY, "2027-01-15", 60), place(session, "c1", "2027-01-18 17:00"))
    new = replanned(session, old, DAY, since="15:07")
    assert new.blocks == old.blocks and new.placements == old.placements
