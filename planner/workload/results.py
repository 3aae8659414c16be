"""What the estimate answers, as values: exact minutes (fractions), shown to the quarter hour by those who write."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction
from functools import cached_property
from math import gcd, lcm
from typing import Any, Literal, NamedTuple

Phase = Literal["preparation", "delivery", "review"]
PHASES: tuple[Phase, ...] = ("preparation", "delivery", "review")

COMPONENTS = (
    *("P1", "P2", "P3", "P4"),
    *("D1", "D2", "D3", "D4", "D5", "D5b", "D6", "D7", "D8", "D9", "D10", "D11", "D12"),
    *("R1", "R2", "R3"),
)
"""The parts of the work, in the order of the model. D3 is live time in virtual classes, co-animation included."""

LIVE_COMPONENTS = frozenset({"D1", "D3"})
"""Time in front of participants: exact, the floor of every range."""

P10_P90_SIGMAS = 1.2816
"""Standard deviations from the mean to the 10th and 90th percentile of a normal law."""


class Minutes:
    """Minutes as a range, each exact: the lowest, the most probable and the highest that is to be expected.

    Inside, three whole numbers over one denominator: a year's plan adds up some 200,000 of them.
    """

    __slots__ = ("_above", "_below")
    _above: tuple[int, ...]
    _below: int

    def __init__(self, low: Fraction, likely: Fraction, high: Fraction) -> None:
        below = lcm(low.denominator, likely.denominator, high.denominator)
        self._below = below
        self._above: tuple[int, ...] = tuple(
            each.numerator * (below // each.denominator) for each in (low, likely, high)
        )

    @classmethod
    def _of(cls, above: tuple[int, ...], below: int) -> "Minutes":
        made = cls.__new__(cls)
        common = gcd(*above, below)
        made._above = above if common == 1 else tuple(each // common for each in above)
        made._below = below // common
        return made

    @property
    def low(self) -> Fraction:
        """The lowest."""
        return Fraction(self._above[0], self._below)

    @property
    def likely(self) -> Fraction:
        """The most probable."""
        return Fraction(self._above[1], self._below)

    @property
    def high(self) -> Fraction:
        """The highest."""
        return Fraction(self._above[2], self._below)

    def __add__(self, other: "Minutes") -> "Minutes":
        return total((self, other))

    def __mul__(self, other: "Minutes") -> "Minutes":
        """Low by low, likely by likely, high by high: of two ranges of figures that are never negative."""
        above = tuple(mine * its for mine, its in zip(self._above, other._above, strict=True))
        return Minutes._of(above, self._below * other._below)

    def scaled(self, factor: Fraction | int) -> "Minutes":
        """Each of the three times one factor."""
        times, over = factor.as_integer_ratio()
        return Minutes._of(tuple(each * times for each in self._above), self._below * over)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Minutes):
            return NotImplemented
        return self._above == other._above and self._below == other._below

    def __hash__(self) -> int:
        return hash((self._above, self._below))

    def __repr__(self) -> str:
        return f"Minutes({self.low!r}, {self.likely!r}, {self.high!r})"

    @property
    def spread(self) -> Fraction:
        """From low to high."""
        return self.high - self.low

    @property
    def expected(self) -> Fraction:
        """PERT: (low + 4 likely + high) / 6."""
        return (self.low + 4 * self.likely + self.high) / 6

    @property
    def sigma(self) -> Fraction:
        """PERT: (high - low) / 6, the parts of the work moving together."""
        return self.spread / 6


ZERO = Minutes(Fraction(0), Fraction(0), Fraction(0))


class Sum:
    """Minutes that grow, exactly. What is added often is counted, and whole numbers are added by denominator: many
    times faster than adding fractions."""

    __slots__ = ("_added",)

    def __init__(self) -> None:
        self._added: dict[tuple[int, int], list[Any]] = {}

    def add(self, minutes: Minutes, part: Fraction | int = 1) -> None:
        """Add a range, low to low, likely to likely, high to high; or a part of it."""
        key = (id(minutes), id(part))  # both are kept, so that no other can come to have their ids
        if key in self._added:
            self._added[key][2] += 1
        else:
            self._added[key] = [minutes, part, 1]

    def minutes(self) -> Minutes:
        """What there is by now."""
        if len(self._added) == 1:
            alone: Minutes
            ((alone, part, times),) = self._added.values()
            return alone if times == 1 and part == 1 else alone.scaled(times * part)
        sums: dict[int, tuple[int, int, int]] = {}
        for each, part, times in self._added.values():
            above, below = part.as_integer_ratio()
            above *= times
            below *= each._below
            low, likely, high = sums.get(below, (0, 0, 0))
            more_low, more_likely, more_high = each._above
            sums[below] = (low + more_low * above, likely + more_likely * above, high + more_high * above)
        common = lcm(*sums)
        ends = zip(*([each * (common // below) for each in three] for below, three in sums.items()), strict=True)
        return Minutes._of(tuple(map(sum, ends)), common) if sums else ZERO


def total(minutes: Iterable[Minutes]) -> Minutes:
    """The exact sum; ZERO of nothing."""
    grown = Sum()
    for each in minutes:
        grown.add(each)
    return grown.minutes()


@dataclass(frozen=True, slots=True)
class Factor:
    """One factor of a figure and why: `name` is an id ("expertise_preparation"), `source` says where it comes from."""

    name: str
    value: Minutes | Fraction
    source: str


class Share(NamedTuple):
    """What one part of the work takes of one trainer, for one activity and group where it belongs to one.

    `minutes` is the product of the factors, the exposure among them; `base` is the id of what it is counted from.
    """

    trainer: str
    phase: Phase
    component: str
    activity: str | None
    group: str | None
    minutes: Minutes
    base: str
    factors: tuple[Factor, ...]


class WeekLoad(NamedTuple):
    """What a trainer works on a phase in one week, named by its Monday."""

    trainer: str
    week: date
    phase: Phase
    minutes: Minutes


@dataclass(frozen=True)
class Flag:
    """Something an inspector should look at. `kind` names the message."""

    kind: str
    trainer: str | None = None
    week: date | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class BookletLine:
    """A phase as the designer's booklet has it, and adjusted to this session (workload.md, 3.4).

    `ratio` is model(this session) / model(reference conditions), on the likely figures; `kept`: the booklet's own
    figure stands although the ratio is below 1. `reasons` are the ids of what makes the difference.
    """

    phase: Phase
    booklet_min: Fraction
    ratio: Fraction
    adjusted: Minutes
    kept: bool
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True)
class UsedFactor:
    """A coefficient that an estimate rests on: its range, unit and source, and the file it was read from.

    `origin` is "default", or the name of the file, or the session's own id where its `workload:` says so.
    """

    name: str
    value: Minutes
    unit: str
    source: str
    origin: str


@dataclass(frozen=True)
class Estimate:
    """The work on one session. The sum over trainers equals the session's total exactly."""

    session: str
    shares: tuple[Share, ...]
    weeks: tuple[WeekLoad, ...] = ()
    flags: tuple[Flag, ...] = ()
    booklet: tuple[BookletLine, ...] = ()
    factors_used: tuple[UsedFactor, ...] = ()

    def with_flags(self, flags: Iterable[Flag]) -> "Estimate":
        """The same estimate with these flags; what was added up already is kept."""
        flagged = replace(self, flags=tuple(flags))
        flagged.__dict__["_sums"] = self._sums
        return flagged

    def total(self, phase: Phase | None = None, trainer: str | None = None) -> Minutes:
        """The minutes of all, of one phase, of one trainer, or of both."""
        return total(
            minutes
            for (whose, when, _), minutes in self._sums.items()
            if phase in (None, when) and trainer in (None, whose)
        )

    @cached_property
    def _sums(self) -> Mapping[tuple[str, Phase, str], Minutes]:
        """By trainer, phase and component, in one pass over the shares."""
        found: dict[tuple[str, Phase, str], Sum] = {}
        for share in self.shares:
            key = (share.trainer, share.phase, share.component)
            if key not in found:
                found[key] = Sum()
            found[key].add(share.minutes)
        return {key: grown.minutes() for key, grown in found.items()}

    @cached_property
    def trainers(self) -> tuple[str, ...]:
        """Who has a share, sorted by id."""
        return tuple(sorted({share.trainer for share in self.shares}))

    @cached_property
    def live_min(self) -> Fraction:
        """Time in front of participants, which nothing shortens."""
        return self.of_components(LIVE_COMPONENTS).likely

    @property
    def expected_min(self) -> Fraction:
        """PERT's mean of the total."""
        return self.total().expected

    @property
    def sigma_min(self) -> Fraction:
        """PERT's standard deviation of the total."""
        return self.total().sigma

    @property
    def p10_min(self) -> float:
        """One chance in ten to be below, by PERT's normal law; never below the live time."""
        return max(float(self.live_min), float(self.expected_min) - P10_P90_SIGMAS * float(self.sigma_min))

    @property
    def p90_min(self) -> float:
        """One chance in ten to be above, by PERT's normal law."""
        return float(self.expected_min) + P10_P90_SIGMAS * float(self.sigma_min)

    def of_component(self, component: str) -> Minutes:
        """The minutes of one part of the work, all trainers together."""
        return self.of_components((component,))

    def of_components(self, components: Collection[str]) -> Minutes:
        """Those of several parts of the work."""
        return total(minutes for (_, _, part), minutes in self._sums.items() if part in components)

    def widest(self, count: int = 3) -> tuple[tuple[str, Minutes], ...]:
        """The components with the largest distance from low to high, widest first."""
        parts = [(component, self.of_component(component)) for component in COMPONENTS]
        return tuple(sorted(parts, key=lambda part: -part[1].spread)[:count])
