"""What differs between two plans, and why, in words."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from calendars.places import place
from planner.academy import Academy
from planner.differences import Difference
from planner.messages.named import Named
from planner.messages.texts import Texts
from planner.messages.together import TogetherTexts
from planner.messages.violations import violation_text
from planner.outcome import Violation
from planner.plan import Cause, Placed, Placement, RemoteBlock
from planner.session import Session


class DifferenceTexts:
    """The words for what differs; without the session, things are called by their titles in calendars, or their ids.

    `causes`: why; an activity that was cancelled has its title there.
    """

    def __init__(self, session: Session | None, texts: Texts, causes: Sequence[Cause] = ()) -> None:
        self._session = session
        self._texts = texts
        cancelled = [each.facts for each in causes if each.kind == "cancel" and "title" in each.facts]
        self._titles = {str(facts.get("activity")): str(facts["title"]) for facts in cancelled}
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
            line = say("{what}: led by {after} instead of {before} ({new})", after=after, before=before, **told)
            return "; ".join([line, *self._groups_changed(old, new)])
        if difference.kind == "groups":
            changed = self._texts.listing(self._groups_changed(old, new))
            return say("{what}, {when}: {changed}", what=self._title(difference), when=self._when(new), changed=changed)
        line = say("{what}: {new} instead of {old}", **told)
        for more in self._besides(old, new):
            line = say("{line}; {more}", line=line, more=more)
        return line

    def _groups_changed(self, old: Placed, new: Placed) -> list[str]:
        """Which groups take no part any more in a class of several, and which have joined it."""
        if isinstance(old, RemoteBlock) or isinstance(new, RemoteBlock):
            return []
        count, said = self._texts.count, []
        if left := [id for id in old.groups if id not in new.groups]:
            said.append(count(
                "group {names} takes no part any more", "groups {names} take no part any more", len(left),
                names=self._group_names(left),
            ))  # fmt: skip
        if joined := [id for id in new.groups if id not in old.groups]:
            said.append(count(
                "group {names} takes part from now on", "groups {names} take part from now on", len(joined),
                names=self._group_names(joined),
            ))  # fmt: skip
        return said

    def _group_names(self, ids: Sequence[str]) -> str:
        return self._named.groups(ids) if self._named else self._texts.listing([self._texts.plain(id) for id in ids])

    def _besides(self, old: Placed, new: Placed) -> list[str]:
        """What else is not what it was, in an entry that moved."""
        duration, besides = self._texts.duration, []
        if isinstance(new, Placement) and old.duration_min != new.duration_min:
            told = {"new": duration(new.duration_min), "old": duration(old.duration_min)}
            besides.append(self._texts.say("{new} long instead of {old}", **told))
        if isinstance(old, Placement) and isinstance(new, Placement) and sorted(old.trainers) != sorted(new.trainers):
            told = {"after": self._trainers(new.trainers), "before": self._trainers(old.trainers)}
            besides.append(self._texts.say("led by {after} instead of {before}", **told))
        return [*besides, *self._groups_changed(old, new)]

    def _is_known(self, difference: Difference) -> bool:
        known = {activity.id for activity in self._session.activities} if self._session else set()
        return difference.entry.activity in known

    def _title(self, difference: Difference) -> str:
        """The activity's title, or the one in calendars where the session is not known, or has no such activity."""
        if self._named and self._is_known(difference):
            return self._named.activity(difference.entry.activity)
        if title := self._titles.get(difference.entry.activity):
            return self._texts.quoted(title)
        both = [each.entry for each in (difference.new, difference.old) if each and each.entry]
        titles = [entry.title for entry in both if entry.title]
        return self._texts.quoted(titles[0] if titles else difference.entry.activity)

    def _what(self, difference: Difference) -> str:
        entry, texts, title = difference.entry, self._texts, self._title(difference)
        if self._named is None or not (self._is_known(difference) or entry.activity in self._titles):
            return title
        groups = entry.groups if isinstance(entry, Placement) else (entry.group,)
        if not self._named.is_split() and set(groups) <= {group.id for group in self._named.planned}:
            return title
        named = self._named.groups(groups)
        return texts.count("{title}, group {names}", "{title}, groups {names}", len(groups), title=title, names=named)

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


class ReasonTexts:
    """The words for what breaks rules, in a session or together with the sessions `near` it in its academy."""

    def __init__(self, session: Session, near: Academy | None, texts: Texts) -> None:
        self._session = session
        self._texts = texts
        self._together = TogetherTexts(near, texts) if near else None

    def broken(self, violation: Violation) -> str:
        """What is wrong."""
        if self._together is not None and violation.kind.endswith("_together"):
            return self._together.text(violation)
        return violation_text(violation, self._session, self._texts)

    def reason(self, violation: Violation) -> str:
        """Why an entry had to change: what would be wrong were it still where it was."""
        if violation.rule == "window" and violation.kind.startswith("fixed"):
            return self._texts.say("as the session file asks (R11)")
        if violation.kind == "wrong_remote_minutes" and violation.activity is not None:
            texts, facts = self._texts, violation.facts
            return texts.say(
                "else: {activity} would ask {found} in all, and it takes {expected}",
                activity=Named(self._session, texts).activity(violation.activity),
                found=texts.duration(facts["found_min"]),
                expected=texts.duration(facts["expected_min"]),
            )
        return self._texts.say("else: {broken}", broken=self.broken(violation))


def past_text(today: date, since: datetime | None, session: Session, texts: Texts) -> str:
    """From when on things might move: from a day on, or from a moment of it (UTC)."""
    day = texts.day(today) if since is None else texts.moment(place(session.department).local(since))
    return texts.say("What began before {day} stays as it was.", day=day)


def cause_text(cause: Cause, session: Session, texts: Texts) -> str:
    """What made a plan another one."""
    facts = {name: texts.plain(str(value)) for name, value in cause.facts.items() if value is not None}
    named = Named(session, texts)
    what = texts.quoted(facts["title"]) if "title" in facts else named.activity(facts.get("activity", ""))
    if "group" in facts:
        group = named.group(facts["group"])
        what = texts.count("{title}, group {names}", "{title}, groups {names}", 1, title=what, names=group)
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
        case "left-out":
            return texts.say("no place any more among the sessions planned together")
        case "beside":
            return texts.say("room made for session {session}", session=facts["session"])
    return texts.say("planned")


def _days_said(facts: Mapping[str, str], texts: Texts) -> str:
    return _days(date.fromisoformat(facts["first"]), date.fromisoformat(facts["last"]), texts)
