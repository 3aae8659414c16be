"""A Finding as people read it: where, what was found, the person's own line, what is expected and what to do."""

import unicodedata
from collections.abc import Callable, Mapping

from planner.messages.finding_academies import ACADEMY_TEXTS, advice_in_tables
from planner.messages.finding_changes import CHANGE_TEXTS
from planner.messages.finding_contradictions import CONTRADICTION_TEXTS
from planner.messages.finding_entries import ENTRY_TEXTS
from planner.messages.finding_files import FILE_TEXTS
from planner.messages.finding_logs import LOG_TEXTS
from planner.messages.finding_people import PEOPLE_TEXTS
from planner.messages.finding_polls import POLL_TEXTS
from planner.messages.finding_program_files import advice_in_program_files
from planner.messages.finding_values import VALUE_TEXTS
from planner.messages.finding_words import Said
from planner.messages.finding_workload import WORKLOAD_TEXTS
from planner.messages.finding_yaml import YAML_TEXTS
from planner.messages.folding import folded, paths_in
from planner.messages.texts import Texts
from planner.outcome import Facts, Finding

_LINE_WIDTH = 120
_LEFT_OF_PLACE = 70
_LONGEST_COLUMN = 60

FINDING_TEXTS: Mapping[str, Callable[[Facts, Texts], Said]] = {
    **FILE_TEXTS,
    **YAML_TEXTS,
    **VALUE_TEXTS,
    **CONTRADICTION_TEXTS,
    **ENTRY_TEXTS,
    **LOG_TEXTS,
    **WORKLOAD_TEXTS,
    **CHANGE_TEXTS,
    **PEOPLE_TEXTS,
    **ACADEMY_TEXTS,
    **POLL_TEXTS,
}
"""What each id says: first what was found, then what is expected and what to do."""


def finding_text(finding: Finding, texts: Texts, width: int | None = None) -> str:
    """The block of one finding, several lines without a line break at the end. KeyError for an id without text.

    Its prose is folded to `width` columns; the person's own line is not.
    """
    said = FINDING_TEXTS[finding.id]({"name": finding.file, **finding.facts}, texts)
    where = _where(finding, texts)
    whole = (where, *paths_in(finding.facts))
    lines = [f"{where}: {said.what}"]
    if width is not None:
        lines = [folded(lines[0], width, whole)]
    if finding.line is not None and finding.excerpt is not None:
        shown, underline = _excerpt(finding.excerpt, finding.column or 1, finding.length, texts)
        lines.append(f"{finding.line:>5} | {shown}")
        if finding.column is not None:
            lines.append(f"      | {underline}")
    advice = said.advice
    if "cell" in finding.facts:
        advice = advice_in_tables(finding.id, texts) or advice
    if "program_file" in finding.facts:
        advice = advice_in_program_files(finding.id, finding.facts["program_file"], texts) or advice
    if advice:
        lines.append(f"   {advice}" if width is None else folded(f"   {advice}", width, whole))
    return "\n".join(lines)


def finding_line(finding: Finding, texts: Texts) -> str:
    """A finding of a list, on one line: where, what was found, what to do."""
    said = FINDING_TEXTS[finding.id]({"name": finding.file, **finding.facts}, texts)
    where = texts.say("line {number}", number=finding.line) if finding.line is not None else texts.plain(finding.file)
    return texts.say("{where}: {what}", where=where, what=said.what) + (f". {said.advice}" if said.advice else "")


def _where(finding: Finding, texts: Texts) -> str:
    """`session.yaml:14:68`; of a table `academie.xlsx, Sessions!D12` or `sessions.csv:12`, and the column's name."""
    file = texts.plain(finding.file)
    if "cell" not in finding.facts:
        return ":".join(str(part) for part in (file, finding.line, finding.column) if part is not None)
    sheet, column = finding.facts["sheet"], finding.facts["column"]
    where = f"{file}:{finding.line}" if sheet is None else f"{file}, {texts.plain(sheet)}!{finding.facts['cell']}"
    if column is None:
        return where
    return texts.say("{where}, column {column}", where=where, column=texts.quoted(column[:_LONGEST_COLUMN]))


def _excerpt(line: str, column: int, length: int, texts: Texts) -> tuple[str, str]:
    """The person's line and the line under it; of a long line, what stands around the place."""
    line = line.expandtabs(1)
    start, end = column - 1, min(column - 1 + length, len(line))
    first, last = 0, len(line)
    if last > _LINE_WIDTH and start > _LEFT_OF_PLACE:
        first = start - _LEFT_OF_PLACE
    if last - first > _LINE_WIDTH:
        last = first + _LINE_WIDTH
    before = ("…" if first else "") + texts.plain(line[first:start])
    place = texts.plain(line[start : min(end, last)])
    after = texts.plain(line[end:last]) + ("…" if last < len(line) else "")
    return before + place + after, " " * _width(before) + "^" * max(_width(place), 1)


def _width(text: str) -> int:
    """Columns of a terminal: accents that combine take none, wide characters two."""
    return sum(
        0 if unicodedata.combining(character) else 2 if unicodedata.east_asian_width(character) in "WF" else 1
        for character in text
    )
