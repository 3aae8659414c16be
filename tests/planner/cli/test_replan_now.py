"""`planner replan` without `--today`: now counts, to the minute, on the clock of the session's place."""

import json
from datetime import datetime

import pytest

import planner.cli.replan
from planner.messages.texts import Texts
from tests.planner.cli.test_replan import answer_data, class_of, events_of, plan_in
from tests.planner.cli.test_replan_inputs import SESSION, planned  # noqa: F401
from tests.support.command import run


@pytest.fixture
def it_is(monkeypatch):
    """Say what time it is (UTC)."""

    def say(moment):
        class Stopped(datetime):
            @classmethod
            def now(cls, tz=None):
                return datetime.fromisoformat(moment).astimezone(tz)

        monkeypatch.setattr(planner.cli.replan, "datetime", Stopped)

    return say


def test_what_began_before_now_stays_and_the_rest_begins_later(capsys, planned, it_is):  # noqa: F811
    first = min(plan_in(planned)["placements"], key=lambda each: each["start"])
    begun = datetime.fromisoformat(first["start"])
    it_is(begun.replace(minute=begun.minute + 1).isoformat())
    found = answer_data(capsys, "replan", planned, "--absent", "durand", str(begun.date()))
    assert found["since"] == begun.replace(minute=begun.minute + 1).isoformat()
    plan = plan_in(planned)
    assert class_of(plan, first["activity"], *first["groups"])["start"] == first["start"]
    assert all(each["start"] > found["since"] for each in plan["placements"] if each["groups"] != first["groups"])
    it_is(begun.isoformat())
    assert run(capsys, "replan", planned, "--undo").code == 0
    answer_data(capsys, "replan", planned, "--absent", "durand", str(begun.date()))
    assert class_of(plan_in(planned), first["activity"], *first["groups"])["start"] != first["start"]


def test_nothing_is_asked_of_the_hours_that_are_over(capsys, planned, it_is):  # noqa: F811
    first = min(plan_in(planned)["placements"], key=lambda each: each["start"])
    begun = datetime.fromisoformat(first["start"])
    it_is(begun.replace(minute=30).isoformat())
    what = f"{first['activity']}@{first['groups'][0]}"
    cancelled = answer_data(capsys, "replan", planned, "--cancel", what, code=2)
    assert [each["id"] for each in cancelled["findings"]] == ["took-place"]
    moved = answer_data(capsys, "replan", planned, "--move", "retour1@lyon", f"{begun.date()}T08:15", code=2)
    assert [each["id"] for each in moved["findings"]] == ["moment-past"]
    asked = ("replan", planned, "--move", "retour1@lyon", f"{begun.date()}T08:15", "--lang", "en")
    day = Texts("en").day(begun.date())
    assert f"{day} at 08:15 is past: it is {day} at 08:30" in run(capsys, *asked).err
    said = " ".join(run(capsys, "replan", planned, "--lang", "en").out.split())
    assert f"What began before {day} at 08:30 stays as it was." in said


def test_a_class_of_this_morning_is_not_cancelled_afterwards(capsys, planned, it_is):  # noqa: F811
    first = min(plan_in(planned)["placements"], key=lambda each: each["start"])
    it_is(datetime.fromisoformat(first["start"]).replace(minute=30).isoformat())
    (group,) = first["groups"]
    other = planned.parent / "other.yaml"
    gone = next(line for line in SESSION.splitlines(keepends=True) if f"{{id: {group}," in line)
    other.write_text(SESSION.replace(gone, ""), encoding="utf-8")
    found = answer_data(capsys, "replan", planned, "--session", other)
    assert [each["start"] for each in found["lost"]] == [first["start"]]
    off = [each for each in events_of(planned / "groups" / f"{group}.ics").values() if each["STATUS"] == "CANCELLED"]
    assert off and not any(str(each["SUMMARY"]).startswith("Accueil") for each in off)


def test_the_day_is_that_of_the_place(capsys, tmp_path, it_is):
    """In La Réunion it is Tuesday while it is still Monday in UTC: Monday is over."""
    described = SESSION.replace('department: "69"', 'department: "974"').replace("2027-01-04", "2027-02-01")
    (tmp_path / "neo.yaml").write_text(described.replace("2027-02-12", "2027-03-05"), encoding="utf-8")
    assert run(capsys, "plan", tmp_path / "neo.yaml", "--out", tmp_path / "out").code == 0
    it_is("2027-02-01T20:30:00+00:00")
    answer = run(capsys, "replan", tmp_path / "out", "--absent", "durand", "2027-02-01", "--json")
    assert [each["id"] for each in json.loads(answer.out)["findings"]] == ["days-past"], answer
