"""The smallest changes that make a plan possible, each solved before it is named.

What a person may change is tried: dates, gaps, groups, the team, absences, fixed dates, durations; the cap only as a
derogation. The law's own rules (R2 to R4, R6) are never offered.
"""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import Any

from calendars.school_holidays import SchoolCalendar
from planner.outcome import MOST_DAYS_EARLIER, MOST_DAYS_LATER, FileChange, Planned, Repair
from planner.plan import Plan
from planner.posing import pose
from planner.session import BusyTimes, Rules, Session
from planner.solving.changed_sessions import (
    TO_SAY,
    activity_change,
    alike,
    free_weeks,
    in_window,
    place_of,
    replaced,
    weeks_above,
    with_activity,
    with_derogations,
    with_gap,
    zones,
)
from planner.solving.guards import Guard
from planner.solving.limits import Clock
from planner.solving.possible import fewest_weeks_above, is_possible
from planner.solving.solve import solve
from planner.units import short_duration

MOST_REPAIRS = 3
SHARE = 3
"""Each kind of change is tried for at most one part in so many of the time that is left: one alone takes not all."""
CAP_STEP_MIN = 15
LIMIT_STEP_MIN = 15
MOST_CAPS = 2
"""A derogation is at most so many times the cap; a shortened activity keeps at least one part in so many."""

Change = tuple[str, dict[str, Any], tuple[FileChange, ...], Session]
"""A repair that is not solved yet: its kind, facts, what to write in the file, and the changed session."""


def repairs_of(
    session: Session, school: SchoolCalendar, busy: BusyTimes, guards: Sequence[Guard], clock: Clock
) -> tuple[tuple[Repair, ...], bool]:
    """Up to three repairs, each with the plan that was found with it; and whether every kind was tried to its end."""
    workshop = Workshop(session, school, busy, guards, clock)
    found: list[Repair] = []
    all_tried = True
    for propose in (
        workshop.free_fixed_date,
        workshop.end_later,
        workshop.without_absence,
        workshop.higher_limit,
        workshop.fewer_groups,
        workshop.one_more_trainer,
        workshop.shorter_gap,
        workshop.longer_gap,
        workshop.whole_days,
        workshop.derogation,
        workshop.shorter_work,
        workshop.begin_earlier,
    ):
        if len(found) == MOST_REPAIRS:
            break
        workshop.clock = Clock(clock.left_s() / SHARE)
        change = propose()
        if change and (plan := workshop.plan(change[3])):
            kind, facts, changes, repaired = change
            found.append(Repair(kind, {**facts, **_dates(plan)}, changes, repaired, plan))
        all_tried = all_tried and not workshop.clock.is_out()
    return tuple(found), all_tried


def _dates(plan: Plan) -> dict[str, Any]:
    """The first and last day of a plan (UTC days of its classes, days of its blocks)."""
    days = [p.start.date() for p in plan.placements] + [day for b in plan.blocks for day in (b.first, b.last)]
    return {"plan_first": min(days), "plan_last": max(days)} if days else {}


class Workshop:
    """Tries changes to one session. Each method gives one, as small as possible, that leaves a plan; or None."""

    def __init__(
        self, session: Session, school: SchoolCalendar, busy: BusyTimes, guards: Sequence[Guard], clock: Clock
    ) -> None:
        self.session = session
        self.school = school
        self.busy = busy
        self.guards = guards
        self.clock = clock

    def plan(self, session: Session) -> Plan | None:
        """The best plan of a changed session."""
        outcome = solve(pose(session, self.school, self.busy), self.clock)
        return outcome.plan if isinstance(outcome, Planned) else None

    def is_possible(self, session: Session) -> bool:
        """Whether a changed session has a plan; False also where time ran out."""
        return is_possible(pose(session, self.school, self.busy), self.clock) is True

    def _first_that_works(self, count: int, change: Callable[[int], Session]) -> int | None:
        """The least number from 1 to `count` whose change leaves a plan, where larger numbers only help."""
        low, high = 1, min(count, 7)
        while high >= 1 and not self.is_possible(change(high)):
            if high == count:
                return None
            low, high = high + 1, min(count, 2 * high)
        while low < high:
            middle = (low + high) // 2
            if self.is_possible(change(middle)):
                high = middle
            else:
                low = middle + 1
        return high if high >= 1 else None

    def _blames(self, rule: str, *kinds: str) -> list[Any]:
        """The subjects of the conflict's instances of a rule, of these kinds where some are named."""
        subjects = [subject for name, subject in self.guards if name == rule]
        return [s for s in subjects if not kinds or (isinstance(s, tuple) and s[0] in kinds) or s in kinds]

    # --- dates ------------------------------------------------------------------------------------------------

    def end_later(self) -> Change | None:
        """The first later last date with which there is a plan."""
        window = self.session.window
        known = min((self.school.known(zone)[1] for zone in zones(self.session)), default=date.max)
        days = min(MOST_DAYS_LATER, (known - window.last).days)
        moved = self._first_that_works(
            days, lambda n: in_window(self.session, window.first, window.last + timedelta(n))
        )
        if moved is None:
            return None
        last = window.last + timedelta(moved)
        changes = (FileChange(("window", "last"), last.isoformat()),)
        facts = {"last": last, "days": moved, "holidays": self._holidays_between(window.last, last)}
        return "end_later", facts, changes, in_window(self.session, window.first, last)

    def _holidays_between(self, after: date, until: date) -> tuple[tuple[str, date, date | None], ...]:
        """The school holidays (name, first day off, return) of a zone concerned that begin before `until`."""
        rows = (row for zone in zones(self.session) for row in self.school.holidays(zone))
        near = {
            (row.name, row.first, row.resume)
            for row in rows
            if row.first < until and (row.resume is None or row.resume > after + timedelta(1))
        }
        return tuple(sorted(near, key=lambda row: (row[1], row[0])))

    def begin_earlier(self) -> Change | None:
        """The last earlier first date with which there is a plan, at most eight weeks before."""
        window = self.session.window
        known = max((self.school.known(zone)[0] for zone in zones(self.session)), default=date.min)
        days = min(MOST_DAYS_EARLIER, (window.first - known).days)
        moved = self._first_that_works(
            days, lambda n: in_window(self.session, window.first - timedelta(n), window.last)
        )
        if moved is None:
            return None
        first = window.first - timedelta(moved)
        changes = (FileChange(("window", "first"), first.isoformat()),)
        return "begin_earlier", {"first": first, "days": moved}, changes, in_window(self.session, first, window.last)

    def free_fixed_date(self) -> Change | None:
        """One of the fixed dates in the conflict, freed."""
        for _, activity in self._blames("window", "fixed"):
            freed = with_activity(self.session, activity, fixed=())
            if self.is_possible(freed):
                return (
                    "free_fixed_date",
                    {"activity": activity},
                    activity_change(self.session, activity, "fixed", None),
                    freed,
                )
        return None

    # --- people -----------------------------------------------------------------------------------------------

    def without_absence(self) -> Change | None:
        """One trainer of the conflict, there after all."""
        for _, trainer in self._blames("trainer", "absent"):
            place = place_of(self.session.trainers, trainer)
            there = self.session.trainers[place].model_copy(update={"absent": ()})
            changed = replaced(self.session, "trainers", place, there)
            if self.is_possible(changed):
                change = (FileChange(("trainers", place, "absent"), None),)
                return "without_absence", {"trainer": trainer}, change, changed
        return None

    def higher_limit(self) -> Change | None:
        """The least higher limit of delivery in a week or a day, of one trainer, or of all where the rules set it."""
        raised, tried = [], set()
        for kind, trainer in self._blames("trainer", "max_week", "max_day"):
            own = getattr(self.session.trainers[place_of(self.session.trainers, trainer)], _limit_key(kind))
            if own is None and getattr(self.session.rules, _limit_key(kind)) is None:
                continue  # it is another session that limits this trainer
            if own is not None or kind not in tried:  # that of the rules is one, whoever it holds for
                raised.append(self._raised(kind, trainer, own))
            tried.add(kind if own is None else (kind, trainer))
        return min(filter(None, raised), key=lambda change: change[1]["limit_min"], default=None)

    def _raised(self, kind: str, trainer: str, own: int | None) -> Change | None:
        per = kind.removeprefix("max_")
        key, place = f"max_delivery_{per}", place_of(self.session.trainers, trainer)
        before_min = own or getattr(self.session.rules, _limit_key(kind))
        live_min = sum(len(self.session.attending(a)) * a.duration_min for a in self.session.activities if a.is_live)

        def with_limit(steps: int) -> Session:
            update = {_limit_key(kind): before_min + steps * LIMIT_STEP_MIN}
            if own is None:
                return self.session.model_copy(update={"rules": self.session.rules.model_copy(update=update)})
            return replaced(self.session, "trainers", place, self.session.trainers[place].model_copy(update=update))

        steps = self._first_that_works(-(-(live_min - before_min) // LIMIT_STEP_MIN), with_limit)
        if steps is None:
            return None
        limit_min = before_min + steps * LIMIT_STEP_MIN
        path: tuple[str | int, ...] = ("rules", key) if own is None else ("trainers", place, key)
        facts = {"trainer": trainer if own else None, "per": per, "limit_min": limit_min, "before_min": before_min}
        return "higher_limit", facts, (FileChange(path, short_duration(limit_min)),), with_limit(steps)

    def one_more_trainer(self) -> Change | None:
        """Another trainer for the whole team, with no absence, where the team is short."""
        short = self._blames("trainer") or self._blames("working_hours", "trainer")
        if not short or not self.session.trainers:
            return None
        taken = {trainer.id for trainer in self.session.trainers}
        new = next(f"trainer-{n}" for n in range(2, 100) if f"trainer-{n}" not in taken)
        first = self.session.trainers[0]
        free = {"department": None, "working_hours": None, "absent": (), "busy": ()}
        free |= {"max_delivery_day_min": None, "max_delivery_week_min": None}
        more = first.model_copy(update={"id": new, "name": TO_SAY, "email": None} | free)
        changed = self.session.model_copy(update={"trainers": (*self.session.trainers, more)})
        if any(activity.trainers for activity in self.session.activities) or not self.is_possible(changed):
            return None
        value: dict[str, Any] = {"id": new, "name": TO_SAY}
        change = (FileChange(("trainers", len(self.session.trainers)), value),)
        return "one_more_trainer", {"trainer": new, "team": len(changed.trainers)}, change, changed

    def fewer_groups(self) -> Change | None:
        """The same participants in one group less, where they are alike and fit."""
        groups = self.session.groups
        if len(groups) < 2 or not (self._blames("trainer") or self._blames("capacity")) or not alike(groups):
            return None
        if any(a.groups or a.fixed for a in self.session.activities):
            return None
        people, count = sum(group.size for group in groups), len(groups) - 1
        sizes = [people // count + (place < people % count) for place in range(count)]
        capacity = min((self.session.class_capacity(a) for a in self.session.activities), default=people)
        merged = tuple(g.model_copy(update={"size": size}) for g, size in zip(groups, sizes, strict=False))
        changed = self.session.model_copy(update={"groups": merged})
        if max(sizes) > capacity or not self.is_possible(changed):
            return None
        changes = tuple(FileChange(("groups", place, "size"), size) for place, size in enumerate(sizes))
        changes += (FileChange(("groups", count), None),)
        return "fewer_groups", {"groups": count, "before": len(groups), "size": max(sizes)}, changes, changed

    # --- the parcours -----------------------------------------------------------------------------------------

    def shorter_gap(self) -> Change | None:
        """The largest smaller minimum gap between classes with which there is a plan."""
        gap = self.session.rules.class_gap
        if not gap.min_days or not self._blames("order", "class_gap"):
            return None
        less = self._first_that_works(gap.min_days, lambda n: with_gap(self.session, min_days=gap.min_days - n))
        return None if less is None else self._gap_change("shorter_gap", "min", gap.min_days - less)

    def longer_gap(self) -> Change | None:
        """The smallest larger maximum gap between classes with which there is a plan."""
        gap = self.session.rules.class_gap
        if gap.max_days is None or not self._blames("order", "class_gap"):
            return None
        most = gap.max_days
        more = self._first_that_works(90, lambda n: with_gap(self.session, max_days=most + n))
        return None if more is None else self._gap_change("longer_gap", "max", most + more)

    def _gap_change(self, kind: str, key: str, days: int) -> Change:
        changed = with_gap(self.session, **{f"{key}_days": days})
        return kind, {"days": days}, (FileChange(("rules", "class_gap", key), f"{days}d"),), changed

    def whole_days(self) -> Change | None:
        """Classes on the whole working day (the default hours), where the session's hours are to blame."""
        if not self._blames("working_hours", "session"):
            return None
        hours = Rules().working_hours
        if self.session.rules.working_hours == hours:
            return None
        rules = self.session.rules.model_copy(update={"working_hours": hours})
        changed = self.session.model_copy(update={"rules": rules})
        if not self.is_possible(changed):
            return None
        return "whole_days", {}, (FileChange(("rules", "working_hours"), None),), changed

    def shorter_work(self) -> Change | None:
        """The longest remote activity of the conflict, shortened by as little as leaves a plan."""
        wanted = {subject for rule, subject in self.guards if rule == "work"}
        remote = [a for a in self.session.activities if not a.is_live and not a.fixed and a.id in wanted]
        longest = max(remote, key=lambda activity: activity.duration_min, default=None)
        if longest is None:
            return None
        block_min = self.session.rules.smallest_block_min
        least_min = max(block_min, longest.duration_min // MOST_CAPS)
        step = (longest.duration_min - least_min) // CAP_STEP_MIN

        def shortened(steps: int) -> Session:
            minutes = longest.duration_min - steps * CAP_STEP_MIN
            designed = longest.designer_duration_min or longest.duration_min
            return with_activity(self.session, longest.id, duration_min=minutes, designer_duration_min=designed)

        steps = self._first_that_works(step, shortened)
        if steps is None:
            return None
        minutes = longest.duration_min - steps * CAP_STEP_MIN
        facts = {"activity": longest.id, "duration_min": minutes, "before_min": longest.duration_min}
        changes = activity_change(self.session, longest.id, "duration", short_duration(minutes))
        if not self.session.parcours and longest.designer_duration_min is None:  # both figures stay visible (P6)
            designed = short_duration(longest.duration_min)
            changes += activity_change(self.session, longest.id, "designer_duration", designed)
        return "shorter_work", facts, changes, shortened(steps)

    def derogation(self) -> Change | None:
        """The least higher cap with which there is a plan, as derogations of the weeks that need it."""
        if not self._blames("weekly_cap"):
            return None
        cap_min = self.session.rules.weekly_cap_min
        steps = (MOST_CAPS - 1) * cap_min // CAP_STEP_MIN
        weeks = free_weeks(self.session)

        def raised(step: int, some: Sequence[date] = weeks) -> Session:
            return with_derogations(self.session, some, cap_min + step * CAP_STEP_MIN)

        step = self._first_that_works(steps, raised)
        if step is None:
            return None
        problem = pose(self.session, self.school, self.busy)
        caps = {week.id: problem.cap_min(week) for week in problem.weeks}  # a short week may have less than the rule's
        needed = fewest_weeks_above(problem, pose(raised(step), self.school, self.busy), self.clock)
        if not needed or not set(needed) <= set(weeks) or not self.is_possible(raised(step, needed)):
            if (plan := self.plan(raised(step))) is None:
                return None
            needed = tuple(week for week in weeks_above(self.session, plan, caps) if week in weeks)
        raised_min = cap_min + step * CAP_STEP_MIN
        before_min = min((caps[week] for week in needed), default=cap_min)
        changed = raised(step, needed)
        values = [
            {"week": f"{y}-W{w:02}", "cap": short_duration(raised_min), "reason": TO_SAY}
            for y, w, _ in (week.isocalendar() for week in needed)
        ]
        place = len(self.session.derogations)
        changes = tuple(FileChange(("derogations", place + n), value) for n, value in enumerate(values))
        if not place:
            changes = (FileChange(("derogations",), values),)  # the file has no such list yet
        return "derogation", {"cap_min": raised_min, "before_min": before_min, "weeks": needed}, changes, changed


def _limit_key(kind: str) -> str:
    """Where a session has the limit of a kind of guard: `max_week` is `max_delivery_week_min`."""
    return f"max_delivery_{kind.removeprefix('max_')}_min"
