"""Polls in words: a slot, a poll's question, what was offered and why not more, what was elected and why."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from calendars.places import Place, place
from planner.messages.named import Named
from planner.messages.rules import rule_name
from planner.messages.texts import Texts
from planner.outcome import Facts
from planner.plan import Offer
from planner.session import Session


class PollTexts:
    """The words of the polls of a session, on the clock of those who are asked."""

    def __init__(self, session: Session, texts: Texts) -> None:
        self._session = session
        self._texts = texts
        self._named = Named(session, texts)

    def place(self, offer: Offer) -> Place:
        """Where those who are asked are, if they all are at one place; else the session's place."""
        return asked_at(self._session, offer)

    def local(self, offer: Offer) -> list[datetime]:
        """The slots on that clock."""
        return [self.place(offer).local(start) for start in offer.starts]

    def title(self, offer: Offer) -> str:
        """« Retour d'expérience · Lyon Vaise »: the class, and its groups where it is not the class of all."""
        title = self._texts.plain(self._session.activity(offer.activity).title)
        if len(offer.groups) == len(self._named.planned):
            return title
        return f"{title} · {self._named.groups(offer.groups)}"

    def heading(self, offer: Offer) -> str:
        """The title, and whose local time follows where the groups of the session are on several clocks."""
        groups = self._session.planned_groups()
        clocks = {place(group.department or self._session.department).zone_info.key for group in groups}
        if len(clocks | {place(self._session.department).zone_info.key}) == 1:
            return self.title(offer)
        told = {"title": self.title(offer), "place": self.place(offer).name}
        return self._texts.say("{title}, local time: {place}", **told)

    def slot(self, offer: Offer, local: datetime) -> str:
        """« mercredi 20 janvier 2027 de 14:00 à 15:30 »: what Moodle's options and tables say, and are read by."""
        return self._texts.say(
            "{day} from {start} to {end}",
            day=self._texts.day(local),
            start=self._texts.clock(local),
            end=self._texts.clock(self._end(offer, local)),
        )

    def figures(self, offer: Offer, local: datetime) -> tuple[str, str]:
        """« 20/01/2027 » and « 14h00-15h30 », as in a Framadate poll; in English 2027-01-20 and 14:00-15:30."""
        end = self._end(offer, local)
        if self._texts.lang == "fr":
            return f"{local:%d/%m/%Y}", f"{local:%Hh%M}-{end:%Hh%M}"
        return f"{local:%Y-%m-%d}", f"{local:%H:%M}-{end:%H:%M}"

    def question(self, offer: Offer) -> str:
        """What participants are asked, and on which clock."""
        duration = self._texts.duration(self._session.activity(offer.activity).duration_min)
        return self._texts.say(
            "{title} ({duration}): when could you come? Local time: {place}.",
            title=self.title(offer),
            duration=duration,
            place=self.place(offer).name,
        )

    def _end(self, offer: Offer, local: datetime) -> datetime:
        # on the wall clock: a class lies in one day's working hours, and clocks change on Sunday nights
        return local + timedelta(minutes=self._session.activity(offer.activity).duration_min)


def asked_at(session: Session, offer: Offer) -> Place:
    """The place of the groups that are asked, if it is one; else the session's."""
    departments = {group.id: group.department for group in session.planned_groups()}
    found = {departments.get(group) or session.department for group in offer.groups}
    return place(found.pop() if len(found) == 1 else session.department)


def why_fewer(facts: Facts, texts: Texts) -> str:
    """« 240 débuts possibles : 180 enfreignent l'ordre (R9), …; 3 restent »: why a poll has fewer slots than asked."""
    broken = [
        texts.count("{number} breaks “{rule}”", "{number} break “{rule}”", number, rule=rule_name(rule, texts))
        for rule, number in facts["broken"].items()
    ]
    starts = texts.count(
        "Of {number} start in working hours on open days",
        "Of {number} starts in working hours on open days",
        facts["starts"],
    )
    left = texts.count(
        "{number} keeps every rule while all else stays",
        "{number} keep every rule while all else stays",
        facts["alone"],
    )
    return texts.say("{starts}: {parts}.", starts=starts, parts=texts.listing([*broken, left]))


def why_no_more(searched: str, texts: Texts) -> str:
    """Whether other entries could make room for more slots: `searched` of `planner.jobs.poll_room`."""
    said = {
        "unwanted": texts.say("Nothing else was moved for more slots (--keep)."),
        "not-a-plan-json": texts.say(
            "Nothing else was moved for more slots, as the plan is a calendar: give its plan.json."
        ),
        "proven": texts.say(
            "Other entries were allowed to move: proven, no plan offers more while these classes and all who lead stay."
        ),
        "stopped": texts.say("Other entries were allowed to move: no plan that offers more was found in time."),
    }
    return said[searched]


def why_elected(why: str, texts: Texts) -> str:
    """What decided between the slots."""
    said = {
        "most_yes": texts.say("it has the most “yes”"),
        "most_maybe": texts.say("as many “yes” as another, and the most “if need be”"),
        "fewest_excluded": texts.say("as many “yes” and “if need be” as another, and the fewest “no”"),
        "earliest": texts.say("as good as another by every count, and the earliest"),
        "only_one": texts.say("it is the only slot that can still be elected"),
    }
    return said[why]


def counts(numbers: Sequence[int], texts: Texts) -> str:
    """« 12 oui, 3 si besoin, 1 non, 2 sans réponse »."""
    yes, maybe, no, unknown = numbers
    parts = [
        texts.say("{number} yes", number=yes),
        texts.say("{number} if need be", number=maybe),
        texts.say("{number} no", number=no),
    ]
    if unknown:
        parts.append(texts.say("{number} without an answer", number=unknown))
    return ", ".join(parts)


def why_spoiled(why: str, texts: Texts) -> str:
    """Why an open poll cannot be held as it is: `SpoiledPoll.why` of `planner.jobs.spoiled_polls`."""
    said = {
        "gone": texts.say("the session does not have this class any more; no ballots on it are counted"),
        "fixed": texts.say("the date of the class is fixed by now; no ballots on it are counted"),
        "elsewhere": texts.say("the class is at none of the slots any more; no ballots on it are counted"),
        "rules": texts.say("what it may elect does not keep every rule any more:"),
    }
    return said[why]
