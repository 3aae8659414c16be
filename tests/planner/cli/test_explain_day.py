import json

import pytest

from tests.support.command import run


def _explained(capsys, day, department):
    answer = run(capsys, "explain-day", day, "--department", department, "--json")
    assert answer.code == 0
    return json.loads(answer.out)


def test_the_document_is_that_of_the_issue(capsys):
    found = _explained(capsys, "2027-05-07", "57")
    assert list(found) == ["date", "department", "zone", "open", "eve", "reasons"]
    assert (found["date"], found["department"], found["zone"]) == ("2027-05-07", "57", "B")
    assert (found["open"], found["eve"]) == (False, False)
    (reason,) = found["reasons"]
    assert list(reason) == ["kind", "name", "first", "resume", "source"]
    assert (reason["kind"], reason["name"]) == ("school", "Pont de l'Ascension")
    assert (reason["first"], reason["resume"]) == ("2027-05-06", "2027-05-10")


@pytest.mark.parametrize(
    ("day", "department", "is_open", "eve", "kinds"),
    [
        ("2027-05-05", "69", True, True, []),  # the Wednesday before the Ascension bridge
        ("2026-11-10", "69", True, True, []),  # the eve of 11 November
        ("2026-11-11", "69", False, False, ["public"]),
        ("2027-03-26", "57", False, False, ["public"]),  # Good Friday, in Moselle
        ("2027-03-26", "69", True, True, []),  # and an eve elsewhere, because a weekend follows
        ("2027-01-16", "69", False, False, ["weekend"]),
        ("2027-01-12", "69", True, False, []),
    ],
)
def test_open_closed_and_eves(capsys, day, department, is_open, eve, kinds):
    found = _explained(capsys, day, department)
    assert (found["open"], found["eve"]) == (is_open, eve)
    assert [reason["kind"] for reason in found["reasons"]] == kinds


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_people_read_sentences(capsys, lang):
    page = run(capsys, "explain-day", "2027-05-07", "--department", "57", "--lang", lang).out
    assert "Pont de l'Ascension" in page and "Moselle" in page and "R3" in page


def test_an_unknown_department_names_near_ones(capsys):
    answer = run(capsys, "explain-day", "2027-05-07", "--department", "Mosele", "--lang", "en")
    assert (answer.code, answer.out) == (2, "")
    assert "“Mosele”. Did you mean 57 (Moselle)?" in answer.err


def test_beyond_what_is_known_the_zone_and_its_last_day_are_named(capsys):
    answer = run(capsys, "explain-day", "2031-01-14", "--department", "974", "--lang", "en")
    assert (answer.code, answer.out) == (2, "")
    assert "Nothing is known of Tuesday 14 January 2031 in zone La Réunion" in answer.err
    assert "to Monday 16 August 2027" in answer.err


def test_errors_are_documents_too(capsys):
    answer = run(capsys, "explain-day", "2031-01-14", "--department", "57", "--json")
    found = json.loads(answer.out)
    assert (answer.code, answer.err, found["status"]) == (2, "", "unknown-school-day")
    assert (found["facts"]["zone"], found["facts"]["last_known"]) == ("B", "2028-08-31")
