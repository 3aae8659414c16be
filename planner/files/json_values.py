"""Values that the program's own JSON files share: moments with their offset, and days that arithmetic can bear."""

import re
from datetime import UTC, date, datetime
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator
from pydantic_core import PydanticCustomError

from planner.input_values import Day, refuse

_LONGEST_NAME, _LONGEST_PATH = 255, 1000  # bytes; file systems bear no longer name, and 4,096 with the folder
_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2})?(Z|[+-]\d{2}:\d{2})")


def _instant(value: object) -> datetime:
    """A moment with its offset, as UTC."""
    wrong = PydanticCustomError("not-an-instant", "{found}", {"found": value})
    if not isinstance(value, str) or not _MOMENT.fullmatch(value):
        raise wrong
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        raise wrong from None
    offset = moment.utcoffset()
    if offset is None or not _is_near(moment.date()):
        raise wrong
    return (moment - offset).replace(tzinfo=UTC)


def _on_the_minute(value: object) -> datetime:
    """A moment at which a class can start: clocks of classes have no seconds."""
    moment = _instant(value)
    if moment.second:
        raise PydanticCustomError("off-the-minute", "{found}", {"found": value})
    return moment


def _near(day: date) -> date:
    if not _is_near(day):
        raise PydanticCustomError("no-such-date", "{found}", {"found": day.isoformat()})
    return day


def _is_near(day: date) -> bool:
    """Whether arithmetic on a day can go weeks back and forth without leaving the calendar."""
    return 1900 <= day.year <= 2200


def _names_a_file(value: object) -> str:
    """A name or a path that can be asked for: asking about any other raises errors of the system."""
    if not isinstance(value, str):
        raise refuse("not-text", value)
    if not value.strip():
        raise refuse("empty-text", value)
    if "\0" in value:
        raise refuse("control-character", "U+0000")
    for text, limit in ((value, _LONGEST_PATH), *((part, _LONGEST_NAME) for part in value.split("/"))):
        if len(text.encode(errors="surrogatepass")) > limit:
            raise refuse("text-too-long", len(text), limit=limit)
    return value


Instant = Annotated[datetime, BeforeValidator(_instant)]
Minute = Annotated[datetime, BeforeValidator(_on_the_minute)]
"""An instant without seconds."""
NearDay = Annotated[Day, AfterValidator(_near)]
FileName = Annotated[str, BeforeValidator(_names_a_file)]
"""A file, from the folder of the one that names it, or absolute."""
