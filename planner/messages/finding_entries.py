"""Findings about the entries of a calendar that a plan is read back from."""

from collections.abc import Callable, Mapping

from planner.messages.finding_words import Said, quoted
from planner.messages.texts import Texts
from planner.outcome import Facts


def unknown_entry(facts: Facts, texts: Texts) -> Said:
    what = texts.say("the entry {title} is none of this session's", title=quoted(facts["title"], texts))
    if other := facts.get("other_session"):
        return Said(what, texts.say("It belongs to the session {id}. Is it the right file?", id=texts.plain(other)))
    return Said(what, texts.say("Take it out of this calendar, or check plan.json instead."))


def entry_twice(facts: Facts, texts: Texts) -> Said:
    return Said(
        texts.say("the entry {title} is there twice, at different times", title=quoted(facts["title"], texts)),
        texts.say("Keep the one that counts. A calendar imported twice often has both."),
    )


def entry_repeats(facts: Facts, texts: Texts) -> Said:
    return Said(
        texts.say("the entry {title} repeats", title=quoted(facts["title"], texts)),
        texts.say("Each class and each block of work is an entry of its own: take the repetition out."),
    )


def entry_without_hour(facts: Facts, texts: Texts) -> Said:
    return Said(
        texts.say("the class {title} lasts all day", title=quoted(facts["title"], texts)),
        texts.say("Give it the hour at which it starts and the one at which it ends."),
    )


def entry_without_trainer(facts: Facts, texts: Texts) -> Said:
    return Said(
        texts.say("the class {title} does not say who leads it", title=quoted(facts["title"], texts)),
        texts.say("Write the trainer's name in its description, as the session file has it."),
    )


def entry_without_minutes(facts: Facts, texts: Texts) -> Said:
    return Said(
        texts.say("the work {title} does not say how long it takes", title=quoted(facts["title"], texts)),
        texts.say("Begin its title with its duration: 1 h 30 or 45 min."),
    )


ENTRY_TEXTS: Mapping[str, Callable[[Facts, Texts], Said]] = {
    "unknown-entry": unknown_entry,
    "entry-twice": entry_twice,
    "entry-repeats": entry_repeats,
    "entry-without-hour": entry_without_hour,
    "entry-without-trainer": entry_without_trainer,
    "entry-without-minutes": entry_without_minutes,
}
