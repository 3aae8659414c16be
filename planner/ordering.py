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
    All of it for one group, whose activities are those of `stands`: a link to another one says nothing to it.
    """
    if earlier.is_live and later.is_live:
        return True
    leads_on = not earlier.is_live and any(link.activity in stands for link in earlier.before)
    leads_back = not later.is_live and any(link.activity in stands for link in later.after)
    return not (leads_on or leads_back) and stands[earlier.id][1] < stands[later.id][0]


def standing(activities: Sequence[Activity]) -> Mapping[str, tuple[int, int]]:
    """The numbers in the file at which each activity stands, first and last: a class at its own, remote work from that
    of the first activity it is `before`, if further up, to that of the last it is `after`, if further down.

    `activities` are those that one group does, in the order of the file; links to others lead nowhere.
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
    waits = _waits(order, items)
    linked = [(link.activity, later.id, link) for later in order for link in later.after]
    linked += [(earlier.id, link.activity, link) for earlier in order for link in earlier.before]
    links = {(before, after) for before, after, _ in linked}
    pairs = _pairs(items, {group: pairs | links for group, pairs in waits.items()})
    for before, after in _pairs(items, waits):
        yield Precedence(before.id, after.id, "order", implied=_is_implied(before, after, pairs))
    for first, second, link in linked:
        for before, after in _pairs(items, {group: {(first, second)} for group in waits}):
            yield Precedence(before.id, after.id, "link", link.min_gap_days, link.max_gap_days)
    yield from _class_gaps(session, occurrences)


def _waits(order: Sequence[Activity], items: Mapping[str, Sequence[Item]]) -> dict[str, set[tuple[str, str]]]:
    """For each planned group, the activities of which the file alone makes the second wait for the first."""
    doing: dict[str, list[Activity]] = {}
    for activity in order:
        for group in sorted({group for item in items[activity.id] for group in _groups(item)}):
            doing.setdefault(group, []).append(activity)
    known: dict[tuple[str, ...], set[tuple[str, str]]] = {}  # most groups do the same
    waits = {}
    for group, own in doing.items():
        ids = tuple(activity.id for activity in own)
        if ids not in known:
            stands = standing(own)
            pairs = itertools.combinations(own, 2)
            known[ids] = {(one.id, other.id) for one, other in pairs if follows_in_file(one, other, stands)}
        waits[group] = known[ids]
    return waits


def _groups(item: Item) -> frozenset[str]:
    return frozenset(group.id for group in item.groups) if isinstance(item, Occurrence) else frozenset({item.group.id})


def _pairs(items: Mapping[str, Sequence[Item]], waits: Mapping[str, set[tuple[str, str]]]) -> list[tuple[Item, Item]]:
    """The items that wait for one another, by the activities that do so for each group (id)."""
    return [
        (before, after)
        for first, second in sorted(set().union(*waits.values()))
        for before in items.get(first, ())
        for after in items.get(second, ())
        if any((first, second) in waits[group] for group in _groups(before) & _groups(after))
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
