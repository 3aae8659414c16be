"""Plan again after a change: what took place stays, as little as possible of the rest moves, calendars follow."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from calendars.places import place
from calendars.school_holidays import SchoolCalendar
from planner.jobs import BrokenFixedDates, CheckerRefused, NoPlan, NotFound, WrongInput
from planner.jobs.moved import Judge, Moved
from planner.jobs.writing import PLAN, write_plan
from planner.outcome import Finding, Infeasible, OutOfTime, Planned, Violation
from planner.plan import Cause, Placed, Placement, Plan
from planner.replan.changes import Asked, Changed, Move, occurrences_of, wished
from planner.replan.standing import Standing, entries_of, first_day, plan_with, standing
from planner.session import BusyTimes, Session

if TYPE_CHECKING:
    from planner.messages.texts import Texts


@dataclass(frozen=True)
class Replanned:
    """The plan made again, checked and written. `past_broken`: what took place and would not be allowed today.

    `lost`: entries that took place of groups or activities that the session has no more. `copy`: the session file as
    changed, where a change was asked for.
    """

    session: Session
    plan: Plan
    moved: tuple[Moved, ...]
    school: SchoolCalendar
    files: tuple[Path, ...]
    today: date
    past_broken: tuple[Violation, ...] = ()
    lost: tuple[Placed, ...] = ()
    copy: Path | None = None
    changed: bool = True


@dataclass(frozen=True)
class MoveRefused:
    """A class cannot be where it was asked to be: which rules that breaks, and the nearest moments that would do, on
    the session's clock."""

    session: Session
    move: Move
    violations: tuple[Violation, ...]
    moments: tuple[datetime, ...]


ReplanAnswer = WrongInput | BrokenFixedDates | MoveRefused | NoPlan | NotFound | Replanned


@dataclass(frozen=True)
class Request:
    """What is asked: a plan (its file, or its folder), changes, the day from which things may move, and when (UTC)."""

    plan: Path
    asked: tuple[Asked, ...]
    today: date
    now: datetime
    session_file: Path | None = None
    time_limit_s: float = 60.0
    invite: bool = False
    user_folder: Path | None = None
    progress: Callable[[str], None] = field(default=lambda step: None)

    @property
    def plan_file(self) -> Path:
        """The plan.json itself."""
        return self.plan / PLAN if self.plan.is_dir() else self.plan

    @property
    def folder(self) -> Path:
        """Where the plan lies, and its calendars."""
        return self.plan_file.parent


def replan(request: Request, texts: "Texts") -> ReplanAnswer:
    """Plan again from the plan that lies there. Raises CheckerRefused, and CannotWrite of `planner.reports.write`."""
    from planner.jobs.replan_input import read_input
    from planner.reports.invitations import organizer_of

    request.progress("read")
    read = read_input(request)
    if isinstance(read, WrongInput):
        return read
    if request.invite and not organizer_of(read.session):
        return WrongInput((Finding("nobody-to-invite", "--invite"),))
    stands = standing(read.session, read.plan, request.today)
    if lost := (*_asked_of_the_past(read.changed, stands), *_dealt_anew(stands, str(request.plan_file))):
        return WrongInput(lost)
    replanner = _Replanner(stands, read.school, read.busy, request)
    outcome = replanner.solve(read.changed.moves, read.without_moves)
    if not isinstance(outcome, Planned):
        return outcome
    plan, past_broken = replanner.checked(outcome.plan)
    moved = replanner.judge.reasons(plan)
    request.progress("write")
    beside, named = read.copies()
    from planner.reports.following import Before

    causes = read.changed.causes or (Cause("session"),)
    previous = read.previous_file
    before = Before(read.plan, request.now, causes, request.today, previous)
    beside = replace(beside, invite=request.invite)
    written = write_plan(request.folder, read.session, plan, read.school, texts, before, named, beside)
    return Replanned(
        read.session, written.plan, moved, read.school, written.files, request.today, past_broken,
        stands.gone_past, read.copy_path, written.changed,
    )  # fmt: skip


def _asked_of_the_past(changed: Changed, stands: Standing) -> Iterable[Finding]:
    """A class that took place cannot be moved, nor cancelled."""
    past = {(each.activity, each.groups): each for each in stands.past.placements}
    for move in changed.moves:
        for groups in occurrences_of(stands.session, move):
            if there := past.get((move.activity, groups)):
                day = first_day(stands.session, there)
                yield Finding("took-place", "--move", facts={"found": move.activity, "day": day})
    for cancel in changed.cancelled:
        for entry in stands.gone_past:
            groups = entry.groups if isinstance(entry, Placement) else (entry.group,)
            if entry.activity == cancel.activity and (cancel.group is None or cancel.group in groups):
                day = first_day(stands.session, entry)
                yield Finding("took-place", "--cancel", facts={"found": cancel.activity, "day": day})


def _dealt_anew(stands: Standing, file: str) -> Iterable[Finding]:
    """A group that took part as a whole and is split now, or the other way round: who took part in what is unknown."""
    session, said = stands.session, set()
    planned = {group.id for group in session.planned_groups()}
    for entry in stands.gone_past:
        for id in entry.groups if isinstance(entry, Placement) else (entry.group,):
            whole = next((g for g in session.groups if id == g.id or id.rpartition("-")[0] == g.id), None)
            if id not in planned and whole is not None and id not in said:
                said.add(id)
                parts = tuple(part.id for part in session.parts_of(whole))
                yield Finding("group-dealt-anew", file, facts={"found": id, "parts": parts, "size": whole.size})


class _Replanner:
    def __init__(self, stands: Standing, school: SchoolCalendar, busy: BusyTimes, request: Request) -> None:
        from planner.solving.limits import Clock

        self.stands = stands
        self.session = stands.session
        self.school = school
        self.busy = busy
        self.request = request
        self.clock = Clock(request.time_limit_s)
        self.judge = Judge(stands, school, busy)

    def solve(
        self, moves: Sequence[Move], without_moves: Session
    ) -> Planned | BrokenFixedDates | MoveRefused | NoPlan | NotFound:
        """The nearest plan, or why there is none."""
        from planner.posing import fixed_plan
        from planner.replan.again import Again

        fixed = fixed_plan(self.session)
        past = entries_of(self.stands.past)
        ahead = [each for each in entries_of(fixed) if first_day(self.session, each) >= self.request.today]
        whole = plan_with(fixed, [*past, *(each for each in ahead if each not in past)])
        broken = self.judge.not_past(self.judge.check(whole, partial=True))
        if broken and moves:
            return self._refused(moves, without_moves, broken)
        if broken:
            return BrokenFixedDates(self.session, broken)
        self.request.progress("solve")
        outcome = Again(self.stands, self.school, self.busy, self.clock).nearest()
        match outcome:
            case OutOfTime():
                return NotFound(outcome.limit_s)
            case Infeasible():
                return self._refused(moves, without_moves, ()) if moves else self._no_plan()
        return outcome

    def checked(self, plan: Plan) -> tuple[Plan, tuple[Violation, ...]]:
        """The plan, once the checker has seen it, and what of the past would not be allowed today."""
        session = self.session
        plan = replace(plan, rules_off=session.rules.off, derogations=session.derogations)
        violations = self.judge.check(plan)
        ahead = self.judge.not_past(violations)
        if ahead:
            raise CheckerRefused(ahead)
        return plan, violations

    def _refused(self, moves: Sequence[Move], session: Session, broken: tuple[Violation, ...]) -> MoveRefused:
        """Why a class cannot be where it was asked to be: the first of those asked for."""
        from planner.replan.again import Again

        move = next((one for one in moves if any(each.activity == one.activity for each in broken)), moves[0])
        stands = standing(session, plan_with(self.stands.past, self._everything()), self.request.today)
        again = Again(stands, self.school, self.busy, self.clock)
        groups = occurrences_of(session, move)[0]
        at = wished(session, move)
        moments = again.moments(move.activity, groups, at)
        if not broken:
            broken = self._at(move, groups, at)
        other = _Replanner(stands, self.school, self.busy, self.request)
        sound = tuple(each for each in moments if not other.judge.not_past(other.judge.check(each.plan)))
        here = place(session.department)
        return MoveRefused(session, move, broken, tuple(here.local(each.placement.start) for each in sound))

    def _everything(self) -> tuple[Placed, ...]:
        return entries_of(self.stands.past) + entries_of(self.stands.ahead)

    def _at(self, move: Move, groups: tuple[str, ...], at: datetime) -> tuple[Violation, ...]:
        """What the old plan breaks with one class where it was asked to be."""

        def there(each: Placed) -> Placed:
            is_it = isinstance(each, Placement) and (each.activity, each.groups) == (move.activity, groups)
            return replace(each, start=at) if is_it and isinstance(each, Placement) else each

        entries = [there(each) for each in self._everything()]
        found = self.judge.not_past(self.judge.check(plan_with(self.stands.past, entries)))
        return tuple(each for each in found if each.activity == move.activity) or found

    def _no_plan(self) -> NoPlan | NotFound:
        """Why nothing is possible, with repairs that were tried on what is left, and checked."""
        from planner.replan.impossible import why_impossible

        infeasible = why_impossible(self.stands, self.school, self.busy, self.clock)
        return NoPlan(self.session, infeasible)
