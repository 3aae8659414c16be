"""R14: nothing after the last date, and an evaluation before it."""

import pytest

from planner.session import Session
from tests.support.breaches import breaches, kinds, say
from tests.support.sessions import a_session, block, place


def session_of(kind: str, **overrides: object) -> Session:
    last = {"id": "last", "kind": kind, "title": "Dernière étape", "duration": "1h"}
    return a_session(activities=[last], **({"window": {"first": "2027-01-12", "last": "2027-01-20"}} | overrides))


@pytest.mark.parametrize(
    ("kind", "day", "expected"),
    [
        pytest.param("evaluation", "2027-01-19", [], id="an evaluation before the last date"),
        pytest.param("evaluation", "2027-01-20", ["evaluation_on_last_date"], id="an evaluation on it"),
        pytest.param("evaluation", "2027-01-21", ["asked_after_end"], id="an evaluation after it"),
        pytest.param("remote_work", "2027-01-20", [], id="remote work on the last date"),
        pytest.param("remote_work", "2027-01-21", ["asked_after_end"], id="remote work after it"),
    ],
)
def test_remote(kind: str, day: str, expected: list[str]) -> None:
    session = session_of(kind)
    assert kinds("closing", session, block(session, "last", "2027-01-18", day, 60)) == expected


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        pytest.param("2027-01-20", [], id="a class on the last date"),
        pytest.param("2027-01-21", ["asked_after_end"], id="a class after it"),
    ],
)
def test_class(day: str, expected: list[str]) -> None:
    session = session_of("virtual_class")
    assert kinds("closing", session, place(session, "last", f"{day} 10:00")) == expected


def test_sentence_gives_the_date() -> None:
    session = session_of("evaluation")
    (found,) = breaches("closing", session, block(session, "last", "2027-01-18", "2027-01-20", 60))
    assert say(found, session) == (
        "Wednesday 20 January 2027, “Dernière étape”: "
        "an evaluation is over before the session's last date, Wednesday 20 January 2027 (R14)"
    )


def test_switched_off() -> None:
    session = session_of("evaluation", rules={"off": ["closing"]})
    assert kinds("closing", session, block(session, "last", "2027-01-18", "2027-01-20", 60)) == []
