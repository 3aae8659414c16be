"""What a person describes: a session, its activities, its team, its groups and the rules' parameters.

These models are the door: unknown keys are refused, types are strict, text is read into minutes, days and hours
once. What one value alone can show to be wrong is refused here with a `PydanticCustomError` whose type is the
message id; what only several values together show is in `planner.consistency`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from calendars.spans import Span
from calendars.working_hours import WeeklyHours
from planner.input_values import (
    Clock,
    Day,
    Duration,
    Email,
    GapDays,
    Hours,
    Id,
    Ids,
    InputModel,
    IsoWeek,
    MaybeNoDuration,
    PositiveCount,
    Text,
    Texts,
    WebLink,
    as_day_range,
    as_fixed,
    as_links,
    as_text,
    listed,
)
from planner.workload_input import Booklet, Coefficients, Depth, Expertise, WorkKind

RULE_IDS: Mapping[str, str] = {
    "working_hours": "R1",
    "no_weekend": "R2",
    "no_school_holidays": "R3",
    "no_public_holidays": "R4",
    "weekly_cap": "R5",
    "no_start_on_eve": "R6",
    "trainer": "R7",
    "participant": "R8",
    "order": "R9",
    "capacity": "R10",
    "window": "R11",
    "poll": "R12",
    "grid": "R13",
    "closing": "R14",
}
"""The one word of each rule, in code, messages and tests, and its id in RULES.md."""

RuleName = Literal[
    "working_hours", "no_weekend", "no_school_holidays", "no_public_holidays", "weekly_cap", "no_start_on_eve",
    "trainer", "participant", "order", "capacity", "window", "poll", "grid", "closing",
]  # fmt: skip
ActivityKind = Literal["virtual_class", "remote_work", "in_person", "evaluation"]
LIVE_KINDS = frozenset({"virtual_class", "in_person"})
"""Kinds that happen at a time, led by trainers; the others are done at one's own pace, in minutes a week."""


class DayRange(InputModel):
    """Civil days from `first` to `last`, both included. In files: `2027-01-18/2027-01-22`, or one day."""

    first: Day
    last: Day

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last


DayRanges = Annotated[
    tuple[
        Annotated[
            DayRange,
            BeforeValidator(as_day_range),
            as_text(r"^\d{4}-\d{2}-\d{2}(/\d{4}-\d{2}-\d{2})?$", "2027-01-18/2027-01-22"),
        ],
        ...,
    ],
    BeforeValidator(listed),
    Field(strict=False),
]


class Trainer(InputModel):
    """Who leads classes. `department` gives the trainer's own zone, holidays and clock; default: the session's."""

    id: Id
    name: Text
    email: Email | None = None
    department: Text | None = None
    expertise: Expertise = "confirmed"
    rerun: bool = Field(default=False, description="has run this parcours before: it is learned once")
    weekly_limit_min: Duration | None = Field(
        default=None, alias="weekly_limit", description="work a week from which the trainer has too much; default: 6h"
    )
    common_share: Annotated[int, Field(ge=0, le=100)] = Field(
        default=1, description="weight in what the team does once: fitting the parcours, the report"
    )
    absent: DayRanges = ()
    busy: Texts = Field(default=(), description="paths of .ics files, relative to the session file")
    working_hours: Hours | None = Field(default=None, description="default: those of the rules")
    max_delivery_day_min: Duration | None = Field(default=None, alias="max_delivery_day")
    max_delivery_week_min: Duration | None = Field(default=None, alias="max_delivery_week")


class Group(InputModel):
    """Participants who attend the same occurrence of each class. `department`: default the session's."""

    id: Id
    name: Text | None = None
    size: PositiveCount
    department: Text | None = None
    teaching: Hours | None = Field(default=None, description="weekly hours in which the group itself teaches")
    busy: Texts = Field(default=(), description="paths of .ics files, relative to the session file")
    avoid: DayRanges = Field(default=(), description="class councils, exams: used only where nothing else fits")


class Link(InputModel):
    """One activity that must be finished before (or begin after) another, with gaps counted in local days."""

    activity: Id
    min_gap_days: GapDays = Field(default=0, alias="min_gap")
    max_gap_days: GapDays | None = Field(default=None, alias="max_gap")


Links = Annotated[tuple[Link, ...], BeforeValidator(as_links), Field(strict=False)]


class Fixed(InputModel):
    """A date that is kept exactly: of a class (`day`, `at`) or of a block of remote work (`first`, `last`, `duration`).

    `group` None means every group. A class with a day and no `at` keeps its day; its hour is found.
    """

    group: Id | None = None
    day: Day | None = None
    at: Clock | None = None
    first: Day | None = None
    last: Day | None = None
    duration_min: Duration | None = Field(default=None, alias="duration")
    trainers: Ids = ()


class Activity(InputModel):
    """The smallest thing with a duration. See RULES.md, R9, for the order of activities."""

    id: Id
    kind: ActivityKind
    title: Text
    duration_min: Duration = Field(alias="duration")
    designer_duration_min: Duration | None = Field(
        default=None,
        alias="designer_duration",
        description="the designer's figure, where the trainer changed it (P6)",
    )
    before: Links = ()
    after: Links = ()
    fixed: Annotated[tuple[Fixed, ...], BeforeValidator(as_fixed), Field(strict=False)] = ()
    groups: Ids = Field(default=(), description="who attends; default: every group")
    together: bool = Field(default=False, description="one occurrence for all its groups, instead of one each")
    trainers: Ids = Field(default=(), description="who may lead it; default: the whole team")
    trainers_needed: PositiveCount = 1
    capacity: PositiveCount | None = Field(default=None, description="participants; default: that of the rules")
    preferred: Hours | None = Field(default=None, description="hours to prefer; default: those of the session")
    link: WebLink | None = None
    place: Text | None = None
    work: WorkKind = Field(default="reading", description="what remote work asks of trainers")
    productions: PositiveCount = Field(default=1, description="productions that get feedback, each participant's")
    forum_weeks: PositiveCount | None = Field(default=None, description="weeks of the forum; default: those planned")

    @property
    def is_live(self) -> bool:
        """Whether it happens at a time (class, in-person day), instead of at one's own pace over days."""
        return self.kind in LIVE_KINDS


class Gap(InputModel):
    """Days between two classes that follow one another, counted from day to day (a week later is 7)."""

    min_days: GapDays = Field(default=0, alias="min")
    max_days: GapDays | None = Field(default=None, alias="max")


class Rules(InputModel):
    """The rules' parameters (RULES.md gives their meaning and defaults) and the rules switched off, by name."""

    working_hours: Hours = WeeklyHours.parse({"mon-fri": "08:00-18:00"})
    in_person_hours: Hours = WeeklyHours.parse({"mon-fri": "08:00-18:00"})
    weekly_cap_min: Duration = Field(default=120, alias="weekly_cap")
    virtual_classes_count: bool = True
    prorate_short_weeks: bool = False
    trainer_gap_min: MaybeNoDuration = Field(default=15, alias="trainer_gap")
    max_delivery_day_min: Duration | None = Field(default=None, alias="max_delivery_day")
    max_delivery_week_min: Duration | None = Field(default=None, alias="max_delivery_week")
    class_gap: Gap = Gap.model_construct()  # its defaults, without building its schema here
    capacity: PositiveCount = 25
    virtual_rooms: PositiveCount | None = None
    start_grid_min: Duration = Field(default=15, alias="start_grid", description="15 min, 30 min or 1h")
    smallest_block_min: Duration = Field(default=30, alias="smallest_block")
    ignored_public_holidays: Texts = Field(
        default=(),
        description="names of public holidays that are not kept here, as `planner holidays` prints them",
    )
    off: Annotated[tuple[RuleName, ...], BeforeValidator(listed), Field(strict=False)] = Field(
        default=(), description="rules switched off; every report says so"
    )


class Derogation(InputModel):
    """A week in which the cap is another one, and why. Shown in every output."""

    week: IsoWeek
    cap_min: Duration = Field(alias="cap")
    reason: Text

    def data(self) -> dict[str, str | int]:
        """As plan.json and answers to other programs have it."""
        return {"week": f"{self.week:%G-W%V}", "cap_min": self.cap_min, "reason": self.reason}


class Closed(InputModel):
    """Days on which nothing of this session takes place, and why: a strike, a closed school."""

    days: Annotated[
        DayRange,
        BeforeValidator(as_day_range),
        as_text(r"^\d{4}-\d{2}-\d{2}(/\d{4}-\d{2}-\d{2})?$", "2027-01-19"),
    ]
    reason: Text


class Change(InputModel):
    """What the trainer changes in an activity of the parcours; the designer's figure stays visible beside it (P6)."""

    cancelled: bool | None = Field(default=None, description="it does not take place, for anybody")
    title: Text | None = None
    duration_min: Duration | None = Field(default=None, alias="duration")
    before: Links | None = None
    after: Links | None = None
    fixed: Annotated[tuple[Fixed, ...], BeforeValidator(as_fixed), Field(strict=False)] | None = None
    groups: Ids | None = None
    together: bool | None = None
    trainers: Ids | None = None
    trainers_needed: PositiveCount | None = None
    capacity: PositiveCount | None = None
    preferred: Hours | None = None
    link: WebLink | None = None
    place: Text | None = None
    work: WorkKind | None = None
    productions: PositiveCount | None = None
    forum_weeks: PositiveCount | None = None


class Parcours(InputModel):
    """The designed course: activities, their order and the designer's durations; no dates."""

    id: Id
    title: Text
    announced_duration_min: Duration | None = Field(default=None, alias="announced_duration")
    booklet: Booklet | None = None
    activities: Annotated[tuple[Activity, ...], Field(strict=False, min_length=1, max_length=200)]


class Session(InputModel):
    """One run of a parcours for a cohort."""

    id: Id
    title: Text
    department: Text
    window: DayRange
    parcours: Text | None = Field(default=None, description="path of the parcours file, relative to this one")
    changes: dict[Id, Change] = Field(default={}, description="the trainer's changes to the parcours, by activity")
    announced_duration_min: Duration | None = Field(default=None, alias="announced_duration")
    stays_open: bool | None = Field(default=None, description="whether the contents stay open after the last date")
    issued: Day | None = Field(default=None, description="date of this calendar (DTSTAMP); default: the first date")
    trainers: Annotated[tuple[Trainer, ...], Field(strict=False, max_length=60)] = ()
    groups: Annotated[tuple[Group, ...], Field(strict=False, min_length=1, max_length=60)]
    activities: Annotated[tuple[Activity, ...], Field(strict=False, max_length=200)] = ()
    preferred: Hours | None = Field(default=None, description="hours to prefer for classes, inside the working hours")
    rules: Rules = Rules.model_construct()
    derogations: Annotated[tuple[Derogation, ...], Field(strict=False)] = ()
    closed: Annotated[tuple[Closed, ...], Field(strict=False)] = Field(
        default=(), description="days closed for this session alone, besides holidays: a strike, a closed school"
    )
    priority: Annotated[int, Field(ge=1, le=1000)] = Field(
        default=1, description="where not all sessions of a batch fit, those with the highest are placed"
    )
    parcours_id: Id | None = Field(default=None, description="the parcours that is run; default: that of its file")
    contextualisation: Depth = Field(default="light", description="how far the team fits the parcours to its audience")
    reused_version: bool = Field(default=False, description="a version fitted before is used again")
    assistance: bool = Field(default=False, description="others enrol people and open the session on the platform")
    weeks: PositiveCount | None = Field(default=None, description="weeks with something to do; default: those planned")
    booklet: Booklet | None = Field(default=None, description="the designer's; default: that of the parcours's file")
    workload: Coefficients = Coefficients.model_construct()

    def with_parcours(self, parcours: Parcours) -> "Session":
        """This session with the activities of its parcours, the trainer's changes applied to them."""
        activities = []
        gone = {id for id, change in self.changes.items() if change.cancelled}
        for designed in parcours.activities:
            change = self.changes.get(designed.id)
            names = (name for name in Change.model_fields if name != "cancelled")
            update = {name: value for name in names if (value := getattr(change, name, None)) is not None}
            if "duration_min" in update and designed.designer_duration_min is None:
                update["designer_duration_min"] = designed.duration_min
            for side in ("before", "after") if gone else ():
                links = update.get(side, getattr(designed, side))
                update[side] = tuple(link for link in links if link.activity not in gone)
            if designed.id not in gone:
                activities.append(designed.model_copy(update=update))
        return self.model_copy(
            update={
                "activities": tuple(activities),
                "announced_duration_min": self.announced_duration_min or parcours.announced_duration_min,
                "parcours_id": parcours.id,
                "booklet": self.booklet or parcours.booklet,
            }
        )

    def activity(self, activity_id: str) -> Activity:
        """The activity with this id; KeyError where there is none."""
        for activity in self.activities:
            if activity.id == activity_id:
                return activity
        raise KeyError(activity_id)

    def planned_groups(self) -> tuple[Group, ...]:
        """The groups as they attend, sorted by id; one too large for a class is split into `id-1`, `id-2`, … (R10)."""
        return tuple(sorted((part for group in self.groups for part in self.parts_of(group)), key=lambda g: g.id))

    def group_in_file(self, planned_group_id: str) -> Group:
        """The group of the file that a planned group is, or is a part of; KeyError where there is none."""
        for group in self.groups:
            if any(part.id == planned_group_id for part in self.parts_of(group)):
                return group
        raise KeyError(planned_group_id)

    def attending(self, activity: Activity) -> tuple[tuple[Group, ...], ...]:
        """For each occurrence of an activity, the planned groups that attend it: one each, or all where `together`."""
        wanted = set(activity.groups) or {group.id for group in self.groups}
        parts = tuple(
            sorted((p for g in self.groups if g.id in wanted for p in self.parts_of(g)), key=lambda part: part.id)
        )
        return (parts,) if activity.together else tuple((part,) for part in parts)

    def candidates(self, activity: Activity) -> tuple[Trainer, ...]:
        """The trainers who may lead an activity, sorted by id."""
        wanted = set(activity.trainers) or {trainer.id for trainer in self.trainers}
        return tuple(sorted((t for t in self.trainers if t.id in wanted), key=lambda t: t.id))

    def class_capacity(self, activity: Activity) -> int:
        """How many participants an occurrence of this virtual class holds."""
        return activity.capacity or self.rules.capacity

    @property
    def closed_days(self) -> tuple[tuple[date, date, str], ...]:
        """The days closed for this session alone: first and last (both in), and why."""
        return tuple((each.days.first, each.days.last, each.reason) for each in self.closed)

    def is_off(self, rule: str) -> bool:
        """Whether the person switched this rule off by name."""
        return rule in self.rules.off

    def parts_of(self, group: Group) -> tuple[Group, ...]:
        """The planned groups that a group of the file is: itself, or its parts `id-1`, `id-2`, … in order (R10)."""
        capacity = min(
            (
                self.class_capacity(a)
                for a in self.activities
                if a.kind == "virtual_class" and not a.together and (not a.groups or group.id in a.groups)
            ),
            default=group.size,
        )
        count = 1 if self.is_off("capacity") else -(-group.size // capacity)
        if count == 1:
            return (group,)
        small, larger = divmod(group.size, count)
        return tuple(
            group.model_copy(
                update={
                    "id": f"{group.id}-{number}",
                    "name": f"{group.name or group.id} {number}",
                    "size": small + (number <= larger),
                }
            )
            for number in range(1, count + 1)
        )


@dataclass(frozen=True)
class Elsewhere:
    """What sessions planned together with this one already take of its people.

    `led`: for each trainer (id) the live activities led elsewhere, each with the gap in minutes that its session asks.
    `attended`: for each planned group the live activities that some of its people attend elsewhere. `room_min`: for
    each planned group and week (its Monday) the minutes that the busiest of its people have left. `limits_min`: for
    each trainer the most live delivery of a day and of a week that any session allows (None: no limit).
    """

    led: Mapping[str, tuple[tuple[Span, int], ...]] = field(default_factory=dict)
    attended: Mapping[str, tuple[Span, ...]] = field(default_factory=dict)
    room_min: Mapping[str, Mapping[date, int]] = field(default_factory=dict)
    rooms_taken: tuple[Span, ...] = ()
    """When all virtual rooms are taken."""
    rooms: int | None = None
    """How many virtual rooms there are for all sessions together."""
    rooms_left: tuple[tuple[Span, int], ...] = ()
    """When others leave fewer rooms than a session could use at once, yet some: how many."""
    limits_min: Mapping[str, tuple[int | None, int | None]] = field(default_factory=dict)


NOTHING_ELSEWHERE = Elsewhere()


@dataclass(frozen=True)
class BusyTimes:
    """Busy spans (UTC) read from the calendars that a session names, by trainer id and by group id of the file.

    `elsewhere` is what other sessions planned together take.
    """

    trainers: Mapping[str, tuple[Span, ...]] = field(default_factory=dict)
    groups: Mapping[str, tuple[Span, ...]] = field(default_factory=dict)
    elsewhere: Elsewhere = NOTHING_ELSEWHERE

    @property
    def alone(self) -> "BusyTimes":
        """The same, as if no other session were planned."""
        return BusyTimes(self.trainers, self.groups)


NOT_BUSY = BusyTimes()
