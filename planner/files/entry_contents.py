"""What the words of a calendar entry say beside its times: how long its work takes, and who leads it.

Our own entries hold both in properties of their own; those that a person made elsewhere say them in words, or not.
"""

import re
from collections.abc import Iterable

from calendars.ics_text import Component, Property
from calendars.places import plain_name
from planner.session import Activity, Session, Trainer
from planner.units import parse_duration_min

DURATION = re.compile(
    r"(?<![\w.,:])(?:\d{1,2}[.,]\d{1,2}\s*(?:heures?|hours?|h)|\d{1,3}\s*(?:heures?|hours?|h)(?:\s*(?:\d{1,2}\s*(?:minutes?|min|mn)|\d{2}))?"
    r"|\d{1,4}\s*(?:minutes?|min|mn))(?!\w)",
    re.IGNORECASE,
)
"""« 1 h 30 », « 1h30 », « 90 min », « 1 heure », « 1,5 h » wherever they stand."""

_SHORTEST_ID = 3
_LABEL = re.compile(r"\b(?:dur[ée]e|duration)\b", re.IGNORECASE)


def durations_min(text: str) -> list[int]:
    """The durations that a text holds, in their order."""
    return [minutes for match in DURATION.finditer(text) if (minutes := _minutes(match[0]))]


def _minutes(text: str) -> int | None:
    parts = re.match(r"(\d+)[.,](\d+)", text)
    return round(float(f"{parts[1]}.{parts[2]}") * 60) if parts else parse_duration_min(text)


def titled_min(title: str, activity: Activity) -> int | None:
    """How long the title of an entry says that the work takes, before or after the activity's own title.

    A duration that the activity's title itself holds says nothing.
    """
    found = durations_min(title)
    for own in durations_min(activity.title):
        if own in found:
            found.reverse()  # ours stands before the title: of two alike, the last is the activity's
            found.remove(own)
            found.reverse()
    return found[0] if found else None


def described_min(description: str) -> int | None:
    """How long a description says that the work takes: on a line that speaks of duration; else the only one it has."""
    for line in description.splitlines():
        if _LABEL.search(line) and (found := durations_min(line)):
            return found[0]
    every = set(durations_min(description))
    return every.pop() if len(every) == 1 else None


def named_leaders(component: Component, activity: Activity, session: Session, own: str | None) -> tuple[str, ...]:
    """The trainers that an entry names: in its title, else its description, else as the people invited to it.

    `own` is the trainer whose calendar it is. Those invited lead only where they are as many as the class needs: the
    whole team may be invited. Empty where nobody is told.
    """
    titled = _outside(plain_name(component.text("SUMMARY")), plain_name(activity.title))
    names = {trainer.id: plain_name(trainer.name) for trainer in session.trainers}
    described = plain_name(component.text("DESCRIPTION"))
    for text, words in ((titled, names), (titled, _ids(session)), (described, names)):
        named = [id for id, name in words.items() if _stands(name, text)]
        if named:
            return tuple(sorted(named))
    candidates, needed = session.candidates(activity), activity.trainers_needed
    attending = _people(component.every("ATTENDEE"), candidates)
    organizing = _people(component.every("ORGANIZER"), candidates)
    told = [attending, {own} & (attending | organizing) if own else set(), organizing, attending | organizing]
    return next((tuple(sorted(found)) for found in told if len(found) == needed), ())


def _ids(session: Session) -> dict[str, str]:
    """The ids of trainers that can be known in a title: those that mean a group too, and « d », cannot."""
    groups = {plain_name(text) for group in session.planned_groups() for text in (group.id, group.name or "")}
    ids = {trainer.id: plain_name(trainer.id) for trainer in session.trainers}
    return {trainer: id for trainer, id in ids.items() if id not in groups and len(id) >= _SHORTEST_ID}


def _outside(title: str, own: str) -> str:
    """What a title says beside the activity's own title."""
    return re.sub(rf"(?<!\S){re.escape(own)}(?!\S)", " ", title, count=1) if own else title


def _stands(name: str, text: str) -> bool:
    return bool(name) and re.search(rf"(?<!\S){re.escape(name)}(?!\S)", text) is not None


def _people(properties: Iterable[Property], team: Iterable[Trainer]) -> set[str]:
    """Those of a team whom properties name, by address or by name."""
    trainers, found = tuple(team), set()
    for each in properties:
        address, name = each.value.strip().lower().removeprefix("mailto:"), plain_name(each.parameters.get("CN", ""))
        for trainer in trainers:
            if address == (trainer.email or "").lower() or (name and name == plain_name(trainer.name)):
                found.add(trainer.id)
    return found
