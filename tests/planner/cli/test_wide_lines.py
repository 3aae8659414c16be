"""Answers and errors stand within the screen: 100 columns where nothing says how wide it is."""

import json

import pytest

from planner.files.plan_json import plan_to_json
from tests.planner.cli.test_no_plan import EXAMPLE
from tests.planner.cli.test_plan import SESSION
from tests.support.command import run
from tests.support.sessions import a_good_plan


@pytest.fixture(autouse=True)
def a_screen_of_100_columns(monkeypatch):
    monkeypatch.setenv("COLUMNS", "100")


def _wide(text):
    """Lines over 100 columns that are no person's own line with its mark, and hold more than a path."""
    return [line for line in text.splitlines() if len(line) > 100 and " | " not in line[:9] and " " in line.strip()]


@pytest.fixture
def files(tmp_path):
    session, plan = tmp_path / "neo.yaml", tmp_path / "plan.json"
    session.write_text(SESSION, encoding="utf-8")
    plan.write_text(plan_to_json(a_good_plan()), encoding="utf-8")
    return session, plan


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_why_there_is_no_plan(capsys, tmp_path, lang):
    answer = run(capsys, "plan", EXAMPLE, "--out", tmp_path / "out", "--lang", lang)
    assert answer.code == 3 and len(answer.out.splitlines()) > 10 and not _wide(answer.out)


def test_dates_that_are_fixed_and_break_rules(capsys, files):
    text = SESSION.replace("duration: 1h30}", "duration: 1h30, fixed: 2027-02-07T16:30}")
    assert text != SESSION
    files[0].write_text(text, encoding="utf-8")
    answer = run(capsys, "plan", files[0], "--out", files[0].parent / "out")
    assert answer.code == 3 and not _wide(answer.out)


def test_the_list_of_a_check(capsys, files):
    document = json.loads(files[1].read_text(encoding="utf-8"))
    for placement in document["placements"]:
        placement["start"] = placement["start"].replace("2027-01", "2027-02")
    files[1].write_text(json.dumps(document), encoding="utf-8")
    answer = run(capsys, "check", *files)
    assert answer.code == 1 and "\n    " in answer.out and not _wide(answer.out)


def test_what_was_not_found_in_time(capsys, tmp_path):
    answer = run(capsys, "plan", EXAMPLE.parent / "trois_groupes.yaml", "--out", tmp_path / "o", "--time-limit", "0,01")
    assert answer.code == 4 and not _wide(answer.err)
    assert "en 0,01\xa0s" in answer.err and "--time-limit 1" in answer.err


def test_the_hint_of_an_error(capsys, files):
    files[0].write_text(SESSION.replace("window:", "windw:"), encoding="utf-8")
    answer = run(capsys, "plan", files[0])
    assert answer.code == 2 and len(answer.err.splitlines()) > 5 and not _wide(answer.err)
