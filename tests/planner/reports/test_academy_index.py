"""The index of an academy, as a page and as a spreadsheet read back with another library."""

import io
from dataclasses import replace
from typing import Any

import pytest
from openpyxl import load_workbook

from planner.academy import AcademyPlan
from planner.messages.texts import LANGUAGES, Texts
from planner.reports.academy_data import Index, index_of
from planner.reports.academy_page import academy_page
from planner.reports.academy_workbook import academy_workbook
from tests.support.academies import PEOPLE, planned
from tests.support.pages import HOSTILE, Page, keeps_what_pages_must
from tests.support.sessions import the_school


def an_index(title: str = "Entrer dans le métier", **changes: Any) -> Index:
    made = planned(title)
    return index_of(made.academy, replace(made.result, **changes), the_school())


def a_page(index: Index, lang: str = "en") -> Page:
    return keeps_what_pages_must(academy_page(index, Texts(lang)), lang)


def grid(index: Index, sheet: str, *, values: bool = True, lang: str = "fr") -> list[tuple[Any, ...]]:
    book = load_workbook(io.BytesIO(academy_workbook(index, Texts(lang))), data_only=values)
    return list(book[sheet].iter_rows(values_only=True))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_page_that_any_reader_can_open(lang: str) -> None:
    page = a_page(an_index(interrupted=True), lang)
    assert page.all("title")[0].text
    assert a_page(index_of(planned().academy, AcademyPlan({}), the_school()), lang)
    assert academy_page(an_index(), Texts(lang)) == academy_page(an_index(), Texts(lang))


def test_what_was_placed_what_was_not_and_why() -> None:
    said = a_page(an_index()).body.replace("\xa0", " ")
    assert "2 of 5 sessions placed" in said
    assert "Session c (c) No plan exists between Monday 4 January 2027 and Friday 12 February 2027." in said
    assert "Session d (d) It has a plan by itself, and none beside the plans of a and b" in said
    assert "1. end on Friday 19 February 2027 instead of Friday 12 February 2027, 7 days later" in said
    assert "Session e (e) No plan was found in the time given" in said


def test_value_bound_and_gap() -> None:
    said = a_page(an_index()).body.replace("\xa0", " ")
    assert "rhythm and earliness of all groups 1,020 1,000 2 %" in said
    assert "priorities of the sessions left out 9 3 200 %" in said
    assert "interrupted" not in said
    assert "interrupted before its end" in a_page(an_index(interrupted=True)).body


def test_weeks_over_the_limit_are_said_in_words() -> None:
    page = a_page(an_index())
    hidden = [span.text for span in page.all("span") if span.attributes.get("class") == "sr"]
    assert "over the limit" in hidden
    drawn = [path for path in page.all("path") if path.attributes.get("class") == "bars over"]
    assert any("v-" in (path.attributes["d"] or "") for path in drawn[1:])


@pytest.mark.parametrize("lang", LANGUAGES)
def test_text_stays_text(lang: str) -> None:
    page = a_page(an_index(HOSTILE), lang)
    assert "<script>alert(1)</script>" in page.body and "<U+202E>" in page.body


@pytest.mark.parametrize("lang", LANGUAGES)
def test_nobody_who_is_enrolled_is_in_it(lang: str) -> None:
    index = an_index()
    book = load_workbook(io.BytesIO(academy_workbook(index, Texts(lang))))
    cells = [str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row]
    whole = academy_page(index, Texts(lang)).decode() + " ".join(cells)
    assert not [person for person in PEOPLE if person in whole]


def test_sheets() -> None:
    names = load_workbook(io.BytesIO(academy_workbook(an_index(), Texts("fr")))).sheetnames
    assert names == [
        "Sessions placées", "Sessions non placées", "Valeur", "Formateurs et semaines", "Semaines à regarder",
        "Salles virtuelles", "Plafond, groupes", "Plafond, plusieurs sessions",
    ]  # fmt: skip
    assert all(len(name) <= 31 for name in names), "Excel refuses a longer one"
    english = load_workbook(io.BytesIO(academy_workbook(an_index(), Texts("en")))).sheetnames
    assert all(len(name) <= 31 for name in english)


def test_real_numbers_real_days_and_totals_as_formulas() -> None:
    rows = grid(an_index(), "Sessions placées")
    assert rows[1][4].date().isoformat() == "2027-01-12" and rows[1][7] == 20
    assert grid(an_index(), "Sessions placées", values=False)[-1][7] == "=SUBTOTAL(109,H2:H3)"
    assert rows[-1][7] == 40
    value = grid(an_index(), "Valeur")
    assert value[2][1:] == (1020, 1000, pytest.approx(0.02))


def test_hours_of_trainers_by_week_add_up() -> None:
    shown, formulas = (grid(an_index(), "Formateurs et semaines", values=values) for values in (True, False))
    assert [row[0] for row in shown[1:]] == ["Alice Durand", "Paul Petit", "Total"]
    weeks = [cell for cell in shown[1][3:-1] if cell is not None]
    assert shown[1][-1] == pytest.approx(sum(weeks)) and formulas[1][-1].startswith("=SUM(D2:")
    assert shown[1][2] == 4
    assert grid(an_index(), "Semaines à regarder")[1][0] == "Alice Durand"


def test_no_weeks_no_sheet_at_fault() -> None:
    nothing = index_of(planned().academy, AcademyPlan({}), the_school())
    assert len(grid(nothing, "Formateurs et semaines")) == 1
    assert len(grid(nothing, "Sessions non placées")) == 1
