"""R11 and R14: between the session's first and last date, on the dates that are fixed, evaluated before the end."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from planner.check.agenda import Agenda, Occurrence
from planner.outcome import Violation
from planner.session import Fixed


def check_window(agenda: Agenda) -> Iterator[Violation]:
    """R11: everything lies between the session's first and last date (both in), and fixed dates are kept exactly."""
    window = agenda.session.window
    bounds = {"first": window.first, "last": window.last}
    for entry in agenda.entries:
        activity, group = entry.activity.id, entry.whose
        first, last = min(entry.days), max(entry.days)
        if first < window.first:
            yield Violation("window", "before_first_date", first, activity, group, facts=bounds)
        if last > window.last:
            yield Violation("window", "after_last_date", last, activity, group, facts=bounds)
    yield from _fixed_live(agenda)
    yield from _fixed_remote(agenda)


def check_closing(agenda: Agenda) -> Iterator[Violation]:
    """R14: nothing is asked after the session's last date, and an evaluation ends before that date."""
    last_date = agenda.session.window.last
    for entry in agenda.entries:
        last = max(entry.days)
        if last > last_date:
            kind = "asked_after_end"
        elif last == last_date and entry.activity.kind == "evaluation":
            kind = "evaluation_on_last_date"
        else:
            continue
        yield Violation("closing", kind, last, entry.activity.id, entry.whose, facts={"last": last_date})


def _fixed_live(agenda: Agenda) -> Iterator[Violation]:
    for occurrence in agenda.occurrences:
        for fixed in occurrence.activity.fixed:
            attend = [group.id for group in occurrence.groups]
            if agenda.is_fixed_for(fixed, attend) and not _kept(fixed, occurrence):
                facts = {
                    "start": occurrence.start,
                    "fixed_day": fixed.day,
                    "fixed_at": fixed.at,
                    "fixed_trainers": fixed.trainers,
                    "trainers": occurrence.placement.trainers,
                }
                day, activity = occurrence.first_day, occurrence.activity.id
                yield Violation("window", "fixed_not_kept", day, activity, occurrence.whose, facts=facts)


def _kept(fixed: Fixed, occurrence: Occurrence) -> bool:
    return (
        fixed.day in (None, occurrence.start.date())
        and fixed.at in (None, occurrence.start.time())
        and set(fixed.trainers) <= set(occurrence.placement.trainers)
    )


def _fixed_remote(agenda: Agenda) -> Iterator[Violation]:
    """Each fixed block stands in the plan; two alike stand there twice."""
    there: Counter[Any] = Counter(
        (w.activity.id, w.group.id, w.block.first, w.block.last, w.block.duration_min) for w in agenda.works
    )
    for activity in agenda.session.activities:
        if activity.is_live or not activity.fixed:
            continue
        for group in agenda.groups_doing(activity):
            for fixed in activity.fixed:
                if not agenda.is_fixed_for(fixed, (group,)) or not agenda.must_deal(group):
                    continue
                key = (activity.id, group, fixed.first, fixed.last, fixed.duration_min)
                there[key] -= 1
                if there[key] < 0:
                    facts = {"first": fixed.first, "last": fixed.last, "block_min": fixed.duration_min}
                    yield Violation("window", "fixed_block_not_kept", fixed.first, activity.id, group, facts=facts)
