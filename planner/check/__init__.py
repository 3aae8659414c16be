"""The independent checker: a session, its calendars and a plan -> every breach of every rule.

It shares no line with the solver, down to the conversion of time: it asks `Place.local` what the clocks show.
"""

from collections.abc import Callable, Iterator

from calendars.school_holidays import SchoolCalendar
from planner.check.agenda import Agenda
from planner.check.closed_days import (
    check_no_public_holidays,
    check_no_school_holidays,
    check_no_start_on_eve,
    check_no_weekend,
)
from planner.check.hours import check_grid, check_working_hours
from planner.check.load import check_capacity, check_weekly_cap
from planner.check.order import check_order
from planner.check.people import check_participant, check_trainer
from planner.check.poll import broken_elections
from planner.check.window import check_closing, check_window
from planner.check.work import check_work
from planner.outcome import Violation
from planner.plan import Plan, Scope
from planner.session import NOT_BUSY, BusyTimes, Session

__all__ = ["CHECKS", "check", "check_work", "rule_of"]

Check = Callable[[Agenda], Iterator[Violation]]


def check_poll(agenda: Agenda) -> Iterator[Violation]:
    """R12: every slot that a poll offers keeps every rule, and so does the plan whichever slots the polls elect."""
    yield from broken_elections(agenda, _every_other_breach)


CHECKS: tuple[Check, ...] = (
    check_working_hours,
    check_no_weekend,
    check_no_school_holidays,
    check_no_public_holidays,
    check_weekly_cap,
    check_no_start_on_eve,
    check_trainer,
    check_participant,
    check_order,
    check_capacity,
    check_window,
    check_poll,
    check_grid,
    check_closing,
)
"""One function per rule, R1 to R14."""


def rule_of(rule_check: Check) -> str:
    """The rule that a function of CHECKS is about: `check_weekly_cap` is `weekly_cap`."""
    return rule_check.__name__.removeprefix("check_")


def check(
    session: Session,
    plan: Plan,
    school: SchoolCalendar,
    busy: BusyTimes = NOT_BUSY,
    *,
    partial: bool = False,
    scope: Scope | None = None,
) -> tuple[Violation, ...]:
    """Every breach in a plan: first of its being a whole plan (rule "work"), then rule by rule, in the plan's order.

    Rules that the session switches off are not asked for; "work" always is. `partial`: the plan is only the fixed
    part, so missing activities, minutes and trainers are no breach, and only what is certain already is reported.
    `scope`: the plan is one group's or trainer's own calendar; what belongs to others is neither missing nor judged.
    No plan makes it fail, whatever it holds; a session must be consistent, and its departments exist
    (UnknownDepartment, NoSchoolZone otherwise).
    """
    agenda = Agenda(session, plan, school, busy, partial, scope)
    broken = list(check_work(agenda))
    for rule_check in CHECKS:
        if not session.is_off(rule_of(rule_check)):
            broken.extend(rule_check(agenda))
    return tuple(broken)


def _every_other_breach(agenda: Agenda) -> Iterator[Violation]:
    """What `check` finds but for R12: of a plan in which the polls have elected."""
    yield from check_work(agenda)
    for rule_check in CHECKS:
        if rule_check is not check_poll and not agenda.session.is_off(rule_of(rule_check)):
            yield from rule_check(agenda)
