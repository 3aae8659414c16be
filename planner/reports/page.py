"""The page of a session's workload, for an inspector: one self-contained HTML file, to read on a screen or on paper.

It holds the trainers' hours by phase and week, the year, and how each figure came about; never a participant (P2, P3).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from calendars.open_days import OpenDays
from calendars.places import place
from calendars.school_holidays import SchoolCalendar, UnknownSchoolDay
from planner.messages.coefficients import coefficient_name, coefficient_unit, source_text
from planner.messages.flags import WEEK_FLAGS, booklet_text, flag_letter, flag_name, flag_text
from planner.messages.named import Named
from planner.messages.reports import (
    component_name,
    day_words,
    hours,
    hours_range,
    number,
    phase_name,
)
from planner.messages.rules import rule_name
from planner.messages.texts import Texts
from planner.plan import Plan
from planner.reports.explained import explained, in_use
from planner.reports.html import render
from planner.reports.load_chart import HEIGHT, WIDTH, Chart, LoadOfWeek, chart_of, loads_of, span_of
from planner.reports.weeks import Week, weeks_of
from planner.reports.year import Day, departments_of, year_of
from planner.session import LIVE_KINDS, Session
from planner.workload.results import PHASES, Estimate, Flag, Minutes, total

_DAY = timedelta(days=1)


@dataclass(frozen=True)
class TrainerLoad:
    """A trainer's weeks, as the drawing and the table show them; `flags`: kinds by Monday."""

    name: str
    whole: Minutes
    loads: tuple[LoadOfWeek, ...]
    chart: Chart | None
    limit_min: Fraction | None
    flags: Mapping[date, list[str]]

    @property
    def busiest(self) -> LoadOfWeek:
        """The week with the most probable work, the first of them."""
        return max(self.loads, key=lambda load: load.whole.likely)


def workload_page(
    session: Session, plan: Plan | None, estimate: Estimate, school: SchoolCalendar, texts: Texts
) -> bytes:
    """The page, in UTF-8; the same input gives the same bytes. Without a plan it has no weeks, and says so."""
    named = Named(session, texts)
    trainers = _trainers(session, estimate, school, texts)
    zones = {place(department).zone for department in departments_of(session)}
    year = year_of(session, plan, (load.week for load in estimate.weeks), school)
    return render(
        "workload",
        texts,
        session=session,
        place=place(session.department),
        plan=plan,
        estimate=estimate,
        named=named,
        team=[(named.trainer(id), _of_phases(estimate, id)) for id in _team(session, estimate)],
        whole=_of_phases(estimate, None),
        widest=[(component_name(name, texts), minutes) for name, minutes in estimate.widest() if minutes.spread],
        loads=trainers,
        busiest=max(trainers, key=lambda one: one.busiest.whole.likely, default=None) if estimate.weeks else None,
        year=year,
        agenda=_agenda(weeks_of(session, plan, school)) if plan else [],
        of_booklet=total(line.adjusted for line in estimate.booklet),
        parts=explained(estimate, texts),
        flags=[flag_text(flag, session, texts) for flag in estimate.flags if flag.kind not in WEEK_FLAGS],
        flag_kinds=[kind for kind in WEEK_FLAGS if any(flag.kind == kind for flag in estimate.flags)],
        flag_name=lambda kind: flag_name(kind, texts),
        flag_letter=lambda kind: flag_letter(kind, texts),
        coefficient_name=lambda name: coefficient_name(name, texts),
        coefficient_unit=lambda unit: coefficient_unit(unit, texts),
        source_text=lambda source: source_text(source, texts),
        day_class=_day_class,
        booklet_text=lambda line: booklet_text(line, texts),
        coefficients=in_use(estimate, texts),
        several_zones=len(zones) > 1,
        several_groups=len(session.planned_groups()) > 1,
        day_words=lambda day: day_words(day.closed, day.name, day.kinds, texts),
        rules_off=[rule_name(rule, texts) for rule in session.rules.off],
        participants=sum(group.size for group in session.groups),
        phases=PHASES,
        drawing=(WIDTH, HEIGHT),
        phase_name=lambda phase: phase_name(phase, texts),
        hours=lambda minutes: hours(minutes, texts),
        number=lambda value: number(value, texts),
        hours_range=lambda minutes: hours_range(minutes, texts),
    )


def _team(session: Session, estimate: Estimate) -> Iterator[str]:
    """In the order of the file; then those whom only the estimate knows."""
    known = [trainer.id for trainer in session.trainers]
    yield from known
    yield from (trainer for trainer in estimate.trainers if trainer not in known)


def _of_phases(estimate: Estimate, trainer: str | None) -> list[Minutes]:
    """The phases, then all of them."""
    return [*(estimate.total(phase, trainer) for phase in PHASES), estimate.total(trainer=trainer)]


def _trainers(session: Session, estimate: Estimate, school: SchoolCalendar, texts: Texts) -> list[TrainerLoad]:
    named = Named(session, texts)
    span = span_of(load.week for load in estimate.weeks)
    closed = frozenset(week for week in span if not _has_open_day(session, school, week))
    every = {id: loads_of(id, estimate.weeks, span, closed) for id in _team(session, estimate)}
    limits = {id: _limit_min(session, estimate, id) for id in every}
    top = max((load.whole.high for loads in every.values() for load in loads), default=Fraction(0))
    top = max([top, *(limit for limit in limits.values() if limit is not None)])
    found = []
    for id, loads in every.items():
        flags = _week_flags(estimate.flags, id)
        marks = {week: flag_letter(kinds[0], texts) for week, kinds in flags.items()}
        chart = chart_of(loads, top, limits[id], marks) if loads else None
        found.append(TrainerLoad(named.trainer(id), estimate.total(trainer=id), tuple(loads), chart, limits[id], flags))
    return found


def _limit_min(session: Session, estimate: Estimate, trainer: str) -> Fraction | None:
    """The trainer's own weekly limit, else the usual one of the coefficients."""
    own = next((each.weekly_limit_min for each in session.trainers if each.id == trainer), None)
    if own is not None:
        return Fraction(own)
    return next((used.value.likely * 60 for used in estimate.factors_used if used.name == "weekly_limit"), None)


def _week_flags(flags: Iterable[Flag], trainer: str) -> dict[date, list[str]]:
    """The kinds of flags of each week, the strongest first."""
    found: dict[date, list[str]] = {}
    for kind in WEEK_FLAGS:
        for flag in flags:
            if flag.kind == kind and flag.trainer == trainer and flag.week is not None:
                found.setdefault(flag.week, []).append(kind)
    return found


def _has_open_day(session: Session, school: SchoolCalendar, week: date) -> bool:
    days = OpenDays(departments_of(session), school, session.rules.ignored_public_holidays, session.closed_days)
    try:
        return any(days.is_open(week + number * _DAY) for number in range(5))
    except UnknownSchoolDay:
        return True


def _agenda(weeks: Sequence[Week]) -> list[tuple[Week, Week]]:
    """First and last week of each row: closed weeks that follow one another stand together, bare ones are left out."""
    rows: list[tuple[Week, Week]] = []
    for week in weeks:
        if not (week.closed or week.live or week.work):
            continue
        if rows and week.is_bare and rows[-1][1].is_bare and week.first - rows[-1][1].first == 7 * _DAY:
            rows[-1] = (rows[-1][0], week)
        else:
            rows.append((week, week))
    return rows


def _day_class(day: Day) -> str:
    """The classes of a day's cell in the style sheet."""
    shown = {
        "in": day.in_window,
        str(day.closed): day.closed is not None,
        "live": bool(LIVE_KINDS.intersection(day.kinds)),
        "on-site": "in_person" in day.kinds,
        "remote": "remote_work" in day.kinds,
        "questionnaire": "evaluation" in day.kinds and not LIVE_KINDS.intersection(day.kinds),
    }
    return " ".join(name for name, holds in shown.items() if holds)
