"""Open polls whose plan is made again: which it spoils is said, the others go on, and what closing changes is told."""

import itertools
import json
import shutil
from datetime import datetime, timedelta

import pytest

from planner.cli import main
from planner.messages.texts import LANGUAGES
from tests.support.command import run

SESSION = """\
id: MV
title: MV
department: "69"
window: {first: 2027-01-04, last: 2027-06-25}
trainers: [{id: d, name: Zoé D}, {id: e, name: Yann E}]
groups: [{id: a, name: Alpha, size: 10}, {id: b, name: Bêta, size: 10}]
activities:
  - {id: c1, kind: virtual_class, title: C1, duration: 1h, together: true}
  - {id: lire, kind: remote_work, title: Lire, duration: 4h, before: [c2]}
  - {id: c2, kind: virtual_class, title: C2, duration: 1h}
  - {id: essai, kind: remote_work, title: Essai, duration: 4h}
  - {id: c3, kind: virtual_class, title: C3, duration: 1h, after: [{activity: c2, min_gap: 2w, max_gap: 10w}]}
  - {id: bilan, kind: evaluation, title: Bilan, duration: 30 min}
rules: {working_hours: {mon-fri: "16:30-18:30", wed: "13:30-17:30"}}
"""
TODAY = ("--today", "2026-12-01")
POLL = "MV/polls/poll.json"


@pytest.fixture(scope="module")
def planned(tmp_path_factory):
    """Two groups, two trainers; a poll is open for a class of each group, of which Zoé leads the first."""
    folder = tmp_path_factory.mktemp("planned")
    (folder / "mv.yaml").write_text(SESSION, encoding="utf-8")
    assert main(["plan", str(folder / "mv.yaml"), "--out", str(folder / "MV")]) == 0
    asked = ["--class", "c2@a", "--class", "c3@b", "--out", str(folder / "MV" / "polls"), *TODAY]
    assert main(["poll", "open", str(folder / "mv.yaml"), str(folder / "MV"), *asked]) == 0
    return folder


@pytest.fixture
def opened(planned, tmp_path, monkeypatch):
    shutil.copytree(planned, tmp_path / "w")
    monkeypatch.chdir(tmp_path / "w")
    return tmp_path / "w"


def vote(folder, key, yes, name=None):
    """One ballot: yes to one slot (by its place), no to the others; the file, as it is named to the poll."""
    (poll,) = (
        p for p in json.loads((folder / POLL).read_text())["polls"] if f"{p['activity']}@{p['groups'][0]}" == key
    )
    answers = ["oui" if place == yes % len(poll["slots"]) else "non" for place in range(len(poll["slots"]))]
    path = folder / (name or f"{key}.csv")
    path.write_text(f"nom,{','.join(poll['slots'])}\nZébulon,{','.join(answers)}\n", encoding="utf-8")
    return f"{key}={path.name}"


SPOILED = {
    "the class is cancelled": (["--cancel", "c2@a"], "gone"),
    "the class is moved": (["--move", "c2@a", "2027-03-11T16:30"], "fixed"),
    "who leads is absent": (["--absent", "d", "2027-03-11/2027-03-12"], "rules"),
}


@pytest.mark.parametrize("trait", SPOILED)
def test_replan_says_which_open_polls_it_spoils(capsys, opened, trait):
    change, why = SPOILED[trait]
    kept = {path: path.read_bytes() for path in opened.rglob("*") if path.is_file()}
    found = json.loads(run(capsys, "replan", "MV", *change, *TODAY, "--json").out)
    (poll,) = found["spoiled_polls"]
    assert (poll["session"], poll["poll"], poll["file"], poll["why"]) == ("MV", "c2@a", POLL, why)
    for path, data in kept.items():
        path.write_bytes(data)
    said = " ".join(run(capsys, "replan", "MV", *change, *TODAY, "--lang", "en").out.split())
    assert f"This plan spoils 1 open poll: - c2@a, in {POLL}: " in said
    assert "These open polls hold as they are: c3@b." in said
    assert ("open … --class c2@a" if why == "rules" else "Nothing is left to elect of c2@a") in said


def test_replan_that_spoils_no_poll_says_nothing_of_polls(capsys, opened):
    answer = run(capsys, "replan", "MV", "--absent", "e", "2027-01-04", *TODAY, "--lang", "en")
    assert answer.code == 0 and "poll" not in answer.out.replace(POLL, "")


@pytest.mark.parametrize("trait", ["the class is cancelled", "the class is moved"])
def test_the_other_polls_of_a_file_go_on(capsys, opened, trait):
    change, _ = SPOILED[trait]
    lost, held = vote(opened, "c2@a", 1), vote(opened, "c3@b", 2)
    assert run(capsys, "replan", "MV", *change, *TODAY).code == 0
    before = {path: path.read_bytes() for path in opened.rglob("*") if path.is_file()}
    refused = run(capsys, "poll", "close", POLL, lost, held, *TODAY, "--lang", "en")
    assert refused.code == 2 and refused.err.startswith(POLL) and "Nothing is left to elect." in refused.err
    assert {path: path.read_bytes() for path in before} == before
    closed = run(capsys, "poll", "close", POLL, held, *TODAY, "--lang", "en")
    said = " ".join(closed.out.split())
    assert closed.code == 0, closed.err
    assert "these polls can elect nothing any more: c2@a. They are taken out of poll.json" in said
    assert "Still open" not in said and json.loads((opened / POLL).read_text())["polls"] == []
    assert (opened / "MV/polls/slots.ics").read_text(encoding="utf-8").count("STATUS:CANCELLED") == 8


def test_opening_a_spoiled_poll_again_keeps_the_others_of_its_file(capsys, opened):
    assert run(capsys, "replan", "MV", "--cancel", "c2@a", *TODAY).code == 0
    own = ("poll", "open", "MV/session.yaml", "MV", "--out", "MV/polls", *TODAY)
    found = json.loads(run(capsys, *own, "--class", "c2@b", "--json").out)
    assert (found["still_open"], found["given_up"]) == (["c3@b"], ["c2@a"])
    assert [poll["activity"] for poll in json.loads((opened / POLL).read_text())["polls"]] == ["c2", "c3"]


def test_who_leads_a_closed_class_now_is_said(capsys, opened):
    ballots = vote(opened, "c2@a", -1)
    assert run(capsys, "replan", "MV", "--absent", "d", "2027-03-11/2027-03-12", *TODAY).code == 0
    closed = run(capsys, "poll", "close", POLL, ballots, *TODAY, "--lang", "en")
    said = " ".join(closed.out.split())
    assert closed.code == 0 and "All else stays where it was" not in said
    assert "1 entry is not what it was: - “C2”, group Alpha: led by Yann E instead of Zoé D" in said


def test_undone_a_poll_is_closed_by_the_session_file_that_the_plan_names(capsys, opened):
    lost, held = vote(opened, "c2@a", 1), vote(opened, "c3@b", 2)
    assert run(capsys, "poll", "close", POLL, lost, *TODAY).code == 0
    assert run(capsys, "replan", "MV", "--undo", *TODAY).code == 0
    assert not (opened / "MV/session.yaml").exists()
    closed = run(capsys, "poll", "close", POLL, held, *TODAY, "--lang", "en")
    assert closed.code == 0, closed.err


UNKNOWN = {
    "a group whose poll is not open": ("c2@b=c2@a.csv", "no poll “c2@b” is open", "Open are: c2@a, c3@b."),
    "a class of two groups": ("c2=c2@a.csv", "no poll “c2” is open", "Open are: c2@a, c3@b."),
    "no file after it": ("c2@a=", "after “c2@a=” comes the file of its ballots", "Write it without a blank"),
}


@pytest.mark.parametrize("trait", UNKNOWN)
def test_a_poll_that_is_named_and_not_open(capsys, opened, trait):
    given, what, advice = UNKNOWN[trait]
    vote(opened, "c2@a", 1)
    answer = run(capsys, "poll", "close", POLL, given, *TODAY, "--lang", "en")
    assert answer.code == 2 and what in answer.err and advice in answer.err


def test_a_poll_may_be_named_with_its_only_group(capsys, opened):
    assert run(capsys, "replan", "MV", "--cancel", "c3@a", *TODAY).code == 0
    closed = run(capsys, "poll", "close", POLL, vote(opened, "c3@b", 2), *TODAY)
    assert closed.code == 0, closed.err


def test_who_says_no_to_every_slot_has_answered(capsys, opened):
    text = (opened / "MV/polls/c2@a-framadate.csv").read_text(encoding="utf-8").replace("\r\n", "\n")
    (opened / "no.csv").write_text(f"{text}X,Non,Non,Non,Non,\nY,Non,Non,Non,Non,\n", encoding="utf-8")
    answer = run(capsys, "poll", "close", POLL, "c2@a=no.csv", *TODAY, "--lang", "en")
    assert answer.code == 2 and "of 2 ballots on “c2@a”, none says" in answer.err


def session_with(folder, rules, more=""):
    text = SESSION.replace("rules: {", f"rules: {{{rules}, ") + more
    (folder / "mv.yaml").write_text(text, encoding="utf-8")


def test_rules_that_are_off_and_derogations_are_said_wherever_polls_speak(capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    derogation = "derogations: [{week: 2027-W10, cap: 3h, reason: Semaine forte}]\n"
    session_with(tmp_path, "off: [weekly_cap, no_weekend]", derogation)
    assert run(capsys, "plan", "mv.yaml", "--out", "MV").code == 0
    own = ("poll", "open", "mv.yaml", "MV", "--class", "c2@a", "--out", "MV/polls", *TODAY)
    opened = run(capsys, *own, "--lang", "en")
    closed = run(capsys, "poll", "close", POLL, vote(tmp_path, "c2@a", 0), *TODAY, "--lang", "en")
    for answer in (opened, closed):
        said = " ".join(answer.out.split())
        assert answer.code == 0 and "every rule that is not switched off." in said and "every rule." not in said
        assert "Not checked, switched off in the session file: weekly cap (R5) and no weekend (R2)." in said
        assert "Derogation in the week of Monday 8 March 2027: 3 h instead of 2 h. Reason: Semaine forte" in said
    message = (tmp_path / "MV/polls/c2@a-message.txt").read_text(encoding="utf-8")
    calendar = (tmp_path / "MV/polls/slots.ics").read_text(encoding="utf-8").replace("\n ", "")
    for text in (message, calendar):
        assert "Rules switched off: weekly cap (R5)" in text and "Semaine forte" in text
    assert run(capsys, "plan", "mv.yaml", "--out", "MV").code == 0
    found = json.loads(run(capsys, *own, "--json").out)
    assert found["rules_off"] == ["weekly_cap", "no_weekend"] and len(found["derogations"]) == 1


def test_slots_of_one_class_do_not_overlap_where_others_are_free(opened):
    for poll in json.loads((opened / POLL).read_text())["polls"]:
        starts = [datetime.fromisoformat(slot) for slot in poll["slots"]]
        assert len(starts) == 4
        assert all(later - earlier >= timedelta(hours=1) for earlier, later in itertools.pairwise(starts))


def test_a_single_slot_is_said_to_be_no_choice(capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "mv.yaml").write_text(
        'id: MV\ntitle: MV\ndepartment: "69"\nwindow: {first: 2027-01-04, last: 2027-01-06}\n'
        "trainers: [{id: d, name: Zoé D}]\ngroups: [{id: a, size: 10}]\n"
        "activities: [{id: c1, kind: virtual_class, title: C1, duration: 1h}]\n"
        'rules: {working_hours: {mon: "16:30-17:30"}}\n',
        encoding="utf-8",
    )
    assert run(capsys, "plan", "mv.yaml", "--out", "MV").code == 0
    answer = run(capsys, "poll", "open", "mv.yaml", "MV", "--class", "c1", *TODAY, "--lang", "en")
    assert answer.code == 0 and "A single slot leaves nothing to choose, for C1" in " ".join(answer.out.split())


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_line_is_wider_than_the_screen(capsys, opened, monkeypatch, lang):
    monkeypatch.setenv("COLUMNS", "60")
    ballots = vote(opened, "c2@a", 1)
    session_with(opened, "weekly_cap: 30 min")
    broken = run(capsys, "poll", "open", "mv.yaml", "MV", "--class", "c3@a", "--lang", lang, *TODAY)
    (opened / "mv.yaml").write_text(SESSION, encoding="utf-8")
    again = run(capsys, "poll", "open", "mv.yaml", "MV", "--class", "c3@a", "--slots", "20", "--lang", lang, *TODAY)
    closed = run(capsys, "poll", "close", POLL, ballots, "--lang", lang, *TODAY)
    assert (broken.code, again.code, closed.code) == (1, 0, 0)
    assert all(len(line) <= 60 for line in (again.out + closed.out + broken.err).splitlines())


def test_of_several_clocks_closing_names_that_of_the_group(capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    text = SESSION.replace("name: Bêta, size: 10}", 'name: Bêta, size: 10, department: "974"}')
    (tmp_path / "mv.yaml").write_text(text.replace('"16:30-18:30"', '"10:30-16:30"'), encoding="utf-8")
    assert run(capsys, "plan", "mv.yaml", "--out", "MV").code == 0
    own = ("--class", "c3@b", "--out", "MV/polls", *TODAY, "--lang", "en")
    assert "C3 · Bêta, local time: La Réunion:" in run(capsys, "poll", "open", "mv.yaml", "MV", *own).out
    closed = run(capsys, "poll", "close", POLL, vote(tmp_path, "c3@b", 0), *TODAY, "--lang", "en")
    assert "C3 · Bêta, local time: La Réunion, 1 ballot:" in closed.out
