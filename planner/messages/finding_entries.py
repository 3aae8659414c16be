"""Findings about the entries of a calendar that a plan is read back from, and about whose calendar it is."""

from collections.abc import Callable, Mapping

from planner.messages.finding_words import Said, names, quoted, with_near
from planner.messages.texts import Texts
from planner.outcome import Facts


def unknown_entry(facts: Facts, texts: Texts) -> Said:
    what = texts.say("the entry {title} is none of this session's", title=quoted(facts["title"], texts))
    if other := facts.get("other_session"):
        return Said(what, texts.say("It belongs to the session {id}. Is it the right file?", id=texts.plain(other)))
    if facts.get("ours"):
        return Said(what, texts.say("It is of another session, or of an activity that this one no longer has."))
    return Said(what)


def entry_gone(facts: Facts, texts: Texts) -> Said:
    return Said(
        texts.say(
            "the entry {title} is of an activity or a group that this session no longer has",
            title=quoted(facts["title"], texts),
        ),
        texts.say("Take it out of the calendar: participants may still go by it."),
    )


def ambiguous_entry(facts: Facts, texts: Texts) -> Said:
    meant = (f"{texts.plain(activity)} ({', '.join(map(texts.plain, groups))})" for activity, groups in facts["meant"])
    return Said(
        texts.say(
            "the entry {title} may be several things: {meant}",
            title=quoted(facts["title"], texts),
            meant=names(meant, texts),
        ),
        texts.say("Name the activity and the group in its title, as the session file has them."),
    )


def entry_already_there(facts: Facts, texts: Texts) -> Said:
    return Said(
        texts.say(
            "the entry {title} has the title of an activity whose own entry is there too",
            title=quoted(facts["title"], texts),
        ),
        texts.say("Only the one that the planner wrote was judged."),
    )


def entry_of_others(facts: Facts, texts: Texts) -> Said:
    title = quoted(facts["title"], texts)
    if facts["scope"].kind == "group":
        return Said(texts.say("the entry {title} is of another group", title=title))
    return Said(texts.say("the entry {title} is led by somebody else", title=title))


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
        texts.say("Write the trainer's name in the title or the description, as the session file has it."),
    )


def entry_without_minutes(facts: Facts, texts: Texts) -> Said:
    return Said(
        texts.say("the work {title} does not say how long it takes", title=quoted(facts["title"], texts)),
        texts.say("Write its duration in its title: 1 h 30 or 45 min."),
    )


def entry_of_whole_duration(facts: Facts, texts: Texts) -> Said:
    title, duration = quoted(facts["title"], texts), texts.duration(facts["duration_min"])
    return Said(
        texts.say(
            "the work {title} does not say how long it takes, and is the only one of its activity: it counts as all of"
            " it, {duration}",
            title=title, duration=duration,
        )
    )  # fmt: skip


def leaders_not_judged(facts: Facts, texts: Texts) -> Said:
    return Said(
        texts.count(
            "who leads was not judged: {number} class does not tell",
            "who leads was not judged: {number} classes do not tell",
            facts["number"],
        ),
        texts.say("Write the trainer's name in the title or the description, as the session file has it."),
    )


def trainer_of_nobody(facts: Facts, texts: Texts) -> Said:
    return Said(
        texts.say("there is no trainer {found} in this session", found=quoted(facts["found"], texts)),
        with_near(texts.say("Its trainers: {names}.", names=names(facts["known"], texts)), facts, texts),
    )


ENTRY_TEXTS: Mapping[str, Callable[[Facts, Texts], Said]] = {
    "trainer-of-nobody": trainer_of_nobody,
    "unknown-entry": unknown_entry,
    "entry-gone": entry_gone,
    "ambiguous-entry": ambiguous_entry,
    "entry-already-there": entry_already_there,
    "entry-of-others": entry_of_others,
    "entry-twice": entry_twice,
    "entry-repeats": entry_repeats,
    "entry-without-hour": entry_without_hour,
    "entry-without-trainer": entry_without_trainer,
    "entry-without-minutes": entry_without_minutes,
    "entry-of-whole-duration": entry_of_whole_duration,
    "leaders-not-judged": leaders_not_judged,
}
