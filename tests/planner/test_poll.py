"""Polls: whatever they elect keeps every rule; slots are spread; ballots are counted fairly, the same way each time."""

import functools
import random
from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from calendars.places import place as place_of
from planner.check import check
from planner.outcome import Planned, Violation
from planner.plan import Offer, Placement, Plan
from planner.poll import (
    Fewer,
    Opened,
    Refused,
    elect,
    fixed_session,
    occurrence_id,
    open_poll,
    poll_key,
    with_elected,
)
from planner.session import NOT_BUSY, BusyTimes, Session
from planner.solving.solve import plan_session
from tests.support.sessions import a_good_plan, a_plan, a_session, place, the_school
from tests.support.solver import live
from tests.support.varied_sessions import VARIED

MOST_POLLED, SLOTS, SESSIONS, OUTCOMES = 4, 4, 20, 500


def opened(
    session: Session, plan: Plan, polled: dict[str, int], busy: BusyTimes = NOT_BUSY, earliest: date | None = None
) -> Opened:
    def judge(found):
        return check(session, found, the_school(), busy)

    return open_poll(session, plan, the_school(), busy, polled, judge, earliest=earliest)


def can_be_polled(session: Session, plan: Plan) -> list[str]:
    fixed = {activity.id for activity in session.activities if activity.fixed}
    return [occurrence_id(p) for p in plan.placements if p.activity not in fixed][:MOST_POLLED]


@functools.cache
def polls_of(name: str) -> tuple[Session, Plan, Opened, BusyTimes] | None:
    """A session of these traits, planned, with as many of its classes polled as there are, up to four."""
    session, busy = VARIED[name].session, VARIED[name].busy
    outcome = plan_session(session, the_school(), busy)
    assert isinstance(outcome, Planned)
    ids = can_be_polled(session, outcome.plan)
    return (
        (session, outcome.plan, opened(session, outcome.plan, dict.fromkeys(ids, SLOTS), busy), busy) if ids else None
    )


@functools.cache
def twenty() -> tuple[str, ...]:
    """The sessions in which the polls can end in most ways."""
    found = {name: made[2].elections for name in VARIED if (made := polls_of(name))}
    return tuple(sorted(found, key=lambda name: -found[name])[:SESSIONS])


def test_500_random_outcomes_of_polls_over_20_sessions_keep_every_rule() -> None:
    chance = random.Random(20261125)
    names = twenty()
    assert len(names) == SESSIONS
    moved = 0
    for number in range(OUTCOMES):
        made = polls_of(names[number % SESSIONS])
        assert made is not None
        session, plan, polls, busy = made
        chosen = [(offer, chance.choice(offer.starts)) for offer in polls.plan.offers]
        after, _ = fixed_session(session, chosen)
        new = with_elected(plan, chosen)
        assert check(after, new, the_school(), busy) == ()
        moved += sum(old.start != each.start for old, each in zip(_sorted(plan), _sorted(new), strict=True))
    assert moved > OUTCOMES, "most outcomes move something"


def _sorted(plan: Plan) -> list[Placement]:
    return sorted(plan.placements, key=occurrence_id)


@pytest.mark.parametrize("name", VARIED)
def test_the_checker_bars_nothing_that_the_model_offers(name: str) -> None:
    """One search each: what the model of slots says of every rule is what the checker says."""
    if made := polls_of(name):
        _, plan, polls, _ = made
        assert polls.rounds == 1 and polls.all_judged
        own = {occurrence_id(placement): placement.start for placement in plan.placements}
        for offer in polls.plan.offers:
            assert own[occurrence_id(offer)] in offer.starts, "the plan's own slot is one of them"
            assert list(offer.starts) == sorted(set(offer.starts)) and len(offer.starts) <= SLOTS


def test_slots_are_spread_over_days_and_hours() -> None:
    session = a_session(activities=[live("c1"), live("c2")])
    plan = a_plan(session, place(session, "c1", "2027-01-05 14:00"), place(session, "c2", "2027-01-20 14:00"))
    (offer,) = opened(session, plan, {"c2@lyon": 5}).plan.offers
    local = [place_of("69").local(start) for start in offer.starts]
    assert len({moment.date() for moment in local}) == len({moment.weekday() for moment in local}) == 5
    assert len({moment.hour for moment in local}) >= 4
    assert all(abs((moment.date() - date(2027, 1, 20)).days) <= 14 for moment in local), "near the plan's own"


def test_preferred_hours_come_first() -> None:
    session = a_session(activities=[live("c1")], preferred={"wed": "14:00-16:00"})
    plan = a_plan(session, place(session, "c1", "2027-01-13 14:00"))
    (offer,) = opened(session, plan, {"c1@lyon": 4}).plan.offers
    assert all(place_of("69").local(start).weekday() == 2 for start in offer.starts)


def test_nothing_before_today() -> None:
    session = a_session(activities=[live("c1")])
    plan = a_plan(session, place(session, "c1", "2027-01-13 14:00"))
    (offer,) = opened(session, plan, {"c1@lyon": 6}, earliest=date(2027, 1, 13)).plan.offers
    assert min(offer.starts).date() == date(2027, 1, 13)


def test_fewer_slots_than_asked_for_and_why() -> None:
    """Thursday and Friday of one week, one hour a day; on the Friday, an eve, the session would not begin."""
    session = a_session(
        window={"first": "2027-01-14", "last": "2027-01-15"},
        activities=[live("c1")],
        rules={"working_hours": {"mon-fri": "09:00-10:00"}},
    )
    plan = a_plan(session, place(session, "c1", "2027-01-14 09:00"))
    polls = opened(session, plan, {"c1@lyon": 4})
    assert polls.fewer == (Fewer(polls.plan.offers[0], 4, 2, {"no_start_on_eve": 1}, 1),)
    assert polls.elections == 1


def test_what_the_checker_refuses_is_barred_and_the_search_goes_on() -> None:
    """Somebody refuses the first three slots that are not the plan's own, one after the other."""
    plan = a_good_plan()
    refused: list[datetime] = []

    def strict(found: Plan) -> tuple[Violation, ...]:
        (offer,) = found.offers
        others = [start for start in offer.starts if start != plan.placements[1].start and start not in refused]
        if len(refused) == 3 or not others:
            return ()
        refused.append(others[0])
        return (Violation("poll", "slot", facts={"slots": (("retour1", ("lyon",), others[0]),)}),)

    polls = open_poll(a_session(), plan, the_school(), NOT_BUSY, {"retour1@lyon": 4}, strict)
    assert polls.rounds == 4
    assert len(polls.plan.offers[0].starts) == 4 and not set(refused) & set(polls.plan.offers[0].starts)


def test_a_plan_that_is_broken_is_a_fault_of_who_asks() -> None:
    session = a_session(rules={"weekly_cap": "1h30"})
    with pytest.raises(Refused):
        opened(session, a_good_plan(session), {"retour1@lyon": 2})


# --- ballots --------------------------------------------------------------------------------------------------------

STARTS = tuple(datetime(2027, 1, day, 16, tzinfo=UTC) for day in (12, 13, 14, 15))
OFFER = Offer("retour1", ("lyon",), STARTS)
EARLY = date(2026, 11, 25)


def winner(*ballots: str, today: date = EARLY) -> tuple[int, str]:
    """The place of the slot that is elected, and why; a ballot is a letter for each slot: y, m, n or -."""
    words = {"y": "yes", "m": "maybe", "n": "no", "-": "unknown"}
    answers = [tuple(words[letter] for letter in ballot) for ballot in ballots]
    found = elect(OFFER, answers, STARTS[0], today, place_of("69").local)
    return STARTS.index(found.winner), found.why


@pytest.mark.parametrize(
    ("ballots", "place_elected", "why"),
    [
        (("nynn", "nyyn", "nnyy", "nynn"), 1, "most_yes"),
        (("ynyn", "nmnm"), 0, "earliest"),
        (("ynyn", "nmmm"), 2, "most_maybe"),
        (("yyyn", "n-nn"), 1, "fewest_excluded"),
        (("yyyy",), 0, "earliest"),
        (("yyyy", "mmmm", "nnnn"), 0, "earliest"),
    ],
)
def test_most_yes_then_if_need_be_then_fewest_no_then_the_first(ballots, place_elected, why) -> None:
    assert winner(*ballots) == (place_elected, why)


def test_a_slot_that_is_over_is_not_elected() -> None:
    assert winner("ynyn", "yynn", today=date(2027, 1, 13)) == (1, "earliest")
    assert winner("ynyn", "yynn", today=date(2027, 1, 15)) == (3, "only_one")


BALLOTS = st.lists(st.text("ymn-", min_size=4, max_size=4), min_size=1, max_size=12)


@given(ballots=BALLOTS, seed=st.randoms(use_true_random=False))
def test_the_order_of_ballots_does_not_matter_and_no_slot_is_better(ballots, seed) -> None:
    elected, _ = winner(*ballots)
    shuffled = list(ballots)
    seed.shuffle(shuffled)
    assert winner(*shuffled)[0] == elected
    sums = [Counter(ballot[place] for ballot in ballots) for place in range(4)]
    ranks = [(-each["y"], -each["m"], each["n"], place) for place, each in enumerate(sums)]
    assert min(ranks)[3] == elected


@given(ballots=BALLOTS)
def test_one_more_yes_never_makes_a_slot_lose(ballots) -> None:
    elected, _ = winner(*ballots)
    assert winner(*ballots, "".join("y" if place == elected else "n" for place in range(4)))[0] == elected


# --- what is fixed --------------------------------------------------------------------------------------------------


def test_only_what_was_elected_moves_and_its_sequence_rises() -> None:
    plan = a_good_plan()
    offer = Offer("retour1", ("lyon",), (plan.placements[1].start, STARTS[0] + timedelta(days=15)))
    new = with_elected(plan, [(offer, offer.starts[1])])
    assert new.blocks == plan.blocks and new.placements[0] == plan.placements[0]
    assert (new.placements[1].start, new.placements[1].sequence) == (offer.starts[1], 1)
    assert with_elected(plan, [(offer, offer.starts[0])]) == plan


@settings(max_examples=30)
@given(data=st.data())
def test_any_election_of_any_session_is_kept_by_the_fixed_session(data) -> None:
    made = polls_of(data.draw(st.sampled_from(twenty())))
    assert made is not None
    session, plan, polls, busy = made
    polled = [offer for offer in polls.plan.offers if data.draw(st.booleans())]
    chosen = [(offer, data.draw(st.sampled_from(offer.starts))) for offer in polled]
    after, changes = fixed_session(session, chosen)
    new = with_elected(plan, chosen)
    assert check(after, new, the_school(), busy) == ()
    still = tuple(offer for offer in polls.plan.offers if offer not in polled)
    assert check(after, replace(new, offers=still), the_school(), busy) == (), "the polls that are still open hold too"
    assert len(changes) == len({offer.activity for offer in polled})
    assert len({poll_key(offer, session) for offer in polls.plan.offers}) == len(polls.plan.offers)
