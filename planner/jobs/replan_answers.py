"""What planning again answers: what moved and why, in the session and in others, or why a class cannot move."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from calendars.school_holidays import SchoolCalendar
from planner.academy import Academy
from planner.jobs.moved import Moved
from planner.outcome import Violation
from planner.plan import Placed, Plan
from planner.replan.changes import Move
from planner.replan.missed import Missed
from planner.session import Session

if TYPE_CHECKING:
    from planner.jobs.around_writing import IndexToWrite
    from planner.jobs.spoiled_polls import SpoiledPolls


@dataclass(frozen=True)
class MoveRefused:
    """A class cannot be where it was asked to be: which rules that breaks, and the nearest moments that would do, on
    the session's clock."""

    session: Session
    move: Move
    violations: tuple[Violation, ...]
    moments: tuple[datetime, ...]
    near: Academy | None = None
    """The session and those that share its people, where violations speak of several."""


@dataclass(frozen=True)
class MovedElsewhere:
    """Another session some of whose entries had to move, as it was written."""

    session: Session
    plan: Plan
    moved: tuple[Moved, ...]


@dataclass(frozen=True)
class BrokenBefore:
    """What an academy breaks already, and a change neither mends nor worsens: `together`, and by session `alone`."""

    together: tuple[Violation, ...] = ()
    alone: Mapping[str, tuple[Violation, ...]] = field(default_factory=dict)


NOTHING_BROKEN = BrokenBefore()


@dataclass(frozen=True)
class Replanned:
    """The plan made again, checked and written. `past_broken`: what took place and would not be allowed today.

    `lost`: entries that took place of groups or activities that the session has no more. `copy`: the session file as
    changed, where a change was asked for. `missed`: classes that took place before a group joined. `unreached`:
    trainers (ids) who could not be told that they do not lead any more what they were invited to. `restated`: entries
    that did not move, and that calendars show otherwise (title, text, the days on which they are cut).

    In an academy, `elsewhere`: what moved in other sessions, because no plan of this one keeps all of it; `near`: the
    sessions that are spoken of; `index`: what is left to write, once the answer is given; `also_leading`: by trainer
    (id) who is now absent, the other sessions in which that trainer leads on these days still.

    `spoiled`: by session, the open polls that cannot be held any more as they are.
    """

    session: Session
    plan: Plan
    moved: tuple[Moved, ...]
    school: SchoolCalendar
    files: tuple[Path, ...]
    today: date
    past_broken: tuple[Violation, ...] = ()
    lost: tuple[Placed, ...] = ()
    copy: Path | None = None
    changed: bool = True
    missed: tuple[Missed, ...] = ()
    unreached: tuple[str, ...] = ()
    since: datetime | None = None
    closed_polls: tuple[str, ...] = ()
    """Of an undone version: the polls (by key) that it closed, which stay closed."""
    elsewhere: tuple[MovedElsewhere, ...] = ()
    near: Academy | None = None
    index: "IndexToWrite | None" = None
    also_leading: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    broken_before: BrokenBefore = NOTHING_BROKEN
    spoiled: tuple["SpoiledPolls", ...] = ()
    restated: tuple[Placed, ...] = ()
