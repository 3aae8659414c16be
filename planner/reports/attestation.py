"""Attestations of participation for those whom the trainer marks as present, one A4 page each (P4).

An attestation states the person, the parcours and its estimated duration, the dates and the trainers. Nothing else is
known here: no presence is computed, and no time spent, connection or score has a place to stand.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from calendars.places import place
from planner.files.present_list import Present
from planner.messages.named import Named
from planner.messages.texts import Texts
from planner.reports.html import render
from planner.session import ActivityKind, Session


@dataclass(frozen=True)
class CourseDuration:
    """What the activities of somebody's course are estimated to take, in all and by kind, in minutes.

    `designed_min` is the designer's estimate, equal to `whole_min` where the trainer changed nothing (P6).
    """

    whole_min: int
    designed_min: int
    kinds: tuple[tuple[ActivityKind, int], ...]


def course_duration(session: Session, group: str) -> CourseDuration:
    """The course of a planned group, or of a group of the file."""
    parts = {part.id for part in session.planned_groups() if group in (part.id, session.group_in_file(part.id).id)}
    own = [
        activity
        for activity in session.activities
        if any(part.id in parts for attending in session.attending(activity) for part in attending)
    ]
    kinds: dict[ActivityKind, int] = {}
    for activity in own:
        kinds[activity.kind] = kinds.get(activity.kind, 0) + activity.duration_min
    designed_min = sum(activity.designer_duration_min or activity.duration_min for activity in own)
    return CourseDuration(sum(kinds.values()), designed_min, tuple(kinds.items()))


def depends_on_group(session: Session) -> bool:
    """Whether some groups have a longer course than others: then nobody's duration is known without the group."""
    return len({course_duration(session, group.id) for group in session.groups}) > 1


def attestations(session: Session, people: Sequence[Present], texts: Texts) -> bytes:
    """One HTML page to print, an attestation on each sheet, in the order of `people`."""
    where = place(session.department)
    named = Named(session, texts)
    sheets = [(person, course_duration(session, person.group or session.groups[0].id)) for person in people]
    return render(
        "attestation",
        texts,
        session=session,
        place=where,
        trainers=[named.trainer(trainer.id) for trainer in session.trainers],
        sheets=sheets,
    )
