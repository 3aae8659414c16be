"""Open days, closed days and eves: the edges that are easy to get wrong."""

from datetime import date, timedelta

import pytest

from calendars.open_days import NoSchoolZone, OpenDays
from calendars.places import UnknownDepartment
from calendars.school_holidays import SchoolCalendar, UnknownSchoolDay, ZoneYear

SCHOOL = SchoolCalendar.load()


def days_of(*departments: str, ignored: tuple[str, ...] = ()) -> OpenDays:
    return OpenDays(departments, SCHOOL, ignored)


@pytest.mark.parametrize(
    ("department", "day", "state"),
    [
        pytest.param("69", date(2026, 11, 10), "eve", id="10 November: the 11th is a public holiday"),
        pytest.param("69", date(2026, 11, 11), "closed", id="11 November"),
        pytest.param("69", date(2026, 11, 12), "open", id="the Thursday after it"),
        pytest.param("69", date(2027, 5, 4), "open", id="Tuesday before the Ascension bridge"),
        pytest.param("69", date(2027, 5, 5), "eve", id="Wednesday before the Ascension bridge"),
        pytest.param("69", date(2027, 5, 6), "closed", id="Ascension"),
        pytest.param("69", date(2027, 5, 7), "closed", id="Friday of the bridge"),
        pytest.param("69", date(2026, 11, 27), "eve", id="a Friday"),
        pytest.param("69", date(2026, 11, 28), "closed", id="a Saturday"),
        pytest.param("69", date(2026, 11, 29), "closed", id="a Sunday: its Monday is open, it is no eve"),
        pytest.param("69", date(2026, 12, 18), "eve", id="Friday before the Christmas holidays"),
        pytest.param("69", date(2027, 1, 4), "open", id="the return day"),
        pytest.param("74", date(2028, 5, 8), "closed", id="8 May 2028, Monday after a holiday that ends on the 9th"),
        pytest.param("35", date(2023, 5, 1), "closed", id="1 May 2023, Monday of a holiday that ends on the 2nd"),
        pytest.param("69", date(2028, 7, 4), "eve", id="departure on a working day: class is held, an eve"),
        pytest.param("69", date(2028, 7, 5), "closed", id="first day off of a summer without a known return"),
        pytest.param("69", date(2028, 8, 31), "closed", id="last known day, inside a summer without a known return"),
        pytest.param("988", date(2022, 4, 18), "closed", id="Nouméa resumes on Easter Monday: closed all the same"),
        pytest.param("988", date(2022, 4, 19), "open", id="Nouméa, the Tuesday after it"),
        pytest.param("976", date(2023, 5, 8), "closed", id="Mayotte resumes on 8 May: closed all the same"),
        pytest.param("976", date(2023, 5, 9), "open", id="Mayotte, the Tuesday after it"),
        pytest.param("976", date(2026, 4, 27), "closed", id="27 April in Mayotte"),
        pytest.param("69", date(2026, 4, 27), "open", id="27 April elsewhere"),
        pytest.param("974", date(2022, 12, 20), "closed", id="20 December in La Réunion"),
        pytest.param("57", date(2027, 3, 25), "eve", id="Maundy Thursday in Moselle"),
        pytest.param("67", date(2027, 3, 26), "closed", id="Good Friday in Alsace"),
        pytest.param("69", date(2027, 3, 26), "eve", id="Good Friday elsewhere: open, before a weekend"),
        pytest.param("69", date(2026, 12, 31), "closed", id="the week that spans New Year: Thursday"),
        pytest.param("69", date(2027, 1, 1), "closed", id="New Year, in ISO week 53 of 2026"),
    ],
)
def test_a_day_is_open_closed_or_an_eve(department: str, day: date, state: str) -> None:
    days = days_of(department)
    found = ("closed", "open", "eve")[days.is_open(day) + days.is_eve(day)]
    assert found == state


def test_a_public_holiday_on_the_return_day_is_the_only_reason() -> None:
    (reason,) = days_of("976").reasons(date(2023, 5, 8))
    assert (reason.kind, reason.name) == ("public", "Fête de la Victoire")


def test_every_reason_is_given_with_its_days_and_its_source() -> None:
    weekend, public, school = days_of("57").reasons(date(2027, 12, 25))
    assert (weekend.kind, weekend.name, weekend.first, weekend.resume) == (
        "weekend", "samedi", date(2027, 12, 25), date(2027, 12, 27),
    )  # fmt: skip
    assert (public.kind, public.name, public.resume) == ("public", "Noël", date(2027, 12, 26))
    assert (school.kind, school.first, school.resume) == ("school", date(2027, 12, 18), date(2028, 1, 3))
    assert weekend.source == "RULES.md R2"
    assert public.source.startswith("code du travail L3133-1; holidays ")
    assert "opendata" in school.source


def test_sunday_belongs_to_the_weekend_of_its_saturday() -> None:
    (reason,) = days_of("69").reasons(date(2026, 11, 29))
    assert (reason.name, reason.first, reason.resume) == ("dimanche", date(2026, 11, 28), date(2026, 11, 30))


def test_zones_that_overlap_partly_close_the_days_of_both() -> None:
    """Winter 2027: A from 13 February to 1 March, B from 20 February to 8 March."""
    both = days_of("69", "35")
    closed = [
        date(2027, 2, 1) + timedelta(days=i) for i in range(42) if (date(2027, 2, 1) + timedelta(days=i)).weekday() < 5
    ]
    assert [day for day in closed if both.is_open(day)] == [
        *(date(2027, 2, day) for day in (1, 2, 3, 4, 5, 8, 9, 10, 11, 12)),
        *(date(2027, 3, day) for day in (8, 9, 10, 11, 12)),
    ]
    assert both.is_eve(date(2027, 2, 12))
    first, second = both.reasons(date(2027, 2, 24))
    assert (first.department, second.department) == ("35", "69")


def test_what_closes_two_departments_alike_is_said_once() -> None:
    assert len(days_of("69", "74", "38").reasons(date(2027, 2, 24))) == 1
    assert len(days_of("69", "75").reasons(date(2026, 11, 11))) == 1


def test_a_department_may_add_a_public_holiday_to_the_others() -> None:
    (reason,) = days_of("69", "57").reasons(date(2027, 3, 26))
    assert (reason.name, reason.department) == ("Vendredi saint", "57")


def test_one_unknown_zone_makes_the_day_unknown() -> None:
    day = date(2026, 9, 7)
    assert days_of("69").is_open(day)
    with pytest.raises(UnknownSchoolDay) as unknown:
        days_of("69", "971").is_open(day)
    assert (unknown.value.zone, unknown.value.last_known) == ("Guadeloupe", date(2026, 8, 31))


@pytest.mark.parametrize("day", [date(2028, 9, 3), date(2028, 11, 11)], ids=["a Sunday", "11 November"])
def test_beyond_what_is_known_weekends_and_public_holidays_are_unknown_too(day: date) -> None:
    with pytest.raises(UnknownSchoolDay):
        days_of("69").reasons(day)


@pytest.mark.parametrize(
    "name",
    [
        pytest.param("Vendredi saint", id="as printed"),
        pytest.param("vendredi SAINT", id="capitals"),
        pytest.param("Vendredi-Saint ", id="hyphen and space"),
    ],
)
def test_a_public_holiday_may_be_ignored_by_name(name: str) -> None:
    assert days_of("57", ignored=(name,)).is_open(date(2027, 3, 26))
    assert not days_of("57", ignored=(name,)).is_open(date(2027, 12, 26))


def test_apostrophes_and_accents_of_an_ignored_name_do_not_matter() -> None:
    assert days_of("976", ignored=("abolition de l’esclavage",)).is_open(date(2026, 4, 27))  # a curved apostrophe
    assert days_of("988", ignored=("fete de la citoyennete",)).is_open(date(2026, 9, 24))


def test_of_two_public_holidays_on_one_day_each_must_be_ignored() -> None:
    """Ascension fell on 1 May in 2008; no two fall together in the years of the shipped calendars."""
    year_2008 = SchoolCalendar((ZoneYear("A", "2007-2008", (date(2008, 1, 7), date(2008, 7, 4)), ()),))
    day, one, other = date(2008, 5, 1), "Ascension", "Fête du Travail"
    assert len(OpenDays(("69",), year_2008).reasons(day)) == 2
    assert len(OpenDays(("69",), year_2008, (one,)).reasons(day)) == 1
    assert OpenDays(("69",), year_2008, (one, other)).is_open(day)


def test_open_days_between_two_days_both_in() -> None:
    assert days_of("69").between(date(2026, 11, 9), date(2026, 11, 13)) == tuple(
        date(2026, 11, day) for day in (9, 10, 12, 13)
    )
    assert days_of("69").between(date(2026, 11, 13), date(2026, 11, 9)) == ()


def test_a_place_without_a_school_zone_is_an_error() -> None:
    with pytest.raises(NoSchoolZone) as none:
        days_of("69", "984")
    assert none.value.department == "984"


def test_an_unknown_department_is_an_error() -> None:
    with pytest.raises(UnknownDepartment):
        days_of("1")


def test_no_department_closes_weekends_only() -> None:
    assert days_of().is_open(date(2026, 12, 25))
    assert not days_of().is_open(date(2026, 12, 26))
