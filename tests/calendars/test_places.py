"""Departments: all of them, with a zone, a clock and public holidays that exist."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from calendars.places import PLACES, UnknownDepartment, place
from calendars.public_holidays import public_holidays
from calendars.school_holidays import SchoolCalendar


def test_101_departments_and_7_collectivities() -> None:
    codes = [here.department for here in PLACES]
    collectivities = {"975", "977", "978", "984", "986", "987", "988"}
    assert len(codes) == len(set(codes)) == 108
    assert collectivities <= set(codes)
    mainland = {f"{number:02}" for number in range(1, 96)} - {"20"} | {"2A", "2B"}
    assert set(codes) - collectivities == mainland | {"971", "972", "973", "974", "976"}


def test_every_zone_of_a_place_has_a_school_calendar_and_the_other_way_round() -> None:
    assert {here.zone for here in PLACES if here.department != "984"} == set(SchoolCalendar.load().zones())


def test_the_southern_territories_have_no_zone() -> None:
    assert place("984").zone == ""


@pytest.mark.parametrize("here", PLACES, ids=lambda here: here.department)
def test_every_place_has_a_clock_and_at_least_the_11_days_of_the_law(here: object) -> None:
    assert isinstance(here, type(PLACES[0]))
    assert ZoneInfo(here.time_zone).key == here.time_zone
    assert len(public_holidays(here.department, 2027)) >= 11


@pytest.mark.parametrize(
    ("code", "academy", "zone", "hours"),
    [
        pytest.param("69", "Lyon", "A", 1, id="Rhône"),
        pytest.param("2B", "Corse", "Corse", 1, id="Haute-Corse"),
        pytest.param("975", "Saint-Pierre-et-Miquelon", "Saint-Pierre-et-Miquelon", -3, id="not Normandie's zone B"),
        pytest.param("978", "Guadeloupe", "Saint-Martin", -4, id="a zone of its own in Guadeloupe's academy"),
        pytest.param("974", "La Réunion", "La Réunion", 4, id="La Réunion"),
        pytest.param("987", "Polynésie française", "Polynésie française", -10, id="Papeete"),
        pytest.param("988", "Nouvelle-Calédonie", "Nouvelle-Calédonie", 11, id="Nouméa"),
    ],
)
def test_academy_zone_and_clock(code: str, academy: str, zone: str, hours: int) -> None:
    here = place(code)
    local = here.local(datetime(2027, 1, 12, 12, tzinfo=UTC))
    assert (here.academy, here.zone, local.utcoffset()) == (academy, zone, timedelta(hours=hours))


def test_a_moment_without_a_time_zone_has_no_local_time() -> None:
    with pytest.raises(ValueError, match="without a time zone"):
        place("69").local(datetime(2027, 1, 12, 12))  # noqa: DTZ001, the very fault


@pytest.mark.parametrize(
    ("written", "near"),
    [
        pytest.param("1", ("01",), id="a number that lost its zero"),
        pytest.param("01 ", ("01",), id="a space"),
        pytest.param("2a", ("2A",), id="small letter"),
        pytest.param("20", ("2A", "2B"), id="Corse before 1976"),
        pytest.param("Ain", ("01",), id="a name"),
        pytest.param("bouches du rhone", ("13",), id="a name without hyphens"),
        pytest.param("Isere ", ("38",), id="a name without accents"),
        pytest.param("Finistère-Nord", ("29",), id="nearly a name"),
        pytest.param("69003", ("69",), id="a postal code"),
        pytest.param("97410", ("974",), id="a postal code overseas"),
        pytest.param("", (), id="nothing"),
        pytest.param("Bavière", (), id="no department"),
    ],
)
def test_an_unknown_department_names_those_near_it(written: str, near: tuple[str, ...]) -> None:
    with pytest.raises(UnknownDepartment) as unknown:
        place(written)
    assert (unknown.value.department, unknown.value.near) == (written, near)
