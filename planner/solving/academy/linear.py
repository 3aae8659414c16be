"""The linear master problem: shares of columns, one in all for each group, at the least cost; GLOP keeps its basis."""

from typing import TYPE_CHECKING

import numpy as np
from ortools.linear_solver import pywraplp  # type: ignore[import-untyped]

from planner.problem import QUARTER_MIN
from planner.solving.academy.pricing import SCALE

if TYPE_CHECKING:
    from planner.solving.academy.columns import Master

NOT_PLACED = 2000
"""Points that leaving out a session of priority 1 costs while weeks are sought: more than any weeks could."""


class Linear:
    """The linear master: at least cost, one column in all for each tied group, no row above 1."""

    def __init__(self, master: "Master") -> None:
        self.master = master
        self.solver = pywraplp.Solver.CreateSolver("GLOP")
        infinity = self.solver.infinity()
        self.objective = self.solver.Objective()
        self.objective.SetMinimization()
        self.infinity = infinity
        self.whole = {number: self.solver.Constraint(1, 1) for number in master.priced}
        self.rows = [self.solver.Constraint(-infinity, 1) for _ in range(master.rows.count)]
        self.added: dict[int, int] = dict.fromkeys(master.priced, 0)
        self.fixed = master.unpriced() / SCALE
        for number in master.priced:
            self._variable(number, NOT_PLACED)
        self.add_new()

    def _variable(self, number: int, cost: float) -> pywraplp.Variable:
        variable = self.solver.NumVar(0, self.infinity, "")
        self.whole[number].SetCoefficient(variable, 1)
        self.objective.SetCoefficient(variable, cost)
        return variable

    def add_new(self) -> bool:
        """Take in the columns found since; whether there are any."""
        brought = False
        for number in self.master.priced:
            columns = list(self.master.found[number].values())
            for column in columns[self.added[number] :]:
                brought = True
                variable = self._variable(number, column.cost + self.master.charge(number, column) / SCALE)
                for row, week, level in self.master.rows.of_group[number]:
                    if column.minutes[week] >= level * QUARTER_MIN:
                        self.rows[row].SetCoefficient(variable, 1)
            self.added[number] = len(columns)
        return brought

    def solve(self) -> tuple[float, np.ndarray]:
        """The optimum (points) and the price of each row (points, not negative)."""
        self.solver.Solve()
        duals = np.array([max(0.0, -row.dual_value()) for row in self.rows])
        return self.objective.Value() + self.fixed, duals
