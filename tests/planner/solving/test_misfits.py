"""What does not fit into chosen weeks is found, as small as can be, and never chosen again, nor what is like it."""

from datetime import date

from benchmarks.large_session import FILE, PREFERRED
from planner.files.session_file import read_session
from planner.posing import pose
from planner.problem import Problem
from planner.session import BusyTimes, Session
from planner.solving.bounds import bounds
from planner.solving.cuts import Chosen
from planner.solving.joint import Together
from planner.solving.limits import Clock
from planner.solving.misfits import Crowd, Fitting, Misfit, crowds, mirrors
from planner.solving.model import Model
from planner.solving.rules import RULES
from planner.solving.solve import build, cut
from tests.support.sessions import a_session, the_school
from tests.support.solver import LIMIT_S, good_plan, live, remote, starts
from tests.support.varied_sessions import busy_span

FIRST, SECOND = date(2027, 1, 4), date(2027, 1, 11)
ONE_EVENING = {"working_hours": {"wed": "17:00-18:00"}}


def _groups(*names: str) -> list[dict[str, object]]:
    return [{"id": name, "size": 10} for name in names]


def _session(*activities: dict[str, object], **more: object) -> Session:
    window = {"first": "2027-01-04", "last": "2027-01-22"}
    return a_session(**{"window": window, "activities": list(activities), "rules": ONE_EVENING} | more)


def _fitting(session: Session) -> tuple[Problem, Fitting]:
    problem = pose(session, the_school())

    def model(some: Problem, chosen: Chosen, without: frozenset[str]) -> Model:
        return build(some, {name: rule for name, rule in RULES.items() if name not in without}, chosen)

    return problem, Fitting(problem, model)


def test_two_groups_in_a_week_that_has_one_slot() -> None:
    """Of three groups in two weeks, the two of the same week are what does not fit."""
    _, fitting = _fitting(_session(live("c1"), groups=_groups("a", "b", "c")))
    chosen = {"c1@a": {FIRST: 1}, "c1@b": {SECOND: 1}, "c1@c": {FIRST: 1}}
    assert fitting.misfits(chosen, Clock(LIMIT_S)) == (
        Misfit((("c1@a", (FIRST,)), ("c1@c", (FIRST,))), of_the_team=True),
    )


def test_two_classes_of_one_group_are_too_much_for_the_team_only_where_the_team_is_short() -> None:
    """One slot a week: one trainer leads one class in it; two could, but a group is in one place at a time."""
    _, fitting = _fitting(_session(live("c1"), live("c2")))
    chosen = {"c1@lyon": {FIRST: 1}, "c2@lyon": {FIRST: 1}}
    (short,) = fitting.misfits(chosen, Clock(LIMIT_S))
    assert short.of_the_team
    two = [{"id": name, "name": name} for name in ("durand", "martin")]
    _, fitting = _fitting(_session(live("c1"), live("c2"), trainers=two))
    (crossed,) = fitting.misfits(chosen, Clock(LIMIT_S))
    assert not crossed.of_the_team


def test_what_fits_has_no_misfit() -> None:
    _, fitting = _fitting(_session(live("c1"), groups=_groups("a", "b")))
    assert fitting.misfits({"c1@a": {FIRST: 1}, "c1@b": {SECOND: 1}}, Clock(LIMIT_S)) == ()


def test_a_session_that_would_begin_on_an_eve() -> None:
    """The first week has Friday alone, an eve: only where nothing else is done before. Later weeks have no part."""
    window = {"first": "2027-01-08", "last": "2027-01-22"}
    session = _session(live("c1"), remote("r1", "1h"), window=window, rules={})
    _, fitting = _fitting(session)
    misfits = fitting.misfits({"c1@lyon": {FIRST: 1}, "r1@lyon": {SECOND: 4}}, Clock(LIMIT_S))
    assert misfits == (Misfit((("c1@lyon", (FIRST,)),), alone_until=FIRST),)


def test_what_is_said_of_one_week_is_said_of_all_that_are_no_freer() -> None:
    """One slot a week: of the classes of the three groups, two each, at most one in any of the three weeks."""
    session = _session(live("c1"), live("c2"), groups=_groups("a", "b", "c"))
    cuts = cut(pose(session, the_school()))
    found = list(crowds(cuts, Misfit((("c1@a", (FIRST,)), ("c1@b", (FIRST,))), of_the_team=True)))
    everything = [f"{activity}@{group}" for activity in ("c1", "c2") for group in "abc"]
    for monday in (FIRST, SECOND, date(2027, 1, 18)):
        assert Crowd(tuple((item, monday) for item in everything), 1) in found


def test_a_week_with_more_room_is_left_alone() -> None:
    """The trainer is away on the second Wednesday of two hours: what is too much for the first says nothing of it."""
    hours = {"working_hours": {"tue": "17:00-18:00", "wed": "17:00-18:00"}}
    trainers = [{"id": "durand", "name": "D", "absent": ["2027-01-05"]}]
    session = _session(live("c1"), groups=_groups("a", "b"), rules=hours, trainers=trainers)
    found = list(
        crowds(cut(pose(session, the_school())), Misfit((("c1@a", (FIRST,)), ("c1@b", (FIRST,))), of_the_team=True))
    )
    assert {monday for crowd in found for _, monday in crowd.members} == {FIRST}


def test_remote_work_and_groups_that_are_alike_are_mirrored() -> None:
    problem = pose(_session(live("c1"), remote("r1", "1h"), groups=_groups("a", "b", "c")), the_school())
    misfit = Misfit((("c1@a", (FIRST,)), ("r1@b", (FIRST,))))
    assert list(crowds(cut(problem), misfit)) == []
    mirrored = mirrors(misfit, problem.pools, dict.fromkeys("abc", "alike"))
    assert mirrored is not None
    found = {tuple(item for item, _ in mirror.items) for mirror in mirrored}
    assert found == {(f"c1@{one}", f"r1@{other}") for one in "abc" for other in "abc" if one != other}


def test_groups_of_other_hours_are_not_mirrored() -> None:
    """Wednesdays from 15:00 to 17:00, one trainer; a can only be at 16:00, which c has in the first week.

    In the second there is 16:00 alone. So b has the first week, at 15:00, and a the second, though a is named first.
    """
    groups = [{"id": "a", "size": 10, "teaching": {"mon-fri": "08:00-16:00"}}, *_groups("b", "c")]
    session = _session(
        live("c1", fixed={"c": "2027-01-06T16:00"}),
        window={"first": "2027-01-04", "last": "2027-01-17"},
        groups=groups,
        rules={"working_hours": {"wed": "15:00-17:00"}, "trainer_gap": "0 min"},
    )
    busy = BusyTimes(trainers={"durand": (busy_span("2027-01-13", 15, 16),)})
    assert starts(session, good_plan(session, busy)) == ["2027-01-13 16:00", "2027-01-06 15:00", "2027-01-06 16:00"]


def test_weeks_that_were_forbidden_are_not_chosen_again() -> None:
    """Alone each group has the week of 11 January at best; together, two groups have two weeks."""
    session = _session(live("c1"), groups=_groups("a", "b"))
    cuts = cut(pose(session, the_school()))
    alone = bounds(cuts, Clock(LIMIT_S))
    assert alone is not None
    together = Together(cuts, alone, tuple(RULES))
    together.forbid([Misfit((("c1@a", (FIRST,)), ("c1@b", (SECOND,))))], Clock(LIMIT_S))
    found = together.best(Clock(LIMIT_S))
    assert not isinstance(found, bool)
    weeks = [tuple(found.chosen[item]) for item in ("c1@a", "c1@b")]
    assert weeks not in ([(FIRST,), (SECOND,)], [(SECOND,), (FIRST,)])


def test_the_large_session_with_preferred_hours_is_proven() -> None:
    """Its last week has room on Tuesday for three of the four last classes: the questionnaire follows them."""
    read = read_session(FILE, the_school())
    assert read.session is not None
    plan = good_plan(read.session.model_copy(update={"preferred": PREFERRED}))
    assert {level.level for level in plan.levels} == {"preferences", "rhythm", "fair_shares", "early"}


def test_a_limit_of_a_trainer_from_elsewhere_is_proven() -> None:
    """12 weeks, 8 classes of 1 h 30 at two a week: groups begin in weeks 1, 1, 2, 2, and end six weeks later."""
    session = a_session(
        window={"first": "2027-03-01", "last": "2027-06-11"},
        groups=_groups("a", "b", "c", "d"),
        trainers=[{"id": "durand", "name": "D", "department": "75", "max_delivery_week": "3h"}],
        activities=[live("c1", duration="1h30"), live("c2", duration="1h30")],
        rules={"class_gap": {"min": "7d"}},
    )
    good_plan(session)
