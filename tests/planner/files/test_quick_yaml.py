"""Values read without places are those that the reader with places finds, or none at all."""

import pytest

from planner.files.locate import SourceText
from planner.files.plain_text import read_text
from planner.files.quick_yaml import quick_data
from planner.files.yaml_document import parse_document
from tests.support.command import REPOSITORY

FILES = sorted(path for room in ("examples", "tests", "planner") for path in (REPOSITORY / room).rglob("*.yaml"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(REPOSITORY)))
def test_both_readers_agree_on_every_file_of_the_repository(path):
    source = read_text(path, str(path))
    if not isinstance(source, SourceText):
        return
    document, findings = parse_document(source)
    right = document is not None and not findings
    quick = quick_data(source.text)
    assert (quick is not None) <= right
    assert quick is None or repr(quick) == repr(document.data)  # by their texts: .nan differs from itself
    if right and not any(sign in source.text for sign in "&*!"):
        assert quick is not None


@pytest.mark.parametrize(
    "text",
    [
        *("a: 1\na: 2", "a: &x 1\nb: *x", "a: !!str 1", "- 1", "1", "", "a: 1\n---\nb: 2", "a: [1", "? [a]\n: 1"),
        *("a: 1234567890123456789", 'a: "\\ud800"', "a: \x07", "{" * 30 + "a: 1" + "}" * 30, "? {a: 1}\n: 2"),
    ],
)
def test_what_is_unusual_is_left_to_the_other(text):
    assert quick_data(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "a: 17:30\nb: 2027-01-18\nc: yes\nd: 01\ne: 1_000\nf: 0o17\ng: .5\nh: ~\ni:",
        "a: {wed: 13:30-17:30, mon-fri: 17:00-18:30}\n2026: x\ntrue: y\n~: z",
        "a: |\n  deux\n  lignes\nb: 'c''d'\ne: \"f\\n\"\ng: h\n  i",
        "{a: [1, {b: c}], d: e}",
    ],
)
def test_scalars_are_those_of_yaml_1_2(text):
    assert quick_data(text) == parse_document(SourceText("x", text))[0].data
