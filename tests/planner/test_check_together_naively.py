"""The check of many sessions against a slow one that looks at every person, pair and moment in turn."""

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import combinations, permutations, product
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from calendars.places import place
from planner.academy import Academy, Enrolment, Member
from planner.check.together import check_together
from planner.plan import Placement, Plan, RemoteBlock
from planner.session import Session
from tests.support.sessions import a_plan, a_session, the_school
from tests.support.together import LIVE, WORK, said_together

DEPARTMENTS = ("69", "988", "987")  # in Nouméa and Papeete a local day is another one in UTC
RULES = ("weekly_cap", "trainer", "participant", "capacity")
MONDAY = date(2027, 1, 18)
AROUND = [datetime(2027, 1, day, hour, tzinfo=UTC) for day, hour in ((18, 0), (20, 15), (25, 0))]
QUARTERS = st.integers(-8, 8)


@st.composite
def sessions(draw: st.DrawFn, id: str) -> Session:
    """One to three groups, one of which may be split; its own caps, gaps, limits and switched-off rules."""
    minutes = st.sampled_from([None, 60, 90, 120, 180])
    rules: dict[str, Any] = {"off": draw(st.lists(st.sampled_from(RULES), max_size=1)), "capacity": 2}
    for key, values in (("weekly_cap", minutes), ("max_delivery_day", minutes), ("max_delivery_week", minutes)):
        if (value := draw(values)) is not None:
            rules[key] = f"{value} min"
    if draw(st.booleans()):
        rules |= {"trainer_gap": f"{draw(st.sampled_from([0, 15, 45]))} min"}
    derogations = [
        {"week": f"{MONDAY + timedelta(days=7 * week):%G-W%V}", "cap": f"{draw(st.sampled_from([60, 150, 240]))} min",
         "reason": "stage"}
        for week in range(2) if draw(st.integers(0, 3)) == 0
    ]  # fmt: skip
    return a_session(
        id=id,
        department=draw(st.sampled_from(DEPARTMENTS)),
        activities=[LIVE, LIVE | {"id": "site", "kind": draw(st.sampled_from(["virtual_class", "in_person"]))}, WORK],
        groups=[{"id": f"g{n}", "size": draw(st.sampled_from([2, 4]))} for n in range(draw(st.integers(1, 2)))],
        trainers=[{"id": id, "name": id} for id in ("ada", "bob")],
        rules=rules,
        derogations=derogations,
    )


@st.composite
def plans(draw: st.DrawFn, session: Session) -> Plan:
    """Anything near Monday midnight and near one afternoon, whole or not."""
    groups = [group.id for group in session.planned_groups()]
    entries: list[Placement | RemoteBlock] = []
    for _ in range(draw(st.integers(0, 4))):
        around = draw(st.sampled_from(AROUND))
        start = around + timedelta(minutes=15 * draw(QUARTERS))
        who = tuple(draw(st.lists(st.sampled_from(groups), min_size=1, max_size=2, unique=True)))
        led = (draw(st.sampled_from(["ada", "bob"])),)
        entries.append(
            Placement(draw(st.sampled_from(["classe", "site"])), who, start, draw(st.sampled_from([30, 60, 150])), led)
        )
    for _ in range(draw(st.integers(0, 3))):
        first = MONDAY + timedelta(days=draw(st.integers(0, 13)))
        minutes = draw(st.sampled_from([30, 60, 90]))
        entries.append(RemoteBlock("module", draw(st.sampled_from(groups)), first, first, minutes))
    return a_plan(session, *entries)


@st.composite
def academies(draw: st.DrawFn) -> tuple[Academy, dict[str, Plan]]:
    """Two to four sessions, up to six people in up to three of them each, and plans of all or all but one."""
    ids = "abcd"[: draw(st.integers(2, 4))]
    described = [draw(sessions(id)) for id in ids]
    places = [(session.id, group.id) for session in described for group in session.groups]
    enrolments = []
    for person in range(draw(st.integers(1, 6))):
        mine = draw(st.lists(st.sampled_from(places), max_size=3, unique_by=lambda each: each[0]))
        enrolments += [Enrolment(f"ZQ{person}", session, group) for session, group in mine]
    without = draw(st.sampled_from([None, None, "a"]))
    found = {session.id: draw(plans(session)) for session in described if session.id != without}
    return Academy(tuple(described), {}, tuple(enrolments), draw(st.sampled_from([None, 1, 2]))), found


@given(academies())
@settings(max_examples=300, deadline=None)
def test_the_same_as_looking_at_everything_in_turn(drawn: tuple[Academy, dict[str, Plan]]) -> None:
    academy, found_plans = drawn
    violations = check_together(academy, found_plans, the_school())
    told = {rule: [each for each in violations if each.rule == rule] for rule in RULES}
    whole = Naive(academy, found_plans)

    caps = {(each.facts["members"], each.day): each.facts["people"] for each in told["weekly_cap"]}
    assert caps == Counter(whole.over_cap())
    at_once = Counter((*each.facts["members"], each.facts["people"]) for each in told["participant"])
    assert at_once == Counter((*pair, people) for (*pair, _), people in Counter(whole.at_once()).items())
    close = [each for each in told["trainer"] if "limit" not in each.kind]
    assert {(each.trainer, each.facts["other_start"], each.facts["start"]) for each in close} == set(whole.too_close())
    limits = {(each.trainer, each.kind, each.day) for each in told["trainer"] if "limit" in each.kind}
    assert limits == set(whole.over_limits())
    assert {each.facts["start"] for each in told["capacity"]} == set(whole.without_a_room())
    assert "ZQ" not in repr(violations) + "".join(said_together(each, academy) for each in violations)


class Naive:
    """The same rules, by going through everything again for each question."""

    def __init__(self, academy: Academy, plans: dict[str, Plan]) -> None:
        self.academy = academy
        self.plans = plans

    def sessions(self, rule: str) -> list[Session]:
        return [each for each in self.academy.sessions if each.id in self.plans and not each.is_off(rule)]

    def people(self, rule: str) -> Iterator[tuple[Member, ...]]:
        """What each person is in: the first two of a group of four are in its first part, all others in its second."""
        for person in sorted({each.person for each in self.academy.enrolments}):
            members = []
            for session, group in ((s, g) for s in self.sessions(rule) for g in s.groups):
                here = sorted(
                    e.person for e in self.academy.enrolments if (e.session, e.group) == (session.id, group.id)
                )
                if person in here:
                    split = group.size == 4 and not session.is_off("capacity")
                    part = f"-{1 + (here.index(person) > 1)}" if split else ""
                    members.append((session.id, group.id + part))
            if len(members) > 1:
                yield tuple(sorted(members))

    def over_cap(self) -> Iterator[tuple[tuple[Member, ...], date]]:
        for members in self.people("weekly_cap"):
            for week in (MONDAY + timedelta(days=7 * number) for number in range(-2, 4)):
                asked = {session: self.asked(session, group, week) for session, group in members}
                caps = [self.cap(session, week) for session, _ in members]
                derogations = [cap for cap, derogated in caps if derogated]
                cap = max(derogations) if derogations else min(cap for cap, _ in caps)
                asking = [session for session in asked if asked[session]]
                alone = len(asking) == 1 and asked[asking[0]] > self.cap(asking[0], week)[0]
                if sum(asked.values()) > cap and not alone:
                    yield members, week

    def asked(self, session_id: str, group: str, week: date) -> int:
        session = self.session(session_id)
        minutes = sum(
            b.duration_min for b in self.plans[session_id].blocks if b.group == group and monday(b.first) == week
        )
        for placed in self.plans[session_id].placements:
            if group in placed.groups and session.activity(placed.activity).kind == "virtual_class":
                minutes += placed.duration_min if monday(self.local(session, placed.start)) == week else 0
        return minutes

    def cap(self, session_id: str, week: date) -> tuple[int, bool]:
        session = self.session(session_id)
        own = [each.cap_min for each in session.derogations if each.week == week]
        return (own[0], True) if own else (session.rules.weekly_cap_min, False)

    def at_once(self) -> Iterator[tuple[Member, Member, date]]:
        """Pairs of groups and weeks with a clash, once a person."""
        for members in self.people("participant"):
            for one, other in combinations(members, 2):
                weeks = {
                    monday(self.local(self.session(one[0]), mine.start))
                    for mine in self.plans[one[0]].placements
                    for theirs in self.plans[other[0]].placements
                    if one[1] in mine.groups and other[1] in theirs.groups and overlap(mine, theirs)
                }
                yield from ((one, other, week) for week in weeks)

    def too_close(self) -> Iterator[tuple[str, datetime, datetime]]:
        for one, other in permutations(self.sessions("trainer"), 2):
            gap = timedelta(minutes=max(one.rules.trainer_gap_min, other.rules.trainer_gap_min))
            for mine, theirs in product(self.plans[one.id].placements, self.plans[other.id].placements):
                in_order = (mine.start, mine.end, one.id) <= (theirs.start, theirs.end, other.id)
                if mine.trainers == theirs.trainers and in_order and theirs.start < mine.end + gap:
                    yield mine.trainers[0], mine.start, theirs.start

    def over_limits(self) -> Iterator[tuple[str, str, date]]:
        sessions = self.sessions("trainer")
        for trainer in ("ada", "bob"):
            for kind, key, first_of in (
                ("day_limit_together", "max_delivery_day_min", day),
                ("week_limit_together", "max_delivery_week_min", monday),
            ):
                limits = [limit for each in sessions if (limit := getattr(each.rules, key))]
                for first in (MONDAY + timedelta(days=number) for number in range(-10, 20)):
                    led = {
                        each.id: sum(
                            placed.duration_min for placed in self.plans[each.id].placements
                            if placed.trainers == (trainer,) and first_of(self.local(each, placed.start)) == first
                        )
                        for each in sessions
                    }  # fmt: skip
                    leading = [each for each in sessions if led[each.id]]
                    alone = len(leading) == 1 and led[leading[0].id] > (getattr(leading[0].rules, key) or 10**9)
                    if limits and sum(led.values()) > min(limits) and not alone:
                        yield trainer, kind, first

    def without_a_room(self) -> Iterator[datetime]:
        classes = [
            placed for each in self.sessions("capacity") for placed in self.plans[each.id].placements
            if each.activity(placed.activity).kind == "virtual_class"
        ]  # fmt: skip
        for start in {each.start for each in classes}:
            in_use = sum(each.start <= start < each.end for each in classes)
            if self.academy.virtual_rooms is not None and in_use > self.academy.virtual_rooms:
                yield start

    def session(self, id: str) -> Session:
        return next(each for each in self.academy.sessions if each.id == id)

    def local(self, session: Session, moment: datetime) -> datetime:
        return place(session.department).local(moment)


def overlap(one: Placement, other: Placement) -> bool:
    return one.start < other.end and other.start < one.end


def day(moment: datetime) -> date:
    return moment.date()


def monday(moment: date) -> date:
    civil = moment.date() if isinstance(moment, datetime) else moment
    return civil - timedelta(days=civil.weekday())
