"""What a figure of the workload is made of, in words: what it is counted from, coefficients, units, sources."""

from fractions import Fraction
from functools import lru_cache

from planner.messages.reports import number
from planner.messages.texts import Texts
from planner.workload.results import Factor, Minutes


def base_text(base: str, amount: Fraction, texts: Texts) -> str:
    """How much there is of what a figure is counted from: « 9 h de temps d'apprenant »; the id where it is new."""
    if base in ("learner_time", "live_time"):  # minutes
        duration = texts.duration(round(amount))
        return (
            texts.say("{duration} of learner’s time", duration=duration)
            if base == "learner_time"
            else texts.say("{duration} live", duration=duration)
        )
    value = number(amount, texts)
    said = {
        "groups": texts.say("groups: {value}", value=value),
        "group_weeks": texts.say("groups × weeks: {value}", value=value),
        "participants": texts.say("participants: {value}", value=value),
        "participant_weeks": texts.say("participants × weeks: {value}", value=value),
        "participant_forum_weeks": texts.say("participants × weeks of forum: {value}", value=value),
        "productions": texts.say("productions of participants: {value}", value=value),
        "group_productions": texts.say("productions of groups: {value}", value=value),
        "tests": texts.say("tests × groups: {value}", value=value),
        "colleague_weeks": texts.say("colleagues × weeks: {value}", value=value),
        "meetings": texts.say("trainers at the meeting: {value}", value=value),
        "reports": texts.say("reports: {value}", value=value),
    }
    return said.get(base, f"{base} {value}")


@lru_cache(maxsize=256)
def factor_text(factor: Factor, texts: Texts) -> str:
    """The factor's name and value; of a range, the usual value and both ends."""
    name, value = coefficient_name(factor.name, texts), factor.value
    if not isinstance(value, Minutes):
        return f"{name} {number(value, texts)}"
    if not value.spread:
        return f"{name} {number(value.likely, texts)}"
    low, usual, high = (number(each, texts) for each in (value.low, value.likely, value.high))
    return texts.say("{name} {usual} (from {low} to {high})", name=name, usual=usual, low=low, high=high)


@lru_cache(maxsize=256)  # a spreadsheet of a year says each name thousands of times
def coefficient_name(name: str, texts: Texts) -> str:
    """What a coefficient of `factors.yaml` is; its own name where it is new."""
    return {**_work(texts), **_multipliers(texts), **_signals(texts)}.get(name, name)


def _work(texts: Texts) -> dict[str, str]:
    return {
        "appropriation": texts.say("taking in the course"),
        "contextualisation_none": texts.say("fitting the course, hardly at all"),
        "contextualisation_light": texts.say("fitting the course, lightly"),
        "contextualisation_medium": texts.say("fitting the course, in part"),
        "contextualisation_deep": texts.say("fitting the course, deeply"),
        "group_opening": texts.say("setting up a group"),
        "kick_off_meeting": texts.say("kick-off meeting"),
        "around_in_person": texts.say("around a day on site"),
        "around_class": texts.say("around a virtual class"),
        "around_class_again": texts.say("around the same class, next group"),
        "around_class_together": texts.say("around a class, as second trainer"),
        "forum": texts.say("forum"),
        "feedback": texts.say("feedback"),
        "weekly_message": texts.say("weekly message"),
        "replies": texts.say("replies"),
        "progress": texts.say("following the group’s progress"),
        "test_statistics": texts.say("results of a test"),
        "coordination": texts.say("coordination"),
        "group_review": texts.say("review of a group"),
        "participant_review": texts.say("review, for each participant"),
        "report": texts.say("written report"),
        "debriefing": texts.say("debriefing"),
    }


def _multipliers(texts: Texts) -> dict[str, str]:
    return {
        "intermediate_preparation": texts.say("intermediate trainer, preparation"),
        "intermediate_delivery": texts.say("intermediate trainer, delivery"),
        "intermediate_review": texts.say("intermediate trainer, review"),
        "novice_preparation": texts.say("novice trainer, preparation"),
        "novice_delivery": texts.say("novice trainer, delivery"),
        "novice_review": texts.say("novice trainer, review"),
        "shared_appropriation": texts.say("taking in the course in a team"),
        "rerun": texts.say("course already run"),
        "reused_version": texts.say("fitted version used again"),
        "assistance": texts.say("help on the platform"),
        "calibration": texts.say("corrected by noted hours"),
        "calibration_preparation": texts.say("preparation, corrected by noted hours"),
        "calibration_delivery": texts.say("delivery, corrected by noted hours"),
        "calibration_review": texts.say("review, corrected by noted hours"),
    }


def is_correction(name: str) -> bool:
    """Whether it is what noted hours say of a phase."""
    return name.startswith("calibration_")


@lru_cache(maxsize=256)
def is_signal(name: str, texts: Texts) -> bool:
    """Whether a coefficient changes no duration and only says from when something is worth looking at."""
    return name in _signals(texts)


def _signals(texts: Texts) -> dict[str, str]:
    return {
        "weekly_limit": texts.say("weekly limit of a trainer"),
        "vigilance": texts.say("near the limit, from"),
        "high_overload": texts.say("over the limit in the high case, from"),
        "tutoring_rate_low": texts.say("tutoring rate, usually above"),
        "tutoring_rate_high": texts.say("tutoring rate, usually below"),
        "booklet_difference": texts.say("far from the booklet, from"),
        "reinforced_group": texts.say("reinforced facilitation, above"),
        "large_group": texts.say("group size advised against, above"),
        "long_class": texts.say("long virtual class, above"),
    }


@lru_cache(maxsize=256)
def coefficient_unit(unit: str, texts: Texts) -> str:
    """The unit in which a coefficient is written; as it is where it is new."""
    units = {
        "hours per learner hour": texts.say("hours per learner hour"),
        "hours per live hour": texts.say("hours per live hour"),
        "hours per week": texts.say("hours per week"),
        "hours": texts.say("hours"),
        "minutes": texts.say("minutes"),
        "minutes per group": texts.say("minutes per group"),
        "minutes per trainer": texts.say("minutes per trainer"),
        "minutes per participant": texts.say("minutes per participant"),
        "minutes per participant and forum week": texts.say("minutes per participant and forum week"),
        "minutes per participant and week": texts.say("minutes per participant and week"),
        "minutes per production": texts.say("minutes per production"),
        "minutes per group and week": texts.say("minutes per group and week"),
        "minutes per group and test": texts.say("minutes per group and test"),
        "minutes per colleague and week": texts.say("minutes per colleague and week"),
        "participants": texts.say("participants"),
        "share": texts.say("share"),
        "times": texts.say("times"),
    }
    return units.get(unit, unit)


def source_text(source: str, texts: Texts) -> str:
    """Where a coefficient comes from; a published source as it is cited."""
    if source == "ours":
        return texts.say("assumption of this program, without a published source")
    return source
