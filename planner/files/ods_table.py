"""The sheets of an OpenDocument spreadsheet (.ods), as LibreOffice writes them: rows of cells, read as they come."""

import io
import re
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from fractions import Fraction
from xml.etree.ElementTree import Element, ParseError, iterparse

from planner.files.table_file import Cell, to_the_minute

_OFFICE, _TABLE, _TEXT = (
    f"{{urn:oasis:names:tc:opendocument:xmlns:{name}:1.0}}" for name in ("office", "table", "text")
)
_TIME = re.compile(r"PT(\d{1,4})H(\d{1,2})M(\d{1,2})(?:[.,]\d*)?S")
_NUMBERS = ("float", "percentage", "currency")


class BrokenOds(ValueError):
    """The file is no spreadsheet that can be read."""


def ods_sheets(
    data: bytes, *, rows: int, columns: int, hours: bool = False
) -> Iterator[Iterator[tuple[int, tuple[Cell, ...]]]]:
    """Each sheet's rows that hold something, numbered from 1, at most so many and so wide; of dates the `hours` too,
    where they are asked for. Raises BrokenOds."""
    for _, table in named_ods_sheets(data, rows=rows, columns=columns, hours=hours):
        yield iter(table)


def named_ods_sheets(
    data: bytes, *, rows: int, columns: int, hours: bool = False
) -> Iterator[tuple[str, list[tuple[int, tuple[Cell, ...]]]]]:
    """The name of each sheet, and its rows as `ods_sheets` gives them. Raises BrokenOds."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            content = archive.read("content.xml")
        if b"<!DOCTYPE" in content or b"<!ENTITY" in content:  # no office program writes them; entities can be bombs
            raise BrokenOds
        yield from _tables(content, rows, columns, hours)
    except (ParseError, zipfile.BadZipFile, KeyError, RuntimeError, NotImplementedError, OverflowError) as error:
        raise BrokenOds from error


def _tables(
    content: bytes, most_rows: int, most_columns: int, hours: bool
) -> Iterator[tuple[str, list[tuple[int, tuple[Cell, ...]]]]]:
    found: list[tuple[int, tuple[Cell, ...]]] = []
    number = 1
    for _, element in iterparse(io.BytesIO(content), events=("end",)):
        if element.tag == f"{_TABLE}table-row":
            cells = tuple(_cells(element, most_columns, hours))
            times = _repeated(element, "rows")
            if any(cell is not None for cell in cells):
                few = min(times, most_rows - len(found))
                found += ((number + more, cells) for more in range(few))
            number += times
            element.clear()  # a long sheet is never in memory as a whole
        elif element.tag == f"{_TABLE}table":
            yield element.get(f"{_TABLE}name", ""), found
            found, number = [], 1
            element.clear()


def _cells(row: Element, most: int, hours: bool) -> Iterator[Cell]:
    width = 0
    for element in row:
        if element.tag in (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"):
            cell = _cell(element, hours)
            for _ in range(min(_repeated(element, "columns"), most - width)):
                width += 1
                yield cell


def _repeated(element: Element, what: str) -> int:
    said = element.get(f"{_TABLE}number-{what}-repeated", "1")
    return max(1, int(said)) if said.isdecimal() else 1


def _cell(element: Element, hours: bool) -> Cell:
    kind = element.get(f"{_OFFICE}value-type")
    try:
        if kind in _NUMBERS:
            return Fraction(repr(float(element.get(f"{_OFFICE}value", ""))))  # of 1e999999999 no fraction is made
        if kind == "time":
            return _duration(element.get(f"{_OFFICE}time-value", ""))
        if kind == "date":
            written = element.get(f"{_OFFICE}date-value", "")
            return to_the_minute(datetime.fromisoformat(written)) if hours else date.fromisoformat(written[:10])
    except ValueError:
        pass  # then what the cell shows
    lines = ("".join(line.itertext()) for line in element if line.tag == f"{_TEXT}p")  # a remark is no line of the cell
    return "\n".join(lines).strip() or None


def _duration(written: str) -> timedelta:
    match = _TIME.fullmatch(written)
    if match is None:
        raise ValueError(written)
    hours, minutes, seconds = map(int, match.groups())
    return timedelta(hours=hours, minutes=minutes, seconds=seconds)
