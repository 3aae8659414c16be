"""Sentences about the work on sessions: its total and range, and months."""

from datetime import date

from planner.messages.reports import hours
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


def month_name(month: str, texts: Texts) -> str:
    """« janvier 2027 » for 2027-01."""
    return texts.month(date.fromisoformat(f"{month}-01"))
