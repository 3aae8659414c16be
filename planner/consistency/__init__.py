"""What only several values together show to be wrong: pure functions over a Session, an explicit list of them."""

from collections.abc import Callable, Iterator

from planner.consistency.activities import ACTIVITY_CHECKS
from planner.consistency.dates import DATE_CHECKS
from planner.consistency.fixed import FIXED_CHECKS
from planner.consistency.inconsistency import Inconsistency
from planner.consistency.order import ORDER_CHECKS
from planner.consistency.people import PEOPLE_CHECKS
from planner.consistency.workload import WORKLOAD_CHECKS
from planner.near_names import near_names
from planner.session import Parcours, Session

__all__ = ["CHECKS", "Inconsistency", "inconsistencies", "parcours_inconsistencies"]

CHECKS: tuple[Callable[[Session], Iterator[Inconsistency]], ...] = (
    *DATE_CHECKS,
    *PEOPLE_CHECKS,
    *ACTIVITY_CHECKS,
    *ORDER_CHECKS,
    *FIXED_CHECKS,
    *WORKLOAD_CHECKS,
)


def inconsistencies(session: Session) -> tuple[Inconsistency, ...]:
    """Everything that the values of a session, its parcours applied to it, contradict in one another."""
    return tuple(found for check in CHECKS for found in check(session))


def parcours_inconsistencies(session: Session, parcours: Parcours | None) -> tuple[Inconsistency, ...]:
    """What contradicts the use of a parcours, in a session that is not yet `with_parcours`."""
    return tuple(_parcours_inconsistencies(session, parcours))


def _parcours_inconsistencies(session: Session, parcours: Parcours | None) -> Iterator[Inconsistency]:
    if session.parcours is not None and session.activities:
        yield Inconsistency("parcours-and-activities", ("activities",))
    if session.parcours is None and session.changes:
        yield Inconsistency("changes-without-parcours", ("changes",))
    if parcours is None:
        return
    if session.parcours_id not in (None, parcours.id):
        facts = {"found": session.parcours_id, "other": parcours.id}
        yield Inconsistency("other-parcours-id", ("parcours_id",), facts)
    designed = [activity.id for activity in parcours.activities]
    for changed in session.changes:
        if changed not in designed:
            near = near_names(changed, designed)
            yield Inconsistency("unknown-change", ("changes", changed), {"found": changed, "near": near})
