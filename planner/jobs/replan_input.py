"""What `replan` reads: the plan, the session's file as it is and as it is after what was asked."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from calendars.school_holidays import SchoolCalendar
from planner.files.session_copies import SESSION_FILE, from_folder, kept_name, named_from, session_copy
from planner.jobs import WrongInput
from planner.jobs.writing import Beside, read_plan
from planner.outcome import FileChange, Finding
from planner.plan import Plan, RemoteBlock
from planner.replan.changes import AddGroup, Asked, Busy, Changed, Move, changes_of
from planner.replan.missed import Missed, missed_in, with_those_there
from planner.replan.standing import entries_of
from planner.session import BusyTimes, Group, Session

if TYPE_CHECKING:
    from planner.jobs.around import Around
    from planner.jobs.replan import Request


@dataclass(frozen=True)
class ReplanInput:
    """A plan and its session, changed as asked. `without_moves`: as if no class had been asked to move."""

    plan: Plan
    session: Session
    without_moves: Session
    busy: BusyTimes
    school: SchoolCalendar
    changed: Changed
    session_file: Path
    folder: Path
    missed: tuple[Missed, ...] = ()
    around: "Around | None" = None
    """The academy that the session was planned with, the session in it as it is from now on."""

    @property
    def copy_path(self) -> Path | None:
        """Where the session's file is written as it is after what was asked; None where nothing was asked."""
        return self.folder / SESSION_FILE if self.changed.changes else None

    @property
    def previous_file(self) -> str | None:
        """Where the session's file of the plan before lies from now on: a copy, where its own is written over."""
        before = self.plan.session_file or from_folder(self.folder, self.session_file)
        return kept_name(self.plan) if self.copy_path and before == SESSION_FILE else before

    def copies(self) -> tuple[Beside, str]:
        """The session files that are written with the plan, and the name of the one that is now the plan's."""
        if not self.changed.changes:
            return Beside(), from_folder(self.folder, self.session_file)
        files = {SESSION_FILE: session_copy(self.session_file, self.session, self.changed.changes, self.folder)}
        there = self.folder / SESSION_FILE
        if self.previous_file == kept_name(self.plan) and there.is_file():
            files[kept_name(self.plan)] = there.read_bytes()
        return Beside(files), SESSION_FILE


def read_input(request: "Request") -> ReplanInput | WrongInput:
    """Everything that is read, or everything that is wrong with it."""
    plan = read_plan(request.plan_file)
    if isinstance(plan, tuple):
        return WrongInput(plan)
    file = session_file_of(request, plan)
    if isinstance(file, Finding):
        return WrongInput((file,))
    from planner.files.session_file import read_session
    from planner.jobs.around import around_session

    school = SchoolCalendar.load(request.user_folder)
    read = read_session(file, school)
    if read.session is None:
        return WrongInput(read.findings)
    if findings := nonsense(plan, read.session, str(request.plan_file)):
        return WrongInput(findings)
    request = request.at(read.session)
    changed = changed_input(request, plan, read.session, read.busy, file, school)
    if isinstance(changed, WrongInput):
        return changed
    around = around_session(request.folder, changed.session, changed.busy, school)
    return WrongInput(around) if isinstance(around, tuple) else replace(changed, around=around)


def changed_input(
    request: "Request", plan: Plan, session: Session, busy: BusyTimes, file: Path, school: SchoolCalendar
) -> ReplanInput | WrongInput:
    """A session as its file says it, with what is asked changed in it; or everything that is wrong with that."""
    described = session
    asked = tuple(_from_here(one, file) for one in request.asked)
    changed = changes_of(session, asked, request.today, request.since)
    if isinstance(changed, tuple):
        return WrongInput(changed)
    busy_files = dict.fromkeys(one.file for one in request.asked if isinstance(one, Busy))
    if missing := [name for name in busy_files if not Path(name).exists()]:
        return WrongInput(tuple(Finding("no-such-file", "--busy", facts={"name": name}) for name in missing))
    # what the file says of a class that was missed goes before it is read: all groups together may be too many for it
    joined = _joined(session, asked)
    if missed := missed_in(joined, plan, request.today, request.since):
        changed = replace(changed, changes=with_those_there(described, joined, changed.changes, missed))
    if changed.changes:
        after = _read_changed(file, changed.changes, school, asked)
        if isinstance(after, WrongInput):
            return after
        session, busy = after
    without = session
    if changed.moves:
        fixed = {move.activity: described.activity(move.activity).fixed for move in changed.moves}
        activities = [each.model_copy(update={"fixed": fixed.get(each.id, each.fixed)}) for each in session.activities]
        without = session.model_copy(update={"activities": tuple(activities)})
        without = _unfixed(without, changed.moves)
    return ReplanInput(plan, session, without, busy, school, changed, file, request.folder, missed)


def _joined(session: Session, asked: Iterable[Asked]) -> Session:
    """The session with the groups that are asked to join; whether that can be is said once it is read."""
    groups = [Group.model_construct(id=one.id, size=one.size) for one in asked if isinstance(one, AddGroup)]
    return session.model_copy(update={"groups": (*session.groups, *groups)})


def _from_here(one: Asked, session_file: Path) -> Asked:
    """A calendar is named from where the person is; in the session's file, from where that lies."""
    return replace(one, file=from_folder(session_file.parent, Path(one.file))) if isinstance(one, Busy) else one


def _unfixed(session: Session, moves: tuple[Move, ...]) -> Session:
    """A class that is asked to move is fixed nowhere else: its other moments are open."""
    free = {move.activity for move in moves}
    activities = [each.model_copy(update={"fixed": ()}) if each.id in free else each for each in session.activities]
    return session.model_copy(update={"activities": tuple(activities)})


def session_file_of(request: "Request", plan: Plan) -> Path | Finding:
    """The session's file: the one that is given, else the one that the plan names, else the one beside the plan."""
    if request.session_file is not None:
        return request.session_file
    named = [named_from(request.folder, name) for name in (plan.session_file, SESSION_FILE) if name]
    for path in named:
        if path.is_file():
            return path
    where = str(named[0]) if plan.session_file else None
    return Finding("no-session-for-plan", str(request.plan_file), facts={"where": where})


def nonsense(plan: Plan, session: Session, file: str) -> tuple[Finding, ...]:
    """What no planner wrote: the plan of another session, an entry twice, a block that ends before it begins."""
    if plan.session != session.id:
        return (Finding("plan-of-other-session", file, facts={"found": plan.session, "expected": session.id}),)
    found = []
    seen: set[object] = set()
    for each in entries_of(plan):
        key = (each.activity, each.group, each.first) if isinstance(each, RemoteBlock) else (each.activity, each.groups)
        who = each.group if isinstance(each, RemoteBlock) else ", ".join(each.groups)
        facts = {"activity": each.activity, "groups": who}
        if key in seen:
            found.append(Finding("planned-twice", file, facts=facts))
        if isinstance(each, RemoteBlock) and each.last < each.first:
            found.append(Finding("block-reversed", file, facts=facts | {"first": each.first, "last": each.last}))
        elif isinstance(each, RemoteBlock) and each.last.isocalendar()[:2] != each.first.isocalendar()[:2]:
            found.append(Finding("block-of-weeks", file, facts=facts | {"first": each.first, "last": each.last}))
        seen.add(key)
    return tuple(found)


def _read_changed(
    file: Path, changes: tuple[FileChange, ...], school: SchoolCalendar, asked: tuple[Asked, ...]
) -> tuple[Session, BusyTimes] | WrongInput:
    """The session that its file describes once changed, through the same door as any."""
    from planner.files.locate import SourceText
    from planner.files.repaired_session import CannotRepair, repaired_session
    from planner.files.session_file import Shelf, read_described
    from planner.files.yaml_document import parse_document

    try:
        text = repaired_session(file, changes).decode("utf-8-sig")
    except CannotRepair:
        return WrongInput((Finding("cannot-change", str(file)),))
    document, syntax = parse_document(SourceText(str(file), text))
    if document is None:
        return WrongInput(syntax)
    read = read_described(file, document, school, Shelf(), document.data, syntax)
    if read.session is None:
        return WrongInput(tuple(_where_the_person_sees_it(each, file, asked) for each in read.findings))
    return read.session, read.busy


def _where_the_person_sees_it(finding: Finding, file: Path, asked: tuple[Asked, ...]) -> Finding:
    """A finding about what was asked stands in no line of the person's file: it is the option's, or the file's."""
    there = file.read_text("utf-8-sig").splitlines()
    if finding.line is None or there[finding.line - 1 : finding.line] == [finding.excerpt]:
        return finding
    given = {str(file.parent / one.file) for one in asked if isinstance(one, Busy)}
    return replace(
        finding,
        file="--busy" if finding.facts.get("name") in given else finding.file,
        line=None,
        column=None,
        excerpt=None,
    )
