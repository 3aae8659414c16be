"""Why a question about a day, a department or a zone has no answer -> sentences."""

from calendars.open_days import NoSchoolZone
from calendars.places import UnknownDepartment, place
from calendars.school_holidays import UnknownSchoolDay, UnknownZone, WrongSchoolData
from planner.messages.texts import Texts

_IDS = {
    UnknownDepartment: "unknown-department",
    NoSchoolZone: "no-school-zone",
    UnknownSchoolDay: "unknown-school-day",
    UnknownZone: "unknown-zone",
    WrongSchoolData: "wrong-school-data",
}


def calendar_fault_id(error: Exception) -> str:
    """The message id of an error of `calendars`; KeyError for another error."""
    return _IDS[type(error)]


def calendar_fault_text(error: Exception, texts: Texts) -> str:
    """What was asked, what is known, what to do; `error` itself is raised where it is none of `calendars`."""
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
