"""Every kind of fault and of change that an import knows has its sentence, in both languages."""

import re
from datetime import date
from pathlib import Path

import pytest

import calendars.school_rows
from calendars.school_import import ImportFault, ZoneChange
from planner.messages.imports import import_fault_text, zone_change_text
from planner.messages.texts import LANGUAGES, Texts

KINDS = re.findall(r'"([a-z-]+)"', calendars.school_rows.ImportFault.__doc__ or "")
KNOWN = (date(2028, 9, 1), date(2029, 9, 2))
CHANGES = [
    ZoneChange("2028-2029", "A", "new", KNOWN),
    ZoneChange("2028-2029", "A", "extended", KNOWN),
    ZoneChange("2028-2029", "A", "same", KNOWN),
    ZoneChange("2028-2029", "A", "incomplete", missing=("noel",)),
    ZoneChange("2028-2029", "A", "incomplete"),
    ZoneChange(
        "2028-2029", "A", "changed", KNOWN, now_closed=((KNOWN[0], KNOWN[0]),), now_open=((KNOWN[1], KNOWN[1]),)
    ),
]


def _both(say):
    said = [say(Texts(lang)) for lang in LANGUAGES]
    assert said[0] != said[1]
    return said[1]


def test_the_list_of_kinds_is_complete():
    source = "".join(
        Path(module.__file__).read_text(encoding="utf-8")
        for module in (calendars.school_rows, __import__("calendars.school_periods", fromlist=["*"]))
    )
    assert len(KINDS) > 15
    assert all(source.count(f'"{kind}"') > 1 for kind in KINDS), "said in the docstring, and used"


@pytest.mark.parametrize("kind", KINDS)
def test_faults(kind):
    file_wide = _both(lambda texts: import_fault_text(ImportFault(0, kind, "x"), "f.csv", texts))
    assert file_wide.startswith("f.csv: ")
    row = _both(lambda texts: import_fault_text(ImportFault(7, kind, "x\x1b", "A", "2028-2029"), "f.csv", texts))
    assert row.startswith("f.csv, line 7 (A, 2028-2029): ") and "x␛" in row


def test_what_the_year_before_leaves_closed_is_said_with_what_to_do():
    change = ZoneChange("2028-2029", "A", "new", KNOWN, still_closed=(date(2028, 7, 4), date(2028, 11, 5)))
    said = _both(lambda texts: zone_change_text(change, texts))
    assert "every day to Sunday 5 November 2028 stays closed. To open them, import the school year before too" in said


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.kind)
def test_changes(change):
    assert _both(lambda texts: zone_change_text(change, texts)).startswith("Zone A, 2028-2029: ")


def test_a_fault_there_is_no_sentence_for_is_not_hidden():
    with pytest.raises(KeyError):
        import_fault_text(ImportFault(1, "new-kind", "x"), "f.csv", Texts("en"))
