"""How an old plan stands to a session that changed: what is past and kept, what may move, what is nothing of it now."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from calendars.places import place
from planner.plan import Entry, Placed, Placement, Plan, RemoteBlock
from planner.session import Session


@dataclass(frozen=True)
class Standing:
    """The entries of an old plan. `past`: they began before today and stay as they are. `ahead`: they may move. `was`:
    both as they were in the old plan, where a class of several groups is for those who attended it then.

    `since`: the moment before which a class is past, of today; without it, today is still to come as a whole. `gone`:
    the session has no such activity, or no such group, any more; of these, `gone_past` began before.
    """

    session: Session
    today: date
    past: Plan
    ahead: Plan
    was: tuple[Placed, ...] = ()
    gone: tuple[Placed, ...] = ()
    gone_past: tuple[Placed, ...] = ()
    since: datetime | None = None

    @property
    def has_begun(self) -> bool:
        """Whether something took place already."""
        return bool(self.past.placements or self.past.blocks)

    def is_past(self, entry: Placed) -> bool:
        """Whether an entry began before today, or before the moment that counts."""
        return began_before(self.session, entry, self.today, self.since)


def standing(session: Session, old: Plan, today: date, since: datetime | None = None) -> Standing:
    """The entries of `old` as they stand to `session` on a day: what begins on that day, or later, may move.

    With `since`, a moment of that day, classes that began before it are past too.
    """
    known = {activity.id: activity for activity in session.activities}
    attended = {id: [tuple(g.id for g in who) for who in session.attending(each)] for id, each in known.items()}
    past: list[Placed] = []
    ahead: list[Placed] = []
    was: list[Placed] = []
    gone: list[Placed] = []
    for entry in entries_of(old):
        activity = known.get(entry.activity)
        is_past = began_before(session, entry, today, since)
        now = _as_now(entry, session, activity.together, is_past, attended[activity.id]) if activity else None
        if now is None or activity is None or activity.is_live != isinstance(now, Placement):
            gone.append(entry)
        else:
            (past if is_past else ahead).append(now)
            was.append(entry)
    gone_past = tuple(entry for entry in gone if began_before(session, entry, today, since))
    both = plan_with(old, past), plan_with(old, ahead)
    return Standing(session, today, *both, tuple(was), tuple(gone), gone_past, since)


def began_before(session: Session, entry: Placed, today: date, since: datetime | None) -> bool:
    """Whether an entry began before a day; or, a class, before a moment of it. Remote work has no hour."""
    if isinstance(entry, Placement) and since is not None:
        return entry.start < since
    return first_day(session, entry) < today


def first_day(session: Session, entry: Placed) -> date:
    """The day, at the session's place, on which an entry begins."""
    if isinstance(entry, RemoteBlock):
        return entry.first
    return place(session.department).local(entry.start).date()


def last_day(session: Session, entry: Placed) -> date:
    """The last day of an entry, at the session's place."""
    if isinstance(entry, RemoteBlock):
        return entry.last
    return place(session.department).local(entry.end - timedelta(microseconds=1)).date()


def plan_with(plan: Plan, entries: Iterable[Placed]) -> Plan:
    """A plan with these entries instead of its own."""
    return replace(
        plan,
        placements=tuple(sorted(entry for entry in entries if isinstance(entry, Placement))),
        blocks=tuple(sorted(entry for entry in entries if isinstance(entry, RemoteBlock))),
    )


def entries_of(plan: Plan) -> tuple[Placed, ...]:
    """Everything that a plan holds."""
    return (*plan.placements, *plan.blocks)


def still_planned(session: Session, plan: Plan) -> Plan:
    """A plan without the entries of activities, and of groups, that the session has no more."""
    activities = {activity.id: activity for activity in session.activities}
    planned = {group.id for group in session.planned_groups()}
    entries: list[Placed] = []
    for each in entries_of(plan):
        activity = activities.get(each.activity)
        if activity is None or activity.is_live != isinstance(each, Placement):
            continue
        if isinstance(each, RemoteBlock):
            entries += [each] if each.group in planned else []
        elif groups := tuple(id for id in each.groups if id in planned):
            entries.append(each if groups == each.groups else replace(each, groups=groups))
    return plan_with(plan, entries)


def took_part(session: Session, planned_group: str, groups: Collection[str]) -> bool:
    """Whether a planned group is among those of an old entry, also as a part of one, or put together of its parts."""
    if planned_group in groups:
        return True
    whole = session.group_in_file(planned_group).id
    planned = {group.id for group in session.planned_groups()}
    return any(id == whole or (id not in planned and id.rpartition("-")[0] == whole) for id in groups)


def _as_now(
    entry: Placed, session: Session, together: bool, is_past: bool, attended: list[tuple[str, ...]]
) -> Placed | None:
    """The entry for those who attend now: a class of all groups stays the same class when a group joins or leaves.

    What took place is only for those of them who were there.
    """
    if isinstance(entry, RemoteBlock):
        return entry if any(entry.group in who for who in attended) else None
    if entry.groups in attended:
        return entry
    there = tuple(id for id in attended[0] if took_part(session, id, entry.groups)) if together and attended else ()
    if there:
        known = entry.entry or Entry()
        groups = there if is_past else attended[0]
        return replace(entry, groups=groups, entry=replace(known, groups=known.groups or entry.groups))
    return None
