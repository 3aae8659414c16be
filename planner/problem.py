"""Session + calendars -> Problem: facts on one axis of quarter hours UTC, with the spans of local days and weeks.

Quarter 0 is the midnight that begins the first day of the horizon, at the session's place. Days and weeks are LOCAL
spans: with a clock change a week has 668 or 676 quarters. Every conversion of time that the solver needs is here.
"""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cached_property

from calendars.places import place
from calendars.spans import Span
from planner.session import Activity, Group, Session, Trainer

QUARTER_MIN = 15
_QUARTER_S = QUARTER_MIN * 60
Range = tuple[int, int]
"""A half-open range of quarters."""


@dataclass(frozen=True)
class Day:
    """A civil day at the session's place: `index` counts from the horizon's first day; quarters are half-open."""

    index: int
    date: date
    start_quarter: int
    end_quarter: int


@dataclass(frozen=True)
class Week:
    """An ISO week at the session's place, whole. `id` is its Monday."""

    id: date
    days: tuple[Day, ...]


@dataclass(frozen=True)
class Closing:
    """Why some days are closed. `rule` is R2, R3 or R4 by name; `days` are indexes, `quarters` their spans."""

    rule: str
    name: str
    first: date
    resume: date | None
    days: tuple[int, ...]
    quarters: tuple[Range, ...]


@dataclass(frozen=True)
class Member:
    """One trainer as the solver sees them; days and weeks are those of the trainer's own clock.

    `closings` and `eves` are empty where the session's say as much.
    """

    trainer: Trainer
    hours: tuple[Span, ...]
    absent: tuple[Span, ...]
    busy: tuple[Span, ...]
    closings: tuple[Closing, ...]
    eves: tuple[Range, ...]
    local_days: tuple[Range, ...]
    local_weeks: tuple[Range, ...]
    max_day_min: int | None
    max_week_min: int | None
    led: tuple[Span, ...] = ()
    """What the trainer leads in other sessions planned together: it counts in the two limits."""


@dataclass(frozen=True)
class Occurrence:
    """A live activity once, for the groups that attend it together.

    `late_min`: how many minutes after a quarter it starts; more than 0 where it is fixed so, off the grid.
    """

    id: str
    activity: Activity
    groups: tuple[Group, ...]
    candidates: tuple[str, ...]
    fixed_start: int | None = None
    late_min: int = 0
    fixed_day: int | None = None
    fixed_trainers: tuple[str, ...] = ()

    @property
    def duration_min(self) -> int:
        """Its length in minutes."""
        return self.activity.duration_min

    @property
    def is_virtual(self) -> bool:
        """Whether it is a virtual class (and not an in-person day)."""
        return self.activity.kind == "virtual_class"


@dataclass(frozen=True)
class FixedBlock:
    """A block of remote work that is kept exactly; `first` and `last` are day indexes, both in."""

    first: int
    last: int
    duration_min: int


@dataclass(frozen=True)
class Remote:
    """A remote activity (or an evaluation) of one group, dealt in blocks over the weeks."""

    id: str
    activity: Activity
    group: Group
    fixed: tuple[FixedBlock, ...] = ()

    @property
    def duration_min(self) -> int:
        """What it asks of a participant in all, in minutes."""
        return self.activity.duration_min


@dataclass(frozen=True)
class Precedence:
    """`before` is over when `after` begins, at least `min_gap_days` and at most `max_gap_days` local days later.

    `reason` is "order" (of the file), "link" (before/after) or "class_gap". `implied`: others already say so.
    """

    before: str
    after: str
    reason: str
    min_gap_days: int = 0
    max_gap_days: int | None = None
    implied: bool = False


@dataclass(frozen=True)
class Pool:
    """People whose weekly minutes are the same minutes: a planned group, its occurrences and its remote work."""

    group: Group
    occurrences: tuple[str, ...]
    remotes: tuple[str, ...]
    teaching: tuple[Span, ...]
    busy: tuple[Span, ...]
    avoid_days: frozenset[int]
    hours: tuple[Span, ...]
    room_min: Mapping[date, int] = field(default_factory=dict)
    """Minutes of a week (its Monday) that other sessions planned together leave, where they take some."""


@dataclass(frozen=True)
class Problem:
    """Everything the solver needs, as values. `window` holds the first and last day index of R11, both in."""

    session: Session
    origin: datetime
    days: tuple[Day, ...]
    weeks: tuple[Week, ...]
    window: tuple[int, int]
    closings: tuple[Closing, ...]
    remote_closings: tuple[Closing, ...]
    eves: frozenset[int]
    remote_eves: frozenset[int]
    occurrences: tuple[Occurrence, ...]
    remotes: tuple[Remote, ...]
    precedences: tuple[Precedence, ...]
    team: tuple[Member, ...]
    pools: tuple[Pool, ...]
    hours: tuple[Span, ...]
    in_person_hours: tuple[Span, ...]
    preferred: Mapping[str, tuple[Span, ...]]
    rooms_taken: tuple[Span, ...] = ()
    """When other sessions planned together take every virtual room."""
    rooms: int | None = None
    """How many virtual rooms there are for all sessions together."""
    rooms_left: tuple[tuple[Span, int], ...] = ()
    """When other sessions leave only so many virtual rooms."""

    @cached_property
    def member(self) -> Mapping[str, Member]:
        """The team by trainer id."""
        return {member.trainer.id: member for member in self.team}

    def room_min(self, pool: Pool, week: Week) -> int:
        """What this session may ask of a pool in a week, in minutes: the cap, or what other sessions leave of it."""
        cap_min = self.cap_min(week)
        return min(cap_min, pool.room_min.get(week.id, cap_min))

    def cap_min(self, week: Week) -> int:
        """What may be asked of a participant in this week, in minutes (R5): the cap, prorated, or a derogation's."""
        rules = self.session.rules
        for derogation in self.session.derogations:
            if derogation.week == week.id:
                return derogation.cap_min
        if not rules.prorate_short_weeks:
            return rules.weekly_cap_min
        open_days = sum(day.index not in self.closed_days for day in week.days)
        return rules.weekly_cap_min * open_days // 5 // QUARTER_MIN * QUARTER_MIN

    @cached_property
    def closed_days(self) -> frozenset[int]:
        """The indexes of the days on which the session is closed."""
        return frozenset(index for closing in self.closings for index in closing.days)

    def moment(self, quarter: int) -> datetime:
        """The moment, in UTC, at which a quarter begins."""
        return self.origin + timedelta(minutes=quarter * QUARTER_MIN)

    def quarter(self, moment: datetime) -> int | None:
        """The quarter that begins at a moment; None where none does."""
        quarters, rest = divmod((moment - self.origin).total_seconds(), _QUARTER_S)
        return None if rest else int(quarters)

    def quarter_from(self, occurrence: Occurrence, moment: datetime) -> int:
        """The first quarter of an occurrence that starts at a moment, or later."""
        late = timedelta(minutes=occurrence.late_min)
        return math.ceil((moment - late - self.origin).total_seconds() / _QUARTER_S)

    def start_of(self, occurrence: Occurrence, quarter: int) -> datetime:
        """The moment, in UTC, at which an occurrence of this quarter starts."""
        return self.moment(quarter) + timedelta(minutes=occurrence.late_min)

    def inside(self, occurrence: Occurrence, spans: Iterable[Span]) -> list[Range]:
        """The quarters of an occurrence from which it lies entirely inside ONE of the spans."""
        return self.starts_inside(self._sooner(occurrence, spans), occurrence.duration_min)

    def touching(self, occurrence: Occurrence, spans: Iterable[Span]) -> list[Range]:
        """The quarters of an occurrence from which it shares a moment with one of the spans."""
        return self.starts_touching(self._sooner(occurrence, spans), occurrence.duration_min)

    def _sooner(self, occurrence: Occurrence, spans: Iterable[Span]) -> Iterable[Span]:
        """The spans as they lie to something that starts `late_min` after its quarter."""
        late = timedelta(minutes=occurrence.late_min)
        return [Span(span.start - late, span.end - late) for span in spans] if late else spans

    def starts_inside(self, spans: Iterable[Span], duration_min: int) -> list[Range]:
        """The starts at which something of this length lies entirely inside ONE of the spans."""
        ranges = []
        for span in spans:
            first = -(-self._seconds(span.start) // _QUARTER_S)
            last = (self._seconds(span.end) - duration_min * 60) // _QUARTER_S
            if first <= last:
                ranges.append((first, last + 1))
        return ranges

    def starts_touching(self, spans: Iterable[Span], duration_min: int, gap_min: int = 0) -> list[Range]:
        """The starts at which something of this length shares a moment with one of the spans."""
        ranges = []
        for span in spans:
            after = (self._seconds(span.start) - (duration_min + gap_min) * 60) // _QUARTER_S + 1
            before = -(-(self._seconds(span.end) + gap_min * 60) // _QUARTER_S)
            if after < before:
                ranges.append((after, before))
        return ranges

    def spans(self, ranges: Iterable[Range]) -> tuple[Span, ...]:
        """Ranges of quarters as spans of moments."""
        return tuple(Span(self.moment(start), self.moment(end)) for start, end in ranges)

    def around(self, span: Span, unit_min: int = QUARTER_MIN) -> Range:
        """The units of so many minutes, counted like quarters, that a span touches."""
        return self._seconds(span.start) // (unit_min * 60), -(-self._seconds(span.end) // (unit_min * 60))

    def minutes_inside(self, spans: Iterable[Span], quarters: Range) -> int:
        """The minutes of the spans that begin inside a range of quarters, each counted whole."""
        first, last = self.moment(quarters[0]), self.moment(quarters[1])
        return sum(int((span.end - span.start).total_seconds()) // 60 for span in spans if first <= span.start < last)

    def grid_starts(self, day: Day, grid_min: int) -> list[int]:
        """The starts of a day that lie on the grid of the session's clock."""
        step = grid_min // QUARTER_MIN
        clock = place(self.session.department)
        if step == 1:
            return list(range(day.start_quarter, day.end_quarter))
        return [
            quarter
            for quarter in range(day.start_quarter, day.end_quarter)
            if clock.local(self.moment(quarter)).minute % grid_min == 0
        ]

    def _seconds(self, moment: datetime) -> int:
        return int((moment - self.origin).total_seconds())
