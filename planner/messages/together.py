"""What plans break together -> one sentence: where, how many people (never who), the figures to redo the sum."""

from collections.abc import Callable, Iterable, Mapping

from planner.academy import Academy, Member
from planner.messages.named import Named
from planner.messages.texts import Texts
from planner.outcome import Violation
from planner.session import RULE_IDS


class TogetherTexts:
    """The sentences about an academy. Sessions go by their ids: many run the same parcours under one title."""

    def __init__(self, academy: Academy, texts: Texts) -> None:
        self.texts = texts
        self._sessions = {session.id: session for session in academy.sessions}
        self._names: dict[str, Named] = {}

    def _named(self, session: str) -> Named:
        """The names of a session: of the thousands of an academy few are spoken of."""
        if session not in self._names:
            self._names[session] = Named(self._sessions[session], self.texts)
        return self._names[session]

    def text(self, violation: Violation) -> str:
        """« Monday 11 January 2027: 3 people of group lyon (A-69) and … are asked 2 h 30 …, (R5) »."""
        what = f"{_SENTENCES[violation.rule](violation, self)} ({RULE_IDS[violation.rule]})"
        if violation.day is None:
            return what
        return self.texts.say("{where}: {what}", where=self.texts.day(violation.day), what=what)

    def activity(self, session: str, activity: str) -> str:
        """« Accueil » (A-69)."""
        return f"{self._named(session).activity(activity)} ({self.texts.plain(session)})"

    def people(self, members: Iterable[Member], count: int) -> str:
        """« 3 people who are in group lyon of A-69 and group est of B-69 »."""
        say = self.texts.say
        groups = [
            say("group {group} of session {session}", group=self._named(session).group(group), session=session)
            for session, group in members
        ]
        return self.texts.count(
            "{number} person who is in {groups}",
            "{number} people who are in {groups}",
            count,
            groups=self.texts.listing(groups),
        )

    def trainer(self, violation: Violation) -> str:
        """The trainer's name, as a session that knows it says it."""
        trainer = violation.trainer or ""
        sessions = self._sessions.items()
        known = (id for id, session in sessions if any(each.id == trainer for each in session.trainers))
        session = next(known, None)
        return self._named(session).trainer(trainer) if session is not None else self.texts.plain(trainer)

    def sum(self, parts: Iterable[tuple[str, str, int]]) -> str:
        """A sum that the reader can redo."""
        return " + ".join(f"{self.activity(session, id)} {self.duration(m)}" for session, id, m in parts)

    def duration(self, minutes: int) -> str:
        """1 h 30; a plan may also hold less than nothing, which is shown as it is."""
        return self.texts.duration(minutes) if minutes >= 0 else f"{minutes} min"

    def two(self, violation: Violation) -> dict[str, str]:
        """Two occurrences and their hours, on the clock of one place."""
        facts = violation.facts
        clocks = {name: self.texts.clock(facts[name]) for name in ("other_start", "other_end", "start", "end")}
        other = self.activity(facts["other_session"], facts["other"])
        return {"other": other, "one": self.activity(facts["session"], violation.activity or ""), **clocks}


def _weekly_cap(violation: Violation, words: TogetherTexts) -> str:
    facts, texts = violation.facts, words.texts
    told = {
        "people": words.people(facts["members"], facts["people"]),
        "asked": texts.duration(facts["asked_min"]),
        "sum": words.sum(facts["parts"]),
        "cap": texts.duration(facts["cap_min"]),
    }
    if "derogation" in facts:
        return texts.say(
            "this week asks {asked} ({sum}) of {people}, and the derogation of that week allows {cap}", **told
        )
    return texts.say("this week asks {asked} ({sum}) of {people}, and at most {cap} are allowed", **told)


def _trainer(violation: Violation, words: TogetherTexts) -> str:
    facts, texts, trainer = violation.facts, words.texts, words.trainer(violation)
    match violation.kind:
        case "overlap_together":
            return texts.say(
                "{trainer} leads {other} from {other_start} to {other_end}, and {one} from {start} to {end}",
                trainer=trainer,
                **words.two(violation),
            )
        case "gap_together":
            return texts.say(
                "{trainer} has {gap} between the end of {other} ({other_end}) and {one} ({start});"
                " {asked} are asked for",
                trainer=trainer,
                gap=texts.duration(facts["gap_min"]),
                asked=texts.duration(facts["asked_min"]),
                **words.two(violation),
            )
    led, limit = texts.duration(facts["led_min"]), texts.duration(facts["limit_min"])
    told = {"trainer": trainer, "led": led, "sum": words.sum(facts["parts"]), "limit": limit}
    if violation.kind == "day_limit_together":
        return texts.say("{trainer} leads {led} on that day ({sum}), and the limit is {limit} a day", **told)
    return texts.say("{trainer} leads {led} in that week ({sum}), and the limit is {limit} a week", **told)


def _participant(violation: Violation, words: TogetherTexts) -> str:
    facts, texts = violation.facts, words.texts
    said = texts.say(
        "{other} from {other_start} to {other_end} and {one} from {start} to {end} are at once for {people}",
        people=words.people(facts["members"], facts["people"]),
        **words.two(violation),
    )
    if facts["times"] == 1:
        return said
    return texts.say("{said}; in all {times} times in that week", said=said, times=facts["times"])


def _capacity(violation: Violation, words: TogetherTexts) -> str:
    facts, texts = violation.facts, words.texts
    using = [words.activity(session, activity) for session, activity in facts["using"]]
    return texts.say(
        "at {start} (time of {place}) {in_use} virtual rooms are in use, and there are {rooms}: {classes}",
        start=texts.clock(facts["start"]),
        place=facts["place"],
        in_use=facts["in_use"],
        rooms=facts["rooms"],
        classes=texts.listing(using),
    )


_SENTENCES: Mapping[str, Callable[[Violation, TogetherTexts], str]] = {
    "weekly_cap": _weekly_cap,
    "trainer": _trainer,
    "participant": _participant,
    "capacity": _capacity,
}
