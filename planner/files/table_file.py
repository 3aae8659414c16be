"""A table that somebody keeps, as rows of cells: CSV as office programs and platforms write it, .xlsx or .ods.

CSV: `,` `;` tab or `|`; UTF-8 with or without byte order mark, else Windows-1252 (what French Excel writes).
"""

import csv
import io
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from fractions import Fraction
from pathlib import Path

from planner.files.plain_text import decode, read_bytes
from planner.outcome import Finding

TABLE_LIMIT = 10_000_000
"""Bytes: a row of a log takes some 50."""
UNPACKED_LIMIT = 50_000_000
"""Bytes of a spreadsheet once unpacked: what protects from a small file that unpacks to gigabytes."""
MOST_ROWS = 20_000
MOST_COLUMNS = 60
HEADER_WITHIN = 20
"""A title and remarks may stand above the header: rows, empty ones left out."""

Cell = str | Fraction | timedelta | date | None
"""A text, a number, a duration (a cell that a spreadsheet shows as h:mm), a day, or nothing. Texts are stripped. A day
is a moment of it, on no clock, where the hours of days are asked for."""

_DELIMITERS = ",;\t|"
_HEAD = 200_000  # characters in which the header stands, whatever remarks stand above it
_LAST_HOUR_SERIAL = 60  # a spreadsheet counts days since 1900: 27 hours shown as h:mm are « 1 January 1900, 03:00 »


@dataclass(frozen=True)
class Row:
    """A row that holds something. `number` is its line in a CSV, its row in a spreadsheet, counted from 1."""

    number: int
    cells: tuple[Cell, ...]

    def cell(self, place: int) -> Cell:
        """The cell at `place`, from 0; None beyond the end."""
        return self.cells[place] if place < len(self.cells) else None


@dataclass(frozen=True)
class Table:
    """The rows of a file, and what of it cannot be read. `file` is how it is named to people; `text`: it is a CSV."""

    file: str
    rows: tuple[Row, ...]
    findings: tuple[Finding, ...] = ()
    text: bool = True


def read_table(path: Path, is_header: Callable[[Row], bool], *, hours: bool = False) -> Table:
    """The rows of a CSV, or of a workbook's first sheet that has a header; what cannot be read is in the findings.

    `is_header` tells a row that names the columns: a CSV's delimiter and a workbook's sheet are those that show one.
    `hours`: what a workbook keeps as a day and an hour is both; else it is the day.
    """
    file = str(path)
    data = read_bytes(path, file, TABLE_LIMIT)
    if isinstance(data, Finding):
        return Table(file, (), (data,))
    if data.startswith(b"PK\x03\x04"):
        return _workbook(data, file, is_header, hours)
    text = text_of(data, file)
    return Table(file, (), (text,)) if isinstance(text, Finding) else csv_table(text, file, is_header)


def text_of(data: bytes, file: str) -> str | Finding:
    """The text of a CSV: UTF-8, else Windows-1252."""
    source = decode(data, file)
    if isinstance(source, Finding) and source.id == "not-utf-8":
        try:
            return data.decode("cp1252")
        except UnicodeDecodeError:
            return source
    if isinstance(source, Finding):
        return Finding("log-not-a-table", file, facts=dict(source.facts)) if source.id == "not-text-file" else source
    return source.text if source.text.strip() else Finding("log-empty", file, facts={"name": file})


def csv_table(text: str, file: str, is_header: Callable[[Row], bool], most_rows: int = MOST_ROWS) -> Table:
    """Read with the most frequent delimiter, else with the next, until a header is seen; without one, nothing is."""
    for delimiter in sorted(_DELIMITERS, key=text[:5000].count, reverse=True):
        if not any(is_header(row) for row in _delimited(text[:_HEAD], file, delimiter, HEADER_WITHIN).rows):
            continue
        table = _delimited(text, file, delimiter, most_rows)
        if any(is_header(row) for row in table.rows[:HEADER_WITHIN]):
            return table
    return Table(file, ())


def _delimited(text: str, file: str, delimiter: str, most_rows: int) -> Table:
    rows: list[Row] = []
    findings: list[Finding] = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True, skipinitialspace=True)
    while True:
        number = reader.line_num + 1
        if len(rows) > most_rows:
            findings.append(Finding("log-too-many-rows", file, rows.pop().number, facts={"limit": most_rows}))
            break
        try:
            cells = tuple(cell.strip() or None for cell in next(reader)[:MOST_COLUMNS])
        except StopIteration:
            break
        except csv.Error as error:  # a quotation mark that is not closed, or closed in the middle of a cell
            swallowed = reader.line_num - number
            findings.append(Finding("log-quotes", file, number, facts={"swallowed": swallowed, "reason": str(error)}))
            continue
        if any(cells):
            rows.append(Row(number, cells))
    return Table(file, tuple(rows), tuple(findings))


def _workbook(data: bytes, file: str, is_header: Callable[[Row], bool], hours: bool) -> Table:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
            unpacked = sum(entry.file_size for entry in archive.infolist())
    except (zipfile.BadZipFile, ValueError, OSError):
        return Table(file, (), (Finding("log-broken-workbook", file, facts={"name": file}),))
    if not names & {"xl/workbook.xml", "content.xml"}:
        return Table(file, (), (Finding("log-not-a-table", file, facts={"name": file, "kind": "zip"}),))
    if unpacked > UNPACKED_LIMIT:
        facts = {"name": file, "bytes": unpacked, "limit_bytes": UNPACKED_LIMIT}
        return Table(file, (), (Finding("file-too-large", file, facts=facts),))
    sheets = _xlsx_sheets(data, hours) if "xl/workbook.xml" in names else _ods_sheets(data, hours)
    try:
        return _first_with_header(sheets, file, is_header)
    except Exception:  # what a broken workbook raises in openpyxl is of every kind (KeyError, ParseError, TypeError…)
        return Table(file, (), (Finding("log-broken-workbook", file, facts={"name": file}),))


def _first_with_header(sheets: Iterable[tuple[Row, ...]], file: str, is_header: Callable[[Row], bool]) -> Table:
    for rows in sheets:
        if any(is_header(row) for row in rows[:HEADER_WITHIN]):
            more = len(rows) > MOST_ROWS
            facts = {"limit": MOST_ROWS}
            found = (Finding("log-too-many-rows", file, rows[MOST_ROWS].number, facts=facts),) if more else ()
            return Table(file, rows[:MOST_ROWS], found, text=False)
    return Table(file, (), text=False)


def _ods_sheets(data: bytes, hours: bool) -> Iterator[tuple[Row, ...]]:
    from planner.files.ods_table import ods_sheets  # only for those who keep one

    for rows in ods_sheets(data, rows=MOST_ROWS + 1, columns=MOST_COLUMNS, hours=hours):
        yield tuple(Row(number, cells) for number, cells in rows)


def _xlsx_sheets(data: bytes, hours: bool) -> Iterator[tuple[Row, ...]]:
    import warnings

    from openpyxl import load_workbook  # 0.2 s, and only for those who keep a spreadsheet

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of what openpyxl does not keep, such as validations: nothing is written back
        workbook = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        try:
            for sheet in workbook.worksheets:
                sheet.reset_dimensions()  # some programs state a wrong size
                yield tuple(sheet_rows(sheet, MOST_ROWS + 1, hours=hours))
        finally:
            workbook.close()


def sheet_rows(sheet: object, last_row: int, *, hours: bool = False) -> Iterator[Row]:
    """The rows of an openpyxl sheet that hold something, down to `last_row`."""
    rows = sheet.iter_rows(max_row=last_row, max_col=MOST_COLUMNS, values_only=True)  # type: ignore[attr-defined]
    for number, values in enumerate(rows, start=1):
        cells = tuple([None if value is None else as_cell(value, hours=hours) for value in values])  # most are empty
        if any(cell is not None for cell in cells):
            yield Row(number, cells)


def as_cell(value: object, *, hours: bool = False) -> Cell:
    """What openpyxl reads in a cell, as one of our kinds of cell."""
    if isinstance(value, str):
        return value.strip() or None
    if isinstance(value, bool) or not isinstance(value, int | float | time | timedelta | date):
        return str(value).strip() or None if value is not None else None
    if isinstance(value, time):
        return timedelta(hours=value.hour, minutes=value.minute, seconds=value.second)
    if isinstance(value, datetime):
        from openpyxl.utils.datetime import to_excel

        serial: float = to_excel(value)  # type: ignore[no-untyped-call]
        if 0 <= serial < _LAST_HOUR_SERIAL:
            return timedelta(days=serial)
        return to_the_minute(value) if hours else value.date()
    return Fraction(str(value)) if isinstance(value, int | float) else value


def to_the_minute(moment: datetime) -> date:
    """A moment without its seconds, which a spreadsheet's fractions of a day miss by a hair; a day, at midnight."""
    near = (moment + timedelta(seconds=30)).replace(second=0, microsecond=0)
    return near if near.time() != time() else near.date()
