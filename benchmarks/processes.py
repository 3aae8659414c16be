"""What a whole process costs, from its start to its end, beside others that are started in turn."""

import os
import statistics
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

Command = Sequence[str]


@dataclass(frozen=True)
class Cost:
    """Seconds: on the wall, and of processors (user and system, all threads), which other programs disturb less."""

    wall_s: float
    cpu_s: float


@dataclass(frozen=True)
class Costs:
    """What the same command cost each time."""

    runs: tuple[Cost, ...]

    @property
    def best(self) -> Cost:
        """The least of each: what the command costs where nothing disturbs it."""
        return Cost(min(run.wall_s for run in self.runs), min(run.cpu_s for run in self.runs))

    @property
    def median(self) -> Cost:
        """The middle of each."""
        return Cost(
            statistics.median(run.wall_s for run in self.runs), statistics.median(run.cpu_s for run in self.runs)
        )


def measured(commands: Mapping[str, Command], rounds: int) -> dict[str, Costs]:
    """The cost of each command, by name. A round runs each once, so that all meet the same machine.

    A first round, which writes Python's compiled files, is not counted. CalledProcessError where a command fails.
    """
    for command in commands.values():
        _cost(command)
    runs: dict[str, list[Cost]] = {name: [] for name in commands}
    for _ in range(rounds):
        for name, command in commands.items():
            runs[name].append(_cost(command))
    return {name: Costs(tuple(costs)) for name, costs in runs.items()}


def _cost(command: Command) -> Cost:
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    assert process.stderr is not None
    said = process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)  # the resources of this child alone
    wall_s = time.perf_counter() - start
    process.stderr.close()
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        raise subprocess.CalledProcessError(process.returncode, command, stderr=said)
    return Cost(wall_s, usage.ru_utime + usage.ru_stime)
