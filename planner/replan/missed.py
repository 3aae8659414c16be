"""Who was not there: groups that joined after a class of several groups together took place.

Such a class stays what it was, with the groups that attended it. So that checker, calendars and reports all know it, it
is written in the session's file: the class is of those groups, and nothing of it is asked of the group that joined.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from planner.outcome import FileChange
from planner.plan import Plan
from planner.replan.changes import activity_change
from planner.replan.standing import began_before, first_day, took_part
from planner.session import Session


@dataclass(frozen=True)
class Missed:
    """A group (of the file) that has not attended a class, which took place on this day before the group joined."""

    activity: str
    group: str
    day: date


def missed_in(session: Session, old: Plan, today: date, since: datetime | None) -> tuple[Missed, ...]:
    """What took place for all groups of a class together, but for some that should attend it now."""
    found = []
    for entry in old.placements:
        activity = next((each for each in session.activities if each.id == entry.activity), None)
        if activity is None or not activity.together or not began_before(session, entry, today, since):
            continue
        day = first_day(session, entry)
        wanted = [group.id for group in session.attending(activity)[0]]
        there = {session.group_in_file(id).id for id in wanted if took_part(session, id, entry.groups)}
        absent = dict.fromkeys(file for id in wanted if (file := session.group_in_file(id).id) not in there)
        if there:  # where nobody is left of those who attended, it is to take place again
            found += [Missed(activity.id, group, day) for group in absent]
    return tuple(found)


def with_those_there(
    before: Session, after: Session, changes: Iterable[FileChange], missed: Sequence[Missed]
) -> tuple[FileChange, ...]:
    """The changes of a session's file, and that each class that was missed is of those who were there.

    `before` is the session that the file describes, `after` the one that it will with `changes` alone.
    """
    made = []
    for id in dict.fromkeys(each.activity for each in missed):
        absent = {each.group for each in missed if each.activity == id}
        doing = after.activity(id).groups or tuple(group.id for group in after.groups)
        made.append(activity_change(before, id, "groups", [group for group in doing if group not in absent]))
    # they come first: what `changes` remove makes other places in the file
    done = {each.path for each in made}
    return (*made, *(each for each in changes if each.path not in done))
