"""Loads OR-Tools without pandas, which it needs for the types of helpers that nobody here calls: 0.17 s of a plan.

`cp_model` (9.15) builds `Union[pd.Index, pd.Series]` when it is imported, and uses pandas in nothing else but its
`…_series` methods. Leave this file out and everything works, slower.
"""

import contextlib
import importlib
import sys
from types import ModuleType

STAND_INS = ("Index", "Series")
"""The types of pandas that `cp_model` names when it is imported."""


def load_solver() -> None:
    """Import `cp_model` with a stand-in for pandas, taken away at once: `import pandas` finds the real one afterwards.

    For a process that only plans: the `…_series` methods of a `cp_model` loaded so do not work. Nothing is done where
    either is loaded already; where the stand-in does not suffice, the solver is left to be imported as ever.
    """
    if "pandas" in sys.modules or "ortools.sat.python.cp_model" in sys.modules:
        return
    stand_in = ModuleType("pandas", "A stand-in, for types alone: planner.solving.lean_import.")
    vars(stand_in).update({name: type(name, (), {}) for name in STAND_INS})
    sys.modules["pandas"] = stand_in
    try:
        with contextlib.suppress(ImportError, AttributeError):  # another OR-Tools may want more of pandas
            importlib.import_module("ortools.sat.python.cp_model")
    finally:
        del sys.modules["pandas"]
