"""How much work sessions are for their trainers."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from calendars.school_holidays import SchoolCalendar
from planner.jobs import WrongInput
from planner.outcome import Finding
from planner.workload.many import Estimates

if TYPE_CHECKING:
    from planner.messages.texts import Texts
    from planner.workload.factors import Factors


@dataclass(frozen=True)
class Estimated:
    """The work of one session or many, and the reports written, if any were asked for."""

    estimates: Estimates
    school: SchoolCalendar
    files: tuple[Path, ...] = ()


def workload(
    paths: Sequence[Path],
    *,
    plans: Sequence[Path] = (),
    factors: Sequence[Path] = (),
    out: Path | None = None,
    user_folder: Path | None = None,
    texts: "Texts",
) -> WrongInput | Estimated:
    """Estimate the sessions of files and folders, each with its plan if one is given, and add them up.

    Among `paths` plan.json and .ics files are plans. `factors` are files of coefficients, the last of which wins. In
    `out` the reports are written, all or nothing: a page for each session and a spreadsheet of all. Raises CannotWrite
    of `planner.reports.write` and, beyond the published school years, UnknownSchoolDay.
    """
    from planner.files.many_sessions import is_plan, read_sessions
    from planner.workload.many import estimate_many

    school = SchoolCalendar.load(user_folder)
    given = [path for path in paths if not is_plan(path)]
    read = read_sessions(given, [*(path for path in paths if is_plan(path)), *plans], school)
    coefficients = read_coefficients(factors)
    wrong = (*read.findings, *(coefficients if isinstance(coefficients, tuple) else ()))
    if wrong or isinstance(coefficients, tuple):
        return WrongInput(wrong)
    estimates = estimate_many(read.sessions, coefficients, school)
    files = () if out is None else _write(out, estimates, school, texts)
    return Estimated(estimates, school, files)


def read_coefficients(paths: Sequence[Path]) -> "Factors | tuple[Finding, ...]":
    """The usual coefficients overlaid by each file in turn, or everything that is wrong with the files."""
    from planner.files.factors_file import read_factors
    from planner.workload.factors import Factors

    read = [(path.name, read_factors(path)) for path in paths]
    wrong = tuple(finding for _, file in read if isinstance(file, tuple) for finding in file)
    return wrong or Factors.load(*((name, file) for name, file in read if not isinstance(file, tuple)))


def _write(out: Path, estimates: Estimates, school: SchoolCalendar, texts: "Texts") -> tuple[Path, ...]:
    from planner.reports.page import workload_page
    from planner.reports.workbook import workload_workbook
    from planner.reports.write import write_files

    files = {
        f"{one.session.id}.html": workload_page(one.session, one.plan, one.estimate, school, texts)
        for one in estimates.sessions
    }
    added_up = estimates if len(estimates.sessions) > 1 else None
    each = [(one.session, one.estimate) for one in estimates.sessions]
    files["workload.xlsx"] = workload_workbook(each, texts, added_up)
    write_files(out, files)
    return tuple(out / name for name in files)
