"""What a person describes: a session, its activities, its team, its groups and the rules' parameters.

These models are the door: unknown keys are refused, types are strict, text is read into minutes, days and hours
once. What one value alone can show to be wrong is refused here with a `PydanticCustomError` whose type is the
message id; what only several values together show is in `planner.consistency`.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema
from pydantic_core import PydanticCustomError

from calendars.spans import Span
from calendars.working_hours import WeeklyHours, WrongHours
from planner.units import parse_duration_min, parse_gap_days

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
    "grid": "R13",
    "closing": "R14",
}
"""The one word of each rule, in code, messages and tests, and its id in RULES.md. R12 (polls) is not planned yet."""

RuleName = Literal[
    "working_hours", "no_weekend", "no_school_holidays", "no_public_holidays", "weekly_cap", "no_start_on_eve",
    "trainer", "participant", "order", "capacity", "window", "grid", "closing",
]  # fmt: skip
ActivityKind = Literal["virtual_class", "remote_work", "in_person", "evaluation"]
LIVE_KINDS = frozenset({"virtual_class", "in_person"})
"""Kinds that happen at a time, led by trainers; the others are done at one's own pace, in minutes a week."""

_ID = re.compile(r"(?!.*\.\.)[A-Za-z0-9](?:[A-Za-z0-9._-]{0,62}[A-Za-z0-9_-])?")
_RESERVED = frozenset({"con", "prn", "aux", "nul", *(f"{name}{i}" for name in ("com", "lpt") for i in range(1, 10))})
_EMAIL = re.compile(r"[^@\s<>\"',;:()]{1,64}@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")
_LINK = re.compile(r"https?://[!-;=?-~]+")  # printable ASCII without spaces and angle brackets
_WEEK = re.compile(r"(\d{4})-W(\d{2})")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_TIME = re.compile(r"(\d{1,2})[:h](\d{2})(?::00)?")


def _refuse(message_id: str, found: object, **facts: Any) -> PydanticCustomError:
    return PydanticCustomError(message_id, "{found}", {"found": found, **facts})


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise _refuse("not-text", value)
    if not value.strip():
        raise _refuse("empty-text", value)
    if len(value) > 1000:
        raise _refuse("text-too-long", len(value), limit=1000)
    for character in value:
        if unicodedata.category(character) in ("Cc", "Cs") and character not in "\n\t\r":
            raise _refuse("control-character", f"U+{ord(character):04X}")
    return value


def _id(value: object) -> str:
    if not isinstance(value, str):
        raise _refuse("not-text", value)
    if not _ID.fullmatch(value) or value.split(".")[0].casefold() in _RESERVED:
        raise _refuse("wrong-id", value)
    return value


def _matching(message_id: str, pattern: re.Pattern[str]) -> BeforeValidator:
    def read(value: object) -> str:
        text = _text(value)
        if not pattern.fullmatch(text):
            raise _refuse(message_id, value)
        return text

    return BeforeValidator(read)


def _duration(value: object) -> int:
    minutes = parse_duration_min(value) if isinstance(value, str) else None
    if minutes is None:
        raise _refuse("not-a-duration", value)
    return minutes


def _positive_duration(value: object) -> int:
    minutes = _duration(value)
    if minutes <= 0:
        raise _refuse("no-duration", value)
    return minutes


def _gap(value: object) -> int:
    days = parse_gap_days(value) if isinstance(value, str) else None
    if days is None:
        raise _refuse("not-a-gap", value)
    return days


def _day(value: object) -> date:
    if not isinstance(value, str) or not _DATE.fullmatch(value):
        raise _refuse("not-a-date", value)
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise _refuse("no-such-date", value) from None


def _iso_week(value: object) -> date:
    match = _WEEK.fullmatch(value) if isinstance(value, str) else None
    if not match:
        raise _refuse("not-a-week", value)
    try:
        return date.fromisocalendar(int(match[1]), int(match[2]), 1)
    except ValueError:
        raise _refuse("no-such-week", value) from None


def _day_range(value: object) -> object:
    if not isinstance(value, str):
        if isinstance(value, Mapping):
            return value
        raise _refuse("not-a-day-range", value)
    first, slash, last = value.partition("/")
    return {"first": first.strip(), "last": last.strip() if slash else first.strip()}


def _hours(value: object) -> WeeklyHours:
    if not isinstance(value, Mapping) or not all(isinstance(key, str) for key in value):
        raise _refuse("not-weekly-hours", value)
    for key, text in value.items():
        if not isinstance(text, str):
            raise _refuse("not-weekly-hours", text, key=key)
    try:
        return WeeklyHours.parse(value)
    except WrongHours as wrong:
        raise _refuse("wrong-hours", wrong.found, fault=wrong.kind, key=wrong.key) from None


def _listed(value: object) -> object:
    return value if isinstance(value, list | tuple) else [value]


def _links(value: object) -> object:
    return [{"activity": item} if isinstance(item, str) else item for item in _listed(value)]  # type: ignore[attr-defined]


def _fixed(value: object) -> object:
    """`2027-01-13T17:00`, `2027-01-13`, `{lyon: 2027-01-13T17:00}` or a list of mappings, as a list of mappings."""
    if isinstance(value, str):
        return [_fixed_moment(value)]
    if isinstance(value, Mapping) and "first" not in value and "day" not in value:
        return [{"group": group, **_fixed_moment(moment)} for group, moment in value.items()]
    return _listed(value)


def _fixed_moment(value: object) -> dict[str, object]:
    if not isinstance(value, str):
        raise _refuse("not-a-moment", value)
    day, separator, clock = value.replace(" ", "T", 1).partition("T")
    return {"day": day, "at": clock} if separator else {"day": day}


def _time(value: object) -> time:
    match = _TIME.fullmatch(value) if isinstance(value, str) else None
    if not match or int(match[1]) > 23 or int(match[2]) > 59:
        raise _refuse("not-a-time", value)
    return time(int(match[1]), int(match[2]))


def _as_text(pattern: str, *examples: str) -> WithJsonSchema:
    return WithJsonSchema({"type": "string", "pattern": pattern, "examples": list(examples)})


_DURATION_SCHEMA = _as_text(r"^(\d+ ?h( ?\d+)?( ?min)?|\d+ ?min|PT(\d+H)?(\d+M)?)$", "1h30", "90 min", "PT1H30M")

Text = Annotated[str, BeforeValidator(_text)]
Id = Annotated[str, BeforeValidator(_id), _as_text("^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$", "retour1")]
Email = Annotated[str, _matching("wrong-email", _EMAIL)]
WebLink = Annotated[str, _matching("wrong-link", _LINK)]
Duration = Annotated[int, BeforeValidator(_positive_duration), _DURATION_SCHEMA]
MaybeNoDuration = Annotated[int, BeforeValidator(_duration), _DURATION_SCHEMA]
GapDays = Annotated[int, BeforeValidator(_gap), _as_text(r"^\d+ ?(d|days?|j|jours?|w|weeks?|s|semaines?)$", "7d", "2w")]
Day = Annotated[date, BeforeValidator(_day), _as_text(r"^\d{4}-\d{2}-\d{2}$", "2027-01-13")]
IsoWeek = Annotated[date, BeforeValidator(_iso_week), _as_text(r"^\d{4}-W\d{2}$", "2027-W03")]
Clock = Annotated[time, BeforeValidator(_time), _as_text(r"^\d{1,2}[:h]\d{2}$", "17:00")]
Hours = Annotated[
    WeeklyHours,
    BeforeValidator(_hours),
    WithJsonSchema(
        {
            "type": "object",
            "additionalProperties": {"type": "string"},
            "examples": [{"wed": "13:30-17:30", "mon-fri": "17:00-18:30"}],
        }
    ),
]
PositiveCount = Annotated[int, Field(ge=1, le=2000)]


class _Model(BaseModel):
    # built when first used: only whole sessions are validated, and each would build its inner models' schemas again
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, arbitrary_types_allowed=True, defer_build=True)


class DayRange(_Model):
    """Civil days from `first` to `last`, both included. In files: `2027-01-18/2027-01-22`, or one day."""

    first: Day
    last: Day

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last


DayRanges = Annotated[
    tuple[
        Annotated[
            DayRange,
            BeforeValidator(_day_range),
            _as_text(r"^\d{4}-\d{2}-\d{2}(/\d{4}-\d{2}-\d{2})?$", "2027-01-18/2027-01-22"),
        ],
        ...,
    ],
    BeforeValidator(_listed),
    Field(strict=False),
]
Ids = Annotated[tuple[Id, ...], BeforeValidator(_listed), Field(strict=False)]
Texts = Annotated[tuple[Text, ...], BeforeValidator(_listed), Field(strict=False)]


class Trainer(_Model):
    """Who leads classes. `department` gives the trainer's own zone, holidays and clock; default: the session's."""

    id: Id
    name: Text
    email: Email | None = None
    department: Text | None = None
    expertise: Literal["confirmed", "intermediate", "novice"] = "confirmed"
    absent: DayRanges = ()
    busy: Texts = Field(default=(), description="paths of .ics files, relative to the session file")
    working_hours: Hours | None = Field(default=None, description="default: those of the rules")
    max_delivery_day_min: Duration | None = Field(default=None, alias="max_delivery_day")
    max_delivery_week_min: Duration | None = Field(default=None, alias="max_delivery_week")


class Group(_Model):
    """Participants who attend the same occurrence of each class. `department`: default the session's."""

    id: Id
    name: Text | None = None
    size: PositiveCount
    department: Text | None = None
    teaching: Hours | None = Field(default=None, description="weekly hours in which the group itself teaches")
    busy: Texts = Field(default=(), description="paths of .ics files, relative to the session file")
    avoid: DayRanges = Field(default=(), description="class councils, exams: used only where nothing else fits")


class Link(_Model):
    """One activity that must be finished before (or begin after) another, with gaps counted in local days."""

    activity: Id
    min_gap_days: GapDays = Field(default=0, alias="min_gap")
    max_gap_days: GapDays | None = Field(default=None, alias="max_gap")


Links = Annotated[tuple[Link, ...], BeforeValidator(_links), Field(strict=False)]


class Fixed(_Model):
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


class Activity(_Model):
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
    fixed: Annotated[tuple[Fixed, ...], BeforeValidator(_fixed), Field(strict=False)] = ()
    groups: Ids = Field(default=(), description="who attends; default: every group")
    together: bool = Field(default=False, description="one occurrence for all its groups, instead of one each")
    trainers: Ids = Field(default=(), description="who may lead it; default: the whole team")
    trainers_needed: PositiveCount = 1
    capacity: PositiveCount | None = Field(default=None, description="participants; default: that of the rules")
    preferred: Hours | None = Field(default=None, description="hours to prefer; default: those of the session")
    link: WebLink | None = None
    place: Text | None = None

    @property
    def is_live(self) -> bool:
        """Whether it happens at a time (class, in-person day), instead of at one's own pace over days."""
        return self.kind in LIVE_KINDS


class Gap(_Model):
    """Days between two classes that follow one another, counted from day to day (a week later is 7)."""

    min_days: GapDays = Field(default=0, alias="min")
    max_days: GapDays | None = Field(default=None, alias="max")


class Rules(_Model):
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
    off: Annotated[tuple[RuleName, ...], BeforeValidator(_listed), Field(strict=False)] = Field(
        default=(), description="rules switched off; every report says so"
    )


class Derogation(_Model):
    """A week in which the cap is another one, and why. Shown in every output."""

    week: IsoWeek
    cap_min: Duration = Field(alias="cap")
    reason: Text


class Change(_Model):
    """What the trainer changes in an activity of the parcours; the designer's figure stays visible beside it (P6)."""

    title: Text | None = None
    duration_min: Duration | None = Field(default=None, alias="duration")
    before: Links | None = None
    after: Links | None = None
    fixed: Annotated[tuple[Fixed, ...], BeforeValidator(_fixed), Field(strict=False)] | None = None
    groups: Ids | None = None
    together: bool | None = None
    trainers: Ids | None = None
    trainers_needed: PositiveCount | None = None
    capacity: PositiveCount | None = None
    preferred: Hours | None = None
    link: WebLink | None = None
    place: Text | None = None


class Parcours(_Model):
    """The designed course: activities, their order and the designer's durations; no dates."""

    id: Id
    title: Text
    announced_duration_min: Duration | None = Field(default=None, alias="announced_duration")
    activities: Annotated[tuple[Activity, ...], Field(strict=False, min_length=1, max_length=200)]


class Session(_Model):
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

    def with_parcours(self, parcours: Parcours) -> "Session":
        """This session with the activities of its parcours, the trainer's changes applied to them."""
        activities = []
        for designed in parcours.activities:
            change = self.changes.get(designed.id)
            update = {name: value for name in Change.model_fields if (value := getattr(change, name, None)) is not None}
            if "duration_min" in update and designed.designer_duration_min is None:
                update["designer_duration_min"] = designed.duration_min
            activities.append(designed.model_copy(update=update))
        announced = self.announced_duration_min or parcours.announced_duration_min
        return self.model_copy(update={"activities": tuple(activities), "announced_duration_min": announced})

    def activity(self, activity_id: str) -> Activity:
        """The activity with this id; KeyError where there is none."""
        for activity in self.activities:
            if activity.id == activity_id:
                return activity
        raise KeyError(activity_id)

    def planned_groups(self) -> tuple[Group, ...]:
        """The groups as they attend, sorted by id; one too large for a class is split into `id-1`, `id-2`, … (R10)."""
        return tuple(sorted((part for group in self.groups for part in self._split(group)), key=lambda g: g.id))

    def group_in_file(self, planned_group_id: str) -> Group:
        """The group of the file that a planned group is, or is a part of; KeyError where there is none."""
        for group in self.groups:
            if any(part.id == planned_group_id for part in self._split(group)):
                return group
        raise KeyError(planned_group_id)

    def attending(self, activity: Activity) -> tuple[tuple[Group, ...], ...]:
        """For each occurrence of an activity, the planned groups that attend it: one each, or all where `together`."""
        wanted = set(activity.groups) or {group.id for group in self.groups}
        parts = tuple(
            sorted((p for g in self.groups if g.id in wanted for p in self._split(g)), key=lambda part: part.id)
        )
        return (parts,) if activity.together else tuple((part,) for part in parts)

    def candidates(self, activity: Activity) -> tuple[Trainer, ...]:
        """The trainers who may lead an activity, sorted by id."""
        wanted = set(activity.trainers) or {trainer.id for trainer in self.trainers}
        return tuple(sorted((t for t in self.trainers if t.id in wanted), key=lambda t: t.id))

    def class_capacity(self, activity: Activity) -> int:
        """How many participants an occurrence of this virtual class holds."""
        return activity.capacity or self.rules.capacity

    def is_off(self, rule: str) -> bool:
        """Whether the person switched this rule off by name."""
        return rule in self.rules.off

    def _split(self, group: Group) -> tuple[Group, ...]:
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
class BusyTimes:
    """Busy spans (UTC) read from the calendars that a session names, by trainer id and by group id of the file."""

    trainers: Mapping[str, tuple[Span, ...]] = field(default_factory=dict)
    groups: Mapping[str, tuple[Span, ...]] = field(default_factory=dict)


NOT_BUSY = BusyTimes()
