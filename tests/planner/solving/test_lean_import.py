"""The solver without pandas: what `planner.solving.lean_import` leans on, each time in a process of its own."""

import subprocess
import sys
import textwrap

import pytest

SOLVE = """
from ortools.sat.python import cp_model
model = cp_model.CpModel()
x = model.new_int_var(0, 9, "x")
model.add(x * 2 >= 7)
model.minimize(x)
solver = cp_model.CpSolver()
assert solver.solve(model) == cp_model.OPTIMAL and solver.value(x) == 4
"""
NOT_NEEDED = f"""
lean_import.load_solver()
{SOLVE}
assert "pandas" not in sys.modules
"""
COMES_LATER = """
lean_import.load_solver()
import pandas
assert pandas.Series([1, 2]).sum() == 3
"""
WAS_THERE = """
import pandas
lean_import.load_solver()
from ortools.sat.python import cp_model
assert cp_model.CpModel().new_bool_var_series("x", pandas.Index(["a"])).size == 1
"""
WANTS_MORE = f"""
lean_import.STAND_INS = ()
lean_import.load_solver()
{SOLVE}
assert "pandas" in sys.modules
"""


@pytest.mark.parametrize(
    "lines",
    [
        pytest.param(NOT_NEEDED, id="the solver works without it"),
        pytest.param(COMES_LATER, id="the real one can come later"),
        pytest.param(WAS_THERE, id="one that is there stays and is used"),
        pytest.param(WANTS_MORE, id="where the stand-in does not suffice the real one is loaded"),
    ],
)
def test_pandas_is_left_out_and_not_missed(lines):
    code = "import sys\nfrom planner.solving import lean_import\n" + textwrap.dedent(lines)
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
