"""Durations and gaps as people write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.units import parse_duration_min, parse_gap_days, short_duration


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("1h30", 90),
        ("1 h 30", 90),
        ("1h 30 min", 90),
        ("1H30", 90),
        ("2h", 120),
        ("2 heures", 120),
        ("1 hour 5 minutes", 65),
        ("90 min", 90),
        ("90min", 90),
        ("90 mn", 90),
        ("0 min", 0),
        ("PT1H30M", 90),
        ("pt45m", 45),
        ("PT2H", 120),
        (" 1h30 ", 90),
        ("1\u00a0h\u00a030", 90),
    ],
)
def test_a_duration_in_minutes(text, minutes):
    assert parse_duration_min(text) == minutes


@pytest.mark.parametrize(
    "text", ["", "90", "1h60", "h30", "PT", "P1D", "-1h", "1.5h", "1,5 h", "1h30h", "une heure", "12345h", "1h\x0030"]
)
def test_what_is_no_duration(text):
    assert parse_duration_min(text) is None


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("7d", 7),
        ("1 day", 1),
        ("2w", 14),
        ("2 weeks", 14),
        ("3j", 3),
        ("2 semaines", 14),
        ("1 sem", 7),
        ("2s", 14),
        ("0d", 0),
    ],
)
def test_a_gap_in_days(text, days):
    assert parse_gap_days(text) == days


@pytest.mark.parametrize("text", ["", "7", "-7d", "1.5w", "7m", "7 months", "d7", "12345d"])
def test_what_is_no_gap(text):
    assert parse_gap_days(text) is None


@pytest.mark.parametrize(("minutes", "text"), [(45, "45 min"), (90, "1h30"), (65, "1h05"), (120, "2h")])
def test_the_short_form(minutes, text):
    assert short_duration(minutes) == text


@given(st.integers(0, 59_999))
def test_the_short_form_is_read_back(minutes):
    assert parse_duration_min(short_duration(minutes)) == minutes


@given(st.text(max_size=20))
def test_any_text_is_a_duration_or_none(text):
    minutes = parse_duration_min(text)
    assert minutes is None or minutes >= 0
