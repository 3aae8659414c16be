"""R1: classes lie in one working interval, on every clock concerned."""

import pytest

from tests.support.sessions import a_session
from tests.support.solver import at_once, bites, good_plan, has_no_plan, live, starts


def test_holds() -> None:
    session = a_session(rules={"working_hours": {"wed": "13:30-17:30", "thu": "17:00-18:30"}})
    assert len(good_plan(session).placements) == 2


def test_bites() -> None:
    only_on_thursdays = {"working_hours": {"thu": "17:00-18:00"}}
    tuesday = at_once("2027-01-12", "2027-01-12", rules=only_on_thursdays)
    assert bites("working_hours", tuesday) == {"session_clock"}


@pytest.mark.parametrize(
    ("hours", "duration", "start"),
    [
        pytest.param("08:00-09:00", "1h", "08:00", id="the whole interval, from its first quarter to its last"),
        pytest.param("08:00-08:15", "15 min", "08:00", id="one quarter"),
        pytest.param("08:07-09:10", "50 min", "08:15", id="an opening between two quarters: the next quarter"),
        pytest.param("08:00-09:45, 10:00-12:00", "2h", "10:00", id="never over a lunch break"),
        pytest.param("22:45-24:00", "1h15", "22:45", id="to midnight"),
    ],
)
def test_where_a_class_fits_exactly(hours: str, duration: str, start: str) -> None:
    session = at_once("2027-01-12", "2027-01-12", live(duration=duration), hours=hours)
    assert starts(session, good_plan(session)) == [f"2027-01-12 {start}"]


@pytest.mark.parametrize(
    ("hours", "duration"),
    [
        pytest.param("08:00-09:45, 10:00-11:45", "2h", id="longer than each part of the day"),
        pytest.param("08:05-09:10", "1h", id="no quarter to start on"),
        pytest.param("08:00-09:00", "61 min", id="a minute too long"),
    ],
)
def test_where_a_class_does_not_fit(hours: str, duration: str) -> None:
    assert has_no_plan(at_once("2027-01-12", "2027-01-12", live(duration=duration), hours=hours))


def test_two_intervals_that_touch_are_two() -> None:
    assert has_no_plan(at_once("2027-01-12", "2027-01-12", live(duration="2h"), hours="08:00-09:00, 09:00-10:00"))


PARIS = {"trainers": [{"id": "loin", "name": "Loin", "department": "75"}]}


def test_a_trainer_on_another_clock() -> None:
    """La Réunion in winter is three hours ahead of Paris: 11:00 there is 08:00 in Paris, 14:00 is 11:00."""
    session = at_once("2027-03-09", "2027-03-09", department="974", hours="08:00-12:00", **PARIS)
    assert starts(session, good_plan(session)) == ["2027-03-09 11:00"]
    at_ten = live(fixed="2027-03-09T10:00")
    session = at_once("2027-03-09", "2027-03-09", at_ten, department="974", hours="08:00-12:00", **PARIS)
    assert bites("working_hours", session) == {"trainer_clock"}


def test_the_same_hours_in_summer_are_an_hour_nearer() -> None:
    """La Réunion in summer is two hours ahead of Paris: 10:00 there is 08:00 in Paris."""
    session = at_once("2027-06-08", "2027-06-08", department="974", hours="08:00-11:00", **PARIS)
    assert starts(session, good_plan(session)) == ["2027-06-08 10:00"]


def test_a_trainers_own_hours_replace_those_of_the_rules() -> None:
    trainer = {"id": "durand", "name": "Durand", "working_hours": {"tue": "09:30-10:30"}}
    session = at_once("2027-01-12", "2027-01-12", hours="08:00-18:00", trainers=[trainer])
    assert starts(session, good_plan(session)) == ["2027-01-12 09:30"]


def test_only_the_clock_of_who_leads_counts() -> None:
    here = {"id": "durand", "name": "Durand"}
    session = at_once(
        "2027-03-09", "2027-03-09", department="974", hours="08:00-09:00", trainers=[*PARIS["trainers"], here]
    )
    assert good_plan(session).placements[0].trainers == ("durand",)


def test_a_group_on_another_clock() -> None:
    groups = [{"id": "metropole", "size": 10, "department": "75"}]
    march = at_once("2027-03-09", "2027-03-09", department="974", hours="08:00-12:00", groups=groups)
    assert starts(march, good_plan(march)) == ["2027-03-09 11:00"]
    at_ten = live(fixed="2027-03-09T10:00")
    session = at_once("2027-03-09", "2027-03-09", at_ten, department="974", hours="08:00-12:00", groups=groups)
    assert bites("working_hours", session) == {"group_clock"}


def test_an_in_person_day_keeps_its_own_hours_on_one_clock() -> None:
    day = live(kind="in_person", duration="6h")
    rules = {"in_person_hours": {"tue": "09:00-15:00"}}
    session = at_once("2027-03-09", "2027-03-09", day, department="974", rules=rules, hours="17:00-18:00", **PARIS)
    assert starts(session, good_plan(session)) == ["2027-03-09 09:00"]
    rules = {"in_person_hours": {"wed": "09:00-15:00"}}
    assert bites("working_hours", at_once("2027-03-09", "2027-03-09", day, rules=rules)) == {"in_person_hours"}
