"""The rooms of the house: which may import which, and the lines that have one home."""

import ast
import re
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parent.parent
FILES = sorted(path for room in ("calendars", "planner") for path in (REPOSITORY / room).rglob("*.py"))

_VALUES = {
    "planner.session",
    "planner.input_values",
    "planner.workload_input",
    "planner.plan",
    "planner.outcome",
    "planner.academy",
    "planner.units",
}
_POSED = {"planner.problem", "planner.posing", "planner.ordering", "planner.beside"}
MAY_IMPORT = {
    "calendars": {"calendars", "holidays", "dateutil", "icalendar", "recurring_ical_events"},
    "planner.units": set(),
    "planner.near_names": set(),
    "planner.processes": set(),
    "planner.input_values": {"calendars", "planner.units", "pydantic", "pydantic_core"},
    "planner.workload_input": {"planner.input_values", "pydantic"},
    "planner.session": {"calendars", "planner.input_values", "planner.workload_input", "pydantic"},
    "planner.plan": {"calendars", "planner.session"},
    "planner.outcome": {"calendars", "planner.session", "planner.plan"},
    "planner.academy": {"calendars", "planner.session", "planner.plan", "planner.outcome"},
    "planner.differences": {"planner.plan"},
    "planner.problem": {"calendars", *_VALUES, *_POSED},
    "planner.posing": {"calendars", *_VALUES, *_POSED},
    "planner.ordering": {"calendars", *_VALUES, *_POSED},
    "planner.beside": {"calendars", *_VALUES, *_POSED},
    "planner.consistency": {"calendars", *_VALUES, "planner.consistency", "planner.near_names"},
    "planner.check": {"calendars", *_VALUES, "planner.check"},  # not problem, not solving
    "planner.advice": {"calendars", *_VALUES, "planner.check"},
    "planner.replan": {
        *("calendars", *_VALUES, *_POSED, "planner.replan", "planner.solving", "planner.near_names"),
        "planner.differences",
    },
    "planner.solving": {
        "calendars",
        *_VALUES,
        *_POSED,
        "planner.processes",
        "planner.solving",
        "ortools",
        "numpy",
        "distributed",
    },
    "planner.poll": {"calendars", *_VALUES, *_POSED, "planner.poll", "planner.check", "planner.solving"},
    "planner.workload": {"calendars", *_VALUES, "planner.workload", "ruamel"},
    "planner.files": {
        *("calendars", *_VALUES, "planner.files", "planner.consistency", "planner.near_names"),
        *("ruamel", "yaml", "pydantic", "pydantic_core", "icalendar", "openpyxl"),
    },
    "planner.messages": {  # values, to speak of them
        *("calendars", *_VALUES, "planner.messages", "planner.near_names", "planner.workload", "babel"),
        "planner.differences",
    },
    "planner.reports": {
        *("calendars", *_VALUES, "planner.reports", "planner.messages", "planner.files", "planner.workload"),
        *("planner.differences", "planner.processes"),
        *("rich", "jinja2", "markupsafe", "xlsxwriter"),
    },
    "planner.jobs": {"calendars", "planner"},
    "planner.library": {"calendars", "planner"},
    "planner.cli": {
        *("planner.cli", "planner.jobs", "planner.messages", "planner.reports", "typer", "platformdirs", "rich"),
    },
    "planner.__main__": {"planner.cli"},
}
"""DESIGN.md's table. A room not named here has no place in the house yet."""

ONE_HOME = [
    ("time zones", r"ZoneInfo|\.astimezone\(", ("calendars/", "planner/problem.py")),
    ("the solver", r"(from|import) ortools", ("planner/solving/",)),
    ("the clock", r"\.(now|today|utcnow)\(|\btime\.time\(", ("planner/cli/",)),
    ("the environment", r"os\.environ|getenv|import locale|getlocale", ("planner/cli/",)),
    ("chance", r"import random|from random|uuid[14]\(|urandom", ()),
    ("writing files", r"\.write_(bytes|text)\(|open\([^)]*[\"'][wax]b?[\"']", ("planner/reports/write.py",)),
    ("weeks and days in quarters", r"(//|%) ?(96|672)\b", ()),
]

LONGER = {"planner/session.py": 500}
"""Files above 400 lines, and how long they may be: the whole vocabulary of the input stands in one place."""


def _module(path):
    parts = path.relative_to(REPOSITORY).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def _room(module):
    """`planner.check.days` is in the room `planner.check`, `calendars.spans` in `calendars`."""
    parts = module.split(".")
    return ".".join(parts[:2]) if parts[0] == "planner" else parts[0]


def _imports(tree):
    """The modules a file imports when it runs, those only needed for types left out."""
    for node in ast.walk(tree):
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
            for skipped in ast.walk(node):
                skipped.skip = True
        if getattr(node, "skip", False):
            continue
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports say the whole name"
            if node.module == "planner":
                yield from (f"planner.{alias.name}" for alias in node.names)
            else:
                yield node.module


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(REPOSITORY)))
def test_a_room_imports_only_what_the_table_allows(path):
    import sys

    room = _room(_module(path))
    if room == "planner":
        allowed = set()
    else:
        assert room in MAY_IMPORT, f"{room} is not in the table"
        allowed = MAY_IMPORT[room] | {room}
    for module in _imports(ast.parse(path.read_text(encoding="utf-8"))):
        if module.split(".")[0] in sys.stdlib_module_names:
            continue
        found = _room(module)
        below = found.split(".")[0] in allowed and found != "planner.cli"  # jobs may import everything but the cli
        assert found in allowed or below, f"{room} may not import {module}"


@pytest.mark.parametrize(("what", "pattern", "homes"), ONE_HOME, ids=[row[0] for row in ONE_HOME])
def test_each_of_these_has_one_home(what, pattern, homes):
    strays = []
    for path in FILES:
        name = str(path.relative_to(REPOSITORY))
        if not name.startswith(homes or ("-",)):
            code = ast.unparse(ast.parse(path.read_text(encoding="utf-8")))  # without comments
            strays += [f"{name}: {line.strip()}" for line in code.splitlines() if re.search(pattern, line)]
    assert not strays


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(REPOSITORY)))
def test_a_file_can_be_read_in_one_sitting(path):
    lines = path.read_text(encoding="utf-8").count("\n")
    assert lines <= LONGER.get(str(path.relative_to(REPOSITORY)), 400)


def test_every_room_of_the_table_stands():
    """A row for a room that is gone would allow what nobody asked for."""
    rooms = {_room(_module(path)) for path in FILES}
    assert set(MAY_IMPORT) <= rooms
