"""The official school calendar of each zone, and of which days it is known."""

from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path

from calendars.data_files import SCHOOL_HOLIDAYS, data_folders
from calendars.school_files import SchoolHoliday, WrongSchoolData, ZoneYear, read_school_year

__all__ = ["SchoolCalendar", "SchoolHoliday", "UnknownSchoolDay", "UnknownZone", "WrongSchoolData", "ZoneYear"]

_DAY = timedelta(days=1)


class UnknownZone(LookupError):
    """No school calendar has a zone of this name; `zones` are those that exist."""

    def __init__(self, zone: str, zones: tuple[str, ...]) -> None:
        super().__init__(zone)
        self.zone = zone
        self.zones = zones


class UnknownSchoolDay(LookupError):
    """Nothing is known of this day in this zone: it is not « no holidays ».

    `first_known` and `last_known` (both in) are the known days before it, or, where there are none, those after it.
    """

    def __init__(self, zone: str, day: date, first_known: date, last_known: date) -> None:
        super().__init__(f"{zone}: {day} is not between {first_known} and {last_known}")
        self.zone = zone
        self.day = day
        self.first_known = first_known
        self.last_known = last_known


class SchoolCalendar:
    """School holidays by zone. What is incomplete is kept apart: it answers nothing."""

    def __init__(self, zone_years: Iterable[ZoneYear]) -> None:
        """Of two `zone_years` of one zone and school year the first wins, unless only the second is complete."""
        chosen: dict[tuple[str, str], ZoneYear] = {}
        for year in zone_years:
            kept = chosen.setdefault((year.zone, year.school_year), year)
            if kept.known is None and year.known is not None:
                chosen[year.zone, year.school_year] = year
        self.zone_years: tuple[ZoneYear, ...] = tuple(chosen.values())
        self._known = {zone: _runs(years) for zone, years in _by_zone(self.zone_years).items()}
        self._holidays = {zone: _sorted_holidays(years) for zone, years in _by_zone(self.zone_years).items()}
        self._closed: dict[str, dict[date, SchoolHoliday]] = {}

    @classmethod
    def load(cls, user_folder: Path | None = None) -> "SchoolCalendar":
        """Read the user's years (`user_folder / "school_holidays"`), then the shipped ones.

        The user's win zone by zone and year by year, except that an incomplete one never hides a complete one.
        Raises WrongSchoolData.
        """
        folders = data_folders(SCHOOL_HOLIDAYS, user_folder)
        return cls(
            year for folder in folders for file in sorted(folder.glob("*.txt")) for year in read_school_year(file)
        )

    def zones(self) -> tuple[str, ...]:
        """The zones of which some days are known, A, B and C first."""
        return tuple(sorted(self._known, key=lambda zone: (len(zone), zone)))

    def holidays(self, zone: str) -> tuple[SchoolHoliday, ...]:
        """The holidays of the zone's complete school years, by first day. Raises UnknownZone."""
        return self._holidays[self._checked(zone)]

    def known(self, zone: str) -> tuple[date, date]:
        """The first and the last day (both in) of the latest unbroken run of known days. Raises UnknownZone."""
        return self.known_runs(zone)[-1]

    def known_runs(self, zone: str) -> tuple[tuple[date, date], ...]:
        """Every unbroken run of known days, first and last day both in. More than one where a year is missing."""
        return self._known[self._checked(zone)]

    def on(self, zone: str, day: date) -> SchoolHoliday | None:
        """The holiday that this day lies in, None on a day of class. Raises UnknownSchoolDay and UnknownZone."""
        runs = self.known_runs(zone)
        if not any(first <= day <= last for first, last in runs):
            before = [run for run in runs if run[1] < day]
            raise UnknownSchoolDay(zone, day, *(before[-1] if before else runs[0]))
        if zone not in self._closed:
            self._closed[zone] = _closed_days(self._holidays[zone], runs)
        return self._closed[zone].get(day)

    def _checked(self, zone: str) -> str:
        if zone not in self._known:
            raise UnknownZone(zone, self.zones())
        return zone


def _by_zone(zone_years: Iterable[ZoneYear]) -> dict[str, list[ZoneYear]]:
    zones: dict[str, list[ZoneYear]] = {}
    for year in zone_years:
        if year.known is not None:
            zones.setdefault(year.zone, []).append(year)
    return zones


def _runs(years: Iterable[ZoneYear]) -> tuple[tuple[date, date], ...]:
    """Unbroken runs of known days. Two full years that follow one another leave no gap: each lists all its holidays."""
    runs: list[tuple[date, date]] = []
    last_year = 0
    for year, known in sorted((int(year.school_year[:4]), year.known) for year in years if year.known is not None):
        first, last = known
        if runs and (year <= last_year + 1 or first <= runs[-1][1] + _DAY):
            runs[-1] = (runs[-1][0], max(runs[-1][1], last))
        else:
            runs.append(known)
        last_year = year
    return tuple(runs)


def _sorted_holidays(years: Iterable[ZoneYear]) -> tuple[SchoolHoliday, ...]:
    return tuple(sorted((holiday for year in years for holiday in year.holidays), key=_first_then_longest))


def _first_then_longest(holiday: SchoolHoliday) -> tuple[date, date, str]:
    return (holiday.first, holiday.resume or date.max, holiday.name)


def _closed_days(holidays: tuple[SchoolHoliday, ...], runs: tuple[tuple[date, date], ...]) -> dict[date, SchoolHoliday]:
    """Every closed day with its holiday; where two hold a day, the one that began last, else the longer."""
    closed: dict[date, SchoolHoliday] = {}
    for holiday in holidays:
        day, resume = holiday.first, holiday.resume or _earliest_sure_return(holiday, holidays, runs)
        while day < resume:
            closed[day] = holiday
            day += _DAY
    return closed


def _earliest_sure_return(
    unknown: SchoolHoliday, holidays: tuple[SchoolHoliday, ...], runs: tuple[tuple[date, date], ...]
) -> date:
    """When classes have resumed for certain: when the next holiday ends, else only after the last known day."""
    later = (holiday.resume for holiday in holidays if holiday.first > unknown.first and holiday.resume is not None)
    return min(later, default=runs[-1][1] + _DAY)
