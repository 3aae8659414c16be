"""R9: activities keep the order of the parcours and the asked gaps, group by group."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise
from typing import Any, Literal

from planner.check.agenda import Agenda
from planner.outcome import Violation
from planner.session import Activity

_Gap = tuple[int, int | None]
"""The smallest and the largest gap, in days; None: no largest."""


@dataclass(frozen=True)
class _Stretch:
    """When a group does an activity: first and last local day (both in), and the moments where it is live.

    `whole` is False where a partial plan holds only some of its remote work.
    """

    activity: Activity
    live: bool
    group: str
    first: date
    last: date
    start: datetime | None = None
    end: datetime | None = None
    minutes: int = 0

    @property
    def whole(self) -> bool:
        return self.live or self.minutes >= self.activity.duration_min

    def joined(self, other: "_Stretch") -> "_Stretch":
        return _Stretch(
            self.activity,
            self.live,
            self.group,
            min(self.first, other.first),
            max(self.last, other.last),
            min(self.start, other.start) if self.start and other.start else None,
            max(self.end, other.end) if self.end and other.end else None,
            self.minutes + other.minutes,
        )

    def precedes(self, other: "_Stretch") -> bool:
        """Whether `other` comes after this, in the sense of the order.

        Two live: it starts when this is over, or later. Two remote: they may share a day. Otherwise: on a later day.
        """
        if self.end and other.start:
            return self.end <= other.start
        if self.live or other.live:
            return self.last < other.first
        return self.last <= other.first


def check_order(agenda: Agenda) -> Iterator[Violation]:
    """R9: order of the file, `before` and `after` with their gaps, and the gap between classes that follow."""
    stretches, ways_of = _stretches(agenda), _ways_by_group(agenda)
    for group_id in agenda.groups:
        ways = ways_of[group_id]
        # what a group is not to do, and the plan holds all the same, is said elsewhere: it has no place in this order
        done = {id: stretches[group_id, id] for id in agenda.activities if id in ways and (group_id, id) in stretches}
        seen: set[tuple[str, str]] = set()
        for earlier, later in _in_file_order(list(done.values()), ways):
            if not earlier.precedes(later):
                seen.add((earlier.activity.id, later.activity.id))
                yield _broken("file_order", earlier, later)
        for earlier, later, (min_days, max_days) in _linked(done):
            if earlier.precedes(later):
                yield from _gap(agenda, "link", earlier, later, min_days, max_days)
            elif (earlier.activity.id, later.activity.id) not in seen:
                seen.add((earlier.activity.id, later.activity.id))
                yield _broken("link_order", earlier, later)
        yield from _between_classes(agenda, group_id, done)


def _stretches(agenda: Agenda) -> dict[tuple[str, str], _Stretch]:
    """For each planned group and activity, the whole stretch of what the plan holds of it."""
    found: dict[tuple[str, str], _Stretch] = {}

    def add(stretch: _Stretch) -> None:
        key = stretch.group, stretch.activity.id
        found[key] = found[key].joined(stretch) if key in found else stretch

    for o in agenda.occurrences:
        for group in o.groups:
            add(_Stretch(o.activity, True, group.id, o.first_day, o.last_day, o.span.start, o.span.end))
    for work in agenda.works:
        block = work.block
        add(_Stretch(work.activity, False, work.group.id, block.first, block.last, minutes=block.duration_min))
    return found


def _in_file_order(
    stretches: list[_Stretch], ways: Mapping[str, tuple[int, int]]
) -> Iterator[tuple[_Stretch, _Stretch]]:
    """The pairs that the order of the file binds: `before` and `after` of remote work replace it on their side.

    And on the other side as far as they lead: of work that is `after` something further down, and of work that is
    `before` something further up, the ways through the file must not meet. `ways`: see `_ways`, of all that the group
    is to do; a link to something else says nothing to it.
    """
    for index, earlier in enumerate(stretches):
        replaced = not earlier.live and any(link.activity in ways for link in earlier.activity.before)
        for later in stretches[index + 1 :]:
            free = not later.live and any(link.activity in ways for link in later.activity.after)
            moved = ways[earlier.activity.id][1] >= ways[later.activity.id][0]
            if (earlier.live and later.live) or not (replaced or free or moved):
                yield earlier, later


def _ways_by_group(agenda: Agenda) -> dict[str, dict[str, tuple[int, int]]]:
    """`_ways` through what each planned group is to do, whatever of it the plan holds."""
    doing: dict[str, dict[str, Activity]] = {group: {} for group in agenda.groups}
    for id, activity in agenda.activities.items():
        for group in agenda.groups_doing(activity):
            doing[group][id] = activity
    known: dict[tuple[str, ...], dict[str, tuple[int, int]]] = {}
    for own in doing.values():
        if tuple(own) not in known:
            known[tuple(own)] = _ways(own)
    return {group: known[tuple(own)] for group, own in doing.items()}


def _ways(activities: Mapping[str, Activity]) -> dict[str, tuple[int, int]]:
    """The highest place in the file to which `before` leads an activity, and the lowest to which `after` does."""
    place = {id: number for number, id in enumerate(activities)}
    return {
        id: (
            min(place[other] for other in _led_to(activities, activity, "before")),
            max(place[other] for other in _led_to(activities, activity, "after")),
        )
        for id, activity in activities.items()
    }


def _led_to(activities: Mapping[str, Activity], activity: Activity, key: Literal["before", "after"]) -> set[str]:
    """An activity and, of remote work, all that its links lead to, link by link; a class stays where it is."""
    led, waiting = {activity.id}, [activity]
    while waiting:
        one = waiting.pop()
        for link in getattr(one, key) if not one.is_live else ():
            if link.activity in activities and link.activity not in led:
                led.add(link.activity)
                waiting.append(activities[link.activity])
    return led


def _linked(done: Mapping[str, _Stretch]) -> Iterator[tuple[_Stretch, _Stretch, _Gap]]:
    """Every `before` and `after` between two activities of a group: the earlier, the later, the gaps asked for."""
    links: dict[tuple[str, str, _Gap], None] = {}
    for id, stretch in done.items():
        for link in stretch.activity.before:
            links[id, link.activity, (link.min_gap_days, link.max_gap_days)] = None
        for link in stretch.activity.after:
            links[link.activity, id, (link.min_gap_days, link.max_gap_days)] = None
    for earlier, later, gap in links:
        if earlier in done and later in done:
            yield done[earlier], done[later], gap


def _between_classes(agenda: Agenda, group_id: str, done: Mapping[str, _Stretch]) -> Iterator[Violation]:
    """`class_gap`, between the virtual classes of a group that follow one another in the file."""
    gap = agenda.session.rules.class_gap
    if not gap.min_days and gap.max_days is None:
        return
    activities = agenda.activities.values()
    classes = [a.id for a in activities if a.kind == "virtual_class" and group_id in agenda.groups_doing(a)]
    for one, next_one in pairwise(classes):
        if one in done and next_one in done and done[one].precedes(done[next_one]):
            yield from _gap(agenda, "class", done[one], done[next_one], gap.min_days, gap.max_days)


def _gap(
    agenda: Agenda, of: str, earlier: _Stretch, later: _Stretch, min_days: int, max_days: int | None
) -> Iterator[Violation]:
    found = (later.first - earlier.last).days
    if found < min_days:
        yield _broken(f"{of}_min_gap", earlier, later, gap_days=found, asked_days=min_days)
    whole = not agenda.partial or (earlier.whole and later.whole)
    if max_days is not None and found > max_days and whole:
        yield _broken(f"{of}_max_gap", earlier, later, gap_days=found, asked_days=max_days)


def _broken(kind: str, earlier: _Stretch, later: _Stretch, **facts: Any) -> Violation:
    facts |= {"other": earlier.activity.id, "other_last": earlier.last, "first": later.first}
    return Violation("order", kind, later.first, later.activity.id, later.group, facts=facts)
