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
            return _wrong_school_data(error, texts)
    raise error


def _wrong_school_data(error: WrongSchoolData, texts: Texts) -> str:
    columns = "first day off | classes resume | name | confidence | sources"
    what = {
        "file-name": texts.say("its name is not a school year, such as 2026-2027.txt"),
        "not-a-file": texts.say("it is not a file"),
        "too-large": texts.say("it is too large for a school calendar"),
        "unreadable": texts.say("you have no right to open it, or the disk fails"),
        "not-text": texts.say("it is not text in UTF-8"),
        "line": texts.say("a line has the cells {columns}", columns=columns),
        "date": texts.say("a date is written year-month-day, such as 2027-01-13"),
        "reversed": texts.say("it ends before it begins"),
        "confidence": texts.say("a confidence is high, medium or low"),
        "no-source": texts.say("the source is missing"),
        "no-zone": texts.say("the line of its zone is missing above it"),
        "zone-twice": texts.say("this zone stands in the file already"),
    }[error.kind]
    facts = {"file": texts.plain(str(error.file)), "line": error.line, "what": what}
    if not error.line:
        return texts.say("{file}: this school calendar cannot be read, {what}.", **facts)
    facts["found"] = texts.quoted(error.found)
    return texts.say("{file}, line {line}: this school calendar cannot be read, {what} (found: {found}).", **facts)
