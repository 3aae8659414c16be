"""Prose in lines that a screen holds. What people copy (paths, commands, options with their values) is never broken."""

import re
import textwrap
from collections.abc import Iterable, Mapping

_ITEM = re.compile(r" *(?:[-*] |\d{1,3}\. )?")
_COMMAND = re.compile(
    r"\bplanner [a-z]+(?:-[a-z]+)?(?: (?:open|close|import|calibrate)\b)?"
    r"(?: (?:--[a-z-]+(?: (?!--)\S+)?|\S*[A-Z…/.]\S*))*"
    r"|--[a-z-]+ \S+"
)
_HELD = "\ue000"
"""A space where no line may end; texts show private characters as codes, so that none holds this one."""


def folded(line: str, width: int, whole: Iterable[str] = ()) -> str:
    """A line in as many as `width` columns ask for, what goes on standing under where it began, after « - » or « 1. ».

    `whole`: paths with spaces in them, and other texts that stay on one line, even where that is too long.
    """
    if len(line) <= width:
        return line
    for text in whole:
        line = line.replace(text, text.replace(" ", _HELD))
    line = _COMMAND.sub(lambda match: match[0].replace(" ", _HELD), line)
    item = _ITEM.match(line)
    begin = item[0] if item else ""
    parts = textwrap.wrap(
        line[len(begin) :], max(width, 1), initial_indent=begin, subsequent_indent=" " * len(begin),
        break_long_words=False, break_on_hyphens=False,
    )  # fmt: skip
    return "\n".join(parts).replace(_HELD, " ")


def paths_in(facts: Mapping[str, object]) -> list[str]:
    """The paths among facts, which stay whole where they are said."""
    every = (each for fact in facts.values() for each in (fact if isinstance(fact, tuple | list) else (fact,)))
    return [each for each in every if isinstance(each, str) and "/" in each and " " in each]
