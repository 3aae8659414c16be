"""The weeks of many groups together: a linear master problem over ways to spread each group, and a true lower bound.

Each group has columns: ways to spread its items over weeks. People who are in two groups share their two hours: in each
week, of two groups with somebody in common, one has at least j quarter hours and the other at least (cap - j + 1) never
both. Such rows, one for each j, say all there is to say of two groups in a week, so that the linear optimum is close to
the best plan (measured: within 0.5 %; with sums of minutes instead, 10 %). Their dual prices ask for new columns
(`pricing`), and what the cheapest columns cost at these prices is a lower bound whatever the plan (Lagrange).
"""

import itertools
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from ortools.sat.python import cp_model

from planner.academy import Member
from planner.problem import QUARTER_MIN
from planner.solving.academy.chains import Ints
from planner.solving.academy.linear import NOT_PLACED, Linear
from planner.solving.academy.pricing import SCALE, Column
from planner.solving.academy.rows import Source, rows_of
from planner.solving.academy.taken import Charge, Tie
from planner.solving.limits import Clock, new_solver

CLOSE_ENOUGH = 0.004
"""Prices are good enough when the bound is within this part of the linear optimum."""
MOST_ROUNDS = 80
WORTHWHILE = 40
"""Points by which a column may cost more than the cheapest, prices included, and still be chosen at first."""
CHOICE_LIMIT = 4.0
CHOICE_GAP = 0.002
GOOD_CHOICE = 0.008
"""A first choice that costs no more than this above the bound is not answered by a second."""
SMOOTHINGS = (0.5, 0.0)
"""How much of the best prices so far is mixed into new ones: first much, then, where that brings nothing, none."""
ANSWER_SHARES = (1.0, 0.5, 0.0)
"""The parts of the prices at which columns are sought around a first choice."""
NO_LIMIT_MIN = 10**6
"""Minutes of room where nothing is fixed."""


@dataclass(frozen=True)
class Choice:
    """A column for each group that has one, and by group what bounds its cost; `prices` comes off their sum.

    `charges`: what weeks cost the guests where they share people with own groups: counted where they are bounded.
    """

    columns: Mapping[Member, Column]
    least: Mapping[Member, int]
    prices: int
    charges: Mapping[Member, tuple[Charge, ...]]


class Master:
    """Groups that share people, and the columns found so far.

    `room` [group, week]: minutes left by what is fixed. `loose`: for groups whose columns are sought under wishes, the
    same groups without these, which bound their cost. `guests` are groups that are planned later, elsewhere: they are
    left a good way to be planned, and their own cost is no part of the bound here. `charged` are the prices of weeks
    that own groups share with groups planned before, as these were priced there: they count in the bound.
    """

    def __init__(
        self,
        source: Source,
        ties: Sequence[Tie],
        room: Ints,
        priority: Mapping[str, int],
        clock: Clock,
        loose: Source | None = None,
        guests: Collection[Member] = (),
        charged: Mapping[Member, Sequence[Charge]] | None = None,
    ) -> None:
        self.charged = charged or {}
        self.loose = loose
        self.guests = frozenset(guests)
        self.source = source
        self.priority = priority
        self.room = room
        self.clock = clock
        self.number = {member: number for number, member in enumerate(source.members)}
        self.rank = [{monday: rank for rank, monday in enumerate(weeks)} for weeks in source.week_ids]
        self.found: list[dict[tuple[tuple[int, int, int], ...], Column]] = [{} for _ in source.members]
        self.rows = rows_of(ties, source, self.guests)
        self.tied = sorted(self.rows.sums_of)
        self.priced: list[int] = []
        """The groups whose weeks have prices: those that share people with another one of this master's own."""
        self.least: dict[int, int] = {}
        self.paid = np.zeros(self.rows.count, np.int64)
        """The prices (thousandths) of the rows for which `least` and so the bound are."""

    @cached_property
    def levels(self) -> int:
        """One more than the most quarter hours that a row or a charge counts."""
        counted = (level for rows in self.rows.of_group.values() for _, _, level in rows)
        return 1 + max(itertools.chain(counted, (c[1] for each in self.charged.values() for c in each)), default=0)

    def charge(self, number: int, column: Column) -> int:
        """What the charges of a group add to the cost of a column (thousandths of a point)."""
        ranks = self.rank[number]
        return sum(
            price
            for monday, level, price in self.charged.get(self.source.members[number], ())
            if monday in ranks and column.minutes[ranks[monday]] >= level * QUARTER_MIN
        )

    # --- columns and bound ------------------------------------------------------------------------------------

    def solve(self) -> Choice:
        """The best columns found for all groups together, and what bounds any plan. Groups without any are left out."""
        everyone = range(len(self.source.members))
        free = self._priced(everyone, self.prices_of(self.paid, everyone))
        self.least = {number: cost for number, cost in free.items() if cost is not None}
        self.tied = [number for number in self.tied if number in self.least]
        self.priced = [number for number in self.tied if number in self.rows.of_group]
        narrow = [number for number in self.least if (self.room[number] < NO_LIMIT_MIN).any()]
        self._priced(narrow, self._no_prices(len(narrow)), self.room[narrow])
        if self.tied:
            self._settle(guests_first=False)
            if self.guests:
                self._settle(guests_first=True)
            self._generate()
        if self.loose is not None:
            self._loosen(self.loose)
        chosen = self._choose()
        if self.tied and not self._is_close(chosen):
            self._answer(chosen)
            chosen = self._choose()
        names = self.source.members
        return Choice(
            {names[number]: column for number, column in chosen.items()},
            {names[number]: cost for number, cost in self.least.items() if names[number] not in self.guests},
            int(self.paid.sum()),
            {names[number]: tuple(self._charges(number)) for number in self.priced if names[number] in self.guests},
        )

    def _charges(self, number: int) -> Iterator[Charge]:
        """What the rows of a group cost it, week by week."""
        for row, week, level in self.rows.of_group[number]:
            if price := int(self.paid[row]):
                yield self.source.week_ids[number][week], level, price

    def _loosen(self, source: Source) -> None:
        """Bound some groups by what `source` knows of them, in which more is allowed than where columns were sought."""
        numbers = [self.number[member] for member in source.members]
        found = source.columns(range(len(numbers)), self.prices_of(self.paid, numbers))
        for number, answer in zip(numbers, found, strict=True):
            if answer:
                self.least[number] = min(answer[0], self.least.get(number, answer[0]))

    def _is_close(self, chosen: Mapping[int, Column]) -> bool:
        """Whether the columns chosen cost hardly more than any would."""
        least = sum(self.least.values()) - int(self.paid.sum())
        value = sum(SCALE * column.cost + self.charge(number, column) for number, column in chosen.items())
        return value + SCALE * NOT_PLACED * (len(self.least) - len(chosen)) <= (1 + GOOD_CHOICE) * least

    def _no_prices(self, count: int) -> Ints:
        return np.zeros((count, max(map(len, self.source.week_ids)), self.levels + 1), np.int32)

    def _priced(self, which: Sequence[int], prices: Ints, caps: Ints | None = None) -> dict[int, int | None]:
        """The least costs at prices; the columns that have them are kept."""
        least: dict[int, int | None] = {}
        for number, found in zip(which, self.source.columns(which, prices, caps), strict=True):
            least[number] = found[0] if found else None
            if found:
                self.found[number].setdefault(found[1].steps, found[1])
        return least

    def _generate(self) -> None:
        """Prices and columns in turn, until the bound is close to the linear optimum."""
        linear = Linear(self)
        untied = self.unpriced()
        best, kept = untied + sum(self.least[number] for number in self.priced), self.paid / SCALE
        for _ in range(MOST_ROUNDS):
            value, duals = linear.solve()
            if value * SCALE - best <= CLOSE_ENOUGH * value * SCALE or self.clock.is_out():
                return
            brought = False
            for smoothing in SMOOTHINGS:
                paid = np.rint((smoothing * kept + (1 - smoothing) * duals) * SCALE).astype(np.int64)
                least = self._priced(self.priced, self.prices_of(paid))
                bound = untied + sum(cost for cost in least.values() if cost is not None) - int(paid.sum())
                if bound > best:
                    best, kept, self.paid = bound, paid / SCALE, paid
                    self.least |= {number: cost for number, cost in least.items() if cost is not None}
                brought = linear.add_new()
                if brought:
                    break
            if not brought:
                return

    def unpriced(self) -> int:
        """What the groups cost at least for which no row has a price."""
        return sum(least for number, least in self.least.items() if number not in self.rows.of_group)

    def prices_of(self, paid: Sequence[int] | np.ndarray, groups: Sequence[int] | None = None) -> Ints:
        """What each week costs each tied group by its quarter hours, where rows cost so much; its charges included."""
        groups = self.priced if groups is None else groups
        steps = self._no_prices(len(groups))
        for place, number in enumerate(groups):
            for monday, level, price in self.charged.get(self.source.members[number], ()):
                if monday in self.rank[number]:
                    steps[place, self.rank[number][monday], level] += price
            if number in self._counted:
                rows, weeks, levels = self._counted[number]
                np.add.at(steps[place], (weeks, levels), np.asarray(paid)[rows])
        prices: Ints = np.cumsum(steps, axis=2, dtype=np.int32)
        return prices

    @cached_property
    def _counted(self) -> dict[int, tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]]:
        """The rows of each group, the weeks and the levels from which they count, as arrays."""
        each = ((number, np.array(rows, np.int64).T) for number, rows in self.rows.of_group.items())
        return {number: (array[0], array[1], array[2]) for number, array in each}

    # --- one column each --------------------------------------------------------------------------------------

    def _settle(self, *, guests_first: bool) -> None:
        """Give the groups columns in turn, each beside what those before it took."""
        used = np.zeros(len(self.rows.sums), np.int64)
        own = [[n for n in each if self.source.members[n] not in self.guests] for each in self._apart]
        others = [[n for n in each if self.source.members[n] in self.guests] for each in self._apart]
        for together in filter(None, (*others, *own) if guests_first else (*own, *others)):
            caps = self._left(used, together)
            found = self.source.columns(together, self._no_prices(len(together)), caps)
            for number, answer in zip(together, found, strict=True):
                if answer:
                    column = self.found[number].setdefault(answer[1].steps, answer[1])
                    self._use(used, number, column)

    def _answer(self, chosen: Mapping[int, Column]) -> None:
        """Columns that suit what is chosen: each group's best beside the others, at full prices and at lower ones."""
        present = {number: chosen[number] for number in self.tied if number in chosen}
        used = np.zeros(len(self.rows.sums), np.int64)
        for number, column in present.items():
            self._use(used, number, column)
        for share in ANSWER_SHARES:
            paid = np.rint(self.paid * share).astype(np.int64)  # charges stay: they are small
            for together in self._apart:
                for number in together:
                    if number in present:
                        self._use(used, number, present[number], -1)
                caps = self._left(used, together)
                found = self.source.columns(together, self.prices_of(paid, together), caps)
                for number, answer in zip(together, found, strict=True):
                    if answer:
                        present[number] = self.found[number].setdefault(answer[1].steps, answer[1])
                    if number in present:
                        self._use(used, number, present[number])

    def _use(self, used: np.ndarray, number: int, column: Column, sign: int = 1) -> None:
        for row, week in self.rows.sums_of[number]:
            used[row] += sign * column.minutes[week]

    def _left(self, used: np.ndarray, together: Sequence[int]) -> Ints:
        """The minutes that fixed plans and what is used leave some groups."""
        caps = self.room[together].copy()
        for place, number in enumerate(together):
            for row, week in self.rows.sums_of[number]:
                caps[place, week] = min(caps[place, week], self.rows.sums[row] - used[row])
        return caps

    @cached_property
    def _apart(self) -> list[list[int]]:
        """The tied groups in sets of which no two share anybody: these can be dealt with at the same time."""
        rows: dict[int, list[int]] = defaultdict(list)
        for number in self.tied:
            for row, _ in self.rows.sums_of[number]:
                rows[row].append(number)
        beside: dict[int, set[int]] = {number: set() for number in self.tied}
        for members in rows.values():
            for number in members:
                beside[number].update(members)
        colour: dict[int, int] = {}
        for number in sorted(self.tied, key=lambda number: (-len(beside[number]), number)):
            taken = {colour[other] for other in beside[number] if other in colour}
            colour[number] = next(each for each in itertools.count() if each not in taken)
        colours = range(1 + max(colour.values(), default=-1))
        return [[number for number in self.tied if colour[number] == each] for each in colours]

    def _choose(self) -> dict[int, Column]:
        """One column for each group so that everybody keeps to the two hours, at the least cost; by whole sessions."""
        usable = {number: self._usable(number) for number in self.tied}
        usable = {number: columns for number, columns in usable.items() if columns}
        chosen = self._choose_among({n: self._promising(n, columns) for n, columns in usable.items()})
        if any(number not in chosen for number in usable):  # among all columns there may be a way to place everybody
            return self._choose_among(usable)
        return chosen

    def _choose_among(self, usable: Mapping[int, Sequence[Column]]) -> dict[int, Column]:
        cp = cp_model.CpModel()
        cost: list[cp_model.LinearExpr] = []
        used: dict[int, list[cp_model.LinearExpr]] = defaultdict(list)
        literals: dict[int, list[tuple[cp_model.IntVar, Column]]] = {}
        absent: dict[str, cp_model.IntVar] = {}
        for number, columns in usable.items():
            session = self.source.members[number][0]
            if session not in absent:
                absent[session] = cp.new_bool_var("")
                cost.append(NOT_PLACED * self.priority[session] * absent[session])
            literals[number] = [(cp.new_bool_var(""), column) for column in columns]
            cp.add_exactly_one([absent[session], *(literal for literal, _ in literals[number])])
            for literal, column in literals[number]:
                cost.append(column.cost * literal)
                for row, week in self.rows.sums_of.get(number, ()):
                    if column.minutes[week]:
                        used[row].append(column.minutes[week] * literal)
        for row, terms in used.items():
            cp.add(cp_model.LinearExpr.sum(terms) <= self.rows.sums[row])
        cp.minimize(cp_model.LinearExpr.sum(cost))
        solver = new_solver(self.clock)
        solver.parameters.max_deterministic_time = CHOICE_LIMIT
        solver.parameters.relative_gap_limit = CHOICE_GAP
        solver.parameters.linearization_level = 2  # the sums of minutes as cuts: 0.2 s became 0.1 s
        if solver.solve(cp) not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            return {}
        chosen = {n: c for n, either in literals.items() for literal, c in either if solver.boolean_value(literal)}
        absent_ones = {session for session, literal in absent.items() if solver.boolean_value(literal)}
        for number in self.least:
            if number not in literals and self.source.members[number][0] not in absent_ones:
                for column in self._usable(number)[:1]:
                    chosen[number] = column
        return chosen

    def _promising(self, number: int, columns: Sequence[Column]) -> list[Column]:
        """The columns that the prices do not make too dear for a good plan."""
        prices: list[list[int]] = self.prices_of(self.paid, [number])[0].tolist()
        most = self.least[number] + SCALE * WORTHWHILE
        last = len(prices[0]) - 1

        def priced(column: Column) -> int:
            levels = (min(minutes // QUARTER_MIN, last) for minutes in column.minutes)
            return SCALE * column.cost + sum(week[level] for week, level in zip(prices, levels, strict=False))

        return [column for column in columns if priced(column) <= most]

    def _usable(self, number: int) -> list[Column]:
        """The columns of a group for which there is room, the cheapest first."""
        columns = (column for column in self.found[number].values() if self._has_room(number, column))
        return sorted(columns, key=lambda column: (column.cost, column.steps))

    def _has_room(self, number: int, column: Column) -> bool:
        return all(minutes <= room for minutes, room in zip(column.minutes, self.room[number], strict=False))
