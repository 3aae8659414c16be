"""Why no plan exists: what is shown conflicts, each part is needed, every repair gives a plan the checker accepts."""

from datetime import date
from typing import Any

import pytest

from planner.check import check
from planner.outcome import FileChange, Infeasible, OutOfTime, Repair
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


def _groups(*names: str) -> list[dict[str, Any]]:
    return [{"id": name, "size": 10} for name in names]


def _limited(**limits: str) -> list[dict[str, Any]]:
    return [{"id": "durand", "name": "Alice Durand"} | limits]


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
    "8 classes of 2 h at 2 h a week in 6 weeks": (
        a_session(
            groups=_groups("a", "b", "c", "d"),
            trainers=_limited(max_delivery_week="2h"),
            activities=[_class("c1", duration="2h"), _class("c2", duration="2h")],
        ),
        {"work", "trainer", "window"},
    ),
    "8 classes of 2 h at 3 h a week leave room for one a week": (
        a_session(
            groups=_groups("a", "b", "c", "d"),
            trainers=_limited(max_delivery_week="3h"),
            activities=[_class("c1", duration="2h"), _class("c2", duration="2h")],
        ),
        {"work", "trainer", "window"},
    ),
    "4 classes at one a day in 3 days": (
        a_session(
            window={"first": "2027-01-11", "last": "2027-01-13"},
            groups=_groups("a", "b", "c", "d"),
            activities=[_class("c1")],
            rules={"max_delivery_day": "2h"},
        ),
        {"work", "trainer", "window"},
    ),
    "two trainers who lead 2 h a week each": (
        a_session(
            window={"first": "2027-01-04", "last": "2027-01-29"},
            groups=_groups("a", "b", "c", "d", "e"),
            trainers=[{"id": name, "name": name, "max_delivery_week": "2h"} for name in ("durand", "martin")],
            activities=[_class("c1", duration="2h"), _class("c2", duration="2h")],
        ),
        {"work", "trainer", "window"},
    ),
    "one has few hours, the other a limit": (
        a_session(
            window={"first": "2027-01-04", "last": "2027-01-15"},
            groups=_groups("a", "b", "c", "d", "e"),
            trainers=[
                {"id": "durand", "name": "D", "max_delivery_week": "2h"},
                {"id": "martin", "name": "M", "working_hours": {"wed": "17:00-18:30"}},
            ],
            activities=[_class("c1")],
        ),
        {"work", "trainer", "window", "working_hours"},
    ),
}
"""By what makes them impossible; and the rules that are to blame."""


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


@pytest.mark.parametrize(
    ("trait", "facts"),
    [
        pytest.param(
            "8 classes of 2 h at 2 h a week in 6 weeks",
            {"led": 8, "led_min": 960, "limit_min": 120, "per": "week", "needed": 8, "open": 6},
            id="16 h at 2 h a week are 8 weeks",
        ),
        pytest.param(
            "8 classes of 2 h at 3 h a week leave room for one a week",
            {"led": 8, "led_min": 960, "limit_min": 180, "per": "week", "needed": 8, "open": 6, "room": 1},
            id="16 h at 3 h a week would be 6 weeks, but a second class of 2 h does not fit",
        ),
        pytest.param(
            "4 classes at one a day in 3 days",
            {"led": 4, "led_min": 360, "limit_min": 120, "per": "day", "needed": 4, "open": 3, "room": 1},
            id="a second class of 1 h 30 does not fit into 2 h",
        ),
        pytest.param(
            "two trainers who lead 2 h a week each",
            {"led": 10, "led_min": 1200, "limit_min": 240, "per": "week", "needed": 5, "open": 4, "team": 2},
            id="20 h at 2 x 2 h a week are 5 weeks",
        ),
    ],
)
def test_the_sum_counts_what_a_limit_leaves_room_for(trait: str, facts: dict[str, Any]) -> None:
    session, _ = IMPOSSIBLE[trait]
    found = explain(session, the_school(), NOT_BUSY, Clock(LIMIT_S)).conflict.facts
    assert {name: found.get(name) for name in facts} == facts


def test_a_limit_is_raised_by_as_little_as_gives_a_plan() -> None:
    """8 classes of 2 h in 6 weeks: two of them in some week, so 4 h instead of 2 h; of the rules where these set it."""
    session, _ = IMPOSSIBLE["8 classes of 2 h at 2 h a week in 6 weeks"]
    own = _repair_of(session, "higher_limit")
    assert own.facts | {"trainer": "durand", "per": "week", "limit_min": 240, "before_min": 120} == own.facts
    assert own.changes == (FileChange(("trainers", 0, "max_delivery_week"), "4h"),)
    by_day, _ = IMPOSSIBLE["4 classes at one a day in 3 days"]
    of_all = _repair_of(by_day, "higher_limit")
    assert of_all.facts | {"trainer": None, "per": "day", "limit_min": 180, "before_min": 120} == of_all.facts
    assert of_all.changes == (FileChange(("rules", "max_delivery_day"), "3h"),)


def _repair_of(session: Session, kind: str) -> Repair:
    outcome = plan_session(session, the_school(), time_limit_s=LIMIT_S)
    assert isinstance(outcome, Infeasible)
    return next(repair for repair in outcome.repairs if repair.kind == kind)


def test_closed_days_outside_the_window_are_no_part_even_where_time_runs_out() -> None:
    """Four weeks in January: Christmas, before them, and the winter holidays, after them, close nothing in them."""
    session = a_session(
        window={"first": "2027-01-05", "last": "2027-02-05"},
        activities=[_class("c1", fixed="2027-01-12T10:00"), _class("c2", fixed="2027-02-02T10:00")],
        rules={"class_gap": {"max": "1w"}},
    )
    explainer, *_ = find_conflict(session, the_school(), NOT_BUSY, Clock(LIMIT_S))
    explainer.clock = Clock(0.0)
    guards, minimal = explainer.minimal_conflict()
    assert not minimal
    assert [subject for rule, subject in guards if rule in ("no_school_holidays", "no_public_holidays")] == []


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


def test_only_the_weeks_that_need_one_have_a_derogation() -> None:
    """A class of 2 h at 1 h 45 a week: in its own week and in no other, though more weeks would be freer so."""
    remote = [_remote(f"r{number}", "2h") for number in range(3)]
    session = a_session(activities=[_class("long", duration="2h"), *remote], rules={"weekly_cap": "1h45"})
    repair = _repair_of(session, "derogation")
    assert (len(repair.facts["weeks"]), repair.facts["cap_min"], repair.facts["before_min"]) == (1, 120, 105)
    assert check(repair.session, repair.plan, the_school()) == ()


MIXED = [each for number in range(4) for each in (_class(f"c{number}"), _remote(f"r{number}", "3h"))]


def test_of_groups_that_were_split_one_part_alone_is_explained() -> None:
    """Three groups of 50 are six of 25: what each of them alone cannot do is said of one, in a moment."""
    session = a_session(groups=[{"id": name, "size": 50} for name in "abc"], activities=MIXED)
    clock = Clock(LIMIT_S)
    conflict = explain(session, the_school(), NOT_BUSY, clock).conflict
    assert conflict.group == "a-1" and conflict.minimal
    assert {part.rule for part in conflict.parts} == {"work", "weekly_cap", "window"}
    assert conflict.facts["remote_min"] + conflict.facts["classes_min"] > 6 * 120  # six open weeks of 2 h


def test_of_one_group_of_several_parts_that_one_is_explained() -> None:
    """One evening for a class of 1 h 30: it is too short for the two parts of « a », and just enough for « b »."""
    groups = [{"id": "a", "size": 50}, {"id": "b", "size": 10}]
    window = {"first": "2027-01-11", "last": "2027-01-15"}
    session = a_session(window=window, groups=groups, activities=[_class("c1")], rules=WED_EVENING)
    assert explain(session, the_school(), NOT_BUSY, Clock(LIMIT_S)).conflict.group == "a"


def test_what_one_group_begins_too_early_alone_is_not_blamed_on_it() -> None:
    """« b » has its class on a Friday, an eve; « a » begins before it, so that R6 does not speak of « b »."""
    groups, fixed = _groups("a", "b"), {"b": "2027-01-15T10:00"}
    activities = [_class("c1", fixed=fixed), _remote("long", "20h", groups=["a"])]
    conflict = explain(a_session(groups=groups, activities=activities), the_school(), NOT_BUSY, Clock(LIMIT_S)).conflict
    assert conflict.group == "a" and {part.rule for part in conflict.parts} == {"work", "weekly_cap", "window"}


@pytest.mark.parametrize(
    ("rules", "weeks", "facts"),
    [
        ({"prorate_short_weeks": True}, "2027-03-29/2027-04-02", {"caps": ((90, 1),), "room_min": 90}),
        ({}, "2027-01-11/2027-01-22", {"caps": ((180, 1), (120, 1)), "room_min": 300}),
    ],
    ids=["Easter Monday leaves 4 days of 5: 1 h 30", "3 h in the second week, by derogation"],
)
def test_the_sum_counts_the_caps_that_the_weeks_have(rules: dict[str, Any], weeks: str, facts: dict[str, Any]) -> None:
    first, last = weeks.split("/")
    session = a_session(
        window={"first": first, "last": last},
        activities=[_remote("module", "6h")],
        rules=rules,
        derogations=[] if rules else [{"week": "2027-W03", "cap": "3h", "reason": "Conseils"}],
    )
    found = explain(session, the_school(), NOT_BUSY, Clock(LIMIT_S)).conflict.facts
    assert found == {"remote_min": 360, "classes_min": 0, **facts}


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
