"""Whom the trainer marks as present: names on the command line, or a list of them as a text or a table (CSV, .xlsx).

A text has one name a line. A table says in its heading what its columns are; only names, schools, groups and the
marks of presence are read. Every other column (times, scores, addresses) is dropped unread, and the answer says so.
"""

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePath

from planner.files.locate import SourceText
from planner.files.plain_text import decode, read_bytes
from planner.files.table_file import TABLE_LIMIT, Cell, Row, read_table
from planner.near_names import near_names
from planner.outcome import Finding
from planner.session import Session

MOST_PEOPLE = 2000
LONGEST_NAME = 200
BY_HAND = "--present"
"""What stands for the file's name where names are given on the command line."""

_LIST_SUFFIXES = frozenset({".csv", ".txt", ".tsv", ".xlsx", ".xls", ".ods", ".pdf", ".docx"})
_HEADERS: Mapping[str, frozenset[str]] = {
    "name": frozenset({"nom complet", "nom et prenom", "prenom et nom", "nom prenom", "prenom nom", "name",
                       "full name", "participant", "participante", "participants"}),
    "last": frozenset({"nom", "nom de famille", "last name", "lastname", "surname", "family name"}),
    "first": frozenset({"prenom", "first name", "firstname", "given name"}),
    "school": frozenset({"ecole", "etablissement", "school", "institution", "ecole etablissement"}),
    "group": frozenset({"groupe", "group"}),
    "presence": frozenset({"presence", "present", "presente", "present e", "attendance"}),
}  # fmt: skip
_PRESENT = frozenset({"present", "presente", "present e", "oui", "yes", "x", "1", "vrai", "true"})
_TICKS = frozenset("✓✔☑")
_ABSENT = frozenset({"absent", "absente", "absent e", "non", "no", "", "0", "faux", "false"})


@dataclass(frozen=True)
class Present:
    """A person marked as present. `group` is the id of a planned group, or of a group of the file, of the session."""

    name: str
    school: str | None = None
    group: str | None = None


@dataclass(frozen=True)
class PresentList:
    """Who is present, in the order given; `dropped` are the headings of columns that were not read."""

    people: tuple[Present, ...]
    findings: tuple[Finding, ...]
    dropped: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Row:
    """A person as written, and where."""

    file: str
    line: int | None
    excerpt: str | None
    cells: Mapping[str, str]

    def finding(self, id: str, **facts: object) -> Finding:
        return Finding(id, self.file, self.line, None, 1, self.excerpt, facts=facts)


def read_present(given: Sequence[str], session: Session, *, group_needed: bool = False) -> PresentList:
    """The people of `given`, each a name or the path of a list; all findings at once, in the order given.

    `group_needed`: what is attested depends on the group, so that nobody may be without one.
    """
    rows: list[_Row] = []
    findings: list[Finding] = []
    dropped: list[str] = []
    for one in given:
        if not _is_path(one):
            rows.append(_Row(BY_HAND, None, None, {"name": one}))
            continue
        try:
            rows.extend(_rows(Path(one), one, dropped))
        except _NotAList as fault:
            findings.extend(fault.findings)
    people = _people(rows, session, findings, group_needed)
    if not people and not findings:
        findings.append(Finding("nobody-present", given[0] if given else BY_HAND))
    return PresentList(tuple(people), tuple(findings), tuple(dict.fromkeys(dropped)))


class _NotAList(Exception):
    def __init__(self, *findings: Finding) -> None:
        super().__init__(findings[0].id)
        self.findings = findings


def _is_path(text: str) -> bool:
    """A name is a name, also where a file is called so; what can only be a file is one, also where it is missing."""
    return PurePath(text).suffix.lower() in _LIST_SUFFIXES or "/" in text or "\\" in text


def _rows(path: Path, file: str, dropped: list[str]) -> Iterator[_Row]:
    """The rows below the heading of a table; without a heading, the lines of a text."""
    table = read_table(path, _is_heading)
    if table.findings:
        raise _NotAList(*(_of_people(finding) for finding in table.findings))
    heading = next((number for number, row in enumerate(table.rows) if _is_heading(row)), None)
    if heading is None:
        yield from _names(path, file)
        return
    columns = [_column(cell) for cell in table.rows[heading].cells]
    dropped += [
        str(cell)
        for cell, column in zip(table.rows[heading].cells, columns, strict=True)
        if column is None and cell is not None
    ]
    for row in table.rows[heading + 1 :]:
        cells = {column: _text(row.cell(place)) for place, column in enumerate(columns) if column}
        person = _Row(file, row.number, None, cells)
        if any(cell is not None for cell in row.cells[len(columns) :]):
            raise _NotAList(person.finding("more-cells-than-columns", found=len(row.cells), expected=len(columns)))
        yield person


def _of_people(finding: Finding) -> Finding:
    """What is wrong with the table, said of a list of people: other tables are logs of hours."""
    if finding.id == "log-empty":
        return replace(finding, id="nobody-present")
    return replace(finding, id="people-not-read") if finding.id.startswith("log-") else finding


def _is_heading(row: Row) -> bool:
    return any(_column(cell) in ("name", "last") for cell in row.cells)


def _column(cell: Cell) -> str | None:
    heading = _plain(cell) if isinstance(cell, str) else ""
    return next((column for column, names in _HEADERS.items() if heading in names), None)


def _text(cell: Cell) -> str:
    return "" if cell is None else str(cell)


def _names(path: Path, file: str) -> Iterator[_Row]:
    """One name a line, in UTF-8 or as Windows writes it."""
    data = read_bytes(path, file, TABLE_LIMIT)
    if isinstance(data, Finding):
        raise _NotAList(data)
    source = decode(data, file)
    if isinstance(source, Finding):
        if source.id != "not-utf-8":
            raise _NotAList(Finding("no-name-column", file) if data.startswith(b"PK\x03\x04") else source)
        source = SourceText(file, data.decode("cp1252"))  # `read_table` did so too
    for number, line in enumerate(source.text.splitlines(), start=1):
        if not line.strip():
            continue
        row = _Row(file, number, line, {"name": line.strip()})
        if any(delimiter in line for delimiter in ";\t,|"):
            raise _NotAList(row.finding("columns-without-names"))
        yield row


def _people(rows: Sequence[_Row], session: Session, findings: list[Finding], group_needed: bool) -> list[Present]:
    people: dict[Present, _Row] = {}
    for row in rows:
        mark = row.cells.get("presence", "x")
        presence = "x" if mark in _TICKS else _plain(mark)
        if presence not in _PRESENT | _ABSENT or (mark and not presence):
            findings.append(row.finding("unknown-presence", found=mark))
            continue
        if presence in _ABSENT:
            continue
        person = _person(row, session, findings)
        if person is None:
            continue
        if group_needed and person.group is None:
            findings.append(row.finding("group-not-said", person=person.name))
        if person in people:
            findings.append(row.finding("present-twice", person=person.name, line=people[person].line))
        people[person] = row
    if len(people) > MOST_PEOPLE:
        findings.append(Finding("too-many-people", rows[0].file, facts={"found": len(people), "limit": MOST_PEOPLE}))
    return list(people)


def _person(row: _Row, session: Session, findings: list[Finding]) -> Present | None:
    cells = row.cells
    name = cells.get("name") or f"{cells.get('first', '')} {cells.get('last', '')}"
    name = " ".join(name.split())
    if not any(character.isalpha() for character in name):
        findings.append(row.finding("person-without-name", found=name))
        return None
    if len(name) > LONGEST_NAME or len(cells.get("school", "")) > LONGEST_NAME:
        findings.append(row.finding("name-too-long", limit=LONGEST_NAME))
        return None
    group = None
    if cells.get("group"):
        group = group_named(cells["group"], session)
        if group is None:
            findings.append(row.finding("group-of-nobody", **group_facts(cells["group"], session)))
            return None
    return Present(name, cells.get("school") or None, group)


def group_named(text: str, session: Session) -> str | None:
    """The id of the group that a person calls so, of the file or as planned; capitals and accents do not matter."""
    wanted = _plain(text)
    for group in (*session.groups, *session.planned_groups()):
        if wanted in (_plain(group.id), _plain(group.name or group.id)):
            return group.id
    return None


def group_facts(found: str, session: Session) -> dict[str, object]:
    """What is to be said of a group that the session does not have."""
    known = tuple(each.name or each.id for each in session.groups)
    return {"found": found, "known": known, "near": near_names(found, known)}


def _plain(text: str) -> str:
    """Without capitals, accents, and marks such as the brackets of « présent(e) »."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    letters = (c if c.isalnum() else " " for c in decomposed if not unicodedata.combining(c))
    return " ".join("".join(letters).split())
