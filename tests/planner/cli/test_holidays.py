import json
import os
from datetime import date

import pytest

from tests.support.command import run

HEADER = "description;population;start_date;end_date;location;zones;annee_scolaire\n"


def _official(year=2029, academies=("Lyon",)):
    """A whole school year of zone A, as the ministry's export would say it: midnight in Paris, written in UTC."""
    rows = [
        ("Vacances de la Toussaint", f"{year - 1}-10-20T22:00:00+00:00", f"{year - 1}-11-05T23:00:00+00:00"),
        ("Vacances de Noël", f"{year - 1}-12-22T23:00:00+00:00", f"{year}-01-07T23:00:00+00:00"),
        ("Vacances d'Hiver", f"{year}-02-09T23:00:00+00:00", f"{year}-02-25T23:00:00+00:00"),
        ("Vacances de Printemps", f"{year}-04-06T22:00:00+00:00", f"{year}-04-22T22:00:00+00:00"),
        ("Vacances d'Été", f"{year}-07-06T22:00:00+00:00", f"{year}-09-02T22:00:00+00:00"),
    ]
    return HEADER + "".join(
        f"{name};-;{start};{end};{academy};Zone A;{year - 1}-{year}\n"
        for academy in academies
        for name, start, end in rows
    )


def test_a_zone_s_year_in_words(capsys):
    page = run(capsys, "holidays", "--zone", "A", "--year", "2026-2027", "--lang", "en").out
    assert page.splitlines()[0].startswith("Zone A, known from ")
    assert "Vacances de Noël: first day off Saturday 19 December 2026, classes resume: Monday 4 January 2027" in page
    assert len(page.strip().splitlines()) == 7


def test_a_school_year_that_is_a_calendar_year(capsys):
    page = run(capsys, "holidays", "--department", "988", "--year", "2026", "--lang", "en").out
    first, *rows = page.strip().splitlines()
    assert first.startswith("Zone Nouvelle-Calédonie") and len(rows) == 5
    assert "Vacances d'été: first day off Saturday 19 December 2026, classes resume: not published" in rows[-1]


def test_the_document(capsys):
    (zone,) = json.loads(run(capsys, "holidays", "--zone", "la reunion", "--json").out)["zones"]
    assert zone["zone"] == "La Réunion"
    assert {"name", "first", "resume", "source"} <= set(zone["holidays"][0])


def test_a_department_stands_for_its_zone(capsys):
    by_department = run(capsys, "holidays", "--department", "35", "--year", "2026-2027")
    assert by_department == run(capsys, "holidays", "--zone", "b", "--year", "2026-2027")


def test_every_zone_where_none_is_asked(capsys):
    zones = [zone["zone"] for zone in json.loads(run(capsys, "holidays", "--json").out)["zones"]]
    assert zones[:3] == ["A", "B", "C"] and len(zones) > 10


def test_a_zone_there_is_none_of_names_those_there_are(capsys):
    answer = run(capsys, "holidays", "--zone", "D", "--lang", "en")
    assert (answer.code, answer.out) == (2, "")
    assert "There is no zone “D”. There are: A, B, C, Corse" in answer.err


def test_a_newer_year_is_loaded_and_used(capsys, tmp_path):
    file = tmp_path / "export.csv"
    file.write_text(_official(), encoding="utf-8")
    unknown = run(capsys, "explain-day", "2029-01-02", "--department", "69")
    loaded = run(capsys, "holidays", "import", file, "--lang", "en")
    known = run(capsys, "explain-day", "2029-01-02", "--department", "69", "--json")
    assert (unknown.code, loaded.code, known.code) == (2, 0, 0)
    assert "Zone A, 2028-2029: known from now on" in loaded.out
    assert "import the school year before too" in loaded.out
    assert f"Written: {tmp_path / 'data' / 'school_holidays' / '2028-2029.txt'}" in loaded.out
    assert json.loads(known.out)["reasons"][0]["name"] == "Vacances de Noël"


def test_loading_is_a_document_too(capsys, tmp_path):
    file = tmp_path / "export.csv"
    file.write_text(_official(), encoding="utf-8")
    answer = run(capsys, "holidays", "import", file, "--json")
    found = json.loads(answer.out)
    assert (answer.code, answer.err, found["status"]) == (0, "", "imported")
    assert [(change["zone"], change["kind"]) for change in found["changes"]] == [("A", "new")]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", ""),
        (b"\x89PNG\r\n\x1a\n\x00", ""),
        (b"<html></html>", ""),
        (b"a;b;c\n1;2;3\n", "neither the ministry's export"),
    ],
    ids=["empty", "image", "web page", "other columns"],
)
def test_a_file_that_is_no_school_calendar_changes_nothing(capsys, tmp_path, data, said):
    file = tmp_path / "export.csv"
    file.write_bytes(data)
    answer = run(capsys, "holidays", "import", file, "--lang", "en")
    assert (answer.code, answer.out) == (2, "")
    assert str(file) in answer.err and said in answer.err and "Nothing was loaded." in answer.err
    assert not (tmp_path / "data").exists()


def test_a_file_that_is_not_there(capsys, tmp_path):
    answer = run(capsys, "holidays", "import", tmp_path / "none.csv", "--lang", "en")
    assert answer.code == 2 and "there is no file “" in answer.err and "none.csv”" in answer.err


def test_a_year_that_is_not_complete_writes_nothing(capsys, tmp_path):
    file = tmp_path / "export.csv"
    file.write_text("".join(_official().splitlines(keepends=True)[:-1]), encoding="utf-8")
    answer = run(capsys, "holidays", "import", file, "--lang", "en")
    assert answer.code == 2 and "it is not complete" in answer.out and "Nothing was loaded." in answer.err
    assert not (tmp_path / "data").exists()


def test_a_pipe_is_not_waited_for(capsys, tmp_path):
    os.mkfifo(tmp_path / "pipe.csv")
    answer = run(capsys, "holidays", "import", tmp_path / "pipe.csv", "--lang", "en")
    assert answer.code == 2 and "is not an ordinary file" in answer.err


def test_a_data_folder_that_cannot_be_written(capsys, tmp_path):
    file = tmp_path / "export.csv"
    file.write_text(_official(), encoding="utf-8")
    (tmp_path / "data").write_text("a file of mine", encoding="utf-8")
    answer = run(capsys, "holidays", "import", file, "--lang", "fr")
    assert answer.code == 2 and f"{tmp_path / 'data'}\u00a0: un fichier porte déjà ce nom" in answer.err
    assert "PLANNER_DATA" in answer.err


def test_a_folder_is_no_school_calendar(capsys, tmp_path):
    answer = run(capsys, "holidays", "import", tmp_path, "--lang", "fr")
    assert answer.code == 2 and "est un dossier, un fichier est attendu" in answer.err
    assert "directory" not in answer.err


def test_a_user_s_year_that_is_broken_is_named(capsys, tmp_path):
    folder = tmp_path / "data" / "school_holidays"
    folder.mkdir(parents=True)
    (folder / "2028-2029.txt").write_text("nonsense\n", encoding="utf-8")
    for command in ("explain-day 2027-01-12 --department 69", "plan examples/sans_plan.yaml", "workload examples"):
        answer = run(capsys, *command.split(), "--lang", "en")
        assert answer.code == 2 and "2028-2029.txt, line 1" in answer.err and "its zone is missing" in answer.err
        assert json.loads(run(capsys, *command.split(), "--json").out)["status"] == "wrong-school-data"


def test_the_day_of_today_is_only_told_to_the_file(capsys, tmp_path):
    """The file says when it was read; nothing else asks the clock."""
    file = tmp_path / "export.csv"
    file.write_text(_official(), encoding="utf-8")
    run(capsys, "holidays", "import", file)
    written = (tmp_path / "data" / "school_holidays" / "2028-2029.txt").read_text(encoding="utf-8")
    assert date.fromisoformat(written.splitlines()[0].rstrip(".").rsplit(" ", 1)[1])
