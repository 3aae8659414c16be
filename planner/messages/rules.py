"""The rules' names as people say them, and derogations from one of them."""

from planner.messages.texts import Texts
from planner.session import RULE_IDS, Derogation, Session


def rule_name(rule: str, texts: Texts) -> str:
    """« plafond hebdomadaire (R5) » for `weekly_cap`; KeyError for a rule there is none of."""
    names = {
        "working_hours": texts.say("working hours"),
        "no_weekend": texts.say("no weekend"),
        "no_school_holidays": texts.say("no school holidays"),
        "no_public_holidays": texts.say("no public holidays"),
        "weekly_cap": texts.say("weekly cap"),
        "no_start_on_eve": texts.say("no start on an eve"),
        "trainer": texts.say("trainers' availability"),
        "participant": texts.say("participants' availability"),
        "order": texts.say("order and gaps"),
        "capacity": texts.say("capacity"),
        "window": texts.say("window and fixed dates"),
        "poll": texts.say("polls"),
        "grid": texts.say("quarter-hour grid"),
        "closing": texts.say("closing"),
    }
    return f"{names[rule]} ({RULE_IDS[rule]})"


def derogation_text(derogation: Derogation, session: Session, texts: Texts) -> str:
    """“Derogation in the week of …: 3 h instead of 2 h. Reason: …”; said in every output."""
    return texts.say(
        "Derogation in the week of {monday}: {cap} instead of {usual}. Reason: {reason}",
        monday=texts.day(derogation.week),
        cap=texts.duration(derogation.cap_min),
        usual=texts.duration(session.rules.weekly_cap_min),
        reason=texts.plain(derogation.reason),
    )


def rules_kept(session: Session, texts: Texts) -> str:
    """« toutes les règles », what a checked plan keeps; where some are switched off, all others."""
    return texts.say("every rule that is not switched off") if session.rules.off else texts.say("every rule")


def not_checked(session: Session, texts: Texts) -> list[str]:
    """After what was checked: every derogation, and the rules that were not."""
    said = [derogation_text(derogation, session, texts) for derogation in session.derogations]
    if session.rules.off:
        rules = texts.listing([rule_name(rule, texts) for rule in session.rules.off])
        said.append(texts.say("Not checked, switched off in the session file: {rules}.", rules=rules))
    return said


def exceptions(session: Session, texts: Texts) -> list[str]:
    """What a text for participants says of the rules: every derogation, and those that are switched off."""
    said = [derogation_text(derogation, session, texts) for derogation in session.derogations]
    if session.rules.off:
        names = texts.listing([rule_name(rule, texts) for rule in session.rules.off])
        off = len(session.rules.off)
        said.append(texts.count("Rule switched off: {names}", "Rules switched off: {names}", off, names=names))
    return said


def switched_off_text(session: Session, texts: Texts) -> str:
    """“⚠ Switched off in the session file: …”; empty where no rule is. Said in every output."""
    if not session.rules.off:
        return ""
    rules = texts.listing([rule_name(rule, texts) for rule in session.rules.off])
    return texts.say("⚠ Switched off in the session file: {rules}. This plan may break them.", rules=rules)


def exceptions_of_plan(session: Session, texts: Texts) -> list[str]:
    """The rules that are switched off in a session, and its derogations, each in a line."""
    off = switched_off_text(session, texts)
    return [*([off] if off else []), *(derogation_text(each, session, texts) for each in session.derogations)]
