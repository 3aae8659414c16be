"""R12: what polls may elect. Each offered slot alone, and the elections of several polls, by the other checks."""

import itertools
import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from planner.check.agenda import Agenda
from planner.check.days import monday
from planner.outcome import Violation
from planner.plan import Offer, Placement, Plan

MOST_ELECTIONS = 2000
"""So many elections are judged one by one; of more, those that are the worst for some rule."""

Choice = tuple[int, datetime]
"""The number of an offer, and the start that its poll elects."""
Breaches = Callable[[Agenda], Iterable[Violation]]


def broken_elections(agenda: Agenda, breaches: Breaches) -> Iterator[Violation]:
    """What is wrong with the offers of a plan, by what `breaches` says of a plan in which the polls have elected.

    The smallest elections are told: not those that hold another one which is already broken.
    """
    plan = agenda.plan
    offers = [offer for offer in plan.offers if _is_readable(agenda, offer)]
    for offer in plan.offers:
        if offer not in offers:
            yield Violation("poll", "offered_for_nothing", None, offer.activity, _only(offer.groups))
    if not offers or any(breaches(replace(agenda, plan=replace(plan, offers=())))):
        return  # a plan that is broken as it is: that is said, and elections add nothing
    told: list[frozenset[Choice]] = []
    for election in elections(agenda, offers):
        if not election or any(each <= election for each in told):
            continue
        held = elected(plan, [(offers[number], start) for number, start in sorted(election)])
        if first := next(iter(breaches(replace(agenda, plan=held))), None):
            told.append(election)
            yield _broken(agenda, [(offers[number], start) for number, start in sorted(election)], first)


def elected(plan: Plan, chosen: Iterable[tuple[Offer, datetime]]) -> Plan:
    """The plan with each of these occurrences at the start that its poll elects, all else as it is; without offers."""
    starts = {(offer.activity, offer.groups): start for offer, start in chosen}
    placements = (replace(each, start=starts.get((each.activity, each.groups), each.start)) for each in plan.placements)
    return replace(plan, placements=tuple(sorted(placements)), offers=())


def are_all_judged(offers: Sequence[Offer]) -> bool:
    """Whether there are so few elections that each of them is judged."""
    return math.prod(len(offer.starts) for offer in offers) <= MOST_ELECTIONS


def elections(agenda: Agenda, offers: Sequence[Offer]) -> Iterator[frozenset[Choice]]:
    """The elections to judge, as what they move: all, or where there are too many those that can be the worst.

    These are each slot alone, each pair of slots of two polls (overlaps, order and gaps tie two classes at a time), and
    for the sums of a day, of a week and of a moment, all polls at once that have a slot there; the earliest and the
    latest slots of all.
    """
    choices = [
        [frozenset({(number, start)}) if start != _start(agenda.plan, offer) else frozenset() for start in offer.starts]
        for number, offer in enumerate(offers)
    ]
    if are_all_judged(offers):
        every = (frozenset().union(*each) for each in itertools.product(*choices))
        yield from sorted(every, key=lambda election: (len(election), sorted(election)))
        return
    yield from dict.fromkeys(itertools.chain.from_iterable(choices))
    for some, others in itertools.combinations(choices, 2):
        yield from (one | other for one in some for other in others if one and other)
    yield from _crowded(agenda, offers)


def _crowded(agenda: Agenda, offers: Sequence[Offer]) -> Iterator[frozenset[Choice]]:
    """For each week, day and moment, all polls with a slot there elect it; all elect their first, all their last."""
    there: dict[object, dict[int, datetime]] = defaultdict(dict)
    starts = sorted({start for offer in offers for start in offer.starts})
    for number, offer in enumerate(offers):
        own = _own(agenda.plan, offer)
        assert own is not None
        for start in offer.starts:
            day = agenda.place.local(start).date()
            for key in (day, ("week", monday(day))):
                there[key].setdefault(number, start)
            for moment in starts:
                if start <= moment < replace(own, start=start).end:
                    there["moment", moment].setdefault(number, start)
    yield from (_election(agenda.plan, offers, chosen) for chosen in there.values())
    yield from (
        _election(agenda.plan, offers, {number: offer.starts[place] for number, offer in enumerate(offers)})
        for place in (0, -1)
    )


def _election(plan: Plan, offers: Sequence[Offer], chosen: Mapping[int, datetime]) -> frozenset[Choice]:
    return frozenset((number, start) for number, start in chosen.items() if start != _start(plan, offers[number]))


def _own(plan: Plan, offer: Offer) -> Placement | None:
    return next((p for p in plan.placements if (p.activity, p.groups) == (offer.activity, offer.groups)), None)


def _is_readable(agenda: Agenda, offer: Offer) -> bool:
    """Whether the plan has what is polled, and clocks can show every slot."""
    own = _own(agenda.plan, offer)
    return own is not None and all(agenda.readable_span(replace(own, start=start)) for start in offer.starts)


def _only(groups: tuple[str, ...]) -> str | None:
    return groups[0] if len(groups) == 1 else None


def _start(plan: Plan, offer: Offer) -> datetime | None:
    own = _own(plan, offer)
    return own.start if own else None


def _broken(agenda: Agenda, chosen: Sequence[tuple[Offer, datetime]], breach: Violation) -> Violation:
    offer, start = chosen[0]
    slots = tuple((each.activity, each.groups, agenda.place.local(when)) for each, when in chosen)
    day = agenda.place.local(start).date()
    facts = {"slots": slots, "breach": breach}
    kind = "slot" if len(chosen) == 1 else "election"
    return Violation("poll", kind, day, offer.activity, _only(offer.groups), facts=facts)
