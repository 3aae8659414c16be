"""The checker and the model agree at the ends: of days, of weeks, of windows, of years and of summer time.

One class or one piece of work, placed by hand; both minds must give the verdict that the table gives.
"""

from typing import Any

import pytest

from planner.check import check
from planner.plan import Placement, RemoteBlock
from planner.posing import pose
from planner.session import Session
from planner.solving.solve import build
from tests.support.fixed_model import allows
from tests.support.sessions import a_plan, a_session, block, place, the_school
from tests.support.solver import live, remote

ALL_DAY = {"working_hours": {"mon-sun": "00:00-24:00"}}
GOOD, BAD = True, False


def judged(session: Session, *entries: Placement | RemoteBlock) -> bool:
    """Whether the plan of these entries is allowed, by both minds alike."""
    plan = a_plan(session, *entries)
    accepted = not check(session, plan, the_school())
    assert allows(build(pose(session, the_school())), plan) is accepted
    return accepted


def one_class(first: str, last: str, **more: Any) -> Session:
    return a_session(window={"first": first, "last": last}, activities=[live()], **more)


@pytest.mark.parametrize(
    ("start", "verdict"),
    [
        pytest.param("2027-01-12 00:00", GOOD, id="first quarter of the first day"),
        pytest.param("2027-01-11 23:45", BAD, id="a quarter before"),
        pytest.param("2027-01-12 23:00", GOOD, id="last quarters of the day"),
        pytest.param("2027-01-12 23:15", BAD, id="over midnight"),
        pytest.param("2027-01-14 23:00", GOOD, id="last quarters of the last day"),
        pytest.param("2027-01-14 23:15", BAD, id="over the end of the window"),
        pytest.param("2027-01-15 00:00", BAD, id="a minute after the window"),
        pytest.param("2027-01-13 17:05", BAD, id="between two quarters"),
    ],
)
def test_days_and_window(start: str, verdict: bool) -> None:
    session = one_class("2027-01-12", "2027-01-14", rules=ALL_DAY)
    assert judged(session, place(session, "c1", start)) is verdict


@pytest.mark.parametrize(
    ("start", "verdict"),
    [
        pytest.param("2027-01-12 17:00", GOOD, id="from opening"),
        pytest.param("2027-01-12 16:45", BAD, id="before opening"),
        pytest.param("2027-01-12 17:30", GOOD, id="to closing"),
        pytest.param("2027-01-12 17:45", BAD, id="after closing"),
        pytest.param("2027-01-13 08:00", GOOD, id="Wednesday, from opening"),
        pytest.param("2027-01-13 11:15", BAD, id="over lunch"),
        pytest.param("2027-01-13 11:00", GOOD, id="until lunch"),
        pytest.param("2027-01-13 13:30", GOOD, id="after lunch"),
    ],
)
def test_working_hours(start: str, verdict: bool) -> None:
    hours = {"working_hours": {"wed": "08:00-12:00, 13:30-18:00", "mon-fri": "17:00-18:30"}}
    session = one_class("2027-01-11", "2027-01-22", rules=hours)
    assert judged(session, place(session, "c1", start)) is verdict


@pytest.mark.parametrize(
    ("window", "start", "verdict"),
    [
        pytest.param(("2027-03-22", "2027-04-02"), "2027-03-25 08:00", GOOD, id="Thursday before summer time"),
        pytest.param(("2027-03-22", "2027-04-02"), "2027-03-30 08:00", GOOD, id="Tuesday after it, same hour"),
        pytest.param(("2027-03-22", "2027-04-02"), "2027-03-30 07:45", BAD, id="a quarter too early after it"),
        pytest.param(("2027-03-22", "2027-04-02"), "2027-03-30 17:00", GOOD, id="to closing after it"),
        pytest.param(("2027-03-22", "2027-04-02"), "2027-03-30 17:15", BAD, id="past closing after it"),
        pytest.param(("2027-03-22", "2027-04-02"), "2027-03-29 08:00", BAD, id="Easter Monday, the day after it"),
        pytest.param(("2025-10-13", "2025-11-07"), "2025-10-16 17:00", GOOD, id="before winter time"),
        pytest.param(("2025-10-13", "2025-11-07"), "2025-11-04 17:00", GOOD, id="after winter time"),
        pytest.param(("2025-10-13", "2025-11-07"), "2025-11-04 17:15", BAD, id="past closing in winter time"),
        pytest.param(("2025-10-13", "2025-11-07"), "2025-11-04 07:45", BAD, id="before opening in winter time"),
    ],
)
def test_clock_changes(window: tuple[str, str], start: str, verdict: bool) -> None:
    session = one_class(*window)
    assert judged(session, place(session, "c1", start)) is verdict


def test_clock_changes_of_saint_pierre_are_its_own() -> None:
    """Saint-Pierre goes to summer time on 8 March 2026, and its trainer in Lyon on 29 March."""
    where = {"department": "975", "trainers": [{"id": "lyon", "name": "L", "department": "69"}]}
    session = one_class("2026-03-02", "2026-04-03", **where)
    for start, verdict in (
        ("2026-03-03 13:00", GOOD),  # UTC-3: 17:00 in Lyon
        ("2026-03-03 13:15", BAD),
        ("2026-03-10 14:00", GOOD),  # UTC-2: 17:00 in Lyon
        ("2026-03-10 14:15", BAD),
        ("2026-03-31 13:00", GOOD),  # Lyon in summer time: 17:00 again
        ("2026-03-31 13:15", BAD),
    ):
        assert judged(session, place(session, "c1", start)) is verdict


def one_work(first: str, last: str, duration: str = "2h", **more: Any) -> Session:
    return a_session(window={"first": first, "last": last}, activities=[remote(duration=duration)], **more)


@pytest.mark.parametrize(
    ("days", "verdict"),
    [
        pytest.param([("2027-01-14", "2027-01-15", 60), ("2027-01-18", "2027-01-19", 60)], GOOD, id="both weeks"),
        pytest.param([("2027-01-13", "2027-01-15", 60), ("2027-01-18", "2027-01-19", 60)], BAD, id="a day before"),
        pytest.param([("2027-01-14", "2027-01-15", 60), ("2027-01-18", "2027-01-20", 60)], BAD, id="a day after"),
        pytest.param([("2027-01-14", "2027-01-14", 120)], GOOD, id="the first day alone"),
        pytest.param([("2027-01-19", "2027-01-19", 120)], GOOD, id="the last day alone"),
        pytest.param([("2027-01-15", "2027-01-15", 120)], BAD, id="begun on an eve"),
        pytest.param([("2027-01-14", "2027-01-16", 120)], BAD, id="until Saturday"),
    ],
)  # fmt: skip
def test_partial_weeks_of_the_window(days: list[tuple[str, str, int]], verdict: bool) -> None:
    session = one_work("2027-01-14", "2027-01-19")
    assert judged(session, *(block(session, "r1", *each) for each in days)) is verdict


@pytest.mark.parametrize(
    ("first", "second", "verdict"),
    [
        pytest.param(120, 120, GOOD, id="both full"),
        pytest.param(105, 135, BAD, id="a quarter too much in week 1"),
        pytest.param(135, 105, BAD, id="a quarter too much in week 53 or 51"),
    ],
)
@pytest.mark.parametrize(
    ("window", "blocks"),
    [
        pytest.param(
            ("2026-12-14", "2027-01-08"),
            (("2026-12-14", "2026-12-18"), ("2027-01-04", "2027-01-08")),
            id="2026 has a week 53",
        ),
        pytest.param(
            ("2025-12-15", "2026-01-09"),
            (("2025-12-15", "2025-12-19"), ("2026-01-05", "2026-01-09")),
            id="2025 has none",
        ),
    ],
)
def test_the_cap_over_new_year(
    window: tuple[str, str], blocks: tuple[tuple[str, str], ...], first: int, second: int, verdict: bool
) -> None:
    session = one_work(*window, duration="4h")
    entries = (block(session, "r1", *days, minutes) for days, minutes in zip(blocks, (first, second), strict=True))
    assert judged(session, *entries) is verdict


@pytest.mark.parametrize(
    ("days", "verdict"),
    [
        pytest.param(("2027-12-27", "2027-12-31"), BAD, id="Monday to Friday, all off"),
        pytest.param(("2028-01-03", "2028-01-07"), GOOD, id="the week that classes resume"),
    ],
)
def test_new_year_in_a_school_year_that_has_no_week_53(days: tuple[str, str], verdict: bool) -> None:
    session = one_work("2027-12-27", "2028-01-07")
    assert judged(session, block(session, "r1", *days, 120)) is verdict


def test_a_week_that_spans_new_year_is_one_week_of_the_cap() -> None:
    """From 28 December 2026 to 3 January 2027, ISO week 53, with the school holidays switched off."""
    rules = {"off": ["no_school_holidays"]}
    activities = [remote("r1", "1h30"), remote("r2", "1h")]
    session = a_session(window={"first": "2026-12-28", "last": "2027-01-08"}, activities=activities, rules=rules)
    first = block(session, "r1", "2026-12-29", "2026-12-31", 90)
    assert judged(session, first, block(session, "r2", "2027-01-04", "2027-01-08", 60)) is GOOD
    assert judged(session, first, block(session, "r2", "2026-12-31", "2026-12-31", 60)) is BAD


OFF_GRID = {"off": ["grid"], "trainer_gap": "10 min", "working_hours": {"mon-fri": "08:00-18:00"}}


@pytest.mark.parametrize(
    ("start", "verdict"),
    [
        pytest.param("2027-01-12 08:45", GOOD, id="over at 9:45, 10 minutes before"),
        pytest.param("2027-01-12 09:00", BAD, id="over at 10:00, within it"),
        pytest.param("2027-01-12 11:00", GOOD, id="11:00, 13 minutes after its end"),
        pytest.param("2027-01-12 10:45", BAD, id="10:45, before its end"),
        pytest.param("2027-01-12 10:50", BAD, id="off the grid without being fixed there"),
    ],
)
def test_beside_a_class_fixed_between_two_quarters(start: str, verdict: bool) -> None:
    """Fixed from 9:55 to 10:47: what comes before and after keeps its own minutes, not those of whole quarters."""
    groups = [{"id": "a", "size": 9}, {"id": "b", "size": 9}]
    fixed = live("c1", groups=["a"], fixed="2027-01-12T09:55", duration="52 min")
    session = a_session(
        window={"first": "2027-01-11", "last": "2027-01-14"},
        activities=[fixed, live("c2", groups=["b"])],
        groups=groups,
        rules=OFF_GRID,
    )
    beside = place(session, "c2", start)
    plan = a_plan(session, place(session, "c1", "2027-01-12 09:55"), beside)
    # the checker allows any minute where R13 is off; the planner itself starts what is free on a quarter
    accepted = not check(session, plan, the_school()) and beside.start.minute % 15 == 0
    assert allows(build(pose(session, the_school())), plan) is accepted is verdict


@pytest.mark.parametrize(
    ("at", "hours", "verdict"),
    [
        pytest.param("08:10", "08:10-09:10", GOOD, id="from opening to closing"),
        pytest.param("08:10", "08:11-09:15", BAD, id="a minute before opening"),
        pytest.param("08:10", "08:00-09:09", BAD, id="a minute past closing"),
        pytest.param("23:00", "22:00-24:00", GOOD, id="to midnight"),
    ],
)
def test_a_class_fixed_between_two_quarters_keeps_the_hours(at: str, hours: str, verdict: bool) -> None:
    activity = live(fixed=f"2027-01-12T{at}")
    rules = {"working_hours": {"mon-fri": hours}, "off": ["grid"]}
    session = a_session(window={"first": "2027-01-11", "last": "2027-01-14"}, activities=[activity], rules=rules)
    assert judged(session, place(session, "c1", f"2027-01-12 {at}")) is verdict


@pytest.mark.parametrize(
    ("start", "verdict"),
    [
        pytest.param("2027-01-12 05:00", GOOD, id="at night"),
        pytest.param("2027-01-12 23:00", GOOD, id="to midnight"),
        pytest.param("2027-01-12 23:15", BAD, id="over midnight"),
    ],
)
def test_a_class_lies_in_one_day_also_where_no_hours_are_asked(start: str, verdict: bool) -> None:
    session = one_class("2027-01-11", "2027-01-14", rules={"off": ["working_hours"]})
    assert judged(session, place(session, "c1", start)) is verdict
