"""How each part of the work came about: the factors of its shares, all trainers together. Values and short lines."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from planner.messages.coefficients import base_text, factor_text, is_correction, is_signal
from planner.messages.reports import component_name, to_the_minute
from planner.messages.texts import Texts
from planner.workload.results import COMPONENTS, Estimate, Factor, Minutes, Phase, Share, Sum, UsedFactor


@dataclass(frozen=True)
class Part:
    """A part of the work. `lines`: the products of factors that add up to it."""

    component: str
    phase: Phase
    name: str
    minutes: Minutes
    lines: tuple[str, ...]


def explained(estimate: Estimate, texts: Texts) -> list[Part]:
    """Every part that takes time. Whose it is stays unsaid: a trainer's hours are shown by phase and week alone."""
    by_component: dict[str, list[Share]] = {}
    for share in estimate.shares:
        if share.minutes.high:
            by_component.setdefault(share.component, []).append(share)
    found = []
    for component in COMPONENTS:
        if shares := by_component.get(component, []):
            name, minutes = component_name(component, texts), estimate.of_component(component)
            found.append(Part(component, shares[0].phase, name, minutes, tuple(_lines(shares, texts))))
    return found


def _lines(shares: list[Share], texts: Texts) -> Iterator[str]:
    """The same coefficients of several shares are one product: what they are counted from adds up. Its result stands
    behind it; whom it is of, before it, where each of several trainers goes through the whole course."""
    amounts: dict[tuple[str, tuple[Factor, ...]], dict[str, Fraction]] = {}
    sums: dict[tuple[str, tuple[Factor, ...]], Sum] = {}
    for share in shares:
        counted, rates = _split(share)
        key = (share.base, rates)
        own = amounts.setdefault(key, {})
        own[share.trainer] = own.get(share.trainer, Fraction(0)) + counted
        sums.setdefault(key, Sum()).add(share.minutes)
    for (base, rates), own in amounts.items():
        minutes = sums[base, rates].minutes()
        amount = next(iter(own.values()))
        if shares[0].component == "P1" and list(own.values()) == [amount] * len(own) and len(own) > 1:
            team = texts.count("{number} trainer", "{number} trainers", len(own))
            counted_from = [team, base_text(base, amount, texts)]
        else:
            counted_from = [base_text(base, sum(own.values(), Fraction(0)), texts)]
        product = " × ".join([*counted_from, *(factor_text(rate, texts) for rate in rates)])
        yield f"{product} = {to_the_minute(minutes, texts)}"


def _split(share: Share) -> tuple[Fraction, tuple[Factor, ...]]:
    """What the share is counted from, the trainer's part of it included, and the other factors."""
    amount, rates = Fraction(1), []
    for factor in share.factors:
        if factor.name in (share.base, "part") and isinstance(factor.value, Fraction):
            amount *= factor.value
        else:
            rates.append(factor)
    return amount, tuple(rates)


def in_use(estimate: Estimate, texts: Texts) -> list[UsedFactor]:
    """The coefficients that shares of this estimate were multiplied by, and those from which its flags are given."""
    names = {factor.name for share in estimate.shares for factor in share.factors}
    return [
        used
        for used in estimate.factors_used
        if used.name in names or is_correction(used.name) or is_signal(used.name, texts)
    ]
