"""The worked cases of the workload model (workload.md, part 4) as sessions, through the keys of a session file.

Their weeks are those of zone A from 4 January 2027: six weeks without a closed day, three before Christmas, and after
12 February the next working week is that of 1 March.
"""

from datetime import date, timedelta
from functools import cache
from typing import Any

from planner.plan import Plan
from planner.session import Session
from planner.workload.estimate import estimate
from planner.workload.factors import Factors
from planner.workload.results import Estimate
from tests.support.sessions import a_plan, block, place, the_school

FIRST_WEEK = date(2027, 1, 4)

CASE_A: dict[str, Any] = {
    "id": "case-a",
    "title": "Cas a",
    "department": "69",
    "window": {"first": "2027-01-04", "last": "2027-02-05"},
    "weeks": 5,
    "trainers": [{"id": "durand", "name": "Alice Durand"}],
    "groups": [{"id": "lyon", "size": 24}],
    "activities": [
        {"id": "jour", "kind": "in_person", "title": "Présentiel", "duration": "3h"},
        {"id": "classe1", "kind": "virtual_class", "title": "Classe 1", "duration": "1h"},
        {"id": "classe2", "kind": "virtual_class", "title": "Classe 2", "duration": "1h"},
        {"id": "forum", "kind": "remote_work", "title": "F", "duration": "2h", "work": "forum", "forum_weeks": 4},
        {"id": "essai1", "kind": "remote_work", "title": "Test 1", "duration": "30 min", "work": "test"},
        {"id": "essai2", "kind": "remote_work", "title": "Test 2", "duration": "30 min", "work": "test"},
        {"id": "devoir", "kind": "remote_work", "title": "Devoir", "duration": "1h", "work": "production"},
    ],
}
BOOKLET = {"preparation": "6h", "delivery": "12h", "review": "2h", "conditions": {"participants": 24}}

_CASE_C: dict[str, Any] = {
    "id": "case-c",
    "title": "Cas c",
    "department": "69",
    "window": {"first": "2027-01-04", "last": "2027-02-12"},
    "weeks": 6,
    "contextualisation": "medium",
    "assistance": True,
    "trainers": [{"id": name, "name": name} for name in ("ada", "bea", "cid")],
    "groups": [{"id": f"g{number}", "size": 20} for number in range(1, 7)],
    "activities": [
        *(
            {"id": f"classe{number}", "kind": "virtual_class", "title": "Classe", "duration": "1h"}
            for number in range(1, 5)
        ),
        {"id": "forum", "kind": "remote_work", "title": "F", "duration": "1h30", "work": "forum", "forum_weeks": 3},
        {"id": "essai", "kind": "remote_work", "title": "Test", "duration": "30 min", "work": "test"},
        {"id": "devoir", "kind": "remote_work", "title": "Devoir", "duration": "1h", "work": "production"},
        {"id": "lire", "kind": "remote_work", "title": "Lire", "duration": "2h"},
    ],
}


def case_a(**overrides: Any) -> Session:
    """One confirmed trainer, 24 participants, light contextualisation."""
    return Session.model_validate(CASE_A | overrides)


def case_b(**overrides: Any) -> Session:
    """The same for a novice who fits the parcours deeply."""
    novice = [{"id": "durand", "name": "Alice Durand", "expertise": "novice"}]
    return case_a(trainers=novice, contextualisation="deep", **overrides)


def case_c(*, together: int = 1, **overrides: Any) -> Session:
    """Three confirmed trainers, six groups of 20; `together` trainers lead each class."""
    activities = [
        each | ({"trainers_needed": together} if each["kind"] == "virtual_class" else {})
        for each in _CASE_C["activities"]
    ]
    return Session.model_validate(_CASE_C | {"activities": activities} | overrides)


def day_of_week(number: int, weekday: int = 0) -> str:
    """The day (0: Monday) of a week of the session, from 1."""
    return (FIRST_WEEK + timedelta(weeks=number - 1, days=weekday)).isoformat()


def plan_a(session: Session) -> Plan:
    """Presence in week 1, classes in 2 and 4, forum from 2 to 5, tests in 2 and 5, deadline in 4."""
    return a_plan(
        session,
        place(session, "jour", f"{day_of_week(1, 1)} 09:00"),
        place(session, "classe1", f"{day_of_week(2, 1)} 17:00"),
        place(session, "classe2", f"{day_of_week(4, 1)} 17:00"),
        *(_work(session, "forum", week, 30) for week in (2, 3, 4, 5)),
        _work(session, "essai1", 2, 30),
        _work(session, "essai2", 5, 30),
        *(_work(session, "devoir", week, 30) for week in (3, 4)),
    )


def plan_c(session: Session) -> Plan:
    """Each trainer leads two groups. Classes in weeks 1, 2, 4, 6, forum in 2, 3, 5, test in 4, deadline in 5."""
    leaders = {f"g{number}": ("ada", "bea", "cid")[(number - 1) // 2] for number in range(1, 7)}
    placements = [
        place(session, f"classe{number}", f"{day_of_week(week, 1)} 17:00", groups=(group,), trainers=(leader,))
        for number, week in ((1, 1), (2, 2), (3, 4), (4, 6))
        for group, leader in leaders.items()
    ]
    works = (("forum", 2), ("forum", 3), ("forum", 5), ("essai", 4), ("devoir", 5), ("lire", 1), ("lire", 3))
    blocks = [_work(session, name, week, 30, group) for name, week in works for group in leaders]
    return a_plan(session, *placements, *blocks)


def _work(session: Session, activity: str, week: int, minutes: int, group: str | None = None):  # type: ignore[no-untyped-def]
    return block(session, activity, day_of_week(week), day_of_week(week, 4), minutes, group=group)


@cache
def usual_factors() -> Factors:
    """The coefficients as shipped."""
    return Factors.load()


def estimated(session: Session, plan: Plan | None = None, factors: Factors | None = None) -> Estimate:
    """The estimate with the usual coefficients and the calendar as shipped."""
    return estimate(session, factors or usual_factors(), plan, the_school())
