"""`planner batch`: a folder or a spreadsheet planned from end to end, progress, interruption, the empty spreadsheet."""

import errno
import json
import os
import signal
import subprocess
import sys

import pytest
from icalendar import Calendar

from calendars.school_holidays import SchoolCalendar
from planner.academy import Academy, AcademyPlan, LeftOut, Progress
from planner.cli.progress import ProgressBar, details
from planner.files.academy_file import read_academy
from planner.files.session_file import read_session
from planner.messages.texts import LANGUAGES, Texts
from planner.outcome import Conflict
from planner.plan import LevelValue, Plan
from planner.reports import academy_write
from planner.reports.batch_summary import batch_summary
from planner.reports.write import CannotWrite
from planner.solving.academy import plan as planning
from tests.support.command import REPOSITORY, run
from tests.support.sessions import a_session

PARCOURS = "id: oral\ntitle: O\nactivities:\n  - {id: a, kind: virtual_class, title: Accueil, duration: 1h}\n"
TABLE = "id;titre;parcours;département;premier jour;dernier jour;équipe;groupes\n"
EXAMPLE = REPOSITORY / "examples" / "academie"


@pytest.fixture
def table(tmp_path):
    """A spreadsheet of two sessions, the second of which has no open day before its end."""
    (tmp_path / "oral.yaml").write_text(PARCOURS, encoding="utf-8")
    path = tmp_path / "sessions.csv"
    rows = (
        "A;Une;oral;69;04/01/2027;12/02/2027;durand Alice Durand;20\nB;Deux;oral;69;21/12/2026;31/12/2026;durand;20\n"
    )
    path.write_text(TABLE + rows, encoding="utf-8")
    return path


def test_the_example_of_the_readme(capsys, tmp_path):
    answer = run(capsys, "batch", EXAMPLE, "--out", tmp_path / "out", "--lang", "fr")
    assert answer.code == 0
    assert "6 sessions placées sur 6" in answer.out and str(tmp_path / "out") in answer.out
    for session in ("ORAL-VAISE", "CALCUL-TASSIN"):
        assert (tmp_path / "out" / "sessions" / session / "plan.json").exists()
        assert (tmp_path / "out" / "sessions" / session / f"{session}.ics").exists()
    for index in ("index.html", "index.xlsx"):
        assert (tmp_path / "out" / index).exists() and index in answer.out
    assert answer.err.splitlines()[0] == "Lecture des sessions…"  # a line for each phase: nobody watches a bar
    assert "\x1b" not in answer.err + answer.out and "\r" not in answer.err


def test_what_has_no_place_is_said_and_the_rest_is_written(capsys, table, tmp_path):
    answer = run(capsys, "batch", table, "--out", tmp_path / "out", "--lang", "en")
    assert answer.code == 3
    assert "1 of 2 sessions placed" in answer.out and "Deux (B): has no plan even by itself" in answer.out
    assert sorted(path.name for path in (tmp_path / "out" / "sessions").iterdir()) == ["A"]


def test_the_same_as_data(capsys, table, tmp_path):
    answer = run(capsys, "batch", table, "--out", tmp_path / "out", "--json")
    data = json.loads(answer.out)
    assert answer.code == 3 and data["status"] == "some-left-out" and data["placed"] == ["A"]
    assert [(one["session"], one["reason"]) for one in data["left_out"]] == [("B", "alone")]
    assert data["levels"][0] == {"level": "left_out", "value": 1, "bound": 1, "gap": 0.0}


def test_every_error_is_said_at_its_row_at_most_twenty(capsys, table):
    table.write_text(TABLE + "A;Une;orla;69;quand;12/02/2027;durand;20\n" * 15, encoding="utf-8")
    answer = run(capsys, "batch", table, "--lang", "en")
    assert answer.code == 2 and not answer.out
    assert f"{table}:2, column “parcours”: there is no parcours “orla” here" in answer.err
    assert answer.err.count("sessions.csv:") >= 20 and "more errors." in answer.err
    assert run(capsys, "batch", table, "--json").code == 2


@pytest.mark.parametrize(
    "options",
    [
        [], ["x", "--workers", "0"], ["x", "--workers", "many"], ["x", "--template"],
        ["x", "--time-limit", "0"], ["x", "--time-limit", "nan"],
    ],
)  # fmt: skip
def test_options_that_mean_nothing(capsys, options):
    for lang in LANGUAGES:
        answer = run(capsys, "batch", *options, "--lang", lang)
        assert answer.code == 2 and "planner batch" in answer.err and not answer.out


def test_the_empty_spreadsheet(capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for options, file in [((), "academie.xlsx"), (("--out", "a.xlsx"), "a.xlsx"), (("--out", "b"), "b.xlsx")]:
        answer = run(capsys, "batch", "--template", *options, "--lang", "fr")
        assert answer.code == 0 and f"  {file}\n" in answer.out
        assert (tmp_path / file).read_bytes().startswith(b"PK")
    assert run(capsys, "batch", "--template", "--out", tmp_path, "--lang", "en").code == 0
    assert (tmp_path / "academy.xlsx").exists()


def test_a_folder_that_cannot_be_written(capsys, table, tmp_path):
    (tmp_path / "taken").write_text("", encoding="utf-8")
    answer = run(capsys, "batch", table, "--out", tmp_path / "taken", "--lang", "en")
    assert answer.code == 2 and "cannot be written" in answer.err


def test_a_folder_that_cannot_be_written_is_said_before_anything_is_planned(capsys, table, tmp_path, monkeypatch):
    monkeypatch.setattr(planning, "plan_academy", lambda *_, **__: pytest.fail("it was planned"))
    (tmp_path / "taken").write_text("", encoding="utf-8")
    for lang, nothing in [("en", "Nothing was written"), ("fr", "Rien n’a été écrit")]:
        answer = run(capsys, "batch", table, "--out", tmp_path / "taken", "--lang", lang)
        assert answer.code == 2 and nothing in answer.err


def test_a_disk_that_is_full_in_the_middle(capsys, tmp_path, monkeypatch):
    """The third session has no room any more: the two before it are whole, and --resume is what goes on."""
    folders = []

    def write_files(folder, files, **how):
        folders.append(folder)
        if len(folders) == 3:
            raise CannotWrite(folder, OSError(errno.ENOSPC, "full"))
        really(folder, files, **how)

    really = academy_write.write_files
    monkeypatch.setattr(academy_write, "write_files", write_files)
    out = tmp_path / "out"
    answer = run(capsys, "batch", EXAMPLE, "--out", out, "--lang", "en")
    assert answer.code == 2 and "no space is left there" in answer.err and "--resume" in answer.err
    assert "Nothing was written" not in answer.err
    assert sorted(path.parent.name for path in out.glob("sessions/*/plan.json")) == sorted(f.name for f in folders[:2])
    assert run(capsys, "batch", EXAMPLE, "--out", out, "--resume").code == 0
    assert len(list(out.glob("sessions/*/plan.json"))) == 6


def test_what_an_earlier_run_wrote_and_this_plan_has_not_is_named(capsys, table, tmp_path):
    out = tmp_path / "out"
    assert run(capsys, "batch", table, "--out", out).code == 3
    table.write_text(TABLE + "C;Autre;oral;69;04/01/2027;12/02/2027;petit Paul Petit;20\n", encoding="utf-8")
    for lang, said in [("en", "Written by an earlier run"), ("fr", "D’une exécution précédente")]:
        answer = run(capsys, "batch", table, "--out", out, "--lang", lang)
        assert answer.code == 0 and said in answer.out
        assert f"  {out / 'sessions' / 'A'}\n  {out / 'trainers' / 'durand.ics'}\n" in answer.out
    left = json.loads(run(capsys, "batch", table, "--out", out, "--json").out)["left_over"]
    assert left == [str(out / "sessions" / "A"), str(out / "trainers" / "durand.ics")]
    assert "Written by" not in run(capsys, "batch", table, "--out", tmp_path / "new", "--lang", "en").out


SLOW = """
import sys, time
import planner.solving.academy.plan as room
from planner.academy import AcademyPlan, LeftOut, Progress

def plan_academy(academy, school, *, progress, stop, **_):
    import multiprocessing
    helper = multiprocessing.get_context("spawn").Process(target=time.sleep, args=(600,), daemon=True)
    helper.start()  # it holds the pipes open: a process that is left behind would hang this test
    progress(Progress("place", 0, 2))
    print("started", flush=True)
    while not stop() or {deaf}:
        time.sleep(0.01)
    return AcademyPlan({{}}, tuple(LeftOut(each.id, "time") for each in academy.sessions), (), True)

room.plan_academy = plan_academy
from planner.cli import main
sys.exit(main(sys.argv[1:]))
"""


@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
@pytest.mark.parametrize("deaf", [False, True], ids=["once", "twice"])
def test_ctrl_c_ends_well_and_a_second_at_once(table, tmp_path, deaf):
    """Once: what was found is written, and 4 says that some was not. Twice, of work that does not listen: 130."""
    process = subprocess.Popen(
        [sys.executable, "-c", SLOW.format(deaf=deaf), "batch", str(table), "--out", str(tmp_path), "--lang", "en"],
        cwd=REPOSITORY, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert process.stdout.readline() == "started\n"
    process.send_signal(signal.SIGINT)
    if deaf:
        while "Stopping" not in process.stderr.readline():
            assert process.poll() is None
        process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=60)
    assert process.returncode == (130 if deaf else 4)
    if not deaf:
        assert "Stopping" in err and "was not found in time" in out


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_a_progress_bar_says(lang):
    texts = Texts(lang)
    assert details(Progress("read", 0, 1), texts) == ""
    said = details(Progress("improve", 1, 2, 1234, 0.0123, 61), texts).replace("\u202f", " ").replace("\u00a0", " ")
    assert said in ("1 234 placées, écart 1,2 %, reste 1:01", "1,234 placed, gap 1.2 %, 1:01 left")


def test_a_bar_on_a_terminal_moves_and_goes(monkeypatch, capsys):
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    with ProgressBar(Texts("en")) as bar:
        bar(Progress("read", 0, 0))
        bar(Progress("place", 1, 2, 1, 0.5, 9.0))
        bar.say("[stopping]")
    assert "[stopping]" in capsys.readouterr().err


def test_the_summary_of_an_academy_that_does_not_fit():
    sessions = tuple(a_session(id=f"S{number:02}", title="Une \u202e session") for number in range(30))
    left_out = (
        LeftOut("S00", "alone", Conflict(())),
        LeftOut("S01", "together", others=("S02", "S03", "S04", "S05", "S06")),
        LeftOut("S02", "together"),
        *(LeftOut(f"S{number:02}", "time") for number in range(3, 29)),
    )
    levels = (LevelValue("left_out", 29, 1), LevelValue("points", 100, 98))
    plan = AcademyPlan({"S29": Plan("S29", (), ())}, left_out, levels, interrupted=True)
    for lang in LANGUAGES:
        page = batch_summary(Academy(sessions), plan, Texts(lang), width=80).replace("\u00a0", " ")
        assert "\u202e" not in page and all(len(line) <= 80 for line in page.splitlines())
        assert page.count("(S") == 20
    words = " ".join(batch_summary(Academy(sessions), plan, Texts("en"), width=200).split())
    for part in ("1 of 30 sessions placed", "Stopped before the end", "none beside S02, S03, S04 and 2 more",
                 "And 9 more.", "no plan goes below 98, a gap of at most 2.04 %"):  # fmt: skip
        assert part in words, part


def entries(path):
    """The entries of a calendar by UID: (SEQUENCE, STATUS, start)."""
    return {
        str(event["UID"]): (event.get("SEQUENCE"), str(event.get("STATUS")), event["DTSTART"].dt)
        for event in Calendar.from_ical(path.read_bytes()).walk("VEVENT")
    }


def written(folder):
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_planned_again_with_nothing_changed_the_same_bytes(capsys, tmp_path):
    assert run(capsys, "batch", EXAMPLE, "--out", tmp_path, "--lang", "fr").code == 0
    before = written(tmp_path)
    assert run(capsys, "batch", EXAMPLE, "--out", tmp_path, "--lang", "fr").code == 0
    assert written(tmp_path) == before


def test_planned_again_after_a_change_calendars_follow(capsys, table, tmp_path):
    """The class that moves keeps its UID, its SEQUENCE rises; a class that is no more is cancelled, once."""
    table.write_text(table.read_text(encoding="utf-8").split("\nB;")[0] + "\n", encoding="utf-8")
    (tmp_path / "oral.yaml").write_text(
        PARCOURS + "  - {id: b, kind: virtual_class, title: Retour, duration: 1h}\n", encoding="utf-8"
    )
    out = tmp_path / "out"
    assert run(capsys, "batch", table, "--out", out).code == 0
    first = entries(out / "sessions" / "A" / "A.ics")
    assert first == entries(out / "trainers" / "durand.ics")
    assert {sequence for sequence, _, _ in first.values()} == {0}

    (tmp_path / "oral.yaml").write_text(PARCOURS, encoding="utf-8")
    table.write_text(table.read_text(encoding="utf-8").replace("04/01/2027", "14/01/2027"), encoding="utf-8")
    assert run(capsys, "batch", table, "--out", out).code == 0
    second = entries(out / "sessions" / "A" / "A.ics")
    assert second == entries(out / "trainers" / "durand.ics") and first.keys() == second.keys()
    by_status = {status: (first[uid], second[uid]) for uid, (_, status, _) in second.items()}
    moved, gone = by_status["CONFIRMED"], by_status["CANCELLED"]
    assert moved[1][0] == gone[1][0] == 1 and moved[0][2] != moved[1][2] and gone[0][2] == gone[1][2]

    assert run(capsys, "batch", table, "--out", out).code == 0
    third = entries(out / "sessions" / "A" / "A.ics")
    assert third == {uid: each for uid, each in second.items() if each[1] == "CONFIRMED"}
    assert third == entries(out / "trainers" / "durand.ics")


def test_the_file_beside_a_plan_describes_its_session_whole(capsys, tmp_path):
    """A row of a table, completed by other tables: what lies beside its plan says the same session."""
    assert run(capsys, "batch", EXAMPLE, "--out", tmp_path).code == 0
    school = SchoolCalendar.load()
    academy = read_academy([EXAMPLE], school).academy
    for session in academy.sessions:
        read = read_session(tmp_path / "sessions" / session.id / "session.yaml", school)
        assert read.findings == ()
        home = {"parcours": None, "trainers": None}
        assert read.session.model_copy(update=home) == session.model_copy(update=home)
        plain = [trainer.model_copy(update={"busy": ()}) for trainer in read.session.trainers]
        assert plain == [trainer.model_copy(update={"busy": ()}) for trainer in session.trainers]
        assert read.busy == academy.busy_of(session.id)
        assert run(capsys, "check", tmp_path / "sessions" / session.id / "session.yaml",
                   tmp_path / "sessions" / session.id / "plan.json").code == 0  # fmt: skip


def test_a_broken_plan_that_lies_there_is_said_before_anything_is_planned(capsys, table, tmp_path, monkeypatch):
    (tmp_path / "out" / "sessions" / "A").mkdir(parents=True)
    plan = tmp_path / "out" / "sessions" / "A" / "plan.json"
    plan.write_text("{", encoding="utf-8")
    monkeypatch.setattr(planning, "plan_academy", lambda *given, **named: pytest.fail("planned"))
    answer = run(capsys, "batch", table, "--out", tmp_path / "out", "--lang", "en")
    assert answer.code == 2 and str(plan) in answer.err
    assert written(tmp_path / "out") == {"sessions/A/plan.json": b"{"}


def test_a_change_made_since_is_not_lost_in_silence(capsys, tmp_path):
    run(capsys, "batch", EXAMPLE, "--out", tmp_path)
    folder = tmp_path / "sessions" / "ORAL-VAISE"
    assert run(capsys, "replan", folder, "--closed", "2027-01-12", "grève", "--today", "2026-11-01").code == 0
    closed = (folder / "session.yaml").read_bytes()
    answer = run(capsys, "batch", EXAMPLE, "--out", tmp_path, "--lang", "en")
    assert "planned anew here without that change: ORAL-VAISE" in answer.out.replace("\n", " ")
    assert (folder / "session-2.yaml").read_bytes() == closed
    assert run(capsys, "replan", folder, "--undo", "--today", "2026-11-01").code == 0
    assert (folder / "session.yaml").read_bytes() == closed


@pytest.mark.parametrize("how", ["no place any more", "no row any more"])
def test_a_session_without_a_place_any_more_is_called_off_once(capsys, table, tmp_path, how):
    """In its own calendars, and in that of its trainer over all sessions; planned again, its classes come back."""
    whole = table.read_text(encoding="utf-8").replace("21/12/2026;31/12/2026", "04/01/2027;12/02/2027")
    less = whole.replace("Deux;oral;69;04/01/2027;12/02/2027", "Deux;oral;69;21/12/2026;31/12/2026")
    less = less if how == "no place any more" else whole.split("\nB;")[0] + "\n"
    out, mine = tmp_path / "out", tmp_path / "out" / "sessions" / "B" / "B.ics"
    table.write_text(whole, encoding="utf-8")
    assert run(capsys, "batch", table, "--out", out).code == 0
    first = entries(mine)
    ((uid, _),) = first.items()

    table.write_text(less, encoding="utf-8")
    answer = run(capsys, "batch", table, "--out", out, "--lang", "en")
    assert "its calendars call off all that was planned: B." in answer.out.replace("\n", " ")
    for path in (mine, out / "trainers" / "durand.ics"):
        sequence, status, start = entries(path)[uid]
        assert (sequence, status, start) == (1, "CANCELLED", first[uid][2])
    assert "Deux" not in (out / "index.html").read_text(encoding="utf-8") or how == "no place any more"
    folder = out / "sessions" / "A"
    assert run(capsys, "replan", folder, "--closed", "2027-01-04", "grève", "--today", "2026-11-01").code == 0

    run(capsys, "batch", table, "--out", out)
    assert uid not in entries(out / "trainers" / "durand.ics")
    assert bool(entries(mine)) == (how == "no row any more"), "of what nobody names any more nothing is written"
    table.write_text(whole, encoding="utf-8")
    assert run(capsys, "batch", table, "--out", out).code == 0
    assert entries(mine)[uid][:2] == (2, "CONFIRMED")


def test_an_absence_that_moved_nothing_comes_back_with_undo(capsys, tmp_path):
    run(capsys, "batch", EXAMPLE, "--out", tmp_path)
    asked = ("--absent", "durand", "2027-01-11/2027-01-15", "--today", "2026-11-25")
    assert run(capsys, "replan", tmp_path, *asked).code == 0
    folder = tmp_path / "sessions" / "ORAL-DUCHERE"
    absent = (folder / "session.yaml").read_bytes()
    assert b"2027-01-11/2027-01-15" in absent
    run(capsys, "batch", EXAMPLE, "--out", tmp_path)
    assert run(capsys, "replan", folder, "--undo", "--today", "2026-11-25").code == 0
    assert (folder / "session.yaml").read_bytes() == absent
