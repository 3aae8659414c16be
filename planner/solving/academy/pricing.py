"""The best weeks of many chains at once, where each minute of each week has a price: shortest paths, in step.

For each chain a path from « nothing done » to « all done », a week at a time. A state is a position and the week of the
last live activity (on which the spacing of the next one depends). All chains advance together as numpy arrays: about a
tenth of a millisecond each.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from planner.academy import Member
from planner.problem import QUARTER_MIN
from planner.solving.academy.chains import NEVER, Chain, Ints

SCALE = 1000
"""Prices are whole thousandths of a point for each minute, so that bounds are exact."""


@dataclass(frozen=True)
class Column:
    """One way to spread a chain over its weeks: its cost (points), its minutes under the cap by rank of the week."""

    cost: int
    minutes: tuple[int, ...]
    steps: tuple[tuple[int, int, int], ...]


class Pricing:
    """Chains, ready to be priced. Positions are counted from the end of the longest, so that all end alike."""

    def __init__(self, chains: Sequence[Chain]) -> None:
        self.chains = tuple(chains)
        count = len(chains)
        self.end = max(chain.shape.units for chain in chains)
        self.most = max(len(chain.shape.minutes) for chain in chains)
        self.weeks = max(len(chain.weeks) for chain in chains)
        self.start = np.array([self.end - chain.shape.units for chain in chains])
        self.minutes = np.zeros((count, self.most, self.end + 1), np.int32)
        self.live = np.zeros((count, self.most, self.end + 1), bool)
        self.base = np.full((count, self.weeks, self.most, self.end + 1), NEVER, np.int32)
        self.spacing = np.full((count, self.weeks, self.weeks + 1), NEVER, np.int32)
        for number, chain in enumerate(chains):
            self._fill(number, chain)

    @cached_property
    def members(self) -> list[Member]:
        """The groups of the chains, in order."""
        return [(chain.session, chain.group) for chain in self.chains]

    @cached_property
    def week_ids(self) -> list[tuple[date, ...]]:
        """The Mondays of each chain's weeks, by rank."""
        return [tuple(week.id for week in chain.weeks) for chain in self.chains]

    def levels_of(self, number: int) -> frozenset[int]:
        """The quarter hours under the cap that a week of a chain can hold, more than none."""
        shape = self.chains[number].shape
        return frozenset((shape.minutes[shape.possible] // QUARTER_MIN).tolist()) - {0}

    def columns(self, which: Sequence[int], prices: Ints, caps: Ints | None = None) -> list[tuple[int, Column] | None]:
        """For some chains the least cost with prices, in thousandths of a point, and a column that has it."""
        if not len(which):
            return []
        priced = self.best(which, prices, caps)
        return [
            None if least is None else (least - SCALE * self.chains[number].least, priced.column(place))
            for place, (number, least) in enumerate(zip(which, priced.least(), strict=True))
        ]

    def _fill(self, number: int, chain: Chain) -> None:
        shape, weeks = chain.shape, len(chain.weeks)
        rows, start = len(shape.minutes), self.start[number]
        self.minutes[number, :rows, start:] = shape.minutes
        self.live[number, :rows, start:] = shape.live > 0
        fits = chain.fits[:, shape.first, shape.last] & shape.possible & (shape.minutes <= chain.cap_min[:, None, None])
        together = np.diagonal(chain.spacing)[:, None, None] * np.maximum(shape.live - 1, 0)
        together = np.where((shape.live > 1) & (together >= NEVER), NEVER, np.minimum(together, NEVER))
        whole = SCALE * (shape.cost + np.where(together < NEVER, together, 0))
        cost = np.where(fits & (together < NEVER), whole, NEVER)
        self.base[number, :weeks, :rows, start:] = cost
        self.spacing[number, :weeks, 0] = 0
        self.spacing[number, :weeks, 1 : weeks + 1] = np.where(
            chain.spacing.T < NEVER, SCALE * np.minimum(chain.spacing.T, NEVER // SCALE), NEVER
        )

    def best(self, which: Sequence[int], prices: Ints, caps: Ints | None = None) -> "Priced":
        """The least cost of some chains (by number) at prices; `caps` [chain, week] are minutes at most.

        `prices` [chain, week, level] are what a week costs that holds so many whole quarter hours under the cap.
        """
        chosen = np.asarray(which)
        minutes, live = self.minutes[chosen], self.live[chosen]
        levels = np.minimum(minutes // QUARTER_MIN, prices.shape[2] - 1)
        row = np.arange(len(chosen))[:, None, None]
        values = np.full((len(chosen), self.end + 1, self.weeks + 1), NEVER, np.int32)
        values[np.arange(len(chosen)), self.start[chosen], 0] = 0
        ended = np.full((len(chosen), self.weeks), NEVER, np.int32)
        before: list[Ints] = []
        costs: list[Ints] = []
        for week in range(self.weeks):
            cost = self.base[chosen, week] + prices[row, week, levels]
            if caps is not None:
                cost = np.where(minutes <= caps[:, week, None, None], cost, NEVER)
            cost = np.minimum(cost, NEVER).astype(np.int32)
            before.append(values)
            costs.append(cost)
            arrived = self._step(values, cost, live, self.spacing[chosen, week], week)
            ended[:, week] = arrived[:, self.end].min(axis=1)
            values = np.minimum(values, arrived)
        late = ended + SCALE * np.arange(1, self.weeks + 1, dtype=np.int32)
        return Priced(self, chosen, before, costs, late)

    def _step(self, values: Ints, cost: Ints, live: NDArray[np.bool_], spacing: Ints, week: int) -> Ints:
        """What can be reached in a week by doing something in it."""
        arrived = np.full_like(values, NEVER)
        entering = (values + spacing[:, None, :]).min(axis=2)
        quiet = np.where(live, NEVER, cost)
        lively = np.where(live, cost, NEVER)
        for taken in range(1, self.most):
            until = self.end + 1 - taken
            here = arrived[:, taken:]
            np.minimum(here, values[:, :until] + quiet[:, taken, :until, None], out=here)
            there = here[:, :, week + 1]
            np.minimum(there, entering[:, :until] + lively[:, taken, :until], out=there)
        np.minimum(arrived, NEVER, out=arrived)
        return arrived


@dataclass(frozen=True)
class Priced:
    """The least costs of chains at some prices, and their paths."""

    pricing: Pricing
    chosen: NDArray[np.int64]
    before: list[Ints]
    costs: list[Ints]
    late: Ints

    def least(self) -> list[int | None]:
        """For each chain its least cost with prices, in thousandths; None where it has none."""
        return [int(value) if value < NEVER else None for value in self.late.min(axis=1)]

    def column(self, place: int) -> Column:
        """The best way of the chain at this place among those priced."""
        pricing, number = self.pricing, int(self.chosen[place])
        chain, start = pricing.chains[number], int(pricing.start[number])
        week = int(self.late[place].argmin())
        value, position, last = int(self.late[place, week]) - SCALE * (week + 1), pricing.end, -1
        steps: list[tuple[int, int, int]] = []
        while position > start:
            if not steps or self.before[week][place][position, last] != value:
                after = position - start
                position, last, value = self._back(place, number, week, position, last, value)
                steps.append((week, position - start, after))
            week -= 1
        return column_of(chain, steps[::-1])

    def _back(self, place: int, number: int, week: int, position: int, last: int, value: int) -> tuple[int, int, int]:
        """Where a chain was before the step that led to a state in a week; `last` -1: whatever it is."""
        pricing, values, cost = self.pricing, self.before[week][place], self.costs[week][place]
        spacing: list[int] = pricing.spacing[number, week].tolist()
        for taken in range(1, min(pricing.most, position + 1)):
            origin = position - taken
            rest = value - int(cost[taken, origin])
            before: list[int] = values[origin].tolist()
            if pricing.live[number, taken, origin]:
                reach = [each + more for each, more in zip(before, spacing, strict=True)]
                if last in (-1, week + 1) and rest in reach:
                    return origin, reach.index(rest), before[reach.index(rest)]
            elif last == -1:
                if rest in before:
                    return origin, before.index(rest), rest
            elif before[last] == rest:
                return origin, last, rest
        raise AssertionError("no step leads here")


def column_of(chain: Chain, steps: Sequence[tuple[int, int, int]]) -> Column:
    """The column of these steps, its cost counted anew."""
    shape, cost, minutes = chain.shape, -chain.least, [0] * len(chain.weeks)
    previous: int | None = None
    for week, before, after in steps:
        taken = after - before
        cost += int(shape.cost[taken, before])
        minutes[week] = int(shape.minutes[taken, before])
        if live := int(shape.live[taken, before]):
            cost += int(chain.spacing[previous, week]) if previous is not None else 0
            cost += (live - 1) * int(chain.spacing[week, week])
            previous = week
    return Column(cost + steps[-1][0] + 1, tuple(minutes), tuple(steps))
