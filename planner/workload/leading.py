"""Who leads what: the parts of each trainer in each class, from the plan, or evenly where there is none."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from fractions import Fraction

from planner.plan import Placement, Plan
from planner.session import Activity, Group, Session

ONE, NONE = Fraction(1), Fraction(0)


@dataclass(frozen=True, slots=True)
class Led:
    """One trainer's part in one occurrence of a live activity.

    Over all its trainers `leads` adds up to 1, and `helps` to the number of those who lead it together with another.
    `first` is the part of `leads` that is the trainer's first occurrence of this activity: it takes more preparation.
    `start` is None where there is no plan.
    """

    trainer: str
    activity: str
    groups: tuple[str, ...]
    duration_min: int
    leads: Fraction
    first: Fraction
    helps: Fraction
    start: datetime | None = None


def who_leads(session: Session, plan: Plan | None) -> tuple[Led, ...]:
    """Every part of every occurrence. What the plan does not hold, or nobody of the team leads, is shared evenly."""
    placements: dict[str, list[Placement]] = defaultdict(list)
    team = {trainer.id for trainer in session.trainers}
    for placement in sorted(plan.placements if plan else (), key=lambda each: (each.start, each.activity, each.groups)):
        known = tuple(trainer for trainer in placement.trainers if trainer in team)
        placements[placement.activity].append(replace(placement, trainers=known))
    lead_min: Counter[str] = Counter()
    found: list[Led] = []
    for activity in session.activities:
        if activity.is_live:
            placed = [each for each in placements[activity.id] if each.trainers]
            found += _from_plan(placed, lead_min)
            found += _evenly(session, activity, placements[activity.id])
    return tuple(found)


def _from_plan(placements: Iterable[Placement], lead_min: Counter[str]) -> Iterator[Led]:
    """Nobody says who of several leads: they take turns, and whoever led least so far in the session begins."""
    leads: Counter[str] = Counter()
    for placement in placements:
        leader = min(placement.trainers, key=lambda trainer: (leads[trainer], lead_min[trainer], trainer))
        first = NONE if leads[leader] else ONE
        leads[leader] += 1
        lead_min[leader] += placement.duration_min
        what = (placement.activity, placement.groups, placement.duration_min)
        for trainer in placement.trainers:
            mine = (ONE, first, NONE) if trainer == leader else (NONE, NONE, ONE)
            yield Led(trainer, *what, *mine, placement.start)


def _evenly(session: Session, activity: Activity, placements: Iterable[Placement]) -> Iterator[Led]:
    """The occurrences that nobody leads in the plan, each shared by all who may lead it.

    Of `count` occurrences as many are somebody's first as there are people to share them.
    """
    dates = {group: placement.start for placement in placements for group in placement.groups}
    led = {group for placement in placements if placement.trainers for group in placement.groups}
    open_ones = [groups for groups in session.attending(activity) if not led & {group.id for group in groups}]
    team = session.candidates(activity)
    if not open_ones or not team:
        return
    part = Fraction(1, len(team))
    first = part * Fraction(min(len(team), len(open_ones)), len(open_ones))
    helps = part * (min(activity.trainers_needed, len(team)) - 1)
    for groups in open_ones:
        ids = tuple(group.id for group in groups)
        start = next((dates[group] for group in ids if group in dates), None)
        for trainer in team:
            yield Led(trainer.id, activity.id, ids, activity.duration_min, part, first, helps, start)


def leads_of_groups(
    session: Session, groups: Iterable[Group], led: Iterable[Led]
) -> Mapping[str, tuple[tuple[str, Fraction], ...]]:
    """For each planned group its lead trainers, each with a part (together 1): that of the time they lead it.

    A group that nobody meets live is accompanied by the whole team.
    """
    led_min: dict[str, dict[str, Fraction]] = {}
    for part in led:
        if part.leads:
            for group in part.groups:
                of_group = led_min.setdefault(group, {})
                of_group[part.trainer] = of_group.get(part.trainer, NONE) + part.leads * part.duration_min
    everyone = tuple((trainer.id, Fraction(1, len(session.trainers))) for trainer in session.trainers)
    found: dict[str, tuple[tuple[str, Fraction], ...]] = {}
    for group in (each.id for each in groups):
        whole = sum(led_min.get(group, {}).values(), NONE)
        found[group] = (
            tuple((trainer, minutes / whole) for trainer, minutes in sorted(led_min[group].items()))
            if whole
            else everyone
        )
    return found
