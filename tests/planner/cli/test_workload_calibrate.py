"""`planner workload calibrate`, from a log to the file of corrected factors."""

import json
from datetime import date
from fractions import Fraction

import pytest
from ruamel.yaml import YAML

from planner.workload.results import PHASES
from planner.workload_input import FactorsFile
from tests.support.command import run

LOG = """session;parcours;phase;formateur;heures;estimé
S1;oral;préparation;Alice SECRET;12,5;10
S2;oral;préparation;Bob SECRET;14 h;10
S3;oral;préparation;Alice SECRET;11;10
S4;oral;préparation;secret@example.org;780 min;10
S1;oral;bilan;Alice SECRET;3;2
"""

SESSION = """id: {id}
title: Oral
department: "69"
parcours_id: oral
window: {{first: 2026-11-30, last: 2027-02-05}}
trainers:
  - {{id: durand, name: Alice Durand}}
  - {{id: martin, name: Paul Martin}}
groups: [{{id: lyon, size: 20}}]
activities:
  - {{id: accueil, kind: virtual_class, title: Accueil, duration: 1h}}
  - {{id: module, kind: remote_work, title: Observer, duration: 3h}}
"""


@pytest.fixture(autouse=True)
def a_folder_of_one_s_own(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def log(tmp_path):
    path = tmp_path / "heures.csv"
    path.write_text(LOG, encoding="utf-8")
    return path


@pytest.fixture
def sessions(tmp_path):
    folder = tmp_path / "sessions"
    folder.mkdir()
    for number in (1, 2, 3, 4):
        (folder / f"s{number}.yaml").write_text(SESSION.format(id=f"S{number}"), encoding="utf-8")
    return folder


def _calibrate(capsys, *arguments):
    return run(capsys, "workload", "calibrate", *arguments, "--lang", "en")


def _written(path):
    return YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8"))


def test_the_worked_case_is_said_and_written(capsys, log, tmp_path):
    """workload.md, 4.4: 1.1664 and 0.718 to 1.894 of four sessions; of one session, a factor that is not applied."""
    answer = _calibrate(capsys, log, "--out", tmp_path / "facteurs.yaml", "--date", "2026-11-23")
    assert answer.code == 0
    assert "preparation: × 1.17 (between 0.92 and 1.48 nine times in ten), from 4 sessions" in answer.out
    assert "computed, not applied" in answer.out
    found = _written(tmp_path / "facteurs.yaml")
    assert (found["log"], found["date"]) == ("heures.csv", date(2026, 11, 23))
    (factor,) = found["calibration"]
    assert (factor["parcours"], factor["phase"], factor["records"]) == ("oral", "preparation", 4)
    assert (factor["factor"], round(factor["low"], 3), round(factor["high"], 3)) == (1.1664, 0.718, 1.894)


def test_the_file_is_one_that_estimates_read(capsys, log):
    assert _calibrate(capsys, log, "--date", "2026-11-23").code == 0
    found = _written(log.parent / "out" / "calibration.yaml")
    read = FactorsFile.model_validate({**found, "date": found["date"].isoformat()})
    assert read.calibration[0].records == 4


def test_the_same_log_gives_the_same_bytes(capsys, log):
    """Without a date of its own the file has none: nothing reads the clock."""
    path = log.parent / "out" / "calibration.yaml"
    _calibrate(capsys, log)
    first = path.read_bytes()
    _calibrate(capsys, log)
    assert path.read_bytes() == first
    assert b"date:" not in first


@pytest.mark.parametrize("more", [(), ("--json",)], ids=["words", "json"])
def test_no_factor_and_no_output_names_a_person(capsys, log, more):
    answer = _calibrate(capsys, log, *more)
    written = (log.parent / "out" / "calibration.yaml").read_text(encoding="utf-8")
    assert answer.code == 0
    assert "secret" not in (answer.out + answer.err + written).casefold()


def test_hours_are_compared_with_the_estimates_of_the_sessions(capsys, tmp_path, sessions):
    """Each trainer notes twice what is estimated for that trainer; whoever noted nothing is left out of the sum."""
    from calendars.school_holidays import SchoolCalendar
    from planner.files.session_file import read_session
    from planner.workload.estimate import estimate
    from planner.workload.factors import Factors

    school = SchoolCalendar.load()
    session = read_session(sessions / "s1.yaml", school).session
    share = estimate(session, Factors.load(), None, school).total("preparation", "durand").likely
    rows = "".join(f"S{number};préparation;durand;{float(2 * share)} min\n" for number in (1, 2, 3, 4))
    log = tmp_path / "heures.csv"
    log.write_text("session;phase;formateur;heures\n" + rows, encoding="utf-8")
    answer = _calibrate(capsys, log, "--sessions", sessions, "--json")
    (factor,) = json.loads(answer.out)["factors"]
    assert factor["factor"] == pytest.approx(2 ** (4 / 5.96), rel=1e-6)  # B = 4 / 5.96
    assert factor["of_one_trainer"]


def test_hours_are_compared_with_the_estimates_of_the_academy_s_coefficients(capsys, tmp_path, sessions):
    """Reports take ten times as long as usual, and are noted so: the usual estimate is off, the academy's is not."""
    academy = tmp_path / "academy.yaml"
    academy.write_text("workload: {report: 600}\n", encoding="utf-8")
    told = json.loads(run(capsys, "workload", sessions, "--factors", academy, "--json").out)["sessions"]
    rows = "".join(f"{each['id']};bilan;{each['phases']['review']['likely']} min\n" for each in told)
    log = tmp_path / "heures.csv"
    log.write_text("session;phase;heures\n" + rows, encoding="utf-8")
    (usual,) = json.loads(_calibrate(capsys, log, "--sessions", sessions, "--json").out)["factors"]
    (own,) = json.loads(_calibrate(capsys, log, "--sessions", sessions, "--factors", academy, "--json").out)["factors"]
    assert usual["factor"] > 1.5 and own["factor"] == pytest.approx(1)


def test_a_correction_is_not_corrected_again(capsys, log, sessions):
    """With the file that it wrote before, the same log says the same."""
    log.write_text("session;phase;heures\n" + "".join(f"S{n};bilan;9\n" for n in (1, 2, 3, 4)), encoding="utf-8")
    first = json.loads(_calibrate(capsys, log, "--sessions", sessions, "--json").out)["factors"]
    again = ("--factors", log.parent / "out" / "calibration.yaml")
    assert json.loads(_calibrate(capsys, log, "--sessions", sessions, *again, "--json").out)["factors"] == first


def test_hours_are_compared_with_who_leads_in_the_plan(capsys, tmp_path):
    """Two trainers; in the plan one of them leads the only class. What that one notes is beside what the plan gives."""
    from planner.files.plan_json import plan_to_json
    from tests.support.workload_cases import CASE_A, case_a, plan_a

    team = [*CASE_A["trainers"], {"id": "petit", "name": "Paul Petit"}]
    session = case_a(trainers=team, parcours_id="neo")
    (tmp_path / "a.yaml").write_text(json.dumps(CASE_A | {"trainers": team, "parcours_id": "neo"}), encoding="utf-8")
    (tmp_path / "plan.json").write_text(plan_to_json(plan_a(session)), encoding="utf-8")
    told = json.loads(run(capsys, "workload", tmp_path / "a.yaml", tmp_path / "plan.json", "--json").out)["sessions"][0]
    lead = next(trainer for trainer in told["trainers"] if trainer["id"] == team[0]["id"])
    log = tmp_path / "heures.csv"
    row = f"{session.id};mise en œuvre;{lead['id']};{lead['phases']['delivery']['likely']} min\n"
    log.write_text("session;phase;formateur;heures\n" + row, encoding="utf-8")
    given = ("--sessions", tmp_path / "a.yaml")
    (even,) = json.loads(_calibrate(capsys, log, *given, "--json").out)["factors"]
    (planned,) = json.loads(_calibrate(capsys, log, *given, "--plan", tmp_path / "plan.json", "--json").out)["factors"]
    assert planned["factor"] == pytest.approx(1) and even["factor"] > 1.05


def test_a_parcours_beside_its_sessions_is_passed_over(capsys, tmp_path, sessions):
    (sessions / "parcours.yaml").write_text("id: oral\ntitle: Oral\nactivities: []\n", encoding="utf-8")
    log = tmp_path / "heures.csv"
    log.write_text("session;phase;heures\nS1;bilan;3\n", encoding="utf-8")
    assert _calibrate(capsys, log, "--sessions", sessions).code == 0


def test_session_files_may_be_named_one_by_one(capsys, tmp_path, sessions):
    log = tmp_path / "heures.csv"
    log.write_text("session;phase;heures\nS1;bilan;3\nS2;bilan;3\n", encoding="utf-8")
    answer = _calibrate(capsys, log, "--sessions", sessions / "s1.yaml", sessions / "s2.yaml", "--json")
    assert json.loads(answer.out)["factors"][0]["records"] == 2


def test_the_bad_rows_are_listed_and_the_good_ones_used(capsys, tmp_path, sessions):
    log = tmp_path / "heures.csv"
    rows = [
        "S1;préparation;durand;5",
        "S9;préparation;durand;5",
        "S1;préparation;inconnue;5",
        "S2;préparation;martin;-5",
    ]
    log.write_text("\n".join(["session;phase;formateur;heures", *rows]), encoding="utf-8")
    answer = _calibrate(capsys, log, "--sessions", sessions)
    assert answer.code == 0
    assert "1 row used" in answer.out
    assert f"{log}:3: no session file has the id “S9”" in answer.err
    assert f"{log}:4: the session “S1” has no trainer “inconnue”" in answer.err
    assert f"{log}:5: in the column “heures”, “-5” is less than nothing" in answer.err


def test_without_a_good_row_nothing_is_written(capsys, tmp_path):
    log = tmp_path / "heures.csv"
    log.write_text("session;parcours;phase;heures;estimé\nS1;oral;bilan;-5;2\n", encoding="utf-8")
    answer = _calibrate(capsys, log)
    assert answer.code == 2 and not (tmp_path / "out").exists()
    assert json.loads(_calibrate(capsys, log, "--json").out)["findings"][0]["id"] == "log-below-zero"


def test_minutes_among_hours_are_suspect(capsys, tmp_path, log):
    log.write_text(LOG + "S5;oral;préparation;Zoé;390;10\nS6;oral;préparation;Zoé;630;10\n", encoding="utf-8")
    answer = _calibrate(capsys, log)
    assert f"{log}:7: 390 h for the session “S5”, preparation, where about 11 h 45 is usual" in answer.err.replace(
        "\u00a0", " "
    )
    assert f"{log}:8: in the column “heures”, “630” means 630 h" in answer.err
    assert "from 4 sessions" in answer.out


def test_what_was_not_read_is_said(capsys, tmp_path):
    log = tmp_path / "heures.csv"
    header = "session;parcours;phase;heures;estimé;formateur;dernière connexion;e-mail\n"
    log.write_text(header + "S1;oral;bilan;3;2;Alice;2026-01-01;a@example.org\n", encoding="utf-8")
    said = _calibrate(capsys, log).err
    assert "connections (I.C, I.H): dernière connexion" in said
    assert "they name people: e-mail" in said
    assert "The trainers were not checked" in said


def test_sessions_that_name_no_parcours_are_said(capsys, tmp_path, sessions):
    path = sessions / "s1.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("parcours_id: oral\n", ""), encoding="utf-8")
    log = tmp_path / "heures.csv"
    log.write_text("session;phase;heures\nS1;bilan;3\nS2;bilan;3\n", encoding="utf-8")
    answer = _calibrate(capsys, log, "--sessions", sessions, "--json")
    assert {factor["parcours"] for factor in json.loads(answer.out)["factors"]} == {"S1", "oral"}
    assert "(parcours_id): S1." in _calibrate(capsys, log, "--sessions", sessions).err


def test_session_files_that_cannot_be_used_are_said_before_all_else(capsys, tmp_path, log, sessions):
    (tmp_path / "empty").mkdir()
    (sessions / "again.yaml").write_text(SESSION.format(id="S1"), encoding="utf-8")
    (sessions / "wrong.yaml").write_text("id: S7\n", encoding="utf-8")
    for given, said in (
        (tmp_path / "empty", "there is no session here"),
        (sessions, "the id “S1” is already taken"),
        (sessions / "wrong.yaml", "wrong.yaml:1:1:"),
        (tmp_path / "none.yaml", "there is no file"),
    ):
        answer = _calibrate(capsys, log, "--sessions", given)
        assert answer.code == 2 and said in answer.err


def test_a_date_that_does_not_exist(capsys, log):
    assert _calibrate(capsys, log, "--date", "2026-02-30").code == 2


def test_a_place_that_cannot_be_written(capsys, log, tmp_path):
    answer = _calibrate(capsys, log, "--out", tmp_path)
    assert answer.code == 2 and "cannot be written" in answer.err


def test_the_name_of_the_log_is_text(capsys, tmp_path):
    """A line break in it would otherwise be a line of the file of factors."""
    log = tmp_path / 'a"\ncalibration: [].csv'
    log.write_text(LOG, encoding="utf-8")
    assert _calibrate(capsys, log).code == 0
    assert len(_written(tmp_path / "out" / "calibration.yaml")["calibration"]) == 1


def test_or_tools_is_not_loaded(log, tmp_path):
    from tests.support.command import run_apart

    code = (
        "import sys; from planner.cli import main;"
        f"code = main(['workload', 'calibrate', {str(log)!r}, '--out', {str(tmp_path / 'c.yaml')!r}]);"
        "heavy = [name for name in ('ortools', 'numpy', 'openpyxl') if name in sys.modules];"
        "print(heavy, file=sys.stderr);"
        "sys.exit(code or len(heavy))"
    )
    done = run_apart("-c", code)
    assert done.returncode == 0, done.stderr


def test_later_estimates_use_the_file_and_cite_the_log(capsys, log, sessions):
    """The corrected phase is 1.1664 times what it was; the others stay; the log, n and the interval are cited."""
    from calendars.school_holidays import SchoolCalendar
    from planner.files.session_file import read_session
    from planner.workload.estimate import estimate
    from planner.workload.factors import Factors

    _calibrate(capsys, log, "--date", "2026-11-23")
    found = _written(log.parent / "out" / "calibration.yaml")
    file = FactorsFile.model_validate({**found, "date": found["date"].isoformat()})
    school = SchoolCalendar.load()
    session = read_session(sessions / "s1.yaml", school).session
    before, after = (
        estimate(session, factors, None, school)
        for factors in (Factors.load(), Factors.load(("calibration.yaml", file)))
    )
    ratio = {phase: after.total(phase).likely / before.total(phase).likely for phase in PHASES}
    assert ratio == {"preparation": Fraction("1.1664"), "delivery": 1, "review": 1}
    cited = {factor.source for share in after.shares for factor in share.factors if factor.name == "calibration"}
    assert cited == {"calibration.yaml (heures.csv, 2026-11-23): n = 4, × 0.92–1.48"}
