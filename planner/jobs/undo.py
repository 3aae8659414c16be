"""Going back to the plan's version before the last, and what differs between two plans."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from calendars.school_holidays import SchoolCalendar
from planner.academy import Academy
from planner.differences import Difference, differences
from planner.files.session_copies import SESSION_FILE, from_folder, kept_name
from planner.jobs import WrongInput
from planner.jobs.moved import Moved
from planner.jobs.replan import Request
from planner.jobs.replan_answers import MovedElsewhere, Replanned
from planner.jobs.replan_input import nonsense, session_file_of
from planner.jobs.writing import Beside, ReadyPlan, read_plan, ready_plan, write_ready
from planner.outcome import Finding, Violation
from planner.plan import Cause, Plan, Version
from planner.replan.standing import standing
from planner.session import BusyTimes, Session

if TYPE_CHECKING:
    from planner.jobs.around import Around
    from planner.messages.texts import Texts


@dataclass(frozen=True)
class UndoRefused:
    """The version before breaks rules of its session as it is now, or other things took place since."""

    session: Session
    violations: tuple[Violation, ...]
    past: tuple[Difference, ...]
    near: Academy | None = None
    """In an academy: the sessions that are spoken of."""
    changed_file: Path | None = None
    """The session's file, where the version by itself breaks its rules: it kept them, so the file was another one."""


@dataclass(frozen=True)
class Compared:
    """Two plans and what differs; `session` where its file is known, to call things by their names."""

    old: Plan
    new: Plan
    session: Session | None
    found: tuple[Difference, ...]


def undo(request: Request, texts: "Texts") -> WrongInput | UndoRefused | Replanned:
    """Write the version before again, as a new one: sequences rise. Raises CannotWrite of `planner.reports.write`."""
    with request.alone():
        return _undo(request, texts)


def _undo(request: Request, texts: "Texts") -> WrongInput | UndoRefused | Replanned:
    from planner.jobs.around import around_session
    from planner.jobs.around_writing import write_around
    from planner.jobs.spoiled_polls import spoiled_around, spoiled_polls

    school = SchoolCalendar.load(request.user_folder)
    one = going_back(request, school)
    if isinstance(one, WrongInput):
        return one
    session = one.session
    around = around_session(request.folder, session, one.busy, school)
    if isinstance(around, tuple):
        return WrongInput(around)
    backs = [one]
    if around:
        for id in _made_room(around, session.id, one.plan):
            other = going_back(replace(request, plan=around.own_folder(id), session_file=None), school)
            backs += [other] if isinstance(other, Back) else []
        around = around.with_sessions({each.session.id: (each.session, each.busy) for each in backs})
    if refused := refused_together(around, backs):
        return refused
    ready = [each.ready(texts) for each in backs]
    index = None
    if around:
        (written, *rest), index = write_around(around, ready, texts)
        spoiled = spoiled_around(around, {session.id: written.plan})
    else:
        written, rest = write_ready(request.folder, ready[0]), []
        spoiled = (spoiled_polls(request.plan_file, session, written.plan, one.busy, school),)
    others = zip(backs[1:], rest, strict=True)
    elsewhere = tuple(MovedElsewhere(each.session, other.plan, each.moved) for each, other in others)
    return Replanned(
        session, written.plan, one.moved, school, written.files, one.request.today, changed=written.changed,
        unreached=written.unreached, since=one.request.since, closed_polls=_polls_closed(one.plan), index=index,
        spoiled=spoiled, restated=written.restated, elsewhere=elsewhere, near=around.academy if around else None,
    )  # fmt: skip


def _made_room(around: "Around", id: str, plan: Plan) -> Iterator[str]:
    """The sessions that had to move when a session's plan was made, and have not changed since."""
    for other, theirs in around.plans.items():
        for cause in theirs.causes:
            if cause.kind == "beside" and cause.facts.get("session") == id and theirs.made == plan.made:
                yield other


@dataclass(frozen=True)
class Back:
    """A session's version before, as it is to be written again. `past`: what took place since and would be another
    thing; `broken`: rules that it breaks by itself, in the session as `file` says it."""

    request: Request
    plan: Plan
    version: Version
    file: Path
    session: Session
    busy: BusyTimes
    school: SchoolCalendar
    back: Plan
    past: tuple[Difference, ...]
    broken: tuple[Violation, ...]

    @property
    def moved(self) -> tuple[Moved, ...]:
        """What is not where it is now."""
        return tuple(Moved(each) for each in differences(self.plan, self.back))

    def ready(self, texts: "Texts") -> ReadyPlan:
        """The plan, its calendars and its session's file, following the plan that lies there."""
        from planner.reports.following import Before
        from planner.reports.invitations import nobody_invites

        request, plan = self.request, self.plan
        beside, name = _files(request, plan, self.file, self.version)
        previous = kept_name(plan) if kept_name(plan) in beside.files else plan.session_file
        causes = (Cause("undo", {"number": self.version.number}),)
        before = Before(plan, request.now, causes, request.today, previous, request.since)
        beside = replace(beside, invite=request.invite and not nobody_invites(self.session, plan))
        return ready_plan(self.session, self.back, self.school, texts, before, name or None, beside)


def going_back(request: Request, school: SchoolCalendar) -> WrongInput | Back:
    """The version before of a session's plan, or why there is none."""
    from planner.check import check
    from planner.files.session_file import read_session
    from planner.reports.invitations import nobody_invites

    plan = read_plan(request.plan_file)
    if isinstance(plan, tuple):
        return WrongInput(plan)
    version = before(plan)
    if version is None:
        return WrongInput((Finding("no-version-before", str(request.plan_file), facts={"number": plan.number}),))
    file = session_file_of(request, replace(plan, session_file=version.session_file))
    if isinstance(file, Finding):
        return WrongInput((file,))
    read = read_session(file, school)
    if read.session is None:
        return WrongInput(read.findings)
    if findings := nonsense(plan, read.session, str(request.plan_file)):
        return WrongInput(findings)
    session, request = read.session, request.at(read.session)
    if request.invite and nobody_invites(session, plan):
        return WrongInput((Finding("nobody-to-invite", "--invite"),))
    back = Plan(
        plan.session, version.placements, version.blocks, rules_off=session.rules.off, derogations=session.derogations
    )
    now, then = (standing(session, each, request.today, request.since) for each in (plan, back))
    known = {_key(each) for each in check(session, then.past, school, read.busy, partial=True)}
    violations = check(session, back, school, read.busy)
    own = tuple(each for each in violations if _key(each) not in known)
    past = differences(now.past, then.past)
    return Back(request, plan, version, file, session, read.busy, school, back, past, own)


def refused_together(around: "Around | None", backs: Sequence[Back]) -> UndoRefused | None:
    """Why plans cannot come back, the first of them by itself, or all together; None where they can."""
    near = around.academy if around else None
    for each in backs:
        if each.past or each.broken:
            return UndoRefused(each.session, each.broken, each.past, near, each.file if each.broken else None)
    together = around.broken({each.session.id: each.back for each in backs}).new if around else ()
    return UndoRefused(backs[0].session, together, (), near) if together else None


def compare(old: Path, new: Path, session_file: Path | None, user_folder: Path | None) -> WrongInput | Compared:
    """What differs between two plans of one session, each named by its plan.json or its folder."""
    from planner.files.session_file import read_session
    from planner.jobs.writing import plan_file_of

    old, new = plan_file_of(old), plan_file_of(new)
    plans = [read_plan(path) for path in (old, new)]
    wrong = [finding for each in plans if isinstance(each, tuple) for finding in each]
    if wrong:
        return WrongInput(tuple(wrong))
    before, after = (each for each in plans if isinstance(each, Plan))
    if before.session != after.session:
        facts = {"found": after.session, "expected": before.session}
        return WrongInput((Finding("plan-of-other-session", str(new), facts=facts),))
    session = None
    named = [
        session_file,
        *(path.parent / plan.session_file for path, plan in ((new, after), (old, before)) if plan.session_file),
    ]
    for file in named:
        if file is not None and (session_file is not None or file.is_file()):
            read = read_session(file, SchoolCalendar.load(user_folder))
            if read.session is None and session_file is not None:
                return WrongInput(read.findings)
            if read.session is not None and read.session.id == after.session:
                session = read.session
                break
            if session_file is not None and read.session is not None:
                facts = {"found": after.session, "expected": read.session.id}
                return WrongInput((Finding("plan-of-other-session", str(new), facts=facts),))
    return Compared(before, after, session, differences(before, after))


def before(plan: Plan) -> Version | None:
    """The version before this one, as it was first made; None where there was none, or it is not kept any more."""
    versions = {each.number: each for each in plan.versions}
    number = _stands_for(plan, plan.number) - 1
    return versions.get(_stands_for(plan, number), versions.get(number))


def _stands_for(plan: Plan, number: int) -> int:
    """The version that a version is the same as: what went back to another one is that one again."""
    causes = {plan.number: plan.causes, **{each.number: each.causes for each in plan.versions}}
    while number in causes:
        undone = next((each.facts.get("number") for each in causes[number] if each.kind == "undo"), None)
        if not isinstance(undone, int) or undone >= number:
            break
        number = undone
    return number


def _polls_closed(plan: Plan) -> tuple[str, ...]:
    """The polls that were closed by the version that is undone; what they offered, no plan.json knows."""
    number = _stands_for(plan, plan.number)
    undone = next((each.causes for each in plan.versions if each.number == number), plan.causes)
    return tuple(str(cause.facts.get("what")) for cause in undone if cause.kind == "poll")


def _files(request: Request, plan: Plan, file: Path, version: Version) -> tuple[Beside, str]:
    """The session files as they were with the version: a copy that was kept becomes the session's file again.

    A file that is given is the plan's from now on.
    """
    there = request.folder / SESSION_FILE
    own = from_folder(request.folder, file) if request.session_file else version.session_file or ""
    kept = {kept_name(plan): there.read_bytes()} if plan.session_file == SESSION_FILE and there.is_file() else {}
    if own == kept_name(version):
        return Beside({**kept, SESSION_FILE: file.read_bytes()}), SESSION_FILE
    if own != SESSION_FILE and kept:
        return Beside(kept, remove=(SESSION_FILE,)), own
    return Beside(), own


def _key(violation: Violation) -> tuple[object, ...]:
    each = violation
    return each.rule, each.kind, each.day, each.activity, each.group, each.trainer
