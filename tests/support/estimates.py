"""Estimates written by hand, for tests of what people look at: nothing here is computed by the model."""

from datetime import date, timedelta
from fractions import Fraction

from planner.session import Session
from planner.workload.results import (
    BookletLine,
    Estimate,
    Factor,
    Flag,
    Minutes,
    Phase,
    Share,
    UsedFactor,
    WeekLoad,
)


def minutes(low: int, likely: int, high: int) -> Minutes:
    return Minutes(Fraction(low), Fraction(likely), Fraction(high))


_PARTS: tuple[tuple[str, Phase, Minutes], ...] = (
    ("P1", "preparation", minutes(378, 540, 810)),
    ("P2", "preparation", minutes(108, 216, 432)),
    ("P3", "preparation", minutes(20, 45, 90)),
    ("D1", "delivery", minutes(180, 180, 180)),
    ("D2", "delivery", minutes(54, 90, 180)),
    ("D3", "delivery", minutes(120, 120, 120)),
    ("D4", "delivery", minutes(60, 90, 120)),
    ("D6", "delivery", minutes(144, 288, 768)),
    ("D7", "delivery", minutes(120, 240, 480)),
    ("D9", "delivery", minutes(30, 120, 360)),
    ("R1", "review", minutes(39, 78, 156)),
    ("R2", "review", minutes(30, 60, 120)),
)
_WEEKS = (
    ("preparation", -3, (120, 252, 420)),
    ("preparation", -2, (120, 252, 420)),
    ("preparation", -1, (140, 297, 492)),
    ("delivery", 0, (200, 315, 460)),
    ("delivery", 1, (120, 232, 500)),
    ("delivery", 2, (60, 117, 300)),
    ("delivery", 4, (220, 410, 700)),
    ("delivery", 5, (140, 247, 420)),
    ("review", 6, (34, 69, 138)),
    ("review", 7, (35, 69, 138)),
)


def an_estimate(session: Session, first: date) -> Estimate:
    """An estimate of a session of any team, delivery from the week of the Monday `first`."""
    factors = (
        Factor("learner_hours", Fraction(9), ""),
        Factor("appropriation", minutes(1, 2, 4), "ours"),
        Factor("novice_preparation", Fraction(3, 2), "ours"),
    )
    team = [trainer.id for trainer in session.trainers]
    return Estimate(
        session.id,
        tuple(
            Share(trainer, phase, component, None, None, part, "learner_hours", factors)
            for trainer in team
            for component, phase, part in _PARTS
        ),
        tuple(
            WeekLoad(trainer, first + timedelta(weeks=number), phase, minutes(*part))  # type: ignore[arg-type]
            for trainer in team
            for phase, number, part in _WEEKS
        ),
        (
            Flag("vigilance", team[0], first + timedelta(weeks=-1), {"likely_min": Fraction(297)}),
            Flag("overload", team[0], first + timedelta(weeks=4), {"likely_min": Fraction(410)}),
        ),
        (
            BookletLine("preparation", Fraction(360), Fraction(3), minutes(600, 1080, 1900), False, ("expertise",)),
            BookletLine("delivery", Fraction(720), Fraction(9, 10), minutes(500, 720, 1400), True, ()),
        ),
        (
            UsedFactor("appropriation", minutes(1, 2, 4), "hours per learner hour", "ours", "default"),
            UsedFactor("weekly_limit", minutes(6, 6, 6), "hours per week", "E14", "academie.yaml"),
        ),
    )
