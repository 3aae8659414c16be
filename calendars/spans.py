"""Half-open spans of time [start, end): the only interval algebra in the house."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import NamedTuple


class Span(NamedTuple):
    """From `start` (in) to `end` (out), two aware moments. A span with `end <= start` is empty."""

    start: datetime
    end: datetime

    def overlaps(self, other: "Span") -> bool:
        """Whether the two spans share a moment; spans that only touch do not."""
        return self.start < other.end and other.start < self.end

    def covers(self, other: "Span") -> bool:
        """Whether every moment of `other` is in this span."""
        return self.start <= other.start and other.end <= self.end


def union(spans: Iterable[Span]) -> tuple[Span, ...]:
    """The same moments as `spans`, as sorted spans that neither overlap nor touch; empty spans are dropped."""
    merged: list[Span] = []
    for span in sorted(span for span in spans if span.start < span.end):
        if merged and span.start <= merged[-1].end:
            merged[-1] = Span(merged[-1].start, max(merged[-1].end, span.end))
        else:
            merged.append(span)
    return tuple(merged)


def intersection(some: Iterable[Span], others: Iterable[Span]) -> tuple[Span, ...]:
    """The moments that are in both, as sorted spans that neither overlap nor touch."""
    return tuple(_crossings(union(some), union(others)))


def difference(some: Iterable[Span], others: Iterable[Span]) -> tuple[Span, ...]:
    """The moments of `some` that are not in `others`, as sorted spans that neither overlap nor touch."""
    left: list[Span] = []
    taken = union(others)
    for span in union(some):
        start = span.start
        for hole in taken:
            if hole.end <= start or hole.start >= span.end:
                continue
            if start < hole.start:
                left.append(Span(start, hole.start))
            start = max(start, hole.end)
        if start < span.end:
            left.append(Span(start, span.end))
    return tuple(left)


def clip(spans: Iterable[Span], window: Span) -> tuple[Span, ...]:
    """The part of `spans` that lies in `window`."""
    return intersection(spans, (window,))


def _crossings(some: tuple[Span, ...], others: tuple[Span, ...]) -> Iterator[Span]:
    mine = theirs = 0
    while mine < len(some) and theirs < len(others):
        start = max(some[mine].start, others[theirs].start)
        end = min(some[mine].end, others[theirs].end)
        if start < end:
            yield Span(start, end)
        if some[mine].end <= others[theirs].end:
            mine += 1
        else:
            theirs += 1
