"""Plan a whole academy: read its files, plan all sessions together, check the plans, write the calendars."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from calendars.school_holidays import SchoolCalendar
from planner.academy import Academy, AcademyPlan, Progress
from planner.jobs import CheckerRefused, WrongInput
from planner.outcome import Finding, Violation
from planner.reports.write import CannotWrite, PartlyWritten, remove_folder, write_files

if TYPE_CHECKING:
    from planner.messages.texts import Texts

KEPT_FOLDER = ".planner-batch"
"""In the folder of the calendars, until all is done: what `--resume` goes on from."""

Watch = Callable[[Progress], None]
Stop = Callable[[], bool]


@dataclass(frozen=True)
class BatchDone:
    """An academy as planned and checked, and what was written in `out`: a folder for each session placed in `sessions`,
    a calendar of each trainer in `trainers`. `files` are those about all sessions together; `left_over` is what an
    earlier run wrote of sessions and trainers that have no part in this plan: it is left alone.
    """

    academy: Academy
    plan: AcademyPlan
    school: SchoolCalendar
    out: Path
    files: tuple[Path, ...] = ()
    left_over: tuple[Path, ...] = ()


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
    progress: Watch = lambda step: None,
    stop: Stop = lambda: False,
) -> WrongInput | BatchDone:
    """Plan the sessions of folders, files and spreadsheets together and write them in `out` (default: `out`).

    `enrolments` are tables of who takes part in what. `workers` processes share the work; `scheduler` is the address
    of a cluster that does. `resume` goes on from what an earlier run left in `out`. `progress` is told where the work
    stands; once `stop` answers True the best plan so far is checked and written. Raises CheckerRefused; CannotWrite of
    `planner.reports.write`, before anything is planned where the folder cannot be written at all.
    """
    from planner.files.academy_file import read_academy
    from planner.solving.academy.cluster import NoCluster

    progress(Progress("read", 0, len(paths)))
    school = SchoolCalendar.load(user_folder)
    read = read_academy(paths, school, enrolments)
    if read.academy is None:
        return WrongInput(read.findings)
    progress(Progress("read", len(paths), len(paths)))
    folder = out if out is not None else Path("out")
    try:
        plan = _plan(read.academy, school, folder, workers, time_limit_s, resume, scheduler, progress, stop)
    except NoCluster as error:
        id = "no-cluster-extra" if error.missing else "no-cluster"
        return WrongInput((Finding(id, "--scheduler", facts={"address": error.address}),))
    if violations := tuple(_violations(read.academy, plan, school, progress)):
        raise CheckerRefused(violations)
    files = _write(folder, read.academy, plan, school, texts, workers, progress)
    if not plan.interrupted:
        remove_folder(folder / KEPT_FOLDER)
    return BatchDone(read.academy, plan, school, folder, files, tuple(_left_over(folder, plan)))


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
    academy: Academy,
    plan: AcademyPlan,
    school: SchoolCalendar,
    texts: "Texts",
    workers: int,
    progress: Watch,
) -> tuple[Path, ...]:
    """Each session's calendars in a folder of its own, all or nothing for each, the trainers' calendars, the index."""
    from planner.reports.academy_write import INDEX, write_academy

    try:
        write_academy(out, academy, plan, school, texts, workers=workers, progress=progress)
    except CannotWrite as error:
        raise PartlyWritten(error) from error
    return tuple(out / name for name in INDEX)


def _left_over(out: Path, plan: AcademyPlan) -> Iterator[Path]:
    """The folders of sessions, and the calendars of trainers, that are in `out` and not in the plan."""
    from planner.reports.academy_write import SESSIONS, TRAINERS

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
