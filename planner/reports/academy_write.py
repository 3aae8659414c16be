"""Writing what a batch plans: the files of each session, one calendar of each trainer over all sessions, the index.

Each session is written all or nothing, several at a time in processes of their own; files that are already there with
the same bytes stay untouched. Where an earlier plan of a session lies there the new one is its next version. Folders:
`sessions/<session>/` as `planner plan` writes it, `trainers/<trainer>.ics`, `index.html`, `index.xlsx`.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from types import MappingProxyType

from calendars.school_holidays import SchoolCalendar
from planner.academy import Academy, AcademyPlan, Progress
from planner.files.academy_record import INDEX, SESSIONS
from planner.files.plan_json import plan_to_json
from planner.files.session_copies import SESSION_FILE, kept_name
from planner.messages.texts import Texts
from planner.plan import Cause, Plan
from planner.processes import Helpers
from planner.reports.academy_data import index_of
from planner.reports.academy_page import academy_page
from planner.reports.academy_workbook import academy_workbook
from planner.reports.calendar_files import Led, followed_calendars, trainer_calendar
from planner.reports.following import Before, calendar_texts, followed
from planner.reports.write import settle, write_files
from planner.session import Session
from planner.workload.factors import Factors

TRAINERS, PLAN = "trainers", "plan.json"
_AT_ONCE = 25  # sessions handed to a process together


@dataclass(frozen=True)
class Earlier:
    """What the folder holds of an earlier run: plans by session id. `made` (UTC, whole seconds): of the new ones."""

    plans: Mapping[str, Plan]
    made: datetime
    gone: tuple[Session, ...] = ()
    """Sessions that have a plan there and none any more: their entries are cancelled."""


@dataclass(frozen=True)
class Described:
    """Where sessions are described, by id: the file of each, from the folder of its plan; where there is none that says
    all of it, the bytes of one to write there."""

    files: Mapping[str, str] = field(default_factory=dict)
    written: Mapping[str, bytes] = field(default_factory=dict)


NOWHERE = Described()


@dataclass(frozen=True)
class ToWrite:
    """A session to write; `before` is the plan that it follows."""

    session: Session
    plan: Plan
    before: Before | None
    session_file: str | None
    described: bytes | None


Part = Sequence[ToWrite]
Written = tuple[tuple[str, ...], tuple[tuple[str, Led], ...]]
"""The files of a part, relative to the folder of all, and what each trainer leads in each of its sessions."""


def write_academy(
    out: Path,
    academy: Academy,
    result: AcademyPlan,
    school: SchoolCalendar,
    texts: Texts,
    *,
    workers: int = 1,
    earlier: Earlier | None = None,
    described: Described = NOWHERE,
    beside: Mapping[str, bytes] = MappingProxyType({}),
    factors: Factors | None = None,
    progress: Callable[[Progress], None] = lambda step: None,
) -> tuple[Path, ...]:
    """Write everything in `out`; the plans must have passed the checks. Answers with the files, the index first.

    The index comes last, so that it never speaks of what is not there, and with it `beside`, further files by their
    paths in `out`. Raises CannotWrite of `planner.reports.write`,
    for the first session that cannot be written; what was written before it stays.
    """
    planned = [
        _to_write(session, result.plans[session.id], earlier, described)
        for session in academy.sessions
        if session.id in result.plans
    ]
    if earlier is not None:
        planned += [_to_cancel(session, earlier, described) for session in earlier.gone]
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
            progress(Progress("write", done, len(planned), len(result.plans)))
    calendars = {f"{TRAINERS}/{id}.ics": trainer_calendar(id, led, texts) for id, led in sorted(trainers.items())}
    write_changed(out, calendars)
    settle()
    write_files(out, {**pages, **beside})
    return (*(out / name for name in (*pages, *calendars, *beside)), *files)


def _to_write(session: Session, plan: Plan, earlier: Earlier | None, described: Described) -> ToWrite:
    there = earlier.plans.get(session.id) if earlier else None
    before = Before(there, earlier.made, (Cause("plan"),)) if earlier and there else None
    return ToWrite(session, plan, before, described.files.get(session.id), described.written.get(session.id))


def _to_cancel(session: Session, earlier: Earlier, described: Described) -> ToWrite:
    """A plan of nothing, after which all that was planned of the session is called off."""
    before = Before(earlier.plans[session.id], earlier.made, (Cause("left-out"),))
    return ToWrite(session, Plan(session.id, (), ()), before, described.files.get(session.id), None)


def write_part(out: Path, part: Part, school: SchoolCalendar, texts: Texts) -> Written:
    """Write the files of some sessions, each all or nothing."""
    names: list[str] = []
    led: list[tuple[str, Led]] = []
    for one in part:
        folder = out / SESSIONS / one.session.id
        kept, before = _kept(folder, one)
        words = calendar_texts(texts, before)
        done = followed(one.session, one.plan, school, words, before, one.session_file)
        calendars = followed_calendars(one.session, done, words)
        files = {**calendars.files, PLAN: plan_to_json(done.plan).encode(), **kept}
        write_changed(folder, files, done.remove)
        names += [f"{SESSIONS}/{one.session.id}/{name}" for name in files]
        led += calendars.led.items()
    return tuple(names), tuple(led)


def _kept(folder: Path, one: ToWrite) -> tuple[dict[str, bytes], Before | None]:
    """The session's file to write, and the one that it takes the place of under the name of its version."""
    if one.described is None:
        return {}, one.before
    files = {SESSION_FILE: one.described}
    there = folder / SESSION_FILE
    if one.before is None or one.before.plan.session_file != SESSION_FILE or not there.is_file():
        return files, one.before
    if (data := there.read_bytes()) == one.described:
        return files, one.before
    name = kept_name(one.before.plan)
    return {**files, name: data}, replace(one.before, previous_file=name)


def write_changed(folder: Path, files: Mapping[str, bytes], remove: Iterable[str] = ()) -> None:
    """`write_files`, unless every one of them is there with the same bytes."""
    changed = {name: data for name, data in files.items() if not _is_there(folder / name, data)}
    leaving = [name for name in remove if (folder / name).is_file()]
    if changed or leaving:
        write_files(folder, changed, settle_each=False, remove=leaving)


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
