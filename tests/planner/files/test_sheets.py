"""Workbooks and CSVs as office programs write them, and those that are broken or hostile: bounded, no exception."""

import time
import tracemalloc
import zipfile
from datetime import date, timedelta
from fractions import Fraction

import pytest

from planner.files import academy_table, sheets
from planner.files.academy_columns import is_heading
from planner.files.academy_file import read_academy
from planner.files.sheets import column_letters, read_sheets, shown
from planner.messages.findings import finding_text
from planner.messages.texts import LANGUAGES, Texts
from tests.support.cases import CASES
from tests.support.sessions import the_school

HEADING = "id;titre;parcours;département;premier jour;dernier jour"
OF_LIBREOFFICE = CASES / "academy_of_libreoffice" / "academie.ods"

_ODS = """<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0">
 <office:body><office:spreadsheet><table:table table:name="Sessions">%s</table:table></office:spreadsheet></office:body>
</office:document-content>"""
_XLSX = {
    "[Content_Types].xml": """<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
 <Override PartName="/xl/workbook.xml"
  ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>""",
    "xl/workbook.xml": """<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"
 xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">
 <sheets><sheet name="Sessions" sheetId="1" r:id="rId1"/></sheets></workbook>""",
    "xl/_rels/workbook.xml.rels": """<Relationships
 xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1"
 Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/>
</Relationships>""",
}


def packed(path, files):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return path


def xlsx(path, rows):
    sheet = f'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{rows}</sheetData></worksheet>'
    return packed(path, {**_XLSX, "xl/worksheets/sheet1.xml": sheet})


def text_cell(place, text):
    return f'<c r="{place}" t="inlineStr"><is><t>{text}</t></is></c>'


def ids(path):
    return [finding.id for finding in read_academy([path], the_school()).findings]


def test_what_libreoffice_writes():
    read = read_sheets(OF_LIBREOFFICE, is_heading)
    assert read.findings == ()
    by_name = {sheet.name: sheet.rows for sheet in read.sheets}
    assert [row.number for row in by_name["Sessions"]] == [1, 3, 4, 5]  # a title, an empty row, the heading
    first = by_name["Sessions"][2].cells[:11]
    assert first[:4] == ("S0", "L'oral <b>à</b> Lyon", "oral", Fraction(1))  # a comment is not part of the title
    assert first[4:6] == (date(2026, 11, 30), date(2027, 3, 26))
    assert first[6:] == ("durand\nmartin", "lyon", Fraction(2), timedelta(minutes=90), Fraction(1))  # it keeps no yes
    answer = read_academy([OF_LIBREOFFICE], the_school())
    assert answer.findings == () and len(answer.academy.enrolments) == 4 and answer.academy.virtual_rooms == 4


def test_an_ods_with_repeated_rows_and_cells(tmp_path):
    cell = '<table:table-cell office:value-type="string"><text:p>%s</text:p></table:table-cell>'
    rows = (
        "<table:table-row>" + cell % "a" + '<table:table-cell table:number-columns-repeated="16000"/></table:table-row>'
        '<table:table-row table:number-rows-repeated="3"><table:table-cell/></table:table-row>'
        '<table:table-row table:number-rows-repeated="2"><table:table-cell office:value-type="float" office:value="1.5"'
        ' table:number-columns-repeated="2"><text:p>1,5</text:p></table:table-cell></table:table-row>'
        '<table:table-row table:number-rows-repeated="1048570"><table:table-cell/></table:table-row>'
    )
    read = read_sheets(packed(tmp_path / "x.ods", {"content.xml": _ODS % rows}), is_heading)
    assert [(row.number, row.cells[:3]) for row in read.sheets[0].rows] == [
        (1, ("a", None, None)), (5, (Fraction(3, 2),) * 2), (6, (Fraction(3, 2),) * 2),
    ]  # fmt: skip


@pytest.mark.parametrize(("place", "letters"), [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA")])
def test_columns_are_named_as_spreadsheet_programs_do(place, letters):
    assert column_letters(place) == letters


@pytest.mark.parametrize(
    ("cell", "text"),
    [(Fraction(12), "12"), (Fraction(3, 2), "1.5"), (timedelta(minutes=90), "1h30"), (date(2027, 1, 2), "2027-01-02"),
     (None, ""), ("a", "a")],
)  # fmt: skip
def test_a_cell_as_text(cell, text):
    assert shown(cell) == text


BROKEN = {
    "empty.csv": (b"", ["table-empty"]),
    "garbage.csv": (bytes(range(256)) * 50, ["table-not-a-table"]),
    "picture.xlsx": (b"\x89PNG\r\n\x1a\n" + b"0" * 99, ["table-not-a-table"]),
    "cut.xlsx": (b"PK\x03\x04" + b"\0" * 99, ["table-broken-workbook"]),
    "old.xlsx": (b"\xd0\xcf\x11\xe0" + b"\0" * 99, ["table-not-a-table"]),
    "words.csv": (b"Bonjour;\xe0 tous\r\n", ["table-no-header"]),
    "quotes.csv": ((HEADING + '\nA;"ouvert;x\n').encode(), ["table-quotes"]),
}


@pytest.mark.parametrize("name", BROKEN)
def test_files_that_are_no_tables(tmp_path, name):
    data, expected = BROKEN[name]
    path = tmp_path / name
    path.write_bytes(data)
    answer = read_academy([path], the_school())
    assert [finding.id for finding in answer.findings] == expected
    for lang in LANGUAGES:
        assert all("None" not in finding_text(finding, Texts(lang)) for finding in answer.findings)


@pytest.mark.parametrize(
    "files",
    [
        {"word/document.xml": "<a/>"},
        {"content.xml": "<a"},
        {"content.xml": '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'},
        {"content.xml": _ODS % '<table:table-row table:number-rows-repeated="x"/>'},
        {"xl/workbook.xml": "<a/>"},
        {**_XLSX, "xl/worksheets/sheet1.xml": "<worksheet"},
    ],
    ids=["word", "cut ods", "entities", "no number", "no sheets", "cut sheet"],
)
def test_archives_that_are_no_workbooks(tmp_path, files):
    assert ids(packed(tmp_path / "x.xlsx", files))[0] in (
        "table-not-a-table",
        "table-broken-workbook",
        "table-no-header",
    )


def test_a_file_that_unpacks_to_gigabytes_is_not_unpacked(tmp_path):
    path = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in _XLSX.items():
            archive.writestr(name, data)
        with archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as member:
            for _ in range(300):
                member.write(b" " * 1_000_000)
    tracemalloc.start()
    started = time.process_time()
    assert ids(path) == ["file-too-large"]
    assert time.process_time() - started < 1 and tracemalloc.get_traced_memory()[1] < 60_000_000
    tracemalloc.stop()


def test_cells_in_far_corners_take_no_room(tmp_path, monkeypatch):
    monkeypatch.setattr(sheets, "MOST_ROWS", 5000)
    rows = "".join(f'<row r="{n}">{text_cell(f"XFD{n}", "x")}</row>' for n in (1, 2, 1_000_000))
    assert ids(xlsx(tmp_path / "x.xlsx", rows)) == ["table-no-header"]


@pytest.mark.parametrize("ending", ["csv", "xlsx", "ods"])
def test_more_rows_than_any_academy_has(tmp_path, monkeypatch, ending):
    monkeypatch.setattr(sheets, "MOST_ROWS", 500)
    path = tmp_path / f"x.{ending}"
    if ending == "csv":
        path.write_text("personne;session\n" + "1;A\n" * 1_000_000, encoding="utf-8")
    elif ending == "xlsx":
        xlsx(path, "".join(f'<row r="{n}"><c r="A{n}"><v>1</v></c></row>' for n in range(1, 20_000)))
    else:
        cell = '<table:table-cell office:value-type="float" office:value="1"/>'
        row = f'<table:table-row table:number-rows-repeated="1048576">{cell}</table:table-row>'
        packed(path, {"content.xml": _ODS % (row * 3)})
    started = time.process_time()
    assert "table-too-many-rows" in ids(path)
    assert time.process_time() - started < 2


def test_more_sessions_than_a_table_should_have(tmp_path, monkeypatch):
    monkeypatch.setattr(academy_table, "MOST_DESCRIBED", 3)
    path = tmp_path / "x.csv"
    path.write_text(HEADING + "\n" + "A;B;C;69;D;E\n" * 5, encoding="utf-8")
    answer = read_academy([path], the_school())
    assert [(finding.id, finding.line) for finding in answer.findings] == [("table-too-many-rows", 5)]


def test_what_a_cell_says_is_data(tmp_path):
    path = tmp_path / "x.csv"
    evil = ['=HYPERLINK("http://x")', "<script>alert(1)</script>", "\u202eevil", "a\x07b", "{0}{name}", "x" * 5000]
    rows = [f'"{text.replace(chr(34), chr(34) * 2)}";' * 6 for text in evil]
    path.write_text("\n".join([HEADING, *rows]), encoding="utf-8")
    answer = read_academy([path], the_school())
    assert answer.academy is None and len(answer.findings) >= len(evil)
    for lang in LANGUAGES:
        said = "".join(finding_text(finding, Texts(lang)) for finding in answer.findings)
        assert not {"\u202e", "\x07", "\x1b"} & set(said)


def test_thousands_of_rows_of_nobody_are_refused_in_time(tmp_path):
    sessions, people = tmp_path / "s.csv", tmp_path / "p.csv"
    (tmp_path / "oral.yaml").write_text(
        "id: oral\ntitle: O\nactivities:\n  - {id: a, kind: remote_work, title: A, duration: 1h}\n", encoding="utf-8"
    )
    lines = [f"S{n:04};Titre;oral;69;30/11/2026;26/03/2027;groupe: 5" for n in range(500)]
    sessions.write_text("\n".join([HEADING + ";groupes", *lines]), encoding="utf-8")
    people.write_text("\n".join(["personne;session", *(f"{n};S-{n}" for n in range(5_000))]), encoding="utf-8")
    started = time.process_time()
    answer = read_academy([sessions, people], the_school())
    assert len(answer.findings) == 5_000 and {each.id for each in answer.findings} == {"enrolment-unknown-session"}
    assert time.process_time() - started < 10
