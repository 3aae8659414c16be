"""`planner replan` of a session that `planner batch` planned: the others are kept, or move where no plan keeps them."""

import json
import re
import shutil
from pathlib import Path

import pytest

from tests.planner.cli.test_replan import answer_data, events_of, plan_in
from tests.support.command import REPOSITORY, run

EXAMPLE = REPOSITORY / "examples" / "academie"
TODAY = ("--today", "2027-01-04")
PEOPLE = ("ZQ-PERSON-1", "ZQ-PERSON-2")
MONDAY, TUESDAY, WEDNESDAY = "2027-01-11", "2027-01-12", "2027-01-13"


def described(id, first=MONDAY, last=TUESDAY, team=("durand",), more=""):
    """The file of a session of one class, an hour a day in which it has a place."""
    trainers = "".join(f"  - {{id: {each}, name: Nom {each}}}\n" for each in team)
    return (
        f'id: {id}\ntitle: Session {id}\ndepartment: "69"\nwindow: {{first: {first}, last: {last}}}\n'
        f"trainers:\n{trainers}groups:\n  - {{id: lyon, size: 12}}\n"
        "activities:\n  - {id: accueil, kind: virtual_class, title: Accueil, duration: 1h}\n"
        f'rules:\n  working_hours: {{mon-fri: "17:00-18:00"}}\n{more}'
    )


@pytest.fixture
def academy(capsys, tmp_path):
    """A on Monday and B on Tuesday, both led by durand; C far from both, led by petit."""
    make(capsys, tmp_path)
    return tmp_path / "out"


def make(capsys, folder):
    source = folder / "in"
    source.mkdir()
    for id in "AB":
        write(source / f"{id}.yaml", described(id))
    write(source / "C.yaml", described("C", "2027-03-01", "2027-03-05", ("petit",)))
    rows = "".join(f"{person};{id};lyon\n" for person, id in zip((*PEOPLE, PEOPLE[0]), "ABC", strict=True))
    write(source / "enrolments.csv", f"person;session;group\n{rows}")
    assert run(capsys, "batch", source, "--out", folder / "out", "--lang", "en").code == 0
    assert [day(folder / "out", id) for id in "AB"] == [MONDAY, TUESDAY]


def write(path, text):
    path.write_text(text, encoding="utf-8")


def change(academy, id, **how):
    """A session's own file changed by hand."""
    write(academy.parent / "in" / f"{id}.yaml", described(id, **how))


def of(academy, id):
    return academy / "sessions" / id


def day(academy, id):
    """The day of the only class of a session."""
    (placed,) = plan_in(of(academy, id))["placements"]
    return placed["start"][:10]


def written(folder):
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def unpacked(files):
    """What files say; a workbook, which is packed, by its sheets."""
    import io
    import zipfile

    for name, data in files.items():
        if name.endswith(".xlsx"):
            with zipfile.ZipFile(io.BytesIO(data)) as book:
                yield from (book.read(each) for each in book.namelist())
        else:
            yield data


def plain(answer):
    return " ".join(answer.out.replace("\u00a0", " ").split())


def refused(capsys, academy, *arguments, code=2):
    """The answer as data; both languages are said whole, nobody is named, nothing is written."""
    before = written(academy.parent)
    asked = ("replan", *arguments, *TODAY)
    answers = [run(capsys, *asked, *more) for more in (("--lang", "en"), ("--lang", "fr"), ("--json",))]
    assert {answer.code for answer in answers} == {code}, answers[0]
    said = "".join(answer.out + answer.err for answer in answers)
    assert "Traceback" not in said and not any(person in said for person in PEOPLE)
    assert not re.search(r"\{\w*\}|None", "".join(answer.out + answer.err for answer in answers[:2]))
    assert (answers[0].out + answers[0].err) != (answers[1].out + answers[1].err)
    assert written(academy.parent) == before
    return json.loads(answers[2].out)


def findings(capsys, academy, *arguments):
    return [each["id"] for each in refused(capsys, academy, *arguments)["findings"]]


# --- what moves -------------------------------------------------------------------------------------------------------


def test_a_change_that_moves_nothing_elsewhere(capsys, tmp_path):
    out = tmp_path / "out"
    assert run(capsys, "batch", EXAMPLE, "--out", out, "--lang", "fr").code == 0
    before = written(out)
    away = ("--absent", "martin", "2027-03-02", *TODAY)
    found = answer_data(capsys, "replan", of(out, "CALCUL-TASSIN"), *away)
    assert (found["moved_elsewhere"], found["elsewhere"]) == (0, [])
    assert found["moved"]
    after = written(out)
    changed = {name for name in after if after[name] != before.get(name)}
    assert {name.split("/")[1] for name in changed if name.startswith("sessions/")} == {"CALCUL-TASSIN"}
    assert changed - {name for name in changed if name.startswith("sessions/")} == {
        "index.html", "index.xlsx", "trainers/martin.ics",
    }  # fmt: skip
    again = ("replan", of(out, "CALCUL-TASSIN"), *TODAY, "--lang")
    said = {lang: plain(run(capsys, *again, lang)) for lang in ("fr", "en")}
    assert "Nothing moves in the other sessions of the academy." in said["en"] != said["fr"]


def moves_b(academy, *more):
    """Monday is closed for A: no plan of it keeps B, which has place on Wednesday."""
    change(academy, "B", first=TUESDAY, last=WEDNESDAY)
    return ("replan", of(academy, "A"), "--closed", MONDAY, "strike", *TODAY, *more)


def test_a_class_of_a_neighbour_moves_where_no_plan_keeps_it(capsys, academy):
    before = events_of(academy / "trainers" / "durand.ics")
    shown = (academy / "index.html").read_text(encoding="utf-8")
    found = answer_data(capsys, *moves_b(academy, "--lang", "en"))
    assert found["moved_elsewhere"] == 1
    (elsewhere,) = found["elsewhere"]
    (moved,) = elsewhere["moved"]
    assert (elsewhere["session"], elsewhere["version"], moved["kind"]) == ("B", 2, "moved")
    assert (moved["old"]["start"][:10], moved["new"]["start"][:10]) == (TUESDAY, WEDNESDAY)
    assert [each["kind"] for each in moved["why"]] == ["overlap_together"]
    assert (day(academy, "A"), day(academy, "B")) == (TUESDAY, WEDNESDAY)
    theirs = plan_in(of(academy, "B"))
    assert theirs["causes"] == [{"kind": "beside", "facts": {"session": "A"}}]
    assert [each["number"] for each in theirs["versions"]] == [1]
    after = events_of(academy / "trainers" / "durand.ics")
    assert after.keys() == before.keys() and {int(each["SEQUENCE"]) for each in after.values()} == {1}
    for path in ("B.ics", "groups/lyon.ics", "trainers/durand.ics"):
        (event,) = events_of(of(academy, "B") / path).values()
        assert (int(event["SEQUENCE"]), str(event["DTSTART"].dt.date())) == (1, WEDNESDAY)
        assert after[str(event["UID"])].to_ical() == event.to_ical() or path != "trainers/durand.ics"
    index = (academy / "index.html").read_text(encoding="utf-8").replace("\u00a0", " ")
    assert "13 Jan" not in shown and "<td>Wed 13 Jan</td>" in index
    for id in "ABC":
        file = of(academy, id) / "session.yaml"
        file = file if file.is_file() else academy.parent / "in" / f"{id}.yaml"
        assert run(capsys, "check", file, of(academy, id) / "plan.json").code == 0
    assert not any(person.encode() in data for data in unpacked(written(academy)) for person in PEOPLE)


@pytest.mark.parametrize(
    ("lang", "parts"),
    [
        ("en", ("Proven: no plan of this session keeps all entries of the others. 1 entry of another session",
                "Session B (B)", "Wednesday 13 January 2027", "instead of Tuesday 12 January 2027", "(R7)",
                "closed on Monday 11 January 2027, strike")),
        ("fr", ("Session B (B)", "mercredi 13 janvier 2027", "mardi 12 janvier 2027", "(R7)")),
    ],
)  # fmt: skip
def test_what_moves_elsewhere_is_said_with_its_reason(capsys, academy, lang, parts):
    said = plain(run(capsys, *moves_b(academy, "--lang", lang)))
    assert not [part for part in parts if part not in said], said
    assert not any(person in said for person in PEOPLE) and not re.search(r"\{\w*\}", said)


def test_two_runs_write_the_same_bytes(capsys, tmp_path, monkeypatch):
    found = []
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        monkeypatch.chdir(tmp_path / name)
        make(capsys, Path())
        assert run(capsys, *moves_b(Path("out"))).code == 0
        found.append(written(tmp_path / name))
    assert found[0] == found[1]


def test_who_leads_a_neighbour_s_class_no_more_is_told_once(capsys, academy):
    """A needs durand on Tuesday: B stays there, led by petit from now on."""
    change(academy, "B", team=("durand", "petit"))
    before = events_of(academy / "trainers" / "durand.ics")
    found = answer_data(capsys, "replan", of(academy, "A"), "--closed", MONDAY, "strike", *TODAY)
    assert [each["kind"] for each in found["elsewhere"][0]["moved"]] == ["leaders"]
    after = events_of(academy / "trainers" / "durand.ics")
    assert after.keys() == before.keys()
    (gone,) = (uid for uid, event in after.items() if str(event["STATUS"]) == "CANCELLED")
    assert gone in events_of(of(academy, "B") / "B.ics") and int(after[gone]["SEQUENCE"]) == 1
    assert gone in events_of(academy / "trainers" / "petit.ics")
    assert run(capsys, "replan", of(academy, "B"), *TODAY).code == 0
    assert gone not in events_of(academy / "trainers" / "durand.ics")


def test_a_trainer_who_leads_nothing_any_more_is_told_once(capsys, academy):
    change(academy, "C", first="2027-03-01", last="2027-03-05", team=("leroy",))
    assert run(capsys, "replan", of(academy, "C"), *TODAY).code == 0
    (gone,) = events_of(academy / "trainers" / "petit.ics").values()
    assert str(gone["STATUS"]) == "CANCELLED"
    assert run(capsys, "replan", of(academy, "C"), "--closed", "2027-03-05", "strike", *TODAY).code == 0
    assert not (academy / "trainers" / "petit.ics").exists()
    assert len(events_of(academy / "trainers" / "leroy.ics")) == 1


def test_a_class_whose_file_says_when_it_is_can_have_another_leader(capsys, academy):
    fixed = described("B", team=("durand", "petit")).replace("1h}", f"1h, fixed: {{day: {TUESDAY}, at: '17:00'}}}}")
    write(academy.parent / "in" / "B.yaml", fixed)
    found = answer_data(capsys, "replan", of(academy, "A"), "--closed", MONDAY, "strike", *TODAY)
    assert [each["kind"] for each in found["elsewhere"][0]["moved"]] == ["leaders"]
    assert (day(academy, "A"), day(academy, "B")) == (TUESDAY, TUESDAY)


def test_what_was_broken_before_and_is_less_so_afterwards_is_no_fault(capsys, tmp_path):
    """Somebody joined b since: that week is full, what took place of a in it stays, what is still to come leaves it."""
    source, out = tmp_path / "in", tmp_path / "out"
    source.mkdir()
    more = "  - {id: suite, kind: virtual_class, title: Suite, duration: 1h}\n"
    a = described("A", MONDAY, "2027-01-15").replace("rules:\n", f"{more}rules:\n")
    write(source / "A.yaml", a.replace("1h}", f"1h, fixed: {{day: {MONDAY}, at: '17:00'}}}}", 1))
    write(
        source / "B.yaml", described("B", TUESDAY, WEDNESDAY, ("petit",)).replace("1h}", "1h30}").replace("18:", "19:")
    )
    table = "person;session;group\nZQ-PERSON-1;A;lyon\n"
    write(source / "enrolments.csv", table)
    assert run(capsys, "batch", source, "--out", out, "--lang", "en").code == 0
    write(source / "enrolments.csv", table + "ZQ-PERSON-1;B;lyon\n")
    write(source / "A.yaml", (source / "A.yaml").read_text(encoding="utf-8").replace("2027-01-15", "2027-01-22"))
    found = answer_data(capsys, "replan", of(out, "A"), "--today", TUESDAY)
    assert [each["new"]["start"][:10] for each in found["moved"]] == ["2027-01-18"]
    assert found["moved_elsewhere"] == 0


# --- what is refused --------------------------------------------------------------------------------------------------


def test_a_move_onto_a_class_that_the_trainer_leads_elsewhere_is_refused(capsys, academy):
    for id in "AB":
        change(academy, id, last="2027-01-15")
    onto = (of(academy, "A"), "--move", "accueil", f"{TUESDAY}T17:00")
    found = refused(capsys, academy, *onto, code=3)
    assert (found["status"], found["violations"][0]["kind"]) == ("move-refused", "overlap_together")
    assert [each[:10] for each in found["moments"]] == [MONDAY, WEDNESDAY, "2027-01-14"]
    said = plain(run(capsys, "replan", *onto, *TODAY, "--lang", "en"))
    assert "(R7)" in said and "“Accueil” (B)" in said and "Wednesday 13 January 2027" in said
    assert run(capsys, "replan", *onto[:3], found["moments"][1][:16], *TODAY).code == 0


def test_no_plan_beside_the_others_says_beside_which(capsys, academy):
    closed = (of(academy, "A"), "--closed", MONDAY, "strike")
    change(academy, "B", first=TUESDAY)
    found = refused(capsys, academy, *closed, code=3)
    assert (found["status"], found["beside"], found["proven"]) == ("no-plan", ["B"], False)
    said = plain(run(capsys, "replan", *closed, *TODAY, "--lang", "en"))
    assert "none was found beside session B," in said and "not proven" in said
    fixed = described("B").replace("duration: 1h}", f"duration: 1h, fixed: {{day: {TUESDAY}, at: '17:00'}}}}")
    write(academy.parent / "in" / "B.yaml", fixed)
    found = refused(capsys, academy, *closed, code=3)
    assert (found["beside"], found["proven"]) == (["B"], True), "its file says when it is: that is not changed"
    said = plain(run(capsys, "replan", *closed, *TODAY, "--lang", "en"))
    assert "but none beside session B," in said and "not proven" not in said


def test_going_back_is_refused_where_another_session_took_the_place(capsys, academy):
    for id in "AB":
        change(academy, id, last="2027-01-15")
    assert run(capsys, "replan", of(academy, "A"), "--closed", MONDAY, "strike", *TODAY).code == 0
    assert day(academy, "A") == WEDNESDAY
    assert run(capsys, "replan", of(academy, "B"), "--move", "accueil", f"{MONDAY}T17:00", *TODAY).code == 0
    found = refused(capsys, academy, of(academy, "A"), "--undo", code=3)
    assert found["status"] == "undo-refused"
    assert [each["kind"] for each in found["violations"]] == ["overlap_together"]
    said = plain(run(capsys, "replan", of(academy, "A"), "--undo", *TODAY, "--lang", "en"))
    assert "“Accueil” (B)" in said and "(R7)" in said
    assert run(capsys, "replan", of(academy, "B"), "--undo", *TODAY).code == 0
    assert run(capsys, "replan", of(academy, "A"), "--undo", *TODAY).code == 0
    assert (day(academy, "A"), day(academy, "B")) == (MONDAY, TUESDAY)


def test_going_back_takes_the_neighbour_that_made_room_along_and_all_calendars_follow(capsys, academy):
    assert run(capsys, *moves_b(academy)).code == 0
    index = (academy / "index.html").read_bytes()
    found = answer_data(capsys, "replan", of(academy, "A"), "--undo", *TODAY)
    assert found["moved_elsewhere"] == 1
    assert (day(academy, "A"), day(academy, "B")) == (MONDAY, TUESDAY)
    days = {str(e["DTSTART"].dt.date()) for e in events_of(academy / "trainers" / "durand.ics").values()}
    assert days == {MONDAY, TUESDAY} and (academy / "index.html").read_bytes() != index


# --- files that are not as they were ----------------------------------------------------------------------------------

CHANGE = ("--closed", MONDAY, "strike")


def test_a_record_of_the_academy_that_means_nothing(capsys, academy):
    record = academy / "academy.json"
    good = json.loads(record.read_text(encoding="utf-8"))
    session = good["sessions"][0]
    nonsense = [
        "", "{", "[]", "null", "\x00", json.dumps({**good, "format": "session-planner/academy/9"}),
        json.dumps({**good, "sessions": [{"id": 1}]}), json.dumps({**good, "virtual_rooms": -1}),
        json.dumps({**good, "sessions": [*good["sessions"], session]}),
        json.dumps({**good, "sessions": [*good["sessions"], {**session, "id": "B"}]}),
        json.dumps({**good, "enrolments": ["nowhere.csv"]}), json.dumps({**good, "enrolments": ["../in/A.yaml"]}),
        json.dumps({**good, "not_placed": [{"session": "A", "reason": "weather", "others": []}]}),
    ]  # fmt: skip
    for text in nonsense:
        write(record, text)
        assert findings(capsys, academy, of(academy, "A"), *CHANGE), text


def test_an_academy_without_its_record(capsys, academy):
    (academy / "academy.json").unlink()
    assert findings(capsys, academy, of(academy, "A"), *CHANGE) == ["no-academy-record"]
    shutil.copytree(of(academy, "A"), academy.parent / "alone")
    alone = ("--session", academy.parent / "in" / "A.yaml", *CHANGE, *TODAY)
    assert run(capsys, "replan", academy.parent / "alone", *alone).code == 0, "a session by itself is asked nothing"


def test_the_table_of_enrolments_moved_away(capsys, academy):
    table = academy.parent / "in" / "enrolments.csv"
    table.rename(academy.parent / "elsewhere.csv")
    assert findings(capsys, academy, of(academy, "A"), *CHANGE) == ["no-such-file"]
    write(table, "person;session;group\nZQ-PERSON-1;Z;lyon\n")
    assert findings(capsys, academy, of(academy, "A"), *CHANGE)


@pytest.mark.parametrize("text", ["{", "id: B", described("C"), described("Z"), "", described("B") + "window: x\n"])
def test_the_file_of_another_session_broken(capsys, academy, text):
    write(academy.parent / "in" / "B.yaml", text)
    assert findings(capsys, academy, of(academy, "A"), *CHANGE)


def test_the_file_of_another_session_gone(capsys, academy):
    (academy.parent / "in" / "B.yaml").unlink()
    assert findings(capsys, academy, of(academy, "A"), *CHANGE)


def broken_plans():
    def placements(change):
        return lambda plan: {**plan, "placements": [each for p in plan["placements"] for each in change(p)]}

    return {
        "not json": lambda plan: None,
        "no plan": lambda plan: {"format": plan["format"]},
        "of another session": lambda plan: {**plan, "session": "C"},
        "of a session of another name": lambda plan: {**plan, "session": "Z"},
        "twice": placements(lambda p: [p, p]),
        "reversed": lambda plan: {**plan, "blocks": [
            {"activity": "accueil", "group": "lyon", "first": WEDNESDAY, "last": MONDAY, "duration_min": 30,
             "sequence": 0, "entry": None}
        ]},
    }  # fmt: skip


@pytest.mark.parametrize("how", broken_plans())
def test_the_plan_of_another_session_broken(capsys, academy, how):
    path = of(academy, "B") / "plan.json"
    made = broken_plans()[how](json.loads(path.read_text(encoding="utf-8")))
    write(path, "{" if made is None else json.dumps(made))
    assert findings(capsys, academy, of(academy, "A"), *CHANGE)
    assert findings(capsys, academy, of(academy, "C"), "--closed", "2027-03-05", "strike")


@pytest.mark.parametrize(
    "edit",
    [
        {"activity": "nothing"}, {"groups": ["nobody"]}, {"groups": []}, {"trainers": ["nobody"]}, {"trainers": []},
        {"duration_min": 75}, {"start": "2031-01-11T16:00:00+00:00"}, {"start": "2027-01-11T16:00:00+00:00"},
    ],
    ids=str,
)  # fmt: skip
def test_the_plan_of_another_session_edited_by_hand(capsys, academy, edit):
    """What an edited plan of another session says is no plan of it: it is answered, and never by a fault."""
    path = of(academy, "B") / "plan.json"
    plan = json.loads(path.read_text(encoding="utf-8"))
    write(path, json.dumps({**plan, "placements": [{**each, **edit} for each in plan["placements"]]}))
    before = path.read_bytes()
    for id, closed in (("A", TUESDAY), ("C", "2027-03-05")):
        answer = run(capsys, "replan", of(academy, id), "--closed", closed, "strike", *TODAY, "--lang", "en")
        assert answer.code in (0, 2, 3) and "Traceback" not in answer.out + answer.err, answer
        assert path.read_bytes() == before


def test_a_session_that_the_academy_has_no_more_is_planned_by_itself(capsys, academy):
    """A later batch left it out: its folder is of an earlier one."""
    source = academy.parent / "in"
    shutil.move(source / "A.yaml", academy.parent / "A.yaml")
    write(source / "enrolments.csv", f"person;session;group\n{PEOPLE[1]};B;lyon\n")
    assert run(capsys, "batch", source, "--out", academy).code == 0
    before = {name: data for name, data in written(academy).items() if not name.startswith("sessions/A/")}
    asked = ("--session", academy.parent / "A.yaml", "--closed", MONDAY, "strike", *TODAY)
    assert run(capsys, "replan", of(academy, "A"), *asked, "--json").code == 0
    assert {name: data for name, data in written(academy).items() if not name.startswith("sessions/A/")} == before
