"""`planner replan` and classes of several groups together: who leaves one, who joins it, who was not there."""

import re
from datetime import date, timedelta

import pytest

from tests.planner.cli.test_replan import answer_data, class_of, events_of, plan_in
from tests.planner.cli.test_replan_inputs import SESSION, TODAY
from tests.support.command import run

TOGETHER = SESSION + (
    "  - {id: ensemble, kind: in_person, title: Journée commune, duration: 2h, together: true, after: module1}\n"
)


@pytest.fixture
def together(capsys, tmp_path):
    """A plan with a class of all three groups."""
    described = TOGETHER.replace("last: 2027-02-12", "last: 2027-04-02").replace(
        "  - {id: bron, size: 15}\n", "  - {id: bron, size: 15}\n  - {id: metz, size: 12}\n"
    )
    (tmp_path / "neo.yaml").write_text(described, encoding="utf-8")
    assert run(capsys, "plan", tmp_path / "neo.yaml", "--out", tmp_path / "out").code == 0
    return tmp_path / "out"


def _of(path, title):
    return [event for event in events_of(path).values() if str(event["SUMMARY"]).startswith(title)]


def test_a_group_that_leaves_a_class_of_all_is_told_in_the_answer_and_in_its_calendar(capsys, together):
    (before,) = _of(together / "groups" / "lyon.ics", "Journée commune")
    asked = ("replan", together, "--cancel", "ensemble@lyon", "--today", TODAY)
    (moved,) = answer_data(capsys, *asked)["moved"]
    assert (moved["kind"], moved["why"]) == ("groups", [])
    assert (moved["old"]["groups"], moved["new"]["groups"]) == (["bron", "lyon", "metz"], ["bron", "metz"])
    (gone,) = _of(together / "groups" / "lyon.ics", "Journée commune")
    assert (str(gone["UID"]), str(gone["STATUS"])) == (str(before["UID"]), "CANCELLED")
    assert int(gone["SEQUENCE"]) > int(before["SEQUENCE"])
    for path in ("neo-69.ics", "groups/bron.ics", "groups/metz.ics", "trainers/durand.ics"):
        (stays,) = _of(together / path, "Journée commune")
        assert (str(stays["UID"]), str(stays["STATUS"])) == (str(before["UID"]), "CONFIRMED")
    assert run(capsys, "replan", together, "--today", TODAY).code == 0
    assert not _of(together / "groups" / "lyon.ics", "Journée commune")


def test_a_group_that_leaves_or_joins_a_class_of_all_is_said_so(capsys, together):
    out = run(capsys, "replan", together, "--cancel", "ensemble@lyon", "--today", TODAY, "--lang", "en").out
    said = " ".join(out.split())
    assert re.search("“Journée commune”, [A-Z][a-z]+day [^:]+:00: group lyon takes no part any more", said), said
    assert "Nothing moves" not in said
    back = " ".join(run(capsys, "replan", together, "--undo", "--today", TODAY, "--lang", "en").out.split())
    assert "group lyon takes part from now on" in back


def _day_after(data, activity):
    """The day after a class: it took place by then."""
    start = next(p["start"] for p in data["placements"] if p["activity"] == activity)
    return str(date.fromisoformat(start[:10]) + timedelta(1))


def test_a_group_that_joins_has_not_attended_what_took_place(capsys, together):
    before, today = events_of(together / "neo-69.ics"), _day_after(plan_in(together), "ensemble")
    (was,) = _of(together / "neo-69.ics", "Journée commune")
    asked = ("--add-group", "nice:9", "--today", today)
    found = answer_data(capsys, "replan", together, *asked)
    day = str(was["DTSTART"].dt.date())
    assert found["missed"] == [{"activity": "ensemble", "group": "nice", "day": day}]
    assert "ensemble" not in {each["activity"] for each in found["moved"]} and not found["past_broken"]
    (stays,) = _of(together / "neo-69.ics", "Journée commune")
    assert stays.to_ical() == was.to_ical()
    assert not _of(together / "groups" / "nice.ics", "Journée commune")
    assert len(_of(together / "groups" / "nice.ics", "Retour d'expérience")) == 1
    assert before.keys() < events_of(together / "neo-69.ics").keys()
    assert run(capsys, "check", together / "session.yaml", together / "plan.json").code == 0
    assert not answer_data(capsys, "replan", together, "--today", today)["missed"]


@pytest.mark.parametrize("size", [15, 30], ids=["in one part", "split in two"])
def test_a_group_that_joins_does_not_make_what_took_place_too_large(capsys, tmp_path, size):
    described = SESSION.replace("Accueil, duration: 1h", "Accueil, duration: 1h, together: true, capacity: 40")
    (tmp_path / "neo.yaml").write_text(described.replace("2027-02-12", "2027-04-02"), encoding="utf-8")
    out = tmp_path / "out"
    assert run(capsys, "plan", tmp_path / "neo.yaml", "--out", out).code == 0
    first = answer_data(capsys, "replan", out, "--add-group", f"nice:{size}", "--today", "2027-01-04", code=2)
    assert [each["id"] for each in first["findings"]] == ["capacity-exceeded-together"], (
        "it is still to come, and too small"
    )
    (was,) = _of(out / "neo-69.ics", "Accueil")
    today = _day_after(plan_in(out), "accueil")
    found = answer_data(capsys, "replan", out, "--add-group", f"nice:{size}", "--today", today)
    assert [(each["activity"], each["group"]) for each in found["missed"]] == [("accueil", "nice")]
    assert _of(out / "neo-69.ics", "Accueil")[0].to_ical() == was.to_ical()
    assert run(capsys, "check", out / "session.yaml", out / "plan.json").code == 0


def test_what_a_group_missed_is_said(capsys, together):
    today = _day_after(plan_in(together), "ensemble")
    asked = ("replan", together, "--add-group", "nice:9", "--today", today, "--lang", "en")
    said = " ".join(run(capsys, *asked).out.split())
    assert "before group nice joined: the group has not attended it" in said


def test_what_follows_a_class_of_all_does_not_wait_for_it_in_a_group_that_missed_it(capsys, tmp_path):
    first = "  - {id: debut, kind: in_person, title: Début, duration: 2h, together: true}\n"
    described = SESSION.replace("  - {id: retour1,", first + "  - {id: retour1,")
    described = described.replace("2027-02-12", "2027-04-02")
    described = described.replace("duration: 1h30}", "duration: 1h30, after: {activity: debut, max_gap: 10d}}")
    (tmp_path / "neo.yaml").write_text(described, encoding="utf-8")
    out = tmp_path / "out"
    assert run(capsys, "plan", tmp_path / "neo.yaml", "--out", out).code == 0
    today = str(date.fromisoformat(_day_after(plan_in(out), "debut")) + timedelta(12))
    found = answer_data(capsys, "replan", out, "--add-group", "nice:9", "--today", today)
    assert [each["group"] for each in found["missed"]] == ["nice"]
    assert class_of(plan_in(out), "retour1", "nice")["start"][:10] >= today
    assert run(capsys, "check", out / "session.yaml", out / "plan.json").code == 0


def test_who_attended_a_class_of_all_is_not_cancelled_afterwards(capsys, together):
    before = {path: path.read_bytes() for path in together.rglob("*.*")}
    today = _day_after(plan_in(together), "ensemble")
    asked = ("replan", together, "--cancel", "ensemble@lyon", "--today", today)
    assert [each["id"] for each in answer_data(capsys, *asked, code=2)["findings"]] == ["took-place"]
    assert {path: path.read_bytes() for path in together.rglob("*.*")} == before


def test_a_group_that_joins_by_hand_has_not_attended_it_either(capsys, together):
    """Also where the activities are those of a parcours, in a file of their own."""
    today = _day_after(plan_in(together), "ensemble")
    described = (together.parent / "neo.yaml").read_text(encoding="utf-8")
    head, _, activities = described.partition("activities:\n")
    (together.parent / "p.yaml").write_text(f"id: p\ntitle: P\nactivities:\n{activities}", encoding="utf-8")
    joined = head.replace("groups:\n", "parcours: p.yaml\ngroups:\n  - {id: nice, size: 9}\n")
    (together.parent / "more.yaml").write_text(joined, encoding="utf-8")
    found = answer_data(capsys, "replan", together, "--session", together.parent / "more.yaml", "--today", today)
    assert [(each["activity"], each["group"]) for each in found["missed"]] == [("ensemble", "nice")]
    assert "ensemble:" in (together / "session.yaml").read_text(encoding="utf-8")
    assert run(capsys, "check", together / "session.yaml", together / "plan.json").code == 0
    assert run(capsys, "replan", together, "--undo", "--today", today).code == 0
