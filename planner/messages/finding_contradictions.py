"""Findings about values that contradict one another, or the school calendar."""

from collections.abc import Callable, Mapping

from planner.messages.finding_words import Said, kind_of_activity, names, quoted, with_near
from planner.messages.texts import Texts
from planner.outcome import Facts


def reversed_range(facts: Facts, texts: Texts) -> Said:
    return Said(
        texts.say("the last day, {last}, is before the first, {first}", **_range(facts, texts)),
        texts.say("The first day stands first; both days are included."),
    )


def window_too_long(facts: Facts, texts: Texts) -> Said:
    return Said(
        texts.say("the window has {days} days", days=facts["days"]),
        texts.say("It has at most {limit}. Is the year of {last} right?", limit=facts["limit"], **_range(facts, texts)),
    )


def window_outside_known_years(facts: Facts, texts: Texts) -> Said:
    zone = texts.plain(facts["zone"])
    what = texts.say(
        "the school holidays of zone {zone} ({name}) are not known on {day}",
        zone=zone,
        name=facts["name"],
        day=texts.day(facts["day"]),
    )
    if "last_known" not in facts:
        return Said(what, texts.say("No school year of this zone is known. “planner holidays import” adds one."))
    return Said(
        what,
        texts.say(
            "They are known from {first} to {last}. Keep the window inside, or add the year with "
            "“planner holidays import” once it is published.",
            first=texts.day(facts["first_known"]),
            last=texts.day(facts["last_known"]),
        ),
    )


def unknown_department(facts: Facts, texts: Texts) -> Said:
    advice = texts.say('A department is its code in quotes: "01" to "95", "2A", "2B", "971" and following.')
    if facts["near"]:
        code, name = facts["near"][0]
        meant = texts.say('Did you mean "{code}" ({name})?', code=code, name=name)
        advice = f"{advice} {meant}"
    return Said(texts.say("there is no department {found}", found=quoted(facts["found"], texts)), advice)


def no_school_zone(facts: Facts, texts: Texts) -> Said:
    return Said(
        texts.say("{name} ({code}) has no school calendar", name=facts["name"], code=facts["found"]),
        texts.say("A session needs one. Give the department whose school holidays the people concerned keep."),
    )


def unknown_public_holiday(facts: Facts, texts: Texts) -> Said:
    advice = texts.say("The names are: {names}.", names=names(facts["allowed"], texts))
    return Said(
        texts.say("no department of the session has a public holiday {found}", found=quoted(facts["found"], texts)),
        with_near(advice, facts, texts),
    )


def derogation_outside_window(facts: Facts, texts: Texts) -> Said:
    return Said(
        texts.say("the week of {week} is outside the window", week=texts.day(facts["week"])),
        texts.say("The window goes from {first} to {last}.", **_range(facts, texts)),
    )


def derogation_twice(facts: Facts, texts: Texts) -> Said:
    return Said(
        texts.say("the week of {week} already has a derogation", week=texts.day(facts["week"])),
        texts.say("Keep one of them."),
    )


def wrong_grid(facts: Facts, texts: Texts) -> Said:
    return Said(
        texts.say("classes cannot start every {duration}", duration=texts.duration(facts["found_min"])),
        texts.say("start_grid is 15 min, 30 min or 1h."),
    )


def window_needed(facts: Facts, texts: Texts) -> Said:
    what = texts.say("window (R11) cannot be switched off: a plan needs a first and a last date")
    return Said(what, texts.say("Move the dates of window, or take away the fixed date that is in the way."))


def wrong_block(facts: Facts, texts: Texts) -> Said:
    return Said(
        texts.say("the smallest block is {duration}", duration=texts.duration(facts["found_min"])),
        texts.say("It is a multiple of 15 min: 30 min, 45 min, 1h."),
    )


def equal_ids(facts: Facts, texts: Texts) -> Said:
    found, other = quoted(facts["found"], texts), quoted(facts["other"], texts)
    if facts["found"] == facts["other"]:
        return Said(texts.say("the id {found} is already taken", found=found), texts.say("Give each its own id."))
    return Said(
        texts.say("the ids {found} and {other} differ in capitals only", found=found, other=other),
        texts.say("Files are named after ids, and some computers see no difference. Give each its own id."),
    )


def part_named_as_group(facts: Facts, texts: Texts) -> Said:
    return Said(
        texts.say("the id {found} is already taken", found=quoted(facts["found"], texts)),
        texts.say(
            "Group {split} is too large for its classes and is split into {split}-1, {split}-2, ... "
            "Give this group another id.",
            split=texts.plain(facts["split"]),
        ),
    )


def unknown_activity(facts: Facts, texts: Texts) -> Said:
    return Said(
        texts.say("there is no activity {found}", found=quoted(facts["found"], texts)),
        with_near(texts.say("Write the id of an activity of this session."), facts, texts),
    )


def unknown_group(facts: Facts, texts: Texts) -> Said:
    advice = texts.say("The groups are: {names}.", names=names(facts["allowed"], texts))
    return Said(
        texts.say("there is no group {found}", found=quoted(facts["found"], texts)), with_near(advice, facts, texts)
    )


def group_not_attending(facts: Facts, texts: Texts) -> Said:
    return Said(
        texts.say(
            "group {found} does not take part in activity {activity}",
            found=quoted(facts["found"], texts),
            activity=texts.plain(facts["activity"]),
        ),
        texts.say("Those who do: {names}.", names=names(facts["allowed"], texts)),
    )


def unknown_trainer(facts: Facts, texts: Texts) -> Said:
    advice = texts.say("Those who may lead it: {names}.", names=names(facts["allowed"], texts))
    if not facts["allowed"]:
        advice = texts.say("The session has no trainers yet: write them under trainers:.")
    return Said(
        texts.say("no trainer {found} may lead this", found=quoted(facts["found"], texts)),
        with_near(advice, facts, texts),
    )


def no_trainer(facts: Facts, texts: Texts) -> Said:
    return Said(
        texts.say("nobody can lead activity {activity}: the session has no trainers", activity=facts["activity"]),
        texts.say("Write them under trainers:, each with id: and name:."),
    )


def too_few_trainers(facts: Facts, texts: Texts) -> Said:
    return Said(
        texts.count(
            "activity {activity} needs {needed} trainers; {number} may lead it: {names}",
            "activity {activity} needs {needed} trainers; {number} may lead it: {names}",
            facts["count"],
            activity=facts["activity"],
            needed=facts["needed"],
            names=names(facts["trainers"], texts),
        ),
        texts.say("Ask for fewer with trainers_needed:, or name more under trainers:."),
    )


def capacity_exceeded_together(facts: Facts, texts: Texts) -> Said:
    return Said(
        texts.say(
            "activity {activity} brings {people} participants together; it holds {capacity}",
            activity=facts["activity"],
            people=facts["people"],
            capacity=facts["capacity"],
        ),
        texts.say("Remove together:, so that each group has its own class, or raise capacity:."),
    )


def no_activities(facts: Facts, texts: Texts) -> Said:
    return Said(
        texts.say("the session has no activities"),
        texts.say("Write them under activities:, or name the file of a parcours: parcours: neo.yaml"),
    )


def longer_than_a_day(facts: Facts, texts: Texts) -> Said:
    longest, hours = texts.duration(facts["longest_min"]), facts["hours"]
    what = texts.say(
        "activity {activity} lasts {duration}; the longest working interval of a day is {longest}",
        activity=facts["activity"],
        duration=texts.duration(facts["duration_min"]),
        longest=longest,
    )
    return Said(what, texts.say("Shorten it, cut it in two, or change {key}: in the rules.", key=hours))


def off_grid_duration(facts: Facts, texts: Texts) -> Said:
    minutes = facts["duration_min"]
    return Said(
        texts.say("{duration} of remote work cannot be dealt in quarter hours", duration=texts.duration(minutes)),
        texts.say(
            "From {smallest} on, durations are multiples of 15 min: {shorter} or {longer}.",
            smallest=texts.duration(facts["smallest_min"]),
            shorter=texts.duration(minutes - minutes % 15),
            longer=texts.duration(minutes + -minutes % 15),
        ),
    )


def key_not_for_kind(facts: Facts, texts: Texts) -> Said:
    kinds = texts.listing([kind_of_activity(kind, texts) for kind in facts["allowed"]])
    return Said(
        texts.say(
            "{key} has no meaning for {kind}",
            key=quoted(facts["key"], texts),
            kind=kind_of_activity(facts["kind"], texts),
        ),
        texts.say("Remove it; it is for {kinds}.", kinds=kinds),
    )


def refers_to_itself(facts: Facts, texts: Texts) -> Said:
    return Said(
        texts.say("activity {activity} waits for itself", activity=facts["activity"]),
        texts.say("Write the id of another activity after {key}:.", key=facts["key"]),
    )


def no_shared_group(facts: Facts, texts: Texts) -> Said:
    return Said(
        texts.say(
            "no group does both {activity} and {other}, so neither waits for the other",
            activity=facts["activity"],
            other=facts["other"],
        ),
        texts.say("Remove it, or give the two activities a group in common."),
    )


def gap_reversed(facts: Facts, texts: Texts) -> Said:
    return Said(
        texts.say(
            "the smallest gap, {min_days} days, is more than the largest, {max_days} days",
            min_days=facts["min_days"],
            max_days=facts["max_days"],
        ),
        texts.say("Exchange them, or remove one."),
    )


def circle(facts: Facts, texts: Texts) -> Said:
    """The whole circle, step by step: the person sees which link to remove."""
    steps = []
    for first, then, because in facts["steps"]:
        if because == "file":
            steps.append(texts.say("{first} before {then} (order of the file)", first=first, then=then))
        else:
            steps.append(texts.say("{first} before {then} ({key}:)", first=first, then=then, key=because))
    return Said(
        texts.say("these activities wait for one another in a circle: {names}", names=names(facts["members"], texts)),
        texts.say("{steps}. Remove one of these links.", steps=", ".join(steps)),
    )


def fixed_outside_window(facts: Facts, texts: Texts) -> Said:
    return Said(
        texts.say("{day} is outside the window", day=texts.day(facts["day"])),
        texts.say("The window goes from {first} to {last}.", **_range(facts, texts)),
    )


def fixed_wrong_form(facts: Facts, texts: Texts) -> Said:
    advice = texts.say("Remote work is fixed by blocks: {{first: 2027-01-11, last: 2027-01-15, duration: 1h}}")
    if facts["live"]:
        advice = texts.say("A class is fixed by its day and, where known, its hour: 2027-01-13T17:00")
    key, activity = names(facts["keys"], texts), facts["activity"]
    if facts["kind"] == "lacks":
        what = texts.say("a fixed date of activity {activity} lacks {key}", activity=activity, key=key)
    else:
        what = texts.say("{key} has no meaning in a fixed date of activity {activity}", activity=activity, key=key)
    return Said(what, advice)


def block_over_weeks(facts: Facts, texts: Texts) -> Said:
    return Said(
        texts.say("this block goes from {first} to {last}: more than one week", **_range(facts, texts)),
        texts.say("A block lies between a Monday and its Sunday. Write one block for each week."),
    )


def block_off_grid(facts: Facts, texts: Texts) -> Said:
    return Said(
        texts.say("a block of {duration}", duration=texts.duration(facts["duration_min"])),
        texts.say(
            "Blocks last at least {smallest} and are multiples of 15 min.",
            smallest=texts.duration(facts["smallest_min"]),
        ),
    )


def fixed_twice(facts: Facts, texts: Texts) -> Said:
    return Said(
        texts.say("activity {activity} is fixed twice for the same group", activity=facts["activity"]),
        texts.say("Keep one date: either one for every group, or one for each group by name."),
    )


def fixed_too_long(facts: Facts, texts: Texts) -> Said:
    return Said(
        texts.say(
            "the fixed blocks of activity {activity} make {sum}; it lasts {duration}",
            activity=facts["activity"],
            sum=texts.duration(facts["fixed_min"]),
            duration=texts.duration(facts["duration_min"]),
        ),
        texts.say("Shorten a block, or raise the duration: of the activity."),
    )


def parcours_and_activities(facts: Facts, texts: Texts) -> Said:
    return Said(
        texts.say("the session has activities of its own and a parcours"),
        texts.say("Keep one of the two. What the session does otherwise than the parcours stands under changes:."),
    )


def changes_without_parcours(facts: Facts, texts: Texts) -> Said:
    return Said(
        texts.say("there is no parcours to change"),
        texts.say("Name its file with parcours:, or change the activities themselves."),
    )


def unknown_change(facts: Facts, texts: Texts) -> Said:
    return Said(
        texts.say("the parcours has no activity {found}", found=quoted(facts["found"], texts)),
        with_near(texts.say("Under changes: stand ids of its activities."), facts, texts),
    )


def _range(facts: Facts, texts: Texts) -> dict[str, str]:
    return {"first": texts.day(facts["first"]), "last": texts.day(facts["last"])}


CONTRADICTION_TEXTS: Mapping[str, Callable[[Facts, Texts], Said]] = {
    "reversed-range": reversed_range,
    "window-too-long": window_too_long,
    "window-outside-known-years": window_outside_known_years,
    "unknown-department": unknown_department,
    "no-school-zone": no_school_zone,
    "unknown-public-holiday": unknown_public_holiday,
    "derogation-outside-window": derogation_outside_window,
    "derogation-twice": derogation_twice,
    "wrong-grid": wrong_grid,
    "wrong-block": wrong_block,
    "window-needed": window_needed,
    "equal-ids": equal_ids,
    "part-named-as-group": part_named_as_group,
    "unknown-activity": unknown_activity,
    "unknown-group": unknown_group,
    "group-not-attending": group_not_attending,
    "unknown-trainer": unknown_trainer,
    "no-trainer": no_trainer,
    "too-few-trainers": too_few_trainers,
    "capacity-exceeded-together": capacity_exceeded_together,
    "no-activities": no_activities,
    "longer-than-a-day": longer_than_a_day,
    "off-grid-duration": off_grid_duration,
    "key-not-for-kind": key_not_for_kind,
    "refers-to-itself": refers_to_itself,
    "no-shared-group": no_shared_group,
    "gap-reversed": gap_reversed,
    "circle": circle,
    "fixed-outside-window": fixed_outside_window,
    "fixed-wrong-form": fixed_wrong_form,
    "block-over-weeks": block_over_weeks,
    "block-off-grid": block_off_grid,
    "fixed-twice": fixed_twice,
    "fixed-too-long": fixed_too_long,
    "parcours-and-activities": parcours_and_activities,
    "changes-without-parcours": changes_without_parcours,
    "unknown-change": unknown_change,
}
