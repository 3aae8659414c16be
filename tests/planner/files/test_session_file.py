"""Reading a session and the files it names: everything at once, whatever the file is."""

import os
import subprocess
import sys
import time
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from calendars.school_holidays import SchoolCalendar
from calendars.spans import Span
from planner.files.session_file import read_session
from planner.messages.findings import finding_text
from planner.messages.texts import Texts

GOOD = """\
id: neo-69
title: Entrer dans le métier
department: "69"
window: {first: 2027-01-04, last: 2027-02-12}
trainers:
  - {id: durand, name: Alice Durand}
groups:
  - {id: lyon, size: 20}
activities:
  - {id: accueil, kind: virtual_class, title: Accueil, duration: 1h}
"""
PARCOURS = """\
id: neo
title: Néo
announced_duration: 3h
activities:
  - {id: accueil, kind: virtual_class, title: Accueil, duration: 1h}
  - {id: module1, kind: remote_work, title: Observer, duration: 2h}
"""


@pytest.fixture(scope="module")
def school():
    return SchoolCalendar.load()


@pytest.fixture
def read(tmp_path, school):
    def read(content, **others):
        for name, other in others.items():
            (tmp_path / name.replace("__", ".")).write_text(other, encoding="utf-8")
        path = tmp_path / "session.yaml"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return read_session(path, school)

    return read


def _ids(read_session):
    return [finding.id for finding in read_session.findings]


def test_a_good_file_gives_a_session(read):
    found = read(GOOD)
    assert found.findings == ()
    assert found.session.window.first == date(2027, 1, 4)
    assert found.session.activities[0].duration_min == 60


def test_a_byte_order_mark_and_windows_line_ends_are_taken(read):
    assert read(b"\xef\xbb\xbf" + GOOD.replace("\n", "\r\n").encode()).session == read(GOOD).session


def test_hours_and_dates_are_text_as_in_yaml_1_2(read):
    found = read(GOOD + "rules:\n  working_hours:\n    wed: 17:30-18:30\n    off: 8:00-9:00\nissued: 2026-12-01\n")
    assert _ids(found) == ["wrong-hours"]  # `off` is a text, not false


@pytest.mark.parametrize(
    ("content", "message_id", "kind"),
    [
        (b"", "empty-file", None),
        (b"\n# nothing yet\n", "empty-file", None),
        (b"\x7fELF\x00\x01", "not-text-file", "binary"),
        (b"PK\x03\x04 and more", "not-text-file", "zip"),
        (GOOD.encode("utf-16"), "not-text-file", "UTF-16"),
        (GOOD.encode("utf-32"), "not-text-file", "UTF-32"),
        (GOOD.encode("utf-16-le"), "not-text-file", "binary"),
        (GOOD.encode("cp1252"), "not-utf-8", None),
    ],
    ids=["empty", "comment alone", "binary", "spreadsheet", "UTF-16", "UTF-32", "UTF-16 without mark", "Windows-1252"],
)
def test_what_is_no_text_is_said(read, content, message_id, kind):
    (finding,) = read(content).findings
    assert (finding.id, finding.facts.get("kind")) == (message_id, kind)
    assert finding_text(finding, Texts("en"))


def test_windows_1252_is_shown_where_it_begins(read):
    (finding,) = read(GOOD.encode("cp1252")).findings
    assert (finding.line, finding.column, finding.excerpt) == (2, 24, "title: Entrer dans le métier")


def test_fifty_megabytes_are_not_read(tmp_path, school):
    path = tmp_path / "session.yaml"
    with path.open("wb") as file:
        file.truncate(50_000_000)
    start = time.perf_counter()
    assert [finding.id for finding in read_session(path, school).findings] == ["file-too-large"]
    assert time.perf_counter() - start < 0.5


@pytest.mark.parametrize(("make", "message_id"), [(Path.mkdir, "is-a-folder"), (os.mkfifo, "not-a-file")])
def test_only_ordinary_files_are_opened(tmp_path, school, make, message_id):
    make(tmp_path / "session.yaml")
    (finding,) = read_session(tmp_path / "session.yaml", school).findings
    assert finding.id == message_id


@pytest.mark.skipif(not os.access("/proc/kmsg", os.R_OK), reason="a file that waits for ever, where it is there")
def test_what_calls_itself_a_file_and_waits_for_ever_is_not_waited_for(school):
    assert [finding.id for finding in read_session(Path("/proc/kmsg"), school).findings] == ["not-a-file"]


def test_a_value_with_a_tag_is_said_once(read):
    """« !!python/name:x » is nothing: that nothing is no title, department or list need not be said too."""
    tagged = GOOD.replace("title: Entrer dans le métier", "title: !!python/name:x")
    assert [finding.id for finding in read(tagged).findings] == ["unknown-tag"]


def test_a_missing_file_is_said(tmp_path, school):
    (finding,) = read_session(tmp_path / "nowhere.yaml", school).findings
    assert finding.id == "no-such-file"
    assert finding_text(finding, Texts("en")).startswith(f"{tmp_path}/nowhere.yaml: there is no file ")


TITLES = [
    '"Dire, « lire » et \\"écrire\\""',
    "'l''oral, c''est ça'",
    '"<script>alert(1)</script>"',
    '"a\\nb"',
    "é" * 300,
]


@pytest.mark.parametrize("title", [*TITLES, '"\\u202Eégalité"', "'=1+1'", '"%s {name}"'])
def test_a_title_is_data(read, title):
    assert read(GOOD.replace("Entrer dans le métier", title)).findings == ()


def test_all_errors_are_said_at_once_in_file_order(read):
    text = (
        GOOD.replace("title: Entrer dans le métier\n", "titel: Entrer\n")  # line 2
        .replace("last: 2027-02-12", "last: 2026-02-12")  # line 4: valid alone, reversed
        .replace("size: 20", "size: many")  # line 8
        .replace("duration: 1h}", "duration: 1h, after: accueil, groups: [lyn]}")  # line 10, twice
    )
    found = [(finding.line, finding.id) for finding in read(text).findings]
    assert found == [
        (2, "unknown-key"),
        (4, "reversed-range"),
        (8, "not-a-count"),
        (10, "refers-to-itself"),
        (10, "unknown-group"),
    ]


def test_what_a_wrong_value_would_itself_cause_is_not_said(read):
    """The class's id cannot be read: that a link to it finds no activity is the same error."""
    text = GOOD + "  - {id: retour 1, kind: virtual_class, title: Retour, duration: 1h}\n"
    text += "  - {id: module1, kind: remote_work, title: Lire, duration: 1h, before: retour1}\n"
    assert _ids(read(text)) == ["wrong-id"]


def test_a_misspelt_key_is_not_missing_as_well(read):
    assert _ids(read(GOOD.replace("duration:", "duraton:"))) == ["unknown-key"]


def test_a_parcours_is_applied_and_the_designers_figure_kept(read):
    text = GOOD[: GOOD.index("activities:")] + "parcours: neo.yaml\nchanges:\n  module1: {duration: 3h}\n"
    session = read(text, neo__yaml=PARCOURS).session
    assert [(a.id, a.duration_min, a.designer_duration_min) for a in session.activities] == [
        ("accueil", 60, None),
        ("module1", 180, 120),
    ]


def test_errors_of_a_parcours_name_its_file_after_those_of_the_session(read):
    text = GOOD[: GOOD.index("activities:")].replace('"69"', '"1000"') + "parcours: neo.yaml\n"
    wrong = PARCOURS.replace("kind: remote_work", "kind: remote")
    found = [(Path(finding.file).name, finding.line, finding.id) for finding in read(text, neo__yaml=wrong).findings]
    assert found == [("session.yaml", 3, "unknown-department"), ("neo.yaml", 6, "unknown-value")]


def test_a_contradiction_stands_where_its_value_was_written(read):
    text = GOOD[: GOOD.index("activities:")] + "parcours: neo.yaml\nchanges:\n  accueil: {duration: 11h}\n"
    long = PARCOURS.replace("- {id: module1, kind: remote_work", "- {id: module1, kind: virtual_class")
    long = long.replace("duration: 2h", "duration: 12h")
    found = [(Path(finding.file).name, finding.line, finding.id) for finding in read(text, neo__yaml=long).findings]
    assert found == [("session.yaml", 11, "longer-than-a-day"), ("neo.yaml", 6, "longer-than-a-day")]


def test_each_zone_whose_years_are_unknown_is_named(read):
    text = GOOD.replace("2027-02-12", "2028-07-15").replace("size: 20", 'size: 20, department: "971"')
    zones = {f.facts["zone"]: f.facts["day"] for f in read(text).findings if f.id == "window-outside-known-years"}
    assert set(zones) == {"Guadeloupe"}  # A is known to the end of August 2028


CALENDAR = """\
BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//example//EN
BEGIN:VEVENT
UID:1
DTSTAMP:20270101T000000Z
DTSTART:20270113T080000Z
DTEND:20270113T100000Z
END:VEVENT
END:VCALENDAR
"""


def test_busy_calendars_are_read_for_their_owner(read):
    text = GOOD.replace("name: Alice Durand", "name: Alice Durand, busy: durand.ics")
    busy = Span(datetime(2027, 1, 13, 8, tzinfo=UTC), datetime(2027, 1, 13, 10, tzinfo=UTC))
    found = read(text, durand__ics=CALENDAR.replace("\n", "\r\n"))
    assert (found.busy.trainers, found.busy.groups) == ({"durand": (busy,)}, {})


def test_the_end_of_the_calendar_of_years_does_not_stop_the_reading(read):
    for window in ("{first: 0001-01-01, last: 0001-01-02}", "{first: 9999-12-30, last: 9999-12-31}"):
        text = GOOD.replace("{first: 2027-01-04, last: 2027-02-12}", window)
        text = text.replace("name: Alice Durand", "name: Alice Durand, busy: durand.ics")
        assert _ids(read(text, durand__ics=CALENDAR)) == ["window-outside-known-years"]


def test_a_session_of_sixty_lines_takes_no_time(read):
    text = GOOD + "".join(
        f"  - {{id: a{n}, kind: remote_work, title: Module {n}, duration: 1h, after: accueil}}\n" for n in range(50)
    )
    read(text)
    start = time.perf_counter()
    assert read(text).findings == ()
    assert time.perf_counter() - start < 0.3  # measured: 0.04


def test_reading_loads_neither_the_solver_nor_the_calendar_libraries():
    heavy = "ortools", "icalendar", "recurring_ical_events", "holidays", "difflib", "typer", "rich"
    code = f"import planner.files.session_file, sys; print([name for name in {heavy} if name in sys.modules])"
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=Path.cwd())
    assert shown.stdout == "[]\n"
