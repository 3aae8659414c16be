"""Options that several commands share, and the reading of what people type into values."""

import os
import re
from datetime import date
from pathlib import Path
from typing import Any

import typer

from planner.cli.help import UsageFault
from planner.messages.texts import LANGUAGES, Texts

_LONGEST_TIME_LIMIT_S = 24 * 60 * 60.0


def lang_option(texts: Texts) -> Any:
    """`--lang fr|en`: read before the commands are built (`planner.cli.language`); only its value is checked here."""

    def known(context: typer.Context, value: str | None) -> str | None:
        if value is not None and value not in LANGUAGES:
            raise UsageFault(context, texts.say("--lang is fr or en, not {found}.", found=texts.quoted(value)))
        return value

    text = texts.say("Language of what is printed and written (default: that of the system).")
    return typer.Option("--lang", metavar="fr|en", help=text, callback=known)


def json_option(texts: Texts) -> Any:
    """`--json`: one JSON document instead of sentences."""
    return typer.Option("--json", help=texts.say("Answer with one JSON document, for other programs."))


FRENCH_DAY = r"\d{1,2}/\d{1,2}/\d{4}"


def day_asked(context: typer.Context, texts: Texts, text: str) -> date:
    """The day that `2027-05-07` or `07/05/2027` names. Raises UsageFault for another form or no day."""
    try:
        if re.fullmatch(FRENCH_DAY, text):
            day, month, year = map(int, text.split("/"))
            return date(year, month, day)
        if len(text) == 10:
            return date.fromisoformat(text)
    except ValueError:
        pass
    raise UsageFault(
        context,
        texts.say(
            "{found} is not a day that exists. A day is written 2027-05-07 (year-month-day) or 07/05/2027.",
            found=texts.quoted(text),
        ),
    )


def user_folder() -> Path:
    """The user's own data folder: PLANNER_DATA where it is set, else the system's place for a program's data."""
    if asked := os.environ.get("PLANNER_DATA"):
        return Path(asked)
    import platformdirs

    return Path(platformdirs.user_data_dir("session-planner", appauthor=False))


def seconds_asked(context: typer.Context, texts: Texts, text: str) -> float:
    """The seconds of `--time-limit`. Raises UsageFault."""
    try:
        seconds = float(text.replace(",", "."))  # « 0,5 »
    except ValueError:
        seconds = 0.0
    if not 0 < seconds <= _LONGEST_TIME_LIMIT_S:
        fault = texts.say("--time-limit is a number of seconds, up to 86400; {found} is not.", found=texts.quoted(text))
        raise UsageFault(context, fault)
    return seconds
