"""What rules a plan breaks that a person has: a plan.json, or a calendar, also one changed or made by hand since."""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from calendars.school_holidays import SchoolCalendar
from planner.jobs import WrongInput
from planner.outcome import Finding, Violation
from planner.plan import Plan, Scope
from planner.session import Session

if TYPE_CHECKING:
    from planner.files.plan_ics import ReadCalendar


@dataclass(frozen=True)
class Checked:
    """What the checker says of a plan.

    `scope`: it is one group's or one trainer's calendar, and only what belongs to it was judged. `left_out`: entries
    that were not judged, and why; those of `unclear` are, or may be, of this session all the same. `notes`: what was
    assumed of others, and that who leads was not judged where a calendar does not tell.
    """

    session: Session
    plan: Plan
    violations: tuple[Violation, ...]
    scope: Scope | None = None
    left_out: tuple[Finding, ...] = ()
    unclear: tuple[Finding, ...] = ()
    notes: tuple[Finding, ...] = ()

    @property
    def is_kept(self) -> bool:
        """Whether every rule that was judged is kept, and no entry of the session was left out."""
        return not self.violations and not self.unclear

    @property
    def is_whole(self) -> bool:
        """Whether nothing of the session could not be judged, who leads among it."""
        return not self.unclear and all(note.id != "leaders-not-judged" for note in self.notes)


def check_plan(
    session_file: Path,
    plan_file: Path,
    *,
    group: str | None = None,
    trainer: str | None = None,
    user_folder: Path | None = None,
    whole: bool = False,
    poll_file: Path | None = None,
) -> WrongInput | Checked:
    """What rules a plan breaks; `plan_file` may be its folder.

    `group` or `trainer` (an id or a name): judge what belongs to that one alone.

    `whole`: only a plan of the whole session will do, without entries of other things. `poll_file`: also what the polls
    of this file may elect (R12); the plan is then a whole one.
    """
    from planner.check import check
    from planner.files.session_file import read_session
    from planner.jobs.writing import plan_file_of

    plan_file = plan_file_of(plan_file)
    school = SchoolCalendar.load(user_folder)
    read = read_session(session_file, school)
    if read.session is None:
        return WrongInput(read.findings)
    scope = _scope(read.session, group, trainer)
    if isinstance(scope, Finding):
        return WrongInput((scope,))
    plan = _read_plan(plan_file, read.session, scope, whole or poll_file is not None)
    if isinstance(plan, Plan) and poll_file is not None:
        plan = _with_offers(poll_file, read.session, plan)
    if isinstance(plan, tuple):
        return WrongInput(plan)
    if isinstance(plan, Plan):
        return Checked(read.session, plan, check(read.session, plan, school, read.busy, scope=scope), scope)
    return _judged(read.session, plan, check(read.session, plan.plan, school, read.busy, scope=plan.scope))


def _with_offers(poll_file: Path, session: Session, plan: Plan) -> Plan | tuple[Finding, ...]:
    from planner.files.poll_json import read_polls

    found = read_polls(poll_file)
    if isinstance(found, tuple):
        return found
    return tuple(found.faults(session, plan)) or replace(plan, offers=found.polls.offers)


def _judged(session: Session, read: "ReadCalendar", violations: tuple[Violation, ...]) -> Checked:
    from planner.files.plan_ics import ASSUMED, FOREIGN, UNLED

    unclear = tuple(finding for finding in read.left_out if finding.id not in FOREIGN)
    notes = [doubt for doubt in read.doubts if doubt.id == ASSUMED]
    if unled := [doubt for doubt in read.doubts if doubt.id == UNLED]:
        notes.append(Finding("leaders-not-judged", unled[0].file, facts={"number": len(unled)}))
        violations = tuple(each for each in violations if not _of_nobody(each))
    return Checked(session, read.plan, violations, read.scope, read.left_out, unclear, tuple(notes))


def _of_nobody(violation: Violation) -> bool:
    """Whether all it says is that a calendar does not tell who leads a class."""
    return violation.kind == "wrong_number_of_trainers" and not violation.facts["found"]


def _scope(session: Session, group: str | None, trainer: str | None) -> Scope | Finding | None:
    from planner.files.calendar_scope import scope_asked

    if group is not None:
        return scope_asked("group", group, session)
    return None if trainer is None else scope_asked("trainer", trainer, session)


def _read_plan(
    path: Path, session: Session, scope: Scope | None, whole: bool
) -> "Plan | ReadCalendar | tuple[Finding, ...]":
    from planner.files.calendar_scope import restricted
    from planner.files.plain_text import PLAN_LIMIT, decode, read_bytes
    from planner.files.plan_ics import plan_from_ics, read_calendar
    from planner.files.plan_json import plan_from_json

    data = read_bytes(path, str(path), PLAN_LIMIT)
    if isinstance(data, Finding):
        return (data,)
    if path.suffix.lower() == ".ics" or data.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"BEGIN:"):
        file = str(path)
        return plan_from_ics(data, session, file) if whole else read_calendar(data, session, file, scope)
    source = decode(data, str(path))
    plan = (source,) if isinstance(source, Finding) else plan_from_json(source.text, str(path))
    return restricted(plan, scope) if isinstance(plan, Plan) and scope else plan
