"""R13: starts on the quarter hour, blocks in multiples of 15 min and not too small."""

from datetime import UTC, datetime, timedelta

import pytest

from planner.plan import Placement
from tests.support.breaches import breaches, kinds, one_class, one_work, say
from tests.support.sessions import block, place


@pytest.mark.parametrize(
    ("start", "grid", "expected"),
    [
        pytest.param("10:45", "15 min", [], id="the last quarter of an hour"),
        pytest.param("10:50", "15 min", ["start"], id="five minutes later"),
        pytest.param("10:30", "30 min", [], id="half past"),
        pytest.param("10:45", "30 min", ["start"], id="a quarter to, on half hours"),
        pytest.param("10:00", "1h", [], id="the full hour"),
        pytest.param("10:30", "1h", ["start"], id="half past, on full hours"),
    ],
)
def test_start(start: str, grid: str, expected: list[str]) -> None:
    session = one_class(rules={"start_grid": grid})
    assert kinds("grid", session, place(session, "accueil", f"2027-01-12 {start}")) == expected


@pytest.mark.parametrize("off", [timedelta(seconds=1), timedelta(microseconds=1)])
def test_seconds_count(off: timedelta) -> None:
    start = datetime(2027, 1, 12, 10, tzinfo=UTC) + off
    assert kinds("grid", one_class(), Placement("accueil", ("lyon",), start, 60, ("durand",))) == ["start"]


@pytest.mark.parametrize(
    ("duration", "blocks_min", "expected"),
    [
        pytest.param("2h", (30, 90), [], id="the smallest block and the rest"),
        pytest.param("2h", (15, 105), ["block_too_small"], id="15 min is less than the smallest"),
        pytest.param("2h", (40, 80), ["block_not_multiple", "block_not_multiple"], id="no multiples of 15 min"),
        pytest.param("2h", (45, 75), [], id="multiples of 15 min"),
        pytest.param("20 min", (20,), [], id="short work is one block of its own duration"),
        pytest.param("20 min", (10, 10), ["short_work_split", "short_work_split"], id="short work is not split"),
        pytest.param("30 min", (15, 15), ["block_too_small", "block_too_small"], id="as long as the smallest"),
    ],
)
def test_blocks(duration: str, blocks_min: tuple[int, ...], expected: list[str]) -> None:
    session = one_work(duration)
    days = ("2027-01-12", "2027-01-19")
    blocks = [block(session, "module", day, day, minutes) for day, minutes in zip(days, blocks_min, strict=False)]
    assert kinds("grid", session, *blocks) == expected


def test_asked_smallest_block() -> None:
    session = one_work("2h", rules={"smallest_block": "1h"})
    assert kinds("grid", session, block(session, "module", "2027-01-12", "2027-01-12", 60)) == []
    assert kinds("grid", session, block(session, "module", "2027-01-12", "2027-01-12", 45)) == ["block_too_small"]


def test_sentences_give_the_grid() -> None:
    session = one_class()
    (found,) = breaches("grid", session, place(session, "accueil", "2027-01-12 10:05"))
    assert say(found, session).replace("\u00a0", " ") == (
        "Tuesday 12 January 2027, “Accueil”: it starts at 10:05; classes start every 15 min from the full hour (R13)"
    )


def test_switched_off() -> None:
    session = one_class(rules={"off": ["grid"]})
    assert kinds("grid", session, place(session, "accueil", "2027-01-12 10:05")) == []
