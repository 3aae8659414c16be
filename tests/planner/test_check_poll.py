"""R12: what a poll offers keeps every rule, whatever the polls elect."""

from dataclasses import replace
from datetime import datetime

import pytest

from calendars.places import place as place_of
from calendars.working_hours import at_local
from planner.check import check
from planner.check.poll import are_all_judged
from planner.messages.texts import LANGUAGES, Texts
from planner.messages.violations import violation_text
from planner.plan import Offer, Plan
from planner.session import Session
from tests.support.sessions import a_good_plan, a_plan, a_session, place, the_school


def offer(session: Session, activity: str, *local: str, groups: tuple[str, ...] = ("lyon",)) -> Offer:
    zone = place_of(session.department).zone_info
    clocks = [datetime.fromisoformat(each) for each in local]
    return Offer(activity, groups, tuple(at_local(c.date(), c.hour * 60 + c.minute, zone) for c in clocks))


def told(session: Session, plan: Plan) -> list[tuple[str, int, str]]:
    """The kind, how many classes it moves, and the rule that is broken then."""
    found = check(session, plan, the_school())
    assert {violation.rule for violation in found} <= {"poll"}
    return [(each.kind, len(each.facts["slots"]), each.facts["breach"].rule) for each in found]


def with_offers(session: Session, *offers: Offer) -> Plan:
    return replace(a_good_plan(session), offers=offers)


def test_offers_that_keep_every_rule() -> None:
    session = a_session()
    retour = offer(session, "retour1", "2027-01-26 16:30", "2027-01-27 10:00", "2027-02-02 09:00")
    assert told(session, with_offers(session, retour)) == []


@pytest.mark.parametrize(
    ("slot", "rule"),
    [
        ("2027-01-27 18:00", "working_hours"),
        ("2027-01-30 10:00", "working_hours"),
        ("2027-02-15 10:00", "no_school_holidays"),
        ("2027-01-21 10:00", "weekly_cap"),
        ("2027-01-27 10:05", "grid"),
        ("2027-01-06 10:00", "order"),
    ],
)
def test_a_slot_that_breaks_a_rule(slot: str, rule: str) -> None:
    session = a_session(window={"first": "2027-01-04", "last": "2027-03-12"})
    retour = offer(session, "retour1", "2027-01-26 16:30", slot)
    assert told(session, with_offers(session, retour)) == [("slot", 1, rule)]


def test_slots_that_break_a_rule_only_together() -> None:
    """A class of 1 h and one of 1 h 30: either may lie in the week of 25 January, both would be 2 h 30."""
    activities = [
        {"id": "c1", "kind": "virtual_class", "title": "Un", "duration": "1h"},
        {"id": "c2", "kind": "virtual_class", "title": "Deux", "duration": "1h30"},
    ]
    session = a_session(activities=activities)
    plan = a_plan(session, place(session, "c1", "2027-01-12 17:00"), place(session, "c2", "2027-02-02 16:00"))
    first = offer(session, "c1", "2027-01-12 17:00", "2027-01-26 17:00")
    second = offer(session, "c2", "2027-01-28 16:00", "2027-02-02 16:00")
    for alone in (first, second):
        assert told(session, replace(plan, offers=(alone,))) == []
    assert told(session, replace(plan, offers=(first, second))) == [("election", 2, "weekly_cap")]


def test_a_poll_of_nothing_in_the_plan() -> None:
    session = a_session()
    for made in (offer(session, "retour2", "2027-01-26 16:30"), offer(session, "retour1", groups=("other",))):
        (violation,) = check(session, with_offers(session, made), the_school())
        assert (violation.rule, violation.kind) == ("poll", "offered_for_nothing")


def test_switched_off() -> None:
    session = a_session(rules={"off": ["poll"]})
    wrong = offer(session, "retour1", "2027-01-30 10:00")
    assert told(session, with_offers(session, wrong)) == []


def test_a_plan_that_is_broken_anyway_is_not_judged_slot_by_slot() -> None:
    session = a_session(rules={"weekly_cap": "1h30"})
    plan = with_offers(session, offer(session, "retour1", "2027-01-30 10:00"))
    assert {violation.rule for violation in check(session, plan, the_school())} == {"weekly_cap"}


def test_of_very_many_elections_the_worst_are_judged() -> None:
    """13 classes of 15 min, all of which may go to the week of 1 February: 3 h 15, where two of them are 30 min."""
    ids = [f"c{number:02}" for number in range(13)]
    activities = [{"id": id, "kind": "virtual_class", "title": id, "duration": "15 min"} for id in ids]
    session = a_session(activities=activities, rules={"off": ["order"], "weekly_cap": "3h"})
    hours = {id: f"{8 + number // 2:02}:{30 * (number % 2):02}" for number, id in enumerate(ids)}
    own = {id: f"2027-01-{12 if number % 2 else 26} {hours[id]}" for number, id in enumerate(ids)}
    plan = a_plan(session, *(place(session, id, own[id]) for id in ids))
    offers = tuple(offer(session, id, own[id], f"2027-02-02 {hours[id]}") for id in ids)
    assert not are_all_judged(offers)
    assert told(session, replace(plan, offers=offers)) == [("election", 13, "weekly_cap")]
    assert told(session, replace(plan, offers=offers[:12])) == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_it_is_said_in_words(lang: str) -> None:
    session = a_session()
    plan = with_offers(session, offer(session, "retour1", "2027-01-26 16:30", "2027-01-30 10:00"))
    (violation,) = check(session, plan, the_school())
    said = violation_text(violation, session, Texts(lang))
    assert "(R1)" in said and said.endswith("(R12)") and "10:00" in said
