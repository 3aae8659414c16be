"""The sheets of an OpenDocument spreadsheet (.ods), read as a stream: bounded in rows, columns and time.

Repeated rows and cells, by which a few bytes may stand for millions, are counted and never made.
"""

import re
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from fractions import Fraction
from typing import IO
from xml.parsers import expat

from planner.files.table_file import MOST_COLUMNS, Cell, Row

_OFFICE = "urn:oasis:names:tc:opendocument:xmlns:office:1.0 "
_TABLE = "urn:oasis:names:tc:opendocument:xmlns:table:1.0 "
_TEXT = "urn:oasis:names:tc:opendocument:xmlns:text:1.0 "
_CELLS = (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell")
_NUMBERS = frozenset({"float", "percentage", "currency"})
_LASTING = re.compile(r"PT(\d+)H(\d+)M(\d+)(?:[.,]\d+)?S")
_CHUNK = 1 << 16
_LONGEST_CELL = 32_767  # characters, as in spreadsheet programs


class BrokenOds(Exception):
    """What is in the archive is no spreadsheet that can be read."""


def ods_sheets(content: IO[bytes], most_rows: int) -> list[tuple[str, tuple[Row, ...]]]:
    """The name of each sheet and its rows that hold something, `most_rows` at most. Raises BrokenOds."""
    reader = _Reader(most_rows)
    try:
        while chunk := content.read(_CHUNK):
            reader.parser.Parse(chunk, False)
        reader.parser.Parse(b"", True)
    except (expat.ExpatError, ValueError, ZeroDivisionError, OverflowError) as error:
        raise BrokenOds(str(error)) from None
    return reader.sheets


class _Reader:
    """Expat's events to rows. `number` is the row's, from 1; `depth` counts the paragraphs that are open."""

    def __init__(self, most_rows: int) -> None:
        self.sheets: list[tuple[str, tuple[Row, ...]]] = []
        self.most_rows = most_rows
        self.rows: list[Row] = []
        self.cells: list[Cell] = []
        self.number = self.row_times = self.cell_times = 1
        self.nested = self.depth = self.aside = 0
        self.name = ""
        self.kind: Mapping[str, str] = {}
        self.said: list[str] = []
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._characters
        self.parser.StartDoctypeDeclHandler = self._no_doctype

    def _no_doctype(self, *_: object) -> None:
        raise BrokenOds("a document type: spreadsheets have none")

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if name == f"{_TABLE}table":
            self.nested += 1
            if self.nested == 1:
                self.name, self.rows, self.number = attributes.get(f"{_TABLE}name", ""), [], 1
        elif self.nested != 1:
            return
        elif name == f"{_TABLE}table-row":
            self.cells, self.row_times = [], _times(attributes, "rows")
        elif name in _CELLS:
            self.kind, self.cell_times, self.said = attributes, _times(attributes, "columns"), []
        elif name == f"{_OFFICE}annotation":
            self.aside += 1
        elif name == f"{_TEXT}p":
            self.depth += 1
            if self.said and not self.aside:
                self.said.append("\n")
        elif self.depth and not self.aside:
            self.said.append({f"{_TEXT}s": " ", f"{_TEXT}tab": "\t", f"{_TEXT}line-break": "\n"}.get(name, ""))

    def _end(self, name: str) -> None:
        if name == f"{_TABLE}table":
            self.nested -= 1
            if not self.nested:
                self.sheets.append((self.name, tuple(self.rows)))
        elif self.nested != 1:
            return
        elif name == f"{_TEXT}p":
            self.depth -= 1
        elif name == f"{_OFFICE}annotation":
            self.aside -= 1
        elif name in _CELLS:
            room = MOST_COLUMNS - len(self.cells)
            if room > 0:
                self.cells += [self._cell()] * min(self.cell_times, room)
        elif name == f"{_TABLE}table-row":
            self._end_row()

    def _end_row(self) -> None:
        if any(cell is not None for cell in self.cells):
            cells = tuple(self.cells)
            for number in range(self.number, self.number + self.row_times):
                if len(self.rows) >= self.most_rows:
                    break
                self.rows.append(Row(number, cells))
        self.number += self.row_times

    def _characters(self, text: str) -> None:
        if self.depth and not self.aside and self.nested == 1:
            self.said.append(text)

    def _cell(self) -> Cell:
        kind = self.kind.get(f"{_OFFICE}value-type", "string")
        read = _VALUES.get(kind)
        stated = self.kind.get(f"{_OFFICE}{'value' if kind in _NUMBERS else f'{kind}-value'}")
        if read and stated is not None and self.kind.get(f"{_CALC}value-type") != "error":
            return read(stated)
        return "".join(self.said)[:_LONGEST_CELL].strip() or None


_CALC = "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0 "


def _times(attributes: Mapping[str, str], of: str) -> int:
    return max(int(attributes.get(f"{_TABLE}number-{of}-repeated", "1")[:9]), 1)


def _lasting(text: str) -> Cell:
    match = _LASTING.fullmatch(text)
    if not match:
        return text
    hours, minutes, seconds = (int(part[:6]) for part in match.groups())
    return timedelta(hours=hours, minutes=minutes, seconds=seconds)


def _number(text: str) -> Cell:
    return Fraction(repr(float(text)))


_VALUES: Mapping[str, Callable[[str], Cell]] = {
    **dict.fromkeys(_NUMBERS, _number),
    "date": lambda text: date.fromisoformat(text[:10]),
    "time": _lasting,
    "boolean": lambda text: text,
}
