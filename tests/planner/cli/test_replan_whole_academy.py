"""`planner replan` on the folder of an academy: one change asked of every session that it concerns."""

import json
import shutil
from datetime import date

import pytest
from icalendar import Calendar

from calendars.school_holidays import SchoolCalendar
from planner.cli import main
from planner.jobs.around import read_around
from planner.library import check_academy
from tests.planner.cli.test_replan_academy import MONDAY, described, write
from tests.support.command import REPOSITORY, run

EXAMPLE = REPOSITORY / "examples" / "academie"
TODAY = ("--today", "2026-11-25")


@pytest.fixture(scope="module")
def planned(tmp_path_factory):
    """The example of the README, planned."""
    folder = tmp_path_factory.mktemp("academy")
    assert main(["batch", str(EXAMPLE), "--out", str(folder), "--lang", "en", "--workers", "1"]) == 0
    return folder


@pytest.fixture
def academy(planned, tmp_path):
    """A copy of it, as far from the sources as the original."""
    folder = planned.parent / f"copy-{tmp_path.name}"
    shutil.copytree(planned, folder)
    yield folder
    shutil.rmtree(folder)


def written(folder):
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def leads(folder, trainer, first, last):
    """The classes that a trainer leads between two days, over all sessions, as the trainer's calendar says."""
    events = Calendar.from_ical((folder / "trainers" / f"{trainer}.ics").read_bytes()).walk("VEVENT")
    days = [event["DTSTART"].dt.date() for event in events if event.get("STATUS") != "CANCELLED"]
    return [day for day in days if date.fromisoformat(first) <= day <= date.fromisoformat(last)]


def test_a_trainer_who_falls_ill_leads_in_no_session(capsys, academy):
    assert leads(academy, "durand", "2027-01-11", "2027-01-15")
    before = written(academy)
    answer = run(capsys, "replan", academy, "--absent", "durand", "2027-01-11/2027-01-15", *TODAY, "--lang", "en")
    assert answer.code == 0
    assert (
        "Alice Durand absent from Monday 11 January 2027 to Friday 15 January 2027: 3 sessions are"
        in answer.out.replace("\n", " ")
    )
    assert "(ORAL-VAISE)" in answer.out and "(ORAL-CROIX-ROUSSE)" in answer.out
    assert "In 1 session nothing moves; its file says what changed." in answer.out.replace("\n", " ")
    assert not leads(academy, "durand", "2027-01-11", "2027-01-15")
    after = written(academy)
    others = {name for name in before if name.startswith("sessions/CALCUL") and before[name] != after[name]}
    assert not others, "sessions of other trainers stay as they were"
    assert b"2027-01-11/2027-01-15" in after["sessions/ORAL-DUCHERE/session.yaml"]
    assert before["index.html"] != after["index.html"]
    school = SchoolCalendar.load()
    around = read_around(academy, school, {})
    assert not list(check_academy(around.academy, around.plans, school))


def test_the_same_as_data(capsys, academy):
    answer = run(capsys, "replan", academy, "--absent", "Alice Durand", "2027-01-11/2027-01-15", *TODAY, "--json")
    data = json.loads(answer.out)
    assert answer.code == 0 and data["status"] == "replanned" and data["moved_elsewhere"] == 0
    told = {each["session"]: each for each in data["sessions"]}
    assert set(told) == {"ORAL-VAISE", "ORAL-CROIX-ROUSSE", "ORAL-DUCHERE"}
    assert all(each["asked"] and each["version"] == 2 for each in told.values())
    assert told["ORAL-DUCHERE"]["moved"] == [] and told["ORAL-VAISE"]["moved"]
    assert data["moved"] == sum(len(each["moved"]) for each in told.values())


def test_a_day_that_closes_every_school(capsys, academy):
    shutil.copytree(academy, again := academy.parent / f"{academy.name}-again")
    asked = ("--closed", "2027-01-12", "grève", *TODAY)
    answer = run(capsys, "replan", academy, *asked, "--lang", "fr")
    assert answer.code == 0 and "6 sessions sont concernées" in answer.out.replace("\n", " ")
    data = json.loads(run(capsys, "replan", again, *asked, "--json").out)
    shutil.rmtree(again)
    restated = [entry for each in data["sessions"] for entry in each["restated"]]
    assert data["restated"] == len(restated) > 1
    assert all(entry["first"] < "2027-01-12" < entry["last"] for entry in restated), "they are cut in two"
    assert f"Sans se déplacer, {len(restated)} entrées changent dans les calendriers" in answer.out.replace("\n", " ")
    for path in (academy / "sessions").glob("*/plan.json"):
        plan = json.loads(path.read_text(encoding="utf-8"))
        assert not [each for each in plan["placements"] if each["start"].startswith("2027-01-12")]
        assert not [each for each in plan["blocks"] if "2027-01-12" in (each["first"], each["last"])]


def test_one_session_can_go_back(capsys, academy):
    run(capsys, "replan", academy, "--closed", "2027-01-12", "grève", *TODAY)
    answer = run(capsys, "replan", academy / "sessions" / "ORAL-VAISE", "--undo", *TODAY, "--lang", "en")
    assert answer.code == 0 and "back to version 1" in answer.out


def test_no_plan_in_one_session_writes_nothing_in_any(capsys, academy):
    before = written(academy)
    answer = run(capsys, "replan", academy, "--absent", "durand", "2026-11-30/2027-06-30", *TODAY, "--lang", "en")
    assert answer.code == 3 and "Nothing was written, in no session." in answer.out
    assert "Session ORAL-VAISE:" in answer.out
    assert written(academy) == before
    data = json.loads(
        run(capsys, "replan", academy, "--absent", "durand", "2026-11-30/2027-06-30", *TODAY, "--json").out
    )
    assert data["status"] == "no-plan" and "ORAL-VAISE" in [each["session"] for each in data["sessions"]]


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--absent", "durant", "2027-01-11"), "Did you mean “durand”?"),
        (("--absent", "durand", "2030-01-11"), "outside the dates"),
        (("--absent", "durand", "2027-01-15/2027-01-11"), "2027"),
        (("--closed", "2026-11-02", "grève"), "2026"),
        (("--busy", "personne=agenda.ics"), "no trainer of these sessions is called “personne”"),
        (("--busy", "durand=nowhere.ics"), "nowhere.ics"),
        (("--cancel", "accueil"), "this change is about one session"),
        (("--move", "accueil", "2027-01-11T17:00"), "this change is about one session"),
        (("--undo",), "no version of this plan before it is kept"),
        ((), "no change is asked for"),
    ],
)
def test_what_cannot_be_asked_of_an_academy(capsys, academy, options, said):
    before = written(academy)
    answer = run(capsys, "replan", academy, *options, *TODAY, "--lang", "en")
    assert answer.code == 2 and said in answer.err, answer.err
    assert "fault of its own" not in answer.err
    assert written(academy) == before


def test_absent_in_one_session_only_it_is_said_that_there_are_others(capsys, academy):
    folder = academy / "sessions" / "ORAL-VAISE"
    answer = run(capsys, "replan", folder, "--absent", "durand", "2027-01-11/2027-01-15", *TODAY, "--json")
    assert json.loads(answer.out)["also_leading"] == {"durand": ["ORAL-CROIX-ROUSSE"]}


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_what_is_switched_off_and_each_derogation_is_said_of_each_session(capsys, tmp_path, lang):
    source, out = tmp_path / "in", tmp_path / "out"
    source.mkdir()
    more = "derogations: [{week: 2027-W02, cap: 3h, reason: Semaine forte}]\n"
    write(source / "A.yaml", described("A", last="2027-01-15", more=more))
    write(source / "B.yaml", described("B", last="2027-01-15", more="  off: [no_weekend]\n"))
    assert run(capsys, "batch", source, "--out", out, "--workers", "1").code == 0
    asked = ("replan", out, "--closed", MONDAY, "strike", *TODAY)
    said = " ".join(run(capsys, *asked, "--lang", lang).out.split())
    assert said.count("Semaine forte") == said.count("(R2)") == said.count("⚠") == 1, said
    answer = run(capsys, "replan", out, "--closed", "2027-01-15", "strike", *TODAY, "--json")
    allowed = {each["session"]: (each["rules_off"], each["derogations"]) for each in json.loads(answer.out)["sessions"]}
    assert allowed == {
        "A": ([], [{"week": "2027-W02", "cap_min": 180, "reason": "Semaine forte"}]),
        "B": (["no_weekend"], []),
    }


def test_the_last_change_of_all_is_undone_as_a_whole(capsys, academy):
    """Every session that it wrote goes back, and no other."""
    assert run(capsys, "replan", academy, "--closed", "2027-02-02", "neige", "--today", "2026-11-24").code == 0
    assert run(capsys, "replan", academy, "--absent", "durand", "2027-01-11/2027-01-15", *TODAY).code == 0
    asked = ("replan", academy, "--undo", "--today", "2026-11-26", "--json")
    data = json.loads(run(capsys, *asked).out)
    assert {each["session"] for each in data["sessions"]} == {"ORAL-VAISE", "ORAL-CROIX-ROUSSE", "ORAL-DUCHERE"}
    assert leads(academy, "durand", "2027-01-11", "2027-01-15")
    assert b"2027-01-11/2027-01-15" not in (academy / "sessions" / "ORAL-DUCHERE" / "session.yaml").read_bytes()
    school = SchoolCalendar.load()
    around = read_around(academy, school, {})
    assert not list(check_academy(around.academy, around.plans, school))
