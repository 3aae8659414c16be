"""Zones A, B and C, day by day over all known years, with two packages that others made. Test-only."""

from datetime import date, timedelta

import pytest
from holidays.countries import France
from vacances_scolaires_france import SchoolHolidayDates

from calendars.school_holidays import SchoolCalendar

SCHOOL = SchoolCalendar.load()
FIRST, LAST = date(2022, 7, 8), date(2028, 8, 31)
DAYS = tuple(FIRST + timedelta(days=offset) for offset in range((LAST - FIRST).days + 1))
THEIRS = SchoolHolidayDates()


def days(first: date, last: date) -> frozenset[date]:
    return frozenset(first + timedelta(days=offset) for offset in range((last - first).days + 1))


KNOWN_DIFFERENCES = {
    "the Ascension bridge is absent before 2027": frozenset().union(
        *(days(thursday, thursday + timedelta(days=3)) for thursday in (
            date(2023, 5, 18), date(2024, 5, 9), date(2025, 5, 29), date(2026, 5, 14),
        ))
    ),
    "the Ascension bridge of 2027 stops on its Saturday": days(date(2027, 5, 9), date(2027, 5, 9)),
    "the Ascension bridge of 2028 holds its Friday and Saturday alone": days(date(2028, 5, 25), date(2028, 5, 25))
    | days(date(2028, 5, 28), date(2028, 5, 28)),
    "4 July 2028 is a day of class: departure is after it": days(date(2028, 7, 4), date(2028, 7, 4)),
    "summer 2027 stops on 31 August, the return is on 2 September": days(date(2027, 9, 1), date(2027, 9, 1)),
}  # fmt: skip


def closed(zone: str) -> frozenset[date]:
    return frozenset(day for day in DAYS if SCHOOL.on(zone, day) is not None)


@pytest.mark.parametrize("zone", ["A", "B", "C"])
def test_what_is_known_is_what_is_compared(zone: str) -> None:
    assert SCHOOL.known(zone) == (FIRST, LAST)


@pytest.mark.parametrize("zone", ["A", "B", "C"])
def test_against_vacances_scolaires_france(zone: str) -> None:
    theirs = frozenset(day for day in DAYS if THEIRS.is_holiday_for_zone(day, zone))
    assert closed(zone) ^ theirs == frozenset().union(*KNOWN_DIFFERENCES.values())


@pytest.mark.parametrize("zone", ["A", "B", "C"])
def test_against_the_school_category_of_holidays(zone: str) -> None:
    """No difference: from 2017 to 2028 its formulas were fitted to the same decrees."""
    theirs = France(subdiv=f"Zone {zone}", years=range(2022, 2029), language="fr", categories="school")
    assert closed(zone) == frozenset(day for day in theirs if FIRST <= day <= LAST)
