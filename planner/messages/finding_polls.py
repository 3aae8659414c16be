"""Findings about polls: what is asked to be polled, poll.json, and ballots.

Ballots are named by their rows and columns alone: what stands in their cells may name people.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from planner.messages.finding_words import Said, names, of_groups, quoted, with_near
from planner.messages.texts import Texts
from planner.outcome import Facts

_MOST_SLOTS = 8


def _nothing_left(texts: Texts) -> str:
    return texts.say("Nothing is left to elect. Give the ballots of the other polls alone: KEY=FILE.")


def unknown_class(facts: Facts, texts: Texts) -> Said:
    what = texts.say("{found} is no class or day on site of the session", found=quoted(facts["activity"], texts))
    if facts.get("asked"):
        return Said(what, _nothing_left(texts))
    known = facts.get("known") or ()
    advice = texts.say("There are: {names}.", names=names(known, texts)) if known else ""
    return Said(what, with_near(advice, facts, texts))


def unknown_group(facts: Facts, texts: Texts) -> Said:
    what = texts.say(
        "{activity} does not take place for {groups}",
        activity=quoted(facts["activity"], texts),
        groups=names(facts["groups"], texts),
    )
    if facts.get("asked"):
        return Said(what, _nothing_left(texts))
    known = facts.get("known") or ()
    return Said(what, texts.say("It does for: {names}.", names=names(known, texts)) if known else "")


def fixed_class(facts: Facts, texts: Texts) -> Said:
    what = texts.say("the session file fixes the date of {activity}", activity=quoted(facts["activity"], texts))
    if facts.get("asked"):
        return Said(
            what,
            texts.say(
                "Nothing is left to elect. Give the ballots of the other polls alone: KEY=FILE. To ask again all the"
                " same, take “fixed” out of the session file, plan again and open the poll again."
            ),
        )
    return Said(
        what,
        texts.say("A poll cannot move what is fixed. Take “fixed” out of the session file, and plan again."),
    )


def past_class(facts: Facts, texts: Texts) -> Said:
    return Said(
        texts.say(
            "{activity} is over: it took place on {day}",
            activity=of_groups(quoted(facts["activity"], texts), facts, texts),
            day=texts.day(facts["day"]),
        ),
        texts.say("What lies before today stays. --today gives another day than that of the clock."),
    )


def other_session(facts: Facts, texts: Texts) -> Said:
    return Said(
        texts.say(
            "these polls are about the session {found}, not {expected}",
            found=quoted(facts["found"], texts),
            expected=quoted(facts["expected"], texts),
        ),
        texts.say("Give the session with --session, or open the polls again."),
    )


def earlier_session(facts: Facts, texts: Texts) -> Said:
    return Said(
        texts.say("the plan was changed since: it is no longer that of {name}", name=quoted(facts["name"], texts)),
        texts.say(
            "Give {expected}, the session file with the change; with the earlier one the change would be lost.",
            expected=texts.plain(facts["expected"]),
        ),
    )


def polled_twice(facts: Facts, texts: Texts) -> Said:
    return Said(
        texts.say(
            "there are two polls about {activity} for the same groups", activity=quoted(facts["activity"], texts)
        ),
        texts.say("Keep one of them, or open the polls again."),
    )


def plan_moved(facts: Facts, texts: Texts) -> Said:
    return Said(
        texts.say(
            "the plan no longer has {activity} at one of the slots that the poll offers",
            activity=quoted(facts["activity"], texts),
        ),
        texts.say("It was planned again since. Open the poll again, or give its plan with --plan."),
    )


def slot_twice(facts: Facts, texts: Texts) -> Said:
    return Said(
        texts.say("a slot of {activity} stands there twice", activity=quoted(facts["activity"], texts)),
        texts.say("Keep it once, or open the polls again."),
    )


def off_the_minute(facts: Facts, texts: Texts) -> Said:
    return Said(
        texts.say("{found} has seconds; a slot begins on a whole minute", found=quoted(facts["found"], texts)),
        texts.say("Slots are written 2027-01-13T16:00:00+00:00. Correct it, or open the polls again."),
    )


def unknown_format(facts: Facts, texts: Texts) -> Said:
    return Said(
        texts.say("{name} is not what “planner poll open” wrote", name=quoted(facts["name"], texts)),
        texts.say("Its first key is “format”: “{expected}”. Open the polls again.", expected=facts["expected"]),
    )


def no_file(facts: Facts, texts: Texts) -> Said:
    folders = texts.listing([texts.plain(folder) for folder in facts["folders"]])
    return Said(
        texts.say("no open poll of this plan was found, in {folders}", folders=folders),
        texts.say("Open one with “planner poll open”, or name its file: planner poll close POLL.json BALLOTS..."),
    )


def several_files(facts: Facts, texts: Texts) -> Said:
    return Said(
        texts.say("several files hold open polls of this plan: {files}", files=names(facts["files"], texts)),
        texts.say("Name the one that is meant: planner poll close POLL.json BALLOTS..."),
    )


def none_open(facts: Facts, texts: Texts) -> Said:
    return Said(texts.say("every poll of this file is closed"), texts.say("Open others with “planner poll open”."))


def session_unchanged(facts: Facts, texts: Texts) -> Said:
    return Said(
        texts.say("the date cannot be written into {name} without changing more", name=quoted(facts["name"], texts)),
        texts.say("Write “fixed” there yourself, and plan again."),
    )


def empty(facts: Facts, texts: Texts) -> Said:
    return Said(texts.say("{name} is empty", name=quoted(facts["name"], texts)), _forms(texts))


def not_read(facts: Facts, texts: Texts) -> Said:
    return Said(texts.say("{name} is not a table that can be read", name=quoted(facts["name"], texts)), _forms(texts))


def no_header(facts: Facts, texts: Texts) -> Said:
    return Said(texts.say("none of the first rows names the slots"), _forms(texts))


def no_rows(facts: Facts, texts: Texts) -> Said:
    return Said(texts.say("nobody has answered"), texts.say("There is nothing to count. Nothing was changed."))


def other_poll(facts: Facts, texts: Texts) -> Said:
    return Said(
        texts.say("these are the ballots of another poll: none of its slots is offered here"), _offered(facts, texts)
    )


def unknown_slot(facts: Facts, texts: Texts) -> Said:
    return Said(texts.say("column {column} is none of the slots", column=facts["column"]), _offered(facts, texts))


def ambiguous_slot(facts: Facts, texts: Texts) -> Said:
    keys = list(dict.fromkeys(facts["keys"]))
    what = texts.say("column {column} may be several of the slots", column=facts["column"])
    if len(keys) > 1:
        return Said(what, _which_poll(keys[0], texts))
    return Said(what, texts.say("Write its day and its hour. {slots}", slots=_offered(facts, texts)))


def column_twice(facts: Facts, texts: Texts) -> Said:
    return Said(
        texts.say("column {column} is a slot that stands in another column too", column=facts["column"]),
        texts.say("Delete one of the two."),
    )


def missing_slot(facts: Facts, texts: Texts) -> Said:
    return Said(
        texts.say("these slots have no column: {slots}", slots=_slots(facts["slots"], texts)),
        texts.say("Ballots have a column for each slot of the poll, or are those of another poll."),
    )


def day_or_month(facts: Facts, texts: Texts) -> Said:
    return Said(
        texts.say("day and month cannot be told apart: both ways of reading them give slots of the poll"),
        texts.say("Write the dates as 2027-01-20."),
    )


def too_many_cells(facts: Facts, texts: Texts) -> Said:
    return Said(
        texts.say("the row has more cells than the {columns} columns", columns=facts["columns"]),
        texts.say("A cell that holds the delimiter stands in quotation marks."),
    )


def unknown_answer(facts: Facts, texts: Texts) -> Said:
    return Said(
        texts.say("in column {column}, the cell is no answer", column=facts["column"]),
        texts.say("Answers are: oui, si besoin, non; yes, if need be, no; 1, 0; or nothing."),
    )


def unknown_choice(facts: Facts, texts: Texts) -> Said:
    return Said(texts.say("the choice is none of the slots"), _offered(facts, texts))


def ambiguous_choice(facts: Facts, texts: Texts) -> Said:
    return Said(texts.say("the choice may be several of the slots"), _which_poll("retour1@lyon", texts))


def poll_twice(facts: Facts, texts: Texts) -> Said:
    return Said(
        texts.say("another file already holds ballots on {key}", key=quoted(facts["key"], texts)),
        texts.say("Put them into one file, so that nobody is counted twice."),
    )


def unknown_key(facts: Facts, texts: Texts) -> Said:
    what = texts.say("no poll {key} is open", key=quoted(facts["key"], texts))
    known = facts["known"]
    advice = texts.say("Open are: {names}.", names=names(known, texts)) if known else ""
    return Said(what, with_near(advice, facts, texts))


def no_ballots_file(facts: Facts, texts: Texts) -> Said:
    return Said(
        texts.say(
            "after {key} comes the file of its ballots, and it is missing", key=quoted(f"{facts['key']}=", texts)
        ),
        texts.say("Write it without a blank: {key}=FILE.", key=texts.plain(facts["key"])),
    )


def nobody_can(facts: Facts, texts: Texts) -> Said:
    what = texts.count(
        "of {number} ballot on {key}, none says “yes” or “if need be” to a slot that can be elected",
        "of {number} ballots on {key}, none says “yes” or “if need be” to a slot that can be elected",
        facts["ballots"],
        key=quoted(facts["key"], texts),
    )
    return Said(what, texts.say("Nothing was elected. Offer other slots: open the poll again."))


def _forms(texts: Texts) -> str:
    return texts.say(
        "Ballots are Framadate's or Moodle's export, or a table with the name first and a column for each slot,"
        " with its day and hour."
    )


def _which_poll(key: str, texts: Texts) -> str:
    return texts.say("Say which poll the file is about: {key}=FILE.", key=texts.plain(key))


def _offered(facts: Facts, texts: Texts) -> str:
    return texts.say("The slots are: {slots}.", slots=_slots(facts["slots"], texts))


def _slots(slots: Sequence[datetime], texts: Texts) -> str:
    said = [texts.moment(slot) for slot in sorted(slots)[:_MOST_SLOTS]]
    return "; ".join([*said, "…"] if len(slots) > _MOST_SLOTS else said)


POLL_TEXTS: Mapping[str, Callable[[Facts, Texts], Said]] = {
    "poll-unknown-class": unknown_class,
    "poll-unknown-group": unknown_group,
    "poll-fixed-class": fixed_class,
    "poll-past-class": past_class,
    "poll-other-session": other_session,
    "poll-earlier-session": earlier_session,
    "poll-twice": polled_twice,
    "poll-plan-moved": plan_moved,
    "poll-slot-twice": slot_twice,
    "off-the-minute": off_the_minute,
    "poll-unknown-format": unknown_format,
    "poll-no-file": no_file,
    "poll-several-files": several_files,
    "poll-none-open": none_open,
    "poll-session-unchanged": session_unchanged,
    "ballots-empty": empty,
    "ballots-not-read": not_read,
    "ballots-no-header": no_header,
    "ballots-no-rows": no_rows,
    "ballots-other-poll": other_poll,
    "ballots-unknown-slot": unknown_slot,
    "ballots-ambiguous-slot": ambiguous_slot,
    "ballots-slot-twice": column_twice,
    "ballots-missing-slot": missing_slot,
    "ballots-day-or-month": day_or_month,
    "ballots-too-many-cells": too_many_cells,
    "ballots-unknown-answer": unknown_answer,
    "ballots-unknown-choice": unknown_choice,
    "ballots-ambiguous-choice": ambiguous_choice,
    "ballots-poll-twice": poll_twice,
    "ballots-nobody-can": nobody_can,
    "ballots-unknown-key": unknown_key,
    "ballots-no-file": no_ballots_file,
}
