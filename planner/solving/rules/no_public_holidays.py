"""R4: nothing on a public holiday of any department concerned."""

from planner.solving.cuts import Cuts
from planner.solving.rules.closed_days import keep_off_closed_days


def no_public_holidays(cuts: Cuts) -> None:
    """R4: nothing on a public holiday of any department concerned. Source: II.D."""
    keep_off_closed_days(cuts, "no_public_holidays")
