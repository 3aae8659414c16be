"""A small planned academy: two sessions that share a trainer and a person, three left out, each for another reason."""

from dataclasses import dataclass
from datetime import timedelta

from planner.academy import Academy, AcademyPlan, Enrolment, LeftOut
from planner.outcome import Conflict, ConflictPart, Repair
from planner.plan import LevelValue, Plan
from planner.session import Session
from tests.support.sessions import a_good_plan, a_plan, a_session, block, place

PEOPLE = ("ZQ-PERSON-1", "ZQ-PERSON-2", "ZQ-PERSON-3")


@dataclass(frozen=True)
class Planned:
    """An academy, what was planned of it, and its sessions by id."""

    academy: Academy
    result: AcademyPlan

    def session(self, id: str) -> Session:
        return next(session for session in self.academy.sessions if session.id == id)

    def plan(self, id: str) -> Plan:
        return self.result.plans[id]


def planned(title: str = "Entrer dans le métier", rooms: int | None = 4) -> Planned:
    """In « a » Alice Durand leads; in « b » she leads on the same Tuesday, Paul Petit the other class. One person is in
    both, in group lyon of each; two are in one session alone."""
    two = [{"id": "durand", "name": "Alice Durand"}, {"id": "petit", "name": "Paul Petit"}]
    strict = [{"id": "durand", "name": "Alice Durand", "weekly_limit": "4h"}]
    a, b = a_session(id="a", title=title, trainers=strict), a_session(id="b", title="Oral & écrit", trainers=two)
    without = [a_session(id=id, title=f"Session {id}", priority=3) for id in ("c", "d", "e")]
    plans = {
        "a": _valued(a_good_plan(a), 5),
        "b": a_plan(
            b,
            place(b, "accueil", "2027-01-12 15:30", trainers=("durand",)),
            block(b, "module1", "2027-01-18", "2027-01-22", 30),
            block(b, "module1", "2027-01-25", "2027-01-29", 90),
            place(b, "retour1", "2027-02-02 16:30", trainers=("petit",)),
        ),
    }
    facts = {"count": 1, "each_min": 60, "total_min": 60, "live": True}
    work = ConflictPart("work", ("accueil",), facts=facts)
    later = without[1].window.last + timedelta(days=7)
    end_later = Repair("end_later", {"last": later, "days": 7, "holidays": ()}, (), without[1], a_good_plan(without[1]))
    left_out = (
        LeftOut("c", "alone", Conflict((work,))),
        LeftOut("d", "together", others=("a", "b"), repairs=(end_later,)),
        LeftOut("e", "time"),
    )
    enrolments = (
        Enrolment(PEOPLE[0], "a", "lyon"), Enrolment(PEOPLE[0], "b", "lyon"),
        Enrolment(PEOPLE[1], "a", "lyon"), Enrolment(PEOPLE[2], "b", "lyon"),
    )  # fmt: skip
    levels = (LevelValue("left_out", 9, 3), LevelValue("points", 1020, 1000))
    academy = Academy((b, a, *without), {}, enrolments, rooms)
    return Planned(academy, AcademyPlan(plans, left_out, levels))


def _valued(plan: Plan, points: int) -> Plan:
    return Plan(plan.session, plan.placements, plan.blocks, (LevelValue("points", points, points),))
