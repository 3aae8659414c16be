"""Which slot a column or an option means: « mercredi 20 janvier 2027 de 14:00 à 15:00 », « 20/01 14h-15h ».

The words are those of people and of other programs: only the day and the beginning are looked for, and compared with
the slots that are offered.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

Order = Literal["day-month", "month-day"]
"""How « 1/2/27 » is meant."""

_MONTHS: Mapping[str, int] = {
    name: number
    for number, names in enumerate(
        (
            "janvier janv jan january", "fevrier fevr fev february feb", "mars mar march", "avril avr april apr",
            "mai may", "juin june jun", "juillet juil july jul", "aout august aug", "septembre sept sep september",
            "octobre oct october", "novembre nov november", "decembre dec december",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
_ISO = re.compile(r"\b(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})(?=\b|t\d)")
_OFFSET = re.compile(r"\dt\d{1,2}:\d{2}(?::\d{2})?(?P<offset>z|[+-]\d{2}:?\d{2})\b")
"""As ISO 8601 says on which clock a moment is: « 2027-01-20T13:00:00+00:00 »."""
_FIGURES = re.compile(r"\b(?P<one>\d{1,2})[/.](?P<two>\d{1,2})(?:[/.](?P<year>\d{4}|\d{2}))?\b(?![/.\d])")
_NAME = "|".join(sorted(_MONTHS, key=len, reverse=True))
_WORDS = re.compile(rf"\b(?P<day>\d{{1,2}})(?:er|st|nd|rd|th)?\s+(?P<name>{_NAME})\b\.?(?:,?\s+(?P<year>\d{{4}}))?")
_MONTH_FIRST = re.compile(
    rf"\b(?P<name>{_NAME})\b\.?\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\b(?:,?\s+(?P<year>\d{{4}}))?"
)
_TIME = re.compile(
    r"(?:\b|(?<=\dt))(?P<hour>\d{1,2})\s*(?:(?:h(?:eures?)?|:)\s*(?P<minute>\d{2})?|(?=[ap]\.?m\b))(?:\s*(?P<half>[ap])\.?m\b)?"
    r"|(?P<noon>midi|noon)"
)


@dataclass(frozen=True)
class Label:
    """What a label says: a day, whose year may be left out, and minutes since midnight where it says an hour; all that
    on the clock of those who are asked, or of which it says the offset from UTC."""

    day: int
    month: int
    year: int | None
    minute: int | None
    offset_min: int | None = None

    def means(self, local: datetime) -> bool:
        """Whether it can mean a slot that starts so, on the clock of those who are asked."""
        if self.offset_min is not None and (offset := local.utcoffset()) is not None:
            local = local.replace(tzinfo=None) - offset + timedelta(minutes=self.offset_min)
        same_year = self.year is None or self.year in (local.year, local.year % 100)
        same_time = self.minute is None or self.minute == local.hour * 60 + local.minute
        return (self.day, self.month) == (local.day, local.month) and same_year and same_time


def has_day(text: str) -> bool:
    """Whether a text names a day."""
    return next(_days(_plain(text), "day-month"), None) is not None


def read_label(text: str, order: Order) -> Label | None:
    """The first day of a text and the first hour after it, or before where there is none after; None without a day."""
    text = _plain(text)
    for day, month, year, start, end in _days(text, order):
        time = _TIME.search(text, end) or _TIME.search(text[:start])
        offset = _OFFSET.search(text)
        return Label(
            day, month, year, _minute(time) if time else None, _offset_min(offset["offset"]) if offset else None
        )
    return None


def meant(text: str, slots: Sequence[datetime], order: Order) -> list[int]:
    """The places in `slots` (local) that a text may mean."""
    label = read_label(text, order)
    return [] if label is None else [place for place, local in enumerate(slots) if label.means(local)]


def _days(text: str, order: Order) -> Iterator[tuple[int, int, int | None, int, int]]:
    for pattern in (_ISO, _FIGURES, _WORDS, _MONTH_FIRST):
        if found := pattern.search(text):
            parts = found.groupdict()
            year = int(parts["year"]) if parts.get("year") else None
            if "one" in parts:
                one, two = int(parts["one"]), int(parts["two"])
                day, month = (one, two) if order == "day-month" else (two, one)
            else:
                day, month = int(parts["day"]), int(parts.get("month") or _MONTHS[parts["name"]])
            yield day, month, year, found.start(), found.end()


def _minute(time: re.Match[str]) -> int:
    if time["noon"]:
        return 12 * 60
    hour = int(time["hour"])
    if time["half"]:
        hour = hour % 12 + (12 if time["half"] == "p" else 0)
    return hour * 60 + int(time["minute"] or 0)


def _offset_min(text: str) -> int:
    if text == "z":
        return 0
    minutes = int(text[1:3]) * 60 + int(text[-2:])
    return -minutes if text[0] == "-" else minutes


def _plain(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text[:500].casefold())
    return "".join(character for character in decomposed if not unicodedata.combining(character))
