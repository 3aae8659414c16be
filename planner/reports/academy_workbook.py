"""The index of what an academy plans together as a spreadsheet (.xlsx); never a participant (P2, P3)."""

from collections.abc import Callable
from datetime import date
from fractions import Fraction

from calendars.places import place
from planner.messages.flags import flag_name
from planner.messages.left_out import left_out_lines, level_name
from planner.messages.texts import Texts
from planner.reports.academy_data import PARTS, CapUse, Index, WeekUse
from planner.reports.sheets import WIDEST, Cell, Column, Sheets, workbook


def academy_workbook(index: Index, texts: Texts) -> bytes:
    """The workbook: a sheet for each view. Its date is that of the sessions: the same input gives the same bytes."""
    sessions = index.academy.sessions
    issued = max((session.issued or session.window.first for session in sessions), default=date(2000, 1, 1))

    def fill(sheets: Sheets) -> None:
        _sessions(sheets, index)
        _left_out(sheets, index)
        _value(sheets, index)
        _trainers(sheets, index)
        _flags(sheets, index)
        _weeks(sheets, index)

    return workbook(texts.say("Sessions planned together"), issued, texts, fill)


def _sessions(sheets: Sheets, index: Index) -> None:
    say = sheets.texts.say
    columns = [
        Column(say("Session")), Column(say("Title"), width=40), Column(say("Academy")), Column(say("Department")),
        Column(say("First day")), Column(say("Last day")), Column(say("Groups"), True),
        Column(say("Participants"), True), Column(say("Trainers"), width=30), Column(say("Points"), True),
    ]  # fmt: skip
    rows: list[list[Cell]] = []
    for each in index.placed:
        where = place(each.session.department)
        rows.append([
            each.session.id, each.session.title, where.academy, where.department, each.first, each.last,
            each.groups, each.participants, ", ".join(each.trainers), each.points,
        ])  # fmt: skip
    sheets.table(say("Sessions placed"), columns, rows, kept=1)


def _left_out(sheets: Sheets, index: Index) -> None:
    say = sheets.texts.say
    sessions = {session.id: session for session in index.academy.sessions}
    columns = [
        Column(say("Session")), Column(say("Title"), width=40), Column(say("First date")), Column(say("Last date")),
        Column(say("Priority")), Column(say("Participants"), True), Column(say("Why"), width=WIDEST),
    ]  # fmt: skip
    rows: list[list[Cell]] = []
    for each in index.left_out:
        session = sessions[each.session]
        why = " / ".join(line.strip() for line in left_out_lines(each, session, sheets.texts))
        size = sum(group.size for group in session.groups)
        window = session.window
        rows.append([session.id, session.title, window.first, window.last, session.priority, size, why])
    sheets.table(say("Sessions left out"), columns, rows, kept=1)


def _value(sheets: Sheets, index: Index) -> None:
    texts = sheets.texts
    columns = [
        Column(texts.say("Level"), width=45),
        *map(Column, (texts.say("Value"), texts.say("Proven bound"), texts.say("Above the bound"))),
    ]
    rows: list[list[Cell]] = []
    for level in index.levels:
        above = level.gap
        rows.append([
            level_name(level.level, texts), level.value, level.bound, None if above is None else float(above),
        ])  # fmt: skip
    sheets.table(texts.say("Value"), columns, rows, kept=1)


def _trainers(sheets: Sheets, index: Index) -> None:
    """Trainers by weeks: most probable hours."""
    texts = sheets.texts
    mondays = sorted({week for trainer in index.trainers for week in trainer.weeks})
    columns: list[Column | date] = [
        Column(texts.count("Trainer", "Trainers", 1), width=24),
        Column(texts.say("Sessions")),
        Column(texts.say("Limit a week")),
        *mondays,
        Column(texts.say("Total"), True),
    ]
    rows: list[list[Cell]] = []
    for trainer in index.trainers:
        likely = [trainer.weeks[week].likely if week in trainer.weeks else None for week in mondays]
        whole = sum((hours for hours in likely if hours is not None), Fraction(0))
        rows.append([trainer.name, trainer.sessions, trainer.limit_min, *likely, whole])
    summed = (len(mondays) + 3, len(mondays)) if mondays else None
    sheets.table(texts.say("Trainers and weeks"), columns, rows, kept=1, summed=summed)


def _flags(sheets: Sheets, index: Index) -> None:
    texts = sheets.texts
    columns = [
        *map(Column, (texts.count("Trainer", "Trainers", 1), texts.say("Monday"))),
        *map(Column, (texts.say("Most probable"), texts.say("High"), texts.say("Limit a week"))),
        Column(texts.say("Remark"), width=30),
    ]
    rows: list[list[Cell]] = [
        [
            trainer.name, week, trainer.weeks[week].likely, trainer.weeks[week].high, trainer.limit_min,
            ", ".join(flag_name(kind, texts) for kind in kinds),
        ]
        for trainer in index.trainers
        for week, kinds in sorted(trainer.flags.items())
    ]  # fmt: skip
    sheets.table(texts.say("Weeks to look at"), columns, rows, kept=2)


def _weeks(sheets: Sheets, index: Index) -> None:
    """Rooms in use, and how many use which part of the weekly cap: groups, then people in several sessions."""
    texts = sheets.texts
    rooms: list[list[Cell]] = [[week.week, week.rooms, index.academy.virtual_rooms] for week in index.weeks]
    columns = [*map(Column, (texts.say("Monday"), texts.say("Rooms in use at once, at most"), texts.say("Rooms")))]
    sheets.table(texts.say("Virtual rooms"), columns, rooms, kept=1)
    views: tuple[tuple[str, Callable[[WeekUse], CapUse | None]], ...] = (
        (texts.say("Cap, groups"), lambda week: week.groups),
        (texts.say("Cap, people in several"), lambda week: week.people),
    )
    parts = [*(f"≤ {100 * part // PARTS} %" for part in range(1, PARTS + 1)), "> 100 %"]
    for name, use_of in views:
        shares = (texts.say("on average, % of the cap"), texts.say("at most, % of the cap"))
        headings = (texts.say("Monday"), *parts, *shares)
        rows: list[list[Cell]] = []
        for week in index.weeks:
            if (use := use_of(week)) is not None:
                rows.append([week.week, *use.parts, float(use.mean * 100), float(use.most * 100)])
        sheets.table(name, [*map(Column, headings)], rows, kept=1)
