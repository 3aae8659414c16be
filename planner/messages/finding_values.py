"""Findings about one value: a key, a type, a text that cannot be read."""

from collections.abc import Callable, Mapping

from planner.messages.finding_words import Said, names, owner, quoted, with_near
from planner.messages.texts import Texts
from planner.outcome import Facts


def missing_key(facts: Facts, texts: Texts) -> Said:
    return Said(
        texts.say("{key} is missing in {owner}", key=quoted(facts["key"], texts), owner=owner(facts, texts)),
        texts.say("Add it: {key}: ...", key=texts.plain(facts["key"])),
    )


def unknown_key(facts: Facts, texts: Texts) -> Said:
    what = texts.say("unknown key {key} in {owner}", key=quoted(facts["key"], texts), owner=owner(facts, texts))
    allowed = facts["allowed"]
    if not allowed:
        return Said(what)
    return Said(what, with_near(texts.say("The keys here are: {keys}.", keys=names(allowed, texts)), facts, texts))


def unknown_value(facts: Facts, texts: Texts) -> Said:
    advice = texts.say("It is one of: {choices}.", choices=names(facts["allowed"], texts))
    return Said(
        texts.say("{key} cannot be {found}", found=quoted(facts["found"], texts), key=texts.plain(facts["key"])),
        with_near(advice, facts, texts),
    )


def no_value(facts: Facts, texts: Texts) -> Said:
    return Said(
        texts.say("{key} has no value", key=quoted(facts["key"], texts)),
        texts.say("Write one after the colon, or remove the key."),
    )


def number_not_text(facts: Facts, texts: Texts) -> Said:
    found, key = texts.plain(str(facts["found"])), texts.plain(facts["key"])
    return Said(
        texts.say("{found} is a number; {key} is a text", found=found, key=key),
        texts.say('Write it in quotes: {key}: "{found}"', key=key, found=found),
    )


def department_not_text(facts: Facts, texts: Texts) -> Said:
    found, meant = texts.plain(str(facts["found"])), facts.get("meant")
    what = texts.say("department {found} is a number; departments are texts", found=found)
    if not meant:
        return Said(what, texts.say('Write its code in quotes: department: "69".'))
    code, name = meant
    advice = texts.say('Write it in quotes: department: "{code}" ({name}).', code=code, name=name)
    if found.startswith("0"):
        because = texts.say("Without quotes YAML reads {found} as the number {number}.", found=found, number=int(found))
        advice = f"{advice} {because}"
    return Said(what, advice)


def not_text(facts: Facts, texts: Texts) -> Said:
    key = texts.plain(facts["key"])
    if facts["is_a"] == "yes-no":
        return Said(
            texts.say("{found} means yes or no; {key} is a text", found=texts.plain(facts["found"]), key=key),
            texts.say('Write it in quotes: {key}: "{found}"', key=key, found=texts.plain(facts["found"])),
        )
    return Said(
        texts.say("{key} is a text, not a list and not keys", key=quoted(key, texts)),
        texts.say("Write one text after the colon. A text that begins with a bracket is written in quotes."),
    )


def not_a_count(facts: Facts, texts: Texts) -> Said:
    return Said(
        texts.say("{key} is a whole number", key=quoted(facts["key"], texts)),
        texts.say("Write it in figures, without quotes: {key}: 20", key=texts.plain(facts["key"])),
    )


def not_yes_no(facts: Facts, texts: Texts) -> Said:
    return Said(
        texts.say("{key} is true or false", key=quoted(facts["key"], texts)),
        texts.say("Write true or false, without quotes; yes and no are texts."),
    )


def not_a_list(facts: Facts, texts: Texts) -> Said:
    return Said(
        texts.say("{key} is a list", key=quoted(facts["key"], texts)),
        texts.say("Begin each of its lines with “-”, or write it in brackets: [a, b]."),
    )


def not_keys(facts: Facts, texts: Texts) -> Said:
    return Said(
        texts.say("keys with their values are expected for {key}", key=quoted(facts["key"], texts)),
        texts.say("Write them in braces, as in window: {{first: 2026-11-30, last: 2027-03-26}}"),
    )


def too_many(facts: Facts, texts: Texts) -> Said:
    return Said(
        texts.say("{key} has {count} entries", key=quoted(facts["key"], texts), count=facts["count"]),
        texts.say("There are at most {limit}. A larger session is cut into several.", limit=facts["limit"]),
    )


def too_few(facts: Facts, texts: Texts) -> Said:
    return Said(
        texts.say("{key} is empty", key=quoted(facts["key"], texts)),
        texts.count("At least {number} entry is needed.", "At least {number} entries are needed.", facts["limit"]),
    )


def out_of_range(facts: Facts, texts: Texts) -> Said:
    what = texts.say("{key} is {found}", key=quoted(facts["key"], texts), found=texts.plain(str(facts["found"])))
    if facts["high"] is None:
        return Said(what, texts.say("It is at least {low}.", low=facts["low"]))
    return Said(what, texts.say("It is at most {high}.", high=facts["high"]))


def empty_text(facts: Facts, texts: Texts) -> Said:
    return Said(
        texts.say("{key} is empty", key=quoted(facts["key"], texts)),
        texts.say("Write a text, or remove the key where it is not needed."),
    )


def text_too_long(facts: Facts, texts: Texts) -> Said:
    return Said(
        texts.say(
            "{key} has {count} characters", key=quoted(facts["key"], texts), count=texts.plain(str(facts["found"]))
        ),
        texts.say("There are at most {limit}.", limit=facts["limit"]),
    )


def wrong_id(facts: Facts, texts: Texts) -> Said:
    return Said(
        texts.say("{found} cannot be an id", found=quoted(facts["found"], texts)),
        texts.say(
            "Files are named after ids: at most 64 letters without accents, figures, “-”, “_” and “.” "
            "between two of them, a letter or a figure first; no spaces. The title says the rest."
        ),
    )


def not_a_duration(facts: Facts, texts: Texts) -> Said:
    if facts["is_a"] == "number":
        found = texts.plain(str(facts["found"]))
        return Said(
            texts.say("{found} has no unit", found=found),
            texts.say("A duration is written 1h30, 90 min or PT1H30M. Is it {found} min or {found}h?", found=found),
        )
    return Said(
        texts.say("{found} is no duration", found=quoted(facts["found"], texts)),
        texts.say("Durations are written 1h30, 90 min or PT1H30M."),
    )


def no_duration(facts: Facts, texts: Texts) -> Said:
    return Said(
        texts.say("{key} is {found}", key=quoted(facts["key"], texts), found=quoted(facts["found"], texts)),
        texts.say("It is longer than 0 min: 1h30, 45 min. Remove what takes no time."),
    )


def not_a_gap(facts: Facts, texts: Texts) -> Said:
    if facts["is_a"] == "number":
        found = texts.plain(str(facts["found"]))
        return Said(
            texts.say("{found} has no unit", found=found),
            texts.say("A gap is a number of days or weeks. Is it {found}d or {found}w?", found=found),
        )
    return Said(
        texts.say("{found} is no number of days", found=quoted(facts["found"], texts)),
        texts.say("Gaps are written 7d or 2w (days, weeks)."),
    )


def not_a_date(facts: Facts, texts: Texts) -> Said:
    return Said(
        texts.say("{found} is no date", found=quoted(facts["found"], texts)),
        texts.say("Dates are written year-month-day: 2027-01-13."),
    )


def no_such_date(facts: Facts, texts: Texts) -> Said:
    return Said(
        texts.say("there is no {found} in the calendar", found=quoted(facts["found"], texts)),
        texts.say("Check the day and the month: year-month-day."),
    )


def not_a_week(facts: Facts, texts: Texts) -> Said:
    return Said(
        texts.say("{found} is no week", found=quoted(facts["found"], texts)),
        texts.say("Weeks are written 2027-W03: the year, W, and the number of the ISO week in two figures."),
    )


def no_such_week(facts: Facts, texts: Texts) -> Said:
    return Said(
        texts.say("there is no week {found}", found=quoted(facts["found"], texts)),
        texts.say("A year has 52 ISO weeks, some have 53."),
    )


def not_a_day_range(facts: Facts, texts: Texts) -> Said:
    return Said(
        texts.say("{key} holds days", key=quoted(facts["key"], texts)),
        texts.say("Write one day, 2027-01-18, or the first and the last: 2027-01-18/2027-01-22."),
    )


def not_weekly_hours(facts: Facts, texts: Texts) -> Said:
    return Said(
        texts.say("weekly hours are expected for {key}", key=quoted(facts["key"], texts)),
        texts.say("Write them so: {{wed: 13:30-17:30, mon-fri: 17:00-18:30}}"),
    )


def wrong_hours(facts: Facts, texts: Texts) -> Said:
    found = quoted(facts["found"], texts)
    form = texts.say("Write them so: {{wed: 13:30-17:30, mon-fri: 17:00-18:30}}")
    said = {
        "weekday": Said(
            texts.say("{found} is no weekday", found=found),
            texts.say("The days are mon, tue, wed, thu, fri, sat, sun, and ranges of them: mon-fri."),
        ),
        "interval": Said(texts.say("{found} is no interval of hours", found=found), form),
        "reversed": Said(
            texts.say("{found} ends before it begins", found=found), texts.say("The earlier end stands first.")
        ),
        "overlap": Said(
            texts.say("intervals of {found} overlap", found=found), texts.say("Write them as one, or apart.")
        ),
        "twice": Said(
            texts.say("the hours of {found} are given twice", found=found),
            texts.say("A day stands in one range; the same day alone wins over it."),
        ),
    }
    return said[facts["fault"]]


def not_a_moment(facts: Facts, texts: Texts) -> Said:
    return Said(
        texts.say("a date, or a date and an hour, is expected"),
        texts.say("Write 2027-01-13 or 2027-01-13T17:00."),
    )


def not_an_instant(facts: Facts, texts: Texts) -> Said:
    return Said(
        texts.say("{found} is no moment with its offset", found=quoted(facts["found"], texts)),
        texts.say("Moments are written 2027-01-13T16:00:00+00:00: day, hour and distance from UTC."),
    )


def not_a_time(facts: Facts, texts: Texts) -> Said:
    return Said(
        texts.say("{found} is no hour of the day", found=quoted(facts["found"], texts)),
        texts.say("Hours are written 17:00, from 00:00 to 23:59."),
    )


def wrong_email(facts: Facts, texts: Texts) -> Said:
    return Said(
        texts.say("{found} is no e-mail address", found=quoted(facts["found"], texts)),
        texts.say("Write name@example.org alone."),
    )


def wrong_link(facts: Facts, texts: Texts) -> Said:
    return Said(
        texts.say("{found} is no web link", found=quoted(facts["found"], texts)),
        texts.say("A link begins with https:// or http:// and holds no spaces and no accents."),
    )


def wrong_value(facts: Facts, texts: Texts) -> Said:
    return Said(
        texts.say("{key} cannot be read", key=quoted(facts["key"], texts)),
        texts.say("Compare it with the examples."),
    )


def unknown_format(facts: Facts, texts: Texts) -> Said:
    return Said(
        texts.say("this is not a plan of this program's version"),
        texts.say("Its first line says {format}. Write it again with “planner plan”.", format=facts["expected"]),
    )


VALUE_TEXTS: Mapping[str, Callable[[Facts, Texts], Said]] = {
    "missing-key": missing_key,
    "unknown-key": unknown_key,
    "unknown-value": unknown_value,
    "no-value": no_value,
    "number-not-text": number_not_text,
    "department-not-text": department_not_text,
    "not-text": not_text,
    "not-a-count": not_a_count,
    "not-yes-no": not_yes_no,
    "not-a-list": not_a_list,
    "not-keys": not_keys,
    "too-many": too_many,
    "too-few": too_few,
    "out-of-range": out_of_range,
    "empty-text": empty_text,
    "text-too-long": text_too_long,
    "wrong-id": wrong_id,
    "not-a-duration": not_a_duration,
    "no-duration": no_duration,
    "not-a-gap": not_a_gap,
    "not-a-date": not_a_date,
    "no-such-date": no_such_date,
    "not-a-week": not_a_week,
    "no-such-week": no_such_week,
    "not-a-day-range": not_a_day_range,
    "not-weekly-hours": not_weekly_hours,
    "wrong-hours": wrong_hours,
    "not-a-moment": not_a_moment,
    "not-an-instant": not_an_instant,
    "not-a-time": not_a_time,
    "wrong-email": wrong_email,
    "wrong-link": wrong_link,
    "wrong-value": wrong_value,
    "unknown-format": unknown_format,
}
