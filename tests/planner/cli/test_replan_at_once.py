"""Two commands at once on one plan, or on one academy: the second waits, and sees what the first has written."""

import json
import os
import subprocess
import sys

import pytest

from calendars.school_holidays import SchoolCalendar
from planner.cli import main
from planner.jobs.around import read_around
from planner.library import check_academy
from planner.reports.write import one_at_a_time
from tests.support.command import REPOSITORY

EXAMPLES = REPOSITORY / "examples"
TODAY = ("--today", "2026-11-25")


def at_once(*commands):
    """The exit codes of `planner` commands begun at the same moment."""
    environment = os.environ | {"PYTHONPATH": str(REPOSITORY)}
    running = [
        subprocess.Popen(
            [sys.executable, "-m", "planner", *map(str, command), *TODAY], env=environment, stdout=subprocess.DEVNULL
        )
        for command in commands
    ]
    return [process.wait(timeout=120) for process in running]


def test_two_changes_of_one_session(tmp_path):
    assert main(["plan", str(EXAMPLES / "premier_degre_zone_a.yaml"), "--out", str(tmp_path)]) == 0
    codes = at_once(
        ("replan", tmp_path, "--absent", "durand", "2027-01-25/2027-01-29"),
        ("replan", tmp_path, "--closed", "2027-01-12", "grève"),
    )
    assert codes == [0, 0]
    plan = json.loads((tmp_path / "plan.json").read_text(encoding="utf-8"))
    told = {cause["kind"] for each in (*plan["versions"], plan) for cause in each["causes"]}
    assert told == {"plan", "absent", "closed"} and plan["versions"][-1]["number"] == 2
    session = (tmp_path / "session.yaml").read_text(encoding="utf-8")
    assert "2027-01-25/2027-01-29" in session and "grève" in session


def test_two_sessions_of_one_trainer(tmp_path):
    assert main(["batch", str(EXAMPLES / "academie"), "--out", str(tmp_path), "--workers", "1"]) == 0
    codes = at_once(
        *(
            ("replan", tmp_path / "sessions" / id, "--absent", "durand", "2027-01-11/2027-01-15")
            for id in ("ORAL-VAISE", "ORAL-CROIX-ROUSSE")
        )
    )
    assert codes == [0, 0]
    school = SchoolCalendar.load()
    around = read_around(tmp_path, school, {})
    assert not list(check_academy(around.academy, around.plans, school))
    calendar = (tmp_path / "trainers" / "durand.ics").read_bytes()
    for id in ("ORAL-VAISE", "ORAL-CROIX-ROUSSE"):
        own = (tmp_path / "sessions" / id / "trainers" / "durand.ics").read_bytes()
        assert all(event in calendar for event in own.split(b"BEGIN:VEVENT")[1:-1])


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no such locks here")
def test_who_waits_is_told_so(tmp_path):
    told = []
    script = "import sys, time, pathlib; from planner.reports.write import one_at_a_time\n"
    script += "with one_at_a_time(pathlib.Path(sys.argv[1])):\n    print('held', flush=True); time.sleep(1)"
    command = [sys.executable, "-c", script, str(tmp_path)]
    with subprocess.Popen(command, cwd=REPOSITORY, stdout=subprocess.PIPE) as other:
        assert other.stdout.readline() == b"held\n"
        with one_at_a_time(tmp_path, lambda: told.append("waits")):
            assert other.poll() == 0 or other.wait(5) == 0
            with one_at_a_time(tmp_path, lambda: told.append("again")):  # this run holds it already
                pass
    assert told == ["waits"]
