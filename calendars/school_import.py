"""Newer school years from the ministry's files, into the user's own data folder.

    result = read_official(data, "fr-en-calendrier-scolaire.csv")
    prepared = prepare_import(result, user_folder, date(2027, 9, 1))

`prepared.files` is then written, whole, under the user's folder, where `SchoolCalendar.load(user_folder)` finds it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Literal

from calendars.data_files import SCHOOL_HOLIDAYS
from calendars.places import PLACES, plain_name
from calendars.public_holidays import public_holidays
from calendars.school_files import SchoolHoliday, ZoneYear, read_school_year, write_school_year
from calendars.school_holidays import SchoolCalendar
from calendars.school_periods import CALENDAR_YEAR_ZONES, LeftOut, faults_by_zone, periods
from calendars.school_rows import ImportFault, read_rows

__all__ = ["ImportFault", "ImportResult", "LeftOut", "PreparedImport", "ZoneChange", "prepare_import", "read_official"]

_DAY = timedelta(days=1)
_MAINLAND = ("toussaint", "noel", "hiver|carnaval|fevrier", "printemps|paques|avril", "ete|grandes")
_USUAL: Mapping[str, tuple[str, ...]] = {
    "La Réunion": ("1ere", "ete", "3eme", "4eme", "hiver"),
    "Polynésie française": ("septembre", "novembre", "noel", "fevrier", "paques", "mai", "grandes"),
} | dict.fromkeys(CALENDAR_YEAR_ZONES, ("1ere", "2eme", "3eme", "4eme", "ete"))
"""A word of each holiday that every full year of a zone has; the long one last. Other zones: as on the mainland."""

_LAST_SURE_DAY: Mapping[str, tuple[int, int]] = {
    "La Réunion": (8, 16),
    "Polynésie française": (8, 10),
    "Mayotte": (8, 22),
} | dict.fromkeys(CALENDAR_YEAR_ZONES, (2, 11))
"""Month and day up to which the long holiday lasts for certain: before the earliest return seen in 2022-2028.

Other zones: 31 August.
"""


@dataclass(frozen=True)
class ImportResult:
    """What an official file says: `holidays` by (school year, zone), `faults`, and the rows that were `left_out`."""

    name: str
    holidays: Mapping[tuple[str, str], tuple[SchoolHoliday, ...]]
    faults: tuple[ImportFault, ...]
    left_out: tuple[LeftOut, ...]


@dataclass(frozen=True)
class ZoneChange:
    """What an import does to one zone's school year.

    "new": known from now on; "extended": the same days, and a return day that was not known; "changed": other days, and
    the user's win: `now_closed` and `now_open` are the runs (both ends in) of what would be working days; "same": known
    already, nothing written; "incomplete": `missing` holidays or rows at fault; its days stay what they were.
    `still_closed`: the days (both in) that the year before closes for want of its return: that year is not in the file,
    or does not say it either.
    """

    school_year: str
    zone: str
    kind: Literal["new", "extended", "changed", "same", "incomplete"]
    known: tuple[date, date] | None = None
    missing: tuple[str, ...] = ()
    now_closed: tuple[tuple[date, date], ...] = ()
    now_open: tuple[tuple[date, date], ...] = ()
    still_closed: tuple[date, date] | None = None


@dataclass(frozen=True)
class PreparedImport:
    """`files`, to be written whole under the user's folder (path relative to it -> bytes), and what they change."""

    files: Mapping[str, bytes]
    changes: tuple[ZoneChange, ...]


def read_official(data: bytes, name: str) -> ImportResult:
    """Read the ministry's open data (CSV, JSON) or an official .ics. Never raises on what is in the file."""
    raw = read_rows(data)
    printable = "".join(character if character.isprintable() and character != "|" else " " for character in name)
    name = " ".join(printable.split())
    found = periods(raw.rows, f"ministry's file {name}")
    unread = tuple(one for fault in raw.faults for one in faults_by_zone(fault))
    return ImportResult(name, found.holidays, unread + found.faults, found.left_out)


def prepare_import(result: ImportResult, user_folder: Path, read_on: date) -> PreparedImport:
    """The files that add an official file to the user's folder, and what each zone's year becomes.

    A year counts only if it is full: it has each usual holiday of its zone and no row at fault. Where the file differs
    from what is shipped, the file wins. `read_on` is the day that the files state. Raises WrongSchoolData and OSError
    where the user's present files cannot be read.
    """
    present = {(year.zone, year.school_year): year for year in SchoolCalendar.load(user_folder).zone_years}
    changes: list[ZoneChange] = []
    written: dict[str, dict[str, ZoneYear]] = {}
    for (school_year, zone), holidays in result.holidays.items():
        before = present.get((zone, school_year))
        year = ZoneYear(zone, school_year, _known(holidays, present), holidays)
        missing = missing_holidays(zone, holidays)
        if missing or _at_fault(result.faults, school_year, zone):
            changes.append(ZoneChange(school_year, zone, "incomplete", missing=missing))
            if before is None or before.known is None:
                written.setdefault(school_year, {})[zone] = ZoneYear(zone, school_year, None, holidays)
            continue
        change = _change(before, year)
        changes.append(change)
        if change.kind != "same":
            present[zone, school_year] = year
            written.setdefault(school_year, {})[zone] = year
    said = tuple(replace(change, still_closed=_still_closed(change, present)) for change in changes)
    return PreparedImport(_files(written, result, user_folder, read_on), said)


def missing_holidays(zone: str, holidays: Iterable[SchoolHoliday]) -> tuple[str, ...]:
    """The usual holidays of a zone that a year lacks, each as the words that would name it; empty: it is full."""
    names = [set(plain_name(holiday.name).split()) for holiday in holidays]
    return tuple(
        words for words in _USUAL.get(zone, _MAINLAND) if not any(set(words.split("|")) & name for name in names)
    )


def _at_fault(faults: Iterable[ImportFault], school_year: str, zone: str) -> bool:
    """Whether a row that could not be used, or is not in the file, is or could be of this zone and year."""
    return any(
        fault.kind == "page"
        or (fault.line > 0 and fault.zone in (None, zone) and fault.school_year in (None, school_year))
        for fault in faults
    )


def _known(holidays: tuple[SchoolHoliday, ...], present: Mapping[tuple[str, str], ZoneYear]) -> tuple[date, date]:
    """The days of a full year: from the end of the year before (if known) to the end of its own long holiday."""
    some = holidays[-1]
    before = present.get((some.zone, _year_before(some.school_year)))
    first = before.known[1] + _DAY if before and before.known else holidays[0].first
    long = [holiday for holiday in holidays if holiday.resume is None] or [max(holidays, key=lambda one: one.first)]
    if long[0].resume is not None:
        return first, max(holiday.resume for holiday in holidays if holiday.resume) - _DAY
    month, day = _LAST_SURE_DAY.get(some.zone, (8, 31))
    begins = long[0].first
    return first, date(begins.year + (begins.month > month), month, day)


def _still_closed(change: ZoneChange, present: Mapping[tuple[str, str], ZoneYear]) -> tuple[date, date] | None:
    """The long holiday of the year before whose return is not published, to the end of the next holiday known."""
    year, before = (present.get((change.zone, name)) for name in (change.school_year, _year_before(change.school_year)))
    if change.kind == "incomplete" or year is None or before is None:
        return None
    first = next((holiday.first for holiday in before.holidays if holiday.resume is None), None)
    ends = [holiday.resume for holiday in year.holidays if first and holiday.resume and holiday.first > first]
    return (first, min(ends) - _DAY) if first and ends else None


def _year_before(school_year: str) -> str:
    return "-".join(str(int(part) - 1) for part in school_year.split("-"))


def _change(before: ZoneYear | None, after: ZoneYear) -> ZoneChange:
    year, zone, known = after.school_year, after.zone, after.known
    if before is None or before.known is None or known is None:
        return ZoneChange(year, zone, "new", known)
    last = min(before.known[1], known[1])
    was, now = _closed_days(before, last), _closed_days(after, last)
    if was != now:
        return ZoneChange(year, zone, "changed", known, (), _runs(now - was), _runs(was - now))
    unknown_before = any(holiday.resume is None for holiday in before.holidays)
    unknown_after = any(holiday.resume is None for holiday in after.holidays)
    return ZoneChange(year, zone, "extended" if unknown_before and not unknown_after else "same", known)


def _closed_days(year: ZoneYear, last: date) -> frozenset[date]:
    """The days up to `last` that only the school holidays close: neither weekends nor public holidays."""
    department = next(place.department for place in PLACES if place.zone == year.zone)
    days = (
        holiday.first + timedelta(days=offset)
        for holiday in year.holidays
        for offset in range((min(holiday.resume or last + _DAY, last + _DAY) - holiday.first).days)
    )
    return frozenset(day for day in days if day.weekday() < 5 and day not in public_holidays(department, day.year))


def _runs(days: Iterable[date]) -> tuple[tuple[date, date], ...]:
    runs: list[tuple[date, date]] = []
    for day in sorted(days):
        if runs and runs[-1][1] + _DAY == day:
            runs[-1] = (runs[-1][0], day)
        else:
            runs.append((day, day))
    return tuple(runs)


def _files(
    written: Mapping[str, Mapping[str, ZoneYear]], result: ImportResult, user_folder: Path, read_on: date
) -> dict[str, bytes]:
    """One file for each school year that changes: the zones of this import, and those the user's file had already."""
    files: dict[str, bytes] = {}
    for school_year, zones in sorted(written.items()):
        path = user_folder / SCHOOL_HOLIDAYS / f"{school_year}.txt"
        kept = {year.zone: year for year in read_school_year(path)} if path.is_file() else {}
        comments = (
            f"School holidays {school_year}, imported from {result.name} on {read_on}.",
            "Zones of this file win over those the program came with; without this file, the latter are back.",
            "From the first day without class (in) to the day on which classes resume (out); ? is not published.",
        )
        files[f"{SCHOOL_HOLIDAYS}/{path.name}"] = write_school_year(
            tuple((kept | dict(zones)).values()), comments
        ).encode()
    return files
