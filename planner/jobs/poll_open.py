"""Polls about dates, opened with slots of which every election keeps every rule."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from calendars.places import place
from planner.files.session_copies import from_folder
from planner.jobs import CheckerRefused, WrongInput
from planner.jobs.around_writing import IndexToWrite, write_one
from planner.jobs.checking import Checked
from planner.jobs.poll_input import (
    POLL,
    Polled,
    earlier_session,
    holding,
    open_polls_of,
    polls_folder,
    read_polled,
)
from planner.jobs.poll_room import Room, open_with_room
from planner.jobs.writing import PLAN, Beside, plan_file_of, read_plan, ready_plan
from planner.outcome import Finding, each_once
from planner.plan import Cause, Offer, Placement, Plan
from planner.session import Session

if TYPE_CHECKING:
    from planner.messages.texts import Texts


@dataclass(frozen=True)
class Offered:
    """Polls that were opened, by key, and the files to hold them with.

    `plan`: as it is with them, written where something moved. `still_open`: polls of it that were open already.
    `index`: of the academy, what is left to write once the answer is given. `given_up`: polls that were open in the
    same file, and hold no longer since the plan was changed.
    """

    session: Session
    room: Room
    plan: Plan
    polls: Mapping[str, Offer]
    files: tuple[Path, ...]
    still_open: tuple[str, ...] = ()
    index: IndexToWrite | None = None
    given_up: tuple[str, ...] = ()


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
    keep: bool = False,
    texts: "Texts",
    progress: Callable[[str], None] = lambda step: None,
) -> WrongInput | Checked | Offered:
    """Write the polls about some classes (`retour1` or `retour1@lyon`) in `out`.

    By default in `out/<session id>/polls`, and in an academy in `polls` beside the plan.

    Where too few slots are found, other entries of the plan move, as few as possible, and the plan is written anew;
    not where `keep` says so. Checked where the plan breaks rules: nothing is offered then. Raises
    CheckerRefused, and CannotWrite.
    """
    progress("read")
    plan_file = plan_file_of(plan_file)
    with holding(plan_file):
        return _opened(
            session_file, plan_file, classes, slots, today, out, user_folder, time_limit_s, keep, texts, progress
        )


def _opened(
    session_file: Path,
    plan_file: Path,
    classes: Sequence[str],
    slots: int,
    today: date,
    out: Path | None,
    user_folder: Path | None,
    time_limit_s: float,
    keep: bool,
    texts: "Texts",
    progress: Callable[[str], None],
) -> WrongInput | Checked | Offered:
    """The polls, once nobody else changes the plan."""
    from planner.poll import Refused, occurrence_id, poll_key

    if earlier := earlier_session(session_file, plan_file):
        return earlier
    read = read_polled(session_file, plan_file, user_folder)
    if not isinstance(read, Polled):
        return read
    asked, faults = _asked(read.session, read.plan, classes, today)
    if faults:
        return WrongInput(tuple(faults))
    polled = {occurrence_id(placement): slots for placement in asked}
    poll_file = (out if out is not None else polls_folder(read.session.id, read.near)) / POLL
    already = _open_already(read, plan_file, poll_file, polled)
    held = already.held
    read = replace(read, plan=replace(read.plan, offers=tuple(sorted(held))))
    is_json = isinstance(read_plan(plan_file), Plan)
    progress("solve")
    try:
        room = open_with_room(
            read, polled, today, time_limit_s, "unwanted" if keep else None if is_json else "not-a-plan-json", progress
        )
    except Refused as refused:
        raise CheckerRefused(refused.violations) from refused
    progress("write")
    found = room.opened.plan.offers
    keys = {offer: poll_key(offer, read.session) for offer in sorted(found, key=lambda offer: offer.starts)}
    new = {key: offer for offer, key in keys.items() if occurrence_id(offer) in polled}
    kept = {key: offer for offer, key in keys.items() if held.get(offer) == poll_file.resolve()}
    files, plan, index = _write(session_file, plan_file, poll_file, read, room, new, kept, today, texts)
    still_open = tuple(key for offer, key in keys.items() if key not in new)
    return Offered(read.session, room, plan, new, files, still_open, index, already.given_up)


def _open_already(read: Polled, plan_file: Path, poll_file: Path, polled: Mapping[str, int]) -> "_Already":
    """The open polls about other classes of the plan, each with its file; those that hold no longer are given up."""
    from planner.poll import occurrence_id, poll_key

    found: dict[Offer, Path] = {}
    given_up: list[str] = []
    for path, polls in open_polls_of(plan_file, poll_file.parent).open.items():
        if any(polls.faults_of_file(read.session)):
            continue
        known = {occurrence_id(offer) for offer in found} | set(polled)
        spoiled = polls.spoiled(read.session, read.plan)
        others = [offer for offer in polls.polls.offers if occurrence_id(offer) not in known]
        sound = {offer: path.resolve() for offer in others if offer not in spoiled}
        if _hold(read, (*found, *sound)):
            found |= sound
        else:
            for offer in sound:
                if _hold(read, (*found, offer)):
                    found[offer] = path.resolve()
        if path.resolve() == poll_file.resolve():  # which is written anew
            given_up += (poll_key(offer, read.session) for offer in others if offer not in found)
    return _Already(found, tuple(given_up))


def _hold(read: Polled, offers: tuple[Offer, ...]) -> bool:
    return not read.broken(read.session, replace(read.plan, offers=tuple(sorted(offers))))


@dataclass(frozen=True)
class _Already:
    """Polls that are open, each with its file; `given_up`: those of the file that is written which hold no longer."""

    held: Mapping[Offer, Path]
    given_up: tuple[str, ...]


def _write(
    session_file: Path,
    plan_file: Path,
    poll_file: Path,
    read: Polled,
    room: Room,
    new: Mapping[str, Offer],
    kept: Mapping[str, Offer],
    today: date,
    texts: "Texts",
) -> tuple[tuple[Path, ...], Plan, IndexToWrite | None]:
    """The polls, those that go on in the same file among them, and where entries moved the next version of the plan."""
    from planner.files.poll_json import OpenPolls, polls_to_json
    from planner.reports.poll_files import poll_files
    from planner.reports.write import write_files

    folder, session = poll_file.parent, read.session
    plan_file = plan_file.parent / PLAN if room.moved else plan_file
    polls = {**kept, **new}
    polls = dict(sorted(polls.items(), key=lambda each: each[1].starts))
    held = OpenPolls(
        session.id, from_folder(folder, session_file), from_folder(folder, plan_file), today,
        tuple(sorted(polls.values())),
    )  # fmt: skip
    files = {**poll_files(session, polls, today, texts), POLL: polls_to_json(held)}
    if not room.moved:
        write_files(folder, files)
        return tuple(folder / name for name in files), room.opened.plan, None
    from planner.reports.following import Before

    causes = tuple(Cause("poll", {"what": key, "step": "opened"}) for key in new)
    before = Before(
        replace(read.plan, offers=()), datetime(today.year, today.month, today.day, tzinfo=UTC), causes, today
    )
    plan = replace(room.opened.plan, offers=())
    inside = folder.resolve().is_relative_to(plan_file.parent.resolve())
    way = from_folder(plan_file.parent, folder)
    beside = Beside({f"{way}/{name}".removeprefix("./"): data for name, data in files.items()} if inside else {})
    named = from_folder(plan_file.parent, session_file)
    ready = ready_plan(session, plan, read.school, texts, before, named, beside)
    written, index = write_one(plan_file.parent, ready, read.near, read.busy.alone, texts)
    if not inside:
        write_files(folder, files)
        return (*written.files, *(folder / name for name in files)), written.plan, index
    own = tuple(path for path in written.files if not path.resolve().is_relative_to(folder.resolve()))
    return (*own, *(folder / name for name in files)), written.plan, index


def _asked(session: Session, plan: Plan, classes: Sequence[str], today: date) -> tuple[list[Placement], list[Finding]]:
    """The occurrences that `--class` names, and what is wrong with the names."""
    from planner.files.poll_json import class_fault
    from planner.near_names import near_names
    from planner.poll import occurrence_id

    here = place(session.department)
    called = {group.id: group.name or group.id for group in session.planned_groups()}
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
                groups = tuple(called[id] for id in placement.groups if len(called) > 1)
                fault("poll-past-class", activity, day=here.local(placement.start).date(), groups=groups)
            asked[occurrence_id(placement)] = placement
    return list(asked.values()), list(each_once(faults))


def _attends(session: Session, placement: Placement, group: str) -> bool:
    return any(group in (id, session.group_in_file(id).id) for id in placement.groups)
