"""What a poll is held with, byte for byte where others read it, and the calendar read by another library."""

from datetime import date, timedelta

import icalendar
import pytest

from calendars.places import place as place_of
from planner.messages.polls import PollTexts
from planner.messages.texts import Texts
from planner.plan import Offer
from planner.reports.poll_files import poll_files, slot_uid, slots_calendar
from tests.support.sessions import a_session, place

OPENED = date(2026, 11, 25)


def offer(session, *local, groups=None):
    made = [place(session, "retour1", each, groups=groups) for each in local]
    return Offer("retour1", made[0].groups, tuple(each.start for each in made))


SESSION = a_session()
RETOUR = offer(SESSION, "2027-01-26 16:30", "2027-01-27 09:00")
FILES = poll_files(SESSION, {"retour1": RETOUR}, OPENED, Texts("fr"))


def test_framadate():
    assert FILES["retour1-framadate.csv"].decode() == (
        ',"26/01/2027","27/01/2027",\r\n,"16h30-18h00","09h00-10h30",\r\n'
    )
    english = poll_files(SESSION, {"retour1": RETOUR}, OPENED, Texts("en"))
    assert english["retour1-framadate.csv"].decode() == (
        ',"2027-01-26","2027-01-27",\r\n,"16:30-18:00","09:00-10:30",\r\n'
    )


def test_moodle():
    question, blank, *options = FILES["retour1-moodle.txt"].decode().splitlines()
    assert question.startswith("Retour d'expérience (1\u00a0h\u00a030)") and "Rhône" in question and not blank
    assert options == ["mardi 26 janvier 2027 de 16:30 à 18:00", "mercredi 27 janvier 2027 de 09:00 à 10:30"]


def test_message():
    lines = FILES["retour1-message.txt"].decode().splitlines()
    assert lines[3].split("|")[1:4] == [" oui ", " si besoin ", " non "]
    assert [line[:4] for line in lines[5:]] == [" 1. ", " 2. "]
    assert len({len(line) for line in lines[3:]}) == 1, "columns stand below one another"


def test_the_calendar_of_slots_is_tentative_and_leaves_the_time_free():
    events = icalendar.Calendar.from_ical(FILES["slots.ics"]).walk("VEVENT")
    assert [(str(e["STATUS"]), str(e["TRANSP"]), int(e["SEQUENCE"])) for e in events] == [
        ("TENTATIVE", "TRANSPARENT", 0)
    ] * 2
    assert tuple(event["DTSTART"].dt for event in events) == RETOUR.starts
    assert [str(event["UID"]) for event in events] == [slot_uid(SESSION.id, RETOUR, start) for start in RETOUR.starts]


def test_once_closed_the_same_entries_are_withdrawn():
    closed = slots_calendar(SESSION, [], OPENED, Texts("fr"), closed=[RETOUR])
    events = icalendar.Calendar.from_ical(closed).walk("VEVENT")
    assert [(str(e["STATUS"]), int(e["SEQUENCE"])) for e in events] == [("CANCELLED", 1)] * 2
    assert [str(event["UID"]) for event in events] == [slot_uid(SESSION.id, RETOUR, start) for start in RETOUR.starts]


@pytest.mark.parametrize("days", [0, 7], ids=["on the same day", "a week later"])
def test_what_is_withdrawn_changed_later_than_it_was_offered(days):
    closed_on = OPENED + timedelta(days=days)
    closed = slots_calendar(SESSION, [], OPENED, Texts("fr"), closed=[RETOUR], closed_on=closed_on)
    offered, withdrawn = (icalendar.Calendar.from_ical(each).walk("VEVENT") for each in (FILES["slots.ics"], closed))
    for before, after in zip(offered, withdrawn, strict=True):
        assert before["DTSTAMP"].dt == before["LAST-MODIFIED"].dt < after["DTSTAMP"].dt == after["LAST-MODIFIED"].dt
        assert after["DTSTAMP"].dt.date() == closed_on


def test_uids_tell_groups_and_moments_apart():
    other = Offer("retour1", ("paris",), RETOUR.starts)
    uids = {slot_uid(SESSION.id, each, start) for each in (RETOUR, other) for start in RETOUR.starts}
    assert len(uids) == 4 and all(uid.isascii() and len(uid) < 64 for uid in uids)


def test_a_group_elsewhere_is_asked_on_its_own_clock():
    groups = [{"id": "lyon", "size": 9}, {"id": "reunion", "size": 9, "department": "974"}]
    session = a_session(groups=groups)
    there = offer(session, "2027-01-26 09:00", groups=("reunion",))
    words = PollTexts(session, Texts("fr"))
    assert words.slot(there, words.local(there)[0]) == "mardi 26 janvier 2027 de 12:00 à 13:30"
    assert "La Réunion" in words.question(there) and words.place(there) == place_of("974")


def test_texts_of_a_session_are_shown_not_obeyed():
    activities = [{"id": "retour1", "kind": "virtual_class", "title": "=1+1 <b>\u202egras", "duration": "1h30"}]
    session = a_session(title="=cmd <script>\u202e", activities=activities)
    made = poll_files(session, {"retour1": offer(session, "2027-01-26 16:30")}, OPENED, Texts("fr"))
    assert all("\u202e" not in data.decode() for data in made.values())
    assert not made["retour1-framadate.csv"].decode().count("=")
