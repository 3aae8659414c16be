"""The nearest plan: what must move moves, no more; the past stays, also where it would not be allowed today."""

import pytest

from planner.check import check
from planner.plan import Placement
from planner.replan.again import Again
from planner.session import NOT_BUSY
from planner.solving.limits import Clock
from tests.support.replanning import absent, changed_entries, moved_entries, past_of, replanned, stands
from tests.support.sessions import a_good_plan, a_plan, a_session, block, place, the_school
from tests.support.solver import blocks, live, remote, starts

TODAY = "2027-01-14"


def test_nothing_moves_where_the_old_plan_is_still_one():
    session, old = a_session(), a_good_plan()
    assert replanned(session, old, TODAY).placements == old.placements
    assert replanned(session, old, TODAY).blocks == old.blocks
    assert replanned(session, old, "2026-12-01") is not None


def test_an_absence_moves_its_class_alone_to_the_next_day():
    session, old = absent(a_session(), "durand", "2027-01-26", "2027-01-26"), a_good_plan()
    new = replanned(session, old, TODAY)
    assert starts(session, new) == ["2027-01-12 17:00", "2027-01-25 16:30"]
    assert blocks(new) == blocks(old)
    assert moved_entries(session, old, new, TODAY) == 1
    moved, changed, days, *_ = new.levels
    assert (moved.level, moved.value, moved.bound) == ("moved", 1, 1)
    assert (changed.level, changed.value, changed.bound) == ("changed", 1, 1)
    assert (days.level, days.value, days.bound) == ("days", 1, 1)


def test_another_leader_is_no_move():
    team = [{"id": "durand", "name": "Alice Durand"}, {"id": "petit", "name": "Paul Petit"}]
    session, old = absent(a_session(trainers=team), "durand", "2027-01-26", "2027-01-26"), a_good_plan()
    new = replanned(session, old, TODAY)
    assert starts(session, new) == ["2027-01-12 17:00", "2027-01-26 16:30"]
    assert [each.trainers for each in new.placements] == [("durand",), ("petit",)]


TEAM = [{"id": "durand", "name": "Alice Durand"}, {"id": "petit", "name": "Paul Petit"}]
BOTH = [{"id": "a", "size": 5}, {"id": "b", "size": 5}]


@pytest.mark.parametrize("away", ["durand", "petit"])
def test_where_one_class_has_to_move_the_other_keeps_its_leader(away):
    """Two classes at once, one trainer left: one class moves. It is that of whoever is away, which changes alone."""
    session = a_session(trainers=TEAM, groups=BOTH, activities=[live("c1")])
    moment = "2027-01-20 13:30"
    old = a_plan(
        session,
        place(session, "c1", moment, groups=("a",), trainers=("durand",)),
        place(session, "c1", moment, groups=("b",), trainers=("petit",)),
    )
    session = absent(session, away, "2027-01-20", "2027-01-20")
    new = replanned(session, old, TODAY)
    levels = {each.level: (each.value, each.bound) for each in new.levels}
    assert (levels["moved"], levels["changed"]) == ((1, 1), (1, 1))
    assert moved_entries(session, old, new, TODAY) == changed_entries(session, old, new, TODAY) == 1


def test_a_class_that_is_longer_changes_wherever_it_is():
    """c1 lasts longer and so changes in any case: where one of two classes has to move, it is c1."""
    more = {"trainers": TEAM, "groups": BOTH[:1], "rules": {"weekly_cap": "3h"}}
    before = a_session(activities=[live("c1"), live("c2")], **more)
    after = a_session(activities=[live("c1", duration="1h30"), live("c2")], **more)
    old = a_plan(
        before,
        place(before, "c1", "2027-01-20 13:30", trainers=("durand",)),
        place(before, "c2", "2027-01-20 14:30", trainers=("petit",)),
    )
    new = replanned(after, old, TODAY)
    levels = {each.level: (each.value, each.bound) for each in new.levels}
    assert (levels["moved"], levels["changed"]) == ((1, 1), (1, 1))
    assert starts(after, new) == ["2027-01-20 13:00", "2027-01-20 14:30"]


def test_the_past_stays_where_it_would_not_be_allowed_today():
    session, old = absent(a_session(), "durand", "2027-01-12", "2027-01-12"), a_good_plan()
    new = replanned(session, old, TODAY)
    assert past_of(session, new, TODAY) == past_of(session, old, TODAY) != set()
    assert [violation.kind for violation in check(session, new, the_school())] == ["absent"]


def test_what_begins_today_may_move_but_not_into_the_past():
    session, old = absent(a_session(), "durand", "2027-01-12", "2027-01-15"), a_good_plan()
    new = replanned(session, old, "2027-01-12")
    (first, *_) = starts(session, new)
    assert first >= "2027-01-18" and not check(session, new, the_school())


def test_work_that_has_begun_keeps_what_was_done():
    session = a_session(activities=[live("c1"), remote("r1", "3h"), live("c2")])
    old = a_plan(
        session,
        place(session, "c1", "2027-01-12 17:00"),
        block(session, "r1", "2027-01-13", "2027-01-15", 60),
        block(session, "r1", "2027-01-18", "2027-01-22", 60),
        block(session, "r1", "2027-01-25", "2027-01-29", 60),
        place(session, "c2", "2027-02-02 17:00"),
    )
    assert not check(session, old, the_school())
    longer = a_session(activities=[live("c1"), remote("r1", "4h"), live("c2")])
    new = replanned(longer, old, "2027-01-20")
    assert past_of(longer, new, "2027-01-20") == past_of(longer, old, "2027-01-20")
    assert moved_entries(longer, old, new, "2027-01-20") == 1
    assert not check(longer, new, the_school())


def test_the_weeks_minutes_of_the_past_count():
    session = a_session(activities=[live("c1"), remote("r1", "1h"), live("c2", duration="1h30")])
    old = a_plan(
        session,
        place(session, "c1", "2027-01-12 17:00"),
        block(session, "r1", "2027-01-18", "2027-01-18", 60),
        place(session, "c2", "2027-01-26 16:30"),
    )
    # the week of 18 January holds an hour of work already: the class of 1 h 30 cannot come into it
    session = absent(session, "durand", "2027-01-25", "2027-01-29")
    new = replanned(session, old, "2027-01-19")
    assert starts(session, new)[-1] >= "2027-02-01" and not check(session, new, the_school())


def test_an_activity_cannot_come_before_what_took_place():
    session = a_session(activities=[live("c0"), live("c1"), live("c2")])
    before = a_session(activities=[live("c1"), live("c2")])
    old = a_plan(before, place(before, "c1", "2027-01-12 17:00"), place(before, "c2", "2027-01-26 17:00"))
    assert replanned(session, old, "2027-01-20") is None
    assert replanned(session, old, "2027-01-05") is not None


def test_gaps_to_the_past_are_kept():
    session = a_session(activities=[live("c1"), live("c2")], rules={"class_gap": {"min": "7d", "max": "14d"}})
    old = a_plan(session, place(session, "c1", "2027-01-12 17:00"), place(session, "c2", "2027-01-19 17:00"))
    new = replanned(absent(session, "durand", "2027-01-19", "2027-01-22"), old, TODAY)
    assert starts(session, new) == ["2027-01-12 17:00", "2027-01-25 17:00"]
    assert replanned(absent(session, "durand", "2027-01-19", "2027-01-26"), old, TODAY) is None


def test_a_class_of_all_stays_the_same_when_a_group_joins():
    both = [{"id": "a", "size": 5}, {"id": "b", "size": 5}]
    before = a_session(groups=both[:1], activities=[live("c1", together=True), live("c2", together=True)])
    after = a_session(groups=both, activities=[live("c1", together=True), live("c2", together=True)])
    old = a_plan(before, place(before, "c1", "2027-01-12 17:00"), place(before, "c2", "2027-01-26 17:00"))
    new = replanned(after, old, TODAY)
    assert [each.start for each in new.placements] == [each.start for each in old.placements]
    assert [each.groups for each in new.placements] == [("a",), ("a", "b")], "b was not there yet"


def test_the_nearest_moments_to_a_wish_lie_on_three_days():
    session, old = a_session(), a_good_plan()
    again = Again(stands(session, old, TODAY), the_school(), NOT_BUSY, Clock(60))
    wished = place(session, "retour1", "2027-01-23 10:00").start  # a Saturday
    moments = again.moments("retour1", ("lyon",), wished)
    assert all(isinstance(each.placement, Placement) for each in moments)
    found = [starts(session, a_plan(session, each.placement))[0] for each in moments]
    assert len({day[:10] for day in found}) == 3
    assert found[0] == "2027-01-25 08:00"  # Friday 22 is the last day of the work that comes before
    assert all(not check(session, each.plan, the_school()) for each in moments)


def test_work_keeps_its_days_where_more_would_be_open():
    session = a_session(activities=[remote("r1", "2h")], rules={"weekly_cap": "1h"})
    old = a_plan(
        session,
        block(session, "r1", "2027-01-11", "2027-01-15", 30),
        block(session, "r1", "2027-01-19", "2027-01-21", 30),  # Monday and Friday were closed then
        block(session, "r1", "2027-01-25", "2027-01-26", 30),
        block(session, "r1", "2027-01-28", "2027-01-29", 30),
    )
    assert not check(session, old, the_school())
    new = replanned(session, old, "2027-01-18")
    assert new.blocks == old.blocks and new.levels[0].value == 0


def test_a_group_that_joins_gets_an_even_rhythm_and_moves_nobody():
    both = [{"id": "a", "size": 5}, {"id": "b", "size": 5}]
    activities = [live("c1"), remote("r1", "2h"), live("c2")]
    before, after = (a_session(groups=groups, activities=activities) for groups in (both[:1], both))
    old = a_plan(
        before,
        place(before, "c1", "2027-01-12 17:00"),
        *(block(before, "r1", f"2027-01-{day}", f"2027-01-{day + 4}", 60) for day in (18, 25)),
        place(before, "c2", "2027-02-02 17:00"),
    )
    new = replanned(after, old, TODAY)
    assert [each for each in new.placements if each.groups == ("a",)] == list(old.placements)
    assert [each for each in new.blocks if each.group == "a"] == list(old.blocks)
    assert len([each for each in new.blocks if each.group == "b"]) > 1
    assert new.levels[0].value == 0 and not check(after, new, the_school())
