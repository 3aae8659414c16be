"""Weekly hours: how they are read, and the spans they make in each time zone and over the clock changes."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calendars.spans import Span, union
from calendars.working_hours import WEEKDAYS, WeeklyHours, WrongHours, at_local

PARIS = ZoneInfo("Europe/Paris")
OFFICE = WeeklyHours.parse({"mon-fri": "08:00-12:00, 13:30-18:00"})


def test_a_range_of_days_and_two_intervals() -> None:
    assert OFFICE.on_weekday(0) == ((480, 720), (810, 1080))
    assert OFFICE.on_weekday(4) == OFFICE.on_weekday(0)
    assert OFFICE.on_weekday(5) == ()


def test_a_day_named_alone_wins_over_a_range_whatever_the_order() -> None:
    hours = {"wed": "13:30-17:30", "mon-fri": "17:00-18:30"}
    other_order = dict(reversed(hours.items()))
    assert WeeklyHours.parse(hours).on_weekday(2) == ((810, 1050),)
    assert WeeklyHours.parse(other_order) == WeeklyHours.parse(hours)


def test_an_empty_text_closes_a_day() -> None:
    assert WeeklyHours.parse({"mon-fri": "08:00-18:00", "wed": ""}).on_weekday(2) == ()


def test_longest_interval_of_the_week() -> None:
    assert OFFICE.longest_min() == 270
    assert WeeklyHours.parse({}).longest_min() == 0


@pytest.mark.parametrize(
    ("key", "text", "kind"),
    [
        pytest.param("lundi", "08:00-18:00", "weekday", id="French day"),
        pytest.param("fri-mon", "08:00-18:00", "reversed", id="days backwards"),
        pytest.param("mon", "8h-18h", "interval", id="letters in the hours"),
        pytest.param("mon", "08:60-18:00", "interval", id="minute 60"),
        pytest.param("mon", "08:00-24:15", "interval", id="after midnight"),
        pytest.param("mon", "18:00-08:00", "reversed", id="hours backwards"),
        pytest.param("mon", "08:00-08:00", "reversed", id="no time at all"),
        pytest.param("mon", "08:00-12:00, 11:00-13:00", "overlap", id="two that overlap"),
    ],
)
def test_wrong_hours_say_what_is_wrong(key: str, text: str, kind: str) -> None:
    with pytest.raises(WrongHours) as wrong:
        WeeklyHours.parse({key: text})
    assert (wrong.value.kind, wrong.value.key) == (kind, key)


def test_a_day_in_two_ranges_is_refused() -> None:
    with pytest.raises(WrongHours) as wrong:
        WeeklyHours.parse({"mon-wed": "08:00-12:00", "wed-fri": "08:00-12:00"})
    assert (wrong.value.kind, wrong.value.found) == ("twice", "wed")


INTERVALS = st.lists(st.integers(0, 24 * 60), max_size=8, unique=True).map(
    lambda ends: list(zip(sorted(ends)[::2], sorted(ends)[1::2], strict=False))
)


def clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"


@given(st.fixed_dictionaries(dict.fromkeys(WEEKDAYS, INTERVALS)))
def test_what_is_written_is_what_is_read(week: dict[str, list[tuple[int, int]]]) -> None:
    hours = {day: ", ".join(f"{clock(a)}-{clock(b)}" for a, b in reversed(some)) for day, some in week.items()}
    assert WeeklyHours.parse(hours).intervals == tuple(tuple(week[day]) for day in WEEKDAYS)


@pytest.mark.parametrize(
    ("day", "utc_hour"),
    [
        pytest.param(date(2027, 3, 26), 16, id="Friday before the clocks go forward"),
        pytest.param(date(2027, 3, 29), 15, id="Monday after"),
        pytest.param(date(2027, 10, 29), 15, id="Friday before the clocks go back"),
        pytest.param(date(2027, 11, 1), 16, id="Monday after they went back"),
    ],
)
def test_17_00_stays_17_00_on_both_sides_of_a_clock_change(day: date, utc_hour: int) -> None:
    evening = WeeklyHours.parse({"mon-fri": "17:00-18:30"})
    start = datetime(day.year, day.month, day.day, utc_hour, tzinfo=UTC)
    assert evening.spans_on(day, PARIS) == (Span(start, start + timedelta(minutes=90)),)


@pytest.mark.parametrize(
    ("zone", "start"),
    [
        pytest.param("Pacific/Noumea", datetime(2027, 1, 10, 21, tzinfo=UTC), id="Nouméa: still Sunday in UTC"),
        pytest.param("Pacific/Tahiti", datetime(2027, 1, 11, 18, tzinfo=UTC), id="Papeete: UTC-10"),
        pytest.param("America/Miquelon", datetime(2027, 1, 11, 11, tzinfo=UTC), id="Saint-Pierre in winter"),
    ],
)
def test_monday_08_00_overseas(zone: str, start: datetime) -> None:
    assert OFFICE.spans_on(date(2027, 1, 11), ZoneInfo(zone))[0].start == start


def test_saint_pierre_changes_its_clocks_two_weeks_before_paris() -> None:
    day = date(2027, 3, 15)  # Saint-Pierre went forward on the 14th, Paris will on the 28th
    assert OFFICE.spans_on(day, ZoneInfo("America/Miquelon"))[0].start.hour == 10
    assert OFFICE.spans_on(day, PARIS)[0].start.hour == 7


@given(st.dates(date(2026, 1, 1), date(2029, 12, 31)), st.sampled_from(["Europe/Paris", "America/Miquelon"]))
def test_whole_days_follow_one_another_without_gap_or_overlap(day: date, zone: str) -> None:
    whole = WeeklyHours.parse({"mon-sun": "00:00-24:00"})
    today, tomorrow = (whole.spans_on(one, ZoneInfo(zone)) for one in (day, day + timedelta(days=1)))
    assert today[0].end == tomorrow[0].start
    assert len(union((*today, *tomorrow))) == 1


def test_minute_1440_is_the_next_midnight() -> None:
    assert at_local(date(2027, 3, 27), 1440, PARIS) == at_local(date(2027, 3, 28), 0, PARIS)
