"""Why no plan exists -> text: what cannot hold together, the sum that shows it, and the changes that were tried."""

from collections.abc import Iterator, Sequence

from calendars.places import place
from calendars.working_hours import at_local
from planner.messages.conflict_points import points_of
from planner.messages.named import Named
from planner.messages.repairs import repair_text
from planner.messages.texts import Texts
from planner.outcome import Conflict, ConflictPart, Facts, Infeasible
from planner.session import Session

MOST_LINES = 20


def conflict_text(infeasible: Infeasible, session: Session, texts: Texts) -> str:
    """Several lines: the dates, the points that cannot all hold, their sum, and the repairs, numbered from 1."""
    names = Named(session, texts)
    conflict = infeasible.conflict
    lines = [_headline(session, texts)]
    points = points_of(conflict.parts, names, texts, conflict.group)
    if points:
        lines[0] += " " + _opening(conflict, names, texts, len(points))
        lines += [f"  - {point}" for point in points[:MOST_LINES]]
        if len(points) > MOST_LINES:
            more = len(points) - MOST_LINES
            lines.append("  " + texts.count("… and {number} more.", "… and {number} more.", more))
    if not conflict.minimal:
        lines.append(
            texts.say("Time ran out before each point was shown to be needed: some may have nothing to do with it.")
        )
    lines += _sums(conflict, session, texts)
    lines += _changes(infeasible, session, texts)
    return "\n".join(lines)


def _opening(conflict: Conflict, names: Named, texts: Texts, points: int) -> str:
    if conflict.group is None:
        return texts.count("This cannot hold:", "These {number} points cannot all hold:", points)
    return texts.count(
        "For the group {group} alone already, this cannot hold:",
        "For the group {group} alone already, these {number} points cannot all hold:",
        points,
        group=names.group(conflict.group),
    )


def _headline(session: Session, texts: Texts) -> str:
    first, last = texts.day(session.window.first), texts.day(session.window.last)
    if first == last:
        return texts.say("No plan exists on {day}.", day=first)
    return texts.say("No plan exists between {first} and {last}.", first=first, last=last)


def _changes(infeasible: Infeasible, session: Session, texts: Texts) -> Iterator[str]:
    """The repairs, or where to look if there is none."""
    if infeasible.repairs:
        yield texts.count(
            "This change was tried and gives a plan:",
            "Each of these changes was tried and gives a plan:",
            len(infeasible.repairs),
        )
        for number, repair in enumerate(infeasible.repairs, start=1):
            first, *rest = repair_text(repair, session, texts)
            yield f"  {number}. {first}"
            yield from (f"     {line}" for line in rest)
        return
    if not (infeasible.conflict.minimal and infeasible.all_tried):
        yield texts.say("No change that gives a plan was found in this time; more time may find one (--time-limit).")
        return
    yield texts.say("No change was found that gives a plan on its own. Several may be needed at once, among these:")
    yield from (f"  - {lever}" for lever in _levers(infeasible.conflict.parts, texts))


def _levers(parts: Sequence[ConflictPart], texts: Texts) -> list[str]:
    """What a person may change of a conflict: never the rules of the law."""
    concerned = {part.rule for part in parts}
    levers = {
        "window": texts.say("the first and last date (window) and the fixed dates"),
        "work": texts.say("the activities' durations and number"),
        "trainer": texts.say("the team, its absences and its limits"),
        "working_hours": texts.say("the working hours"),
        "participant": texts.say("the groups' teaching hours and calendars"),
        "order": texts.say("the order and the gaps"),
        "capacity": texts.say("the groups and the virtual rooms"),
    }
    return [lever for rule, lever in levers.items() if rule in concerned]


def _sums(conflict: Conflict, session: Session, texts: Texts) -> Iterator[str]:
    """What the reader can count again: weeks at the cap, days between classes, one clock on another."""
    if "led" in conflict.facts:
        yield _delivery_asked(conflict, session, texts)
    elif "caps" in conflict.facts:
        yield _room_of_weeks(conflict, session, texts)
    elif conflict.facts:
        yield _weeks_needed(conflict, session, texts)
    if text := _days_needed(conflict, session, texts):
        yield text
    yield from _clocks(conflict, session, texts)


def _days_needed(conflict: Conflict, session: Session, texts: Texts) -> str | None:
    """The days that the gaps between classes take at least, where they are more than the window has."""
    window = session.window
    edges = {part.facts["edge"] for part in conflict.parts if part.rule == "window"}
    gaps = [part.facts for part in conflict.parts if part.rule == "order" and part.facts["kind"] == "class_gap"]
    activities = [session.activity(id) for part in conflict.parts if part.rule == "work" for id in part.activities]
    classes = [activity for activity in activities if activity.kind == "virtual_class"]
    if not gaps or not edges >= {"first", "last"} or any(activity.groups for activity in classes):
        return None
    gap = gaps[0]["min_days"]
    least, days = (len(classes) - 1) * gap, (window.last - window.first).days
    if least <= days:
        return None
    return texts.say(
        "From the first to the last of {classes} virtual classes, {gap} days apart, there are {least} days; from"
        " {first} to {last} there are {days}.",
        classes=len(classes),
        gap=gap,
        least=least,
        first=texts.short_day(window.first),
        last=texts.short_day(window.last),
        days=days,
    )


def _clocks(conflict: Conflict, session: Session, texts: Texts) -> Iterator[str]:
    """What noon at the session's place is on the other clocks of the conflict's hours."""
    here = place(session.department)
    hours = [part for part in conflict.parts if part.rule == "working_hours"]
    own = [trainer.department for trainer in session.trainers if any(trainer.id in part.trainers for part in hours)]
    own += [session.group_in_file(group).department for part in hours for group in part.groups]
    noon = at_local(session.window.first, 12 * 60, here.zone_info)
    for department in sorted({department for department in own if department}):
        there = place(department)
        if there.time_zone != here.time_zone:
            yield texts.say(
                "On {day}, {clock} in the time of {here} is {other} in that of {there}.",
                day=texts.day(session.window.first),
                clock=texts.clock(here.local(noon)),
                here=here.name,
                other=texts.clock(there.local(noon)),
                there=there.name,
            )


def _weeks_needed(conflict: Conflict, session: Session, texts: Texts) -> str:
    """« 16 h of remote work need 8 weeks at 2 h a week; between … and … there are 5 open weeks. »"""
    facts = conflict.facts
    if "to_lead" in facts:
        return texts.count(
            "There is {number} class to lead; between {first} and {last} these hours leave the team room for {room}.",
            "There are {number} classes to lead;"
            " between {first} and {last} these hours leave the team room for {room}.",
            facts["to_lead"],
            room=facts["led_at_most"],
            first=texts.short_day(session.window.first),
            last=texts.short_day(session.window.last),
        )
    cap = texts.duration(facts["cap_min"])
    needed = texts.count("{number} week", "{number} weeks", facts["weeks_needed"])
    if "classes" in facts:
        classes = texts.count("{number} virtual class", "{number} virtual classes", facts["classes"])
        asked = texts.count(
            "{classes} need {needed}: {cap} a week leave room for {number} a week",
            "{classes} need {needed}: {cap} a week leave room for {number} a week",
            facts["classes_a_week"],
            classes=classes,
            needed=needed,
            cap=cap,
        )
    else:
        asked = texts.say(
            "{work} need {needed} at {cap} a week", work=_minutes(conflict, texts), needed=needed, cap=cap
        )
    return texts.count(
        "{asked}; between {first} and {last} there is {number} open week.",
        "{asked}; between {first} and {last} there are {number} open weeks.",
        facts["weeks_open"],
        asked=asked,
        first=texts.short_day(session.window.first),
        last=texts.short_day(session.window.last),
    )


def _delivery_asked(conflict: Conflict, session: Session, texts: Texts) -> str:
    """« 8 virtual classes of 2 h are 16 h to lead; at 2 h a week that needs 8 weeks; … there are 6 open weeks. »"""
    facts = conflict.facts
    at = _limit(facts, texts)
    if facts["per"] == "week":
        needed = texts.count("{number} week", "{number} weeks", facts["needed"])
        there = texts.count("{number} open week", "{number} open weeks", facts["open"])
    else:
        needed = texts.count("{number} day", "{number} days", facts["needed"])
        there = texts.count("{number} open day", "{number} open days", facts["open"])
    return texts.say(
        "{led}; {at} that needs {needed}; between {first} and {last} there are only {open}.",
        led=_led(facts, texts),
        at=at,
        needed=needed,
        first=texts.short_day(session.window.first),
        last=texts.short_day(session.window.last),
        open=there,
    )


def _led(facts: Facts, texts: Texts) -> str:
    """« 8 virtual classes of 2 h are 16 h to lead »."""
    total = texts.duration(facts["led_min"])
    if not facts["virtual"]:
        return texts.say("there are {total} to lead", total=total)
    each = texts.duration(facts["each_min"]) if facts["each_min"] else None
    if each is None:
        return texts.count(
            "{number} virtual class is {total} to lead", "{number} virtual classes are {total} to lead", facts["led"],
            total=total,
        )  # fmt: skip
    return texts.count(
        "{number} virtual class of {each} is {total} to lead",
        "{number} virtual classes of {each} are {total} to lead",
        facts["led"],
        each=each,
        total=total,
    )


def _limit(facts: Facts, texts: Texts) -> str:
    """« at 3 h a week, which leave room for 1, »: the limits of those who lead, added up."""
    limit, week = texts.duration(facts["limit_min"]), facts["per"] == "week"
    told = texts.say("at {limit} a week", limit=limit) if week else texts.say("at {limit} a day", limit=limit)
    if facts["team"] > 1:
        told = texts.count(
            "{at} in all for {number} trainer", "{at} in all for {number} trainers", facts["team"], at=told
        )
    if "room" in facts:
        told = texts.count("{at}, room for {number},", "{at}, room for {number},", facts["room"], at=told)
    return told


def _room_of_weeks(conflict: Conflict, session: Session, texts: Texts) -> str:
    """« Between … and …, 4 weeks at 2 h and 1 week at 1 h 15 leave room for 9 h 15 in all; 16 h … are asked. »"""
    facts = conflict.facts
    weeks = [
        texts.count("{number} week at {cap}", "{number} weeks at {cap}", count, cap=texts.duration(cap_min))
        for cap_min, count in facts["caps"]
    ]
    told = {
        "first": texts.short_day(session.window.first),
        "last": texts.short_day(session.window.last),
        "caps": texts.listing(weeks),
    }
    if "classes" in facts:
        room = texts.count("{number} virtual class", "{number} virtual classes", facts["classes_at_most"])
        return texts.say(
            "Between {first} and {last}: {caps}, room for {room}; {asked} are asked.",
            room=room,
            asked=facts["classes"],
            **told,
        )
    return texts.say(
        "Between {first} and {last}: {caps}, {room} in all; asked: {work}.",
        room=texts.duration(facts["room_min"]),
        work=_minutes(conflict, texts),
        **told,
    )


def _minutes(conflict: Conflict, texts: Texts) -> str:
    """« 14 h (12 h of remote work, 30 min of evaluation and 1 h 30 of virtual classes) »."""
    facts = conflict.facts
    asked, evaluation_min = [], facts.get("evaluation_min", 0)
    if remote_min := facts["remote_min"] - evaluation_min:
        asked.append(texts.say("{remote} of remote work", remote=texts.duration(remote_min)))
    if evaluation_min:
        asked.append(texts.say("{duration} of evaluation", duration=texts.duration(evaluation_min)))
    if facts["classes_min"]:
        asked.append(texts.say("{classes} of virtual classes", classes=texts.duration(facts["classes_min"])))
    if len(asked) == 1:
        return asked[0]
    total = texts.duration(facts["remote_min"] + facts["classes_min"])
    return texts.say("{total} ({parts})", total=total, parts=texts.listing(asked))
