"""Sessions of files and folders, each with its plan: everything that is wrong with any of them at once."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from calendars.school_holidays import SchoolCalendar
from planner.files.locate import Path as DataPath
from planner.files.plain_text import PLAN_LIMIT, decode, read_bytes, read_text
from planner.files.plan_ics import plan_from_ics
from planner.files.plan_json import plan_from_json
from planner.files.session_file import read_session
from planner.files.yaml_document import Document, parse_document
from planner.near_names import near_names
from planner.outcome import Finding
from planner.plan import Plan
from planner.session import Session

_SESSION = re.compile(
    r"""^["']?(window|groups|department)["']?[ \t]*:|\A\s*\{.*["'{, ](window|department)["']?[ \t]*:""", re.M | re.S
)
"""Keys that only a session has: a parcours and coefficients have none of them at the top."""
_PLAN_ENDINGS = (".json", ".ics")


@dataclass(frozen=True)
class ReadSessions:
    """Sessions in the order of their files, each with its plan or None. Empty where there is any finding."""

    sessions: tuple[tuple[Session, Plan | None], ...]
    findings: tuple[Finding, ...] = ()


def is_plan(path: Path) -> bool:
    """Whether a path given beside sessions is that of a plan."""
    return path.suffix.lower() in _PLAN_ENDINGS


def read_sessions(paths: Sequence[Path], plans: Sequence[Path], school: SchoolCalendar) -> ReadSessions:
    """The sessions of `paths` (files, and the sessions among the .yaml files of folders) with their `plans`.

    `plans` are plan.json or .ics files, and folders in which every plan.json is looked for, also further down: there
    those of sessions that are not among these are passed over, in a file that is named they are an error.
    """
    files: dict[str, tuple[Path, Session]] = {}
    findings: list[Finding] = []
    found = list(dict.fromkeys(file for path in paths for file in session_files(path)))
    if not found:
        findings += (Finding("no-sessions", str(path)) for path in paths or plans)
        if not paths:
            return ReadSessions((), tuple(findings))
    for path in found:
        read = read_session(path, school)
        findings += read.findings
        if read.session is not None:
            other = files.setdefault(read.session.id, (path, read.session))[0]
            findings += _wrong_session(path, read.session, other)
    sessions = {id: session for id, (_, session) in files.items()}
    planned: dict[str, tuple[Path, Plan]] = {}
    wrong_sessions = bool(findings)
    named = {given for given in plans if not given.is_dir()}
    for path in dict.fromkeys(file for given in plans for file in _plan_files(given)):
        plan = _read_plan(path, sessions)
        if not isinstance(plan, Plan):
            findings += plan
            continue
        is_other = plan.session not in sessions
        if not (is_other and (wrong_sessions or path not in named)):  # the session may be one that cannot be read
            findings += _wrong_plan(path, plan, sessions, planned)
            planned.setdefault(plan.session, (path, plan))
    if findings:
        return ReadSessions((), tuple(findings))
    return ReadSessions(tuple((each, planned[id][1] if id in planned else None) for id, each in sessions.items()))


def session_files(path: Path) -> Iterator[Path]:
    """The file itself; of a folder, those that describe a session (parcours and coefficients are passed over)."""
    if not path.is_dir():
        yield path
        return
    for file in sorted([*path.glob("*.yaml"), *path.glob("*.yml")]):
        source = read_text(file, str(file))
        if isinstance(source, Finding) or _SESSION.search(source.text):
            yield file


def _plan_files(path: Path) -> Iterable[Path]:
    return sorted(path.rglob("plan.json")) if path.is_dir() else [path]


def _wrong_session(path: Path, session: Session, first: Path) -> Iterator[Finding]:
    if first != path:
        facts = {"found": session.id, "other": str(first)}
        yield _in_yaml(path, "same-session-twice", ("id",), **facts)
    if not session.trainers:
        yield _in_yaml(path, "empty-team", ("trainers",))


def _read_plan(path: Path, sessions: dict[str, Session]) -> Plan | tuple[Finding, ...]:
    file = str(path)
    data = read_bytes(path, file, PLAN_LIMIT)
    if isinstance(data, Finding):
        return (data,)
    if path.suffix.lower() == ".ics":
        mine = sessions.get(path.stem) or (next(iter(sessions.values())) if len(sessions) == 1 else None)
        facts = {"found": path.stem, "allowed": tuple(sessions), "near": near_names(path.stem, tuple(sessions))}
        return plan_from_ics(data, mine, file) if mine else (Finding("other-session", file, facts=facts),)
    source = decode(data, file)
    return (source,) if isinstance(source, Finding) else plan_from_json(source.text, file)


def _wrong_plan(
    path: Path, plan: Plan, sessions: dict[str, Session], planned: dict[str, tuple[Path, Plan]]
) -> Iterator[Finding]:
    """A plan of another session, a second one, one of another version of its session, classes that nobody leads."""
    session = sessions.get(plan.session)
    if session is None:
        near = near_names(plan.session, tuple(sessions))
        facts = {"found": plan.session, "allowed": tuple(sessions), "near": near}
        yield _in_plan(path, "other-session", ("session",), **facts)
        return
    if plan.session in planned:
        facts = {"session": plan.session, "files": (str(planned[plan.session][0]), str(path))}
        yield _in_plan(path, "two-plans", ("session",), **facts)
    activities = tuple(activity.id for activity in session.activities)
    groups = tuple(group.id for group in session.planned_groups())
    team = tuple(trainer.id for trainer in session.trainers)
    for number, placement in enumerate(plan.placements):
        where: DataPath = ("placements", number)
        yield from _unknown(path, "activity", (placement.activity,), activities, (*where, "activity"))
        yield from _unknown(path, "group", placement.groups, groups, (*where, "groups"))
        yield from _unknown(path, "trainer", placement.trainers, team, (*where, "trainers"))
        if not placement.trainers:
            facts = {"activity": placement.activity, "allowed": team}
            yield _in_plan(path, "led-by-nobody", (*where, "trainers"), **facts)
    for number, block in enumerate(plan.blocks):
        where = ("blocks", number)
        yield from _unknown(path, "activity", (block.activity,), activities, (*where, "activity"))
        yield from _unknown(path, "group", (block.group,), groups, (*where, "group"))


def _unknown(path: Path, kind: str, found: Iterable[str], known: tuple[str, ...], where: DataPath) -> Iterator[Finding]:
    for name in found:
        if name not in known:
            yield _in_plan(path, "unknown-in-plan", where, kind=kind, found=name, near=near_names(name, known))


def _in_yaml(path: Path, message_id: str, where: DataPath, **facts: Any) -> Finding:
    return placed_in_yaml(path, message_id, where, facts)


def _in_plan(path: Path, message_id: str, where: DataPath, **facts: Any) -> Finding:
    """With its place in a plan.json; an .ics has entries of its own, so the file alone is named."""
    if path.suffix.lower() == ".ics":
        return Finding(message_id, str(path), facts=facts)
    return placed_in_yaml(path, message_id, where, facts)


def placed_in_yaml(path: Path, message_id: str, where: DataPath, facts: dict[str, Any]) -> Finding:
    """The file is read again for the place: only what is wrong pays for it."""
    source = read_text(path, str(path), PLAN_LIMIT)
    document: Document | None = None if isinstance(source, Finding) else parse_document(source)[0]
    if document is None:
        return Finding(message_id, str(path), path=where, facts=facts)
    return document.finding(message_id, where, **facts)
