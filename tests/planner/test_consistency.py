"""What only several values together show. The wrong files of tests/errors hold each message; here are the edges."""

import time

import pytest

from planner.consistency import inconsistencies
from tests.support.sessions import A_SESSION, a_session


def _found(**overrides):
    return {(each.id, each.path) for each in inconsistencies(a_session(**overrides))}


def _activities(*items):
    kinds = {"c": "virtual_class", "r": "remote_work", "e": "evaluation", "p": "in_person"}
    return [
        {"id": name, "kind": kinds[name[0]], "title": name, "duration": "1h"} | keys
        for name, keys in ((item, {}) if isinstance(item, str) else item for item in items)
    ]


def _ids(*items, **overrides):
    return {message_id for message_id, _ in _found(activities=_activities(*items), **overrides)}


def _circles(*items, **overrides):
    session = a_session(activities=_activities(*items), **overrides)
    return [each.facts["members"] for each in inconsistencies(session) if each.id == "circle"]


def test_a_good_session_has_none():
    assert _found() == set()


TWO_GROUPS = [{"id": "x", "size": 10}, {"id": "y", "size": 10}]


@pytest.mark.parametrize(
    ("items", "members"),
    [
        ([("c1", {"after": "c2"}), "c2"], ("c2", "c1")),
        ([("r1", {"after": "c1"}), ("c1", {"after": "r1"})], ("c1", "r1")),
        ([("r1", {"before": "r2"}), ("r2", {"before": "r1"})], ("r1", "r2")),
        ([("r1", {"after": "r2"}), ("r2", {"after": "r1"})], ("r2", "r1")),
        ([("c1", {"after": "r9"}), "c2", "c3", ("r9", {"after": "c3"})], ("r9", "c1", "c3")),
        ([("e1", {"after": "c1"}), ("c1", {"after": "e1"})], ("c1", "e1")),
        ([("r1", {"after": "c2"}), "c1", ("c2", {"after": "r1"})], ("c2", "r1")),
    ],
    ids=[
        "class against the file's order",
        "work and class after each other",
        "works before each other",
        "works after each other",
        "a long way: the shortest circle is shown",
        "an evaluation is work",
        "work after a class that is after it",
    ],
)
def test_circle(items, members):
    assert _circles(*items) == [members]


@pytest.mark.parametrize(
    "items",
    [
        ["r1", ("r2", {"after": "r1"}), ("r3", {"before": "c1"}), "c1"],
        [("r1", {"before": "c2"}), "c1", "c2"],
        ["c1", ("r1", {"after": "c2", "before": "c3"}), "c3"],
        ["c1", "c2", ("r1", {"after": "c1"})],
        [("r1", {"after": "c1"}), "c1"],
        ["r1", ("r2", {"before": "r1"})],
        [("r1", {"after": "c2"}), "r2", "c1", "c2", "c3"],
        [("r1", {"after": "c2"}), "c1", "c2", ("r2", {"before": "c2"})],
        [("r1", {"after": "r2"}), ("r2", {"after": "c3"}), "c3", "c4"],
        ["c1", "r1", "r2", "c2", ("r3", {"before": "r1"})],
    ],
    ids=[
        "links along the file",
        "`before` replaces the file's order after it",
        "a link to an activity that does not exist",
        "`after` replaces the file's order before it",
        "work after a class that is further down",
        "work before work that is further up",
        "nothing on the way down binds it",
        "two ways that meet",
        "link by link",
        "nothing on the way up binds it",
    ],
)
def test_no_circle(items):
    assert _circles(*items) == []


def test_a_circle_of_the_group_to_which_a_link_says_nothing():
    """x does r1 before c3, so c2 may come first; y has no c3: for y r1 keeps its place, and c2 cannot be before it."""
    items = [("r1", {"before": "c3"}), ("c2", {"before": "r1"})]
    assert _circles(*items, ("c3", {}), groups=TWO_GROUPS) == []
    assert _circles(*items, ("c3", {"groups": ["x"]}), groups=TWO_GROUPS) == [("c2", "r1")]


def test_a_circle_through_several_groups_is_none_for_any_of_them():
    """r1 before r2 in y, r2 before r3 in z, r3 before r1 in x: whole activities wait in a circle, no group does."""
    groups = [{"id": name, "size": 10} for name in "xyz"]
    items = [
        ("r1", {"groups": ["x", "y"]}),
        ("r2", {"groups": ["y", "z"]}),
        ("r3", {"groups": ["z", "x"], "after": "r2", "before": "r1"}),
    ]
    assert _circles(*items, groups=groups) == []
    everybody = [(name, {key: value for key, value in keys.items() if key != "groups"}) for name, keys in items]
    assert _circles(*everybody, groups=groups) == [("r3", "r1", "r2")]


def test_a_class_together_ties_its_groups_in_one_circle():
    """x does r1 after the class; y must do r2 before it; the class waits for r1, which only x does: a circle for x."""
    items = [("r1", {"groups": "x", "after": "c1"}), ("c1", {"together": True, "after": "r1"}), ("r2", {"groups": "y"})]
    assert _circles(*items, groups=TWO_GROUPS) == [("c1", "r1")]


def test_the_order_switched_off_has_no_circles():
    assert _circles(("c1", {"after": "c2"}), "c2", rules={"off": ["order"]}) == []


def test_a_circle_of_the_largest_session_is_found_in_time():
    groups = [{"id": f"g{n}", "size": 10} for n in range(60)]
    items = [
        (f"r{n}", {"groups": [f"g{n % 60}", f"g{(n + 1) % 60}"], "after": [f"r{(n + 1) % 200}"]}) for n in range(200)
    ]
    start = time.perf_counter()
    _circles(*items, groups=groups)
    assert time.perf_counter() - start < 20  # measured: under 1 s


@pytest.mark.parametrize(
    ("first", "last", "wrong"),
    [("2026-01-01", "2027-12-31", False), ("2026-01-01", "2028-01-02", True), ("2027-01-04", "2027-01-04", False)],
    ids=["730 days", "732 days", "one day"],
)
def test_window_too_long(first, last, wrong):
    assert (("window-too-long", ("window", "last")) in _found(window={"first": first, "last": last})) is wrong


@pytest.mark.parametrize(
    ("week", "wrong"), [("2027-W01", False), ("2027-W06", False), ("2026-W53", True), ("2027-W07", True)]
)
def test_derogation_outside_window(week, wrong):
    """The window goes from Monday 4 January (W01) to Friday 12 February (W06)."""
    found = _found(derogations=[{"week": week, "cap": "3h", "reason": "Examen"}])
    assert (("derogation-outside-window", ("derogations", 0, "week")) in found) is wrong


@pytest.mark.parametrize(
    ("kind", "duration", "rules", "wrong"),
    [
        ("c1", "10h", {}, False),
        ("c1", "10h15", {}, True),
        ("c1", "1h45", {"working_hours": {"mon-fri": "17:00-18:30"}}, True),
        ("c1", "1h45", {"working_hours": {"mon-fri": "17:00-18:30", "wed": "13:30-17:30"}}, False),
        ("c1", "1h", {"working_hours": {}}, True),
        ("c1", "25h", {"off": ["working_hours"]}, False),
        ("p1", "7h", {"working_hours": {"mon-fri": "17:00-18:30"}}, False),
        ("p1", "7h", {"in_person_hours": {"mon-fri": "9:00-12:00, 13:00-17:00"}}, True),
        ("r1", "25h", {}, False),
    ],
)
def test_longer_than_a_day(kind, duration, rules, wrong):
    assert ("longer-than-a-day" in _ids((kind, {"duration": duration}), rules=rules)) is wrong


@pytest.mark.parametrize(
    ("duration", "wrong"), [("20 min", False), ("30 min", False), ("40 min", True), ("1h05", True), ("1h15", False)]
)
def test_off_grid_duration(duration, wrong):
    assert ("off-grid-duration" in _ids(("r1", {"duration": duration}))) is wrong
    assert "off-grid-duration" not in _ids(("c1", {"duration": duration}))


def test_a_key_for_another_kind_is_refused_only_where_it_says_something():
    assert "key-not-for-kind" in _ids(("r1", {"capacity": 10}))
    assert "key-not-for-kind" in _ids(("p1", {"capacity": 10}))
    assert "key-not-for-kind" not in _ids(("r1", {"together": False, "trainers_needed": 1}))


@pytest.mark.parametrize(
    ("groups", "wrong"),
    [
        ([("lyon", 40), ("lyon-1", 5)], {2}),
        ([("lyon", 40), ("LYON-2", 5)], {2}),
        ([("lyon", 40), ("lyon-3", 5)], set()),
        ([("lyon", 25), ("lyon-1", 5)], set()),
        ([("lyon", 40), ("lyon-1", 40)], set()),
    ],
    ids=["same", "in capitals", "a number that is not used", "not split", "split as well"],
)
def test_part_named_as_group(groups, wrong):
    found = _found(groups=[{"id": name, "size": size} for name, size in groups])
    assert {path[1] + 1 for message_id, path in found if message_id == "part-named-as-group"} == wrong


def test_trainers_are_asked_for_live_activities_only():
    assert "no-trainer" not in _ids("r1", trainers=[])
    assert "no-trainer" in _ids("r1", "p1", trainers=[])


def test_an_unknown_trainer_is_not_one_too_few():
    assert _ids(("c1", {"trainers": ["durant"], "trainers_needed": 1})) == {"unknown-trainer"}


@pytest.mark.parametrize(("size", "wrong"), [(12, False), (13, True)])
def test_capacity_exceeded_together(size, wrong):
    groups = [{"id": "x", "size": size}, {"id": "y", "size": 13}]
    assert ("capacity-exceeded-together" in _ids(("c1", {"together": True}), groups=groups)) is wrong
    assert "capacity-exceeded-together" not in _ids("c1", groups=groups)
    assert "capacity-exceeded-together" not in _ids(
        ("c1", {"together": True}), groups=groups, rules={"off": "capacity"}
    )


def _fixed(first, last, duration):
    return {"first": first, "last": last, "duration": duration}


HALF_HOUR = _fixed("2027-01-11", "2027-01-15", "30 min")


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        ({"fixed": _fixed("2027-01-11", "2027-01-15", "1h")}, set()),
        ({"fixed": _fixed("2027-01-11", "2027-01-17", "1h")}, set()),
        ({"fixed": _fixed("2027-01-15", "2027-01-18", "1h")}, {"block-over-weeks"}),
        ({"fixed": _fixed("2027-01-15", "2027-01-14", "1h")}, {"reversed-range"}),
        ({"fixed": _fixed("2027-01-11", "2027-01-15", "15 min")}, {"block-off-grid"}),
        ({"duration": "20 min", "fixed": _fixed("2027-01-11", "2027-01-15", "20 min")}, set()),
        ({"fixed": [HALF_HOUR, _fixed("2027-01-18", "2027-01-22", "45 min")]}, {"fixed-too-long"}),
        ({"fixed": [HALF_HOUR, _fixed("2027-01-18", "2027-01-22", "30 min")]}, set()),
        ({"fixed": [HALF_HOUR, HALF_HOUR | {"group": "lyon"}]}, {"fixed-twice"}),
    ],
    ids=[
        "a week",
        "to Sunday",
        "over a weekend",
        "reversed",
        "too short",
        "whole short activity",
        "30 + 45 min of 1 h",
        "30 + 30 min of 1 h",
        "for all and by name",
    ],
)
def test_fixed_blocks(keys, expected):
    assert _ids(("r1", keys)) == expected


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        ({"fixed": "2027-01-13"}, set()),
        ({"fixed": {"x": "2027-01-13", "y": "2027-01-14T17:00"}}, set()),
        ({"fixed": {"x-1": "2027-01-13"}}, {"unknown-group"}),
        ({"fixed": [{"day": "2027-01-13"}, {"day": "2027-01-14"}]}, {"fixed-twice"}),
        ({"together": True, "fixed": {"x": "2027-01-13", "y": "2027-01-14"}}, {"fixed-twice"}),
        ({"fixed": {"at": "17:00", "day": "2027-02-12"}}, set()),
        ({"fixed": {"day": "2027-02-13"}}, {"fixed-outside-window"}),
        ({"fixed": "2027-01-13T17:05"}, set()),
    ],
    ids=[
        "a day for all",
        "one each",
        "a part that there is none of",
        "twice for all",
        "two for one class together",
        "last date of the window",
        "the day after",
        "not on the quarter hour: a rule's matter",
    ],
)
def test_fixed_classes(keys, expected):
    assert _ids(("c1", keys), groups=TWO_GROUPS) == expected


def test_a_part_of_a_split_group_may_be_fixed_by_its_own_name():
    assert _ids(("c1", {"fixed": {"lyon-2": "2027-01-13"}}), groups=[{"id": "lyon", "size": 40}]) == set()


def test_inconsistencies_do_not_change_the_session():
    session = a_session(activities=_activities(("c1", {"after": "c2"}), "c2"))
    assert inconsistencies(session) == inconsistencies(session)
    assert a_session() == a_session(**A_SESSION)
