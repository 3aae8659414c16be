"""Writing a checked plan, maybe where an earlier one lies: entries keep their UIDs, what changed is marked."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from calendars.school_holidays import SchoolCalendar
from planner.outcome import Finding
from planner.plan import Plan
from planner.session import Session

if TYPE_CHECKING:
    from planner.messages.texts import Texts
    from planner.reports.calendar_files import Led
    from planner.reports.following import Before

PLAN = "plan.json"
INVITATIONS = "invitations"


@dataclass(frozen=True)
class Beside:
    """What is written with a plan besides its calendars: further files, files to remove, whether to invite."""

    files: Mapping[str, bytes] = field(default_factory=dict)
    remove: tuple[str, ...] = ()
    invite: bool = False


NOTHING_BESIDE = Beside()


@dataclass(frozen=True)
class WrittenPlan:
    """A plan as it was written, the files, and whether it is another version of it.

    `unreached`: trainers (ids) who could not be told that they do not lead any more what they were invited to.
    """

    plan: Plan
    files: tuple[Path, ...]
    changed: bool
    unreached: tuple[str, ...] = ()


def plan_file_of(plan: Path) -> Path:
    """The file of a plan that is named by itself or by its folder."""
    return plan / PLAN if plan.is_dir() else plan


def read_plan(path: Path) -> Plan | tuple[Finding, ...]:
    """The plan of a plan.json, or everything that is wrong with it."""
    from planner.files.plain_text import PLAN_LIMIT, decode, read_bytes
    from planner.files.plan_json import plan_from_json

    data = read_bytes(path, str(path), PLAN_LIMIT)
    if isinstance(data, Finding):
        return (data,)
    source = decode(data, str(path))
    return (source,) if isinstance(source, Finding) else plan_from_json(source.text, str(path))


def plan_there(folder: Path, session: Session) -> Plan | tuple[Finding, ...] | None:
    """The plan of this session that lies in a folder already, or what is wrong with it; None where there is none."""
    path = folder / PLAN
    if not path.is_file():
        return None
    there = read_plan(path)
    return there if isinstance(there, tuple) or there.session == session.id else None


@dataclass(frozen=True)
class ReadyPlan:
    """A plan as it is to be written: its files by path in its folder, those to remove, and what its trainers lead.

    `changed` and `unreached` are as those of a `WrittenPlan`.
    """

    session: Session
    plan: Plan
    files: Mapping[str, bytes]
    remove: tuple[str, ...]
    led: "Mapping[str, Led]"
    changed: bool
    unreached: tuple[str, ...] = ()


def ready_plan(
    session: Session,
    plan: Plan,
    school: SchoolCalendar,
    texts: "Texts",
    before: "Before | None",
    session_file: str | None,
    beside: Beside = NOTHING_BESIDE,
) -> ReadyPlan:
    """The calendars and plan.json of a plan that was checked, maybe where an earlier one lies."""
    from planner.files.plan_json import plan_to_json
    from planner.reports.calendar_files import followed_calendars
    from planner.reports.following import calendar_texts, followed
    from planner.reports.invitations import invitations

    texts = calendar_texts(texts, before)
    done = followed(session, plan, school, texts, before, session_file)
    calendars = followed_calendars(session, done, texts)
    files = dict(calendars.files)
    plan, unreached = done.plan, tuple[str, ...]()
    if beside.invite:
        sent = invitations(session, plan, school, texts)
        plan, unreached = sent.plan, sent.unreached
        files |= {f"{INVITATIONS}/{plan.number}/{name}": data for name, data in sent.messages.items()}
    files[PLAN] = plan_to_json(plan).encode()
    files |= beside.files
    remove = (*done.remove, *beside.remove)
    return ReadyPlan(session, plan, files, remove, calendars.led, done.changed, unreached)


def write_plan(
    folder: Path,
    session: Session,
    plan: Plan,
    school: SchoolCalendar,
    texts: "Texts",
    before: "Before | None",
    session_file: str | None,
    beside: Beside = NOTHING_BESIDE,
) -> WrittenPlan:
    """Write the calendars and plan.json of a plan that was checked. Raises CannotWrite of `planner.reports.write`."""
    return write_ready(folder, ready_plan(session, plan, school, texts, before, session_file, beside))


def write_ready(folder: Path, ready: ReadyPlan) -> WrittenPlan:
    """Write what is ready in its folder. Raises CannotWrite of `planner.reports.write`."""
    from planner.reports.write import write_files

    write_files(folder, ready.files, remove=ready.remove)
    return WrittenPlan(ready.plan, tuple(folder / name for name in ready.files), ready.changed, ready.unreached)
