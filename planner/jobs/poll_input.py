"""What polls are about, and where they lie: a session, a plan of it that keeps every rule, and the folder of polls."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from calendars.school_holidays import SchoolCalendar
from planner.jobs import WrongInput
from planner.jobs.checking import Checked, check_plan
from planner.outcome import Finding
from planner.plan import Plan
from planner.session import BusyTimes, Session

POLLS = "polls"
"""The folder of the polls, inside that of the plan."""


@dataclass(frozen=True)
class Polled:
    """What polls are about."""

    session: Session
    plan: Plan
    school: SchoolCalendar
    busy: BusyTimes


def read_polled(session_file: Path, plan_file: Path, user_folder: Path | None) -> WrongInput | Checked | Polled:
    """A session and a plan of it that keeps every rule."""
    from planner.files.session_file import read_session

    checked = check_plan(session_file, plan_file, user_folder=user_folder, whole=True)
    if isinstance(checked, WrongInput):
        return checked
    if checked.plan.session != checked.session.id:
        facts = {"found": checked.plan.session, "allowed": (checked.session.id,)}
        return WrongInput((Finding("other-session", str(plan_file), facts=facts),))
    if checked.violations:
        return checked
    school = SchoolCalendar.load(user_folder)
    return Polled(checked.session, checked.plan, school, read_session(session_file, school).busy)


def write_both(
    folder: Path, files: Mapping[str, bytes], poll_file: Path, beside: Mapping[str, bytes]
) -> tuple[Path, ...]:
    """The plan's files and, in the folder of the polls, theirs: together, where the one folder is inside the other."""
    from planner.reports.write import write_files

    polls_folder = poll_file.parent
    named = {poll_file.name if name == "poll.json" else name: data for name, data in beside.items()}
    try:
        inside = polls_folder.resolve().relative_to(folder.resolve()).as_posix()
        write_files(folder, {**files, **{f"{inside}/{name}".removeprefix("./"): data for name, data in named.items()}})
    except ValueError:  # somewhere else
        write_files(folder, files)
        write_files(polls_folder, named)
    return (*(folder / name for name in files), *(polls_folder / name for name in named))
