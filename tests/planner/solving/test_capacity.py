"""R10: virtual rooms, and classes that hold their participants."""

import pytest

from tests.support.sessions import a_session
from tests.support.solver import at_once, bites, good_plan, has_no_plan, live

TUESDAY = ("2027-01-12", "2027-01-12")
TEAM = {"trainers": [{"id": id, "name": id} for id in ("a", "b", "c")]}


def groups(count: int) -> dict[str, object]:
    return {"groups": [{"id": f"g{number}", "size": 10} for number in range(count)]}


def test_holds() -> None:
    session = a_session(**groups(3), **TEAM, rules={"virtual_rooms": 1, "working_hours": {"wed": "14:00-17:00"}})
    assert len(good_plan(session).placements) == 6


def test_bites() -> None:
    """Two classes at one hour, one room."""
    assert bites("capacity", at_once(*TUESDAY, rules={"virtual_rooms": 1}, **groups(2), **TEAM)) == {"too_few_rooms"}


@pytest.mark.parametrize(
    ("rooms", "hours", "possible"),
    [
        pytest.param(3, "17:00-18:00", True, id="a room each"),
        pytest.param(2, "17:00-18:00", False, id="one room too few"),
        pytest.param(2, "17:00-19:00", True, id="two, then one"),
        pytest.param(1, "17:00-20:00", True, id="one after the other, without a gap"),
        pytest.param(1, "17:00-19:45", False, id="a quarter too short"),
    ],
)
def test_rooms(rooms: int, hours: str, possible: bool) -> None:
    session = at_once(*TUESDAY, hours=hours, rules={"virtual_rooms": rooms}, **groups(3), **TEAM)
    assert has_no_plan(session) is not possible


def test_days_on_site_need_no_virtual_room() -> None:
    on_site = live(kind="in_person")
    assert good_plan(at_once(*TUESDAY, on_site, hours="17:00-18:00", rules={"virtual_rooms": 1}, **groups(3), **TEAM))


def test_a_large_group_is_split() -> None:
    session = at_once(*TUESDAY, groups=[{"id": "g", "size": 51}], **TEAM)
    assert [p.groups for p in good_plan(session).placements] == [("g-1",), ("g-2",), ("g-3",)]
