from datetime import date
from pathlib import Path

import pytest

from calendars.open_days import NoSchoolZone
from calendars.places import UnknownDepartment
from calendars.school_holidays import UnknownSchoolDay, UnknownZone, WrongSchoolData
from planner.jobs import CALENDAR_FAULTS
from planner.messages.calendar_faults import calendar_fault_id, calendar_fault_text
from planner.messages.texts import Texts

FAULTS = [
    UnknownDepartment("Mosele", ("57",)),
    UnknownDepartment("zz", ()),
    NoSchoolZone("984"),
    UnknownSchoolDay("A", date(2031, 1, 14), date(2022, 7, 8), date(2028, 8, 31)),
    UnknownZone("D", ("A", "B")),
    WrongSchoolData(Path("2028-2029.txt"), 3, "date", "2028-02-30"),
    *(WrongSchoolData(Path("2028-2029.txt"), 0, kind, "") for kind in ("file-name", "not-a-file", "too-large")),
    *(WrongSchoolData(Path("2028-2029.txt"), 0, kind, "") for kind in ("unreadable", "not-text")),
    *(WrongSchoolData(Path("2028-2029.txt"), 3, kind, "x") for kind in ("line", "reversed", "confidence")),
    *(WrongSchoolData(Path("2028-2029.txt"), 3, kind, "x") for kind in ("no-source", "no-zone", "zone-twice")),
]


def test_every_fault_that_a_job_names_is_here():
    assert {type(fault) for fault in FAULTS} == set(CALENDAR_FAULTS)


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: type(fault).__name__)
def test_each_has_its_id_and_its_sentence(fault):
    assert calendar_fault_id(fault)
    french, english = (calendar_fault_text(fault, Texts(lang)) for lang in ("fr", "en"))
    assert french != english


def test_the_zone_and_the_last_known_day_are_named():
    text = calendar_fault_text(FAULTS[3], Texts("en"))
    assert "zone A" in text and "Thursday 31 August 2028" in text


def test_another_error_is_not_swallowed():
    with pytest.raises(ZeroDivisionError):
        calendar_fault_text(ZeroDivisionError(), Texts("en"))
