"""Cells of an academy's tables as the texts that a session file has: what people type, read generously and surely.

What cannot be read is left as it is: the door (`planner.session`) then says what is wrong with it.
"""

import re
from collections.abc import Mapping
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from calendars.places import PLACES, plain_name
from planner.files.log_columns import plain_words
from planner.files.sheets import shown
from planner.files.table_file import Cell

_EPOCH = date(1899, 12, 30)
_SERIALS = range(40_000, 60_000)  # the days from 2009 to 2064, as a spreadsheet counts them
_DAY = re.compile(r"(?P<iso>\d{4}-\d{2}-\d{2})|(?P<d>\d{1,2})[/.](?P<m>\d{1,2})[/.](?P<y>\d{4})")
_BETWEEN_DAYS = re.compile(r"(du|au|from|to|le|a|à|[-–—/\s])*", re.IGNORECASE)
_CODE = re.compile(r"(\d{1,3}|2[AB])(?![0-9A-Za-z])", re.IGNORECASE)
_CODES = {place.department for place in PLACES}
_BY_NAME = {plain_name(place.name): place.department for place in PLACES}
_DAYS_OF_WEEK: Mapping[str, str] = {
    name: short
    for short, names in {
        "mon": "lun lundi mon monday", "tue": "mar mardi tue tuesday", "wed": "mer mercredi wed wednesday",
        "thu": "jeu jeudi thu thursday", "fri": "ven vendredi fri friday", "sat": "sam samedi sat saturday",
        "sun": "dim dimanche sun sunday",
    }.items()
    for name in names.split()
}  # fmt: skip
_HOURS = re.compile(r"(?P<first>[a-z]+)\.?(?:\s*(?:-|–|à|au|to)\s*(?P<last>[a-z]+)\.?)?\s*:?\s*(?P<hours>\d.*)", re.I)
_CLOCK = re.compile(r"(\d{1,2})\s*[h:]\s*(\d{2})?", re.IGNORECASE)
_YES_NO: Mapping[str, bool] = {
    **dict.fromkeys(("oui", "yes", "vrai", "true", "x", "1"), True),
    **dict.fromkeys(("non", "no", "faux", "false", "0"), False),
}
_WORDS: Mapping[str, str] = {
    **dict.fromkeys(("confirme", "confirmee", "confirme e"), "confirmed"),
    **dict.fromkeys(("intermediaire", "moyen", "moyenne"), "intermediate"),
    **dict.fromkeys(("debutant", "debutante", "debutant e"), "novice"),
}
_DEPTHS: Mapping[str, str] = {
    **dict.fromkeys(("aucune", "non", "aucun"), "none"),
    **dict.fromkeys(("legere", "leger"), "light"),
    **dict.fromkeys(("moyenne", "moyen"), "medium"),
    **dict.fromkeys(("profonde", "forte"), "deep"),
}


def day_text(cell: Cell) -> str:
    """A day in ISO 8601, of a cell that is one, of `13/01/2027`, and of the number that a spreadsheet counts it by."""
    if isinstance(cell, Fraction) and cell.denominator == 1 and int(cell) in _SERIALS:
        return (_EPOCH + timedelta(days=int(cell))).isoformat()
    text = shown(cell)
    match = _DAY.fullmatch(text)
    return _iso(match) if match else text


def days_texts(cell: Cell) -> list[str]:
    """Days and periods, separated by commas, semicolons or line breaks: `18/01/2027-22/01/2027, 01/02/2027`."""
    if not isinstance(cell, str):
        return [day_text(cell)]
    return [day_range_text(part) for part in re.split(r"[;,\n]", cell) if part.strip()]


def day_range_text(text: str) -> str:
    """`du 18/01/2027 au 22/01/2027` as `2027-01-18/2027-01-22`."""
    days = [_iso(match) for match in _DAY.finditer(text)]
    if days and len(days) <= 2 and _BETWEEN_DAYS.fullmatch(_DAY.sub("", text)):
        return "/".join(days)
    return text.strip()


def _iso(match: re.Match[str]) -> str:
    return match["iso"] or f"{match['y']}-{int(match['m']):02}-{int(match['d']):02}"


def department_text(cell: Cell) -> str:
    """The code of a department: of a number that lost its zero, of `01 Ain`, of `Ain`."""
    text = shown(cell)
    if match := _CODE.match(text):
        code = match[1].upper().zfill(2)
        if code in _CODES:
            return code
    return _BY_NAME.get(plain_name(text), text)


def count_value(cell: Cell) -> Any:
    """A whole number, or what stands there instead."""
    if isinstance(cell, Fraction):
        return int(cell) if cell.denominator == 1 else float(cell)
    text = shown(cell)
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else text


def duration_value(cell: Cell) -> Any:
    """A duration as a text; a bare number stays one, so that its unit is asked for."""
    return count_value(cell) if isinstance(cell, Fraction) else shown(cell)


def yes_no_value(cell: Cell) -> Any:
    """Whether a cell says yes; a text that says neither stays one."""
    text = shown(cell)
    return _YES_NO.get(plain_words(text), text)


def expertise_text(text: str) -> str:
    """`confirmée` is `confirmed`."""
    return _WORDS.get(plain_words(text), text.strip())


def depth_text(cell: Cell) -> str:
    """`légère` is `light`."""
    text = shown(cell)
    return _DEPTHS.get(plain_words(text), text)


def hours_value(cell: Cell) -> Any:
    """`mer 13h30-17h30 ; lun-ven 17:00-18:30` as keys and texts of a session file; any other text as it is."""
    text = shown(cell)
    hours: dict[str, str] = {}
    for part in re.split(r"[;\n]|,(?=\s*[a-zA-Z])", text.strip("{} ")):
        if not part.strip():
            continue
        match = _HOURS.fullmatch(part.strip())
        if not match:
            return text
        days = [_DAYS_OF_WEEK.get(plain_name(day), day) for day in (match["first"], match["last"]) if day]
        said = _CLOCK.sub(lambda clock: f"{clock[1]}:{clock[2] or '00'}", match["hours"])
        said = re.sub(r"\s*(?:–|—|à|to)\s*", "-", said)
        key = "-".join(days)
        hours[key] = f"{hours[key]}, {said}" if key in hours else said
    return hours or text


def slug(text: str) -> str:
    """An id made of a name: `Lyon Vaise` is `lyon-vaise`."""
    return plain_words(text).replace(" ", "-")[:64].strip("-")
