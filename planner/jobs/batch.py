"""Plan a whole academy: read its files, plan all sessions together, check the plans, write the calendars."""

import posixpath
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from calendars.school_holidays import SchoolCalendar
from planner.academy import Academy, AcademyPlan, Progress
from planner.files.session_copies import SESSION_FILE
from planner.jobs import CheckerRefused, WrongInput
from planner.outcome import Finding, Violation
from planner.plan import Plan
from planner.reports.write import CannotWrite, PartlyWritten, one_at_a_time, remove_folder, write_files
from planner.session import Session

if TYPE_CHECKING:
    from planner.files.academy_file import ReadAcademy
    from planner.messages.texts import Texts
    from planner.reports.academy_write import Described

KEPT_FOLDER = ".planner-batch"
"""In the folder of the calendars, until all is done: what `--resume` goes on from."""
LEFT_OUT = "left_out"
"""In the folder of the calendars: files of the sessions that have no place, where they have none of their own."""

Watch = Callable[[Progress], None]
Stop = Callable[[], bool]


@dataclass(frozen=True)
class BatchDone:
    """An academy as planned and checked, and what was written in `out`: a folder for each session placed in `sessions`,
    a calendar of each trainer in `trainers`. `files` are those about all sessions together; `left_over` is what an
    earlier run wrote of sessions and trainers that have no part in this plan: it is left alone. `changed_since`: the
    sessions (ids) whose plans had been changed since they were made, by `replan` or a poll, and are made anew here.
    `called_off`: the sessions (ids) that had a plan and have none any more; their calendars say so.
    """

    academy: Academy
    plan: AcademyPlan
    school: SchoolCalendar
    out: Path
    files: tuple[Path, ...] = ()
    left_over: tuple[Path, ...] = ()
    changed_since: tuple[str, ...] = ()
    called_off: tuple[str, ...] = ()


@dataclass(frozen=True)
class TemplateWritten:
    """The empty spreadsheet."""

    file: Path


def batch(
    paths: Sequence[Path],
    *,
    enrolments: Sequence[Path] = (),
    out: Path | None = None,
    workers: int = 1,
    time_limit_s: float | None = None,
    resume: bool = False,
    scheduler: str | None = None,
    user_folder: Path | None = None,
    texts: "Texts",
    now: datetime | None = None,
    progress: Watch = lambda step: None,
    stop: Stop = lambda: False,
) -> WrongInput | BatchDone:
    """Plan the sessions of folders, files and spreadsheets together and write them in `out` (default: `out`).

    `enrolments` are tables of who takes part in what. `workers` processes share the work; `scheduler` is the address
    of a cluster that does. `resume` goes on from what an earlier run left in `out`. Plans that lie there are followed:
    what is not as it was in calendars changed at `now` (UTC). `progress` is told where the work stands; once `stop`
    answers True the best plan so far is checked and written. Raises CheckerRefused; CannotWrite of
    `planner.reports.write`, before anything is planned where the folder cannot be written at all.
    """
    from planner.files.academy_file import read_academy

    progress(Progress("read", 0, len(paths)))
    school = SchoolCalendar.load(user_folder)
    read = read_academy(paths, school, enrolments)
    if read.academy is None:
        return WrongInput(read.findings)
    folder = out if out is not None else Path("out")
    with one_at_a_time(folder):
        return _planned(
            read, school, folder, workers, time_limit_s, resume, scheduler, texts, now, progress, stop, len(paths)
        )


def _planned(
    read: "ReadAcademy",
    school: SchoolCalendar,
    folder: Path,
    workers: int,
    time_limit_s: float | None,
    resume: bool,
    scheduler: str | None,
    texts: "Texts",
    now: datetime | None,
    progress: Watch,
    stop: Stop,
    given: int,
) -> WrongInput | BatchDone:
    """Plan what was read, check it and write it."""
    from planner.jobs.writing import is_changed_since
    from planner.solving.academy.cluster import NoCluster

    assert read.academy is not None, "nothing is planned of an academy that could not be read"
    earlier = earlier_plans(folder, read.academy.sessions)
    if isinstance(earlier, tuple):
        return WrongInput(earlier)
    progress(Progress("read", given, given))
    try:
        plan = _plan(read.academy, school, folder, workers, time_limit_s, resume, scheduler, progress, stop)
    except NoCluster as error:
        id = "no-cluster-extra" if error.missing else "no-cluster"
        return WrongInput((Finding(id, "--scheduler", facts={"address": error.address}),))
    if violations := tuple(_violations(read.academy, plan, school, progress)):
        raise CheckerRefused(violations)
    gone = [session for session in read.academy.sessions if session.id not in plan.plans]
    for session, there in _removed(folder, read.academy, school):
        earlier[session.id] = there
        gone.append(session)
    gone = [session for session in gone if session.id in earlier]
    files = _write(folder, read, plan, school, texts, workers, progress, earlier, gone, now)
    if not plan.interrupted:
        remove_folder(folder / KEPT_FOLDER)
    changed = tuple(id for id, there in earlier.items() if id in plan.plans and is_changed_since(there, None))
    called_off = tuple(session.id for session in gone if not earlier[session.id].is_empty)
    known = {session.id for session in read.academy.sessions}
    left_over = tuple(path for path in _left_over(folder, plan) if path.name not in known)
    return BatchDone(read.academy, plan, school, folder, files, left_over, changed, called_off)


def _removed(out: Path, academy: Academy, school: SchoolCalendar) -> Iterator[tuple[Session, Plan]]:
    """The sessions that an earlier batch planned here and nobody names any more, as far as they can be read."""
    from planner.files.academy_record import RECORD, SESSIONS, read_record
    from planner.files.session_copies import named_from
    from planner.files.session_file import read_session
    from planner.jobs.writing import plan_there

    record = read_record(out / RECORD)
    known = {session.id for session in academy.sessions}
    for id, named in record.sessions.items() if not isinstance(record, tuple) else ():
        file = named_from(out, named)
        if id in known or not file.is_file():
            continue
        session = read_session(file, school).session
        there = plan_there(out / SESSIONS / id, session) if session is not None and session.id == id else None
        if session is not None and isinstance(there, Plan):
            yield session, there


def earlier_plans(out: Path, sessions: Sequence[Session]) -> dict[str, Plan] | tuple[Finding, ...]:
    """The plans of these sessions that lie in a batch's folder, by session id, or all that is wrong with any."""
    from planner.files.academy_record import SESSIONS
    from planner.jobs.writing import plan_there

    found = {session.id: plan_there(out / SESSIONS / session.id, session) for session in sessions}
    wrong = tuple(finding for there in found.values() if isinstance(there, tuple) for finding in there)
    return wrong or {id: there for id, there in found.items() if isinstance(there, Plan)}


def _plan(
    academy: Academy,
    school: SchoolCalendar,
    folder: Path,
    workers: int,
    time_limit_s: float | None,
    resume: bool,
    scheduler: str | None,
    progress: Watch,
    stop: Stop,
) -> AcademyPlan:
    """Plan all sessions together, here or on a cluster; parts that are planned are kept in the folder meanwhile."""
    from planner.jobs.kept_parts import KeptParts
    from planner.solving.academy.cluster import cluster
    from planner.solving.academy.plan import plan_academy
    from planner.solving.academy.workers import local_workers

    kept = KeptParts(folder / KEPT_FOLDER, school, resume=resume)
    with cluster(scheduler) if scheduler is not None else local_workers(workers) as those:
        write_files(folder / KEPT_FOLDER, {"begun": b""})  # what cannot be written is said before a minute of work
        return plan_academy(
            academy, school, workers=those, time_limit_s=time_limit_s, progress=progress, stop=stop, store=kept
        )


def _violations(academy: Academy, plan: AcademyPlan, school: SchoolCalendar, progress: Watch) -> Iterator[Violation]:
    """What the checker finds in the plans: each by itself, then what only several together show."""
    from planner.check import check
    from planner.check.together import check_together

    for done, session in enumerate(academy.sessions):
        progress(Progress("check", done, len(academy.sessions), len(plan.plans)))
        if session.id in plan.plans:
            yield from check(session, plan.plans[session.id], school, academy.busy_of(session.id))
    yield from check_together(academy, plan.plans, school)


def _write(
    out: Path,
    read: "ReadAcademy",
    plan: AcademyPlan,
    school: SchoolCalendar,
    texts: "Texts",
    workers: int,
    progress: Watch,
    earlier: Mapping[str, Plan],
    gone: Sequence[Session],
    now: datetime | None,
) -> tuple[Path, ...]:
    """Each session's calendars in a folder of its own, all or nothing for each, the trainers' calendars, the index."""
    from planner.files.academy_record import INDEX, RECORD, SESSIONS, AcademyRecord, NotPlaced, record_to_json
    from planner.files.session_copies import from_folder
    from planner.reports.academy_write import Earlier, write_academy

    academy = read.academy
    assert academy is not None, "nothing is planned of an academy that could not be read"
    described = _described(out, read, academy, plan)
    beside = {f"{LEFT_OUT}/{id}.yaml": data for id, data in described.written.items() if id not in plan.plans}
    record = AcademyRecord(
        {id: posixpath.normpath(f"{SESSIONS}/{id}/{file}") for id, file in described.files.items()},
        tuple(from_folder(out, table) for table in read.enrolments),
        academy.virtual_rooms,
        tuple(NotPlaced(each.session, each.reason, each.others) for each in plan.left_out),
    )
    stands = Earlier(earlier, now or _first_written(academy), tuple(gone))
    try:
        write_academy(
            out, academy, plan, school, texts, workers=workers, earlier=stands, described=described,
            beside={**beside, RECORD: record_to_json(record)}, progress=progress,
        )  # fmt: skip
    except CannotWrite as error:
        raise PartlyWritten(error) from error
    return tuple(out / name for name in INDEX)


def _first_written(academy: Academy) -> datetime:
    from planner.reports.calendar_entries import stamp_of

    return max(map(stamp_of, academy.sessions))


def _described(out: Path, read: "ReadAcademy", academy: Academy, plan: AcademyPlan) -> "Described":
    """The file of each session: its own, or one to be written where that does not say it all."""
    from planner.files.academy_record import SESSIONS
    from planner.files.session_copies import described_file, from_folder
    from planner.reports.academy_write import Described

    files: dict[str, str] = {}
    written: dict[str, bytes] = {}
    for session in academy.sessions:
        source, folder = read.sources[session.id], out / SESSIONS / session.id
        if source.data is None:
            files[session.id] = from_folder(folder, Path(source.file))
        else:
            if session.id in plan.plans:
                files[session.id] = SESSION_FILE
            else:
                folder = out / LEFT_OUT
                files[session.id] = f"../../{LEFT_OUT}/{session.id}.yaml"
            written[session.id] = described_file(source.data, Path(source.file).parent, session, folder)
    return Described(files, written)


def _left_over(out: Path, plan: AcademyPlan) -> Iterator[Path]:
    """The folders of sessions, and the calendars of trainers, that are in `out` and not in the plan."""
    from planner.files.academy_record import SESSIONS
    from planner.reports.academy_write import TRAINERS

    leading = {trainer for each in plan.plans.values() for placed in each.placements for trainer in placed.trainers}
    yield from (
        each.parent for each in sorted((out / SESSIONS).glob("*/plan.json")) if each.parent.name not in plan.plans
    )
    yield from (each for each in sorted((out / TRAINERS).glob("*.ics")) if each.stem not in leading)


def template(out: Path, texts: "Texts") -> TemplateWritten:
    """Write the empty spreadsheet that people fill in. Raises CannotWrite of `planner.reports.write`."""
    from planner.reports.academy_template import academy_template

    write_files(out.parent, {out.name: academy_template(texts)})
    return TemplateWritten(out)
