"""Which activity waits for which (R9), as docs/decisions.md reads the order of a parcours."""

import itertools
from collections.abc import Iterator, Mapping, Sequence

from planner.problem import Occurrence, Precedence, Remote
from planner.session import Activity, Session

Item = Occurrence | Remote


def follows_in_file(earlier: Activity, later: Activity, stands: Mapping[str, tuple[int, int]]) -> bool:
    """Whether the order of the file alone makes `later`, listed after `earlier`, wait for it.

    Live activities always keep it. Remote work that says `before` is bound by that alone to what comes after it,
    and remote work that says `after` by that alone to what comes before it. Where such a link leads against the file
    (after what is further down, before what is further up), nothing on the way binds the work either: see `standing`.
    """
    if earlier.is_live and later.is_live:
        return True
    replaced = (not earlier.is_live and earlier.before) or (not later.is_live and later.after)
    return not replaced and stands[earlier.id][1] < stands[later.id][0]


def standing(activities: Sequence[Activity]) -> Mapping[str, tuple[int, int]]:
    """The numbers in the file at which each activity stands, first and last: a class at its own, remote work from that
    of the first activity it is `before`, if further up, to that of the last it is `after`, if further down.
    """
    stands = {activity.id: (number, number) for number, activity in enumerate(activities)}
    changed = True
    while changed:  # links of links: numbers only move outwards, so this ends, also in a circle
        changed = False
        for activity in (each for each in activities if not each.is_live):
            first, last = stands[activity.id]
            first = min([first, *(stands[link.activity][0] for link in activity.before if link.activity in stands)])
            last = max([last, *(stands[link.activity][1] for link in activity.after if link.activity in stands)])
            changed |= (first, last) != stands[activity.id]
            stands[activity.id] = first, last
    return stands


def precedences(session: Session, occurrences: Sequence[Occurrence], remotes: Sequence[Remote]) -> Iterator[Precedence]:
    """Every precedence between two items that share a group; those that others imply are marked so."""
    items: dict[str, list[Item]] = {}
    everything: list[Item] = [*occurrences, *remotes]
    for item in everything:
        items.setdefault(item.activity.id, []).append(item)
    order = [activity for activity in session.activities if activity.id in items]
    stands = standing(session.activities)
    waits = {
        (earlier.id, later.id)
        for earlier, later in itertools.combinations(order, 2)
        if follows_in_file(earlier, later, stands)
    }
    linked = [(link.activity, later.id, link) for later in order for link in later.after]
    linked += [(earlier.id, link.activity, link) for earlier in order for link in earlier.before]
    pairs = _pairs(items, waits | {(before, after) for before, after, _ in linked})
    for before, after in pairs:
        if (before.activity.id, after.activity.id) in waits:
            yield Precedence(before.id, after.id, "order", implied=_is_implied(before, after, pairs))
    for first, second, link in linked:
        for before, after in _pairs(items, {(first, second)}):
            yield Precedence(before.id, after.id, "link", link.min_gap_days, link.max_gap_days)
    yield from _class_gaps(session, occurrences)


def _groups(item: Item) -> frozenset[str]:
    return frozenset(group.id for group in item.groups) if isinstance(item, Occurrence) else frozenset({item.group.id})


def _pairs(items: dict[str, list[Item]], waits: set[tuple[str, str]]) -> list[tuple[Item, Item]]:
    return [
        (before, after)
        for first, second in sorted(waits)
        for before in items.get(first, ())
        for after in items.get(second, ())
        if _groups(before) & _groups(after)
    ]


def _is_implied(before: Item, after: Item, everything: Sequence[tuple[Item, Item]]) -> bool:
    """Whether a third item stands between the two: order is transitive, so the pair says nothing more."""
    between = {b.id for a, b in everything if a.id == before.id} & {a.id for a, b in everything if b.id == after.id}
    return bool(between)


def _class_gaps(session: Session, occurrences: Sequence[Occurrence]) -> Iterator[Precedence]:
    gap = session.rules.class_gap
    if not gap.min_days and gap.max_days is None:
        return
    classes = [occurrence for occurrence in occurrences if occurrence.is_virtual]
    for place, before in enumerate(classes):
        waiting = {group.id for group in before.groups}
        for after in classes[place + 1 :]:
            shared = waiting & {group.id for group in after.groups}
            if shared and after.activity.id != before.activity.id:
                yield Precedence(before.id, after.id, "class_gap", gap.min_days, gap.max_days)
                waiting -= shared
