"""What is not where it was in a plan that was made again, and why: what its old place would break."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import timedelta

from calendars.school_holidays import SchoolCalendar
from planner.differences import Difference, differences
from planner.jobs import CheckerRefused
from planner.jobs.around import Near
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
    """The checker, with what a plan was before it is made again: what only the past breaks does not count.

    `near` knows the plans of the other sessions of its academy, if it has one.
    """

    def __init__(self, stands: Standing, school: SchoolCalendar, busy: BusyTimes, near: Near | None = None) -> None:
        self.stands = stands
        self.session = stands.session
        self.school = school
        self.busy = busy
        self.near = near

    def seeing(self, near: Near) -> "Judge":
        """The same among other plans of the others."""
        return Judge(self.stands, self.school, self.busy, near)

    def reasons(self, plan: Plan) -> tuple[Moved, ...]:
        """What differs from the old plan, each with what breaks where one thing alone stays at its old place."""
        ahead = tuple(each for each in self.stands.was if not self.stands.is_past(each))
        old = plan_with(self.stands.past, entries_of(self.stands.past) + ahead + self._gone())
        return tuple(Moved(each, self._why(plan, each)) for each in differences(old, plan))

    def _gone(self) -> tuple[Placed, ...]:
        return tuple(each for each in self.stands.gone if each not in self.stands.gone_past)

    def _why(self, plan: Plan, difference: Difference) -> tuple[Violation, ...]:
        old, new = difference.old, difference.new
        known = {activity.id for activity in self.session.activities}
        if old is None or old.activity not in known or (new is None and isinstance(old, Placement)):
            return ()
        if isinstance(old, Placement) and isinstance(new, Placement):
            old = replace(old, groups=new.groups)  # who attends is asked for: only the rest is to be explained
        stayed = plan_with(plan, [*(each for each in entries_of(plan) if each != new), old])
        found = (*self.not_past(self.check(stayed)), *self.together(stayed, plan))
        without = ("work", "weekly_cap") if new is None else ()  # work that went elsewhere would be asked twice
        there = [each for each in found if each.rule not in without and each.kind != "wrong_remote_minutes"]
        if new is None:
            there = [each for each in there if each.activity == old.activity] or there
        sums = (each for each in found if each.kind == "wrong_remote_minutes" and each.activity == old.activity)
        return tuple(there or sums)

    def together(self, plan: Plan, known: Plan) -> tuple[Violation, ...]:
        """What a plan breaks together with the other sessions of its academy that `known` does not, in its place."""
        if self.near is None:
            return ()
        found = self.near.broken({self.session.id: plan}, {self.session.id: known})
        monday = self.stands.today - timedelta(self.stands.today.weekday())
        return tuple(each for each in found if each.day is None or each.day >= monday)

    def checked(self, plan: Plan) -> tuple[Plan, tuple[Violation, ...]]:
        """The plan, once the checker has seen it by itself, and what of the past would not be allowed today.

        Raises CheckerRefused.
        """
        session = self.session
        plan = replace(plan, rules_off=session.rules.off, derogations=session.derogations)
        violations = self.check(plan)
        if ahead := self.not_past(violations):
            raise CheckerRefused(ahead)
        return plan, violations

    def old(self) -> Plan:
        """The old plan, as far as it is of the session still."""
        return plan_with(self.stands.past, entries_of(self.stands.past) + entries_of(self.stands.ahead))

    def cannot_stay(self) -> tuple[Placed, ...] | None:
        """The entries ahead that break rules where they are; None where nothing at all does."""
        broken = self.not_past(self.check(self.old()))
        if not broken:
            return None
        return tuple(each for each in entries_of(self.stands.ahead) if any(_is_of(one, each) for one in broken))

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


def _is_of(violation: Violation, entry: Placed) -> bool:
    """Whether a violation speaks of an entry."""
    groups = entry.groups if isinstance(entry, Placement) else (entry.group,)
    days = (entry.start.date(),) if isinstance(entry, Placement) else (entry.first, entry.last)
    is_then = violation.day is None or days[0] - timedelta(1) <= violation.day <= days[-1] + timedelta(1)
    return violation.activity == entry.activity and violation.group in (None, *groups) and is_then


def _key(violation: Violation) -> tuple[object, ...]:
    each = violation
    return each.rule, each.kind, each.day, each.activity, each.group, each.trainer
