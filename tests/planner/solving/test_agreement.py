"""The checker and the model agree: on solved plans, and on these plans with one thing moved.

Each plan of `VARIED` is solved, then one class or one end of remote work is moved by a quarter hour, a day or a week,
some minutes go from one week to another, or another trainer leads. The model of all the rules is fixed to the result:
it must be feasible exactly where the checker finds no violation.

What « fixed to the result » means: the model has variables for the start and the leaders of each occurrence, and for
each remote activity the minutes of each week, its first day and its last day. The inner ends of its blocks (the last
day of a first block, both ends of a middle one) are not decided: `plan_of` reads them as the widest, and the checker
only asks them to be open. So only the outer ends are moved, and a whole block only where it is the only one.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from functools import cache
from typing import TypeVar

import pytest

from planner.check import check
from planner.plan import Placement, Plan, RemoteBlock
from planner.posing import pose
from planner.solving.solve import build
from tests.support.fixed_model import allows
from tests.support.sessions import the_school
from tests.support.solver import good_plan
from tests.support.varied_sessions import VARIED

QUARTER, HOUR, DAY, WEEK = timedelta(minutes=15), timedelta(hours=1), timedelta(days=1), timedelta(weeks=1)
Entry = TypeVar("Entry", Placement, RemoteBlock)
Moved = tuple[str, Plan]
"""What was moved, in words, and the plan that it makes."""


@cache
def disagreements(name: str) -> tuple[tuple[str, ...], Counter[bool]]:
    """Where the two minds differ on a session, and how often the checker said that all is well."""
    session, busy = VARIED[name].session, VARIED[name].busy
    model = build(pose(session, the_school(), busy))
    found, verdicts = [], Counter[bool]()
    for what, plan in moves(
        good_plan(session, busy), {a.id: tuple(t.id for t in session.candidates(a)) for a in session.activities}
    ):
        violations = check(session, plan, the_school(), busy)
        possible = allows(model, plan)
        verdicts[not violations] += 1
        if possible != (not violations):
            found.append(f"{what}: model {possible}, checker {[(v.rule, v.kind, v.facts) for v in violations]}")
    return tuple(found), verdicts


@pytest.mark.parametrize("name", VARIED)
def test_the_model_allows_what_the_checker_accepts(name: str) -> None:
    found, verdicts = disagreements(name)
    assert found == ()
    assert verdicts[False] >= 1


def test_both_verdicts_are_common() -> None:
    verdicts = sum((disagreements(name)[1] for name in VARIED), Counter[bool]())
    assert min(verdicts.values()) >= 0.25 * verdicts.total()
    assert verdicts.total() > 500


def moves(plan: Plan, candidates: dict[str, tuple[str, ...]]) -> Iterator[Moved]:
    """The plan as it is, then with one thing moved."""
    yield "as solved", plan
    for old in plan.placements:
        for new in (*moved_in_time(old), *led_by_others(old, candidates[old.activity])):
            yield f"{old} -> {new}", replace(plan, placements=swapped(plan.placements, {old: new}))
    for activity, group in dict.fromkeys((block.activity, block.group) for block in plan.blocks):
        own = [block for block in plan.blocks if (block.activity, block.group) == (activity, group)]
        for changed in (*moved_ends(own), *moved_minutes(own)):
            yield f"{changed}", replace(plan, blocks=swapped(plan.blocks, changed))


def swapped(entries: tuple[Entry, ...], changed: dict[Entry, Entry]) -> tuple[Entry, ...]:
    return tuple(changed.get(entry, entry) for entry in entries)


def moved_in_time(old: Placement) -> Iterator[Placement]:
    for step in (QUARTER, 2 * QUARTER, HOUR, DAY, 2 * DAY, WEEK):
        yield replace(old, start=old.start + step)
        yield replace(old, start=old.start - step)


def led_by_others(old: Placement, candidates: tuple[str, ...]) -> Iterator[Placement]:
    for leaving in old.trainers:
        for coming in set(candidates) - set(old.trainers):
            yield replace(old, trainers=tuple(sorted({*old.trainers, coming} - {leaving})))


def moved_ends(own: list[RemoteBlock]) -> Iterator[dict[RemoteBlock, RemoteBlock]]:
    first, last = min(own), max(own, key=lambda block: block.last)
    for step in (DAY, -DAY, 2 * DAY, -2 * DAY, WEEK, -WEEK):
        later, sooner = replace(first, first=first.first + step), replace(last, last=last.last + step)
        if len(own) == 1:
            yield {first: replace(later, last=first.last + step)}
        if len(own) == 1 or later.first <= later.last:
            yield {first: later}
        if len(own) == 1 or sooner.first <= sooner.last:
            yield {last: sooner}


def moved_minutes(own: list[RemoteBlock]) -> Iterator[dict[RemoteBlock, RemoteBlock]]:
    for one in own:
        for other in own:
            for minutes in (15, 30):
                if one != other and one.duration_min > minutes:
                    yield {
                        one: replace(one, duration_min=one.duration_min - minutes),
                        other: replace(other, duration_min=other.duration_min + minutes),
                    }
