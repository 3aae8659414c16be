"""Ids that are equal, names that nobody bears, teams that are too small, classes that are too full."""

from collections import Counter
from collections.abc import Iterator, Sequence

from planner.consistency.inconsistency import Inconsistency, unknown_names
from planner.session import Activity, Group, Session, Trainer


def equal_ids(session: Session) -> Iterator[Inconsistency]:
    """Ids differ in more than upper case: the files written for groups and trainers are named after them."""
    kinds: tuple[tuple[str, Sequence[Activity | Group | Trainer]], ...] = (
        ("trainers", session.trainers),
        ("groups", session.groups),
        ("activities", session.activities),
    )
    for key, items in kinds:
        first: dict[str, str] = {}
        for number, item in enumerate(items):
            if (other := first.get(item.id.casefold())) is not None:
                yield Inconsistency("equal-ids", (key, number, "id"), {"of": key, "found": item.id, "other": other})
            else:
                first[item.id.casefold()] = item.id


def parts_named_as_groups(session: Session) -> Iterator[Inconsistency]:
    """A group that is split for capacity into `lyon-1`, `lyon-2` stands beside no group `lyon-1` (R10)."""
    planned = Counter(group.id.casefold() for group in session.planned_groups())
    in_file = Counter(group.id.casefold() for group in session.groups)
    for number, group in enumerate(session.groups):
        if planned[group.id.casefold()] > in_file[group.id.casefold()]:
            split = group.id.rpartition("-")[0]
            yield Inconsistency("part-named-as-group", ("groups", number, "id"), {"found": group.id, "split": split})


def unknown_people(session: Session) -> Iterator[Inconsistency]:
    """An activity names groups and trainers of the session."""
    groups = [group.id for group in session.groups]
    trainers = [trainer.id for trainer in session.trainers]
    for number, activity in enumerate(session.activities):
        yield from unknown_names("unknown-group", ("activities", number, "groups"), activity.groups, groups)
        yield from unknown_names("unknown-trainer", ("activities", number, "trainers"), activity.trainers, trainers)


def teams(session: Session) -> Iterator[Inconsistency]:
    """What is live is led by as many trainers as asked (R7)."""
    live = [(number, activity) for number, activity in enumerate(session.activities) if activity.is_live]
    if not session.trainers:
        if live:
            yield Inconsistency("no-trainer", ("trainers",), {"activity": live[0][1].id})
        return
    for number, activity in live:
        candidates = session.candidates(activity)
        if 0 < len(candidates) < activity.trainers_needed:
            key = "trainers_needed"
            facts = {"needed": activity.trainers_needed, "count": len(candidates)}
            names = {"trainers": tuple(trainer.id for trainer in candidates), "activity": activity.id}
            yield Inconsistency("too-few-trainers", ("activities", number, key), facts | names)


def capacity_exceeded_together(session: Session) -> Iterator[Inconsistency]:
    """R10: one occurrence for all groups holds them all."""
    if session.is_off("capacity"):
        return
    for number, activity in enumerate(session.activities):
        if activity.kind == "virtual_class" and activity.together:
            wanted = set(activity.groups) or {group.id for group in session.groups}
            people = sum(group.size for group in session.groups if group.id in wanted)
            capacity = session.class_capacity(activity)
            if people > capacity:
                facts = {"activity": activity.id, "people": people, "capacity": capacity}
                yield Inconsistency("capacity-exceeded-together", ("activities", number, "together"), facts)


PEOPLE_CHECKS = (equal_ids, parts_named_as_groups, unknown_people, teams, capacity_exceeded_together)
