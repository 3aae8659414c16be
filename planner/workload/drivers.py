"""What the work is counted from: the learner's time, the weeks, the groups, who leads them, what they are asked.

Where there is no plan, weeks are reckoned so. The session: what its `weeks:` says, else the weeks of its window in
which a day is open, at most one for each class and each smallest block of remote work. A forum: what its
`forum_weeks:` says, else as many as the weekly cap needs for its duration.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cached_property

from calendars.school_holidays import SchoolCalendar
from planner.plan import Plan
from planner.session import Activity, Group, Session
from planner.workload.leading import Led, leads_of_groups, who_leads
from planner.workload.working_weeks import WEEK, local_day, monday, weeks_of_session


@dataclass(frozen=True)
class Drivers:
    """What a session asks of its trainers. `weeks` (W) counts the weeks with something to do.

    `week_days` are these weeks' Mondays, in order; empty without a plan. `work_weeks` are the weeks of the blocks of
    each remote activity and planned group, in order.
    """

    session: Session
    groups: tuple[Group, ...]
    weeks: int
    week_days: tuple[date, ...]
    led: tuple[Led, ...]
    work_weeks: Mapping[tuple[str, str], tuple[date, ...]]

    @cached_property
    def learner_min(self) -> int:
        """T: the parcours's time for a learner, as the session has it."""
        return sum(activity.duration_min for activity in self.session.activities)

    @cached_property
    def participants(self) -> int:
        """N: participants of all groups."""
        return sum(group.size for group in self.groups)

    @cached_property
    def leads(self) -> Mapping[str, tuple[tuple[str, Fraction], ...]]:
        """Each planned group's lead trainers, with their parts."""
        return leads_of_groups(self.session, self.groups, self.led)

    def groups_of(self, activity: Activity) -> tuple[Group, ...]:
        """The planned groups that do an activity."""
        return tuple(group for occurrence in self.session.attending(activity) for group in occurrence)

    def forum_weeks(self, activity: Activity, group: Group) -> int:
        """f: in how many weeks the group's forum is led; group work counts as one."""
        if activity.work == "group_work":
            return 1
        if activity.forum_weeks is not None:
            return activity.forum_weeks
        if planned := self.work_weeks.get((activity.id, group.id)):
            return len(planned)
        return -(-activity.duration_min // self.session.rules.weekly_cap_min)


def drivers(session: Session, plan: Plan | None, school: SchoolCalendar) -> Drivers:
    """What the work on a session is counted from. Raises UnknownSchoolDay where there is no plan and no `weeks:`."""
    work_weeks: dict[tuple[str, str], set[date]] = defaultdict(set)
    weeks: set[date] = set()
    if plan is not None:
        for block in plan.blocks:
            work_weeks[block.activity, block.group].add(monday(block.first))
        weeks = {monday(local_day(session, each)) for each in plan.placements}.union(*work_weeks.values())
    return Drivers(
        session=session,
        groups=session.planned_groups(),
        weeks=len(weeks) or session.weeks or _weeks_of_window(session, school),
        week_days=tuple(sorted(weeks)),
        led=who_leads(session, plan),
        work_weeks={key: tuple(sorted(mondays)) for key, mondays in work_weeks.items()},
    )


def _weeks_of_window(session: Session, school: SchoolCalendar) -> int:
    days = weeks_of_session(session, school)
    week, open_weeks = monday(session.window.first), 0
    while week <= session.window.last:
        open_weeks += days.open_days(week) > 0
        week += WEEK
    smallest = session.rules.smallest_block_min
    things = sum(1 if each.is_live else max(1, each.duration_min // smallest) for each in session.activities)
    return max(1, min(open_weeks, things))
