"""Which items of a group cannot share a week, seen from the days they have: cuts for the relaxation.

Two items lie in one week only together with everything that stands between them in the order. Placing such a chain as
early as its days allow shows whether the week is long enough for it.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from planner.problem import Pool, Problem

Days = Mapping[str, Sequence[int]]
"""For each item the indexes of the days on which it may lie (its block may begin and end), sorted."""


def cannot_share(problem: Problem, pool: Pool, days: Days) -> Iterator[tuple[str, str, date]]:
    """Pairs of items of a pool, and the Monday of a week in which they cannot both lie.

    Only the nearest such pairs: what lies further apart has one of these between.
    """
    items = [*pool.occurrences, *pool.remotes]
    place = {activity.id: number for number, activity in enumerate(problem.session.activities)}
    items.sort(key=lambda item: place[item.partition("@")[0]])
    ordered = {(p.before, p.after) for p in problem.precedences}
    live = frozenset(pool.occurrences)
    for week in problem.weeks:
        inside = {item: [d for d in days[item] if week.days[0].index <= d <= week.days[-1].index] for item in items}
        for number, first in enumerate(items):
            if not inside[first]:
                continue
            chain = [first]
            for second in items[number + 1 :]:
                if not all((before, second) in ordered for before in chain):
                    continue
                chain.append(second)
                if not _fits(chain, inside, live):
                    if inside[second]:
                        yield first, second, week.id
                    break


def _fits(chain: Sequence[str], inside: Mapping[str, Sequence[int]], live: frozenset[str]) -> bool:
    """Whether the items can lie in a week in this order, each as early as it can."""
    day, before = -1, ""
    for item in chain:
        # live and remote work are never on the same day; two of a sort may be
        least = day + 1 if before and (item in live) != (before in live) else day
        day = next((candidate for candidate in inside[item] if candidate >= least), -1)
        if day < 0:
            return False
        before = item
    return True
