"""Whom the trainer marks as present: names, lists, tables, and what is wrong with them."""

from pathlib import Path

import pytest
from openpyxl import Workbook

from planner.files.present_list import MOST_PEOPLE, Present, PresentList, read_present
from planner.messages.finding_people import PEOPLE_TEXTS
from planner.messages.findings import finding_text
from planner.messages.texts import LANGUAGES, Texts
from tests.support.sessions import a_session

SESSION = a_session(groups=[{"id": "lyon", "name": "Lyon Vaise", "size": 20}, {"id": "givors", "size": 30}])

WRONG = [
    ("\n\n", "nobody-present", None),
    ("nom complet;présence\nZoé Martin;non", "nobody-present", None),
    ("Martin;Zoé", "columns-without-names", 1),
    ("MARTIN, Zoé", "columns-without-names", 1),
    ("nom complet;groupe\nZoé;Martin;lyon", "more-cells-than-columns", 2),
    ("nom complet;présence\nZoé Martin;peut-être", "unknown-presence", 2),
    ("nom complet;présence\nZoé Martin;*", "unknown-presence", 2),
    ("nom complet;école\n;Collège", "person-without-name", 2),
    ("Zoé Martin\n12", "person-without-name", 2),
    ("Zoé" * 100, "name-too-long", 1),
    ("Zoé Martin\nAli\nZoé Martin", "present-twice", 3),
    ("nom complet;groupe\nZoé Martin;Givor", "group-of-nobody", 2),
    ('nom complet;groupe\n"Zoé Martin;lyon', "people-not-read", 2),
    ("\n".join(f"Zoé {number}" for number in range(MOST_PEOPLE + 1)), "too-many-people", None),
]


def read(folder: Path, text: str | bytes, name: str = "liste.csv", *, group_needed: bool = False) -> PresentList:
    path = folder / name
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return read_present([str(path)], SESSION, group_needed=group_needed)


def wrong(found: PresentList) -> list[tuple[str, int | None]]:
    return [(finding.id, finding.line) for finding in found.findings]


def test_names_on_the_command_line() -> None:
    assert read_present(["Zoé Martin", "Ali  Ben Salah"], SESSION).people == (
        Present("Zoé Martin"),
        Present("Ali Ben Salah"),
    )


def test_one_name_a_line(tmp_path: Path) -> None:
    assert read(tmp_path, "Zoé Martin\r\n\r\n  Ali Ben Salah \n").people == (
        Present("Zoé Martin"),
        Present("Ali Ben Salah"),
    )


@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
def test_a_table_with_its_heading(tmp_path: Path, delimiter: str) -> None:
    rows = [["Nom", "Prénom", "Établissement", "Groupe"], ["Martin", "Zoé", '"Collège J. Moulin"', "lyon vaise"]]
    found = read(tmp_path, "\n".join(delimiter.join(row) for row in rows))
    assert found.people == (Present("Zoé Martin", "Collège J. Moulin", "lyon"),), found.findings


def test_what_french_spreadsheets_save(tmp_path: Path) -> None:
    assert read(tmp_path, "nom complet;école\nZoé Léger;Les Œillets".encode("cp1252")).people == (
        Present("Zoé Léger", "Les Œillets"),
    )


def test_a_spreadsheet(tmp_path: Path) -> None:
    book = Workbook()
    for row in (["Présences du 12 janvier"], ["Name", "School"], ["Zoé Martin", None]):
        book.active.append(row)
    book.save(tmp_path / "liste.xlsx")
    assert read_present([str(tmp_path / "liste.xlsx")], SESSION).people == (Present("Zoé Martin"),)


@pytest.mark.parametrize(
    ("mark", "present"),
    [("Présent(e)", True), ("OUI", True), ("x", True), ("✓", True), ("Absent(e)", False), ("non", False), ("", False)],
)
def test_the_trainer_s_mark_decides(tmp_path: Path, mark: str, present: bool) -> None:
    found = read(tmp_path, f"nom complet;présence\nZoé Martin;{mark}\nAli Salah;oui")
    assert (Present("Zoé Martin") in found.people) is present
    assert not found.findings


def test_other_columns_are_dropped_and_named(tmp_path: Path) -> None:
    found = read(tmp_path, "Nom complet;Temps passé;Note;Courriel\nZoé Martin;3 h;18;z@example.org")
    assert found.dropped == ("Temps passé", "Note", "Courriel")
    assert found.people == (Present("Zoé Martin"),)


@pytest.mark.parametrize(("text", "id", "line"), WRONG)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_is_wrong_and_where(tmp_path: Path, text: str, id: str, line: int | None, lang: str) -> None:
    found = read(tmp_path, text)
    assert wrong(found) == [(id, line)]
    assert "liste.csv" in finding_text(found.findings[0], Texts(lang))


def test_a_group_that_is_needed(tmp_path: Path) -> None:
    found = read(tmp_path, "nom complet;groupe\nZoé Martin;\nAli;lyon", group_needed=True)
    assert wrong(found) == [("group-not-said", 2)]


def test_a_spreadsheet_without_names(tmp_path: Path) -> None:
    book = Workbook()
    book.active.append(["École"])
    book.save(tmp_path / "liste.xlsx")
    found = read_present([str(tmp_path / "liste.xlsx")], SESSION)
    assert wrong(found) == [("no-name-column", None)]


def test_a_missing_list_is_no_name(tmp_path: Path) -> None:
    assert wrong(read_present([str(tmp_path / "liste.csv")], SESSION)) == [("no-such-file", None)]
    assert wrong(read_present(["liste.csv"], SESSION)) == [("no-such-file", None)]


def test_all_errors_at_once(tmp_path: Path) -> None:
    found = read(tmp_path, "nom complet;groupe\n;lyon\nZoé;nulle part\nAli;lyon")
    assert wrong(found) == [("person-without-name", 2), ("group-of-nobody", 3)]


def test_every_message_has_its_case() -> None:
    assert {id for _, id, _ in WRONG} | {"group-not-said", "no-name-column"} == set(PEOPLE_TEXTS)
