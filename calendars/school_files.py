"""The files of school years, `data/school_holidays/<year>.txt`: reading and writing one.

The format is lines of text: comments (`#`), one line for each zone, which says of which days everything is known, and
under it one row for each holiday:

    zone A, known from 2026-09-01 to 2027-09-01
    first day off | classes resume | name                     | confidence | sources
    2026-10-17    | 2026-11-02     | Vacances de la Toussaint | high       | opendata, openholidays
"""

import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path

LIMIT_BYTES = 1_000_000
"""Of a file; those that ship have 10,000."""
YEAR_NAME = re.compile(r"(\d{4})(?:-(\d{4}))?")
_ZONE = re.compile(r"zone ([^,]+), (?:known from (\S+) to (\S+)|incomplete)")
_HEADING = "first day off"
_CONFIDENCES = ("high", "medium", "low")


@dataclass(frozen=True)
class SchoolHoliday:
    """A holiday of a school zone, from its first day off (in) to the day classes resume (out).

    `resume` None: the return is not published, and everything is closed from `first` until the zone's next holiday
    ends or its known days do. `confidence` is "high", "medium" or "low".
    """

    zone: str
    name: str
    first: date
    resume: date | None
    source: str
    school_year: str = ""
    confidence: str = ""


@dataclass(frozen=True)
class ZoneYear:
    """One zone's school year. `known`: the first and last day (both in) of which all is known; None: incomplete."""

    zone: str
    school_year: str
    known: tuple[date, date] | None
    holidays: tuple[SchoolHoliday, ...]


class WrongSchoolData(ValueError):
    """A file of a school year that cannot be read.

    `kind` is one of "file-name", "not-a-file", "too-large", "unreadable", "not-text", "line", "date", "reversed",
    "confidence", "no-source", "no-zone", "zone-twice"; `line` counts from 1 (0: the file itself);
    `found` is the text at fault.
    """

    def __init__(self, file: Path, line: int, kind: str, found: str) -> None:
        super().__init__(f"{file}:{line}: {kind}: {found!r}")
        self.file = file
        self.line = line
        self.kind = kind
        self.found = found


def read_school_year(file: Path) -> tuple[ZoneYear, ...]:
    """The zones of one file, in its order. Raises WrongSchoolData."""
    year = file.stem
    if not YEAR_NAME.fullmatch(year):
        raise WrongSchoolData(file, 0, "file-name", file.name)
    lines = _lines(file)
    found: dict[str, tuple[tuple[date, date] | None, list[SchoolHoliday]]] = {}
    zone = None
    for number, line in enumerate(lines, start=1):
        if not line.strip() or line.startswith(("#", _HEADING)):
            continue
        if line.startswith("zone "):
            zone, known = _zone_line(file, number, line)
            if zone in found:
                raise WrongSchoolData(file, number, "zone-twice", zone)
            found[zone] = (known, [])
        elif zone is None:
            raise WrongSchoolData(file, number, "no-zone", line)
        else:
            found[zone][1].append(_holiday(file, number, line, zone, year))
    return tuple(ZoneYear(zone, year, known, tuple(holidays)) for zone, (known, holidays) in found.items())


def _lines(file: Path) -> list[str]:
    try:
        if not file.is_file():  # a pipe would be waited for
            raise WrongSchoolData(file, 0, "not-a-file", file.name)
        if (size := file.stat().st_size) > LIMIT_BYTES:
            raise WrongSchoolData(file, 0, "too-large", str(size))
        return file.read_bytes().decode("utf-8-sig").splitlines()
    except UnicodeDecodeError as wrong:
        raise WrongSchoolData(file, 0, "not-text", repr(wrong.object[wrong.start : wrong.end])) from None
    except OSError as wrong:
        raise WrongSchoolData(file, 0, "unreadable", wrong.strerror or "") from None


def write_school_year(zone_years: tuple[ZoneYear, ...], comments: tuple[str, ...]) -> str:
    """The text of a file that `read_school_year` reads back as `zone_years` (all of one school year)."""
    lines = [f"# {comment}".rstrip() for comment in comments]
    for year in zone_years:
        coverage = f"known from {year.known[0]} to {year.known[1]}" if year.known else "incomplete"
        width = max([4, *(len(holiday.name) for holiday in year.holidays)])
        lines += ["", f"zone {year.zone}, {coverage}"]
        lines += [f"{_HEADING} | classes resume | {'name':{width}} | confidence | sources"]
        lines += [
            f"{holiday.first!s:13} | {holiday.resume or '?'!s:14} | {holiday.name:{width}} | "
            f"{holiday.confidence:10} | {holiday.source}"
            for holiday in year.holidays
        ]
    return "\n".join(lines) + "\n"


def _zone_line(file: Path, number: int, line: str) -> tuple[str, tuple[date, date] | None]:
    match = _ZONE.fullmatch(line.strip())
    if not match:
        raise WrongSchoolData(file, number, "line", line)
    if match[2] is None:
        return match[1], None
    first, last = _day(file, number, match[2]), _day(file, number, match[3])
    if last < first:
        raise WrongSchoolData(file, number, "reversed", line)
    return match[1], (first, last)


def _holiday(file: Path, number: int, line: str, zone: str, year: str) -> SchoolHoliday:
    cells = [cell.strip() for cell in line.split("|")]
    if len(cells) != 5 or not cells[2]:
        raise WrongSchoolData(file, number, "line", line)
    first = _day(file, number, cells[0])
    resume = None if cells[1] == "?" else _day(file, number, cells[1])
    if resume is not None and resume <= first:
        raise WrongSchoolData(file, number, "reversed", line)
    if cells[3] not in _CONFIDENCES:
        raise WrongSchoolData(file, number, "confidence", cells[3])
    if not cells[4]:
        raise WrongSchoolData(file, number, "no-source", line)
    return SchoolHoliday(zone, cells[2], first, resume, cells[4], year, cells[3])


def _day(file: Path, number: int, text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise WrongSchoolData(file, number, "date", text) from None
