"""Participants are fed in wherever a person could write one: no report and no output knows them but the attestations.

P1, P2, P3 and P4 of RULES.md. Where names can come from: remarks in the session's file, the calendars it imports, the
list of those present, the log of hours.
"""

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from planner.academy import Academy, AcademyPlan, Enrolment, LeftOut
from planner.check.together import check_together
from planner.files.plan_json import plan_from_json
from planner.files.session_file import read_session
from planner.messages.texts import LANGUAGES, Texts
from planner.messages.together import TogetherTexts
from planner.plan import Plan
from planner.reports.academy_write import write_academy
from planner.reports.page import workload_page
from planner.reports.workbook import workload_workbook
from planner.workload.estimate import estimate
from planner.workload.factors import Factors
from tests.support.command import run
from tests.support.sessions import a_good_plan, the_school

NAMES = ("Zébulon", "Quetzalcoatl", "ZQ-PARTICIPANT", "zq.participant@example.org")
SCORE, SPENT = "17/20-ZQ", "3h42-ZQ"

SESSION = """\
# inscrits : Zébulon Quetzalcoatl, ZQ-PARTICIPANT zq.participant@example.org
id: CONF-69
title: Entrer dans le métier   # pour Zébulon
department: "69"
window: {first: 2027-01-04, last: 2027-02-12}
announced_duration: 4h30
trainers:
  - {id: durand, name: Alice Durand, busy: durand.ics}
  - {id: petit, name: Paul Petit, expertise: novice}   # forme Quetzalcoatl
groups:
  - {id: lyon, name: Lyon Vaise, size: 20, busy: [lyon.ics]}
activities:
  - {id: accueil, kind: virtual_class, title: Accueil, duration: 1h}
  - {id: module1, kind: remote_work, title: Observer sa classe, duration: 2h, work: forum}
  - {id: retour1, kind: virtual_class, title: Retour d'expérience, duration: 1h30}
"""

BUSY = """\
BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//ZQ-PARTICIPANT//FR
X-WR-CALNAME:Agenda de Zébulon Quetzalcoatl
BEGIN:VEVENT
UID:zq.participant@example.org
DTSTAMP:20261123T080000Z
DTSTART:20270112T160000Z
DTEND:20270112T170000Z
SUMMARY:Conseil avec Zébulon Quetzalcoatl
DESCRIPTION:ZQ-PARTICIPANT 17/20-ZQ 3h42-ZQ
LOCATION:chez ZQ-PARTICIPANT
ATTENDEE;CN=Zébulon Quetzalcoatl:mailto:zq.participant@example.org
END:VEVENT
END:VCALENDAR
"""

PRESENT = """\
Nom;Prénom;Établissement;Courriel;Note;Temps passé;Présence
Quetzalcoatl;Zébulon;Collège ZQ-PARTICIPANT;zq.participant@example.org;17/20-ZQ;3h42-ZQ;oui
"""

LOG = """\
session;phase;heures;formateur;participant;note;connexion
CONF-69;préparation;12;durand;Zébulon Quetzalcoatl;17/20-ZQ;3h42-ZQ
CONF-69;mise en œuvre;15;durand;ZQ-PARTICIPANT zq.participant@example.org;17/20-ZQ;3h42-ZQ
"""


VOTES = """\
Nom;Courriel;{slots}
Zébulon Quetzalcoatl;zq.participant@example.org;{yes}
ZQ-PARTICIPANT;zq.participant@example.org;{no}
ZQ-PARTICIPANT;zq.participant@example.org;{yes}
"""
WRONG_VOTES = "Nom;{slots}\nZébulon Quetzalcoatl;{odd}\nZQ-PARTICIPANT;{odd}\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("PLANNER_DATA", str(tmp_path / "data"))
    monkeypatch.chdir(tmp_path)
    files = {"session.yaml": SESSION, "other.yaml": SESSION.replace("CONF-69", "CONF-70")}
    files |= {"durand.ics": BUSY, "lyon.ics": BUSY, "present.csv": PRESENT, "log.csv": LOG}
    for name, text in files.items():
        (tmp_path / name).write_text(text, encoding="utf-8", newline="\r\n" if name.endswith("ics") else "\n")
    return tmp_path


def texts_of(data: bytes) -> Iterator[str]:
    """A file's text; of a spreadsheet or another archive, that of each file in it."""
    if data.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for name in archive.namelist():
                yield name
                yield from texts_of(archive.read(name))
    else:
        yield data.decode().replace("\r\n ", "")  # .ics lines are folded


def found_in(*texts: str) -> set[str]:
    return {name for name in (*NAMES, SCORE, SPENT) for text in texts if name.casefold() in text.casefold()}


COMMANDS = {
    "plan": ("plan", "session.yaml", "--out", "out"),
    "check": ("check", "session.yaml", "out/plan.json"),
    "logbook": ("logbook", "session.yaml", "out/plan.json", "--out", "out"),
    "workload": ("workload", "session.yaml", "out/plan.json", "--explain", "--out", "out"),
    "year": ("workload", "session.yaml", "other.yaml", "--plan", "out", "--explain", "--out", "out/year"),
    "calibrate": ("workload", "calibrate", "log.csv", "--sessions", "session.yaml", "--out", "out/calibration.yaml"),
}


@pytest.mark.parametrize("json", [False, True], ids=["said", "json"])
@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_participant_in_any_output(folder: Path, capsys: pytest.CaptureFixture[str], lang: str, json: bool) -> None:
    for name, command in COMMANDS.items():
        answer = run(capsys, *command, "--lang", lang, *(["--json"] if json else []))
        assert answer.code == 0, (name, answer.err)
        assert found_in(answer.out, answer.err) == set(), name
    written = [path for path in (folder / "out").rglob("*") if path.is_file()]
    kinds = {path.suffix for path in written}
    assert kinds >= {".ics", ".json", ".html", ".xlsx", ".yaml"}
    for path in written:
        assert found_in(str(path.relative_to(folder)), *texts_of(path.read_bytes())) == set(), path


@pytest.mark.parametrize("json", [False, True], ids=["said", "json"])
@pytest.mark.parametrize("lang", LANGUAGES)
def test_ballots_are_counted_and_name_nobody(
    folder: Path, capsys: pytest.CaptureFixture[str], lang: str, json: bool
) -> None:
    """Ballots that count, ballots of one name twice, and answers that are none: names and addresses appear nowhere."""
    more = ["--lang", lang, "--today", "2026-11-25", *(["--json"] if json else [])]
    assert run(capsys, *COMMANDS["plan"]).code == 0
    asked = ("poll", "open", "session.yaml", "out/plan.json", "--class", "retour1", "--out", "out/polls", *more)
    assert run(capsys, *asked).code == 0
    slots = (folder / "out/polls/retour1-moodle.txt").read_text(encoding="utf-8").splitlines()[2:]
    filled = {"slots": ";".join(slots), "yes": ";".join(["oui"] * len(slots)), "no": ";".join(["non"] * len(slots))}
    odd = {"slots": filled["slots"], "odd": ";".join(["17/20-ZQ"] * len(slots))}
    (folder / "wrong.csv").write_text(WRONG_VOTES.format(**odd), encoding="utf-8")
    (folder / "other.csv").write_text(
        WRONG_VOTES.format(slots="01/03 9h;ZQ-PARTICIPANT", odd="oui;non"), encoding="utf-8"
    )
    (folder / "votes.csv").write_text(VOTES.format(**filled), encoding="utf-8")
    for votes, code in (("wrong.csv", 2), ("other.csv", 2), ("session.yaml", 2), ("votes.csv", 0)):
        answer = run(capsys, "poll", "close", "out/polls/poll.json", votes, *more)
        assert answer.code == code, answer.err
        assert found_in(answer.out, answer.err) == set(), votes
    for path in (path for path in (folder / "out").rglob("*") if path.is_file() and path.name != "session.yaml"):
        assert found_in(str(path.relative_to(folder)), *texts_of(path.read_bytes())) == set(), path
    own = (folder / "session.yaml").read_text(encoding="utf-8")
    written = (folder / "out" / "session.yaml").read_text(encoding="utf-8")
    assert all(written.count(name) == own.count(name) for name in NAMES), "what the session's own remarks say, no more"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_an_attestation_names_the_person_and_nothing_of_what_they_did(
    folder: Path, capsys: pytest.CaptureFixture[str], lang: str
) -> None:
    """P4, P2: the list of those present also holds a score, a time spent and an address."""
    answer = run(capsys, "attestation", "session.yaml", "--present", "present.csv", "--out", "out", "--lang", lang)
    assert answer.code == 0, answer.err
    assert found_in(answer.out, answer.err) == set(), "the screen says how many, not who"
    (page,) = (folder / "out").iterdir()
    assert found_in(page.name, *texts_of(page.read_bytes())) == {"Zébulon", "Quetzalcoatl", "ZQ-PARTICIPANT"}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_an_inspector_gets_names_trainers_alone(
    folder: Path, capsys: pytest.CaptureFixture[str], lang: str
) -> None:
    """P3: the page and the spreadsheet of the workload."""
    assert run(capsys, *COMMANDS["plan"]).code == 0
    session = read_session(folder / "session.yaml", the_school()).session
    plan = plan_from_json((folder / "out" / "plan.json").read_text(encoding="utf-8"), "plan.json")
    assert session is not None and isinstance(plan, Plan)
    found = estimate(session, Factors.load(), plan, the_school())
    page = workload_page(session, plan, found, the_school(), Texts(lang))
    for data in (page, workload_workbook([(session, found)], Texts(lang))):
        assert found_in(*texts_of(data)) == set()
        assert "Alice Durand" in "".join(texts_of(data))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_a_batch_writes_names_nobody_who_is_enrolled(folder: Path, lang: str) -> None:
    """P3: people are known by ids; those in several sessions are counted."""
    read = [read_session(folder / name, the_school()).session for name in ("session.yaml", "session.yaml")]
    sessions = [
        session.model_copy(update={"id": id}) for session, id in zip(read, ("CONF-1", "CONF-2"), strict=True) if session
    ]
    people = [*NAMES, SCORE, SPENT]
    enrolments = tuple(Enrolment(person, session.id, "lyon") for session in sessions for person in people)
    plans = {session.id: a_good_plan(session) for session in sessions}
    academy = Academy(tuple(sessions), {}, enrolments, virtual_rooms=1)
    left_out = (LeftOut("CONF-2", "together", others=("CONF-1",)),)
    found = check_together(academy, plans, the_school())
    assert {each.rule for each in found} == {"weekly_cap", "trainer", "participant", "capacity"}
    words = TogetherTexts(academy, Texts(lang))
    assert found_in(repr(found), *(words.text(each) for each in found)) == set()
    write_academy(folder / "out", academy, AcademyPlan(plans), the_school(), Texts(lang))
    write_academy(
        folder / "out2", academy, AcademyPlan({"CONF-1": plans["CONF-1"]}, left_out), the_school(), Texts(lang)
    )
    written = [path for out in ("out", "out2") for path in (folder / out).rglob("*") if path.is_file()]
    assert {path.suffix for path in written} == {".ics", ".json", ".html", ".xlsx"}
    for path in written:
        assert found_in(str(path.relative_to(folder)), *texts_of(path.read_bytes())) == set(), path


def test_these_names_would_be_found(folder: Path) -> None:
    for name in ("session.yaml", "durand.ics", "present.csv", "log.csv"):
        assert found_in(*texts_of((folder / name).read_bytes()))
