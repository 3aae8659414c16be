"""What an official school calendar brought, and what of it could not be used -> sentences."""

from calendars.school_import import ImportFault, ZoneChange
from planner.messages.texts import Texts


def import_fault_text(fault: ImportFault, file: str, texts: Texts) -> str:
    """Where in the file, what was found, and what that means; KeyError for a kind of fault there is none of."""
    found = texts.quoted(fault.found)
    what = _of_file(fault.kind, found, texts) or _of_row(fault.kind, texts)
    concerned = ", ".join(filter(None, (fault.zone, fault.school_year)))
    facts = {"file": texts.plain(file), "line": fault.line, "what": what, "concerned": concerned, "found": found}
    if not fault.line:
        return texts.say("{file}: {what}", **facts)
    if concerned:
        return texts.say("{file}, line {line} ({concerned}): {what} ({found})", **facts)
    return texts.say("{file}, line {line}: {what} ({found})", **facts)


def _of_file(kind: str, found: str, texts: Texts) -> str | None:
    return {
        "too-large": texts.say("it is too large for a school calendar"),
        "not-text": texts.say("it is not a text file"),
        "unknown-format": texts.say("it is neither the ministry's export (CSV or JSON) nor a calendar (.ics)"),
        "columns": texts.say("it lacks the columns of the ministry's export: {found}", found=found),
        "not-official": texts.say("this calendar is not that of the ministry"),
        "broken-calendar": texts.say("this calendar is broken: {found}", found=found),
        "page": texts.say("it holds only a part of the records ({found}); export them all", found=found),
        "no-rows": texts.say("it holds no school holiday"),
    }.get(kind)


def _of_row(kind: str, texts: Texts) -> str:
    return {
        "cells": texts.say("cells are empty"),
        "date": texts.say("this is not a date"),
        "not-midnight": texts.say("this is not midnight in Paris"),
        "no-offset": texts.say("this hour says no time zone"),
        "not-all-day": texts.say("this is not a whole day"),
        "recurring": texts.say("this entry repeats"),
        "zone": texts.say("this zone is not known"),
        "population": texts.say("it is not clear for whom this holiday is"),
        "school-year": texts.say("this is not a school year"),
        "reversed": texts.say("it ends before it begins"),
        "shape": texts.say("it is not clear which days this holiday closes"),
        "ambiguous": texts.say("this holiday can be read in two ways"),
        "too-long": texts.say("this holiday is too long"),
        "academies-differ": texts.say("the academies of one zone differ"),
    }[kind]


def zone_change_text(change: ZoneChange, texts: Texts) -> str:
    """What becomes of a zone's school year; and what the year before leaves closed, with what to do about it."""
    said = _change_text(change, texts)
    if change.still_closed is None:
        return said
    first, last = change.still_closed
    return f"{said} " + texts.say(
        "The return from the holiday that begins on {first} is not known: every day to {last} stays closed. To open"
        " them, import the school year before too (an export without a filter on the year), once its return is"
        " published.",
        first=texts.day(first), last=texts.day(last),
    )  # fmt: skip


def _change_text(change: ZoneChange, texts: Texts) -> str:
    facts: dict[str, object] = {"zone": change.zone, "year": change.school_year}
    if change.known is not None:
        facts |= {"first": texts.day(change.known[0]), "last": texts.day(change.known[1])}
    match change.kind:
        case "new":
            return texts.say("Zone {zone}, {year}: known from now on, from {first} to {last}.", **facts)
        case "extended":
            return texts.say("Zone {zone}, {year}: its last return day is known now; known to {last}.", **facts)
        case "same":
            return texts.say("Zone {zone}, {year}: known already, nothing changes.", **facts)
        case "incomplete":
            facts["missing"] = ", ".join(words.replace("|", "/") for words in change.missing) or texts.say(
                "rows that could not be used"
            )
            return texts.say("Zone {zone}, {year}: left out, it is not complete (missing: {missing}).", **facts)
    said = [texts.say("Zone {zone}, {year}: other days than those known before.", **facts)]
    runs = {"closed": change.now_closed, "open": change.now_open}
    days = {
        name: texts.listing([f"{texts.short_day(first)} – {texts.short_day(last)}" for first, last in spans])
        for name, spans in runs.items()
    }
    if days["closed"]:
        said.append(texts.say("Closed now: {days}.", days=days["closed"]))
    if days["open"]:
        said.append(texts.say("Open now: {days}.", days=days["open"]))
    return " ".join(said)
