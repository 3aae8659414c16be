"""The rules as constraints: one file each, in the order of RULES.md.

A rule is a function of the model that adds constraints and nothing else; it needs no other rule before it. To add
one: its file here, its name in `RULES` below and in `planner.session.RULE_IDS`, its `check_<name>` in
`planner.check`, its messages, and `tests/planner/solving/test_<name>.py`, where it holds and bites.
"""

from collections.abc import Callable, Mapping

from planner.solving.cuts import Cuts
from planner.solving.model import Model
from planner.solving.rules.capacity import capacity, shared_rooms
from planner.solving.rules.closing import closing
from planner.solving.rules.grid import blocks, grid, starts
from planner.solving.rules.no_public_holidays import no_public_holidays
from planner.solving.rules.no_school_holidays import no_school_holidays
from planner.solving.rules.no_start_on_eve import first_not_on_eve, no_start_on_eve
from planner.solving.rules.no_weekend import no_weekend
from planner.solving.rules.order import order, order_by_weeks
from planner.solving.rules.participant import engagements, participant
from planner.solving.rules.trainer import absences, trainer
from planner.solving.rules.weekly_cap import weekly_cap
from planner.solving.rules.window import dates, fixed_minutes, window
from planner.solving.rules.working_hours import working_hours
from planner.solving.weeks import Weeks

Rule = Callable[[Model], None]

RULES: Mapping[str, Rule] = {
    "working_hours": working_hours,
    "no_weekend": no_weekend,
    "no_school_holidays": no_school_holidays,
    "no_public_holidays": no_public_holidays,
    "weekly_cap": weekly_cap,
    "no_start_on_eve": no_start_on_eve,
    "trainer": trainer,
    "participant": participant,
    "order": order,
    "capacity": capacity,
    "window": window,
    "grid": grid,
    "closing": closing,
}
"""Every rule by its name, in the order of RULES.md."""

WEEK_RULES: Mapping[str, Callable[[Weeks], None]] = {
    "weekly_cap": weekly_cap,
    "order": order_by_weeks,
    "window": fixed_minutes,
    "grid": blocks,
}
"""What the rules say of weeks alone, each implied by the rule of that name: the relaxation knows only this."""

CUT_RULES: Mapping[str, Callable[[Cuts], None]] = {
    "working_hours": working_hours,
    "no_weekend": no_weekend,
    "no_school_holidays": no_school_holidays,
    "no_public_holidays": no_public_holidays,
    "no_start_on_eve": first_not_on_eve,
    "trainer": absences,
    "participant": engagements,
    "capacity": shared_rooms,
    "window": dates,
    "grid": starts,
    "closing": closing,
}
"""What the rules say of one item alone, as cuts of its days and starts, each implied by the rule of that name."""
