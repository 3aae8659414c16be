"""The workload of one or many sessions as a spreadsheet (.xlsx): real numbers and days, formulas for the totals.

Hours are exact, shown to the hundredth. What people wrote is text, whatever it begins with: no formula, no link. Like
the page, it holds trainers' hours by phase and week, and never a participant (P2, P3).
"""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from fractions import Fraction
from itertools import product
from typing import Any

from calendars.places import place
from planner.messages.coefficients import coefficient_name, coefficient_unit, source_text
from planner.messages.named import Named
from planner.messages.reports import component_name, phase_name
from planner.messages.texts import Texts
from planner.reports.explained import explained, in_use
from planner.session import Session
from planner.workload.many import Estimates, Line, Person, person_of
from planner.workload.results import PHASES, Estimate


@dataclass(frozen=True)
class Month:
    """A month, named by its first day."""

    first: date


Cell = str | int | float | Fraction | date | Month | None
"""A fraction is minutes, written as hours."""

_ACTS = ("=", "+", "-", "@", "\t", "\r")
_WIDEST, _NARROWEST = 60, 9


@dataclass(frozen=True)
class Column:
    """A column: its heading, and whether its total stands below it."""

    heading: str
    total: bool = False
    width: int = 0


def workload_workbook(
    sessions: Sequence[tuple[Session, Estimate]], texts: Texts, added_up: Estimates | None = None
) -> bytes:
    """The workbook: a sheet for each view. The same input gives the same bytes: its date is that of the sessions.

    `added_up`: what many sessions add up to, for sheets by trainer, parcours, academy and month.
    """
    import xlsxwriter  # 0.1 s, and only for those who ask for a spreadsheet

    stream = io.BytesIO()
    book = xlsxwriter.Workbook(
        stream,
        {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False},
    )
    issued = max((session.issued or session.window.first for session, _ in sessions), default=date(2000, 1, 1))
    book.set_properties({"title": texts.say("Trainers’ workload"), "created": datetime.combine(issued, time())})
    book.set_calc_mode("auto")
    sheets = _Sheets(book, texts)
    _summary(sheets, sessions)
    if added_up is not None:
        _added_up(sheets, added_up)
    _weeks(sheets, sessions)
    _hours(sheets, sessions)
    _parts(sheets, sessions)
    _coefficients(sheets, sessions)
    book.close()
    return stream.getvalue()


class _Sheets:
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
                self._formula(sheet, below, place_, f"SUBTOTAL(109,{area})", value, "total")
            else:
                sheet.write_blank(below, place_, None, self._formats["total_text"])

    def _set_up(self, sheet: Any, columns: Sequence[Column | date], rows: Sequence[Sequence[Cell]], kept: int) -> None:
        for place_, column in enumerate(columns):
            longest = max((len(cell) for row in rows if isinstance(cell := row[place_], str)), default=0)
            wanted = 11 if isinstance(column, date) else column.width or max(longest + 2, len(column.heading) // 2 + 3)
            sheet.set_column(place_, place_, min(max(wanted, _NARROWEST), _WIDEST))
        sheet.freeze_panes(1, kept)
        if rows:
            sheet.autofilter(0, 0, len(rows), len(columns) - 1)
        sheet.set_landscape()
        sheet.set_paper(9)  # A4
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)
        sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.7)
        sheet.set_footer("&L&A&R&P / &N")


def _summary(sheets: _Sheets, sessions: Sequence[tuple[Session, Estimate]]) -> None:
    say = sheets.texts.say
    booklets = any(estimate.booklet for _, estimate in sessions)
    phases = [Column(phase_name(phase, sheets.texts).capitalize(), True) for phase in PHASES]
    columns = [
        Column(say("Session")), Column(say("Title"), width=40), Column(say("Academy")), Column(say("Department")),
        Column(say("First date")), Column(say("Last date")), Column(say("Participants"), True),
        Column(say("Trainers"), width=10), *phases, Column(say("Most probable"), True), Column(say("Low"), True),
        Column(say("High"), True), Column(say("One chance in ten below")), Column(say("One chance in ten above")),
        Column(say("Designer’s booklet"), booklets), Column(say("By the booklet, for this session"), booklets),
    ]  # fmt: skip
    rows = []
    for session, estimate in sessions:
        where, whole = place(session.department), estimate.total()
        lines = estimate.booklet
        booklet = sum((line.booklet_min for line in lines), Fraction(0)) if lines else None
        adjusted = sum((line.adjusted.likely for line in lines), Fraction(0)) if lines else None
        rows.append([
            session.id, session.title, where.academy, where.department, session.window.first, session.window.last,
            sum(group.size for group in session.groups), len(session.trainers),
            *(estimate.total(phase).likely for phase in PHASES), whole.likely, whole.low, whole.high,
            Fraction(round(estimate.p10_min)), Fraction(round(estimate.p90_min)), booklet,
            adjusted,
        ])  # fmt: skip
    sheets.table(say("Summary"), columns, rows, kept=1, summed=(11, 3))


def _added_up(sheets: _Sheets, added_up: Estimates) -> None:
    say, count = sheets.texts.say, sheets.texts.count
    views = (
        (say("By trainer"), count("Trainer", "Trainers", 1), added_up.by_trainer),
        (say("By parcours"), say("Parcours"), added_up.by_parcours),
        (say("By academy"), say("Academy"), added_up.by_academy),
        (say("By month"), say("Month"), added_up.by_month),
    )
    no_month = say("beyond the published school calendars")

    def named(line: Line, lines: Sequence[Line]) -> Cell:
        if lines is added_up.by_month:
            return Month(date.fromisoformat(f"{line.key}-01")) if line.key else no_month
        return line.name or say("not said")

    phases = [Column(phase_name(phase, sheets.texts).capitalize(), True) for phase in PHASES]
    hours = [Column(heading, True) for heading in (say("Most probable"), say("Low"), say("High"))]
    for name, heading, lines in views:
        rows: list[list[Cell]] = [
            [
                named(line, lines),
                line.sessions,
                *(line.phases[phase].likely for phase in PHASES),
                *(line.whole.likely, line.whole.low, line.whole.high),
            ]
            for line in lines
        ]
        sheets.table(
            name, [Column(heading, width=24), Column(say("Sessions")), *phases, *hours], rows, kept=1, summed=(5, 3)
        )


def _weeks(sheets: _Sheets, sessions: Sequence[tuple[Session, Estimate]]) -> None:
    """Trainers by weeks, over all sessions: most probable hours."""
    texts = sheets.texts
    mondays = sorted({load.week for _, estimate in sessions for load in estimate.weeks})
    if not mondays:
        return
    hours: dict[Person, dict[date, Fraction]] = {}
    names: dict[Person, str] = {}
    for session, estimate in sessions:
        people = {trainer.id: person_of(trainer) for trainer in session.trainers}
        names |= {person_of(trainer): trainer.name for trainer in session.trainers}
        for load in estimate.weeks:
            own = hours.setdefault(people[load.trainer], {})
            own[load.week] = own.get(load.week, Fraction(0)) + load.minutes.likely
    columns: list[Column | date] = [
        Column(texts.count("Trainer", "Trainers", 1)),
        *mondays,
        Column(texts.say("Total"), True),
    ]
    rows = [
        [names[person], *(own.get(monday) for monday in mondays), sum(own.values(), Fraction(0))]
        for person, own in sorted(hours.items(), key=lambda each: (names[each[0]], each[0]))
    ]
    sheets.table(texts.say("Trainers and weeks"), columns, rows, kept=1, summed=(len(mondays) + 1, len(mondays)))


def _hours(sheets: _Sheets, sessions: Sequence[tuple[Session, Estimate]]) -> None:
    texts = sheets.texts
    columns = [
        *map(Column, (texts.say("Session"), texts.count("Trainer", "Trainers", 1), texts.say("Phase"))),
        *(Column(heading, True) for heading in (texts.say("Low"), texts.say("Most probable"), texts.say("High"))),
    ]
    rows: list[list[Cell]] = []
    for session, estimate in sessions:
        named = Named(session, texts)
        for trainer, phase in product(estimate.trainers, PHASES):
            minutes = estimate.total(phase, trainer)
            if minutes.high:
                who = [session.id, named.trainer(trainer), phase_name(phase, texts)]
                rows.append([*who, minutes.low, minutes.likely, minutes.high])
    sheets.table(texts.say("Hours"), columns, rows, kept=2)


def _parts(sheets: _Sheets, sessions: Sequence[tuple[Session, Estimate]]) -> None:
    texts = sheets.texts
    columns = [
        *map(Column, (texts.say("Session"), texts.say("Part"), texts.say("What it is"), texts.say("Phase"))),
        *(Column(heading, True) for heading in (texts.say("Low"), texts.say("Most probable"), texts.say("High"))),
        Column(texts.say("How it is counted"), width=_WIDEST),
    ]
    rows: list[list[Cell]] = []
    for session, estimate in sessions:
        for part in explained(estimate, texts):
            minutes = part.minutes
            what = [session.id, part.component, component_name(part.component, texts), phase_name(part.phase, texts)]
            rows.append([*what, minutes.low, minutes.likely, minutes.high, "; ".join(part.lines)])
    sheets.table(texts.say("Parts of the work"), columns, rows, kept=2)


def _coefficients(sheets: _Sheets, sessions: Sequence[tuple[Session, Estimate]]) -> None:
    """Each coefficient once, where all sessions rest on the same; else once for each of its values."""
    texts = sheets.texts
    used = dict.fromkeys(factor for _, estimate in sessions for factor in in_use(estimate, texts))
    columns = [
        *map(Column, (texts.say("Coefficient"), texts.say("Low"), texts.say("Usual"), texts.say("High"))),
        *map(Column, (texts.say("Unit"), texts.say("Source"), texts.say("Written in"))),
    ]
    rows: list[list[Cell]] = [
        [
            coefficient_name(factor.name, texts),
            *(float(value) for value in (factor.value.low, factor.value.likely, factor.value.high)),
            coefficient_unit(factor.unit, texts),
            source_text(factor.source, texts),
            None if factor.origin == "default" else factor.origin,
        ]
        for factor in used
    ]
    sheets.table(texts.say("Coefficients"), columns, rows, kept=1)


def _as_hours(minutes: Fraction) -> float:
    return float(minutes / 60)


def _range(first_row: int, first_column: int, last_row: int, last_column: int) -> str:
    from xlsxwriter.utility import xl_range

    return str(xl_range(first_row, first_column, last_row, last_column))
