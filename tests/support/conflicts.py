"""A session with something of everything that the rules speak of, and parts of conflicts that the solver can name."""

from calendars.working_hours import WeeklyHours
from planner.messages.texts import Texts
from planner.outcome import ConflictPart
from tests.support.sessions import a_session

FRENCH, ENGLISH = Texts("fr"), Texts("en")
HOURS = WeeklyHours.parse({"mon-fri": "17:00-18:30", "wed": "13:30-17:30"}).intervals

RICH = a_session(
    trainers=[
        {"id": "durand", "name": "Alice Durand", "absent": ["2027-01-18/2027-01-22"], "max_delivery_day": "3h"},
        {"id": "martin", "name": "Paul Martin", "department": "974", "max_delivery_week": "6h"},
    ],
    groups=[
        {"id": "lyon", "name": "Lyon", "size": 20, "teaching": {"mon-fri": "08:00-12:00"}},
        {"id": "mamoudzou", "name": "Mamoudzou", "size": 20, "department": "976"},
    ],
    activities=[
        {"id": "accueil", "kind": "virtual_class", "title": "Accueil", "duration": "1h", "fixed": "2027-01-12"},
        {"id": "module1", "kind": "remote_work", "title": "Observer", "duration": "2h", "before": "retour1"},
        {"id": "retour1", "kind": "virtual_class", "title": "Retour", "duration": "1h30"},
        {"id": "journee", "kind": "in_person", "title": "Journée", "duration": "6h"},
        {"id": "bilan", "kind": "evaluation", "title": "Bilan", "duration": "30 min"},
    ],
    window={"first": "2027-01-04", "last": "2027-05-21"},
    rules={"start_grid": "30 min", "virtual_rooms": 1, "class_gap": {"min": "7d", "max": "21d"}},
)
"""Has something of everything that the rules speak of."""


def a_part(rule, *, activities=(), groups=(), trainers=(), **facts):
    return ConflictPart(rule, tuple(activities), tuple(groups), tuple(trainers), facts=facts)


def a_cap(*groups, **facts):
    return a_part(
        "weekly_cap",
        groups=groups,
        **{"cap_min": 120, "classes_count": True, "derogations": 0, "weeks_open": 3} | facts,
    )
