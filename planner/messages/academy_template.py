"""The words of the empty spreadsheet: its sheets, what each column means, an example."""

from collections.abc import Callable, Mapping, Sequence

from planner.messages.texts import Texts


def sheet_name(kind: str, texts: Texts) -> str:
    """What a sheet is called; `planner.files.academy_columns` knows these names."""
    return {
        "introduction": texts.say("Read me"),
        "sessions": texts.say("Sessions"),
        "trainers": texts.say("Trainers"),
        "enrolments": texts.say("Enrolments"),
        "settings": texts.say("Settings"),
        "lists": texts.say("Lists"),
    }[kind]


def introduction(texts: Texts) -> Sequence[str]:
    """What to do with the spreadsheet, one text a paragraph."""
    return (
        texts.say(
            "One row a session, on the sheet that follows. Columns in blue must be filled in; the others may be."
        ),
        texts.say(
            "Parcours are files (.yaml) that lie beside this spreadsheet, or in a folder beside it: name them by their"
            " id or by their path."
        ),
        texts.say("Then: planner batch this-file.xlsx. Every error is said by its sheet, row and column."),
        texts.say("This sheet and the example on it are not read. Columns may change places, and be deleted."),
    )


def _id(texts: Texts) -> str:
    return texts.say("Letters without accents, figures, “-”, “_” and “.”; the session’s folder is named after it.")


def _hours(texts: Texts) -> str:
    return texts.say("wed 13:30-17:30; mon-fri 17:00-18:30 (a day alone wins over days that follow one another)")


def _absences(texts: Texts) -> str:
    return texts.say("Days and periods: 18/01/2027-22/01/2027, 01/02/2027.")


def _session_id(texts: Texts) -> str:
    return texts.say("The id of the session, as on the sheet of sessions.")


COLUMN_HINTS: Mapping[tuple[str, str], Callable[[Texts], str]] = {
    ("sessions", "id"): _id,
    ("sessions", "title"): lambda texts: texts.say("What calendars show."),
    ("sessions", "parcours"): lambda texts: texts.say("The id of the parcours, or the path of its file."),
    ("sessions", "department"): lambda texts: texts.say("Gives the zone, the public holidays and the clock."),
    ("sessions", "first"): lambda texts: texts.say("The first day on which something may take place."),
    ("sessions", "last"): lambda texts: texts.say("The last day, included."),
    ("sessions", "trainers"): lambda texts: texts.say(
        "Ids, names or addresses of the trainers’ sheet, separated by “;”. Without that sheet: id Name <address>."
    ),
    ("sessions", "groups"): lambda texts: texts.say(
        "Groups and sizes: lyon: 22; vienne: 18. Without sizes, enrolments are counted; one group: its size alone."
    ),
    ("sessions", "priority"): lambda texts: texts.say(
        "From 1 (usual) to 1000: where not everything fits, the highest are placed."
    ),
    ("sessions", "working_hours"): _hours,
    ("sessions", "preferred"): lambda texts: texts.say("Hours to prefer, inside the working hours."),
    ("sessions", "weekly_cap"): lambda texts: texts.say("What a participant is asked in a week at most (2h)."),
    ("sessions", "absences"): lambda texts: texts.say(
        "Of the team, for this session: durand: 18/01/2027-22/01/2027; martin: 01/02/2027. Without a name: of all."
    ),
    ("sessions", "capacity"): lambda texts: texts.say("Participants of a virtual class at most (25)."),
    ("sessions", "trainer_gap"): lambda texts: texts.say("Between two classes of one trainer (15 min)."),
    ("sessions", "stays_open"): lambda texts: texts.say("Whether contents stay open after the last day."),
    ("sessions", "contextualisation"): lambda texts: texts.say("How far the team fits the parcours to its audience."),
    ("trainers", "id"): lambda texts: texts.say("The same id is the same person in all sessions."),
    ("trainers", "name"): lambda texts: texts.say("First name and name, or the name alone beside a first name."),
    ("trainers", "first_name"): lambda texts: texts.say("Only where the name stands alone."),
    ("trainers", "email"): lambda texts: texts.say("The address."),
    ("trainers", "department"): lambda texts: texts.say("Where it is not that of the sessions."),
    ("trainers", "expertise"): lambda texts: texts.say("Confirmed is the usual."),
    ("trainers", "absences"): _absences,
    ("trainers", "busy"): lambda texts: texts.say("Calendars (.ics), by their paths from here, separated by “;”."),
    ("trainers", "working_hours"): _hours,
    ("trainers", "max_delivery_day"): lambda texts: texts.say("Live hours a day at most: 3h."),
    ("trainers", "max_delivery_week"): lambda texts: texts.say("Live hours a week at most: 8h."),
    ("trainers", "weekly_limit"): lambda texts: texts.say("Work a week from which it is too much (6h)."),
    ("enrolments", "person"): lambda texts: texts.say(
        "A number or a code of the person, the same in all sessions. No name is needed, and none is read."
    ),
    ("enrolments", "session"): _session_id,
    ("enrolments", "group"): lambda texts: texts.say("The id or the name of the group; not needed where there is one."),
    ("settings", "setting"): lambda texts: texts.say("What holds for all sessions that say nothing else."),
}


def example_rows(kind: str, texts: Texts) -> Sequence[Sequence[str]]:
    """An example of a sheet's rows, in the order of its first columns."""
    days = ("30/11/2026", "26/03/2027") if texts.lang == "fr" else ("2026-11-30", "2027-03-26")
    rows: Mapping[str, Sequence[Sequence[str]]] = {
        "sessions": [
            (
                *("ORAL-VAISE", texts.say("Teaching oral skills, Lyon Vaise"), "oral-cycle-3", "69 Rhône", *days),
                *("durand; martin", "vaise: 22; croix-rousse: 18", "1", _hours(texts).partition(" (")[0]),
            )
        ],
        "trainers": [("durand", "Alice Durand", "", "alice.durand@example.org", "", texts.say("confirmed"))],
        "enrolments": [("1043", "ORAL-VAISE", "vaise")],
        "settings": [(texts.say("Virtual rooms"), "6")],
    }
    return rows[kind]
