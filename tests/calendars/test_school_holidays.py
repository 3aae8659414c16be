"""The school calendar: what is known of each zone, and what is not."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from calendars.data_files import SCHOOL_HOLIDAYS, data_folders
from calendars.school_files import SchoolHoliday, ZoneYear
from calendars.school_holidays import SchoolCalendar, UnknownSchoolDay, UnknownZone

SCHOOL = SchoolCalendar.load()
DAY = timedelta(days=1)

LAST_KNOWN = {
    "A": date(2028, 8, 31),
    "B": date(2028, 8, 31),
    "C": date(2028, 8, 31),
    "Corse": date(2027, 8, 31),
    "Guadeloupe": date(2026, 8, 31),
    "Saint-Martin": date(2026, 8, 31),
    "Saint-Barthélemy": date(2026, 8, 31),
    "Martinique": date(2026, 8, 31),
    "Guyane": date(2026, 8, 31),
    "La Réunion": date(2027, 8, 16),
    "Mayotte": date(2026, 8, 23),
    "Saint-Pierre-et-Miquelon": date(2026, 8, 31),
    "Polynésie française": date(2029, 8, 10),
    "Nouvelle-Calédonie": date(2027, 2, 11),
    "Wallis-et-Futuna": date(2026, 2, 15),
}


def test_every_zone_is_there() -> None:
    assert set(SCHOOL.zones()) == set(LAST_KNOWN)
    assert SCHOOL.zones()[:3] == ("A", "B", "C")


@pytest.mark.parametrize("zone", LAST_KNOWN)
def test_the_day_after_the_last_known_one_is_unknown_and_not_open(zone: str) -> None:
    first, last = SCHOOL.known(zone)
    assert last == LAST_KNOWN[zone]
    assert SCHOOL.on(zone, last) is not None  # every calendar ends in its long holiday
    with pytest.raises(UnknownSchoolDay) as unknown:
        SCHOOL.on(zone, last + DAY)
    facts = unknown.value
    assert (facts.zone, facts.day, facts.first_known, facts.last_known) == (zone, last + DAY, first, last)


@pytest.mark.parametrize("zone", LAST_KNOWN)
def test_the_day_before_the_first_known_one_is_unknown_too(zone: str) -> None:
    first, last = SCHOOL.known(zone)
    SCHOOL.on(zone, first)
    with pytest.raises(UnknownSchoolDay) as unknown:
        SCHOOL.on(zone, first - DAY)
    assert (unknown.value.first_known, unknown.value.last_known) == (first, last)


@pytest.mark.parametrize("zone", LAST_KNOWN)
def test_what_is_known_has_no_gap(zone: str) -> None:
    assert len(SCHOOL.known_runs(zone)) == 1


@pytest.mark.parametrize(
    ("zone", "day"),
    [
        pytest.param("Guyane", date(2026, 10, 20), id="Guyane 2026: two weak rows are no calendar"),
        pytest.param("Mayotte", date(2027, 7, 12), id="Mayotte 2027: one weak row is no calendar"),
    ],
)
def test_incomplete_years_answer_nothing(zone: str, day: date) -> None:
    with pytest.raises(UnknownSchoolDay):
        SCHOOL.on(zone, day)
    assert all(holiday.first < date(2026, 9, 1) for holiday in SCHOOL.holidays(zone))


def test_a_holiday_runs_from_its_first_day_off_to_the_day_before_the_return() -> None:
    winter = SCHOOL.on("A", date(2027, 2, 13))
    assert winter is not None
    assert (winter.name, winter.first, winter.resume) == ("Vacances d'hiver", date(2027, 2, 13), date(2027, 3, 1))
    assert SCHOOL.on("A", date(2027, 2, 12)) is None
    assert SCHOOL.on("A", date(2027, 2, 28)) == winter
    assert SCHOOL.on("A", date(2027, 3, 1)) is None


def test_classes_of_a_departure_on_a_working_day_are_held() -> None:
    assert SCHOOL.on("A", date(2028, 7, 4)) is None
    assert SCHOOL.on("A", date(2028, 7, 5)) is not None


def test_an_unknown_return_closes_up_to_the_last_known_day() -> None:
    summer = SCHOOL.on("B", date(2028, 8, 31))
    assert summer is not None
    assert (summer.first, summer.resume) == (date(2028, 7, 5), None)


def test_an_unknown_return_closes_until_the_next_holiday_has_ended() -> None:
    """Corse, September 2026: the return was not found, so only the end of the autumn holiday is sure."""
    september, october = SCHOOL.on("Corse", date(2026, 9, 15)), SCHOOL.on("Corse", date(2026, 10, 20))
    assert september is not None
    assert october is not None
    assert (september.name, september.resume) == ("Vacances d'été", None)
    assert october.name == "Vacances de la Toussaint"
    assert SCHOOL.on("Corse", date(2026, 11, 1)) is not None
    assert SCHOOL.on("Corse", date(2026, 11, 2)) is None


def test_two_overlapping_holidays_close_the_days_of_both() -> None:
    """Polynésie, August 2023: secondary schools resumed on the 14th, primary schools on the 16th."""
    assert SCHOOL.on("Polynésie française", date(2023, 8, 15)) is not None
    assert SCHOOL.on("Polynésie française", date(2023, 8, 16)) is None


def test_an_unknown_zone_names_those_that_exist() -> None:
    with pytest.raises(UnknownZone) as unknown:
        SCHOOL.on("D", date(2027, 1, 4))
    assert unknown.value.zones == SCHOOL.zones()


def test_every_row_has_a_source_and_a_confidence() -> None:
    rows = [holiday for year in SCHOOL.zone_years for holiday in year.holidays]
    assert len(rows) == 444
    assert all(row.source and row.confidence for row in rows)


@pytest.mark.parametrize("file", sorted(data_folders(SCHOOL_HOLIDAYS)[-1].glob("*.txt")), ids=lambda file: file.stem)
def test_every_file_says_where_its_dates_come_from_and_when_they_were_read(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    top = text[: text.index("\nzone ")]
    assert f"School holidays {file.stem}" in top
    assert "2026-11-23" in top
    sources = {
        name.split("(")[0].strip()
        for line in text.splitlines()
        if line.count("|") == 4 and line[:4].isdecimal()
        for name in line.split("|")[4].split(",")
    }
    assert {source for source in sources if source not in " ".join(top.split())} == set()


@pytest.mark.parametrize("year", SCHOOL.zone_years, ids=lambda year: f"{year.zone} {year.school_year}")
def test_a_year_is_known_up_to_its_own_return_at_most(year: ZoneYear) -> None:
    """Nothing after a published return may hang on this year: the next one says it. Zone by zone, years touch."""
    if year.known is None:
        assert all(holiday.confidence == "low" for holiday in year.holidays)
        return
    returns = [holiday.resume for holiday in year.holidays if holiday.resume]
    unknown = [holiday.first for holiday in year.holidays if holiday.resume is None]
    if unknown:
        assert max(unknown) < year.known[1]
    else:
        assert year.known[1] == max(returns) - DAY


def holiday(first: date, resume: date | None, zone: str = "A") -> SchoolHoliday:
    return SchoolHoliday(zone, "Vacances", first, resume, "a test")


def test_a_missing_year_leaves_a_gap_that_is_unknown() -> None:
    some = ZoneYear("A", "2030-2031", (date(2030, 9, 2), date(2031, 8, 31)), (holiday(date(2031, 7, 5), None),))
    later = ZoneYear("A", "2032-2033", (date(2032, 10, 16), date(2033, 8, 31)), ())
    school = SchoolCalendar((later, some))
    assert school.known_runs("A") == (some.known, later.known)
    assert school.known("A") == later.known
    with pytest.raises(UnknownSchoolDay) as unknown:
        school.on("A", date(2032, 3, 1))
    assert unknown.value.last_known == date(2031, 8, 31)


def test_full_years_that_follow_one_another_leave_no_gap() -> None:
    """A return that was published later than the next year was: the days between are days of class."""
    early = ZoneYear(
        "A", "2030-2031", (date(2030, 9, 2), date(2031, 8, 27)), (holiday(date(2031, 7, 5), date(2031, 8, 28)),)
    )
    later = ZoneYear("A", "2031-2032", (date(2031, 9, 1), date(2032, 8, 31)), ())
    assert SchoolCalendar((early, later)).on("A", date(2031, 8, 29)) is None


def test_the_first_of_two_equal_years_wins_unless_it_is_incomplete() -> None:
    mine = ZoneYear(
        "A", "2030-2031", (date(2030, 9, 2), date(2031, 8, 31)), (holiday(date(2030, 10, 5), date(2030, 10, 7)),)
    )
    shipped = ZoneYear("A", "2030-2031", (date(2030, 9, 2), date(2031, 8, 31)), ())
    weak = ZoneYear("A", "2030-2031", None, (holiday(date(2030, 10, 5), date(2030, 10, 7)),))
    assert SchoolCalendar((mine, shipped)).on("A", date(2030, 10, 5)) is not None
    assert SchoolCalendar((weak, shipped)).on("A", date(2030, 10, 5)) is None
