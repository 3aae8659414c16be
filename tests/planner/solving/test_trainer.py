"""R7: a trainer leads one thing at a time, with a gap, never when away, and within limits."""

from datetime import date
from zoneinfo import ZoneInfo

import pytest

from calendars.spans import Span
from calendars.working_hours import at_local
from planner.session import BusyTimes
from tests.support.sessions import a_session
from tests.support.solver import at_once, bites, good_plan, has_no_plan, live, starts

TWO_GROUPS = {"groups": [{"id": "a", "size": 10}, {"id": "b", "size": 10}]}
TUESDAY = ("2027-01-12", "2027-01-12")
DURAND = {"id": "durand", "name": "Durand"}
MARTIN = {"id": "martin", "name": "Martin"}


def busy_on(day: str, from_min: int, to_min: int, zone: str = "Europe/Paris") -> Span:
    on = date.fromisoformat(day)
    return Span(at_local(on, from_min, ZoneInfo(zone)), at_local(on, to_min, ZoneInfo(zone)))


def test_holds() -> None:
    session = a_session(**TWO_GROUPS, rules={"working_hours": {"wed": "13:30-17:30"}, "max_delivery_day": "2h30"})
    assert len(good_plan(session).placements) == 4


def test_bites() -> None:
    """Two groups, one trainer, one hour."""
    assert bites("trainer", at_once(*TUESDAY, **TWO_GROUPS)) == {"overlap"}


def test_two_trainers_lead_at_once() -> None:
    session = at_once(*TUESDAY, **TWO_GROUPS, trainers=[DURAND, MARTIN])
    assert {p.trainers for p in good_plan(session).placements} == {("durand",), ("martin",)}


@pytest.mark.parametrize(
    ("hours", "gap", "duration", "possible"),
    [
        pytest.param("17:00-19:15", "15 min", "1h", True, id="exactly the gap"),
        pytest.param("17:00-19:00", "15 min", "1h", False, id="a quarter less"),
        pytest.param("17:00-19:00", "0 min", "1h", True, id="no gap asked"),
        pytest.param("17:00-19:00", "10 min", "50 min", True, id="50 min and 10 min make an hour"),
        pytest.param("17:00-18:50", "15 min", "50 min", False, id="65 min are more than four quarters"),
        pytest.param("17:00-19:05", "15 min", "50 min", True, id="five quarters later"),
    ],
)
def test_gap(hours: str, gap: str, duration: str, possible: bool) -> None:
    session = at_once(*TUESDAY, live(duration=duration), hours=hours, rules={"trainer_gap": gap}, **TWO_GROUPS)
    assert has_no_plan(session) is not possible


def test_gap_bites() -> None:
    fixed = live(fixed={"a": "2027-01-12T17:00", "b": "2027-01-12T18:00"})
    assert bites("trainer", at_once(*TUESDAY, fixed, hours="17:00-19:00", **TWO_GROUPS)) == {"gap"}


def test_absences_are_whole_local_days() -> None:
    away = DURAND | {"absent": ["2027-01-12"]}
    assert bites("trainer", at_once(*TUESDAY, trainers=[away])) == {"absent"}
    session = at_once("2027-01-11", "2027-01-13", trainers=[DURAND | {"absent": ["2027-01-11/2027-01-12"]}])
    assert starts(session, good_plan(session)) == ["2027-01-13 17:00"]
    assert good_plan(at_once(*TUESDAY, trainers=[away, MARTIN])).placements[0].trainers == ("martin",)


def test_an_absence_is_on_the_trainers_own_clock() -> None:
    """Tuesday 07:00 in Nouméa is Monday 22:00 in Paris."""
    far = {"id": "loin", "name": "Loin", "department": "75", "working_hours": {"mon-sun": "22:00-23:00"}}
    days = {"department": "988", "hours": "07:00-08:00"}
    monday, tuesday = (far | {"absent": [day]} for day in ("2026-09-07", "2026-09-08"))
    assert bites("trainer", at_once("2026-09-08", "2026-09-08", trainers=[monday], **days)) == {"absent"}
    assert good_plan(at_once("2026-09-08", "2026-09-08", trainers=[tuesday], **days))


@pytest.mark.parametrize(
    ("from_min", "to_min", "possible"),
    [
        pytest.param(17 * 60 + 20, 17 * 60 + 21, False, id="a minute in the middle"),
        pytest.param(16 * 60, 17 * 60, True, id="until the class begins"),
        pytest.param(18 * 60, 19 * 60, True, id="from the end of the class"),
        pytest.param(17 * 60 + 59, 19 * 60, False, id="the last minute of the class"),
        pytest.param(16 * 60, 17 * 60 + 1, False, id="the first minute of the class"),
    ],
)
def test_busy(from_min: int, to_min: int, possible: bool) -> None:
    busy = BusyTimes(trainers={"durand": (busy_on("2027-01-12", from_min, to_min),)})
    session = at_once(*TUESDAY)
    assert has_no_plan(session, busy) is not possible
    if not possible:
        assert bites("trainer", session, busy) == {"busy"}


@pytest.mark.parametrize(
    ("limits", "kind"),
    [
        pytest.param({"max_delivery_day": "1h45"}, "day_limit", id="of a day"),
        pytest.param({"max_delivery_week": "1h45"}, "week_limit", id="of a week"),
    ],
)
def test_limits(limits: dict[str, str], kind: str) -> None:
    """Two classes of an hour on one day."""
    two = live(fixed={"a": "2027-01-12T08:00", "b": "2027-01-12T10:00"})
    hours = {"hours": "08:00-18:00"}
    assert bites("trainer", at_once(*TUESDAY, two, rules=limits, **hours, **TWO_GROUPS)) == {kind}
    own = [DURAND | limits]
    assert bites("trainer", at_once(*TUESDAY, two, trainers=own, **hours, **TWO_GROUPS)) == {kind}
    enough = dict.fromkeys(limits, "2h")
    assert good_plan(at_once(*TUESDAY, two, rules=enough, **hours, **TWO_GROUPS))
    assert good_plan(at_once(*TUESDAY, two, rules=limits, trainers=[DURAND | enough], **hours, **TWO_GROUPS))


def test_limits_count_the_trainers_own_days_and_weeks() -> None:
    """Monday 22:00 of Paris is Tuesday 07:00 in Nouméa; Tuesday 15:00 in Nouméa is Tuesday 06:00 of Paris."""
    far = {"id": "loin", "name": "Loin", "department": "75", "working_hours": {"mon-fri": "06:00-07:00, 22:00-23:00"}}
    fixed = live(fixed={"a": "2026-09-08T07:00", "b": "2026-09-08T15:00"})
    where = {"department": "988", "hours": "07:00-18:00", **TWO_GROUPS}
    session = at_once("2026-09-08", "2026-09-09", fixed, trainers=[far | {"max_delivery_day": "1h"}], **where)
    assert good_plan(session)
    same_day = live(fixed={"a": "2026-09-08T15:00", "b": "2026-09-09T07:00"})
    session = at_once("2026-09-08", "2026-09-09", same_day, trainers=[far | {"max_delivery_day": "1h"}], **where)
    assert bites("trainer", session) == {"day_limit"}


def test_several_trainers_lead_together() -> None:
    together = live(trainers_needed=2)
    plan = good_plan(at_once(*TUESDAY, together, trainers=[DURAND, MARTIN]))
    assert plan.placements[0].trainers == ("durand", "martin")
    away = MARTIN | {"absent": ["2027-01-12"]}
    assert bites("trainer", at_once(*TUESDAY, together, trainers=[DURAND, away])) == {"absent"}
