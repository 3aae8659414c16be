"""Whether the plan is a whole plan of this session: each activity takes place, once, whole, led by who may lead it.

Not a rule of RULES.md, and not one that can be switched off: without it the other checks would look at nothing.
"""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from itertools import chain

from planner.check.agenda import Agenda
from planner.check.days import monday
from planner.outcome import Violation
from planner.plan import Placement, RemoteBlock
from planner.session import Activity


def check_work(agenda: Agenda) -> Iterator[Violation]:
    """Every activity takes place once for each of its groups, for its whole duration, with the trainers it needs."""
    if agenda.plan.session != agenda.session.id:
        yield Violation("work", "other_session", facts={"found": agenda.plan.session, "expected": agenda.session.id})
    for placement in agenda.plan.placements:
        yield from _placement(agenda, placement)
    for block in agenda.plan.blocks:
        yield from _block(agenda, block)
    yield from _over_midnight(agenda)
    yield from _occurrences(agenda)
    yield from _remote_minutes(agenda)


def _placement(agenda: Agenda, placement: Placement) -> Iterator[Violation]:
    if agenda.readable_span(placement) is None and placement.duration_min > 0:
        yield _of(agenda, placement, "unreadable_moment", start=placement.start)
    for group in dict.fromkeys(placement.groups):
        if group not in agenda.groups:
            yield Violation("work", "unknown_group", _day(agenda, placement), placement.activity, group)
    activity = agenda.activities.get(placement.activity)
    if activity is None:
        yield _of(agenda, placement, "unknown_activity")
    elif not activity.is_live:
        yield _of(agenda, placement, "remote_with_a_time")
    else:
        if placement.duration_min != activity.duration_min:
            found_min, expected_min = placement.duration_min, activity.duration_min
            yield _of(agenda, placement, "wrong_duration", found_min=found_min, expected_min=expected_min)
        if placement.groups not in agenda.attending(activity) and set(placement.groups) <= agenda.groups.keys():
            yield _of(agenda, placement, "wrong_groups", found=placement.groups, expected=agenda.attending(activity))
        yield from _leading(agenda, placement, activity)


def _leading(agenda: Agenda, placement: Placement, activity: Activity) -> Iterator[Violation]:
    day, group = _day(agenda, placement), _only(placement.groups)
    for trainer in dict.fromkeys(placement.trainers):
        if trainer not in agenda.trainers:
            yield Violation("work", "unknown_trainer", day, activity.id, group, trainer)
        elif activity.trainers and trainer not in activity.trainers:
            facts = {"candidates": activity.trainers}
            yield Violation("work", "trainer_may_not_lead", day, activity.id, group, trainer, facts)
    found, needed = len(set(placement.trainers)), activity.trainers_needed
    still_open = agenda.partial and found < needed
    if (found != needed and not still_open) or found != len(placement.trainers):
        yield _of(agenda, placement, "wrong_number_of_trainers", found=len(placement.trainers), expected=needed)


def _over_midnight(agenda: Agenda) -> Iterator[Violation]:
    """A class lies in one day of the session's place, also where R1, which says so too, is switched off."""
    for occurrence in agenda.occurrences if agenda.session.is_off("working_hours") else ():
        if occurrence.first_day != occurrence.last_day:
            facts = {"start": occurrence.start, "end": occurrence.end}
            day, activity = occurrence.first_day, occurrence.activity.id
            yield Violation("work", "over_midnight", day, activity, occurrence.whose, facts=facts)


def _block(agenda: Agenda, block: RemoteBlock) -> Iterator[Violation]:
    activity = agenda.activities.get(block.activity)
    if activity is None:
        yield _of_block(block, "unknown_activity")
    elif activity.is_live:
        yield _of_block(block, "live_without_a_time")
    elif block.group in agenda.groups and block.group not in agenda.groups_doing(activity):
        yield _of_block(block, "not_for_this_group")
    if block.group not in agenda.groups:
        yield _of_block(block, "unknown_group")
    if block.first > block.last:
        yield _of_block(block, "last_before_first")
    elif monday(block.first) != monday(block.last):
        yield _of_block(block, "two_weeks")
    if block.duration_min <= 0:
        yield _of_block(block, "empty_block")


def _occurrences(agenda: Agenda) -> Iterator[Violation]:
    """Each occurrence once: what is missing, and what is there more than once."""
    counted = Counter((placement.activity, placement.groups) for placement in agenda.plan.placements)
    for activity in agenda.activities.values():
        for groups in agenda.attending(activity) if activity.is_live else ():
            count = counted[activity.id, groups]
            facts = {"groups": groups, "times": count}
            if count > 1:
                yield Violation("work", "more_than_once", None, activity.id, _only(groups), facts=facts)
            elif count == 0 and not agenda.partial and agenda.must_hold(activity, groups):
                yield Violation("work", "missing", None, activity.id, _only(groups), facts=facts)


def _remote_minutes(agenda: Agenda) -> Iterator[Violation]:
    """The blocks of each remote activity add up to its duration (in a partial plan: to no more), for each group."""
    dealt: Counter[tuple[str, str]] = Counter()
    for block in agenda.plan.blocks:
        dealt[block.activity, block.group] += block.duration_min
    remote = (activity for activity in agenda.activities.values() if not activity.is_live)
    for activity, group in chain.from_iterable(((a, g) for g in agenda.groups_doing(a)) for a in remote):
        found_min = dealt[activity.id, group]
        incomplete = agenda.partial or not agenda.must_deal(group)
        if found_min == activity.duration_min or (incomplete and found_min < activity.duration_min):
            continue
        facts = {"found_min": found_min, "expected_min": activity.duration_min}
        yield Violation("work", "wrong_remote_minutes", None, activity.id, group, facts=facts)


def _of(agenda: Agenda, placement: Placement, kind: str, **facts: object) -> Violation:
    day = _day(agenda, placement)
    return Violation("work", kind, day, placement.activity, _only(placement.groups), facts=facts)


def _of_block(block: RemoteBlock, kind: str) -> Violation:
    facts = {"first": block.first, "last": block.last, "block_min": block.duration_min}
    return Violation("work", kind, block.first, block.activity, block.group, facts=facts)


def _day(agenda: Agenda, placement: Placement) -> date | None:
    span = agenda.readable_span(placement)
    return agenda.place.local(span.start).date() if span else None


def _only(groups: tuple[str, ...]) -> str | None:
    return groups[0] if len(groups) == 1 else None
