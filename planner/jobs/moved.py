"""What is not where it was in a plan that was made again, and why: what its old place would break."""

from collections.abc import Iterable
from dataclasses import dataclass

from calendars.school_holidays import SchoolCalendar
from planner.differences import Difference, differences
from planner.outcome import Violation
from planner.plan import Placed, Placement, Plan
from planner.replan.standing import Standing, entries_of, plan_with
from planner.session import BusyTimes


@dataclass(frozen=True)
class Moved:
    """One entry that is not what it was, and why: what its old place would break (none: it is asked for, or new)."""

    difference: Difference
    why: tuple[Violation, ...] = ()


class Judge:
    """The checker, with what a plan was before it is made again: what only the past breaks does not count."""

    def __init__(self, stands: Standing, school: SchoolCalendar, busy: BusyTimes) -> None:
        self.stands = stands
        self.session = stands.session
        self.school = school
        self.busy = busy

    def reasons(self, plan: Plan) -> tuple[Moved, ...]:
        """What differs from the old plan, each with what breaks where one thing alone stays at its old place."""
        old = plan_with(self.stands.past, entries_of(self.stands.past) + entries_of(self.stands.ahead) + self._gone())
        return tuple(Moved(each, self._why(plan, each)) for each in differences(old, plan))

    def _gone(self) -> tuple[Placed, ...]:
        return tuple(each for each in self.stands.gone if each not in self.stands.gone_past)

    def _why(self, plan: Plan, difference: Difference) -> tuple[Violation, ...]:
        old, new = difference.old, difference.new
        known = {activity.id for activity in self.session.activities}
        if old is None or old.activity not in known or (new is None and isinstance(old, Placement)):
            return ()
        without = ("work", "weekly_cap") if new is None else ()  # work that went elsewhere would be asked twice
        back = [each for each in entries_of(plan) if each != new]
        found = self.not_past(self.check(plan_with(plan, [*back, old])))
        there = (each for each in found if each.rule not in without and each.kind != "wrong_remote_minutes")
        return tuple(each for each in there if new is not None or each.activity == old.activity)

    def check(self, plan: Plan, *, partial: bool = False) -> tuple[Violation, ...]:
        """What the checker says of a plan, past and all."""
        from planner.check import check

        return check(self.session, plan, self.school, self.busy, partial=partial)

    def not_past(self, violations: Iterable[Violation]) -> tuple[Violation, ...]:
        """What is not entirely of the past: what the past alone does not break already."""
        past = self.stands.past
        known = {_key(each) for each in self.check(past, partial=True)}
        known |= {_key(each) for each in self.check(past) if each.rule == "no_start_on_eve"}
        return tuple(each for each in violations if _key(each) not in known)


def _key(violation: Violation) -> tuple[object, ...]:
    each = violation
    return each.rule, each.kind, each.day, each.activity, each.group, each.trainer
