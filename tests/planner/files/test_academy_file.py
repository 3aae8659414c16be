"""An academy from folders, files and spreadsheets: what is read, and every error at its file and row."""

import csv
import io
from datetime import date

import pytest
import xlsxwriter

from planner.academy import Enrolment
from planner.files.academy_file import Source, read_academy
from planner.files.session_file import read_session
from planner.messages.finding_academies import ACADEMY_TEXTS
from planner.messages.findings import finding_text
from planner.messages.texts import LANGUAGES, Texts
from tests.support.sessions import the_school

PARCOURS = """id: oral
title: L'oral
activities:
  - {id: accueil, kind: virtual_class, title: Accueil, duration: 1h}
  - {id: module, kind: remote_work, title: Observer, duration: 2h}
"""
SESSION = """id: %s
title: Session %s
department: "69"
window: {first: 2026-11-30, last: 2027-03-26}
parcours: oral.yaml
trainers: [{id: durand, name: Alice Durand}]
groups: [{id: lyon%s}]
"""
HEADING = ["Id", "Titre", "Parcours", "Département", "Premier jour", "Dernier jour", "Équipe", "Groupes"]
ROW = ["A", "L'oral à Lyon", "oral", 69, date(2026, 11, 30), date(2027, 3, 26), "durand Alice Durand", "lyon: 20"]


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "oral.yaml").write_text(PARCOURS, encoding="utf-8")
    return tmp_path


def write(path, text):
    path.write_text(text, encoding="utf-8")
    return path


def write_csv(path, *rows, delimiter=";"):
    into = io.StringIO()
    csv.writer(into, delimiter=delimiter).writerows(rows)
    return write(path, into.getvalue())


def write_xlsx(path, sheets, widths=None):
    with xlsxwriter.Workbook(path) as book:
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for line, row in enumerate(rows):
                for place, cell in enumerate(row):
                    if isinstance(cell, date):
                        sheet.write_datetime(line, place, cell, day)
                    elif isinstance(cell, str) and cell.startswith("="):
                        sheet.write_formula(line, place, cell, None, cell[1:] if cell.startswith("=#") else 0)
                    elif cell is not None:
                        sheet.write(line, place, cell)
    return path


def row(**changes):
    names = ["id", "title", "parcours", "department", "first", "last", "team", "groups"]
    return [changes.get(name, value) for name, value in zip(names, ROW, strict=True)]


def read(*paths, enrolments=()):
    return read_academy(paths, the_school(), enrolments)


def found(answer):
    assert answer.academy is None
    return [(finding.id, finding.line, finding.facts.get("column")) for finding in answer.findings]


def test_a_folder_with_its_enrolments_and_settings(folder):
    write(folder / "a.yaml", SESSION % ("A", "A", ", size: 20"))
    write(folder / "b.yaml", SESSION % ("B", "B", ""))
    write(folder / "academy.yaml", "virtual_rooms: 3\nrules: {weekly_cap: 1h30}\n")
    write_csv(folder / "inscriptions.csv", ["Personne", "Session", "Groupe"], [17, "B", "lyon"], [17, "A", ""])
    answer = read(folder)
    assert answer.findings == ()
    assert [session.id for session in answer.academy.sessions] == ["A", "B"]
    assert [session.groups[0].size for session in answer.academy.sessions] == [20, 1]  # B's is counted
    assert answer.academy.enrolments == (Enrolment("17", "B", "lyon"), Enrolment("17", "A", "lyon"))
    assert answer.academy.virtual_rooms == 3
    assert {session.rules.weekly_cap_min for session in answer.academy.sessions} == {90}
    assert answer.sources["B"] == Source(str(folder / "b.yaml"))


def test_a_row_says_what_a_session_file_says(folder):
    path = write_xlsx(folder / "academie.xlsx", {"Sessions": [HEADING, ROW]})
    write(folder / "a.yaml", SESSION.replace("Session %s", "L'oral à Lyon") % ("A", ", size: 20"))
    of_row, of_file = read(path), read(folder / "a.yaml")
    assert of_row.findings == of_file.findings == ()
    assert of_row.academy == of_file.academy
    assert of_row.sources["A"] == Source(str(path), "Sessions", 2)


def test_everything_a_row_can_say(folder):
    more = {
        "Priorité": 5, "Horaires": "mer 13h30-17h30 ; lun-ven 17:00-18:30", "Heures préférées": "mercredi 14h à 16h",
        "Plafond hebdomadaire": "1h30", "Capacité": "30", "Battement": "30 min", "Reste ouvert": "oui",
        "Contextualisation": "légère", "Absences": "durand: du 18/01/2027 au 22/01/2027, 01/02/2027",
    }  # fmt: skip
    first = row(
        team="durand Alice Durand <a@example.org> (confirmée)\nmartin Zoé Martin", groups="Lyon Vaise: 12; b (9)"
    )
    path = write_xlsx(folder / "x.xlsx", {"Sessions": [[*HEADING, *more], [*first, *more.values()]]})
    answer = read(path)
    assert answer.findings == ()
    session = answer.academy.sessions[0]
    assert session.priority == 5 and session.stays_open and session.rules.capacity == 30
    assert session.rules.weekly_cap_min == 90 and session.rules.trainer_gap_min == 30
    assert session.rules.working_hours.on_weekday(2) == ((13 * 60 + 30, 17 * 60 + 30),)
    assert session.preferred.on_weekday(2) == ((14 * 60, 16 * 60),)
    assert [(each.id, each.name, each.email) for each in session.trainers] == [
        ("durand", "Alice Durand", "a@example.org"), ("martin", "Zoé Martin", None),
    ]  # fmt: skip
    assert [str(days.first) for days in session.trainers[0].absent] == ["2027-01-18", "2027-02-01"]
    assert [(group.id, group.name, group.size) for group in session.groups] == [
        ("lyon-vaise", "Lyon Vaise", 12), ("b", None, 9),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("written", "code"),
    [(1, "01"), (1.0, "01"), ("1", "01"), ("01 Ain", "01"), ("ain", "01"), ("2a", "2A"), (974, "974"), ("Rhône", "69")],
)
def test_a_department_as_people_and_spreadsheets_write_it(folder, written, code):
    answer = read(write_xlsx(folder / "x.xlsx", {"Sessions": [HEADING, row(department=written)]}))
    assert answer.academy.sessions[0].department == code


@pytest.mark.parametrize("written", [date(2026, 11, 30), "30/11/2026", "2026-11-30", 46356])
def test_a_day_as_people_and_spreadsheets_write_it(folder, written):
    answer = read(write_xlsx(folder / "x.xlsx", {"Sessions": [HEADING, row(first=written)]}))
    assert answer.academy.sessions[0].window.first == date(2026, 11, 30)


def test_trainers_of_a_table_are_named_by_id_name_or_address(folder):
    trainers = [
        ["Id", "Nom", "Prénom", "Courriel", "Département", "Expertise", "Absences"],
        ["durand", "Durand", "Alice", "a@example.org", 1, "novice", date(2027, 1, 18)],
        ["martin", "Martin", "Zoé", None, None, None, None],
    ]
    for team in ("durand; martin", "DURAND Alice\nmartin", "a@example.org ; Zoé Martin"):
        path = write_xlsx(folder / "x.xlsx", {"Sessions": [HEADING, row(team=team)], "Formateurs": trainers})
        answer = read(path)
        assert answer.findings == (), team
        one, other = answer.academy.sessions[0].trainers
        assert (one.name, one.department, one.expertise) == ("Alice Durand", "01", "novice")
        assert str(one.absent[0].first) == "2027-01-18" and other.id == "martin"


def test_csv_files_are_known_by_their_headings(folder):
    texts = ["A", "L'oral à Lyon", "oral.yaml", "69", "30/11/2026", "26/03/2027", "durand", ""]
    paths = [
        write_csv(folder / "un.csv", HEADING, texts),
        write_csv(folder / "deux.csv", ["id", "nom complet", "mail"], ["durand", "Alice Durand", ""], delimiter=","),
        write_csv(folder / "trois.csv", ["groupe", "identifiant", "session"], ["lyon", "7", "A"], delimiter="\t"),
    ]
    answer = read(*paths)
    assert answer.findings == ()
    assert answer.academy.enrolments == (Enrolment("7", "A", "lyon"),)
    assert answer.academy.sessions[0].groups[0].size == 1


ICS = """BEGIN:VCALENDAR
VERSION:2.0
BEGIN:VEVENT
UID:1
DTSTART:20261202T130000Z
DTEND:20261202T150000Z
RRULE:FREQ=WEEKLY
END:VEVENT
END:VCALENDAR
"""


ENDS = ("05/03/2027", "08/01/2027", "05/03/2027")


def test_a_trainer_s_calendar_is_read_once_and_cut_for_each_session(folder, monkeypatch):
    from calendars import busy

    asked = []
    read_it = busy.busy_spans
    monkeypatch.setattr(busy, "busy_spans", lambda *given: asked.append(given) or read_it(*given))
    write(folder / "d.ics", ICS)
    trainers = [["id", "name", "agenda"], ["durand", "Alice Durand", "d.ics"]]
    rows = [row(id=id, team="durand", last=last) for id, last in zip("ABC", ENDS, strict=True)]
    answer = read(write_xlsx(folder / "x.xlsx", {"Sessions": [HEADING, *rows], "Trainers": trainers}))
    assert answer.findings == () and len(asked) == 1
    text = (SESSION % ("C", "C", ", size: 20")).replace("Durand}", "Durand, busy: d.ics}")
    write(folder / "c.yaml", text.replace("2027-03-26", "2027-03-05"))
    alone = read_session(folder / "c.yaml", the_school()).busy
    assert answer.academy.busy["A"] == answer.academy.busy["C"] == alone and alone.trainers["durand"]
    assert answer.academy.busy["B"].trainers["durand"][-1] < alone.trainers["durand"][-1]


def test_a_calendar_that_cannot_be_read_is_said_in_the_trainers_row(folder):
    for content in (None, "BEGIN:VCALENDAR\nBEGIN:VEVENT\n"):
        if content:
            write(folder / "d.ics", content)
        trainers = [["id", "name", "agenda"], ["durand", "Alice Durand", "d.ics"]]
        rows = [row(team="durand"), row(id="B", team="durand")]
        answer = read(write_xlsx(folder / "x.xlsx", {"Sessions": [HEADING, *rows], "Trainers": trainers}))
        assert found(answer) == [("broken-calendar" if content else "no-such-file", 2, "agenda")]


def test_settings_of_a_sheet(folder):
    settings = [["Réglage", "Valeur"], ["Salles virtuelles", 4], ["Plafond hebdomadaire", "1h"], ["Capacité", None]]
    answer = read(write_xlsx(folder / "x.xlsx", {"Sessions": [HEADING, ROW], "Réglages": settings}))
    assert answer.academy.virtual_rooms == 4
    assert answer.academy.sessions[0].rules.weekly_cap_min == 60


def test_what_is_wrong_with_the_settings_of_a_folder(folder):
    write(folder / "a.yaml", SESSION % ("A", "A", ", size: 20"))
    write(folder / "academy.yaml", "virtual_rooms: 0\nrule: {weekly_cap: 1h}\nrules: {weekly_cap: 1}\n")
    assert [(f.id, f.line) for f in read(folder).findings] == [
        ("out-of-range", 1), ("unknown-key", 2), ("not-a-duration", 3),
    ]  # fmt: skip


def test_enrolments_given_apart_and_a_sheet_of_any_name(folder):
    write(folder / "a.yaml", SESSION % ("A", "A", ""))
    people = write_xlsx(folder / "gaia.xlsx", {"Feuil1": [["Export"], ["Matricule", "Nom", "Session"], [12, "X", "A"]]})
    answer = read(folder / "a.yaml", enrolments=[people])
    assert answer.findings == () and answer.academy.enrolments == (Enrolment("12", "A", "lyon"),)


def test_an_academy_s_rule_yields_to_a_session_s(folder):
    write(folder / "academy.yaml", "rules: {weekly_cap: 1h30, capacity: 12}\n")
    write(folder / "a.yaml", SESSION % ("A", "A", ", size: 10") + "rules: {weekly_cap: 3h}\n")
    rules = read(folder).academy.sessions[0].rules
    assert (rules.weekly_cap_min, rules.capacity) == (180, 12)


WRONG = [
    ("table-unknown-column", {"Sessions": [[*HEADING, "Priorite", "Plafon"], ROW]}, [(1, "Plafon")]),
    ("table-column-twice", {"Sessions": [[*HEADING, "Groupe"], ROW]}, [(1, "Groupe")]),
    ("table-missing-column", {"Sessions": [HEADING[1:], ROW[1:]]}, [(1, None)]),
    ("table-no-header", {"Sessions": [["Bonjour"], ["à tous"]]}, [(1, None)]),
    ("table-no-rows", {"Sessions": [HEADING]}, [(1, None)]),
    ("table-empty-cell", {"Sessions": [HEADING, row(title=None), row(id="B", last=None)]},
     [(2, "Titre"), (3, "Dernier jour")]),
    ("table-formula", {"Sessions": [HEADING, row(first="=#REF!"), row(id="B", team="=#N/A")]},
     [(2, "Premier jour"), (3, "Équipe")]),
    ("table-unknown-parcours", {"Sessions": [HEADING, row(parcours="orla")]}, [(2, "Parcours")]),
    ("table-trainer-form", {"Sessions": [HEADING, row(team="durand Alice Durand; <a@b.fr>")]}, [(2, "Équipe")]),
    ("table-unknown-trainer", {"Sessions": [HEADING, row(team="durant")]}, [(2, "Équipe")]),
    ("table-unknown-trainer", {"Sessions": [HEADING, row(team="a; b")]}, [(2, "Équipe"), (2, "Équipe")]),
    ("table-no-size", {"Sessions": [HEADING, row(groups="a; b")]}, [(2, "Groupes"), (2, "Groupes")]),
    ("table-named-twice", {"Sessions": [HEADING, row(team="durand Alice Durand; durand")]}, [(2, "Équipe")]),
    ("table-absent-stranger", {"Sessions": [[*HEADING, "Absences"], [*ROW, "martin: 18/01/2027"]]}, [(2, "Absences")]),
    ("table-no-size", {"Sessions": [HEADING, row(groups="lyon")]}, [(2, "Groupes")]),
    ("out-of-range", {"Sessions": [HEADING, row(groups="lyon: 0; est: 3")]}, [(2, "Groupes")]),
    ("table-no-groups", {"Sessions": [HEADING, row(groups=None)]}, [(2, "Groupes")]),
    ("table-trainer-twice", {"Sessions": [HEADING, row(team="durand")],
                             "Trainers": [["id", "name"], ["durand", "Alice"], ["durand", "Alice"]]}, [(3, "id")]),
    ("table-unknown-setting", {"Sessions": [HEADING, ROW], "Settings": [["setting", "value"], ["romms", 3]]},
     [(2, "setting")]),
    ("trainer-of-two", {"Sessions": [HEADING, ROW, row(id="B", team="durand Bob Durand")]}, [(3, "Équipe")]),
    ("same-session-twice", {"Sessions": [HEADING, ROW, row(id="a")]}, [(3, "Id")]),
    ("enrolment-unknown-session", {"Sessions": [HEADING, ROW], "Inscriptions": [["personne", "session"], ["1", "AA"]]},
     [(2, "session")]),
    ("enrolment-unknown-group", {"Sessions": [HEADING, ROW],
                                 "Inscriptions": [["personne", "session", "groupe"], ["1", "A", "lion"]]},
     [(2, "groupe")]),
    ("enrolment-no-group", {"Sessions": [HEADING, row(groups="a: 2; b: 2")],
                            "Inscriptions": [["personne", "session", "groupe"], ["1", "A", ""]]}, [(2, "groupe")]),
    ("enrolled-twice", {"Sessions": [HEADING, ROW],
                        "Inscriptions": [["personne", "session"], ["1", "A"], ["1", "A"]]}, [(3, "personne")]),
    ("enrolled-in-two-groups", {"Sessions": [HEADING, row(groups="a: 2; b: 2")],
                                "Inscriptions": [["personne", "session", "groupe"], ["1", "A", "a"], ["1", "A", "b"]]},
     [(3, "personne")]),
    ("group-overfull", {"Sessions": [HEADING, row(groups="lyon: 1")],
                        "Inscriptions": [["personne", "session"], ["1", "A"], ["2", "A"]]}, [(2, "Groupes")]),
    ("not-a-date", {"Sessions": [HEADING, row(first="bientôt")]}, [(2, "Premier jour")]),
    ("no-such-date", {"Sessions": [HEADING, row(last="31/02/2027")]}, [(2, "Dernier jour")]),
    ("unknown-department", {"Sessions": [HEADING, row(department=999)]}, [(2, "Département")]),
    ("wrong-email", {"Sessions": [HEADING, row(team="durand")],
                     "Trainers": [["id", "name", "email"], ["durand", "Alice", "alice"]]}, [(2, "email")]),
    ("reversed-range", {"Sessions": [HEADING, row(team="durand"), row(id="B", team="durand")],
                        "Trainers": [["id", "name", "absent"], ["durand", "Alice", "2027-02-02/2027-01-01"]]},
     [(2, "absent")]),
    ("out-of-range", {"Sessions": [HEADING, ROW], "Réglages": [["réglage", "valeur"], ["salles", 0]]}, [(2, "valeur")]),
]  # fmt: skip


@pytest.mark.parametrize(("message_id", "sheets", "places"), WRONG, ids=[case[0] for case in WRONG])
def test_each_error_is_said_once_at_its_cell(folder, message_id, sheets, places):
    answer = read(write_xlsx(folder / "x.xlsx", sheets))
    assert found(answer) == [(message_id, line, column) for line, column in places]
    for lang in LANGUAGES:
        for finding in answer.findings:
            said = finding_text(finding, Texts(lang))
            assert f"x.xlsx, {finding.facts['sheet']}!" in said and "None" not in said


def test_a_broken_row_hides_no_other(folder):
    sheets = {
        "Sessions": [HEADING, row(title=None), row(id="B", department="ici"), row(id="C", parcours=None), row(id="D")],
        "Inscriptions": [["personne", "session"], ["1", "Z"], [None, "D"], ["2", "A"], ["3", "B"]],
    }
    assert found(read(write_xlsx(folder / "x.xlsx", sheets))) == [
        ("table-empty-cell", 2, "Titre"),
        ("unknown-department", 3, "Département"),
        ("table-empty-cell", 4, "Parcours"),
        ("enrolment-unknown-session", 2, "session"),
        ("table-empty-cell", 3, "personne"),
    ]


def test_no_message_shows_who_takes_part(folder):
    sheets = {
        "Sessions": [HEADING, row(groups="a: 1; b: 1")],
        "Inscriptions": [
            ["personne", "session", "groupe", "nom"],
            *(["SECRET-9", *row, "SECRET"] for row in [("A", "a"), ("A", "a"), ("A", "b"), ("Z", "")]),
            *([f"SECRET-{number}", "A", group, ""] for number, group in enumerate(("a", "c", ""))),
            ["SECRET" * 50, "A", "a", ""],
        ],
    }  # fmt: skip
    answer = read(write_xlsx(folder / "x.xlsx", sheets))
    assert len(answer.findings) == 7
    assert "SECRET" not in "".join(finding_text(finding, Texts("en")) + repr(finding) for finding in answer.findings)


def test_files_that_contradict_one_another(folder):
    write(folder / "a.yaml", SESSION % ("A", "A", ", size: 20"))
    write(folder / "b.yaml", (SESSION % ("B", "B", ", size: 1")).replace("Alice", "Anne"))
    write(folder / "c.yaml", SESSION % ("a", "C", ", size: 1"))
    write_csv(folder / "enrolments.csv", ["person", "session"], [1, "B"], [2, "B"])
    answer = read(folder)
    assert [(finding.file, finding.id, finding.line) for finding in answer.findings] == [
        (str(folder / "b.yaml"), "trainer-of-two", 6),
        (str(folder / "b.yaml"), "group-overfull", 7),
        (str(folder / "c.yaml"), "same-session-twice", 1),
    ]


def test_a_session_file_that_is_wrong_is_said_with_its_place(folder):
    write(folder / "a.yaml", (SESSION % ("A", "A", ", size: 20")).replace("window", "windw"))
    write(folder / "b.yaml", (SESSION % ("B", "B", "")).replace("69", "999"))
    write_csv(folder / "enrolments.csv", ["person", "session"], [1, "A"])
    assert [(f.id, f.line) for f in read(folder / "a.yaml", folder).findings] == [
        ("unknown-key", 4), ("unknown-department", 3), ("missing-key", 7),
    ]  # fmt: skip


def test_a_file_given_twice_is_read_once(folder):
    path = write(folder / "a.yaml", SESSION % ("A", "A", ", size: 20"))
    answer = read(path, folder, folder, path)
    assert answer.findings == () and len(answer.academy.sessions) == 1


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"first": "26 mars 2027"}, "13/01/2027"),
        ({"last": "31/02/2027"}, "13/01/2027"),
        ({"department": 999}, "01 Ain"),
        ({"team": None}, "“Équipe”"),
    ],
)
def test_what_to_do_about_a_cell_is_said_as_of_a_cell(folder, changes, said):
    """Not as of a session file: nobody writes quotes or keys in a table."""
    (finding,) = read(write_xlsx(folder / "x.xlsx", {"Sessions": [HEADING, row(**changes)]})).findings
    english, french = (finding_text(finding, Texts(lang)) for lang in ("en", "fr"))
    assert said.replace("Équipe", "Team") in english and said.strip("“”") in french
    assert "trainers:" not in english and "quotes" not in english and "guillemets" not in french


def test_an_empty_folder_and_a_table_without_rows(folder):
    assert [finding.id for finding in read(folder).findings] == ["no-sessions"]
    assert [f.id for f in read(write_xlsx(folder / "y.xlsx", {"Feuil1": []})).findings] == ["table-no-header"]


def test_every_message_has_its_case():
    elsewhere = {
        f"table-{kind}" for kind in ("empty", "not-a-table", "broken-workbook", "too-many-rows", "quotes")
    }  # test_sheets.py
    elsewhere |= {"unknown-academy-format"}  # test_academy_record.py
    assert {case[0] for case in WRONG} | elsewhere >= set(ACADEMY_TEXTS)
