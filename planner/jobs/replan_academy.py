"""Planning again what one change asks of all sessions of an academy: a trainer falls ill, a day closes every school."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from calendars.school_holidays import SchoolCalendar
from planner.academy import Academy
from planner.files.academy_record import RECORD, SESSIONS
from planner.jobs import BrokenFixedDates, CheckerRefused, NoPlan, NotFound, WrongInput
from planner.jobs.around import Around, Near, read_around
from planner.jobs.around_writing import IndexToWrite, write_around
from planner.jobs.moved import Judge, Moved
from planner.jobs.replan_answers import NOTHING_BROKEN, BrokenBefore
from planner.jobs.replan_input import ReplanInput, changed_input
from planner.jobs.replanner import Found, Replanner
from planner.jobs.writing import PLAN, Beside, ReadyPlan, ready_plan
from planner.near_names import near_names
from planner.outcome import Finding
from planner.plan import Cause, Placed, Plan
from planner.replan.changes import OPTIONS, Absent, Asked, Busy, Close
from planner.replan.standing import Standing, standing
from planner.session import Session
from planner.solving.limits import Clock

if TYPE_CHECKING:
    from planner.jobs.replan import Request
    from planner.jobs.spoiled_polls import SpoiledPolls
    from planner.messages.texts import Texts


MOST_NAMED = 10


@dataclass(frozen=True)
class SessionAgain:
    """One session of an academy as it was written. `asked`: it was to change; else it only had to make room.

    `copy`: its file as changed. `restated`: entries that did not move, and that calendars show otherwise.
    """

    session: Session
    plan: Plan
    moved: tuple[Moved, ...]
    asked: bool
    copy: Path | None = None
    uninvited: bool = False
    """Invitations were asked for, and nobody of it has an address to send them from."""
    restated: tuple[Placed, ...] = ()


@dataclass(frozen=True)
class AcademyReplanned:
    """An academy after one change: every session that was written, in the order of ids; `near`: who is spoken of."""

    folder: Path
    sessions: tuple[SessionAgain, ...]
    near: Academy
    today: date
    since: datetime | None
    index: IndexToWrite
    broken_before: BrokenBefore = NOTHING_BROKEN
    spoiled: tuple["SpoiledPolls", ...] = ()
    """By session, the open polls that cannot be held any more as they are."""


@dataclass(frozen=True)
class NotEverywhere:
    """Sessions of an academy (by id) that have no plan after the change, or none was found; nothing was written."""

    folder: Path
    answers: Mapping[str, BrokenFixedDates | NoPlan | NotFound]


def is_academy(path: Path) -> bool:
    """Whether a folder is that of an academy, as `planner batch` wrote it, and not that of one plan."""
    return path.is_dir() and (path / RECORD).is_file() and not (path / PLAN).is_file()


def replan_academy(request: "Request", texts: "Texts") -> WrongInput | NotEverywhere | AcademyReplanned:
    """Plan an academy again in which a change is asked of every session that it concerns; all is written, or nothing.

    `request.plan` is the folder that `planner batch` wrote. Raises CheckerRefused, and CannotWrite of
    `planner.reports.write`.
    """
    from planner.reports.write import one_at_a_time

    with one_at_a_time(request.plan, lambda: request.progress("wait")):
        return _replan_academy(request, texts)


def _replan_academy(request: "Request", texts: "Texts") -> WrongInput | NotEverywhere | AcademyReplanned:
    from planner.jobs.spoiled_polls import spoiled_around
    from planner.reports.invitations import nobody_invites

    request.progress("read")
    if request.session_file is not None:
        return WrongInput(
            (Finding("change-of-one-session", "--session", facts={"folder": example_folder(request.plan)}),)
        )
    school = SchoolCalendar.load(request.user_folder)
    around = read_around(request.plan, school, {})
    if isinstance(around, tuple):
        return WrongInput(around)
    read = _concerned(around, request, school)
    if isinstance(read, WrongInput):
        return read
    around = around.with_sessions({id: (one.session, one.busy) for id, one in read.items()})
    request.progress("solve")
    job = _Job(around, read, request)
    refused = job.solve()
    if refused:
        return NotEverywhere(request.plan, refused)
    sessions = job.settled()
    request.progress("write")
    ready = [job.ready(id, texts) for id in sessions]
    written, index = write_around(around, ready, texts)
    parts = tuple(
        SessionAgain(
            one.session,
            plan.plan,
            sessions[one.session.id],
            one.session.id in read,
            job.copy(one.session.id),
            request.invite and nobody_invites(one.session, plan.plan),
            plan.restated,
        )
        for one, plan in zip(ready, written, strict=True)
    )
    spoiled = spoiled_around(around, {part.session.id: part.plan for part in parts})
    return AcademyReplanned(
        request.plan,
        parts,
        around.academy,
        request.today,
        request.since,
        index,
        job.broken_before,
        spoiled,
    )


def example_folder(folder: Path) -> str:
    """The folder of one of its sessions."""
    own = sorted(path.parent for path in (folder / SESSIONS).glob(f"*/{PLAN}"))
    return str(own[0] if own else folder / SESSIONS)


def _concerned(around: Around, request: "Request", school: SchoolCalendar) -> dict[str, ReplanInput] | WrongInput:
    """Every planned session that a change is about, changed so; what is asked of none is wrong."""
    if alone := [one for one in request.asked if not isinstance(one, Absent | Close | Busy)]:
        facts = {"folder": example_folder(request.plan)}
        return WrongInput(tuple(Finding("change-of-one-session", OPTIONS[type(one)], facts=facts) for one in alone))
    if of_whom := [one for one in request.asked if isinstance(one, Busy) and not one.who]:
        people = {trainer.id for session in around.academy.sessions for trainer in session.trainers}
        known = tuple(sorted(people)[:MOST_NAMED])
        wanted = [Finding("busy-of-whom", "--busy", facts={"found": one.file, "known": known}) for one in of_whom]
        return WrongInput(tuple(wanted))
    if not request.asked:
        return WrongInput((Finding("nothing-asked-of-all", str(request.plan)),))
    found: dict[str, ReplanInput] = {}
    wrong: list[Finding] = []
    answered: set[Asked] = set()
    for session in around.academy.sessions:
        if session.id not in around.plans:
            continue
        asked = tuple(one for one in request.asked if _is_about(one, session, request.today))
        if not asked:
            continue
        answered.update(asked)
        here = replace(request, plan=around.own_folder(session.id), asked=asked).at(session)
        busy, file = around.academy.busy_of(session.id), around.files[session.id]
        read = changed_input(here, around.plans[session.id], session, busy, file, school)
        if isinstance(read, WrongInput):
            wrong += read.findings
        else:
            found[session.id] = read
    wrong += (_about_none(one, around, request.today) for one in request.asked if one not in answered)
    return WrongInput(tuple(each for n, each in enumerate(wrong) if each not in wrong[:n])) if wrong else found


def _is_about(one: Asked, session: Session, today: date) -> bool:
    """Whether a change is about a session: a trainer of its team, days of its window that are not past."""
    names = {name for trainer in session.trainers for name in (trainer.id, trainer.name)}
    if isinstance(one, Busy):
        return bool(one.who) and one.who in names
    if not isinstance(one, Absent | Close):
        return False
    window = session.window
    days = max(one.first, window.first, today) <= min(one.last, window.last)
    return days and (isinstance(one, Close) or one.trainer in names)


def _about_none(one: Asked, around: Around, today: date) -> Finding:
    """Why a change is about no session at all."""
    sessions = [session for session in around.academy.sessions if session.id in around.plans]
    people = {trainer.id: trainer.name for session in sessions for trainer in session.trainers}
    option = OPTIONS[type(one)]
    who = one.trainer if isinstance(one, Absent) else one.who if isinstance(one, Busy) else None
    if who is not None and who not in {*people, *people.values()}:
        facts = {"found": who, "count": len(people), "near": near_names(who, (*people, *people.values()))}
        return Finding("no-such-trainer-of-all", option, facts=facts)
    assert isinstance(one, Absent | Close), "whoever is known is in a session, on whatever days"
    days = {"first": one.first, "last": one.last}
    if one.last < one.first:
        return Finding("days-reversed", option, facts=days)
    if one.last < today:
        return Finding("days-past", option, facts=days | {"today": today})
    own = [s for s in sessions if who is None or any(who in (each.id, each.name) for each in s.trainers)]
    window = {"window_first": min(s.window.first for s in own), "window_last": max(s.window.last for s in own)}
    return Finding("days-outside-window", option, facts=days | window)


class _Job:
    def __init__(self, around: Around, read: Mapping[str, ReplanInput], request: "Request") -> None:
        self.read = read
        self.request = request
        self.around = around
        near = Near.of(around, request.today, request.since)
        assert near is not None
        self.near = near
        self.plans: dict[str, Plan] = {}
        self.room_for: dict[str, str] = {}
        self.broken_before = NOTHING_BROKEN

    def solve(self) -> dict[str, BrokenFixedDates | NoPlan | NotFound]:
        """Plan the sessions again that cannot stay, one after the other; those that have no plan, with why."""
        waiting: list[str] = []
        for id in sorted(self.read):
            stuck = self._judge(id).cannot_stay()
            if stuck is None:
                self.plans[id] = self.around.plans[id]  # its file changes, nothing moves
                continue
            waiting.append(id)
            self.near.others.set_aside(id, stuck)
        refused: dict[str, BrokenFixedDates | NoPlan | NotFound] = {}
        for number, id in enumerate(waiting):
            self.request.count(number, len(waiting))
            if id in self.plans:  # it was planned again to make room, as its changed file asks
                continue
            found = self._replanner(id).solve((), self.read[id].session)
            if isinstance(found, Found):
                self._keep(id, found)
            else:
                assert isinstance(found, BrokenFixedDates | NoPlan | NotFound), "nothing was asked to move"
                refused[id] = found
        return refused

    def _keep(self, id: str, found: Found) -> None:
        for other, plan in {**found.others, id: found.plan}.items():
            self.plans[other] = plan
            self.near.others.keep(other, plan)
            if other != id:
                self.room_for.setdefault(other, id)

    def _stands(self, id: str) -> Standing:
        """A session as it stood before anything moved."""
        return standing(self.around.session(id), self.around.plans[id], self.request.today, self.request.since)

    def _judge(self, id: str) -> Judge:
        return Judge(self._stands(id), self.around.school, self.around.academy.busy_of(id))

    def _replanner(self, id: str) -> Replanner:
        clock = Clock(self.request.time_limit_s)  # of each session
        return Replanner(self._stands(id), self.around.school, self.around.academy.busy_of(id), clock, self.near)

    def settled(self) -> dict[str, tuple[Moved, ...]]:
        """What moved in each session that is not what it was, and why, once the checker has seen all plans."""
        judges = {id: self._judge(id) for id in self.plans}
        self.plans = {id: judges[id].checked(plan)[0] for id, plan in self.plans.items()}
        broken = self.around.broken(self.plans)
        if broken.new:
            raise CheckerRefused(broken.new)
        after = self.near.after(self.plans)
        self.broken_before = BrokenBefore(broken.still, after.broken_alone(self.plans))
        return {id: judges[id].seeing(after).reasons(self.plans[id]) for id in sorted(self.plans)}

    def ready(self, id: str, texts: "Texts") -> ReadyPlan:
        """A session's plan as it is to be written, with its file as changed."""
        from planner.reports.following import Before
        from planner.reports.invitations import nobody_invites

        session, old, read = self.around.session(id), self.around.plans[id], self.read.get(id)
        beside, named = read.copies() if read else (Beside(), old.session_file)
        causes = read.changed.causes if read else (Cause("beside", {"session": self.room_for[id]}),)
        request, previous = self.request, read.previous_file if read else None
        before = Before(old, request.now, causes, request.today, previous, request.since)
        invite = request.invite and not nobody_invites(session, old)
        beside = replace(beside, invite=invite)
        return ready_plan(session, self.plans[id], self.around.school, texts, before, named, beside)

    def copy(self, id: str) -> Path | None:
        """Where the session's file lies as changed; None where it did not."""
        return self.read[id].copy_path if id in self.read else None
