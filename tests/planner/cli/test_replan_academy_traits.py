"""Planning again in an academy: sessions that share rooms alone, from inside the folder, records that mean nothing."""

import json

import pytest

from tests.planner.cli.test_replan_academy import TODAY, findings, make, of, write, written
from tests.support.command import run

ROOM = (
    'id: {id}\ntitle: Session {id}\ndepartment: "69"\nwindow: {{first: 2027-01-04, last: 2027-02-05}}\n'
    "trainers:\n  - {{id: {id}t, name: Nom {id}}}\ngroups:\n  - {{id: g, size: 20}}\n"
    "activities:\n  - {{id: c0, kind: virtual_class, title: Ouverture, duration: 1h}}\n"
    'rules: {{working_hours: {{wed: "13:30-17:30"}}}}\n'
)


@pytest.fixture
def one_room(capsys, tmp_path):
    """Two sessions that share nobody, and the one virtual room."""
    source = tmp_path / "in"
    source.mkdir()
    for id in "AB":
        write(source / f"{id}.yaml", ROOM.format(id=id))
    write(source / "academy.yaml", "virtual_rooms: 1\n")
    assert run(capsys, "batch", source, "--out", tmp_path / "out").code == 0
    return tmp_path / "out"


@pytest.fixture
def academy(capsys, tmp_path):
    """A on Monday and B on Tuesday, both led by durand; C far from both, led by petit."""
    make(capsys, tmp_path)
    return tmp_path / "out"


def start(academy, id):
    plan = json.loads((of(academy, id) / "plan.json").read_text(encoding="utf-8"))
    return plan["placements"][0]["start"]


def local(moment):
    return f"{moment[:10]}T{int(moment[11:13]) + 1}:{moment[14:16]}"  # winter in France


def test_a_room_that_another_session_has_is_named(capsys, one_room):
    before = written(one_room)
    answer = run(
        capsys, "replan", of(one_room, "A"), "--move", "c0", local(start(one_room, "B")), *TODAY, "--lang", "en"
    )
    assert answer.code == 3 and "(R10)" in answer.out and "(B)" in answer.out
    assert "The nearest moments that would do" in answer.out
    assert written(one_room) == before


def test_going_back_to_an_hour_at_which_another_session_has_the_room(capsys, one_room):
    first = start(one_room, "B")
    day = "2027-01-27T13:30"
    assert run(capsys, "replan", of(one_room, "B"), "--move", "c0", day, *TODAY).code == 0
    assert run(capsys, "replan", of(one_room, "A"), "--move", "c0", local(first), *TODAY).code == 0
    answer = run(capsys, "replan", of(one_room, "B"), "--undo", *TODAY, "--lang", "en")
    assert answer.code == 3 and "(R10)" in answer.out and "Nothing was written." in answer.out


@pytest.mark.parametrize(
    ("inside", "named"),
    [
        ("sessions/A", "."),
        ("sessions/A", "plan.json"),
        ("sessions/A", "../A"),
        ("sessions", "A"),
        ("sessions", "A/plan.json"),
        (".", "sessions/A"),
        ("trainers", "../sessions/A"),
    ],
)
def test_from_inside_the_folder(capsys, academy, monkeypatch, inside, named):
    monkeypatch.chdir(academy / inside)
    answer = run(capsys, "replan", named, "--closed", "2027-01-11", "grève", *TODAY, "--json")
    data = json.loads(answer.out)
    assert answer.code == 0 and data["moved_elsewhere"] == 1, "A and B change places"


def test_a_record_that_calls_a_session_by_another_name(capsys, academy):
    record = academy / "academy.json"
    text = record.read_text(encoding="utf-8").replace('"id": "B"', '"id": "INCONNUE"')
    record.write_text(text, encoding="utf-8")
    asked = of(academy, "A"), "--closed", "2027-01-11", "grève"
    assert findings(capsys, academy, *asked) == ["record-other-session"]


def test_a_record_whose_table_of_enrolments_is_none(capsys, academy):
    record, table = academy / "academy.json", academy.parent / "in" / "other.csv"
    write(table, "Id;Nom\npetit;Nom petit\n")
    text = record.read_text(encoding="utf-8").replace("enrolments.csv", "other.csv")
    record.write_text(text, encoding="utf-8")
    assert "record-no-enrolments" in findings(capsys, academy, of(academy, "A"), "--closed", "2027-01-11", "grève")


def test_one_more_person_in_a_full_group_stops_nothing(capsys, academy):
    people = "".join(f"ZQ-{number};B;lyon\n" for number in range(13))
    write(academy.parent / "in" / "enrolments.csv", f"person;session;group\n{people}")
    assert run(capsys, "replan", of(academy, "A"), "--closed", "2027-01-11", "grève", *TODAY).code == 0


def test_every_change_that_was_asked_is_told(capsys, academy, tmp_path):
    agenda = tmp_path / "vide.ics"
    write(agenda, "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nEND:VCALENDAR\r\n")
    asked = ("--absent", "petit", "2027-03-02", "--busy", f"durand={agenda}")
    answer = run(capsys, "replan", academy, *asked, *TODAY, "--lang", "en")
    said = " ".join(answer.out.split())
    assert answer.code == 0 and "Nom petit absent on Tuesday 2 March 2027" in said
    assert "a calendar of Nom durand, vide.ics" in said[: said.index("3 sessions are concerned")].replace(
        "A cal", "a cal"
    )


def test_what_another_session_breaks_already_is_said(capsys, academy):
    """B's plan was edited by hand: its class is on a Saturday."""
    path = of(academy, "B") / "plan.json"
    plan = json.loads(path.read_text(encoding="utf-8"))
    plan["placements"][0]["start"] = "2027-01-09T16:00:00+00:00"
    path.write_text(json.dumps(plan), encoding="utf-8")
    answer = run(capsys, "replan", of(academy, "A"), "--closed", "2027-01-11", "grève", *TODAY, "--lang", "en")
    assert answer.code == 0
    assert "Broken in the academy already, and not by this change:" in answer.out
    assert "B: Saturday 9 January 2027" in answer.out and "(R2)" in answer.out


def test_a_session_file_for_a_whole_academy_is_refused(capsys, academy):
    before = written(academy)
    asked = ("--closed", "2027-01-11", "grève", "--session", academy.parent / "in" / "A.yaml")
    answer = run(capsys, "replan", academy, *asked, *TODAY, "--lang", "en")
    assert answer.code == 2 and f"as {of(academy, 'A')}." in answer.err
    assert written(academy) == before
