"""A table of an academy that was found in a file: its heading, its rows, and findings with their place in it."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from planner.files.academy_columns import Heading, TableKind, find_heading, is_heading, kind_of_sheet, near_columns
from planner.files.locate import Path as DataPath
from planner.files.log_columns import plain_words
from planner.files.sheets import Sheet, column_letters, is_formula_fault, read_sheets, shown
from planner.files.table_file import Cell, Row
from planner.outcome import Finding

MOST_DESCRIBED = 10_000
"""Sessions or trainers of a table: what is more is a mistake, and would take minutes to read."""
_LONGEST_EXCERPT = 200
_ASIDE = frozenset({"lisez moi", "read me", "readme", "exemple", "example", "listes", "lists"})
"""Sheets that explain, such as those of `planner batch --template`."""


@dataclass(frozen=True)
class AcademyTable:
    """A table and what its columns say. Rows are those below the heading."""

    path: Path
    sheet: Sheet
    heading: Heading
    rows: tuple[Row, ...]

    @property
    def kind(self) -> TableKind:
        """What the table holds."""
        return self.heading.kind

    def cell(self, row: Row, role: str) -> Cell:
        """What a row says in the column of a role; None where there is no such column."""
        place = self.heading.places.get(role)
        return None if place is None else row.cell(place)

    def finding(
        self,
        message_id: str,
        row: Row,
        role: str | None = None,
        path: DataPath = (),
        *,
        show: bool = True,
        **facts: Any,
    ) -> Finding:
        """A finding about a cell. `show`: its text may be shown (never where it may tell who takes part)."""
        place = self.heading.places.get(role or "")
        text = shown(row.cell(place)).split("\n")[0] if place is not None and show else ""
        excerpt = text if 0 < len(text) <= _LONGEST_EXCERPT else None
        facts = {**facts, **self.place(row, place)}
        if "key" in facts and facts["column"]:
            facts["key"] = facts["column"]  # as the person calls it
        return Finding(
            message_id, self.sheet.file, row.number, 1 if excerpt else None, len(text) or 1, excerpt, path, facts
        )

    def place(self, row: Row, place: int | None) -> dict[str, Any]:
        """Where a cell is, as facts: the sheet, the cell as spreadsheet programs name it, the column's own name."""
        column = None if place is None else shown(self.heading.row.cell(place)) or None
        letters = "" if place is None else column_letters(place)
        return {"sheet": self.sheet.name, "cell": f"{letters}{row.number}", "column": column}

    def formula_faults(self, row: Row) -> Iterator[str]:
        """The roles of a row whose cells show that a formula failed."""
        for role, place in self.heading.places.items():
            if is_formula_fault(row.cell(place)):
                yield role


def read_tables(path: Path) -> tuple[list[AcademyTable], list[Finding]]:
    """The tables of a file, in its order, and what is wrong with the file and with the headings.

    Of a workbook, sheets without a known name and without a heading are passed over: an explanation, a list of codes.
    """
    read = read_sheets(path, is_heading)
    tables: list[AcademyTable] = []
    findings = list(read.findings)
    for sheet in read.sheets:
        kind = kind_of_sheet(sheet.name) if sheet.name is not None else None
        if not sheet.rows or (kind is None and plain_words(sheet.name or "") in _ASIDE):
            continue
        found = find_heading(sheet.rows, kind)
        if found is None:
            if kind is not None:
                findings.append(_no_heading(sheet, kind))
            continue
        heading, place = found
        table = AcademyTable(path, sheet, heading, sheet.rows[place + 1 :])
        findings += _heading_faults(table)
        if heading.kind != "enrolments" and len(table.rows) > MOST_DESCRIBED:
            first = table.rows[MOST_DESCRIBED]
            findings.append(table.finding("table-too-many-rows", first, limit=MOST_DESCRIBED))
            continue
        if not heading.missing:
            tables.append(table)
    if not tables and not findings:
        findings.append(Finding("table-no-header", str(path), facts={"name": str(path), "kind": None}))
    return tables, findings


def _no_heading(sheet: Sheet, kind: TableKind) -> Finding:
    facts = {"name": sheet.file, "kind": kind, "sheet": sheet.name, "cell": f"A{sheet.rows[0].number}", "column": None}
    return Finding("table-no-header", sheet.file, sheet.rows[0].number, facts=facts)


def _heading_faults(table: AcademyTable) -> Iterator[Finding]:
    heading = table.heading
    if heading.missing:
        facts = {"missing": heading.missing, "kind": heading.kind, **table.place(heading.row, None)}
        yield Finding("table-missing-column", table.sheet.file, heading.row.number, facts=facts)
    for place in heading.twice:
        facts = {"kind": heading.kind, **table.place(heading.row, place)}
        yield Finding("table-column-twice", table.sheet.file, heading.row.number, facts=facts)
    for place in heading.unknown:
        near = near_columns(shown(heading.row.cell(place)), heading.kind)
        if near or heading.kind in ("sessions", "trainers"):  # lists of people come with columns that are not read
            facts = {"kind": heading.kind, "near": near, **table.place(heading.row, place)}
            yield Finding("table-unknown-column", table.sheet.file, heading.row.number, facts=facts)
