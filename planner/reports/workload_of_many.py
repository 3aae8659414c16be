"""The trainers' work on many sessions, on the terminal: added up by trainer, session, parcours, academy and month."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from planner.messages.flags import week_flags_texts
from planner.messages.reports import hours, hours_range
from planner.messages.texts import Texts
from planner.messages.workload import month_name, rounding_text
from planner.reports.sheet import item, styled
from planner.reports.workload_tables import NARROW, HoursTable, phase_cells, phase_columns
from planner.workload.many import Estimates, Line
from planner.workload.results import PHASES


def many_sessions(found: Estimates, texts: Texts, width: int) -> Iterator[Any]:
    """The total, the five tables, and the weeks in which somebody has too much."""
    whole = found.whole
    yield styled(texts.count("{number} session", "{number} sessions", whole.sessions), "bold")
    likely, span = hours(whole.whole.likely, texts), hours_range(whole.whole, texts)
    yield styled(texts.say("Trainers’ work: {likely} most probably; low to high {range}.", likely=likely, range=span))
    yield from _tables(found, texts, width)
    yield styled(rounding_text(texts))
    if unplanned := sum(1 for one in found.sessions if one.plan is None):
        said = texts.count(
            "{number} session has no plan (--plan): its months are as if it went evenly over its window.",
            "{number} sessions have no plan (--plan): their months are as if they went evenly over their windows.",
            unplanned,
        )
        yield styled(said)
    if found.flags:
        yield styled(texts.say("Weeks near a limit or over it, all planned sessions together"), "bold")
        names = {trainer: texts.plain(name) for trainer, name in found.names.items()}
        yield from (item("-", sentence) for sentence in week_flags_texts(found.flags, names.__getitem__, texts))


def _tables(found: Estimates, texts: Texts, width: int) -> Iterator[Any]:
    no_parcours = texts.say("no parcours named")
    no_month = texts.say("beyond the published school calendars")

    def name(line: Line) -> str:
        return texts.plain(line.name)

    def month(line: Line) -> str:
        return month_name(line.key, texts) if line.key else no_month

    views: Sequence[tuple[str, Sequence[Line], Callable[[Line], str]]] = (
        (texts.say("By trainer"), found.by_trainer, name),
        (texts.say("By session"), found.by_session, lambda line: f"{name(line)} ({line.key})"),
        (texts.say("By parcours"), found.by_parcours, lambda line: line.key or no_parcours),
        (texts.say("By academy"), found.by_academy, name),
        (texts.say("By month"), found.by_month, month),
    )
    for heading, lines, named in views:
        counted = lines is not found.by_session  # of which each is one
        table = HoursTable(heading, [texts.say("sessions")] * counted + phase_columns(texts), narrow=width < NARROW)
        for line in lines:
            figures = phase_cells((line.phases[phase] for phase in PHASES), line.whole, texts)
            table.row(named(line), [str(line.sessions)] * counted + figures)
        yield table.table
