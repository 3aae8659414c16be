"""How an old plan stands to a session that changed: what is past and kept, what may move, what is nothing of it now."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from calendars.places import place
from planner.plan import Entry, Placed, Placement, Plan, RemoteBlock
from planner.session import Session


@dataclass(frozen=True)
class Standing:
    """The entries of an old plan. `past`: they began before today and stay as they are. `ahead`: they may move; a class
    of several groups is there for those who attend it now, in `ahead_was` for those who did in the old plan.

    `gone`: the session has no such activity, or no such group, any more; of these, `gone_past` began before today.
    """

    session: Session
    today: date
    past: Plan
    ahead: Plan
    ahead_was: tuple[Placed, ...] = ()
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
    ahead_was: list[Placed] = []
    gone: list[Placed] = []
    for entry in entries_of(old):
        activity = known.get(entry.activity)
        now = _as_now(entry, activity.together, attended[activity.id]) if activity else None
        if now is None or activity is None or activity.is_live != isinstance(now, Placement):
            gone.append(entry)
        elif first_day(session, now) < today:
            past.append(now)
        else:
            ahead.append(now)
            ahead_was.append(entry)
    gone_past = tuple(entry for entry in gone if first_day(session, entry) < today)
    both = plan_with(old, past), plan_with(old, ahead)
    return Standing(session, today, *both, tuple(ahead_was), tuple(gone), gone_past)


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


def _as_now(entry: Placed, together: bool, attended: list[tuple[str, ...]]) -> Placed | None:
    """The entry for those who attend now: a class of all groups stays the same class when a group joins or leaves."""
    if isinstance(entry, RemoteBlock):
        return entry if any(entry.group in who for who in attended) else None
    if entry.groups in attended:
        return entry
    if together and attended and attended[0] and set(attended[0]) & set(entry.groups):
        known = entry.entry or Entry()
        return replace(entry, groups=attended[0], entry=replace(known, groups=known.groups or entry.groups))
    return None
