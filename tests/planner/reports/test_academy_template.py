"""The empty spreadsheet: what is filled in is read without a finding, by way of another library."""

import io
import zipfile
from datetime import date

import pytest
from openpyxl import load_workbook

from planner.files.academy_columns import kind_of_sheet, role_of
from planner.files.academy_file import read_academy
from planner.messages.academy_template import example_rows, sheet_name
from planner.messages.finding_academies import COLUMNS, column_name
from planner.messages.texts import LANGUAGES, Texts
from planner.reports.academy_template import academy_template
from tests.support.sessions import the_school

KINDS = ("sessions", "trainers", "enrolments", "settings")
PARCOURS = "id: oral-cycle-3\ntitle: O\nactivities:\n  - {id: a, kind: virtual_class, title: A, duration: 1h}\n"
MORE = {
    "capacity": "30", "trainer_gap": "30 min", "weekly_cap": "2h", "working_hours": "lun-ven 8:00-18:00",
    "preferred": "mer 14:00-16:00", "absences": "18/01/2027",
}  # fmt: skip


@pytest.fixture(params=LANGUAGES)
def texts(request):
    return Texts(request.param)


def test_its_sheets_and_columns_are_those_that_are_read(texts):
    book = load_workbook(io.BytesIO(academy_template(texts)))
    assert {kind: kind_of_sheet(sheet_name(kind, texts)) for kind in KINDS} == {kind: kind for kind in KINDS}
    for kind in KINDS:
        sheet = book[sheet_name(kind, texts)]
        assert [role_of(cell.value, kind) for cell in sheet[1]] == list(COLUMNS[kind])
        assert sheet.freeze_panes and sheet.auto_filter.ref
        assert kind == "settings" or all(cell.comment for cell in sheet[1])
    lists = {str(each.sqref) for each in book[sheet_name("sessions", texts)].data_validations.dataValidation}
    columns = {role: column_name(role, texts) for role in ("department", "first", "last", "priority", "stays_open")}
    assert len(lists) == len(columns) + 1  # and contextualisation


def test_as_it_is_it_holds_no_session(texts, tmp_path):
    path = tmp_path / "academy.xlsx"
    path.write_bytes(academy_template(texts))
    assert [finding.id for finding in read_academy([path], the_school()).findings] == ["table-no-rows"]


def test_filled_in_it_is_read_without_a_finding(texts, tmp_path):
    """With the example of its own explanation, and every value of its own lists."""
    book = load_workbook(io.BytesIO(academy_template(texts)))
    choices = [[cell.value for cell in column if cell.value] for column in book[sheet_name("lists", texts)].columns]
    for kind in KINDS[:3]:
        for example in example_rows(kind, texts):
            book[sheet_name(kind, texts)].append([cell or None for cell in example])
    sessions, trainers = book[sheet_name("sessions", texts)], book[sheet_name("trainers", texts)]
    trainers.append(["martin", "Zoé Martin", None, None, choices[0][0], choices[1][2]])
    for number, department in enumerate(choices[0][:60]):
        row = {"id": f"S{number}", "title": "T", "parcours": "oral-cycle-3", "department": department}
        row |= {
            "first": date(2026, 11, 30),
            "last": date(2027, 3, 26),
            "trainers": "durand",
            "groups": 12,
            "priority": 3,
        }
        row |= MORE | {"stays_open": choices[2][number % 2], "contextualisation": choices[3][number % 4]}
        sessions.append([row[role] for role in COLUMNS["sessions"]])
    book[sheet_name("settings", texts)]["B2"] = 6
    path = tmp_path / "academy.xlsx"
    book.save(path)
    (tmp_path / "oral.yaml").write_text(PARCOURS, encoding="utf-8")
    answer = read_academy([path], the_school())
    assert answer.findings == ()
    assert len(answer.academy.sessions) == 61 and answer.academy.virtual_rooms == 6
    assert {session.contextualisation for session in answer.academy.sessions} == {"none", "light", "medium", "deep"}
    assert {session.stays_open for session in answer.academy.sessions} == {None, True, False}


def test_the_same_language_gives_the_same_bytes(texts):
    one, other = (zipfile.ZipFile(io.BytesIO(academy_template(texts))) for _ in range(2))
    assert {name: one.read(name) for name in one.namelist()} == {name: other.read(name) for name in other.namelist()}
