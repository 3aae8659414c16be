"""Polls about dates, opened with slots of which every election keeps every rule."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from calendars.places import place
from planner.jobs import CheckerRefused, WrongInput
from planner.jobs.checking import Checked
from planner.jobs.poll_input import POLL, Polled, earlier_session, plan_file_of, polls_folder, read_polled
from planner.jobs.session_copies import from_folder
from planner.outcome import Finding
from planner.plan import Offer, Placement, Plan
from planner.session import Session

if TYPE_CHECKING:
    from planner.messages.texts import Texts
    from planner.poll import Opened


@dataclass(frozen=True)
class Offered:
    """Polls that were opened, by key, and the files to hold them with."""

    session: Session
    opened: "Opened"
    polls: Mapping[str, Offer]
    files: tuple[Path, ...]


def open_polls(
    session_file: Path,
    plan_file: Path,
    classes: Sequence[str],
    slots: int,
    *,
    today: date,
    out: Path | None = None,
    user_folder: Path | None = None,
    time_limit_s: float = 60.0,
    texts: "Texts",
    progress: Callable[[str], None] = lambda step: None,
) -> WrongInput | Checked | Offered:
    """Write the polls about some classes (`retour1` or `retour1@lyon`) in `out` (default: `out/<session id>/polls`).

    Checked where the plan breaks rules: nothing is offered then. Raises CheckerRefused, and CannotWrite.
    """
    from planner.check import check
    from planner.files.poll_json import OpenPolls, polls_to_json
    from planner.poll import Refused, occurrence_id, open_poll, poll_key
    from planner.reports.poll_files import poll_files
    from planner.reports.write import write_files

    progress("read")
    plan_file = plan_file_of(plan_file)
    if earlier := earlier_session(session_file, plan_file):
        return earlier
    read = read_polled(session_file, plan_file, user_folder)
    if not isinstance(read, Polled):
        return read
    session, plan = read.session, read.plan
    asked, faults = _asked(session, plan, classes, today)
    if faults:
        return WrongInput(tuple(faults))
    progress("solve")
    polled = {occurrence_id(placement): slots for placement in asked}
    try:
        opened = open_poll(
            session, plan, read.school, read.busy, polled,
            lambda found: check(session, found, read.school, read.busy),
            earliest=today, time_limit_s=time_limit_s,
        )  # fmt: skip
    except Refused as refused:
        raise CheckerRefused(refused.violations) from refused
    progress("write")
    folder = out if out is not None else polls_folder(session.id)
    polls = {poll_key(o, session): o for o in sorted(opened.plan.offers, key=lambda offer: offer.starts)}
    kept = OpenPolls(
        session.id, from_folder(folder, session_file), from_folder(folder, plan_file), today, opened.plan.offers
    )
    files = {**poll_files(session, polls, today, texts), POLL: polls_to_json(kept)}
    write_files(folder, files)
    return Offered(session, opened, polls, tuple(folder / name for name in files))


def _asked(session: Session, plan: Plan, classes: Sequence[str], today: date) -> tuple[list[Placement], list[Finding]]:
    """The occurrences that `--class` names, and what is wrong with the names."""
    from planner.files.poll_json import class_fault
    from planner.near_names import near_names
    from planner.poll import occurrence_id

    here = place(session.department)
    asked: dict[str, Placement] = {}
    faults: list[Finding] = []

    def fault(id: str, name: str, **facts: object) -> None:
        faults.append(Finding(id, "--class", facts={"activity": name, **facts}))

    live = {placement.activity for placement in plan.placements}
    for name in classes:
        activity, _, group = name.partition("@")
        found = [p for p in plan.placements if p.activity == activity and (not group or _attends(session, p, group))]
        if activity not in live:
            fault("poll-unknown-class", activity, near=near_names(activity, sorted(live)), known=tuple(sorted(live)))
        elif not found:
            groups = tuple(sorted({id for p in plan.placements if p.activity == activity for id in p.groups}))
            fault("poll-unknown-group", activity, groups=(group,), known=groups)
        for placement in found:
            offer = Offer(placement.activity, placement.groups, (placement.start,))
            if wrong := class_fault(session, offer):
                fault(wrong, activity, groups=placement.groups)
            elif here.local(placement.start).date() < today:
                fault("poll-past-class", activity, day=here.local(placement.start).date())
            asked[occurrence_id(placement)] = placement
    return list(asked.values()), faults


def _attends(session: Session, placement: Placement, group: str) -> bool:
    return any(group in (id, session.group_in_file(id).id) for id in placement.groups)
