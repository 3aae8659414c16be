"""A plan is read back from its calendar, whatever program rewrote it and whatever a person moved in it."""

import re
from collections.abc import Callable

import icalendar
import pytest
import vobject
from ical.calendar_stream import IcsCalendarStream

from planner.files.plan_ics import plan_from_ics
from planner.files.uids import entry_uid, part_uid
from planner.messages.findings import finding_text
from planner.messages.texts import Texts
from planner.outcome import Finding
from planner.plan import Plan
from planner.reports.calendar_files import calendar_files
from planner.session import Session
from tests.support.sessions import a_plan, a_session, block, place, the_school

SESSION = a_session(trainers=[{"id": "durand", "name": "Alice Durand"}, {"id": "petit", "name": "Paul Petit"}])
PLAN = a_plan(
    SESSION,
    place(SESSION, "accueil", "2027-01-12 17:00", trainers=("petit",)),
    block(SESSION, "module1", "2027-01-18", "2027-01-22", 120),
    place(SESSION, "retour1", "2027-01-26 16:30", trainers=("durand",)),
)
WINDOWS_ZONE = "Romance Standard Time"


def written(session: Session = SESSION, plan: Plan = PLAN) -> str:
    return calendar_files(session, plan, the_school(), Texts("en"))[f"{session.id}.ics"].decode()


ICS = written()


def read(text: str, session: Session = SESSION) -> Plan:
    plan = plan_from_ics(text.encode(), session, "plan.ics")
    assert isinstance(plan, Plan), plan
    return plan


def findings(text: str, session: Session = SESSION) -> list[Finding]:
    found = plan_from_ics(text.encode(), session, "plan.ics")
    assert not isinstance(found, Plan)
    for lang in ("fr", "en"):
        for finding in found:
            assert "{" not in finding_text(finding, Texts(lang))
    return list(found)


def unfolded(text: str) -> str:
    return text.replace("\r\n ", "")


def without(pattern: str) -> str:
    """The calendar without the lines of a name, as a program that knows better writes it."""
    return re.sub(rf"(?m)^(?:{pattern})[:;].*\r\n", "", unfolded(ICS))


def moved(plan: Plan, activity: str, local: str, **changes: object) -> Plan:
    """The plan with one class at another time."""
    others = [placement for placement in plan.placements if placement.activity != activity]
    [one] = [placement for placement in plan.placements if placement.activity == activity]
    other = place(SESSION, activity, local, trainers=one.trainers, **changes)  # type: ignore[arg-type]
    return a_plan(SESSION, *others, other, *plan.blocks)


def test_what_was_written_is_read_back() -> None:
    assert read(ICS) == PLAN


def by_icalendar(text: str) -> str:
    return icalendar.Calendar.from_ical(text).to_ical().decode()


def by_vobject(text: str) -> str:
    return str(vobject.readOne(text).serialize())


def by_ical(text: str) -> str:
    return IcsCalendarStream.calendar_to_ics(IcsCalendarStream.calendar_from_ics(text))


@pytest.mark.parametrize("program", [by_icalendar, by_vobject, by_ical])
def test_after_another_program_rewrote_it(program: Callable[[str], str]) -> None:
    assert read(program(ICS)) == PLAN


@pytest.mark.parametrize(
    ("old", "new"),
    [
        pytest.param("DTSTART;TZID=Europe/Paris:20270112T170000", "DTSTART:20270112T160000Z", id="UTC"),
        pytest.param("DTSTART;TZID=Europe/Paris:20270112T170000", "DTSTART:20270112T170000", id="floating"),
        pytest.param(
            "DTSTART;TZID=Europe/Paris:20270112T170000", "DTSTART;TZID=Asia/Tokyo:20270113T010000", id="another zone"
        ),
        pytest.param(
            "DTSTART;TZID=Europe/Paris:20270112T170000", f"DTSTART;TZID={WINDOWS_ZONE}:20270112T170000", id="Windows"
        ),
        pytest.param("DTEND;TZID=Europe/Paris:20270112T180000", "DURATION:PT1H", id="a duration instead of an end"),
        pytest.param("DTEND;TZID=Europe/Paris:20270112T180000\r\n", "", id="no end"),
        pytest.param("\r\n", "\n", id="LF"),
        pytest.param("\r\n", "\r", id="lone CR"),
        pytest.param("VALUE=DATE:20270118", "VALUE=DATE-TIME:20270117T230000Z", id="a day as local midnight in UTC"),
        pytest.param("DTEND;VALUE=DATE:20270123", "DTEND:20270123T000000", id="the end of a day as floating midnight"),
        pytest.param("DTSTART;VALUE=DATE:20270118", "DTSTART:20270118T000000Z", id="a day as midnight UTC"),
        pytest.param("DTEND;VALUE=DATE:20270123", "DTEND:20270122T180000", id="the last day until the evening"),
        pytest.param("SUMMARY:Accueil", "SUMMARY:Tout autre chose", id="another title"),
        pytest.param("PRODID", "X-WR-CALDESC:x\r\nPRODID", id="other properties"),
    ],
)
def test_the_same_times_written_otherwise(old: str, new: str) -> None:
    assert old in ICS
    assert read(ICS.replace(old, new)) == PLAN


def test_a_moved_class() -> None:
    text = ICS.replace("20270112T170000", "20270114T093000").replace("20270112T180000", "20270114T103000")
    assert read(text) == moved(PLAN, "accueil", "2027-01-14 09:30")


def test_a_longer_class() -> None:
    text = ICS.replace("20270112T180000", "20270112T191500")
    assert read(text) == moved(PLAN, "accueil", "2027-01-12 17:00", duration_min=135)


def test_a_moved_block() -> None:
    text = ICS.replace("DATE:20270118", "DATE:20270125").replace("DATE:20270123", "DATE:20270128")
    assert read(text).blocks == (block(SESSION, "module1", "2027-01-25", "2027-01-27", 120),)


@pytest.mark.parametrize(
    "title",
    [
        "1 h 30 · Observer", "1h30 Observer", "90 min · Observer", "1\xa0h\xa030\xa0· Observer", "Observer (1 h 30)",
        "OBSERVER - 1h30", "Observer : 1 heure 30", "Observer, 90 minutes", "Observer (1,5 h)",
    ],
)  # fmt: skip
def test_other_minutes_in_the_title(title: str) -> None:
    """A person changes what a person sees."""
    [read_block] = read(re.sub("SUMMARY:2\xa0h.*", f"SUMMARY:{title}", ICS)).blocks
    assert read_block.duration_min == 90


def test_the_sequence_is_kept() -> None:
    text = ICS.replace("SEQUENCE:0", "SEQUENCE:4")
    assert {each.sequence for each in (*read(text).placements, *read(text).blocks)} == {4}


def test_a_cancelled_entry_is_absent() -> None:
    plan = read(ICS.replace("STATUS:CONFIRMED", "STATUS:CANCELLED", 1))
    assert [placement.activity for placement in plan.placements] == ["retour1"]


def test_a_deleted_entry_is_absent() -> None:
    plan = read(re.sub(r"(?s)BEGIN:VEVENT.*?END:VEVENT\r\n", "", ICS, count=1))
    assert [placement.activity for placement in plan.placements] == ["retour1"]


def test_entries_with_new_names_are_known_by_their_properties() -> None:
    text = re.sub(r"UID:[^@]*@session-planner", "UID:040000008200E00074C5B7101A82E008", unfolded(ICS))
    numbered = iter(range(9))
    text = re.sub("UID:04.*", lambda match: f"{match[0].strip()}{next(numbered)}\r", text)
    assert read(text) == PLAN


def test_entries_without_our_properties_are_known_by_their_names() -> None:
    text = without("X-SESSION-PLANNER-[A-Z]*")
    assert "X-SESSION" not in text
    assert read(text) == PLAN, "trainers from the description, minutes from the title"


def test_entries_in_another_order() -> None:
    events = re.findall(r"(?s)BEGIN:VEVENT.*?END:VEVENT\r\n", ICS)
    text = re.sub(r"(?s)BEGIN:VEVENT.*END:VEVENT\r\n", lambda _: "".join(reversed(events)), ICS)
    assert text != ICS
    assert read(text) == PLAN


def test_a_block_cut_by_a_holiday_is_one_block_again() -> None:
    window = {"first": "2026-11-03", "last": "2026-12-04"}
    session = a_session(window=window)
    plan = a_plan(session, block(session, "module1", "2026-11-09", "2026-11-13", 120))
    text = written(session, plan)
    assert text.count("BEGIN:VEVENT") == 2
    assert read(text, session) == plan
    assert read(text.replace("DATE:20261114", "DATE:20261121"), session).blocks[0].last.day == 20
    assert read(re.sub("SUMMARY:2\xa0h", "SUMMARY:3 h", text, count=1), session).blocks[0].duration_min == 180


def test_blocks_of_several_weeks_stay_apart() -> None:
    first, second = (block(SESSION, "module1", f"2027-01-{d}", f"2027-01-{d + 4}", 60) for d in (18, 25))
    text = written(plan=a_plan(SESSION, first, second))
    assert read(text).blocks == (first, second)
    assert read(re.sub(r"UID:.*", "", unfolded(text))).blocks == (first, second), "by their properties"


def test_a_class_overseas_is_read_on_its_own_clock() -> None:
    session = a_session(department="988", window={"first": "2027-03-01", "last": "2027-04-01"})
    plan = a_plan(session, place(session, "accueil", "2027-03-09 08:00"))
    text = written(session, plan)
    assert read(text, session) == plan
    assert read(text.replace(";TZID=Pacific/Noumea", ""), session) == plan, "floating: the session's clock"


UNKNOWN = "BEGIN:VEVENT\r\nUID:dentiste\r\nSUMMARY:Dentiste\r\nDTSTART:20270112T160000Z\r\nEND:VEVENT\r\n"


@pytest.mark.parametrize(
    ("text", "id", "line"),
    [
        pytest.param(
            ICS.replace("BEGIN:VEVENT", UNKNOWN + "BEGIN:VEVENT", 1), "unknown-entry", "SUMMARY:Dentiste", id="own"
        ),
        pytest.param(
            ICS.replace(";TZID=Europe/Paris:20270112T170000", ";VALUE=DATE:20270112").replace(
                ";TZID=Europe/Paris:20270112T180000", ";VALUE=DATE:20270113"
            ),
            "entry-without-hour",
            "SUMMARY:Accueil",
            id="all day",
        ),
        pytest.param(
            ICS.replace("SUMMARY:Accueil", "RRULE:FREQ=WEEKLY\r\nSUMMARY:Accueil"), "entry-repeats", "SUMMARY:Accueil",
            id="repeats",
        ),
        pytest.param(
            without("X-SESSION-PLANNER-TRAINERS|DESCRIPTION"), "entry-without-trainer", "SUMMARY:Accueil", id="trainer"
        ),
        pytest.param(
            re.sub("SUMMARY:2\xa0h · ", "SUMMARY:", without("X-SESSION-PLANNER-MINUTES|DESCRIPTION")),
            "entry-without-minutes", "SUMMARY:Observer sa classe (for guidance)", id="minutes",
        ),
        pytest.param(
            re.sub(
                r"(?s)(BEGIN:VEVENT.*?END:VEVENT\r\n)",
                lambda match: match[0] + match[0].replace("20270112", "20270113").replace(":Accueil", ":Copie"),
                ICS, count=1,
            ),
            "entry-twice", "SUMMARY:Copie", id="twice",
        ),
        pytest.param(
            ICS.replace("20270112T170000", "20270132T170000"), "broken-calendar",
            "DTSTART;TZID=Europe/Paris:20270132T170000", id="a day that does not exist",
        ),
        pytest.param(
            ICS.replace("TZID=Europe/Paris:2027", "TZID=Ici:2027"), "broken-calendar",
            "DTSTART;TZID=Ici:20270112T170000", id="a zone nobody knows",
        ),
        pytest.param("<html>", "broken-calendar", None, id="web page"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_said_with_its_line(text: str, id: str, line: str | None) -> None:
    found = findings(text)[0]
    assert (found.id, found.excerpt) == (id, line or found.excerpt)
    if line:
        assert found.line == 1 + text.split("\r\n").index(line)


def test_a_calendar_of_another_session_says_so() -> None:
    other = a_session(id="autre")
    found = findings(ICS, other)
    assert {finding.id for finding in found} == {"unknown-entry"}
    assert {finding.facts["other_session"] for finding in found} == {"neo-69"}


def test_an_identical_copy_is_no_second_entry() -> None:
    text = re.sub(r"(?s)(BEGIN:VEVENT.*END:VEVENT\r\n)", lambda match: match[0] * 2, ICS)
    assert read(text) == PLAN


def test_the_higher_sequence_counts() -> None:
    newer = ICS.replace("SEQUENCE:0", "SEQUENCE:1").replace("20270112T170000", "20270112T163000")
    events = re.findall(r"(?s)BEGIN:VEVENT.*?END:VEVENT\r\n", newer)
    plan = read(ICS.replace("BEGIN:VEVENT", events[0] + "BEGIN:VEVENT", 1))
    assert (plan.placements[0].sequence, plan.placements[0].duration_min) == (1, 90)


def test_names_do_not_depend_on_the_order_of_groups() -> None:
    assert entry_uid("s", "a", ("x", "y"), None) == entry_uid("s", "a", ("y", "x"), None)


def test_names_differ_wherever_entries_do() -> None:
    long = "a" * 64
    uids = [
        entry_uid("s", "a", ("x",), None),
        entry_uid("s", "a", ("y",), None),
        entry_uid("s", "b", ("x",), None),
        entry_uid("t", "a", ("x",), None),
        entry_uid("s", "a", ("x",), 1),
        entry_uid("s", "a", ("x",), 2),
        part_uid(entry_uid("s", "a", ("x",), 1), 2),
        entry_uid(long, long, tuple(long + str(n) for n in range(60)), 1),
    ]
    assert len(set(uids)) == len(uids)
    assert all(uid.isascii() and len(uid) <= 64 for uid in uids)
    assert part_uid(uids[4], 1) == uids[4]
