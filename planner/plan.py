"""What comes out: a plan, as values. Its JSON form is in `planner.files.plan_json`."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from fractions import Fraction
from typing import Any, Literal

from planner.session import Derogation


@dataclass(frozen=True)
class Entry:
    """How a placement or block stands in calendars since it was last written.

    `modified` (UTC) is when what it shows last changed, `shown` a digest of that, `title` its title there. `groups`:
    those by which a class got its UID, where others attend it now. `number`: that of a block within its activity and
    group; `parts`: its days, first and last (both in), where closed days cut it.
    """

    modified: datetime | None = None
    shown: str = ""
    title: str = ""
    groups: tuple[str, ...] | None = None
    number: int | None = None
    parts: tuple[tuple[date, date], ...] = ()


@dataclass(frozen=True, order=True)
class Placement:
    """One occurrence of a live activity: who attends, when (UTC), who leads.

    `entry` is what is known of its entry in calendars; two placements that say the same are equal whatever it holds.
    """

    activity: str
    groups: tuple[str, ...]
    start: datetime
    duration_min: int
    trainers: tuple[str, ...] = ()
    sequence: int = 0
    entry: "Entry | None" = field(default=None, compare=False)

    @property
    def end(self) -> datetime:
        """The moment at which it is over (excluded)."""
        return self.start + timedelta(minutes=self.duration_min)


@dataclass(frozen=True, order=True)
class RemoteBlock:
    """Minutes of a remote activity that a group does in one week, on the open days from `first` to `last` (both in).

    `entry` is what is known of its entry in calendars; two blocks that say the same are equal whatever it holds.
    """

    activity: str
    group: str
    first: date
    last: date
    duration_min: int
    sequence: int = 0
    entry: "Entry | None" = field(default=None, compare=False)


Placed = Placement | RemoteBlock


@dataclass(frozen=True, order=True)
class Offer:
    """The slots that a poll offers for one occurrence of a live activity: their starts (UTC), sorted.

    Who leads it, and how long it is, is said by the plan's own placement.
    """

    activity: str
    groups: tuple[str, ...]
    starts: tuple[datetime, ...]


@dataclass(frozen=True)
class LevelValue:
    """What one level of the objective reached: `value`, and the bound that was proven (equal where it is the best).

    `level` is "preferences", "rhythm", "fair_shares" or "early"; of a plan that was made again after a change, before
    these, "moved" (entries that move), "changed" (entries that change at all, also by other leaders), "days", "work",
    "minutes" or "leaders". Smaller is better.
    """

    level: str
    value: int
    bound: int

    @property
    def proven(self) -> bool:
        """Whether no plan can do better on this level, the levels above being kept."""
        return self.value == self.bound

    @property
    def gap(self) -> Fraction | None:
        """How far above its bound, as a part of the bound (1/50 is 2 %); None where the bound is 0, the value not."""
        if self.proven:
            return Fraction(0)
        return Fraction(self.value - self.bound, self.bound) if self.bound > 0 else None


@dataclass(frozen=True)
class Cause:
    """What made a plan another one, with its facts: "absent", "closed", "cancel", "move", "add-group", "busy", "poll",
    "session" (its file changed), "beside" (room made for another session), "left-out" (no place in its academy now),
    "undo" or "plan" (the first, or planned anew)."""

    kind: str
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Dropped:
    """An entry that stood in calendars and does not any more, as it was: it is written once as cancelled, when it goes.

    Its UID may come back, with a higher sequence. `modified` (UTC) is when it went.
    """

    uid: str
    sequence: int
    title: str
    start: datetime | date
    end: datetime | date
    groups: tuple[str, ...]
    trainers: tuple[str, ...]
    modified: datetime


@dataclass(frozen=True)
class Version:
    """A plan as it was before another took its place: its number (from 1), when it was made (UTC), why, for which
    session file (from the folder of the plan), and what it placed."""

    number: int
    made: datetime | None
    causes: tuple[Cause, ...]
    session_file: str | None
    placements: tuple[Placement, ...]
    blocks: tuple[RemoteBlock, ...]


MOST_VERSIONS = 20
"""So many earlier versions are kept with a plan; the oldest go first."""


@dataclass(frozen=True)
class Plan:
    """Every placement and block of a session, sorted, with what is known of how good it is.

    `derogations` and `rules_off` are those of the session for which it was made. `made` (UTC), `causes` and
    `session_file` (from the folder of the plan) say where it comes from; `versions` are those before it, oldest first.
    `dropped` are entries that once stood in calendars and are gone, `calendars` the files that were written with it,
    `invited` the sequence of what each trainer (id) was last sent, by UID, `addresses` where each was, `organizers` the
    address from which, by UID. `lang` is the language ("fr", "en") of the
    calendars, in which they go on whatever the language of a later run. `offers`: what polls that are open may still
    elect instead.
    """

    session: str
    placements: tuple[Placement, ...]
    blocks: tuple[RemoteBlock, ...]
    levels: tuple[LevelValue, ...] = ()
    rules_off: tuple[str, ...] = ()
    derogations: tuple[Derogation, ...] = ()
    made: datetime | None = None
    causes: tuple[Cause, ...] = ()
    session_file: str | None = None
    versions: tuple[Version, ...] = ()
    dropped: tuple[Dropped, ...] = ()
    calendars: tuple[str, ...] = ()
    invited: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    addresses: Mapping[str, str] = field(default_factory=dict)
    organizers: Mapping[str, str] = field(default_factory=dict)
    lang: str | None = None
    offers: tuple[Offer, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether it places nothing: that of a session which had a plan, and no place any more."""
        return not self.placements and not self.blocks

    @property
    def number(self) -> int:
        """Which version of the session's plan it is, from 1."""
        return self.versions[-1].number + 1 if self.versions else 1


@dataclass(frozen=True)
class Scope:
    """Whose calendar a plan is, where it is not that of the whole session: a planned group's, or a trainer's."""

    kind: Literal["group", "trainer"]
    id: str
