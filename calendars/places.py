"""Departments and overseas collectivities: academy, school zone, time zone, public-holiday subdivision."""

import csv
import functools
import unicodedata
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from calendars.data_files import SCHOOL_HOLIDAYS, data_folders


class UnknownDepartment(LookupError):
    """No department has this code. `near` lists the codes of departments with a near code or name, best first."""

    def __init__(self, department: str, near: tuple[str, ...]) -> None:
        super().__init__(department)
        self.department = department
        self.near = near


@dataclass(frozen=True)
class Place:
    """A department (code "01", "2A", "974") and what follows from it.

    `zone` is its school zone ("A", "Corse", "La Réunion"; "" for 984, which has none); `time_zone` an IANA name;
    `public_holiday_subdivision` the name that `holidays` gives it, None where the 11 days of L3133-1 are all.
    """

    department: str
    name: str
    academy: str
    zone: str
    time_zone: str
    public_holiday_subdivision: str | None

    @property
    def zone_info(self) -> ZoneInfo:
        """The time zone, with its clock changes."""
        return ZoneInfo(self.time_zone)

    def local(self, moment: datetime) -> datetime:
        """An aware moment on the clock of the place. Raises ValueError for a moment without a time zone."""
        if moment.tzinfo is None:
            raise ValueError(f"a moment without a time zone: {moment}")
        return moment.astimezone(self.zone_info)


def plain_name(text: str) -> str:
    """The letters and figures of a name, for comparing: no capitals, accents, apostrophes, hyphens or double spaces."""
    decomposed = unicodedata.normalize("NFKD", text).casefold()
    bare = "".join(character for character in decomposed if not unicodedata.combining(character))
    return " ".join("".join(character if character.isalnum() else " " for character in bare).split())


def _read_places() -> tuple[Place, ...]:
    table = data_folders(SCHOOL_HOLIDAYS)[-1] / "departments.csv"
    with table.open(encoding="utf-8", newline="") as lines:
        rows = csv.reader(line for line in lines if not line.startswith("#"))
        next(rows)
        return tuple(
            Place(code, name, academy, zone, clock, days or None) for code, name, academy, zone, clock, days in rows
        )


PLACES: tuple[Place, ...] = _read_places()
"""Every department, then the collectivities overseas, in the order of the table."""

ACADEMIES: tuple[str, ...] = tuple(dict.fromkeys(place.academy for place in PLACES))
"""Every academy and vice-rectorat, once."""

_BY_CODE = {place.department: place for place in PLACES}
_SPLIT_CODES = {"20": ("2A", "2B")}  # Corse was 20 until 1976, and still is in postal codes


def place(department: str) -> Place:
    """The place with this code, written exactly so ("01", "2A"). Raises UnknownDepartment."""
    try:
        return _BY_CODE[department]
    except KeyError:
        raise UnknownDepartment(department, _near(department)) from None


@functools.cache
def _near(department: str) -> tuple[str, ...]:
    wanted = plain_name(department[:100])
    codes = {plain_name(code): (code,) for code in _BY_CODE} | _SPLIT_CODES
    names = {plain_name(place.name): (place.department,) for place in PLACES}
    postal = (wanted[:3], wanted[:2]) if len(wanted) == 5 and wanted.isdecimal() else ()
    for text in (wanted, wanted.zfill(2), *postal):
        if exact := codes.get(text) or names.get(text):
            return exact
    if not wanted:
        return ()
    known = codes | names
    import difflib  # here: only a wrong code needs it, and the program starts without it

    close = difflib.get_close_matches(wanted, known, n=3, cutoff=0.75)
    return tuple(dict.fromkeys(code for name in close for code in known[name]))
