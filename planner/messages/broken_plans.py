"""What keeps a plan from being a whole plan of its session -> sentences."""

from planner.messages.named import Named
from planner.messages.texts import Texts
from planner.outcome import Violation


def broken_plan_text(violation: Violation, names: Named, texts: Texts) -> str:
    """The sentence of a violation of "work": it has no rule id, and cannot be switched off."""
    return _people(violation, names, texts) or _dealt(violation, names, texts) or _reference(violation, texts)


def _people(violation: Violation, names: Named, texts: Texts) -> str | None:
    facts, trainer = violation.facts, names.trainer(violation.trainer or "")
    match violation.kind:
        case "unknown_group":
            group = texts.quoted(violation.group or "")
            return texts.say("the plan names the group {group}, which this session does not have", group=group)
        case "unknown_trainer":
            unknown = texts.quoted(violation.trainer or "")
            return texts.say("the plan names the trainer {trainer}, whom this session does not have", trainer=unknown)
        case "trainer_may_not_lead":
            candidates = texts.listing([names.trainer(id) for id in facts["candidates"]])
            return texts.say(
                "{trainer} leads it in the plan, and those who may are {candidates}",
                trainer=trainer,
                candidates=candidates,
            )
        case "wrong_number_of_trainers":
            return texts.say(
                "trainers in the plan: {found}; needed: {expected}, each named once",
                found=facts["found"],
                expected=facts["expected"],
            )
        case "wrong_groups":
            found = names.groups(facts["found"]) or texts.say("nobody")
            expected = "; ".join(names.groups(groups) for groups in facts["expected"])
            return texts.say(
                "in the plan {found} attend together; the groups attend so: {expected}", found=found, expected=expected
            )
        case "not_for_this_group":
            return texts.say("the plan asks it of a group that does not do this activity")
    return None


def _dealt(violation: Violation, names: Named, texts: Texts) -> str | None:
    facts = violation.facts
    match violation.kind:
        case "missing":
            return texts.say("it is missing from the plan ({groups})", groups=names.groups(facts["groups"]))
        case "more_than_once":
            return texts.say(
                "it takes place {times} times in the plan, and once is right ({groups})",
                times=facts["times"],
                groups=names.groups(facts["groups"]),
            )
        case "wrong_duration":
            return texts.say(
                "it lasts {found} in the plan, and {expected} in the session file", **_minutes(violation, names)
            )
        case "wrong_remote_minutes":
            return texts.say(
                "its blocks add up to {found} in the plan, and it takes {expected}", **_minutes(violation, names)
            )
        case "over_midnight":
            return texts.say(
                "it runs over midnight, from {start} to {end}; a class lies in one day",
                start=texts.clock(facts["start"]), end=texts.clock(facts["end"]),
            )  # fmt: skip
        case "empty_block":
            return texts.say("the plan has a block of {minutes} min of it", minutes=facts["block_min"])
        case "last_before_first":
            return texts.say(
                "a block begins on {first} and ends before, on {last}",
                first=texts.day(facts["first"]),
                last=texts.day(facts["last"]),
            )
        case "two_weeks":
            return texts.say(
                "a block runs from {first} to {last}; a block lies in one week, Monday to Sunday",
                first=texts.day(facts["first"]),
                last=texts.day(facts["last"]),
            )
    return None


def _reference(violation: Violation, texts: Texts) -> str:
    facts = violation.facts
    match violation.kind:
        case "other_session":
            found, expected = texts.quoted(facts["found"]), texts.quoted(facts["expected"])
            return texts.say("this is a plan of session {found}, not of {expected}", found=found, expected=expected)
        case "unreadable_moment":
            return texts.say("its date in the plan is out of every calendar: {start}", start=facts["start"])
        case "unknown_activity":
            return texts.say("the plan names an activity that this session does not have")
        case "remote_with_a_time":
            return texts.say("the plan gives a time to remote work, which has days and minutes only")
        case "live_without_a_time":
            return texts.say("the plan deals it in minutes like remote work, but it takes place at a time")
    raise KeyError(violation.kind)


def _minutes(violation: Violation, names: Named) -> dict[str, str]:
    facts = violation.facts
    return {"found": names.duration(facts["found_min"]), "expected": names.duration(facts["expected_min"])}
