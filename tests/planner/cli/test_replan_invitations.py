"""`planner replan --invite`: what each trainer is sent, and how what is off is told."""

import json

import icalendar
import pytest

from tests.planner.cli.test_replan import answer_data, events_of, plan_in
from tests.planner.cli.test_replan_inputs import SESSION, TODAY, planned  # noqa: F401
from tests.support.command import run

ALONE = SESSION.replace("name: Alice Durand", "name: Alice Durand, email: a@example.org")
TEAM = ALONE.replace("groups:\n", "  - {id: petit, name: Paul Petit, email: p@example.org}\ngroups:\n")


@pytest.fixture
def invited(capsys, tmp_path):
    """A plan of two trainers, both invited; Paul leads the last class of each group."""
    team = TEAM.replace("duration: 1h30}", "duration: 1h30, trainers: [petit]}")
    team = team.replace("Accueil, duration: 1h}", "Accueil, duration: 1h, trainers: [durand]}")
    (tmp_path / "neo.yaml").write_text(team, encoding="utf-8")
    assert run(capsys, "plan", tmp_path / "neo.yaml", "--out", tmp_path / "out", "--invite").code == 0
    return tmp_path / "out"


def _sent(folder, version, method):
    """The messages of a version: for each trainer's UIDs, their sequences."""
    found = {}
    for path in sorted((folder / "invitations" / str(version)).rglob("*.ics")):
        calendar = icalendar.Calendar.from_ical(path.read_bytes())
        (event,) = calendar.walk("VEVENT")
        if calendar["METHOD"] == method:
            whose = (path.parent.name, str(event["ATTENDEE"]), str(event["ORGANIZER"]))
            found.setdefault(whose, {})[str(event["UID"])] = int(event["SEQUENCE"])
    return found


PAUL = ("petit", "mailto:p@example.org", "mailto:a@example.org")


def test_a_trainer_who_leaves_the_session_is_told_what_is_off(capsys, invited):
    sent = _sent(invited, 1, "REQUEST")[PAUL]
    assert sent
    alone = invited.parent / "alone.yaml"
    alone.write_text(ALONE, "utf-8")
    found = answer_data(capsys, "replan", invited, "--session", alone, "--today", "2027-01-04", "--invite")
    off = _sent(invited, 2, "CANCEL")[PAUL]
    assert off.keys() == sent.keys() and all(off[uid] > sent[uid] for uid in sent)
    assert not found["unreached"] and "petit" not in plan_in(invited)["invited"]
    assert "p@example.org" not in (invited / "plan.json").read_text(encoding="utf-8")
    run(capsys, "replan", invited, "--closed", "2027-02-12", "grève", "--today", "2027-01-04", "--invite")
    assert not _sent(invited, 3, "CANCEL")


@pytest.mark.parametrize("leaves", [True, False])
def test_what_went_in_a_version_without_invitations_is_called_off_later(capsys, invited, leaves):
    sent = _sent(invited, 1, "REQUEST")[PAUL]
    asked = ("replan", invited, "--cancel", "retour1", "--today", "2027-01-04")
    if leaves:
        alone = invited.parent / "alone.yaml"
        alone.write_text(ALONE, "utf-8")
        asked = ("replan", invited, "--session", alone, "--today", "2027-01-04")
    assert run(capsys, *asked).code == 0
    assert not (invited / "invitations" / "2").exists()
    closed = ("--closed", "2027-02-12", "grève")
    assert run(capsys, "replan", invited, *closed, "--today", "2027-01-04", "--invite").code == 0
    off = _sent(invited, 3, "CANCEL")[PAUL]
    assert off.keys() == sent.keys() and all(off[uid] > sent[uid] for uid in sent)
    assert run(capsys, "replan", invited, "--undo", "--today", "2027-01-04", "--invite").code == 0
    assert not _sent(invited, 4, "CANCEL")


@pytest.mark.parametrize("command", ["replan", "plan"])
def test_a_trainer_whose_address_changed_is_told_at_both(capsys, invited, command):
    sent, file = _sent(invited, 1, "REQUEST"), invited.parent / "neo.yaml"
    first = {path: path.read_bytes() for path in (invited / "invitations" / "1").rglob("*.ics")}
    public = events_of(invited / "trainers" / "durand.ics")
    file.write_text(file.read_text(encoding="utf-8").replace("p@example.org", "p2@example.org"), encoding="utf-8")
    again = ("replan", invited, "--today", "2027-01-04") if command == "replan" else ("plan", file, "--out", invited)
    assert run(capsys, *again).code == 0 and plan_in(invited).get("versions") is None, "nobody is told, nothing changes"
    assert run(capsys, *again, "--invite").code == 0
    there = ("petit", "mailto:p2@example.org", "mailto:a@example.org")
    off, on = _sent(invited, 2, "CANCEL"), _sent(invited, 2, "REQUEST")
    assert off.keys() == {PAUL} and on.keys() == {there}
    assert off[PAUL] == on[there] == {uid: sequence + 1 for uid, sequence in sent[PAUL].items()}
    for path in (invited / "invitations" / "2" / "petit").glob("*-before.ics"):
        cancel, request = (icalendar.Calendar.from_ical(each.read_bytes()).walk("VEVENT")[0] for each in (
            path, path.with_name(path.name.replace("-before", "")),
        ))  # fmt: skip
        assert str(cancel["UID"]) == str(request["UID"]) and cancel["DTSTAMP"].dt < request["DTSTAMP"].dt
    assert {path: path.read_bytes() for path in (invited / "invitations" / "1").rglob("*.ics")} == first
    assert events_of(invited / "trainers" / "durand.ics") == public, "what others lead stays as it was"
    assert run(capsys, *again, "--invite").code == 0 and not (invited / "invitations" / "3").exists()
    assert "p@example.org" not in json.dumps(plan_in(invited)["addresses"])


def test_what_took_place_is_not_called_off_at_an_old_address(capsys, invited):
    sent, file = _sent(invited, 1, "REQUEST")[PAUL], invited.parent / "neo.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("p@example.org", "p2@example.org"), encoding="utf-8")
    last = max(p["start"][:10] for p in plan_in(invited)["placements"] if p["trainers"] == ["petit"])
    ahead = sum(p["start"][:10] >= last for p in plan_in(invited)["placements"] if p["trainers"] == ["petit"])
    assert run(capsys, "replan", invited, "--today", last, "--invite").code == 0
    assert len(sent) > ahead == len(_sent(invited, 2, "CANCEL")[PAUL]) > 0


def test_who_invited_says_what_is_off_even_once_gone(capsys, invited):
    paul = TEAM.replace("  - {id: durand, name: Alice Durand, email: a@example.org}\n", "")
    (invited.parent / "paul.yaml").write_text(paul, encoding="utf-8")
    alice = ("durand", "mailto:a@example.org", "mailto:a@example.org")
    sent = _sent(invited, 1, "REQUEST")[alice]
    asked = ("replan", invited, "--session", invited.parent / "paul.yaml", "--today", "2027-01-04", "--invite")
    assert run(capsys, *asked).code == 0
    assert _sent(invited, 2, "CANCEL")[alice].keys() == sent.keys()
    assert {whose[2] for whose in _sent(invited, 2, "REQUEST")} == {"mailto:a@example.org"}


def test_a_trainer_whose_address_is_unknown_is_named(capsys, invited):
    data = plan_in(invited)
    del data["addresses"], data["organizers"]
    (invited / "plan.json").write_text(json.dumps(data), encoding="utf-8")
    alone = invited.parent / "alone.yaml"
    alone.write_text(ALONE, "utf-8")
    asked = ("replan", invited, "--session", alone, "--today", "2027-01-04", "--invite")
    assert "petit was invited to classes" in run(capsys, *asked, "--lang", "en").out
    assert answer_data(capsys, *asked)["unreached"] == ["petit"]


def test_invitations_are_for_those_who_have_an_address(capsys, planned):  # noqa: F811
    file = planned.parent / "neo.yaml"
    file.write_text(SESSION.replace("name: Alice Durand", "name: Alice Durand, email: a@example.org"), encoding="utf-8")
    assert run(capsys, "replan", planned, "--today", TODAY, "--invite").code == 0
    sent = sorted((planned / "invitations").rglob("*.ics"))
    assert len(sent) == len(plan_in(planned)["placements"])
    for path in sent:
        calendar = icalendar.Calendar.from_ical(path.read_bytes())
        (event,) = calendar.walk("VEVENT")
        assert (calendar["METHOD"], event["ORGANIZER"], event["ATTENDEE"]) == (
            "REQUEST", "mailto:a@example.org", "mailto:a@example.org",
        )  # fmt: skip
    assert run(capsys, "replan", planned, "--cancel", "retour1@bron", "--today", TODAY, "--invite").code == 0
    (cancel,) = set((planned / "invitations").rglob("*.ics")) - set(sent)
    calendar = icalendar.Calendar.from_ical(cancel.read_bytes())
    (event,) = calendar.walk("VEVENT")
    assert (calendar["METHOD"], str(event["STATUS"])) == ("CANCEL", "CANCELLED")
    assert "METHOD" not in icalendar.Calendar.from_ical((planned / "neo-69.ics").read_bytes())
