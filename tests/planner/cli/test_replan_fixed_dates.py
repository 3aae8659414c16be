"""`planner replan` where a change breaks fixed dates: where the classes could be, and a command that works."""

import json
import shlex

import pytest

from tests.planner.cli.test_replan import answer_data
from tests.planner.cli.test_replan_inputs import SESSION
from tests.support.command import run

FIXED = SESSION.replace(
    "duration: 1h30}",
    "duration: 1h30, fixed: [{group: lyon, day: 2027-02-03, at: '14:00'},"
    " {group: bron, day: 2027-02-03, at: '16:00'}]}",
)
STRIKE = ("--closed", "2027-02-03", "grève")
TODAY = ("--today", "2027-01-14")


@pytest.fixture
def fixed(capsys, tmp_path):
    """Both groups' last class fixed on a Wednesday, as if two polls had elected these moments."""
    (tmp_path / "neo.yaml").write_text(FIXED, encoding="utf-8")
    assert run(capsys, "plan", tmp_path / "neo.yaml", "--out", tmp_path / "out").code == 0
    return tmp_path / "out"


def test_where_fixed_classes_could_be_is_said_with_a_command_that_works(capsys, fixed):
    before = {path: path.read_bytes() for path in fixed.parent.rglob("*.*")}
    found = answer_data(capsys, "replan", fixed, *STRIKE, *TODAY, code=3)
    assert found["status"] == "fixed-dates-break-rules"
    told = [(each["activity"], each["group"], len(each["moments"])) for each in found["moments"]]
    assert told == [("retour1", "lyon", 3), ("retour1", "bron", 3)]
    answer = run(capsys, "replan", fixed, *STRIKE, *TODAY, "--lang", "en")
    assert answer.code == 3 and {path: path.read_bytes() for path in fixed.parent.rglob("*.*")} == before
    (line,) = (line for line in answer.out.splitlines() if line.startswith("  --move"))
    assert line.count("--move") == 2 and [each["move"] in line for each in found["moments"]] == [True, True]
    done = answer_data(capsys, "replan", fixed, *STRIKE, *shlex.split(line), *TODAY)
    assert done["status"] == "replanned"
    at = {each["activity"] + "@" + each["groups"][0]: each["start"][:10] for each in done["plan"]["placements"]}
    assert at["retour1@lyon"] != "2027-02-03" != at["retour1@bron"]
    assert run(capsys, "check", fixed / "session.yaml", fixed / "plan.json").code == 0


def test_the_nearest_moments_come_first(capsys, fixed):
    """Lyon's was on Wednesday at 14:00: Thursday at 8:00 is 18 hours from it, Tuesday at 16:30 is 21.5."""
    found = answer_data(capsys, "replan", fixed, *STRIKE, *TODAY, code=3)
    assert [each[:16] for each in found["moments"][0]["moments"]] == [
        "2027-02-04T08:00", "2027-02-02T16:30", "2027-02-05T08:00",
    ]  # fmt: skip


def test_another_class_that_is_asked_to_move_is_not_blamed(capsys, fixed):
    asked = (*STRIKE, "--move", "accueil@lyon", "2027-01-15T10:00", "--today", "2027-01-04")
    found = answer_data(capsys, "replan", fixed, *asked, code=3)
    assert found["status"] == "fixed-dates-break-rules"
    assert [each["activity"] for each in found["moments"]] == ["retour1", "retour1"]
    moves = [word for each in found["moments"] for word in ("--move", *each["move"].split())]
    assert answer_data(capsys, "replan", fixed, *asked, *moves)["status"] == "replanned"
    saturday = ("--move", "accueil@lyon", "2027-01-16T10:00", "--today", "2027-01-04")
    assert answer_data(capsys, "replan", fixed, *saturday, code=3)["status"] == "move-refused"


def test_where_no_moment_is_left_the_date_alone_is_named(capsys, fixed):
    closed = ("--closed", "2027-01-25/2027-02-12", "travaux")
    found = answer_data(capsys, "replan", fixed, *closed, *TODAY, code=3)
    assert found["moments"] == [] and found["violations"]
    said = run(capsys, "replan", fixed, *closed, *TODAY, "--lang", "en").out
    assert "Move or remove these dates, then plan again. Nothing was written." in said and "--move" not in said


def test_planning_anew_tells_fixed_dates_as_before(capsys, fixed):
    file = fixed.parent / "neo.yaml"
    file.write_text(FIXED + 'closed: [{days: "2027-02-03", reason: grève}]\n', encoding="utf-8")
    answer = run(capsys, "plan", file, "--out", fixed.parent / "other", "--json")
    assert (answer.code, json.loads(answer.out)["moments"]) == (3, [])


def test_a_class_that_took_place_and_is_fixed_anew_has_no_moments(capsys, tmp_path):
    """Its file fixes it on a day that is closed, after it has taken place: that is said, and nothing else breaks."""
    file = tmp_path / "one.yaml"
    text = (
        'id: ONE\ntitle: Une\ndepartment: "69"\nwindow: {first: 2027-01-04, last: 2027-02-05}\n'
        "trainers:\n  - {id: durand, name: Alice Durand}\ngroups:\n  - {id: lyon, size: 12}\n"
        "activities:\n  - {id: accueil, kind: virtual_class, title: Accueil, duration: 1h}\n"
        "  - {id: bilan, kind: virtual_class, title: Bilan, duration: 1h}\n"
    )
    file.write_text(text, encoding="utf-8")
    assert run(capsys, "plan", file, "--out", tmp_path / "ONE").code == 0
    fixed = text.replace("title: Accueil,", "title: Accueil, fixed: 2027-01-30T10:00,")
    file.write_text(fixed, encoding="utf-8")
    answer = run(capsys, "replan", tmp_path / "ONE", "--today", "2027-01-25", "--json")
    assert answer.code == 3, answer.out + answer.err
    assert json.loads(answer.out)["moments"] == []
