"""R11: between the first and the last date, and fixed dates are kept."""

import pytest

from tests.support.sessions import a_session
from tests.support.solver import at_once, bites, blocks, broken, good_plan, has_no_plan, live, planned, remote, starts


def test_holds() -> None:
    assert good_plan(a_session(window={"first": "2027-01-06", "last": "2027-01-19"}))


def test_bites() -> None:
    """The only working day of the week is a day after the last date."""
    hours = {"working_hours": {"wed": "17:00-18:00"}}
    before = at_once("2027-01-14", "2027-01-15", rules=hours)
    assert bites("window", before) == {"before_first_date"}
    after = at_once("2027-01-11", "2027-01-12", rules=hours)
    assert has_no_plan(after)
    # what lies after the last date is asked of participants after the end: R14 says it too
    found = broken(after, planned(after, without="window"))
    assert found == {("window", "after_last_date"), ("closing", "asked_after_end")}


def test_bites_for_remote_work() -> None:
    """The window is a weekend."""
    assert bites("window", at_once("2027-01-16", "2027-01-17", remote())) == {"before_first_date"}


def test_both_dates_are_in() -> None:
    session = at_once("2027-01-12", "2027-01-14", live("c1", fixed="2027-01-12"), live("c2", fixed="2027-01-14"))
    assert starts(session, good_plan(session)) == ["2027-01-12 17:00", "2027-01-14 17:00"]
    session = at_once("2027-01-12", "2027-01-14", remote())
    assert blocks(good_plan(session)) == [("2027-01-12", "2027-01-14", 120)]


@pytest.mark.parametrize(
    ("fixed", "start"),
    [
        pytest.param("2027-01-14T16:45", "2027-01-14 16:45", id="day and hour"),
        pytest.param("2027-01-14", "2027-01-14 08:00", id="day alone"),
        pytest.param({"lyon": "2027-01-14T09:00"}, "2027-01-14 09:00", id="of the group"),
    ],
)
def test_fixed_classes(fixed: object, start: str) -> None:
    session = at_once("2027-01-11", "2027-01-22", live(fixed=fixed), hours="08:00-18:00")
    assert starts(session, good_plan(session)) == [start]


def test_a_fixed_class_bites() -> None:
    """Fixed on Tuesday, when only Thursday has working hours."""
    hours = {"working_hours": {"thu": "17:00-18:00"}}
    session = at_once("2027-01-11", "2027-01-15", live(fixed="2027-01-12T17:00"), rules=hours)
    assert bites("window", session) == {"fixed_not_kept"}


def test_fixed_trainers() -> None:
    team = [{"id": "durand", "name": "D"}, {"id": "martin", "name": "M", "absent": ["2027-01-12"]}]
    by_martin = live(fixed=[{"day": "2027-01-12", "at": "17:00", "trainers": ["martin"]}])
    only_then = at_once(
        "2027-01-11", "2027-01-15", by_martin, trainers=team, rules={"working_hours": {"tue": "17:00-18:00"}}
    )
    assert bites("window", only_then) == {"fixed_not_kept"}
    by_durand = live(fixed=[{"day": "2027-01-12", "trainers": ["durand"]}])
    session = at_once("2027-01-12", "2027-01-12", by_durand, trainers=team)
    assert good_plan(session).placements[0].trainers == ("durand",)


def fixed_work(*spans: tuple[str, str, str], duration: str = "4h") -> dict[str, object]:
    return remote(duration=duration, fixed=[{"first": f, "last": la, "duration": d} for f, la, d in spans])


def test_fixed_blocks_are_kept_and_the_rest_is_dealt() -> None:
    work = fixed_work(("2027-01-19", "2027-01-20", "45 min"))
    found = blocks(good_plan(at_once("2027-01-11", "2027-01-31", work)))
    assert ("2027-01-19", "2027-01-20", 45) in found
    assert sum(minutes for *_, minutes in found) == 240


def test_two_fixed_blocks_of_one_week() -> None:
    work = fixed_work(("2027-01-11", "2027-01-12", "1h"), ("2027-01-14", "2027-01-14", "30 min"), duration="1h30")
    found = blocks(good_plan(at_once("2027-01-11", "2027-01-31", work)))
    assert found == [("2027-01-11", "2027-01-12", 60), ("2027-01-14", "2027-01-14", 30)]


def test_a_fixed_block_that_is_in_the_way() -> None:
    """The work is to be over before the class, and both are fixed on one day."""
    work = fixed_work(("2027-01-12", "2027-01-14", "1h"), duration="1h")
    assert has_no_plan(at_once("2027-01-11", "2027-01-19", work, live(fixed="2027-01-14T17:00")))
    assert good_plan(at_once("2027-01-11", "2027-01-19", work, live(fixed="2027-01-15T17:00")))


def test_no_place_for_the_rest_of_a_fixed_week() -> None:
    """45 min are fixed in the only week: the other 75 min have none."""
    work = fixed_work(("2027-01-12", "2027-01-14", "45 min"), duration="2h")
    assert has_no_plan(at_once("2027-01-11", "2027-01-15", work))
