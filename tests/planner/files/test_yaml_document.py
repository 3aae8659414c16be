"""YAML 1.2 within bounds: which values there are, where they stand, and that nothing blows up."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.files.locate import SourceText, locate
from planner.files.yaml_document import parse_document


def _parse(text):
    return parse_document(SourceText("session.yaml", text))


def _data(text):
    document, findings = _parse(text)
    assert not findings
    return document.data


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("17:30", "17:30"),
        ("2027-01-13", "2027-01-13"),
        ("2027-01-13T17:00", "2027-01-13T17:00"),
        ("yes", "yes"),
        ("off", "off"),
        ("2A", "2A"),
        ("1_000", "1_000"),
        ("01", 1),
        ('"01"', "01"),
        ("!!str 01", "01"),
        ("0x1F", 31),
        ("0o17", 15),
        ("1.5", 1.5),
        ("1e3", 1000.0),
        ("true", True),
        ("False", False),
        ("~", None),
        ("", None),
        ("null", None),
        ("'null'", "null"),
        ("|\n  deux\n  lignes\n", "deux\nlignes\n"),
    ],
)
def test_what_is_written_and_what_it_is(written, value):
    found = _data(f"key: {written}")["key"]
    assert (found, type(found)) == (value, type(value))


def test_a_version_directive_changes_nothing():
    assert _data("%YAML 1.1\n---\nkey: 17:30") == {"key": "17:30"}


def test_a_key_is_what_is_written():
    assert _data("2026: a\ntrue: b\n12.50: c\n") == {"2026": "a", "true": "b", "12.50": "c"}


def test_an_alias_is_the_value_it_names():
    assert _data("a: &x [1, 2]\nb: *x\n") == {"a": [1, 2], "b": [1, 2]}


@pytest.mark.parametrize(
    ("path", "at_key", "underlined"),
    [
        (("window", "last"), False, "2027-03-26"),
        (("window", "last"), True, "last"),
        (("window", "middle"), False, "{first: 2026-11-30, last: 2027-03-26}"),
        (("rules",), False, "rules"),
        (("rules", "weekly_cap"), False, "2h"),
        (("rules", "capacity"), False, "rules"),
        (("groups", 1), False, "id: nord"),
        (("groups", 1, "id"), False, "nord"),
        (("groups", 0, "before", 0, "activity"), False, "retour1"),
        (("groups", 0, "fixed", 1, "day"), False, "2027-01-14"),
        (("groups", 0, "fixed", 1, "group"), False, "nord"),
        (("groups", 1, "fixed", 0, "day"), False, "2027-01-15"),
        (("empty",), False, "empty"),
        ((), False, "window"),
    ],
)
def test_from_a_path_to_the_place(path, at_key, underlined):
    text = """\
window: {first: 2026-11-30, last: 2027-03-26}  # both in
rules:
  weekly_cap: 2h
groups:
  - {id: lyon, before: retour1, fixed: {lyon: 2027-01-13, nord: 2027-01-14}}
  - id: nord
    fixed: {day: 2027-01-15}
empty:
"""
    document, _ = _parse(text)
    place = document.source.place(*locate(document.root, path, at_key=at_key))
    found = place.excerpt[place.column - 1 : place.column - 1 + place.length]
    assert found.startswith(underlined) if path == () else found == underlined
    assert place.excerpt == text.split("\n")[place.line - 1]


BOMBS = {
    "alias bomb": "a0: &a0 [x, x]\n"
    + "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 99)),
    "alias chain": "a0: &a0 [x]\n" + "".join(f"a{n}: &a{n} [*a{n - 1}]\n" for n in range(1, 9999)),
    "alias in itself": "a: &a {b: [*a]}",
    "brackets": "[" * 900_000,
    "brackets on lines": "a: [\n" * 100_000,
    "braces": "{" * 900_000,
    "dashes": "- " * 400_000,
    "questions": "? " * 400_000,
    "values": "a: [" + "1," * 490_000 + "]",
    "keys": "".join(f"k{n}: 1\n" for n in range(90_000)),
    "quote": "a: '" + "x\n" * 400_000,
    "word": "a" * 900_000,
    "figures": "a: " + "9" * 900_000,
    "anchors": "a: " + "&a " * 300_000,
    "tags": "a: " + "!" * 900_000,
    "documents": "---\n" * 200_000,
}


@pytest.mark.parametrize("name", BOMBS)
def test_bounded_in_time_whatever_is_written(name):
    start = time.perf_counter()
    document, findings = _parse(BOMBS[name])
    assert document is None or findings
    assert len(findings) == 1
    assert time.perf_counter() - start < 20  # measured: at most 3 s, with a megabyte


@given(
    st.text(alphabet=st.sampled_from(list("ab:-[]{}#&*!|>'\"%@`,? \n\t\r\x00\x07\x85\u2028\ufeffé1.~\\")), max_size=60)
)
def test_any_text_is_read_or_refused_with_a_place(text):
    document, findings = _parse(text)
    assert document is not None or findings
    for finding in findings:
        if finding.id != "empty-file":
            assert finding.line >= 1
            assert finding.column >= 1
            assert finding.length >= 1
