"""Rows of the ministry's files -> school holidays: what each shape of row means, and what is left out or refused.

The conventions are those of `data/school_holidays`; each trap below was seen in a copy of the open data of 2025-08-27
or in an official .ics of 2026-08-31. Where a row can mean two things it is a fault, never a guess.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from calendars.places import PLACES, plain_name
from calendars.public_holidays import names_of_day, public_holidays
from calendars.school_files import YEAR_NAME, SchoolHoliday
from calendars.school_rows import ImportFault, RawRow

FIRST_SCHOOL_YEAR = 2022
"""Older school years are left out: what is shipped begins here, and the open data of before was not compared."""

CALENDAR_YEAR_ZONES = frozenset({"Nouvelle-Calédonie", "Wallis-et-Futuna"})
"""Their school year is a calendar year, and their holidays end on the Sunday, included."""

_DAY = timedelta(days=1)
_ANTILLES = ("Guadeloupe", "Saint-Martin", "Saint-Barthélemy")
_ZONE_NAMES: Mapping[str, str] = {plain_name(place.zone): place.zone for place in PLACES if place.zone} | {
    "reunion": "La Réunion",
    "polynesie": "Polynésie française",
}
_LETTERS = re.compile(r"zones? ([abc](?: [abc])*)")
_PUPILS = re.compile(
    r"eleves|(?:eleves )?(?:du |des )?(?:premier|second) degre(?: et colleges)?|eleves des (?:colleges|lycees)"
)
_PUBLIC_HOLIDAYS = ("abolition", "pentecote", "lundi de pentecote", "ascension")
_LONG = frozenset({"ete", "austral", "grandes"})
_LONGEST_DAYS = {"long": 100, "noel": 46, "other": 24}
"""Longer is a slip of the pen: the open data had a « November » holiday from 28 September, one of May until July."""


@dataclass(frozen=True)
class LeftOut:
    """A row that is none of our holidays. `reason`: "teachers", "public-holiday", "old-year" or "start-of-term"."""

    line: int
    reason: str
    found: str


@dataclass(frozen=True)
class Periods:
    """What the rows mean: holidays by (school year, zone), sorted; faults; and what was left out."""

    holidays: Mapping[tuple[str, str], tuple[SchoolHoliday, ...]]
    faults: tuple[ImportFault, ...]
    left_out: tuple[LeftOut, ...]


@dataclass(frozen=True)
class _Row:
    """A row of one zone and school year."""

    raw: RawRow
    zone: str
    year: str
    start: date
    end: date


@dataclass
class _Reading:
    faults: list[ImportFault] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)


def periods(rows: Iterable[RawRow], source: str) -> Periods:
    """The holidays that the rows mean; `source` is written with each."""
    reading = _Reading()
    kept: list[_Row] = []
    for raw in rows:
        reason = _reason_to_leave_out(raw)
        if reason:
            reading.left_out.append(LeftOut(raw.line, reason, raw.description))
        else:
            kept.extend(_rows_of_zones(raw, reading))
    kept = _without_disagreements(_joined(kept), reading)
    found: dict[tuple[str, str], set[SchoolHoliday]] = {}
    for row in kept:
        period = _period(row)
        if isinstance(period, str):
            reading.faults.append(_fault(row, period))
            continue
        name = _name(row)
        found.setdefault((row.year, row.zone), set()).add(
            SchoolHoliday(row.zone, name, period[0], period[1], source, row.year, "medium")
        )
    holidays = {
        key: tuple(sorted(some, key=lambda holiday: (holiday.first, holiday.name))) for key, some in found.items()
    }
    return Periods(dict(sorted(holidays.items())), tuple(reading.faults), tuple(reading.left_out))


def _fault(row: _Row, kind: str) -> ImportFault:
    found = f"{row.raw.description}: {row.start} - {row.end}"
    return ImportFault(row.raw.line, kind, found, row.zone, row.year)


def _reason_to_leave_out(raw: RawRow) -> str | None:
    who, name = plain_name(raw.population), plain_name(raw.description)
    if "enseignant" in who and "eleve" not in who:
        return "teachers"
    if name.startswith(("rentree", "prerentree")):
        return "start-of-term"
    if name in _PUBLIC_HOLIDAYS or name.startswith("abolition"):
        return "public-holiday"
    year = YEAR_NAME.fullmatch(raw.year)
    if (int(year[1]) if year else raw.start.year - (raw.start.month < 8)) < FIRST_SCHOOL_YEAR:
        return "old-year"
    return None


def _rows_of_zones(raw: RawRow, reading: _Reading) -> list[_Row]:
    zones = _zones(raw.zones)
    of_pupils = _of_population(zones, raw.population)
    rows = [_Row(raw, zone, _school_year(zone, raw.start), raw.start, raw.end) for zone in of_pupils]
    kind, found = "", ""
    if not zones:
        kind, found = "zone", raw.zones
    elif raw.end < raw.start:
        kind, found = "reversed", f"{raw.start} - {raw.end}"
    elif not of_pupils:
        kind, found = "population", raw.population
    elif any(raw.year not in ("", row.year) for row in rows):
        kind, found = "school-year", f"{raw.year}: {raw.start}"
    if not kind:
        return rows
    reading.faults += faults_by_zone(ImportFault(raw.line, kind, found, raw.zones, raw.year), raw.location)
    return []


def faults_by_zone(fault: ImportFault, location: str = "") -> tuple[ImportFault, ...]:
    """A fault with the zone and year as the file writes them, said of each of our zones that it spoils.

    Without a zone or a year that can be read it may be of any (None), unless its académie is none of ours.
    """
    year = fault.school_year if YEAR_NAME.fullmatch(fault.school_year or "") else None
    academy = plain_name(location)
    zones = _zones(fault.zone or "") or tuple({here.zone for here in PLACES if plain_name(here.academy) == academy})
    if zones == ("Guadeloupe",):
        zones = _ANTILLES
    if not zones:
        return (replace(fault, zone=location or None, school_year=year),)
    return tuple(replace(fault, zone=zone, school_year=year) for zone in zones)


def _zones(text: str) -> tuple[str, ...]:
    """The zones that « Zone A », « Zones A/B - Corse » or « Réunion » mean; none where a part is not known."""
    zones: list[str] = []
    for part in text.split(" - "):
        name = plain_name(part)
        if letters := _LETTERS.fullmatch(name):
            zones += letters[1].upper().split()
        elif name in _ZONE_NAMES and name not in ("a", "b", "c"):
            zones.append(_ZONE_NAMES[name])
        else:
            return ()
    return tuple(zones)


def _of_population(zones: tuple[str, ...], population: str) -> tuple[str, ...]:
    """The zones a row is for. Saint-Martin and Saint-Barthélemy have no zone in the open data: they are populations of
    Guadeloupe's. None where the population is not known.
    """
    who = plain_name(population)
    everyone = not who or _PUPILS.fullmatch(who) is not None
    if zones != ("Guadeloupe",):
        return zones if everyone else ()
    if everyone:
        return _ANTILLES
    if who == "guadeloupe sauf saint martin":
        return ("Guadeloupe", "Saint-Barthélemy")
    named = tuple(zone for zone in _ANTILLES if plain_name(zone) in who)
    rest = who
    for zone in named:
        rest = rest.replace(plain_name(zone), "")
    return named if not rest.strip() else ()


def _school_year(zone: str, start: date) -> str:
    if zone in CALENDAR_YEAR_ZONES:
        return str(start.year)
    first = start.year - (start.month < 8)
    return f"{first}-{first + 1}"


def _joined(rows: list[_Row]) -> list[_Row]:
    """Pieces of one holiday made whole: the .ics of several zones is cut wherever any zone begins or ends."""
    whole: list[_Row] = []
    for row in sorted(rows, key=lambda row: (row.zone, row.start, row.end)):
        last = whole[-1] if whole else None
        if (
            last is not None
            and row.raw.in_pieces
            and last.end == row.start < row.end
            and (last.zone, last.raw.description) == (row.zone, row.raw.description)
        ):
            whole[-1] = replace(last, end=row.end)
        else:
            whole.append(row)
    return whole


def _without_disagreements(rows: list[_Row], reading: _Reading) -> list[_Row]:
    """Without the holidays of a zone for which its académies have other dates: each is a fault."""
    dates: dict[tuple[str, str, str, str], dict[str, set[tuple[date, date]]]] = {}
    for row in rows:
        by_location = dates.setdefault(_holiday_key(row), {})
        by_location.setdefault(row.raw.location, set()).add((row.start, row.end))
    apart = {key for key, found in dates.items() if any(some != next(iter(found.values())) for some in found.values())}
    reading.faults += [_fault(row, "academies-differ") for row in rows if _holiday_key(row) in apart]
    return [row for row in rows if _holiday_key(row) not in apart]


def _holiday_key(row: _Row) -> tuple[str, str, str, str]:
    return (row.zone, row.year, plain_name(row.raw.description), plain_name(row.raw.population))


def _name(row: _Row) -> str:
    """The holiday's name; with the pupils it is for, where it is not for all."""
    name = re.sub(r"^Début des? ", "", row.raw.description)
    levels = re.sub(r"^Élèves (?:du|des) ", "", row.raw.population)
    return f"{name} ({levels.lower()})" if "degr" in levels or "coll" in levels or "lyc" in levels else name


def _period(row: _Row) -> tuple[date, date | None] | str:
    """First day off and return (None: not published) of a row, or the kind of its fault."""
    words = set(plain_name(row.raw.description).split())
    start, end = row.start, row.end
    if "debut" in words or (start == end and words & _LONG):
        return (_first_off(start), None) if start == end else "shape"
    if {"pont", "ascension"} <= words:
        return _bridge(start, end)
    kind = "long" if words & _LONG else "noel" if "noel" in words else "other"
    if (end - start).days > _LONGEST_DAYS[kind]:
        return "too-long"
    if (end - start).days <= 1:
        return _single_day(start, end)
    if row.zone in CALENDAR_YEAR_ZONES and kind != "long":
        return (start, end + _DAY) if start.weekday() == 5 and end.weekday() == 6 else "shape"
    return (_first_off(start), end) if end.weekday() < 5 else "shape"


def _first_off(departure: date) -> date:
    """Classes end after the departure day, except on a weekend, which is off already."""
    return departure if departure.weekday() >= 5 else departure + _DAY


def _single_day(start: date, end: date) -> tuple[date, date] | str:
    """A day off: start = end, or Friday to Saturday. Any other two days could be off both, or one."""
    if start != end and start.weekday() != 4:
        return "ambiguous"
    return start, _next_school_day(start)


def _bridge(start: date, end: date) -> tuple[date, date] | str:
    """The Ascension bridge, from its Thursday. Rows begin on the Wednesday (departure), Thursday or Friday, or before
    (Guyane 2023: the whole week); they end on the Friday or Saturday (included) or on the return day.
    """
    year = public_holidays("75", start.year)
    thursday = next(day for day, name in year.items() if "Ascension" in names_of_day(name))
    friday = thursday + _DAY
    if end < friday or start > friday or (end - start).days > 14:
        return "shape"
    if start == thursday and end == friday:
        return "ambiguous"
    first = thursday if start >= thursday - _DAY else _first_off(start)
    return first, _next_school_day(friday) if end <= friday + _DAY else _weekday_from(end)


def _next_school_day(day: date) -> date:
    return _weekday_from(day + _DAY)


def _weekday_from(day: date) -> date:
    while day.weekday() >= 5:
        day += _DAY
    return day
