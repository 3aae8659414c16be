"""The log of hours that trainers noted: who reads it gets sessions, phases and minutes, and nobody's name.

A log is a table (`planner.files.table_file`) with a row for each session and phase, or a row for each session and a
column for each phase. The trainers' column serves to see that they belong to the session; what is kept of it is the id
that the session file gives them, or a number. Each row that cannot be used is a Finding; the others are read.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from calendars.places import plain_name
from planner.files.log_columns import (
    PHASE_NAMES,
    UNIT_NAMES,
    Column,
    Header,
    LeftOut,
    LogPhase,
    is_header,
    plain_words,
    read_header,
)
from planner.files.noted_hours import MOST_HOURS, Unit, parse_noted_min
from planner.files.table_file import Cell, Row, Table, read_table
from planner.input_values import Id
from planner.near_names import near_names
from planner.outcome import Finding
from planner.session import Session

_ID = TypeAdapter[str](Id)


@dataclass(frozen=True)
class LogRow:
    """What one cell of hours says: exact minutes above 0, and what was estimated for the same, where the log says it.

    `parcours` None: neither the log nor the session file says. `trainer` is an id of the session file; where none was
    given, "1", "2", … in the order of the log; None where the log does not say.
    """

    row: int
    session: str
    phase: LogPhase
    noted_min: Fraction
    parcours: str | None = None
    trainer: str | None = None
    estimated_min: Fraction | None = None


@dataclass(frozen=True)
class KnownSession:
    """A session that a log may speak of. `trainers`: what its trainers may be called there, and their ids.

    `parcours` None: its file does not say, so the log has to.
    """

    id: str
    parcours: str | None
    trainers: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, session: Session) -> "KnownSession":
        """By id, e-mail, name, and the name the other way round."""
        called: dict[str, set[str]] = {}
        for trainer in session.trainers:
            for name in (trainer.id, trainer.name, trainer.email):
                if name:
                    called.setdefault(_called(name), set()).add(trainer.id)
        one = {name: ids.pop() for name, ids in called.items() if len(ids) == 1}  # of two with one name, neither
        return cls(session.id, session.parcours_id, one)


@dataclass(frozen=True)
class ReadLog:
    """The rows that can be used, the findings in the file's order, and the columns not read, by reason."""

    file: str
    rows: tuple[LogRow, ...]
    findings: tuple[Finding, ...]
    left_out: Mapping[LeftOut, tuple[str, ...]] = field(default_factory=dict)
    trainers_unchecked: bool = False


def read_log(path: Path, sessions: Sequence[KnownSession] | None) -> ReadLog:
    """Read a log. `sessions` are those it may speak of; None: any, and then its trainers cannot be checked."""
    table = read_table(path, is_header)
    if not table.rows:
        return ReadLog(table.file, (), table.findings or (Finding("log-no-header", table.file),))
    place = next(place for place, row in enumerate(table.rows) if is_header(row))
    header = read_header(table.rows[place])
    if fault := _header_fault(header, table, table.rows[place]):
        return ReadLog(table.file, (), (fault,), header.left_out)
    reader = _Reader(table, header, len(table.rows[place].cells), sessions)
    rows = tuple(found for row in table.rows[place + 1 :] for found in reader.read(row))
    if not rows and not reader.findings:
        reader.findings.append(Finding("log-no-rows", table.file))
    every = sorted((*table.findings, *reader.findings), key=lambda finding: finding.line or 0)
    unchecked = sessions is None and header.of("trainer") is not None
    return ReadLog(table.file, rows, tuple(every), header.left_out, unchecked)


def _header_fault(header: Header, table: Table, row: Row) -> Finding | None:
    if header.missing:
        facts = {"missing": header.missing, "left_out": header.left_out}
        return Finding("log-missing-column", table.file, row.number, facts=facts)
    if header.twice:
        names = tuple(column.name for column in header.twice)
        return Finding("log-column-twice", table.file, row.number, facts={"names": names, "role": header.twice[0].role})
    return None


class _Unusable(Exception):
    """The row cannot be used: the message's id and its facts."""

    def __init__(self, message_id: str, **facts: object) -> None:
        super().__init__(message_id)
        self.id = message_id
        self.facts = facts


class _Reader:
    def __init__(self, table: Table, header: Header, width: int, sessions: Sequence[KnownSession] | None) -> None:
        self.table = table
        self.header = header
        self.width = width
        self.sessions = None if sessions is None else _by_id(sessions)
        self.findings: list[Finding] = []
        self.first_seen: dict[tuple[Cell, ...], int] = {}
        self.numbers: dict[str, str] = {}

    def read(self, row: Row) -> Iterable[LogRow]:
        """What a row says, several phases of it perhaps; what is wrong is added to the findings."""
        try:
            if self.table.text and any(row.cells[self.width :]):
                raise _Unusable("log-too-many-cells", cells=len(row.cells), columns=self.width)
            if (first := self.first_seen.setdefault(_trimmed(row.cells), row.number)) != row.number:
                raise _Unusable("log-row-twice", first=first)
            session, known = self._session(row)
            trainer = self._trainer(row, session, known)
            parcours = (known.parcours if known else None) or self._parcours(row)
            if self.header.phases:
                return self._phases(row, session, parcours, trainer)
            phase = self._phase(row)
            noted = self._minutes(row, self.header.of("noted"), needed=True)
            estimated = self._minutes(row, self.header.of("estimated"), needed=False)
            assert noted is not None
            return [LogRow(row.number, session, phase, noted, parcours, trainer, estimated)]
        except _Unusable as fault:
            self._add(row, fault)
            return ()

    def _phases(self, row: Row, session: str, parcours: str | None, trainer: str | None) -> list[LogRow]:
        """One row for each phase of which the row says something: an empty cell says nothing, it is no fault."""
        found = []
        for column in self.header.phases:
            try:
                if (noted := self._minutes(row, column, needed=False)) is not None:
                    phase = PHASE_NAMES[column.role]
                    found.append(LogRow(row.number, session, phase, noted, parcours, trainer))
            except _Unusable as fault:
                self._add(row, fault)
        if not found and not any(row.cell(column.place) for column in self.header.phases):
            raise _Unusable("log-empty-cell", columns=tuple(column.name for column in self.header.phases))
        return found

    def _add(self, row: Row, fault: _Unusable) -> None:
        # the person's own line is not shown: it may hold names and what platforms record
        self.findings.append(Finding(fault.id, self.table.file, row.number, facts=fault.facts))

    def _text(self, row: Row, role: str) -> str | None:
        column = self.header.of(role)  # type: ignore[arg-type]
        cell = row.cell(column.place) if column else None
        return None if cell is None else _shown(cell)

    def _needed(self, row: Row, role: str) -> str:
        text = self._text(row, role)
        if text is None:
            raise _Unusable("log-empty-cell", columns=(self.header.of(role).name,))  # type: ignore[arg-type, union-attr]
        return text

    def _session(self, row: Row) -> tuple[str, KnownSession | None]:
        found = self._needed(row, "session")
        if self.sessions is None:
            return found, None
        known = self.sessions.get(found) or self.sessions.get(plain_name(found))
        if known is None:
            ids = sorted({session.id for session in self.sessions.values()})
            raise _Unusable("log-unknown-session", found=found, near=near_names(found, ids), count=len(ids))
        return known.id, known

    def _parcours(self, row: Row) -> str | None:
        found = self._text(row, "parcours")
        try:
            return None if found is None else _ID.validate_python(found)
        except ValidationError:
            raise _Unusable("log-wrong-parcours", found=found) from None

    def _trainer(self, row: Row, session: str, known: KnownSession | None) -> str | None:
        found = self._text(row, "trainer")
        if found is None:
            return None
        if known is None:
            return self.numbers.setdefault(_called(found), str(len(self.numbers) + 1))
        if (trainer := known.trainers.get(_called(found))) is None:
            raise _Unusable("log-unknown-trainer", found=found, session=session)
        return trainer

    def _phase(self, row: Row) -> LogPhase:
        found = self._needed(row, "phase")
        phase = PHASE_NAMES.get(plain_words(found))
        if phase is None:
            raise _Unusable("log-unknown-phase", found=found)
        return phase

    def _minutes(self, row: Row, column: Column | None, *, needed: bool) -> Fraction | None:
        cell = row.cell(column.place) if column else None
        if column is None or cell is None:
            if needed and column is not None:
                raise _Unusable("log-empty-cell", columns=(column.name,))
            return None
        minutes = parse_noted_min(cell, self._unit(row) or column.unit)
        facts = {"found": _shown(cell), "column": column.name}
        if isinstance(minutes, str):
            raise _Unusable(minutes, **facts)
        if minutes <= 0:
            raise _Unusable("log-below-zero" if minutes < 0 else "log-no-hours", **facts)
        if (
            minutes > MOST_HOURS * 60 and column.role != "estimated"
        ):  # of one trainer; an estimate may be a large team's
            raise _Unusable("log-absurd-hours", **facts, hours=int(minutes / 60), limit=MOST_HOURS)
        return minutes

    def _unit(self, row: Row) -> Unit | None:
        found = self._text(row, "unit")
        if found is None:
            return None
        unit = UNIT_NAMES.get(plain_name(found))
        if unit is None:
            raise _Unusable("log-unknown-unit", found=found)
        return unit


def _by_id(sessions: Sequence[KnownSession]) -> dict[str, KnownSession]:
    """By id as it is written, and by its letters and figures alone where that means one session."""
    alike: dict[str, list[KnownSession]] = {}
    for session in sessions:
        alike.setdefault(plain_name(session.id), []).append(session)
    plain = {name: group[0] for name, group in alike.items() if len(group) == 1}
    return plain | {session.id: session for session in sessions}


def _trimmed(cells: tuple[Cell, ...]) -> tuple[Cell, ...]:
    while cells and cells[-1] is None:
        cells = cells[:-1]
    return cells


def _shown(cell: Cell) -> str:
    """A cell as the person sees it, or nearly."""
    if isinstance(cell, Fraction):
        return str(cell.numerator) if cell.denominator == 1 else repr(float(cell))
    if isinstance(cell, date | timedelta):
        return str(cell)
    return cell or ""


def _called(name: str) -> str:
    """What a name, an e-mail or an id is looked up by: « DURAND Alice » is Alice Durand."""
    return name.casefold().strip() if "@" in name else " ".join(sorted(plain_name(name).split()))
