"""What every command says of a wrong input, and of a folder that cannot be written."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from planner.cli.exit_codes import WRONG_INPUT
from planner.cli.screen import Screen
from planner.messages.texts import Texts

if TYPE_CHECKING:
    from pathlib import Path

    from planner.outcome import Finding
    from planner.reports.write import CannotWrite

MOST_FINDINGS = 20


def wrong_input(screen: Screen, findings: "Sequence[Finding]") -> int:
    """Every finding, in file order; at most 20 of them for people, then how many more."""
    from planner.messages.findings import finding_text

    texts = screen.texts
    screen.document({"status": "wrong-input", "findings": findings})
    for finding in findings[:MOST_FINDINGS]:
        screen.fault(finding_text(finding, texts) + "\n")
    if (more := len(findings) - MOST_FINDINGS) > 0:
        screen.fault(texts.count("And {number} more error.", "And {number} more errors.", more))
    return WRONG_INPUT


def cannot_write(screen: Screen, error: "CannotWrite") -> int:
    """The folder cannot be written: nothing was."""
    texts = screen.texts
    screen.document({"status": "cannot-write", "path": str(error.path), "reason": error.reason})
    screen.fault(
        texts.say(
            "{path} cannot be written: {reason}. Nothing was written; choose another folder with --out.",
            path=texts.plain(str(error.path)),
            reason=texts.plain(str(error.reason)),
        )
    )
    return WRONG_INPUT


def cannot_read(screen: Screen, path: "Path", error: OSError) -> int:
    """A file that cannot be opened."""
    texts = screen.texts
    reason = error.strerror or str(error)
    screen.document({"status": "cannot-read", "path": path, "reason": reason})
    said = texts.say("{path} cannot be read: {reason}.", path=texts.plain(str(path)), reason=texts.plain(reason))
    screen.fault(said)
    return WRONG_INPUT


def calendar_faults() -> tuple[type[Exception], ...]:
    """What a question about a day, a department or a zone can be answered with instead of an answer."""
    from calendars.open_days import NoSchoolZone
    from calendars.places import UnknownDepartment
    from calendars.school_holidays import UnknownSchoolDay, UnknownZone, WrongSchoolData

    return (UnknownDepartment, NoSchoolZone, UnknownSchoolDay, UnknownZone, WrongSchoolData)


def calendar_fault(screen: Screen, error: Exception) -> int:
    """Why a question about a day, a department or a zone has no answer."""
    kind = {"UnknownDepartment": "unknown-department", "NoSchoolZone": "no-school-zone"}
    kind |= {"UnknownSchoolDay": "unknown-school-day", "UnknownZone": "unknown-zone"}
    facts = {name: value for name, value in vars(error).items() if not name.startswith("_")}
    screen.document({"status": kind.get(type(error).__name__, "wrong-school-data"), "facts": facts})
    screen.fault(_calendar_text(error, screen.texts))
    return WRONG_INPUT


def _calendar_text(error: Exception, texts: Texts) -> str:
    from calendars.open_days import NoSchoolZone
    from calendars.places import UnknownDepartment, place
    from calendars.school_holidays import UnknownSchoolDay, UnknownZone, WrongSchoolData

    match error:
        case UnknownDepartment():
            text = texts.say("There is no department {code}.", code=texts.quoted(error.department))
            near = [f"{place(code).department} ({place(code).name})" for code in error.near]
            if near:
                return text + " " + texts.say("Did you mean {name}?", name=texts.listing(near))
            return text + " " + texts.say("Codes are those of the official list: 01, 2A, 69, 974.")
        case NoSchoolZone():
            return texts.say(
                "Department {code} has no school calendar: whether a day is open there cannot be said.",
                code=error.department,
            )
        case UnknownSchoolDay():
            return texts.say(
                "Nothing is known of {day} in zone {zone}: its school calendar is known from {first} to {last}. Where a"
                " newer one is published, load it: planner holidays import FILE",
                day=texts.day(error.day),
                zone=error.zone,
                first=texts.day(error.first_known),
                last=texts.day(error.last_known),
            )
        case UnknownZone():
            text = texts.say("There is no zone {zone}.", zone=texts.quoted(error.zone))
            return text + " " + texts.say("There are: {names}.", names=", ".join(error.zones))
        case WrongSchoolData():
            return texts.say(
                "{file}, line {line}: this school calendar cannot be read ({kind}: {found}).",
                file=texts.plain(str(error.file)),
                line=error.line,
                kind=error.kind,
                found=texts.quoted(str(error.found)),
            )
    raise error
