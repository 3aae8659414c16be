"""Hours that trainers noted -> a corrected factor per parcours and phase, with its uncertainty.

The model is that of workload.md, 3.6: y = ln(noted / estimated) is normal around θ with a deviation of 0.35, and θ,
before anything was noted, is normal around 0 with a deviation of 0.25. Hence B = n / (n + 1.96), factor = exp(B ȳ),
and the variance of θ is 1 / (n / 0.35² + 1 / 0.25²). Few records move the factor little, many move it much.

A wild record does not take over: each record has a weight that depends on its distance r from θ, in deviations of
0.35, by Hampel's three-part function with the constants 2, 4 and 8 (Hampel, Ronchetti, Rousseeuw and Stahel, *Robust
Statistics*, Wiley 1986; the defaults of R's MASS and of statsmodels). Up to r = 2 (hours half or double of what was
expected) the weight is 1 and the formulas above hold to the digit; then it falls, and beyond r = 8 (16 times) it is 0.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from statistics import fmean

from planner.workload.results import PHASES, Phase

RECORD_SIGMA = 0.35
"""Standard deviation of ln(noted / estimated) from one session to another (workload.md, 3.6)."""
PRIOR_SIGMA = 0.25
"""Standard deviation of a parcours's ln(factor) before anything was noted (workload.md, 3.6)."""
FEWEST_RECORDS = 3
"""Below that many records a factor is computed and shown, not applied (workload.md, 3.6)."""

_SIGMAS_OF_80, _SIGMAS_OF_90 = 1.2816, 1.6449  # the middle 80 % and 90 % of a normal law
_HAMPEL = (2.0, 4.0, 8.0)
_PRIOR_RECORDS = RECORD_SIGMA**2 / PRIOR_SIGMA**2  # the prior counts as much as 1.96 records
_MOST_STEPS = 500
_MOST_PARTS = 20


@dataclass(frozen=True)
class Record:
    """What was noted for one session and phase, by all who noted, beside what was estimated for them; both above 0.

    It names nobody.
    """

    session: str
    parcours: str
    phase: Phase
    noted_min: Fraction
    likely_min: Fraction

    @property
    def log_ratio(self) -> float:
        """ln(noted / estimated)."""
        return math.log(self.noted_min / self.likely_min)


@dataclass(frozen=True)
class Fit:
    """What records say of ln(factor): its mean, its variance, and the weight (0 to 1) of each record."""

    mean: float
    variance: float
    weights: tuple[float, ...]

    @property
    def factor(self) -> float:
        """exp(mean): what the estimate is to be multiplied by."""
        return math.exp(self.mean)

    @property
    def interval_90(self) -> tuple[float, float]:
        """Where the true factor lies, nine times in ten."""
        return _around(self.mean, _SIGMAS_OF_90 * math.sqrt(self.variance))

    @property
    def range_80(self) -> tuple[float, float]:
        """Where noted / estimated of one more session lies, eight times in ten."""
        return _around(self.mean, _SIGMAS_OF_80 * math.sqrt(self.variance + RECORD_SIGMA**2))


@dataclass(frozen=True)
class CorrectedFactor:
    """The factor of one parcours and phase. `n` records count; the others, `set_aside`, lie too far to have any weight.

    `sessions_set_aside` names their sessions; `lessened` counts those that have less than their full weight.
    """

    parcours: str
    phase: Phase
    fit: Fit
    n: int
    lessened: int
    sessions_set_aside: tuple[str, ...]

    @property
    def applied(self) -> bool:
        """Whether later estimates use it."""
        return self.n >= FEWEST_RECORDS


@dataclass(frozen=True)
class Prediction:
    """How well records that were held back are predicted: the mean of |ln(noted / predicted)|, and how many of them lie
    in the 80 % range."""

    mean_log_error: float
    inside: int


@dataclass(frozen=True)
class HeldBack:
    """Each record predicted without it: by the estimate as it was (`old`), and by what the others correct (`new`)."""

    records: int
    old: Prediction
    new: Prediction


@dataclass(frozen=True)
class Calibration:
    """Corrected factors, by parcours and phase, and how well they predict; None where no factor is applied."""

    factors: tuple[CorrectedFactor, ...]
    held_back: HeldBack | None


def calibrate(records: Iterable[Record]) -> Calibration:
    """Correct each parcours and phase that has records; the order of the records does not matter."""
    alike: dict[tuple[str, Phase], list[Record]] = {}
    for record in records:
        alike.setdefault((record.parcours, record.phase), []).append(record)
    groups = sorted(alike.items(), key=lambda item: (item[0][0], PHASES.index(item[0][1])))
    factors = [corrected_factor(parcours, phase, group) for (parcours, phase), group in groups]
    applied = [group for (_, group), factor in zip(groups, factors, strict=True) if factor.applied]
    by_session = [sorted(group, key=lambda record: record.session) for group in applied]
    return Calibration(tuple(factors), _held_back([[record.log_ratio for record in group] for group in by_session]))


def corrected_factor(parcours: str, phase: Phase, records: Sequence[Record]) -> CorrectedFactor:
    """The factor of one parcours and phase, from all its records."""
    records = sorted(records, key=lambda record: (record.session, record.log_ratio))
    found = fit([record.log_ratio for record in records])
    weighed = list(zip(records, found.weights, strict=True))
    return CorrectedFactor(
        parcours,
        phase,
        found,
        n=sum(weight > 0 for _, weight in weighed),
        lessened=sum(0 < weight < 1 for _, weight in weighed),
        sessions_set_aside=tuple(record.session for record, weight in weighed if weight == 0),
    )


def fit(log_ratios: Sequence[float]) -> Fit:
    """What ln(noted / estimated) of some sessions says of ln(factor); without any, what is believed beforehand.

    The way begins where only Huber's bound is kept, which has one solution whatever the records, and goes on from there
    with the three-part weights: so the answer does not depend on the order, nor on where a wild record lies.
    """
    mean = 0.0
    for falling in (False, True):
        for _ in range(_MOST_STEPS):
            before, mean = mean, _weighted_mean(log_ratios, _weights(log_ratios, mean, falling))
            if abs(mean - before) < 1e-13:
                break
    weights = _weights(log_ratios, mean, True)
    return Fit(mean, RECORD_SIGMA**2 / (math.fsum(weights) + _PRIOR_RECORDS), weights)


def _weighted_mean(log_ratios: Sequence[float], weights: Sequence[float]) -> float:
    """B ȳ, each record counting as much as its weight."""
    moved = math.fsum(weight * ratio for weight, ratio in zip(weights, log_ratios, strict=True))
    return moved / (math.fsum(weights) + _PRIOR_RECORDS)


def _weights(log_ratios: Sequence[float], mean: float, falling: bool) -> tuple[float, ...]:
    return tuple(_weight(abs(ratio - mean) / RECORD_SIGMA, falling) for ratio in log_ratios)


def _weight(distance: float, falling: bool) -> float:
    """ψ(r) / r of Hampel's function; not `falling`, of Huber's, which is the same up to its second constant."""
    full, bounded, none = _HAMPEL
    if distance <= full:
        return 1.0
    if not falling or distance <= bounded:
        return full / distance
    return max(0.0, full * (none - distance) / (none - bounded) / distance)


def _held_back(groups: Sequence[Sequence[float]]) -> HeldBack | None:
    """Each record in turn is left out of its own parcours and phase, and predicted by the others.

    Of more than 20 records, one in 20 at a time: leaving them out one by one would cost the square of their number.
    """
    if not groups:
        return None
    nothing_noted = fit([])
    old: list[tuple[float, Fit]] = []
    new: list[tuple[float, Fit]] = []
    for group in groups:
        parts = min(len(group), _MOST_PARTS)
        for part in range(parts):
            others = fit([ratio for place, ratio in enumerate(group) if place % parts != part])
            old += ((ratio, nothing_noted) for ratio in group[part::parts])
            new += ((ratio, others) for ratio in group[part::parts])
    return HeldBack(len(old), _prediction(old), _prediction(new))


def _prediction(pairs: Sequence[tuple[float, Fit]]) -> Prediction:
    inside = 0
    for ratio, by in pairs:
        low, high = by.range_80
        inside += low <= math.exp(ratio) <= high
    return Prediction(fmean(abs(ratio - by.mean) for ratio, by in pairs), inside)


def _around(mean: float, half: float) -> tuple[float, float]:
    return math.exp(mean - half), math.exp(mean + half)
