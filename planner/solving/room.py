"""R12 where all else may move: the slots of polls and the plan around them, in one model.

What is polled keeps its place in the plan, and its slots are offered as in `planner.solving.slots`; every rule holds of
the plan with any of them elected. As in `planner.solving.polls`, what ties several entries holds of two at a time, or
is a sum in which every poll with a slot there counts; the entries that are not polled are where this plan has them.
"""

import itertools
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from ortools.sat.python import cp_model

from calendars.spans import Span
from planner.plan import Plan
from planner.problem import QUARTER_MIN, Occurrence, Problem, Range
from planner.solving.cuts import domain_of
from planner.solving.guards import Literal
from planner.solving.model import Model
from planner.solving.polls import is_eve, runs_at, starts_in
from planner.solving.slots import Offering
from planner.solving.weeks import Linear, total


@dataclass(frozen=True)
class Room:
    """What polls ask of a plan: of each class (by id) so many slots, from a day on.

    `bounds`: days (indexes, both in) between which a class has to be because of what took place. `has_begun`: the
    session's first day is past. Every start of a class is looked at: with the hundred hours nearest to the plan, as for
    polls around which nothing moves, six entries had to move where one does, and it took as long (measured).
    """

    plan: Plan
    asked: Mapping[str, int]
    earliest: date
    bounds: Mapping[str, tuple[int, int]]
    has_begun: bool

    def missing(self, model: Model) -> list[Linear]:
        """What is worth the most where a slot is missing: the fewer slots, and the less evenly, the more.

        Adds to the model that every rule holds whatever the polls elect.
        """
        problem = model.problem
        there = {occurrence.id for occurrence in problem.occurrences}
        asked = {id: number for id, number in self.asked.items() if id in there}
        offering = Offering(problem, self.plan, asked, self.earliest, None, among=model.cp)
        for id in offering.polled:
            model.cp.add(QUARTER_MIN * model.start(model.occurrence[id]) == offering.own[id].start)
            if id in self.bounds:
                self._between(offering, id)
        for name, rule in ROOM_RULES.items():
            if not problem.session.is_off(name) and not (name == "no_start_on_eve" and self.has_begun):
                rule(model, offering)
        for slot, literal in offering.offered.items():
            model.cp.add_hint(literal, slot[1] == offering.own[slot[0]] or slot[0] in offering.held)
        return [worth - worth * literal for id in asked for worth, literal in offering.numbers(id)]

    def _between(self, offering: Offering, id: str) -> None:
        first, last = self.bounds[id]
        for place in offering.places[id]:
            if not first <= place.day <= last:
                offering.not_both((id, place))


RoomRule = Callable[[Model, Offering], None]


def _steady(model: Model, offering: Offering) -> list[Occurrence]:
    """The classes that no poll is about: each is where the plan has it, and may move."""
    return [occurrence for occurrence in model.problem.occurrences if occurrence.id not in offering.polled]


def weekly_cap(model: Model, offering: Offering) -> None:
    """R5: of each group and week, the minutes of all polls that have a slot there are added to what is there."""
    problem = model.problem
    if not problem.session.rules.virtual_classes_count:
        return
    for pool, week in itertools.product(problem.pools, problem.weeks):
        days = range(week.days[0].index, week.days[-1].index + 1)
        classes = [model.occurrence[id] for id in pool.occurrences if model.occurrence[id].is_virtual]
        polled = [o for o in classes if o.id in offering.polled]
        offered = [(o, offering.there(o.id, lambda place, days=days: place.day in days)) for o in polled]  # type: ignore[misc]
        terms: list[Linear] = [o.duration_min * there for o, there in offered if there is not None]
        if terms:
            terms += [o.duration_min * model.week(o, week) for o in classes if o.id not in offering.polled]
            terms += [model.remote(model.remote_work[id]).minutes(week) for id in pool.remotes]
            model.cp.add(total(terms) <= problem.room_min(pool, week))


def no_start_on_eve(model: Model, offering: Offering) -> None:
    """R6: on an eve lies only what has something before it in every election, on an earlier day."""
    problem, cp = model.problem, model.cp
    days = len(problem.days)
    latest: list[Linear | int] = [model.day(occurrence) for occurrence in _steady(model, offering)]
    latest += [model.remote(remote).first for remote in problem.remotes]
    latest += [offering.edges(id)[3] for id in offering.polled]
    begun_by = cp.new_int_var(0, days, "begun by, whatever is elected")
    cp.add_min_equality(begun_by, latest)
    literals: dict[int, Literal] = {}

    def begun_before(day: int) -> Literal:
        if day not in literals:
            literals[day] = literal = cp.new_bool_var("")
            cp.add(begun_by <= day - 1).only_enforce_if(literal)
        return literals[day]

    for id in offering.polled:
        for place in offering.places[id]:
            if is_eve(offering, offering.occurrence[id], place):
                cp.add_implication(offering.offered[id, place], begun_before(place.day))
    for occurrence in _steady(model, offering):
        for index, today in model.on_day(occurrence).items():
            if index in problem.eves:
                cp.add_implication(today, begun_before(index))
            for eve in _leaders_eves(problem, occurrence, index):
                elsewhere = cp.add_linear_expression_in_domain(model.start(occurrence), domain_of([eve]).complement())
                elsewhere.only_enforce_if(today, ~begun_before(index))
    for remote in problem.remotes:
        for index in sorted(problem.remote_eves):
            cp.add(model.remote(remote).first != index).only_enforce_if(~begun_before(index))


def _leaders_eves(problem: Problem, occurrence: Occurrence, index: int) -> Iterator[Range]:
    day = problem.days[index]
    for trainer_id in occurrence.candidates:
        for eve in problem.member[trainer_id].eves:
            if eve[0] < day.end_quarter and day.start_quarter < eve[1]:
                yield eve


def trainer(model: Model, offering: Offering) -> None:
    """R7: a trainer leads one thing at a time, with the gap, and not more than a day's or a week's minutes."""
    problem = model.problem
    for member in problem.team:
        led = [occurrence for occurrence in problem.occurrences if member.trainer.id in occurrence.candidates]
        _keep_apart(model, offering, led, problem.session.rules.trainer_gap_min)
        limits = ((member.max_day_min, member.local_days), (member.max_week_min, member.local_weeks))
        for limit_min, spans in limits:
            for span in spans if limit_min is not None else ():
                assert limit_min is not None
                _at_most_led(model, offering, led, limit_min - problem.minutes_inside(member.led, span), span)


def _at_most_led(model: Model, offering: Offering, led: list[Occurrence], limit_min: int, span: Range) -> None:
    polled = [occurrence for occurrence in led if occurrence.id in offering.polled]
    offered = [(o, offering.there(o.id, lambda place: starts_in(span, place))) for o in polled]
    terms: list[Linear] = [o.duration_min * there for o, there in offered if there is not None]
    if not terms:
        return
    for occurrence in led:
        if occurrence.id not in offering.polled:
            counted = model.cp.new_bool_var("")
            outside = model.cp.add_linear_expression_in_domain(model.start(occurrence), domain_of([span]).complement())
            outside.only_enforce_if(~counted)
            terms.append(occurrence.duration_min * counted)
    model.cp.add(total(terms) <= limit_min)


def _keep_apart(model: Model, offering: Offering, occurrences: list[Occurrence], gap_min: int) -> None:
    """No slot of the one less than the gap before or after a slot of another, or another that is not polled."""
    for one, other in itertools.combinations(occurrences, 2):
        if one.id in offering.polled and other.id in offering.polled:
            offering.keep_apart(one.id, other.id, gap_min)
        elif one.id in offering.polled:
            _keep_off(model, offering, one, other, gap_min)
        elif other.id in offering.polled:
            _keep_off(model, offering, other, one, gap_min)


def _keep_off(model: Model, offering: Offering, polled: Occurrence, other: Occurrence, gap_min: int) -> None:
    problem, possible = model.problem, model.domain(other)
    gap = timedelta(minutes=gap_min)
    for place in offering.places[polled.id]:
        span = Span(offering.moment(place.start) - gap, offering.moment(place.end) + gap)
        touching = domain_of(problem.touching(other, [span]))
        if not possible.intersection_with(touching).is_empty():
            apart = model.cp.add_linear_expression_in_domain(model.start(other), touching.complement())
            apart.only_enforce_if(offering.offered[polled.id, place])


def participant(model: Model, offering: Offering) -> None:
    """R8: a group is in one class at a time; where R9 holds, its order says as much."""
    if model.problem.session.is_off("order"):
        for pool in model.problem.pools:
            _keep_apart(model, offering, [model.occurrence[id] for id in pool.occurrences], 0)


def order(model: Model, offering: Offering) -> None:
    """R9: the last slot of what comes before, and the first of what comes after, keep the order and the gaps."""

    def edges(item: str) -> tuple[Linear | int, ...]:
        if item in offering.polled:
            return tuple(offering.edges(item))
        if item in model.remote_work:
            variables = model.remote(model.remote_work[item])
            return 0, 0, variables.first, variables.last
        occurrence = model.occurrence[item]
        start = QUARTER_MIN * model.start(occurrence) + occurrence.late_min
        return start, start + occurrence.duration_min, model.day(occurrence), model.day(occurrence)

    for precedence in model.problem.precedences:
        if not {precedence.before, precedence.after} & set(offering.polled):
            continue
        before, after = edges(precedence.before), edges(precedence.after)
        if precedence.before in model.occurrence and precedence.after in model.occurrence:
            model.cp.add(after[0] >= before[1])
        model.cp.add(after[2] - before[3] >= offering.least_gap(precedence))
        if precedence.max_gap_days is not None:
            model.cp.add(after[3] - before[2] <= precedence.max_gap_days)


def capacity(model: Model, offering: Offering) -> None:
    """R10: at each moment, all polls that have a slot then take a virtual room, beside what is there."""
    rooms, cp = model.problem.session.rules.virtual_rooms, model.cp
    classes = [occurrence for occurrence in model.problem.occurrences if occurrence.is_virtual]
    if rooms is None or len(classes) <= rooms:
        return
    taken: list[cp_model.IntervalVar] = []
    for occurrence in classes:
        if occurrence.id not in offering.polled:
            start = QUARTER_MIN * model.start(occurrence) + occurrence.late_min
            taken.append(cp.new_fixed_size_interval_var(start, occurrence.duration_min, ""))
            continue
        places = offering.places[occurrence.id]
        moments = {minute for place in places for minute in range(place.start, place.end, QUARTER_MIN)}
        for minute in sorted(moments):
            there = offering.there(occurrence.id, lambda place, minute=minute: runs_at(minute, place))  # type: ignore[misc]
            assert there is not None
            taken.append(cp.new_optional_fixed_size_interval_var(minute, QUARTER_MIN, there, ""))
    cp.add_cumulative(taken, [1] * len(taken), rooms)


ROOM_RULES: Mapping[str, RoomRule] = {
    "weekly_cap": weekly_cap,
    "no_start_on_eve": no_start_on_eve,
    "trainer": trainer,
    "participant": participant,
    "order": order,
    "capacity": capacity,
}
"""What ties several entries, by the rule's name, as in `planner.solving.polls`."""
