"""R3: nothing in a school holiday of any zone concerned."""

import pytest

from tests.support.sessions import a_session
from tests.support.solver import at_once, bites, blocks, good_plan, has_no_plan, remote, starts

LYON_AND_RENNES = [{"id": "lyon", "size": 10}, {"id": "rennes", "size": 10, "department": "35"}]


def test_holds() -> None:
    session = a_session(window={"first": "2027-02-08", "last": "2027-03-12"})
    assert all(placement.start.month == 3 or placement.start.day < 13 for placement in good_plan(session).placements)


def test_bites() -> None:
    in_the_winter_holidays = at_once("2027-02-16", "2027-02-16")
    assert bites("no_school_holidays", in_the_winter_holidays) == {"school_holiday"}


def test_bites_for_remote_work() -> None:
    session = at_once("2027-02-16", "2027-02-16", remote(duration="1h"))
    assert bites("no_school_holidays", session) == {"school_holiday"}


def test_from_the_first_day_off_to_the_day_before_classes_resume() -> None:
    """Zone A: off from Saturday 13 February, back on Monday 1 March 2027; Friday 12 is an eve."""
    session = at_once("2027-02-12", "2027-03-01")
    assert starts(session, good_plan(session)) == ["2027-03-01 17:00"]
    assert has_no_plan(at_once("2027-02-12", "2027-02-28"))


def test_a_block_ends_where_a_holiday_begins() -> None:
    """Zone A is off from Saturday 19 December 2026 to Sunday 3 January 2027."""
    session = at_once("2026-12-14", "2026-12-31", remote())
    assert blocks(good_plan(session)) == [("2026-12-14", "2026-12-18", 120)]
    session = at_once("2026-12-19", "2027-01-06", remote())
    assert blocks(good_plan(session)) == [("2027-01-04", "2027-01-06", 120)]


def test_zones_whose_holidays_overlap_partly() -> None:
    """A is off from 13 to 28 February, B from 20 February to 7 March 2027: together from 13 February to 7 March."""
    session = at_once("2027-02-15", "2027-03-08", groups=LYON_AND_RENNES, hours="17:00-19:15")
    assert {start[:10] for start in starts(session, good_plan(session))} == {"2027-03-08"}
    assert bites("no_school_holidays", at_once("2027-02-15", "2027-03-07", groups=LYON_AND_RENNES, hours="17:00-19:15"))


def test_a_trainer_in_another_zone_closes_what_that_trainer_leads() -> None:
    trainers = [{"id": "rennes", "name": "Rennes", "department": "35"}]
    second_of_march = {"groups": [{"id": "lyon", "size": 10}], "trainers": trainers}
    assert bites("no_school_holidays", at_once("2027-03-02", "2027-03-02", **second_of_march)) == {"school_holiday"}


def test_the_team_chooses_who_is_not_on_holiday() -> None:
    trainers = [{"id": "a-rennes", "name": "R", "department": "35"}, {"id": "b-lyon", "name": "L"}]
    session = at_once("2027-03-02", "2027-03-02", trainers=trainers)
    assert good_plan(session).placements[0].trainers == ("b-lyon",)


@pytest.mark.parametrize(
    ("departments", "possible"),
    [
        pytest.param(["35"], False, id="no trainer at work"),
        pytest.param(["35", "69"], True, id="one at work"),
        pytest.param(["35", "75"], True, id="zone C is back"),
        pytest.param([], True, id="no trainer at all"),
    ],
)
def test_remote_work_where_every_trainer_is_on_holiday(departments: list[str], possible: bool) -> None:
    trainers = [{"id": f"t{d}", "name": d, "department": d} for d in departments]
    session = at_once("2027-03-02", "2027-03-02", remote(duration="1h"), trainers=trainers)
    assert has_no_plan(session) is not possible
    if not possible:
        assert bites("no_school_holidays", session) == {"holiday_of_every_trainer"}
