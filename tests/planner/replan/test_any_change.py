"""Whatever the session and the change: rules and past are kept, and no search finds a plan that moves fewer."""

from datetime import timedelta
from functools import cache
from operator import itemgetter
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from planner.check import check
from planner.outcome import Planned, Violation
from planner.plan import Plan
from planner.posing import pose
from planner.replan.standing import entries_of, first_day
from planner.session import Closed, DayRange, Session
from planner.solving.limits import Clock
from planner.solving.solve import solve
from tests.support.brute_force import every_plan
from tests.support.replanning import absent, changed_entries, moved_entries, past_of, replanned, stands
from tests.support.sessions import a_session, the_school
from tests.support.solver import at_once, live, remote

DAYS = [f"2027-01-{day:02}" for day in range(4, 30)]


@st.composite
def sessions(draw: st.DrawFn) -> Session:
    """Up to three classes and two pieces of remote work, one or two groups, one or two trainers."""
    classes = [live(f"c{n}", duration=draw(st.sampled_from(["1h", "1h30"]))) for n in range(draw(st.integers(1, 3)))]
    works = [remote(f"r{n}", draw(st.sampled_from(["30 min", "1h", "2h"]))) for n in range(draw(st.integers(0, 2)))]
    activities: list[dict[str, Any]] = draw(st.permutations([*classes, *works]))
    groups = [{"id": id, "size": 10} for id in "ab"[: draw(st.integers(1, 2))]]
    trainers = [{"id": id, "name": id} for id in ("t1", "t2")[: draw(st.integers(1, 2))]]
    rules = {"working_hours": {"mon-fri": draw(st.sampled_from(["17:00-18:30", "08:00-18:00"]))}}
    window = {"first": "2027-01-04", "last": "2027-02-05"}
    return a_session(window=window, activities=activities, groups=groups, trainers=trainers, rules=rules)


@st.composite
def changes(draw: st.DrawFn, session: Session, plan: Plan) -> Session:
    """An absence or a closed day where something is, a longer or shorter activity, one that is gone, one more group."""
    first = draw(st.sampled_from([first_day(session, each) for each in entries_of(plan)]))
    last = first + timedelta(draw(st.integers(0, 5)))
    match draw(st.sampled_from(["absent", "absent", "closed", "closed", "length", "gone", "group"])):
        case "absent":
            return absent(session, "t1", f"{first}", f"{last}")
        case "closed":
            days = DayRange.model_construct(first=first, last=last)
            return session.model_copy(update={"closed": (Closed.model_construct(days=days, reason="grève"),)})
        case "length":
            number = draw(st.integers(0, len(session.activities) - 1))
            longer = session.activities[number].model_copy(update={"duration_min": draw(st.sampled_from([30, 45, 90]))})
            update = (*session.activities[:number], longer, *session.activities[number + 1 :])
            return session.model_copy(update={"activities": update})
        case "gone" if len(session.activities) > 1:
            return session.model_copy(update={"activities": session.activities[1:]})
    more = session.groups[0].model_copy(update={"id": "z"})
    return session.model_copy(update={"groups": (*session.groups, more)})


@given(data=st.data())
@settings(max_examples=60)
def test_rules_and_past_are_kept(data: st.DataObject) -> None:
    session = data.draw(sessions())
    outcome = solve(pose(session, the_school()), Clock(60))
    if not isinstance(outcome, Planned):
        return
    old, today = outcome.plan, data.draw(st.sampled_from(DAYS[:14]))
    changed = data.draw(changes(session, old))
    new = replanned(changed, old, today)
    if new is None:
        return
    known = {activity.id for activity in changed.activities}
    kept = {each for each in past_of(session, old, today) if each.activity in known}
    assert past_of(changed, new, today) == kept
    past = stands(changed, old, today).past
    alone = {_key(each) for each in check(changed, past, the_school(), partial=True)}
    alone |= {_key(each) for each in check(changed, past, the_school()) if each.rule == "no_start_on_eve"}
    assert {_key(each) for each in check(changed, new, the_school())} <= alone, "what began breaks it already"


HOURS = ["17:00", "17:15"]
TINY = at_once(
    "2027-01-11", "2027-01-20", live("c1"), remote("r1", "1h"), live("c2"),
    hours="17:00-18:15", rules={"weekly_cap": "2h"},
)  # fmt: skip


@cache
def _plans() -> tuple[Plan, ...]:
    """Every plan of the tiny session, before any change."""
    return tuple(every_plan(TINY, HOURS))


def _changed(change: str, first: int, last: int) -> Session:
    """The tiny session, its trainer away on some days or these closed."""
    days = f"2027-01-{first}", f"2027-01-{last}"
    if change == "absent":
        return absent(TINY, "durand", *days)
    closed = Closed.model_construct(days=DayRange.model_validate({"first": days[0], "last": days[1]}), reason="grève")
    return TINY.model_copy(update={"closed": (closed,)})


@given(
    old=st.integers(0, 10**6),
    first=st.integers(11, 20),
    length=st.integers(0, 4),
    today=st.sampled_from(["2027-01-04", "2027-01-13", "2027-01-18"]),
    change=st.sampled_from(["absent", "closed"]),
)
@settings(max_examples=25)
def test_no_search_finds_a_plan_that_moves_fewer(old: int, first: int, length: int, today: str, change: str) -> None:
    before = _plans()[old % len(_plans())]
    session = _changed(change, first, min(first + length, 20))
    past = past_of(session, before, today)
    began = stands(session, before, today).past
    known = {_key(each) for each in check(session, began, the_school(), partial=True)}
    known |= {_key(each) for each in check(session, began, the_school()) if each.rule == "no_start_on_eve"}
    # a plan after the change is one of before, but that blocks may end on the day before what is now closed
    same_past = [plan for plan in (*_plans(), *every_plan(session, HOURS)) if past_of(session, plan, today) == past]
    least = 99
    for count, plan in sorted(((moved_entries(session, before, p, today), p) for p in same_past), key=itemgetter(0)):
        if all(_key(each) in known for each in check(session, plan, the_school())):
            least = count
            break
    new = replanned(session, before, today)
    if new is None:
        assert least == 99
    else:
        assert moved_entries(session, before, new, today) <= least
        assert new.levels[0].value == moved_entries(session, before, new, today)


TEAM = at_once(
    "2027-01-11", "2027-01-13", live("c1"), hours="17:00-19:30",
    groups=[{"id": id, "size": 10} for id in "ab"], trainers=[{"id": id, "name": id} for id in ("t1", "t2")],
)  # fmt: skip
"""Two groups and two trainers: a class may move, or be led by another."""


@cache
def _plans_of_team() -> tuple[Plan, ...]:
    return tuple(every_plan(TEAM, ["17:00", "18:15"]))


@given(
    old=st.integers(0, 10**6), first=st.integers(11, 13), length=st.integers(0, 2), who=st.sampled_from(["t1", "t2"])
)
@settings(max_examples=25)
def test_no_search_finds_a_plan_that_moves_and_then_changes_fewer(old: int, first: int, length: int, who: str) -> None:
    today, before = "2027-01-04", _plans_of_team()[old % len(_plans_of_team())]
    session = absent(TEAM, who, f"2027-01-{first}", f"2027-01-{min(first + length, 13)}")

    def worth(plan: Plan) -> tuple[int, int]:
        return moved_entries(session, before, plan, today), changed_entries(session, before, plan, today)

    least = min(worth(plan) for plan in _plans_of_team() if not check(session, plan, the_school()))
    new = replanned(session, before, today)
    assert new is not None and worth(new) <= least
    assert tuple(level.value for level in new.levels[:2]) == worth(new)
    assert all(level.proven for level in new.levels[:2])


def _key(violation: Violation) -> tuple[Any, ...]:
    return violation.rule, violation.kind, violation.day, violation.activity
