"""Small sessions, each with other traits: for tests that must hold of every session."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from calendars.places import place
from calendars.spans import Span
from calendars.working_hours import at_local
from planner.session import NOT_BUSY, BusyTimes, Session
from tests.support.sessions import a_session
from tests.support.solver import live, remote


@dataclass(frozen=True)
class Varied:
    """A session with the busy times of its people."""

    session: Session
    busy: BusyTimes = NOT_BUSY


def busy_span(day: str, from_hour: float, to_hour: float, department: str = "69") -> Span:
    """From one hour of a day to another, on the clock of a department."""
    on, zone = date.fromisoformat(day), place(department).zone_info
    return Span(at_local(on, int(from_hour * 60), zone), at_local(on, int(to_hour * 60), zone))


def _team(*names: str, **more: Any) -> list[dict[str, Any]]:
    return [{"id": name, "name": name, **more} for name in names]


def _groups(*names: str) -> list[dict[str, Any]]:
    return [{"id": name, "size": 12} for name in names]


def _session(first: str, last: str, *activities: dict[str, Any], **more: Any) -> Session:
    return a_session(window={"first": first, "last": last}, activities=list(activities), **more)


EVALUATION = {"id": "e1", "kind": "evaluation", "title": "Bilan", "duration": "20 min"}
TWO = {"groups": _groups("a", "b")}
EVENINGS = {"working_hours": {"wed": "13:30-17:30", "mon-fri": "17:00-18:30"}}
PARIS = {"id": "paris", "name": "Paris", "department": "75"}

VARIED: dict[str, Varied] = {
    "plain": Varied(a_session()),
    "one class": Varied(_session("2027-01-12", "2027-01-12", live())),
    "two groups, one trainer, one slot a day": Varied(
        _session(
            "2027-01-11", "2027-01-29", live("c1"), live("c2"), **TWO, rules={"working_hours": {"wed": "14:00-17:00"}}
        )
    ),
    "a team, unfair lengths": Varied(
        _session(
            "2027-01-04",
            "2027-01-31",
            live("c1", duration="1h30"),
            live("c2"),
            live("c3", duration="45 min"),
            groups=_groups("a", "b", "c"),
            trainers=_team("durand", "martin"),
            rules=EVENINGS,
        )
    ),
    "remote work with links against the file": Varied(
        _session(
            "2027-01-04",
            "2027-02-05",
            remote("r1", after="c2"),
            live("c1"),
            live("c2"),
            live("c3"),
            remote("r2", before={"activity": "c2", "min_gap": "2d"}),
        )
    ),
    "remote work led down the file link by link": Varied(
        _session(
            "2027-01-04",
            "2027-02-05",
            remote("r1", after="r2"),
            remote("r2", after="c1"),
            live("c1"),
            live("c2"),
            remote("r3", before="c2"),
        )
    ),
    "remote work with links to what one of two groups does not do": Varied(
        _session(
            "2027-01-04",
            "2027-02-05",
            live("c1"),
            remote("r1", before="c2"),
            live("c2", groups=["a"]),
            remote("r2", "1h", after="c2"),
            live("c3"),
            **TWO,
        )
    ),
    "gaps to remote work": Varied(
        _session(
            "2027-01-04",
            "2027-02-05",
            live("c1"),
            remote(
                "r1",
                "1h30",
                after={"activity": "c1", "min_gap": "3d", "max_gap": "2w"},
                before={"activity": "c2", "min_gap": "2d", "max_gap": "5d"},
            ),
            live("c2"),
            rules={"working_hours": {"tue": "17:00-18:30", "thu": "17:00-18:30"}},
        )
    ),
    "work before the second class, class gap": Varied(
        _session(
            "2027-01-04",
            "2027-02-05",
            remote("r1", "2h", before="c2"),
            live("c1"),
            live("c2"),
            live("c3"),
            rules={"class_gap": {"min": "6d", "max": "15d"}, "weekly_cap": "1h30"},
            **TWO,
        )
    ),
    "evaluation over a holiday": Varied(
        _session("2027-02-08", "2027-03-05", live("c1"), remote("r1", "1h"), EVALUATION, rules=EVENINGS)
    ),
    "a day on site among classes": Varied(
        _session(
            "2027-01-04",
            "2027-01-29",
            live("c1"),
            live("p1", kind="in_person", duration="6h", together=True),
            live("c2"),
            **TWO,
            trainers=_team("durand", "martin"),
            rules={"in_person_hours": {"mon-fri": "09:00-16:00"}},
        )
    ),
    "fixed dates": Varied(
        _session(
            "2027-01-04",
            "2027-02-05",
            live("c1", fixed="2027-01-07T16:45"),
            remote("r1", "2h", fixed=[{"first": "2027-01-12", "last": "2027-01-13", "duration": "45 min"}]),
            live("c2", fixed=[{"day": "2027-02-02", "trainers": ["martin"]}]),
            trainers=_team("durand", "martin"),
        )
    ),
    "a derogation": Varied(
        _session(
            "2027-01-04",
            "2027-01-15",
            live("c1"),
            remote("r1", "3h30"),
            derogations=[{"week": "2027-W02", "cap": "3h", "reason": "Fin"}],
        )
    ),
    "prorated weeks of November": Varied(
        _session("2026-11-02", "2026-11-20", live("c1"), remote("r1", "2h30"), rules={"prorate_short_weeks": True})
    ),
    "busy people": Varied(
        _session("2027-01-11", "2027-01-22", live("c1"), remote("r1", "1h"), live("c2"), rules=EVENINGS),
        BusyTimes(
            trainers={"durand": (busy_span("2027-01-12", 8, 17.4), busy_span("2027-01-19", 17.25, 17.5))},
            groups={"lyon": (busy_span("2027-01-20", 0, 24), busy_span("2027-01-13", 13.5, 16))},
        ),
    ),
    "teaching, absences, periods to avoid": Varied(
        _session(
            "2027-01-04",
            "2027-01-29",
            live("c1"),
            remote("r1", "1h"),
            live("c2"),
            groups=[
                {"id": "lyon", "size": 20, "teaching": {"mon-fri": "08:00-16:30"}, "avoid": ["2027-01-11/2027-01-17"]}
            ],
            trainers=[{"id": "durand", "name": "D", "absent": ["2027-01-05/2027-01-08", "2027-01-20"]}],
            preferred={"tue": "17:00-18:00", "wed": "14:00-16:00"},
        )
    ),
    "one room": Varied(
        _session(
            "2027-01-11",
            "2027-01-22",
            live("c1"),
            live("c2"),
            **TWO,
            trainers=_team("durand", "martin"),
            rules={"virtual_rooms": 1, "working_hours": {"thu": "17:00-19:15"}},
        )
    ),
    "delivery limits": Varied(
        _session(
            "2027-01-11",
            "2027-01-29",
            live("c1"),
            live("c2"),
            groups=_groups("a", "b", "c"),
            rules={"max_delivery_day": "1h", "max_delivery_week": "3h", "working_hours": {"mon-thu": "17:00-19:15"}},
        )
    ),
    "two trainers lead together": Varied(
        _session(
            "2027-01-11",
            "2027-01-29",
            live("c1", trainers_needed=2),
            live("c2", trainers=["b"]),
            trainers=_team("a", "b", "c"),
            rules=EVENINGS,
            **TWO,
        )
    ),
    "together and apart, a grid of half hours": Varied(
        _session(
            "2027-01-04",
            "2027-01-29",
            live("c1", together=True, capacity=50, duration="50 min"),
            remote("r1", "1h30"),
            live("c2", groups=["b"]),
            live("c3"),
            **TWO,
            rules={"start_grid": "30 min", "smallest_block": "45 min"},
        )
    ),
    "La Réunion, trainers there and in Paris": Varied(
        _session(
            "2027-02-08",
            "2027-03-12",
            live("c1"),
            remote("r1", "1h"),
            live("c2"),
            department="974",
            trainers=[PARIS, {"id": "reunion", "name": "R", "absent": ["2027-02-08/2027-02-28"]}],
        )
    ),
    "Nouméa, a trainer in Paris who begins the day before": Varied(
        _session(
            "2026-08-31",
            "2026-09-25",
            live("c1"),
            remote("r1", "1h"),
            live("c2"),
            department="988",
            trainers=[PARIS | {"working_hours": {"mon-fri": "06:00-08:00, 21:00-23:30"}}],
            rules={"working_hours": {"mon-fri": "07:00-18:00"}},
        )
    ),
    "zones A and B": Varied(
        _session(
            "2027-02-08",
            "2027-03-19",
            live("c1"),
            remote("r1", "1h"),
            live("c2"),
            groups=[{"id": "lyon", "size": 9}, {"id": "rennes", "size": 9, "department": "35"}],
            trainers=[
                {"id": "nantes", "name": "N", "department": "44"},
                {"id": "paris", "name": "P", "department": "75"},
            ],
            rules=EVENINGS,
        )
    ),
    "Moselle before Easter": Varied(
        _session(
            "2027-03-22", "2027-04-02", live("c1"), remote("r1", "1h"), live("c2"), department="57", rules=EVENINGS
        )
    ),
    "over New Year and ISO week 53": Varied(
        _session(
            "2026-12-10", "2027-01-08", live("c1"), remote("r1", "2h30"), live("c2", duration="30 min"), rules=EVENINGS
        )
    ),
    "over the change to winter time": Varied(
        _session(
            "2026-10-12",
            "2026-11-06",
            live("c1"),
            remote("r1", "1h"),
            live("c2"),
            rules={"working_hours": {"thu": "16:00-18:00"}},
        )
    ),
    "over the change to summer time": Varied(
        _session(
            "2027-03-18",
            "2027-04-02",
            live("c1"),
            remote("r1", "1h"),
            live("c2"),
            rules={"working_hours": {"mon-fri": "16:00-18:00"}},
        )
    ),
}
"""By their traits. Each has a plan."""
