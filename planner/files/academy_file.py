"""A whole academy: its sessions, trainers, enrolments and settings, from folders, files and spreadsheets.

Everything that is wrong with any of it is said at once, by file and row.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from calendars.school_holidays import SchoolCalendar
from planner.academy import Academy
from planner.files.academy_checks import Described, checked
from planner.files.academy_settings import SETTINGS_FILES, Settings
from planner.files.academy_table import AcademyTable, read_tables
from planner.files.enrolment_rows import Enrolled, counted, read_enrolments
from planner.files.many_sessions import session_files
from planner.files.parcours_shelf import ParcoursIndex
from planner.files.session_batch import read_files
from planner.files.session_file import Shelf, read_described
from planner.files.session_rows import SessionRow, describe
from planner.files.sheets import SPREADSHEETS, is_spreadsheet, shown
from planner.files.trainer_rows import Team, described_in, entries, read_trainers
from planner.outcome import Finding

_TABLES_OF_FOLDER = (
    *("sessions", "formateurs", "trainers", "inscriptions", "enrolments", "enrollments", "academie", "academy"),
)
"""Names of the spreadsheets that are read where a folder is given; others in it may be anything."""


@dataclass(frozen=True)
class Source:
    """Where a session is described: a file of its own, or a row (from 1) of a table; `sheet` is None in a CSV.

    `data`: the values of a session's file that would say the same, where that is no file of its own, or where others
    (the academy's rules, the enrolments) say some of it.
    """

    file: str
    sheet: str | None = None
    row: int | None = None
    data: Mapping[str, Any] | None = field(default=None, compare=False)


@dataclass(frozen=True)
class ReadAcademy:
    """An academy, or everything that is wrong with its files. `sources`: by session id, where each is described.

    `enrolments`: the tables that say who takes part in what.
    """

    academy: Academy | None
    findings: tuple[Finding, ...] = ()
    sources: Mapping[str, Source] = field(default_factory=dict)
    enrolments: tuple[Path, ...] = ()


@dataclass
class _Given:
    """What the paths name: session files and tables in their order."""

    parts: list[Path | AcademyTable] = field(default_factory=list)
    settings: list[Path] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    seen: set[Path] = field(default_factory=set)

    @property
    def tables(self) -> list[AcademyTable]:
        return [part for part in self.parts if isinstance(part, AcademyTable)]


def read_academy(paths: Sequence[Path], school: SchoolCalendar, enrolments: Sequence[Path] = ()) -> ReadAcademy:
    """Read folders of session files, single session files and spreadsheets; `enrolments` are tables of people."""
    given = _gathered([*paths, *enrolments])
    settings = Settings()
    for path in given.settings:
        settings.read_file(path)
    settings.read_tables(given.tables)
    rows, wrong_rows = read_enrolments(given.tables)
    team, wrong_trainers = read_trainers(given.tables)
    findings = [*given.findings, *settings.findings, *wrong_trainers]
    described = _sessions(given, team, counted(rows), settings, school)
    findings += [finding for one in described for finding in one.findings]
    if not described and not findings:
        findings += _nothing(paths, given)
    enrolled, contradictions = checked(described, rows, complete=not given.findings)
    findings += [*wrong_rows, *contradictions]
    if findings:
        return ReadAcademy(None, _distinct(findings, [one.file for one in described]))
    academy = Academy(
        tuple(one.session for one in described if one.session is not None),
        {one.session.id: one.busy for one in described if one.session is not None and one.busy is not None},
        enrolled,
        settings.virtual_rooms,
    )
    sources = {one.id: _source(one) for one in described if one.id is not None}
    people = tuple(dict.fromkeys(table.path for table in given.tables if table.kind == "enrolments"))
    return ReadAcademy(academy, (), sources, people)


def _gathered(paths: Iterable[Path]) -> _Given:
    given = _Given()
    for path in dict.fromkeys(paths):
        if not path.is_dir():
            _add_file(given, path)
            continue
        for file in session_files(path):
            if file.name.lower() not in SETTINGS_FILES:
                _add_file(given, file)
        for file in sorted(path.iterdir()):
            is_table = file.stem.lower() in _TABLES_OF_FOLDER and file.suffix.lower() in SPREADSHEETS
            if is_table or file.name.lower() in SETTINGS_FILES:
                _add_file(given, file)
    return given


def _add_file(given: _Given, path: Path) -> None:
    if path in given.seen:
        return  # given by name, and in a folder that is given too
    given.seen.add(path)
    if is_spreadsheet(path):
        tables, findings = read_tables(path)
        given.parts += tables
        given.findings += findings
    elif path.name.lower() in SETTINGS_FILES:
        given.settings.append(path)
    else:
        given.parts.append(path)


def _sessions(
    given: _Given, team: Team, enrolled: Enrolled, settings: Settings, school: SchoolCalendar
) -> list[Described]:
    """Every session of the files and rows, in the order given, with what is wrong with each."""
    rows = [(table, row) for table in given.tables if table.kind == "sessions" for row in table.rows]
    for table, row in rows:  # who is described in one row can be named by id in any other
        cell = table.cell(row, "trainers")
        for entry in entries(shown(cell)) if cell is not None and not team.has_table else ():
            if (said := described_in(entry)) and said.get("name"):
                team.add({key: value for key, value in said.items() if key != "label"})
    files = [part for part in given.parts if isinstance(part, Path)]
    of_files = dict(zip(files, read_files(files, school, enrolled, settings), strict=True))
    shelf = Shelf(busy={})
    found: list[Described] = []
    for part in given.parts:
        if isinstance(part, Path):
            found.append(of_files[part])
        elif part.kind == "sessions":
            index = ParcoursIndex(part.path.parent)
            found += (_of_row(describe(part, row, team, index, enrolled), settings, school, shelf) for row in part.rows)
    return found


def _nothing(paths: Sequence[Path], given: _Given) -> list[Finding]:
    empty = [table for table in given.tables if table.kind == "sessions"]
    if empty:
        return [table.finding("table-no-rows", table.heading.row) for table in empty]
    return [Finding("no-sessions", str(path)) for path in paths]


def _of_row(row: SessionRow, settings: Settings, school: SchoolCalendar, shelf: Shelf) -> Described:
    data = settings.completed(row.data)
    read = read_described(row.table.path, row, school, shelf, data, row.known)
    id = row.data.get("id")
    return Described(row, read.session, read.busy, read.findings, id if isinstance(id, str) else None, data)


def _source(one: Described) -> Source:
    if isinstance(one.places, SessionRow):
        return Source(one.places.table.sheet.file, one.places.table.sheet.name, one.places.row.number, one.data)
    return Source(one.file, data=one.data)


def _distinct(findings: Iterable[Finding], files: Iterable[str]) -> tuple[Finding, ...]:
    """Each finding once (a trainer's or a parcours's is met in every session that has it), by file, sheet and row.

    `files` are in the order in which they were given; what is wrong with others comes where it was met.
    """
    distinct: dict[tuple[Any, ...], Finding] = {}
    for finding in findings:
        distinct.setdefault(_place(finding), finding)
    by_file = {
        file: place for place, file in enumerate(dict.fromkeys([*files, *(each.file for each in distinct.values())]))
    }
    sheets: dict[Any, int] = {}
    for finding in distinct.values():
        sheets.setdefault(finding.facts.get("sheet"), len(sheets))

    def order(finding: Finding) -> tuple[int, int, int]:
        return by_file[finding.file], sheets[finding.facts.get("sheet")], finding.line or 0

    return tuple(sorted(distinct.values(), key=order))


def _place(finding: Finding) -> tuple[Any, ...]:
    facts = () if finding.line else (repr(sorted(finding.facts.items(), key=repr)),)
    place = (finding.file, finding.id, finding.line, finding.column, finding.path)
    return (*place, finding.facts.get("cell"), *facts)
