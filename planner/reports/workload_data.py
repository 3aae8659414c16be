"""The trainers' work as data for other programs: minutes, exact where a number of JSON can say them.

By default minutes by trainer, phase, activity and week; with `explain` every share and coefficient.
"""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from planner.messages.texts import Texts
from planner.reports.by_activity import by_activity
from planner.reports.explained import in_use
from planner.workload.many import Estimates, Line, OneOfMany
from planner.workload.results import PHASES, Estimate, Factor, Flag, Minutes


def workload_data(found: Estimates, texts: Texts, *, explain: bool = False) -> Mapping[str, Any]:
    """Every session and what they add up to; keys in a stable order."""
    return {
        "status": "estimated",
        "unit": "minutes",
        "total": _line(found.whole),
        "sessions": [_session(one, texts, explain) for one in found.sessions],
        "by_trainer": [_line(line) for line in found.by_trainer],
        "by_parcours": [_line(line) for line in found.by_parcours],
        "by_academy": [_line(line) for line in found.by_academy],
        "by_month": [_line(line) for line in found.by_month],
        "flags": [_flag(flag) for flag in found.flags],
    }


def _session(one: OneOfMany, texts: Texts, explain: bool) -> dict[str, Any]:
    estimate = one.estimate
    expected = {
        "expected": number(estimate.expected_min),
        "sigma": number(estimate.sigma_min),
        "p10": round(estimate.p10_min, 3),
        "p90": round(estimate.p90_min, 3),
    }
    data = {
        "id": one.session.id,
        "title": one.session.title,
        "planned": one.plan is not None,
        "total": _minutes(estimate.total()) | expected,
        "phases": {phase: _minutes(estimate.total(phase)) for phase in PHASES},
        "trainers": [
            {
                "id": trainer.id,
                "name": trainer.name,
                "rerun": trainer.rerun,
                "total": _minutes(estimate.total(trainer=trainer.id)),
                "phases": {phase: _minutes(estimate.total(phase, trainer.id)) for phase in PHASES},
            }
            for trainer in one.session.trainers
        ],
        "activities": [
            {
                "trainer": line.trainer,
                "activity": line.activity,
                "phases": {phase: _minutes(minutes) for phase, minutes in line.phases.items()},
            }
            for line in by_activity(one.session, estimate)
        ],
        "weeks": [
            {"trainer": load.trainer, "week": load.week, "phase": load.phase, **_minutes(load.minutes)}
            for load in estimate.weeks
        ],
        "widest": [{"component": name, **_minutes(minutes)} for name, minutes in estimate.widest() if minutes.spread],
        "booklet": [
            {
                "phase": line.phase,
                "booklet": number(line.booklet_min),
                "ratio": number(line.ratio),
                "adjusted": _minutes(line.adjusted),
                "model": _minutes(estimate.total(line.phase)),
                "kept": line.kept,
                "reasons": line.reasons,
            }
            for line in estimate.booklet
        ],
        "flags": [_flag(flag) for flag in estimate.flags],
    }
    return data | _explanation(estimate, texts) if explain else data


def _explanation(estimate: Estimate, texts: Texts) -> dict[str, Any]:
    return {
        "shares": [
            {
                "trainer": share.trainer,
                "phase": share.phase,
                "component": share.component,
                "activity": share.activity,
                "group": share.group,
                **_minutes(share.minutes),
                "base": share.base,
                "factors": [_factor(factor) for factor in share.factors],
            }
            for share in estimate.shares
        ],
        "coefficients": [
            {"name": used.name, **_minutes(used.value), "unit": used.unit, "source": used.source, "origin": used.origin}
            for used in in_use(estimate, texts)
        ],
    }


def _line(line: Line) -> dict[str, Any]:
    return {
        "id": line.key,
        "name": line.name,
        "sessions": line.sessions,
        "total": _minutes(line.whole),
        "phases": {phase: _minutes(line.phases[phase]) for phase in PHASES},
    }


def _minutes(minutes: Minutes) -> dict[str, int | float]:
    return {"low": number(minutes.low), "likely": number(minutes.likely), "high": number(minutes.high)}


def _factor(factor: Factor) -> dict[str, Any]:
    value = _minutes(factor.value) if isinstance(factor.value, Minutes) else number(factor.value)
    return {"name": factor.name, "value": value, "source": factor.source}


def _flag(flag: Flag) -> dict[str, Any]:
    facts = {name: number(value) if isinstance(value, Fraction) else value for name, value in flag.facts.items()}
    return {"kind": flag.kind, "trainer": flag.trainer, "week": flag.week, "facts": facts}


def number(value: Fraction) -> int | float:
    """A whole number where it is one."""
    return value.numerator if value.denominator == 1 else float(value)
