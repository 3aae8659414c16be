"""What `planner replan` answers: what moved and why, or why it cannot be."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from planner.cli.exit_codes import NO_PLAN
from planner.cli.screen import Screen
from planner.cli.spoiled_answers import spoiled_data, spoiled_lines
from planner.messages.texts import Texts

MOST_BROKEN = 5

if TYPE_CHECKING:
    from planner.academy import Academy
    from planner.differences import Difference
    from planner.jobs.moved import Moved
    from planner.jobs.replan_answers import BrokenBefore, MoveRefused, Replanned
    from planner.jobs.undo import UndoRefused
    from planner.plan import Cause
    from planner.session import Session


def replanned(screen: Screen, answer: "Replanned") -> None:
    """The plan was made again and written."""
    from planner import jobs

    plan = answer.plan
    screen.document(
        {
            "status": "replanned" if answer.changed else "unchanged",
            "session": answer.session.id,
            "version": plan.number,
            "today": answer.today,
            "since": answer.since,
            "causes": plan.causes,
            "moved": [moved_data(each) for each in answer.moved],
            "restated": [difference_entry(each) for each in answer.restated],
            "levels": [{**vars(level), "proven": level.proven} for level in plan.levels],
            **exceptions_data(answer.session),
            "past_broken": answer.past_broken,
            "missed": answer.missed,
            "unreached": answer.unreached,
            "closed_polls": answer.closed_polls,
            "spoiled_polls": spoiled_data(answer.spoiled),
            "lost": [difference_entry(each) for each in answer.lost],
            "also_leading": answer.also_leading,
            "broken_before": vars(answer.broken_before),
            "moved_elsewhere": sum(len(each.moved) for each in answer.elsewhere),
            "elsewhere": [
                {
                    "session": each.session.id,
                    "version": each.plan.number,
                    **exceptions_data(each.session),
                    "moved": [moved_data(one) for one in each.moved],
                }
                for each in answer.elsewhere
            ],
            "session_file": answer.copy,
            "files": answer.files,
            "plan": jobs.plan_data(plan),
        }
    )
    if not screen.json:
        for line in _lines(screen, answer):
            screen.prose(line, [str(path) for path in (*answer.files, answer.copy)])


def _lines(screen: Screen, answer: "Replanned") -> Sequence[str]:
    from planner.messages.named import Named
    from planner.messages.replanning import ReasonTexts, cause_text, past_text
    from planner.messages.rules import exceptions_of_plan

    texts, session, plan = screen.texts, answer.session, answer.plan
    lines = [f"{texts.plain(session.title)} ({session.id})", *exceptions_of_plan(session, texts)]
    if answer.changed:
        causes = texts.listing([cause_text(cause, session, texts) for cause in plan.causes])
        lines.append(texts.say("Version {number} of the plan: {causes}.", number=plan.number, causes=causes))
    lines.append(past_text(answer.today, answer.since, session, texts))
    number = len(answer.moved)
    named, reasons = Named(session, texts), ReasonTexts(session, answer.near, texts)
    if number:
        lines.append(
            texts.count("{number} entry is not what it was:", "{number} entries are not what they were:", number)
        )
    else:
        lines.append(texts.say("Nothing moves."))
    lines += moved_lines(answer.moved, session, texts, plan.causes, near=answer.near)
    lines += restated_lines(len(answer.restated), texts)
    lines += proofs(plan, texts, alone=not answer.elsewhere)
    lines += _elsewhere(screen, answer)
    for trainer, sessions in answer.also_leading.items():
        told = {"trainer": named.trainer(trainer), "sessions": texts.listing([texts.plain(id) for id in sessions])}
        lines.append(texts.count(
            "{trainer} leads on these days in another session too, {sessions}, where nothing changes: the same command"
            " on the folder of the academy plans all of them again.",
            "{trainer} leads on these days in {number} other sessions too, {sessions}, where nothing changes: the same"
            " command on the folder of the academy plans all of them again.",
            len(sessions), **told,
        ))  # fmt: skip
    lines += broken_before(answer.broken_before, answer.near, texts)
    if answer.past_broken:
        lines.append(texts.say("Of what took place, this would not be allowed today; it stays:"))
        lines += [f"  - {reasons.broken(each)}" for each in answer.past_broken]
    for missed in answer.missed:
        told = {"group": named.group(missed.group), "activity": named.activity(missed.activity)}
        lines.append(texts.say(
            "{activity} took place on {day}, before group {group} joined: the group has not attended it, nothing is"
            " planned in its stead, and what follows does not wait for it.", day=texts.day(missed.day), **told,
        ))  # fmt: skip
    if answer.lost:
        lines.append(texts.count(
            "{number} entry took place, and the session has its group or activity no more: it leaves the plan, and is"
            " not cancelled.",
            "{number} entries took place, and the session has their groups or activities no more: they leave the plan,"
            " and are not cancelled.",
            len(answer.lost),
        ))  # fmt: skip
    for poll in answer.closed_polls:
        lines.append(texts.say(
            "The poll of {poll} stays closed; to ask again, open a new one: planner poll open … --class {poll}",
            poll=texts.plain(poll),
        ))  # fmt: skip
    lines += spoiled_lines(answer.spoiled, texts)
    for trainer in answer.unreached:
        lines.append(texts.say(
            "{trainer} was invited to classes that this trainer leads no more, and no address is known to say so: tell"
            " them yourself.", trainer=named.trainer(trainer),
        ))  # fmt: skip
    if answer.copy is not None:
        lines.append(texts.say("The session file with this change, the plan's from now on: {file}", file=answer.copy))
    return [*lines, texts.say("The calendars lie here:"), *(f"  {path}" for path in answer.files)]


def _elsewhere(screen: Screen, answer: "Replanned") -> Sequence[str]:
    """What moves in the other sessions of the academy."""
    from planner.messages.rules import exceptions_of_plan

    texts = screen.texts
    if answer.near is None:
        return []
    number = sum(len(each.moved) for each in answer.elsewhere)
    if not number:
        return [texts.say("Nothing moves in the other sessions of the academy.")]
    lines = [_told_elsewhere(number, texts, undone=any(cause.kind == "undo" for cause in answer.plan.causes))]
    for each in answer.elsewhere:
        lines.append(f"  {texts.plain(each.session.title)} ({each.session.id})")
        lines += (f"    {line}" for line in exceptions_of_plan(each.session, texts))
        lines += (f"  {line}" for line in moved_lines(each.moved, each.session, texts, near=answer.near))
    return lines


def _told_elsewhere(number: int, texts: Texts, *, undone: bool) -> str:
    if undone:
        return texts.count(
            "{number} entry of another session, which had moved to make room, goes back too:",
            "{number} entries of other sessions, which had moved to make room, go back too:",
            number,
        )
    return texts.count(
        "Proven: no plan of this session keeps all entries of the others. {number} entry of another session is not what"
        " it was:",
        "Proven: no plan of this session keeps all entries of the others. {number} entries of other sessions are not"
        " what they were:",
        number,
    )


def broken_before(found: "BrokenBefore", near: "Academy | None", texts: Texts) -> list[str]:
    """What is broken in the academy already, as few lines as tell it."""
    from planner.messages.replanning import ReasonTexts

    if near is None or not (found.together or found.alone):
        return []
    sessions = {session.id: session for session in near.sessions}
    first = near.sessions[0]
    said = [ReasonTexts(first, near, texts).broken(each) for each in found.together]
    for id, broken in found.alone.items():
        words = ReasonTexts(sessions[id], near, texts)
        said += [
            texts.say("{session}: {broken}", session=texts.plain(id), broken=words.broken(each)) for each in broken
        ]
    lines = [texts.say("Broken in the academy already, and not by this change:")]
    lines += [f"  - {each}" for each in said[:MOST_BROKEN]]
    if (more := len(said) - MOST_BROKEN) > 0:
        lines.append("  - " + texts.count("{number} more", "{number} more", more))
    return lines


def exceptions_data(session: "Session") -> dict[str, Any]:
    """The rules that are switched off in a session, and its derogations, as data."""
    return {"rules_off": session.rules.off, "derogations": [each.data() for each in session.derogations]}


def moved_lines(
    moved: Sequence["Moved"],
    session: "Session",
    texts: Texts,
    causes: "Sequence[Cause]" = (),
    *,
    near: "Academy | None" = None,
    most: int = 3,
) -> list[str]:
    """What moved, from when to when, and why (at most so many reasons), in a list; `near` as in `ReasonTexts`."""
    from planner.messages.replanning import DifferenceTexts, ReasonTexts

    words, reasons = DifferenceTexts(session, texts, causes), ReasonTexts(session, near, texts)
    lines: list[str] = []
    for each in moved:
        lines.append(f"  - {words.line(each.difference)}")
        lines += [f"      {reasons.reason(why)}" for why in each.why[:most]]
    return lines


def restated_lines(number: int, texts: Texts) -> list[str]:
    """How many entries change in calendars without moving; nothing where none does."""
    if not number:
        return []
    return [texts.count(
        "Without moving, {number} entry changes in the calendars: its title, its text or the days on which it is cut.",
        "Without moving, {number} entries change in the calendars: their titles, their texts or the days on which they"
        " are cut.",
        number,
    )]  # fmt: skip


def proofs(plan: Any, texts: Texts, *, for_slots: bool = False, alone: bool = True) -> list[str]:
    """What is proven of how little a plan moved; `for_slots`: of those with as many slots for polls; not `alone`: other
    sessions moved too."""
    proven = {level.level: level.proven for level in plan.levels}
    if "moved" not in proven:
        return []
    least = all(proven.get(name, True) for name in ("moved", "changed", "days", "work", "minutes"))
    if for_slots:
        if least:
            return [texts.say(
                "Proven: no plan with as many slots moves fewer entries; without moving more, none changes fewer, nor"
                " moves them less."
            )]  # fmt: skip
        if proven["moved"]:
            return [texts.say(
                "Proven: no plan with as many slots moves fewer entries. That fewer change, or that they move less, is"
                " possible."
            )]  # fmt: skip
        return [texts.say("Not proven: a plan with as many slots that moves fewer entries is possible.")]
    if least and not alone:
        return [texts.say(
            "Proven: with the other sessions as they are now, no plan moves fewer entries of this one; without moving"
            " more, none changes fewer, nor moves them less."
        )]  # fmt: skip
    if least:
        return [texts.say(
            "Proven: no plan that keeps the rules moves fewer entries; without moving more, none changes fewer, nor"
            " moves them less."
        )]  # fmt: skip
    if proven["moved"]:
        return [texts.say(
            "Proven: no plan that keeps the rules moves fewer entries. That fewer change, or that they move less, is"
            " possible."
        )]  # fmt: skip
    return [texts.say("Not proven: time ran out; a plan that moves fewer entries is possible.")]


def moved_data(moved: "Moved") -> dict[str, Any]:
    """A change of one entry, as data."""
    return {**difference_data(moved.difference), "why": moved.why}


def difference_data(difference: "Difference") -> dict[str, Any]:
    """What differs, as data."""
    old, new = (entry and difference_entry(entry) for entry in (difference.old, difference.new))
    return {"kind": difference.kind, "activity": difference.entry.activity, "old": old, "new": new}


def difference_entry(entry: Any) -> dict[str, Any]:
    """An entry of a plan, as data: what it says, not how it stands in calendars."""
    return {name: value for name, value in vars(entry).items() if name not in ("entry", "sequence")}


def move_refused(screen: Screen, answer: "MoveRefused") -> int:
    """A class cannot be where it was asked to be."""
    from planner.messages.named import Named
    from planner.messages.replanning import ReasonTexts

    texts, session, move = screen.texts, answer.session, answer.move
    moments = answer.moments
    screen.document(
        {
            "status": "move-refused",
            "session": session.id,
            "activity": move.activity,
            "group": move.group,
            "wished": f"{move.day}T{move.at:%H:%M}",
            "violations": answer.violations,
            "moments": moments,
        }
    )
    named = Named(session, texts)
    when = f"{texts.day(move.day)}, {move.at:%H:%M}"
    screen.prose(texts.say("{activity} cannot be on {when}:", activity=named.activity(move.activity), when=when))
    reasons = ReasonTexts(session, answer.near, texts)
    for violation in answer.violations:
        screen.prose(f"  - {reasons.broken(violation)}")
    if not answer.violations:
        screen.prose("  - " + texts.say("no plan of what is left keeps the rules with it there"))
    if moments:
        screen.prose(texts.say("The nearest moments that would do, each tried with a whole plan:"))
    for moment in moments:
        screen.prose(f"  - {texts.moment(moment)}")
    screen.prose(texts.say("Nothing was written."))
    return NO_PLAN


def undo_refused(screen: Screen, answer: "UndoRefused") -> int:
    """The version before cannot come back."""
    from planner.messages.replanning import DifferenceTexts, ReasonTexts

    texts, session = screen.texts, answer.session
    past = [difference_data(each) for each in answer.past]
    file = answer.changed_file
    told = {"violations": answer.violations, "past": past, "changed_file": file}
    screen.document({"status": "undo-refused", "session": session.id, **told})
    if answer.past:
        screen.prose(texts.say("The version before cannot come back: what took place since would be another thing."))
    elif all(each.kind.endswith("_together") for each in answer.violations):
        screen.prose(
            texts.say("The version before cannot come back: beside other sessions, as they are now, it breaks rules.")
        )
    else:
        screen.prose(texts.say("The version before cannot come back: it breaks rules of the session as it is now."))
    words = DifferenceTexts(session, texts)
    for each in answer.past:
        screen.prose(f"  - {words.line(each)}")
    reasons = ReasonTexts(session, answer.near, texts)
    for violation in answer.violations:
        screen.prose(f"  - {reasons.broken(violation)}")
    if file is not None:
        screen.prose(texts.say(
            "The session file has changed since that version, or a calendar or parcours that it names: {file}. Put it"
            " back as it was, or give the file as it was then: --session FILE.", file=texts.plain(str(file)),
        ))  # fmt: skip
    screen.prose(texts.say("Nothing was written."))
    return NO_PLAN
