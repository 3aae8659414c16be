"""`planner replan` and `planner diff`: what moves is said with its reason, calendars follow, and one can go back."""

import itertools
import json
import re

import icalendar
import pytest

from tests.planner.cli.test_replan_inputs import SESSION, TODAY, planned  # noqa: F401
from tests.support.command import run


def answer_data(capsys, *arguments, code=0):
    answer = run(capsys, *arguments, "--json")
    assert answer.code == code, answer
    return json.loads(answer.out)


def events_of(path):
    return {str(e["UID"]): e for e in icalendar.Calendar.from_ical(path.read_bytes()).walk("VEVENT")}


def plan_in(folder):
    return json.loads((folder / "plan.json").read_text(encoding="utf-8"))


def class_of(data, activity, group):
    return next(p for p in data["placements"] if (p["activity"], p["groups"]) == (activity, [group]))


def test_an_absence_moves_what_it_must_and_says_why(capsys, planned):  # noqa: F811
    before = plan_in(planned)
    week = class_of(before, "retour1", "lyon")["start"][:10]
    found = answer_data(capsys, "replan", planned, "--absent", "durand", week, "--today", TODAY)
    assert found["status"] == "replanned" and found["version"] == 2
    assert found["causes"] == [{"kind": "absent", "facts": {"trainer": "durand", "first": week, "last": week}}]
    moved = [each for each in found["moved"] if each["old"]["start"][:10] == week]
    assert moved and all(each["why"][0]["kind"] == "absent" for each in moved)
    assert all(level["proven"] for level in found["levels"][:3])
    assert run(capsys, "check", planned / "session.yaml", planned / "plan.json").code == 0
    assert f"absent: [{week}]" in (planned / "session.yaml").read_text(encoding="utf-8").replace('"', "")


def test_sequence_and_last_modified_rise_for_what_changed_alone(capsys, planned):  # noqa: F811
    before, old = events_of(planned / "neo-69.ics"), plan_in(planned)
    week = class_of(old, "retour1", "lyon")["start"][:10]
    assert run(capsys, "replan", planned, "--absent", "durand", week, "--today", TODAY).code == 0
    after = events_of(planned / "neo-69.ics")
    assert after.keys() == before.keys()
    for uid, event in after.items():
        was, same = before[uid], event["DTSTART"].dt == before[uid]["DTSTART"].dt
        assert int(event["SEQUENCE"]) == int(was["SEQUENCE"]) + (not same)
        assert (event["LAST-MODIFIED"].dt > was["LAST-MODIFIED"].dt) == (not same)
        assert event["DTSTAMP"].dt == event["LAST-MODIFIED"].dt
    assert any(int(event["SEQUENCE"]) for event in after.values())


def test_what_is_cancelled_is_said_once(capsys, planned):  # noqa: F811
    before = events_of(planned / "groups" / "bron.ics")
    assert run(capsys, "replan", planned, "--cancel", "retour1@bron", "--today", TODAY).code == 0
    for path in ("neo-69.ics", "groups/bron.ics", "trainers/durand.ics"):
        (gone,) = [e for e in events_of(planned / path).values() if str(e["STATUS"]) == "CANCELLED"]
        assert str(gone["SUMMARY"]).startswith("Retour d'expérience") and int(gone["SEQUENCE"]) == 1
        assert not gone.walk("VALARM") and str(gone["UID"]) in before
    assert all(str(e["STATUS"]) == "CONFIRMED" for e in events_of(planned / "groups" / "lyon.ics").values())
    assert run(capsys, "replan", planned, "--today", TODAY).code == 0
    assert all(str(e["STATUS"]) == "CONFIRMED" for e in events_of(planned / "neo-69.ics").values())
    assert plan_in(planned)["versions"][0]["number"] == 1 and len(plan_in(planned)["versions"]) == 1


def test_one_can_go_back_on_a_change_that_moved_nothing(capsys, planned):  # noqa: F811
    before = events_of(planned / "neo-69.ics")
    found = answer_data(capsys, "replan", planned, "--absent", "durand", "2027-02-12", "--today", TODAY)
    assert (found["status"], found["version"], found["moved"]) == ("replanned", 2, [])
    assert events_of(planned / "neo-69.ics") == before
    assert run(capsys, "replan", planned, "--undo", "--today", TODAY).code == 0
    assert not (planned / "session.yaml").exists()
    assert "absent" not in (planned / plan_in(planned)["session_file"]).read_text(encoding="utf-8")
    assert events_of(planned / "neo-69.ics") == before


def test_what_is_cancelled_twice_goes_once(capsys, planned):  # noqa: F811
    before = plan_in(planned)
    found = answer_data(
        capsys, "replan", planned, "--cancel", "module1", "--cancel", "module1", "--today", "2027-01-04"
    )
    facts = {"activity": "module1", "group": None, "title": "Observer sa classe"}
    assert [cause["facts"] for cause in found["causes"]] == [facts]
    assert {each["old"]["activity"] for each in found["moved"] if each["new"] is None} == {"module1"}
    assert {each["activity"] for each in plan_in(planned)["placements"]} == {"accueil", "retour1"}
    assert len(plan_in(planned)["placements"]) == len(before["placements"])


def test_groups_cancelled_together_all_go(capsys, planned):  # noqa: F811
    groups = ("--cancel", "retour1@lyon", "--cancel", "retour1@bron")
    found = answer_data(capsys, "replan", planned, *groups, "--today", TODAY)
    facts = {"activity": "retour1", "group": None, "title": "Retour d'expérience"}
    assert [cause["facts"] for cause in found["causes"]] == [facts]
    assert {each["activity"] for each in plan_in(planned)["placements"]} == {"accueil"}


@pytest.mark.parametrize(("activity", "title"), [("module1", "Observer sa classe"), ("retour1", "Retour d'expérience")])
def test_what_is_cancelled_is_called_by_its_title(capsys, planned, activity, title):  # noqa: F811
    asked = ("replan", planned, "--cancel", activity, "--today", "2027-01-04", "--lang", "en")
    said = " ".join(run(capsys, *asked).out.split())
    assert f"Version 2 of the plan: “{title}” cancelled." in said
    assert f"“{title}”, group lyon: does not take place any more (" in said
    assert activity not in said


def test_two_of_three_groups_cancelled_both_go(capsys, planned):  # noqa: F811
    assert run(capsys, "replan", planned, "--add-group", "metz:12", "--today", "2027-01-04").code == 0
    groups = ("--cancel", "retour1@lyon", "--cancel", "retour1@bron")
    assert len(answer_data(capsys, "replan", planned, *groups, "--today", "2027-01-04")["causes"]) == 2
    assert [p["groups"] for p in plan_in(planned)["placements"] if p["activity"] == "retour1"] == [["metz"]]


@pytest.mark.parametrize("moved_first", [True, False])
def test_a_group_whose_date_is_fixed_can_be_cancelled(capsys, planned, moved_first):  # noqa: F811
    moves = [["--move", "retour1@lyon", "2027-02-03T16:00"], ["--move", "retour1@bron", "2027-02-05T16:00"]]
    if moved_first:
        assert run(capsys, "replan", planned, *moves[0], *moves[1], "--today", TODAY).code == 0
        assert run(capsys, "replan", planned, "--cancel", "retour1@lyon", "--today", TODAY).code == 0
    else:
        assert run(capsys, "replan", planned, *moves[1], "--cancel", "retour1@lyon", "--today", TODAY).code == 0
    (left,) = (p for p in plan_in(planned)["placements"] if p["activity"] == "retour1")
    assert (left["groups"], left["start"]) == (["bron"], "2027-02-05T15:00:00+00:00")
    assert run(capsys, "check", planned / "session.yaml", planned / "plan.json").code == 0


def test_the_calendar_of_a_group_that_is_no_more_becomes_cancellations_and_goes(capsys, planned):  # noqa: F811
    changed = planned.parent / "changed.yaml"
    changed.write_text(SESSION.replace("  - {id: bron, size: 15}\n", ""), encoding="utf-8")
    assert run(capsys, "replan", planned, "--session", changed, "--today", "2027-01-04").code == 0
    gone = events_of(planned / "groups" / "bron.ics")
    assert gone and {str(event["STATUS"]) for event in gone.values()} == {"CANCELLED"}
    assert run(capsys, "replan", planned, "--today", "2027-01-04").code == 0
    assert not (planned / "groups" / "bron.ics").exists()
    assert (planned / "groups" / "lyon.ics").exists()


def test_planning_anew_where_a_plan_lies_follows_it(capsys, planned):  # noqa: F811
    before, file = events_of(planned / "neo-69.ics"), planned.parent / "neo.yaml"
    names = {path: path.read_bytes() for path in planned.rglob("*.*")}
    assert run(capsys, "plan", file, "--out", planned).code == 0
    assert {path: path.read_bytes() for path in planned.rglob("*.*")} == names
    file.write_text(SESSION.replace("title: Accueil,", "title: Bienvenue,"), encoding="utf-8")
    assert run(capsys, "plan", file, "--out", planned).code == 0
    after = events_of(planned / "neo-69.ics")
    risen = {uid for uid in after if int(after[uid]["SEQUENCE"]) > int(before[uid]["SEQUENCE"])}
    assert risen == {uid for uid, event in after.items() if str(event["SUMMARY"]).startswith("Bienvenue")}
    assert [each["causes"] for each in plan_in(planned)["versions"]] == [[{"kind": "plan", "facts": {}}]]


def test_a_move_that_breaks_a_rule_is_refused_with_moments_that_would_do(capsys, planned):  # noqa: F811
    before = {path: path.read_bytes() for path in planned.rglob("*.*")}
    saturday = ["--move", "retour1@lyon", "2027-02-06T10:00", "--today", TODAY]
    found = answer_data(capsys, "replan", planned, *saturday, code=3)
    assert (found["status"], found["violations"][0]["kind"]) == ("move-refused", "session_clock")
    assert {"no_weekend"} <= {each["rule"] for each in found["violations"]}
    assert len(found["moments"]) == 3
    answer = run(capsys, "replan", planned, *saturday, "--lang", "en")
    assert "cannot be on Saturday 6 February 2027, 10:00" in answer.out and "(R2)" in answer.out
    assert {path: path.read_bytes() for path in planned.rglob("*.*")} == before
    moment = found["moments"][0][:16]
    moved = answer_data(capsys, "replan", planned, "--move", "retour1@lyon", moment, "--today", TODAY)
    assert moved["status"] == "replanned"


def test_where_no_plan_is_left_the_conflict_and_repairs_are_said(capsys, planned):  # noqa: F811
    answer = run(
        capsys, "replan", planned, "--absent", "durand", "2027-01-14/2027-02-12", "--today", TODAY, "--lang", "en"
    )
    assert answer.code == 3 and "Alice Durand is absent" in answer.out
    assert "Each of these changes was tried" in answer.out or "This change was tried" in answer.out, answer.out
    assert "change the session file so" in answer.out and not (planned / "session.yaml").exists()


def test_going_back_restores_the_plan_and_its_session(capsys, planned):  # noqa: F811
    first = plan_in(planned)
    assert run(capsys, "replan", planned, "--cancel", "retour1@bron", "--today", TODAY).code == 0
    assert run(capsys, "replan", planned, "--closed", "2027-01-19", "grève", "--today", TODAY).code == 0
    assert (planned / "session-2.yaml").exists()
    assert answer_data(capsys, "replan", planned, "--undo", "--today", TODAY)["causes"][0]["facts"] == {"number": 2}
    assert "closed" not in (planned / "session.yaml").read_text(encoding="utf-8")
    again = answer_data(capsys, "replan", planned, "--undo", "--today", TODAY)["plan"]
    plain = [(p["activity"], p["groups"], p["start"]) for p in again["placements"]]
    assert plain == [(p["activity"], p["groups"], p["start"]) for p in first["placements"]]
    assert class_of(again, "retour1", "bron")["sequence"] > 1
    assert not (planned / "session.yaml").exists()
    assert run(capsys, "replan", planned, "--undo", "--today", TODAY).code == 2


def test_going_back_makes_nothing_undone_again(capsys, planned):  # noqa: F811
    first = plan_in(planned)
    for group in ("lyon", "bron"):
        assert run(capsys, "replan", planned, "--cancel", f"retour1@{group}", "--today", TODAY).code == 0
        undone = answer_data(capsys, "replan", planned, "--undo", "--today", TODAY)
        assert undone["causes"] == [{"kind": "undo", "facts": {"number": 1}}]
    found = answer_data(capsys, "replan", planned, "--undo", "--today", TODAY, code=2)
    assert [each["id"] for each in found["findings"]] == ["no-version-before"]
    plain = [(p["activity"], p["groups"], p["start"]) for p in plan_in(planned)["placements"]]
    assert plain == [(p["activity"], p["groups"], p["start"]) for p in first["placements"]]


def test_going_back_step_by_step_after_going_back_once(capsys, planned):  # noqa: F811
    """1 as planned, 2 closed, 3 cancelled, 4 back to 2, 5 another cancelled: then back to 2, to 1, and no further."""
    closed, cancelled = ("--closed", "2027-01-19", "grève"), ("--cancel", "retour1@lyon")
    for asked in (closed, cancelled, ("--undo",), ("--cancel", "retour1@bron")):
        assert run(capsys, "replan", planned, *asked, "--today", TODAY).code == 0
    back = [answer_data(capsys, "replan", planned, "--undo", "--today", TODAY) for _ in range(2)]
    assert [each["causes"][0]["facts"]["number"] for each in back] == [2, 1]
    assert not (planned / "session.yaml").exists()
    assert run(capsys, "replan", planned, "--undo", "--today", TODAY).code == 2


@pytest.mark.parametrize("way_out", ["put back", "given"])
def test_going_back_behind_a_file_that_was_edited(capsys, planned, way_out):  # noqa: F811
    file, first = planned.parent / "neo.yaml", plan_in(planned)
    file.write_text(SESSION.replace("duration: 1h}", "duration: 45 min}"), encoding="utf-8")
    assert run(capsys, "replan", planned, "--today", "2027-01-04").code == 0
    back = ("replan", planned, "--undo", "--today", "2027-01-04")
    found = answer_data(capsys, *back, code=3)
    assert (found["status"], found["changed_file"]) == ("undo-refused", str(file))
    said = " ".join(run(capsys, *back, "--lang", "en").out.split())
    assert "The session file has changed since that version" in said and "--session FILE." in said
    given = planned.parent / "as-it-was.yaml" if way_out == "given" else file
    given.write_text(SESSION, encoding="utf-8")
    more = ("--session", given) if way_out == "given" else ()
    assert answer_data(capsys, *back, *more)["status"] == "replanned"
    assert plan_in(planned)["session_file"] == f"../{given.name}", "what is planned next goes on from it"
    plain = [(p["activity"], p["duration_min"], p["start"]) for p in plan_in(planned)["placements"]]
    assert plain == [(p["activity"], p["duration_min"], p["start"]) for p in first["placements"]]
    assert answer_data(capsys, "replan", planned, "--today", "2027-01-04")["status"] == "unchanged"


def test_going_back_with_a_file_that_is_given_leaves_the_copy_of_a_change(capsys, planned):  # noqa: F811
    """The file is edited and a class cancelled at once: the version before needs the file as it was."""
    file, given = planned.parent / "neo.yaml", planned.parent / "as-it-was.yaml"
    given.write_text(SESSION, encoding="utf-8")
    file.write_text(SESSION.replace("duration: 1h}", "duration: 45 min}"), encoding="utf-8")
    assert run(capsys, "replan", planned, "--cancel", "retour1@bron", "--today", "2027-01-04").code == 0
    back = ("replan", planned, "--undo", "--today", "2027-01-04")
    assert answer_data(capsys, *back, code=3)["changed_file"] == str(file)
    assert answer_data(capsys, *back, "--session", given)["status"] == "replanned"
    assert plan_in(planned)["session_file"] == "../as-it-was.yaml" and not (planned / "session.yaml").exists()
    assert (planned / "session-2.yaml").exists(), "so that one can go back to that again"
    assert answer_data(capsys, "replan", planned, "--today", "2027-01-04")["status"] == "unchanged"


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_planned_anew_what_was_changed_since_is_said(capsys, planned, lang):  # noqa: F811
    anew, first = ("plan", planned.parent / "neo.yaml", "--out", planned), ("--today", "2027-01-04")
    assert "--undo" not in run(capsys, *anew, "--lang", lang).out and answer_data(capsys, *anew)["changed_since"] == []
    assert run(capsys, "replan", planned, "--cancel", "retour1@bron", *first).code == 0
    said = run(capsys, *anew, "--lang", lang)
    assert said.code == 0 and "--undo" in said.out and "neo-69" in said.out and "{" not in said.out
    assert answer_data(capsys, *anew)["changed_since"] == []


def test_planned_anew_after_going_back_to_a_version_that_was_changed(capsys, planned):  # noqa: F811
    anew, first = ("plan", planned.parent / "neo.yaml", "--out", planned), ("--today", "2027-01-04")
    assert run(capsys, "replan", planned, "--cancel", "retour1@bron", *first).code == 0
    assert run(capsys, "replan", planned, "--closed", "2027-02-12", "grève", *first).code == 0
    assert run(capsys, "replan", planned, "--undo", *first).code == 0
    assert answer_data(capsys, *anew)["changed_since"] == ["neo-69"]


def test_planned_anew_from_its_own_file_which_has_what_was_asked(capsys, planned):  # noqa: F811
    assert run(capsys, "replan", planned, "--cancel", "retour1@bron", "--today", "2027-01-04").code == 0
    assert answer_data(capsys, "plan", planned / "session.yaml", "--out", planned)["changed_since"] == []


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_two_plans_told_apart(capsys, planned, lang):  # noqa: F811
    old = planned.parent / "old.json"
    old.write_bytes((planned / "plan.json").read_bytes())
    assert "same" in run(capsys, "diff", old, planned / "plan.json", "--lang", "en").out
    day = class_of(plan_in(planned), "retour1", "lyon")["start"][:10]
    run(capsys, "replan", planned, "--absent", "durand", day, "--cancel", "accueil@bron", "--today", "2027-01-04")
    answer = run(capsys, "diff", old, planned / "plan.json", "--lang", lang)
    assert answer.code == 0 and "Retour d'expérience" in answer.out and "{" not in answer.out
    found = answer_data(capsys, "diff", old, planned / "plan.json")
    assert {"moved", "dropped"} <= {each["kind"] for each in found["differences"]}


def test_plans_of_two_sessions_are_not_compared(capsys, planned):  # noqa: F811
    other = planned.parent / "other.json"
    other.write_text(
        (planned / "plan.json").read_text(encoding="utf-8").replace('"neo-69"', '"other"'), encoding="utf-8"
    )
    assert (
        answer_data(capsys, "diff", other, planned / "plan.json", code=2)["findings"][0]["id"]
        == "plan-of-other-session"
    )


def test_an_old_plan_without_history_is_read(capsys, planned):  # noqa: F811
    data = {
        key: value for key, value in plan_in(planned).items() if key in ("format", "session", "placements", "blocks")
    }
    for each in (*data["placements"], *data["blocks"]):
        each.pop("entry")
    (planned / "plan.json").write_text(json.dumps(data), encoding="utf-8")
    session = planned.parent / "neo.yaml"
    found = answer_data(capsys, "replan", planned, "--session", session, "--cancel", "retour1@bron", "--today", TODAY)
    assert [each["kind"] for each in found["moved"]] == ["dropped"]
    assert {each["sequence"] for each in found["plan"]["placements"]} == {0}


def test_a_calendar_that_came_since_moves_what_it_must(capsys, planned, tmp_path, monkeypatch):  # noqa: F811
    day = class_of(plan_in(planned), "retour1", "lyon")["start"][:10].replace("-", "")
    monkeypatch.chdir(tmp_path)
    event = f"BEGIN:VEVENT\r\nUID:x\r\nDTSTART:{day}T060000Z\r\nDTEND:{day}T190000Z\r\nEND:VEVENT\r\n"
    calendar = f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\n{event}END:VCALENDAR\r\n"
    (tmp_path / "agenda.ics").write_text(calendar, encoding="utf-8")
    found = answer_data(capsys, "replan", "out", "--busy", "lyon=agenda.ics", "--today", TODAY)
    assert [each["why"][0]["kind"] for each in found["moved"]] == ["busy"]
    assert found["causes"] == [{"kind": "busy", "facts": {"who": "lyon", "file": "agenda.ics"}}]
    assert run(capsys, "replan", "out", "--undo", "--today", TODAY).code == 0
    both = ("--busy", "durand=agenda.ics", "--busy", "lyon=agenda.ics")
    said = run(capsys, "replan", "out", *both, "--today", TODAY, "--lang", "en").out.replace("\n", " ")
    assert "a calendar of Alice Durand, agenda.ics and a calendar of lyon, agenda.ics." in said
    assert "../agenda.ics" in (planned / "session.yaml").read_text(encoding="utf-8")
    assert run(capsys, "check", "out/session.yaml", "out/plan.json").code == 0


OWN = {
    "as it was written": lambda ics: ics,
    "without properties of ours": lambda ics: re.sub(rb"X-SESSION-PLANNER[^\r]*\r\n( [^\r]*\r\n)*", b"", ics),
    "with UIDs of another program": lambda ics: re.sub(rb"UID:[^\r]*", lambda _: b"UID:%d" % next(NUMBERS), ics),
    "in UTF-16": lambda ics: ics.decode().encode("utf-16"),
}
NUMBERS = itertools.count()


@pytest.mark.parametrize("changed", OWN.values(), ids=OWN)
def test_a_calendar_that_the_planner_wrote_makes_nobody_busy_for_its_session(capsys, planned, changed):  # noqa: F811
    own = planned.parent / "own.ics"
    own.write_bytes(changed((planned / "trainers" / "durand.ics").read_bytes()))
    first = ("--today", "2027-01-04")
    assert answer_data(capsys, "replan", planned, "--busy", f"durand={own}", *first)["moved"] == []
    # entries that are cancelled in the plan, but not yet in the calendar that was given
    (dropped,) = answer_data(capsys, "replan", planned, "--cancel", "retour1@bron", *first)["moved"]
    found = answer_data(capsys, "replan", planned, *first)
    assert dropped["kind"] == "dropped" and found["moved"] == []
    busy = f"busy: [{own}]"
    (planned.parent / "neo.yaml").write_text(SESSION.replace("Alice Durand", f"Alice Durand, {busy}"), "utf-8")
    said = answer_data(capsys, "replan", planned, "--session", planned.parent / "neo.yaml", *first)
    assert [each["kind"] for each in said["moved"]] == ["added"]


def test_a_calendar_over_an_academy_makes_busy_for_the_other_sessions_alone(capsys, planned):  # noqa: F811
    both = (planned / "trainers" / "durand.ics").read_bytes()
    other = planned.parent / "other.yaml"
    other.write_text(SESSION.replace("id: neo-69", "id: other"), "utf-8")
    assert run(capsys, "plan", other, "--out", planned.parent / "other").code == 0
    (planned.parent / "own.ics").write_bytes(both)
    own = f"durand={planned.parent / 'own.ics'}"
    found = answer_data(capsys, "replan", planned.parent / "other", "--busy", own, "--today", "2027-01-04")
    assert found["moved"] and {each["why"][0]["kind"] for each in found["moved"] if each["why"]} >= {"busy"}


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_what_is_switched_off_and_each_derogation_is_said(capsys, tmp_path, lang):
    allowed = "rules: {off: [no_weekend]}\nderogations: [{week: 2027-W03, cap: 3h, reason: Semaine forte}]\n"
    (tmp_path / "neo.yaml").write_text(SESSION + allowed, encoding="utf-8")
    out = tmp_path / "out"
    assert run(capsys, "plan", tmp_path / "neo.yaml", "--out", out).code == 0
    for asked in (("--closed", "2027-02-12", "grève"), ("--closed", "2027-02-11", "grève"), ("--undo",)):
        said = run(capsys, "replan", out, *asked, "--today", "2027-01-04", "--lang", lang).out
        said = " ".join(said.split())
        assert "⚠" in said and "(R2)" in said and "Semaine forte" in said and "3 h" in said, said
    found = answer_data(capsys, "replan", out, "--undo", "--today", "2027-01-04")
    assert found["rules_off"] == ["no_weekend"]
    assert found["derogations"] == [{"week": "2027-W03", "cap_min": 180, "reason": "Semaine forte"}]
    assert answer_data(capsys, "check", tmp_path / "neo.yaml", out / "plan.json")["derogations"] == found["derogations"]


@pytest.mark.parametrize("command", ["replan", "plan"])
def test_calendars_go_on_in_their_language(capsys, planned, command):  # noqa: F811
    before = {path: path.read_bytes() for path in planned.rglob("*.ics")}
    asked = ("replan", planned, "--today", TODAY) if command == "replan" else ("plan", planned.parent / "neo.yaml")
    answer = run(capsys, *asked, *(() if command == "replan" else ("--out", planned)), "--lang", "en")
    assert answer.code == 0 and "The calendars lie here" in answer.out, answer
    assert plan_in(planned)["lang"] == "fr"
    assert {path: path.read_bytes() for path in planned.rglob("*.ics")} == before
