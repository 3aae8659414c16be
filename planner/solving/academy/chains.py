"""A group's items as a chain: one order, cut into weeks. Most groups are one; their best weeks need no search.

A chain is counted in units: a live activity is one, remote work has one for each quarter hour (or is one, if short). A
position is the number of units done; a week takes the chain from one position to another.
"""

import functools
import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from planner.problem import QUARTER_MIN, Pool, Problem, Week
from planner.session import Gap
from planner.solving.cuts import Cuts
from planner.solving.objectives import (
    LEVELLING_WEIGHT,
    SPACING_WEIGHT,
    even_gap,
    least_squares,
    levelling,
    open_weeks,
)

Ints = NDArray[np.int32]
NEVER = 500_000_000
"""The cost of what cannot be: two of them add up within 32 bits."""

ItemShape = tuple[bool, int, int, int, int]
"""Of an item: whether it is live, its units, and of each unit the minutes under the cap, the quarters of remote work
that are levelled, and how many units make the smallest block."""


@dataclass(frozen=True)
class Shape:
    """What the weeks of a chain can take, whatever the calendar: arrays [units taken, position].

    `minutes` under the cap; `cost` of unevenness; `live`: how many live activities; `first` and `last`: the items
    touched; `possible`: whether blocks are large enough. Row 0 (nothing taken) is not used.
    """

    units: int
    minutes: Ints
    cost: Ints
    live: Ints
    first: Ints
    last: Ints
    possible: NDArray[np.bool_]


@dataclass(frozen=True)
class Chain:
    """The chain of one group, in the open weeks of its session (by rank).

    `fits[week]` says, for a first and a last item, whether these and all between can lie in a week, seen from their
    days; `spacing[before, week]` is the cost of a live activity in a week where the one before lies in week `before`.
    `least` is the least unevenness possible: it is taken off the cost. Costs are in points, those of
    `planner.solving.objectives`.
    """

    session: str
    group: str
    items: tuple[str, ...]
    live: tuple[bool, ...]
    units: tuple[int, ...]
    minutes: tuple[int, ...]
    weeks: tuple[Week, ...]
    shape: Shape
    fits: NDArray[np.bool_]
    cap_min: Ints
    spacing: Ints
    least: int
    class_gap: Gap

    def unit_min(self, item: str) -> int:
        """The minutes of one unit of an item, under the cap."""
        return self.minutes[self.items.index(item)]

    def chosen(self, steps: Sequence[tuple[int, int, int]]) -> dict[str, dict[date, int]]:
        """The weeks of each item, from steps (rank of the week, position before, position after)."""
        starts = [0, *itertools.accumulate(self.units)]
        weeks: dict[str, dict[date, int]] = {item: {} for item in self.items}
        for rank, before, after in steps:
            for item, start, end in zip(self.items, starts, starts[1:], strict=False):
                taken = min(end, after) - max(start, before)
                if taken > 0:
                    weeks[item][self.weeks[rank].id] = taken
        return weeks


def chain_of(problem: Problem, cuts: Cuts, pool: Pool) -> Chain | None:
    """The chain of a group; None where its items are not one chain that weeks and days say all of."""
    items = _in_order(problem, pool)
    weeks = tuple(open_weeks(problem))
    if items is None or not weeks:
        return None
    session = problem.session
    shapes = tuple(_item_shape(cuts, item) for item in items)
    remotes = [cuts.remote_work[item] for item in items if item in cuts.remote_work]
    levelled = bool(remotes) and len(weeks) > 1
    _, asked, counts = levelling(problem, remotes) if levelled else (0, 0, ())
    caps = [NEVER if session.is_off("weekly_cap") else problem.cap_min(week) for week in weeks]
    classes_only = all(cuts.occurrence[item].is_virtual for item in pool.occurrences)
    gap = session.rules.class_gap if classes_only else Gap()  # said of classes that follow one another
    return Chain(
        session=session.id,
        group=pool.group.id,
        items=items,
        live=tuple(shape[0] for shape in shapes),
        units=tuple(shape[1] for shape in shapes),
        minutes=tuple(shape[2] for shape in shapes),
        weeks=weeks,
        shape=_shape(shapes, max(caps), levelled=levelled),
        fits=np.stack([_fits(days, tuple(shape[0] for shape in shapes)) for days in _days_by_week(cuts, items, weeks)]),
        cap_min=np.array(caps, np.int32),
        spacing=_spacing(tuple(w.days[0].index // 7 for w in weeks), len(pool.occurrences), gap.min_days, gap.max_days),
        least=LEVELLING_WEIGHT * least_squares(asked, len(weeks), counts) if levelled else 0,
        class_gap=gap,
    )


def _in_order(problem: Problem, pool: Pool) -> tuple[str, ...] | None:
    """The items of a pool in their one order; None where there is more to say of them than that."""
    session = problem.session
    if session.is_off("order") or session.is_off("grid") or session.is_off("window"):
        return None
    attended = [o for o in problem.occurrences if any(g.id == pool.group.id for g in o.groups)]
    remotes = [r for r in problem.remotes if r.id in pool.remotes]
    if any(len(o.groups) > 1 for o in attended) or any(r.fixed for r in remotes):
        return None
    place = {activity.id: number for number, activity in enumerate(session.activities)}
    items = [o.id for o in attended] + [r.id for r in remotes]
    items.sort(key=lambda item: place[item.partition("@")[0]])
    inside = set(items)
    own = [p for p in problem.precedences if p.before in inside and p.after in inside]
    rank = {item: number for number, item in enumerate(items)}
    if any(rank[p.before] > rank[p.after] for p in own):
        return None
    if any(p.reason == "link" and (p.min_gap_days or p.max_gap_days is not None) for p in own):
        return None
    if any(p.reason == "class_gap" for p in own) and any(not o.is_virtual for o in attended):
        return None
    follow = {(p.before, p.after) for p in own}
    return tuple(items) if all(pair in follow for pair in itertools.pairwise(items)) and items else None


def _item_shape(cuts: Cuts, item: str) -> ItemShape:
    rules = cuts.problem.session.rules
    if item in cuts.occurrence:
        occurrence = cuts.occurrence[item]
        counted = occurrence.is_virtual and rules.virtual_classes_count
        return True, 1, occurrence.duration_min if counted else 0, 0, 1
    remote = cuts.remote_work[item]
    if remote.duration_min < rules.smallest_block_min:
        return False, 1, remote.duration_min, -(-remote.duration_min // QUARTER_MIN), 1
    return False, remote.duration_min // QUARTER_MIN, QUARTER_MIN, 1, rules.smallest_block_min // QUARTER_MIN


@functools.lru_cache(maxsize=2000)
def _shape(items: tuple[ItemShape, ...], cap_min: int, *, levelled: bool) -> Shape:
    owner = np.repeat(np.arange(len(items)), [item[1] for item in items])
    units = len(owner)
    each = np.array(items, np.int64)
    ends = np.cumsum(each[:, 1])
    starts = ends - each[:, 1]
    of_unit = each[owner]
    sums = np.zeros((3, units + 1), np.int64)
    sums[0, 1:] = np.cumsum(of_unit[:, 2])
    sums[1, 1:] = np.cumsum(of_unit[:, 3])
    sums[2, 1:] = np.cumsum(of_unit[:, 0])
    position = np.arange(units + 1)[None, :]
    taken = np.arange(units + 1)[:, None]
    after = np.minimum(position + taken, units)
    there = (position + taken <= units) & (taken > 0)
    minutes, quarters, live = (row[after] - row[position] for row in sums)
    first = np.broadcast_to(owner[np.minimum(position, units - 1)], after.shape)
    last = owner[np.maximum(after - 1, 0)]
    of_first = np.minimum(ends[first], after) - position
    of_last = after - np.maximum(starts[last], position)
    possible = there & (of_first >= each[first, 4]) & (of_last >= each[last, 4]) & (minutes <= cap_min)
    # what a block leaves over must be able to be a block itself, this week or another
    left = ends[last] - after
    possible &= (left == 0) | (left >= each[last, 4])
    most = int(np.flatnonzero(possible.any(axis=1)).max(initial=0)) + 1
    cost = LEVELLING_WEIGHT * quarters**2 if levelled else np.zeros_like(quarters)
    minutes_, cost_, live_, first_, last_ = (a[:most].astype(np.int32) for a in (minutes, cost, live, first, last))
    return Shape(units, minutes_, cost_, live_, first_, last_, possible[:most])


def _days_by_week(cuts: Cuts, items: Sequence[str], weeks: Sequence[Week]) -> Iterator[tuple[tuple[int, ...], ...]]:
    """For each week, the weekdays on which each item may lie."""
    possible = [cuts.possible_days(item) for item in items]
    for week in weeks:
        monday = week.days[0].index
        yield tuple(tuple(day - monday for day in days if 0 <= day - monday < 7) for days in possible)


@functools.lru_cache(maxsize=5000)
def _fits(days: tuple[tuple[int, ...], ...], live: tuple[bool, ...]) -> NDArray[np.bool_]:
    """For a first and a last item, whether these and all between have days in this order: each as early as it can."""
    count = len(days)
    fits = np.zeros((count, count), bool)
    for first in range(count):
        day = -1
        for last in range(first, count):
            other_kind = last > first and live[last] != live[last - 1]  # live and remote work never share a day
            day = next((each for each in days[last] if each >= day + other_kind), -1)
            if day < 0:
                break
            fits[first, last] = True
    return fits


@functools.lru_cache(maxsize=500)
def _spacing(numbers: tuple[int, ...], live: int, min_days: int, max_days: int | None) -> Ints:
    """Costs [week of the one before, week], ranks; with the weeks' numbers, in which the class gap is counted."""
    low, high = even_gap(len(numbers), live)
    rank, number = np.arange(len(numbers)), np.array(numbers)
    gap, weeks = rank[None, :] - rank[:, None], number[None, :] - number[:, None]
    cost = SPACING_WEIGHT * np.maximum(np.maximum(low - gap, gap - high), 0)
    forbidden = gap < 0
    if min_days > 6:
        forbidden |= weeks < -(-(min_days - 6) // 7)
    if max_days is not None:
        forbidden |= weeks > (max_days + 6) // 7
    result: Ints = np.where(forbidden, NEVER, cost).astype(np.int32)
    return result


def chains_of(problem: Problem, cuts: Cuts) -> Mapping[str, Chain] | None:
    """The chain of each group of a session, by group id; None where one of them is no chain."""
    chains = {pool.group.id: chain_of(problem, cuts, pool) for pool in problem.pools}
    return {group: chain for group, chain in chains.items() if chain} if all(chains.values()) else None
