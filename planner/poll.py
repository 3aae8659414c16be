"""Polls about dates (R12): which slots to offer, what ballots elect, and the session and plan with what was elected."""

import math
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Literal

from calendars.places import place
from calendars.school_holidays import SchoolCalendar
from planner.check.poll import are_all_judged, elected
from planner.outcome import FileChange, Violation
from planner.plan import Offer, Placement, Plan
from planner.session import Activity, BusyTimes, Fixed, Session

Answer = Literal["yes", "maybe", "no", "unknown"]
Judge = Callable[[Plan], Sequence[Violation]]
"""What the independent checker says of a plan, its offers included."""

WhyElected = Literal["most_yes", "most_maybe", "fewest_excluded", "earliest", "only_one"]
_MOST_ROUNDS = 200


class Refused(AssertionError):
    """The checker refuses offers again and again: a fault of the program."""

    def __init__(self, violations: Sequence[Violation]) -> None:
        super().__init__(", ".join(sorted({violation.rule for violation in violations})))
        self.violations = tuple(violations)


@dataclass(frozen=True)
class Fewer:
    """A class has fewer slots than asked for. Of its `starts` in working hours on open days of the window, `broken`
    says how many break which rule first while all else stays, `alone` how many keep all; of these only some do so
    whatever the other polls elect."""

    offer: Offer
    asked: int
    starts: int
    broken: Mapping[str, int]
    alone: int


@dataclass(frozen=True)
class Opened:
    """The plan with its offers. `elections`: in how many ways the polls may end; `all_judged`: each was checked, or
    else each slot, each pair, and what is worst for each sum of a day, a week and a moment. `rounds`: searches made."""

    plan: Plan
    elections: int
    all_judged: bool
    fewer: tuple[Fewer, ...] = ()
    rounds: int = 1


@dataclass(frozen=True)
class Tally:
    """The ballots on one slot; `past`: it lies before today, and cannot be elected any more."""

    start: datetime
    yes: int
    maybe: int
    no: int
    unknown: int
    past: bool = False


@dataclass(frozen=True)
class Election:
    """What the ballots on one offer say. `winner` is the start that is elected; `why` is what decided; `planned` is
    where the plan has the class so far."""

    offer: Offer
    tallies: tuple[Tally, ...]
    ballots: int
    winner: datetime
    why: WhyElected
    planned: datetime


def occurrence_id(placement: Placement | Offer) -> str:
    """« retour1@lyon »: the activity and the groups that attend."""
    return f"{placement.activity}@{'+'.join(placement.groups)}"


def poll_key(offer: Offer, session: Session) -> str:
    """How a poll is called: `retour1` where the class takes place once, else `retour1@lyon`; so too where it does not
    take place for these groups (any more)."""
    activity = next((each for each in session.activities if each.id == offer.activity and each.is_live), None)
    attending = session.attending(activity) if activity is not None else []
    whole = [tuple(group.id for group in groups) for groups in attending] == [offer.groups]
    return offer.activity if whole else occurrence_id(offer)


def open_poll(
    session: Session,
    plan: Plan,
    school: SchoolCalendar,
    busy: BusyTimes,
    polled: Mapping[str, int],
    judge: Judge,
    *,
    earliest: date | None = None,
    time_limit_s: float = 60.0,
) -> Opened:
    """The best slots of each polled occurrence (by id, with the number asked for), for a plan that keeps every rule.

    Polls that are open already (`plan.offers`) keep their slots, and stand in the plan with the new ones. The checker
    has the last word: what it refuses is barred, and the search goes on.
    """
    from planner.posing import pose
    from planner.solving.limits import Clock
    from planner.solving.polls import choose_slots

    problem, clock = pose(session, school, busy), Clock(time_limit_s)
    barred: list[list[tuple[str, datetime]]] = []
    already = tuple(offer for offer in plan.offers if occurrence_id(offer) not in polled)
    for round_number in range(1, _MOST_ROUNDS + 1):
        offers = choose_slots(problem, plan, polled, clock, earliest=earliest, barred=barred)
        held = replace(plan, offers=tuple(sorted((*offers, *already))))
        refused = judge(held)
        if not refused:
            few = (offer for offer in offers if len(offer.starts) < polled[occurrence_id(offer)])
            fewer = tuple(_why(session, plan, school, busy, o, polled[occurrence_id(o)], judge, earliest) for o in few)
            ways = math.prod(len(offer.starts) for offer in held.offers)
            return Opened(held, ways, are_all_judged(held.offers), fewer, round_number)
        for violation in refused:
            if violation.rule != "poll" or "slots" not in violation.facts:
                raise Refused(refused)
            slots = violation.facts["slots"]
            barred.append([(f"{activity}@{'+'.join(groups)}", start) for activity, groups, start in slots])
    raise Refused(refused)


def _why(
    session: Session,
    plan: Plan,
    school: SchoolCalendar,
    busy: BusyTimes,
    offer: Offer,
    asked: int,
    judge: Judge,
    earliest: date | None,
) -> Fewer:
    """Where there are fewer slots than asked for: each start of the class is tried alone."""
    from planner.posing import pose
    from planner.solving.solve import cut

    problem = pose(session, school, busy)
    hours = ("working_hours", "no_weekend", "no_school_holidays", "no_public_holidays", "window", "grid", "closing")
    cuts = cut(problem, hours)
    flat = cuts.domain(cuts.occurrence[occurrence_id(offer)]).flattened_intervals()
    moments = [problem.moment(q) for a, b in zip(flat[::2], flat[1::2], strict=True) for q in range(a, b + 1)]
    here = place(session.department)
    moments = [moment for moment in moments if earliest is None or here.local(moment).date() >= earliest]
    broken: Counter[str] = Counter()
    for moment in moments:
        if found := judge(elected(plan, [(offer, moment)])):
            broken[found[0].rule] += 1
    return Fewer(offer, asked, len(moments), dict(broken.most_common()), len(moments) - broken.total())


def elect(
    offer: Offer, ballots: Sequence[Sequence[Answer]], planned: datetime, today: date, local: "Local"
) -> Election:
    """The slot with most « yes », of these with most « if need be », of these with fewest « no », of these the first.

    A ballot has an answer for each start of the offer. Slots of days before today are counted, and not elected while
    another is left.
    """
    tallies = []
    for number, start in enumerate(offer.starts):
        counted = Counter(ballot[number] for ballot in ballots)
        sums = (counted["yes"], counted["maybe"], counted["no"], counted["unknown"])
        tallies.append(Tally(start, *sums, past=local(start).date() < today))
    ranked = sorted((t for t in tallies if not t.past), key=_rank) or sorted(tallies, key=_rank)
    voted = sum(set(ballot) != {"unknown"} for ballot in ballots)
    return Election(offer, tuple(tallies), voted, ranked[0].start, _decided(ranked), planned)


Local = Callable[[datetime], datetime]
"""A moment on the clock of the session's place."""


def _rank(tally: Tally) -> tuple[int, int, int, datetime]:
    return -tally.yes, -tally.maybe, tally.no, tally.start


def _decided(ranked: Sequence[Tally]) -> WhyElected:
    if len(ranked) == 1:
        return "only_one"
    reasons: tuple[WhyElected, ...] = ("most_yes", "most_maybe", "fewest_excluded", "earliest")
    pairs = zip(_rank(ranked[0]), _rank(ranked[1]), strict=True)
    return next(reason for reason, (one, other) in zip(reasons, pairs, strict=True) if one != other)


def with_elected(plan: Plan, chosen: Iterable[tuple[Offer, datetime]]) -> Plan:
    """The plan with what was elected, all else exactly where it is: offers are made such that this keeps every rule.

    What moved has a higher sequence, so that calendar programs take it; what was known of how good the plan is holds
    no longer.
    """
    new = elected(plan, chosen)
    before = {occurrence_id(placement): placement.start for placement in plan.placements}
    placements = tuple(
        each if each.start == before[occurrence_id(each)] else replace(each, sequence=each.sequence + 1)
        for each in new.placements
    )
    return replace(new, placements=placements, levels=new.levels if placements == plan.placements else ())


def fixed_session(session: Session, chosen: Sequence[tuple[Offer, datetime]]) -> tuple[Session, tuple[FileChange, ...]]:
    """The session in which what was elected is a fixed date, and what to write in its file."""
    here = place(session.department)
    activities = {activity.id: activity for activity in session.activities}
    changed = dict.fromkeys(offer.activity for offer, _ in chosen)
    for offer, start in chosen:
        activity, local = activities[offer.activity], here.local(start)
        whole = len(session.attending(activity)) == 1
        moment = {"day": local.date().isoformat(), "at": f"{local:%H:%M}"}
        fixed = Fixed.model_validate(moment if whole else moment | {"group": offer.groups[0]})
        kept = tuple(each for each in activity.fixed if each.group is not None and each.group not in offer.groups)
        activities[activity.id] = activity.model_copy(update={"fixed": (*kept, fixed)})
    changes = tuple(FileChange(_path(session, id), _written(activities[id])) for id in changed)
    return session.model_copy(update={"activities": tuple(activities.values())}), changes


def _path(session: Session, activity_id: str) -> tuple[str | int, ...]:
    if session.parcours is not None:
        return ("changes", activity_id, "fixed")
    number = next(number for number, activity in enumerate(session.activities) if activity.id == activity_id)
    return ("activities", number, "fixed")


def _written(activity: Activity) -> object:
    """A fixed date as a file has it: a moment, or where groups differ a list of theirs."""
    if len(activity.fixed) == 1 and activity.fixed[0].group is None:
        (fixed,) = activity.fixed
        assert fixed.day is not None and fixed.at is not None
        return f"{fixed.day.isoformat()}T{fixed.at:%H:%M}"
    return [
        {
            key: value
            for key, value in (
                ("group", fixed.group),
                ("day", fixed.day.isoformat() if fixed.day else None),
                ("at", f"{fixed.at:%H:%M}" if fixed.at else None),
                ("trainers", list(fixed.trainers)),
            )
            if value
        }
        for fixed in activity.fixed
    ]
