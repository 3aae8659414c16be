"""The files of the workload of one or many sessions: a page for each, one spreadsheet for all."""

from collections.abc import Sequence
from dataclasses import dataclass

from calendars.school_holidays import SchoolCalendar
from planner.messages.texts import Texts
from planner.plan import Plan
from planner.reports.page import workload_page
from planner.reports.workbook import workload_workbook
from planner.session import Session
from planner.workload.results import Estimate

PAGE, WORKBOOK = "workload.html", "workload.xlsx"


@dataclass(frozen=True)
class Worked:
    """A session, its plan where it has one, and what it asks of its trainers."""

    session: Session
    plan: Plan | None
    estimate: Estimate


def workload_files(works: Sequence[Worked], school: SchoolCalendar, texts: Texts) -> dict[str, bytes]:
    """By their path: `workload.xlsx`, and `workload.html`; of several sessions `<session>/workload.html` each."""
    files = {WORKBOOK: workload_workbook([(each.session, each.estimate) for each in works], texts)}
    for each in works:
        path = PAGE if len(works) == 1 else f"{each.session.id}/{PAGE}"
        files[path] = workload_page(each.session, each.plan, each.estimate, school, texts)
    return files
