"""R3: nothing in the school holidays of any zone concerned."""

from planner.solving.cuts import Cuts
from planner.solving.rules.closed_days import keep_off_closed_days


def no_school_holidays(cuts: Cuts) -> None:
    """R3: nothing from a school holiday's first day off (in) to the day classes resume (out). Source: II.B, II.D."""
    keep_off_closed_days(cuts, "no_school_holidays")
