"""One group of a session alone: where it already has no plan, what is to be said is shorter, and said in no time."""

from collections.abc import Iterator
from dataclasses import replace

from planner.session import Activity, BusyTimes, Group, Session
from planner.solving.changed_sessions import alike


def each_alone(session: Session, busy: BusyTimes) -> Iterator[tuple[str, Session, BusyTimes]]:
    """The session of one planned group of each group of the file, then of each group that has several: its id first.

    What has no plan so has none in the whole session either. Parts of a group are alike, so that one stands for all.
    """
    several = [group for group in session.groups if len(session.parts_of(group)) > 1]
    if len(session.planned_groups()) == 1:
        return
    for group in session.groups:
        part = session.parts_of(group)[0]
        calendars = {part.id: busy.groups[group.id]} if group.id in busy.groups else {}
        yield part.id, _alone(session, group, part), replace(busy, groups=calendars)
    for group in several if len(session.groups) > 1 else ():
        yield group.id, _alone(session, group, group), busy


def _alone(session: Session, group: Group, kept: Group) -> Session:
    """The session with `kept` alone, which is `group` or a part of it, and only what it attends."""
    attended = [a for a in session.activities if not a.groups or group.id in a.groups]
    ids = {activity.id for activity in attended}
    activities = tuple(_of_one(activity, group, kept, ids) for activity in attended)
    rules = session.rules
    if not alike(session.groups) or any(a.groups or any(f.group for f in a.fixed) for a in session.activities):
        # others may begin the session before it: what R6 says of it alone says nothing of the whole
        rules = rules.model_copy(update={"off": (*rules.off, "no_start_on_eve")})
    return session.model_copy(update={"groups": (kept,), "activities": activities, "rules": rules})


def _of_one(activity: Activity, group: Group, kept: Group, ids: set[str]) -> Activity:
    """An activity as this group alone attends it: its fixed dates, its links to what it attends."""
    names = {group.id, kept.id}
    own = tuple(fixed for fixed in activity.fixed if fixed.group in names)
    fixed = own or tuple(fixed for fixed in activity.fixed if fixed.group is None)
    return activity.model_copy(
        update={
            "groups": (),
            "fixed": tuple(each.model_copy(update={"group": None}) for each in fixed),
            "before": tuple(link for link in activity.before if link.activity in ids),
            "after": tuple(link for link in activity.after if link.activity in ids),
        }
    )
