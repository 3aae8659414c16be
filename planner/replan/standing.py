"""How an old plan stands to a session that changed: what is past and kept, what may move, what is nothing of it now."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from calendars.places import place
from planner.plan import Entry, Placed, Placement, Plan, RemoteBlock
from planner.session import Session


@dataclass(frozen=True)
class Standing:
    """The entries of an old plan. `past`: they began before today and stay as they are. `ahead`: they may move. `was`:
    both as they were in the old plan, where a class of several groups is for those who attended it then.

    `gone`: the session has no such activity, or no such group, any more; of these, `gone_past` began before today.
    """

    session: Session
    today: date
    past: Plan
    ahead: Plan
    was: tuple[Placed, ...] = ()
    gone: tuple[Placed, ...] = ()
    gone_past: tuple[Placed, ...] = ()

    @property
    def has_begun(self) -> bool:
        """Whether something took place already."""
        return bool(self.past.placements or self.past.blocks)


def standing(session: Session, old: Plan, today: date) -> Standing:
    """The entries of `old` as they stand to `session` on a day: what begins on that day, or later, may move."""
    known = {activity.id: activity for activity in session.activities}
    attended = {id: [tuple(g.id for g in who) for who in session.attending(each)] for id, each in known.items()}
    past: list[Placed] = []
    ahead: list[Placed] = []
    was: list[Placed] = []
    gone: list[Placed] = []
    for entry in entries_of(old):
        activity = known.get(entry.activity)
        is_past = first_day(session, entry) < today
        now = _as_now(entry, session, activity.together, is_past, attended[activity.id]) if activity else None
        if now is None or activity is None or activity.is_live != isinstance(now, Placement):
            gone.append(entry)
        else:
            (past if is_past else ahead).append(now)
            was.append(entry)
    gone_past = tuple(entry for entry in gone if first_day(session, entry) < today)
    both = plan_with(old, past), plan_with(old, ahead)
    return Standing(session, today, *both, tuple(was), tuple(gone), gone_past)


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
