"""R12: which slots polls offer, so that every rule is kept whatever they elect.

What is tied to each polled class alone is cut from its starts, as in a plan. What ties several entries holds of two
slots at a time (overlaps, order, gaps), or is a sum over a day, a week or a moment, where every poll with a slot there
counts: so it holds for every election.
"""

import itertools
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from functools import partial

from planner.plan import Offer, Plan
from planner.problem import QUARTER_MIN, Occurrence, Problem, Range, Week
from planner.solving.guards import Literal
from planner.solving.limits import Clock
from planner.solving.slots import Barred, Offering, Place

_MOST_PLACES = 100
"""Hours of one class that are looked at first. All, where these do not give the slots asked for."""

SlotRule = Callable[[Offering], None]


def choose_slots(
    problem: Problem,
    plan: Plan,
    polled: Mapping[str, int],
    clock: Clock,
    *,
    earliest: date | None = None,
    barred: Barred = (),
    rules: Mapping[str, SlotRule] | None = None,
) -> tuple[Offer, ...]:
    """The offers of a plan that keeps every rule: of each polled occurrence (by id, with the slots asked for) the
    plan's own slot and the best others, none before the day `earliest`. As many as asked, or as there are; those of
    polls that are open already (`plan.offers`) stay, and every election of all of them keeps every rule."""
    in_order = dict(sorted(polled.items()))  # so that asking in another order offers the same
    for most in (_MOST_PLACES, None):
        offering = Offering(problem, plan, in_order, earliest, most)
        for name, rule in (SLOT_RULES if rules is None else rules).items():
            if not problem.session.is_off(name):
                rule(offering)
        offering.bar(barred)
        chosen = offering.best(clock)
        if not offering.is_thinned or all(len(chosen[id]) >= count for id, count in polled.items()):
            break
    return tuple(
        sorted(
            Offer(
                offering.occurrence[id].activity.id,
                offering.placed[id].groups,
                tuple(problem.origin + timedelta(minutes=start) for start in sorted(starts)),
            )
            for id, starts in chosen.items()
        )
    )


def weekly_cap(offering: Offering) -> None:
    """R5: of each group and week, the minutes of all its polls that have a slot there are added up."""
    problem = offering.problem
    for pool, week in itertools.product(problem.pools, problem.weeks):
        classes = [id for id in pool.occurrences if offering.occurrence[id].is_virtual]
        if not set(offering.polled) & set(classes) or not problem.session.rules.virtual_classes_count:
            continue
        asked_min = sum(
            block.duration_min
            for block in offering.plan.blocks
            if block.group == pool.group.id and week.days[0].date <= block.first <= week.days[-1].date
        )
        shares = [(id, offering.occurrence[id].duration_min) for id in classes]
        offering.at_most(problem.room_min(pool, week) - asked_min, shares, partial(_in_week, week))


def no_start_on_eve(offering: Offering) -> None:
    """R6: on an eve lies only what has something before it in every election, on an earlier day."""
    problem = offering.problem
    steady = [offering.edges_now(item)[2] for item in _items(problem) if item not in offering.polled]
    begun = min(steady, default=len(problem.days))  # the first day of all that is not polled
    for id, places in offering.places.items():
        for place in places:
            if place.day <= begun and is_eve(offering, offering.occurrence[id], place):
                own = [offering.offered[id, place]] if id in offering.polled else []
                _begun_before(offering, place.day, own, id)
    for remote in problem.remotes:
        day = offering.edges_now(remote.id)[2]
        if day <= begun and day in problem.remote_eves:
            _begun_before(offering, day, [], remote.id)


def _items(problem: Problem) -> list[str]:
    return [*(o.id for o in problem.occurrences), *(r.id for r in problem.remotes)]


def is_eve(offering: Offering, occurrence: Occurrence, place: Place) -> bool:
    """Whether a place lies on an eve, the session's or one of those who lead there."""
    problem, quarter = offering.problem, place.start // QUARTER_MIN
    theirs = (problem.member[trainer].eves for trainer in occurrence.candidates)
    return place.day in problem.eves or any(eve[0] <= quarter < eve[1] for eves in theirs for eve in eves)


def _begun_before(offering: Offering, day: int, unless: list[Literal], but: str) -> None:
    """One of the other polls has all its slots before this day, unless none of some literals holds."""
    clause = [~literal for literal in unless]
    for id in offering.polled:
        if id != but and offering.own[id].day < day:
            early = offering.cp.new_bool_var("")
            for place in offering.places[id]:
                if place.day >= day:
                    offering.cp.add_implication(early, ~offering.offered[id, place])
            clause.append(early)
    offering.cp.add_bool_or(clause)


def trainer(offering: Offering) -> None:
    """R7: a trainer leads one thing at a time, with the gap, and not more than a day's or a week's minutes."""
    problem = offering.problem
    for member in problem.team:
        led = [o for o in problem.occurrences if member.trainer.id in o.candidates]
        for one, other in itertools.combinations([o.id for o in led], 2):
            if {one, other} & set(offering.polled):
                offering.keep_apart(one, other, problem.session.rules.trainer_gap_min)
        shares = [(o.id, o.duration_min) for o in led]
        limits = ((member.max_day_min, member.local_days), (member.max_week_min, member.local_weeks))
        for limit_min, spans in limits:
            for span in spans if limit_min is not None and led else ():
                assert limit_min is not None
                elsewhere_min = problem.minutes_inside(member.led, span)
                offering.at_most(limit_min - elsewhere_min, shares, partial(starts_in, span))


def _in_week(week: Week, place: Place) -> bool:
    return week.days[0].index <= place.day <= week.days[-1].index


def starts_in(span: Range, place: Place) -> bool:
    """Whether what lies there starts inside a span of quarters."""
    return span[0] <= place.start // QUARTER_MIN < span[1]


def participant(offering: Offering) -> None:
    """R8: a group is in one class at a time; where R9 holds, its order says as much."""
    if not offering.problem.session.is_off("order"):
        return
    for pool in offering.problem.pools:
        for one, other in itertools.combinations(pool.occurrences, 2):
            if {one, other} & set(offering.polled):
                offering.keep_apart(one, other, 0)


def order(offering: Offering) -> None:
    """R9: the last slot of what comes before, and the first of what comes after, keep the order and the gaps."""
    for precedence in offering.problem.precedences:
        if precedence.implied or not {precedence.before, precedence.after} & set(offering.polled):
            continue
        before, after = offering.edges(precedence.before), offering.edges(precedence.after)
        if precedence.before in offering.occurrence and precedence.after in offering.occurrence:
            offering.cp.add(after[0] >= before[1])
        offering.cp.add(after[2] - before[3] >= offering.least_gap(precedence))
        if precedence.max_gap_days is not None:
            offering.cp.add(after[3] - before[2] <= precedence.max_gap_days)


def capacity(offering: Offering) -> None:
    """R10: at each moment, all polls that have a slot then take a virtual room."""
    rooms = offering.problem.session.rules.virtual_rooms
    classes = [(o.id, 1) for o in offering.problem.occurrences if o.is_virtual]
    if rooms is None or len(classes) <= rooms:
        return
    for moment in sorted({place.start for id, _ in classes for place in offering.places[id]}):
        offering.at_most(rooms, classes, partial(runs_at, moment))


def runs_at(minute: int, place: Place) -> bool:
    """Whether what lies there runs at a minute."""
    return place.start <= minute < place.end


SLOT_RULES: Mapping[str, SlotRule] = {
    "weekly_cap": weekly_cap,
    "no_start_on_eve": no_start_on_eve,
    "trainer": trainer,
    "participant": participant,
    "order": order,
    "capacity": capacity,
}
"""What ties several entries, by the rule's name: the other rules cut the starts of each class alone."""
