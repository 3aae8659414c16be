import dataclasses
import json

import pytest

from planner.files.plan_json import plan_to_json
from tests.planner.cli.test_plan import SESSION
from tests.support.command import run
from tests.support.sessions import a_good_plan


@pytest.fixture
def files(tmp_path):
    session, plan = tmp_path / "neo.yaml", tmp_path / "plan.json"
    session.write_text(SESSION, encoding="utf-8")
    plan.write_text(plan_to_json(a_good_plan()), encoding="utf-8")
    return session, plan


def _late(plan):
    """The same plan, its second class at 18:30 instead of 16:30: out of hours."""
    from datetime import timedelta

    first, second = plan.placements
    return dataclasses.replace(
        plan, placements=(first, dataclasses.replace(second, start=second.start + timedelta(hours=2)))
    )


@pytest.mark.parametrize(("lang", "said"), [("en", "keeps every rule."), ("fr", "respecte toutes les règles.")])
def test_a_good_plan(capsys, files, lang, said):
    answer = run(capsys, "check", *files, "--lang", lang)
    assert (answer.code, answer.err) == (0, "") and said in answer.out


def test_each_broken_rule_has_its_day_activity_and_id(capsys, files):
    files[1].write_text(plan_to_json(_late(a_good_plan())), encoding="utf-8")
    answer = run(capsys, "check", *files, "--lang", "en")
    assert answer.code == 1
    (line,) = [line for line in answer.out.splitlines() if line.startswith("  - ")]
    assert "Tuesday 26 January 2027" in line and "“Retour d'expérience”" in line and "(R1)" in line


def test_the_document(capsys, files):
    files[1].write_text(plan_to_json(_late(a_good_plan())), encoding="utf-8")
    answer = run(capsys, "check", *files, "--json")
    found = json.loads(answer.out)
    assert (answer.code, answer.err, found["status"]) == (1, "", "broken")
    (violation,) = found["violations"]
    assert (violation["rule"], violation["day"], violation["activity"]) == ("working_hours", "2027-01-26", "retour1")


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (None, "there is no file"),
        (b"", ""),
        (b"\x89PNG\r\n\x1a\n", "an image"),
        (b"{", "cannot be read as JSON"),
        (b"BEGIN:VCALENDAR\r\n", ""),
        (b"[" * 100_000, ""),
    ],
    ids=["missing", "empty", "image", "half JSON", "half ics", "deep"],
)
def test_a_plan_that_cannot_be_read(capsys, files, data, said):
    if data is None:
        files[1].unlink()
    else:
        files[1].write_bytes(data)
    answer = run(capsys, "check", *files, "--lang", "en")
    assert (answer.code, answer.out) == (2, "")
    assert str(files[1]) in answer.err and said in answer.err


def test_a_session_that_cannot_be_read(capsys, files):
    files[0].write_text("id: [", encoding="utf-8")
    assert run(capsys, "check", *files).code == 2


def test_a_plan_is_named_by_its_folder_too(capsys, files):
    folder = files[1].parent
    answer = run(capsys, "check", files[0], folder, "--lang", "en")
    assert (answer.code, answer.err) == (0, "") and "keeps every rule." in answer.out
    answer = run(capsys, "diff", folder, files[1], "--lang", "en")
    assert (answer.code, answer.err) == (0, "") and "say the same" in answer.out
    files[1].unlink()
    answer = run(capsys, "check", files[0], folder, "--lang", "en")
    assert (answer.code, answer.out) == (2, "") and "there is no file" in answer.err and str(files[1]) in answer.err
