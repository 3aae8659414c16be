"""The session week by week: in which week each class lies and how many minutes of remote work each week holds.

Two models share these words: the relaxation, which knows weeks only and is solved in milliseconds, and the full model
(`planner.solving.model`), where a week is the sum of its days. What is said of weeks (the cap, the order week by
week, an even rhythm) is written once, for both.
"""

import math
from collections.abc import Hashable, Iterable, Mapping
from datetime import date

from ortools.sat.python import cp_model

from planner.problem import QUARTER_MIN, Occurrence, Pool, Problem, Remote, Week
from planner.session import Session
from planner.solving.guards import Guards, Literal

Linear = cp_model.LinearExpr
Room = Mapping[str, tuple[date, ...]]
"""For each item the weeks (by their Mondays) in which it has a place at all."""


def total(terms: Iterable[Linear | Literal | int]) -> Linear:
    """The sum of the terms as a linear expression, also where there are none."""
    return cp_model.LinearExpr.sum(list(terms))


class RemoteWeeks:
    """A remote activity of a group: units of work in each week; a unit is a quarter hour, or all of a short one.

    Where R13 is off, what it asks or has fixed need not be whole quarter hours: a unit is then what divides them all.
    """

    def __init__(self, model: "Weeks", remote: Remote, chosen: Mapping[date, int] | None = None) -> None:
        cp, weeks = model.cp, model.problem.weeks
        self.remote = remote
        self.is_one_block, self.unit_min = unit_of(remote, model.problem.session)
        self.most = remote.duration_min // self.unit_min
        self.units: dict[date, cp_model.IntVar] = {}
        self.works: dict[date, cp_model.IntVar] = {}
        for week in weeks:
            low, high = (0, self.most) if chosen is None else (chosen.get(week.id, 0),) * 2
            self.units[week.id] = units = cp.new_int_var(low, high, f"{remote.id} units in {week.id}")
            self.works[week.id] = works = cp.new_bool_var(f"{remote.id} in {week.id}")
            cp.add(units >= works)
            cp.add(units <= self.most * works)
        whole = cp.add(total(self.units.values()) == self.most)
        if model.guards.explaining:
            whole.only_enforce_if(model.guards.takes_place(remote.activity.id))

    def minutes(self, week: Week) -> Linear:
        """What it asks of a participant in a week, in minutes."""
        return self.unit_min * self.units[week.id]


def unit_of(remote: Remote, session: Session) -> tuple[bool, int]:
    """Whether remote work is one block, and the unit (minutes) in which it is dealt."""
    is_short = remote.duration_min < session.rules.smallest_block_min
    if not session.is_off("grid"):
        return is_short, remote.duration_min if is_short else QUARTER_MIN
    if is_short and not remote.fixed:
        return True, remote.duration_min
    return False, math.gcd(QUARTER_MIN, remote.duration_min, *(block.duration_min for block in remote.fixed))


class Weeks:
    """The relaxation: weeks only, of some pools. What holds of every plan holds of it, so its optimum bounds theirs."""

    def __init__(self, problem: Problem, room: Room, pools: Iterable[Pool], *, explaining: bool = False) -> None:
        self.problem = problem
        self.room = room
        self.pools = tuple(pools)
        self.cp = cp_model.CpModel()
        self.guards = Guards(self.cp, explaining=explaining)
        self.occurrence = {occurrence.id: occurrence for occurrence in problem.occurrences}
        self.remote_work = {remote.id: remote for remote in problem.remotes}
        self._in_week: dict[str, dict[date, Literal]] = {}
        self._remote: dict[str, RemoteWeeks] = {}

    def because(self, rule: str, subject: Hashable, *constraints: cp_model.Constraint, of: Iterable[str] = ()) -> None:
        """When explaining, constraints hold by the guard of (rule, subject) alone, while activities `of` take place."""
        self.guards.because(rule, subject, *constraints, of=of)

    def week(self, occurrence: Occurrence, week: Week) -> Linear:
        """Whether (0 or 1) an occurrence lies in a week: the one place where a week becomes a variable."""
        if occurrence.id not in self._in_week:
            mondays = self.room[occurrence.id]
            weeks: dict[date, Literal] = {
                monday: self.cp.new_bool_var(f"{occurrence.id} in {monday}") for monday in mondays
            }
            self.cp.add_at_most_one(weeks.values())
            somewhere = self.cp.add_bool_or(weeks.values())
            if self.guards.explaining:
                somewhere.only_enforce_if(self.guards.takes_place(occurrence.activity.id))
            self._in_week[occurrence.id] = weeks
        literal = self._in_week[occurrence.id].get(week.id)
        return total([]) if literal is None else 1 * literal

    def lies_in(self, item: str, monday: date) -> Literal:
        """Whether an item (one that has a place in this week) lies in it, whole or in part."""
        if item in self.occurrence:
            week = next(week for week in self.problem.weeks if week.id == monday)
            self.week(self.occurrence[item], week)
            return self._in_week[item][monday]
        return self.remote(self.remote_work[item]).works[monday]

    def remote(self, remote: Remote) -> RemoteWeeks:
        """The weeks of a remote activity of one group."""
        if remote.id not in self._remote:
            self._remote[remote.id] = variables = RemoteWeeks(self, remote)
            for monday, units in variables.units.items():
                if monday not in self.room[remote.id]:
                    self.cp.add(units == 0)
        return self._remote[remote.id]

    def chosen(self, solver: cp_model.CpSolver) -> dict[str, dict[date, int]]:
        """The weeks that a solver chose for every item of these pools."""
        weeks: dict[str, dict[date, int]] = {}
        for pool in self.pools:
            for item in pool.occurrences:
                occurrence = self.occurrence[item]
                weeks[item] = {w.id: 1 for w in self.problem.weeks if solver.value(self.week(occurrence, w))}
            for item in pool.remotes:
                units = self.remote(self.remote_work[item]).units
                weeks[item] = {monday: count for monday, variable in units.items() if (count := solver.value(variable))}
        return weeks
