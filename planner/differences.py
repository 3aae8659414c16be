"""What differs between two plans, entry by entry: moved, added, dropped, of other leaders, minutes, groups."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from planner.plan import Placed, Placement, Plan, RemoteBlock

Kind = Literal["moved", "added", "dropped", "leaders", "minutes", "groups"]


@dataclass(frozen=True)
class Difference:
    """One entry that is not the same in two plans. `kind` is the first that holds: added, dropped, moved (also where
    leaders, minutes or groups differ), minutes, leaders, groups (some joined a class of several, or left it).
    `old` is None for what was added, `new` for what was dropped."""

    kind: Kind
    old: Placed | None
    new: Placed | None

    @property
    def entry(self) -> Placed:
        """The entry, as it is now if it is still there."""
        entry = self.new or self.old
        assert entry is not None
        return entry


def differences(old: Plan, new: Plan) -> tuple[Difference, ...]:
    """Every entry that differs, in the order of days. A class is known by its activity and groups, or by some of
    them where others joined it or left it; a block of remote work by its activity, group and place in time."""
    found = [*_classes(old.placements, new.placements), *_work(old.blocks, new.blocks)]
    return tuple(sorted(found, key=_when))


def matched_blocks(
    old: Sequence[RemoteBlock], new: Sequence[RemoteBlock]
) -> list[tuple[RemoteBlock | None, RemoteBlock | None]]:
    """The blocks of one activity and group, each old one with the new one that it is now.

    First those that are the same, then those of the same first day, then of the same week, then in the order of days.
    """
    pairs: list[tuple[RemoteBlock | None, RemoteBlock | None]] = []
    olds, news = sorted(old), sorted(new)
    for alike in (
        lambda a, b: a == b,
        lambda a, b: a.first == b.first,
        lambda a, b: a.first.isocalendar()[:2] == b.first.isocalendar()[:2],
        lambda a, b: True,
    ):
        for before in tuple(olds):
            after = next((each for each in news if alike(_plain(before), _plain(each))), None)
            if after is not None:
                olds.remove(before)
                news.remove(after)
                pairs.append((before, after))
    return [*pairs, *((before, None) for before in olds), *((None, after) for after in news)]


def _plain(block: RemoteBlock) -> RemoteBlock:
    return RemoteBlock(block.activity, block.group, block.first, block.last, block.duration_min)


def _classes(old: Iterable[Placement], new: Iterable[Placement]) -> Iterator[Difference]:
    before = {(each.activity, each.groups): each for each in old}
    after = {(each.activity, each.groups): each for each in new}
    same = {key: key for key in before if key in after}
    for key in sorted(before.keys() - same.keys()):
        left = (each for each in after if each not in before and each not in same.values())
        if now := next((each for each in left if key[0] == each[0] and set(key[1]) & set(each[1])), None):
            same[key] = now
    for key, one in before.items():
        if key not in same:
            yield Difference("dropped", one, None)
        elif kind := _kind(one, after[same[key]]):
            yield Difference(kind, one, after[same[key]])
    yield from (Difference("added", None, after[key]) for key in after.keys() - same.values())


def _kind(one: Placement, other: Placement) -> Kind | None:
    if one.start != other.start:
        return "moved"
    if one.duration_min != other.duration_min:
        return "minutes"
    if sorted(one.trainers) != sorted(other.trainers):
        return "leaders"
    return "groups" if one.groups != other.groups else None


def _work(old: Iterable[RemoteBlock], new: Iterable[RemoteBlock]) -> Iterator[Difference]:
    sides: dict[tuple[str, str], tuple[list[RemoteBlock], list[RemoteBlock]]] = defaultdict(lambda: ([], []))
    for side, blocks in enumerate((old, new)):
        for block in blocks:
            sides[block.activity, block.group][side].append(block)
    for key in sorted(sides):
        for one, other in matched_blocks(*sides[key]):
            if one is None or other is None:
                yield Difference("added" if one is None else "dropped", one, other)
            elif (one.first, one.last) != (other.first, other.last):
                yield Difference("moved", one, other)
            elif one.duration_min != other.duration_min:
                yield Difference("minutes", one, other)


def _when(difference: Difference) -> tuple[str, str, str]:
    entry = difference.entry
    moment = entry.start.isoformat() if isinstance(entry, Placement) else entry.first.isoformat()
    return moment, entry.activity, "+".join(entry.groups) if isinstance(entry, Placement) else entry.group
