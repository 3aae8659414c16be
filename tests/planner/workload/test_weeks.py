"""Where the hours lie: closed weeks have none, weeks that holidays cut count by their open days."""

from datetime import date
from fractions import Fraction

from tests.support.sessions import a_plan, a_session, block, place
from tests.support.workload_cases import estimated

CLASS = {"id": "classe", "kind": "virtual_class", "title": "Classe", "duration": "1h"}


def _work(**keys):
    return {"id": "work", "kind": "remote_work", "title": "W", "duration": "1h"} | keys


def _weeks(found, phase, trainer=None):
    loads = [load for load in found.weeks if load.phase == phase and trainer in (None, load.trainer)]
    return {load.week.isoformat(): load.minutes.likely for load in loads}


def _around(first, last, *activities, **keys):
    window = {"first": first, "last": last}
    return a_session(window=window, activities=[*activities], **keys)


def test_preparation_skips_the_holidays_and_counts_by_open_days():
    """A class on Tuesday 10 November 2026, zone A: the autumn holidays end on Monday 2 November."""
    session = _around("2026-11-09", "2026-11-20", CLASS)
    found = estimated(session, a_plan(session, place(session, "classe", "2026-11-10 17:00")))
    assert list(_weeks(found, "preparation")) == ["2026-10-05", "2026-10-12", "2026-11-02"]
    # the weeks after it: five days each; the one of 11 November is the session's own
    assert list(_weeks(found, "review")) == ["2026-11-16", "2026-11-23"]


def test_a_week_cut_by_a_holiday_counts_by_its_working_days():
    """11 November 2026 is a Wednesday: four working days beside five."""
    session = _around("2026-11-09", "2026-11-20", CLASS, _work())
    plan = a_plan(
        session,
        place(session, "classe", "2026-11-10 17:00"),
        block(session, "work", "2026-11-16", "2026-11-20", 60),
    )
    found = estimated(session, plan)
    weekly = 2 * (6 + 20 * 1 + 15)  # two weeks of messages, replies and progress for 20 participants
    delivered = _weeks(found, "delivery")
    assert delivered["2026-11-16"] == Fraction(weekly * 5, 9)
    assert delivered["2026-11-09"] == Fraction(weekly * 4, 9) + 60 + 45


def test_feedback_after_the_deadline_lies_in_the_next_working_week_of_the_session():
    """Deadline in the week of 8 February 2027; the winter holidays of zone A; classes go on in March."""
    session = _around("2027-02-01", "2027-03-12", _work(work="production"), CLASS)
    plan = a_plan(
        session,
        block(session, "work", "2027-02-08", "2027-02-12", 60),
        place(session, "classe", "2027-03-09 17:00"),
    )
    weeks = _weeks(estimated(session, plan), "delivery")
    weekly = 2 * (6 + 20 + 15) / Fraction(2)
    assert weeks["2027-02-08"] == 100 + weekly
    assert weeks["2027-03-01"] == 100  # nothing is planned in it, and it is a working week
    assert "2027-02-15" not in weeks


def test_feedback_on_the_last_week_lies_in_it():
    session = _around("2027-01-04", "2027-02-12", CLASS, _work(work="production"))
    plan = a_plan(
        session,
        place(session, "classe", "2027-01-12 17:00"),
        block(session, "work", "2027-01-25", "2027-01-29", 60),
    )
    weeks = _weeks(estimated(session, plan), "delivery")
    assert weeks["2027-01-25"] == 200 + Fraction(2 * (6 + 20 + 15), 2)


def test_a_trainer_of_another_zone_prepares_outside_holidays_of_that_zone():
    """Zone C (Paris) has its winter holidays from 6 to 21 February 2027; zone A is at work until the 12th."""
    team = [{"id": "ada", "name": "Ada"}, {"id": "bea", "name": "Bea", "department": "75"}]
    session = _around("2027-03-01", "2027-03-12", CLASS, trainers=team)
    found = estimated(session, a_plan(session, place(session, "classe", "2027-03-02 17:00", trainers=("ada",))))
    assert list(_weeks(found, "preparation", "ada")) == ["2027-01-25", "2027-02-01", "2027-02-08"]
    assert list(_weeks(found, "preparation", "bea")) == ["2027-01-25", "2027-02-01", "2027-02-22"]


def test_nothing_is_done_while_somebody_is_away():
    team = [{"id": "durand", "name": "Alice Durand", "absent": ["2027-01-04/2027-01-08"]}]
    session = _around("2027-01-11", "2027-01-29", CLASS, trainers=team)
    found = estimated(session, a_plan(session, place(session, "classe", "2027-01-19 17:00")))
    assert date(2027, 1, 4) not in {load.week for load in found.weeks}
    assert list(_weeks(found, "preparation")) == ["2026-12-07", "2026-12-14", "2027-01-11"]


def test_beyond_the_published_calendar_the_total_stands_and_the_weeks_are_said_to_be_unknown():
    session = _around("2029-06-25", "2029-07-06", CLASS)
    plan = a_plan(session, place(session, "classe", "2029-07-03 17:00"))
    found = estimated(session, plan)
    assert found.weeks == ()
    (flag,) = [flag for flag in found.flags if flag.kind == "unknown_school_days"]
    assert flag.facts["zone"] == "A"
    assert found.total().likely > 0
