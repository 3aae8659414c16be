"""Sessions of an academy planned again, beside all others, whose entries move only where no plan keeps them.

Which entries of others go is a smallest set in the sense that none of it could stay (a minimal correction set), found
by halving as FastDiag does: Felfernig, Schubert, Zehentner, "An efficient diagnosis algorithm for inconsistent
constraint sets", AI EDAM 26 (2012).
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Literal

from calendars.school_holidays import SchoolCalendar
from planner.academy import Academy
from planner.differences import differences
from planner.outcome import Infeasible, OutOfTime, Planned
from planner.plan import Placed, Placement, Plan, RemoteBlock
from planner.replan.again import Again
from planner.replan.standing import (
    Standing,
    began_before,
    entries_of,
    first_day,
    plan_with,
    standing,
    still_planned,
)
from planner.session import NOTHING_ELSEWHERE, BusyTimes, DayRange, Elsewhere, Session
from planner.solving.academy.taken import Taken, Use, limits_of, ties_of, use_of
from planner.solving.limits import Clock

Theirs = tuple[str, Placed]
"""A session (its id) and one of its entries."""
MOST_TRIES = 6
"""So many sets of entries of others are tried, where the sessions that have them find no other place for them."""


@dataclass(frozen=True)
class PlannedAgain:
    """The plan of a session that was planned again, and those of the others that had to move, by id."""

    plan: Plan
    others: Mapping[str, Plan]


@dataclass(frozen=True)
class NoRoom:
    """A session has plans by itself and none was found beside the others, wherever their entries that may move go.

    `others`: sessions with entries in its weeks that share its people or rooms. `proven`: there is none even where all
    entries that may change are gone; else there is, but those that went found no other place.
    """

    others: tuple[str, ...]
    proven: bool


class Others:
    """The plans of an academy, seen from the sessions that are planned again.

    What began before `today`, or before the moment `since` of it, stays.
    """

    def __init__(
        self,
        academy: Academy,
        plans: Mapping[str, Plan],
        school: SchoolCalendar,
        today: date,
        since: datetime | None = None,
    ) -> None:
        self.academy = academy
        self.school = school
        self.today = today
        self.since = since
        self.sessions = {session.id: session for session in academy.sessions}
        self.plans = dict(plans)
        self._aside: dict[str, tuple[Plan, frozenset[Placed]]] = {}
        planned = _planned(academy, plans)
        self.taken = Taken(ties_of(planned, school), academy.virtual_rooms, limits_of(planned))
        for id, plan in plans.items():
            self._take(id, plan)

    def busy_of(self, id: str) -> BusyTimes:
        """The busy times of a session's people, with what the others take of them."""
        return replace(self.academy.busy_of(id), elsewhere=self.taken.elsewhere(self.sessions[id]))

    def keep(self, id: str, plan: Plan) -> None:
        """A session has another plan from now on."""
        self.plans[id] = plan
        self._take(id, plan)

    def set_aside(self, id: str, entries: Iterable[Placed]) -> None:
        """Entries of a session's plan that cannot stay where they are take nothing of anybody any more."""
        self._aside[id] = self.plans[id], frozenset(entries)
        self._take(id, self.plans[id])

    def _take(self, id: str, plan: Plan) -> None:
        of, aside = self._aside.get(id, (None, frozenset()))
        if of is self.plans[id]:
            plan = plan_with(plan, [each for each in entries_of(plan) if each not in aside])
        self.taken.remove(id)
        self.taken.add(id, _use(self.sessions[id], plan))

    def elsewhere_without(self, id: str, gone: Collection[Theirs]) -> Elsewhere:
        """What the others take of a session's people, as if these entries of theirs were not there."""
        for other, entries in _by_session(gone).items():
            plan = self.plans[other]
            stay = [each for each in entries_of(plan) if each not in entries]
            self._take(other, plan_with(plan, stay))
        elsewhere = self.taken.elsewhere(self.sessions[id])
        for other in dict.fromkeys(other for other, _ in gone):
            self._take(other, self.plans[other])
        return elsewhere

    def sharing(self, id: str) -> tuple[str, ...]:
        """The planned sessions that share people with one, sorted."""
        session = self.sessions[id]
        team = {trainer.id for trainer in session.trainers}
        shared = {other for group in session.planned_groups() for other, _ in self.taken.beside((id, group.id))}
        shared |= {other for other, use in self.taken.uses.items() if not team.isdisjoint(use.led)}
        return tuple(sorted((shared & self.plans.keys()) - {id}))

    def movable(self, id: str) -> list[Theirs]:
        """The entries `in_weeks` that may change, least wanted sessions first; last those whose leaders alone may."""
        found = []
        for other, entry in self.in_weeks(id):
            session = self.sessions[other]
            is_past = began_before(session, entry, self.today, self.since)
            if not is_past and (kept := _kept(session, entry)) != "whole":
                order = kept == "moment", session.priority, -first_day(session, entry).toordinal(), other, repr(entry)
                found.append((order, (other, entry)))
        return [theirs for _, theirs in sorted(found, key=lambda each: each[0])]

    def in_weeks(self, id: str) -> list[Theirs]:
        """The entries in a session's weeks of those that share its people, and classes where rooms are short."""
        window = self.sessions[id].window
        weeks = DayRange.model_construct(
            first=window.first - timedelta(window.first.weekday()),
            last=window.last + timedelta(6 - window.last.weekday()),
        )
        entries = [(other, entry) for other in self.sharing(id) for entry in entries_of(self.plans[other])]
        both = dict.fromkeys([*entries, *self._in_rooms(id)])
        return [(other, entry) for other, entry in both if first_day(self.sessions[other], entry) in weeks]

    def _in_rooms(self, id: str) -> Iterator[Theirs]:
        """The classes of others at hours at which they leave few virtual rooms."""
        elsewhere = self.taken.elsewhere(self.sessions[id])
        short = [*elsewhere.rooms_taken, *(span for span, _ in elsewhere.rooms_left)]
        for other, plan in self.plans.items() if short else ():
            for each in plan.placements if other != id else ():
                if any(span.start < each.end and each.start < span.end for span in short):
                    yield other, each


def planned_again(stands: Standing, others: Others, clock: Clock) -> PlannedAgain | NoRoom | Infeasible | OutOfTime:
    """The plan of a session nearest to its old one beside all others; with as few of their entries moved as is found,
    where there is none.

    `Infeasible`: it has none by itself (no explanation). The plans of `others` are left as they are.

    What is not searched: the session is placed first, as near to its old plan as it goes once the entries in its way
    are gone, then each of the sessions that had them by itself, beside all others as they are. So where `NoRoom` is not
    `proven` there may be room: by a chain of moves through a third session, with both placed at once, or after more
    tries than `MOST_TRIES`. Nor is it proven that no other choice moves fewer entries of others; only that none of
    those that go could stay.
    """
    id = stands.session.id
    again = Again(stands, others.school, others.busy_of(id), clock)
    outcome = again.nearest()
    if isinstance(outcome, Planned):
        return PlannedAgain(outcome.plan, {})
    if isinstance(outcome, OutOfTime):
        return outcome
    alone = again.beside(NOTHING_ELSEWHERE).is_possible()
    if not alone:
        return Infeasible(outcome.conflict) if alone is False else OutOfTime(clock.limit_s)
    return _Room(stands, others, again, clock).made(others.movable(id))


class _Room:
    """Making room for one session among the others."""

    def __init__(self, stands: Standing, others: Others, again: Again, clock: Clock) -> None:
        self.id = stands.session.id
        self.others = others
        self.again = again
        self.clock = clock

    def made(self, free: list[Theirs]) -> PlannedAgain | NoRoom | OutOfTime:
        """The plan of the session, and those of the others whose entries are in its way."""
        in_the_way = tuple(sorted({other for other, _ in self.others.in_weeks(self.id)}))
        best: PlannedAgain | None = None
        fewest, proven = 0, False
        for number in range(MOST_TRIES):
            found = self._least(free)
            if found is None:
                proven = number == 0
                break
            if isinstance(found, OutOfTime):
                return best or found
            answer = self._with(found)
            if isinstance(answer, OutOfTime):
                return best or answer
            if isinstance(answer, PlannedAgain):
                moved = sum(self._moved(other, plan) for other, plan in answer.others.items())
                if best is None or moved < fewest:
                    best, fewest = answer, moved
                if fewest == 1:
                    break  # none is not enough: that was tried first
                free = [each for each in free if each not in found]
            else:
                stuck = [each for each in found if each[0] == answer]
                free = [each for each in free if each not in stuck]
        return best or NoRoom(in_the_way, proven)

    def _moved(self, other: str, plan: Plan) -> int:
        return len(differences(self.others.plans[other], plan))

    def _least(self, free: list[Theirs]) -> list[Theirs] | OutOfTime | None:
        """Entries that make room when they go, none of which could stay; None where all of them make none."""
        unsure = OutOfTime(self.clock.limit_s)

        def has_room(gone: Sequence[Theirs]) -> bool:
            possible = self.again.beside(self.others.elsewhere_without(self.id, gone)).is_possible()
            if possible is None:
                raise _TimeIsOut
            return possible

        try:
            return fewest_gone(free, has_room) if free and has_room(free) else None
        except _TimeIsOut:
            return unsure

    def _with(self, gone: Sequence[Theirs]) -> PlannedAgain | OutOfTime | str:
        """The session placed as if these entries were gone, then the others as near as can be; or which one cannot."""
        others, before = self.others, dict(self.others.plans)
        outcome = self.again.beside(others.elsewhere_without(self.id, gone)).nearest()
        if not isinstance(outcome, Planned):
            return OutOfTime(self.clock.limit_s)
        changed: dict[str, Plan] = {}
        try:
            others.keep(self.id, outcome.plan)
            for other in sorted({other for other, _ in gone}):
                stands = standing(others.sessions[other], others.plans[other], others.today, others.since)
                theirs = Again(stands, others.school, others.busy_of(other), self.clock).nearest()
                if isinstance(theirs, OutOfTime):
                    return theirs
                if isinstance(theirs, Infeasible):
                    return other
                changed[other] = theirs.plan
                others.keep(other, theirs.plan)
        finally:
            for other, plan in before.items():
                if others.plans[other] is not plan:
                    others.keep(other, plan)
            if self.id not in before:
                others.taken.remove(self.id)
                del others.plans[self.id]
        return PlannedAgain(outcome.plan, changed)


class _TimeIsOut(Exception):
    pass


def fewest_gone(entries: Sequence[Theirs], has_room: Callable[[Sequence[Theirs]], bool]) -> list[Theirs]:
    """Of entries that make room when all of them go, some that do and none of which could stay; the first go first.

    `has_room` says whether there is room when just these go; more that go never take room.
    """
    enough: list[frozenset[Theirs]] = [frozenset(entries)]
    leaving: list[Theirs] = []

    def is_enough(gone: Sequence[Theirs]) -> bool:
        if any(each.issubset(gone) for each in enough):
            return True
        if possible := has_room(gone):
            enough.append(frozenset(gone))
        return possible

    def least(known: bool, candidates: Sequence[Theirs], gone: Sequence[Theirs]) -> list[Theirs]:
        """What has to go of the candidates besides `gone`; `known`: something of `gone` is new, so ask first."""
        if known and is_enough(gone):
            return []
        if len(candidates) == 1:
            leaving.extend(candidates)
            is_enough(leaving)  # that there is no room takes little time, and if there is, nothing is asked any more
            return list(candidates)
        half = len(candidates) // 2
        first, second = candidates[:half], candidates[half:]
        of_second = least(bool(first), second, [*gone, *first])
        of_first = least(bool(of_second), first, [*gone, *of_second])
        return [*of_first, *of_second]

    return least(False, entries, [])


def _planned(academy: Academy, plans: Mapping[str, Plan]) -> Academy:
    """The academy without the sessions that have no plan: these ask nothing, and limit nothing."""
    sessions = tuple(session for session in academy.sessions if session.id in plans)
    enrolments = tuple(each for each in academy.enrolments if each.session in plans)
    return replace(academy, sessions=sessions, enrolments=enrolments)


def _use(session: Session, plan: Plan) -> Use:
    """What a plan takes; entries of activities and groups that the session has no more, take nothing."""
    return use_of(session, still_planned(session, plan))


def _by_session(entries: Iterable[Theirs]) -> dict[str, list[Placed]]:
    found: dict[str, list[Placed]] = {}
    for other, entry in entries:
        found.setdefault(other, []).append(entry)
    return found


def _kept(session: Session, entry: Placed) -> Literal["whole", "moment", "free"]:
    """What the session's file says of an entry: all of it; its moment, not which of several lead it; or neither."""
    activity = next((each for each in session.activities if each.id == entry.activity), None)
    if activity is None:
        return "whole"
    who = entry.groups if isinstance(entry, Placement) else (entry.group,)
    whole = {*who, *(session.group_in_file(group).id for group in who)}
    fixed = [each for each in activity.fixed if each.group is None or each.group in whole]
    if isinstance(entry, RemoteBlock):
        return "whole" if any(each.first == entry.first for each in fixed) else "free"
    if not any(each.at for each in fixed):
        return "free"
    has_choice = len(session.candidates(activity)) > activity.trainers_needed
    return "moment" if has_choice and not any(each.trainers for each in fixed) else "whole"
