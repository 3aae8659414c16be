"""Why a session of an academy has no place, in one line; what the levels of the plan are worth."""

from planner.academy import LeftOut
from planner.messages.repairs import repair_text
from planner.messages.texts import Texts
from planner.session import Session

_MOST_OTHERS = 3


def left_out_text(left_out: LeftOut, session: Session, texts: Texts) -> str:
    """The reason, and the first repair that works. The conflict itself, several lines long, is said elsewhere."""
    reason = {
        "alone": lambda: texts.say("has no plan even by itself"),
        "together": lambda: _together(left_out, texts),
        "time": lambda: texts.say("was not found in time; nothing shows that it is impossible"),
    }[left_out.reason]()
    if not left_out.repairs:
        return reason
    change, *_ = repair_text(left_out.repairs[0], session, texts)
    return texts.say("{reason}. What would help: {change}", reason=reason, change=change)


def _together(left_out: LeftOut, texts: Texts) -> str:
    others = [texts.plain(other) for other in left_out.others]
    if not others:
        return texts.say("has a plan by itself, none beside the others")
    if len(others) > _MOST_OTHERS:
        more = texts.count("{number} more", "{number} more", len(others) - _MOST_OTHERS)
        others = [*others[:_MOST_OTHERS], more]
    return texts.say("has a plan by itself, none beside {others}", others=texts.listing(others))


def level_name(level: str, texts: Texts) -> str:
    """What a level of an academy's plan counts; smaller is better."""
    said = {
        "left_out": texts.say("priorities of the sessions left out"),
        "points": texts.say("rhythm and earliness of all groups"),
    }
    return said.get(level, level)
