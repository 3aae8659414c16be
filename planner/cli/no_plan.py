"""What commands that plan answer where there is no plan."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from planner.cli.exit_codes import INTERNAL_ERROR, NO_PLAN, OUT_OF_TIME, WRONG_INPUT
from planner.cli.screen import Screen
from planner.messages.texts import Texts

if TYPE_CHECKING:
    from planner import jobs

MOST_BESIDE = 5


def broken_dates(screen: Screen, answer: "jobs.BrokenFixedDates") -> int:
    """The dates that the session fixes break rules, whatever the rest."""
    from planner.messages.named import Named
    from planner.messages.violations import violation_text

    texts = screen.texts
    screen.document(
        {
            "status": "fixed-dates-break-rules",
            "session": answer.session.id,
            "violations": answer.violations,
            "moments": [{**vars(each), "move": _move(each)} for each in answer.moments],
        }
    )
    screen.prose(texts.say("No plan exists: the dates the session fixes already break these rules."))
    for violation in answer.violations:
        screen.prose(f"  - {violation_text(violation, answer.session, texts)}")
    if not answer.moments:
        screen.prose(texts.say("Move or remove these dates, then plan again. Nothing was written."))
        return NO_PLAN
    named = Named(answer.session, texts)
    for each in answer.moments:
        activity = named.activity(each.activity)
        if each.group is not None:
            activity = texts.say("{title}, group {group}", title=activity, group=named.group(each.group))
        screen.prose(texts.say("{activity}: the nearest moments that would do:", activity=activity))
        for moment in each.moments:
            screen.answer(f"  - {texts.moment(moment)}")
    screen.prose(texts.count(
        "To take the first, which was tried with a whole plan, add to the same command:",
        "To take the first of each, which were tried together with a whole plan, add to the same command:",
        len(answer.moments),
    ))  # fmt: skip
    screen.answer("  " + " ".join(f"--move {_move(each)}" for each in answer.moments))
    screen.prose(texts.say("Nothing was written."))
    return NO_PLAN


def _move(each: "jobs.FixedMoments") -> str:
    """What `--move` takes for the first of the moments."""
    activity = each.activity if each.group is None else f"{each.activity}@{each.group}"
    return f"{activity} {each.moments[0]:%Y-%m-%dT%H:%M}"


def no_plan(screen: Screen, answer: "jobs.NoPlan", *, apply: bool = True) -> int:
    """No plan exists: the conflict, and repairs; `apply`: whether the command can use one."""
    from planner.messages.conflicts import conflict_text

    texts = screen.texts
    screen.document(
        {
            "status": "no-plan",
            "session": answer.session.id,
            "conflict": answer.infeasible.conflict,
            "repairs": [
                {"number": number, **repair_data(repair)}
                for number, repair in enumerate(answer.infeasible.repairs, start=1)
            ],
            "all_tried": answer.infeasible.all_tried,
            "asked_repair": answer.asked_repair,
            "beside": answer.beside,
            "proven": answer.proven,
        }
    )
    if answer.beside:
        screen.prose(beside_text(texts, answer.beside, answer.proven))
        screen.prose(texts.say("With the others as they are:"))
    screen.prose(conflict_text(answer.infeasible, answer.session, texts))
    if answer.asked_repair is not None:
        screen.fault(_no_such_repair(texts, answer.asked_repair, len(answer.infeasible.repairs)))
        return WRONG_INPUT
    if answer.infeasible.repairs:
        screen.prose(
            texts.say("To use one: the same command with --apply and its number.")
            if apply
            else texts.say("To use one: change the session file so, then the same command again. Nothing was written.")
        )
    return NO_PLAN


def beside_text(texts: Texts, sessions: tuple[str, ...], proven: bool) -> str:
    """Beside which sessions a session has no plan, which has one by itself."""
    named = [texts.plain(id) for id in sessions[:MOST_BESIDE]]
    if (more := len(sessions) - MOST_BESIDE) > 0:
        named.append(texts.count("{number} more", "{number} more", more))
    if not proven:
        return texts.count(
            "The session has a plan by itself, but none was found beside session {sessions}, which shares its people or"
            " rooms: entries of that one could make room, but found no other place. That there is none is not proven.",
            "The session has a plan by itself, but none was found beside sessions {sessions}, which share its people or"
            " rooms: entries of these could make room, but found no other place. That there is none is not proven.",
            len(sessions),
            sessions=texts.listing(named),
        )
    return texts.count(
        "The session has a plan by itself, but none beside session {sessions}, which shares its people or rooms, even"
        " if entries of that one move.",
        "The session has a plan by itself, but none beside sessions {sessions}, which share its people or rooms, even"
        " if entries of these move.",
        len(sessions),
        sessions=texts.listing(named),
    )


def _no_such_repair(texts: Texts, asked: int, found: int) -> str:
    if not found:
        return texts.say("There is no repair {asked}: none was found. Nothing was written.", asked=asked)
    return texts.count(
        "There is no repair {asked}: {number} was found. Nothing was written.",
        "There is no repair {asked}: {number} were found. Nothing was written.",
        found,
        asked=asked,
    )


def not_found(screen: Screen, answer: "jobs.NotFound") -> int:
    """Time ran out with neither a plan nor a proof."""
    texts = screen.texts
    screen.document({"status": "out-of-time", "limit_s": answer.limit_s})
    screen.fault(
        texts.say(
            "No plan was found in {limit} s, and none was shown to be impossible. Nothing was written. Give it more"
            " time: --time-limit {more}",
            limit=texts.seconds(answer.limit_s),
            more=f"{max(1.0, answer.limit_s * 5):g}",
        )
    )
    return OUT_OF_TIME


def refused(screen: Screen, fault: "jobs.CheckerRefused", *, many: bool = False) -> int:
    """The checker refuses what was found, of one session or of many: a fault of the program."""
    texts, rules = screen.texts, ", ".join(sorted({violation.rule for violation in fault.violations}))
    screen.document({"status": "checker-refused", "violations": fault.violations})
    if many:
        said = texts.say(
            "Plans were found, but the check that follows refuses them (rules: {rules}). This is a fault of the"
            " planner, not of your sessions. Nothing was written. Please report it with your files.",
            rules=rules,
        )
    else:
        said = texts.say(
            "A plan was found, but the check that follows refuses it (rules: {rules}). This is a fault of the planner,"
            " not of your session. Nothing was written. Please report it with your session file.",
            rules=rules,
        )
    screen.fault(said)
    return INTERNAL_ERROR


def repair_data(repair: Any) -> Mapping[str, Any]:
    """A repair, as data."""
    from planner import jobs

    return {"kind": repair.kind, "facts": repair.facts, "changes": repair.changes, "plan": jobs.plan_data(repair.plan)}
