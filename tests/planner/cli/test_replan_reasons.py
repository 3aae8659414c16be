"""`planner replan`, two groups and two trainers: what is proven of the plan, and why each entry changed."""

import json
import shutil

import pytest

from tests.planner.cli.test_poll_replanned import SESSION
from tests.planner.cli.test_replan import events_of
from tests.support.command import run

TODAY = ("--today", "2027-01-15")


@pytest.fixture(scope="module")
def once(tmp_path_factory):
    """The session and its plan, written once."""
    folder = tmp_path_factory.mktemp("mv")
    (folder / "mv.yaml").write_text(SESSION, encoding="utf-8")
    return folder


@pytest.fixture
def planned(capsys, once, tmp_path):
    if not (once / "MV").exists():
        assert run(capsys, "plan", once / "mv.yaml", "--out", once / "MV").code == 0
    shutil.copytree(once, tmp_path / "w")
    return tmp_path / "w" / "MV"


def replanned(capsys, *arguments, code=0):
    answer = run(capsys, "replan", *arguments, *TODAY, "--json")
    assert answer.code == code, answer
    return json.loads(answer.out)


def test_no_other_plan_that_moves_as_few_changes_fewer(capsys, planned):
    """Both C2 are at one moment, led by Zoé and by Yann. Zoé is away: hers moves and Yann leads both, one change."""
    asked = ("--absent", "d", "2027-03-10")
    said = " ".join(run(capsys, "replan", planned, *asked, *TODAY, "--lang", "en").out.split())
    assert "1 entry is not what it was:" in said
    assert "Proven: no plan that keeps the rules moves fewer entries; without moving more, none changes fewer," in said


def test_every_entry_that_changed_says_why(capsys, planned):
    """C3 is asked to be sooner: all work before it is dealt anew, in fewer and longer blocks."""
    shutil.copytree(planned, again := planned.parent / "again")
    found = replanned(capsys, planned, "--move", "c3@a", "2027-03-03T13:30")
    kinds = {each["kind"] for each in found["moved"]}
    assert {"dropped", "minutes", "moved"} <= kinds and not [each for each in found["moved"] if not each["why"]]
    (longer,) = (each for each in found["moved"] if each["kind"] == "minutes")
    facts = {"found_min": 150, "expected_min": 240}  # 30 min where 2 h are now
    assert [(each["kind"], each["facts"]) for each in longer["why"]] == [("wrong_remote_minutes", facts)]
    gone = [each for each in found["moved"] if each["new"] is None]
    assert {each["why"][0]["rule"] for each in gone} == {"order"}
    asked = ("--move", "c3@a", "2027-03-03T13:30", *TODAY, "--lang", "en")
    said = " ".join(run(capsys, "replan", again, *asked).out.split())
    assert "else: “Lire” would ask 2 h 30 in all, and it takes 4 h" in said


def test_what_is_cancelled_needs_no_reason(capsys, planned):
    found = replanned(capsys, planned, "--cancel", "essai@a")
    gone = [each for each in found["moved"] if each["activity"] == "essai"]
    assert gone and not [each for each in gone if each["why"]]


def risen(before, after):
    """What calendars show otherwise: the entries (by UID) whose sequence rose, of the parts of a block the first."""
    old, new = events_of(before), events_of(after)
    return {uid for uid in old.keys() & new.keys() if int(new[uid]["SEQUENCE"]) > int(old[uid]["SEQUENCE"])}


def test_an_entry_that_is_cut_in_two_is_counted_though_it_does_not_move(capsys, planned):
    shutil.copytree(planned, old := planned.parent / "old")
    closed = ("--closed", "2027-01-20", "grève")  # a Wednesday, in the middle of a week of work for both groups
    found = replanned(capsys, planned, *closed)
    days = [(each["activity"], each["group"], each["first"], each["last"]) for each in found["restated"]]
    assert days == [("lire", group, "2027-01-18", "2027-01-22") for group in "ab"] and not found["moved"]
    assert len(risen(old / "MV.ics", planned / "MV.ics")) == 2
    said = " ".join(run(capsys, "replan", old, *closed, *TODAY, "--lang", "en").out.split())
    assert "Nothing moves. Without moving, 2 entries change in the calendars: their titles, their texts or the" in said


def test_a_new_title_is_counted_with_what_moves(capsys, planned):
    shutil.copytree(planned, old := planned.parent / "old")
    renamed = planned.parent / "new.yaml"
    renamed.write_text(SESSION.replace("title: C2", "title: Retour").replace("id: d,", "id: d, absent: [2027-03-10],"))
    found = replanned(capsys, planned, "--session", renamed)
    assert [each["activity"] for each in found["moved"]] == ["c2"]
    assert [(each["activity"], each["groups"]) for each in found["restated"]] == [("c2", ["b"])]
    assert len(risen(old / "MV.ics", planned / "MV.ics")) == 2
    back = replanned(capsys, planned, "--undo")
    assert [(each["activity"], each["groups"]) for each in back["restated"]] == [("c2", ["b"])]
    assert not replanned(capsys, planned, "--cancel", "bilan@a")["restated"]
