"""Advice is said of a plan, with its figures, and never enforced."""

from typing import Any

import pytest

from planner.advice import advice
from planner.messages.texts import Texts
from planner.messages.violations import advice_text
from planner.outcome import Advice
from planner.plan import Placement, RemoteBlock
from planner.session import Session
from tests.support.breaches import one_class, one_work
from tests.support.sessions import a_good_plan, a_plan, a_session, block, place, the_school


def said(session: Session, *entries: Placement | RemoteBlock) -> list[Advice]:
    """What is said beside `stays_open_not_said`; each sentence is rendered in both languages."""
    found = advice(session, a_plan(session, *entries), the_school())
    for one in found:
        for lang in ("fr", "en"):
            assert "{" not in advice_text(one, session, Texts(lang))
    return [one for one in found if one.kind != "stays_open_not_said"]


def sentence(one: Advice, session: Session) -> str:
    return advice_text(one, session, Texts("en")).replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("announced", "gap_min"),
    [
        pytest.param("4h30", [], id="1 h + 2 h + 1 h 30, as announced"),
        pytest.param("4h", [30], id="half an hour more than announced"),
        pytest.param("5h", [-30], id="half an hour less"),
    ],
)
def test_announced_duration(announced: str, gap_min: list[int]) -> None:
    session = a_session(announced_duration=announced)
    found = advice(session, a_good_plan(), the_school())
    assert [one.facts["gap_min"] for one in found if one.kind == "announced_duration"] == gap_min


def test_announced_duration_group_by_group() -> None:
    more = {"id": "plus", "kind": "remote_work", "title": "En plus", "duration": "1h", "groups": ["b"]}
    session = one_class(announced_duration="1h", groups=[{"id": "a", "size": 9}, {"id": "b", "size": 9}])
    session = session.model_copy(update={"activities": (*session.activities, *one_work(activities=[more]).activities)})
    (less,) = said(session.model_copy(update={"announced_duration_min": 120}))
    assert (less.group, less.facts["gap_min"]) == ("a", -60)
    (found,) = said(session)
    assert (found.group, found.facts["gap_min"]) == ("b", 60)
    assert sentence(found, session) == "The activities of group b add up to 2 h, 1 h more than the 1 h announced."


@pytest.mark.parametrize(
    ("kind", "duration", "expected"),
    [
        pytest.param("virtual_class", "1h30", [], id="1 h 30"),
        pytest.param("virtual_class", "1h45", ["long_class"], id="1 h 45"),
        pytest.param("in_person", "6h", [], id="a day on site is not a virtual class"),
    ],
)
def test_long_class(kind: str, duration: str, expected: list[str]) -> None:
    session = a_session(activities=[{"id": "c", "kind": kind, "title": "Classe", "duration": duration}])
    assert [one.kind for one in said(session)] == expected


@pytest.mark.parametrize(
    ("size", "expected"),
    [
        pytest.param(20, [], id="20"),
        pytest.param(21, ["reinforced_size"], id="21"),
        pytest.param(30, ["reinforced_size"], id="30"),
        pytest.param(31, ["discouraged_size"], id="31"),
    ],
)
def test_size_of_a_group(size: int, expected: list[str]) -> None:
    session = one_class(groups=[{"id": "lyon", "size": size}], rules={"capacity": 40})
    assert [one.kind for one in said(session)] == expected


def test_size_of_the_halves_of_a_split_group() -> None:
    # 45 participants in classes of 25: 23 and 22
    session = one_class(groups=[{"id": "lyon", "size": 45}])
    assert [(one.group, one.facts["size"]) for one in said(session)] == [("lyon-1", 23), ("lyon-2", 22)]


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        pytest.param("2027-01-14", [], id="a Thursday"),
        pytest.param("2027-01-15", ["weekend"], id="a Friday"),
        pytest.param("2026-11-10", ["public"], id="10 November"),
    ],
)
def test_first_class_on_an_eve(day: str, expected: list[str]) -> None:
    session = a_session()
    later = place(session, "retour1", "2027-01-22 10:00")
    found = said(session, place(session, "accueil", f"{day} 10:00"), later)
    assert [one.facts["next"] for one in found if one.kind == "first_class_on_eve"] == expected


@pytest.mark.parametrize(
    ("ends", "expected"),
    [
        pytest.param(("2027-01-14",), [], id="due on a Thursday"),
        pytest.param(("2027-01-15",), ["first_deadline_on_eve"], id="due on a Friday"),
        pytest.param(("2027-01-15", "2027-01-21"), [], id="due with its last block, on a Thursday"),
    ],
)
def test_first_deadline_on_an_eve(ends: tuple[str, ...], expected: list[str]) -> None:
    session = one_work()
    found = said(session, *(block(session, "module", day, day, 60) for day in ends))
    assert [one.kind for one in found] == expected


def avoiding(make: Any) -> Session:
    session: Session = make(groups=[{"id": "lyon", "size": 20, "avoid": ["2027-01-13/2027-01-15"]}])
    return session


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        pytest.param("2027-01-12", [], id="the day before"),
        pytest.param("2027-01-13", ["avoided_period_used"], id="the first day"),
        pytest.param("2027-01-14", ["avoided_period_used"], id="in the middle"),
        pytest.param("2027-01-18", [], id="after"),
    ],
)
def test_class_in_a_period_to_avoid(day: str, expected: list[str]) -> None:
    session = avoiding(one_class)
    assert [one.kind for one in said(session, place(session, "accueil", f"{day} 10:00"))] == expected


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        pytest.param("2027-01-11", "2027-01-14", [], id="two days are left outside"),
        pytest.param("2027-01-13", "2027-01-14", ["avoided_period_used"], id="no day is left outside"),
    ],
)
def test_remote_work_in_a_period_to_avoid(first: str, last: str, expected: list[str]) -> None:
    session = avoiding(one_work)
    assert [one.kind for one in said(session, block(session, "module", first, last, 120))] == expected


@pytest.mark.parametrize(
    ("stays_open", "expected"),
    [
        pytest.param({}, ["stays_open_not_said"], id="not said"),
        pytest.param({"stays_open": True}, [], id="open"),
        pytest.param({"stays_open": False}, [], id="closed"),
    ],
)
def test_stays_open(stays_open: dict[str, bool], expected: list[str]) -> None:
    session = a_session(**stays_open)
    assert [one.kind for one in advice(session, a_plan(session), the_school())] == expected


def test_sentences() -> None:
    session = avoiding(one_class)
    eve, avoided = said(session, place(session, "accueil", "2027-01-15 10:00"))
    assert sentence(eve, session) == (
        "The first class, “Accueil”, is on an eve, Friday 15 January 2027: the next day is in a weekend."
    )
    assert sentence(avoided, session) == (
        "“Accueil” is on Friday 15 January 2027, in a period that group lyon asked to avoid "
        "(Wednesday 13 January 2027 to Friday 15 January 2027)."
    )
