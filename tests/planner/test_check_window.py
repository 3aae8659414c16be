"""R11: between the first and last date, and on the dates that are fixed."""

from typing import Any

import pytest

from planner.session import Session
from tests.support.breaches import breaches, kinds, one_class, one_work, say, trainer
from tests.support.sessions import block, place

WINDOW = {"first": "2027-01-12", "last": "2027-01-20"}


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        pytest.param("2027-01-11", ["before_first_date"], id="the day before"),
        pytest.param("2027-01-12", [], id="the first date"),
        pytest.param("2027-01-20", [], id="the last date"),
        pytest.param("2027-01-21", ["after_last_date"], id="the day after"),
        pytest.param("0001-01-05", ["before_first_date"], id="the first year there is"),
        pytest.param("9998-12-31", ["after_last_date"], id="nearly the last year there is"),
    ],
)
def test_ends_of_the_window(day: str, expected: list[str]) -> None:
    session, work = one_class(window=WINDOW), one_work(window=WINDOW)
    assert kinds("window", session, place(session, "accueil", f"{day} 10:00")) == expected
    assert kinds("window", work, block(work, "module", day, day, 120)) == expected


def test_both_ends_of_a_block() -> None:
    session = one_work(window=WINDOW)
    assert kinds("window", session, block(session, "module", "2027-01-11", "2027-01-13", 120)) == ["before_first_date"]
    assert kinds("window", session, block(session, "module", "2027-01-20", "2027-01-21", 120)) == ["after_last_date"]


def test_window_is_days_of_the_session_s_place() -> None:
    session = one_class(department="988", window=WINDOW)
    # Tuesday 12 January 08:00 in Nouméa is Monday in UTC
    assert kinds("window", session, place(session, "accueil", "2027-01-12 08:00")) == []


def fixed(value: Any, **overrides: Any) -> Session:
    accueil = {"id": "accueil", "kind": "virtual_class", "title": "Accueil", "duration": "1h", "fixed": value}
    return one_class(activities=[accueil], trainers=[trainer("durand"), trainer("martin")], **overrides)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        pytest.param("2027-01-13T17:00", [], id="kept"),
        pytest.param("2027-01-13T17:15", ["fixed_not_kept"], id="a quarter off"),
        pytest.param("2027-01-12T17:00", ["fixed_not_kept"], id="a day off"),
        pytest.param("2027-01-13", [], id="a day without an hour"),
        pytest.param("2027-01-14", ["fixed_not_kept"], id="another day without an hour"),
        pytest.param({"lyon": "2027-01-13T17:00"}, [], id="this group's date"),
        pytest.param({"lyon": "2027-01-13T16:00"}, ["fixed_not_kept"], id="this group's date, an hour off"),
        pytest.param({"other": "2027-01-13T16:00"}, [], id="another group's date"),
        pytest.param({"day": "2027-01-13", "trainers": ["durand"]}, [], id="its trainer leads"),
        pytest.param({"day": "2027-01-13", "trainers": ["martin"]}, ["fixed_not_kept"], id="another trainer leads"),
    ],
)
def test_fixed_class(value: Any, expected: list[str]) -> None:
    session = fixed(value)
    assert kinds("window", session, place(session, "accueil", "2027-01-13 17:00", trainers=("durand",))) == expected


def test_fixed_hour_is_on_the_session_s_clock() -> None:
    session = fixed("2026-06-09T08:00", department="988")
    assert kinds("window", session, place(session, "accueil", "2026-06-09 08:00")) == []


def test_date_of_a_group_holds_for_its_halves() -> None:
    session = fixed({"lyon": "2027-01-13T17:00"}, groups=[{"id": "lyon", "size": 40}])
    half = place(session, "accueil", "2027-01-13 16:00", groups=("lyon-2",))
    assert kinds("window", session, half) == ["fixed_not_kept"]


@pytest.mark.parametrize(
    ("first", "last", "minutes", "expected"),
    [
        pytest.param("2027-01-11", "2027-01-15", 60, [], id="kept"),
        pytest.param("2027-01-12", "2027-01-15", 60, ["fixed_block_not_kept"], id="begins a day later"),
        pytest.param("2027-01-11", "2027-01-14", 60, ["fixed_block_not_kept"], id="ends a day earlier"),
        pytest.param("2027-01-11", "2027-01-15", 75, ["fixed_block_not_kept"], id="15 min more"),
    ],
)
def test_fixed_block(first: str, last: str, minutes: int, expected: list[str]) -> None:
    value = {"first": "2027-01-11", "last": "2027-01-15", "duration": "1h"}
    work = {"id": "module", "kind": "remote_work", "title": "Module", "duration": "2h", "fixed": value}
    session = one_work(activities=[work])
    rest = block(session, "module", "2027-01-18", "2027-01-22", 60)
    assert kinds("window", session, block(session, "module", first, last, minutes), rest) == expected


def test_block_fixed_for_another_group() -> None:
    value = [{"group": "b", "first": "2027-01-11", "last": "2027-01-15", "duration": "1h"}]
    work = {"id": "module", "kind": "remote_work", "title": "Module", "duration": "1h", "fixed": value}
    session = one_work(activities=[work], groups=[{"id": "a", "size": 20}, {"id": "b", "size": 20}])
    found = breaches("window", session, block(session, "module", "2027-01-18", "2027-01-22", 60, group="a"))
    assert [violation.group for violation in found] == ["b"]


def test_two_fixed_blocks_alike_need_two() -> None:
    value = {"first": "2027-01-11", "last": "2027-01-15", "duration": "1h"}
    work = {"id": "module", "kind": "remote_work", "title": "Module", "duration": "2h", "fixed": [value, value]}
    session = one_work(activities=[work])
    one = block(session, "module", "2027-01-11", "2027-01-15", 60)
    assert kinds("window", session, one) == ["fixed_block_not_kept"]
    assert kinds("window", session, one, one) == []


def test_sentences_give_both_dates() -> None:
    session = fixed("2027-01-13T17:00")
    (found,) = breaches("window", session, place(session, "accueil", "2027-01-13 16:00", trainers=("durand",)))
    assert say(found, session) == (
        "Wednesday 13 January 2027, “Accueil”: the session file fixes Wednesday 13 January 2027, 17:00; "
        "the plan says Wednesday 13 January 2027 at 16:00, Durand (R11)"
    )


def test_switched_off() -> None:
    session = one_class(window=WINDOW, rules={"off": ["window"]})
    assert kinds("window", session, place(session, "accueil", "2027-01-21 10:00")) == []
