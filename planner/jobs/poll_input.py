"""What polls are about, and where they lie: a session, a plan of it that keeps every rule, and the folder of polls."""

from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from calendars.school_holidays import SchoolCalendar
from planner.files.session_copies import from_folder, named_from
from planner.jobs import WrongInput
from planner.jobs.around import Around, Near, academy_folder, around_session
from planner.jobs.checking import Checked, check_plan
from planner.jobs.writing import PLAN, read_plan
from planner.outcome import Finding, Violation
from planner.plan import Plan
from planner.session import BusyTimes, Session

if TYPE_CHECKING:
    from planner.files.poll_json import ReadPolls

POLL = "poll.json"
POLLS = "polls"
"""The folder of the polls, inside that of the plan."""


@dataclass(frozen=True)
class Polled:
    """What polls are about.

    `near`: the academy that the session was planned with, as it is written; `judged`: the same, in which sessions that
    share people with it are at every slot that polls about them offer.
    """

    session: Session
    plan: Plan
    school: SchoolCalendar
    busy: BusyTimes
    near: Near | None = None
    judged: Near | None = None

    def broken(self, session: Session, plan: Plan) -> tuple[Violation, ...]:
        """What the checkers say of a plan of the session, as it is from now on, and of all that its polls may elect: by
        itself; then what is new together with the other sessions of its academy."""
        from planner.check import check
        from planner.check.agenda import Agenda
        from planner.check.poll import broken_elections

        near = self.judged or self.near
        found = check(session, plan, self.school, self.busy)
        if found or near is None:
            return found

        def together(agenda: Agenda) -> tuple[Violation, ...]:
            return near.broken({session.id: agenda.plan}, {session.id: self.plan})

        agenda = Agenda(session, plan, self.school, self.busy, partial=False)
        return together(agenda) or tuple(broken_elections(agenda, together))


def read_polled(session_file: Path, plan_file: Path, user_folder: Path | None) -> WrongInput | Checked | Polled:
    """A session and a plan of it that keeps every rule."""
    from planner.files.session_file import read_session

    checked = check_plan(session_file, plan_file, user_folder=user_folder, whole=True)
    if isinstance(checked, WrongInput):
        return checked
    if checked.plan.session != checked.session.id:
        facts = {"found": checked.plan.session, "allowed": (checked.session.id,)}
        return WrongInput((Finding("other-session", str(plan_file), facts=facts),))
    if checked.violations:
        return checked
    school, session = SchoolCalendar.load(user_folder), checked.session
    busy = read_session(session_file, school).busy
    around = around_session(plan_file.parent, session, busy, school)
    if isinstance(around, tuple):
        return WrongInput(around)
    near = Near.of(around, date.min)
    if around is None or near is None:
        return Polled(session, checked.plan, school, busy)
    judged = Near.of(replace(around, plans=_at_all_slots(around, near, session.id)), date.min)
    assert judged is not None
    return Polled(session, checked.plan, school, judged.others.busy_of(session.id), near, judged)


def _at_all_slots(around: Around, near: Near, id: str) -> dict[str, Plan]:
    """The plans of an academy; of sessions that share people with this one also each slot that a poll may elect."""
    plans = dict(around.plans)
    for other in near.others.sharing(id):
        plan = plans[other]
        planned = {(each.activity, each.groups): each for each in plan.placements}
        for polls in open_polls_of(around.own_folder(other) / PLAN).open.values():
            if any(polls.faults(around.session(other), plan)):
                continue
            for offer in polls.polls.offers:
                own = planned[offer.activity, offer.groups]
                slots = [replace(own, start=start) for start in offer.starts if start != own.start]
                plan = replace(plan, placements=tuple(sorted((*plan.placements, *slots))))
        plans[other] = plan
    return plans


def current_session(session_file: Path, plan_file: Path, *, given: bool = True) -> Path:
    """The session file that a plan is of by now, where `session_file` is that of an earlier version of the plan.

    A change of the plan (`planner replan`, a poll that was closed) lies in a session file of its own: with the file
    before it, the change would be lost. So too where nobody gave `session_file` and it lies there no more: a change
    that is undone takes its session file away.
    """
    plan = read_plan(plan_file) if plan_file.is_file() else None
    if not isinstance(plan, Plan) or plan.session_file is None:
        return session_file

    def named(name: str) -> Path:
        return named_from(plan_file.parent, name)

    now = named(plan.session_file)
    earlier = {named(each.session_file).resolve() for each in plan.versions if each.session_file}
    is_earlier = session_file.resolve() in earlier and session_file.resolve() != now.resolve()
    is_lost = not given and not session_file.is_file()
    return now if (is_earlier or is_lost) and now.is_file() else session_file


def previous_file(plan: Plan, folder: Path, session_file: Path) -> str:
    """The session file of a plan, from its folder: the one it names, else the one it was read with."""
    return plan.session_file or from_folder(folder, session_file)


def earlier_session(session_file: Path, plan_file: Path) -> WrongInput | None:
    """The refusal of a session file that was given, and is that of an earlier version of the plan."""
    now = current_session(session_file, plan_file)
    if now == session_file:
        return None
    return WrongInput((Finding("poll-earlier-session", str(session_file), facts={"expected": str(now)}),))


def polls_folder(session_id: str, near: Near | None = None) -> Path:
    """Where polls are written where no other folder is asked for: in an academy, beside the plan."""
    return (near.around.own_folder(session_id) if near else Path("out") / session_id) / POLLS


def poll_file_of(plan_file: Path) -> Path | WrongInput:
    """The one poll.json about a plan in which a poll is open, or why it cannot be told which one that is."""
    if not plan_file.is_file():
        return WrongInput((Finding("no-such-file", str(plan_file), facts={"name": str(plan_file)}),))
    found = open_polls_of(plan_file)
    if len(found.open) == 1:
        return next(iter(found.open))
    if found.open:
        facts = {"files": tuple(str(path) for path in found.open)}
        return WrongInput((Finding("poll-several-files", str(plan_file), facts=facts),))
    folders = (str(plan_file.parent / POLLS), str(polls_folder("*")))
    return WrongInput(found.faults or (Finding("poll-no-file", str(plan_file), facts={"folders": folders}),))


@dataclass(frozen=True)
class FoundPolls:
    """The polls about a plan that are open, by their file; `faults`: what is wrong with files that lie there."""

    open: Mapping[Path, "ReadPolls"]
    faults: tuple[Finding, ...]


def open_polls_of(plan_file: Path, *folders: Path) -> FoundPolls:
    """The polls about a plan: in its folder and the folders of that, where polls are written by default, and in further
    folders."""
    from planner.files.poll_json import read_polls

    found: dict[Path, ReadPolls] = {}
    faults: list[Finding] = []
    for path in _poll_files(plan_file.parent, *folders):
        read = read_polls(path)
        if isinstance(read, tuple):
            faults += read if path.is_relative_to(plan_file.parent) else ()
        elif named_from(path.parent, read.polls.plan_file).resolve() == plan_file.resolve():
            found[path] = read
    return FoundPolls(found, tuple(faults))


def _poll_files(folder: Path, *others: Path) -> Iterator[Path]:
    seen: set[Path] = set()
    inside, usual = sorted(folder.glob(f"*/{POLL}")), sorted(Path().glob(f"{polls_folder('*')}/{POLL}"))
    for path in (folder / POLL, *inside, *usual, *(other / POLL for other in others)):
        if path.is_file() and path.resolve() not in seen:
            seen.add(path.resolve())
            yield path


def holding(plan_file: Path) -> AbstractContextManager[None]:
    """Holds the folder of a plan, or the academy that it is of: one command at a time."""
    from planner.reports.write import one_at_a_time

    return one_at_a_time(academy_folder(plan_file.parent) or plan_file.parent)
