"""Findings about files as a whole."""

from collections.abc import Callable, Mapping

from planner.messages.finding_words import Said, quoted
from planner.messages.texts import Texts
from planner.outcome import Facts


def no_such_file(facts: Facts, texts: Texts) -> Said:
    return Said(
        texts.say("there is no file {name}", name=quoted(facts["name"], texts)),
        texts.say("Check the name and the folder. A name in a file is relative to the folder of that file."),
    )


def is_a_folder(facts: Facts, texts: Texts) -> Said:
    return Said(
        texts.say("{name} is a folder, a file is expected", name=quoted(facts["name"], texts)),
        texts.say("Give the name of a file in it."),
    )


def own_parcours(facts: Facts, texts: Texts) -> Said:
    return Said(
        texts.say("{name} is this file itself, the file of a parcours is expected", name=quoted(facts["name"], texts)),
        texts.say("Name the file of the activities; without one, remove parcours: and write them under activities:."),
    )


def not_a_file(facts: Facts, texts: Texts) -> Said:
    return Said(
        texts.say("{name} is not an ordinary file", name=quoted(facts["name"], texts)),
        texts.say("Devices and pipes are not read. Save the text to a file first."),
    )


def cannot_read(facts: Facts, texts: Texts) -> Said:
    return Said(
        texts.say("{name} cannot be read", name=quoted(facts["name"], texts)),
        texts.say("Check that you may open this file."),
    )


def file_too_large(facts: Facts, texts: Texts) -> Said:
    return Said(
        texts.say(
            "{name} is larger than {limit} MB",
            name=quoted(facts["name"], texts),
            limit=facts["limit_bytes"] // 1_000_000,
        ),
        texts.say("Such a file is not read. Is it the right one?"),
    )


def not_text_file(facts: Facts, texts: Texts) -> Said:
    name = quoted(facts["name"], texts)
    advice = texts.say("Save it as plain text in UTF-8, as a text editor does.")
    if (kind := facts.get("kind", "")) in ("UTF-16", "UTF-32"):
        return Said(texts.say("{name} is a text in {kind}, UTF-8 is expected", name=name, kind=kind), advice)
    kinds = {
        "PDF": texts.say("a PDF file"),
        "zip": texts.say("an archive, a spreadsheet or a word processor's document"),
        "image": texts.say("an image"),
        "office": texts.say("a document of an office program"),
        "gzip": texts.say("a compressed file"),
        "binary": texts.say("not a text"),
    }
    return Said(
        texts.say("{name} is {kind}, a text file is expected", name=name, kind=kinds[facts.get("kind", "binary")]),
        advice,
    )


def not_utf_8(facts: Facts, texts: Texts) -> Said:
    return Said(
        texts.say("here {name} is not UTF-8", name=quoted(facts["name"], texts)),
        texts.say("It was probably saved as “ANSI” or Windows-1252. Save it again with the encoding UTF-8."),
    )


def empty_file(facts: Facts, texts: Texts) -> Said:
    return Said(
        texts.say("{name} is empty", name=quoted(facts["name"], texts)),
        texts.say("The folder examples/ holds sessions to begin with."),
    )


def broken_calendar(facts: Facts, texts: Texts) -> Said:
    """A busy calendar: its own line, and what another program wrote there."""
    name, found = quoted(facts["name"], texts), quoted(facts["found"], texts)
    line = facts["calendar_line"]
    where = texts.say("the calendar {name}, line {line}", name=name, line=line)
    if line is None:
        where = texts.say("the calendar {name}", name=name)
    faults = {
        "too-large": texts.say("is too large to be read"),
        "empty": texts.say("is empty"),
        "web-page": texts.say("is a web page, not a calendar"),
        "not-a-calendar": texts.say("is not a calendar: it begins with {found}", found=found),
        "cut-short": texts.say("stops in the middle, at {found}", found=found),
        "no-start": texts.say("has an event without a start: {found}", found=found),
        "wrong-date": texts.say("has a date that cannot be read: {found}", found=found),
        "wrong-duration": texts.say("has a duration that cannot be read: {found}", found=found),
        "ends-before-start": texts.say("has an event that ends before it starts: {found}", found=found),
        "wrong-rule": texts.say("has a repetition that cannot be read: {found}", found=found),
        "unknown-time-zone": texts.say("names a time zone that nobody knows: {found}", found=found),
        "too-many-occurrences": texts.say("has an event that repeats far too often: {found}", found=found),
    }
    what = faults.get(facts["kind"], texts.say("cannot be read: {found}", found=found))
    advice = texts.say("Export the calendar again as .ics, or leave it out here.")
    if facts["kind"] == "web-page":
        advice = texts.say("The page to log in was probably saved in its place. Export the calendar again as .ics.")
    return Said(f"{where}, {what}" if line is not None else f"{where} {what}", advice)


def no_cluster(facts: Facts, texts: Texts) -> Said:
    """Nobody answers at the address of the scheduler."""
    what = texts.say("no scheduler answers at {address}", address=quoted(facts["address"], texts))
    advice = texts.say("Start one with “dask scheduler”, and workers with “dask worker ADDRESS”, or leave it out.")
    return Said(what, advice)


def no_cluster_extra(facts: Facts, texts: Texts) -> Said:
    """The library that speaks to a cluster is not installed."""
    what = texts.say("working on a cluster needs a library that is not installed here")
    return Said(what, texts.say("Install the planner with its extra: pip install 'session-planner[cluster]'."))


FILE_TEXTS: Mapping[str, Callable[[Facts, Texts], Said]] = {
    "no-such-file": no_such_file,
    "is-a-folder": is_a_folder,
    "own-parcours": own_parcours,
    "not-a-file": not_a_file,
    "cannot-read": cannot_read,
    "file-too-large": file_too_large,
    "not-text-file": not_text_file,
    "not-utf-8": not_utf_8,
    "empty-file": empty_file,
    "broken-calendar": broken_calendar,
    "no-cluster": no_cluster,
    "no-cluster-extra": no_cluster_extra,
}
