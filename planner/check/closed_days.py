"""R2, R3, R4 and R6: nothing on a closed day, and nothing begins on the eve of one."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any

from calendars.open_days import CLOSED_BY_HAND, ClosedReason
from calendars.places import place
from planner.check.agenda import Agenda, Occurrence, Visit, Work
from planner.check.days import DayState, Unknown, day_after, reasons_once
from planner.outcome import Violation


def check_no_weekend(agenda: Agenda) -> Iterator[Violation]:
    """R2: nothing on Saturday or Sunday, at the session's place nor on the clock of a trainer who leads it."""
    for visit in agenda.visits:
        if visit.states[0].weekend:
            yield _closed(visit, "no_weekend", "weekend", {})


def check_no_school_holidays(agenda: Agenda) -> Iterator[Violation]:
    """R3: nothing inside a school holiday of the session, of a trainer who leads, or of every trainer (remote work).

    A day beyond what is published is a breach too: it is never treated as « no holidays ».
    """
    for visit in agenda.visits:
        for unknown in dict.fromkeys(state.unknown for state in visit.states if state.unknown):
            yield _closed(visit, "no_school_holidays", "unknown_day", _unknown_facts(unknown))
        for reason in reasons_once(visit.states, "school"):
            yield _closed(visit, "no_school_holidays", "school_holiday", _facts(reason))
    yield from _closed_for_every_trainer(agenda, "no_school_holidays", "school")


def check_no_public_holidays(agenda: Agenda) -> Iterator[Violation]:
    """R4: nothing on a public holiday of the session, of a trainer who leads, or of every trainer (remote work)."""
    for visit in agenda.visits:
        for reason in reasons_once(visit.states, "public"):
            yield _closed(visit, "no_public_holidays", "public_holiday", _facts(reason))
    yield from _closed_for_every_trainer(agenda, "no_public_holidays", "public")


def check_no_start_on_eve(agenda: Agenda) -> Iterator[Violation]:
    """R6: the first day on which anything takes place, for any group, is not followed by a closed day.

    What is unknown counts as closed. Of a partial plan, only a first day that nothing can come before is judged.
    """
    if not agenda.entries:
        return
    first = min(entry.days[0] for entry in agenda.entries)
    if not agenda.holds_first_day and _something_can_come_before(agenda, first):
        return
    here = eve_facts(agenda.states(first), [agenda.states(after) for after in _after(first)])
    for entry in agenda.entries:
        if entry.days[0] == first:
            if here:
                yield Violation("no_start_on_eve", "eve", first, entry.activity.id, entry.whose, facts=here)
            elif isinstance(entry, Work):
                yield from _eve_for_every_trainer(agenda, entry)
            else:
                yield from _eve_for_a_trainer(agenda, entry)


def eve_facts(states: Sequence[DayState], states_after: Sequence[Sequence[DayState]]) -> dict[str, Any] | None:
    """Why an open day is an eve: what closes the next day, or that this is unknown; None where it is no eve.

    `states_after` holds the states of the next day in each department; it is empty after the last of all dates.
    """
    if any(state.is_closed for state in states):
        return None  # a closed day is no eve; R2, R3 and R4 speak of it
    after = states_after[0] if states_after else []
    for kind in ("public", "school"):
        for reason in reasons_once(after, kind):
            return {"next": kind, **_facts(reason)}
    if any(state.weekend for state in after):
        return {"next": "weekend"}
    unknown = [state.unknown for state in (*states, *after) if state.unknown]
    return {"next": "unknown", **_unknown_facts(unknown[0])} if unknown else None


def _after(day: date) -> tuple[date, ...]:
    return tuple(after for after in (day_after(day),) if after is not None)


def _eve_for_a_trainer(agenda: Agenda, occurrence: Occurrence) -> Iterator[Violation]:
    for trainer in occurrence.trainers:
        department, day = agenda.department(trainer), agenda.trainer_days(occurrence, trainer)[0]
        after = [[agenda.state(department, next_day)] for next_day in _after(day)]
        if facts := eve_facts([agenda.state(department, day)], after):
            yield Violation(
                "no_start_on_eve", "eve_of_trainer", day, occurrence.activity.id, occurrence.whose, trainer.id, facts
            )


def _eve_for_every_trainer(agenda: Agenda, work: Work) -> Iterator[Violation]:
    """The next day is closed, or not known to be open, for each trainer, and somebody is at work on the day itself."""
    first, after = work.block.first, _after(work.block.first)
    if any(agenda.state(department, day).is_open for department in agenda.trainers_departments for day in after):
        return
    for department in agenda.trainers_departments:
        states = [agenda.state(department, first)]
        if facts := eve_facts(states, [[agenda.state(department, day)] for day in after]):
            yield Violation(
                "no_start_on_eve", "eve_of_every_trainer", first, work.activity.id, work.group.id, None, facts
            )
            return


def _something_can_come_before(agenda: Agenda, first: date) -> bool:
    day = agenda.session.window.first
    while day < min(first, agenda.session.window.last):
        if all(state.is_open for state in agenda.states(day)):
            return True
        day += timedelta(days=1)
    return False


def _closed_for_every_trainer(agenda: Agenda, rule: str, kind: str) -> Iterator[Violation]:
    """The ends of blocks on days when the session is open, but no trainer of it is at work."""
    if not agenda.trainers_departments or set(agenda.trainers_departments) & set(agenda.departments):
        return  # one of them is closed only when the session is
    for work in agenda.works:
        for day in work.days:
            states = [agenda.state(department, day) for department in agenda.trainers_departments]
            if any(_at_work(agenda, state) for state in states):
                continue
            visit = Visit(day, work.activity.id, work.group.id, None, states)
            for reason in reasons_once(states, kind):
                yield _closed(visit, rule, "holiday_of_every_trainer", _facts(reason))
            if kind == "school":
                for unknown in dict.fromkeys(state.unknown for state in states if state.unknown):
                    yield _closed(visit, rule, "unknown_day", _unknown_facts(unknown))


def _closed(visit: Visit, rule: str, kind: str, facts: dict[str, Any]) -> Violation:
    return Violation(rule, kind, visit.day, visit.activity, visit.group, visit.trainer, facts)


def _at_work(agenda: Agenda, state: DayState) -> bool:
    """Whether no rule in force closes the day for a trainer (weekends are the session's own)."""
    public = state.public and not agenda.session.is_off("no_public_holidays")
    school = (state.school or state.unknown) and not agenda.session.is_off("no_school_holidays")
    return not public and not school


def _facts(reason: ClosedReason) -> dict[str, Any]:
    return {
        "name": reason.name,
        "first": reason.first,
        "resume": reason.resume,
        "department": reason.department,
        "place": place(reason.department).name,
        **({"by_hand": True} if reason.source == CLOSED_BY_HAND else {}),
    }


def _unknown_facts(unknown: Unknown) -> dict[str, Any]:
    return {"zone": unknown.zone, "first_known": unknown.first_known, "last_known": unknown.last_known}
