"""An academy in parts: sessions that share many people together, each part small enough to be planned in one go."""

import heapq
import itertools
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from planner.session import Session
from planner.solving.academy.taken import Tie

MOST_SESSIONS = 48
PEOPLE_WEIGHT, TRAINER_WEIGHT = 2.0, 1.0

Links = Mapping[str, Mapping[str, float]]
"""How much each session shares with each other: groups with somebody in common, and trainers."""


def links_of(sessions: Sequence[Session], ties: Iterable[Tie]) -> Links:
    """What ties the sessions of an academy, weighed."""
    links: dict[str, dict[str, float]] = {session.id: {} for session in sessions}

    def link(one: str, other: str, weight: float) -> None:
        if one != other:
            links[one][other] = links[one].get(other, 0.0) + weight
            links[other][one] = links[other].get(one, 0.0) + weight

    for tie in ties:
        for one, other in itertools.combinations(sorted({session for session, _ in tie.members}), 2):
            link(one, other, PEOPLE_WEIGHT)
    led: dict[str, list[str]] = defaultdict(list)
    for session in sessions:
        for trainer in session.trainers:
            led[trainer.id].append(session.id)
    for together in led.values():
        for one, other in itertools.combinations(together, 2):
            link(one, other, TRAINER_WEIGHT / len(together))
    return links


def parts_of(sessions: Sequence[Session], links: Links, most: int = MOST_SESSIONS) -> list[tuple[str, ...]]:
    """The sessions (ids) in parts of at most `most`, in an order in which neighbours can often be planned at once.

    Average linkage: the two clusters that share most for their sizes are joined, as long as they are small enough.
    """
    rank = {session.id: number for number, session in enumerate(sessions)}
    members = {number: [session.id] for number, session in enumerate(sessions)}
    beside: dict[int, dict[int, float]] = {
        rank[id]: {rank[other]: weight for other, weight in others.items()} for id, others in links.items()
    }
    heap = [(-weight, one, other) for one, others in beside.items() for other, weight in others.items() if one < other]
    heapq.heapify(heap)
    names = itertools.count(len(sessions))
    while heap:
        _, one, other = heapq.heappop(heap)
        if one not in members or other not in members or len(members[one]) + len(members[other]) > most:
            continue
        joined = next(names)
        members[joined] = members.pop(one) + members.pop(other)
        beside[joined] = _joined(beside, one, other, joined)
        for third, weight in beside[joined].items():
            heapq.heappush(heap, (-weight / (len(members[joined]) * len(members[third])), third, joined))
    clusters = [tuple(sorted(each, key=rank.__getitem__)) for each in members.values()]
    return _in_waves(_filled(sorted(clusters, key=lambda each: rank[each[0]]), most), links)


def _joined(beside: dict[int, dict[int, float]], one: int, other: int, joined: int) -> dict[int, float]:
    """What two clusters share with every third."""
    weights: dict[int, float] = defaultdict(float)
    for each in (one, other):
        for third, weight in beside.pop(each).items():
            if third not in (one, other):
                weights[third] += weight
                del beside[third][each]
    for third, weight in weights.items():
        beside[third][joined] = weight
    return dict(weights)


def _filled(clusters: Sequence[tuple[str, ...]], most: int) -> list[tuple[str, ...]]:
    """Small clusters put together, so that there are fewer parts."""
    parts: list[tuple[str, ...]] = []
    for cluster in clusters:
        if parts and len(parts[-1]) + len(cluster) <= most:
            parts[-1] += cluster
        else:
            parts.append(cluster)
    return parts


def _in_waves(parts: Sequence[tuple[str, ...]], links: Links) -> list[tuple[str, ...]]:
    """The parts so that those in a row are mostly not tied to one another: these can be planned at the same time."""
    part = {id: number for number, ids in enumerate(parts) for id in ids}
    beside = [{part[other] for id in ids for other in links[id]} - {number} for number, ids in enumerate(parts)]
    wave: dict[int, int] = {}
    for number in sorted(range(len(parts)), key=lambda number: (-len(beside[number]), number)):
        taken = {wave[other] for other in beside[number] if other in wave}
        wave[number] = next(each for each in itertools.count() if each not in taken)
    return [parts[number] for number in sorted(wave, key=lambda number: (wave[number], number))]
