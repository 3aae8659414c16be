"""`before`, `after` and the order of the file (R9, docs/decisions.md « Order »): what cannot be kept at all."""

from collections import deque
from collections.abc import Collection, Iterator, Mapping, Sequence
from graphlib import CycleError, TopologicalSorter
from itertools import permutations
from typing import NamedTuple

from planner.consistency.inconsistency import Inconsistency, Path
from planner.near_names import near_names
from planner.session import Activity, Link, Session


def unknown_activities(session: Session) -> Iterator[Inconsistency]:
    """`before` and `after` name another activity of the session, one that somebody of the same group does."""
    by_id = {activity.id: activity for activity in session.activities}
    everybody = {group.id for group in session.groups}
    for path, activity, link in _links(session):
        if link.activity == activity.id:
            yield Inconsistency("refers-to-itself", path, {"activity": activity.id, "key": path[2]})
        elif link.activity not in by_id:
            near = near_names(link.activity, by_id)
            yield Inconsistency("unknown-activity", path, {"found": link.activity, "near": near})
        elif not _may_meet(activity, by_id[link.activity], everybody):
            facts = {"activity": activity.id, "other": link.activity, "key": path[2]}
            yield Inconsistency("no-shared-group", path, facts)


def reversed_gaps(session: Session) -> Iterator[Inconsistency]:
    """A smallest gap is at most the largest."""
    for path, _, link in _links(session):
        if link.max_gap_days is not None and link.min_gap_days > link.max_gap_days:
            facts = {"min_days": link.min_gap_days, "max_days": link.max_gap_days}
            yield Inconsistency("gap-reversed", (*path[:-1], "min_gap"), facts)
    gap = session.rules.class_gap
    if gap.max_days is not None and gap.min_days > gap.max_days:
        facts = {"min_days": gap.min_days, "max_days": gap.max_days}
        yield Inconsistency("gap-reversed", ("rules", "class_gap", "min"), facts)


class Item(NamedTuple):
    """What somebody does once: an activity (its place in the file) and the groups that do it at one time."""

    number: int
    groups: frozenset[str]


class Step(NamedTuple):
    """`first` is over before `then` begins, because of the "file", or of a `before` or an `after`."""

    first: str
    then: str
    because: str


def circles(session: Session) -> Iterator[Inconsistency]:
    """Nothing waits for itself, in a circle of links and of the file's order.

    The file's order alone has no circle, so each one holds a link: for each link the shortest way back is looked for.
    Without a circle among whole activities there is none among the groups' own occurrences, which are many more.
    """
    if session.is_off("order"):
        return
    links = [link for link in _numbered_links(session) if link[1] != link[2]]
    everybody = {group.id for group in session.groups}
    whole = [
        Item(number, frozenset(_attending(activity, everybody))) for number, activity in enumerate(session.activities)
    ]
    if not links or _is_ordered(_waits(session, whole, links)):
        return
    waits = _waits(session, list(_items(session)), links)
    seen: set[frozenset[str]] = set()
    for link in links:
        steps = _way_back(session, waits, link)
        members = tuple(step.first for step in steps or ())
        if steps is not None and frozenset(members) not in seen:
            seen.add(frozenset(members))
            yield Inconsistency("circle", link[0], {"members": members, "steps": steps})


class Reach(NamedTuple):
    """How far links lead remote work through the file: the number of the first activity that it is `before`, and of the
    last one that it is `after`, link by link; its own where that is further. A class stays where it is. And whether it
    is `before`, and `after`, anything."""

    first: int
    last: int
    leads_on: bool
    leads_back: bool


NumberedLink = tuple[Path, int, int, str]
"""Where a link stands, the number of the activity that comes first, that of the one that waits, `before` or `after`."""
Waits = Mapping[Item, Mapping[Item, str]]
"""For each item those that wait for it directly, and why."""


def _numbered_links(session: Session) -> list[NumberedLink]:
    number = {activity.id: place for place, activity in enumerate(session.activities)}
    found: list[NumberedLink] = []
    for path, activity, link in _links(session):
        if link.activity in number:
            own, other, key = number[activity.id], number[link.activity], str(path[2])
            found.append((path, own, other, key) if key == "before" else (path, other, own, key))
    return found


def _waits(session: Session, items: Sequence[Item], links: Sequence[NumberedLink]) -> Waits:
    linked = {(first, then): because for _, first, then, because in links}
    known: dict[frozenset[int], Mapping[int, Reach]] = {}
    of_group: dict[str, list[Item]] = {}
    for item in items:
        for group in item.groups:
            of_group.setdefault(group, []).append(item)
    waits: dict[Item, dict[Item, str]] = {item: {} for item in items}
    for together in of_group.values():
        doing = frozenset(item.number for item in together)
        if doing not in known:
            known[doing] = _reaches(session.activities, doing)
        for first, then in permutations(together, 2):
            because = linked.get((first.number, then.number))
            because = because or _file_order(session.activities, known[doing], first, then)
            if because:
                waits[first][then] = because
    return waits


def _is_ordered(waits: Waits) -> bool:
    try:
        TopologicalSorter(waits).prepare()
    except CycleError:
        return False
    return True


def _way_back(session: Session, waits: Waits, link: NumberedLink) -> tuple[Step, ...] | None:
    """The steps of a shortest circle that begins with `link`; None where nothing leads from its end to its start."""
    _, first, then, because = link
    for start in (item for item in waits if item.number == then):
        came_from = _reached_from(waits, start)
        for end in came_from:
            if end.number == first and end.groups & start.groups:
                return _steps(session, came_from, start, end, because)
    return None


def _reached_from(waits: Waits, start: Item) -> dict[Item, tuple[Item, str]]:
    """Every item that waits for `start`, with the one it waits for directly on a shortest way, and why."""
    came_from: dict[Item, tuple[Item, str]] = {}
    waiting = deque([start])
    while waiting:
        item = waiting.popleft()
        for other, because in waits[item].items():
            if other not in came_from:
                came_from[other] = (item, because)
                waiting.append(other)
    return came_from


def _steps(
    session: Session, came_from: Mapping[Item, tuple[Item, str]], start: Item, end: Item, because: str
) -> tuple[Step, ...]:
    way: list[Step] = []
    item = end
    while item != start:
        before, reason = came_from[item]
        way.append(Step(session.activities[before.number].id, session.activities[item.number].id, reason))
        item = before
    closing = Step(session.activities[end.number].id, session.activities[start.number].id, because)
    return (closing, *reversed(way))


def _file_order(activities: Sequence[Activity], reach: Mapping[int, Reach], first: Item, then: Item) -> str | None:
    """ "file" where the order of the file alone makes `then` wait for `first`, for a group that does both.

    `before` of remote work replaces what comes after it in the file, and `after` what comes before it; where one of
    them leads against the file, it also replaces what stands on the way. What the group does not do replaces nothing.
    """
    if first.number > then.number:
        return None
    earlier, later = activities[first.number], activities[then.number]
    if earlier.is_live and later.is_live:
        return "file"
    replaced = (not earlier.is_live and reach[first.number].leads_on) or (
        not later.is_live and reach[then.number].leads_back
    )
    return None if replaced or reach[then.number].first <= reach[first.number].last else "file"


def _reaches(activities: Sequence[Activity], doing: Collection[int]) -> dict[int, Reach]:
    """How far links lead what a group does: the activities of these numbers."""
    number = {activities[own].id: own for own in doing}

    def furthest(start: int, key: str) -> list[int]:
        """The numbers to which links of remote work lead from one activity, link by link, its own among them."""
        found = [start]
        for one in found:  # it grows meanwhile
            links = () if activities[one].is_live else getattr(activities[one], key)
            found += {number[link.activity] for link in links if link.activity in number} - set(found)
        return found

    def reach(own: int) -> Reach:
        on, back = furthest(own, "before"), furthest(own, "after")
        return Reach(min(on), max(back), len(on) > 1, len(back) > 1)

    return {own: reach(own) for own in doing}


def _items(session: Session) -> Iterator[Item]:
    """Each activity once for each group, or once for all where it is live and `together`.

    Of groups that do the same activities one stands for all: their circles are the same.
    """
    everybody = {group.id for group in session.groups}
    attending = [_attending(activity, everybody) for activity in session.activities]
    alike = {frozenset(n for n, groups in enumerate(attending) if group in groups): group for group in everybody}
    for number, activity in enumerate(session.activities):
        groups = attending[number] & set(alike.values())
        if activity.is_live and activity.together:
            yield Item(number, frozenset(groups))
        else:
            yield from (Item(number, frozenset({group})) for group in sorted(groups))


def _attending(activity: Activity, everybody: set[str]) -> set[str]:
    return set(activity.groups) & everybody if activity.groups else everybody


def _may_meet(one: Activity, other: Activity, everybody: set[str]) -> bool:
    """Whether a group does both; also where one of them names a group that does not exist, which is said elsewhere."""
    groups = [set(activity.groups) or everybody for activity in (one, other)]
    return bool(groups[0] & groups[1]) or not (groups[0] <= everybody and groups[1] <= everybody)


def _links(session: Session) -> Iterator[tuple[Path, Activity, Link]]:
    for number, activity in enumerate(session.activities):
        for place, link in enumerate(activity.before):
            yield ("activities", number, "before", place, "activity"), activity, link
        for place, link in enumerate(activity.after):
            yield ("activities", number, "after", place, "activity"), activity, link


ORDER_CHECKS = (unknown_activities, reversed_gaps, circles)
