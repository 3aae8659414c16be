"""poll.json: what polls offer, for the day on which they are closed. Moments are ISO 8601 with their offset (UTC)."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from planner.files.json_form import written_by_program
from planner.files.json_values import FileName, Minute, NearDay
from planner.files.plain_text import read_text
from planner.files.values import validated
from planner.files.yaml_document import Document, parse_document
from planner.input_values import Id
from planner.outcome import Finding
from planner.plan import Offer, Plan
from planner.session import Session

FORMAT = "session-planner/poll/1"
"""Raised when a reader of the old form would misread the new one."""
MOST_SLOTS = 20
MOST_POLLS = 60


@dataclass(frozen=True)
class OpenPolls:
    """The polls that are open. `session_file` and `plan_file` are relative to the folder of poll.json."""

    session: str
    session_file: str
    plan_file: str
    opened: date
    offers: tuple[Offer, ...]


def polls_to_json(polls: OpenPolls) -> bytes:
    """The polls as JSON: keys in a stable order, a line break at the end."""
    form = {
        "format": FORMAT,
        "session": polls.session,
        "session_file": polls.session_file,
        "plan_file": polls.plan_file,
        "opened": polls.opened.isoformat(),
        "polls": [
            {
                "activity": offer.activity,
                "groups": list(offer.groups),
                "slots": [start.isoformat() for start in offer.starts],
            }
            for offer in polls.offers
        ],
    }
    return (json.dumps(form, ensure_ascii=False, indent=2) + "\n").encode()


@dataclass(frozen=True)
class ReadPolls:
    """A poll.json as it was read, with its places."""

    polls: OpenPolls
    document: Document

    def faults(self, session: Session, plan: Plan) -> Iterator[Finding]:
        """What of it does not belong to this session and this plan of it."""
        yield from self.faults_of_file(session)
        if self.polls.session == session.id:
            yield from self.spoiled(session, plan).values()

    def faults_of_file(self, session: Session) -> Iterator[Finding]:
        """What makes the whole file useless: it is about another session, or has two polls about one class."""
        if self.polls.session != session.id:
            yield self.document.finding(
                "poll-other-session", ("session",), found=self.polls.session, expected=session.id
            )
            return
        seen: set[tuple[str, tuple[str, ...]]] = set()
        for number, offer in enumerate(self.polls.offers):
            if (offer.activity, offer.groups) in seen:
                yield self.document.finding("poll-twice", ("polls", number, "activity"), activity=offer.activity)
            seen.add((offer.activity, offer.groups))

    def spoiled(self, session: Session, plan: Plan) -> dict[Offer, Finding]:
        """The polls that can elect nothing any more, with why: the class is gone, its date fixed, or elsewhere."""
        starts = {(placement.activity, placement.groups): placement.start for placement in plan.placements}
        found = {}
        for number, offer in enumerate(self.polls.offers):
            fault = class_fault(session, offer)
            if fault is None and starts.get((offer.activity, offer.groups)) not in offer.starts:
                fault = "poll-plan-moved"
            if fault is not None:
                place = ("polls", number, "activity")
                found[offer] = self.document.finding(
                    fault, place, activity=offer.activity, groups=offer.groups, asked=True
                )
        return found


def class_fault(session: Session, offer: Offer) -> str | None:
    """Why there can be no poll about an occurrence of the session: the id of a finding; None where there can."""
    activity = next((each for each in session.activities if each.id == offer.activity), None)
    if activity is None or not activity.is_live:
        return "poll-unknown-class"
    if offer.groups not in [tuple(group.id for group in groups) for groups in session.attending(activity)]:
        return "poll-unknown-group"
    whole = {session.group_in_file(group).id for group in offer.groups} | set(offer.groups)
    return "poll-fixed-class" if any(each.group is None or each.group in whole for each in activity.fixed) else None


def read_polls(path: Path) -> ReadPolls | tuple[Finding, ...]:
    """The polls of a file, or all that is wrong with it. Never raises."""
    source = read_text(path, str(path))
    if isinstance(source, Finding):
        return (source,)
    document, wrong = parse_document(source)  # JSON is YAML, and this reader knows places
    if document is None or wrong:
        return written_by_program(wrong, FORMAT)
    if not isinstance(document.data, dict) or document.data.get("format") != FORMAT:
        whole = () if not isinstance(document.data, dict) or "format" not in document.data else ("format",)
        return (document.finding("poll-unknown-format", whole, expected=FORMAT),)
    form, findings = validated(_PollsForm, document)
    if form is None:
        return written_by_program(findings, FORMAT)
    if not form.polls:
        return (document.finding("poll-none-open", ("polls",)),)
    twice = [
        document.finding("poll-slot-twice", ("polls", number, "slots"), activity=each.activity)
        for number, each in enumerate(form.polls)
        if len(set(each.slots)) < len(each.slots)
    ]
    if twice:
        return tuple(twice)
    offers = tuple(Offer(each.activity, each.groups, tuple(sorted(each.slots))) for each in form.polls)
    return ReadPolls(OpenPolls(form.session, form.session_file, form.plan_file, form.opened, offers), document)


def without(polls: OpenPolls, closed: set[tuple[str, tuple[str, ...]]]) -> OpenPolls:
    """The polls that are still open when some are closed."""
    return replace(polls, offers=tuple(o for o in polls.offers if (o.activity, o.groups) not in closed))


class _Form(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class _PollForm(_Form):
    activity: Id
    groups: Annotated[tuple[Id, ...], Field(strict=False, min_length=1, max_length=2000)]
    slots: Annotated[tuple[Minute, ...], Field(strict=False, min_length=1, max_length=MOST_SLOTS)]


class _PollsForm(_Form):
    format: str
    session: Id
    session_file: FileName
    plan_file: FileName
    opened: NearDay
    polls: Annotated[tuple[_PollForm, ...], Field(strict=False, max_length=MOST_POLLS)]
