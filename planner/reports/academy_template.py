"""The empty spreadsheet (.xlsx) in which a training office describes its sessions, with lists to choose from.

What is written in it by `planner batch --template` is read by `planner.files.academy_file` without a finding.
"""

import io
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from typing import Any, NamedTuple

from calendars.places import PLACES
from planner.files.academy_columns import NEEDED, TableKind
from planner.messages.academy_template import COLUMN_HINTS, example_rows, introduction, sheet_name
from planner.messages.finding_academies import COLUMNS, column_name
from planner.messages.texts import Texts

_LAST_ROW = 5000
_LINE = 15  # points
_WIDTHS: Mapping[str, int] = {
    "id": 18, "title": 40, "parcours": 24, "department": 24, "first": 14, "last": 14, "trainers": 32, "groups": 28,
    "working_hours": 34, "preferred": 24, "absences": 34, "name": 24, "email": 30, "person": 18, "session": 18,
    "group": 18, "setting": 28, "value": 28, "busy": 28, "weekly_cap": 22, "stays_open": 16, "contextualisation": 20,
    "max_delivery_day": 20, "max_delivery_week": 22, "weekly_limit": 20,
}  # fmt: skip
_SHEETS: tuple[TableKind, ...] = ("sessions", "trainers", "enrolments", "settings")


class _Formats(NamedTuple):
    needed: Any
    heading: Any
    text: Any
    day: Any
    title: Any
    body: Any
    example: Any


def academy_template(texts: Texts) -> bytes:
    """The workbook, in the reader's language. The same language gives the same bytes."""
    import xlsxwriter  # 0.1 s, and only for those who ask for a spreadsheet

    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"title": texts.say("An academy’s sessions"), "created": _moment(2026)})
    formats = _formats(book, texts)
    _introduction(book, texts, formats)
    for kind in _SHEETS:
        _sheet(book, kind, texts, formats)
    _lists(book, texts)
    book.get_worksheet_by_name(sheet_name("sessions", texts)).activate()
    book.close()
    return stream.getvalue()


def _formats(book: Any, texts: Texts) -> _Formats:
    heading = {"text_wrap": True, "valign": "bottom", "bottom": 2, "border_color": "#555555"}
    day = "dd/mm/yyyy" if texts.lang == "fr" else "yyyy-mm-dd"
    body = {"text_wrap": True, "valign": "top"}
    return _Formats(
        needed=book.add_format({**heading, "bold": True, "bg_color": "#DDE7F3"}),
        heading=book.add_format({**heading, "bg_color": "#F1F1F1"}),
        text=book.add_format({"num_format": "@", **body}),  # a code keeps its zero, a time stays what was typed
        day=book.add_format({"num_format": day, "valign": "top", "align": "left"}),
        title=book.add_format({"bold": True, "font_size": 14}),
        body=book.add_format(body),
        example=book.add_format({**body, "italic": True, "font_color": "#555555"}),
    )


def _introduction(book: Any, texts: Texts, formats: _Formats) -> None:
    """What each sheet and column means, and an example: on a sheet that is never read."""
    sheet = book.add_worksheet(sheet_name("introduction", texts))
    sheet.hide_gridlines(2)
    for place, width in enumerate((24, 78, 34)):
        sheet.set_column(place, place, width)
    sheet.write_string(0, 0, texts.say("An academy’s sessions"), formats.title)
    line = 1
    for text in introduction(texts):
        line += 1
        sheet.merge_range(line, 0, line, 2, text, formats.body)
        sheet.set_row(line, _LINE * (1 + len(text) // 125))
    for kind in _SHEETS:
        line += 2
        sheet.write_string(line, 0, sheet_name(kind, texts), formats.title)
        sheet.write_string(line, 2, texts.say("Example"), formats.example)
        examples = dict(zip(COLUMNS[kind], example_rows(kind, texts)[0], strict=False))
        for role in COLUMNS[kind]:
            line += 1
            needed = role in NEEDED[kind]
            sheet.write_string(line, 0, column_name(role, texts), formats.needed if needed else formats.heading)
            hint = COLUMN_HINTS.get((kind, role))
            said = hint(texts) if hint else ""
            sheet.write_string(line, 1, said, formats.body)
            sheet.set_row(line, _LINE * (1 + len(said) // 95))  # not every program fits rows to their texts
            sheet.write_string(line, 2, examples.get(role, ""), formats.example)
    sheet.set_paper(9)  # A4
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)


def _sheet(book: Any, kind: TableKind, texts: Texts, formats: _Formats) -> None:
    sheet = book.add_worksheet(sheet_name(kind, texts))
    needed = NEEDED[kind]
    for place, role in enumerate(COLUMNS[kind]):
        name = column_name(role, texts)
        sheet.write_string(0, place, name, formats.needed if role in needed else formats.heading)
        if (kind, role) in COLUMN_HINTS:
            sheet.write_comment(0, place, COLUMN_HINTS[kind, role](texts), {"x_scale": 2.2, "y_scale": 1.2})
        style = formats.day if role in ("first", "last") else formats.text
        sheet.set_column(place, place, _WIDTHS.get(role, 16), style)
        if choice := _choice(kind, role, texts):
            sheet.data_validation(1, place, _LAST_ROW, place, choice)
    if kind == "settings":
        for line, role in enumerate(("virtual_rooms", "weekly_cap", "working_hours", "capacity", "trainer_gap"), 1):
            name = texts.say("Virtual rooms") if role == "virtual_rooms" else column_name(role, texts)
            sheet.write_string(line, 0, name)
    sheet.freeze_panes(1, 2 if kind == "sessions" else 1)
    sheet.autofilter(0, 0, _LAST_ROW, len(COLUMNS[kind]) - 1)
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)


def _choice(kind: str, role: str, texts: Texts) -> Mapping[str, Any] | None:
    """What a cell may hold: a list to choose from, a day, a whole number."""
    if role in ("first", "last"):
        between = {"minimum": _moment(2020), "maximum": _moment(2060)}
        fault = texts.say("Write a day, as your spreadsheet program writes days.")
        return {"validate": "date", "criteria": "between", **between, "error_message": fault}
    if role == "priority":
        fault = texts.say("Priorities go from 1 to 1000; 1 is the usual.")
        return {"validate": "integer", "criteria": "between", "minimum": 1, "maximum": 1000, "error_message": fault}
    lists: Mapping[str, Sequence[str]] = _choices(texts)
    if role not in lists:
        return None
    column = "ABCDEFGH"[list(lists).index(role)]
    source = f"='{sheet_name('lists', texts)}'!${column}$1:${column}${len(lists[role])}"
    free = role in ("department",)  # a code alone is also right
    return {"validate": "list", "source": source, "error_type": "warning" if free else "stop"}


def _choices(texts: Texts) -> Mapping[str, Sequence[str]]:
    return {
        "department": [f"{place.department} {place.name}" for place in PLACES if place.zone],
        "expertise": [texts.say("confirmed"), texts.say("intermediate"), texts.say("novice")],
        "stays_open": [texts.say("yes"), texts.say("no")],
        "contextualisation": [texts.say("none"), texts.say("light"), texts.say("medium"), texts.say("deep")],
    }


def _lists(book: Any, texts: Texts) -> None:
    sheet = book.add_worksheet(sheet_name("lists", texts))
    for place, values in enumerate(_choices(texts).values()):
        sheet.write_column(0, place, values)
    sheet.hide()


def _moment(year: int) -> datetime:
    return datetime.combine(date(year, 1, 1), time())
