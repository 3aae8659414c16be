"""Hours as people note them in a table, read into exact minutes: « 3 h 30 », « 3,5 », « 210 min », 3:30."""

import re
from datetime import date, timedelta
from fractions import Fraction
from typing import Literal

from planner.files.table_file import Cell
from planner.units import parse_duration_min

Unit = Literal["hours", "minutes"]
HoursFault = Literal["log-not-hours", "log-is-a-date"]

MOST_HOURS = 400
"""More is not believed of one row: a trainer's quarter of a year."""

_NUMBER = r"[0-9]{1,6}(?:[.,][0-9]{1,6})?"
_HOURS = r"(?:h|hs|hrs?|heures?|hours?)"
_MINUTES = r"(?:min|mins|mn|minutes?)"
_PATTERNS: tuple[tuple[re.Pattern[str], Unit | None], ...] = (
    (re.compile(rf"(?P<one>{_NUMBER})"), None),
    (re.compile(rf"(?P<one>{_NUMBER}) ?{_HOURS}"), "hours"),
    (re.compile(rf"(?P<one>{_NUMBER}) ?{_MINUTES}"), "minutes"),
)
_BOTH = re.compile(
    rf"(?P<hours>[0-9]{{1,6}}) ?(?:{_HOURS} ?(?:et |and )?|:)(?P<minutes>[0-5]?[0-9]) ?(?:{_MINUTES}|'|:00)?"
)
_THOUSANDS = re.compile(r"(?<=[0-9]) (?=[0-9]{3}\b)")


def parse_noted_min(cell: Cell, unit: Unit) -> Fraction | HoursFault:
    """The minutes that a cell means; a bare number counts in `unit`. Below zero is read as such."""
    if isinstance(cell, timedelta):
        return Fraction(cell / timedelta(minutes=1)).limit_denominator(60)
    if isinstance(cell, date):
        return "log-is-a-date"
    if isinstance(cell, Fraction):
        return _in_minutes(cell, unit)
    text = " ".join((cell or "").replace("\u2212", "-").casefold().split())
    below, text = text.startswith("-"), text.removeprefix("-").lstrip()
    minutes = _parse(text, unit)
    if minutes is None:
        return "log-not-hours"
    return -minutes if below else minutes


def _parse(text: str, unit: Unit) -> Fraction | None:
    if both := _BOTH.fullmatch(text):
        return Fraction(int(both["hours"]) * 60 + int(both["minutes"]))
    text = _THOUSANDS.sub("", text)
    for pattern, own_unit in _PATTERNS:
        if match := pattern.fullmatch(text):
            return _in_minutes(Fraction(match["one"].replace(",", ".")), own_unit or unit)
    whole = parse_duration_min(text)  # PT3H30M
    return None if whole is None else Fraction(whole)


def _in_minutes(number: Fraction, unit: Unit) -> Fraction:
    return number * 60 if unit == "hours" else number
