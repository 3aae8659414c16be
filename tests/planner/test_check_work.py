"""Whatever the plan says: each activity takes place once, whole, for its groups, led by who may lead it."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from planner.check import check
from planner.plan import Placement, RemoteBlock, Scope
from planner.session import Session
from tests.support.breaches import breaches, kinds, one_class, one_work, say, trainer
from tests.support.sessions import A_SESSION, a_good_plan, a_plan, a_session, block, place, the_school

TUESDAY = "2027-01-12 10:00"
TWO_GROUPS = [{"id": "a", "size": 12}, {"id": "b", "size": 12}]


def work_of(session: Session, *entries: Placement | RemoteBlock, **how: Any) -> list[str]:
    return kinds("work", session, *entries, **how)


def test_a_good_plan_breaks_nothing() -> None:
    assert check(a_session(), a_good_plan(), the_school()) == ()


def test_plan_of_another_session() -> None:
    (found,) = check(a_session(), replace(a_good_plan(), session="neo-01"), the_school())
    assert (found.rule, found.kind) == ("work", "other_session")
    assert say(found, a_session()) == "this is a plan of session “neo-01”, not of “neo-69”"


def test_empty_plan_lacks_everything() -> None:
    session = a_session(groups=TWO_GROUPS)
    found = breaches("work", session)
    assert [(violation.kind, violation.activity, violation.group) for violation in found] == [
        ("missing", "accueil", "a"),
        ("missing", "accueil", "b"),
        ("missing", "retour1", "a"),
        ("missing", "retour1", "b"),
        ("wrong_remote_minutes", "module1", "a"),
        ("wrong_remote_minutes", "module1", "b"),
    ]
    assert work_of(session, partial=True) == []


@pytest.mark.parametrize(
    ("times", "expected"), [pytest.param(1, [], id="once"), pytest.param(2, ["more_than_once"], id="twice")]
)
def test_once(times: int, expected: list[str]) -> None:
    session = one_class()
    assert work_of(session, *[place(session, "accueil", TUESDAY)] * times) == expected


@pytest.mark.parametrize("minutes", [45, 75, 0, -60])
@pytest.mark.parametrize("partial", [False, True])
def test_duration_of_a_class(minutes: int, partial: bool) -> None:
    session = one_class()
    wrong = place(session, "accueil", TUESDAY, duration_min=minutes)
    assert work_of(session, wrong, partial=partial) == ["wrong_duration"]


@pytest.mark.parametrize(
    ("minutes", "whole", "partial"),
    [
        pytest.param((60, 60), [], [], id="the whole duration"),
        pytest.param((60, 45), ["wrong_remote_minutes"], [], id="less, which a partial plan may hold"),
        pytest.param((60, 75), ["wrong_remote_minutes"], ["wrong_remote_minutes"], id="more"),
        pytest.param((120, 0), ["empty_block"], ["empty_block"], id="an empty block"),
        pytest.param((180, -60), ["empty_block"], ["empty_block"], id="less than nothing"),
    ],
)
def test_minutes_of_remote_work(minutes: tuple[int, int], whole: list[str], partial: list[str]) -> None:
    session = one_work()
    days = ("2027-01-12", "2027-01-19")
    blocks = [block(session, "module", day, day, m) for day, m in zip(days, minutes, strict=True)]
    assert work_of(session, *blocks) == whole
    assert work_of(session, *blocks, partial=True) == partial


@pytest.mark.parametrize(
    ("trainers", "expected"),
    [
        pytest.param(("durand", "martin"), [], id="two, as needed"),
        pytest.param(("durand",), ["wrong_number_of_trainers"], id="one of two"),
        pytest.param((), ["wrong_number_of_trainers"], id="nobody"),
        pytest.param(("durand", "durand"), ["wrong_number_of_trainers"], id="one of them twice"),
        pytest.param(("durand", "martin", "petit"), ["wrong_number_of_trainers"], id="one too many"),
        pytest.param(("durand", "nobody"), ["unknown_trainer"], id="one who does not exist"),
        pytest.param(("durand", "autre"), ["trainer_may_not_lead"], id="one who may not lead it"),
    ],
)
def test_trainers(trainers: tuple[str, ...], expected: list[str]) -> None:
    accueil = {"id": "accueil", "kind": "virtual_class", "title": "Accueil", "duration": "1h"}
    team = [trainer(id) for id in ("durand", "martin", "petit", "autre")]
    led = accueil | {"trainers": ["durand", "martin", "petit"], "trainers_needed": 2}
    session = one_class(activities=[led], trainers=team)
    assert work_of(session, place(session, "accueil", TUESDAY, trainers=trainers)) == expected


def test_trainers_of_a_partial_plan_may_still_be_open() -> None:
    session = one_class(trainers=[trainer("durand"), trainer("martin")])
    nobody, too_many = (
        place(session, "accueil", TUESDAY, trainers=trainers) for trainers in ((), ("durand", "martin"))
    )
    assert work_of(session, nobody, partial=True) == []
    assert work_of(session, too_many, partial=True) == ["wrong_number_of_trainers"]


@pytest.mark.parametrize(
    ("groups", "expected"),
    [
        pytest.param(("a",), ["missing"], id="one group, the other is missing"),
        pytest.param(("a", "b"), ["wrong_groups", "missing", "missing"], id="both, where each has its own"),
        pytest.param((), ["wrong_groups", "missing", "missing"], id="nobody"),
        pytest.param(("c",), ["unknown_group", "missing", "missing"], id="a group that does not exist"),
    ],
)
def test_groups_of_a_class(groups: tuple[str, ...], expected: list[str]) -> None:
    session = one_class(groups=TWO_GROUPS)
    assert work_of(session, place(session, "accueil", TUESDAY, groups=groups)) == expected


@pytest.mark.parametrize(
    ("groups", "expected"),
    [
        pytest.param(("a", "b"), [], id="all together"),
        pytest.param(("b", "a"), ["wrong_groups", "missing"], id="not sorted: another occurrence"),
        pytest.param(("a",), ["wrong_groups", "missing"], id="one alone"),
    ],
)
def test_groups_together(groups: tuple[str, ...], expected: list[str]) -> None:
    accueil = {"id": "accueil", "kind": "virtual_class", "title": "Accueil", "duration": "1h", "together": True}
    session = one_class(activities=[accueil], groups=TWO_GROUPS)
    assert work_of(session, place(session, "accueil", TUESDAY, groups=groups)) == expected


def test_large_group_attends_in_two_halves() -> None:
    session = one_class(groups=[{"id": "lyon", "size": 40}])
    halves = [place(session, "accueil", TUESDAY, groups=(group,)) for group in ("lyon-1", "lyon-2")]
    assert work_of(session, *halves) == []
    whole = place(session, "accueil", TUESDAY, groups=("lyon",))
    assert work_of(session, whole) == ["unknown_group", "missing", "missing"]


def test_block_of_a_group_that_does_not_do_it() -> None:
    module = {"id": "module", "kind": "remote_work", "title": "Module", "duration": "1h", "groups": ["a"]}
    session = one_work(activities=[module], groups=TWO_GROUPS)
    blocks = [block(session, "module", "2027-01-12", "2027-01-12", 60, group=group) for group in ("a", "b", "c")]
    assert work_of(session, *blocks) == ["not_for_this_group", "unknown_group"]


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        pytest.param("2027-01-11", "2027-01-17", [], id="Monday to Sunday"),
        pytest.param("2027-01-17", "2027-01-18", ["two_weeks"], id="Sunday to Monday"),
        pytest.param("2026-12-28", "2027-01-03", [], id="week 53, over New Year"),
        pytest.param("2027-01-12", "2027-01-11", ["last_before_first"], id="it ends before it begins"),
    ],
)
def test_block_lies_in_one_week(first: str, last: str, expected: list[str]) -> None:
    session = one_work()
    assert work_of(session, block(session, "module", first, last, 120)) == expected


def test_activities_that_do_not_exist() -> None:
    session = one_class()
    good = place(session, "accueil", TUESDAY)
    unknown = replace(good, activity="autre")
    assert work_of(session, good, unknown, block(session, "autre", "2027-01-12", "2027-01-12", 60)) == [
        "unknown_activity",
        "unknown_activity",
    ]


def test_each_kind_in_its_own_form() -> None:
    session = a_session()
    plan = a_good_plan()
    remote_at_a_time = replace(plan.placements[0], activity="module1")
    live_in_minutes = block(session, "accueil", "2027-01-11", "2027-01-11", 60)
    entries = (*plan.placements, *plan.blocks, remote_at_a_time, live_in_minutes)
    assert work_of(session, *entries) == ["remote_with_a_time", "live_without_a_time"]


@pytest.mark.parametrize(
    ("start", "minutes"),
    [
        pytest.param(datetime.max.replace(tzinfo=UTC), 60, id="ends after the last moment there is"),
        pytest.param(datetime.min.replace(tzinfo=UTC), 60, id="before the first moment in the west"),
        pytest.param(datetime(2027, 1, 12, 10), 60, id="no time zone"),  # noqa: DTZ001 -- the fault itself
    ],
)
@pytest.mark.parametrize("department", ["69", "987", "988"])
def test_moments_that_no_clock_shows(start: datetime, minutes: int, department: str) -> None:
    session = one_class(department=department)
    placement = Placement("accueil", ("lyon",), start, minutes, ("durand",))
    assert work_of(session, placement) == ["unreadable_moment"]


def test_duration_without_end() -> None:
    session = one_class()
    endless = place(session, "accueil", TUESDAY, duration_min=10**15)
    assert work_of(session, endless) == ["unreadable_moment", "wrong_duration"]


def test_it_cannot_be_switched_off() -> None:
    every_rule = [
        "working_hours", "no_weekend", "no_school_holidays", "no_public_holidays", "weekly_cap", "no_start_on_eve",
        "trainer", "participant", "order", "capacity", "window", "grid", "closing",
    ]  # fmt: skip
    session = one_class(rules={"off": every_rule})
    found = check(session, a_plan(session), the_school())
    assert [violation.kind for violation in found] == ["missing"]


def test_sentences_name_what_is_wrong() -> None:
    session = one_work()
    (found,) = breaches("work", session, block(session, "module", "2027-01-12", "2027-01-12", 90))
    assert say(found, session).replace("\u00a0", " ") == (
        "“Observer sa classe”: its blocks add up to 1 h 30 in the plan, and it takes 2 h"
    )


def test_day_of_a_violation_is_local() -> None:
    session = one_class(department="988")
    (found,) = breaches("work", session, place(session, "accueil", "2026-06-30 08:00", duration_min=45))
    assert found.day == date(2026, 6, 30)


@pytest.mark.parametrize(
    ("start", "off", "expected"),
    [
        pytest.param("2027-01-12 23:00", ["working_hours"], [], id="to midnight"),
        pytest.param("2027-01-12 23:15", ["working_hours"], ["over_midnight"], id="over it"),
        pytest.param("2027-01-12 23:15", [], [], id="R1 says so already"),
    ],
)
def test_a_class_lies_in_one_day(start: str, off: list[str], expected: list[str]) -> None:
    session = one_class(rules={"off": off})
    assert kinds("work", session, place(session, "accueil", start)) == expected


TWO = {"groups": [{"id": "a", "size": 9}, {"id": "b", "size": 9}], "trainers": [trainer("t"), trainer("u")]}


@pytest.mark.parametrize(
    ("scope", "missing"),
    [
        pytest.param(Scope("group", "a"), [("accueil", "a"), ("retour1", "a"), ("module1", "a")], id="a group's own"),
        pytest.param(Scope("trainer", "t"), [("retour1", "a"), ("retour1", "b")], id="what only this trainer may lead"),
        pytest.param(Scope("trainer", "u"), [("accueil", "b")], id="what is fixed to this trainer"),
    ],
)
def test_what_is_missing_of_ones_own_calendar(scope: Scope, missing: list[tuple[str, str]]) -> None:
    activities = [dict(activity) for activity in A_SESSION["activities"]]
    activities[0]["fixed"] = [{"group": "b", "day": "2027-01-12", "trainers": ["u"]}]
    activities[2]["trainers"] = ["t"]
    session = a_session(activities=activities, **TWO)
    found = check(session, a_plan(session), the_school(), scope=scope)
    assert [(violation.activity, violation.group) for violation in found] == missing
