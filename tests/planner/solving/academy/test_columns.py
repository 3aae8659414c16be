"""The master of columns: its bound is true at any prices, its choice keeps what people share, and what is fixed."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import product

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.academy import Member
from planner.posing import pose
from planner.session import Session
from planner.solving.academy.chains import NEVER, Chain, chains_of
from planner.solving.academy.columns import NO_LIMIT_MIN, Choice, Master
from planner.solving.academy.pricing import SCALE, Column, Pricing, column_of
from planner.solving.academy.taken import Tie
from planner.solving.limits import Clock
from planner.solving.solve import cut
from tests.support.sessions import a_session, the_school
from tests.support.solver import live, remote

CAP_MIN = 120
MEMBERS: tuple[Member, ...] = (("a", "lyon"), ("b", "lyon"), ("c", "lyon"))
WEDNESDAYS = {"working_hours": {"wed": "14:00-17:00"}}
ALL_OF_THEM = Tie(MEMBERS, CAP_MIN, {})


def session(id: str, pieces: Sequence[str], last: str = "2027-01-29", **more: object) -> Session:
    """Three weeks; pieces such as « c60 », a class of an hour, and « r90 », work of an hour and a half."""
    activities = [
        (live if piece[0] == "c" else remote)(f"{piece[0]}{number}", duration=f"{piece[1:]} min")
        for number, piece in enumerate(pieces)
    ]
    window = {"first": "2027-01-11", "last": last}
    return a_session(**({"id": id, "activities": activities, "window": window, "rules": WEDNESDAYS} | more))


def chain(session: Session) -> Chain:
    problem = pose(session, the_school())
    chains = chains_of(problem, cut(problem))
    assert chains is not None
    return chains["lyon"]


def every_column(chain: Chain) -> list[Column]:
    """All ways to spread a chain, one week after the other."""

    def further(week: int, done: int, last: int | None) -> Iterator[tuple[tuple[int, int, int], ...]]:
        if done == chain.shape.units:
            yield ()
        elif week < len(chain.weeks):
            yield from further(week + 1, done, last)
            for taken in range(1, len(chain.shape.minutes)):
                if done + taken <= chain.shape.units and _may_take(chain, week, done, taken, last):
                    now = week if chain.shape.live[taken, done] else last
                    for rest in further(week + 1, done + taken, now):
                        yield ((week, done, done + taken), *rest)

    return [column_of(chain, steps) for steps in further(0, 0, None)]


def _may_take(chain: Chain, week: int, done: int, taken: int, last: int | None) -> bool:
    shape = chain.shape
    live_here = int(shape.live[taken, done])
    return bool(
        shape.possible[taken, done]
        and shape.minutes[taken, done] <= chain.cap_min[week]
        and chain.fits[week, shape.first[taken, done], shape.last[taken, done]]
        and (not live_here or last is None or chain.spacing[last, week] < NEVER)
        and (live_here < 2 or chain.spacing[week, week] < NEVER)
    )


def solved(
    chains: Sequence[Chain],
    ties: Sequence[Tie],
    *,
    room: Mapping[Member, Mapping[date, int]] | None = None,
    priority: Mapping[str, int] | None = None,
    guests: Sequence[Member] = (),
    loose: Sequence[Chain] = (),
) -> tuple[Choice, Master]:
    pricing = Pricing(chains)
    left = np.full((len(chains), pricing.weeks), NO_LIMIT_MIN, np.int32)
    for number, (member, mondays) in enumerate(zip(pricing.members, pricing.week_ids, strict=True)):
        for rank, monday in enumerate(mondays):
            left[number, rank] = (room or {}).get(member, {}).get(monday, NO_LIMIT_MIN)
    priorities = {each.session: 1 for each in chains} | dict(priority or {})
    looser = Pricing(loose) if loose else None
    master = Master(pricing, ties, left, priorities, Clock(60.0), looser, guests)
    return master.solve(), master


def bound(choice: Choice) -> float:
    return (sum(choice.least.values()) - choice.prices) / SCALE


def keeps(columns: Sequence[Column], groups: Sequence[Sequence[int]]) -> bool:
    return all(
        sum(asked) <= CAP_MIN
        for group in groups
        for asked in zip(*(columns[number].minutes for number in group), strict=True)
    )


PIECES = st.lists(st.sampled_from(["c60", "c90", "r60", "r90", "r120"]), min_size=1, max_size=2)


@settings(max_examples=60)
@given(pieces=st.lists(PIECES, min_size=2, max_size=3), data=st.data())
def test_the_bound_is_true_and_the_choice_keeps_what_is_shared(pieces: list[list[str]], data: st.DataObject) -> None:
    """Against every combination of columns; people in two of the groups or in all."""
    chains = [chain(session(id, each)) for id, each in zip("abc", pieces, strict=False)]
    numbers = st.sets(st.integers(0, len(chains) - 1), min_size=2).map(sorted)
    groups = data.draw(st.lists(numbers, min_size=1, max_size=3, unique_by=tuple))
    choice, _ = solved(chains, [Tie(tuple(MEMBERS[number] for number in group), CAP_MIN, {}) for group in groups])
    every = [every_column(each) for each in chains]
    possible = [sum(c.cost for c in columns) for columns in product(*every) if keeps(columns, groups)]
    if possible:
        assert bound(choice) <= min(possible)
    if len(choice.columns) == len(chains):
        chosen = [choice.columns[member] for member in MEMBERS[: len(chains)]]
        assert keeps(chosen, groups) and min(possible) <= sum(column.cost for column in chosen)
    if len(groups) == 1 and len(groups[0]) == 2 and possible:
        assert len(choice.columns) == len(chains), "two that share people are chosen where both have a place"


@settings(max_examples=15)
@given(pieces=PIECES)
def test_every_column_of_a_chain_is_priced_right(pieces: list[str]) -> None:
    """The cheapest of all is what the shortest path finds."""
    one = chain(session("a", pieces))
    (found,) = Pricing([one]).columns([0], np.zeros((1, len(one.weeks), 2), np.int32))
    assert found is not None and found[1].cost == min(column.cost for column in every_column(one))


def test_who_has_no_place_is_who_is_least_wanted() -> None:
    """Two hours each, whole, in two weeks: two of three groups of the same people."""
    whole = {"rules": WEDNESDAYS | {"smallest_block": "2h"}}
    chains = [chain(session(id, ["r120"], "2027-01-22", **whole)) for id in "abc"]
    for least in "abc":
        choice, _ = solved(chains, [ALL_OF_THEM], priority={"a": 2, "b": 2, "c": 2} | {least: 1})
        assert {session for session, _ in choice.columns} == set("abc") - {least}


def test_what_is_fixed_is_kept_and_is_no_part_of_the_bound() -> None:
    chains = [chain(session(id, ["r60"])) for id in "ab"]
    first = chains[0].weeks[0].id
    free, _ = solved(chains, [Tie(MEMBERS[:2], CAP_MIN, {})])
    fixed, _ = solved(chains, [Tie(MEMBERS[:2], CAP_MIN, {})], room={MEMBERS[0]: {first: 15}})
    assert free.columns[MEMBERS[0]].minutes[0] > 15 >= fixed.columns[MEMBERS[0]].minutes[0]
    assert bound(fixed) == bound(free)


def test_what_somebody_else_takes_of_two_is_left_out_of_their_sum() -> None:
    """Of the week's two hours 90 minutes are gone: the two groups together have 30, not 30 each."""
    chains = [chain(session(id, ["r60"], "2027-01-22")) for id in "ab"]
    first = chains[0].weeks[0].id
    choice, _ = solved(chains, [Tie(MEMBERS[:2], CAP_MIN, {}, taken_min={first: 90})])
    assert sum(column.minutes[0] for column in choice.columns.values()) <= 30


def test_guests_are_left_a_good_way_and_cost_nothing() -> None:
    """b has its best in the first week, and comes later; a, who could take that week whole, does not."""
    own, guest = chain(session("a", ["r120"])), chain(session("b", ["c90"], "2027-01-15"))
    alone, _ = solved([own], [])
    choice, _ = solved([own, guest], [Tie(MEMBERS[:2], CAP_MIN, {})], guests=[MEMBERS[1]])
    assert choice.columns[MEMBERS[1]].minutes[0] == 90
    assert choice.columns[MEMBERS[0]].minutes[0] <= 30
    assert set(choice.least) == {MEMBERS[0]} and bound(choice) <= bound(alone) <= choice.columns[MEMBERS[0]].cost


def test_what_is_sought_under_wishes_is_bounded_without_them() -> None:
    """In the wished-for hours the class is in the third week; the bound knows that it could be in the first."""
    late = replace(chain(session("a", ["c60"])), fits=np.array([[[False]], [[False]], [[True]]]))
    free = chain(session("a", ["c60"]))
    choice, _ = solved([late], [], loose=[free])
    assert choice.columns[MEMBERS[0]].cost == 3 and bound(choice) == 1
    never = replace(late, fits=np.zeros_like(late.fits))
    choice, _ = solved([never], [], loose=[free])
    assert not choice.columns and bound(choice) == 1
    choice, _ = solved([never], [], loose=[never])
    assert not choice.columns and not choice.least
