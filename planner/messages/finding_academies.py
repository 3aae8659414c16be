"""Findings about an academy's tables, and about all of its sessions together.

A row of enrolments is named by its number: who takes part is never shown.
"""

from collections.abc import Callable, Mapping

from planner.messages.finding_words import Said, names, quoted, with_near
from planner.messages.texts import Texts
from planner.outcome import Facts


def not_a_table(facts: Facts, texts: Texts) -> Said:
    return Said(
        texts.say("{name} is no spreadsheet", name=quoted(facts["name"], texts)),
        texts.say("Save it as .xlsx, .ods or CSV (UTF-8) in your spreadsheet program."),
    )


def empty(facts: Facts, texts: Texts) -> Said:
    return Said(texts.say("{name} is empty", name=quoted(facts["name"], texts)), _template(texts))


def broken_workbook(facts: Facts, texts: Texts) -> Said:
    return Said(
        texts.say("the spreadsheet {name} is broken", name=quoted(facts["name"], texts)),
        texts.say("Open it in your spreadsheet program and save it again. A password must be taken off first."),
    )


def too_many_rows(facts: Facts, texts: Texts) -> Said:
    return Said(
        texts.say("the table has more than {limit} rows", limit=facts["limit"]),
        texts.say("The rows from here on were not read. Split the file."),
    )


def quotes(facts: Facts, texts: Texts) -> Said:
    what = texts.say("a quotation mark is not closed, or stands in the middle of a cell")
    return Said(what, texts.say("Write it twice inside a cell in quotation marks, or take it out."))


def no_header(facts: Facts, texts: Texts) -> Said:
    kind = facts.get("kind")
    what = texts.say("none of the first rows of {name} names the columns of a table", name=quoted(facts["name"], texts))
    return Said(what, f"{_columns_expected(kind, texts)} {_template(texts)}")


def no_rows(facts: Facts, texts: Texts) -> Said:
    return Said(
        texts.say("no session stands below these columns"),
        texts.say("Write one row a session. Examples and explanations on other sheets are not read."),
    )


def missing_column(facts: Facts, texts: Texts) -> Said:
    lacking = texts.listing([quoted(column_name(role, texts), texts) for role in facts["missing"]])
    return Said(texts.say("there is no column {columns}", columns=lacking), _template(texts))


def column_twice(facts: Facts, texts: Texts) -> Said:
    return Said(
        texts.say("another column already says what {name} says", name=quoted(facts["column"], texts)),
        texts.say("Keep one of them, or rename the other."),
    )


def unknown_column(facts: Facts, texts: Texts) -> Said:
    advice = _columns_expected(facts["kind"], texts)
    return Said(
        texts.say("the column {name} is not known", name=quoted(facts["column"], texts)),
        with_near(advice, facts, texts),
    )


def empty_cell(facts: Facts, texts: Texts) -> Said:
    return Said(
        texts.say("nothing is written here"),
        texts.say("Fill it in. Of merged cells only the first holds the text; a formula counts once it was saved."),
    )


def formula(facts: Facts, texts: Texts) -> Said:
    return Said(
        texts.say("the formula of this cell failed"),
        texts.say("Repair it in your spreadsheet program, or write the value itself."),
    )


def unknown_parcours(facts: Facts, texts: Texts) -> Said:
    advice = texts.say(
        "Write the path of its file from here, or the id of a parcours whose file lies beside the table."
    )
    what = texts.say("there is no parcours {found} here", found=quoted(facts["found"], texts))
    return Said(what, with_near(advice, facts, texts))


def trainer_form(facts: Facts, texts: Texts) -> Said:
    return Said(
        texts.say("{found} does not say who leads", found=quoted(facts["found"], texts)),
        texts.say("Write an id, or: id Name <address> (expertise). Several are separated by “;”."),
    )


def unknown_trainer(facts: Facts, texts: Texts) -> Said:
    what = texts.say("nothing says who {found} is", found=quoted(facts["found"], texts))
    advice = texts.say("Write a name too, “id Name”, or add a table of trainers.")
    if facts["table"]:
        advice = texts.say("The table of trainers has no such id, name or address.")
    return Said(what, with_near(advice, facts, texts))


def absent_stranger(facts: Facts, texts: Texts) -> Said:
    return Said(
        texts.say("{found} is nobody of this session's team", found=quoted(facts["found"], texts)),
        texts.say("Write: id: 18/01/2027-22/01/2027. Several are separated by “;”."),
    )


def named_twice(facts: Facts, texts: Texts) -> Said:
    return Said(
        texts.say("{found} is named twice", found=quoted(facts["found"], texts)), texts.say("Keep one of them.")
    )


def trainer_twice(facts: Facts, texts: Texts) -> Said:
    return Said(
        texts.say("the id {found} is already taken", found=quoted(facts["found"], texts)),
        texts.say("It stands here too: {other}. A trainer has one row.", other=texts.plain(facts["other"])),
    )


def no_size(facts: Facts, texts: Texts) -> Said:
    return Said(
        texts.say("nothing says how many people are in the group {group}", group=quoted(facts["group"], texts)),
        texts.say("Write its size, “id: 20”, or enrol people in it."),
    )


def no_groups(facts: Facts, texts: Texts) -> Said:
    return Said(
        texts.say("the session has no participants"),
        texts.say("Write its groups with their sizes, “lyon: 20; vienne: 18”, or enrol people in it."),
    )


def unknown_setting(facts: Facts, texts: Texts) -> Said:
    return Said(
        texts.say("this setting is not known"),
        with_near(
            texts.say("There are: virtual_rooms, working_hours, weekly_cap, capacity, trainer_gap."), facts, texts
        ),
    )


def trainer_of_two(facts: Facts, texts: Texts) -> Said:
    found, known = quoted(facts["found"], texts), quoted(facts["known"], texts)
    what = texts.say(
        "the trainer {trainer} is {found} here and {known} elsewhere",
        trainer=quoted(facts["trainer"], texts),
        found=found,
        known=known,
    )
    advice = texts.say(
        "The same id is the same person in all sessions ({other}). Give two people different ids, or write the same"
        " in both places.",
        other=texts.plain(facts["other"]),
    )
    return Said(what, advice)


def unknown_session(facts: Facts, texts: Texts) -> Said:
    advice = texts.count("There is {number} session.", "There are {number} sessions.", facts["count"])
    what = texts.say("no session has the id {found}", found=quoted(facts["found"], texts))
    return Said(what, with_near(advice, facts, texts))


def unknown_group(facts: Facts, texts: Texts) -> Said:
    what = texts.say(
        "the session {session} has no group {found}",
        session=texts.plain(facts["session"]),
        found=quoted(facts["found"], texts),
    )
    advice = texts.say("Its groups: {names}.", names=names(facts["allowed"], texts))
    return Said(what, with_near(advice, facts, texts))


def no_group(facts: Facts, texts: Texts) -> Said:
    return Said(
        texts.say("the session {session} has several groups; which one?", session=texts.plain(facts["session"])),
        texts.say("Its groups: {names}.", names=names(facts["allowed"], texts)),
    )


def enrolled_twice(facts: Facts, texts: Texts) -> Said:
    return Said(
        texts.say("the person of this row is already enrolled in it"),
        texts.say("By this row: {first}. Delete one of them.", first=texts.plain(facts["first"])),
    )


def in_two_groups(facts: Facts, texts: Texts) -> Said:
    return Said(
        texts.say(
            "the person of this row is already in another group of the session {session}",
            session=texts.plain(facts["session"]),
        ),
        texts.say("By this row: {first}. Delete one of them.", first=texts.plain(facts["first"])),
    )


def overfull(facts: Facts, texts: Texts) -> Said:
    return Said(
        texts.say(
            "the group {group} has {size} places, {count} people are enrolled in it",
            group=quoted(facts["group"], texts),
            size=facts["size"],
            count=facts["count"],
        ),
        texts.say("Correct its size, or leave it out: it is then counted."),
    )


def advice_in_tables(id: str, texts: Texts) -> str | None:
    """What to do about a cell, where that is not what a session file asks for."""
    if id in ("not-a-date", "no-such-date"):
        return texts.say("Write the day, the month and the year, 13/01/2027, or a date of the spreadsheet program.")
    if id in ("unknown-department", "department-not-text"):
        return texts.say("A department is its code or its name: 69, 2A, 01 Ain, Ain.")
    if id in ("no-trainer", "too-few-trainers"):
        team = quoted(column_name("trainers", texts), texts)
        return texts.say("Name those who can lead it in the column {column}: “durand ; martin”.", column=team)
    if id == "not-a-count":
        return texts.say("Write it in figures: 20.")
    return None


def column_name(role: str, texts: Texts) -> str:
    """What a column of an academy's tables is called, in the reader's language (any case and accents are read)."""
    said = {
        "id": texts.say("Id"),
        "title": texts.say("Title"),
        "parcours": texts.say("Parcours"),
        "department": texts.say("Department"),
        "first": texts.say("First day"),
        "last": texts.say("Last day"),
        "trainers": texts.say("Team"),
        "groups": texts.say("Groups"),
        "priority": texts.say("Priority"),
        "working_hours": texts.say("Working hours"),
        "preferred": texts.say("Preferred hours"),
        "weekly_cap": texts.say("Weekly cap"),
        "absences": texts.say("Absences"),
        "capacity": texts.say("Capacity"),
        "trainer_gap": texts.say("Trainer gap"),
        "stays_open": texts.say("Stays open"),
        "contextualisation": texts.say("Contextualisation"),
        "name": texts.say("Name"),
        "first_name": texts.say("First name"),
        "email": texts.say("E-mail"),
        "expertise": texts.say("Expertise"),
        "busy": texts.say("Busy calendar (.ics)"),
        "max_delivery_day": texts.say("Delivery a day"),
        "max_delivery_week": texts.say("Delivery a week"),
        "weekly_limit": texts.say("Weekly limit"),
        "person": texts.say("Person"),
        "session": texts.say("Session"),
        "group": texts.say("Group"),
        "setting": texts.say("Setting"),
        "value": texts.say("Value"),
    }
    return said[role]


COLUMNS: Mapping[str, tuple[str, ...]] = {
    "sessions": (
        *("id", "title", "parcours", "department", "first", "last", "trainers", "groups", "priority"),
        *("working_hours", "preferred", "weekly_cap", "absences", "capacity", "trainer_gap", "stays_open"),
        "contextualisation",
    ),
    "trainers": (
        *("id", "name", "first_name", "email", "department", "expertise", "absences", "busy", "working_hours"),
        *("max_delivery_day", "max_delivery_week", "weekly_limit"),
    ),
    "enrolments": ("person", "session", "group"),
    "settings": ("setting", "value"),
}
"""The columns of each table, in the order in which the template has them."""


def _columns_expected(kind: str | None, texts: Texts) -> str:
    columns = ", ".join(column_name(role, texts) for role in COLUMNS[kind or "sessions"])
    return texts.say("The columns are: {columns}.", columns=columns)


def _template(texts: Texts) -> str:
    return texts.say("“planner batch --template” writes an empty table with all of them.")


def unknown_format(facts: Facts, texts: Texts) -> Said:
    return Said(
        texts.say("this is not what “planner batch” of this version wrote"),
        texts.say("Its first line says {format}. Run “planner batch” again.", format=facts["expected"]),
    )


ACADEMY_TEXTS: Mapping[str, Callable[[Facts, Texts], Said]] = {
    "table-not-a-table": not_a_table,
    "table-empty": empty,
    "table-broken-workbook": broken_workbook,
    "table-too-many-rows": too_many_rows,
    "table-quotes": quotes,
    "table-no-header": no_header,
    "table-no-rows": no_rows,
    "table-missing-column": missing_column,
    "table-column-twice": column_twice,
    "table-unknown-column": unknown_column,
    "table-empty-cell": empty_cell,
    "table-formula": formula,
    "table-unknown-parcours": unknown_parcours,
    "table-trainer-form": trainer_form,
    "table-unknown-trainer": unknown_trainer,
    "table-absent-stranger": absent_stranger,
    "table-named-twice": named_twice,
    "table-trainer-twice": trainer_twice,
    "table-no-size": no_size,
    "table-no-groups": no_groups,
    "table-unknown-setting": unknown_setting,
    "trainer-of-two": trainer_of_two,
    "enrolment-unknown-session": unknown_session,
    "enrolment-unknown-group": unknown_group,
    "enrolment-no-group": no_group,
    "enrolled-twice": enrolled_twice,
    "enrolled-in-two-groups": in_two_groups,
    "group-overfull": overfull,
    "unknown-academy-format": unknown_format,
}
