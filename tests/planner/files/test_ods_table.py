"""OpenDocument spreadsheets, as LibreOffice writes them: what each kind of cell means, and where each row stands."""

import io
import zipfile
from datetime import date, datetime, timedelta
from fractions import Fraction

import pytest

from planner.files.log_file import KnownSession, read_log
from planner.files.ods_table import BrokenOds, ods_sheets
from planner.files.present_list import read_present
from tests.support.sessions import a_session

NAMES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text")
)


def ods(*tables: str) -> bytes:
    """A file with these sheets, each the rows of its table."""
    sheets = "".join(f'<table:table table:name="Feuille">{rows}</table:table>' for rows in tables)
    body = f"<office:body><office:spreadsheet>{sheets}</office:spreadsheet></office:body>"
    content = f'<?xml version="1.0"?><office:document-content {NAMES}>{body}</office:document-content>'
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content)
    return packed.getvalue()


def row(*cells: str, times: int = 1) -> str:
    return f'<table:table-row table:number-rows-repeated="{times}">{"".join(cells)}</table:table-row>'


def text(shown: str, more: str = "") -> str:
    return f'<table:table-cell office:value-type="string"{more}><text:p>{shown}</text:p></table:table-cell>'


def value(kind: str, said: str, shown: str = "?") -> str:
    name = {"time": "time-value", "date": "date-value"}.get(kind, "value")
    attributes = f'office:value-type="{kind}" office:{name}="{said}"'
    return f"<table:table-cell {attributes}><text:p>{shown}</text:p></table:table-cell>"


EMPTY = '<table:table-cell table:number-columns-repeated="1020"/>'


def _rows(data, rows=100, columns=10):
    return [list(sheet) for sheet in ods_sheets(data, rows=rows, columns=columns)]


@pytest.mark.parametrize(
    ("cell", "meant"),
    [
        pytest.param(text("bilan"), "bilan", id="a text"),
        pytest.param(value("float", "3.5"), Fraction(7, 2), id="a number, exactly"),
        pytest.param(value("percentage", "0.5"), Fraction(1, 2), id="a percentage"),
        pytest.param(value("time", "PT03H30M00S"), timedelta(hours=3, minutes=30), id="hours and minutes"),
        pytest.param(value("time", "PT36H00M00S"), timedelta(hours=36), id="more than a day"),
        pytest.param(value("time", "rien", "3 h 30"), "3 h 30", id="a time that is none: what the cell shows"),
        pytest.param(value("date", "2027-03-08"), date(2027, 3, 8), id="a day"),
        pytest.param(value("date", "2027-03-08T12:00:00"), date(2027, 3, 8), id="a moment"),
        pytest.param(
            '<table:table-cell office:value-type="string"><office:annotation><text:p>Zoé</text:p></office:annotation>'
            "<text:p>3 <text:span>h</text:span></text:p></table:table-cell>",
            "3 h",
            id="a remark is no part of the cell",
        ),
    ],
)
def test_a_cell(cell, meant):
    assert _rows(ods(row(cell))) == [[(1, (meant,))]]


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("2027-03-08", date(2027, 3, 8)),
        ("2027-03-08T13:30:00", datetime(2027, 3, 8, 13, 30)),  # noqa: DTZ001 a sheet knows no clock
        ("2027-03-08T13:29:59.999999", datetime(2027, 3, 8, 13, 30)),  # noqa: DTZ001
    ],
)
def test_a_moment_keeps_its_hour_where_that_is_asked_for(said, meant):
    (sheet,) = ods_sheets(ods(row(value("date", said))), rows=9, columns=9, hours=True)
    (found,) = dict(sheet)[1]
    assert (type(found), found) == (type(meant), meant)


def test_repeated_rows_and_cells_keep_their_places():
    data = ods(row(EMPTY, times=3) + row(text("a", ' table:number-columns-repeated="2"'), times=2) + row(EMPTY))
    assert _rows(data) == [[(4, ("a", "a")), (5, ("a", "a"))]]


def test_a_sheet_filled_to_its_end_is_cut():
    data = ods(row(text("a", ' table:number-columns-repeated="16384"'), times=1_048_576))
    ((first, *rest),) = _rows(data, rows=20, columns=5)
    assert first == (1, ("a",) * 5) and len(rest) == 19


def test_sheets_are_apart():
    assert _rows(ods(row(text("a")), row(text("b")))) == [[(1, ("a",))], [(1, ("b",))]]


@pytest.mark.parametrize(
    "data",
    [b"PK no archive", ods("<table:table-row>"), ods("").replace(b"content.xml", b"contend.xml")],
    ids=["no archive", "tags that do not close", "no content"],
)
def test_a_broken_file(data):
    with pytest.raises(BrokenOds):
        _rows(data)


def test_a_log_is_read_from_the_sheet_that_has_one(tmp_path):
    header = row(text("Session"), text("Phase"), text("Formateur"), text("Heures"))
    noted = row(text("ORAL-1"), text("bilan"), text("Alice Durand"), value("float", "2.5", "2,5"))
    wrong = row(text("ORAL-1"), text("bilan"), text("Zoé"), value("time", "PT02H30M00S", "2:30"))
    path = tmp_path / "heures.ods"
    path.write_bytes(ods(row(text("Notes")), row(EMPTY, times=2) + header + noted + wrong))
    session = a_session(id="ORAL-1", trainers=[{"id": "durand", "name": "Alice Durand"}])
    log = read_log(path, [KnownSession.of(session)])
    assert [(each.row, each.trainer, each.noted_min) for each in log.rows] == [(4, "durand", Fraction(150))]
    assert [(finding.line, finding.id) for finding in log.findings] == [(5, "log-unknown-trainer")]


def test_a_list_of_those_present_too(tmp_path):
    path = tmp_path / "presents.ods"
    path.write_bytes(ods(row(text("Nom complet")) + row(text("Zoé Lefèvre"))))
    found = read_present([str(path)], a_session())
    assert not found.findings and [person.name for person in found.people] == ["Zoé Lefèvre"]
