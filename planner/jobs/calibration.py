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
from planner.jobs import WrongInput
from planner.outcome import Finding
from planner.session import Session
from planner.workload.calibrate import Calibration, calibrate
from planner.workload.noted import Likely, Noted, reckon
from planner.workload.results import PHASES, Phase

if TYPE_CHECKING:
    from planner.messages.texts import Texts

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
    out: Path | None = None,
    day: date | None = None,
    user_folder: Path | None = None,
    texts: "Texts",
) -> WrongInput | Calibrated:
    """Compare a log with the estimates of its sessions, or with its own, and write the corrected factors in `out`.

    The rows that cannot be used are listed, the others count; where none is left nothing is written. `day` is the date
    that the file states. Raises CannotWrite of `planner.reports.write`.
    """
    from planner.reports.calibration_file import calibration_file
    from planner.reports.write import write_files

    school = SchoolCalendar.load(user_folder)
    sessions, wrong = _read_sessions(session_paths, school)
    if wrong:
        return WrongInput(wrong)
    known = [KnownSession.of(session) for session in sessions] if session_paths else None
    read = read_log(log, known)
    rows = [Noted(**vars(row)) for row in read.rows]
    nameless = sorted({row.session for row in rows if row.parcours is None}) if session_paths else []
    rows = [replace(row, parcours=row.session) if row.session in nameless else row for row in rows]
    named = {row.session for row in rows}
    reckoned = reckon(rows, _likely([session for session in sessions if session.id in named], school), read.file)
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


def _read_sessions(paths: Sequence[Path], school: SchoolCalendar) -> tuple[list[Session], tuple[Finding, ...]]:
    """The sessions of files, and of every .yaml and .yml of folders; or what is wrong with them, file by file."""
    from planner.files.session_file import read_session

    sessions: dict[str, Session] = {}
    wrong: list[Finding] = []
    wrong += (Finding("log-no-sessions", str(path)) for path in paths if not _files(path))
    for path in dict.fromkeys(file for given in paths for file in _files(given)):
        read = read_session(path, school)
        wrong += read.findings
        if read.session is not None:
            if read.session.id in sessions:
                wrong.append(Finding("log-session-twice", str(path), facts={"id": read.session.id}))
            sessions[read.session.id] = read.session
    return list(sessions.values()), tuple(wrong)


def _files(path: Path) -> list[Path]:
    return sorted([*path.glob("*.yaml"), *path.glob("*.yml")]) if path.is_dir() else [path]


def _likely(sessions: Sequence[Session], school: SchoolCalendar) -> Likely:
    """The likely minutes of each session, phase and trainer, and of the whole team; a session without team has none."""
    from planner.workload.estimate import estimate
    from planner.workload.factors import Factors

    factors = Factors.load()
    likely: dict[tuple[str, Phase, str | None], Fraction] = {}
    for session in sessions:
        if session.trainers:
            found = estimate(session, factors, None, school)
            for phase in PHASES:
                for trainer in (None, *found.trainers):
                    likely[session.id, phase, trainer] = found.total(phase, trainer).likely
    return likely
