"""Messages that invite the trainers of a plan to what they lead, as calendar programs send them (iTIP, RFC 5546).

One message is about one class of one trainer. Only trainers have addresses; participants are named nowhere. Who was
sent what is kept with the plan, so that a message is written for what is new or changed since, and for nothing else.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from calendars.ics import Entry, event, message_of
from calendars.places import place
from calendars.school_holidays import SchoolCalendar
from planner.messages.texts import Texts
from planner.plan import Plan
from planner.reports.calendar_entries import Gone, Made, entries_of
from planner.session import Session, Trainer


def organizer_of(session: Session) -> str | None:
    """The address that invites: that of the first trainer of the file who has one."""
    return next((trainer.email for trainer in session.trainers if trainer.email), None)


def invitations(
    session: Session, plan: Plan, school: SchoolCalendar, texts: Texts, gone: Sequence[Gone]
) -> tuple[dict[str, bytes], Plan]:
    """The messages by their path, `<trainer>/<class>.ics`, and the plan that knows what they say.

    REQUEST for what a trainer leads and was not sent as it is; CANCEL for what was sent and that trainer leads no more.
    """
    organizer = organizer_of(session)
    if organizer is None:
        return {}, plan
    made = [each for each in entries_of(session, plan, school, texts) if each.trainers]
    messages: dict[str, bytes] = {}
    invited: dict[str, Mapping[str, int]] = {}
    for trainer in session.trainers:
        if trainer.email:
            sent = dict(plan.invited.get(trainer.id, {}))
            own = {each.entry.uid: each for each in made if trainer.id in each.trainers}
            messages |= _requests(session, trainer, organizer, own, sent)
            messages |= _cancels(session, trainer, organizer, gone, own, sent)
            invited[trainer.id] = {uid: each.entry.sequence for uid, each in own.items()}
    return messages, replace(plan, invited=invited)


def _requests(
    session: Session, trainer: Trainer, organizer: str, own: Mapping[str, Made], sent: Mapping[str, int]
) -> dict[str, bytes]:
    return {
        _path(trainer, made.entry): _message("REQUEST", session, trainer, organizer, made.entry)
        for uid, made in own.items()
        if sent.get(uid) != made.entry.sequence
    }


def _cancels(
    session: Session,
    trainer: Trainer,
    organizer: str,
    gone: Sequence[Gone],
    own: Mapping[str, Made],
    sent: Mapping[str, int],
) -> dict[str, bytes]:
    return {
        _path(trainer, each.entry): _message("CANCEL", session, trainer, organizer, each.entry)
        for each in gone
        if trainer.id in each.trainers and each.entry.uid in sent and each.entry.uid not in own
    }


def _message(method: str, session: Session, trainer: Trainer, organizer: str, entry: Entry) -> bytes:
    where = place(trainer.department or session.department)
    invited = replace(entry, organizer=organizer, attendee=trainer.email or "")
    if method == "CANCEL":
        invited = replace(invited, status="CANCELLED", alarm_min=None)
    assert entry.modified is not None, "every entry of a plan knows when it changed"
    return message_of(method, where.time_zone, event(invited, entry.modified, where.zone_info))


def _path(trainer: Trainer, entry: Entry) -> str:
    return f"{trainer.id}/{entry.uid.partition('@')[0]}.ics"
