"""Sentences about the work on sessions: its total and range, and months."""

from datetime import date
from fractions import Fraction

from planner.messages.reports import hours, number
from planner.messages.texts import Texts
from planner.workload.results import Estimate


def probable_text(estimate: Estimate, texts: Texts) -> str:
    """The most probable total, and between what it lies eight times in ten."""
    return texts.say(
        "Trainers’ work: {likely} most probably; between {low} and {high} eight times in ten.",
        likely=hours(estimate.total().likely, texts),
        low=hours(estimate.p10_min, texts),
        high=hours(estimate.p90_min, texts),
    )


def by_booklet_text(estimate: Estimate, texts: Texts) -> str:
    """What the designer's booklet comes to for this session, and how the model compares; of a session that has one."""
    lines = estimate.booklet
    adjusted = sum((line.adjusted.likely for line in lines), Fraction(0))
    model = sum((estimate.total(line.phase).likely for line in lines), Fraction(0))
    said = texts.say(
        "By the designer’s booklet: {adjusted} for this session ({booklet} in the booklet’s conditions). The booklet"
        " prevails; the hours below are those of the model.",
        adjusted=hours(adjusted, texts),
        booklet=hours(sum((line.booklet_min for line in lines), Fraction(0)), texts),
    )
    if not adjusted:
        return said
    ratio = number(round(model / adjusted, 2), texts)
    compared = texts.say("For the same phases the model gives {ratio} times as much.", ratio=ratio)
    return f"{said} {compared}"


def rounding_text(texts: Texts) -> str:
    """Why figures to the quarter hour may not seem to add up."""
    return texts.say("Hours are shown to the quarter hour, and added before they are rounded.")


def month_name(month: str, texts: Texts) -> str:
    """« janvier 2027 » for 2027-01."""
    return texts.month(date.fromisoformat(f"{month}-01"))
