"""Room for polls: other entries of a plan move, as few as possible, where more slots can be offered so."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Literal

from planner.jobs import CheckerRefused
from planner.jobs.moved import Judge, Moved
from planner.jobs.poll_input import Polled
from planner.outcome import Planned
from planner.plan import Plan

if TYPE_CHECKING:
    from planner.poll import Opened

Searched = Literal["needless", "unwanted", "not-a-plan-json", "proven", "stopped"]
"""Whether more slots were looked for where other entries move: not, as there are enough, as nothing is to move, or as
the plan is a calendar, which is not written; or yes, and no plan has more, or time ran out before that was proven."""


_SHARE = 0.8
"""Of the time, for the plan with more room; the rest is for choosing slots in it."""


@dataclass(frozen=True)
class Room:
    """What was found: the polls, the plan that holds them, what of it moved (nothing, where that gains no slot).

    `before`: of each polled class (by id) how many slots there would be, were nothing to move.
    """

    opened: "Opened"
    searched: Searched
    moved: tuple[Moved, ...] = ()
    before: Mapping[str, int] | None = None


def open_with_room(
    read: Polled,
    polled: Mapping[str, int],
    today: date,
    time_limit_s: float,
    without: Searched | None,
    progress: Callable[[str], None] = lambda step: None,
) -> Room:
    """The polls of some classes (by id, with the slots asked for); where these are too few, others may move.

    `without`: why nothing may. The plan's offers are those of polls that are open. Raises CheckerRefused, and Refused
    of `planner.poll`.
    """
    from planner.poll import open_poll
    from planner.replan.again import Again
    from planner.replan.standing import standing
    from planner.solving.limits import Clock

    session, clock = read.session, Clock(time_limit_s)

    def opened_in(plan: Plan) -> "Opened":
        return open_poll(
            session, plan, read.school, read.busy, polled,
            lambda found: read.broken(session, found),
            earliest=today, time_limit_s=clock.left_s(),
        )  # fmt: skip

    first = opened_in(read.plan)
    if not first.fewer or without is not None:
        return Room(first, without or "needless")
    progress("room")
    stands = standing(session, replace(read.plan, offers=()), today)
    search = Clock(_SHARE * clock.left_s())
    outcome = Again(stands, read.school, read.busy, search).with_room(read.plan, polled)
    if not isinstance(outcome, Planned):
        return Room(first, "stopped")
    searched: Searched = "proven" if outcome.plan.levels[0].proven else "stopped"
    plan = replace(
        outcome.plan, levels=outcome.plan.levels[1:], rules_off=session.rules.off, derogations=session.derogations
    )
    judge = Judge(stands, read.school, read.busy, read.near)
    moved = judge.reasons(plan)
    if not moved:
        return Room(first, searched)
    held = replace(plan, offers=read.plan.offers)
    if refused := judge.not_past(judge.check(held)):
        raise CheckerRefused(refused)
    opened = opened_in(held)
    before, after = _numbers(first, polled), _numbers(opened, polled)
    if sum(after.values()) <= sum(before.values()):
        return Room(first, "stopped")
    return Room(opened, searched, judge.reasons(opened.plan), before)


def _numbers(opened: "Opened", polled: Mapping[str, int]) -> dict[str, int]:
    from planner.poll import occurrence_id

    found = {occurrence_id(offer): len(offer.starts) for offer in opened.plan.offers}
    return {id: found[id] for id in polled}
