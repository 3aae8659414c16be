"""Why a day is an eve -> words."""

from planner.messages.named import Named
from planner.messages.texts import Texts
from planner.outcome import Facts


def next_day_text(facts: Facts, names: Named, texts: Texts) -> str:
    """What closes the day after an eve, as a part of a sentence."""
    match facts["next"]:
        case "weekend":
            return texts.say("the next day is in a weekend")
        case "unknown":
            return texts.say(
                "nothing is known of the next day in zone {zone}, whose calendar ends on {last}",
                zone=facts["zone"],
                last=texts.day(facts["last_known"]),
            )
        case "public" if facts.get("by_hand"):
            return texts.say("the next day is one that this session closes, {name}", name=texts.plain(facts["name"]))
        case "public":
            return texts.say("the next day is a public holiday, {name}", name=facts["name"])
    holiday = names.holiday(facts["name"], facts["first"], facts["resume"])
    return texts.say("the next day is a school holiday, {holiday}", holiday=holiday)
