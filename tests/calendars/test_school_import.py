"""Newer school years in the user's folder: what they add, what they change, what does not count."""

import json
from datetime import date, timedelta
from pathlib import Path

import pytest

from calendars.school_files import ZoneYear
from calendars.school_holidays import SchoolCalendar
from calendars.school_import import missing_holidays, prepare_import, read_official
from tests.support.ministry_files import FIELDS, FULL_YEAR, Row, csv_of, read, row

READ_ON = date(2028, 9, 20)


def write(folder: Path, data: bytes) -> list[tuple[str, str, str]]:
    prepared = prepare_import(read_official(data, "export.csv"), folder, READ_ON)
    for path, content in prepared.files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)
    return [(change.school_year, change.zone, change.kind) for change in prepared.changes]


def test_a_full_year_extends_what_is_known(tmp_path: Path) -> None:
    assert write(tmp_path, csv_of(FULL_YEAR)) == [("2028-2029", "A", "new")]
    school = SchoolCalendar.load(tmp_path)
    assert school.known("A") == (date(2022, 7, 8), date(2029, 9, 2))
    assert school.known("B") == SchoolCalendar.load().known("B")
    assert school.on("A", date(2028, 12, 25)) is not None
    assert school.on("A", date(2028, 11, 6)) is None
    assert school.on("A", date(2028, 10, 2)) is not None  # the return of September 2028 is still not published
    text = (tmp_path / "school_holidays" / "2028-2029.txt").read_text(encoding="utf-8")
    assert text.startswith("# School holidays 2028-2029, imported from export.csv on 2028-09-20.\n")


def test_one_year_alone_leaves_the_summer_before_without_a_return(tmp_path: Path) -> None:
    """An export filtered on one school year does not hold the summer before: its days stay closed, and this is said."""
    [change] = prepare_import(read_official(csv_of(FULL_YEAR), "export.csv"), tmp_path, READ_ON).changes
    assert change.still_closed == (date(2028, 7, 5), date(2028, 11, 5))
    write(tmp_path, csv_of(FULL_YEAR))
    school = SchoolCalendar.load(tmp_path)
    assert school.on("A", date(2028, 11, 5)) is not None
    assert school.on("A", date(2028, 11, 6)) is None
    [again] = prepare_import(read_official(csv_of(FULL_YEAR), "export.csv"), tmp_path, READ_ON).changes
    assert again.still_closed == change.still_closed, "known already, and still closed"


def test_a_published_return_ends_the_summer_before(tmp_path: Path) -> None:
    year_before = (
        row("Vacances de la Toussaint", "2027-10-23", "2027-11-08", year="2027-2028"),
        row("Vacances de Noël", "2027-12-18", "2028-01-03", year="2027-2028"),
        row("Vacances d'Hiver", "2028-02-19", "2028-03-06", year="2027-2028"),
        row("Vacances de Printemps", "2028-04-22", "2028-05-09", year="2027-2028"),
        row("Pont de l'Ascension", "2028-05-25", "2028-05-29", year="2027-2028"),
        row("Vacances d'Été", "2028-07-04", "2028-09-04", year="2027-2028", population="Élèves"),
    )
    assert write(tmp_path, csv_of((*year_before, *FULL_YEAR))) == [
        ("2027-2028", "A", "extended"), ("2028-2029", "A", "new"),
    ]  # fmt: skip
    both = prepare_import(read_official(csv_of((*year_before, *FULL_YEAR)), "export.csv"), tmp_path, READ_ON)
    assert [change.still_closed for change in both.changes] == [None, None]
    school = SchoolCalendar.load(tmp_path)
    assert school.on("A", date(2028, 9, 1)) is not None
    assert school.on("A", date(2028, 9, 4)) is None


def test_importing_twice_changes_nothing_the_second_time(tmp_path: Path) -> None:
    write(tmp_path, csv_of(FULL_YEAR))
    prepared = prepare_import(read_official(csv_of(FULL_YEAR), "export.csv"), tmp_path, READ_ON)
    assert [change.kind for change in prepared.changes] == ["same"]
    assert prepared.files == {}


def test_a_second_zone_joins_the_first_in_its_file(tmp_path: Path) -> None:
    write(tmp_path, csv_of(FULL_YEAR))
    write(tmp_path, csv_of([(*r[:4], "Lille", "Zone B", r[6]) for r in FULL_YEAR]))
    school = SchoolCalendar.load(tmp_path)
    assert school.known("A")[1] == school.known("B")[1] == date(2029, 9, 2)


@pytest.mark.parametrize(
    "rows",
    [
        pytest.param(FULL_YEAR[:3], id="half a year"),
        pytest.param(FULL_YEAR[:5], id="no summer"),
        pytest.param((*FULL_YEAR, (*FULL_YEAR[0][:2], "?", *FULL_YEAR[0][3:])), id="a row at fault beside a full year"),
    ],
)
def test_a_year_that_is_not_full_is_kept_and_answers_nothing(rows: tuple[Row, ...], tmp_path: Path) -> None:
    assert write(tmp_path, csv_of(rows)) == [("2028-2029", "A", "incomplete")]
    school = SchoolCalendar.load(tmp_path)
    assert school.known("A") == SchoolCalendar.load().known("A")
    (kept,) = [year for year in school.zone_years if year.school_year == "2028-2029" and year.zone == "A"]
    assert kept.known is None
    assert len(kept.holidays) >= 3


def test_one_page_of_the_records_is_not_a_year(tmp_path: Path) -> None:
    page = {"total_count": 198, "results": [dict(zip(FIELDS, r, strict=True)) for r in FULL_YEAR]}
    result = read_official(json.dumps(page).encode(), "records.json")
    assert [(fault.kind, fault.found) for fault in result.faults] == [("page", "7/198")]
    assert [change.kind for change in prepare_import(result, tmp_path, READ_ON).changes] == ["incomplete"]


def test_an_incomplete_year_never_hides_a_complete_one(tmp_path: Path) -> None:
    rows = [row("Vacances de Noël", "2026-12-12", "2027-01-04", year="2026-2027")]
    assert write(tmp_path, csv_of(rows)) == [("2026-2027", "A", "incomplete")]
    assert SchoolCalendar.load(tmp_path).on("A", date(2026, 12, 15)) is None
    assert not (tmp_path / "school_holidays").exists()


def test_other_dates_than_the_shipped_ones_win_and_are_told(tmp_path: Path) -> None:
    """Winter 2027 of zone A one week later than shipped."""
    rows = (
        row("Vacances de la Toussaint", "2026-10-17", "2026-11-02", year="2026-2027"),
        row("Vacances de Noël", "2026-12-19", "2027-01-04", year="2026-2027"),
        row("Vacances d'Hiver", "2027-02-20", "2027-03-08", year="2026-2027"),
        row("Vacances de Printemps", "2027-04-10", "2027-04-26", year="2026-2027"),
        row("Pont de l'Ascension", "2027-05-07", "2027-05-07", year="2026-2027"),
        row("Vacances d'Été", "2027-07-03", "2027-09-02", year="2026-2027", population="Élèves"),
    )
    (change,) = prepare_import(read(*rows), tmp_path, READ_ON).changes
    assert change.kind == "changed"
    assert change.now_closed == ((date(2027, 3, 1), date(2027, 3, 5)),)
    assert change.now_open == ((date(2027, 2, 15), date(2027, 2, 19)),)
    write(tmp_path, csv_of(rows))
    assert SchoolCalendar.load(tmp_path).on("A", date(2027, 2, 16)) is None


@pytest.mark.parametrize("year", SchoolCalendar.load().zone_years, ids=lambda year: f"{year.zone} {year.school_year}")
def test_full_means_what_the_shipped_years_have(year: ZoneYear) -> None:
    """Every shipped year that counts has the usual holidays of its zone, and those that do not count lack some."""
    if year.school_year != "2021-2022":  # its summer alone is shipped
        assert (missing_holidays(year.zone, year.holidays) == ()) == (year.known is not None)


@pytest.mark.parametrize("zone", SchoolCalendar.load().zones())
def test_the_shipped_rows_written_as_the_ministry_does_are_known_already(zone: str, tmp_path: Path) -> None:
    """Nothing to add, and each year is known up to the same day, also where the return of a summer is not published."""
    shipped = [year for year in SchoolCalendar.load().zone_years if year.zone == zone and year.known]
    names = {"La Réunion": "Réunion", "Polynésie française": "Polynésie"}
    rows: list[Row] = []
    for holiday in (one for year in shipped if year.school_year != "2021-2022" for one in year.holidays):
        days = (holiday.resume - holiday.first).days if holiday.resume else 0
        start, end = holiday.first, holiday.resume or holiday.first
        if zone in ("Nouvelle-Calédonie", "Wallis-et-Futuna") and days and "été" not in holiday.name:
            end -= timedelta(days=1)
        elif start.weekday() < 5 and not ("Pont de" in holiday.name or (days < 4 and holiday.resume)):
            start -= timedelta(days=1)
            end = end if holiday.resume else start
        elif days < 4 and "Pont de" not in holiday.name:
            end = start
        population = (
            "Saint-Martin" if zone == "Saint-Martin" else "Saint-Barthélémy" if zone == "Saint-Barthélemy" else "-"
        )
        where = "Guadeloupe" if population != "-" else f"Zone {zone}" if len(zone) == 1 else names.get(zone, zone)
        if zone == "Guadeloupe":
            population = "Guadeloupe"
        name = holiday.name.split(" (")[0]
        rows.append(row(name, str(start), str(end), where, holiday.school_year, population, where))
    result = read(*rows)
    assert result.faults == ()
    changes = prepare_import(result, tmp_path, READ_ON).changes
    assert {(change.zone, change.kind) for change in changes} == {(zone, "same")}
    last = {year.school_year: year.known for year in shipped}
    assert [change.known[1] for change in changes if change.known] == [
        last[change.school_year][1] for change in changes if last[change.school_year]
    ]


def test_a_strange_file_name_does_not_break_the_file_that_is_written(tmp_path: Path) -> None:
    result = read_official(csv_of(FULL_YEAR), "a|b\nzone B, incomplete\udcff\u202e.csv")
    for path, content in prepare_import(result, tmp_path, READ_ON).files.items():
        (tmp_path / path).parent.mkdir()
        (tmp_path / path).write_bytes(content)
    (holiday, *_) = (one for one in SchoolCalendar.load(tmp_path).holidays("A") if one.school_year == "2028-2029")
    assert holiday.source == "ministry's file a b zone B, incomplete .csv"


def test_a_strange_name_of_a_holiday_does_not_break_the_file_that_is_written(tmp_path: Path) -> None:
    result = read_official(csv_of([(row[0].replace("de la", "de|la"), *row[1:]) for row in FULL_YEAR]), "export.csv")
    for path, content in prepare_import(result, tmp_path, READ_ON).files.items():
        (tmp_path / path).parent.mkdir()
        (tmp_path / path).write_bytes(content)
    names = [one.name for one in SchoolCalendar.load(tmp_path).holidays("A") if one.school_year == "2028-2029"]
    assert "Vacances de la Toussaint" in names
