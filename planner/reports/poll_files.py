"""What a poll is held with: a Framadate CSV, options for Moodle, a table for a message, tentative calendar entries."""

import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta

from calendars.ics import Entry, calendar_of, event
from calendars.places import place
from planner.files.uids import DOMAIN
from planner.messages.polls import PollTexts
from planner.messages.rules import exceptions
from planner.messages.texts import Texts
from planner.plan import Offer
from planner.session import Session

_NAMESPACE = uuid.UUID("6f1c6f0e-9d0a-5b53-8a1c-2f6d3d1f7c12")  # drawn once; another one would rename every slot
_SHORTEST_MIN = 15


def poll_files(session: Session, polls: Mapping[str, Offer], opened: date, texts: Texts) -> dict[str, bytes]:
    """For each poll by its key (`retour1`, `retour1@lyon`) three texts, and one calendar of all slots.

    The same offers give the same bytes: DTSTAMP is the day on which the polls were opened.
    """
    words = PollTexts(session, texts)
    files = {}
    for key, offer in polls.items():
        files[f"{key}-framadate.csv"] = framadate(offer, words)
        files[f"{key}-moodle.txt"] = moodle(offer, words)
        files[f"{key}-message.txt"] = message(offer, words, texts, exceptions(session, texts))
    files["slots.ics"] = slots_calendar(session, polls.values(), opened, texts)
    return files


def framadate(offer: Offer, words: PollTexts) -> bytes:
    """As Framadate exports a poll that nobody has answered: a line of days, a line of hours."""
    figures = [words.figures(offer, local) for local in words.local(offer)]
    lines = [["", *(day for day, _ in figures)], ["", *(hours for _, hours in figures)]]
    return "".join(f"{_cells(line)}\r\n" for line in lines).encode()


def _cells(line: list[str]) -> str:
    first, *others = line
    return ",".join([first, *(f'"{cell}"' for cell in others), ""])


def moodle(offer: Offer, words: PollTexts) -> bytes:
    """The question of a « sondage » (Choice), a blank line, and one option a line to copy."""
    options = [words.slot(offer, local) for local in words.local(offer)]
    return "\n".join([words.question(offer), "", *options, ""]).encode()


def message(offer: Offer, words: PollTexts, texts: Texts, remarks: Sequence[str] = ()) -> bytes:
    """A table of plain text, that any message can hold and answers can be written in; remarks below it."""
    slots = [words.slot(offer, local) for local in words.local(offer)]
    say = texts.say
    width = max(map(len, (*slots, say("Slot"))))
    head = f"    {say('Slot'):<{width}}  | {say('yes')} | {say('if need be')} | {say('no')} |"
    gaps = [" " * len(word) for word in (say("yes"), say("if need be"), say("no"))]
    rows = [f"{number:>2}. {slot:<{width}}  | {' | '.join(gaps)} |" for number, slot in enumerate(slots, start=1)]
    advice = say("Please answer “yes”, “if need be” or “no” for each slot.")
    below = ["", *remarks] if remarks else []
    return "\n".join([words.question(offer), advice, "", head, "-" * len(head), *rows, *below, ""]).encode()


def slots_calendar(
    session: Session,
    offers: Iterable[Offer],
    opened: date,
    texts: Texts,
    *,
    closed: Iterable[Offer] = (),
    closed_on: date | None = None,
) -> bytes:
    """Every slot as a tentative entry that leaves the time free; those of `closed` polls are withdrawn.

    DTSTAMP and LAST-MODIFIED are the days on which they were opened and closed, of what is withdrawn always later.
    """
    where = place(session.department)
    offered = datetime.combine(opened, time(), UTC)
    withdrawn = max(datetime.combine(closed_on or opened, time(), UTC), offered + timedelta(seconds=1))
    name = texts.say("{title} · slots offered", title=texts.plain(session.title))
    made = [
        *((offered, each) for each in _entries(session, offers, texts, offered)),
        *((withdrawn, each) for each in _entries(session, closed, texts, withdrawn, withdrawn=True)),
    ]
    made.sort(key=lambda each: (str(each[1].start), each[1].uid))
    return calendar_of(name, [where.time_zone], [event(entry, stamp, where.zone_info) for stamp, entry in made])


def _entries(
    session: Session, offers: Iterable[Offer], texts: Texts, modified: datetime, *, withdrawn: bool = False
) -> Iterator[Entry]:
    words, remarks = PollTexts(session, texts), exceptions(session, texts)
    for offer in offers:
        activity = next((each for each in session.activities if each.id == offer.activity), None)
        # of a class that the session has no more nothing is known but its id; its slots are only withdrawn
        title = words.title(offer) if activity is not None else texts.plain(offer.activity)
        duration_min = activity.duration_min if activity is not None else _SHORTEST_MIN
        for start in offer.starts:
            yield Entry(
                uid=slot_uid(session.id, offer, start),
                title=texts.say("To be confirmed: {title}", title=title),
                start=start,
                end=start + timedelta(minutes=duration_min),
                description="\n".join([texts.say("One of the slots that a poll offers for this class."), *remarks]),
                sequence=int(withdrawn),
                busy=False,
                modified=modified,
                status="CANCELLED" if withdrawn else "TENTATIVE",
            )


def slot_uid(session_id: str, offer: Offer, start: datetime) -> str:
    """The UID of a slot: the same for the same class and moment at every opening, and not that of the class."""
    said = [session_id, offer.activity, *offer.groups, start.isoformat()]
    return f"{uuid.uuid5(_NAMESPACE, chr(10).join(said))}@{DOMAIN}"
