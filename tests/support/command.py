"""Running the command inside the test, and in a process of its own."""

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from planner.cli import main

REPOSITORY = Path(__file__).parent.parent.parent


@dataclass(frozen=True)
class Answer:
    """What one run of the command answered."""

    code: int
    out: str
    err: str


def run(capsys: pytest.CaptureFixture[str], *arguments: object) -> Answer:
    """Run `planner` with these arguments, here."""
    capsys.readouterr()
    code = main([str(argument) for argument in arguments])
    captured = capsys.readouterr()
    return Answer(code, captured.out, captured.err)


def run_apart(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run `python` with these arguments in a process of its own, in the repository."""
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=REPOSITORY,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
