"""The values of which input is made: texts, ids, durations, days, hours, each read once into what it means.

What one value alone can show to be wrong is refused here with a `PydanticCustomError` whose type is the message id.
"""

import re
import unicodedata
from collections.abc import Mapping
from datetime import date, time
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema
from pydantic_core import PydanticCustomError

from calendars.working_hours import WeeklyHours, WrongHours
from planner.units import parse_duration_min, parse_gap_days

_ID = re.compile(r"(?!.*\.\.)[A-Za-z0-9](?:[A-Za-z0-9._-]{0,62}[A-Za-z0-9_-])?")
_RESERVED = frozenset({"con", "prn", "aux", "nul", *(f"{name}{i}" for name in ("com", "lpt") for i in range(1, 10))})
_EMAIL = re.compile(r"[^@\s<>\"',;:()]{1,64}@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")
_LINK = re.compile(r"https?://[!-;=?-~]+")  # printable ASCII without spaces and angle brackets
_WEEK = re.compile(r"(\d{4})-W(\d{2})")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_TIME = re.compile(r"(\d{1,2})[:h](\d{2})(?::00)?")


def refuse(message_id: str, found: object, **facts: Any) -> PydanticCustomError:
    """The error of one value: `message_id` names its message, the rest are its facts."""
    return PydanticCustomError(message_id, "{found}", {"found": found, **facts})


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise refuse("not-text", value)
    if not value.strip():
        raise refuse("empty-text", value)
    if len(value) > 1000:
        raise refuse("text-too-long", len(value), limit=1000)
    for character in value:
        if unicodedata.category(character) in ("Cc", "Cs") and character not in "\n\t\r":
            raise refuse("control-character", f"U+{ord(character):04X}")
    return value


def _id(value: object) -> str:
    if not isinstance(value, str):
        raise refuse("not-text", value)
    if not _ID.fullmatch(value) or value.split(".")[0].casefold() in _RESERVED:
        raise refuse("wrong-id", value)
    return value


def _matching(message_id: str, pattern: re.Pattern[str]) -> BeforeValidator:
    def read(value: object) -> str:
        text = _text(value)
        if not pattern.fullmatch(text):
            raise refuse(message_id, value)
        return text

    return BeforeValidator(read)


def _duration(value: object) -> int:
    minutes = parse_duration_min(value) if isinstance(value, str) else None
    if minutes is None:
        raise refuse("not-a-duration", value)
    return minutes


def _positive_duration(value: object) -> int:
    minutes = _duration(value)
    if minutes <= 0:
        raise refuse("no-duration", value)
    return minutes


def _gap(value: object) -> int:
    days = parse_gap_days(value) if isinstance(value, str) else None
    if days is None:
        raise refuse("not-a-gap", value)
    return days


def _day(value: object) -> date:
    if not isinstance(value, str) or not _DATE.fullmatch(value):
        raise refuse("not-a-date", value)
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise refuse("no-such-date", value) from None


def _iso_week(value: object) -> date:
    match = _WEEK.fullmatch(value) if isinstance(value, str) else None
    if not match:
        raise refuse("not-a-week", value)
    try:
        return date.fromisocalendar(int(match[1]), int(match[2]), 1)
    except ValueError:
        raise refuse("no-such-week", value) from None


def as_day_range(value: object) -> object:
    """`2027-01-18/2027-01-22`, or one day, as first and last day."""
    if not isinstance(value, str):
        if isinstance(value, Mapping):
            return value
        raise refuse("not-a-day-range", value)
    first, slash, last = value.partition("/")
    return {"first": first.strip(), "last": last.strip() if slash else first.strip()}


def _hours(value: object) -> WeeklyHours:
    if not isinstance(value, Mapping) or not all(isinstance(key, str) for key in value):
        raise refuse("not-weekly-hours", value)
    for key, text in value.items():
        if not isinstance(text, str):
            raise refuse("not-weekly-hours", text, key=key)
    try:
        return WeeklyHours.parse(value)
    except WrongHours as wrong:
        raise refuse("wrong-hours", wrong.found, fault=wrong.kind, key=wrong.key) from None


def listed(value: object) -> object:
    """One thing as a list of one; a list as it is."""
    return value if isinstance(value, list | tuple) else [value]


def as_links(value: object) -> object:
    """Ids, and mappings with gaps, as a list of mappings."""
    return [{"activity": item} if isinstance(item, str) else item for item in listed(value)]  # type: ignore[attr-defined]


def as_fixed(value: object) -> object:
    """`2027-01-13T17:00`, `2027-01-13`, `{lyon: 2027-01-13T17:00}` or a list of mappings, as a list of mappings."""
    if isinstance(value, str):
        return [_fixed_moment(value)]
    if isinstance(value, Mapping) and "first" not in value and "day" not in value:
        return [{"group": group, **_fixed_moment(moment)} for group, moment in value.items()]
    return listed(value)


def _fixed_moment(value: object) -> dict[str, object]:
    if not isinstance(value, str):
        raise refuse("not-a-moment", value)
    day, separator, clock = value.replace(" ", "T", 1).partition("T")
    return {"day": day, "at": clock} if separator else {"day": day}


def _time(value: object) -> time:
    match = _TIME.fullmatch(value) if isinstance(value, str) else None
    if not match or int(match[1]) > 23 or int(match[2]) > 59:
        raise refuse("not-a-time", value)
    return time(int(match[1]), int(match[2]))


def as_text(pattern: str, *examples: str) -> WithJsonSchema:
    """What the JSON Schema says of a value that is written as a text of this form."""
    return WithJsonSchema({"type": "string", "pattern": pattern, "examples": list(examples)})


_DURATION_SCHEMA = as_text(r"^(\d+ ?h( ?\d+)?( ?min)?|\d+ ?min|PT(\d+H)?(\d+M)?)$", "1h30", "90 min", "PT1H30M")

Text = Annotated[str, BeforeValidator(_text)]
Id = Annotated[str, BeforeValidator(_id), as_text("^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$", "retour1")]
Email = Annotated[str, _matching("wrong-email", _EMAIL)]
WebLink = Annotated[str, _matching("wrong-link", _LINK)]
Duration = Annotated[int, BeforeValidator(_positive_duration), _DURATION_SCHEMA]
MaybeNoDuration = Annotated[int, BeforeValidator(_duration), _DURATION_SCHEMA]
GapDays = Annotated[int, BeforeValidator(_gap), as_text(r"^\d+ ?(d|days?|j|jours?|w|weeks?|s|semaines?)$", "7d", "2w")]
Day = Annotated[date, BeforeValidator(_day), as_text(r"^\d{4}-\d{2}-\d{2}$", "2027-01-13")]
IsoWeek = Annotated[date, BeforeValidator(_iso_week), as_text(r"^\d{4}-W\d{2}$", "2027-W03")]
Clock = Annotated[time, BeforeValidator(_time), as_text(r"^\d{1,2}[:h]\d{2}$", "17:00")]
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
Ids = Annotated[tuple[Id, ...], BeforeValidator(listed), Field(strict=False)]
Texts = Annotated[tuple[Text, ...], BeforeValidator(listed), Field(strict=False)]


class InputModel(BaseModel):
    """What a person writes: unknown keys are refused, types are strict, nothing changes afterwards."""

    # built when first used: only whole sessions are validated, and each would build its inner models' schemas again
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, arbitrary_types_allowed=True, defer_build=True)
