"""Why a session of an academy has no place, in one line and in full; what the levels of the plan are worth."""

from fractions import Fraction

from planner.academy import LeftOut
from planner.messages.conflicts import conflict_text
from planner.messages.repairs import repair_text
from planner.messages.texts import Texts
from planner.outcome import Infeasible
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


def percent(part: Fraction | None, texts: Texts) -> str:
    """« 1,4 % », "1.4 %"; a dash for what is not known. What is not nothing is never shown as nothing."""
    if part is None:
        return "–"
    shown = f"{float(part) * 100:.1f}"
    if shown == "0.0" and part:
        return texts.say("less than {part}", part=percent(Fraction(1, 1000), texts))
    shown = shown.removesuffix(".0")
    return f"{shown.replace('.', ',') if texts.lang == 'fr' else shown}\u00a0%"


def left_out_lines(left_out: LeftOut, session: Session, texts: Texts) -> list[str]:
    """Why a session is not placed, then the changes that were tried and work beside all others; a line each.

    Lines that belong to one above begin with two spaces.
    """
    match left_out.reason:
        case "alone":
            if left_out.conflict is None:
                return [texts.say("It has no plan, even by itself."), *_repairs(left_out, session, texts)]
            return conflict_text(Infeasible(left_out.conflict, left_out.repairs), session, texts).split("\n")
        case "together":
            return [_beside(left_out, texts), *_repairs(left_out, session, texts)]
        case "time":
            said = texts.say("No plan was found in the time given; whether there is one is not known.")
            return [said, *_repairs(left_out, session, texts)]


def _beside(left_out: LeftOut, texts: Texts) -> str:
    if not left_out.others:
        return texts.say("It has a plan by itself, and none beside the others, with whom it shares people or rooms.")
    return texts.count(
        "It has a plan by itself, and none beside the plan of {others}, which shares its people or rooms.",
        "It has a plan by itself, and none beside the plans of {others}, which share its people or rooms.",
        len(left_out.others),
        others=texts.listing([texts.plain(other) for other in left_out.others]),
    )


def _repairs(left_out: LeftOut, session: Session, texts: Texts) -> list[str]:
    if not left_out.repairs:
        return []
    lines = [
        texts.count(
            "This change was tried and gives a plan beside all others:",
            "Each of these changes was tried and gives a plan beside all others:",
            len(left_out.repairs),
        )
    ]
    for number, repair in enumerate(left_out.repairs, start=1):
        first, *rest = repair_text(repair, session, texts)
        lines += [f"  {number}. {first}", *(f"     {line}" for line in rest)]
    return lines
