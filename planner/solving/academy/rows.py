"""What groups that share people cannot have together in a week, as rows: of some weeks so full, at most one.

Of two groups with somebody in common, one has at least j quarter hours and the other at least (cap - j + 1) never both:
such rows, one for each j, say all there is to say of two groups in a week.
"""

import itertools
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol

from planner.academy import Member
from planner.problem import QUARTER_MIN
from planner.solving.academy.chains import Ints
from planner.solving.academy.pricing import Column
from planner.solving.academy.taken import Tie


class Source(Protocol):
    """Whatever finds the cheapest columns of groups at prices: chains all at once, others one by one."""

    @property
    def members(self) -> Sequence[Member]:
        """The groups, in order."""
        ...

    @property
    def week_ids(self) -> Sequence[tuple[date, ...]]:
        """The Mondays of each group's weeks, by rank."""
        ...

    def levels_of(self, number: int) -> Collection[int]:
        """The quarter hours under the cap that a week of a group can hold, more than none."""
        ...

    def columns(self, which: Sequence[int], prices: Ints, caps: Ints | None = None) -> list[tuple[int, Column] | None]:
        """For some groups (by number), the least cost with prices (thousandths of a point) and a column that has it."""
        ...


@dataclass
class Rows:
    """The rows of a master: for each group (by number) its (row, week, quarter hours from which it counts).

    `sums` are the minutes that each tie leaves in each of its weeks; `sums_of` says which (row, week) a group is in.
    """

    count: int = 0
    of_group: dict[int, list[tuple[int, int, int]]] = field(default_factory=lambda: defaultdict(list))
    sums: list[int] = field(default_factory=list)
    sums_of: dict[int, list[tuple[int, int]]] = field(default_factory=lambda: defaultdict(list))


def rows_of(ties: Sequence[Tie], source: Source, guests: Collection[Member]) -> Rows:
    """The rows of some groups. What guests share among themselves alone is summed, not priced."""
    return _Builder(source, guests).build(ties)


class _Builder:
    def __init__(self, source: Source, guests: Collection[Member]) -> None:
        self.rows = Rows()
        self.number = {member: number for number, member in enumerate(source.members)}
        self.rank = [{monday: rank for rank, monday in enumerate(weeks)} for weeks in source.week_ids]
        self.guests = {self.number[member] for member in guests}
        self.source = source

    def build(self, ties: Sequence[Tie]) -> Rows:
        caps = self._sums(ties)
        for (one, other), weeks in caps.items():
            if {one, other} <= self.guests:
                continue
            for monday, cap in weeks.items():
                for level in self._levels_that_matter(one, other, cap):
                    self._add(monday, (one, level), (other, cap - level + 1))
        self._add_triangles(caps)
        return self.rows

    def _sums(self, ties: Sequence[Tie]) -> dict[tuple[int, int], dict[date, int]]:
        """Note what each tie leaves in each week; by pair of groups and week, the cap in quarter hours."""
        rows = self.rows
        caps: dict[tuple[int, int], dict[date, int]] = defaultdict(dict)
        for tie in ties:
            numbers = [self.number[member] for member in tie.members if member in self.number]
            weeks = Counter(monday for number in numbers for monday in self.rank[number])
            for monday in sorted(monday for monday, count in weeks.items() if count > 1):
                there = [number for number in numbers if monday in self.rank[number]]
                for number in there:
                    rows.sums_of[number].append((len(rows.sums), self.rank[number][monday]))
                rows.sums.append(tie.left_min(monday))
                cap = tie.most_min(monday) // QUARTER_MIN
                for pair in itertools.combinations(sorted(there), 2):
                    caps[pair][monday] = min(cap, caps[pair].get(monday, cap))
        return caps

    def _levels_that_matter(self, one: int, other: int, cap: int) -> Iterator[int]:
        """The levels of the first group that say something no lower one says, given what a week of each can hold."""
        others = sorted(self.source.levels_of(other))
        before = None
        for level in sorted(self.source.levels_of(one)):
            reached = next((each for each in others if each > cap - level), None)
            if level <= cap and reached is not None and reached != before:
                yield level
                before = reached

    def _add(self, monday: date, *counted: tuple[int, int]) -> None:
        """Of these groups at most one has, in a week, as many quarter hours as stand beside it."""
        for number, level in counted:
            self.rows.of_group[number].append((self.rows.count, self.rank[number][monday], level))
        self.rows.count += 1

    def _add_triangles(self, caps: Mapping[tuple[int, int], Mapping[date, int]]) -> None:
        """Of three groups that share people pairwise, too: two of them half full are too many, whichever."""
        beside: dict[int, set[int]] = defaultdict(set)
        for one, other in caps:
            beside[one].add(other)
        for one, other in caps:
            for third in sorted(beside[one] & beside[other]):
                trio = (one, other, third)
                if self.guests.isdisjoint(trio):
                    self._add_triangle(trio, [caps[pair] for pair in itertools.combinations(trio, 2)])

    def _add_triangle(self, trio: tuple[int, int, int], sides: Sequence[Mapping[date, int]]) -> None:
        for monday, cap in sides[0].items():
            if all(side.get(monday) == cap for side in sides):
                for light, level in itertools.product(trio, range(1, (cap + 1) // 2 + 1)):
                    heavy = ((each, cap - level + 1) for each in trio if each != light)
                    self._add(monday, (light, level), *heavy)
