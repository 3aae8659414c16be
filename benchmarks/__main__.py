"""The figures of the README, each beside its reference and its limit. Exit 1 where a limit is missed.

    python -m benchmarks [--rounds 11]

Whole processes are started in turn with their reference, again and again; the best of each counts, the median is
shown. Both clocks must keep the limit: seconds on the wall, and seconds of processors, which other programs on the
machine disturb less. Nothing of this is in the tests: a test never depends on the machine's mood.
"""

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.processes import Cost, Costs, measured

ROOT = Path(__file__).resolve().parent.parent
EXAMPLE = "examples/trois_groupes.yaml"
PLANNER = (sys.executable, "-m", "planner")
IN_FRENCH = ("--lang", "fr")
LEVELS = ("preferences", "rhythm", "fair_shares", "early")

PLAN_LIMIT = 2.0  # times the import of the solver
HELP_LIMIT = 3.0  # times the import of typer
SOLVE_LIMIT_S = 5.0
ESTIMATE_LIMIT_S = 5.0
HEAVY = ("ortools", "pandas", "numpy")
"""What `check` and `explain-day` never load."""


@dataclass(frozen=True)
class Row:
    """One line of the table; `reached` None where there is no limit."""

    what: str
    figure: str
    reference: str = ""
    ratio: str = ""
    limit: str = ""
    reached: bool | None = None


def main() -> int:
    """Measure everything, print the table; the exit code."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description="Measure the planner against its limits.")
    parser.add_argument("--rounds", type=int, default=11, help="how often each process is run (default: 11)")
    rounds = max(1, parser.parse_args().rounds)
    os.chdir(ROOT)
    for name in ("PLANNER_DATA", "PYTHONDONTWRITEBYTECODE"):  # people keep compiled files, as those who installed do
        os.environ.pop(name, None)
    rows: list[Row] = []
    for part in (_plan, _help):
        rows += part(rounds)
    rows += _loaded()
    for preferred in (False, True):
        rows += _large_session(preferred)
    rows += _many_sessions()
    print(f"Python {platform.python_version()}, {os.cpu_count()} processors, best (median) of {rounds}")
    _print(rows)
    return 0 if all(row.reached is not False for row in rows) else 1


def _plan(rounds: int) -> Iterator[Row]:
    with tempfile.TemporaryDirectory() as folder:
        costs = measured(
            {
                "planner": (*PLANNER, *IN_FRENCH, "plan", EXAMPLE, "--out", f"{folder}/out"),
                "reference": (sys.executable, "-c", "from ortools.sat.python import cp_model"),
            },
            rounds,
        )
    yield from _against("planner plan, trois_groupes.yaml", "import cp_model", costs, PLAN_LIMIT)


def _help(rounds: int) -> Iterator[Row]:
    costs = measured(
        {"planner": (*PLANNER, *IN_FRENCH, "--help"), "reference": (sys.executable, "-c", "import typer")}, rounds
    )
    yield from _against("planner --help", "import typer", costs, HELP_LIMIT)


def _against(what: str, reference: str, costs: dict[str, Costs], limit: float) -> Iterator[Row]:
    clocks: tuple[tuple[str, Callable[[Cost], float]], ...] = (
        ("wall", lambda cost: cost.wall_s),
        ("processor", lambda cost: cost.cpu_s),
    )
    for clock, seconds in clocks:
        ours, theirs = ((seconds(costs[name].best), seconds(costs[name].median)) for name in ("planner", "reference"))
        ratio = ours[0] / theirs[0]
        yield Row(
            f"{what}, {clock}",
            f"{ours[0]:.3f} s ({ours[1]:.3f})",
            f"{reference} {theirs[0]:.3f} s ({theirs[1]:.3f})",
            f"{ratio:.2f} ({ours[1] / theirs[1]:.2f})",
            f"{limit:g}",
            ratio <= limit,
        )


def _loaded() -> Iterator[Row]:
    """Whether the light commands stay light: what they have loaded when they are done."""
    with tempfile.TemporaryDirectory() as folder:
        _run(*PLANNER, *IN_FRENCH, "plan", EXAMPLE, "--out", folder)
        for arguments in (
            ("check", EXAMPLE, f"{folder}/plan.json"),
            ("explain-day", "2027-05-07", "--department", "57"),
        ):
            code = (
                "import sys; from planner.cli import main; code = main(sys.argv[1:]);"
                f"print(*(name for name in {HEAVY} if name in sys.modules), file=sys.stderr); sys.exit(code)"
            )
            loaded = _run(sys.executable, "-c", code, *IN_FRENCH, *arguments).stderr.split()
            yield Row(
                f"planner {arguments[0]} loads", ", ".join(loaded) or "neither", limit="none of " + ", ".join(HEAVY),
                reached=not loaded,
            )  # fmt: skip


def _large_session(preferred: bool) -> Iterator[Row]:
    what = "large session" + (", with preferred hours" if preferred else "")
    words = ["preferred"] if preferred else []
    answer: dict[str, Any] = json.loads(_run(sys.executable, "-m", "benchmarks.large_session", *words).stdout)
    for clock in ("wall", "cpu"):
        seconds = answer[f"solve_{clock}_s"]
        name = "wall" if clock == "wall" else "processor"
        yield Row(
            f"{what}: solving on one core, {name}", f"{seconds:.2f} s", limit=f"{SOLVE_LIMIT_S:g} s",
            reached=seconds <= SOLVE_LIMIT_S,
        )  # fmt: skip
    found = {name: (value, bound) for name, value, bound in answer["levels"]}
    wanted = [name for name in LEVELS if preferred or name != "preferences"]
    for name in wanted:
        value, bound = found.get(name, (None, None))
        said = "not reached" if value is None else "proven" if value == bound else f"bound {bound}"
        yield Row(f"{what}: {name}", "–" if value is None else str(value), said, "", "proven", said == "proven")
    if "check_cpu_s" in answer:
        yield Row(f"{what}: the checker, processor", f"{answer['check_cpu_s']:.3f} s")


def _many_sessions() -> Iterator[Row]:
    answer = json.loads(_run(sys.executable, "-m", "benchmarks.many_sessions").stdout)
    for clock, name in (("wall", "wall"), ("cpu", "processor")):
        seconds = answer[f"{clock}_s"]
        yield Row(
            f"{answer['sessions']} sessions estimated, {name}", f"{seconds:.2f} s", limit=f"{ESTIMATE_LIMIT_S:g} s",
            reached=seconds <= ESTIMATE_LIMIT_S,
        )  # fmt: skip


def _run(*command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, check=True, capture_output=True, text=True)


def _print(rows: list[Row]) -> None:
    verdicts = {True: "yes", False: "NO", None: ""}
    table = [("", "figure", "reference", "ratio", "limit", "reached")]
    table += [(r.what, r.figure, r.reference, r.ratio, r.limit, verdicts[r.reached]) for r in rows]
    widths = [max(len(line[column]) for line in table) for column in range(len(table[0]))]
    for line in table:
        print("  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip())


if __name__ == "__main__":
    sys.exit(main())
