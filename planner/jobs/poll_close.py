"""Polls about dates, closed with people's ballots: what they elect is fixed, and the plan written anew."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from planner.academy import Academy
from planner.files.session_copies import from_folder, kept_name, named_from, session_copy
from planner.jobs import CheckerRefused, WrongInput
from planner.jobs.around_writing import IndexToWrite, write_one
from planner.jobs.checking import Checked
from planner.jobs.moved import Judge, Moved
from planner.jobs.poll_input import (
    Polled,
    current_session,
    earlier_session,
    holding,
    poll_file_of,
    previous_file,
    read_polled,
)
from planner.jobs.spoiled_polls import breaking
from planner.jobs.writing import Beside, plan_file_of, plan_there, ready_plan
from planner.near_names import near_names
from planner.outcome import FileChange, Finding
from planner.plan import Cause, Offer, Plan
from planner.session import Session

if TYPE_CHECKING:
    from planner.files.ballots import Ballots
    from planner.files.poll_json import OpenPolls
    from planner.messages.texts import Texts
    from planner.poll import Election


@dataclass(frozen=True)
class Closed:
    """What the polls elected, by key; the plan with it, checked; the files written.

    `ballots`: each file that was read, with its rows that count no more. `still_open`: polls of which nobody's answers
    were given. `replanned`: all else could not stay where it was, and was planned anew; `moved`: what of it is not what
    it was, and why, of the closed classes all but their elected starts: who leads them. `outdated`: polls
    still open whose slots do not all keep every rule any more. `withdrawn`: polls that were spoiled
    since they were opened (their class is gone, its date fixed or at none of the slots), and are in the file no more.
    `other_session`: the session file that was changed since, and was taken instead of the one that was given. In an
    academy, `near`: the sessions that are spoken of; `index`: what is left to write once the answer is given.
    """

    session: Session
    plan: Plan
    elections: Mapping[str, "Election"]
    ballots: tuple["Ballots", ...]
    files: tuple[Path, ...]
    still_open: tuple[str, ...] = ()
    replanned: bool = False
    moved: tuple[Moved, ...] = ()
    outdated: tuple[str, ...] = ()
    withdrawn: tuple[str, ...] = ()
    other_session: Path | None = None
    near: Academy | None = None
    index: IndexToWrite | None = None


@dataclass(frozen=True)
class NotKept:
    """With the slots that were elected no plan keeps every rule: the plan or the session was changed since.

    `broken`: what is broken where all else stays. `limit_s`: no proof of that, this time was not enough. `near`: in an
    academy, the sessions that are spoken of.
    """

    session: Session
    elections: Mapping[str, "Election"]
    broken: Checked
    limit_s: float | None = None
    near: Academy | None = None


def close_polls(
    poll_file: Path | None,
    ballots: Sequence[str],
    *,
    today: date,
    session_file: Path | None = None,
    plan_file: Path | None = None,
    out: Path | None = None,
    user_folder: Path | None = None,
    time_limit_s: float = 60.0,
    texts: "Texts",
    progress: Callable[[str], None] = lambda step: None,
) -> WrongInput | Checked | NotKept | Closed:
    """Count ballots (files, or `KEY=FILE`), fix what is elected, and write calendars, plan.json and session.yaml anew.

    In `out`, by default where the plan is; all or nothing. Nobody who answered is named in anything that is returned or
    written. Without a poll file it is looked for beside the plan (its file, or its folder), which is then needed.
    Raises CheckerRefused, and CannotWrite of `planner.reports.write`.
    """
    from planner.files.poll_json import read_polls

    progress("read")
    if plan_file is not None:
        plan_file = plan_file_of(plan_file)
    is_looked_for = poll_file is None
    if poll_file is None:
        assert plan_file is not None
        there = poll_file_of(plan_file)
        if isinstance(there, WrongInput):
            return there
        poll_file = there
    found = read_polls(poll_file)
    if isinstance(found, tuple):
        return WrongInput(found)
    plan_file = plan_file or named_from(poll_file.parent, found.polls.plan_file)
    with holding(plan_file):
        return _closed(
            poll_file, plan_file, session_file, is_looked_for, ballots, today, out, user_folder, time_limit_s, texts,
            progress,
        )  # fmt: skip


def _closed(
    poll_file: Path,
    plan_file: Path,
    session_file: Path | None,
    is_looked_for: bool,
    ballots: Sequence[str],
    today: date,
    out: Path | None,
    user_folder: Path | None,
    time_limit_s: float,
    texts: "Texts",
    progress: Callable[[str], None],
) -> WrongInput | Checked | NotKept | Closed:
    """The polls of a file closed, as they are once nobody else changes them."""
    from planner.files.poll_json import read_polls
    from planner.poll import poll_key

    found = read_polls(poll_file)
    if isinstance(found, tuple):
        return WrongInput(found)
    polls, given = found.polls, session_file
    if session_file is None or is_looked_for:
        named = session_file or named_from(poll_file.parent, polls.session_file)
        session_file = current_session(named, plan_file, given=session_file is not None)
    elif earlier := earlier_session(session_file, plan_file):
        return earlier
    read = read_polled(session_file, plan_file, user_folder)
    if not isinstance(read, Polled):
        return read
    if faults := tuple(found.faults_of_file(read.session)):
        return WrongInput(faults)
    spoiled = found.spoiled(read.session, read.plan)
    if len(spoiled) == len(polls.offers):
        return WrongInput(tuple(spoiled.values()))
    offers = {poll_key(offer, read.session): offer for offer in polls.offers}
    counted = _count(read.session, offers, tuple(spoiled), ballots)
    if isinstance(counted, WrongInput):
        return counted
    answered = {offers[key] for each in counted for key in each.answers}
    if faults := tuple(finding for offer, finding in spoiled.items() if offer in answered):
        return WrongInput(faults)
    elections = _elect(read, offers, counted, today)
    if isinstance(elections, WrongInput):
        return elections
    progress("solve")
    settled = _settle(read, elections, today, time_limit_s)
    if isinstance(settled, NotKept):
        return settled
    progress("write")
    answer = _write(
        session_file, plan_file, poll_file, polls, tuple(spoiled), read, settled, elections, counted, today, out, texts
    )  # fmt: skip
    other = session_file if given not in (None, session_file) else None
    return answer if isinstance(answer, WrongInput) else replace(answer, other_session=other)


def _count(
    session: Session, offers: Mapping[str, Offer], spoiled: Sequence[Offer], ballots: Sequence[str]
) -> "WrongInput | list[Ballots]":
    """The ballots of each file. Those on spoiled polls are read too: they must not be taken for those on another."""
    from planner.files.ballots import OfferedSlots, read_ballots
    from planner.messages.polls import asked_at
    from planner.poll import occurrence_id

    known = {
        key: OfferedSlots(key, tuple(asked_at(session, offer).local(start) for start in offer.starts))
        for key, offer in offers.items()
    }
    names = {**{occurrence_id(offer): key for key, offer in offers.items()}, **{key: key for key in offers}}
    sound = tuple(key for key, offer in offers.items() if offer not in spoiled)
    counted: list[Ballots] = []
    faults: list[Finding] = []
    for given in ballots:
        name, equals, path = given.partition("=")
        key = names.get(name) if equals else None
        if fault := _names_nothing(given, name, key, path, sound):
            faults.append(fault)
            continue
        found = read_ballots(Path(path if key else given), [known[key]] if key else list(known.values()))
        if isinstance(found, tuple):
            faults += found
            continue
        for again in [key for key in found.answers for other in counted if key in other.answers]:
            faults.append(Finding("ballots-poll-twice", found.file, facts={"key": again}))
        counted.append(found)
    return WrongInput(tuple(faults)) if faults else counted


def _names_nothing(given: str, name: str, key: str | None, path: str, known: tuple[str, ...]) -> Finding | None:
    """What is wrong with « KEY=FILE »: no such poll is open, or no file follows. A file may have « = » in its name."""
    if given == name or Path(given).is_file():
        return None
    if key is None:
        if set(name) & {"/", "\\"}:
            return None  # the way to a file
        return Finding(
            "ballots-unknown-key", given, facts={"key": name, "near": near_names(name, known), "known": known}
        )
    return None if path else Finding("ballots-no-file", given, facts={"key": name})


def _elect(
    read: Polled, offers: Mapping[str, Offer], counted: "Sequence[Ballots]", today: date
) -> "WrongInput | dict[str, Election]":
    from planner.messages.polls import asked_at
    from planner.poll import elect

    elections = {}
    faults = []
    planned = {(p.activity, p.groups): p.start for p in read.plan.placements}
    for ballots in counted:
        for key, answers in ballots.answers.items():
            offer = offers[key]
            start, local = planned[offer.activity, offer.groups], asked_at(read.session, offer).local
            if local(start).date() < today:
                facts = {"activity": offer.activity, "day": local(start).date()}
                faults.append(Finding("poll-past-class", ballots.file, facts=facts))
                continue
            found = replace(elect(offer, answers, start, today, local), ballots=ballots.voters[key])
            elections[key] = found
            open_slots = [tally for tally in found.tallies if not tally.past]
            if not any(tally.yes + tally.maybe for tally in open_slots):
                facts = {"key": key, "ballots": found.ballots, "past": len(found.tallies) - len(open_slots)}
                faults.append(Finding("ballots-nobody-can", ballots.file, facts=facts))
    return WrongInput(tuple(faults)) if faults else elections


@dataclass(frozen=True)
class _Settled:
    session: Session
    plan: Plan
    changes: tuple[FileChange, ...]
    replanned: bool
    moved: tuple[Moved, ...] = ()


def _settle(read: Polled, elections: "Mapping[str, Election]", today: date, time_limit_s: float) -> NotKept | _Settled:
    """What was elected, fixed: with all else where it is, or where that breaks a rule in the plan nearest to it."""
    from planner.poll import fixed_session, with_elected

    chosen = [(election.offer, election.winner) for election in elections.values()]
    session, changes = fixed_session(read.session, chosen)
    plan = with_elected(read.plan, chosen)
    broken = read.broken(session, plan)
    if not broken:
        return _Settled(session, plan, changes, replanned=False)
    from planner.outcome import OutOfTime, Planned
    from planner.replan.again import Again
    from planner.replan.standing import standing
    from planner.solving.limits import Clock

    stands = standing(session, plan, today)  # what was elected is where it is: all else is to stay, who leads it too
    outcome = Again(stands, read.school, read.busy, Clock(time_limit_s)).nearest()
    if not isinstance(outcome, Planned):
        limit_s = outcome.limit_s if isinstance(outcome, OutOfTime) else None
        return NotKept(session, elections, Checked(session, plan, broken), limit_s, _near(read))
    found = replace(outcome.plan, offers=plan.offers, rules_off=session.rules.off, derogations=session.derogations)
    if refused := read.broken(session, found):
        raise CheckerRefused(refused)
    moved = Judge(stands, read.school, read.busy, read.near).reasons(found)
    return _Settled(session, found, changes, replanned=True, moved=moved)


def _near(read: Polled) -> Academy | None:
    return read.near.around.academy if read.near else None


def _outdated(read: Polled, settled: _Settled, open_offers: Sequence[Offer]) -> tuple[Offer, ...]:
    """The polls still open that do not hold any more: their class moved, or what they may elect breaks a rule."""
    starts = {(placement.activity, placement.groups): placement.start for placement in settled.plan.placements}
    there = [offer for offer in open_offers if starts.get((offer.activity, offer.groups)) in offer.starts]
    broken = breaking(read, settled.session, settled.plan, there)
    return tuple(offer for offer in open_offers if offer not in there or offer in broken)


def _write(
    session_file: Path,
    plan_file: Path,
    poll_file: Path,
    polls: "OpenPolls",
    spoiled: tuple[Offer, ...],
    read: Polled,
    settled: _Settled,
    elections: "Mapping[str, Election]",
    counted: "Sequence[Ballots]",
    today: date,
    out: Path | None,
    texts: "Texts",
) -> WrongInput | Closed:
    """The plan with what was elected as its next version, its calendars, its session, and the polls still open.

    Spoiled polls leave the file with those that are closed: there is nothing left that they could elect.
    """
    from planner.files.poll_json import polls_to_json, without
    from planner.files.repaired_session import CannotRepair
    from planner.poll import poll_key
    from planner.reports.following import Before
    from planner.reports.poll_files import slots_calendar
    from planner.reports.write import write_files

    folder = out if out is not None else plan_file.parent
    if out is not None and isinstance(there := plan_there(folder, read.session), tuple):
        return WrongInput(there)
    try:
        described = session_copy(session_file, settled.session, settled.changes, folder)
    except CannotRepair:
        return WrongInput((Finding("poll-session-unchanged", str(session_file)),))
    closed = [election.offer for election in elections.values()]
    still = without(polls, {(offer.activity, offer.groups) for offer in (*closed, *spoiled)})
    still = replace(
        still,
        session_file=from_folder(poll_file.parent, folder / "session.yaml"),
        plan_file=from_folder(poll_file.parent, folder / "plan.json"),
    )
    kept = kept_name(read.plan) if read.plan.session_file == "session.yaml" else None
    causes = tuple(Cause("poll", {"what": poll_key(offer, read.session)}) for offer in closed)
    before = Before(
        read.plan,
        datetime(today.year, today.month, today.day, tzinfo=UTC),
        causes,
        today,
        kept or previous_file(read.plan, folder, session_file),
    )
    files = {"session.yaml": described}
    if kept and (folder / "session.yaml").is_file():
        files[kept] = (folder / "session.yaml").read_bytes()
    beside = {
        poll_file.name: polls_to_json(still),
        "slots.ics": slots_calendar(
            read.session, still.offers, polls.opened, texts, closed=(*closed, *spoiled), closed_on=today
        ),
    }
    way = _way(folder, poll_file.parent)
    if way is not None:  # together with the plan
        files |= {f"{way}/{name}".removeprefix("./"): data for name, data in beside.items()}
    ready = ready_plan(settled.session, settled.plan, read.school, texts, before, "session.yaml", Beside(files))
    written, index = write_one(folder, ready, read.near, read.busy.alone, texts)
    paths = written.files
    if way is None:
        write_files(poll_file.parent, beside)
        paths = (*paths, *(poll_file.parent / name for name in beside))
    open_keys = tuple(poll_key(offer, read.session) for offer in still.offers)
    outdated = tuple(poll_key(offer, read.session) for offer in _outdated(read, settled, still.offers))
    withdrawn = tuple(poll_key(offer, read.session) for offer in spoiled)
    return Closed(
        settled.session, written.plan, elections, tuple(counted), paths, open_keys, settled.replanned, settled.moved,
        outdated, withdrawn, near=_near(read), index=index,
    )  # fmt: skip


def _way(folder: Path, polls: Path) -> str | None:
    """The way from the folder of a plan to that of its polls, where they lie in it."""
    try:
        return polls.resolve().relative_to(folder.resolve()).as_posix()
    except ValueError:
        return None
