"""A session's file, and the files it names: its parcours and busy calendars. Every error of all of them at once."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from calendars.school_holidays import SchoolCalendar
from planner.consistency import Inconsistency, inconsistencies, parcours_inconsistencies
from planner.files.busy_files import Known, read_busy_times
from planner.files.locate import Path as DataPath
from planner.files.parcours_file import read_parcours
from planner.files.plain_text import read_text
from planner.files.salvage import Salvage, salvaged
from planner.files.session_places import place_inconsistencies
from planner.files.values import Described, owner, validated
from planner.files.yaml_document import Document, parse_document
from planner.outcome import Finding
from planner.session import NOT_BUSY, BusyTimes, Parcours, Session

_ABOUT_KEYS = frozenset({"key-not-for-kind", "unknown-change", "fixed-wrong-form"})


@dataclass(frozen=True)
class ReadSession:
    """A session as planned (its parcours applied), its people's busy times, and what is wrong.

    `session` is None where there is any finding. Findings stand in the order of the session's file, then of its
    parcours's.
    """

    session: Session | None
    busy: BusyTimes
    findings: tuple[Finding, ...]


@dataclass
class Shelf:
    """What several sessions share, each read once: parcours, and where `busy` is not None people's calendars."""

    read: dict[Path, tuple[Parcours | None, Document | None, tuple[Finding, ...]]] = field(default_factory=dict)
    busy: Known | None = None

    def parcours(self, path: Path) -> tuple[Parcours | None, Document | None, tuple[Finding, ...]]:
        """The parcours of a file, the file with its places, and what is wrong with it."""
        if path not in self.read:
            self.read[path] = read_parcours(path, str(path))
        return self.read[path]


def read_session(
    path: Path,
    school: SchoolCalendar,
    *,
    shelf: Shelf | None = None,
    completed: Callable[[Any], Any] = lambda data: data,
) -> ReadSession:
    """Read a session's file and what it names. Never raises for what a file holds; nothing but files is read.

    `completed` adds what others say of the session (an academy's rules, sizes by enrolments) to what its file says.
    """
    source = read_text(path, str(path))
    if isinstance(source, Finding):
        return ReadSession(None, NOT_BUSY, (source,))
    document, syntax = parse_document(source)
    if document is None:
        return ReadSession(None, NOT_BUSY, syntax)
    return read_described(path, document, school, shelf or Shelf(), completed(document.data), syntax)


def read_described(
    path: Path, document: Described, school: SchoolCalendar, shelf: Shelf, data: Any, known: Iterable[Finding] = ()
) -> ReadSession:
    """The session of `data`; files it names are relative to `path`; `known` is what is wrong with it already."""
    known = tuple(known)
    session, wrong = validated(Session, document, data)
    said = {finding.path[:length] for finding in known for length in range(1, len(finding.path) + 1)}
    wrong = tuple(finding for finding in wrong if finding.path not in said)
    mended = (*(finding for finding in known if finding.path), *wrong)
    salvage = Salvage(session) if session is not None and not mended else salvaged(data, mended)
    tagged = {(finding.line, finding.column) for finding in known if finding.id == "unknown-tag"}
    wrong = tuple(finding for finding in wrong if (finding.line, finding.column) not in tagged)  # its tag says it all
    return _read_on(path, document, [*known, *wrong], salvage, school, shelf)


def _read_on(
    path: Path, document: Described, findings: list[Finding], salvage: Salvage, school: SchoolCalendar, shelf: Shelf
) -> ReadSession:
    """Everything that needs the session's values, or what was salvaged of them."""
    session, busy = salvage.session, NOT_BUSY
    parcours: Parcours | None = None
    designed: Document | None = None
    if session is not None:
        if session.parcours is not None:
            parcours, designed, wrong = _named_parcours(path, document, session.parcours, shelf)
            findings += wrong
        if parcours is None and session.parcours is not None:
            salvage.untrusted |= {"no-activities", "unknown-change", "parcours-and-activities"}
        contradictions = [*parcours_inconsistencies(session, parcours), *place_inconsistencies(session, school)]
        if parcours is not None and not session.activities:
            session = session.with_parcours(parcours)
        else:
            designed = None
        contradictions += inconsistencies(session)
        for found in contradictions:
            if salvage.trusts(found.id, found.path):
                findings.append(_finding(found, document, designed, session))
        busy, broken = read_busy_times(path, document, session, shelf.busy)
        findings += broken
    ordered = _in_file_order(findings, str(path))
    return ReadSession(None, NOT_BUSY, ordered) if ordered or session is None else ReadSession(session, busy, ())


def _named_parcours(
    path: Path, document: Described, name: str, shelf: Shelf
) -> tuple[Parcours | None, Document | None, tuple[Finding, ...]]:
    named = path.parent / name
    at_name = document.finding("", ("parcours",))
    if _is_same_file(named, path):
        return None, None, (replace(at_name, id="own-parcours", facts={"name": str(named)}),)
    parcours, designed, findings = shelf.parcours(named)
    return (
        parcours,
        designed,
        tuple(finding if finding.line else _at(finding, at_name) for finding in findings),
    )


def _is_same_file(one: Path, other: Path) -> bool:
    try:
        return one.samefile(other)
    except (OSError, ValueError):  # said when it is read
        return False


def _at(finding: Finding, place: Finding) -> Finding:
    """A finding about a whole file, said where the session names that file."""
    return replace(place, id=finding.id, facts={**place.facts, **finding.facts})


def _finding(found: Inconsistency, document: Described, designed: Document | None, session: Session) -> Finding:
    """A contradiction with its place: in the session's file, or in the parcours's where the value comes from there."""
    path, source = found.path, document
    if designed is not None and path[0] == "activities" and len(path) > 1:
        changed = _changed_path(path, session)
        path, source = (changed, document) if changed else (path, designed)
    facts = {**owner(source, path), **found.facts}
    return source.finding(found.id, path, at_key=found.id in _ABOUT_KEYS, **facts)


def _changed_path(path: DataPath, session: Session) -> DataPath | None:
    """Where the session's own `changes` hold the value at `path` of the parcours; None where they do not."""
    activity = session.activities[int(path[1])].id
    change = session.changes.get(activity)
    if change is None or len(path) < 3:
        return None
    names = {field.alias or name: name for name, field in type(change).model_fields.items()}
    return ("changes", activity, *path[2:]) if getattr(change, names.get(str(path[2]), ""), None) is not None else None


def _in_file_order(findings: list[Finding], file: str) -> tuple[Finding, ...]:
    distinct = {(finding.file, finding.id, finding.path, finding.line, finding.column): finding for finding in findings}

    def place(finding: Finding) -> tuple[bool, str, int, int]:
        return (finding.file != file, finding.file, finding.line or 0, finding.column or 0)

    return tuple(sorted(distinct.values(), key=place))
