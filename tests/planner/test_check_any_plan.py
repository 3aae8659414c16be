"""No plan makes the checker fail, whatever it holds; and the list of checks is that of the rules."""

import subprocess
import sys
from datetime import UTC, date, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from planner.advice import advice
from planner.check import CHECKS, check, rule_of
from planner.messages.texts import Texts
from planner.messages.violations import advice_text
from planner.plan import Offer, Placement, Plan, RemoteBlock
from planner.session import RULE_IDS, Session
from tests.support.breaches import say, trainer
from tests.support.sessions import a_good_plan, a_session, the_school


def a_rich_session(**overrides: object) -> Session:
    """Something of everything, in several time zones."""
    link = {"activity": "c2", "max_gap": "2w"}
    activities = [
        {"id": "c1", "kind": "virtual_class", "title": "Titre", "duration": "1h", "fixed": "2027-01-12T17:00"},
        {"id": "r1", "kind": "remote_work", "title": "Titre", "duration": "2h", "before": link},
        {"id": "p1", "kind": "in_person", "title": "Jour", "duration": "6h", "groups": ["a"], "after": "c1"},
        {"id": "c2", "kind": "virtual_class", "title": "Fin", "duration": "1h30", "together": True, "capacity": 50},
        {"id": "e1", "kind": "evaluation", "title": "Bilan", "duration": "20 min"},
    ]  # fmt: skip
    rules = {
        "prorate_short_weeks": True, "virtual_rooms": 1, "max_delivery_day": "2h", "max_delivery_week": "4h",
        "class_gap": {"min": "7d", "max": "21d"},
    }  # fmt: skip
    described = {
        "activities": activities,
        "rules": rules,
        "announced_duration": "9h",
        "trainers": [trainer("durand", absent=["2027-01-18/2027-01-22"]), trainer("loin", department="988")],
        "groups": [
            {"id": "a", "size": 30, "teaching": {"mon-fri": "08:00-12:00"}, "avoid": ["2027-01-11/2027-01-15"]},
            {"id": "b", "size": 20, "department": "987"},
        ],
    }
    return a_session(**(described | overrides))


RICH = a_rich_session()
IDS = st.sampled_from(["c1", "r1", "p1", "c2", "e1", "other", "", "a", "a-1", "a-2", "b", "durand", "loin", "\n"])
SEVERAL = st.lists(IDS, max_size=3).map(tuple)
MINUTES = st.sampled_from([60, 90, 15, 0, -1, 7, 10**12]) | st.integers()
NEAR = st.integers(0, 40 * 96).map(lambda quarter: datetime(2027, 1, 4, tzinfo=UTC) + timedelta(minutes=15 * quarter))
MOMENTS = NEAR | st.datetimes(timezones=st.just(UTC) | st.none())
DAYS = NEAR.map(lambda moment: moment.date()) | st.dates() | st.sampled_from([date.min, date.max])
PLANS = st.builds(
    Plan,
    session=IDS | st.just("neo-69"),
    placements=st.lists(st.builds(Placement, IDS, SEVERAL, MOMENTS, MINUTES, SEVERAL), max_size=8).map(tuple),
    blocks=st.lists(st.builds(RemoteBlock, IDS, IDS, DAYS, DAYS, MINUTES), max_size=8).map(tuple),
    offers=st.lists(st.builds(Offer, IDS, SEVERAL, st.lists(MOMENTS, max_size=3).map(tuple)), max_size=3).map(tuple),
)


@settings(max_examples=300)
@given(plan=PLANS, partial=st.booleans())
def test_any_plan_is_answered_in_words(plan: Plan, partial: bool) -> None:
    for violation in check(RICH, plan, the_school(), partial=partial):
        assert say(violation, RICH)
    for said in advice(RICH, plan, the_school()):
        assert advice_text(said, RICH, Texts("en"))


def test_checks_are_the_rules_in_their_order() -> None:
    assert [rule_of(rule_check) for rule_check in CHECKS] == list(RULE_IDS)


def test_checking_twice_says_the_same() -> None:
    session = a_session(department="35")
    once, again = (check(session, a_good_plan(), the_school()) for _ in range(2))
    assert once == again


def test_the_checker_needs_no_solver() -> None:
    code = "import sys, planner.check, planner.advice; print('ortools' in sys.modules, 'pandas' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "False"]
