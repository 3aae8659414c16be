"""The calendars of hand-written plans, byte for byte. To rewrite the files: PLANNER_REWRITE=1 pytest <this file>."""

import os
import re
import time
from datetime import timedelta
from pathlib import Path

import icalendar
import pytest
import vobject

from planner.files.plan_ics import plan_from_ics
from planner.files.plan_json import plan_from_json
from planner.files.session_file import read_session
from planner.messages.texts import Texts
from planner.plan import Plan
from planner.reports.calendar_files import calendar_files
from planner.session import Session
from tests.support.sessions import a_good_plan, a_plan, a_session, block, place, the_school

CASES = Path(__file__).parents[2] / "cases"
NOVEMBER, TWO_CLOCKS = "calendars_over_11_november", "calendars_of_two_clocks"
ENGLISH = Texts("en")


def case(name: str) -> tuple[Session, Plan]:
    read = read_session(CASES / name / "session.yaml", the_school())
    plan = plan_from_json((CASES / name / "plan.json").read_text(encoding="utf-8"), "plan.json")
    assert read.session is not None, read.findings
    assert isinstance(plan, Plan), plan
    return read.session, plan


def files(session: Session, plan: Plan) -> dict[str, bytes]:
    return calendar_files(session, plan, the_school(), ENGLISH)


def events(ics: bytes) -> list[dict[str, str]]:
    parts = icalendar.Calendar.from_ical(ics).walk("VEVENT")
    return [{name: str(part[name]) for name in part if name not in ("DTSTART", "DTEND", "DTSTAMP")} for part in parts]


@pytest.mark.parametrize(("name", "lang"), [(NOVEMBER, "fr"), (TWO_CLOCKS, "en")])
def test_calendars_byte_for_byte(name: str, lang: str) -> None:
    folder = CASES / name / "expected"
    session, plan = case(name)
    written = calendar_files(session, plan, the_school(), Texts(lang))
    if os.environ.get("PLANNER_REWRITE"):
        for path, data in written.items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_bytes(data)
    assert {str(path.relative_to(folder)) for path in folder.rglob("*.ics")} == set(written)
    for path, data in written.items():
        assert data.decode() == (folder / path).read_bytes().decode(), path


@pytest.mark.parametrize("lang", ["fr", "en"])
@pytest.mark.parametrize("name", [NOVEMBER, TWO_CLOCKS])
@pytest.mark.parametrize("dropped", ["X-WR-CALNAME", "X-SESSION-PLANNER", "UID"])
def test_what_is_written_is_read_back(name: str, lang: str, dropped: str) -> None:
    """Whole, or after a program dropped what it did not know or gave entries names of its own."""
    session, plan = case(name)
    text = calendar_files(session, plan, the_school(), Texts(lang))[f"{session.id}.ics"].decode().replace("\r\n ", "")
    lines = [line for line in text.split("\r\n") if not line.startswith(dropped)]
    assert plan_from_ics("\r\n".join(lines).encode(), session, "x.ics") == plan


def test_each_calendar_stands_on_the_clock_of_its_readers() -> None:
    written = files(*case(TWO_CLOCKS))
    assert b"DTSTART;TZID=Indian/Reunion:20270325T170000\r\n" in written["reunion.ics"]
    assert b"DTSTART;TZID=Indian/Reunion:20270401T170000\r\n" in written["trainers/hoarau.ics"]
    assert b"DTSTART;TZID=Europe/Paris:20270325T140000\r\n" in written["trainers/martin.ics"]
    assert b"DTSTART;TZID=Europe/Paris:20270401T150000\r\n" in written["trainers/martin.ics"], "summer time has begun"


def test_a_group_elsewhere_has_its_own_clock() -> None:
    groups = [{"id": "lyon", "size": 20}, {"id": "noumea", "size": 20, "department": "988"}]
    session = a_session(groups=groups)
    plan = a_plan(session, place(session, "accueil", "2027-01-12 08:00", groups=("noumea",)))
    assert b"DTSTART;TZID=Pacific/Noumea:20270112T180000\r\n" in files(session, plan)["groups/noumea.ics"]


def test_each_person_sees_what_concerns_them() -> None:
    written = files(*case(TWO_CLOCKS))
    titles = {path: [event["SUMMARY"][:7] for event in events(data)] for path, data in written.items()}
    assert titles["groups/est.ics"] == ["Accueil", "30\xa0min ", "Bilan ·"]
    assert titles["trainers/hoarau.ics"] == ["Bilan ·", "Bilan ·"], "remote work is not led"
    assert len(titles["reunion.ics"]) == 5


def test_a_group_reads_no_name_of_another_group() -> None:
    """P1: an entry that is one group's own names that group alone."""
    own = [event for event in events(files(*case(TWO_CLOCKS))["groups/est.ics"]) if "Accueil" not in event["SUMMARY"]]
    assert own
    assert all("ouest" not in "".join(event.values()) for event in own)


def test_nobody_is_invited_and_no_address_is_told() -> None:
    for data in files(*case(TWO_CLOCKS)).values():
        unfolded = data.replace(b"\r\n ", b"")
        assert not re.search(rb"^(ATTENDEE|ORGANIZER|METHOD)", unfolded, re.MULTILINE)
        assert b"chloe.martin" not in unfolded


def test_a_public_holiday_cuts_a_block() -> None:
    parts = vobject.readOne(files(*case(NOVEMBER))["novembre.ics"].decode()).vevent_list[2:4]
    days = [(part.dtstart.value.day, part.dtend.value.day) for part in parts]
    assert days == [(9, 11), (12, 14)], "the 11th is not covered; DTEND is excluded"
    assert [part.summary.value.replace("\xa0", " ") for part in parts] == [
        "1 h 15 in all · Observer sa classe, part 1 of 2 (for guidance)",
        "1 h 15 in all · Observer sa classe, part 2 of 2 (for guidance)",
    ]
    assert len({part.uid.value for part in parts}) == 2


def test_a_rule_switched_off_opens_the_day() -> None:
    session, plan = case(NOVEMBER)
    off = session.model_copy(update={"rules": session.rules.model_copy(update={"off": ("no_public_holidays",)})})
    assert len(events(files(off, plan)["novembre.ics"])) == len(events(files(session, plan)["novembre.ics"])) - 1


def test_remote_work_is_also_cut_by_a_day_closed_for_the_only_trainer() -> None:
    """Good Friday is a public holiday in Moselle, not in Lyon: 2027-03-26."""
    trainer = {"id": "durand", "name": "Alice Durand", "department": "57"}
    window = {"first": "2027-03-15", "last": "2027-04-02"}
    session = a_session(window=window, trainers=[trainer])
    plan = a_plan(session, block(session, "module1", "2027-03-25", "2027-03-26", 120))
    assert b"DTEND;VALUE=DATE:20270326\r\n" in files(session, plan)["neo-69.ics"]
    two = a_session(window=window, trainers=[trainer, {"id": "petit", "name": "Paul Petit"}])
    assert b"DTEND;VALUE=DATE:20270327\r\n" in files(two, plan)["neo-69.ics"]


def test_descriptions_say_what_must_be_said() -> None:
    first, _, cut, *_, last = [event["DESCRIPTION"].replace("\xa0", " ") for event in november()]
    assert first == (
        "Session: Entrer dans le métier\nActivity: Accueil et prise en main\nGroup: lyon\nTrainer: Alice Durand\n"
        "Link: https://classe.example.org/a?b=1,2;c=3\nDuration, for guidance only: 1 h\n"
        "Derogation in the week of Monday 9 November 2026: 3 h instead of 2 h. Reason: la semaine du stage\n"
        "The contents stay open after the last date, Friday 4 December 2026"
    )
    assert "The designer of the course estimated 3 h; the trainer made it 2 h" in cut
    assert "Duration, for guidance only: 1 h 15 of the 2 h of the whole activity" in cut
    assert "Place: Collège Jean-Moulin, salle 12; bât. B" in last


def test_a_derogation_is_shown_in_every_calendar_also_where_nothing_stands_in_its_week() -> None:
    """A trainer's calendar holds classes alone, and remote work is what fills the week."""
    for path, data in files(*case(NOVEMBER)).items():
        assert all("Reason: la semaine du stage" in event["DESCRIPTION"] for event in events(data)), path


def november() -> list[dict[str, str]]:
    return events(files(*case(NOVEMBER))["novembre.ics"])


def test_rules_switched_off_are_said_in_every_entry() -> None:
    session, plan = case(TWO_CLOCKS)
    for event in events(files(session, plan)["reunion.ics"]):
        assert "Rules switched off: no start on an eve (R6) and weekly cap (R5)" in event["DESCRIPTION"]
        assert "The contents close after the last date, Friday 23 April 2027" in event["DESCRIPTION"]


def test_nothing_is_said_of_the_closing_that_the_session_does_not_say() -> None:
    session = a_session()
    assert "contents" not in files(session, a_good_plan(session))["neo-69.ics"].decode()


def test_a_new_plan_moves_the_same_entries() -> None:
    session = a_session()
    moved = a_plan(
        session,
        place(session, "accueil", "2027-01-14 10:00"),
        block(session, "module1", "2027-01-25", "2027-01-29", 120),
        place(session, "retour1", "2027-02-01 16:30"),
    )
    first, second = (events(files(session, plan)["neo-69.ics"]) for plan in (a_good_plan(session), moved))
    assert [event["UID"] for event in first] == [event["UID"] for event in second]


def test_every_entry_has_a_name_of_its_own() -> None:
    for name in (NOVEMBER, TWO_CLOCKS):
        for data in files(*case(name)).values():
            uids = [event["UID"] for event in events(data)]
            assert len(set(uids)) == len(uids)
            assert all(uid.isascii() and len(uid) <= 255 for uid in uids)


def test_sixty_entries_are_written_in_a_moment() -> None:
    session = a_session(activities=[
        {"id": f"classe{n}", "kind": "virtual_class", "title": f"Classe {n}", "duration": "1h"} for n in range(60)
    ])  # fmt: skip
    first = place(session, "classe0", "2027-01-05 08:00").start
    placed = [place(session, f"classe{n}", "2027-01-05 08:00") for n in range(60)]
    plan = a_plan(session, *placed)
    assert {placement.start for placement in plan.placements} == {first}
    files(session, plan)  # imports
    begin = time.perf_counter()
    written = files(session, plan)
    spent = timedelta(seconds=time.perf_counter() - begin)
    assert len(events(written["neo-69.ics"])) == 60
    assert spent < timedelta(seconds=1), f"three calendars of 60 entries took {spent}; 0.1 s is usual"
