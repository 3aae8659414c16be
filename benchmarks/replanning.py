"""One change after another in a whole academy, each from the plans as they were first: how long planning again takes,
and what moves. `make benchmark-replanning`, or

    python -m benchmarks.replanning [2000] [--changes 20] [--workers 2] [--seed 1]

The academy is made from its seed, written as files, then planned and written by `planner batch`. Each change is one of
`planner replan` in a process of its own: loading is reading the academy; re-planning is posing, solving, checking and
saying why; writing is that of plans and calendars; the index comes last, once the answer is given. Exit 1 where a limit
is missed. Nothing of this is in the tests: a test never depends on the machine's mood.
"""

import argparse
import io
import json
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from benchmarks.academies import MadeAcademy, make_academy
from benchmarks.academy_files import write_academy_files
from benchmarks.replanning_changes import Change, drawn
from planner.jobs.writing import PLAN, read_plan
from planner.plan import Plan

ROOT = Path(__file__).resolve().parent.parent
SIZE = 2000
CHANGES = 20
LIMIT_S = 5.0
PHASES: Mapping[str, tuple[str, ...]] = {
    "loading": ("read",), "re-planning": ("pose", "solve", "check"), "writing": ("write",), "index": ("index",),
}  # fmt: skip
"""The steps of each phase."""
AFTER_LOADING = ("re-planning", "writing")


@dataclass(frozen=True)
class Done:
    """What one change took and moved. `needless`: others moved, though a plan keeps them all."""

    change: Change
    answer: str
    moved: int
    elsewhere: int
    violations: int
    needless: int
    seconds: Mapping[str, float]

    def phase_s(self, phase: str) -> float:
        """The seconds of a phase."""
        return sum(self.seconds.get(step, 0.0) for step in PHASES[phase])

    @property
    def after_loading_s(self) -> float:
        """What counts against the limit."""
        return sum(self.phase_s(phase) for phase in AFTER_LOADING)


def main() -> int:
    """Measure, print each change and the verdicts; the exit code."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.replanning", description="Measure planning again.")
    parser.add_argument("size", nargs="?", type=int, default=SIZE, help=f"how many sessions (default: {SIZE})")
    parser.add_argument("--changes", type=int, default=CHANGES, help=f"how many changes (default: {CHANGES})")
    parser.add_argument("--workers", type=int, default=2, help="processes that plan the academy (default: 2)")
    parser.add_argument("--seed", type=int, default=1, help="of the academy and the changes (default: 1)")
    asked = parser.parse_args()
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(line_buffering=True)  # each change is shown once it is measured
    print(f"Python {platform.python_version()}, {os.cpu_count()} processors, {asked.size} sessions, seed {asked.seed}")
    with tempfile.TemporaryDirectory() as folder:
        done = []
        for each in measured(Path(folder), asked.size, asked.seed, asked.workers, asked.changes):
            _print_change(each)
            done.append(each)
    _print_phases(done)
    return 0 if _verdicts(done) else 1


def measured(folder: Path, size: int, seed: int, workers: int, changes: int) -> Iterator[Done]:
    """What each change took, in an academy that is made, planned and written in a folder first."""
    source, first = folder / "in", folder / "first"
    source.mkdir()
    made = make_academy(size, seed)
    write_academy_files(made, source)
    batch: list[str] = [
        sys.executable,
        "-m",
        "planner",
        "batch",
        str(source),
        "--out",
        str(first),
        "--workers",
        str(workers),
    ]
    subprocess.run(batch, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True, cwd=ROOT)
    plans = {session.id: _plan(first, session.id) for session in made.academy.sessions}
    for change in drawn(made.academy.sessions, plans, changes, seed):
        yield _done(folder, made, change)


def _plan(out: Path, id: str) -> Plan:
    plan = read_plan(out / "sessions" / id / PLAN)
    assert isinstance(plan, Plan), plan
    return plan


def _done(folder: Path, made: MadeAcademy, change: Change) -> Done:
    """One change in what lies there, which is put back afterwards: its folder is that of the next."""
    first, kept = folder / "first", folder / "kept"
    asked: dict[str, Any] = {
        "kind": change.kind, "today": f"{change.today}", "trainer": change.trainer, "session_file": None,
        "first": f"{change.days[0]}", "last": f"{change.days[1]}",
    }  # fmt: skip
    if change.kind == "inspection":
        file = folder / "in" / f"{change.session}.changed"
        file.write_text(yaml.safe_dump(change.in_file(made.files[change.session]), sort_keys=False), encoding="utf-8")
        asked["session_file"] = str(file)
    shutil.copytree(first, kept, copy_function=os.link)  # files are replaced, never written into
    command = [sys.executable, "-m", "benchmarks.replanning_run", str(first / "sessions" / change.session)]
    process = subprocess.run(command, input=json.dumps(asked), stdout=subprocess.PIPE, text=True, check=True, cwd=ROOT)
    shutil.rmtree(first)
    kept.rename(first)
    return Done(change, **json.loads(process.stdout))


def _print_change(done: Done) -> None:
    change, seconds = done.change, "  ".join(f"{phase} {done.phase_s(phase):5.2f} s" for phase in PHASES)
    print(f"{change.session} {change.kind:11} {change.days[0]}  {done.answer:12} {seconds}  ", end="")
    print(f"moved {done.moved}, elsewhere {done.elsewhere}")


def _print_phases(done: Sequence[Done]) -> None:
    print()
    phases = {phase: [each.phase_s(phase) for each in done] for phase in PHASES}
    for phase, seconds in {**phases, "after loading": [each.after_loading_s for each in done]}.items():
        print(f"  {phase:13} median {statistics.median(seconds):6.2f} s   most {max(seconds):6.2f} s")
    answers = Counter(each.answer for each in done)
    print("  " + ", ".join(f"{answer} {count}" for answer, count in sorted(answers.items())))


def _verdicts(done: Sequence[Done]) -> bool:
    """Say of each limit whether it is kept; whether all are."""
    slowest = max(each.after_loading_s for each in done)
    moved, elsewhere = sum(each.moved for each in done), sum(each.elsewhere for each in done)
    others, needless = sum(each.elsewhere > 0 for each in done), sum(each.needless for each in done)
    print(f"  entries moved in the sessions {moved}, in others {elsewhere} (in {others} of {len(done)} changes)")
    violations = sum(each.violations for each in done)
    found = [
        _said("re-planned after loading, the slowest", slowest <= LIMIT_S, f"{slowest:.2f} s", "5 s"),
        _said("moved elsewhere though a plan keeps all", not needless, str(needless), "0"),
        _said("violations", not violations, str(violations), "0"),
    ]
    return all(found)


def _said(what: str, kept: bool, figure: str, limit: str) -> bool:
    print(f"{'yes' if kept else 'NO ':3}  {what:40} {figure:>8}  limit {limit}")
    return kept


if __name__ == "__main__":
    sys.exit(main())
