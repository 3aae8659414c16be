"""Why no plan exists: what is shown conflicts, each part is needed, every repair gives a plan the checker accepts."""

from datetime import date
from typing import Any

import pytest

from planner.check import check
from planner.outcome import Infeasible, OutOfTime
from planner.session import NOT_BUSY, Session
from planner.solving.explain import explain, find_conflict
from planner.solving.limits import Clock
from planner.solving.solve import plan_session
from tests.support.sessions import a_session, the_school

LIMIT_S = 120.0


def _class(name: str, **keys: Any) -> dict[str, Any]:
    return {"id": name, "kind": "virtual_class", "title": name, "duration": "1h30"} | keys


def _remote(name: str, duration: str, **keys: Any) -> dict[str, Any]:
    return {"id": name, "kind": "remote_work", "title": name, "duration": duration} | keys


WED_EVENING = {"working_hours": {"wed": "17:00-18:30"}}
IMPOSSIBLE: dict[str, tuple[Session, set[str]]] = {
    "16 h of remote work in 5 open weeks": (
        a_session(window={"first": "2026-11-30", "last": "2027-01-15"}, activities=[_remote("module", "16h")]),
        {"work", "weekly_cap", "window"},
    ),
    "5 classes of 1 h 30 in 3 weeks of 2 h": (
        a_session(
            window={"first": "2026-11-30", "last": "2026-12-18"},
            activities=[_class(f"class{number}") for number in range(5)],
        ),
        {"work", "weekly_cap", "window"},
    ),
    "a window inside the holidays": (
        a_session(window={"first": "2027-02-15", "last": "2027-02-26"}, activities=[_class("only")]),
        {"work", "window", "no_school_holidays"},
    ),
    "a trainer who is always away": (
        a_session(
            trainers=[{"id": "durand", "name": "Alice Durand", "absent": ["2026-09-01/2027-07-01"]}],
            activities=[_class("only")],
        ),
        {"work", "trainer"},
    ),
    "three groups, one trainer, one evening a week": (
        a_session(
            window={"first": "2027-01-04", "last": "2027-01-17"},
            groups=[{"id": name, "size": 20} for name in ("a", "b", "c")],
            activities=[_class("only")],
            rules=WED_EVENING,
        ),
        {"work", "trainer", "working_hours", "window"},
    ),
    "an evaluation after a class on the last day but one": (
        a_session(
            window={"first": "2027-01-11", "last": "2027-01-14"},
            activities=[
                _class("only", fixed="2027-01-13T10:00"),
                _remote("bilan", "30 min", kind="evaluation"),
            ],
        ),
        {"work", "window", "order", "closing"},
    ),
    "classes at most a week apart over the winter holidays": (
        a_session(
            window={"first": "2027-02-08", "last": "2027-03-05"},
            activities=[
                _class("before", fixed="2027-02-11T10:00"),
                _class("after", fixed="2027-03-02T10:00"),
            ],
            rules={"class_gap": {"max": "1w"}},
        ),
        {"work", "window", "order"},
    ),
}


@pytest.mark.parametrize("trait", IMPOSSIBLE)
def test_what_is_shown_conflicts_and_each_part_of_it_is_needed(trait: str) -> None:
    session, rules = IMPOSSIBLE[trait]
    explainer, guards, minimal = find_conflict(session, the_school(), NOT_BUSY, Clock(LIMIT_S))
    assert minimal
    assert {rule for rule, _ in guards} == rules
    assert explainer.conflicts(guards)
    for needed in guards:
        assert not explainer.conflicts(guard for guard in guards if guard != needed), needed


@pytest.mark.parametrize("trait", IMPOSSIBLE)
def test_each_repair_gives_a_plan_that_the_checker_accepts(trait: str) -> None:
    session, _ = IMPOSSIBLE[trait]
    outcome = plan_session(session, the_school(), time_limit_s=LIMIT_S)
    assert isinstance(outcome, Infeasible)
    assert 1 <= len(outcome.repairs) <= 3
    for repair in outcome.repairs:
        assert check(repair.session, repair.plan, the_school()) == (), repair.kind
        assert repair.session.rules.off == session.rules.off  # no rule is ever switched off to repair


def test_the_sum_shows_why_16_h_do_not_fit_into_five_weeks() -> None:
    session, _ = IMPOSSIBLE["16 h of remote work in 5 open weeks"]
    facts = explain(session, the_school(), NOT_BUSY, Clock(LIMIT_S)).conflict.facts
    assert facts["remote_min"] == 16 * 60
    assert facts["cap_min"] == 120
    assert facts["weeks_needed"] == 8  # 16 h / 2 h
    assert facts["weeks_open"] == 5  # from 30 November to 18 December: 3; from 4 to 15 January: 2


def test_a_derogation_of_a_short_week_is_measured_by_its_own_cap() -> None:
    """Easter Monday leaves 4 days of 5: 1 h 45 become 1 h 15, so that 1 h 30 need a derogation."""
    session = a_session(
        window={"first": "2027-03-30", "last": "2027-04-02"},
        activities=[_class("only")],
        rules={"weekly_cap": "1h45", "prorate_short_weeks": True},
    )
    outcome = plan_session(session, the_school(), time_limit_s=LIMIT_S)
    assert isinstance(outcome, Infeasible)
    (repair,) = (repair for repair in outcome.repairs if repair.kind == "derogation")
    assert (repair.facts["weeks"], repair.facts["before_min"]) == ((date(2027, 3, 29),), 75)
    assert check(repair.session, repair.plan, the_school()) == ()


def test_the_new_last_date_is_the_first_that_works() -> None:
    session, _ = IMPOSSIBLE["16 h of remote work in 5 open weeks"]
    outcome = plan_session(session, the_school(), time_limit_s=LIMIT_S)
    assert isinstance(outcome, Infeasible)
    (later,) = (repair for repair in outcome.repairs if repair.kind == "end_later")
    # 5 weeks, then those of 18 and 25 January; the eighth begins on Monday 1 February
    assert later.facts["last"].isoformat() == "2027-02-01"


def test_out_of_time_is_never_called_impossible() -> None:
    activities = [_class(f"class{number}") for number in range(8)]
    session = a_session(
        window={"first": "2026-09-01", "last": "2027-06-25"},
        groups=[{"id": f"group{number}", "size": 20} for number in range(12)],
        activities=activities,
    )
    assert isinstance(plan_session(session, the_school(), time_limit_s=0.0), OutOfTime)
