"""Plan again after a change: what took place stays, as little as possible of the rest moves, calendars follow."""

from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from calendars.places import place
from planner.jobs import BrokenFixedDates, NoPlan, NotFound, WrongInput
from planner.jobs.replan_answers import MoveRefused, Replanned
from planner.jobs.writing import plan_file_of, ready_plan
from planner.outcome import Finding, each_once
from planner.plan import Cause, Placement
from planner.replan.changes import Asked, Changed, occurrences_of
from planner.replan.standing import Standing, first_day, standing
from planner.session import Session

if TYPE_CHECKING:
    from planner.jobs.replan_input import ReplanInput
    from planner.messages.texts import Texts


ReplanAnswer = WrongInput | BrokenFixedDates | MoveRefused | NoPlan | NotFound | Replanned


@dataclass(frozen=True)
class Request:
    """What is asked: a plan (its file, or its folder), changes, the day from which things may move, and when (UTC).

    `since` (UTC): the very moment from which they may, where that is now; `today` is then its day. `progress` is told
    the steps: "read", "pose", "solve", "check", "write".
    """

    plan: Path
    asked: tuple[Asked, ...]
    today: date
    now: datetime
    session_file: Path | None = None
    time_limit_s: float = 60.0
    invite: bool = False
    user_folder: Path | None = None
    progress: Callable[[str], None] = field(default=lambda step: None)
    since: datetime | None = None
    count: Callable[[int, int], None] = field(default=lambda done, total: None)
    """Told how many sessions of how many were planned again, where a change concerns many."""

    @property
    def plan_file(self) -> Path:
        """The plan.json itself."""
        return plan_file_of(self.plan)

    @property
    def folder(self) -> Path:
        """Where the plan lies, and its calendars."""
        return self.plan_file.parent

    def alone(self) -> AbstractContextManager[None]:
        """Holds the folder, or the academy that it is of, so that nobody writes there between reading and writing."""
        from planner.jobs.around import academy_folder
        from planner.reports.write import one_at_a_time

        folder = academy_folder(self.folder) or self.folder
        return one_at_a_time(folder, lambda: self.progress("wait"))

    def at(self, session: Session) -> "Request":
        """The request with the day that `since` is at the session's place."""
        return self if self.since is None else replace(self, today=place(session.department).local(self.since).date())


def replan(request: Request, texts: "Texts") -> ReplanAnswer:
    """Plan again from the plan that lies there. Raises CheckerRefused, and CannotWrite of `planner.reports.write`."""
    with request.alone():
        return _replan(request, texts)


def _replan(request: Request, texts: "Texts") -> ReplanAnswer:
    from planner.jobs.around import Near
    from planner.jobs.fixed_moments import with_moments
    from planner.jobs.replan_around import settled
    from planner.jobs.replan_input import read_input
    from planner.jobs.replanner import Found, Replanner
    from planner.jobs.spoiled_polls import spoiled_around, spoiled_polls
    from planner.reports.following import Before
    from planner.reports.invitations import nobody_invites
    from planner.solving.limits import Clock

    request.progress("read")
    read = read_input(request)
    if isinstance(read, WrongInput):
        return read
    request.progress("pose")
    request = request.at(read.session)
    if request.invite and nobody_invites(read.session, read.plan):
        return WrongInput((Finding("nobody-to-invite", "--invite"),))
    stands = standing(read.session, read.plan, request.today, request.since)
    if lost := (*each_once(_asked_of_the_past(read.changed, stands)), *_dealt_anew(stands, str(request.plan_file))):
        return WrongInput(lost)
    near = Near.of(read.around, request.today, request.since)
    clock = Clock(request.time_limit_s)
    replanner = Replanner(stands, read.school, read.busy, clock, near, lambda: request.progress("solve"))
    found = replanner.solve(read.changed.moves, read.without_moves)
    if isinstance(found, BrokenFixedDates):
        found = with_moments(found, replanner)
    if not isinstance(found, Found):
        return found
    request.progress("check")
    plan, past_broken = replanner.judge.checked(found.plan)
    done = settled(replanner.judge, plan, found.others)
    request.progress("write")
    beside, named = read.copies()
    causes = read.changed.causes or (Cause("session"),)
    before = Before(read.plan, request.now, causes, request.today, read.previous_file, request.since)
    beside = replace(beside, invite=request.invite)
    ready = ready_plan(read.session, plan, read.school, texts, before, named, beside)
    written, elsewhere, index = done.write(ready, request.folder, request, texts)
    if read.around is not None:
        plans = {read.session.id: written.plan, **{each.session.id: each.plan for each in elsewhere}}
        spoiled = spoiled_around(read.around, plans)
    else:
        spoiled = (spoiled_polls(request.plan_file, read.session, written.plan, read.busy, read.school),)
    return Replanned(
        read.session, written.plan, done.moved, read.school, written.files, request.today, past_broken,
        stands.gone_past, read.copy_path, written.changed, read.missed, written.unreached, request.since,
        elsewhere=elsewhere, near=done.spoken_of, index=index, also_leading=_also_leading(read),
        broken_before=done.before,
        spoiled=spoiled,
        restated=written.restated,
    )  # fmt: skip


def _also_leading(read: "ReplanInput") -> dict[str, tuple[str, ...]]:
    """In which other sessions of the academy trainers who are now absent lead on these days."""
    if read.around is None:
        return {}
    found: dict[str, tuple[str, ...]] = {}
    for cause in read.changed.causes:
        if cause.kind == "absent":
            trainer = cause.facts["trainer"]
            days = date.fromisoformat(cause.facts["first"]), date.fromisoformat(cause.facts["last"])
            leading = (
                session.id
                for session in read.around.academy.sessions
                if session.id != read.session.id and session.id in read.around.plans
                for each in read.around.plans[session.id].placements
                if trainer in each.trainers and days[0] <= first_day(session, each) <= days[1]
            )
            if sessions := tuple(dict.fromkeys(leading)):
                found[trainer] = sessions
    return found


def _asked_of_the_past(changed: Changed, stands: Standing) -> Iterable[Finding]:
    """A class that took place cannot be moved, nor cancelled."""
    session = stands.session
    called = {group.id: group.name or group.id for group in session.planned_groups()}

    def names(groups: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(called.get(group, group) for group in groups if len(called) > 1)

    past = {(each.activity, each.groups): each for each in stands.past.placements}
    for move in changed.moves:
        for groups in occurrences_of(session, move):
            if placed := past.get((move.activity, groups)):
                facts = {"found": move.activity, "day": first_day(session, placed), "groups": names(groups)}
                yield Finding("took-place", "--move", facts=facts)
    there = [each for each in stands.was if isinstance(each, Placement) and stands.is_past(each)]
    for cancel in changed.cancelled:
        whole = [group for group in session.groups if group.id == cancel.group]
        ids = {cancel.group, *(part.id for group in whole for part in session.parts_of(group))}
        for entry in (*stands.gone_past, *there):
            groups = entry.groups if isinstance(entry, Placement) else (entry.group,)
            if entry.activity == cancel.activity and (cancel.group is None or ids & set(groups)):
                facts = {"found": cancel.activity, "day": first_day(session, entry), "groups": names(groups)}
                yield Finding("took-place", "--cancel", facts=facts)


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
