"""A year of sessions, estimated and added up in a process of its own: `python -m benchmarks.many_sessions`.

2,000 sessions of 40 parcours: teams of one to three, one to four groups of 12 to 28, eight activities; every other
one has a plan. Reading is not measured. Prints one JSON document.
"""

import json
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

from calendars.school_holidays import SchoolCalendar
from planner.plan import Placement, Plan, RemoteBlock
from planner.session import Session
from planner.workload.factors import Factors
from planner.workload.many import estimate_many

SESSIONS = 2000
DEPARTMENTS = ("69", "38", "35", "59", "13", "75", "93", "33", "974", "57")
STARTS = (date(2026, 11, 3), date(2027, 1, 5), date(2027, 3, 2), date(2027, 4, 27))  # Tuesdays
WORKS = ("reading", "forum", "test", "production", "reading")
WEEK, TO_FRIDAY = timedelta(weeks=1), timedelta(days=3)


def main() -> None:
    """Describe the sessions, then measure."""
    described = list(_described())
    school, factors = SchoolCalendar.load(), Factors.load()
    start = time.perf_counter(), time.process_time()
    found = estimate_many(described, factors, school)
    wall_s, cpu_s = time.perf_counter() - start[0], time.process_time() - start[1]
    hours = round(float(found.whole.whole.likely) / 60)
    print(json.dumps({"sessions": len(found.sessions), "hours": hours, "wall_s": wall_s, "cpu_s": cpu_s}))


def _described() -> Iterator[tuple[Session, Plan | None]]:
    for number in range(SESSIONS):
        first = STARTS[number % len(STARTS)]
        session = Session.model_validate(_keys(number, first))
        yield session, _plan(session, first) if number % 2 else None


def _keys(number: int, first: date) -> dict[str, Any]:
    expertises = ("confirmed", "intermediate", "novice")
    return {
        "id": f"s{number}",
        "title": f"Session {number}",
        "department": DEPARTMENTS[number % len(DEPARTMENTS)],
        "window": {"first": first.isoformat(), "last": (first + 8 * WEEK).isoformat()},
        "parcours_id": f"parcours-{number % 40}",
        "contextualisation": ("none", "light", "medium", "deep")[number % 4],
        "trainers": [
            {"id": f"t{(number + place) % 300}", "name": "T", "expertise": expertises[(number + place) % 3]}
            for place in range(1 + number % 3)
        ],
        "groups": [{"id": f"g{place}", "size": 12 + (number + 5 * place) % 17} for place in range(1 + number // 3 % 4)],
        "activities": [
            *({"id": f"c{place}", "kind": "virtual_class", "title": "C", "duration": "1h"} for place in range(3)),
            *(
                {"id": f"r{place}", "kind": "remote_work", "title": "R", "duration": "1h", "work": work}
                for place, work in enumerate(WORKS)
            ),
        ],
        "rules": {"capacity": 30},
    }


def _plan(session: Session, first: date) -> Plan:
    """Classes in weeks 1, 4 and 7, an hour of remote work in each of five weeks; the team leads in turn."""
    groups = [group.id for group in session.planned_groups()]
    team = [trainer.id for trainer in session.trainers]
    placements = [
        Placement(f"c{place}", (group,), _at(first + 3 * place * WEEK, 8 + number), 60, (team[number % len(team)],))
        for place in range(3)
        for number, group in enumerate(groups)
    ]
    blocks = [
        RemoteBlock(f"r{place}", group, first + (place + 1) * WEEK, first + (place + 1) * WEEK + TO_FRIDAY, 60)
        for place in range(len(WORKS))
        for group in groups
    ]
    return Plan(session.id, tuple(placements), tuple(blocks))


def _at(day: date, hour: int) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=UTC)


if __name__ == "__main__":
    main()
