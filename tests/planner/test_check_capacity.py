"""R10: participants in a class, and virtual rooms in use at once."""

from typing import Any

import pytest

from tests.support.breaches import breaches, kinds, one_class, say
from tests.support.sessions import a_session, place

THREE = [{"id": id, "size": 20} for id in ("a", "b", "c")]


def together(kind: str, size: int, **more: Any) -> Any:
    all_of_them = {"id": "tous", "kind": kind, "title": "Tous", "duration": "1h", "together": True} | more
    return a_session(activities=[all_of_them], groups=[{"id": "a", "size": size - 1}, {"id": "b", "size": 1}])


@pytest.mark.parametrize(
    ("session", "expected"),
    [
        pytest.param(together("virtual_class", 25), [], id="25 is what a class holds"),
        pytest.param(together("virtual_class", 26), ["too_many_participants"], id="one more"),
        pytest.param(together("virtual_class", 60, capacity=60), [], id="the activity's own capacity"),
        pytest.param(together("virtual_class", 26, capacity=25), ["too_many_participants"], id="over its own capacity"),
        pytest.param(together("in_person", 60), [], id="an in-person day is no virtual class"),
    ],
)
def test_participants_of_an_occurrence(session: Any, expected: list[str]) -> None:
    assert kinds("capacity", session, place(session, "tous", "2027-01-12 10:00")) == expected


@pytest.mark.parametrize(
    ("starts", "rooms", "expected"),
    [
        pytest.param(("10:00", "10:00", "10:00"), 3, [], id="three rooms for three"),
        pytest.param(("10:00", "10:00", "10:00"), 2, ["c"], id="two rooms for three"),
        pytest.param(("10:00", "10:00", "10:00"), 1, ["b", "c"], id="each class without a room is told"),
        pytest.param(("10:00", "11:00", "12:00"), 1, [], id="a room is free when a class ends"),
        pytest.param(("10:00", "10:45", "12:00"), 1, ["b"], id="a quarter too early"),
    ],
)
def test_rooms_in_use_at_once(starts: tuple[str, ...], rooms: int, expected: list[str]) -> None:
    session = one_class(groups=THREE, rules={"virtual_rooms": rooms})
    placements = [
        place(session, "accueil", f"2027-01-12 {start}", groups=(group,))
        for start, group in zip(starts, "abc", strict=True)
    ]
    assert [violation.group for violation in breaches("capacity", session, *placements)] == expected


def test_in_person_days_use_no_virtual_room() -> None:
    day = {"id": "jour", "kind": "in_person", "title": "Une journée", "duration": "6h"}
    session = a_session(activities=[day], groups=THREE, rules={"virtual_rooms": 1})
    placements = [place(session, "jour", "2027-01-12 09:00", groups=(group,)) for group in "abc"]
    assert kinds("capacity", session, *placements) == []


def test_rooms_are_unlimited_by_default() -> None:
    session = one_class(groups=THREE)
    assert (
        kinds("capacity", session, *(place(session, "accueil", "2027-01-12 09:00", groups=(g,)) for g in "abc")) == []
    )


def test_sentences_give_the_figures() -> None:
    session = together("virtual_class", 26)
    (found,) = breaches("capacity", session, place(session, "tous", "2027-01-12 10:00"))
    assert say(found, session) == (
        "Tuesday 12 January 2027, “Tous”: 26 participants attend, and this class holds 25 (R10)"
    )


def test_switched_off() -> None:
    session = one_class(groups=THREE, rules={"virtual_rooms": 1, "off": ["capacity"]})
    placements = [place(session, "accueil", "2027-01-12 10:00", groups=(group,)) for group in "abc"]
    assert kinds("capacity", session, *placements) == []
