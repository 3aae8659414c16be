"""The sheets of a workbook (.xlsx, .ods), or the one table of a CSV, as rows of cells.

An academy's tables are larger than a log: 40,000 enrolments are usual.
"""

import io
import itertools
import re
import warnings
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from fractions import Fraction
from pathlib import Path

from planner.files.ods_table import BrokenOds, named_ods_sheets
from planner.files.plain_text import read_bytes
from planner.files.table_file import MOST_COLUMNS, Cell, Row, csv_table, sheet_rows, text_of
from planner.outcome import Finding
from planner.units import short_duration

SHEETS_LIMIT = 50_000_000
"""Bytes of a file: 200,000 enrolments take some 10,000,000 in a CSV."""
UNPACKED_LIMIT = 200_000_000
"""Bytes of a workbook once unpacked."""
MOST_ROWS = 300_000
MOST_SHEETS = 50
_ERR = re.compile(r"Err:\d{3}")

SPREADSHEETS = (".xlsx", ".xlsm", ".ods", ".csv", ".tsv")
_FORMULA_FAULTS = frozenset(
    ("#REF!", "#NAME?", "#VALUE!", "#DIV/0!", "#NULL!", "#NUM!", "#N/A", "#NOM?", "#VALEUR!", "#NOMBRE!")
)
"""What a cell shows whose formula failed, in English and in French; LibreOffice also says `Err:508`."""


@dataclass(frozen=True)
class Sheet:
    """The rows of a table that hold something. `name` is None for a CSV, whose rows are lines."""

    file: str
    name: str | None
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Sheets:
    """The sheets of a file, in its order, and what of it cannot be read."""

    file: str
    sheets: tuple[Sheet, ...]
    findings: tuple[Finding, ...] = ()


def is_spreadsheet(path: Path) -> bool:
    """Whether a path is that of a table, by the end of its name."""
    return path.suffix.lower() in SPREADSHEETS


def read_sheets(path: Path, is_header: Callable[[Row], bool]) -> Sheets:
    """Every sheet of a file. `is_header` tells a row that names columns: by it a CSV's delimiter is found."""
    file = str(path)
    data = read_bytes(path, file, SHEETS_LIMIT)
    if isinstance(data, Finding):
        return Sheets(file, (), (data,))
    if data.startswith(b"PK\x03\x04"):
        return _workbook(data, file)
    text = text_of(data, file)
    if isinstance(text, Finding):
        return Sheets(file, (), (_of_sheets(text),))
    table = csv_table(text, file, is_header, MOST_ROWS)
    return Sheets(file, (Sheet(file, None, table.rows),), tuple(map(_of_sheets, table.findings)))


def shown(cell: Cell) -> str:
    """A cell as a text: whole numbers without « .0 », days in ISO 8601, durations as 1h30."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, Fraction):
        return str(cell.numerator) if cell.denominator == 1 else repr(float(cell))
    if isinstance(cell, timedelta):
        return short_duration(int(cell.total_seconds() // 60))
    return "" if cell is None else cell.isoformat()


def is_formula_fault(cell: Cell) -> bool:
    """Whether a cell shows that its formula failed."""
    return (
        isinstance(cell, str)
        and cell[:1] in ("#", "E")
        and (cell in _FORMULA_FAULTS or _ERR.fullmatch(cell) is not None)
    )


def column_letters(place: int) -> str:
    """A for 0, Z for 25, AA for 26: how spreadsheet programs name columns."""
    letters = ""
    while place >= 0:
        letters = chr(ord("A") + place % 26) + letters
        place = place // 26 - 1
    return letters


def _workbook(data: bytes, file: str) -> Sheets:
    broken = Sheets(file, (), (Finding("table-broken-workbook", file, facts={"name": file}),))
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
            unpacked = sum(entry.file_size for entry in archive.infolist())
            if unpacked > UNPACKED_LIMIT:
                facts = {"name": file, "bytes": unpacked, "limit_bytes": UNPACKED_LIMIT}
                return Sheets(file, (), (Finding("file-too-large", file, facts=facts),))
            if "xl/workbook.xml" in names:
                return _bounded(file, _xlsx(data))
            if "content.xml" in names:
                return _bounded(file, _ods(data))
    except (zipfile.BadZipFile, ValueError, OSError, RuntimeError, BrokenOds, NotImplementedError, EOFError):
        return broken
    except Exception:  # what a broken workbook raises in openpyxl and zlib is of every kind (KeyError, ParseError…)
        return broken
    return Sheets(file, (), (Finding("table-not-a-table", file, facts={"name": file, "kind": "zip"}),))


def _xlsx(data: bytes) -> list[tuple[str, tuple[Row, ...]]]:
    from openpyxl import load_workbook  # 0.2 s, and only for those who keep a spreadsheet

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of what openpyxl does not keep, such as validations: nothing is written back
        workbook = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        try:
            sheets = []
            for sheet in workbook.worksheets[:MOST_SHEETS]:
                sheet.reset_dimensions()  # some programs state a wrong size
                sheets.append((str(sheet.title), tuple(sheet_rows(sheet, MOST_ROWS + 1))))
            return sheets
        finally:
            workbook.close()


def _ods(data: bytes) -> list[tuple[str, tuple[Row, ...]]]:
    named = named_ods_sheets(data, rows=MOST_ROWS + 1, columns=MOST_COLUMNS)
    return [
        (name, tuple(Row(number, cells) for number, cells in rows))
        for name, rows in itertools.islice(named, MOST_SHEETS)
    ]


def _bounded(file: str, found: list[tuple[str, tuple[Row, ...]]]) -> Sheets:
    findings = tuple(
        Finding("table-too-many-rows", file, rows[MOST_ROWS].number, facts={"limit": MOST_ROWS, "sheet": name})
        for name, rows in found
        if len(rows) > MOST_ROWS
    )
    return Sheets(file, tuple(Sheet(file, name, rows[:MOST_ROWS]) for name, rows in found), findings)


def _of_sheets(finding: Finding) -> Finding:
    """What is wrong with a table, said of an academy's: other tables are logs of hours."""
    return replace(finding, id="table-" + finding.id.removeprefix("log-")) if finding.id.startswith("log-") else finding
