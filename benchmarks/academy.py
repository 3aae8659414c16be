"""Whole academies: how long they take, how good their plans are. `make benchmark-academy`, or

    python -m benchmarks.academy [100 500 2000 8000] [--workers 2] [--no-flat]

Each academy is made from its seed and written as session files and a table of enrolments; a process of its own then
reads, plans, checks and writes it. On 100 and 200 sessions the flat model is given the same seconds. Exit 1 where a
limit is missed. Nothing of this is in the tests: a test never depends on the machine's mood.
"""

import argparse
import io
import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.academies import make_academy
from benchmarks.academy_files import write_academy_files
from benchmarks.memory import Memory

SIZES = (100, 500, 2000)
FLAT_SIZES = (100, 200)
PHASES = ("making", "reading", "planning", "checking", "writing")
MEASURED = ("planning", "checking", "writing")
"""The phases that count against the limit of time."""

LIMITED = 2000
TIME_LIMIT_S, GAP_LIMIT, MEMORY_LIMIT_MB, CHECK_LIMIT_S = 60.0, 0.02, 1536.0, 3.0
GROWTH_FROM, GROWTH_LIMIT = 500, 1.3


@dataclass(frozen=True)
class Run:
    """What came out of one academy; `costs` are seconds by phase, `wall_s` and `cpu_s` of each."""

    sessions: int
    placed: int
    points: int
    bound: int
    violations: int
    costs: dict[str, dict[str, float]]
    memory_mb: float | None

    @property
    def gap(self) -> float:
        """By which part the points are above the bound."""
        return (self.points - self.bound) / self.bound if self.bound else 0.0

    def seconds(self, clock: str) -> float:
        """Planned, checked and written."""
        return sum(self.costs[phase][clock] for phase in MEASURED)


def main() -> int:
    """Measure each size, print the table and the verdicts; the exit code."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.academy", description="Measure whole academies.")
    parser.add_argument("sizes", nargs="*", type=int, default=SIZES, help="how many sessions (default: 100 500 2000)")
    parser.add_argument("--workers", type=int, default=2, help="processes that share the work (default: 2)")
    parser.add_argument("--seed", type=int, default=1, help="of the academies (default: 1)")
    parser.add_argument("--no-flat", action="store_true", help="leave the flat model out")
    asked = parser.parse_args()
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(line_buffering=True)  # each size is shown once it is measured
    print(
        f"Python {platform.python_version()}, {os.cpu_count()} processors, {asked.workers} workers, seed {asked.seed}"
    )
    runs: dict[int, Run] = {}
    flat: dict[int, dict[str, Any]] = {}
    flat_sizes = set() if asked.no_flat else set(FLAT_SIZES)
    for size in sorted({*asked.sizes, *flat_sizes}):
        with tempfile.TemporaryDirectory() as folder:
            runs[size] = _run(size, asked.seed, asked.workers, Path(folder))
            _print_run(runs[size])
            if size in flat_sizes:
                seconds = str(runs[size].costs["planning"]["wall_s"])
                flat[size] = json.loads(_answer("benchmarks.flat_model", folder, seconds, str(asked.workers))[0])
                _print_flat(runs[size], flat[size])
    return 0 if _verdicts(runs) else 1


def _run(size: int, seed: int, workers: int, folder: Path) -> Run:
    start = time.perf_counter(), time.process_time()
    write_academy_files(make_academy(size, seed), folder)
    made = {"wall_s": time.perf_counter() - start[0], "cpu_s": time.process_time() - start[1]}
    said, memory_mb = _answer("benchmarks.academy_run", str(folder), str(workers))
    answer = json.loads(said)
    return Run(memory_mb=memory_mb, **answer | {"costs": {"making": made, **answer["costs"]}})


def _answer(module: str, *arguments: str) -> tuple[str, float | None]:
    """What a process of its own prints, and the most memory that it and its own processes took."""
    command = [sys.executable, "-m", module, *arguments]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    with Memory(process.pid) as memory:
        said, _ = process.communicate()
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    return said, memory.most_mb


def _print_run(run: Run) -> None:
    print(f"\n{run.sessions} sessions: {run.placed} placed, {run.violations} violations")
    for phase in PHASES:
        cost = run.costs[phase]
        print(f"  {phase:9} {cost['wall_s']:7.2f} s   {cost['cpu_s']:7.2f} s of processors")
    each = [1000 * run.seconds(clock) / run.sessions for clock in ("wall_s", "cpu_s")]
    print(f"  a session {each[0]:7.2f} ms  {each[1]:7.2f} ms of processors (planned, checked, written)")
    print(f"  points    {run.points}, no plan below {run.bound}: gap {100 * run.gap:.2f} %")
    print(f"  memory    {'unknown' if run.memory_mb is None else f'{run.memory_mb:.0f} MB at most, all processes'}")


def _print_flat(run: Run, flat: dict[str, Any]) -> None:
    found = "no plan found" if flat["points"] is None else f"{flat['points']} points, bound {flat['bound']:.0f}"
    print(f"  flat      {found} in {flat['solved_s']:.1f} s (made in {flat['made_s']:.1f} s); here {run.points} points")


def _verdicts(runs: dict[int, Run]) -> bool:
    """Say of each limit whether it is kept; whether all are."""
    said = [_said("every session placed", all(run.placed == run.sessions for run in runs.values()), "", "")]
    said += [_said("violations", not any(run.violations for run in runs.values()), "", "0")]
    if run := runs.get(LIMITED):
        seconds, checking = run.seconds("wall_s"), run.costs["checking"]["wall_s"]
        said += [
            _said(f"{LIMITED} planned, checked, written", seconds <= TIME_LIMIT_S, f"{seconds:.1f} s", "60 s"),
            _said("gap to the bound", run.gap <= GAP_LIMIT, f"{100 * run.gap:.2f} %", "2 %"),
            _said("checker alone", checking <= CHECK_LIMIT_S, f"{checking:.2f} s", "3 s"),
        ]
        if run.memory_mb is not None:
            said.append(_said("memory", run.memory_mb <= MEMORY_LIMIT_MB, f"{run.memory_mb:.0f} MB", "1536 MB"))
    if GROWTH_FROM in runs and max(runs) > GROWTH_FROM:
        least, most = runs[GROWTH_FROM], runs[max(runs)]
        for clock in ("wall_s", "cpu_s"):
            growth = (most.seconds(clock) / most.sessions) / (least.seconds(clock) / least.sessions)
            what = f"growth from {least.sessions} to {most.sessions} ({clock.removesuffix('_s')})"
            said.append(_said(what, growth <= GROWTH_LIMIT, f"{growth:.2f}", "1.3"))
    return all(said)


def _said(what: str, kept: bool, figure: str, limit: str) -> bool:
    print(f"{'yes' if kept else 'NO ':3}  {what:36} {figure:>10}  {'limit ' + limit if limit else ''}".rstrip())
    return kept


if __name__ == "__main__":
    sys.exit(main())
