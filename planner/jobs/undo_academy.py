"""Going back on the last change of an academy: every session that it wrote, and no other."""

from dataclasses import replace
from typing import TYPE_CHECKING

from calendars.school_holidays import SchoolCalendar
from planner.jobs import WrongInput
from planner.jobs.around import Around, read_around
from planner.jobs.around_writing import write_around
from planner.jobs.replan_academy import AcademyReplanned, SessionAgain
from planner.jobs.spoiled_polls import spoiled_around
from planner.jobs.undo import Back, UndoRefused, before, going_back, refused_together
from planner.outcome import Finding

if TYPE_CHECKING:
    from planner.jobs.replan import Request
    from planner.messages.texts import Texts


def undo_academy(request: "Request", texts: "Texts") -> WrongInput | UndoRefused | AcademyReplanned:
    """Write again, of all sessions that the last change wrote, the version before; all of them, or none.

    `request.plan` is the folder that `planner batch` wrote. Raises CannotWrite of `planner.reports.write`.
    """
    from planner.reports.write import one_at_a_time

    with one_at_a_time(request.plan, lambda: request.progress("wait")):
        request.progress("read")
        school = SchoolCalendar.load(request.user_folder)
        around = read_around(request.plan, school, {})
        if isinstance(around, tuple):
            return WrongInput(around)
        return _undo(request, around, texts)


def _undo(request: "Request", around: Around, texts: "Texts") -> WrongInput | UndoRefused | AcademyReplanned:
    changed = {id: plan.made for id, plan in around.plans.items() if plan.made and before(plan)}
    if not changed:
        return WrongInput((Finding("no-version-before", str(request.plan), facts={"number": 1}),))
    last = max(changed.values())
    found = [
        going_back(replace(request, plan=around.own_folder(id)), around.school)
        for id in sorted(changed)
        if changed[id] == last
    ]
    if wrong := [finding for each in found if isinstance(each, WrongInput) for finding in each.findings]:
        return WrongInput(tuple(wrong))
    backs = [each for each in found if isinstance(each, Back)]
    around = around.with_sessions({each.session.id: (each.session, each.busy) for each in backs})
    if refused := refused_together(around, backs):
        return refused
    request.progress("write")
    written, index = write_around(around, [each.ready(texts) for each in backs], texts)
    parts = tuple(
        SessionAgain(each.session, plan.plan, each.moved, asked=True, restated=plan.restated)
        for each, plan in zip(backs, written, strict=True)
    )
    spoiled = spoiled_around(around, {each.session.id: each.plan for each in parts})
    first = backs[0].request
    return AcademyReplanned(
        request.plan, parts, around.academy, first.today, first.since, index, spoiled=spoiled
    )  # fmt: skip
