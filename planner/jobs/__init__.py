"""What a person can ask for, one function per command: the only place that chains the steps.

Each function answers with a value; nothing here makes a sentence or prints. Steps are imported where they are
taken, so that a command pays only for what it uses: `check` and `explain_day` never load the solver.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from calendars.open_days import ClosedReason, NoSchoolZone, OpenDays
from calendars.places import Place, UnknownDepartment, place, plain_name
from calendars.school_holidays import SchoolCalendar, SchoolHoliday, UnknownSchoolDay, UnknownZone, WrongSchoolData
from planner.outcome import Advice, FileChange, Finding, Infeasible, Repair, Violation
from planner.plan import Plan
from planner.session import BusyTimes, Session

if TYPE_CHECKING:
    from calendars.school_import import ImportFault, ZoneChange
    from planner.messages.texts import Texts

_IMPORT_LIMIT_BYTES = 50_000_000  # more than `calendars` reads, so that it is the one to refuse a larger file

CALENDAR_FAULTS = (UnknownDepartment, NoSchoolZone, UnknownSchoolDay, UnknownZone, WrongSchoolData)
"""What a question about a day, a department or a zone may raise instead of an answer."""


@dataclass(frozen=True)
class WrongInput:
    """A file cannot be read as it should: every finding, in file order. Nothing was solved, nothing was written."""

    findings: tuple[Finding, ...]


@dataclass(frozen=True)
class FixedMoments:
    """The moments, on the session's clock, that are nearest to a class's fixed date and would do; the nearest first.

    `group`: the group in the session's file for which alone the class is fixed; None: all that do it.
    """

    activity: str
    group: str | None
    moments: tuple[datetime, ...]


@dataclass(frozen=True)
class BrokenFixedDates:
    """The dates the session fixes break rules, whatever the rest: said before any solving.

    `moments`: where the classes could be, if a plan is made again; the first of each, together, give a plan.
    """

    session: Session
    violations: tuple[Violation, ...]
    moments: tuple[FixedMoments, ...] = ()


@dataclass(frozen=True)
class NoPlan:
    """No plan exists: proven. `asked_repair` is a repair that was asked for and is not among those found.

    `beside`: the sessions (ids) beside which there is none, where the session has a plan by itself; not proven where
    entries of these could make room, but were given no other place.
    """

    session: Session
    infeasible: Infeasible
    asked_repair: int | None = None
    beside: tuple[str, ...] = ()
    proven: bool = True


@dataclass(frozen=True)
class NotFound:
    """Time ran out with neither a plan nor a proof."""

    limit_s: float


@dataclass(frozen=True)
class Written:
    """A plan that keeps every rule, checked, and the files it was written to.

    `repair` is the one applied, if any; `session` is then the changed one, and `asked` what the person described.
    `changed_since`: whether a plan lay there on which something was asked since it was made, which is not in this one.
    """

    session: Session
    plan: Plan
    advice: tuple[Advice, ...]
    school: SchoolCalendar
    files: tuple[Path, ...]
    repair: Repair | None = None
    asked: Session | None = None
    changed_since: bool = False


@dataclass(frozen=True)
class ImportedHolidays:
    """What an official school calendar brought, what of it could not be used, and the files written."""

    faults: tuple["ImportFault", ...]
    changes: tuple["ZoneChange", ...]
    files: tuple[Path, ...]

    @property
    def brought_something(self) -> bool:
        """Whether some zone's year is complete in the file, were it known already."""
        return any(change.kind != "incomplete" for change in self.changes)


PlanAnswer = WrongInput | BrokenFixedDates | NoPlan | NotFound | Written


class CheckerRefused(AssertionError):
    """The solver made a plan that the independent checker refuses: a fault of the program, never of the input."""

    def __init__(self, violations: tuple[Violation, ...]) -> None:
        super().__init__(", ".join(sorted({violation.rule for violation in violations})))
        self.violations = violations


@dataclass(frozen=True)
class DayExplained:
    """Whether a day is open in a department, why not, and whether it is the eve of a closed day."""

    day: date
    place: Place
    open: bool
    eve: bool
    reasons: tuple[ClosedReason, ...]


@dataclass(frozen=True)
class ZoneYear:
    """A zone's school holidays (of one school year, or all that are known) and the days known, both ends in."""

    zone: str
    holidays: tuple[SchoolHoliday, ...]
    first_known: date
    last_known: date


def plan(
    session_file: Path,
    *,
    out: Path | None = None,
    user_folder: Path | None = None,
    time_limit_s: float = 60.0,
    apply: int | None = None,
    texts: "Texts",
    progress: Callable[[str], None] = lambda step: None,
    lean: bool = False,
    now: datetime | None = None,
    invite: bool = False,
) -> PlanAnswer:
    """Plan a session and write its calendars in `out` (default: `out/<session id>`), all or nothing.

    `apply` is the number, from 1, of the repair to use where no plan exists. `progress` is told each step's name:
    "read", "solve", "write". `lean` loads the solver by `planner.solving.lean_import`: for a process that ends with the
    plan. `now` (UTC) is when entries changed that differ from the plan that lies there; `invite` also writes messages
    to the trainers. Raises CheckerRefused, and CannotWrite of `planner.reports.write`.
    """
    from planner.check import check
    from planner.files.session_file import read_session
    from planner.jobs.writing import plan_there
    from planner.posing import fixed_plan

    progress("read")
    school = SchoolCalendar.load(user_folder)
    read = read_session(session_file, school)
    session = read.session
    if session is None:
        return WrongInput(read.findings)
    if invite and not any(trainer.email for trainer in session.trainers):
        return WrongInput((Finding("nobody-to-invite", "--invite"),))
    there = plan_there(_folder(out, session), session)
    if isinstance(there, tuple):  # said before a minute of solving; asked again when it is written
        return WrongInput(there)
    if broken := check(session, fixed_plan(session), school, read.busy, partial=True):
        return BrokenFixedDates(session, broken)

    from planner.outcome import OutOfTime, Planned

    if lean:
        from planner.solving.lean_import import load_solver

        load_solver()
    from planner.solving.solve import plan_session

    progress("solve")
    outcome = plan_session(session, school, read.busy, time_limit_s=time_limit_s)
    if isinstance(outcome, OutOfTime):
        return NotFound(outcome.limit_s)
    if isinstance(outcome, Planned):
        return _write(session_file, session, outcome.plan, None, out, school, read.busy, texts, progress, now, invite)
    if outcome.broken:
        return BrokenFixedDates(session, outcome.broken)
    outcome = replace(outcome, repairs=_sound(session_file, outcome.repairs, school, read.busy, texts))
    if apply is None:
        return NoPlan(session, outcome)
    if apply > len(outcome.repairs):
        return NoPlan(session, outcome, asked_repair=apply)
    repair = outcome.repairs[apply - 1]
    changed, plan = repair.session, repair.plan
    written = _write(session_file, changed, plan, repair, out, school, read.busy, texts, progress, now, invite)
    return replace(written, asked=session) if isinstance(written, Written) else written


def _sound(
    session_file: Path, repairs: Sequence[Repair], school: SchoolCalendar, busy: BusyTimes, texts: "Texts"
) -> tuple[Repair, ...]:
    """The repairs that can be used: their plan passes the checker (else CheckerRefused), the file takes the change."""
    from planner.check import check
    from planner.files.repaired_session import CannotRepair
    from planner.files.session_copies import session_copy

    sound = []
    for repair in (_in_words(repair, texts) for repair in repairs):
        if violations := check(repair.session, repair.plan, school, busy):
            raise CheckerRefused(violations)
        try:
            session_copy(session_file, repair.session, repair.changes, session_file.parent)
        except CannotRepair:
            continue
        sound.append(repair)
    return tuple(sound)


def _in_words(repair: Repair, texts: "Texts") -> Repair:
    """The repair with a text where only a person can give one: empty in what the solver proposes."""
    reason, name = texts.say("reason to be given"), texts.say("trainer to be named")

    words = {"reason": reason, "name": name}

    def said(value: Any) -> Any:
        if isinstance(value, list):
            return [said(item) for item in value]
        if isinstance(value, dict):
            return {key: item or words.get(key, item) for key, item in value.items()}
        return value

    session = repair.session
    derogations = tuple(each.model_copy(update={"reason": each.reason or reason}) for each in session.derogations)
    trainers = tuple(each.model_copy(update={"name": each.name or name}) for each in session.trainers)
    return replace(
        repair,
        session=session.model_copy(update={"derogations": derogations, "trainers": trainers}),
        plan=replace(repair.plan, derogations=derogations),
        changes=tuple(FileChange(change.path, said(change.value)) for change in repair.changes),
    )


def _folder(out: Path | None, session: Session) -> Path:
    return out if out is not None else Path("out") / session.id


def _write(
    session_file: Path,
    session: Session,
    plan: Plan,
    repair: Repair | None,
    out: Path | None,
    school: SchoolCalendar,
    busy: BusyTimes,
    texts: "Texts",
    progress: Callable[[str], None],
    now: datetime | None,
    invite: bool,
) -> Written | WrongInput:
    """Write a plan; where one of this session lies there already, as its next version."""
    from planner.advice import advice
    from planner.check import check
    from planner.files.session_copies import from_folder, session_copy
    from planner.jobs.writing import Beside, is_changed_since, plan_there, write_plan
    from planner.plan import Cause
    from planner.reports.calendar_entries import stamp_of
    from planner.reports.following import Before

    if violations := check(session, plan, school, busy):
        raise CheckerRefused(violations)
    progress("write")
    folder = _folder(out, session)
    there = plan_there(folder, session)
    if isinstance(there, tuple):
        return WrongInput(there)
    before = Before(there, now or stamp_of(session), (Cause("plan"),)) if there else None
    copy = {"session.yaml": session_copy(session_file, repair.session, repair.changes, folder)} if repair else {}
    named = "session.yaml" if repair else from_folder(folder, session_file)
    written = write_plan(folder, session, plan, school, texts, before, named, Beside(copy, invite=invite))
    lost = there is not None and is_changed_since(there, from_folder(folder, session_file))
    said = advice(session, plan, school, busy)
    return Written(session, written.plan, said, school, written.files, repair, changed_since=lost)


def explain_day(day: date, department: str, *, user_folder: Path | None = None) -> DayExplained:
    """Whether a day is open in a department. Raises UnknownDepartment and UnknownSchoolDay.

    On the last known day nobody knows what tomorrow is: it counts as an eve, so that nothing starts there.
    """
    where = place(department)
    days = OpenDays((where.department,), SchoolCalendar.load(user_folder))
    reasons = days.reasons(day)
    try:
        eve = days.is_eve(day)
    except UnknownSchoolDay:
        eve = not reasons
    return DayExplained(day, where, not reasons, eve, reasons)


def holidays(
    *, zone: str | None = None, department: str | None = None, year: str | None = None, user_folder: Path | None = None
) -> tuple[ZoneYear, ...]:
    """The school holidays of a zone, of a department's zone, or of every zone; of one school year or of all known.

    `year` is "2026-2027", or "2026" where the school year is the calendar year; capitals and accents of a zone do not
    matter. Raises UnknownDepartment and UnknownZone.
    """
    school = SchoolCalendar.load(user_folder)
    if department is not None:
        zone = place(department).zone
    zones = school.zones()
    if zone is not None:
        alike = tuple(name for name in zones if plain_name(name) == plain_name(zone))
        zones = alike or (zone,)
    return tuple(
        ZoneYear(name, tuple(row for row in school.holidays(name) if _in_school_year(row, year)), *school.known(name))
        for name in zones
    )


def _in_school_year(holiday: SchoolHoliday, year: str | None) -> bool:
    """Whether a holiday begins in the school year from August to July (its summer included), or in « 2026 »."""
    if year is None:
        return True
    start, end = year[:4], year[5:]
    return f"{start}-08" <= f"{holiday.first}" < f"{end}-08" if end else f"{holiday.first.year:04}" == start


def import_holidays(file: Path, *, user_folder: Path, today: date) -> ImportedHolidays | WrongInput:
    """Add an official school calendar to the user's own data folder; zones that are not complete are left out.

    Raises WrongSchoolData where the user's present files cannot be read, and CannotWrite of `planner.reports.write`.
    """
    from calendars.school_import import prepare_import, read_official
    from planner.files.plain_text import read_bytes
    from planner.reports.write import write_files

    data = read_bytes(file, str(file), _IMPORT_LIMIT_BYTES)
    if isinstance(data, Finding):
        return WrongInput((data,))
    result = read_official(data, file.name)
    prepared = prepare_import(result, user_folder, today)
    imported = ImportedHolidays(result.faults, prepared.changes, tuple(user_folder / name for name in prepared.files))
    if not imported.brought_something:
        return replace(imported, files=())
    write_files(user_folder, prepared.files)
    return imported


def plan_data(plan: Plan) -> Any:
    """A plan as plan.json has it, as data that can stand in a larger document."""
    import json

    from planner.files.plan_json import plan_to_json

    return json.loads(plan_to_json(plan))


def schema() -> Mapping[str, Any]:
    """The JSON Schema of a session file, for editors that complete and check it."""
    from planner.files.schema import session_schema

    return session_schema()
