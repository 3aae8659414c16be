"""What comes out: a plan, as values. Its JSON form is in `planner.files.plan_json`."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from planner.session import Derogation


@dataclass(frozen=True, order=True)
class Placement:
    """One occurrence of a live activity: who attends, when (UTC), who leads."""

    activity: str
    groups: tuple[str, ...]
    start: datetime
    duration_min: int
    trainers: tuple[str, ...] = ()
    sequence: int = 0

    @property
    def end(self) -> datetime:
        """The moment at which it is over (excluded)."""
        return self.start + timedelta(minutes=self.duration_min)


@dataclass(frozen=True, order=True)
class RemoteBlock:
    """Minutes of a remote activity that a group does in one week, on the open days from `first` to `last` (both in)."""

    activity: str
    group: str
    first: date
    last: date
    duration_min: int
    sequence: int = 0


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

    `level` is "preferences", "rhythm", "fair_shares" or "early"; smaller is better.
    """

    level: str
    value: int
    bound: int

    @property
    def proven(self) -> bool:
        """Whether no plan can do better on this level, the levels above being kept."""
        return self.value == self.bound


@dataclass(frozen=True)
class Plan:
    """Every placement and block of a session, sorted, with what is known of how good it is.

    `derogations` and `rules_off` are those of the session for which it was made. `offers`: what polls that are open may
    still elect instead.
    """

    session: str
    placements: tuple[Placement, ...]
    blocks: tuple[RemoteBlock, ...]
    levels: tuple[LevelValue, ...] = ()
    rules_off: tuple[str, ...] = ()
    derogations: tuple[Derogation, ...] = ()
    offers: tuple[Offer, ...] = ()


@dataclass(frozen=True)
class Scope:
    """Whose calendar a plan is, where it is not that of the whole session: a planned group's, or a trainer's."""

    kind: Literal["group", "trainer"]
    id: str
