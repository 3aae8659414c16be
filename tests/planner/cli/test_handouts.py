"""`planner attestation` and `planner logbook`: what they write, and that they write all or nothing."""

import json
from pathlib import Path

import pytest

from planner.files.plan_json import plan_to_json
from tests.planner.cli.test_check import _late
from tests.planner.cli.test_plan import SESSION
from tests.support.command import run, run_apart
from tests.support.sessions import a_good_plan


@pytest.fixture
def session(tmp_path: Path) -> Path:
    path = tmp_path / "neo.yaml"
    path.write_text(SESSION, encoding="utf-8")
    return path


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    path = tmp_path / "plan.json"
    path.write_text(plan_to_json(a_good_plan()), encoding="utf-8")
    return path


def test_attestations_of_names_and_lists(capsys, session, tmp_path):
    (tmp_path / "liste.txt").write_text("Zoé Martin\nAli Ben Salah\n", encoding="utf-8")
    answer = run(
        capsys, "attestation", session, "--present", tmp_path / "liste.txt", "--present", "Luc Petit", "--lang", "en",
        "--out", tmp_path / "out",
    )  # fmt: skip
    assert (answer.code, answer.err) == (0, "")
    assert answer.out == f"3 attestations are written:\n  {tmp_path}/out/attestations.html\n"
    page = (tmp_path / "out" / "attestations.html").read_text(encoding="utf-8")
    assert [name in page for name in ("Zoé Martin", "Ali Ben Salah", "Luc Petit")] == [True] * 3


def test_the_folder_is_named_after_the_session(capsys, session, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert run(capsys, "attestation", session, "--present", "Zoé").code == 0
    assert (tmp_path / "out" / "neo-69" / "attestations.html").is_file()


def test_columns_that_were_not_read_are_named(capsys, session, tmp_path):
    (tmp_path / "liste.csv").write_text("nom complet;note;temps\nZoé;18;3 h", encoding="utf-8")
    told = ("attestation", session, "--present", tmp_path / "liste.csv", "--out", tmp_path / "out")
    assert "Not read: “note” and “temps”." in run(capsys, *told, "--lang", "en").out
    document = json.loads(run(capsys, *told, "--json").out)
    assert document["columns_not_read"] == ["note", "temps"]
    assert (document["status"], document["people"]) == ("written", 1)


@pytest.mark.parametrize(
    ("present", "said"),
    [("nobody.csv", "there is no file"), ("12", "“12” is not a name"), ("../neo.yaml", "there is no file")],
)
def test_nothing_is_written_where_the_list_is_wrong(capsys, session, tmp_path, present, said):
    out = tmp_path / "out"
    answer = run(capsys, "attestation", session, "--present", present, "--present", "Zoé", "--out", out, "--lang", "en")
    assert (answer.code, answer.out) == (2, "") and said in answer.err
    assert not out.exists()


def test_an_attestation_needs_somebody(capsys, session):
    answer = run(capsys, "attestation", session, "--lang", "en")
    assert answer.code == 2 and "--present" in answer.err


def test_a_wrong_session_is_said(capsys, tmp_path):
    answer = run(capsys, "attestation", tmp_path / "none.yaml", "--present", "Zoé", "--lang", "en")
    assert answer.code == 2 and "there is no file" in answer.err


@pytest.mark.parametrize("command", ["attestation", "logbook"])
def test_a_folder_that_cannot_be_written(capsys, session, plan, tmp_path, command):
    (tmp_path / "out").write_text("in the way", encoding="utf-8")
    more = ["--present", "Zoé"] if command == "attestation" else [plan]
    answer = run(capsys, command, session, *more, "--out", tmp_path / "out", "--lang", "en")
    assert answer.code == 2 and "cannot be written" in answer.err


def test_a_logbook_for_each_group(capsys, session, plan, tmp_path):
    answer = run(capsys, "logbook", session, plan, "--out", tmp_path / "out", "--lang", "en")
    assert (answer.code, answer.err) == (0, "")
    assert answer.out == f"The logbook lies here:\n  {tmp_path}/out/logbooks/lyon.html\n"


def test_one_group_by_its_name(capsys, session, plan, tmp_path):
    answer = run(capsys, "logbook", session, plan, "--group", "LYON", "--out", tmp_path / "out", "--json")
    assert json.loads(answer.out)["files"] == [f"{tmp_path}/out/logbooks/lyon.html"]


def test_a_group_there_is_none_of(capsys, session, plan, tmp_path):
    answer = run(capsys, "logbook", session, plan, "--group", "lyom", "--out", tmp_path / "out", "--lang", "en")
    assert answer.code == 2 and "Did you mean “lyon”?" in answer.err
    assert not (tmp_path / "out").exists()


def test_no_logbook_of_a_plan_that_breaks_a_rule(capsys, session, plan, tmp_path):
    plan.write_text(plan_to_json(_late(a_good_plan())), encoding="utf-8")
    answer = run(capsys, "logbook", session, plan, "--out", tmp_path / "out", "--lang", "en")
    assert (answer.code, answer.out) == (1, "")
    assert answer.err.startswith("The plan breaks rules; no logbook is written:\n  - ") and "(R1)" in answer.err
    assert not (tmp_path / "out").exists()


def test_neither_loads_the_solver(session, plan, tmp_path):
    code = (
        "import sys; from planner.cli import main; code = main(sys.argv[1:]);"
        "sys.exit('ortools' in sys.modules or 'xlsxwriter' in sys.modules or code)"
    )
    out = ["--out", str(tmp_path / "out")]
    for command in (["attestation", str(session), "--present", "Zoé"], ["logbook", str(session), str(plan)]):
        done = run_apart("-c", code, *command, *out)
        assert done.returncode == 0, done.stderr
