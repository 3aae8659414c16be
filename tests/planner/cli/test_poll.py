"""`planner poll`: opened, answered, closed; and wrong input of every kind, after which nothing on disk has changed."""

import json
import re
from pathlib import Path

import pytest

from planner.files.plan_json import plan_from_json, plan_to_json
from planner.files.session_file import read_session
from planner.messages.texts import LANGUAGES
from planner.plan import Cause
from tests.support.command import run
from tests.support.sessions import a_good_plan, a_plan, place, the_school

SESSION = """\
id: neo-69
title: "=Entrer <b>dans</b> le métier"
department: "69"
window: {first: 2027-01-04, last: 2027-02-12}
trainers:
  - {id: durand, name: Alice Durand}
groups:
  - {id: lyon, size: 20}   # commentaire gardé
activities:
  - {id: accueil, kind: virtual_class, title: Accueil, duration: 1h}
  - {id: module1, kind: remote_work, title: Observer sa classe, duration: 2h}
  - {id: retour1, kind: virtual_class, title: Retour d'expérience, duration: 1h30}
"""
TODAY = ("--today", "2026-11-25")
NAME = "Zébulon Quetzalcoatl"


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "neo.yaml").write_text(SESSION, encoding="utf-8")
    (tmp_path / "out" / "neo-69").mkdir(parents=True)
    (tmp_path / "out" / "neo-69" / "plan.json").write_text(plan_to_json(a_good_plan()), encoding="utf-8")
    return tmp_path


PLAN, POLL = "out/neo-69/plan.json", "out/neo-69/polls/poll.json"


@pytest.fixture
def opened(capsys, folder):
    answer = run(
        capsys, "poll", "open", "neo.yaml", PLAN, "--class", "retour1", "--class", "accueil", "--slots", "3", *TODAY
    )
    assert answer.code == 0, answer.err
    return folder


def test_a_poll_behind_a_symbolic_link_is_closed_and_its_session_read_again(capsys, folder):
    activities = SESSION.partition("activities:")[2]
    (folder / "parcours.yaml").write_text(f"id: p\ntitle: P\nactivities:{activities}", encoding="utf-8")
    (folder / "neo.yaml").write_text(SESSION.replace(f"activities:{activities}", "parcours: parcours.yaml\n"))
    (folder / "far" / "away").mkdir(parents=True)
    (folder / "out").rename(folder / "far" / "away" / "out")
    (folder / "out").symlink_to(folder / "far" / "away" / "out")
    assert run(capsys, "poll", "open", "neo.yaml", PLAN, "--class", "retour1", *TODAY).code == 0
    start = slots(folder, "retour1")[0]
    header = ",".join(f"{slot[:10]} {int(slot[11:13]) + 1}h{slot[14:16]}" for slot in slots(folder, "retour1"))
    (folder / "b.csv").write_text(f"nom,{header}\n{NAME},oui" + ",non" * header.count(",") + "\n", encoding="utf-8")
    closed = run(capsys, "poll", "close", POLL, "b.csv", *TODAY)
    assert (closed.code, closed.err) == (0, "")
    checked = run(capsys, "check", "out/neo-69/session.yaml", PLAN)
    assert checked.code == 0, checked.err
    assert start in (folder / PLAN).read_text()


def files(folder):
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def slots(folder, activity):
    (poll,) = (each for each in json.loads((folder / POLL).read_text())["polls"] if each["activity"] == activity)
    return poll["slots"]


def ballots(folder, activity, *rows, name="votes.csv"):
    """A Framadate export: the poll as it was written, and rows of answers below it."""
    text = (folder / "out" / "neo-69" / "polls" / f"{activity}-framadate.csv").read_bytes().decode()
    lines = [",".join([f'"{cell}"' for cell in row]) + ",\r\n" for row in rows]
    (folder / name).write_bytes((text + "".join(lines)).encode())
    return name


def test_opened(capsys, folder):
    answer = run(capsys, "poll", "open", "neo.yaml", PLAN, "--class", "retour1", "--slots", "3", "--lang", "en", *TODAY)
    assert (answer.code, answer.err) == (0, "")
    assert "The polls can end in 3 ways: each was checked, and keeps every rule." in answer.out
    assert set(files(folder)) == {
        "neo.yaml",
        PLAN,
        *(f"out/neo-69/polls/retour1-{name}" for name in ("framadate.csv", "moodle.txt", "message.txt")),
        "out/neo-69/polls/slots.ics",
        POLL,
    }
    assert run(capsys, "check", "neo.yaml", PLAN, "--poll", POLL).code == 0


def test_opening_again_gives_the_same_bytes(capsys, opened):
    before = files(opened)
    asked = ["poll", "open", "neo.yaml", PLAN, "--class", "accueil", "--class", "retour1", "--slots", "3", *TODAY]
    assert run(capsys, *asked).code == 0
    assert files(opened) == before


def test_the_whole_way(capsys, opened):
    elected = slots(opened, "retour1")[1]
    votes = ballots(opened, "retour1", (NAME, "Non", "Oui", "Non"), ("B", "Si nécessaire", "Oui", "Non"))
    answer = run(capsys, "poll", "close", POLL, votes, "--lang", "en", *TODAY)
    assert (answer.code, answer.err) == (0, "")
    assert "2 yes, 0 if need be, 0 no" in answer.out and "it has the most “yes”" in answer.out
    assert "Still open: accueil." in answer.out and NAME not in answer.out
    plan = plan_from_json((opened / PLAN).read_text(encoding="utf-8"), PLAN)
    session = read_session(opened / "out/neo-69/session.yaml", the_school()).session
    (fixed,) = session.activity("retour1").fixed
    retour = next(placement for placement in plan.placements if placement.activity == "retour1")
    assert retour.start.date() == fixed.day and retour.start.isoformat() == elected
    assert "commentaire gardé" in (opened / "out/neo-69/session.yaml").read_text(encoding="utf-8")
    assert run(capsys, "check", "out/neo-69/session.yaml", PLAN, "--poll", POLL).code == 0
    assert [poll["activity"] for poll in json.loads((opened / POLL).read_text())["polls"]] == ["accueil"]
    calendar = (opened / "out/neo-69/polls/slots.ics").read_text(encoding="utf-8")
    assert calendar.count("STATUS:CANCELLED") == calendar.count("STATUS:TENTATIVE") == 3
    votes = ballots(opened, "accueil", ("B", "Oui", "Non", "Non"))
    assert run(capsys, "poll", "close", POLL, votes, *TODAY).code == 0
    answer = run(capsys, "poll", "close", POLL, votes, "--lang", "en", *TODAY)
    assert answer.code == 2 and "every poll of this file is closed" in answer.err
    assert run(capsys, "plan", "out/neo-69/session.yaml", "--out", "again").code == 0


def test_a_poll_stays_closed_where_its_closing_is_undone(capsys, opened):
    votes = ballots(opened, "retour1", [NAME, "Non", "Non", "Oui"])
    assert run(capsys, "poll", "close", POLL, votes, *TODAY).code == 0
    still = (opened / POLL).read_bytes()
    undo = ("replan", "out/neo-69", "--session", "neo.yaml", "--undo", "--today", "2026-11-25")
    there = {path: path.read_bytes() for path in (opened / "out" / "neo-69").rglob("*") if path.is_file()}
    found = json.loads(run(capsys, *undo, "--json").out)
    assert found["closed_polls"] == ["retour1"] and (opened / POLL).read_bytes() == still
    for path, data in there.items():
        path.write_bytes(data)
    said = " ".join(run(capsys, *undo, "--lang", "en").out.split())
    assert "The poll of retour1 stays closed; to ask again, open a new one" in said
    assert run(capsys, "poll", "open", "neo.yaml", PLAN, "--class", "retour1", *TODAY).code == 0


def test_both_polls_in_one_answer_as_json(capsys, opened):
    one = ballots(opened, "retour1", (NAME, "Non", "Oui", "Non"), (NAME, "Oui", "Oui", "Oui"), name="a.csv")
    two = ballots(opened, "accueil", (NAME, "Oui", "Non", "Non"), name="b.csv")
    answer = run(capsys, "poll", "close", POLL, one, two, "--json", *TODAY)
    found = json.loads(answer.out)
    assert found["status"] == "closed" and set(found["elections"]) == {"accueil", "retour1"}
    assert found["replaced_rows"] == {"a.csv": [[3, 4]]} and found["elections"]["retour1"]["ballots"] == 1
    assert NAME not in answer.out + answer.err and found["still_open"] == []


def test_nobody_who_can(capsys, opened):
    before = files(opened)
    votes = ballots(opened, "retour1", (NAME, "Non", "Non", "Non"))
    answer = run(capsys, "poll", "close", POLL, votes, "--lang", "en", *TODAY)
    assert answer.code == 2 and "none says “yes” or “if need be”" in answer.err
    assert {name: data for name, data in files(opened).items() if name != votes} == before


def test_without_r12_nothing_is_said_to_be_checked(capsys, folder):
    (folder / "neo.yaml").write_text(SESSION + "rules: {off: poll}\n", encoding="utf-8")
    answer = run(capsys, "poll", "open", "neo.yaml", PLAN, "--class", "retour1", "--lang", "en", *TODAY)
    assert answer.code == 0 and "each was checked" not in answer.out
    assert "Not checked, switched off in the session file: polls (R12)." in answer.out


OPEN = {
    "no such class": (["--class", "retour2"], "poll-unknown-class"),
    "remote work": (["--class", "module1"], "poll-unknown-class"),
    "no such group": (["--class", "retour1@paris"], "poll-unknown-group"),
    "a class that is over": (["--class", "retour1", "--today", "2027-02-01"], "poll-past-class"),
}


@pytest.mark.parametrize("trait", OPEN)
def test_what_cannot_be_opened(capsys, folder, trait):
    arguments, id = OPEN[trait]
    before = files(folder)
    answer = run(capsys, "poll", "open", "neo.yaml", PLAN, *TODAY, *arguments, "--json")
    assert answer.code == 2 and [each["id"] for each in json.loads(answer.out)["findings"]] == [id]
    for lang in LANGUAGES:
        said = run(capsys, "poll", "open", "neo.yaml", PLAN, *TODAY, *arguments, "--lang", lang)
        assert said.code == 2 and said.out == "" and said.err.startswith("--class: ")
    assert files(folder) == before


def test_a_class_whose_date_is_fixed(capsys, folder):
    text = SESSION.replace("duration: 1h30}", "duration: 1h30, fixed: 2027-01-26T16:30}")
    (folder / "neo.yaml").write_text(text, encoding="utf-8")
    answer = run(capsys, "poll", "open", "neo.yaml", PLAN, "--class", "retour1", *TODAY, "--lang", "en")
    assert answer.code == 2 and "fixes the date of “retour1”" in answer.err


def test_a_plan_that_breaks_a_rule_is_not_polled(capsys, folder):
    (folder / "neo.yaml").write_text(SESSION + "rules: {weekly_cap: 1h30}\n", encoding="utf-8")
    before = files(folder)
    answer = run(capsys, "poll", "open", "neo.yaml", PLAN, "--class", "retour1", *TODAY)
    assert answer.code == 1 and "(R5)" in answer.err and files(folder) == before


@pytest.mark.parametrize("slots", ["1", "21", "x", "-3", "²"])
def test_a_number_of_slots_that_makes_no_sense(capsys, folder, slots):
    answer = run(capsys, "poll", "open", "neo.yaml", PLAN, "--class", "retour1", "--slots", slots, "--lang", "en")
    assert answer.code == 2 and "--slots is a number from 2 to 20" in answer.err


def edited(folder, change):
    path = folder / POLL
    path.write_text(change(path.read_text(encoding="utf-8")), encoding="utf-8")


EDITED = {
    "not JSON": (lambda text: text[:-5], None),
    "empty": (lambda text: "", "empty-file"),
    "a list": (lambda text: "[]", "not-a-mapping"),
    "another format": (lambda text: text.replace("poll/1", "poll/9"), "poll-unknown-format"),
    "a key too many": (lambda text: text.replace('"opened"', '"x": 1, "opened"'), "unknown-key"),
    "another session": (lambda text: text.replace('"neo-69"', '"neo-70"'), "poll-other-session"),
    "a class that is not there": (lambda text: text.replace('"retour1"', '"retour9"'), "poll-unknown-class"),
    "remote work": (lambda text: text.replace('"retour1"', '"module1"'), "poll-unknown-class"),
    "another group": (lambda text: text.replace('"lyon"', '"paris"'), "poll-unknown-group"),
    "two polls of one class": (lambda text: text.replace('"accueil"', '"retour1"'), None),
    "no moment": (lambda text: re.sub(r'"2027-01-12T16:00:00\+00:00"', '"tomorrow"', text), "not-an-instant"),
    "a slot with seconds": (lambda text: text.replace("T16:00:00+", "T16:00:30+", 1), "off-the-minute"),
    "far away": (lambda text: text.replace("2027-01-12T16", "9999-12-31T23"), "not-an-instant"),
    "a slot twice": (lambda text: re.sub(r'("2027-\d\d-\d\dT[^"]+"),', r"\1, \1,", text, count=1), "poll-slot-twice"),
}


@pytest.mark.parametrize("trait", EDITED)
def test_a_poll_edited_into_nonsense(capsys, opened, trait):
    change, id = EDITED[trait]
    votes = ballots(opened, "retour1", (NAME, "Oui", "Oui", "Oui"))
    before_edit = (opened / POLL).read_text(encoding="utf-8")
    edited(opened, change)
    assert (opened / POLL).read_text(encoding="utf-8") != before_edit
    before = files(opened)
    answer = run(capsys, "poll", "close", POLL, votes, "--json", *TODAY)
    assert answer.code == 2, answer
    findings = json.loads(answer.out)["findings"]
    assert findings and (id is None or id in {each["id"] for each in findings})
    said = run(capsys, "poll", "close", POLL, votes, "--lang", "fr", *TODAY)
    assert said.code == 2 and said.err.startswith(POLL) and files(opened) == before


def test_slots_edited_into_what_breaks_a_rule(capsys, opened):
    """A Saturday is written into poll.json, and elected: the class cannot lie there, and no other plan helps."""
    edited(opened, lambda text: text.replace(slots(opened, "retour1")[-1], "2027-01-30T09:00:00+00:00"))
    before = files(opened)
    assert run(capsys, "check", "neo.yaml", PLAN, "--poll", POLL).code == 1
    labels = [each for each in slots(opened, "retour1") if not each.startswith("2027-01-30")]
    header = ";".join(["nom", *(_label(each) for each in labels), "samedi 30/01 10h"])
    (opened / "votes.csv").write_text(f"{header}\n{NAME};;;oui\n", encoding="utf-8")
    answer = run(capsys, "poll", "close", POLL, "votes.csv", "--lang", "en", *TODAY)
    assert answer.code == 3 and "no plan keeps every rule" in answer.out and NAME not in answer.out + answer.err
    assert {name: data for name, data in files(opened).items() if name != "votes.csv"} == before


def _label(slot):
    """In January, Lyon is an hour ahead of UTC."""
    return f"{slot[8:10]}/{slot[5:7]} {int(slot[11:13]) + 1}h{slot[14:16]}"


def test_where_the_rest_cannot_stay_it_is_planned_anew(capsys, opened):
    """A slot is written into poll.json where remote work lies; it is elected, and the work makes room for it."""
    target = "2027-01-20T09:00:00+00:00"
    other = next(each for each in slots(opened, "retour1") if not each.startswith("2027-01-26"))
    edited(opened, lambda text: text.replace(other, target))
    kept = slots(opened, "retour1")
    votes = ["oui" if each == target else "non" for each in kept]
    header = ";".join(["nom", *(_label(each) for each in kept)])
    (opened / "votes.csv").write_text(f"{header}\n{NAME};{';'.join(votes)}\n", encoding="utf-8")
    before = files(opened)
    answer = run(capsys, "poll", "close", POLL, "votes.csv", "--lang", "en", *TODAY)
    assert answer.code == 0, answer.err
    assert "the rest was planned anew" in answer.out
    said = " ".join(answer.out.split())
    assert re.search(r"2 entries are not what they were: - .*“Observer sa classe”.* instead of .* else: .*\(R9\)", said)
    assert "Proven: no plan that keeps the rules moves fewer entries" in said
    assert run(capsys, "check", "out/neo-69/session.yaml", PLAN).code == 0
    for name, data in before.items():
        (opened / name).write_bytes(data)
    found = json.loads(run(capsys, "poll", "close", POLL, "votes.csv", "--json", *TODAY).out)
    assert found["replanned"] and {each["activity"] for each in found["moved"]} == {"accueil", "module1"}
    assert found["outdated"] == ["accueil"], "its own class moved"
    assert all(each["old"] != each["new"] and each["why"] for each in found["moved"])
    votes = ballots(opened, "accueil", (NAME, "Oui", "Oui", "Oui"))
    moved = run(capsys, "poll", "close", POLL, votes, "--lang", "en", *TODAY)
    assert moved.code == 2 and "no longer has “accueil” at one of the slots" in moved.err


def test_a_plan_of_another_session(capsys, opened):
    (opened / "other.yaml").write_text(SESSION.replace("neo-69", "neo-70"), encoding="utf-8")
    votes = ballots(opened, "retour1", (NAME, "Oui", "Oui", "Oui"))
    before = files(opened)
    answer = run(capsys, "poll", "close", POLL, votes, "--session", "other.yaml", "--lang", "en", *TODAY)
    assert answer.code == 2 and "neo-70" in answer.err and files(opened) == before
    answer = run(capsys, "poll", "open", "other.yaml", PLAN, "--class", "retour1", "--lang", "en", *TODAY)
    assert answer.code == 2 and "this is a plan of the session “neo-69”" in answer.err and files(opened) == before


@pytest.mark.parametrize("missing", ["neo.yaml", PLAN, POLL, "votes.csv"])
def test_a_file_that_is_gone(capsys, opened, missing):
    votes = ballots(opened, "retour1", (NAME, "Oui", "Oui", "Oui"))
    (opened / missing).unlink()
    before = files(opened)
    answer = run(capsys, "poll", "close", POLL, votes, *TODAY)
    assert answer.code == 2 and Path(missing).name in answer.err and files(opened) == before


def test_two_files_on_one_poll(capsys, opened):
    one = ballots(opened, "retour1", (NAME, "Oui", "Oui", "Oui"), name="a.csv")
    two = ballots(opened, "retour1", (NAME, "Oui", "Oui", "Oui"), name="b.csv")
    answer = run(capsys, "poll", "close", POLL, one, f"retour1={two}", "--lang", "en", *TODAY)
    assert answer.code == 2 and "b.csv: another file already holds ballots on “retour1”" in answer.err


def test_slots_that_are_over_are_not_elected(capsys, opened):
    starts = slots(opened, "retour1")
    votes = ballots(opened, "retour1", (NAME, "Oui", "Non", "Non"))
    day = starts[-1][:10]
    answer = run(capsys, "poll", "close", POLL, votes, "--today", day, "--lang", "en")
    assert answer.code == 2, "the class itself is over, or nobody can at what is left"


def test_a_folder_that_cannot_be_written(capsys, folder):
    (folder / "file").write_text("")
    answer = run(capsys, "poll", "open", "neo.yaml", PLAN, "--class", "retour1", "--out", "file", *TODAY)
    assert answer.code == 2 and "--out" in answer.err


def close(capsys, *words):
    return run(capsys, "poll", "close", *words, "--lang", "en", *TODAY)


@pytest.mark.parametrize("plan", [PLAN, "out/neo-69"], ids=["the plan's file", "the plan's folder"])
def test_closed_by_session_and_plan(capsys, opened, plan):
    votes = ballots(opened, "retour1", (NAME, "Non", "Oui", "Non"))
    answer = close(capsys, "neo.yaml", plan, votes)
    assert (answer.code, answer.err) == (0, "")
    assert "Elected: " in answer.out and "Still open: accueil." in answer.out


def test_polls_are_closed_one_after_the_other_by_session_and_plan(capsys, opened):
    for number, id in ((2, "retour1"), (1, "accueil")):
        votes = ballots(opened, id, (NAME, *("Oui" if each == number else "Non" for each in range(3))))
        answer = close(capsys, "neo.yaml", PLAN, votes)
        assert (answer.code, answer.err) == (0, "")
    session = read_session(opened / "out/neo-69/session.yaml", the_school()).session
    assert all(session.activity(id).fixed for id in ("accueil", "retour1"))


def test_closed_by_session_and_plan_where_the_polls_lie_elsewhere_in_the_plans_folder(capsys, folder):
    asked = ("poll", "open", "neo.yaml", "out/neo-69", "--class", "retour1", "--out", "out/neo-69/janvier", *TODAY)
    assert run(capsys, *asked).code == 0
    (folder / "out/neo-69/janvier").rename(folder / "out/neo-69/polls")
    votes = ballots(folder, "retour1", (NAME, "Non", "Oui", "Non", "Non"))
    (folder / "out/neo-69/polls").rename(folder / "out/neo-69/janvier")
    answer = close(capsys, "neo.yaml", PLAN, votes)
    assert (answer.code, answer.err) == (0, "")


def test_several_polls_of_one_plan(capsys, opened):
    assert run(
        capsys, "poll", "open", "neo.yaml", PLAN, "--class", "retour1", "--out", "out/neo-69/other", *TODAY
    ).code == 0  # fmt: skip
    votes = ballots(opened, "retour1", (NAME, "Non", "Oui", "Non"))
    before = files(opened)
    answer = close(capsys, "neo.yaml", PLAN, votes)
    assert answer.code == 2 and "several files hold open polls of this plan" in answer.err
    assert "out/neo-69/other/poll.json" in answer.err and POLL in answer.err and files(opened) == before


def test_no_poll_of_a_plan(capsys, opened):
    votes = ballots(opened, "retour1", (NAME, "Non", "Oui", "Non"))
    (opened / "elsewhere").mkdir()
    (opened / PLAN).rename(opened / "elsewhere" / "plan.json")
    answer = close(capsys, "neo.yaml", "elsewhere", votes)
    assert answer.code == 2 and "no open poll of this plan was found" in answer.err
    answer = close(capsys, "neo.yaml", "out/neo-69", votes)
    assert answer.code == 2 and PLAN in answer.err


def test_a_poll_of_a_plan_that_is_no_poll(capsys, opened):
    votes = ballots(opened, "retour1", (NAME, "Non", "Oui", "Non"))
    edited(opened, lambda text: text.replace("poll/1", "poll/9"))
    answer = close(capsys, "neo.yaml", PLAN, votes)
    assert answer.code == 2 and answer.err.startswith(f"{POLL}:2:")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("neo.yaml", PLAN), "After the session file come the plan and the ballots"),
        (("neo.yaml", PLAN, "votes.csv", "--plan", PLAN), "--plan goes with a poll.json"),
        (("neo.yaml", PLAN, "votes.csv", "--session", "neo.yaml"), "--session goes with a poll.json"),
    ],
)
def test_a_session_and_a_plan_that_are_not_whole(capsys, opened, words, said):
    answer = close(capsys, *words)
    assert answer.code == 2 and said in answer.err


SLOT = "2027-02-03T09:00:00+00:00"


@pytest.fixture
def overtaken(capsys, folder):
    """A poll about `retour1`, one of whose slots is elected; `accueil` was moved there since, in a session file of
    its own."""
    (folder / "neo.yaml").write_text(SESSION + "rules: {off: order}\n", encoding="utf-8")
    assert run(capsys, "poll", "open", "neo.yaml", PLAN, "--class", "retour1", *TODAY).code == 0
    edited(folder, lambda text: text.replace(slots(folder, "retour1")[-1], SLOT))
    kept = slots(folder, "retour1")
    header = ";".join(["nom", *(_label(each) for each in kept)])
    votes = ["oui" if each == SLOT else "non" for each in kept]
    (folder / "votes.csv").write_text(f"{header}\n{NAME};{';'.join(votes)}\n", encoding="utf-8")
    asked = ("--session", "neo.yaml", "--move", "accueil", "2027-02-03T10:00")
    moved = run(capsys, "replan", "out/neo-69", *asked, *TODAY)
    assert moved.code == 0, moved.out + moved.err
    return folder


def test_an_entry_was_fixed_since_where_a_slot_is_elected(capsys, overtaken):
    before = files(overtaken)
    answer = close(capsys, POLL, "votes.csv")
    assert answer.code == 3 and files(overtaken) == before
    said = " ".join(answer.out.split())
    assert "With these slots no plan keeps every rule; the session or its plan was changed since: - " in said
    assert "the group is in “Accueil” from 10:00 to 11:00, and in this from 10:00 to 11:30 (R8)" in said
    assert "Nothing was written. Open the poll again; or take back what was changed" in said
    assert run(capsys, "replan", "out/neo-69", "--undo", *TODAY).code == 0
    answer = close(capsys, POLL, "votes.csv")
    assert answer.code == 0 and "All else stays where it was" in answer.out, answer.out + answer.err


@pytest.mark.parametrize("words", [(POLL,), ("neo.yaml", PLAN)], ids=["by the poll", "by session and plan"])
def test_the_session_file_that_a_change_wrote_is_the_one_that_is_closed(capsys, overtaken, words):
    """The poll names the session file before the change; what was asked since is not lost."""
    votes = (overtaken / "votes.csv").read_text(encoding="utf-8")
    (overtaken / "votes.csv").write_text(votes.replace("oui", "x").replace("non", "oui").replace("x", "non"))
    refused = close(capsys, POLL, "votes.csv", "--session", "neo.yaml")
    assert refused.code == 2 and "Give out/neo-69/session.yaml" in refused.err
    answer = close(capsys, *words, "votes.csv")
    assert (answer.code, answer.err) == (0, "")
    assert ("and that was taken: out/neo-69/session.yaml" in " ".join(answer.out.split())) == ("neo.yaml" in words)
    session = read_session(overtaken / "out/neo-69/session.yaml", the_school()).session
    assert [bool(session.activity(id).fixed) for id in ("accueil", "retour1")] == [True, True]


def test_an_entry_lies_since_where_a_slot_is_elected_and_can_move(capsys, overtaken):
    session = overtaken / "out/neo-69/session.yaml"
    text = session.read_text(encoding="utf-8")
    session.write_text(re.sub(r", fixed: .*(?=}\n)", "", text), encoding="utf-8")
    assert session.read_text(encoding="utf-8") != text
    answer = close(capsys, POLL, "votes.csv")
    assert answer.code == 0, answer.out + answer.err
    said = " ".join(answer.out.split())
    assert re.search(r"1 entry is not what it was: - “Accueil”: .* instead of Wednesday 3 February 2027 at 10:00", said)
    assert "else: " in said


TIGHT = (
    SESSION.replace(
        "title: Retour d'expérience, duration: 1h30}",
        "title: Retour d'expérience, duration: 1h30}\n"
        "  - {id: retour2, kind: virtual_class, title: Bilan, duration: 1h30}",
    )
    + "rules: {working_hours: {mon-fri: '16:30-18:00'}}\n"
)


@pytest.fixture
def tight(capsys, folder):
    """One class a week at most, one start a day; `retour2` in the week after `retour1`, with weeks left behind it."""
    (folder / "neo.yaml").write_text(TIGHT, encoding="utf-8")
    session = read_session(folder / "neo.yaml", the_school()).session
    plan = a_good_plan(session)
    later = place(session, "retour2", "2027-02-02 16:30")
    first = place(session, "accueil", "2027-01-12 16:30")
    classes = (first, *(each for each in plan.placements if each.activity == "retour1"), later)
    plan = a_plan(session, *classes, *plan.blocks)
    (folder / PLAN).write_text(plan_to_json(plan), encoding="utf-8")
    checked = run(capsys, "check", "neo.yaml", PLAN)
    assert checked.code == 0, checked.out
    return folder


ASKED = ("poll", "open", "neo.yaml", PLAN, "--class", "retour1", "--slots", "8", *TODAY)


def test_others_move_where_that_gains_slots(capsys, tight):
    before = plan_from_json((tight / PLAN).read_text(encoding="utf-8"), PLAN)
    answer = run(capsys, *ASKED, "--lang", "en")
    assert (answer.code, answer.err) == (0, "")
    said = " ".join(answer.out.split())
    assert "To offer 8 slots instead of 5 for Retour d'expérience, 1 entry moves: - “Bilan”: " in said
    assert "instead of Tuesday 2 February 2027 at 16:30 else: " in said and "(R12)" in said
    assert "Proven: no plan with as many slots moves fewer entries; without moving more, none changes fewer" in said
    assert "The plan is now version 2." in said and "out/neo-69/neo-69.ics" in answer.out
    after = plan_from_json((tight / PLAN).read_text(encoding="utf-8"), PLAN)
    assert after.number == 2 and after.causes == (Cause("poll", {"what": "retour1", "step": "opened"}),)
    changed = {(old.activity, new.sequence) for old, new in zip(before.placements, after.placements, strict=True)
               if old.start != new.start}  # fmt: skip
    assert changed == {("retour2", 1)} and after.session_file == "../../neo.yaml" and not after.offers
    assert run(capsys, "check", "neo.yaml", PLAN, "--poll", POLL).code == 0
    votes = ballots(tight, "retour1", (NAME, *["Non"] * 7, "Oui"))
    assert close(capsys, "neo.yaml", PLAN, votes).code == 0
    undone = run(capsys, "replan", "out/neo-69", "--undo", *TODAY, "--lang", "en")
    assert undone.code == 0 and "back to version 2" in undone.out


def test_what_moves_as_json(capsys, tight):
    found = json.loads(run(capsys, *ASKED, "--json").out)
    assert (found["status"], found["searched"], found["version"]) == ("opened", "proven", 2)
    assert found["slots_before"] == {"retour1": 5} and len(found["polls"]["retour1"]["starts"]) == 8
    (moved,) = found["moved"]
    assert moved["activity"] == "retour2" and moved["old"]["start"] < moved["new"]["start"] and moved["why"]


def test_nothing_else_moves_where_it_is_to_stay(capsys, tight):
    before = files(tight)
    answer = run(capsys, *ASKED, "--keep", "--lang", "en")
    assert answer.code == 0 and "5 slots were found of 8 for Retour d'expérience." in answer.out
    assert "Nothing else was moved for more slots (--keep)." in answer.out
    assert {name: data for name, data in files(tight).items() if "polls/" not in name} == before


def test_nothing_moves_where_that_gains_no_slot(capsys, tight):
    asked = [*ASKED[:4], "--class", "retour1", "--slots", "20", *TODAY, "--lang", "en"]
    assert run(capsys, *asked).code == 0
    before = {name: data for name, data in files(tight).items() if "polls/" not in name}
    again = run(capsys, *asked)
    assert again.code == 0 and "proven, no plan offers more while these classes and all who lead stay." in (
        " ".join(again.out.split())
    )
    assert {name: data for name, data in files(tight).items() if "polls/" not in name} == before


def test_a_class_in_an_open_poll_does_not_move_and_its_poll_goes_on(capsys, tight):
    bilan = run(capsys, *ASKED[:4], "--class", "retour2", "--slots", "2", "--keep", *TODAY)
    assert bilan.code == 0, bilan.err
    kept = slots(tight, "retour2")
    answer = run(capsys, *ASKED, "--lang", "en")
    assert answer.code == 0 and "Still open: retour2." in answer.out and "moves:" not in answer.out
    assert slots(tight, "retour2") == kept and slots(tight, "retour1")
    assert run(capsys, "check", "neo.yaml", PLAN, "--poll", POLL).code == 0


def test_a_plan_in_a_calendar_is_not_moved(capsys, tight):
    assert run(capsys, "replan", "out/neo-69", "--session", "neo.yaml", *TODAY).code == 0
    calendar = "out/neo-69/neo-69.ics"
    asked = ["poll", "open", "neo.yaml", calendar, "--class", "retour1", "--slots", "8", *TODAY, "--lang", "en"]
    answer = run(capsys, *asked)
    assert answer.code == 0 and "as the plan is a calendar: give its plan.json" in " ".join(answer.out.split())
