"""Findings about the list of people marked as present."""

from collections.abc import Callable, Mapping

from planner.messages.finding_words import Said, names, quoted, with_near
from planner.messages.texts import Texts
from planner.outcome import Facts


def nobody_present(facts: Facts, texts: Texts) -> Said:
    return Said(
        texts.say("nobody is marked as present"),
        texts.say("Write one name a line, or a table with the columns name, school, group and presence."),
    )


def no_name_column(facts: Facts, texts: Texts) -> Said:
    return Said(
        texts.say("this table has no column for the name"),
        texts.say("Call a column “name”, or two of them “last name” and “first name”."),
    )


def columns_without_names(facts: Facts, texts: Texts) -> Said:
    return Said(
        texts.say("this line has several columns, and no first line says what they are"),
        texts.say("Begin the file with a line such as: name;school;group. Or write nothing but a name on each line."),
    )


def more_cells_than_columns(facts: Facts, texts: Texts) -> Said:
    return Said(
        texts.say(
            "this row has {found} cells, and the first line names {expected} columns",
            found=facts["found"],
            expected=facts["expected"],
        ),
        texts.say("A text that holds the separator stands in quotation marks."),
    )


def people_not_read(facts: Facts, texts: Texts) -> Said:
    return Said(
        texts.say("the table cannot be read as a list of people"),
        texts.say("Save it as a text with one name a line, as CSV (UTF-8), .xlsx or .ods."),
    )


def unknown_presence(facts: Facts, texts: Texts) -> Said:
    return Said(
        texts.say("{found} says neither present nor absent", found=quoted(facts["found"], texts)),
        texts.say("Write present or absent, yes or no, x or nothing."),
    )


def person_without_name(facts: Facts, texts: Texts) -> Said:
    if not facts["found"]:
        return Said(
            texts.say("a person has no name here"), texts.say("Write the name as the attestation shall show it.")
        )
    return Said(
        texts.say("{found} is not a name", found=quoted(facts["found"], texts)),
        texts.say("Write the name as the attestation shall show it."),
    )


def name_too_long(facts: Facts, texts: Texts) -> Said:
    return Said(
        texts.say("a name or a school is longer than {limit} characters", limit=facts["limit"]),
        texts.say("Is a line break missing?"),
    )


def present_twice(facts: Facts, texts: Texts) -> Said:
    person = quoted(facts["person"], texts)
    what = texts.say("{person} is there twice", person=person)
    if facts["line"] is not None:
        what = texts.say("{person} is there twice, first on line {line}", person=person, line=facts["line"])
    return Said(what, texts.say("Take one out; where they are two people, say their schools."))


def group_of_nobody(facts: Facts, texts: Texts) -> Said:
    return Said(
        texts.say("there is no group {found} in this session", found=quoted(facts["found"], texts)),
        with_near(texts.say("Its groups: {names}.", names=names(facts["known"], texts)), facts, texts),
    )


def group_not_said(facts: Facts, texts: Texts) -> Said:
    return Said(
        texts.say("the group of {person} is not said", person=quoted(facts["person"], texts)),
        texts.say("The groups of this session have courses of different lengths. Add a column “group”."),
    )


def too_many_people(facts: Facts, texts: Texts) -> Said:
    return Said(
        texts.say("{found} people are marked as present", found=facts["found"]),
        texts.say("At most {limit} are attested at once. Is it the right file?", limit=facts["limit"]),
    )


PEOPLE_TEXTS: Mapping[str, Callable[[Facts, Texts], Said]] = {
    "nobody-present": nobody_present,
    "no-name-column": no_name_column,
    "columns-without-names": columns_without_names,
    "more-cells-than-columns": more_cells_than_columns,
    "people-not-read": people_not_read,
    "unknown-presence": unknown_presence,
    "person-without-name": person_without_name,
    "name-too-long": name_too_long,
    "present-twice": present_twice,
    "group-of-nobody": group_of_nobody,
    "group-not-said": group_not_said,
    "too-many-people": too_many_people,
}
