"""Messages that invite the trainers of a plan to what they lead, as calendar programs send them (iTIP, RFC 5546).

One message is about one class of one trainer. Only trainers have addresses; participants are named nowhere. Who was
sent what is kept with the plan, so that a message is written for what is new or changed since, and for nothing else:
also where versions of the plan in between were written without invitations, or the trainer is no more of the session.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta

from calendars.ics import Entry, event, message_of
from calendars.places import Place, place
from calendars.school_holidays import SchoolCalendar
from planner.messages.texts import Texts
from planner.plan import Plan
from planner.reports.calendar_entries import Made, entries_of
from planner.session import Session


@dataclass(frozen=True)
class Invitations:
    """The messages by their path, `<trainer>/<class>.ics`, and the plan that knows what they say.

    `unreached`: trainers (ids) who were invited to what they lead no more, and whose address is not known now.
    """

    messages: Mapping[str, bytes]
    plan: Plan
    unreached: tuple[str, ...] = ()


def organizer_of(session: Session) -> str | None:
    """The address that invites: that of the first trainer of the file who has one."""
    return next((trainer.email for trainer in session.trainers if trainer.email), None)


def nobody_invites(session: Session, plan: Plan) -> bool:
    """Whether there is no address to invite from, nor one that has invited before and may have to say it is off."""
    return organizer_of(session) is None and not plan.organizers


def invitations(session: Session, plan: Plan, school: SchoolCalendar, texts: Texts) -> Invitations:
    """What is to be sent to each trainer, of the session or invited once.

    REQUEST for what a trainer leads and was not sent as it is; CANCEL for what was sent and that trainer leads no more,
    from the address that invited: calendar programs take it from no other. A trainer whose address is another one now
    gets both, CANCEL where the invitation was sent and REQUEST at the address of now.
    """
    inviting = _Inviting(session, plan, [each for each in entries_of(session, plan, school, texts) if each.trainers])
    for trainer in dict.fromkeys([*(trainer.id for trainer in session.trainers), *plan.invited]):
        inviting.invite(trainer)
    return inviting.done()


class _Inviting:
    """One plan; what is kept of it, and the messages, grow trainer by trainer."""

    def __init__(self, session: Session, plan: Plan, made: list[Made]) -> None:
        self.session = session
        self.plan = plan
        self.made = {each.entry.uid: each for each in made}
        self.dropped = {each.uid: each for each in plan.dropped}
        self.trainers = {trainer.id: trainer for trainer in session.trainers}
        self.organizer = organizer_of(session)
        self.messages: dict[str, bytes] = {}
        self.invited: dict[str, dict[str, int]] = {}
        self.addresses: dict[str, str] = {}
        self.unreached: list[str] = []

    def invite(self, trainer: str) -> None:
        """The messages for one trainer."""
        known = self.trainers.get(trainer)
        sent, before, now = self.plan.invited.get(trainer, {}), self.plan.addresses.get(trainer), known and known.email
        own = {uid: each.entry for uid, each in self.made.items() if trainer in each.trainers}
        stays = {uid: sequence for uid, sequence in sent.items() if uid in own}
        if now:
            for uid, entry in own.items():
                if sent.get(uid) == entry.sequence:
                    continue  # also at an old address, where it took place
                if uid in sent and before not in (None, now):
                    self._write("CANCEL", trainer, before, self._from(uid), entry, beside=True)
                self._write("REQUEST", trainer, now, self._from(uid), entry)
            stays = {uid: entry.sequence for uid, entry in own.items()}
        to = before or now
        for uid, entry in self._off(sent, own):
            by = self._from(uid)
            if to and by:
                self._write("CANCEL", trainer, to, by, entry)
            else:
                stays[uid] = sent[uid]
                self.unreached.append(trainer)
        if stays:
            self.invited[trainer] = stays
            if address := now or before:
                self.addresses[trainer] = address

    def done(self) -> Invitations:
        """The messages, and the plan that knows them."""
        uids = dict.fromkeys(uid for sent in self.invited.values() for uid in sent)
        organizers = {uid: by for uid in uids if (by := self._from(uid))}
        plan = replace(self.plan, invited=self.invited, addresses=self.addresses, organizers=organizers)
        return Invitations(self.messages, plan, tuple(dict.fromkeys(self.unreached)))

    def _off(self, sent: Mapping[str, int], own: Mapping[str, Entry]) -> Iterator[tuple[str, Entry]]:
        """What was sent and is led by others now, or gone; what took place and left the plan is not called off."""
        for uid in sent:
            if uid in own:
                continue
            if uid in self.made:
                yield uid, self.made[uid].entry
            elif uid in self.dropped:
                gone = self.dropped[uid]
                times = gone.start, gone.end
                yield uid, Entry(uid, gone.title, *times, sequence=gone.sequence, busy=False, modified=gone.modified)

    def _from(self, uid: str) -> str | None:
        """Who invites to an entry: who has before, and else who does now."""
        return self.plan.organizers.get(uid) or self.organizer

    def _write(
        self, method: str, trainer: str, to: str | None, by: str | None, entry: Entry, *, beside: bool = False
    ) -> None:
        """One message; `beside`: to the address before, where the one of now gets a REQUEST about the same."""
        assert to is not None, "nobody is written to without an address"
        assert by is not None, "a trainer who has an address can invite"
        assert entry.modified is not None, "every entry of a plan knows when it changed"
        # both addresses may lead to one calendar, in which the later of the two messages has to be the invitation
        modified = entry.modified - timedelta(seconds=1) if beside else entry.modified
        invited = replace(entry, organizer=by, attendee=to, modified=modified)
        if method == "CANCEL":
            invited = replace(invited, status="CANCELLED", busy=False, alarm_min=None)
        where = self._where(trainer)
        written = message_of(method, where.time_zone, event(invited, modified, where.zone_info))
        name = entry.uid.partition("@")[0] + ("-before" if beside else "")
        self.messages[f"{trainer}/{name}.ics"] = written

    def _where(self, trainer: str) -> Place:
        known = self.trainers.get(trainer)
        return place((known and known.department) or self.session.department)
