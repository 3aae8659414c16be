"""Writing what a batch plans: the files of each session, one calendar of each trainer over all sessions, the index.

Each session is written all or nothing, several at a time in processes of their own; files that are already there with
the same bytes stay untouched. Folders: `sessions/<session>/` as `planner plan` writes it, `trainers/<trainer>.ics`,
`index.html`, `index.xlsx`.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from calendars.school_holidays import SchoolCalendar
from planner.academy import Academy, AcademyPlan, Progress
from planner.files.plan_json import plan_to_json
from planner.messages.texts import Texts
from planner.plan import Plan
from planner.processes import Helpers
from planner.reports.academy_data import index_of
from planner.reports.academy_page import academy_page
from planner.reports.academy_workbook import academy_workbook
from planner.reports.calendar_files import Led, calendars_of, trainer_calendar
from planner.reports.write import settle, write_files
from planner.session import Session
from planner.workload.factors import Factors

SESSIONS, TRAINERS = "sessions", "trainers"
INDEX = ("index.html", "index.xlsx")
_AT_ONCE = 25  # sessions handed to a process together

Part = Sequence[tuple[Session, Plan]]


def write_academy(
    out: Path,
    academy: Academy,
    result: AcademyPlan,
    school: SchoolCalendar,
    texts: Texts,
    *,
    workers: int = 1,
    factors: Factors | None = None,
    progress: Callable[[Progress], None] = lambda step: None,
) -> tuple[Path, ...]:
    """Write everything in `out`; the plans must have passed the checks. Answers with the files, the index first.

    The index comes last, so that it never speaks of what is not there. Raises CannotWrite of `planner.reports.write`,
    for the first session that cannot be written; what was written before it stays.
    """
    planned = [(session, result.plans[session.id]) for session in academy.sessions if session.id in result.plans]
    parts = [planned[first : first + _AT_ONCE] for first in range(0, len(planned), _AT_ONCE)]
    trainers: dict[str, list[Led]] = {}
    files: list[Path] = []
    done = 0
    with _Writers(out, school, texts.lang, workers if len(parts) > 1 else 1) as writers:
        written = writers.write(parts)
        index = index_of(academy, result, school, factors)  # meanwhile
        pages = dict(zip(INDEX, (academy_page(index, texts), academy_workbook(index, texts)), strict=True))
        for part, (names, led) in zip(parts, written, strict=True):
            files += [out / name for name in names]
            for trainer, events in led:
                trainers.setdefault(trainer, []).append(events)
            done += len(part)
            progress(Progress("write", done, len(planned), len(planned)))
    calendars = {f"{TRAINERS}/{id}.ics": trainer_calendar(led, texts) for id, led in sorted(trainers.items())}
    write_changed(out, calendars)
    settle()
    write_files(out, pages)
    return (*(out / name for name in (*pages, *calendars)), *files)


Written = tuple[tuple[str, ...], tuple[tuple[str, Led], ...]]
"""The files of a part, relative to the folder of all, and what each trainer leads in each of its sessions."""


def write_part(out: Path, part: Part, school: SchoolCalendar, texts: Texts) -> Written:
    """Write the files of some sessions, each all or nothing."""
    names: list[str] = []
    led: list[tuple[str, Led]] = []
    for session, plan in part:
        calendars = calendars_of(session, plan, school, texts)
        files = {**calendars.files, "plan.json": plan_to_json(replace(plan, lang=texts.lang)).encode()}
        write_changed(out / SESSIONS / session.id, files)
        names += [f"{SESSIONS}/{session.id}/{name}" for name in files]
        led += calendars.led.items()
    return tuple(names), tuple(led)


def write_changed(folder: Path, files: dict[str, bytes]) -> None:
    """`write_files`, unless every one of them is there with the same bytes."""
    changed = {name: data for name, data in files.items() if not _is_there(folder / name, data)}
    if changed:
        write_files(folder, changed, settle_each=False)


def _is_there(path: Path, data: bytes) -> bool:
    try:
        return path.stat().st_size == len(data) and path.read_bytes() == data
    except OSError:
        return False


class _Writers:
    """Writes parts here, or in so many processes, in whatever order; answers in the order of the parts."""

    def __init__(self, out: Path, school: SchoolCalendar, lang: str, workers: int) -> None:
        self._started = (out, school, lang)
        self._pool: Helpers | None = None
        if workers > 1:
            self._pool = Helpers(workers, _start, self._started)

    def __enter__(self) -> "_Writers":
        return self

    def __exit__(self, *raised: object) -> None:
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)

    def write(self, parts: Iterable[Part]) -> Iterator[Written]:
        """Begins at once where there are processes; else as the answers are asked for."""
        if self._pool is not None:
            return self._pool.map(_in_process, parts)
        out, school, lang = self._started
        return (write_part(out, part, school, Texts(lang)) for part in parts)


_given: list[tuple[Path, SchoolCalendar, Texts]] = []
"""In a process that writes: where to, the school calendar, the words. Handed over once, not with each part."""


def _start(out: Path, school: SchoolCalendar, lang: str) -> None:
    _given[:] = [(out, school, Texts(lang))]


def _in_process(part: Part) -> Written:
    out, school, texts = _given[0]
    return write_part(out, part, school, texts)
