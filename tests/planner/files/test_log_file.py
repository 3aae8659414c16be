"""Logs as people keep them: what is read of each, what is listed, and that nobody's name is kept."""

import io
import re
import zipfile
from collections import Counter
from datetime import date, datetime, time, timedelta
from fractions import Fraction
from pathlib import Path

import pytest
from openpyxl import Workbook

from planner.files.log_file import KnownSession, read_log
from planner.files.noted_hours import parse_noted_min
from planner.files.table_file import MOST_ROWS
from planner.messages.finding_logs import LOG_TEXTS
from planner.messages.findings import finding_text
from planner.messages.texts import LANGUAGES, Texts
from tests.support.sessions import a_session

ERRORS = Path(__file__).parents[2] / "errors_of_logs"
CASES = sorted(ERRORS.iterdir())

TEAM = [
    {"id": "durand", "name": "Alice Durand", "email": "alice.durand@example.org"},
    {"id": "lefevre", "name": "Zoé Lefèvre"},
]
SESSIONS = [
    KnownSession.of(a_session(id=name, trainers=TEAM, parcours_id="oral")) for name in ("ORAL-1", "ORAL-2", "ORAL-3")
]


def _written(tmp_path, text, encoding="utf-8", name="heures.csv"):
    path = tmp_path / name
    path.write_bytes(text.encode(encoding))
    return path


def _workbook(tmp_path, *rows, sheets=()):
    workbook = Workbook()
    for title, lines in sheets:
        for line in lines:
            workbook.active.append(line)
        workbook.active.title = title
        workbook.create_sheet()
        workbook.active = len(workbook.worksheets) - 1
    for row in rows:
        workbook.active.append(row)
    path = tmp_path / "heures.xlsx"
    workbook.save(path)
    return path


def _said(log):
    return [(row.session, row.phase, row.noted_min) for row in log.rows]


USUAL = [
    ("ORAL-1", "preparation", Fraction(210)),
    ("ORAL-2", "delivery", Fraction(210)),
    ("ORAL-3", "review", Fraction(210)),
]

FRENCH = "Session;Phase;Heures\nORAL-1;Préparation;3 h 30\nORAL-2;Mise en œuvre;3,5\nORAL-3;Bilan;210 min\n"
ENGLISH = "session,phase,hours\nORAL-1,preparation,3.5\nORAL-2,delivery,3h30\nORAL-3,review,210 min\n"
LAYOUTS = [
    ("French with semicolons", FRENCH, "utf-8"),
    ("byte order mark", FRENCH, "utf-8-sig"),
    ("as French Excel saves it", FRENCH.replace("œ", "oe").replace("\n", "\r\n"), "cp1252"),
    ("œ of Windows", FRENCH, "cp1252"),
    ("tabs", FRENCH.replace(";", "\t"), "utf-8"),
    ("bars", FRENCH.replace(";", "|"), "utf-8"),
    ("English with commas", ENGLISH, "utf-8"),
    ("decimal comma in quotation marks", ENGLISH.replace("3.5", '"3,5"'), "utf-8"),
    ("a separator after each row", FRENCH.replace("\n", ";\n"), "utf-8"),
    ("a title above, empty rows between", "Heures notées 2026\n\n" + FRENCH.replace("\nO", "\n;;\nO"), "utf-8"),
    ("capitals, spaces", FRENCH.replace("Session", " SESSION ").replace("ORAL-1", " oral-1 "), "utf-8"),
    (
        "a column of minutes",
        "session;phase;durée (min)\nORAL-1;préparation;210\nORAL-2;animation;210,0\nORAL-3;bilan;3 h 30",
        "utf-8",
    ),
    (
        "a column of units",
        "session;phase;temps;unité\nORAL-1;préparation;3,5;h\nORAL-2;mise en oeuvre;210;min\nORAL-3;bilan;3,5;",
        "utf-8",
    ),
    (
        "a column for each phase",
        "session;préparation (h);heures de mise en œuvre;bilan (min)\nORAL-1;3,5;;\nORAL-2;;3:30;\nORAL-3;;;210",
        "utf-8",
    ),
]


@pytest.mark.parametrize(("text", "encoding"), [row[1:] for row in LAYOUTS], ids=[row[0] for row in LAYOUTS])
def test_the_same_hours_are_read_of_every_layout(tmp_path, text, encoding):
    log = read_log(_written(tmp_path, text, encoding), SESSIONS)
    assert _said(log) == USUAL
    assert not log.findings and not log.left_out


def test_a_workbook_is_read_with_its_durations(tmp_path):
    """3:30 as a time, as a duration, and as the number 3.5; 27 h, which openpyxl reads as a moment of 1900."""
    rows = [
        ["Session", "Phase", "Heures"],
        ["ORAL-1", "préparation", time(3, 30)],
        ["ORAL-1", "bilan", timedelta(hours=3, minutes=30)],
        ["ORAL-2", "bilan", 3.5],
        ["ORAL-3", "bilan", datetime(1900, 1, 1, 3)],  # noqa: DTZ001 (a spreadsheet has no time zones)
    ]
    log = read_log(_workbook(tmp_path, *rows), SESSIONS)
    assert [row.noted_min for row in log.rows] == [210, 210, 210, 27 * 60]
    assert not log.findings


def test_the_first_sheet_that_has_a_header_is_read(tmp_path):
    rows = [["session", "phase", "hours"], ["ORAL-1", "review", 2]]
    log = read_log(_workbook(tmp_path, *rows, sheets=[("Lisez-moi", [["Bonjour"]])]), SESSIONS)
    assert _said(log) == [("ORAL-1", "review", Fraction(120))]


def test_a_number_as_id_is_that_text(tmp_path):
    log = read_log(_workbook(tmp_path, ["session", "phase", "hours"], [2027, "review", 2]), None)
    assert log.rows[0].session == "2027"


HOURS = [
    ("3,5", 210),
    ("3.5", 210),
    ("3", 180),
    ("3 h 30", 210),
    ("3h30", 210),
    ("3h", 180),
    ("3 heures 30", 210),
    ("3 heures et 5 minutes", 185),
    ("3h05min", 185),
    ("1,25 h", 75),
    ("210 min", 210),
    ("210 minutes", 210),
    ("0,5 h", 30),
    ("3:30", 210),
    ("03:30:00", 210),
    ("PT3H30M", 210),
    ("3\u00a0h\u00a030", 210),
    ("1 200 min", 1200),
    ("-2", -120),
    ("\u22121 h 30", -90),
    ("3,33", Fraction(999, 5)),
    ("3 h 75", None),
    ("environ 3", None),
    ("3 jours", None),
    ("3,5,2", None),
    ("1e3", None),
    ("=3+4", None),
    ("nan", None),
    ("٣", None),
    ("9" * 5000, None),
]


@pytest.mark.parametrize(("text", "minutes"), HOURS, ids=[row[0][:20] for row in HOURS])
def test_hours_as_people_write_them(text, minutes):
    found = parse_noted_min(text, "hours")
    assert found == minutes if minutes is not None else found == "log-not-hours"


def test_a_bare_number_counts_in_the_unit_of_its_column():
    assert parse_noted_min("90", "minutes") == parse_noted_min(Fraction(90), "minutes") == 90
    assert parse_noted_min("2 h", "minutes") == 120
    assert parse_noted_min(date(2026, 5, 3), "hours") == "log-is-a-date"


def test_trainers_are_known_by_id_name_or_address_and_only_their_id_is_kept(tmp_path):
    called = ["durand", "DURAND Alice", "Alice.Durand@example.org", "Zoe LEFEVRE"]
    text = "session;phase;heures;formateur\n" + "".join(
        f"ORAL-1;bilan;{n};{name}\n" for n, name in enumerate(called, 1)
    )
    log = read_log(_written(tmp_path, text), SESSIONS)
    assert [row.trainer for row in log.rows] == ["durand", "durand", "durand", "lefevre"]
    assert not log.trainers_unchecked


def test_of_two_trainers_with_one_name_the_id_tells_who(tmp_path):
    team = [{"id": "martin1", "name": "Paul Martin"}, {"id": "martin2", "name": "Paul Martin"}]
    session = KnownSession.of(a_session(id="ORAL-1", trainers=team))
    text = "session;phase;heures;formateur\nORAL-1;bilan;1;Paul Martin\nORAL-1;bilan;2;martin2\n"
    log = read_log(_written(tmp_path, text), [session])
    assert [row.trainer for row in log.rows] == ["martin2"]
    assert [finding.id for finding in log.findings] == ["log-unknown-trainer"]


def test_ids_that_differ_by_a_sign_alone_stay_apart(tmp_path):
    sessions = [KnownSession("S-1", "oral"), KnownSession("S.1", "neo")]
    log = read_log(_written(tmp_path, "session;phase;heures\nS-1;bilan;1\nS.1;bilan;1\nS 1;bilan;1\n"), sessions)
    assert [row.parcours for row in log.rows] == ["oral", "neo"]
    assert [(finding.line, finding.id) for finding in log.findings] == [(4, "log-unknown-session")]


def test_beside_a_column_for_each_phase_no_other_hours_are_read(tmp_path):
    text = "session;préparation;bilan;total heures;heures;estimé\nORAL-1;3;1;4;4;5\n"
    log = read_log(_written(tmp_path, text), SESSIONS)
    assert [(row.phase, row.noted_min) for row in log.rows] == [("preparation", 180), ("review", 60)]
    assert log.left_out == {"other": ("total heures", "heures", "estimé")}


def test_without_session_files_trainers_are_told_apart_by_numbers(tmp_path):
    text = "session;phase;heures;formateur\nA;bilan;1;Alice Durand\nB;bilan;2;Zoé\nC;bilan;3;durand alice\n"
    log = read_log(_written(tmp_path, text), None)
    assert [row.trainer for row in log.rows] == ["1", "2", "1"]
    assert log.trainers_unchecked


def test_people_and_connections_are_not_read(tmp_path):
    """Nothing of these columns is in what is read, whatever a row holds."""
    text = (
        "session;phase;heures;Nom;Prénom;E-mail;Dernière connexion;connection_duration;lastaccess;IP;Score;Remarque\n"
        "ORAL-1;bilan;2;SECRET;SECRET;SECRET@example.org;SECRET;SECRET;SECRET;SECRET;SECRET;SECRET\n"
        "ORAL-2;bilan;-2;SECRET;SECRET;SECRET@example.org;SECRET;SECRET;SECRET;SECRET;SECRET;SECRET\n"
    )
    log = read_log(_written(tmp_path, text), SESSIONS)
    assert log.left_out == {
        "person": ("Nom", "Prénom", "E-mail"),
        "connection": ("Dernière connexion", "connection_duration", "lastaccess", "IP"),
        "score": ("Score",),
        "other": ("Remarque",),
    }
    assert len(log.rows) == 1 and len(log.findings) == 1
    assert "SECRET" not in repr(log)
    assert all("SECRET" not in finding_text(log.findings[0], Texts(lang)) for lang in LANGUAGES)


def test_connection_times_are_not_taken_for_hours(tmp_path):
    log = read_log(_written(tmp_path, "session;phase;temps de connexion\nORAL-1;bilan;2\n"), SESSIONS)
    assert not log.rows
    assert "temps de connexion" in finding_text(log.findings[0], Texts("en"))


def test_the_parcours_is_that_of_the_session_file_else_of_the_log(tmp_path):
    path = _written(tmp_path, "session;phase;heures;parcours\nORAL-1;bilan;2;autre\n")
    assert read_log(path, SESSIONS).rows[0].parcours == "oral"
    assert read_log(path, None).rows[0].parcours == "autre"


def _expected(path):
    """The ids in the last column, which is called « expect » and which no log needs, by row."""
    lines = path.read_text(encoding="utf-8").splitlines()
    marked = [(number, line.rpartition(";")[2].strip()) for number, line in enumerate(lines, start=1)]
    return Counter((number, mark) for number, mark in marked if mark.startswith("log-"))


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_bad_rows_are_listed_and_the_good_ones_read(path):
    log = read_log(path, None if path.stem.endswith("parcours") else SESSIONS)
    assert Counter((finding.line, finding.id) for finding in log.findings) == _expected(path)
    assert path.stem in {finding.id for finding in log.findings}
    assert _said(log) == [("ORAL-1", "preparation", Fraction(120)), ("ORAL-3", "review", Fraction(60))]


def test_a_row_that_stands_twice_counts_once(tmp_path):
    """The same in every cell, those that are not read included: two notes of two days are two."""
    text = "session;phase;heures;jour\nORAL-1;bilan;1;lundi\nORAL-1;bilan;1;mardi\nORAL-1; bilan ;1;lundi;\n"
    log = read_log(_written(tmp_path, text), SESSIONS)
    assert [row.row for row in log.rows] == [2, 3]
    assert [(finding.line, finding.id, finding.facts["first"]) for finding in log.findings] == [(4, "log-row-twice", 2)]


def test_a_number_that_a_comma_cut_is_not_taken_for_a_smaller_one(tmp_path):
    log = read_log(_written(tmp_path, "session,phase,hours\nORAL-1,review,3,5\nORAL-2,review,3\n"), SESSIONS)
    assert _said(log) == [("ORAL-2", "review", Fraction(180))]
    assert [(finding.line, finding.id) for finding in log.findings] == [(2, "log-too-many-cells")]


def test_hours_that_a_spreadsheet_made_a_date_are_not_guessed(tmp_path):
    rows = [["session", "phase", "hours"], ["ORAL-1", "review", date(2026, 5, 3)], ["ORAL-2", "review", 2]]
    log = read_log(_workbook(tmp_path, *rows), SESSIONS)
    assert len(log.rows) == 1
    assert [(finding.line, finding.id) for finding in log.findings] == [(2, "log-is-a-date")]


def _broken(kind):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        if kind == "bomb":
            archive.writestr("xl/workbook.xml", b"<a/>")
            archive.writestr("xl/sharedStrings.xml", b"0" * 60_000_000)
        if kind == "ods":
            archive.writestr("content.xml", b"<a/>")
        if kind == "ods with entities":
            archive.writestr("content.xml", b'<!DOCTYPE a [<!ENTITY b "b">]><a>&b;</a>')
        if kind == "empty workbook":
            archive.writestr("xl/workbook.xml", b"<a/>")
    return packed.getvalue()


FILES = [
    ("log-not-a-table", b"%PDF-1.7 ..."),
    ("log-not-a-table", "session;phase;heures".encode("utf-16")),
    ("log-not-a-table", b"\0\1\2"),
    ("log-not-a-table", b"\xd0\xcf\x11\xe0 an old .xls"),
    ("log-no-header", _broken("ods")),
    ("log-broken-workbook", _broken("ods with entities")),
    ("log-not-a-table", _broken("archive of nothing")),
    ("log-broken-workbook", b"PK\x03\x04 cut short"),
    ("log-broken-workbook", _broken("empty workbook")),
    ("file-too-large", _broken("bomb")),
    ("log-empty", b" \n"),
    ("log-no-header", b"ORAL-1;bilan;3\n"),
    ("log-no-header", b'{"session": "ORAL-1"}'),
    ("log-missing-column", b"session;phase;remarque\nORAL-1;bilan;3\n"),
    ("log-missing-column", b"session;heures\nORAL-1;3\n"),
    ("log-column-twice", b"session;phase;heures;minutes\nORAL-1;bilan;3;180\n"),
    ("log-no-rows", b"session;phase;heures\n;;\n"),
    ("log-too-many-rows", b"session;phase;heures\n" + b"X;bilan;3\n" * MOST_ROWS),
    ("log-quotes", b'session;phase;heures\nORAL-1;"bilan;3\nORAL-2;bilan;3\n'),
]


@pytest.mark.parametrize(("message", "data"), FILES, ids=[f"{n}-{row[0]}" for n, row in enumerate(FILES)])
def test_a_file_that_is_no_log_is_said_to_be_none(tmp_path, message, data):
    path = tmp_path / "heures.csv"
    path.write_bytes(data)
    log = read_log(path, SESSIONS)
    assert not log.rows
    assert message in {finding.id for finding in log.findings}


def test_no_file_at_all(tmp_path):
    assert [finding.id for finding in read_log(tmp_path / "none.csv", None).findings] == ["no-such-file"]


def test_the_rows_before_and_after_a_stray_quotation_mark_are_read(tmp_path):
    text = 'session;phase;heures\nORAL-1;bilan;1\nORAL-2;"bilan" x;2\nORAL-3;bilan;3\n'
    log = read_log(_written(tmp_path, text), SESSIONS)
    assert [row.row for row in log.rows] == [2, 4]
    assert [(finding.line, finding.id) for finding in log.findings] == [(3, "log-quotes")]


def test_a_row_is_named_as_its_program_numbers_it(tmp_path):
    """A cell of two lines moves what follows in a CSV; a spreadsheet counts rows, empty ones too."""
    text = 'session;phase;heures;remarque\nORAL-1;bilan;1;"a\nb"\nORAL-2;bilan;x;\n'
    assert [finding.line for finding in read_log(_written(tmp_path, text), SESSIONS).findings] == [4]
    rows = [["session", "phase", "hours"], [], ["ORAL-1", "bilan", "x"]]
    assert [finding.line for finding in read_log(_workbook(tmp_path, *rows), SESSIONS).findings] == [3]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_each_is_said_with_file_and_row(path, lang):
    for finding in read_log(path, None if path.stem.endswith("parcours") else SESSIONS).findings:
        said = finding_text(finding, Texts(lang))
        assert said.startswith(f"{path}:{finding.line}: ")
        assert not re.search(r"\{\w*\}|None|\('", said), said


TESTED_APART = {"log-row-twice", "log-too-many-cells", "log-is-a-date"}
RECKONED = {
    *("log-no-parcours", "log-no-estimate", "log-nothing-estimated"),
    *("log-estimates-differ", "log-parcours-differ", "log-sixty-times"),
}
"""Said of rows that were read: see test_noted.py."""


def test_every_message_about_logs_has_its_case():
    cases = {path.stem for path in CASES} | {message for message, _ in FILES if message.startswith("log-")}
    assert cases | TESTED_APART | RECKONED == set(LOG_TEXTS)
