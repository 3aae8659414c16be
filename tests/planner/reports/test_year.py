"""The year at a glance: which months, which days are closed, what takes place."""

from datetime import date

from planner.reports.year import Day, Year, year_of
from tests.support.sessions import a_good_plan, a_plan, a_session, block, the_school


def day(year: Year, wanted: str) -> Day:
    days = (each for month in year.months for week in month.weeks for each in week if each)
    return next(each for each in days if each.day == date.fromisoformat(wanted))


def shown(year: Year) -> tuple[str, str, int]:
    return f"{year.months[0].first:%Y-%m}", f"{year.months[-1].first:%Y-%m}", len(year.months)


def test_a_school_year_where_all_falls_into_one() -> None:
    assert shown(year_of(a_session(), None, [], the_school())) == ("2026-09", "2027-08", 12)


def test_the_months_concerned_where_it_takes_two() -> None:
    session = a_session(window={"first": "2027-08-23", "last": "2027-10-15"})
    assert shown(year_of(session, None, [date(2027, 11, 29)], the_school())) == ("2027-08", "2027-12", 5)


def test_weeks_are_whole_and_days_of_other_months_left_out() -> None:
    january = year_of(a_session(), None, [], the_school()).months[4]
    assert [len(week) for week in january.weeks] == [7] * 5
    assert [each.day.day if each else None for each in january.weeks[0]] == [None, None, None, None, 1, 2, 3]


def test_why_a_day_is_closed() -> None:
    year = year_of(a_session(), None, [], the_school())
    assert (day(year, "2027-01-09").closed, day(year, "2027-01-11").closed) == ("weekend", None)
    assert day(year, "2026-12-24").name == "Vacances de Noël"
    assert (day(year, "2026-12-25").closed, day(year, "2026-12-25").name) == ("public", "Noël")
    assert day(year, "2027-01-02").closed == "school", "a Saturday in the holidays"


def test_what_takes_place_and_the_window() -> None:
    session = a_session()
    year = year_of(session, a_good_plan(session), [], the_school())
    assert day(year, "2027-01-12").kinds == ("virtual_class",)
    assert day(year, "2027-01-22").kinds == ("remote_work",)
    assert day(year, "2027-01-23").kinds == ()
    assert [day(year, each).in_window for each in ("2027-01-03", "2027-01-04", "2027-02-12", "2027-02-13")] == [
        False, True, True, False,
    ]  # fmt: skip


def test_nothing_of_a_block_is_done_on_a_closed_day() -> None:
    """11 November 2026 is a Wednesday."""
    window = {"first": "2026-11-02", "last": "2026-12-04"}
    session = a_session(window=window)
    plan = a_plan(session, block(session, "module1", "2026-11-09", "2026-11-13", 120))
    assert day(year_of(session, plan, [], the_school()), "2026-11-11").kinds == ()
    off = a_session(window=window, rules={"off": ["no_public_holidays"]})
    assert day(year_of(off, plan, [], the_school()), "2026-11-11").kinds == ("remote_work",)


def test_holidays_of_every_department() -> None:
    groups = [{"id": "lyon", "size": 9}, {"id": "metz", "size": 9, "department": "57"}]
    year = year_of(a_session(groups=groups), None, [], the_school())
    assert {holiday.zone for holiday in year.school} == {"A", "B"}
    assert [each.departments for each in year.public if each.name == "Vendredi saint"] == [("57",)]
    assert [each.departments for each in year.public if each.name == "Armistice"] == [()], "kept everywhere"


def test_a_public_holiday_that_is_not_kept_is_not_shown() -> None:
    session = a_session(rules={"ignored_public_holidays": ["Armistice"]})
    year = year_of(session, None, [], the_school())
    assert "Armistice" not in {each.name for each in year.public}
    assert day(year, "2026-11-11").closed is None


def test_beyond_the_published_calendar() -> None:
    session = a_session(window={"first": "2028-08-21", "last": "2028-09-08"})
    year = year_of(session, None, [], the_school())
    assert year.unknown_from == date(2028, 9, 1)
    assert day(year, "2028-09-04").closed == "unknown"
    assert day(year, "2028-09-02").closed == "weekend"
