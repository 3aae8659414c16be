"""R9: the order of the parcours and the asked gaps."""

from typing import Any

import pytest

from planner.session import Session
from tests.support.sessions import a_session
from tests.support.solver import at_once, bites, good_plan, has_no_plan, live, remote, starts

WEEK = ("2027-01-11", "2027-01-15")
MONTH = ("2027-01-11", "2027-02-05")


def fixed_block(first: str, last: str, duration: str = "1h") -> list[dict[str, str]]:
    return [{"first": first, "last": last, "duration": duration}]


def on_days(one: dict[str, Any], other: dict[str, Any], **more: Any) -> Session:
    return at_once(*MONTH, one, other, hours="08:00-18:00", **more)


def test_holds() -> None:
    plan = good_plan(a_session())
    assert plan.placements[0].start.date() < plan.blocks[0].first
    assert plan.blocks[-1].last < plan.placements[1].start.date()


def test_bites() -> None:
    late, early = live("c1", fixed="2027-01-13T17:00"), live("c2", fixed="2027-01-12T17:00")
    assert bites("order", at_once(*WEEK, late, early)) == {"file_order"}


DAY_2, DAY_3 = "2027-01-12", "2027-01-13"


@pytest.mark.parametrize(
    ("first", "second", "possible"),
    [
        pytest.param(
            live("c1", fixed=f"{DAY_2}T10:00"), live("c2", fixed=f"{DAY_2}T11:00"), True, id="a class when one is over"
        ),
        pytest.param(
            live("c1", fixed=f"{DAY_2}T10:00"), live("c2", fixed=f"{DAY_2}T10:45"), False, id="a quarter too early"
        ),
        pytest.param(
            live(fixed=f"{DAY_2}T10:00"),
            remote(duration="1h", fixed=fixed_block(DAY_2, DAY_3)),
            False,
            id="work from the day of the class",
        ),
        pytest.param(
            live(fixed=f"{DAY_2}T10:00"),
            remote(duration="1h", fixed=fixed_block(DAY_3, DAY_3)),
            True,
            id="work from the next day",
        ),
        pytest.param(
            remote(duration="1h", fixed=fixed_block(DAY_2, DAY_3)),
            live(fixed=f"{DAY_3}T10:00"),
            False,
            id="work until the day of the class",
        ),
        pytest.param(
            remote(duration="1h", fixed=fixed_block(DAY_2, DAY_2)),
            live(fixed=f"{DAY_3}T10:00"),
            True,
            id="work until the day before",
        ),
        pytest.param(
            remote("r1", "1h", fixed=fixed_block(DAY_2, DAY_3)),
            remote("r2", "1h", fixed=fixed_block(DAY_3, DAY_3)),
            True,
            id="two pieces of work share a day",
        ),
        pytest.param(
            remote("r1", "1h", fixed=fixed_block(DAY_2, DAY_3)),
            remote("r2", "1h", fixed=fixed_block(DAY_2, DAY_3)),
            False,
            id="two pieces of work share two days",
        ),
    ],
)
def test_one_after_the_other(first: dict[str, Any], second: dict[str, Any], possible: bool) -> None:
    session = on_days(first, second, rules={"trainer_gap": "0 min", "off": ["trainer", "participant"]})
    assert has_no_plan(session) is not possible
    if not possible:
        assert bites("order", session) == {"file_order"}


def test_before_replaces_what_comes_after_in_the_file() -> None:
    work = remote(duration="1h", before="c2", fixed=fixed_block("2027-01-14", "2027-01-14"))
    c1, c2 = live("c1", fixed="2027-01-12T10:00"), live("c2", fixed="2027-01-15T10:00")
    session = at_once(*WEEK, work, c1, c2, hours="08:00-18:00", rules={"weekly_cap": "3h"})
    assert good_plan(session)
    earlier = live("c2", fixed="2027-01-14T10:00")
    session = at_once(*WEEK, work, c1, earlier, hours="08:00-18:00", rules={"weekly_cap": "3h"})
    assert bites("order", session) == {"link_order"}


def test_after_replaces_what_comes_before_in_the_file() -> None:
    c1, c2 = live("c1", fixed="2027-01-12T10:00"), live("c2", fixed="2027-01-15T10:00")
    work = remote(duration="1h", after="c1", fixed=fixed_block("2027-01-13", "2027-01-13"))
    session = at_once(*WEEK, c1, c2, work, hours="08:00-18:00", rules={"weekly_cap": "3h"})
    assert good_plan(session)


@pytest.mark.parametrize(
    ("link", "day", "kinds"),
    [
        pytest.param({"min_gap": "7d"}, "2027-01-19", set(), id="Tuesday to the next Tuesday is 7"),
        pytest.param({"min_gap": "1w"}, "2027-01-18", {"link_min_gap"}, id="Tuesday to Monday is 6"),
        pytest.param({"max_gap": "7d"}, "2027-01-19", set(), id="at most 7"),
        pytest.param({"max_gap": "1w"}, "2027-01-20", {"link_max_gap"}, id="8 is more than 7"),
        pytest.param({"max_gap": "0d"}, "2027-01-12", set(), id="the same day"),
        pytest.param({"min_gap": "20d", "max_gap": "21d"}, "2027-02-02", set(), id="three weeks"),
        pytest.param({"min_gap": "20d", "max_gap": "21d"}, "2027-02-03", {"link_max_gap"}, id="and a day"),
    ],
)
def test_gaps_of_a_link(link: dict[str, str], day: str, kinds: set[str]) -> None:
    c1 = live("c1", fixed="2027-01-12T10:00")
    session = on_days(c1, live("c2", fixed=f"{day}T14:00", after={"activity": "c1", **link}))
    if kinds:
        assert bites("order", session) == kinds
    else:
        assert good_plan(session)


@pytest.mark.parametrize(
    ("link", "kinds"),
    [
        pytest.param({"min_gap": "3d"}, set(), id="from the last day of the work"),
        pytest.param({"min_gap": "4d"}, {"link_min_gap"}, id="a day more"),
        pytest.param({"max_gap": "3d"}, set(), id="at most"),
        pytest.param({"max_gap": "2d"}, {"link_max_gap"}, id="a day less"),
    ],
)
def test_gaps_after_remote_work(link: dict[str, str], kinds: set[str]) -> None:
    """Work until Friday 15, class on Monday 18: 3 days."""
    work = remote(duration="1h", fixed=fixed_block("2027-01-12", "2027-01-15"), before={"activity": "c1", **link})
    session = on_days(work, live(fixed="2027-01-18T10:00"))
    if kinds:
        assert bites("order", session) == kinds
    else:
        assert good_plan(session)


@pytest.mark.parametrize(
    ("gap", "second", "kinds"),
    [
        pytest.param({"min": "1w"}, "2027-01-19", set(), id="a week"),
        pytest.param({"min": "1w"}, "2027-01-18", {"class_min_gap"}, id="six days"),
        pytest.param({"max": "1w"}, "2027-01-19", set(), id="at most a week"),
        pytest.param({"max": "1w"}, "2027-01-20", {"class_max_gap"}, id="eight days"),
    ],
)
def test_class_gap(gap: dict[str, str], second: str, kinds: set[str]) -> None:
    c1, c2 = live("c1", fixed="2027-01-12T10:00"), live("c2", fixed=f"{second}T10:00")
    session = on_days(c1, c2, rules={"class_gap": gap})
    if kinds:
        assert bites("order", session) == kinds
    else:
        assert good_plan(session)


def test_class_gap_looks_over_days_on_site_and_work() -> None:
    c1, c2 = live("c1", fixed="2027-01-12T10:00"), live("c2", fixed="2027-01-18T10:00")
    between = live("p1", kind="in_person", fixed="2027-01-13T10:00")
    session = at_once(
        *MONTH,
        c1,
        between,
        remote(duration="30 min", fixed=fixed_block("2027-01-14", "2027-01-15", "30 min")),
        c2,
        hours="08:00-18:00",
        rules={"class_gap": {"min": "1w"}},
    )
    assert bites("order", session) == {"class_min_gap"}


def test_class_gap_is_between_the_classes_that_each_group_attends() -> None:
    """Group b skips c2, so its gap is from c1 to c3: 14 days."""
    groups = [{"id": "a", "size": 10}, {"id": "b", "size": 10}]
    activities = (live("c1"), live("c2", groups=["a"]), live("c3"))
    gap = {"class_gap": {"min": "7d", "max": "7d"}}
    session = at_once("2027-01-11", "2027-01-31", *activities, hours="08:00-18:00", groups=groups, rules=gap)
    found = good_plan(session)
    days = {(p.activity, p.groups[0]): p.start.date() for p in found.placements}
    assert (days["c3", "a"] - days["c1", "a"]).days == 14
    assert (days["c3", "b"] - days["c1", "b"]).days == 7


def test_groups_do_not_wait_for_one_another() -> None:
    groups = [{"id": "a", "size": 10}, {"id": "b", "size": 10}]
    fixed = ({"a": "2027-01-12T10:00", "b": "2027-01-14T10:00"}, {"a": "2027-01-13T10:00", "b": "2027-01-15T10:00"})
    session = on_days(live("c1", fixed=fixed[0]), live("c2", fixed=fixed[1]), groups=groups)
    assert good_plan(session)


def test_all_wait_for_what_they_attend_together() -> None:
    groups = [{"id": "a", "size": 10}, {"id": "b", "size": 10}]
    own = live("c1", fixed={"a": "2027-01-12T10:00", "b": "2027-01-14T10:00"})
    assert bites("order", on_days(own, live("c2", together=True, fixed="2027-01-13T10:00"), groups=groups)) == {
        "file_order"
    }
    session = on_days(own, live("c2", together=True, fixed="2027-01-14T11:15"), groups=groups)
    assert "2027-01-14 11:15" in starts(session, good_plan(session))


def test_switched_off() -> None:
    """Four weeks apart and backwards: the rhythm has a cost, not a limit."""
    late, early = live("c1", fixed="2027-02-03T17:00"), live("c2", fixed="2027-01-12T17:00")
    assert good_plan(at_once(*MONTH, late, early, rules={"off": ["order"]}))


@pytest.mark.parametrize(
    ("work", "place"),
    [
        pytest.param([remote(after="c2"), live("c1"), live("c2"), live("c3")], 2, id="written first, done after"),
        pytest.param([live("c1"), live("c2"), live("c3"), remote(before="c2")], 1, id="written last, done before"),
    ],
)
def test_remote_work_stands_where_its_link_says_and_not_where_it_is_written(
    work: list[dict[str, Any]], place: int
) -> None:
    plan = good_plan(at_once(*MONTH, *work, hours="08:00-18:00"))
    days = [placement.start.date() for placement in plan.placements]
    assert days[place - 1] < plan.blocks[0].first and plan.blocks[-1].last < days[place]
