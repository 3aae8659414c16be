"""Planning a session again beside others: these move only where no plan keeps them, and what is said is true."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from itertools import product
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from calendars.places import place as place_of
from planner.academy import Academy
from planner.check import check
from planner.check.together import check_together
from planner.outcome import Infeasible, Violation
from planner.plan import Placement, Plan
from planner.replan.standing import Standing, entries_of, first_day
from planner.replan.together import NoRoom, Others, PlannedAgain, fewest_gone, planned_again
from planner.session import Closed, DayRange, Fixed, Session
from planner.solving.academy.plan import plan_academy
from planner.solving.limits import Clock
from tests.support.brute_force import every_plan
from tests.support.replanning import absent, past_of, stands
from tests.support.sessions import a_plan, a_session, block, place, the_school
from tests.support.solver import live, remote
from tests.support.together import enrolled

# --- which entries go -------------------------------------------------------------------------------------------------


@given(data=st.data(), count=st.integers(1, 7))
@settings(max_examples=200)
def test_of_what_goes_nothing_could_stay_and_the_first_go_first(data: st.DataObject, count: int) -> None:
    """Room is made where one of some sets of entries goes as a whole: any such rule that more going never breaks."""
    session = a_session()
    entries = [("s", block(session, "module1", f"2027-01-{n:02}", f"2027-01-{n:02}", 30)) for n in range(4, 4 + count)]
    sets = st.sets(st.sampled_from(range(count)), min_size=1)
    enough = [{entries[n] for n in each} for each in data.draw(st.lists(sets, min_size=1, max_size=4))]

    def has_room(gone: Sequence[Any]) -> bool:
        asked.append(frozenset(gone))
        assert len(gone) == len(set(gone)) and set(gone) <= set(entries)
        return any(each <= set(gone) for each in enough)

    asked: list[frozenset[Any]] = []
    found = fewest_gone(entries, has_room)
    assert found == [each for each in entries if each in found] and has_room(found)
    assert not any(has_room([each for each in found if each != one]) for one in found)
    # from the last entry on each stays where it can: whoever answers otherwise lets a later one go before a first
    expected = list(entries)
    for one in reversed(entries):
        rest = [each for each in expected if each != one]
        expected = rest if has_room(rest) else expected
    assert found == expected


# --- small academies --------------------------------------------------------------------------------------------------

HOURS = ["17:00", "17:15"]
"""All at which a class of an hour can begin in these academies."""
IDS = "abcd"


@st.composite
def academies(draw: st.DrawFn, most: int = 4) -> Academy:
    """Two sessions or more that share a trainer, or a person, or few rooms, or a trainer's limits, in few days."""
    count = draw(st.integers(2, most))
    sessions = []
    for id in IDS[:count]:
        limits = draw(st.sampled_from([{}, {}, {"max_delivery_day": "1h"}, {"max_delivery_week": "2h"}]))
        team = [f"t{draw(st.integers(1, 2))}"] if draw(st.booleans()) else ["t1", "t2"]
        first = draw(st.integers(11, 12))
        works = [remote("r1", draw(st.sampled_from(["30 min", "1h"])))] if draw(st.booleans()) else []
        classes = [live(f"c{n}") for n in range(draw(st.sampled_from([1, 1, 2])))]
        sessions.append(
            a_session(
                id=id,
                title=f"Session {id}",
                priority=draw(st.integers(1, 3)),
                window={"first": f"2027-01-{first}", "last": f"2027-01-{draw(st.integers(14, 20))}"},
                trainers=[{"id": each, "name": each} | limits for each in team],
                activities=draw(st.permutations([*classes, *works])),
                rules={
                    "working_hours": {"mon-sun": draw(st.sampled_from(["17:00-18:00", "17:00-18:15"]))},
                    "weekly_cap": draw(st.sampled_from(["2h", "2h", "3h", "1h30"])),
                },
            )
        )
    joined = draw(st.sets(st.sampled_from(IDS[:count]), max_size=count))
    people = {"zoe": tuple(f"{id}/lyon" for id in sorted(joined))} if len(joined) > 1 else {}
    rooms = draw(st.sampled_from([None, None, 1, 2]))
    return Academy(tuple(sessions), enrolments=enrolled(people), virtual_rooms=rooms)


def _with(academy: Academy, changed: Session) -> Academy:
    sessions = tuple(changed if each.id == changed.id else each for each in academy.sessions)
    return Academy(sessions, academy.busy, academy.enrolments, academy.virtual_rooms)


def _session(academy: Academy, id: str) -> Session:
    return next(each for each in academy.sessions if each.id == id)


def _fixed_at(session: Session, activity: str, placement: Placement) -> Session:
    """The session, a class of it fixed at the moment of another's."""
    there = place_of(session.department).local(placement.start)
    fixed = (Fixed.model_construct(day=there.date(), at=there.time()),)
    activities = [a.model_copy(update={"fixed": fixed}) if a.id == activity else a for a in session.activities]
    return session.model_copy(update={"activities": tuple(activities)})


@st.composite
def changes(draw: st.DrawFn, academy: Academy, plans: Mapping[str, Plan], id: str) -> Session:
    """An absence or closed days where something is, or a class fixed where another session has one."""
    session = _session(academy, id)
    first = draw(st.sampled_from([first_day(session, each) for each in entries_of(plans[id])]))
    last = first + timedelta(draw(st.integers(0, 4)))
    of_others = [each for other, plan in plans.items() if other != id for each in plan.placements]
    theirs = [each for each in of_others if first_day(session, each) in session.window]
    match draw(st.sampled_from(["absent", "closed", "fixed", "fixed"])):
        case "fixed" if theirs:
            live_ids = [activity.id for activity in session.activities if activity.is_live]
            return _fixed_at(session, draw(st.sampled_from(live_ids)), draw(st.sampled_from(theirs)))
        case "absent":
            return absent(session, session.trainers[0].id, f"{first}", f"{last}")
    closed = Closed.model_construct(days=DayRange.model_construct(first=first, last=last), reason="grève")
    return session.model_copy(update={"closed": (closed,)})


class Case:
    """A planned academy, one session of which changed, and what planning it again answers."""

    def __init__(self, data: st.DataObject, most: int) -> None:
        academy = data.draw(academies(most))
        self.before = dict(plan_academy(academy, the_school()).plans)
        self.is_one = len(self.before) > 1
        if not self.is_one:
            return
        for other in sorted(self.before):  # neighbours whose files say when a class is: it stays there
            if self.before[other].placements and data.draw(st.integers(0, 2)) == 0:
                kept = self.before[other].placements[0]
                academy = _with(academy, _fixed_at(_session(academy, other), kept.activity, kept))
        self.id = data.draw(st.sampled_from(sorted(self.before)))
        self.today = f"2027-01-{data.draw(st.integers(10, 16))}"
        self.session = data.draw(changes(academy, self.before, self.id))
        self.academy = _with(academy, self.session)
        self.others = Others(self.academy, self.before, the_school(), date.fromisoformat(self.today))
        self.answer = planned_again(self.stands(self.id), self.others, Clock(60))
        assert self.others.plans == self.before

    def stands(self, id: str) -> Standing:
        return stands(_session(self.academy, id), self.before[id], self.today)

    def broken(self, id: str, plan: Plan) -> list[Violation]:
        """What a plan breaks by itself, but for what its past alone breaks."""
        session, past = _session(self.academy, id), self.stands(id).past
        known = {_key(each) for each in check(session, past, the_school(), partial=True)}
        known |= {_key(each) for each in check(session, past, the_school()) if each.rule == "no_start_on_eve"}
        return [each for each in check(session, plan, the_school()) if _key(each) not in known]

    def every(self, id: str) -> list[Plan]:
        """Every plan of a session by itself whose past is that of its plan before."""
        session = _session(self.academy, id)
        past = past_of(session, self.before[id], self.today)
        return [p for p in every_plan(session, HOURS) if past_of(session, p, self.today) == past]

    def fits(self, plans: Mapping[str, Plan]) -> bool:
        """Whether these plans and those of before of all others break nothing together."""
        return not check_together(self.academy, {**self.before, **plans}, the_school())


def _key(violation: Violation) -> tuple[Any, ...]:
    return violation.rule, violation.kind, violation.day, violation.activity


@given(data=st.data())
@settings(max_examples=60)
def test_rules_past_and_fixed_dates_of_all_are_kept(data: st.DataObject) -> None:
    case = Case(data, most=4)
    if case.is_one:
        kept(case)


def kept(case: Case) -> None:
    """What is answered keeps the rules, alone and together, the past, and what files fix."""
    if not isinstance(case.answer, PlannedAgain):
        return
    made = {case.id: case.answer.plan, **case.answer.others}
    assert case.id not in case.answer.others
    for id, plan in made.items():
        session = _session(case.academy, id)
        assert not case.broken(id, plan)
        assert past_of(session, plan, case.today) == past_of(session, case.before[id], case.today)
    assert case.fits(made)
    for id, plan in case.answer.others.items():
        before, fixed = case.before[id], {a.id for a in _session(case.academy, id).activities if a.fixed}
        assert set(entries_of(plan)) != set(entries_of(before)), "what did not move is not said to have"
        at, was = ({(e.activity, e.start) for e in each.placements if e.activity in fixed} for each in (plan, before))
        assert at == was


@given(data=st.data())
@settings(max_examples=80)
def test_what_is_said_to_be_impossible_is(data: st.DataObject) -> None:
    """Others move only where no plan keeps them; no room is where no pair of plans has any: all of them are tried."""
    case = Case(data, most=3)
    if case.is_one:
        claims(case)


def claims(case: Case) -> None:
    """What a search over all plans says; of pairs of plans, where two sessions are placed."""
    answer = case.answer
    if isinstance(answer, Infeasible):
        assert not case.every(case.id)
    elif isinstance(answer, NoRoom) and len(case.before) == 2:
        (other,) = case.before.keys() - {case.id}
        assert answer.others == (other,)
        for plan, theirs in product(case.every(case.id), case.every(other)):
            assert not case.fits({case.id: plan, other: theirs})
    elif isinstance(answer, PlannedAgain) and answer.others:
        assert not any(case.fits({case.id: plan}) for plan in case.every(case.id))


# --- single traits ----------------------------------------------------------------------------------------------------


def _one_class(id: str, first: int, last: int, **more: Any) -> Session:
    """A session of one class of an hour, in days that have room for one."""
    window = {"first": f"2027-01-{first}", "last": f"2027-01-{last}"}
    rules = {"working_hours": {"mon-sun": "17:00-18:00"}}
    return a_session(id=id, title=f"Session {id}", window=window, rules=rules, activities=[live("c1")], **more)


def _on(session: Session, day: int, trainers: tuple[str, ...] = ("durand",)) -> Plan:
    return a_plan(session, place(session, "c1", f"2027-01-{day} 17:00", trainers=trainers))


def _again(
    sessions: Sequence[Session], plans: Mapping[str, Plan], id: str, today: str = "2027-01-04", **academy: Any
) -> tuple[Others, Any]:
    whole = Academy(tuple(sessions), **academy)
    others = Others(whole, plans, the_school(), date.fromisoformat(today))
    return others, planned_again(stands(_session(whole, id), plans[id], today), others, Clock(60))


def _days(answer: PlannedAgain) -> dict[str, list[int]]:
    return {id: [each.start.day for each in plan.placements] for id, plan in answer.others.items()}


def test_of_two_neighbours_the_least_wanted_one_moves() -> None:
    """Either class would make room: that of the session that counts less goes."""
    for least in "bc":
        a, *rest = _one_class("a", 12, 13), *(_one_class(i, 12, 14, priority=2 - (i == least)) for i in "bc")
        plans = {"a": _on(a, 14), "b": _on(rest[0], 12), "c": _on(rest[1], 13)}
        _, answer = _again([a, *rest], plans, "a")
        assert isinstance(answer, PlannedAgain) and _days(answer) == {least: [14]}


def test_a_neighbour_s_class_that_took_place_is_not_moved() -> None:
    a, b = _one_class("a", 12, 13), _one_class("b", 12, 14)
    plans = {"a": _on(a, 14), "b": _on(b, 12)}
    for today, day in (("2027-01-12", 13), ("2027-01-13", 13)):
        _, answer = _again([a, b], plans, "a", today)
        assert isinstance(answer, PlannedAgain) and not answer.others
        assert answer.plan.placements[0].start.day == day
    a = _one_class("a", 12, 12)
    _, answer = _again([a, b], plans, "a", "2027-01-12")
    assert isinstance(answer, PlannedAgain) and _days(answer) == {"b": [13]}


def test_a_fixed_class_of_a_neighbour_is_led_by_another_and_moves_not() -> None:
    team = [{"id": "durand", "name": "Alice Durand"}, {"id": "petit", "name": "Paul Petit"}]
    a, b = _one_class("a", 12, 12), _one_class("b", 12, 14, trainers=team)
    plans = {"a": _on(a, 14), "b": _on(b, 12)}
    fixed = _fixed_at(b, "c1", plans["b"].placements[0])
    _, answer = _again([a, fixed], plans, "a")
    assert isinstance(answer, PlannedAgain) and _days(answer) == {"b": [12]}
    assert answer.others["b"].placements[0].trainers == ("petit",)
    alone = fixed.model_copy(update={"trainers": b.trainers[:1]})
    _, answer = _again([a, alone], plans, "a")
    assert answer == NoRoom(("b",), proven=True)


def test_room_that_only_a_chain_of_moves_makes_is_not_said_to_be_impossible() -> None:
    """B could take the place of c, if c moved for it: that is not searched, and not denied."""
    a, b, c = _one_class("a", 12, 12), _one_class("b", 12, 13), _one_class("c", 13, 14)
    plans = {"a": _on(a, 14), "b": _on(b, 12), "c": _on(c, 13)}
    _, answer = _again([a, b, c], plans, "a")
    assert isinstance(answer, NoRoom) and not answer.proven and "b" in answer.others


def test_what_a_session_without_a_plan_asks_limits_nobody() -> None:
    """Left out of the plan, it has its say neither in a trainer's week nor in that of the people it shares."""
    a, b = (_one_class(id, 12, 13) for id in "ab")
    strict = [{"id": "durand", "name": "Alice Durand", "max_delivery_week": "1h"}]
    out = _one_class("c", 12, 13, trainers=strict)
    out = out.model_copy(update={"rules": out.rules.model_copy(update={"weekly_cap_min": 60})})
    plans = {"a": _on(a, 14), "b": _on(b, 12)}
    people = enrolled({"zoe": ("a/lyon", "b/lyon", "c/lyon")})
    _, answer = _again([a, b, out], plans, "a", enrolments=people)
    assert isinstance(answer, PlannedAgain) and not answer.others
    assert answer.plan.placements[0].start.day == 13


def test_entries_of_a_group_that_a_neighbour_has_no_more_take_nothing() -> None:
    a, b = _one_class("a", 12, 12), _one_class("b", 12, 12)
    gone = a_plan(b, place(b, "c1", "2027-01-12 17:00", groups=("parti",)))
    _, answer = _again([a, b], {"a": _on(a, 14), "b": gone}, "a")
    assert isinstance(answer, PlannedAgain) and not answer.others
