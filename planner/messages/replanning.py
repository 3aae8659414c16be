"""What differs between two plans, and why, in words."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from calendars.places import place
from planner.differences import Difference
from planner.messages.named import Named
from planner.messages.texts import Texts
from planner.messages.violations import violation_text
from planner.outcome import Violation
from planner.plan import Cause, Placed, Placement, RemoteBlock
from planner.session import Session


class DifferenceTexts:
    """The words for what differs; without the session, things are called by their titles in calendars, or their ids."""

    def __init__(self, session: Session | None, texts: Texts) -> None:
        self._session = session
        self._texts = texts
        self._named = Named(session, texts) if session else None

    def line(self, difference: Difference) -> str:
        """« Retour d'expérience », groupe Lyon: from Tuesday 12 January 2027 at 17:00 to …"""
        say, old, new = self._texts.say, difference.old, difference.new
        what = self._what(difference)
        if old is None:
            assert new is not None
            return say("{what}: new, {when}", what=what, when=self._when(new))
        if new is None:
            return say("{what}: does not take place any more ({when})", what=what, when=self._when(old))
        told = {"what": what, "old": self._when(old), "new": self._when(new)}
        if difference.kind == "leaders" and isinstance(old, Placement) and isinstance(new, Placement):
            before, after = self._trainers(old.trainers), self._trainers(new.trainers)
            return say("{what}: led by {after} instead of {before} ({new})", after=after, before=before, **told)
        line = say("{what}: {new} instead of {old}", **told)
        return "; ".join([line, *self._besides(old, new)])

    def _besides(self, old: Placed, new: Placed) -> list[str]:
        """What else is not what it was, in an entry that moved."""
        duration, besides = self._texts.duration, []
        if isinstance(new, Placement) and old.duration_min != new.duration_min:
            told = {"new": duration(new.duration_min), "old": duration(old.duration_min)}
            besides.append(self._texts.say("{new} long instead of {old}", **told))
        if isinstance(old, Placement) and isinstance(new, Placement) and sorted(old.trainers) != sorted(new.trainers):
            told = {"after": self._trainers(new.trainers), "before": self._trainers(old.trainers)}
            besides.append(self._texts.say("led by {after} instead of {before}", **told))
        return besides

    def _what(self, difference: Difference) -> str:
        entry, texts = difference.entry, self._texts
        known = {activity.id for activity in self._session.activities} if self._session else set()
        titles = [
            each.entry.title for each in (difference.new, difference.old) if each and each.entry and each.entry.title
        ]
        if self._named and entry.activity in known:
            title = self._named.activity(entry.activity)
        else:
            return texts.quoted(titles[0] if titles else entry.activity)
        groups = entry.groups if isinstance(entry, Placement) else (entry.group,)
        if not self._named.is_split() and set(groups) <= {group.id for group in self._named.planned}:
            return title
        return texts.say("{title}, group {group}", title=title, group=self._named.groups(groups))

    def _when(self, entry: Placed) -> str:
        texts = self._texts
        if isinstance(entry, RemoteBlock):
            told = {"duration": texts.duration(entry.duration_min), "days": _days(entry.first, entry.last, texts)}
            return texts.say("{duration} {days}", **told)
        if self._session is None:
            return texts.say("{moment} (UTC)", moment=texts.moment(entry.start))
        return texts.moment(place(self._session.department).local(entry.start))

    def _trainers(self, ids: Sequence[str]) -> str:
        names = [self._named.trainer(id) if self._named else self._texts.plain(id) for id in ids]
        return self._texts.listing(names) or self._texts.say("nobody")


def _days(first: date, last: date, texts: Texts) -> str:
    if first == last:
        return texts.say("on {day}", day=texts.day(first))
    return texts.say("from {first} to {last}", first=texts.day(first), last=texts.day(last))


def reason_text(violation: Violation, session: Session, texts: Texts) -> str:
    """Why an entry had to change: what would be wrong were it still where it was."""
    if violation.rule == "window" and violation.kind.startswith("fixed"):
        return texts.say("as the session file asks (R11)")
    return texts.say("else: {broken}", broken=violation_text(violation, session, texts))


def cause_text(cause: Cause, session: Session, texts: Texts) -> str:
    """What made a plan another one."""
    facts = {name: texts.plain(str(value)) for name, value in cause.facts.items() if value is not None}
    named = Named(session, texts)
    what = named.activity(facts.get("activity", ""))
    if "group" in facts:
        what = texts.say("{title}, group {group}", title=what, group=named.group(facts["group"]))
    match cause.kind:
        case "absent":
            trainer = named.trainer(facts["trainer"])
            return texts.say("{trainer} absent {days}", trainer=trainer, days=_days_said(facts, texts))
        case "closed":
            return texts.say("closed {days}, {reason}", days=_days_said(facts, texts), reason=facts["reason"])
        case "cancel":
            return texts.say("{what} cancelled", what=what)
        case "move":
            to = texts.moment(datetime.fromisoformat(facts["to"]))
            return texts.say("{what} moved to {to}", what=what, to=to)
        case "add-group":
            return texts.say("group {group} added", group=named.group(facts["group"]))
        case "busy":
            leads = facts["who"] in {trainer.id for trainer in session.trainers}
            who = named.trainer(facts["who"]) if leads else named.group(facts["who"])
            return texts.say("a calendar of {who}, {file}", who=who, file=facts["file"])
        case "poll" if facts.get("step") == "opened":
            return texts.say("room made for the poll of {what}", what=facts["what"])
        case "poll":
            return texts.say("the poll of {what} closed", what=facts["what"])
        case "undo":
            return texts.say("back to version {number}", number=facts["number"])
        case "session":
            return texts.say("the session file changed")
    return texts.say("planned")


def _days_said(facts: Mapping[str, str], texts: Texts) -> str:
    return _days(date.fromisoformat(facts["first"]), date.fromisoformat(facts["last"]), texts)
