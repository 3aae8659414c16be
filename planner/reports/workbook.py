"""The workload of one or many sessions as a spreadsheet (.xlsx): real numbers and days, formulas for the totals.

Hours are exact, shown to the hundredth. What people wrote is text, whatever it begins with: no formula, no link. Like
the page, it holds trainers' hours by phase and week, and never a participant (P2, P3).
"""

from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from itertools import product

from calendars.places import place
from planner.messages.coefficients import coefficient_name, coefficient_unit, source_text
from planner.messages.named import Named
from planner.messages.reports import component_name, phase_name
from planner.messages.texts import Texts
from planner.reports.explained import explained, in_use
from planner.reports.sheets import WIDEST, Cell, Column, Month, Sheets, workbook
from planner.session import Session
from planner.workload.many import Estimates, Line, Person, person_of
from planner.workload.results import PHASES, Estimate


def workload_workbook(
    sessions: Sequence[tuple[Session, Estimate]], texts: Texts, added_up: Estimates | None = None
) -> bytes:
    """The workbook: a sheet for each view. The same input gives the same bytes: its date is that of the sessions.

    `added_up`: what many sessions add up to, for sheets by trainer, parcours, academy and month.
    """
    issued = max((session.issued or session.window.first for session, _ in sessions), default=date(2000, 1, 1))

    def fill(sheets: Sheets) -> None:
        _summary(sheets, sessions)
        if added_up is not None:
            _added_up(sheets, added_up)
        _weeks(sheets, sessions)
        _hours(sheets, sessions)
        _parts(sheets, sessions)
        _coefficients(sheets, sessions)

    return workbook(texts.say("Trainers’ workload"), issued, texts, fill)


def _summary(sheets: Sheets, sessions: Sequence[tuple[Session, Estimate]]) -> None:
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


def _added_up(sheets: Sheets, added_up: Estimates) -> None:
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


def _weeks(sheets: Sheets, sessions: Sequence[tuple[Session, Estimate]]) -> None:
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


def _hours(sheets: Sheets, sessions: Sequence[tuple[Session, Estimate]]) -> None:
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


def _parts(sheets: Sheets, sessions: Sequence[tuple[Session, Estimate]]) -> None:
    texts = sheets.texts
    columns = [
        *map(Column, (texts.say("Session"), texts.say("Part"), texts.say("What it is"), texts.say("Phase"))),
        *(Column(heading, True) for heading in (texts.say("Low"), texts.say("Most probable"), texts.say("High"))),
        Column(texts.say("How it is counted"), width=WIDEST),
    ]
    rows: list[list[Cell]] = []
    for session, estimate in sessions:
        for part in explained(estimate, texts):
            minutes = part.minutes
            what = [session.id, part.component, component_name(part.component, texts), phase_name(part.phase, texts)]
            rows.append([*what, minutes.low, minutes.likely, minutes.high, "; ".join(part.lines)])
    sheets.table(texts.say("Parts of the work"), columns, rows, kept=2)


def _coefficients(sheets: Sheets, sessions: Sequence[tuple[Session, Estimate]]) -> None:
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
