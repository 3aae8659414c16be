"""Why no plan exists -> text: what cannot hold together, the sum that shows it, and the changes that were tried."""

from collections.abc import Iterator, Sequence

from planner.messages.conflict_points import points_of
from planner.messages.named import Named
from planner.messages.repairs import repair_text
from planner.messages.texts import Texts
from planner.outcome import Conflict, ConflictPart, Infeasible
from planner.session import Session

MOST_LINES = 20


def conflict_text(infeasible: Infeasible, session: Session, texts: Texts) -> str:
    """Several lines: the dates, the points that cannot all hold, their sum, and the repairs, numbered from 1."""
    names = Named(session, texts)
    conflict = infeasible.conflict
    lines = [_headline(session, texts)]
    points = points_of(conflict.parts, names, texts)
    if points:
        lines[0] += " " + texts.count("This cannot hold:", "These {number} points cannot all hold:", len(points))
        lines += [f"  - {point}" for point in points[:MOST_LINES]]
        if len(points) > MOST_LINES:
            more = len(points) - MOST_LINES
            lines.append("  " + texts.count("… and {number} more.", "… and {number} more.", more))
    if not conflict.minimal:
        lines.append(
            texts.say("Time ran out before each point was shown to be needed: some may have nothing to do with it.")
        )
    lines += _sum(conflict, names, texts)
    lines += _changes(infeasible, session, texts)
    return "\n".join(lines)


def _headline(session: Session, texts: Texts) -> str:
    first, last = texts.day(session.window.first), texts.day(session.window.last)
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
    levers = _levers(infeasible.conflict.parts, texts)
    yield texts.say(
        "None of the single changes that were tried gives a plan. Several may be needed at once: {levers}.",
        levers=texts.listing(levers),
    )


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
    always = {"window", "work"}  # what most sessions can still move
    return [lever for rule, lever in levers.items() if rule in concerned | always]


def _sum(conflict: Conflict, names: Named, texts: Texts) -> Iterator[str]:
    """« 16 h of remote work need 8 weeks at 2 h a week; between … and … there are 5 open weeks. »"""
    facts, session = conflict.facts, names.session
    if not facts or session.derogations or session.rules.prorate_short_weeks:
        return  # with caps that differ from week to week, this division shows nothing
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
    yield texts.count(
        "{asked}; between {first} and {last} there is {number} open week.",
        "{asked}; between {first} and {last} there are {number} open weeks.",
        facts["weeks_open"],
        asked=asked,
        first=texts.short_day(session.window.first),
        last=texts.short_day(session.window.last),
    )


def _minutes(conflict: Conflict, texts: Texts) -> str:
    facts = conflict.facts
    remote, classes = texts.duration(facts["remote_min"]), texts.duration(facts["classes_min"])
    if not facts["classes_min"]:
        return texts.say("{remote} of remote work", remote=remote)
    if not facts["remote_min"]:
        return texts.say("{classes} of virtual classes", classes=classes)
    total = texts.duration(facts["remote_min"] + facts["classes_min"])
    return texts.say(
        "{total} ({remote} of remote work and {classes} of virtual classes)",
        total=total,
        remote=remote,
        classes=classes,
    )
