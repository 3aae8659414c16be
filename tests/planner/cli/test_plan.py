"""`planner plan`, with the solver where it matters and with its answers made up where only the answer matters."""

import dataclasses
import json
import signal
from datetime import date

import pytest

from planner.cli import main
from planner.files.session_copies import session_copy
from planner.outcome import Conflict, ConflictPart, FileChange, Infeasible, OutOfTime, Planned, Repair, Violation
from planner.plan import LevelValue
from tests.support.command import run
from tests.support.sessions import a_good_plan, a_session

SESSION = """\
id: neo-69
title: Entrer dans le métier
department: "69"
window: {first: 2027-01-04, last: 2027-02-12}
stays_open: true
trainers:
  - {id: durand, name: Alice Durand}
groups:
  - {id: lyon, size: 20}   # commentaire gardé
activities:
  - {id: accueil, kind: virtual_class, title: Accueil, duration: 1h}
  - {id: module1, kind: remote_work, title: Observer sa classe, duration: 2h}
  - {id: retour1, kind: virtual_class, title: Retour d'expérience, duration: 1h30}
"""
FILES = {"neo-69.ics", "groups/lyon.ics", "trainers/durand.ics", "plan.json"}


@pytest.fixture
def session(tmp_path):
    path = tmp_path / "neo.yaml"
    path.write_text(SESSION, encoding="utf-8")
    return path


@pytest.fixture
def solver_says(monkeypatch):
    """Makes the solver answer what a test wants; the checker stays what it is."""

    def say(outcome):
        monkeypatch.setattr("planner.solving.solve.plan_session", lambda *args, **kwargs: outcome)

    return say


def _good_plan():
    return dataclasses.replace(a_good_plan(), levels=(LevelValue("rhythm", 0, 0),))


def _files(folder):
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def test_a_plan_is_written_shown_and_said_where(capsys, session, tmp_path, solver_says):
    solver_says(Planned(_good_plan()))
    answer = run(capsys, "plan", session, "--out", tmp_path / "out", "--lang", "en")
    assert (answer.code, answer.err) == (0, "")
    assert _files(tmp_path / "out") == FILES
    assert "Entrer dans le métier (neo-69)" in answer.out and "Tue 12 Jan 17:00–18:00" in answer.out
    for name in FILES:
        assert f"  {tmp_path / 'out' / name}\n" in answer.out


@pytest.mark.parametrize("command", ["plan", "batch"])
def test_the_plan_of_another_session_is_not_written_over(capsys, session, tmp_path, solver_says, command):
    solver_says(Planned(_good_plan()))
    out = tmp_path / "out" / "sessions" / "autre" if command == "batch" else tmp_path / "out"
    assert run(capsys, "plan", session, "--out", out).code == 0
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    other = tmp_path / "autre.yaml"
    other.write_text(SESSION.replace("id: neo-69", "id: autre"), encoding="utf-8")
    asked = (command, other, "--out", tmp_path / "out")
    answer = run(capsys, *asked, "--json")
    (found,) = json.loads(answer.out)["findings"]
    assert answer.code == 2 and found["id"] == "folder-of-other-session" and found["file"] == str(out / "plan.json")
    said = run(capsys, *asked, "--lang", "en").err
    assert "plan of the session “neo-69”; a plan of “autre” would be written over it" in said and "--out" in said
    assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file() and path != other} == before


def test_the_calendars_lie_under_out_where_nothing_else_is_asked(capsys, session, tmp_path, solver_says, monkeypatch):
    solver_says(Planned(_good_plan()))
    monkeypatch.chdir(tmp_path)
    answer = run(capsys, "plan", "neo.yaml")
    assert _files(tmp_path / "out" / "neo-69") == FILES
    assert "  out/neo-69/neo-69.ics\n" in answer.out


def test_the_whole_way_with_the_solver(capsys, session, tmp_path):
    answer = run(capsys, "plan", session, "--out", tmp_path / "out")
    assert answer.code == 0
    checked = [run(capsys, "check", session, tmp_path / "out" / name) for name in ("plan.json", "neo-69.ics")]
    assert [again.code for again in checked] == [0, 0]


def test_a_derogation_and_its_reason_stand_in_every_file_and_answer(capsys, session, tmp_path):
    reason = "la semaine du stage"
    more = f'derogations:\n  - {{week: 2027-W03, cap: 3h, reason: "{reason}"}}\n'
    session.write_text(SESSION + more, encoding="utf-8")
    planned = run(capsys, "plan", session, "--out", tmp_path / "out", "--json")
    (found,) = json.loads(planned.out)["plan"]["derogations"]
    assert (planned.code, found) == (0, {"week": "2027-W03", "cap_min": 180, "reason": reason})
    for name in FILES:
        assert reason in (tmp_path / "out" / name).read_text(encoding="utf-8").replace("\n ", ""), name
    assert reason in run(capsys, "check", session, tmp_path / "out" / "plan.json").out


def test_the_document(capsys, session, tmp_path, solver_says):
    solver_says(Planned(_good_plan()))
    answer = run(capsys, "plan", session, "--out", tmp_path / "out", "--json")
    found = json.loads(answer.out)
    assert (answer.code, answer.err, found["status"], found["session"]) == (0, "", "planned", "neo-69")
    assert found["plan"]["session"] == "neo-69" and len(found["plan"]["placements"]) == 2
    assert found["levels"] == [{"level": "rhythm", "value": 0, "bound": 0, "proven": True}]
    assert {str(tmp_path / "out" / name) for name in FILES} == set(found["files"])
    assert (found["rules_off"], found["applied"]) == ([], None)
    assert [advice["kind"] for advice in found["advice"]] == ["first_deadline_on_eve"]  # Friday 22 January


def test_a_wrong_input_names_its_line_and_nothing_is_written(capsys, session, tmp_path):
    session.write_text(SESSION.replace("duration: 2h}", "duraton: 2h}"), encoding="utf-8")
    answer = run(capsys, "plan", session, "--out", tmp_path / "out", "--lang", "en")
    assert (answer.code, answer.out) == (2, "")
    assert f"{session}:12:" in answer.err and "duraton" in answer.err and "^^^" in answer.err
    assert not (tmp_path / "out").exists()
    found = json.loads(run(capsys, "plan", session, "--json").out)
    assert found["status"] == "wrong-input"
    assert {finding["id"] for finding in found["findings"]} >= {"unknown-key"}


def test_at_most_twenty_errors_are_shown(capsys, session):
    extra = "".join(f"  - {{id: x{n}, kind: remote_work, title: T, duration: 0}}\n" for n in range(30))
    session.write_text(SESSION + extra, encoding="utf-8")
    answer = run(capsys, "plan", session, "--lang", "en")
    assert answer.code == 2 and "10 more errors" in answer.err


def test_fixed_dates_that_break_rules_are_said_before_any_solving(capsys, session, tmp_path, monkeypatch):
    def never(*args, **kwargs):
        raise AssertionError("nothing is solved")

    monkeypatch.setattr("planner.solving.solve.plan_session", never)
    text = SESSION.replace("title: Accueil,", "title: Accueil, fixed: 2027-01-16T10:00,")  # a Saturday
    session.write_text(text, encoding="utf-8")
    answer = run(capsys, "plan", session, "--out", tmp_path / "out", "--lang", "en")
    assert answer.code == 3
    assert "Saturday 16 January 2027" in answer.out and "“Accueil”" in answer.out and "(R2)" in answer.out
    assert not (tmp_path / "out").exists()
    found = json.loads(run(capsys, "plan", session, "--json").out)
    assert found["status"] == "fixed-dates-break-rules"
    assert "no_weekend" in {violation["rule"] for violation in found["violations"]}


def test_out_of_time_is_never_called_impossible(capsys, session, tmp_path, solver_says):
    solver_says(OutOfTime(60.0))
    answer = run(capsys, "plan", session, "--out", tmp_path / "out", "--lang", "en")
    assert (answer.code, answer.out) == (4, "")
    assert "No plan was found in 60 s" in answer.err and "--time-limit 300" in answer.err
    assert not (tmp_path / "out").exists()
    assert json.loads(run(capsys, "plan", session, "--json").out) == {"status": "out-of-time", "limit_s": 60.0}


def test_a_plan_that_the_checker_refuses_is_a_fault_of_the_program(capsys, session, tmp_path, solver_says):
    plan = a_good_plan()
    late = dataclasses.replace(plan.placements[0], duration_min=75)
    solver_says(Planned(dataclasses.replace(plan, placements=(late, *plan.placements[1:]))))
    answer = run(capsys, "plan", session, "--out", tmp_path / "out", "--lang", "en")
    assert (answer.code, answer.out) == (70, "")
    assert "the check that follows refuses it" in answer.err and "report" in answer.err
    assert not (tmp_path / "out").exists()


def _infeasible():
    repaired = a_session(stays_open=True, title="Changed")
    change = FileChange(("title",), "Changed")
    facts = {"last": date(2027, 2, 15), "days": 3, "holidays": ()}
    repair = Repair("end_later", facts, (change,), repaired, _good_plan())
    return Infeasible(Conflict((ConflictPart("no_weekend"),)), (repair,))


def test_no_plan_says_why_and_what_would_help(capsys, session, tmp_path, solver_says):
    solver_says(_infeasible())
    answer = run(capsys, "plan", session, "--out", tmp_path / "out", "--lang", "en")
    assert answer.code == 3
    assert answer.out.startswith("No plan exists between Monday 4 January 2027 and Friday 12 February 2027.")
    assert answer.out.endswith("\nTo use one: the same command with --apply and its number.\n")
    assert not (tmp_path / "out").exists()
    found = json.loads(run(capsys, "plan", session, "--json").out)
    assert (found["status"], found["conflict"]["parts"][0]["rule"]) == ("no-plan", "no_weekend")
    assert [(repair["number"], repair["kind"]) for repair in found["repairs"]] == [(1, "end_later")]
    assert found["repairs"][0]["changes"] == [{"path": ["title"], "value": "Changed"}]


def test_a_repair_is_applied(capsys, session, tmp_path, solver_says):
    solver_says(_infeasible())
    answer = run(capsys, "plan", session, "--out", tmp_path / "out", "--apply", "1")
    assert answer.code == 0
    assert _files(tmp_path / "out") == FILES | {"session.yaml"}
    text = (tmp_path / "out" / "session.yaml").read_text(encoding="utf-8")
    assert text == SESSION.replace("title: Entrer dans le métier", "title: Changed")
    assert f"  {tmp_path / 'out' / 'session.yaml'}\n" in answer.out


def test_a_repair_that_does_not_exist(capsys, session, tmp_path, solver_says):
    solver_says(_infeasible())
    answer = run(capsys, "plan", session, "--out", tmp_path / "out", "--apply", "2", "--lang", "en")
    assert answer.code == 2
    assert answer.err == "There is no repair 2: 1 was found. Nothing was written.\n"
    assert not (tmp_path / "out").exists()


def test_a_repaired_session_finds_its_other_files_from_where_it_lies(tmp_path):
    session = a_session(parcours="p/oral.yaml", trainers=[{"id": "t", "name": "T", "busy": ["t.ics", "/abs/u.ics"]}])
    file = tmp_path / "in" / "s.yaml"
    file.parent.mkdir()
    file.write_text("id: s\nparcours: p/oral.yaml\ntrainers:\n  - {id: t, name: T, busy: [t.ics, /abs/u.ics]}\n")
    text = session_copy(file, session, (), tmp_path / "out" / "s").decode()
    assert 'parcours: "../../in/p/oral.yaml"' in text
    assert 'busy: ["../../in/t.ics", "/abs/u.ics"]' in text


def test_a_folder_that_cannot_be_written(capsys, session, tmp_path, solver_says):
    solver_says(Planned(_good_plan()))
    (tmp_path / "out").write_text("a file, not a folder", encoding="utf-8")
    answer = run(capsys, "plan", session, "--out", tmp_path / "out", "--lang", "en")
    assert (answer.code, answer.out) == (2, "")
    assert str(tmp_path / "out") in answer.err and "Nothing was written" in answer.err


def test_rules_switched_off_are_said_loudly(capsys, session, tmp_path):
    session.write_text(SESSION + "rules: {off: [no_start_on_eve]}\n", encoding="utf-8")
    answer = run(capsys, "plan", session, "--out", tmp_path / "out", "--lang", "en")
    assert answer.code == 0 and "⚠ Switched off in the session file: no start on an eve (R6)" in answer.out
    checked = run(capsys, "check", session, tmp_path / "out" / "plan.json", "--lang", "en")
    assert checked.code == 0 and "switched off in the session file: no start on an eve (R6)" in checked.out


def test_the_time_limit_reaches_the_solver(session, tmp_path, monkeypatch):
    asked = []

    def plan_session(*args, time_limit_s):
        asked.append(time_limit_s)
        return OutOfTime(time_limit_s)

    monkeypatch.setattr("planner.solving.solve.plan_session", plan_session)
    main(["plan", str(session), "--time-limit", "2.5"])
    assert asked == [2.5]


def test_progress_is_shown_only_to_who_watches(capsys, session, tmp_path, solver_says, monkeypatch):
    solver_says(Planned(_good_plan()))
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    answer = run(capsys, "plan", session, "--out", tmp_path / "out", "--lang", "en")
    assert answer.err.splitlines()[0] == "Reading the session …" and "at most 60 s" in answer.err


def test_violations_keep_their_facts_in_documents():
    violation = Violation("grid", "start", facts={"grid_min": 15})
    from planner.cli.screen import as_data

    assert as_data(violation)["facts"] == {"grid_min": 15}


def test_an_interruption_stops_the_solver_at_once_and_the_writing_never_halfway(session, tmp_path, monkeypatch):
    heard = []

    def hear(answer):
        def step(*args, **kwargs):
            heard.append(signal.getsignal(signal.SIGINT))
            return answer

        return step

    monkeypatch.setattr("planner.solving.solve.plan_session", hear(Planned(_good_plan())))
    monkeypatch.setattr("planner.reports.write.write_files", hear(None))
    main(["plan", str(session), "--out", str(tmp_path / "out")])
    assert heard == [signal.SIG_DFL, signal.default_int_handler]
    assert signal.getsignal(signal.SIGINT) == signal.default_int_handler


def test_the_solver_leaves_interruptions_alone():
    from planner.solving.limits import Clock, new_solver

    assert not new_solver(Clock(1)).parameters.catch_sigint_signal
