"""Findings about logs of hours: the file as a whole, its header, its rows.

A row is named by its number and shown by the one cell in question: the rest of it may name people.
"""

from collections.abc import Callable, Mapping

from planner.messages.finding_words import Said, names, quoted, with_near
from planner.messages.reports import phase_name
from planner.messages.texts import Texts
from planner.outcome import Facts


def not_a_table(facts: Facts, texts: Texts) -> Said:
    kinds = {
        "office": texts.say("a document of an old office program"),
        "UTF-16": texts.say("a text in {kind}", kind="UTF-16"),
        "UTF-32": texts.say("a text in {kind}", kind="UTF-32"),
        "zip": texts.say("an archive or a word processor's document"),
        "PDF": texts.say("a PDF file"),
        "image": texts.say("an image"),
    }
    kind = kinds.get(facts.get("kind", ""), texts.say("not a table"))
    return Said(
        texts.say("{name} is {kind}; a log of hours is expected", name=quoted(facts["name"], texts), kind=kind),
        texts.say("Save it as .xlsx, .ods or CSV (UTF-8) in your spreadsheet program."),
    )


def empty_log(facts: Facts, texts: Texts) -> Said:
    return Said(texts.say("{name} is empty", name=quoted(facts["name"], texts)), _columns_expected(texts))


def broken_workbook(facts: Facts, texts: Texts) -> Said:
    return Said(
        texts.say("the spreadsheet {name} is broken", name=quoted(facts["name"], texts)),
        texts.say("Open it in your spreadsheet program and save it again, as .xlsx, .ods or CSV."),
    )


def no_header(facts: Facts, texts: Texts) -> Said:
    return Said(
        texts.say("none of the first rows of {name} names the columns of a log", name=quoted(facts["name"], texts)),
        _columns_expected(texts),
    )


def missing_column(facts: Facts, texts: Texts) -> Said:
    lacking = texts.listing([column_name(role, texts) for role in facts["missing"]])
    what = texts.say("no column says {columns}", columns=lacking)
    if connection := facts["left_out"].get("connection"):
        refused = texts.say(
            "The column {names} is not taken for it: what a platform records of connections is not read.",
            names=names(connection, texts),
        )
        return Said(what, f"{refused} {_columns_expected(texts)}")
    return Said(what, _columns_expected(texts))


def column_twice(facts: Facts, texts: Texts) -> Said:
    said = texts.listing([quoted(name, texts) for name in facts["names"]])
    role = column_name(facts["role"], texts)
    return Said(
        texts.say("several columns say {column}: {names}", column=role, names=said),
        texts.say("Keep one of them, or rename the others."),
    )


def too_many_rows(facts: Facts, texts: Texts) -> Said:
    return Said(
        texts.say("the log has more than {limit} rows", limit=facts["limit"]),
        texts.say("The rows from here on were not read. Split the file."),
    )


def no_rows(facts: Facts, texts: Texts) -> Said:
    return Said(
        texts.say("the log has a header and no row"),
        texts.say("A row says the session, the phase and the hours that a trainer noted."),
    )


def quotes(facts: Facts, texts: Texts) -> Said:
    what = texts.say("a quotation mark is not closed, or stands in the middle of a cell")
    if facts["swallowed"]:
        what = texts.count(
            "a quotation mark is not closed: this row and {number} more cannot be read",
            "a quotation mark is not closed: this row and {number} more cannot be read",
            facts["swallowed"],
        )
    return Said(what, texts.say("Write it twice inside a cell in quotation marks, or take it out."))


def too_many_cells(facts: Facts, texts: Texts) -> Said:
    return Said(
        texts.say("the row has {cells} cells, the header {columns}", cells=facts["cells"], columns=facts["columns"]),
        texts.say("A comma in a number may have cut it: write it in quotation marks, “3,5”, or separate with “;”."),
    )


def row_twice(facts: Facts, texts: Texts) -> Said:
    return Said(
        texts.say("the row is the same as row {first}", first=facts["first"]),
        texts.say("It was counted once. Where both are meant, add them up in one row."),
    )


def empty_cell(facts: Facts, texts: Texts) -> Said:
    several = texts.listing([quoted(name, texts) for name in facts["columns"]])
    return Said(
        texts.say("nothing is written in the column {columns}", columns=several),
        texts.say("Fill it in, or delete the row. A formula counts once its result was saved."),
    )


def unknown_phase(facts: Facts, texts: Texts) -> Said:
    return Said(
        texts.say("{found} is not a phase", found=quoted(facts["found"], texts)),
        texts.say("The phases are: préparation, mise en œuvre, bilan (preparation, delivery, review)."),
    )


def unknown_unit(facts: Facts, texts: Texts) -> Said:
    return Said(
        texts.say("{found} is not a unit of time", found=quoted(facts["found"], texts)),
        texts.say("The units are h and min."),
    )


def not_hours(facts: Facts, texts: Texts) -> Said:
    return Said(_in_column(facts, texts), _hours_expected(texts))


def is_a_date(facts: Facts, texts: Texts) -> Said:
    return Said(
        texts.say("in the column {column}, {found} is a date", **_cell(facts, texts)),
        texts.say("Spreadsheet programs turn “3.5” or “3/5” into a date. Format the cell as a number and write 3,5."),
    )


def below_zero(facts: Facts, texts: Texts) -> Said:
    return Said(
        texts.say("in the column {column}, {found} is less than nothing", **_cell(facts, texts)),
        _hours_expected(texts),
    )


def no_hours(facts: Facts, texts: Texts) -> Said:
    return Said(
        texts.say("in the column {column}, {found} cannot be compared with an estimate", **_cell(facts, texts)),
        texts.say("Hours are more than 0. Leave out what was not noted."),
    )


def absurd_hours(facts: Facts, texts: Texts) -> Said:
    return Said(
        texts.say(
            "in the column {column}, {found} means {hours} h; at most {limit} h are believed of one row",
            **_cell(facts, texts),
            hours=facts["hours"],
            limit=facts["limit"],
        ),
        texts.say("Are these minutes? Then write the unit: 210 min."),
    )


def unknown_session(facts: Facts, texts: Texts) -> Said:
    what = texts.say("no session file has the id {found}", found=quoted(facts["found"], texts))
    advice = texts.say("A row names its session by the id in the session file; --sessions says which files are read.")
    return Said(what, with_near(advice, facts, texts))


def unknown_trainer(facts: Facts, texts: Texts) -> Said:
    return Said(
        texts.say(
            "the session {session} has no trainer {found}",
            session=quoted(facts["session"], texts),
            found=quoted(facts["found"], texts),
        ),
        texts.say("A trainer is named by the id, the name or the e-mail address in the session file."),
    )


def no_parcours(facts: Facts, texts: Texts) -> Said:
    return Said(
        texts.say("nothing says of which parcours the session {session} is", session=quoted(facts["session"], texts)),
        texts.say("Give the session files with --sessions, or add a column “parcours”."),
    )


def wrong_parcours(facts: Facts, texts: Texts) -> Said:
    return Said(
        texts.say("{found} is not the id of a parcours", found=quoted(facts["found"], texts)),
        texts.say("A row names its parcours by the id in the parcours file: letters, figures, “-”, “_” and “.”."),
    )


def no_estimate(facts: Facts, texts: Texts) -> Said:
    return Said(
        texts.say("nothing says what was estimated for {what}", what=_session_and_phase(facts, texts)),
        texts.say("Give the session files with --sessions, or add a column “estimated”."),
    )


def nothing_estimated(facts: Facts, texts: Texts) -> Said:
    return Said(
        texts.say("nothing was estimated for this trainer in {what}", what=_session_and_phase(facts, texts)),
        texts.say("Without an estimate there is nothing to correct: check the phase and the trainer."),
    )


def estimates_differ(facts: Facts, texts: Texts) -> Said:
    return Said(
        texts.say(
            "the rows {rows} give different estimates for {what}",
            rows=_rows(facts, texts),
            what=_session_and_phase(facts, texts),
        ),
        texts.say("The estimate is that of the session and phase, or of the trainer where the row names one."),
    )


def parcours_differ(facts: Facts, texts: Texts) -> Said:
    return Said(
        texts.say(
            "the rows {rows} give {what} to different parcours",
            rows=_rows(facts, texts),
            what=_session_and_phase(facts, texts),
        ),
        texts.say("A session is one run of one parcours."),
    )


def sixty_times(facts: Facts, texts: Texts) -> Said:
    what = texts.say(
        "{noted} for {what}, where about {usual} is usual",
        noted=texts.duration(facts["noted_min"]),
        what=_session_and_phase(facts, texts),
        usual=texts.duration(facts["usual_min"]),
    )
    if facts["noted_min"] > facts["usual_min"]:
        return Said(what, texts.say("These are probably minutes: write the unit, 210 min. The row was left out."))
    return Said(what, texts.say("These are probably hours: write the unit, 3 h 30. The row was left out."))


def column_name(role: str, texts: Texts) -> str:
    """What a column of a log says."""
    said = {
        "session": texts.say("the session"),
        "parcours": texts.say("the parcours"),
        "phase": texts.say("the phase"),
        "trainer": texts.say("the trainer"),
        "noted": texts.say("the hours"),
        "estimated": texts.say("the estimate"),
        "unit": texts.say("the unit"),
        "preparation": phase_name("preparation", texts),
        "delivery": phase_name("delivery", texts),
        "review": phase_name("review", texts),
    }
    return said[role]


def _columns_expected(texts: Texts) -> str:
    return texts.say(
        "A log has the columns session, phase and heures (hours), or session and one column of hours for each phase;"
        " parcours, formateur (trainer) and estimé (estimated) may stand beside them."
    )


def _hours_expected(texts: Texts) -> str:
    return texts.say("Hours are written 3,5 or 3 h 30 or 210 min.")


def _in_column(facts: Facts, texts: Texts) -> str:
    return texts.say("in the column {column}, {found} is not a number of hours", **_cell(facts, texts))


def _cell(facts: Facts, texts: Texts) -> dict[str, object]:
    return {"column": quoted(facts["column"], texts), "found": quoted(facts["found"], texts)}


def _rows(facts: Facts, texts: Texts) -> str:
    return names([str(row) for row in facts["rows"]], texts)


def _session_and_phase(facts: Facts, texts: Texts) -> str:
    session, phase = quoted(facts["session"], texts), phase_name(facts["phase"], texts)
    return texts.say("the session {session}, {phase}", session=session, phase=phase)


LOG_TEXTS: Mapping[str, Callable[[Facts, Texts], Said]] = {
    "log-not-a-table": not_a_table,
    "log-empty": empty_log,
    "log-broken-workbook": broken_workbook,
    "log-no-header": no_header,
    "log-missing-column": missing_column,
    "log-column-twice": column_twice,
    "log-too-many-rows": too_many_rows,
    "log-no-rows": no_rows,
    "log-quotes": quotes,
    "log-too-many-cells": too_many_cells,
    "log-row-twice": row_twice,
    "log-empty-cell": empty_cell,
    "log-unknown-phase": unknown_phase,
    "log-unknown-unit": unknown_unit,
    "log-not-hours": not_hours,
    "log-is-a-date": is_a_date,
    "log-below-zero": below_zero,
    "log-no-hours": no_hours,
    "log-absurd-hours": absurd_hours,
    "log-unknown-session": unknown_session,
    "log-unknown-trainer": unknown_trainer,
    "log-no-parcours": no_parcours,
    "log-wrong-parcours": wrong_parcours,
    "log-no-estimate": no_estimate,
    "log-nothing-estimated": nothing_estimated,
    "log-estimates-differ": estimates_differ,
    "log-parcours-differ": parcours_differ,
    "log-sixty-times": sixty_times,
}
