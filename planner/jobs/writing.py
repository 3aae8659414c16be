"""Writing a checked plan, maybe where an earlier one lies: entries keep their UIDs, what changed is marked."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from calendars.school_holidays import SchoolCalendar
from planner.outcome import Finding
from planner.plan import Placed, Plan
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
    `restated`: entries that did not move and that calendars show otherwise.
    """

    plan: Plan
    files: tuple[Path, ...]
    changed: bool
    unreached: tuple[str, ...] = ()
    restated: tuple[Placed, ...] = ()


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
    """The plan of this session that lies in a folder already, or what is wrong with it; None where there is none.

    The plan of another session is wrong there: nothing is written over it.
    """
    path = folder / PLAN
    if not path.is_file():
        return None
    there = read_plan(path)
    if isinstance(there, Plan) and there.session != session.id:
        return (Finding("folder-of-other-session", str(path), facts={"found": there.session, "expected": session.id}),)
    return there


def is_changed_since(there: Plan, session_file: str | None) -> bool:
    """Whether something was asked of a plan since it was made, that planning anew from this session file does not keep.

    What was asked stands in the plan's own session file; but not what moved for slots of polls, or for others. Going
    back to a version is as that version was.
    """
    causes, known = there.causes, {each.number: each.causes for each in there.versions}
    while undone := next((each.facts.get("number") for each in causes if each.kind == "undo"), None):
        causes = known.pop(undone, ()) if isinstance(undone, int) else ()
    if session_file is not None and session_file == there.session_file:
        return any(cause.kind == "beside" or cause.facts.get("step") == "opened" for cause in causes)
    return any(cause.kind != "plan" for cause in causes)


@dataclass(frozen=True)
class ReadyPlan:
    """A plan as it is to be written: its files by path in its folder, those to remove, and what its trainers lead.

    `changed`, `unreached` and `restated` are as those of a `WrittenPlan`.
    """

    session: Session
    plan: Plan
    files: Mapping[str, bytes]
    remove: tuple[str, ...]
    led: "Mapping[str, Led]"
    changed: bool
    unreached: tuple[str, ...] = ()
    restated: tuple[Placed, ...] = ()

    def written(self, folder: Path) -> WrittenPlan:
        """What it is once it lies in a folder."""
        files = tuple(folder / name for name in self.files)
        return WrittenPlan(self.plan, files, self.changed, self.unreached, self.restated)


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
    from planner.reports.following import calendar_texts, followed, readdressed
    from planner.reports.invitations import invitations

    texts = calendar_texts(texts, before)
    if beside.invite and before is not None:
        before = replace(before, readdressed=readdressed(session, before))
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
    return ReadyPlan(session, plan, files, remove, calendars.led, done.changed, unreached, done.restated)


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
    return ready.written(folder)
