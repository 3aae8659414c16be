"""What is said of a plan and never enforced (RULES.md, « Advice »)."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

from calendars.school_holidays import SchoolCalendar
from planner.check.agenda import Agenda, Occurrence, Work
from planner.check.closed_days import eve_facts
from planner.check.days import day_after
from planner.outcome import Advice
from planner.plan import Plan
from planner.session import NOT_BUSY, BusyTimes, Session

LONG_CLASS_MIN = 90
"""A virtual class longer than this tires (framework text, by RULES.md)."""
REINFORCED_SIZE = 20
"""Above this size: « animation renforcée »."""
DISCOURAGED_SIZE = 30
"""Above this size: « déconseillé »."""


def advice(session: Session, plan: Plan, school: SchoolCalendar, busy: BusyTimes = NOT_BUSY) -> tuple[Advice, ...]:
    """Everything worth saying of a session and its plan, in the order of ADVICE."""
    agenda = Agenda(session, plan, school, busy, partial=False)
    return tuple(said for one in ADVICE for said in one(agenda))


def announced_duration(agenda: Agenda) -> Iterator[Advice]:
    """The activities of a group add up to something else than the announced duration; `gap_min` is what is too much."""
    announced_min = agenda.session.announced_duration_min
    if announced_min is None:
        return
    groups_by_sum: dict[int, list[str]] = defaultdict(list)
    for group in agenda.session.groups:
        activities = (a for a in agenda.activities.values() if not a.groups or group.id in a.groups)
        groups_by_sum[sum(activity.duration_min for activity in activities)].append(group.id)
    for sum_min, groups in groups_by_sum.items():
        if sum_min != announced_min:
            facts = {"announced_min": announced_min, "sum_min": sum_min, "gap_min": sum_min - announced_min}
            for group_id in [None] if len(groups_by_sum) == 1 else groups:
                yield Advice("announced_duration", group=group_id, facts=facts)


def long_class(agenda: Agenda) -> Iterator[Advice]:
    """A virtual class longer than 1 h 30."""
    for activity in agenda.activities.values():
        if activity.kind == "virtual_class" and activity.duration_min > LONG_CLASS_MIN:
            facts = {"duration_min": activity.duration_min, "limit_min": LONG_CLASS_MIN}
            yield Advice("long_class", activity.id, facts=facts)


def large_group(agenda: Agenda) -> Iterator[Advice]:
    """A group, as it attends, of more than 20 or more than 30 participants."""
    for group in agenda.groups.values():
        if group.size > DISCOURAGED_SIZE:
            yield Advice("discouraged_size", group=group.id, facts={"size": group.size, "limit": DISCOURAGED_SIZE})
        elif group.size > REINFORCED_SIZE:
            yield Advice("reinforced_size", group=group.id, facts={"size": group.size, "limit": REINFORCED_SIZE})


def first_class_on_eve(agenda: Agenda) -> Iterator[Advice]:
    """The first virtual class of the session is on an eve (R6 forbids it only where nothing comes before)."""
    classes = [o for o in agenda.occurrences if o.activity.kind == "virtual_class"]
    if classes:
        first = min(classes, key=lambda occurrence: occurrence.span)
        yield from _on_eve(agenda, "first_class_on_eve", first, first.first_day)


def first_deadline_on_eve(agenda: Agenda) -> Iterator[Advice]:
    """The day on which the first remote work to be finished has to be finished is an eve."""
    ends: dict[tuple[str, str], Work] = {}
    for work in agenda.works:
        key = (work.activity.id, work.group.id)
        if key not in ends or ends[key].block.last < work.block.last:
            ends[key] = work
    if ends:
        first = min(ends.values(), key=lambda work: work.block.last)
        yield from _on_eve(agenda, "first_deadline_on_eve", first, first.block.last)


def avoided_period_used(agenda: Agenda) -> Iterator[Advice]:
    """A class, or remote work with no open day left outside, in a period that the group asked to avoid."""
    for entry in agenda.entries:
        groups = entry.groups if isinstance(entry, Occurrence) else (entry.group,)
        for group in groups:
            for period in group.avoid:
                days = [day for day in _days_used(agenda, entry) if day in period]
                if days and (isinstance(entry, Occurrence) or len(days) == len(_days_used(agenda, entry))):
                    facts = {"first": period.first, "last": period.last, "day": days[0], "last_day": days[-1]}
                    yield Advice("avoided_period_used", entry.activity.id, group.id, facts)


def stays_open_not_said(agenda: Agenda) -> Iterator[Advice]:
    """The session does not say whether its contents stay open afterwards (R14)."""
    if agenda.session.stays_open is None:
        yield Advice("stays_open_not_said", facts={"last": agenda.session.window.last})


ADVICE: tuple[Callable[[Agenda], Iterator[Advice]], ...] = (
    announced_duration,
    long_class,
    large_group,
    first_class_on_eve,
    first_deadline_on_eve,
    avoided_period_used,
    stays_open_not_said,
)


def _on_eve(agenda: Agenda, kind: str, entry: Occurrence | Work, day: date) -> Iterator[Advice]:
    after = day_after(day)
    facts: dict[str, Any] | None = eve_facts(agenda.states(day), [agenda.states(after)] if after else [])
    if facts:
        yield Advice(kind, entry.activity.id, entry.whose, {"day": day, **facts})


def _days_used(agenda: Agenda, entry: Occurrence | Work) -> tuple[date, ...]:
    """The days of what is live; of a block, the open days (of a week at most: a longer one is no block)."""
    if isinstance(entry, Occurrence):
        return entry.days
    first, length = entry.block.first, (entry.block.last - entry.block.first).days + 1
    days = (first + timedelta(days=offset) for offset in range(length if length <= 7 else 0))
    return tuple(day for day in days if not any(state.is_closed for state in agenda.states(day)))
