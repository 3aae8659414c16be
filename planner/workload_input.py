"""What a person writes about the trainers' work: coefficients of their own, and the designer's booklet.

The coefficients that a session or an academy may write are the keys of `Coefficients`; their meaning, unit, usual
values and sources stand in `planner/workload/factors.yaml`.
"""

import math
from collections.abc import Mapping
from fractions import Fraction
from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator, Field, WithJsonSchema, model_validator

from planner.input_values import Day, Duration, Id, InputModel, PositiveCount, Text, refuse

Expertise = Literal["confirmed", "intermediate", "novice"]
EXPERTISES: tuple[Expertise, ...] = ("confirmed", "intermediate", "novice")
"""From the most to the least; what is below works longer."""

Depth = Literal["none", "light", "medium", "deep"]
DEPTHS: tuple[Depth, ...] = ("none", "light", "medium", "deep")
"""How far trainers fit a parcours to their audience, from the least to the most."""

WorkKind = Literal["reading", "test", "forum", "production", "group_work"]
"""What participants do at a distance, by what it asks of trainers: nothing; statistics; moderation; feedback to each
participant; feedback to each group."""

PhaseName = Literal["preparation", "delivery", "review"]

_MOST = 100_000


def _number(value: object) -> Fraction:
    if isinstance(value, Fraction):
        return value
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise refuse("not-a-number", value)
    if not 0 <= value <= _MOST:
        raise refuse("not-a-number", value)
    return Fraction(str(value))  # 0.3 is three tenths


def _coefficient(value: object) -> object:
    """A number alone is known exactly; else low, default and high are given."""
    if isinstance(value, Mapping | Coefficient):
        return value
    number = _number(value)
    return {"low": number, "default": number, "high": number}


Number = Annotated[Fraction, BeforeValidator(_number), WithJsonSchema({"type": "number", "minimum": 0})]


class Coefficient(InputModel):
    """A coefficient's range, in the unit of `factors.yaml`: the lowest, the usual and the highest value."""

    low: Number
    default: Number
    high: Number
    source: Text | None = None

    @model_validator(mode="after")
    def _ordered(self) -> "Coefficient":
        if not self.low <= self.default <= self.high:
            raise refuse("wrong-range", f"{float(self.low):g}, {float(self.default):g}, {float(self.high):g}")
        return self


def _at_least_one(coefficient: Coefficient) -> Coefficient:
    if coefficient.low < 1:
        raise refuse("below-one", f"{float(coefficient.low):g}")
    return coefficient


def _at_most_one(coefficient: Coefficient) -> Coefficient:
    if coefficient.high > 1:
        raise refuse("above-one", f"{float(coefficient.high):g}")
    return coefficient


_RANGE_SCHEMA = {
    "anyOf": [
        {"type": "number", "minimum": 0},
        {
            "type": "object",
            "properties": {
                **{key: {"type": "number", "minimum": 0} for key in ("low", "default", "high")},
                "source": {"type": "string"},
            },
            "required": ["low", "default", "high"],
            "additionalProperties": False,
        },
    ]
}
_READ = BeforeValidator(_coefficient)
_SCHEMA = WithJsonSchema(_RANGE_SCHEMA)
Range = Annotated[Coefficient, _READ, _SCHEMA]
Raise = Annotated[Coefficient, _READ, AfterValidator(_at_least_one), _SCHEMA]
"""What expertise multiplies work by: the framework's text lets it only add (II.E)."""
Saving = Annotated[Coefficient, _READ, AfterValidator(_at_most_one), _SCHEMA]
"""What a team, a re-run, a version that is used again or help multiplies work by."""


class Coefficients(InputModel):
    """Coefficients written instead of the usual ones; `factors.yaml` says what each is, in what unit."""

    appropriation: Range | None = None
    contextualisation_none: Range | None = None
    contextualisation_light: Range | None = None
    contextualisation_medium: Range | None = None
    contextualisation_deep: Range | None = None
    group_opening: Range | None = None
    kick_off_meeting: Range | None = None
    around_in_person: Range | None = None
    around_class: Range | None = None
    around_class_again: Range | None = None
    around_class_together: Range | None = None
    forum: Range | None = None
    feedback: Range | None = None
    weekly_message: Range | None = None
    replies: Range | None = None
    progress: Range | None = None
    test_statistics: Range | None = None
    coordination: Range | None = None
    group_review: Range | None = None
    participant_review: Range | None = None
    report: Range | None = None
    debriefing: Range | None = None
    intermediate_preparation: Raise | None = None
    intermediate_delivery: Raise | None = None
    intermediate_review: Raise | None = None
    novice_preparation: Raise | None = None
    novice_delivery: Raise | None = None
    novice_review: Raise | None = None
    shared_appropriation: Saving | None = None
    rerun: Saving | None = None
    reused_version: Saving | None = None
    assistance: Saving | None = None
    weekly_limit: Range | None = None
    vigilance: Saving | None = None
    high_overload: Raise | None = None
    tutoring_rate_low: Range | None = None
    tutoring_rate_high: Range | None = None
    booklet_difference: Raise | None = None
    reinforced_group: Range | None = None
    large_group: Range | None = None
    long_class: Range | None = None


class CalibratedPhase(InputModel):
    """What noted hours say of one phase of one parcours: `factor` multiplies the estimate (workload.md, 3.6).

    `low` and `high`: between which times the estimate one more session lies, eight times in ten. `factor_low` and
    `factor_high`: between which the true factor lies, nine times in ten.
    """

    parcours: Id
    phase: PhaseName
    factor: Number
    factor_low: Number | None = None
    factor_high: Number | None = None
    low: Number
    high: Number
    records: PositiveCount


class FactorsFile(InputModel):
    """A file of coefficients for many sessions: an academy's, or what calibration wrote. Later files win."""

    title: Text | None = None
    academy: Text | None = Field(default=None, description="the academy whose sessions it is for; default: all")
    log: Text | None = Field(default=None, description="the log of noted hours that the calibration was reckoned from")
    date: Day | None = Field(default=None, description="when it was reckoned")
    workload: Coefficients = Coefficients.model_construct()
    calibration: Annotated[tuple[CalibratedPhase, ...], Field(strict=False, max_length=20_000)] = ()


class BookletConditions(InputModel):
    """For what session the booklet's figures hold; what it does not say is the usual case (workload.md, 3.4)."""

    trainers: PositiveCount = 1
    expertise: Expertise = "confirmed"
    groups: PositiveCount = 1
    participants: PositiveCount | None = None
    contextualisation: Depth = "light"
    rerun: bool = False


class Booklet(InputModel):
    """The designer's estimate of the trainers' time, whole team, by phase: a base that is shown, never overwritten."""

    preparation_min: Duration | None = Field(default=None, alias="preparation")
    delivery_min: Duration | None = Field(default=None, alias="delivery")
    review_min: Duration | None = Field(default=None, alias="review")
    conditions: BookletConditions = BookletConditions.model_construct()
