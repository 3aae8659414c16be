import json

import pytest

from tests.support.command import run


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("plan", "SESSION.yaml is missing."),
        ("plan a b", "“b” is one argument too many."),
        ("plan a --outt x", "There is no option “--outt”. Did you mean “--out”?"),
        ("plan a --out", "The option “--out” needs a value."),
        ("plan a --out --time-limit 3", "The option “--out” needs a value."),
        ("poll open a b --class --today 2027-05-01", "The option “--class” needs a value."),
        ("plan a --json=3", "The option “--json” takes no value."),
        ("plan a --apply 0", "--apply is the number of a repair, from 1; “0” is not."),
        ("plan a --apply two", "--apply is the number of a repair, from 1; “two” is not."),
        ("plan a --time-limit nan", "--time-limit is a number of seconds, up to 86400; “nan” is not."),
        ("plan a --time-limit 0", "--time-limit is a number of seconds, up to 86400; “0” is not."),
        ("plann", "There is no command “plann”. Did you mean “plan”?"),
        (
            "zzz",
            "There are: plan, batch, check, replan, diff, logbook, attestation, explain-day, schema, poll,",
        ),
        ("check a", "PLAN is missing."),
        ("explain-day 2027-05-07", "--department is missing."),
        ("explain-day 2027-02-30 --department 57", "“2027-02-30” is not a day that exists."),
        ("explain-day 20270207 --department 57", "“20270207” is not a day that exists."),
        ("holidays --year 2026-2028", "“2026-2028” is not a school year, such as 2026-2027."),
        ("holidays --zone A --department 69", "Ask for a zone or for a department, not for both."),
        ("holidays imort", "Did you mean “import”?"),
        ("--lang de", "--lang is fr or en, not “de”."),
    ],
)
def test_what_is_not_understood_is_said_and_nothing_is_answered(capsys, monkeypatch, typed, said):
    monkeypatch.setenv("LANG", "en_GB.UTF-8")
    answer = run(capsys, *typed.split())
    assert (answer.code, answer.out) == (2, "")
    assert said in answer.err
    assert answer.err.startswith("Usage: planner") and "--help" in answer.err


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("plan --json", "SESSION.yaml is missing."),
        ("plan a --json --out", "The option “--out” needs a value."),
        ("plan a --json --time-limit 0", "--time-limit is a number of seconds, up to 86400; “0” is not."),
        ("plann --json", "There is no command “plann”. Did you mean “plan”?"),
    ],
)
def test_usage_errors_as_a_document(capsys, monkeypatch, typed, said):
    monkeypatch.setenv("LANG", "en_GB.UTF-8")
    answer = run(capsys, *typed.split())
    assert (answer.code, answer.err, json.loads(answer.out)) == (2, "", {"status": "usage", "message": said})


def test_usage_errors_speak_french_where_nothing_says_otherwise(capsys):
    answer = run(capsys, "plann")
    assert "La commande «\u00a0plann\u00a0» n’existe pas. Vouliez-vous dire «\u00a0plan\u00a0»\u202f?" in answer.err
