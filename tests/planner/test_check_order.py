"""R9: the order of the file, `before` and `after`, and the gaps, group by group."""

from typing import Any

import pytest

from planner.plan import Placement, RemoteBlock
from planner.session import Session
from tests.support.breaches import breaches, kinds, say
from tests.support.sessions import a_session, block, place


def activities(*described: str, **more: dict[str, Any]) -> list[dict[str, Any]]:
    """« c1 r1 c2 »: classes of an hour (c), remote work of 2 h (r), in-person days (p), with more keys by id."""
    kinds_of = {"c": ("virtual_class", "1h"), "r": ("remote_work", "2h"), "p": ("in_person", "3h")}
    return [
        {"id": id, "kind": kinds_of[id[0]][0], "title": id, "duration": kinds_of[id[0]][1]} | more.get(id, {})
        for id in described
    ]


def at(session: Session, id: str, when: str, **how: Any) -> Placement | RemoteBlock:
    """A class on « 12 10:00 », a block on « 12-15 »: days of January 2027."""
    if id.startswith("r"):
        first, _, last = when.partition("-")
        return block(session, id, f"2027-01-{first}", f"2027-01-{last or first}", 120, **how)
    return place(session, id, f"2027-01-{when}", **how)


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        pytest.param("12 10:00", "12 11:00", [], id="one starts when the other ends"),
        pytest.param("12 10:00", "12 10:45", ["file_order"], id="a quarter too early"),
        pytest.param("12 10:00", "11 10:00", ["file_order"], id="a day too early"),
    ],
)
@pytest.mark.parametrize("second_id", ["c2", "p2"])
def test_two_live_activities(first: str, second: str, second_id: str, expected: list[str]) -> None:
    session = a_session(activities=activities("c1", second_id))
    assert kinds("order", session, at(session, "c1", first), at(session, second_id, second)) == expected


@pytest.mark.parametrize(
    ("work", "expected"),
    [
        pytest.param("13-18", [], id="from the day after the class to the day before the next"),
        pytest.param("12-18", ["file_order"], id="begins on the day of the class before"),
        pytest.param("13-19", ["file_order"], id="ends on the day of the next class"),
    ],
)
def test_remote_work_between_two_classes(work: str, expected: list[str]) -> None:
    session = a_session(activities=activities("c1", "r", "c2"))
    entries = [at(session, "c1", "12 10:00"), at(session, "r", work), at(session, "c2", "19 17:00")]
    assert kinds("order", session, *entries) == expected


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        pytest.param("11-13", "13-15", [], id="they may share a day"),
        pytest.param("11-13", "12-15", ["file_order"], id="two days are too many"),
        pytest.param("18-20", "11-13", ["file_order"], id="the other way round"),
    ],
)
def test_two_pieces_of_remote_work(first: str, second: str, expected: list[str]) -> None:
    session = a_session(activities=activities("r1", "r2"))
    assert kinds("order", session, at(session, "r1", first), at(session, "r2", second)) == expected


def test_a_remote_activity_begins_and_ends_with_its_outer_blocks() -> None:
    session = a_session(activities=activities("r1", "c2"))
    early, late = at(session, "r1", "04-05"), at(session, "r1", "18-20")
    assert kinds("order", session, early, late, at(session, "c2", "21 10:00")) == []
    assert kinds("order", session, early, late, at(session, "c2", "20 10:00")) == ["file_order"]


def test_before_replaces_what_comes_after_in_the_file() -> None:
    session = a_session(activities=activities("r1", "c2", "r3", "c4", r1={"before": "c4"}))
    after_class_2 = [
        at(session, "r1", "13-15"),
        at(session, "c2", "12 10:00"),
        at(session, "r3", "13-15"),
        at(session, "c4", "19 10:00"),
    ]
    assert kinds("order", session, *after_class_2) == []
    too_late = [at(session, "r1", "19"), *after_class_2[1:]]
    assert kinds("order", session, *too_late) == ["link_order"]


def test_after_replaces_what_comes_before_in_the_file() -> None:
    session = a_session(activities=activities("c1", "c2", "r3", r3={"after": "c1"}))
    classes = [at(session, "c1", "12 10:00"), at(session, "c2", "19 10:00")]
    assert kinds("order", session, *classes, at(session, "r3", "13-15")) == []
    assert kinds("order", session, *classes, at(session, "r3", "12-15")) == ["link_order"]


def test_after_what_is_further_down_replaces_the_file_up_to_there() -> None:
    session = a_session(activities=activities("r1", "c2", "c3", "c4", r1={"after": "c3"}))
    classes = [at(session, "c2", "05 10:00"), at(session, "c3", "12 10:00"), at(session, "c4", "19 10:00")]
    assert kinds("order", session, *classes, at(session, "r1", "13-15")) == []
    assert kinds("order", session, *classes, at(session, "r1", "06-07")) == ["link_order"]
    assert kinds("order", session, *classes, at(session, "r1", "18-20")) == ["file_order"], "still before the next"


def test_before_what_is_further_up_replaces_the_file_up_to_there() -> None:
    session = a_session(activities=activities("c1", "c2", "c3", "r4", r4={"before": "c2"}))
    classes = [at(session, "c1", "05 10:00"), at(session, "c2", "12 10:00"), at(session, "c3", "19 10:00")]
    assert kinds("order", session, *classes, at(session, "r4", "06-11")) == []
    assert kinds("order", session, *classes, at(session, "r4", "13-15")) == ["link_order"]
    assert kinds("order", session, *classes, at(session, "r4", "04")) == ["file_order"], "still after the one before"


def test_links_of_a_class_add_to_the_order_of_the_file() -> None:
    session = a_session(activities=activities("c1", "c2", "r3", c2={"after": "r3"}, r3={"after": "c1"}))
    work_first = [at(session, "c1", "12 10:00"), at(session, "r3", "13-14"), at(session, "c2", "15 10:00")]
    assert kinds("order", session, *work_first) == []
    before_class_1 = [at(session, "c1", "18 10:00"), at(session, "r3", "13-14"), at(session, "c2", "15 10:00")]
    assert kinds("order", session, *before_class_1) == ["file_order", "link_order"]


@pytest.mark.parametrize(
    ("second", "gaps", "expected"),
    [
        pytest.param("19 10:00", {"min_gap": "7d"}, [], id="Tuesday to the next Tuesday is 7"),
        pytest.param("18 17:00", {"min_gap": "7d"}, ["link_min_gap"], id="Monday is 6"),
        pytest.param("26 10:00", {"max_gap": "2w"}, [], id="two weeks are 14"),
        pytest.param("27 10:00", {"max_gap": "2w"}, ["link_max_gap"], id="15 is more"),
        pytest.param("12 11:00", {"max_gap": "0d"}, [], id="the same day is 0"),
    ],
)
@pytest.mark.parametrize("side", ["before", "after"])
def test_gaps_of_a_link(second: str, gaps: dict[str, str], side: str, expected: list[str]) -> None:
    link = (
        {"c1": {"before": {"activity": "c2", **gaps}}}
        if side == "before"
        else {"c2": {"after": {"activity": "c1", **gaps}}}
    )
    session = a_session(activities=activities("c1", "c2", **link))
    assert kinds("order", session, at(session, "c1", "12 10:00"), at(session, "c2", second)) == expected


def test_gap_counts_from_the_end_of_remote_work() -> None:
    session = a_session(activities=activities("r1", "c2", r1={"before": {"activity": "c2", "min_gap": "3d"}}))
    assert kinds("order", session, at(session, "r1", "11-13"), at(session, "c2", "16 10:00")) == []
    assert kinds("order", session, at(session, "r1", "11-13"), at(session, "c2", "15 10:00")) == ["link_min_gap"]


@pytest.mark.parametrize(
    ("second", "gap", "expected"),
    [
        pytest.param("19 10:00", {"min": "7d"}, [], id="a week"),
        pytest.param("18 10:00", {"min": "7d"}, ["class_min_gap"], id="a day less"),
        pytest.param("26 10:00", {"max": "14d"}, [], id="two weeks"),
        pytest.param("27 10:00", {"max": "14d"}, ["class_max_gap"], id="a day more"),
    ],
)
def test_gap_between_classes(second: str, gap: dict[str, str], expected: list[str]) -> None:
    session = a_session(activities=activities("c1", "p2", "c3"), rules={"class_gap": gap})
    first, between = at(session, "c1", "12 10:00"), at(session, "p2", "12 14:00")
    assert kinds("order", session, first, between, at(session, "c3", second)) == expected


def test_group_by_group() -> None:
    groups = [{"id": "a", "size": 20}, {"id": "b", "size": 20}]
    session = a_session(activities=activities("c1", "c2"), groups=groups)
    first_of_a = at(session, "c1", "12 10:00", groups=("a",))
    second_of_b = at(session, "c2", "11 10:00", groups=("b",))
    assert kinds("order", session, first_of_a, second_of_b) == []
    found = breaches("order", session, first_of_a, at(session, "c2", "11 10:00", groups=("a",)))
    assert [violation.group for violation in found] == ["a"]


@pytest.mark.parametrize("key", ["before", "after"])
def test_a_link_to_what_a_group_does_not_do_says_nothing_to_it(key: str) -> None:
    groups = [{"id": "a", "size": 20}, {"id": "b", "size": 20}]
    described = activities("c1", "r", "c2", "c3", r={key: "c2"}, c2={"groups": ["a"]})
    session = a_session(activities=described, groups=groups)
    classes = [at(session, "c1", "12 10:00", groups=("b",)), at(session, "c3", "19 10:00", groups=("b",))]
    for work, expected in (("13-18", []), ("12-18", ["file_order"]), ("13-19", ["file_order"])):
        found = kinds("order", session, *classes, at(session, "r", work, group="b"))
        assert found == expected, work
    own = [at(session, "c2", "14 10:00", groups=("a",)), at(session, "c3", "19 10:00", groups=("a",))]
    work = at(session, "r", "13" if key == "before" else "15", group="a")
    assert kinds("order", session, *own, work) == []


def test_a_plan_that_does_not_hold_the_linked_class_yet_is_still_bound_by_the_link() -> None:
    session = a_session(activities=activities("r1", "c2", "c3", r1={"before": "c3"}))
    assert kinds("order", session, at(session, "r1", "13"), at(session, "c2", "12 10:00"), partial=True) == []


def test_all_together_wait_for_each_group() -> None:
    groups = [{"id": "a", "size": 10}, {"id": "b", "size": 10}]
    session = a_session(activities=activities("c1", "c2", c2={"together": True}), groups=groups)
    firsts = [at(session, "c1", "12 10:00", groups=("a",)), at(session, "c1", "13 10:00", groups=("b",))]
    found = breaches("order", session, *firsts, at(session, "c2", "12 15:00"))
    assert [violation.group for violation in found] == ["b"]


def test_days_are_those_of_the_session_s_place() -> None:
    session = a_session(department="988", activities=activities("r1", "c2"))
    # Tuesday 08:00 in Nouméa is still Monday in UTC
    assert kinds("order", session, at(session, "r1", "11"), at(session, "c2", "12 08:00")) == []
    assert kinds("order", session, at(session, "r1", "12"), at(session, "c2", "12 08:00")) == ["file_order"]


def test_partial_plan_does_not_judge_what_is_not_whole() -> None:
    link = {"activity": "c2", "max_gap": "3d"}
    session = a_session(activities=activities("r1", "c2", r1={"before": link, "duration": "4h"}))
    half = [at(session, "r1", "11"), at(session, "c2", "19 10:00")]
    assert kinds("order", session, *half, partial=True) == []
    assert kinds("order", session, *half) == ["link_max_gap"]


def test_partial_plan_judges_what_is_whole() -> None:
    link = {"activity": "c2", "max_gap": "3d"}
    session = a_session(activities=activities("r1", "c2", r1={"before": link, "duration": "4h"}))
    both_halves = [at(session, "r1", "04"), at(session, "r1", "11"), at(session, "c2", "19 10:00")]
    assert kinds("order", session, *both_halves, partial=True) == ["link_max_gap"]
    session = a_session(activities=activities("c1", "c2", "c3"), rules={"class_gap": {"max": "3d"}})
    two_of_three = [at(session, "c1", "12 10:00"), at(session, "c2", "18 10:00")]
    assert kinds("order", session, *two_of_three, partial=True) == ["class_max_gap"]


def test_links_to_what_is_missing_ask_for_nothing() -> None:
    gap = {"min_gap": "7d"}
    session = a_session(activities=activities("c1", "c2", c1={"before": {"activity": "c2", **gap}}))
    assert kinds("order", session, at(session, "c1", "12 10:00"), partial=True) == []
    assert kinds("order", session, at(session, "c2", "12 10:00"), partial=True) == []


def test_classes_in_the_wrong_order_are_told_once() -> None:
    session = a_session(activities=activities("c1", "c2"), rules={"class_gap": {"min": "7d"}})
    assert kinds("order", session, at(session, "c1", "12 10:00"), at(session, "c2", "11 10:00")) == ["file_order"]


def test_sentences_give_both_dates() -> None:
    session = a_session(activities=activities("c1", "c2"), rules={"class_gap": {"min": "7d"}})
    (found,) = breaches("order", session, at(session, "c1", "12 10:00"), at(session, "c2", "18 10:00"))
    assert say(found, session) == (
        "Monday 18 January 2027, “c2”: it begins 6 days after “c1” (Tuesday 12 January 2027), "
        "and at least 7 days are asked for (R9)"
    )


def test_switched_off() -> None:
    session = a_session(activities=activities("c1", "c2"), rules={"off": ["order"]})
    assert kinds("order", session, at(session, "c1", "12 10:00"), at(session, "c2", "11 10:00")) == []


def test_what_a_group_is_not_to_do_has_no_place_in_its_order() -> None:
    """A plan may hold it all the same, made by hand or before a cancellation: that is said by other rules."""
    groups = [{"id": "a", "size": 10}, {"id": "b", "size": 10}]
    described = activities("c1", "r1", "c2", r1={"groups": ["b"]})
    session = a_session(activities=described, groups=groups)
    stranger = at(session, "r1", "18-20", group="a")
    assert not breaches("order", session, at(session, "c1", "12 10:00", groups=("a",)), stranger)
