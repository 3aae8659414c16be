"""R4: nothing on a public holiday of any department concerned."""

from planner.solving.model import Model
from planner.solving.rules.closed_days import keep_off_closed_days


def no_public_holidays(model: Model) -> None:
    """R4: nothing on a public holiday of any department concerned. Source: II.D."""
    keep_off_closed_days(model, "no_public_holidays")
