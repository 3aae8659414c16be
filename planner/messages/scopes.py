"""Whose calendar was judged -> one sentence."""

from planner.messages.named import Named
from planner.messages.texts import Texts
from planner.plan import Scope
from planner.session import Session


def scope_text(scope: Scope, session: Session, texts: Texts) -> str:
    """« Judged: the calendar of group Lyon, alone. »; of a trainer, also what is not looked for in it."""
    named = Named(session, texts)
    if scope.kind == "group":
        return texts.say("Judged: the calendar of group {group}, alone.", group=named.group(scope.id))
    judged = texts.say("Judged: the calendar of {trainer}, alone.", trainer=named.trainer(scope.id))
    if len(session.trainers) == 1:
        return judged
    return f"{judged} " + texts.say("A class that others of the team may lead too is not reported as missing from it.")
