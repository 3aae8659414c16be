"""Polls about a session of an academy: no election takes a trainer or a person from another session."""

import csv
import json
import shutil
from dataclasses import replace
from datetime import datetime

import pytest

from calendars.school_holidays import SchoolCalendar
from planner.check.together import check_together
from planner.cli import main
from planner.jobs.around import read_around
from planner.plan import Placement
from tests.support.command import run

TODAY = ("--today", "2026-12-01")
PARCOURS = (
    "id: oral\ntitle: Oral\nactivities:\n  - {id: a, kind: virtual_class, title: Accueil, duration: 1h}\n"
    "  - {id: b, kind: virtual_class, title: Retour, duration: 1h}\n"
)
HEADING = "id;titre;parcours;département;premier jour;dernier jour;équipe;groupes;horaires\n"
ROW = "{id};Session {id};oral;69;04/01/2027;29/01/2027;durand Alice Durand;20;lun-mar 17:00-19:00\n"


@pytest.fixture(scope="module")
def planned(tmp_path_factory):
    """Three sessions of one trainer, who has four free hours a week."""
    folder = tmp_path_factory.mktemp("academy")
    (folder / "oral.yaml").write_text(PARCOURS, encoding="utf-8")
    (folder / "sessions.csv").write_text(HEADING + "".join(ROW.format(id=id) for id in "ABC"), encoding="utf-8")
    assert main(["batch", str(folder / "sessions.csv"), "--out", str(folder / "out"), "--workers", "1"]) == 0
    return folder


@pytest.fixture
def academy(planned):
    """A copy that lies beside the sources."""
    folder = planned / "copy"
    shutil.copytree(planned / "out", folder)
    yield folder
    shutil.rmtree(folder)


def open_poll(capsys, academy, *options):
    own = academy / "sessions" / "A"
    answer = run(capsys, "poll", "open", own / "session.yaml", own, "--class", "b", "--slots", "6",
                 "--out", own / "polls", *TODAY, *options, "--json")  # fmt: skip
    assert answer.code == 0, answer.err
    return json.loads(answer.out)


def vote(academy, ballots, row):
    """Ballots as Framadate exports them: the heading of the poll that was opened, and one row."""
    with next((academy / "sessions" / "A" / "polls").glob("*.csv")).open(encoding="utf-8", newline="") as file:
        heading = list(csv.reader(file))[:2]
    with ballots.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([*heading, row])


def plans_of(academy):
    around = read_around(academy, SchoolCalendar.load(), {})
    return around.academy, dict(around.plans)


def test_no_slot_takes_the_trainer_from_another_session(capsys, academy):
    told = open_poll(capsys, academy, "--keep")
    offered = [datetime.fromisoformat(start) for poll in told["polls"].values() for start in poll["starts"]]
    assert len(offered) > 1
    sessions, plans = plans_of(academy)
    taken = {each.start for id in "BC" for each in plans[id].placements}
    assert taken and not taken & set(offered)
    for start in offered:
        moved = [Placement(p.activity, p.groups, start if p.activity == "b" else p.start, p.duration_min, p.trainers)
                 for p in plans["A"].placements]  # fmt: skip
        elected = plans | {"A": type(plans["A"])("A", tuple(sorted(moved)), ())}
        assert not check_together(sessions, elected, SchoolCalendar.load())


def test_what_is_elected_stands_in_the_trainers_calendar_and_in_the_index(capsys, academy, tmp_path):
    told = open_poll(capsys, academy, "--keep")
    (starts,) = (poll["starts"] for poll in told["polls"].values())
    _, plans = plans_of(academy)
    planned = next(each.start for each in plans["A"].placements if each.activity == "b")
    wanted = next(n for n, start in enumerate(starts) if datetime.fromisoformat(start) != planned)
    own, ballots = academy / "sessions" / "A", tmp_path / "ballots.csv"
    vote(academy, ballots, ["ZQ-VOTER", *("Oui" if n == wanted else "Non" for n in range(len(starts)))])
    before = {path.name: path.read_bytes() for path in (academy / "trainers").iterdir()}
    answer = run(capsys, "poll", "close", own / "session.yaml", own, ballots, *TODAY, "--lang", "en")
    assert answer.code == 0, answer.out + answer.err
    sessions, plans = plans_of(academy)
    now = next(each.start for each in plans["A"].placements if each.activity == "b")
    assert now == datetime.fromisoformat(starts[wanted])
    assert not check_together(sessions, plans, SchoolCalendar.load())
    after = (academy / "trainers" / "durand.ics").read_bytes()
    assert after != before["durand.ics"] and f"{now:%Y%m%d}".encode() in after
    assert b"ZQ-VOTER" not in b"".join(path.read_bytes() for path in academy.rglob("*") if path.is_file())


def test_a_slot_that_another_session_has_taken_since_is_not_kept(capsys, academy, tmp_path):
    """The slot is elected; B's class lies there by now, and B's file fixes it: nothing is written."""
    told = open_poll(capsys, academy, "--keep")
    (starts,) = (poll["starts"] for poll in told["polls"].values())
    _, plans = plans_of(academy)
    own = next(each.start for each in plans["A"].placements if each.activity == "b")
    wanted = next(start for start in starts if datetime.fromisoformat(start) != own)
    moved = run(capsys, "replan", academy / "sessions" / "B", "--move", "b", wanted[:16], *TODAY, "--json")
    assert moved.code == 0, moved.out
    ballots = tmp_path / "ballots.csv"
    vote(academy, ballots, ["X", *("Oui" if start == wanted else "Non" for start in starts)])
    before = {path: path.read_bytes() for path in academy.rglob("*") if path.is_file()}
    folder = academy / "sessions" / "A"
    answer = run(capsys, "poll", "close", folder / "session.yaml", folder, ballots, *TODAY, "--lang", "en")
    assert answer.code == 3 and "Alice Durand" in answer.out and "(R7)" in answer.out
    assert {path: path.read_bytes() for path in academy.rglob("*") if path.is_file()} == before


@pytest.mark.parametrize("whole", [True, False], ids=["the whole academy", "one session"])
def test_planning_again_says_which_polls_it_spoils(capsys, academy, whole):
    found = open_poll(capsys, academy)
    own = max(found["polls"]["b"]["starts"])[:10]
    folder = academy if whole else academy / "sessions" / "A"
    answer = run(capsys, "replan", folder, "--absent", "durand", own, *TODAY, "--json")
    assert answer.code == 0, answer.err
    (poll,) = json.loads(answer.out)["spoiled_polls"]
    assert (poll["session"], poll["poll"]) == ("A", "b") and poll["why"] in ("rules", "elsewhere")
    assert poll["file"] == str(academy / "sessions" / "A" / "polls" / "poll.json")


def test_polls_of_two_sessions_never_offer_their_trainer_at_once(capsys, academy):
    """Whatever both polls elect: R12 holds over all sessions; the polls lie beside the plans."""
    offered = {}
    for id in "AB":
        own = academy / "sessions" / id
        asked = ("poll", "open", own / "session.yaml", own, "--class", "b", "--slots", "4", "--keep", *TODAY, "--json")
        answer = run(capsys, *asked)
        assert answer.code == 0, answer.err
        (poll,) = json.loads(answer.out)["polls"].values()
        offered[id] = [datetime.fromisoformat(start) for start in poll["starts"]]
        assert (own / "polls" / "poll.json").is_file()
    sessions, plans = plans_of(academy)
    assert len(offered["A"]) > 1
    for a in offered["A"]:
        for b in offered["B"]:
            elected = plans | {"A": at(plans["A"], a), "B": at(plans["B"], b)}
            assert not check_together(sessions, elected, SchoolCalendar.load())


def at(plan, start):
    return replace(
        plan, placements=tuple(sorted(replace(p, start=start) if p.activity == "b" else p for p in plan.placements))
    )


def test_a_slot_that_another_session_has_taken_since_spoils_the_poll(capsys, academy):
    """Which planning A again says, though A's own rules are all kept."""
    (starts,) = (poll["starts"] for poll in open_poll(capsys, academy, "--keep")["polls"].values())
    own = next(each.start for each in plans_of(academy)[1]["A"].placements if each.activity == "b")
    taken = next(start for start in starts if datetime.fromisoformat(start) != own)
    folder = academy / "sessions"
    assert run(capsys, "replan", folder / "B", "--move", "b", taken[:16], *TODAY).code == 0
    answer = run(capsys, "replan", folder / "A", "--closed", "2027-01-08", "grève", *TODAY, "--json")
    assert answer.code == 0
    assert [each["why"] for each in json.loads(answer.out)["spoiled_polls"]] == ["rules"]
