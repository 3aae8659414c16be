"""The trainers' work on one session, on the terminal: hours by trainer, phase, activity and week; no participant.

Figures are shown to the quarter hour; what they are made of stands below where it is asked for.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from fractions import Fraction
from textwrap import wrap
from typing import Any

from planner.messages.flags import WEEK_FLAGS, booklet_text, flag_letter, flag_name, flag_text, week_flags_texts
from planner.messages.named import Named
from planner.messages.reports import component_name, hours, hours_range, number, phase_name, to_the_minute
from planner.messages.texts import Texts
from planner.messages.workload import by_booklet_text, probable_text, rounding_text
from planner.reports.by_activity import by_activity
from planner.reports.sheet import drawn, item, styled
from planner.reports.workload_explained import how_figures_came_about
from planner.reports.workload_of_many import many_sessions
from planner.reports.workload_tables import NARROW, NARROW_FOR_RANGES, HoursTable, phase_cells, phase_columns
from planner.session import Session
from planner.workload.many import Estimates, OneOfMany
from planner.workload.results import PHASES, Estimate, Minutes, Phase, Sum

_WIDTH_OF_WEEKS, _WIDTH_OF_NAMES = 30, 12  # what a week and what is done in it take; a trainer's column


def workload_summary(
    found: Estimates, texts: Texts, *, explain: bool = False, width: int = 100, colour: bool = False
) -> str:
    """What the work on one session comes to, or on many together; lines at most `width` columns wide."""
    alone = len(found.sessions) == 1
    parts = [*(_one(found.sessions[0], texts, width) if alone else many_sessions(found, texts, width))]
    if explain:
        parts += how_figures_came_about([one.estimate for one in found.sessions], texts)
    else:
        parts.append(styled(texts.say("How each figure comes about, with every coefficient and its source: --explain")))
    return drawn(parts, width=width, colour=colour)


def _one(one: OneOfMany, texts: Texts, width: int) -> Iterator[Any]:
    session, estimate = one.session, one.estimate
    yield styled(f"{texts.plain(session.title)} ({session.id})", "bold")
    if estimate.booklet:
        yield styled(by_booklet_text(estimate, texts))
    yield styled(probable_text(estimate, texts))
    yield _hours_table(session, estimate, texts, width)
    yield styled(rounding_text(texts))
    if estimate.booklet:
        yield _booklet_table(estimate, texts, width)
        for line in estimate.booklet:
            yield item("-", _named(phase_name(line.phase, texts), booklet_text(line, texts), texts))
    yield styled(texts.say("What makes the range so wide"), "bold")
    for component, minutes in estimate.widest():
        if minutes.spread:
            yield item("-", _named(component_name(component, texts), hours_range(minutes, texts), texts))
    if estimate.weeks:
        yield from _weeks_tables(session, estimate, texts, width)
    elif one.plan is None:
        said = texts.say(
            "Not planned yet: the hours of each week are known with a plan (planner workload SESSION.yaml plan.json)."
        )
        yield styled(said)
    yield from _worth_knowing(one, texts)
    yield _activities_table(session, estimate, texts, width)


def _hours_table(session: Session, estimate: Estimate, texts: Texts, width: int) -> Any:
    named = Named(session, texts)
    table = HoursTable(texts.say("Most probable hours"), phase_columns(texts), narrow=width < NARROW)
    for trainer in (each.id for each in session.trainers):
        phases = [estimate.total(phase, trainer) for phase in PHASES]
        table.row(named.trainer(trainer), phase_cells(phases, estimate.total(trainer=trainer), texts))
    if len(session.trainers) > 1:
        whole = [estimate.total(phase) for phase in PHASES]
        table.row(texts.say("the team"), phase_cells(whole, estimate.total(), texts), "bold")
    return table.table


def _activities_table(session: Session, estimate: Estimate, texts: Texts, width: int) -> Any:
    """Trainer by trainer: what each activity takes in each phase, and what belongs to the session as a whole."""
    named = Named(session, texts)
    titles = {activity.id: texts.plain(activity.title) for activity in session.activities}
    narrow = width < NARROW_FOR_RANGES
    table = HoursTable(texts.say("By activity"), [phase_name(phase, texts) for phase in PHASES], narrow=narrow)
    before = None
    for line in by_activity(session, estimate):
        if line.trainer != before and len(session.trainers) > 1:
            table.row(named.trainer(line.trainer), [""] * len(PHASES), "bold")
        before = line.trainer
        title = texts.say("the session as a whole") if line.activity is None else titles[line.activity]
        cells = [_likely_and_range(line.phases.get(phase), texts) for phase in PHASES]
        table.row(title, cells, indent=2 * (len(session.trainers) > 1))
    return table.table


def _likely_and_range(minutes: Minutes | None, texts: Texts) -> str:
    return "–" if minutes is None else to_the_minute(minutes, texts)


def _booklet_table(estimate: Estimate, texts: Texts, width: int) -> Any:
    """The designer's figure, the same adjusted to this session, and the model's: none replaces another."""
    columns = [texts.say("booklet"), texts.say("ratio"), texts.say("for this session"), texts.say("the model")]
    table = HoursTable(texts.say("The designer’s booklet"), columns, narrow=width < NARROW)
    for line in estimate.booklet:
        ratio = f"×\u00a0{number(round(line.ratio, 2), texts)}"
        figures = (line.adjusted.likely, estimate.total(line.phase).likely)
        cells = [hours(line.booklet_min, texts), ratio, *(hours(each, texts) for each in figures)]
        table.row(phase_name(line.phase, texts), cells)
    sums = (
        sum((line.booklet_min for line in estimate.booklet), Fraction(0)),
        sum((line.adjusted.likely for line in estimate.booklet), Fraction(0)),
        sum((estimate.total(line.phase).likely for line in estimate.booklet), Fraction(0)),
    )
    booklet, adjusted, model = (hours(minutes, texts) for minutes in sums)
    table.row(texts.say("in all"), [booklet, "", adjusted, model], "bold")
    return table.table


def _weeks_tables(session: Session, estimate: Estimate, texts: Texts, width: int) -> Iterator[Any]:
    """Weeks by trainers, the likely hours; a letter marks those near the limit or over it. A large team has several."""
    team = [trainer.id for trainer in session.trainers]
    abreast = max(1, (width - _WIDTH_OF_WEEKS) // (_WIDTH_OF_NAMES + 2))
    for first in range(0, len(team), abreast):
        yield _weeks_table(session, estimate, texts, team[first : first + abreast])
    marks = {flag.kind for flag in estimate.flags}
    if kinds := [kind for kind in WEEK_FLAGS if kind in marks]:
        yield styled(", ".join(_named(flag_letter(kind, texts), flag_name(kind, texts), texts) for kind in kinds))


def _weeks_table(session: Session, estimate: Estimate, texts: Texts, team: Sequence[str]) -> Any:
    from rich import box
    from rich.table import Table

    named = Named(session, texts)
    table = Table(box=box.HORIZONTALS, padding=(0, 1, 0, 0), pad_edge=False, header_style="bold")
    table.add_column(styled(texts.say("Week of")), no_wrap=True)
    for trainer in team:
        name = "\n".join(wrap(named.trainer(trainer), _WIDTH_OF_NAMES))
        table.add_column(styled(name), justify="right", no_wrap=True)
    table.add_column(styled(texts.say("done then")), overflow="fold")
    loads: dict[tuple[date, str], Sum] = {}
    phases: dict[date, set[Phase]] = {}
    for load in estimate.weeks:
        loads.setdefault((load.week, load.trainer), Sum()).add(load.minutes)
        phases.setdefault(load.week, set()).add(load.phase)
    marks = {(flag.week, flag.trainer): flag.kind for flag in reversed(estimate.flags) if flag.kind in WEEK_FLAGS}
    for week in sorted(phases):
        cells = []
        for trainer in team:
            grown = loads.get((week, trainer))
            mark = marks.get((week, trainer))
            letter = f"\u00a0{flag_letter(mark, texts)}" if mark else "\u00a0\u00a0"
            cells.append(styled((hours(grown.minutes().likely, texts) if grown else "–") + letter))
        done = texts.listing([phase_name(phase, texts) for phase in PHASES if phase in phases[week]])
        table.add_row(styled(texts.short_day(week)), *cells, styled(done))
    return table


def _worth_knowing(one: OneOfMany, texts: Texts) -> Iterator[Any]:
    flags = one.estimate.flags
    said = week_flags_texts(flags, Named(one.session, texts).trainer, texts)
    said += [flag_text(flag, one.session, texts) for flag in flags if flag.kind not in WEEK_FLAGS]
    if said:
        yield styled(texts.say("Worth knowing"), "bold")
        yield from (item("-", sentence) for sentence in said)


def _named(name: str, value: str, texts: Texts) -> str:
    return texts.say("{name}: {value}", name=name, value=value)
