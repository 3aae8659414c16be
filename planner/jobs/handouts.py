"""What a trainer hands to participants: attestations of participation, and the logbook of each group."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from calendars.school_holidays import SchoolCalendar
from planner.jobs import WrongInput
from planner.jobs.checking import Checked, check_plan
from planner.outcome import Finding

if TYPE_CHECKING:
    from planner.messages.texts import Texts


@dataclass(frozen=True)
class Attested:
    """How many people were attested, the files, and the columns of their list that were not read."""

    people: int
    files: tuple[Path, ...]
    dropped: tuple[str, ...]


@dataclass(frozen=True)
class Logbooks:
    """The logbooks that were written."""

    files: tuple[Path, ...]


def attestation(
    session_file: Path,
    present: Sequence[str],
    *,
    out: Path | None = None,
    user_folder: Path | None = None,
    texts: "Texts",
) -> WrongInput | Attested:
    """Write the attestations of those marked as present, all or nothing, in `out` (default: `out/<session id>`).

    `present`: names, or paths of lists. Raises CannotWrite of `planner.reports.write`.
    """
    from planner.files.present_list import read_present
    from planner.files.session_file import read_session
    from planner.reports.attestation import attestations, depends_on_group
    from planner.reports.write import write_files

    read = read_session(session_file, SchoolCalendar.load(user_folder))
    session = read.session
    if session is None:
        return WrongInput(read.findings)
    marked = read_present(present, session, group_needed=depends_on_group(session))
    if marked.findings:
        return WrongInput(marked.findings)
    folder = out if out is not None else Path("out") / session.id
    files = {"attestations.html": attestations(session, marked.people, texts)}
    write_files(folder, files)
    return Attested(len(marked.people), tuple(folder / name for name in files), marked.dropped)


def logbook(
    session_file: Path,
    plan_file: Path,
    *,
    group: str | None = None,
    out: Path | None = None,
    user_folder: Path | None = None,
    texts: "Texts",
) -> WrongInput | Checked | Logbooks:
    """Write the logbook of each group, or of one, all or nothing; nothing where the plan breaks a rule (Checked).

    Raises CannotWrite of `planner.reports.write`.
    """
    from planner.files.present_list import group_facts, group_named
    from planner.reports.logbook import logbook_files
    from planner.reports.write import write_files

    checked = check_plan(session_file, plan_file, user_folder=user_folder, whole=True)
    if isinstance(checked, WrongInput) or checked.violations:
        return checked
    session = checked.session
    wanted = None if group is None else group_named(group, session)
    if group is not None and wanted is None:
        return WrongInput((Finding("group-of-nobody", "--group", facts=group_facts(group, session)),))
    folder = out if out is not None else Path("out") / session.id
    files = logbook_files(session, checked.plan, texts, wanted)
    write_files(folder, files)
    return Logbooks(tuple(folder / name for name in files))
