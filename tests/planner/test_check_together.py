"""What several plans break together: one person's two hours, one trainer, one place at a time, the shared rooms."""

from dataclasses import replace
from typing import Any

import pytest

from planner.academy import Academy
from planner.check import check
from planner.messages.texts import LANGUAGES
from planner.session import Session
from tests.support.breaches import trainer
from tests.support.sessions import a_plan, block, place, the_school
from tests.support.together import LIVE, breaches_together, enrolled, said_together, short

WEEK = ("2027-01-18", "2027-01-22")
BOTH = {"zoe": ("a/lyon", "b/lyon"), "max": ("a/lyon", "b/lyon"), "ida": ("a/lyon",)}


def academy(*sessions: Session, people: dict[str, tuple[str, ...]] = BOTH, rooms: int | None = None) -> Academy:
    return Academy(sessions, enrolments=enrolled(people), virtual_rooms=rooms)


def work(session: Session, minutes: int, week: tuple[str, str] = WEEK) -> Any:
    return block(session, "module", *week, minutes)


def kinds(found: list[Any]) -> list[str]:
    return [violation.kind for violation in found]


# R5


@pytest.mark.parametrize(
    ("minutes", "expected"),
    [
        pytest.param(60, [], id="1 h + 1 h = 2 h, the cap"),
        pytest.param(75, ["over_cap_together"], id="1 h + 1 h 15, over it"),
    ],
)
def test_two_hours_are_one_pool_over_the_sessions_of_a_person(minutes: int, expected: list[str]) -> None:
    a, b = short("a"), short("b")
    found = breaches_together(academy(a, b), {"a": (work(a, 60),), "b": (work(b, minutes),)})
    assert kinds(found) == expected
    for violation in found:
        facts = violation.facts
        assert (facts["asked_min"], facts["cap_min"], facts["people"]) == (135, 120, 2)
        assert facts["members"] == (("a", "lyon"), ("b", "lyon"))
        assert facts["parts"] == (("a", "module", 60), ("b", "module", 75))


def test_another_week_is_another_pool() -> None:
    a, b = short("a"), short("b")
    assert not breaches_together(academy(a, b), {"a": (work(a, 120),), "b": (work(b, 120, ("2027-01-25",) * 2),)})


def test_groups_without_a_person_in_common_do_not_share() -> None:
    a, b = short("a"), short("b")
    apart = {"zoe": ("a/lyon",), "max": ("b/lyon",)}
    assert not breaches_together(academy(a, b, people=apart), {"a": (work(a, 120),), "b": (work(b, 120),)})


def test_classes_count_unless_their_session_says_not() -> None:
    a = short("a")
    for rules, expected in (({}, 1), ({"virtual_classes_count": False}, 0)):
        b = short("b", rules=rules)
        entries = {"a": (work(a, 75),), "b": (place(b, "classe", "2027-01-19 17:00"),)}
        assert len(breaches_together(academy(a, b), entries)) == expected


@pytest.mark.parametrize(
    ("b_keys", "minutes", "expected"),
    [
        pytest.param({"rules": {"weekly_cap": "3h"}}, 30, [120], id="the smallest cap counts: 2 h"),
        pytest.param({"rules": {"weekly_cap": "90 min"}}, 30, [90], id="the smallest cap counts: 1 h 30"),
        pytest.param(
            {"derogations": [{"week": "2027-W03", "cap": "3h", "reason": "stage"}]}, 30, [], id="one has a derogation"
        ),
        pytest.param(
            {"derogations": [{"week": "2027-W03", "cap": "1h", "reason": "stage"}]}, 30, [60],
            id="a derogation of less is one too",
        ),
        pytest.param(
            {"derogations": [{"week": "2027-W04", "cap": "3h", "reason": "stage"}]}, 30, [120], id="of another week"
        ),
    ],
)  # fmt: skip
def test_whose_cap(b_keys: dict[str, Any], minutes: int, expected: list[int]) -> None:
    a, b = short("a"), short("b", **b_keys)
    found = breaches_together(academy(a, b), {"a": (work(a, 120),), "b": (work(b, minutes),)})
    assert [violation.facts["cap_min"] for violation in found] == expected


def test_the_largest_derogation_counts() -> None:
    derogation = {"week": "2027-W03", "reason": "stage"}
    a = short("a", derogations=[derogation | {"cap": "150 min"}])
    b = short("b", derogations=[derogation | {"cap": "4h", "reason": "jury"}])
    entries = {"a": (work(a, 120),), "b": (work(b, 135),)}
    (found,) = breaches_together(academy(a, b), entries)
    assert (found.facts["cap_min"], found.facts["derogation"]) == (240, "jury")
    assert not breaches_together(academy(a, b), entries | {"b": (work(b, 120),)})


def test_the_smaller_cap_of_a_session_that_asks_nothing_in_that_week() -> None:
    """A person's cap is that of the person: session a alone keeps its own 3 h."""
    a, b = short("a", rules={"weekly_cap": "3h"}), short("b")
    assert kinds(breaches_together(academy(a, b), {"a": (work(a, 150),), "b": ()})) == ["over_cap_together"]


def test_what_check_says_already_is_not_said_again() -> None:
    a, b = short("a"), short("b")
    assert [violation.kind for violation in check(a, a_plan(a, work(a, 150)), the_school())].count("over_cap") == 1
    assert not breaches_together(academy(a, b), {"a": (work(a, 150),), "b": ()})


def test_a_session_without_a_plan_neither_asks_nor_limits() -> None:
    a, b, c = short("a"), short("b"), short("c", rules={"weekly_cap": "1h"})
    people = {"zoe": ("a/lyon", "b/lyon", "c/lyon")}
    assert not breaches_together(academy(a, b, c, people=people), {"a": (work(a, 60),), "b": (work(b, 60),)})


def test_three_sessions_and_two_of_them() -> None:
    """One violation for each set of groups: two people are in all three, one in a and b alone."""
    a, b, c = short("a"), short("b"), short("c")
    people = {"x": ("a/lyon", "b/lyon", "c/lyon"), "y": ("c/lyon", "b/lyon", "a/lyon"), "z": ("a/lyon", "b/lyon")}
    entries = {"a": (work(a, 60),), "b": (work(b, 75),), "c": (work(c, 30),)}
    found = breaches_together(academy(a, b, c, people=people), entries)
    assert [(each.facts["people"], each.facts["asked_min"]) for each in found] == [(1, 135), (2, 165)]


def test_people_of_a_split_group_are_dealt_to_its_parts() -> None:
    """30 people at 25 a class: 15 in lyon-1, 15 in lyon-2, in the order of their ids."""
    a, b = short("a", groups=[{"id": "lyon", "size": 30}]), short("b")
    both = {f"p{number:02}": ("a/lyon", "b/lyon") for number in range(20)}
    assert set(academy(a, b, people=both).memberships().values()) == {
        (("a", "lyon-1"), ("b", "lyon")), (("a", "lyon-2"), ("b", "lyon")),
    }  # fmt: skip
    second = block(a, "module", *WEEK, 120, group="lyon-2")
    (found,) = breaches_together(academy(a, b, people=both), {"a": (second,), "b": (work(b, 60),)})
    assert found.facts["people"] == 5 and found.facts["members"][0] == ("a", "lyon-2")


def test_more_people_than_the_group_has_are_in_its_last_part() -> None:
    a, b = short("a", groups=[{"id": "lyon", "size": 26}]), short("b")
    both = {f"p{number:02}": ("a/lyon", "b/lyon") for number in range(30)}
    parts = [members[0][1] for members in academy(a, b, people=both).memberships().values()]
    assert parts == ["lyon-1"] * 13 + ["lyon-2"] * 17


def test_enrolments_in_what_there_is_not() -> None:
    for places in (("a/lyon", "c/lyon"), ("a/lyon", "b/est")):
        with pytest.raises(KeyError):
            academy(short("a"), short("b"), people={"zoe": places}).memberships()


# R7


@pytest.mark.parametrize(
    ("start", "gaps", "expected"),
    [
        pytest.param("17:00", (None, None), ["overlap_together"], id="at the same time"),
        pytest.param("17:45", (None, None), ["overlap_together"], id="a quarter of an hour too early"),
        pytest.param("18:00", (None, None), ["gap_together"], id="right after, 15 min are asked for"),
        pytest.param("18:15", (None, None), [], id="15 min later"),
        pytest.param("18:15", (None, "30 min"), ["gap_together"], id="the larger gap of the two counts"),
        pytest.param("18:00", ("0 min", "0 min"), [], id="neither asks for a gap"),
        pytest.param("16:00", (None, None), ["gap_together"], id="right before"),
    ],
)
def test_one_trainer_leads_one_thing_at_a_time(
    start: str, gaps: tuple[str | None, str | None], expected: list[str]
) -> None:
    a, b = (short(id, rules={"trainer_gap": gap} if gap else {}) for id, gap in zip("ab", gaps, strict=True))
    entries = {
        "a": (place(a, "classe", "2027-01-19 17:00"),),
        "b": (place(b, "classe", f"2027-01-19 {start}"),),
    }
    found = breaches_together(academy(a, b, people={}), entries)
    assert kinds(found) == expected
    assert all(violation.trainer == "durand" for violation in found)


def test_two_trainers_are_two() -> None:
    a, b = short("a"), short("b", trainers=[trainer("petit")])
    entries = {each.id: (place(each, "classe", "2027-01-19 17:00"),) for each in (a, b)}
    assert not breaches_together(academy(a, b, people={}), entries)


def test_what_lies_between_two_of_one_session_is_left_to_check() -> None:
    two = [LIVE | {"id": "un"}, LIVE | {"id": "deux"}]
    a, b = short("a", activities=two), short("b")
    entries = {"a": (place(a, "un", "2027-01-19 17:00"), place(a, "deux", "2027-01-19 17:00")), "b": ()}
    assert not breaches_together(academy(a, b, people={}), entries)


@pytest.mark.parametrize(
    ("key", "day", "expected"),
    [
        pytest.param("max_delivery_day", "2027-01-19", ["day_limit_together"], id="2 h on one day"),
        pytest.param("max_delivery_day", "2027-01-20", [], id="1 h on each of two days"),
        pytest.param("max_delivery_week", "2027-01-20", ["week_limit_together"], id="2 h in one week"),
        pytest.param("max_delivery_week", "2027-01-26", [], id="1 h in each of two weeks"),
    ],
)
@pytest.mark.parametrize("who", ["trainer", "rules"])
def test_delivery_adds_up_over_sessions(key: str, day: str, expected: list[str], who: str) -> None:
    """One session states 1 h 30; it is that person's limit in both."""
    stated = {"trainers": [trainer("durand", **{key: "90 min"})]} if who == "trainer" else {"rules": {key: "90 min"}}
    a, b = short("a", **stated), short("b", rules={key: "3h"})
    entries = {"a": (place(a, "classe", "2027-01-19 10:00"),), "b": (place(b, "classe", f"{day} 14:00"),)}
    found = breaches_together(academy(a, b, people={}), entries)
    assert kinds(found) == expected
    assert [violation.facts["limit_min"] for violation in found] == [90] * len(expected)


def test_a_limit_that_only_another_session_states() -> None:
    """Session b alone leads 2 h; a, whose team has the same person, states 1 h 30."""
    a = short("a", trainers=[trainer("durand", max_delivery_day="90 min")])
    b = short("b", activities=[LIVE | {"duration": "2h"}])
    entries = {"a": (), "b": (place(b, "classe", "2027-01-19 10:00"),)}
    assert kinds(breaches_together(academy(a, b, people={}), entries)) == ["day_limit_together"]
    own = short("b", activities=[LIVE | {"duration": "2h"}], rules={"max_delivery_day": "90 min"})
    assert not breaches_together(academy(a, own, people={}), entries), "`check` says it of b"


def test_days_are_those_of_the_trainer() -> None:
    """Tuesday 19 January 09:00 in Nouméa is Monday 23:00 in Paris: one day for a trainer there, another here."""
    noumea = {"department": "988", "window": {"first": "2027-03-01", "last": "2027-04-23"}}
    limit = {"max_delivery_day": "90 min"}
    a = short("a", **noumea, trainers=[trainer("durand", department="75", **limit)])
    b = short("b", window=noumea["window"], trainers=[trainer("durand", department="75", **limit)])
    entries = {"a": (place(a, "classe", "2027-03-09 09:00"),), "b": (place(b, "classe", "2027-03-08 17:00"),)}
    assert kinds(breaches_together(academy(a, b, people={}), entries)) == ["day_limit_together"]
    entries["b"] = (place(b, "classe", "2027-03-09 17:00"),)
    assert not breaches_together(academy(a, b, people={}), entries)


# R8


@pytest.mark.parametrize(
    ("start", "expected"),
    [
        pytest.param("17:00", ["overlap_together"], id="at the same time"),
        pytest.param("17:45", ["overlap_together"], id="the last quarter of an hour"),
        pytest.param("16:15", ["overlap_together"], id="the first quarter of an hour"),
        pytest.param("18:00", [], id="right after"),
        pytest.param("16:00", [], id="right before"),
    ],
)
def test_nobody_is_in_two_places_at_once(start: str, expected: list[str]) -> None:
    a, b = short("a"), short("b", trainers=[trainer("petit")])
    entries = {"a": (place(a, "classe", "2027-01-19 17:00"),), "b": (place(b, "classe", f"2027-01-19 {start}"),)}
    found = breaches_together(academy(a, b), entries)
    assert kinds(found) == expected
    assert [violation.facts["people"] for violation in found] == [2] * len(expected)


def test_clashes_of_a_week_are_one_violation_and_counted() -> None:
    two = [LIVE | {"id": "un"}, LIVE | {"id": "deux"}]
    a, b = short("a", activities=two), short("b", activities=two, trainers=[trainer("petit")])
    entries = {
        each.id: (place(each, "un", "2027-01-19 17:00"), place(each, "deux", f"2027-01-{day} 17:00"))
        for each, day in ((a, 21), (b, 21))
    }
    people = {"zoe": ("a/lyon", "b/lyon")}
    (found,) = breaches_together(academy(a, b, people=people), entries, "participant")
    assert (found.facts["times"], found.facts["people"], found.activity) == (2, 1, "un")
    assert said_together(found, academy(a, b, people=people)) == (
        "Tuesday 19 January 2027: “Classe” (un) (a) from 17:00 to 18:00 and “Classe” (un) (b) from 17:00 to 18:00 are"
        " at once for 1 person who is in group lyon of session a and group lyon of session b; in all 2 times in that"
        " week (R8)"
    )


def test_people_in_three_sessions_count_in_each_pair() -> None:
    a, b, c = short("a"), short("b", trainers=[trainer("petit")]), short("c", trainers=[trainer("roux")])
    people = {"x": ("a/lyon", "b/lyon", "c/lyon"), "y": ("a/lyon", "b/lyon")}
    entries = {each.id: (place(each, "classe", "2027-01-19 17:00"),) for each in (a, b)} | {"c": ()}
    (found,) = breaches_together(academy(a, b, c, people=people), entries, "participant")
    assert found.facts["people"] == 2


# R10


@pytest.mark.parametrize(("rooms", "expected"), [(None, 0), (2, 0), (1, 1)])
def test_rooms_are_counted_over_all_sessions(rooms: int | None, expected: int) -> None:
    a, b = short("a"), short("b", trainers=[trainer("petit")])
    entries = {"a": (place(a, "classe", "2027-01-19 17:00"),), "b": (place(b, "classe", "2027-01-19 17:30"),)}
    found = breaches_together(academy(a, b, people={}, rooms=rooms), entries)
    assert len(found) == expected
    for violation in found:
        assert (violation.kind, violation.facts["in_use"]) == ("too_few_rooms_together", 2)
        assert violation.facts["using"] == (("a", "classe"), ("b", "classe"))


def test_a_room_is_free_when_its_class_ends() -> None:
    a, b = short("a"), short("b", trainers=[trainer("petit")])
    entries = {"a": (place(a, "classe", "2027-01-19 17:00"),), "b": (place(b, "classe", "2027-01-19 18:00"),)}
    assert not breaches_together(academy(a, b, people={}, rooms=1), entries)


def test_a_day_on_site_needs_no_virtual_room() -> None:
    a = short("a")
    b = short("b", activities=[LIVE | {"kind": "in_person"}], trainers=[trainer("petit")])
    entries = {each.id: (place(each, "classe", "2027-01-19 17:00"),) for each in (a, b)}
    assert not breaches_together(academy(a, b, people={}, rooms=1), entries)


# all of them


@pytest.mark.parametrize("rule", ["weekly_cap", "trainer", "participant", "capacity"])
def test_a_session_that_switches_a_rule_off_has_no_part_in_it(rule: str) -> None:
    sessions = [short("a"), short("b")]
    for off, expected in (((), 1), ((rule,), 0)):
        a, b = (each.model_copy(update={"rules": each.rules.model_copy(update={"off": off})}) for each in sessions)
        entries = {each.id: (place(each, "classe", "2027-01-19 17:00"), work(each, 60)) for each in (a, b)}
        for other in (a, sessions[0]):  # switched off in both, or in one
            found = breaches_together(academy(other, b, rooms=1), entries, rule)
            assert len(found) == expected


def test_the_order_of_the_input_does_not_matter() -> None:
    a, b, c = short("a"), short("b"), short("c")
    people = {"x": ("a/lyon", "b/lyon", "c/lyon"), "y": ("a/lyon", "b/lyon")}
    one = academy(a, b, c, people=people, rooms=1)
    entries = {each.id: (place(each, "classe", "2027-01-19 17:00"), work(each, 120)) for each in (a, b, c)}
    found = breaches_together(one, entries)
    assert {violation.rule for violation in found} == {"weekly_cap", "trainer", "participant", "capacity"}
    turned = replace(one, sessions=one.sessions[::-1], enrolments=one.enrolments[::-1])
    assert breaches_together(turned, dict(reversed(entries.items()))) == found


@pytest.mark.parametrize("lang", LANGUAGES)
def test_people_are_counted_and_never_named(lang: str) -> None:
    """P3: neither the facts nor the sentences."""
    a, b = short("a"), short("b")
    people = {"ZQ-PERSON-1": ("a/lyon", "b/lyon"), "ZQ-PERSON-2": ("a/lyon", "b/lyon")}
    both = academy(a, b, people=people, rooms=1)
    entries = {each.id: (place(each, "classe", "2027-01-19 17:00"), work(each, 120)) for each in (a, b)}
    found = breaches_together(both, entries)
    assert len(found) == 4
    assert "ZQ" not in repr(found) + "".join(said_together(each, both, lang) for each in found)


def test_the_sum_can_be_redone() -> None:
    a, b = short("a"), short("b")
    both = academy(a, b)
    (found,) = breaches_together(both, {"a": (work(a, 90),), "b": (work(b, 60),)})
    assert said_together(found, both) == (
        "Monday 18 January 2027: this week asks 2 h 30 (“Module” (a) 1 h 30 + “Module” (b) 1 h) of 2 people who are in"
        " group lyon of session a and group lyon of session b, and at most 2 h are allowed (R5)"
    )
