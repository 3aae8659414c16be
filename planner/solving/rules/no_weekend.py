"""R2: nothing on Saturday or Sunday."""

from planner.solving.cuts import Cuts
from planner.solving.rules.closed_days import keep_off_closed_days


def no_weekend(cuts: Cuts) -> None:
    """R2: neither a class nor remote work is placed on Saturday or Sunday. Source: II.B."""
    keep_off_closed_days(cuts, "no_weekend")
