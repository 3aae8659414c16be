"""Words that the texts of several findings share."""

from collections.abc import Iterable
from typing import NamedTuple

from planner.messages.texts import Texts
from planner.outcome import Facts

_LONGEST = 80
_MOST_NAMES = 30


class Said(NamedTuple):
    """What was found; what is expected and what to do."""

    what: str
    advice: str = ""


def quoted(text: object, texts: Texts) -> str:
    """A person's own text in quotation marks, cut where it is long."""
    whole = str(text)
    return texts.quoted(whole if len(whole) <= _LONGEST else whole[: _LONGEST - 1] + "…")


def names(found: Iterable[str], texts: Texts) -> str:
    """A list of names or keys, cut where it is long."""
    every = [texts.plain(name) for name in found]
    return ", ".join([*every[:_MOST_NAMES], "…"]) if len(every) > _MOST_NAMES else ", ".join(every)


def of_groups(what: str, facts: Facts, texts: Texts) -> str:
    """« retour1 » (Lyon et Bron): of which groups something is said, where that is known."""
    groups = [texts.plain(group) for group in facts.get("groups", ())]
    return f"{what} ({texts.listing(groups)})" if groups else what


def with_near(advice: str, facts: Facts, texts: Texts) -> str:
    """The advice, and “did you mean” where a near name exists."""
    near = facts.get("near") or ()
    if not near:
        return advice
    meant = texts.say("Did you mean {name}?", name=texts.quoted(near[0]))
    return f"{advice} {meant}" if advice else meant


def owner(facts: Facts, texts: Texts) -> str:
    """What a value belongs to: “the activity retour1”, “the rules”, “the session”."""
    item = texts.plain(str(facts.get("owner") or ""))[:_LONGEST]
    of = facts.get("of", "session")
    said = {
        "activity": lambda: texts.say("activity {id}", id=item),
        "trainer": lambda: texts.say("trainer {id}", id=item),
        "group": lambda: texts.say("group {id}", id=item),
        "derogation": lambda: texts.say("derogation {id}", id=item),
        "change": lambda: texts.say("the changes to {id}", id=item),
        "placement": lambda: texts.say("placement {id}", id=item),
        "block": lambda: texts.say("block {id}", id=item),
        "level": lambda: texts.say("level {id}", id=item),
        "rules": lambda: texts.say("the rules"),
        "window": lambda: texts.say("the window"),
    }
    return said[of]() if of in said else texts.say("the file")


def kind_of_activity(kind: str, texts: Texts) -> str:
    """“a virtual class”, “remote work”, …"""
    said = {
        "virtual_class": texts.say("a virtual class"),
        "in_person": texts.say("an in-person day"),
        "remote_work": texts.say("remote work"),
        "evaluation": texts.say("an evaluation"),
    }
    return said[kind]
