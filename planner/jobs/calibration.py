"""Correcting estimates by hours that trainers noted."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

from calendars.school_holidays import SchoolCalendar
from planner.files.log_columns import LeftOut
from planner.files.log_file import KnownSession, read_log
from planner.files.many_sessions import is_plan, read_sessions
from planner.jobs import WrongInput
from planner.jobs.workload import read_coefficients
from planner.outcome import Finding
from planner.plan import Plan
from planner.session import Session
from planner.workload.calibrate import Calibration, calibrate
from planner.workload.noted import Likely, Noted, reckon
from planner.workload.results import PHASES, Phase

if TYPE_CHECKING:
    from planner.messages.texts import Texts
    from planner.workload.factors import Factors

DEFAULT_FILE = Path("out") / "calibration.yaml"


@dataclass(frozen=True)
class Calibrated:
    """Corrected factors, and the file they were written to.

    `rows` of the log were used; `findings` are about the others. `left_out` are the columns that were not read, by
    reason; `of_one_trainer`, the parcours and phases whose hours one person alone noted; `nameless`, the sessions whose
    file names no parcours: each is corrected by itself.
    """

    calibration: Calibration
    rows: int
    findings: tuple[Finding, ...]
    left_out: Mapping[LeftOut, tuple[str, ...]]
    trainers_unchecked: bool
    of_one_trainer: frozenset[tuple[str, Phase]]
    nameless: tuple[str, ...]
    file: Path


def calibrate_from_log(
    log: Path,
    session_paths: Sequence[Path] = (),
    *,
    plans: Sequence[Path] = (),
    factors: Sequence[Path] = (),
    out: Path | None = None,
    day: date | None = None,
    user_folder: Path | None = None,
    texts: "Texts",
) -> WrongInput | Calibrated:
    """Compare a log with the estimates of its sessions, or with its own, and write the corrected factors in `out`.

    `plans` and `factors` are those that the sessions are estimated with (`planner.jobs.workload`). The rows that cannot
    be used are listed, the others count; where none is left nothing is written. `day` is the date that the file states.
    Raises CannotWrite of `planner.reports.write`.
    """
    from planner.reports.calibration_file import calibration_file
    from planner.reports.write import write_files

    school = SchoolCalendar.load(user_folder)
    given = [path for path in session_paths if not is_plan(path)]
    read_files = read_sessions(given, [*(path for path in session_paths if is_plan(path)), *plans], school)
    coefficients = read_coefficients(factors)
    wrong = (*read_files.findings, *(coefficients if isinstance(coefficients, tuple) else ()))
    if wrong or isinstance(coefficients, tuple):
        return WrongInput(wrong)
    sessions = [session for session, _ in read_files.sessions]
    known = [KnownSession.of(session) for session in sessions] if session_paths else None
    read = read_log(log, known)
    rows = [Noted(**vars(row)) for row in read.rows]
    nameless = sorted({row.session for row in rows if row.parcours is None}) if session_paths else []
    rows = [replace(row, parcours=row.session) if row.session in nameless else row for row in rows]
    named = {row.session for row in rows}
    noted = [(session, plan) for session, plan in read_files.sessions if session.id in named]
    reckoned = reckon(rows, _likely(noted, coefficients, school), read.file)
    findings = tuple(sorted((*read.findings, *reckoned.findings), key=lambda finding: finding.line or 0))
    if not reckoned.records:
        return WrongInput(findings)
    calibration = calibrate(reckoned.records)
    file = DEFAULT_FILE if out is None else out
    write_files(file.parent, {file.name: calibration_file(calibration, log.name, day, texts)})
    unused = {finding.line for finding in reckoned.findings}
    return Calibrated(
        calibration,
        len([row for row in rows if row.row not in unused]),
        findings,
        read.left_out,
        read.trainers_unchecked,
        reckoned.of_one_trainer,
        tuple(nameless),
        file,
    )


def _likely(sessions: Sequence[tuple[Session, Plan | None]], factors: "Factors", school: SchoolCalendar) -> Likely:
    """The likely minutes of each session, phase and trainer, and of the whole team, before any correction."""
    from planner.workload.estimate import estimate

    likely: dict[tuple[str, Phase, str | None], Fraction] = {}
    for session, plan in sessions:
        found = estimate(session, factors.uncorrected(), plan, school)
        for phase in PHASES:
            for trainer in (None, *found.trainers):
                likely[session.id, phase, trainer] = found.total(phase, trainer).likely
    return likely
