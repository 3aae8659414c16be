"""The coefficients of the model, each with its range, unit, source and the file it comes from.

The usual ones stand in `factors.yaml`. What an academy's file, a calibration file and the session itself write instead
is laid over them in that order; the last that speaks wins. A file that names its academy is for its sessions alone.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

from calendars.places import place
from planner.session import Session
from planner.workload.results import PHASES, Factor, Minutes, Phase, UsedFactor
from planner.workload_input import CalibratedPhase, Coefficients, FactorsFile

FACTORS_FILE = Path(__file__).with_name("factors.yaml")
SECTIONS = (*PHASES, "expertise", "savings", "signals")
"""What `factors.yaml` is divided into; every coefficient stands in one of them."""

Rate = tuple[Minutes | None, tuple[Factor, ...]]
"""A coefficient times what multiplies it (None: exactly 1), and the factors that it is made of."""

DEFAULT = "default"
"""Where a coefficient comes from that nobody wrote instead."""


@dataclass(frozen=True)
class Factors:
    """Every coefficient by name, and what calibration says of a parcours's phases."""

    coefficients: Mapping[str, UsedFactor]
    calibrations: Mapping[tuple[str, Phase], UsedFactor] = field(default_factory=dict)
    academies: Mapping[str, "Factors"] = field(default_factory=dict, repr=False)
    """Those of each academy that has some of its own."""
    rates: dict[tuple[str, str, tuple[str, ...]], Rate] = field(
        default_factory=dict, init=False, compare=False, repr=False
    )
    """Coefficients times what multiplies them, as far as worked out: by coefficient, expertise and other factors."""
    products: dict[tuple[int | str, ...], tuple[Minutes, tuple[Factor, ...]]] = field(
        default_factory=dict, init=False, compare=False, repr=False
    )
    """Rates times amounts, as far as worked out: by the identity of the rate, base, amount and part."""

    @classmethod
    def load(cls, *overrides: tuple[str, FactorsFile]) -> "Factors":
        """The usual coefficients, overlaid by each of `overrides` in turn: where it comes from, and what it says."""
        factors = _usual()
        own: dict[str, Factors] = {}
        for origin, file in overrides:
            whose = {file.academy} if file.academy else {None, *own}
            for academy in whose - {None}:
                assert academy is not None
                own[academy] = own.get(academy, factors).overlaid(origin, file.workload).calibrated(origin, file)
            if None in whose:
                factors = factors.overlaid(origin, file.workload).calibrated(origin, file)
        return replace(factors, academies=own) if own else factors

    def overlaid(self, origin: str, written: Coefficients) -> "Factors":
        """These coefficients with those that somebody wrote instead."""
        names = written.model_fields_set
        if not names:
            return self
        mine = dict(self.coefficients)
        for name in names:
            said = getattr(written, name)
            if said is not None:
                value = Minutes(said.low, said.default, said.high)
                mine[name] = replace(mine[name], value=value, source=said.source or origin, origin=origin)
        return replace(self, coefficients=mine)

    def calibrated(self, origin: str, file: FactorsFile) -> "Factors":
        """These coefficients with what noted hours say of some phases; the log is cited, and how sure it makes us."""
        if not file.calibration:
            return self
        log = ", ".join(str(said) for said in (file.log, file.date) if said)
        cited = f"{origin} ({log})" if log else origin
        found = {
            (each.parcours, each.phase): UsedFactor(
                f"calibration_{each.phase}",
                Minutes(
                    each.factor if each.factor_low is None else min(each.factor_low, each.factor),
                    each.factor,
                    each.factor if each.factor_high is None else max(each.factor_high, each.factor),
                ),
                "times",
                f"{cited}: {_sureness(each)}",
                origin,
            )
            for each in file.calibration
        }
        return replace(self, calibrations={**self.calibrations, **found})

    def uncorrected(self) -> "Factors":
        """The same without what noted hours say: what more of them is to be compared with."""
        own = {academy: factors.uncorrected() for academy, factors in self.academies.items()}
        return replace(self, calibrations={}, academies=own) if self.calibrations or own else self

    def of_session(self, session: Session) -> "Factors":
        """Those of the session's academy, with what the session's own `workload:` says."""
        own = self.academies.get(place(session.department).academy, self) if self.academies else self
        return own.overlaid(session.id, session.workload)

    def corrections(self, session: Session) -> Mapping[Phase, UsedFactor]:
        """What noted hours say of the session's parcours, by phase; of a session alone where it names none."""
        parcours = session.parcours_id or session.id
        return {phase: self.calibrations[parcours, phase] for phase in PHASES if (parcours, phase) in self.calibrations}

    def range(self, name: str) -> Minutes:
        """A coefficient's low, usual and high value; KeyError where there is none of that name."""
        return self.coefficients[name].value

    def value(self, name: str) -> Fraction:
        """The usual value alone: of factors that multiply a whole range, and of signals."""
        return self.coefficients[name].value.likely

    def factor(self, name: str) -> Factor:
        """The coefficient as one factor of a figure, with its range."""
        used = self.coefficients[name]
        return Factor(name, used.value, used.source)

    def times(self, name: str) -> Factor:
        """The coefficient as a factor that multiplies a whole range by its usual value."""
        used = self.coefficients[name]
        return Factor(name, used.value.likely, used.source)


def _sureness(phase: CalibratedPhase) -> str:
    """n = 4, × 0.92–1.48: figures alone, the same in every language."""
    low, high = phase.factor_low, phase.factor_high
    between = "" if low is None or high is None else f", × {float(low):.2f}–{float(high):.2f}"
    return f"n = {phase.records}{between}"


@cache
def _usual() -> Factors:
    from ruamel.yaml import YAML

    data = YAML(typ="safe", pure=True).load(FACTORS_FILE.read_text(encoding="utf-8"))
    rows = {name: _used(name, row) for section in SECTIONS for name, row in data[section].items()}
    return Factors(rows)


def _used(name: str, row: Mapping[str, Any]) -> UsedFactor:
    low, usual, high = (Fraction(str(row.get(key, row.get("value")))) for key in ("low", "default", "high"))
    return UsedFactor(name, Minutes(low, usual, high), row["unit"], row["source"], DEFAULT)
