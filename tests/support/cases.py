"""Whole inputs written by hand in tests/cases, and reference files that PLANNER_REWRITE=1 rewrites."""

import os
from pathlib import Path

from planner.files.plan_json import plan_from_json
from planner.files.session_file import read_session
from planner.plan import Plan
from planner.session import Session
from tests.support.sessions import the_school

CASES = Path(__file__).parent.parent / "cases"


def case(name: str) -> tuple[Session, Plan]:
    """The session and the plan of a case."""
    read = read_session(CASES / name / "session.yaml", the_school())
    plan = plan_from_json((CASES / name / "plan.json").read_text(encoding="utf-8"), "plan.json")
    assert read.session is not None, read.findings
    assert isinstance(plan, Plan), plan
    return read.session, plan


def same_as_written(name: str, path: str, data: bytes) -> None:
    """`data` is, byte for byte, the file at `path` in what the case expects."""
    file = CASES / name / "expected" / path
    if os.environ.get("PLANNER_REWRITE"):
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)
    assert data.decode() == file.read_bytes().decode()
