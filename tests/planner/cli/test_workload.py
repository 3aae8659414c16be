"""`planner workload`: what an inspector reads, and what another program reads."""

import json
import re

import pytest

from tests.support.command import REPOSITORY, run, run_apart
from tests.support.sessions import A_SESSION
from tests.support.workload_cases import BOOKLET, CASE_A, case_a, plan_a


@pytest.fixture
def case(tmp_path):
    """Case a of the model, with its booklet and its plan."""
    from planner.files.plan_json import plan_to_json

    session = tmp_path / "a.yaml"
    data = CASE_A | {"booklet": BOOKLET, "groups": [{"id": "lyon", "name": "Zoé Participante", "size": 18}]}
    session.write_text(json.dumps(data), encoding="utf-8")
    plan = tmp_path / "plan.json"
    plan.write_text(plan_to_json(plan_a(case_a())), encoding="utf-8")
    return session, plan


def test_totals_phases_weeks_booklet_and_signals(case, capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "120")
    answer = run(capsys, "workload", *case, "--lang", "en")
    assert answer.code == 0 and not answer.err
    page = answer.out.replace("\u00a0", " ").replace("\n", " ")
    for part in (
        "most probably; between",
        "eight times in ten",
        "preparation   delivery",
        "Alice Durand",
        "The designer’s booklet",
        "for this session",
        "Mon 30 Nov",
        "Mon 1 Mar",
        "near the limit",
    ):
        assert part in page, part


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_no_group_and_no_participant_is_named(case, capsys, lang):
    for arguments in ([], ["--json"]):
        out = run(capsys, "workload", *case, *arguments, "--lang", lang).out
        assert "Zoé" not in out and "lyon" not in out


def test_each_figure_is_explained(case, capsys):
    page = run(capsys, "workload", *case, "--explain", "--lang", "en").out.replace("\u00a0", " ")
    assert "P1 taking in the course: 9 h" in page
    assert "9 h of learner’s time × taking in the course 1 (from 0.7 to 1.5)" in page
    assert "J. Rodet" in page and "without" in page


def test_each_activity_of_each_trainer_to_the_minute(capsys):
    arguments = ("workload", REPOSITORY / "examples" / "charge_equipe.yaml")
    page = run(capsys, *arguments, "--lang", "en").out.replace("\u00a0", " ")
    assert "By activity" in page and "the session as a" in page
    (session,) = json.loads(run(capsys, *arguments, "--json").out)["sessions"]
    for trainer in session["trainers"]:
        mine = [line for line in session["activities"] if line["trainer"] == trainer["id"]]
        assert len(mine) == 8 + 1 and mine[-1]["activity"] is None
        for phase, minutes in trainer["phases"].items():
            parts = [line["phases"][phase] for line in mine if phase in line["phases"]]
            for end, whole in minutes.items():
                assert sum(part[end] for part in parts) == pytest.approx(whole)


@pytest.mark.parametrize("lang", ["fr", "en"])
@pytest.mark.parametrize("width", [80, 120])
@pytest.mark.parametrize("what", ["charge_equipe.yaml", "."])
def test_the_terminal_s_width_is_kept_and_nothing_is_cut(capsys, monkeypatch, what, width, lang):
    monkeypatch.setenv("COLUMNS", str(width))
    out = run(capsys, "workload", REPOSITORY / "examples" / what, "--explain", "--lang", lang).out
    assert max(map(len, out.splitlines())) <= width
    assert "…" not in out
    heading = {"fr": "préparation", "en": "preparation"}[lang]
    assert heading in out


def test_no_figure_of_a_large_team_is_broken(capsys, monkeypatch, tmp_path):
    """Seven trainers, one of a long name, on 80 columns: their weeks stand in several tables."""
    from planner.files.plan_json import plan_to_json
    from tests.support.workload_cases import case_a, plan_a

    monkeypatch.setenv("COLUMNS", "80")
    names = ["Jean-Christophe de La Rochefoucauld-Montmorency", *(f"Camille Bernard{n}" for n in range(6))]
    team = [*CASE_A["trainers"], *({"id": f"t{n}", "name": name} for n, name in enumerate(names))]
    (tmp_path / "a.yaml").write_text(json.dumps(CASE_A | {"trainers": team}), encoding="utf-8")
    (tmp_path / "plan.json").write_text(plan_to_json(plan_a(case_a(trainers=team))), encoding="utf-8")
    out = run(capsys, "workload", tmp_path / "a.yaml", tmp_path / "plan.json", "--lang", "fr").out
    weeks = [line for line in out.splitlines() if line.startswith(" lun. 30 nov.")]
    assert len(weeks) == 3 and max(map(len, out.splitlines())) <= 80
    figures = re.findall(r"\d+\u00a0h(?:\u00a0\d\d)?|\d+\u00a0min|–", " ".join(weeks))
    assert len(figures) == len(team)


def test_the_booklet_is_said_first_and_how_far_the_model_is_from_it(capsys, case, monkeypatch):
    """workload.md, 4.1: 20 h beside 36.53 h is a ratio of 1.83, shown, below the warning; here for 18 participants."""
    monkeypatch.setenv("COLUMNS", "200")
    session, _ = case
    data = json.loads(session.read_text(encoding="utf-8")) | {"groups": CASE_A["groups"]}
    session.write_text(json.dumps(data), encoding="utf-8")
    page = " ".join(run(capsys, "workload", session, "--lang", "en").out.split())
    assert "20 h for this session (20 h in the booklet’s conditions). The booklet prevails;" in page
    assert "gives 1.83 times as much" in page and "prevails; check" not in page
    assert page.index("booklet") < page.index("most probably")


def test_a_booklet_that_lacks_a_phase_says_so(capsys, case):
    session, _ = case
    data = json.loads(session.read_text(encoding="utf-8"))
    data["booklet"] = {key: value for key, value in data["booklet"].items() if key != "review"}
    session.write_text(json.dumps(data), encoding="utf-8")
    page = run(capsys, "workload", session, "--lang", "en").out
    assert "gives no figure for: review" in " ".join(page.split())


def test_the_designer_s_duration_stands_beside_one_that_was_changed(capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "200")
    page = run(capsys, "workload", REPOSITORY / "examples" / "moselle.yaml", "--lang", "en").out.replace("\u00a0", " ")
    assert "lasts 1 h 30 here; the designer’s estimate is 2 h." in page


def test_for_other_programs(case, capsys):
    data = json.loads(run(capsys, "workload", *case, "--json").out)
    (session,) = data["sessions"]
    assert data["unit"] == "minutes" and session["planned"]
    assert session["phases"]["preparation"] == {"low": 506, "likely": 801, "high": 1332}
    assert [line["booklet"] for line in session["booklet"]] == [360, 720, 120]
    assert sum(load["likely"] for load in session["weeks"]) == pytest.approx(session["total"]["likely"])
    assert "shares" not in session
    explained = json.loads(run(capsys, "workload", *case, "--json", "--explain").out)["sessions"][0]
    assert sum(share["likely"] for share in explained["shares"]) == pytest.approx(session["total"]["likely"])
    assert {"name", "low", "likely", "high", "unit", "source", "origin"} == set(explained["coefficients"][0])


def test_many_sessions_are_added_up(tmp_path, capsys):
    for number in (1, 2):
        data = A_SESSION | {"id": f"neo-{number}", "parcours_id": "neo"}
        (tmp_path / f"{number}.yaml").write_text(json.dumps(data), encoding="utf-8")
    page = run(capsys, "workload", tmp_path, "--lang", "en").out
    for part in ("2 sessions", "By trainer", "By session", "By parcours", "By academy", "By month", "January"):
        assert part in page, part
    assert "2 sessions have no plan" in page


def test_what_is_wrong_is_said_with_its_place(case, capsys):
    session, plan = case
    plan.write_text(plan.read_text(encoding="utf-8").replace('"durand"', ""), encoding="utf-8")
    answer = run(capsys, "workload", session, plan, "--lang", "en")
    assert answer.code == 2 and not answer.out
    assert "plan.json:" in answer.err and "is led by nobody" in answer.err


def test_nothing_heavy_is_loaded(case):
    session, plan = case
    code = (
        "import sys; from planner.cli import main;"
        f"code = main(['workload', {str(session)!r}, {str(plan)!r}, '--lang', 'fr']);"
        "heavy = {'ortools', 'pandas', 'numpy', 'jinja2', 'xlsxwriter'};"
        "print(sorted({name.split('.')[0] for name in sys.modules} & heavy));"
        "sys.exit(code)"
    )
    done = run_apart("-c", code)
    assert done.returncode == 0 and done.stdout.endswith("[]\n"), done.stderr


def test_the_example_has_the_fields_of_the_workload(capsys):
    answer = run(capsys, "workload", REPOSITORY / "examples" / "charge_equipe.yaml", "--lang", "fr")
    assert answer.code == 0 and "Inès Costa" in answer.out


def test_weeks_over_a_limit_of_many_planned_sessions_are_said(capsys, tmp_path, monkeypatch):
    """Two sessions in the same weeks, of one trainer with two hours a week."""
    from planner.files.plan_json import plan_to_json
    from tests.support.workload_cases import case_a, plan_a

    monkeypatch.setenv("COLUMNS", "200")
    team = [CASE_A["trainers"][0] | {"weekly_limit": "2h"}]
    for number in (1, 2):
        session = case_a(id=f"s{number}", trainers=team)
        (tmp_path / f"s{number}.yaml").write_text(json.dumps(CASE_A | {"id": session.id, "trainers": team}))
        (tmp_path / f"plan{number}").mkdir()
        (tmp_path / f"plan{number}" / "plan.json").write_text(plan_to_json(plan_a(session)), encoding="utf-8")
    page = run(capsys, "workload", tmp_path, "--plan", tmp_path, "--explain", "--lang", "en").out.replace("\u00a0", " ")
    assert "all planned sessions together" in page and "over the limit of 2 h, 10 weeks: Mon 30 Nov (" in page
    assert page.count("How the figures of") == 2 and "has no plan" not in page


def test_a_correction_is_cited_on_the_terminal_the_page_and_the_spreadsheet(capsys, case, tmp_path, monkeypatch):
    from openpyxl import load_workbook

    monkeypatch.setenv("COLUMNS", "200")
    session, plan = case
    figures = "factor: 1.5, factor_low: 1.2, factor_high: 1.8, low: 1, high: 2, records: 9"
    entry = f"{{parcours: case-a, phase: review, {figures}}}"
    (tmp_path / "facteurs.yaml").write_text(f"log: heures 2026.csv\ncalibration:\n  - {entry}\n", encoding="utf-8")
    given = ("--factors", tmp_path / "facteurs.yaml", "--out", tmp_path / "out", "--lang", "en")
    said = run(capsys, "workload", session, plan, *given).out
    cited = "facteurs.yaml (heures 2026.csv): n = 9, × 1.20–1.80"
    assert cited in said and cited in (tmp_path / "out" / "case-a.html").read_text(encoding="utf-8")
    rows = load_workbook(tmp_path / "out" / "workload.xlsx")["Coefficients"].iter_rows(values_only=True)
    assert [row[1:4] for row in rows if row[5] == cited] == [(1.2, 1.5, 1.8)]
