"""Open polls that a plan spoils: their class is gone, fixed or elsewhere, or their slots no longer keep every rule."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Literal

from calendars.school_holidays import SchoolCalendar
from planner.academy import Academy
from planner.jobs.around import Around, Near
from planner.jobs.poll_input import Polled, open_polls_of
from planner.jobs.writing import PLAN
from planner.outcome import Violation
from planner.plan import Offer, Plan
from planner.session import BusyTimes, Session

Why = Literal["gone", "fixed", "elsewhere", "rules"]
_WHY: Mapping[str, Why] = {"poll-fixed-class": "fixed", "poll-plan-moved": "elsewhere"}


@dataclass(frozen=True)
class SpoiledPoll:
    """An open poll, by its key and its file, and why it cannot be held as it is: its class is `gone`, `fixed`,
    `elsewhere` than its slots; or `rules` are broken by what it may elect (`broken`)."""

    session: str
    key: str
    file: Path
    why: Why
    broken: tuple[Violation, ...] = ()


@dataclass(frozen=True)
class SpoiledPolls:
    """Those of one session and its plan; `sound`: the other open polls (by key), which hold as they are. `near`: in an
    academy, the sessions that are spoken of."""

    session: Session
    polls: tuple[SpoiledPoll, ...] = ()
    sound: tuple[str, ...] = ()
    near: Academy | None = None


def spoiled_polls(
    plan_file: Path,
    session: Session,
    plan: Plan,
    busy: BusyTimes,
    school: SchoolCalendar,
    around: Around | None = None,
) -> SpoiledPolls:
    """The open polls about a plan that was written, found as `planner poll close` does, that are spoiled by now.

    `around`: in an academy, all its plans as they are by now.
    """
    from planner.poll import poll_key

    files = {file: read for file, read in open_polls_of(plan_file).open.items() if read.polls.session == session.id}
    if not files:
        return SpoiledPolls(session)
    near = Near.of(around, date.min)
    read = Polled(session, plan, school, near.others.busy_of(session.id) if near else busy, near)
    found: list[SpoiledPoll] = []
    sound: dict[Offer, Path] = {}
    for file, polls in files.items():
        useless = polls.spoiled(session, plan)
        for offer, finding in useless.items():
            found.append(SpoiledPoll(session.id, poll_key(offer, session), file, _WHY.get(finding.id, "gone")))
        sound |= {offer: file for offer in polls.polls.offers if offer not in useless}
    for offer, broken in breaking(read, session, plan, sound).items():
        found.append(SpoiledPoll(session.id, poll_key(offer, session), sound.pop(offer), "rules", broken))
    told = near.academy([session.id], {}) if near and found else None
    hold = tuple(sorted(poll_key(offer, session) for offer in sound))
    return SpoiledPolls(session, tuple(sorted(found, key=lambda each: (str(each.file), each.key))), hold, told)


def breaking(read: Polled, session: Session, plan: Plan, offers: Iterable[Offer]) -> dict[Offer, tuple[Violation, ...]]:
    """Of polls that a plan has at one of their slots, those that may elect what breaks a rule, with what it breaks."""
    offers = tuple(sorted(offers))
    found: dict[Offer, list[Violation]] = {}
    for violation in read.broken(session, replace(plan, offers=offers)) if offers else ():
        named = {(activity, groups) for activity, groups, _ in violation.facts.get("slots", ())}
        for offer in offers:
            if (offer.activity, offer.groups) in named:
                found.setdefault(offer, []).append(violation)
    return {offer: tuple(broken) for offer, broken in found.items()}


def spoiled_around(around: Around, plans: Mapping[str, Plan]) -> tuple[SpoiledPolls, ...]:
    """The same of sessions of an academy whose plans were written anew; those alone in which a poll is spoiled."""
    now = replace(around, plans={**around.plans, **plans})
    found = (
        spoiled_polls(
            now.own_folder(id) / PLAN, now.session(id), plan, now.academy.busy_of(id), now.school, now
        )
        for id, plan in plans.items()
    )  # fmt: skip
    return tuple(each for each in found if each.polls)
