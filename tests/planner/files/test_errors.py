"""Every wrong file of tests/errors says exactly the errors it is marked with, on exactly these lines."""

import re
from collections import Counter
from pathlib import Path

import pytest

from calendars.school_holidays import SchoolCalendar
from planner.files.session_file import read_session
from planner.messages.finding_academies import ACADEMY_TEXTS
from planner.messages.finding_changes import CHANGE_TEXTS
from planner.messages.finding_entries import ENTRY_TEXTS
from planner.messages.finding_logs import LOG_TEXTS
from planner.messages.finding_people import PEOPLE_TEXTS
from planner.messages.finding_polls import POLL_TEXTS
from planner.messages.findings import FINDING_TEXTS, finding_text
from planner.messages.texts import LANGUAGES, Texts

ERRORS = Path(__file__).parents[2] / "errors"
CASES = sorted(ERRORS.glob("*.yaml"))

TESTED_ELSEWHERE = {
    **dict.fromkeys(("file-too-large", "not-text-file", "not-utf-8", "empty-file"), "test_session_file.py"),
    **dict.fromkeys(("not-json", "unknown-format", "not-an-instant"), "test_plan_json.py"),
    **dict.fromkeys(ENTRY_TEXTS, "test_plan_ics.py"),
    **dict.fromkeys(LOG_TEXTS, "test_log_file.py"),
    **dict.fromkeys(CHANGE_TEXTS, "test_replan_inputs.py, test_replan_academy.py in tests/planner/cli"),
    **dict.fromkeys(PEOPLE_TEXTS, "test_present_list.py"),
    **dict.fromkeys(POLL_TEXTS, "test_ballots.py, tests/planner/cli/test_poll.py"),
    **dict.fromkeys(ACADEMY_TEXTS, "test_academy_file.py"),
    **dict.fromkeys(
        (
            *("unknown-academy", "empty-team", "led-by-nobody", "other-session", "unknown-in-plan"),
            *("two-plans", "same-session-twice", "no-sessions"),
        ),
        "test_workload_jobs.py",
    ),
    **dict.fromkeys(("no-cluster", "no-cluster-extra"), "tests/planner/jobs/test_cluster.py"),
    "wrong-value": "never said: test_values.py looks for it",
}


@pytest.fixture(scope="module")
def school():
    return SchoolCalendar.load()


def _expected(path):
    marked = Counter()
    for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), start=1):
        if mark := re.search(r"# expect: (.+)$", line):
            marked.update((number, message_id) for message_id in mark[1].split(", "))
    return marked


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_nothing_unexpected_and_nothing_missing(path, school):
    read = read_session(path, school)
    assert Counter((finding.line, finding.id) for finding in read.findings) == _expected(path)
    assert path.stem in {finding.id for finding in read.findings}
    assert read.session is None


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_each_is_said_with_the_persons_own_line(path, lang, school):
    lines = path.read_text(encoding="utf-8").split("\n")
    for finding in read_session(path, school).findings:
        said = finding_text(finding, Texts(lang)).split("\n")
        assert said[0].startswith(f"{path}:{finding.line}:{finding.column}: ")
        assert said[1].startswith(f"{finding.line:>5} | ")
        assert set(said[2].removeprefix("      | ").strip()) == {"^"}
        assert finding.excerpt == lines[finding.line - 1]
        assert not re.search(r"\{\w*\}|None|\('", said[0] + said[3].replace("{first", "")), said


def test_every_message_has_its_case():
    assert {path.stem for path in CASES} | set(TESTED_ELSEWHERE) == set(FINDING_TEXTS)
