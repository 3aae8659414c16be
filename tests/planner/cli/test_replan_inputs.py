"""`planner replan`: what it is given is wrong. A clear answer in both languages, nothing changed."""

import json
import re
import shutil

import pytest

from planner.messages.finding_changes import CHANGE_TEXTS
from planner.messages.findings import finding_text
from planner.messages.texts import Texts
from planner.outcome import Finding
from tests.support.command import run

SESSION = """\
id: neo-69
title: Entrer dans le métier
department: "69"
window: {first: 2027-01-04, last: 2027-02-12}
trainers:
  - {id: durand, name: Alice Durand}
groups:
  - {id: lyon, size: 20}
  - {id: bron, size: 15}
activities:
  - {id: accueil, kind: virtual_class, title: Accueil, duration: 1h}
  - {id: module1, kind: remote_work, title: Observer sa classe, duration: 2h}
  - {id: retour1, kind: virtual_class, title: Retour d'expérience, duration: 1h30}
"""
TODAY = "2027-01-14"


@pytest.fixture
def planned(capsys, tmp_path):
    (tmp_path / "neo.yaml").write_text(SESSION, encoding="utf-8")
    assert run(capsys, "plan", tmp_path / "neo.yaml", "--out", tmp_path / "out").code == 0
    return tmp_path / "out"


def _bytes(folder):
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def _refused(capsys, planned, *arguments, today=TODAY):
    """The ids of what is found; both languages are said, nothing is written."""
    before = _bytes(planned.parent)
    answers = [
        run(capsys, "replan", planned, *arguments, "--today", today, *more)
        for more in (("--lang", "en"), ("--lang", "fr"), ("--json",))
    ]
    assert {answer.code for answer in answers} == {2}, answers[0]
    assert not re.search(r"\{\w*\}|None", answers[0].err + answers[1].err)
    assert answers[0].err != answers[1].err
    assert _bytes(planned.parent) == before
    return [finding["id"] for finding in json.loads(answers[2].out)["findings"]]


@pytest.mark.parametrize(
    ("arguments", "found"),
    [
        (["--absent", "durnd", "2027-01-18"], ["no-such-trainer"]),
        (["--cancel", "retour"], ["no-such-activity"]),
        (["--cancel", "retour1@lion"], ["no-such-group"]),
        (["--move", "retour", "2027-02-03T17:00"], ["no-such-activity"]),
        (["--move", "retour1@lion", "2027-02-03T17:00"], ["no-such-group"]),
        (["--move", "retour1", "2027-02-03T17:00"], ["moved-for-which-group"]),
        (["--move", "module1@lyon", "2027-02-03T17:00"], ["moved-remote-work"]),
        (["--busy", "durnd=a.ics"], ["nobody-of-that-name"]),
        (["--add-group", "lyon:12"], ["group-already-there"]),
        (["--add-group", "z:12", "--add-group", "z:13"], ["group-already-there"]),
        (["--closed", "2027-01-11", "grève"], ["days-past"]),
        (["--closed", "2027-03-11", "grève"], ["days-outside-window"]),
        (["--absent", "durand", "2027-01-22/2027-01-18"], ["days-reversed"]),
        (["--absent", "durand", "2027-01-04/2027-01-06"], ["days-past"]),
        (["--absent", "durand", "2028-01-04/2028-01-06"], ["days-outside-window"]),
        (["--move", "retour1@lyon", "2027-01-13T17:00"], ["days-past"]),
        (["--move", "retour1@lyon", "2027-02-28T17:00"], ["days-outside-window"]),
        (
            ["--move", "retour1@lyon", "2027-02-03T17:00", "--move", "retour1@lyon", "2027-02-04T17:00"],
            ["moved-twice"],
        ),
        (["--move", "retour1@lyon", "2027-02-03T17:00", "--cancel", "retour1"], ["moved-and-cancelled"]),
        (["--absent", "durnd", "2027-01-18", "--cancel", "retour"], ["no-such-trainer", "no-such-activity"]),
        (["--busy", "durand=nowhere.ics"], ["no-such-file"]),
        (["--busy", "durand=nowhere.ics", "--busy", "lyon=elsewhere.ics"], ["no-such-file", "no-such-file"]),
        (["--undo"], ["no-version-before"]),
        (["--invite"], ["nobody-to-invite"]),
    ],
    ids=lambda value: "-".join(value),
)
def test_a_change_that_refers_to_nothing(capsys, planned, arguments, found):
    assert _refused(capsys, planned, *arguments) == found


def test_a_near_name_is_offered(capsys, planned):
    answer = run(capsys, "replan", planned, "--absent", "durnd", "2027-01-18", "--today", TODAY, "--lang", "en")
    assert "--absent: there is no trainer “durnd” in this session" in answer.err
    assert "Did you mean “durand”?" in answer.err


def test_what_took_place_neither_moves_nor_is_cancelled(capsys, planned):
    assert _refused(capsys, planned, "--cancel", "accueil", today="2027-02-01")[0] == "took-place"
    moved = _refused(capsys, planned, "--move", "accueil@lyon", "2027-02-05T17:00", today="2027-02-01")
    assert moved == ["took-place"]


def test_what_is_said_of_both_groups_is_said_once(capsys, planned):
    plan = json.loads((planned / "plan.json").read_text(encoding="utf-8"))
    days = {each["start"][:10] for each in plan["placements"] if each["activity"] == "accueil"}
    answer = run(capsys, "replan", planned, "--cancel", "accueil", "--today", "2027-02-01", "--lang", "en")
    assert answer.err.count("took place on") == len(days)
    assert len(days) > 1 or "“accueil” (bron and lyon) took place" in answer.err


def test_a_calendar_given_by_an_option_is_named_by_it(capsys, planned):
    agenda = planned.parent / "bad.ics"
    agenda.write_text("BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20270230T100000\nEND:VEVENT\nEND:VCALENDAR\n")
    assert _refused(capsys, planned, "--busy", f"durand={agenda}") == ["broken-calendar"]
    answer = run(capsys, "replan", planned, "--busy", f"durand={agenda}", "--today", TODAY, "--lang", "en")
    assert answer.err.startswith("--busy: the calendar") and "line 3" in answer.err
    assert "neo.yaml" not in answer.err and " | " not in answer.err


@pytest.mark.parametrize(
    ("typed", "same"),
    [
        (["--closed", "20/01/2027", "grève"], ["--closed", "2027-01-20", "grève"]),
        (["--absent", "durand", "20/1/2027-22/1/2027"], ["--absent", "durand", "2027-01-20/2027-01-22"]),
        (["--absent", "durand", "20/01/2027/22/01/2027"], ["--absent", "durand", "2027-01-20/2027-01-22"]),
        (["--move", "retour1@lyon", "03/02/2027T16:30"], ["--move", "retour1@lyon", "2027-02-03T16:30"]),
    ],
    ids=lambda value: " ".join(value),
)
def test_days_are_read_as_people_in_france_write_them(capsys, planned, tmp_path, typed, same):
    files = []
    for number, words in enumerate((typed, same)):
        folder = tmp_path / f"copy{number}"
        shutil.copytree(planned, folder)
        answer = run(capsys, "replan", folder, *words, "--today", ["14/01/2027", TODAY][number])
        assert answer.code == 0, answer.err
        files.append((folder / "plan.json").read_bytes())
    assert files[0] == files[1]


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ('"session": "neo-69"', '"session": "other"', "plan-of-other-session"),
        ('"format": "session-planner/plan/1"', '"format": "x"', "unknown-format"),
        ('"placements": [', '"placements": 3, "x": [', "not-a-list"),
        ("{", "[", "not-json"),
        ('"duration_min": 60', '"duration_min": -60', "out-of-range"),
        ('"start": "2027', '"start": "2927', "not-an-instant"),
        ('"uid"', '"uid"', None),
    ],
)
def test_a_plan_edited_into_nonsense(capsys, planned, old, new, found):
    if found is None:
        return
    file = planned / "plan.json"
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    assert found in _refused(capsys, planned)


@pytest.mark.parametrize(("key", "found"), [("placements", "planned-twice"), ("blocks", "planned-twice")])
def test_an_entry_twice(capsys, planned, key, found):
    data = json.loads((planned / "plan.json").read_text(encoding="utf-8"))
    data[key].append(data[key][0])
    (planned / "plan.json").write_text(json.dumps(data), encoding="utf-8")
    assert _refused(capsys, planned) == [found]


@pytest.mark.parametrize(("last", "found"), [("2027-01-01", "block-reversed"), ("2027-02-28", "block-of-weeks")])
def test_a_block_that_no_planner_writes(capsys, planned, last, found):
    data = json.loads((planned / "plan.json").read_text(encoding="utf-8"))
    data["blocks"][0]["last"] = last
    (planned / "plan.json").write_text(json.dumps(data), encoding="utf-8")
    assert _refused(capsys, planned) == [found]


def test_a_session_file_that_is_gone_or_was_never_named(capsys, planned):
    (planned.parent / "neo.yaml").rename(planned.parent / "elsewhere.yaml")
    assert _refused(capsys, planned) == ["no-session-for-plan"]
    assert run(capsys, "replan", planned, "--session", planned.parent / "elsewhere.yaml", "--today", TODAY).code == 0
    data = json.loads((planned / "plan.json").read_text(encoding="utf-8"))
    del data["session_file"]
    (planned / "plan.json").write_text(json.dumps(data), encoding="utf-8")
    assert _refused(capsys, planned) == ["no-session-for-plan"]


def test_a_session_that_is_wrong(capsys, planned):
    file = planned.parent / "neo.yaml"
    file.write_text(SESSION.replace("duration: 1h30", "duration: long"), encoding="utf-8")
    assert _refused(capsys, planned) == ["not-a-duration"]


def test_a_group_that_took_part_as_a_whole_and_would_be_split(capsys, planned):
    file = planned.parent / "neo.yaml"
    file.write_text(SESSION.replace("id: lyon, size: 20", "id: lyon, size: 30"), encoding="utf-8")
    assert _refused(capsys, planned, today="2027-02-01") == ["group-dealt-anew"]


def test_planning_anew_over_a_plan_that_cannot_be_read(capsys, planned):
    (planned / "plan.json").write_text("{", encoding="utf-8")
    before = _bytes(planned)
    answer = run(capsys, "plan", planned.parent / "neo.yaml", "--out", planned, "--lang", "en")
    assert answer.code == 2 and "plan.json" in answer.err and _bytes(planned) == before


def test_no_plan_at_all(capsys, tmp_path):
    (tmp_path / "out").mkdir()
    assert _refused(capsys, tmp_path / "out") == ["no-such-file"]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (["--absent", "durand"], "write: --absent durand 2027-01-18/2027-01-22"),
        (["--closed", "2027-01-19"], "write: --closed 2027-01-19 grève"),
        (["--move", "retour1", "tomorrow"], "write: --move retour2 2027-02-03T17:00"),
        (["--move", "retour1", "2027-02-30T17:00"], "“2027-02-30” is not a day that exists"),
        (["--add-group", "lyon2"], "write: --add-group lyon2:18"),
        (["--busy", "durand"], "write: --busy durand=agenda.ics"),
        (["--cancel", "@lyon"], "write: --cancel retour1@lyon"),
        (["--today", "soon"], "“soon” is not a day that exists"),
        (
            ["--closed", "20/5", "grève"],
            "“20/5” is not a day that exists. A day is written 2027-05-07 (year-month-day)",
        ),
        (["--closed", "31/02/2027", "grève"], "“31/02/2027” is not a day that exists."),
        (["--session", "--undo"], "The option “--session” needs a value."),
        (["--absent", "--undo"], "The option “--absent” needs a value."),
        (["--undo", "--cancel", "retour1"], "--undo goes back to what was: it takes no other change."),
        (["--time-limit", "0"], "--time-limit is a number of seconds"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_what_is_not_understood(capsys, planned, typed, said):
    answer = run(capsys, "replan", planned, *typed, "--lang", "en")
    assert (answer.code, answer.out) == (2, "") and said in answer.err


@pytest.mark.parametrize("id", ["cannot-change"])
def test_the_rest_of_the_texts(id):
    assert id in CHANGE_TEXTS
    said = [finding_text(Finding(id, "neo.yaml"), Texts(lang)) for lang in ("fr", "en")]
    assert said[0] != said[1]


EMPTY = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nEND:VCALENDAR\r\n"


ONE = (
    'id: ONE\ntitle: Une\ndepartment: "69"\nwindow: {first: 2027-01-04, last: 2027-02-05}\n'
    "trainers:\n  - {id: durand, name: Alice Durand}\ngroups:\n  - {id: lyon, size: 12}\n"
    "activities:\n  - {id: accueil, kind: virtual_class, title: Accueil, duration: 1h}\n"
)


def busy(capsys, folder, text):
    (folder / "agenda.ics").write_text(EMPTY, encoding="utf-8")
    (folder / "one.yaml").write_text(text, encoding="utf-8")
    assert run(capsys, "plan", folder / "one.yaml", "--out", folder / "ONE").code == 0
    asked = ("--busy", folder / "agenda.ics", "--today", "2027-01-01", "--lang", "en")
    return run(capsys, "replan", folder / "ONE", *asked)


def test_a_calendar_of_nobody_is_that_of_whoever_leads_alone(capsys, tmp_path):
    answer = busy(capsys, tmp_path, ONE)
    assert answer.code == 0 and "a calendar of Alice Durand, agenda.ics" in answer.out
    assert "agenda.ics" in (tmp_path / "ONE" / "session.yaml").read_text(encoding="utf-8")


def test_a_calendar_of_nobody_in_a_team_is_asked_for(capsys, tmp_path):
    answer = busy(capsys, tmp_path, ONE.replace("Durand}\n", "Durand}\n  - {id: petit, name: Paul Petit}\n"))
    assert answer.code == 2 and "it is not said whose calendar “agenda.ics” is" in answer.err
    assert not (tmp_path / "ONE" / "session.yaml").exists()
