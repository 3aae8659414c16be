"""Durations and gaps as people write them, read into whole minutes and whole days."""

import re

_HOURS = re.compile(r"(?P<hours>\d{1,4})\s*(?:h|hours?|heures?)\s*(?:(?P<minutes>[0-5]?\d)\s*(?:min|minutes?|mn)?)?")
_MINUTES = re.compile(r"(?P<minutes>\d{1,5})\s*(?:min|minutes?|mn)")
_ISO = re.compile(r"PT(?=\d)(?:(?P<hours>\d{1,4})H)?(?:(?P<minutes>\d{1,5})M)?")
_GAP = re.compile(r"(?P<count>\d{1,4})\s*(?P<unit>d|days?|j|jours?|w|weeks?|s|sem|semaines?)")


def parse_duration_min(text: str) -> int | None:
    """The minutes that « 1h30 », « 1 h 30 », « 90 min » or « PT1H30M » mean; None where the text is no duration."""
    text = " ".join(text.split())
    for pattern in (_HOURS, _MINUTES):
        if match := pattern.fullmatch(text.lower()):
            break
    else:
        match = _ISO.fullmatch(text.upper())
    if not match:
        return None
    parts = match.groupdict()
    return int(parts.get("hours") or 0) * 60 + int(parts.get("minutes") or 0)


def parse_gap_days(text: str) -> int | None:
    """The days that « 7d », « 2w » or « 2 semaines » mean (a week is 7 days); None where the text is no gap."""
    match = _GAP.fullmatch(" ".join(text.split()).lower())
    if not match:
        return None
    days_of_unit = 1 if match["unit"][0] in "dj" else 7
    return int(match["count"]) * days_of_unit


def short_duration(duration_min: int) -> str:
    """Whole minutes as people write them in a file: 90 is 1h30, 120 is 2h, 45 is 45 min."""
    hours, minutes = divmod(duration_min, 60)
    if not hours:
        return f"{minutes} min"
    return f"{hours}h{minutes:02}" if minutes else f"{hours}h"
