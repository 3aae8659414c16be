"""Sessions that have no plan, the whole way: what a trainer reads, and each change used as the command says."""

import dataclasses
import json
from datetime import date

import pytest

from planner.outcome import Conflict, ConflictPart, FileChange, Infeasible, Repair
from planner.session import DayRange
from tests.support.command import REPOSITORY, run
from tests.support.sessions import a_good_plan, a_session

EXAMPLE = REPOSITORY / "examples" / "sans_plan.yaml"

EXPECTED = """\
Aucun calendrier n’est possible entre le lundi 30 novembre 2026 et le vendredi 15 janvier 2027. \
Ces 3 points s’excluent :
  - 2 activités à distance, 8 h chacune, 16 h en tout : « Étudier les textes » et « Résoudre des études de cas »
  - 2 h au plus par semaine pour chaque participant, classes virtuelles comprises (R5)
  - tout tient entre ces deux dates : 5 semaines ouvertes (R11)
16 h de travail à distance demandent 8 semaines à 2 h par semaine ; entre le lun. 30 nov. et le ven. 15 janv., il y a \
5 semaines ouvertes.
Chacun de ces changements a été essayé et donne un calendrier :
  1. finir le lundi 1er février 2027 au lieu du vendredi 15 janvier 2027, 17 jours plus tard
     le calendrier va alors du lundi 30 novembre 2026 au lundi 1er février 2027
  2. 3 h 15 par semaine au lieu de 2 h pendant 5 semaines (celles des lun. 30 nov., lun. 7 déc., lun. 14 déc., \
lun. 4 janv. et lun. 11 janv.) : une dérogation, signalée partout comme telle, dont le motif est à écrire
     le calendrier va alors du lundi 30 novembre 2026 au vendredi 15 janvier 2027
  3. commencer le jeudi 12 novembre 2026 au lieu du lundi 30 novembre 2026, 18 jours plus tôt
     le calendrier va alors du jeudi 12 novembre 2026 au vendredi 15 janvier 2027
Pour en utiliser un : la même commande avec --apply et son numéro.
"""


def _plain(text):
    return text.replace("\u00a0", " ").replace("\u202f", " ")


def test_the_example_without_a_plan(capsys, tmp_path):
    answer = run(capsys, "plan", EXAMPLE, "--out", tmp_path / "out")
    assert (answer.code, answer.err) == (3, "")
    assert _plain(answer.out) == EXPECTED
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("number", [1, 2, 3])
def test_each_change_of_the_example_can_be_used(capsys, tmp_path, number):
    answer = run(capsys, "plan", EXAMPLE, "--out", tmp_path / "out", "--apply", number)
    assert answer.code == 0
    assert f"\nChangement écrit dans session.yaml : {_change(number)}.\n" in _plain(answer.out)
    names = {path.name for path in (tmp_path / "out").rglob("*.*")}
    assert names == {"LAICITE-33-2026.ics", "bordeaux.ics", "faure.ics", "plan.json", "session.yaml"}
    repaired = tmp_path / "out" / "session.yaml"
    assert run(capsys, "check", repaired, tmp_path / "out" / "plan.json").code == 0
    before, after = (path.read_text(encoding="utf-8").splitlines() for path in (EXAMPLE, repaired))
    assert [line for line in before if line.startswith("#")] == [line for line in after if line.startswith("#")]
    assert len(set(before) - set(after)) <= 1 and len(set(after) - set(before)) == 1


def _change(number):
    return next(line for line in EXPECTED.splitlines() if line.startswith(f"  {number}. ")).removeprefix(
        f"  {number}. "
    )


@pytest.mark.parametrize(("lang", "reason"), [("fr", "motif à indiquer"), ("en", "reason to be given")])
def test_a_derogation_waits_for_its_reason_in_the_person_s_language(capsys, tmp_path, lang, reason):
    answer = run(capsys, "plan", EXAMPLE, "--out", tmp_path / "out", "--apply", 2, "--lang", lang)
    assert reason in answer.out
    text = (tmp_path / "out" / "session.yaml").read_text(encoding="utf-8")
    assert text.count(reason) == 5


def test_a_change_that_was_not_offered(capsys, tmp_path):
    answer = run(capsys, "plan", EXAMPLE, "--out", tmp_path / "out", "--apply", 7, "--lang", "en")
    assert answer.code == 2
    assert answer.err == "There is no repair 7: 3 were found. Nothing was written.\n"
    assert not (tmp_path / "out").exists()


def test_the_document_holds_parts_figures_and_numbered_changes(capsys):
    answer = run(capsys, "plan", EXAMPLE, "--json")
    found = json.loads(answer.out)
    assert (answer.code, found["status"], found["conflict"]["minimal"]) == (3, "no-plan", True)
    assert [part["rule"] for part in found["conflict"]["parts"]] == ["work", "weekly_cap", "window", "window"]
    assert found["conflict"]["facts"] == {
        "remote_min": 960, "classes_min": 0, "cap_min": 120, "weeks_needed": 8, "weeks_open": 5,
    }  # fmt: skip
    assert [(repair["number"], repair["kind"]) for repair in found["repairs"]] == [
        (1, "end_later"),
        (2, "derogation"),
        (3, "begin_earlier"),
    ]
    assert found["repairs"][0]["changes"] == [{"path": ["window", "last"], "value": "2027-02-01"}]


# --- sessions as trainers would describe them -------------------------------------------------------------------------

SESSION = """\
id: essai
title: Essai
department: "{department}"
window: {{first: {first}, last: {last}}}
trainers:
{trainers}
groups:
{groups}
activities:
{activities}
rules: {rules}
"""
LYON = "  - {id: lyon, name: Lyon, size: 20}\n"
DURAND = "  - {id: durand, name: Alice Durand}\n"
THREE = "".join(f"  - {{id: {id}, name: {id.title()}, size: 20}}\n" for id in ("bron", "lyon", "oullins"))


def _live(id, duration="1h", more=""):
    return f'  - {{id: {id}, kind: virtual_class, title: "Classe {id}", duration: {duration}{more}}}\n'


SESSIONS = {
    "inside the holidays": (
        {"first": "2026-12-21", "last": "2026-12-31", "activities": _live("a")},
        ["“Classe a”", "no day between them is open", "end on Monday 4 January 2027"],
    ),
    "five classes in three weeks": (
        {"first": "2026-11-30", "last": "2026-12-18", "activities": "".join(_live(id, "1h30") for id in "abcde")},
        ["4 of the 5 virtual classes, 1 h 30 each", "(R5)", "3 open weeks", "end on Monday 11 January 2027"],
    ),
    "the trainer is away": (
        {"trainers": "  - {id: durand, name: Alice Durand, absent: 2027-01-01/2027-02-28}\n", "activities": _live("a")},
        ["Alice Durand is absent: from Friday 1 January 2027", "(R7)", "Alice Durand is there after all"],
    ),
    "wednesdays for three groups": (
        {
            "first": "2027-01-11", "last": "2027-01-20", "groups": THREE, "activities": _live("a", "2h"),
            "rules": "{working_hours: {wed: 13:30-17:30}}",
        },
        ["once for each of the 3 groups", "Wednesday 13:30-17:30 (R1)", "Alice Durand leads one thing at a time"],
    ),
    "the evaluation has no week": (
        {
            "last": "2027-01-11",
            "activities": _live("a", "2h") + '  - {id: q, kind: evaluation, title: "Bilan", duration: 30 min}\n',
        },
        ["“Bilan”", "(R14)", "end on Tuesday 12 January 2027"],
    ),
    "gaps that do not fit": (
        {"activities": "".join(_live(id) for id in "abcd"), "rules": "{class_gap: {min: 3w}}"},
        ["3 of the 4 virtual classes", "at least 21 days (R9)", "at least 11 days between two virtual classes"],
    ),
    "a gap too short for Christmas": (
        {
            "first": "2026-12-14", "last": "2027-01-22", "rules": "{class_gap: {max: 14d}}",
            "activities": _live("a", "2h", ", fixed: 2026-12-15T10:00") + _live("b", "2h"),
        },
        ["“Classe a” is fixed on Tuesday 15 December", "Vacances de Noël", "at most 14 days (R9)", "at most 20 days"],
    ),
    "hours that never meet": (
        {
            "department": "974", "first": "2027-02-01",
            "trainers": '  - {id: m, name: Paul Martin, department: "75", working_hours: {mon-fri: 17:00-19:00}}\n',
            "activities": _live("a"),
        },
        ["hours of Paul Martin, in local time (Paris)", "12:00 in the time of La Réunion is 09:00 in that of Paris"],
    ),
    "a group that teaches all day": (
        {
            "groups": "  - {id: lyon, name: Lyon, size: 20, teaching: {mon-fri: 08:00-18:00}}\n",
            "activities": _live("a"),
        },
        ["no class while the group itself teaches: Lyon (Monday to Friday 08:00-18:00) (R8)"],
    ),
    "too much for one trainer": (
        {
            "first": "2027-01-11", "last": "2027-01-15", "groups": THREE, "activities": _live("a", "1h30"),
            "trainers": "  - {id: durand, name: Alice Durand, max_delivery_week: 3h}\n",
        },
        ["Alice Durand leads at most 3 h a week (R7)", "one more trainer: a team of 2"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", SESSIONS)
def test_a_trainer_reads_what_is_to_blame(capsys, tmp_path, name):
    described, said = SESSIONS[name]
    defaults = {
        "department": "69", "first": "2027-01-04", "last": "2027-02-12",
        "trainers": DURAND, "groups": LYON, "rules": "{}",
    }  # fmt: skip
    file = tmp_path / "session.yaml"
    file.write_text(SESSION.format(**defaults | described), encoding="utf-8")
    answer = run(capsys, "plan", file, "--out", tmp_path / "out", "--lang", "en")
    assert answer.code == 3
    assert [sentence for sentence in said if sentence not in _plain(answer.out)] == []
    assert json.loads(run(capsys, "plan", file, "--json").out)["conflict"]["minimal"]


@pytest.mark.parametrize(
    ("trainers", "rules", "change", "line"),
    [
        pytest.param(
            "  - {id: durand, name: Alice Durand, max_delivery_week: 2h}  # at most\n",
            "{}",
            "live delivery of 3 h a week instead of 2 h for Alice Durand",
            "  - {id: durand, name: Alice Durand, max_delivery_week: 3h}  # at most",
            id="one trainer's own",
        ),
        pytest.param(
            DURAND,
            "{max_delivery_week: 2h}",
            "live delivery of 3 h a week instead of 2 h for every trainer",
            "rules: {max_delivery_week: 3h}",
            id="of the rules",
        ),
    ],
)
def test_a_higher_limit_is_written_where_it_stands(capsys, tmp_path, trainers, rules, change, line):
    """Three groups, an hour each, in one week: 3 h."""
    described = SESSION.format(
        department="69", first="2027-01-11", last="2027-01-15", trainers=trainers, groups=THREE, rules=rules,
        activities=_live("a"),
    )  # fmt: skip
    file = tmp_path / "session.yaml"
    file.write_text(described, encoding="utf-8")
    answer = run(capsys, "plan", file, "--lang", "en")
    (offered,) = [text for text in _plain(answer.out).splitlines() if text.endswith(change)]
    number = offered.strip().partition(".")[0]
    assert run(capsys, "plan", file, "--out", tmp_path / "out", "--apply", number).code == 0
    repaired = tmp_path / "out" / "session.yaml"
    assert run(capsys, "check", repaired, tmp_path / "out" / "plan.json").code == 0
    before, after = described.splitlines(), repaired.read_text(encoding="utf-8").splitlines()
    assert [new for old, new in zip(before, after, strict=True) if old != new] == [line]


AWAY = "BEGIN:VEVENT\r\nUID:1\r\nDTSTART;VALUE=DATE:20261201\r\nDTEND;VALUE=DATE:20271201\r\nEND:VEVENT\r\n"


def test_a_later_or_earlier_window_keeps_to_the_calendar_of_the_trainer(capsys, tmp_path):
    """Away from December on: only in November, before the window, is there a day."""
    (tmp_path / "busy.ics").write_text(f"BEGIN:VCALENDAR\r\n{AWAY}END:VCALENDAR\r\n", encoding="utf-8")
    file, out = tmp_path / "session.yaml", tmp_path / "out"
    trainers = "  - {id: durand, name: Alice Durand, busy: busy.ics}\n"
    text = SESSION.format(
        department="69", first="2027-01-04", last="2027-02-12", trainers=trainers, groups=LYON, activities=_live("a"),
        rules="{}",
    )  # fmt: skip
    file.write_text(text, encoding="utf-8")
    repairs = json.loads(run(capsys, "plan", file, "--json").out)["repairs"]
    assert [repair["kind"] for repair in repairs] == ["one_more_trainer", "begin_earlier"]
    assert repairs[1]["changes"] == [{"path": ["window", "first"], "value": "2026-11-30"}]
    assert run(capsys, "plan", file, "--out", out, "--apply", 2).code == 0
    assert run(capsys, "check", out / "session.yaml", out / "plan.json").code == 0


# --- what the solver proposes is not believed ------------------------------------------------------------------------


@pytest.fixture
def proposed(monkeypatch, tmp_path):
    """Makes the solver propose these repairs for a session file, which is returned."""

    def propose(*repairs):
        outcome = Infeasible(Conflict((ConflictPart("no_weekend"),)), repairs)
        monkeypatch.setattr("planner.solving.solve.plan_session", lambda *args, **kwargs: outcome)
        file = tmp_path / "session.yaml"
        text = SESSION.format(
            department="69", first="2027-01-04", last="2027-02-12", trainers=DURAND, groups=LYON,
            activities=_live("a"), rules="{}",
        )  # fmt: skip
        file.write_text(text, encoding="utf-8")
        return file

    return propose


LATER = {"last": date(2027, 2, 15), "days": 3, "holidays": ()}
CHANGE = FileChange(("window", "last"), "2027-02-15")


def test_a_repair_that_the_checker_refuses_is_never_shown(capsys, proposed):
    repaired = a_session(window={"first": "2027-01-04", "last": "2027-02-15"})
    plan = a_good_plan()
    late = dataclasses.replace(plan, blocks=(dataclasses.replace(plan.blocks[0], duration_min=135),))
    file = proposed(Repair("end_later", LATER, (CHANGE,), repaired, late))
    answer = run(capsys, "plan", file, "--lang", "en")
    assert (answer.code, answer.out) == (70, "")
    assert "the check that follows refuses it" in answer.err


def test_a_repair_that_the_file_cannot_take_is_left_out(capsys, proposed):
    repaired = a_session(window=DayRange(first="2027-01-04", last="2027-02-15"))
    nowhere = FileChange(("activities", 7, "duration"), "1h")
    repairs = [Repair("end_later", LATER, (change,), repaired, a_good_plan()) for change in (nowhere, CHANGE)]
    found = json.loads(run(capsys, "plan", proposed(*repairs), "--json").out)
    assert [repair["changes"][0]["path"] for repair in found["repairs"]] == [["window", "last"]]


def test_a_session_that_has_a_plan_is_not_changed(capsys, tmp_path):
    file = REPOSITORY / "examples" / "premier_degre_zone_a.yaml"
    answer = run(capsys, "plan", file, "--out", tmp_path / "out", "--apply", 1, "--lang", "en")
    assert answer.code == 0
    assert "The session has a plan as it is: nothing was changed." in answer.out
    assert not (tmp_path / "out" / "session.yaml").exists()


def test_a_derogation_is_added_to_those_that_are_there(capsys, tmp_path):
    described = SESSION.format(
        department="69", first="2027-01-04", last="2027-01-15", trainers=DURAND, groups=LYON, rules="{}",
        activities="  - {id: m, kind: remote_work, title: Lire, duration: 6h}\n",
    )  # fmt: skip
    file = tmp_path / "session.yaml"
    file.write_text(f"{described}derogations:\n  - {{week: 2027-W01, cap: 3h, reason: Reprise}}\n", encoding="utf-8")
    answer = run(capsys, "plan", file, "--json")
    (number,) = [r["number"] for r in json.loads(answer.out)["repairs"] if r["kind"] == "derogation"]
    assert run(capsys, "plan", file, "--out", tmp_path / "out", "--apply", number).code == 0
    repaired = tmp_path / "out" / "session.yaml"
    assert run(capsys, "check", repaired, tmp_path / "out" / "plan.json").code == 0
    assert [line for line in ("2027-W01", "2027-W02") if repaired.read_text(encoding="utf-8").count(line) != 1] == []
