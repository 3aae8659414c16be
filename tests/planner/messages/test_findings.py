"""The block of a finding: where, what, the person's own line with the place under it, what to do."""

import pytest

from planner.messages.findings import finding_text
from planner.messages.texts import Texts
from planner.outcome import Finding


def _text(excerpt, column, length=1, lang="en"):
    return finding_text(Finding("tab", "s.yaml", 7, column, length, excerpt), Texts(lang)).split("\n")


def test_the_block():
    finding = Finding(
        "unknown-key",
        "session.yaml",
        14,
        68,
        7,
        "  - {id: retour1, kind: virtual_class, title: Retour d'expérience, duraton: 1h30}",
        facts={
            "key": "duraton",
            "of": "activity",
            "owner": "retour1",
            "allowed": ("id", "duration"),
            "near": ("duration",),
        },
    )
    assert finding_text(finding, Texts("en")) == (
        "session.yaml:14:68: unknown key “duraton” in activity retour1\n"
        "   14 |   - {id: retour1, kind: virtual_class, title: Retour d'expérience, duraton: 1h30}\n"
        "      |                                                                    ^^^^^^^\n"
        "   The keys here are: id, duration. Did you mean “duration”?"
    )


@pytest.mark.parametrize(
    ("line", "column", "length", "shown", "under"),
    [
        ("a: b", 4, 1, "a: b", "   ^"),
        ("\ta: b", 5, 1, " a: b", "    ^"),
        ("é" * 3 + "x", 4, 1, "éééx", "   ^"),
        ("e\u0301x", 3, 1, "e\u0301x", " ^"),
        ("漢字x", 3, 1, "漢字x", "    ^"),
        ("a\u202eb", 3, 1, "a<U+202E>b", " " * 9 + "^"),
        ("a\x1b[31mb", 7, 1, "a␛[31mb", "      ^"),
        ("a", 2, 1, "a", " ^"),
        ("ab", 1, 99, "ab", "^^"),
    ],
    ids=["plain", "tab", "accents", "combining accent", "wide", "right to left", "escape code", "line end", "too long"],
)
def test_the_place_is_under_the_line_as_it_is_shown(line, column, length, shown, under):
    assert _text(line, column, length)[1:3] == [f"    7 | {shown}", f"      | {under}"]


@pytest.mark.parametrize("column", [1, 60, 200, 480])
def test_a_long_line_is_cut_around_the_place(column):
    line = "".join(chr(ord("a") + n % 26) for n in range(500))
    _, shown, under, _ = _text(line, column, 3)
    assert len(shown) < 140
    place = under.index("^")
    assert shown[place : place + 3] == line[column - 1 : column + 2]


def test_a_finding_about_a_whole_file_has_no_line():
    assert finding_text(Finding("empty-file", "s.yaml"), Texts("en")).split("\n")[0] == "s.yaml: “s.yaml” is empty"


def test_text_of_a_file_is_shown_and_not_obeyed():
    facts = {"found": "\x1b[2J\nERROR \u202eevil", "key": "kind", "allowed": ("a",), "near": ()}
    text = finding_text(Finding("unknown-value", "a\x1bb.yaml", 1, 1, 1, "x\x07", facts=facts), Texts("fr"))
    assert not {"\x1b", "\x07", "\u202e"} & set(text)
    assert text.count("\n") == 3
