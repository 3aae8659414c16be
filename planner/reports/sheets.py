"""Tables of a spreadsheet (.xlsx), all in one manner: real numbers and days, headings that stay, totals as formulas.

Hours are exact, shown to the hundredth. What people wrote is text, whatever it begins with: no formula, no link.
"""

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from fractions import Fraction
from textwrap import wrap
from typing import Any

from planner.messages.texts import Texts


@dataclass(frozen=True)
class Month:
    """A month, named by its first day."""

    first: date


Cell = str | int | float | Fraction | date | Month | None
"""A fraction is minutes, written as hours."""

_ACTS = ("=", "+", "-", "@", "\t", "\r")
WIDEST, _NARROWEST = 60, 9
_LINE_POINTS = 15


@dataclass(frozen=True)
class Column:
    """A column: its heading, and whether its total stands below it."""

    heading: str
    total: bool = False
    width: int = 0


def workbook(title: str, day: date, texts: Texts, fill: "Callable[[Sheets], None]") -> bytes:
    """The workbook that `fill` writes tables in. `day` is its date, so that the same input gives the same bytes."""
    import xlsxwriter  # 0.1 s, and only for those who ask for a spreadsheet

    stream = io.BytesIO()
    book = xlsxwriter.Workbook(
        stream,
        {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False},
    )
    book.set_properties({"title": title, "created": datetime.combine(day, time())})
    book.set_calc_mode("auto")
    fill(Sheets(book, texts))
    book.close()
    return stream.getvalue()


class Sheets:
    """Writes tables, each on a sheet of its own, all in one manner."""

    def __init__(self, book: Any, texts: Texts) -> None:
        self.texts = texts
        self._book = book
        self._shown: dict[str, str] = {}
        day = "dd/mm/yyyy" if texts.lang == "fr" else "yyyy-mm-dd"
        body = {"valign": "top"}
        self._formats = {
            "heading": book.add_format({"bold": True, "text_wrap": True, "valign": "bottom", "bottom": 2}),
            "heading_day": book.add_format({"bold": True, "valign": "bottom", "bottom": 2, "num_format": day}),
            "text": book.add_format({**body, "text_wrap": True}),
            "kept": book.add_format({**body, "text_wrap": True, "quote_prefix": True}),
            "hours": book.add_format({**body, "num_format": "#,##0.00"}),
            "count": book.add_format({**body, "num_format": "#,##0"}),
            "number": book.add_format({**body, "num_format": "#,##0.###"}),
            "day": book.add_format({**body, "num_format": day, "align": "left"}),
            "month": book.add_format({**body, "num_format": "mmmm yyyy", "align": "left"}),
            "total": book.add_format({"bold": True, "top": 2, "num_format": "#,##0.00"}),
            "total_count": book.add_format({"bold": True, "top": 2, "num_format": "#,##0"}),
            "total_text": book.add_format({"bold": True, "top": 2}),
        }

    def table(
        self,
        name: str,
        columns: Sequence[Column | date],
        rows: Sequence[Sequence[Cell]],
        *,
        kept: int,
        summed: tuple[int, int] | None = None,
    ) -> None:
        """A sheet with a heading that stays, `kept` columns that stay, and a total below each column that has one.

        `summed`: the place of a column, from 0, that is the sum, as a formula, of so many columns before it.
        """
        sheet = self._book.add_worksheet(name)
        for place_, column in enumerate(columns):
            if isinstance(column, date):
                sheet.write_datetime(0, place_, datetime.combine(column, time()), self._formats["heading_day"])
            else:
                sheet.write_string(0, place_, column.heading, self._formats["heading"])
        for line, row in enumerate(rows, start=1):
            for place_, cell in enumerate(row):
                self._write(sheet, line, place_, cell)
            if summed:
                place_, count = summed
                before = _range(line, place_ - count, line, place_ - 1)
                self._formula(sheet, line, place_, f"SUM({before})", row[place_], "hours")
        self._totals(sheet, columns, rows)
        self._set_up(sheet, columns, rows, kept)

    def _write(self, sheet: Any, line: int, place_: int, cell: Cell) -> None:
        formats = self._formats
        if isinstance(cell, str):
            if cell not in self._shown:
                self._shown[cell] = self.texts.plain(cell)
            text = self._shown[cell]
            sheet.write_string(line, place_, text, formats["kept" if text.startswith(_ACTS) else "text"])
        elif isinstance(cell, date):
            sheet.write_datetime(line, place_, datetime.combine(cell, time()), formats["day"])
        elif isinstance(cell, Month):
            sheet.write_datetime(line, place_, datetime.combine(cell.first, time()), formats["month"])
        elif isinstance(cell, Fraction):
            sheet.write_number(line, place_, _as_hours(cell), formats["hours"])
        elif cell is not None:
            sheet.write_number(line, place_, cell, formats["count" if isinstance(cell, int) else "number"])

    def _formula(self, sheet: Any, line: int, place_: int, formula: str, value: Cell, style: str) -> None:
        shown = _as_hours(value) if isinstance(value, Fraction) else value
        sheet.write_formula(line, place_, f"={formula}", self._formats[style], shown)

    def _totals(self, sheet: Any, columns: Sequence[Column | date], rows: Sequence[Sequence[Cell]]) -> None:
        """SUBTOTAL, so that a filter changes the total; the values are there for readers that do not calculate."""
        if not rows or not any(isinstance(column, date) or column.total for column in columns):
            return
        below = len(rows) + 1
        sheet.write_string(below, 0, self.texts.say("Total"), self._formats["total_text"])
        for place_, column in enumerate(columns[1:], start=1):
            if isinstance(column, date) or column.total:
                whole = sum((cell for row in rows if isinstance(cell := row[place_], Fraction | int)), Fraction(0))
                counted = all(isinstance(row[place_], int | None) for row in rows)
                value: Cell = int(whole) if counted else whole
                area = _range(1, place_, len(rows), place_)
                style = "total_count" if counted else "total"
                self._formula(sheet, below, place_, f"SUBTOTAL(109,{area})", value, style)
            else:
                sheet.write_blank(below, place_, None, self._formats["total_text"])

    def _set_up(self, sheet: Any, columns: Sequence[Column | date], rows: Sequence[Sequence[Cell]], kept: int) -> None:
        widths = [_width(column, [row[place_] for row in rows]) for place_, column in enumerate(columns)]
        for place_, width in enumerate(widths):
            sheet.set_column(place_, place_, width)
        for line, row in enumerate(rows, start=1):  # not every spreadsheet program fits rows to what is wrapped in them
            lines = max((_lines(cell, width) for cell, width in zip(row, widths, strict=True)), default=1)
            if lines > 1:
                sheet.set_row(line, lines * _LINE_POINTS)
        sheet.freeze_panes(1, kept)
        if rows:
            sheet.autofilter(0, 0, len(rows), len(columns) - 1)
        sheet.set_landscape()
        sheet.set_paper(9)  # A4
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)
        sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.7)
        sheet.set_footer("&L&A&R&P / &N")


def _width(column: Column | date, cells: Sequence[Cell]) -> int:
    """In characters: as what stands in it asks, within bounds, and no word of the heading broken."""
    if isinstance(column, date):
        return 11
    longest = max((len(cell) for cell in cells if isinstance(cell, str)), default=0)
    word = max(map(len, column.heading.split()), default=0)
    return min(max(column.width or max(longest, len(column.heading) // 2 + 1), word, _NARROWEST - 2) + 2, WIDEST)


def _lines(cell: Cell, width: int) -> int:
    """How many lines a text takes in a column, words not broken; a little more rather than less."""
    return len(wrap(cell, max(width - 2, 1))) if isinstance(cell, str) else 1


def _as_hours(minutes: Fraction) -> float:
    return float(minutes / 60)


def _range(first_row: int, first_column: int, last_row: int, last_column: int) -> str:
    from xlsxwriter.utility import xl_range

    return str(xl_range(first_row, first_column, last_row, last_column))
