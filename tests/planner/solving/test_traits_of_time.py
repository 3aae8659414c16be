"""Sessions at the odd places of the calendar: each has a plan, and the checker finds nothing in it."""

import pytest

from planner.session import Session
from tests.support.sessions import a_session
from tests.support.solver import blocks, good_plan, has_no_plan, live, remote, starts

HOURS = {"working_hours": {"mon-fri": "08:00-18:00"}}
PARIS = {"id": "paris", "name": "P", "department": "75"}


def a_course(first: str, last: str, **more: object) -> Session:
    """A class, an hour of remote work, a class."""
    activities = [live("c1"), remote("r1", "1h"), live("c2")]
    return a_session(window={"first": first, "last": last}, activities=activities, **({"rules": HOURS} | more))


@pytest.mark.parametrize(
    "session",
    [
        pytest.param(a_course("2027-03-15", "2027-04-09"), id="over the change to summer time"),
        pytest.param(a_course("2026-10-05", "2026-11-06"), id="over the change to winter time"),
        pytest.param(a_course("2025-12-15", "2026-01-09"), id="over a week that spans New Year"),
        pytest.param(a_course("2026-12-07", "2027-01-08"), id="over ISO week 53"),
        pytest.param(a_course("2027-05-03", "2027-05-14"), id="over the Ascension bridge"),
        pytest.param(a_course("2026-11-02", "2026-11-13"), id="over 11 November"),
        pytest.param(a_course("2023-05-02", "2023-05-26", department="976"), id="Mayotte, back on a public holiday"),
        pytest.param(a_course("2026-11-02", "2026-12-04", department="988"), id="Nouméa"),
        pytest.param(
            a_course("2026-08-31", "2026-09-25", department="987", rules={"working_hours": {"mon-fri": "06:00-20:00"}}),
            id="Papeete, UTC-10",
        ),
        pytest.param(a_course("2026-03-02", "2026-04-03", department="975"), id="Saint-Pierre, its own clock changes"),
        pytest.param(
            a_course(
                "2027-01-11",
                "2027-02-10",
                department="987",
                rules={"working_hours": {"mon-fri": "06:00-22:00"}},
                trainers=[PARIS],
            ),
            id="Papeete with a trainer eleven hours away",
        ),
        pytest.param(
            a_course(
                "2027-03-01",
                "2027-03-16",
                department="974",
                trainers=[PARIS, {"id": "antilles", "name": "A", "department": "974"}],
            ),
            id="La Réunion with a trainer in Paris",
        ),
        pytest.param(
            a_course(
                "2027-02-01",
                "2027-03-19",
                groups=[{"id": "lyon", "size": 9}, {"id": "rennes", "size": 9, "department": "35"}],
            ),
            id="two zones whose holidays overlap partly",
        ),
    ],
)
def test_has_a_plan(session: Session) -> None:
    assert len(good_plan(session).placements) == 2 * len(session.groups)


def test_a_trainer_eight_hours_away() -> None:
    """08:00 in Guadeloupe is 16:00 in La Réunion: a class there can begin until 09:00."""
    trainers = [{"id": "reunion", "name": "R", "department": "974"}]

    def fixed_at(clock: str) -> Session:
        day = {"first": "2026-06-09", "last": "2026-06-09"}
        activities = [live(fixed=f"2026-06-09T{clock}")]
        return a_session(window=day, department="971", activities=activities, trainers=trainers, rules=HOURS)

    assert good_plan(fixed_at("08:00"))
    assert good_plan(fixed_at("09:00"))
    assert has_no_plan(fixed_at("09:15"))


def test_the_same_hour_on_both_sides_of_the_clock_changes() -> None:
    only = {"working_hours": {"mon-fri": "17:00-18:00"}}
    for window in (("2027-03-22", "2027-04-02"), ("2026-10-12", "2026-11-06")):
        session = a_course(*window, rules=only)
        assert {start[-5:] for start in starts(session, good_plan(session))} == {"17:00"}


def test_up_to_the_last_known_day_of_a_zone() -> None:
    """Nouméa is known until 11 February 2027, a day of its summer holidays."""
    plan = good_plan(a_course("2026-12-07", "2027-02-11", department="988"))
    assert max(block.last for block in plan.blocks).isoformat() <= "2026-12-18"
    assert has_no_plan(a_course("2026-12-19", "2027-02-11", department="988"))


def test_an_unknown_return_day_closes_all_that_follows() -> None:
    """Corse is off from 3 July 2027, and its return is not published."""
    corse = {"department": "2A", "activities": [remote(duration="1h")]}
    session = a_session(window={"first": "2027-06-28", "last": "2027-08-20"}, **corse)
    assert blocks(good_plan(session)) == [("2027-06-28", "2027-07-02", 60)]
    assert has_no_plan(a_session(window={"first": "2027-07-03", "last": "2027-08-20"}, **corse))
