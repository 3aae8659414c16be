"""What a training office plans together, and what comes out: many sessions, tied by their people and rooms.

A trainer is known by id: two sessions that name the same one share that person. A participant is known by the person
id of the enrolments; who is in one session only needs none.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain, repeat
from typing import Literal

from planner.outcome import Conflict, Repair
from planner.plan import LevelValue, Plan
from planner.session import NOT_BUSY, BusyTimes, Session

Member = tuple[str, str]
"""A session id and the id of one of its planned groups."""


@dataclass(frozen=True, order=True)
class Enrolment:
    """A person takes part in a session, in one of its groups (an id of the session's file)."""

    person: str
    session: str
    group: str


@dataclass(frozen=True)
class Academy:
    """Sessions to plan together, in the order of the input; their ids are unique.

    `busy`: the busy times of a session's own people, by session id. `virtual_rooms`: how many virtual classes may run
    at once over all sessions; None means no limit (each session's own rule still holds for its classes).
    """

    sessions: tuple[Session, ...]
    busy: Mapping[str, BusyTimes] = field(default_factory=dict)
    enrolments: tuple[Enrolment, ...] = ()
    virtual_rooms: int | None = None

    def busy_of(self, session_id: str) -> BusyTimes:
        """The busy times of a session's people."""
        return self.busy.get(session_id, NOT_BUSY)

    def memberships(self) -> dict[str, tuple[Member, ...]]:
        """The planned groups of everybody who is in two sessions or more, sorted, by person id.

        The people of a group that is split (R10) are dealt to its parts in the order of their ids: the first part is
        filled first, and whoever is above the group's size is in the last. KeyError for an unknown session or group.
        """
        enrolled: dict[Member, set[str]] = {}
        for each in self.enrolments:
            enrolled.setdefault((each.session, each.group), set()).add(each.person)
        sessions = {session.id: session for session in self.sessions}
        found: dict[str, set[Member]] = {}
        for (session_id, group_id), people in enrolled.items():
            for person, part in _dealt(sessions[session_id], group_id, people):
                found.setdefault(person, set()).add((session_id, part))
        return {
            person: tuple(sorted(members))
            for person, members in sorted(found.items())
            if len({session_id for session_id, _ in members}) > 1
        }


def _dealt(session: Session, group_id: str, people: set[str]) -> Iterator[tuple[str, str]]:
    """Each person of a group of the file with the planned group that they are in."""
    group = next((each for each in session.groups if each.id == group_id), None)
    if group is None:
        raise KeyError(group_id)
    parts = session.parts_of(group)
    places = chain.from_iterable(repeat(part.id, part.size) for part in parts)
    return zip(sorted(people), chain(places, repeat(parts[-1].id)), strict=False)


@dataclass(frozen=True)
class LeftOut:
    """A session that has no place in the plan, and why.

    `reason`: "alone" (it has no plan even by itself: proven, see `conflict`), "together" (it has a plan by itself, and
    none beside the `others`, sessions that are placed and share its people or rooms), "time" (not found in time;
    nothing is proven). `repairs` were solved and work beside the plans of all other sessions.
    """

    session: str
    reason: Literal["alone", "together", "time"]
    conflict: Conflict | None = None
    others: tuple[str, ...] = ()
    repairs: tuple[Repair, ...] = ()


@dataclass(frozen=True)
class AcademyPlan:
    """The plans of the sessions that were placed, by session id, and what is known of how good they are together.

    `levels`: "left_out" (the priorities of the sessions left out, added up), then "points" (rhythm and earliness of all
    groups placed, as in `planner.solving.objectives`), each with a bound that is true whatever the plan. `interrupted`:
    time ran out or the person stopped; what is here is checked all the same.
    """

    plans: Mapping[str, Plan]
    left_out: tuple[LeftOut, ...] = ()
    levels: tuple[LevelValue, ...] = ()
    interrupted: bool = False


Phase = Literal["read", "bound", "place", "improve", "check", "explain", "write"]


@dataclass(frozen=True)
class Progress:
    """Where the work stands: `done` of `total` steps of a phase, sessions `placed` so far, the optimality gap if known
    (0.02 is 2 %), and the seconds left where there is a limit."""

    phase: Phase
    done: int
    total: int
    placed: int = 0
    gap: float | None = None
    left_s: float | None = None
