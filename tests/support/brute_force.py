"""Every plan of a tiny session, and how good it is: nothing here is shared with the solver.

Classes are tried at the given hours of every day of the window, with every choice of leaders. Remote work is dealt in
every way over the weeks, in multiples of 15 min; its first and last day are tried on every day, and the inner ends of
its blocks, on which no rule but the closed days depends, are the widest open days. The checker alone says which are
plans; it is asked about each group by itself first (`partial`), so that only what each group could do is combined.

The levels are computed from the docstrings of `planner.solving.objectives`, on plans.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from functools import cache
from itertools import chain, combinations, pairwise, product
from math import inf

from calendars.open_days import OpenDays
from calendars.places import place as place_of
from planner.check import check
from planner.plan import Placement, Plan, RemoteBlock
from planner.session import NOT_BUSY, Activity, BusyTimes, Session
from tests.support.sessions import place, the_school

Entry = Placement | RemoteBlock
Levels = tuple[int, int, int]
"""Rhythm, fair shares, early: smaller is better, the first counts first."""


def every_plan(session: Session, hours: Sequence[str], busy: BusyTimes = NOT_BUSY) -> Iterator[Plan]:
    """Every plan that keeps the rules, with classes at these hours of the session's clock."""
    of_groups = [_of_group(session, group.id, tuple(hours), busy) for group in session.planned_groups()]
    for parts in product(*of_groups):
        plan = _plan(session, chain(*parts))
        if not check(session, plan, the_school(), busy):
            yield plan


def levels(session: Session, plan: Plan) -> Levels:
    """The values of the levels of a plan."""
    groups = [group.id for group in session.planned_groups()]
    weeks = _open_weeks(session)
    rhythm = sum(
        4 * _spacing(session, plan, group, weeks) + 2 * _unevenness(session, plan, group, weeks) for group in groups
    )
    return rhythm, _unfairness(session, plan), sum(_end(session, plan, group, weeks) for group in groups)


def _of_group(session: Session, group: str, hours: tuple[str, ...], busy: BusyTimes) -> list[tuple[Entry, ...]]:
    """What a group could do, one class or piece of work after the other, as long as nothing is certainly wrong."""
    found: list[tuple[Entry, ...]] = [()]
    for activity in session.activities:
        if group not in {g.id for attending in session.attending(activity) for g in attending}:
            continue
        choices: list[tuple[Entry, ...]] = list(
            _classes(session, activity, group, hours) if activity.is_live else _works(session, activity, group)
        )
        longer = [(*done, *choice) for done in found for choice in choices]
        found = [done for done in longer if not check(session, _plan(session, done), the_school(), busy, partial=True)]
    return found


def _plan(session: Session, entries: Iterable[Entry]) -> Plan:
    entries = list(entries)
    return Plan(
        session.id,
        tuple(sorted(entry for entry in entries if isinstance(entry, Placement))),
        tuple(sorted(entry for entry in entries if isinstance(entry, RemoteBlock))),
    )


def _days(session: Session) -> list[date]:
    window = session.window
    return [window.first + timedelta(days) for days in range((window.last - window.first).days + 1)]


def _classes(session: Session, activity: Activity, group: str, hours: tuple[str, ...]) -> Iterator[tuple[Placement]]:
    teams = combinations((trainer.id for trainer in session.candidates(activity)), activity.trainers_needed)
    for day, hour, team in product(_days(session), hours, list(teams)):
        yield (place(session, activity.id, f"{day} {hour}", groups=(group,), trainers=team),)


def _works(session: Session, activity: Activity, group: str) -> Iterator[tuple[RemoteBlock, ...]]:
    weeks: dict[date, list[date]] = {}
    for day in _open_days(session):
        weeks.setdefault(_monday(day), []).append(day)
    for minutes in _dealt(activity.duration_min, len(weeks), session.rules.smallest_block_min):
        held = [(days, count) for days, count in zip(weeks.values(), minutes, strict=True) if count]
        for first, last in product(held[0][0], held[-1][0]):
            if first <= last:
                yield tuple(
                    RemoteBlock(
                        activity.id,
                        group,
                        first if number == 0 else days[0],
                        last if number == len(held) - 1 else days[-1],
                        count,
                    )
                    for number, (days, count) in enumerate(held)
                )


@cache
def _dealt(minutes: int, weeks: int, smallest: int) -> tuple[tuple[int, ...], ...]:
    """The ways to deal minutes over so many weeks, in multiples of 15 and at least the smallest block, or at once."""
    if weeks == 0:
        return ((),) if minutes == 0 else ()
    shares = [0, *range(smallest, minutes + 1, 15)] if minutes >= smallest else [0, minutes]
    return tuple((share, *rest) for share in shares for rest in _dealt(minutes - share, weeks - 1, smallest))


def _monday(day: date) -> date:
    return day - timedelta(day.weekday())


def _day(session: Session, placement: Placement) -> date:
    return place_of(session.department).local(placement.start).date()


def _open_days(session: Session) -> list[date]:
    departments = {session.department, *(group.department or session.department for group in session.groups)}
    calendar = OpenDays(departments, the_school())
    return [day for day in _days(session) if calendar.is_open(day)]


def _open_weeks(session: Session) -> list[date]:
    return sorted({_monday(day) for day in _open_days(session)})


def _spacing(session: Session, plan: Plan, group: str, weeks: list[date]) -> int:
    """By how many open weeks the gaps between a group's classes differ from weeks / classes, rounded either way."""
    order = [activity.id for activity in session.activities]
    own = sorted((p for p in plan.placements if group in p.groups), key=lambda p: order.index(p.activity))
    ranks = [weeks.index(_monday(_day(session, p))) for p in own]
    low, high = len(weeks) // max(1, len(own)), -(-len(weeks) // max(1, len(own)))
    return sum(max(0, low - (later - earlier), (later - earlier) - high) for earlier, later in pairwise(ranks))


def _unevenness(session: Session, plan: Plan, group: str, weeks: list[date]) -> int:
    """The sum of the squares of a group's weekly quarter hours of remote work, less the least possible."""
    blocks = [block for block in plan.blocks if block.group == group]
    if not blocks or len(weeks) < 2:
        return 0
    quarters = [sum(-(-b.duration_min // 15) for b in blocks if _monday(b.first) == week) for week in weeks]
    short = any(b.duration_min < session.rules.smallest_block_min for b in blocks)
    least = 1 if short else session.rules.smallest_block_min // 15
    return sum(count**2 for count in quarters) - _least_squares(sum(quarters), len(weeks), least)


@cache
def _least_squares(quarters: int, weeks: int, least: int) -> int:
    """Of all ways to deal quarters over weeks, each holding none or at least `least`, the smallest sum of squares."""
    if weeks == 0:
        return 0 if quarters == 0 else 10**9
    return min(
        count**2 + _least_squares(quarters - count, weeks - 1, least)
        for count in range(quarters + 1)
        if not 0 < count < least
    )


def _unfairness(session: Session, plan: Plan) -> int:
    """The minutes between the most and the least that a trainer delivers, of those among whom there is a choice."""
    chosen = [a for a in session.activities if a.is_live and len(session.candidates(a)) > a.trainers_needed]
    team = {trainer.id for activity in chosen for trainer in session.candidates(activity)}
    led = [sum(p.duration_min for p in plan.placements if trainer in p.trainers) for trainer in team]
    return max(led) - min(led) if len(team) > 1 else 0


def _end(session: Session, plan: Plan, group: str, weeks: list[date]) -> int:
    """The open weeks until the end of a group's last activity."""
    days = [_day(session, p) for p in plan.placements if group in p.groups]
    days += [block.last for block in plan.blocks if block.group == group]
    return weeks.index(_monday(max(days))) + 1


def best(session: Session, plans: Iterator[Plan]) -> Levels | None:
    """The least levels of all these plans, the first level counting first; None where there is no plan."""
    found = min((levels(session, plan) for plan in plans), default=(inf, inf, inf))
    return None if found[0] == inf else (int(found[0]), int(found[1]), int(found[2]))
