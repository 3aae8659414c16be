"""The trainers' work on the terminal, as an inspector reads it: hours by trainer, phase and week, never a participant.

Figures are shown to the quarter hour; what they are made of stands below where it is asked for.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from fractions import Fraction
from typing import Any

from planner.messages.coefficients import coefficient_name, coefficient_unit, factor_text, source_text
from planner.messages.flags import booklet_text, flag_letter, flag_name, flag_text, week_flag_text
from planner.messages.named import Named
from planner.messages.reports import component_name, hours, hours_range, number, phase_name
from planner.messages.texts import Texts
from planner.messages.workload import month_name, probable_text
from planner.reports.explained import explained, in_use
from planner.reports.sheet import drawn, item, styled
from planner.session import Session
from planner.workload.factors import DEFAULT
from planner.workload.many import Estimates, Line, OneOfMany
from planner.workload.results import PHASES, Estimate, Minutes, Sum

_WEEK_FLAGS = ("overload", "high_overload", "vigilance")


def workload_summary(
    found: Estimates, texts: Texts, *, explain: bool = False, width: int = 100, colour: bool = False
) -> str:
    """What the work on one session comes to, or on many together; lines at most `width` columns wide."""
    parts = _one(found.sessions[0], texts, explain) if len(found.sessions) == 1 else _many(found, texts, explain)
    return drawn(parts, width=width, colour=colour)


def _one(one: OneOfMany, texts: Texts, explain: bool) -> Iterator[Any]:
    session, estimate = one.session, one.estimate
    yield styled(f"{texts.plain(session.title)} ({session.id})", "bold")
    yield styled(probable_text(estimate, texts))
    yield _hours_table(session, estimate, texts)
    if estimate.booklet:
        yield _booklet_table(estimate, texts)
        for line in estimate.booklet:
            yield item("-", _named(phase_name(line.phase, texts), booklet_text(line, texts), texts))
    yield styled(texts.say("What makes the range so wide"), "bold")
    for component, minutes in estimate.widest():
        if minutes.spread:
            yield item("-", _named(component_name(component, texts), hours_range(minutes, texts), texts))
    if estimate.weeks:
        yield _weeks_table(session, estimate, texts)
    elif one.plan is None:
        said = texts.say(
            "Not planned yet: the hours of each week are known with a plan (planner workload SESSION.yaml plan.json)."
        )
        yield styled(said)
    yield from _worth_knowing(one, texts)
    if explain:
        yield from _explained([estimate], texts)


def _table(heading: str, columns: Sequence[str]) -> Any:
    from rich import box
    from rich.table import Table

    table = Table(box=box.HORIZONTALS, padding=(0, 1), pad_edge=False, header_style="bold")
    table.add_column(styled(heading), overflow="fold")
    for column in columns:
        table.add_column(styled(column), justify="right")
    return table


def _row(table: Any, name: str, minutes: Iterable[Minutes], texts: Texts, style: str = "") -> None:
    """Likely hours, then from where to where the last of them goes."""
    likely = list(minutes)
    cells = [*(hours(each.likely, texts) for each in likely), hours_range(likely[-1], texts)]
    table.add_row(styled(name, style), *(styled(cell, style) for cell in cells))


def _columns(texts: Texts) -> list[str]:
    return [*(phase_name(phase, texts) for phase in PHASES), texts.say("in all"), texts.say("low – high")]


def _hours_table(session: Session, estimate: Estimate, texts: Texts) -> Any:
    named = Named(session, texts)
    table = _table(texts.say("Most probable hours"), _columns(texts))
    for trainer in (each.id for each in session.trainers):
        phases = [estimate.total(phase, trainer) for phase in PHASES]
        _row(table, named.trainer(trainer), [*phases, estimate.total(trainer=trainer)], texts)
    if len(session.trainers) > 1:
        whole = [estimate.total(phase) for phase in PHASES]
        _row(table, texts.say("the team"), [*whole, estimate.total()], texts, "bold")
    return table


def _booklet_table(estimate: Estimate, texts: Texts) -> Any:
    """The designer's figure, the same adjusted to this session, and the model's: none replaces another."""
    columns = [texts.say("booklet"), texts.say("ratio"), texts.say("for this session"), texts.say("the model")]
    table = _table(texts.say("The designer’s booklet"), columns)
    for line in estimate.booklet:
        table.add_row(
            styled(phase_name(line.phase, texts)),
            styled(hours(line.booklet_min, texts)),
            styled(f"×\u00a0{number(round(line.ratio, 2), texts)}"),
            styled(hours(line.adjusted.likely, texts)),
            styled(hours(estimate.total(line.phase).likely, texts)),
        )
    said = [line.phase for line in estimate.booklet]
    sums = (
        sum((line.booklet_min for line in estimate.booklet), Fraction(0)),
        sum((line.adjusted.likely for line in estimate.booklet), Fraction(0)),
        sum((estimate.total(phase).likely for phase in said), Fraction(0)),
    )
    booklet, adjusted, model = (styled(hours(minutes, texts), "bold") for minutes in sums)
    table.add_row(styled(texts.say("in all"), "bold"), booklet, "", adjusted, model)
    return table


def _weeks_table(session: Session, estimate: Estimate, texts: Texts) -> Any:
    """Weeks by trainers, the likely hours; a letter marks those near the limit or over it."""
    named = Named(session, texts)
    team = [trainer.id for trainer in session.trainers]
    table = _table(texts.say("Week of"), [*(named.trainer(each) for each in team), texts.say("done then")])
    loads: dict[tuple[date, str], Sum] = {}
    for load in estimate.weeks:
        loads.setdefault((load.week, load.trainer), Sum()).add(load.minutes)
    marks = {(flag.week, flag.trainer): flag.kind for flag in reversed(estimate.flags) if flag.kind in _WEEK_FLAGS}
    for week in sorted({load.week for load in estimate.weeks}):
        cells = []
        for trainer in team:
            grown = loads.get((week, trainer))
            mark = marks.get((week, trainer))
            letter = f" {flag_letter(mark, texts)}" if mark else "  "
            cells.append(styled((hours(grown.minutes().likely, texts) if grown else "–") + letter))
        phases = [
            phase for phase in PHASES if any(each.week == week and each.phase == phase for each in estimate.weeks)
        ]
        done = texts.listing([phase_name(phase, texts) for phase in phases])
        table.add_row(styled(texts.short_day(week)), *cells, styled(done))
    if marks:
        kinds = [kind for kind in _WEEK_FLAGS if kind in marks.values()]
        table.caption = styled(
            ", ".join(_named(flag_letter(kind, texts), flag_name(kind, texts), texts) for kind in kinds)
        )
        table.caption_justify = "left"
    return table


def _worth_knowing(one: OneOfMany, texts: Texts) -> Iterator[Any]:
    said = [flag_text(flag, one.session, texts) for flag in one.estimate.flags]
    if said:
        yield styled(texts.say("Worth knowing"), "bold")
        yield from (item("-", sentence) for sentence in said)


def _explained(estimates: Sequence[Estimate], texts: Texts) -> Iterator[Any]:
    """Each part of the work with the products that it adds up from, then each coefficient with its source."""
    for estimate in estimates:
        heading = texts.say("How the figures of {session} come about", session=estimate.session)
        yield styled(heading, "bold")
        for part in explained(estimate, texts):
            whole = f"{hours(part.minutes.likely, texts)} ({hours_range(part.minutes, texts)})"
            yield item(part.component, _named(part.name, whole, texts))
            yield from (item("   =", line) for line in part.lines)
    yield styled(texts.say("Where the coefficients come from"), "bold")
    rows = {(used.name, used.value, used.origin): used for each in estimates for used in in_use(each, texts)}
    for used in rows.values():
        value = _value(used.value, texts)
        source = source_text(used.source, texts)
        if used.origin not in (DEFAULT, used.source):
            source = f"{source} ({used.origin})"
        unit = coefficient_unit(used.unit, texts)
        yield item("-", _named(coefficient_name(used.name, texts), f"{value} {unit}", texts))
        yield item("    ", texts.plain(source))
    corrected = {factor for each in estimates for share in each.shares for factor in share.factors[-1:]}
    for factor in sorted({each for each in corrected if each.name == "calibration"}, key=lambda each: each.source):
        yield item("-", factor_text(factor, texts))
        yield item("    ", texts.plain(factor.source))


def _named(name: str, value: str, texts: Texts) -> str:
    return texts.say("{name}: {value}", name=name, value=value)


def _value(value: Minutes, texts: Texts) -> str:
    if not value.spread:
        return number(value.likely, texts)
    return " / ".join(number(each, texts) for each in (value.low, value.likely, value.high))


def _many(found: Estimates, texts: Texts, explain: bool) -> Iterator[Any]:
    whole = found.whole
    yield styled(texts.count("{number} session", "{number} sessions", whole.sessions), "bold")
    likely, span = hours(whole.whole.likely, texts), hours_range(whole.whole, texts)
    yield styled(texts.say("Trainers’ work: {likely} most probably; low to high {range}.", likely=likely, range=span))
    yield from _tables(found, texts)
    if unplanned := sum(1 for one in found.sessions if one.plan is None):
        said = texts.count(
            "{number} session has no plan: its months are as if it went evenly over its window.",
            "{number} sessions have no plan: their months are as if they went evenly over their windows.",
            unplanned,
        )
        yield styled(said)
    if found.flags:
        yield styled(texts.say("Weeks near a limit or over it, all planned sessions together"), "bold")
        for flag in found.flags:
            trainer = texts.plain(found.names.get(flag.trainer or "", flag.trainer or ""))
            yield item("-", week_flag_text(flag, trainer, texts))
    if explain:
        yield from _explained([one.estimate for one in found.sessions], texts)


def _tables(found: Estimates, texts: Texts) -> Iterator[Any]:
    no_parcours = texts.say("no parcours named")
    no_month = texts.say("beyond the published school calendars")

    def name(line: Line) -> str:
        return texts.plain(line.name)

    yield _lines(texts.say("By trainer"), found.by_trainer, name, texts)
    yield _lines(texts.say("By session"), found.by_session, lambda line: f"{name(line)} ({line.key})", texts)
    yield _lines(texts.say("By parcours"), found.by_parcours, lambda line: line.key or no_parcours, texts)
    yield _lines(texts.say("By academy"), found.by_academy, name, texts)
    yield _lines(
        texts.say("By month"),
        found.by_month,
        lambda line: month_name(line.key, texts) if line.key else no_month,
        texts,
    )


def _lines(heading: str, lines: Sequence[Line], name: Callable[[Line], str], texts: Texts) -> Any:
    table = _table(heading, [texts.say("sessions"), *_columns(texts)])
    for line in lines:
        cells = [hours(line.phases[phase].likely, texts) for phase in PHASES]
        cells += [hours(line.whole.likely, texts), hours_range(line.whole, texts)]
        table.add_row(styled(name(line)), styled(str(line.sessions)), *map(styled, cells))
    return table
