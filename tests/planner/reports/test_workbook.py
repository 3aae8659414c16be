"""The spreadsheet of one or many sessions, read back with another library."""

import io
import zipfile
from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from planner.messages.texts import LANGUAGES, Texts
from planner.reports.workbook import workload_workbook
from planner.session import Session
from planner.workload.factors import Factors
from planner.workload.many import estimate_many
from planner.workload.results import Estimate
from tests.support.estimates import an_estimate
from tests.support.sessions import a_session, the_school

MONDAY = date(2027, 1, 11)
TWO = [{"id": "petit", "name": "Paul Petit"}, {"id": "durand", "name": "Alice Durand"}]
ACTING = ("=1+1", "+1", "-1", "@SUM(1)", '=HYPERLINK("https://example.org";"x")', "https://example.org", "1", "_x0041_")


def worked(**overrides: Any) -> tuple[Session, Estimate]:
    session = a_session(**overrides)
    return session, an_estimate(session, MONDAY)


def read(data: bytes, *, values: bool = True) -> Workbook:
    return load_workbook(io.BytesIO(data), data_only=values)


def grid(data: bytes, sheet: str, *, values: bool = True) -> list[tuple[Any, ...]]:
    return list(read(data, values=values)[sheet].iter_rows(values_only=True))


SESSIONS = [worked(id="a", trainers=TWO), worked(id="b", title="Autre session")]
FRENCH = workload_workbook(SESSIONS, Texts("fr"))


def test_a_sheet_for_each_view() -> None:
    assert read(FRENCH).sheetnames == [
        "Synthèse",
        "Formateurs et semaines",
        "Heures",
        "Postes du travail",
        "Coefficients",
    ]
    english = read(workload_workbook(SESSIONS, Texts("en")))
    assert english.sheetnames == ["Summary", "Trainers and weeks", "Hours", "Parts of the work", "Coefficients"]


def test_numbers_are_numbers_and_days_are_days() -> None:
    heading, row, *_ = grid(FRENCH, "Synthèse")
    told = dict(zip(heading, row, strict=True))
    assert told["Premier jour"].date() == date(2027, 1, 4) and told["Participants"] == 20
    assert told["Le plus probable"] == pytest.approx(2 * 2067 / 60)
    assert told["Livret du concepteur"] == pytest.approx(18)
    assert told["Selon le livret, pour cette session"] == pytest.approx(30)


def test_totals_are_formulas_and_carry_their_values() -> None:
    formulas, shown = grid(FRENCH, "Heures", values=False), grid(FRENCH, "Heures")
    assert formulas[-1][0] == "Total"
    assert formulas[-1][3:] == tuple(f"=SUBTOTAL(109,{column}2:{column}10)" for column in "DEF")
    for column in (3, 4, 5):
        assert shown[-1][column] == pytest.approx(sum(row[column] for row in shown[1:-1]))
    assert shown[-1][4] == pytest.approx(3 * 2067 / 60), "three trainers in two sessions"


def test_weeks_of_a_trainer_add_up_over_sessions() -> None:
    formulas = grid(FRENCH, "Formateurs et semaines", values=False)
    shown = grid(FRENCH, "Formateurs et semaines")
    assert shown[0][1].date() == date(2026, 12, 21) and shown[0][-1] == "Total"
    assert [row[0] for row in shown[1:]] == ["Alice Durand", "Paul Petit", "Total"], "by name"
    assert shown[1][1] == pytest.approx(2 * 252 / 60), "in two sessions"
    assert formulas[1][-1] == "=SUM(B2:K2)" and shown[1][-1] == pytest.approx(2 * 2260 / 60)
    assert formulas[-1][1] == "=SUBTOTAL(109,B2:B3)" and shown[-1][1] == pytest.approx(3 * 252 / 60)


def test_two_people_of_one_id_stay_two() -> None:
    """As where sessions are added up: a person is known by id and name together."""
    one, other = worked(id="a"), worked(id="b", trainers=[{"id": "durand", "name": "Anne Durand"}])
    shown = grid(workload_workbook([one, other], Texts("fr")), "Formateurs et semaines")
    assert [row[0] for row in shown[1:]] == ["Alice Durand", "Anne Durand", "Total"]


def test_many_sessions_are_added_up_by_trainer_parcours_academy_and_month() -> None:
    sessions = [a_session(id="a", trainers=TWO, parcours_id="neo"), a_session(id="b", department="75")]
    added = estimate_many([(session, None) for session in sessions], Factors.load(), the_school())
    data = workload_workbook([(one.session, one.estimate) for one in added.sessions], Texts("fr"), added)
    totals = set()
    for sheet, names in (
        ("Par formateur", ["Alice Durand", "Paul Petit"]),
        ("Par parcours", ["neo", "non dit"]),
        ("Par académie", ["Lyon", "Paris"]),
        ("Par mois", [date(2026, 12, 1), *(date(2027, month, 1) for month in (1, 2, 3))]),
    ):
        rows = grid(data, sheet)
        found = [row[0] for row in rows[1:-1]]
        assert [cell.date() if isinstance(cell, datetime) else cell for cell in found] == names
        assert rows[1][5] == pytest.approx(sum(rows[1][2:5]))
        totals.add(round(rows[-1][5], 6))
    assert len(totals) == 1, "each of them adds up to the same"
    assert read(data)["Par mois"]["A2"].number_format == "mmmm yyyy"
    assert grid(data, "Par mois", values=False)[1][5] == "=SUM(C2:E2)"


def test_headers_stay_and_sheets_print() -> None:
    for sheet in read(FRENCH).worksheets:
        assert sheet.freeze_panes is not None and sheet.freeze_panes.endswith("2")
        assert sheet.print_title_rows == "$1:$1"
        assert (sheet.page_setup.orientation, int(sheet.page_setup.paperSize)) == ("landscape", 9)
        assert sheet.auto_filter.ref
        assert all(dimension.width and dimension.width >= 9 for dimension in sheet.column_dimensions.values())


def test_rows_are_as_high_as_what_is_wrapped_in_them() -> None:
    """LibreOffice does not fit rows by itself: the lines of long texts would lie over one another."""
    for sheet in read(FRENCH).worksheets:
        for row in sheet.iter_rows(min_row=2):
            for cell in row:
                if isinstance(cell.value, str) and cell.alignment.wrap_text:
                    width = sheet.column_dimensions[cell.column_letter].width
                    height = sheet.row_dimensions[cell.row].height or 15
                    assert len(cell.value) <= width * height / 15, (sheet.title, cell.coordinate)


def test_people_are_counted_in_whole_numbers() -> None:
    sheet = read(FRENCH)["Synthèse"]
    (place,) = [cell.column_letter for cell in sheet[1] if cell.value == "Participants"]
    assert sheet[f"{place}{sheet.max_row}"].number_format == "#,##0"


def test_no_word_of_a_heading_is_broken() -> None:
    for sheet in read(FRENCH).worksheets:
        for cell in sheet[1]:
            if isinstance(cell.value, str):
                width = sheet.column_dimensions[cell.column_letter].width
                assert max(map(len, cell.value.split())) + 1 < width, (sheet.title, cell.value)


def test_french_formats() -> None:
    sheet = read(FRENCH)["Synthèse"]
    assert sheet["E2"].number_format == "dd/mm/yyyy"
    assert sheet["L2"].number_format == "#,##0.00"


@pytest.mark.parametrize("text", ACTING)
def test_text_stays_text(text: str) -> None:
    """No formula, no link, no number: also in the file itself."""
    session = a_session(title=text, trainers=[{"id": "durand", "name": text}])
    estimate = an_estimate(session, MONDAY)
    used = replace(estimate.factors_used[0], source=text, unit=text, origin=text)
    data = workload_workbook([(session, replace(estimate, factors_used=(used,)))], Texts("fr"))
    book = read(data, values=False)
    for sheet, cell in (("Synthèse", "B2"), ("Heures", "B2"), ("Coefficients", "F2"), ("Coefficients", "G2")):
        found = book[sheet][cell]
        assert (found.value, found.data_type, found.hyperlink) == (text, "s", None)
        assert found.quotePrefix is (text[0] in "=+-@")
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = archive.namelist()
    assert not [name for name in names if "externalLink" in name or ("sheet" in name and "rels" in name)]


def test_what_would_act_on_a_screen_is_shown() -> None:
    data = workload_workbook([worked(title="a\nb\u202ec")], Texts("fr"))
    assert grid(data, "Synthèse")[1][1] == "a␊b<U+202E>c"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_same_input_gives_the_same_bytes(lang: str) -> None:
    assert workload_workbook(SESSIONS, Texts(lang)) == workload_workbook(SESSIONS, Texts(lang))
    properties = read(workload_workbook(SESSIONS, Texts(lang))).properties
    assert properties.created == properties.modified
    assert properties.created.date() == date(2027, 1, 4), "the session's date, not today's"
    assert not properties.creator, "nobody's name"


def test_without_weeks_there_is_no_sheet_of_weeks() -> None:
    session, estimate = worked()
    data = workload_workbook([(session, replace(estimate, weeks=()))], Texts("en"))
    assert "Trainers and weeks" not in read(data).sheetnames


def test_no_sessions_give_headings_alone() -> None:
    assert grid(workload_workbook([], Texts("en")), "Hours") == [
        ("Session", "Trainer", "Phase", "Low", "Most probable", "High")
    ]
