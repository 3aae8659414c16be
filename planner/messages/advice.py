"""Advice -> one sentence. Advice is said and never enforced, so it asks for nothing."""

from planner.messages.eves import next_day_text
from planner.messages.named import Named
from planner.messages.texts import Texts
from planner.outcome import Advice
from planner.session import Session


def advice_text(advice: Advice, session: Session, texts: Texts) -> str:
    """What is worth knowing about a plan, with the figures; KeyError for a kind of advice there is none of."""
    names = Named(session, texts)
    sentence = _of_session(advice, names, texts) or _of_plan(advice, names, texts)
    if sentence is None:
        raise KeyError(advice.kind)
    return sentence


def _of_session(advice: Advice, names: Named, texts: Texts) -> str | None:
    facts, group = advice.facts, names.group(advice.group or "")
    match advice.kind:
        case "announced_duration":
            return _announced(advice, names, texts)
        case "long_class":
            told = {
                "activity": names.activity(advice.activity or ""),
                "duration": texts.duration(facts["duration_min"]),
            }
            return texts.say(
                "The virtual class {activity} lasts {duration}; more than {limit} tires.",
                limit=texts.duration(facts["limit_min"]),
                **told,
            )
        case "reinforced_size":
            return texts.say(
                "Group {group} has {size} participants; above {limit}, plan reinforced facilitation.",
                group=group,
                size=facts["size"],
                limit=facts["limit"],
            )
        case "discouraged_size":
            return texts.say(
                "Group {group} has {size} participants; more than {limit} are advised against.",
                group=group,
                size=facts["size"],
                limit=facts["limit"],
            )
        case "stays_open_not_said":
            return texts.say(
                "The session does not say whether its contents stay open after {last} (stays_open: true or false).",
                last=texts.day(facts["last"]),
            )
    return None


def _announced(advice: Advice, names: Named, texts: Texts) -> str:
    facts = advice.facts
    told = {
        "sum": texts.duration(facts["sum_min"]),
        "announced": texts.duration(facts["announced_min"]),
        "gap": texts.duration(abs(facts["gap_min"])),
    }
    more = facts["gap_min"] > 0
    if advice.group is not None:
        told["group"] = names.group(advice.group)
        if more:
            return texts.say(
                "The activities of group {group} add up to {sum}, {gap} more than the {announced} announced.", **told
            )
        return texts.say(
            "The activities of group {group} add up to {sum}, {gap} less than the {announced} announced.", **told
        )
    if more:
        return texts.say("The activities add up to {sum}, {gap} more than the {announced} announced.", **told)
    return texts.say("The activities add up to {sum}, {gap} less than the {announced} announced.", **told)


def _of_plan(advice: Advice, names: Named, texts: Texts) -> str | None:
    facts, activity = advice.facts, names.activity(advice.activity or "")
    match advice.kind:
        case "first_class_on_eve":
            after = next_day_text(facts, names, texts)
            return texts.say(
                "The first class, {activity}, is on an eve, {day}: {after}.",
                activity=activity,
                day=texts.day(facts["day"]),
                after=after,
            )
        case "first_deadline_on_eve":
            after = next_day_text(facts, names, texts)
            return texts.say(
                "The first deadline, that of {activity}, is on an eve, {day}: {after}.",
                activity=activity,
                day=texts.day(facts["day"]),
                after=after,
            )
        case "avoided_period_used":
            told = {name: texts.day(facts[name]) for name in ("first", "last", "day", "last_day")}
            told |= {"activity": activity, "group": names.group(advice.group or "")}
            if facts["day"] == facts["last_day"]:
                return texts.say(
                    "{activity} is on {day}, in a period that group {group} asked to avoid ({first} to {last}).", **told
                )
            return texts.say(
                "{activity} is done from {day} to {last_day}, all in a period that group {group} asked to avoid.",
                **told,
            )
    return None
