"""R8: a group is never in two places at once, nor called when it teaches or is busy."""

from datetime import date
from zoneinfo import ZoneInfo

from calendars.spans import Span
from calendars.working_hours import at_local
from planner.session import BusyTimes
from tests.support.sessions import a_session
from tests.support.solver import at_once, bites, good_plan, has_no_plan, live, remote, starts

TUESDAY = ("2027-01-12", "2027-01-12")
PARIS = ZoneInfo("Europe/Paris")
BUSY = BusyTimes(groups={"lyon": (Span(*(at_local(date(2027, 1, 12), hour * 60, PARIS) for hour in (17, 18))),)})


def a_group(**more: object) -> dict[str, object]:
    return {"groups": [{"id": "lyon", "size": 20, **more}]}


def test_holds() -> None:
    session = a_session(**a_group(teaching={"mon-fri": "08:00-16:30"}))
    assert all(start[-5:] >= "16:30" for start in starts(session, good_plan(session, BUSY)))


def test_bites() -> None:
    """Two classes at one hour, with a trainer each; the order of the file, which would forbid it too, is off."""
    trainers = [{"id": id, "name": id} for id in ("durand", "martin")]
    session = at_once(*TUESDAY, live("c1"), live("c2"), trainers=trainers, rules={"off": ["order"]})
    assert bites("participant", session) == {"overlap"}


def test_bites_where_one_of_two_groups_is_elsewhere() -> None:
    trainers = [{"id": id, "name": id} for id in ("durand", "martin")]
    groups = [{"id": "a", "size": 10}, {"id": "b", "size": 10}]
    both, one = live("c1", together=True), live("c2", groups=["b"])
    session = at_once(*TUESDAY, both, one, trainers=trainers, groups=groups, rules={"off": ["order"]})
    assert bites("participant", session) == {"overlap"}


def test_teaching_hours() -> None:
    teaching = a_group(teaching={"tue": "08:00-17:15"})
    assert bites("participant", at_once(*TUESDAY, **teaching)) == {"teaching"}
    session = at_once(*TUESDAY, hours="16:00-18:15", **teaching)
    assert starts(session, good_plan(session)) == ["2027-01-12 17:15"]


def test_teaching_hours_do_not_bind_days_on_site_nor_remote_work() -> None:
    all_day = a_group(teaching={"mon-fri": "00:00-24:00"})
    assert good_plan(at_once(*TUESDAY, live(kind="in_person", duration="6h"), **all_day))
    assert good_plan(at_once(*TUESDAY, remote(), **all_day))


def test_teaching_hours_are_on_the_groups_own_clock() -> None:
    """17:00 in Paris is 20:00 in La Réunion in winter."""
    far = {"groups": [{"id": "saint-denis", "size": 20, "department": "974", "teaching": {"tue": "20:30-20:45"}}]}
    session = at_once("2027-03-09", "2027-03-09", hours="00:00-24:00", department="75", **far)
    fixed = at_once(
        "2027-03-09", "2027-03-09", live(fixed="2027-03-09T17:00"), hours="00:00-24:00", department="75", **far
    )
    assert good_plan(session)
    assert bites("participant", fixed) == {"teaching"}


def test_nobody_teaches_on_a_closed_day() -> None:
    session = at_once(
        "2026-11-11", "2026-11-11", rules={"off": ["no_public_holidays"]}, **a_group(teaching={"wed": "08:00-18:00"})
    )
    assert starts(session, good_plan(session)) == ["2026-11-11 17:00"]


def test_busy() -> None:
    assert bites("participant", at_once(*TUESDAY), BUSY) == {"busy"}
    session = at_once(*TUESDAY, hours="16:15-19:00")
    assert starts(session, good_plan(session, BUSY)) == ["2027-01-12 18:00"]


def test_busy_binds_days_on_site_but_not_remote_work() -> None:
    assert bites("participant", at_once(*TUESDAY, live(kind="in_person", duration="10h")), BUSY) == {"busy"}
    assert good_plan(at_once(*TUESDAY, remote()), BUSY)


def test_a_split_group_keeps_the_calendar_of_the_whole() -> None:
    session = at_once(*TUESDAY, hours="17:00-20:15", groups=[{"id": "lyon", "size": 30}])
    assert starts(session, good_plan(session, BUSY)) == ["2027-01-12 18:00", "2027-01-12 19:15"]
    assert has_no_plan(at_once(*TUESDAY, hours="17:00-20:00", groups=[{"id": "lyon", "size": 30}]), BUSY)
