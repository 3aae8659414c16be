"""Files of school years: read, refused with their line, written back; and where they are found."""

import os
from datetime import date
from pathlib import Path

import pytest

from calendars.data_files import SCHOOL_HOLIDAYS, data_folders
from calendars.school_files import WrongSchoolData, read_school_year, write_school_year
from calendars.school_holidays import SchoolCalendar

SHIPPED = data_folders(SCHOOL_HOLIDAYS)[-1]
ROW = "2029-10-20 | 2029-11-05 | Vacances de la Toussaint | high | a test"


def written(folder: Path, *lines: str, name: str = "2029-2030.txt") -> Path:
    file = folder / name
    file.parent.mkdir(exist_ok=True)
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return file


def test_a_file_is_read(tmp_path: Path) -> None:
    file = written(
        tmp_path, "# why", "zone A, known from 2029-09-01 to 2030-08-31", "first day off | …", ROW, "zone B, incomplete"
    )
    full, incomplete = read_school_year(file)
    assert (full.zone, full.school_year, full.known) == ("A", "2029-2030", (date(2029, 9, 1), date(2030, 8, 31)))
    assert (full.holidays[0].first, full.holidays[0].resume) == (date(2029, 10, 20), date(2029, 11, 5))
    assert (incomplete.zone, incomplete.known, incomplete.holidays) == ("B", None, ())


@pytest.mark.parametrize("file", sorted(SHIPPED.glob("*.txt")), ids=lambda file: file.stem)
def test_written_and_read_again_it_is_the_same(file: Path, tmp_path: Path) -> None:
    years = read_school_year(file)
    copy = tmp_path / file.name
    copy.write_text(write_school_year(years, ("a copy",)), encoding="utf-8")
    assert read_school_year(copy) == years


ZONE = "zone A, known from 2029-09-01 to 2030-08-31"


@pytest.mark.parametrize(
    ("lines", "kind", "line"),
    [
        pytest.param(["zone A, from 2029-09-01"], "line", 1, id="half a zone line"),
        pytest.param(["zone A, known from 2029-09-01 to 2030-02-30"], "date", 1, id="30 February"),
        pytest.param(["zone A, known from 2030-09-01 to 2029-09-01"], "reversed", 1, id="known backwards"),
        pytest.param([ZONE, ZONE], "zone-twice", 2, id="a zone twice"),
        pytest.param([ROW], "no-zone", 1, id="a row of no zone"),
        pytest.param([ZONE, ROW.replace("2029-10-20", "20/10/2029")], "date", 2, id="another date format"),
        pytest.param([ZONE, ROW.replace("2029-11-05", "2029-10-20")], "reversed", 2, id="no day off"),
        pytest.param([ZONE, ROW.replace("high", "sure")], "confidence", 2, id="an unknown confidence"),
        pytest.param([ZONE, ROW.replace("a test", "")], "no-source", 2, id="no source"),
        pytest.param([ZONE, ROW + " | more"], "line", 2, id="a cell too many"),
        pytest.param([ZONE, "", "# why", "nonsense"], "line", 4, id="comments and empty lines count"),
    ],
)
def test_a_wrong_file_is_refused_with_its_line(lines: list[str], kind: str, line: int, tmp_path: Path) -> None:
    with pytest.raises(WrongSchoolData) as wrong:
        read_school_year(written(tmp_path, *lines))
    assert (wrong.value.kind, wrong.value.line) == (kind, line)


def test_a_file_is_named_after_its_school_year(tmp_path: Path) -> None:
    with pytest.raises(WrongSchoolData) as wrong:
        read_school_year(written(tmp_path, ZONE, ROW, name="next year.txt"))
    assert wrong.value.kind == "file-name"


def test_a_file_that_is_no_text_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "2029-2030.txt"
    file.write_bytes(b"\x89PNG\r\n\x1a\n")
    with pytest.raises(WrongSchoolData) as wrong:
        read_school_year(file)
    assert wrong.value.kind == "not-text"


def test_what_is_no_file_or_too_large_is_not_read(tmp_path: Path) -> None:
    pipe, large, folder = (tmp_path / f"{year}.txt" for year in ("2029-2030", "2030-2031", "2031-2032"))
    os.mkfifo(pipe)
    folder.mkdir()
    large.write_bytes(b"#" * 1_000_001)
    for file, kind in ((pipe, "not-a-file"), (folder, "not-a-file"), (large, "too-large")):
        with pytest.raises(WrongSchoolData) as wrong:
            read_school_year(file)
        assert wrong.value.kind == kind


def test_data_is_found_in_the_package_then_in_the_repository(tmp_path: Path) -> None:
    package, repository = tmp_path / "calendars", tmp_path
    (repository / "data" / "years").mkdir(parents=True)
    assert data_folders("years", package=package) == (repository / "data" / "years",)
    (package / "data" / "years").mkdir(parents=True)
    assert data_folders("years", package=package) == (package / "data" / "years",)


def test_the_user_s_folder_comes_first_where_it_is_there(tmp_path: Path) -> None:
    assert data_folders(SCHOOL_HOLIDAYS, tmp_path) == (SHIPPED,)
    (tmp_path / SCHOOL_HOLIDAYS).mkdir()
    assert data_folders(SCHOOL_HOLIDAYS, tmp_path) == (tmp_path / SCHOOL_HOLIDAYS, SHIPPED)


def test_data_that_was_not_shipped_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="years"):
        data_folders("years", package=tmp_path / "calendars")


def test_the_user_s_years_extend_and_win(tmp_path: Path) -> None:
    written(
        tmp_path / SCHOOL_HOLIDAYS, "zone A, known from 2026-09-01 to 2027-09-01", ROW.replace("2029", "2026"),
        name="2026-2027.txt",
    )  # fmt: skip
    school = SchoolCalendar.load(tmp_path)
    own = school.on("A", date(2026, 10, 20))
    assert own is not None
    assert own.source == "a test"
    assert school.on("A", date(2026, 12, 24)) is None  # the user's year has no Christmas: it replaces the shipped one
    assert school.on("B", date(2026, 12, 24)) is not None
    assert school.on("A", date(2025, 12, 24)) is not None
