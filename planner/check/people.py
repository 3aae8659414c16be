"""R7 and R8: trainers and participants are at one place at a time, and nowhere when they are away or busy."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, timedelta

from calendars.spans import Span, union
from planner.check.agenda import Agenda, Occurrence
from planner.check.days import monday
from planner.check.hours import seconds_of_day
from planner.outcome import Violation
from planner.session import Group, Trainer

_DAY_S = 24 * 3600


def check_trainer(agenda: Agenda) -> Iterator[Violation]:
    """R7: one thing at a time with the asked gap between two, none when absent or busy, limits a day and a week.

    Days and weeks are the trainer's own. Limits are the trainer's, else those of the rules.
    """
    led: dict[str, list[Occurrence]] = defaultdict(list)
    for occurrence in agenda.occurrences:
        for trainer in occurrence.trainers:
            led[trainer.id].append(occurrence)
    for trainer in agenda.session.trainers:
        occurrences = sorted(led[trainer.id], key=lambda occurrence: occurrence.span)
        yield from _too_close(agenda, trainer, occurrences)
        yield from _absent(agenda, trainer, occurrences)
        yield from _busy(agenda, "trainer", agenda.busy.trainers.get(trainer.id, ()), occurrences, trainer=trainer.id)
        yield from _over_limits(agenda, trainer, occurrences)


def check_participant(agenda: Agenda) -> Iterator[Violation]:
    """R8: a group is never in two places at once, nor in a class when it teaches, nor anywhere live when busy."""
    attended: dict[str, list[Occurrence]] = defaultdict(list)
    for occurrence in agenda.occurrences:
        for group in occurrence.groups:
            attended[group.id].append(occurrence)
    for group in agenda.groups.values():
        occurrences = sorted(attended[group.id], key=lambda occurrence: occurrence.span)
        for earlier, later in _pairs_within(occurrences, timedelta(0)):
            yield _pair("participant", "overlap", earlier, later, group=group.id)
        yield from _teaching(agenda, group, occurrences)
        busy = agenda.busy.groups.get(agenda.file_ids[group.id], ())
        yield from _busy(agenda, "participant", busy, occurrences, group=group.id)


def _pairs_within(occurrences: Sequence[Occurrence], gap: timedelta) -> Iterator[tuple[Occurrence, Occurrence]]:
    """The pairs of occurrences (sorted by start) of which the second starts less than `gap` after the first ends."""
    for index, earlier in enumerate(occurrences):
        for later in occurrences[index + 1 :]:
            if later.span.start - earlier.span.end >= gap:
                break
            yield earlier, later


def _pair(
    rule: str,
    kind: str,
    earlier: Occurrence,
    later: Occurrence,
    *,
    group: str | None = None,
    trainer: str | None = None,
    **figures: int,
) -> Violation:
    facts = {
        "other": earlier.activity.id,
        "other_groups": tuple(group.id for group in earlier.groups),
        "other_start": earlier.start,
        "other_end": earlier.end,
        "start": later.start,
        "end": later.end,
        **figures,
    }
    return Violation(rule, kind, later.first_day, later.activity.id, group or later.whose, trainer, facts)


def _too_close(agenda: Agenda, trainer: Trainer, occurrences: Sequence[Occurrence]) -> Iterator[Violation]:
    asked_min = agenda.session.rules.trainer_gap_min
    for earlier, later in _pairs_within(occurrences, timedelta(minutes=asked_min)):
        if later.span.start < earlier.span.end:
            yield _pair("trainer", "overlap", earlier, later, trainer=trainer.id)
        else:
            gap_min = (later.span.start - earlier.span.end) // timedelta(minutes=1)
            yield _pair("trainer", "gap", earlier, later, trainer=trainer.id, gap_min=gap_min, asked_min=asked_min)


def _absent(agenda: Agenda, trainer: Trainer, occurrences: Iterable[Occurrence]) -> Iterator[Violation]:
    for occurrence in occurrences if trainer.absent else ():
        days = agenda.trainer_days(occurrence, trainer)
        for absence in trainer.absent:
            if days[0] <= absence.last and absence.first <= days[-1]:
                facts = {"first": absence.first, "last": absence.last}
                yield Violation(
                    "trainer", "absent", days[0], occurrence.activity.id, occurrence.whose, trainer.id, facts
                )


def _busy(
    agenda: Agenda,
    rule: str,
    spans: Iterable[Span],
    occurrences: Iterable[Occurrence],
    *,
    group: str | None = None,
    trainer: str | None = None,
) -> Iterator[Violation]:
    taken = union(spans)
    ends = [span.end for span in taken]
    for occurrence in occurrences if taken else ():
        for busy in taken[bisect_right(ends, occurrence.span.start) :]:
            if busy.start >= occurrence.span.end:
                break
            facts = {
                "start": occurrence.start,
                "end": occurrence.end,
                "busy_start": agenda.place.local(max(busy.start, occurrence.span.start)),
                "busy_end": agenda.place.local(min(busy.end, occurrence.span.end)),
            }
            whose = group or occurrence.whose
            yield Violation(rule, "busy", occurrence.first_day, occurrence.activity.id, whose, trainer, facts)


def _over_limits(agenda: Agenda, trainer: Trainer, occurrences: Iterable[Occurrence]) -> Iterator[Violation]:
    rules = agenda.session.rules
    limits: tuple[tuple[str, int | None, Callable[[date], date]], ...] = (
        ("day_limit", trainer.max_delivery_day_min or rules.max_delivery_day_min, lambda day: day),
        ("week_limit", trainer.max_delivery_week_min or rules.max_delivery_week_min, monday),
    )
    for kind, limit_min, first_of in limits:
        if limit_min is None:
            continue
        parts: dict[date, list[tuple[str, int]]] = defaultdict(list)
        for occurrence in occurrences:
            day = first_of(agenda.trainer_days(occurrence, trainer)[0])
            parts[day].append((occurrence.activity.id, occurrence.placement.duration_min))
        for day, led in parts.items():
            led_min = sum(minutes for _, minutes in led)
            if led_min > limit_min:
                facts = {"led_min": led_min, "limit_min": limit_min, "parts": tuple(led)}
                yield Violation("trainer", kind, day, trainer=trainer.id, facts=facts)


def _teaching(agenda: Agenda, group: Group, occurrences: Iterable[Occurrence]) -> Iterator[Violation]:
    """Virtual classes in the group's own teaching hours: a person summoned on site is replaced in class."""
    if group.teaching is None:
        return
    for occurrence in occurrences:
        if occurrence.activity.kind != "virtual_class":
            continue
        start, end = agenda.local(group, occurrence.span)
        for day in dict.fromkeys((start.date(), end.date())):
            if not agenda.state(agenda.department(group), day).is_open:
                continue
            begins = seconds_of_day(start) if day == start.date() else 0
            ends = seconds_of_day(end) if day == end.date() else _DAY_S
            for first_min, last_min in group.teaching.on_weekday(day.weekday()):
                if begins < last_min * 60 and first_min * 60 < ends:
                    facts = {"start": start, "end": end, "hours": ((first_min, last_min),)}
                    yield Violation("participant", "teaching", day, occurrence.activity.id, group.id, None, facts)
