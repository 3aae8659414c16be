"""What the index of an academy says, as values: rooms, the cap used, each trainer's weeks, how far from the best."""

from dataclasses import replace
from datetime import UTC, date, datetime
from fractions import Fraction
from typing import Any

import pytest

from planner.academy import Academy, AcademyPlan, Enrolment
from planner.plan import LevelValue
from planner.reports.academy_data import CapUse, Index, index_of
from planner.workload.factors import Factors
from planner.workload.many import estimate_many
from tests.support.academies import planned
from tests.support.sessions import a_plan, a_session, block, place, the_school

WEEK = date(2027, 1, 18)


def index(**changes: Any) -> Index:
    made = planned()
    return index_of(replace(made.academy, **changes), made.result, the_school())


def test_placed_sessions_by_their_first_day() -> None:
    a, b = index().placed
    assert [(each.session.id, each.first, each.last) for each in (a, b)] == [
        ("a", date(2027, 1, 12), date(2027, 1, 26)), ("b", date(2027, 1, 12), date(2027, 2, 2)),
    ]  # fmt: skip
    assert (a.points, b.points) == (5, None)
    assert (a.trainers, b.trainers) == (("Alice Durand",), ("Alice Durand", "Paul Petit"))
    assert index().participants == 40


@pytest.mark.parametrize(
    ("value", "bound", "expected"),
    [
        (1020, 1000, Fraction(2, 100)),
        (1000, 1000, Fraction(0)),
        (0, 0, Fraction(0)),
        (1, 0, None),
    ],
)
def test_how_far_above_the_bound(value: int, bound: int, expected: Fraction | None) -> None:
    assert LevelValue("points", value, bound).gap == expected


def test_rooms_in_use_at_once() -> None:
    """Three classes: 16:00, 16:30 and 17:00 for an hour each: two at once from 16:30 on, never three."""
    sessions = [a_session(id=id) for id in "abc"]
    plans = {
        each.id: a_plan(each, place(each, "accueil", f"2027-01-12 {start}"))
        for each, start in zip(sessions, ("16:00", "16:30", "17:00"), strict=True)
    }
    (week,) = index_of(Academy(tuple(sessions)), AcademyPlan(plans), the_school()).weeks
    assert (week.week, week.rooms, week.rooms_at) == (date(2027, 1, 11), 2, datetime(2027, 1, 12, 15, 30, tzinfo=UTC))


def test_a_day_on_site_takes_no_virtual_room() -> None:
    site = {"id": "site", "kind": "in_person", "title": "Jour", "duration": "3h"}
    session = a_session(activities=[site])
    plan = a_plan(session, place(session, "site", "2027-01-12 09:00"))
    assert index_of(Academy((session,)), AcademyPlan({session.id: plan}), the_school()).most_rooms == 0


def test_the_cap_used_by_groups_and_by_people_in_several_sessions() -> None:
    """Week of 18 January: group lyon of a does 2 h, that of b 30 min; the one person who is in both 2 h 30."""
    week = next(each for each in index().weeks if each.week == WEEK)
    assert week.groups == CapUse((1, 0, 0, 1, 0), Fraction(5, 8), Fraction(1))
    assert week.people == CapUse((0, 0, 0, 0, 1), Fraction(5, 4), Fraction(5, 4))


def test_who_is_asked_nothing_is_not_counted() -> None:
    week = next(each for each in index().weeks if each.week == date(2027, 2, 1))
    assert week.groups is not None and week.groups.asked == 1, "b alone has a class in that week"
    assert week.people == CapUse((0, 0, 1, 0, 0), Fraction(3, 4), Fraction(3, 4))


def test_the_cap_of_people_is_read_as_the_rule_is() -> None:
    """The smallest of their caps; in the week of a derogation, the largest derogation."""
    for keys, expected in (
        ({"rules": {"weekly_cap": "3h"}}, Fraction(1)),
        ({"rules": {"weekly_cap": "1h"}}, Fraction(2)),
        ({"derogations": [{"week": "2027-W03", "cap": "4h", "reason": "stage"}]}, Fraction(1, 2)),
        ({"rules": {"weekly_cap": "1h", "off": ["weekly_cap"]}}, None),
    ):
        a, b = a_session(id="a"), a_session(id="b", **keys)
        plans = {each.id: a_plan(each, block(each, "module1", "2027-01-18", "2027-01-22", 60)) for each in (a, b)}
        enrolments = (Enrolment("x", "a", "lyon"), Enrolment("x", "b", "lyon"))
        (week,) = index_of(Academy((a, b), {}, enrolments), AcademyPlan(plans), the_school()).weeks
        assert (week.people.most if week.people else None) == expected


def test_a_trainer_s_weeks_are_those_of_all_sessions() -> None:
    made = planned()
    durand = next(each for each in index().trainers if each.name == "Alice Durand")
    alone = [
        estimate_many([(made.session(id), made.plan(id))], Factors.load(), the_school()).loads["durand"] for id in "ab"
    ]
    for week, minutes in durand.weeks.items():
        assert minutes.likely == sum(each[week].likely for each in alone if week in each)
    assert durand.sessions == 2
    assert durand.limit_min == 240, "the smaller of 4 h (a) and the usual 6 h (b)"
    flagged = {week for week, kinds in durand.flags.items() if "overload" in kinds}
    assert flagged and flagged == {week for week, minutes in durand.weeks.items() if minutes.likely > 240}


def test_nothing_placed() -> None:
    made = planned()
    nothing = index_of(made.academy, AcademyPlan({}), the_school())
    assert (nothing.placed, nothing.weeks, nothing.trainers, nothing.most_rooms) == ((), (), (), 0)
