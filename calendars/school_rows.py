"""The ministry's files (open data as CSV or JSON, official .ics), read into rows without any meaning yet."""

import csv
import io
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from calendars.ics_text import BrokenCalendar, Component, read_components
from calendars.places import plain_name

_PARIS = ZoneInfo("Europe/Paris")  # the open data writes midnights of Paris in UTC, for overseas zones too
_LARGEST = 20_000_000
_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "description": ("description",),
    "population": ("population",),
    "start": ("start date", "date de debut"),
    "end": ("end date", "date de fin"),
    "location": ("location", "academies", "academie"),
    "zones": ("zones", "zone"),
    "year": ("annee scolaire",),
}
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_POPULATION = re.compile(r".* - .*\((?P<population>[^()]+)\)")
_ICS_DAY = re.compile(r"\d{8}")


@dataclass(frozen=True)
class ImportFault:
    """What in a file cannot be used. `line` counts from 1 (of a JSON file: the record; 0: the file as a whole).

    `kind` is, for the file, one of "too-large", "not-text", "unknown-format", "columns", "not-official",
    "broken-calendar", "page" (a part of the records only), "no-rows"; for a row "cells", "date", "not-midnight",
    "no-offset", "not-all-day", "recurring", "zone", "population", "school-year", "reversed", "shape", "ambiguous",
    "too-long", "academies-differ".
    """

    line: int
    kind: str
    found: str
    zone: str | None = None
    school_year: str | None = None


@dataclass(frozen=True)
class RawRow:
    """A row as the file has it: its two days, and texts. `in_pieces` where one holiday may be several rows (.ics)."""

    line: int
    description: str
    population: str
    start: date
    end: date
    location: str
    zones: str
    year: str
    in_pieces: bool = False


@dataclass(frozen=True)
class RawFile:
    """The rows of a file, and what in it could not be read."""

    rows: tuple[RawRow, ...]
    faults: tuple[ImportFault, ...]


def read_rows(data: bytes) -> RawFile:
    """The rows of an open-data CSV (`;`, `,` or tab; UTF-8 or CP1252), an API answer in JSON or an official .ics."""
    if len(data) > _LARGEST:
        return _refused("too-large", str(len(data)))
    text = _decoded(data)
    if text is None or "\0" in text:
        return _refused("not-text", repr(data[:20]))
    start = text.lstrip()[:200]
    if start.upper().startswith("BEGIN:VCALENDAR"):
        return _read_ics(data)
    if start.startswith(("{", "[")):
        return _read_json(text)
    return _read_csv(text)


def _refused(kind: str, found: str, line: int = 0) -> RawFile:
    return RawFile((), (ImportFault(line, kind, found[:200]),))


def _decoded(data: bytes) -> str | None:
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None


def _read_csv(text: str) -> RawFile:
    header = text.lstrip().partition("\n")[0]
    separator = max(";,\t", key=header.count)
    reader = csv.reader(io.StringIO(text.lstrip(), newline=""), delimiter=separator)
    try:
        names = [plain_name(cell) for cell in next(reader, [])]
        places = {
            key: next((i for i, name in enumerate(names) if name in known), None) for key, known in _COLUMNS.items()
        }
        missing = [_COLUMNS[key][0] for key, place in places.items() if place is None and key != "location"]
        if len(missing) >= 4:
            return _refused("unknown-format", header)
        if missing:
            return _refused("columns", ", ".join(missing), 1)
        found = [
            ({key: cells[i] for key, i in places.items() if i is not None and i < len(cells)}, reader.line_num)
            for cells in reader
            if any(cells)
        ]
    except csv.Error as wrong:
        return _refused("unknown-format", str(wrong), reader.line_num)
    return _collected(_record(line, cells) for cells, line in found)


def _read_json(text: str) -> RawFile:
    try:
        content = json.loads(text)
    except (ValueError, RecursionError):
        return _refused("unknown-format", text[:40])
    records = content
    faults: tuple[ImportFault, ...] = ()
    if isinstance(content, dict):
        records = content.get("results", content.get("records"))
        total = content.get("total_count", content.get("nhits"))
        if isinstance(records, list) and isinstance(total, int) and total > len(records):
            faults = (ImportFault(0, "page", f"{len(records)}/{total}"),)
    if not isinstance(records, list):
        return _refused("unknown-format", text[:40])
    read = _collected(_record(number, _fields(record)) for number, record in enumerate(records, start=1))
    return RawFile(read.rows, faults + read.faults)


def _fields(record: Any) -> dict[str, str]:
    """The texts of a record of any version of the API: flat, in `fields`, or in `record.fields`."""
    for wrapping in ("record", "fields"):
        if isinstance(record, dict) and isinstance(record.get(wrapping), dict):
            record = record[wrapping]
    if not isinstance(record, dict):
        return {}
    texts = {plain_name(str(key)): _text(value) for key, value in record.items()}
    return {key: texts[name] for key, names in _COLUMNS.items() for name in names if name in texts}


def _text(value: Any) -> str:
    """A field's text; of a field with several values (some versions of the API) the texts, one after the other."""
    values = value if isinstance(value, list) else [value]
    return " - ".join(one for one in values if isinstance(one, str))


def _record(line: int, cells: Mapping[str, str]) -> RawRow | ImportFault:
    zone, year = cells.get("zones", ""), cells.get("year", "")
    missing = [key for key in _COLUMNS if key != "location" and not cells.get(key, "").strip()]
    if missing:
        return ImportFault(line, "cells", ", ".join(missing), zone or None, year or None)
    days: list[date] = []
    for key in ("start", "end"):
        day = _paris_day(cells[key].strip())
        if isinstance(day, str):
            return ImportFault(line, day, cells[key][:100], zone, year)
        days.append(day)
    description, population, location, zones, year = (
        _one_line(cells.get(key, "")) for key in ("description", "population", "location", "zones", "year")
    )
    return RawRow(line, description, population, days[0], days[1], location, zones, year)


def _one_line(text: str) -> str:
    """A text as a cell of the files of school years, which `|` would end."""
    return " ".join(text.replace("|", " ").split())


def _paris_day(text: str) -> date | str:
    """The day in Paris of a midnight there; the kind of the fault where the text does not say it beyond doubt."""
    try:
        if _DAY.fullmatch(text):
            return date.fromisoformat(text)
        moment = datetime.fromisoformat(text)
    except ValueError:
        return "date"
    if moment.tzinfo is None:
        return moment.date() if moment.time() == time(0) else "no-offset"
    try:
        local = moment.astimezone(_PARIS)
    except OverflowError:
        return "date"
    return local.date() if local.time() == time(0) else "not-midnight"


def _collected(found: Iterable[RawRow | ImportFault]) -> RawFile:
    items = tuple(found)
    rows = tuple(item for item in items if isinstance(item, RawRow))
    faults = tuple(item for item in items if isinstance(item, ImportFault))
    if not items:
        faults = (ImportFault(0, "no-rows", ""),)
    return RawFile(rows, faults)


def _read_ics(data: bytes) -> RawFile:
    """Rows of an official .ics. Its days are those of the open data: DTSTART the departure, DTEND the return day."""
    try:
        events = [component for component in read_components(data) if component.name == "VEVENT"]
    except BrokenCalendar as broken:
        return _refused("broken-calendar", f"{broken.kind}: {broken.found}", broken.line or 0)
    if events and not all(event.text("UID").endswith("education.gouv.fr") for event in events):
        return _refused("not-official", events[0].text("UID"))
    return _collected(_event(event) for event in events)


def _event(event: Component) -> RawRow | ImportFault:
    name, *suffixes = event.text("SUMMARY").split(" - ")
    zones = event.text("LOCATION") or " - ".join(suffixes)
    if repeated := event.every("RRULE", "RDATE"):
        return ImportFault(repeated[0].line, "recurring", repeated[0].value, zones or None)
    times = [event.first("DTSTART"), event.first("DTEND") or event.first("DTSTART")]
    days: list[date] = []
    for written in times:
        if written is None or not _ICS_DAY.fullmatch(written.value):
            line, found = (written.line, written.value) if written else (event.line, "")
            return ImportFault(line, "not-all-day", found, zones or None)
        try:
            days.append(date.fromisoformat(written.value))
        except ValueError:
            return ImportFault(written.line, "date", written.value, zones or None)
    population = _POPULATION.fullmatch(event.text("DESCRIPTION"))
    who = "Enseignants" if "enseignant" in plain_name(name) else population["population"] if population else "-"
    return RawRow(event.line, _one_line(name), who, days[0], days[1], "", zones, "", in_pieces=True)
