"""What `planner replan` answers: what moved and why, or why it cannot be."""

import textwrap
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from planner.cli.exit_codes import NO_PLAN
from planner.cli.screen import Screen
from planner.messages.texts import Texts

if TYPE_CHECKING:
    from planner.differences import Difference
    from planner.jobs.moved import Moved
    from planner.jobs.replan import MoveRefused, Replanned
    from planner.jobs.undo import UndoRefused
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
            "causes": plan.causes,
            "moved": [moved_data(each) for each in answer.moved],
            "levels": [{**vars(level), "proven": level.proven} for level in plan.levels],
            "past_broken": answer.past_broken,
            "lost": [difference_entry(each) for each in answer.lost],
            "session_file": answer.copy,
            "files": answer.files,
            "plan": jobs.plan_data(plan),
        }
    )
    if not screen.json:
        for line in _lines(screen, answer):
            wrapped(screen, line)


def _lines(screen: Screen, answer: "Replanned") -> Sequence[str]:
    from planner.messages.replanning import cause_text
    from planner.messages.violations import violation_text

    texts, session, plan = screen.texts, answer.session, answer.plan
    lines = [f"{texts.plain(session.title)} ({session.id})"]
    if answer.changed:
        causes = texts.listing([cause_text(cause, session, texts) for cause in plan.causes])
        lines.append(texts.say("Version {number} of the plan: {causes}.", number=plan.number, causes=causes))
    lines.append(texts.say("What began before {day} stays as it was.", day=texts.day(answer.today)))
    number = len(answer.moved)
    if number:
        lines.append(
            texts.count("{number} entry is not what it was:", "{number} entries are not what they were:", number)
        )
    else:
        lines.append(texts.say("Nothing moves."))
    lines += moved_lines(answer.moved, session, texts)
    lines += proofs(plan, texts)
    if answer.past_broken:
        lines.append(texts.say("Of what took place, this would not be allowed today; it stays:"))
        lines += [f"  - {violation_text(each, session, texts)}" for each in answer.past_broken]
    if answer.lost:
        lines.append(texts.count(
            "{number} entry took place, and the session has its group or activity no more: it leaves the plan, and is"
            " not cancelled.",
            "{number} entries took place, and the session has their groups or activities no more: they leave the plan,"
            " and are not cancelled.",
            len(answer.lost),
        ))  # fmt: skip
    if answer.copy is not None:
        lines.append(texts.say("The session file with this change, the plan's from now on: {file}", file=answer.copy))
    return [*lines, texts.say("The calendars lie here:"), *(f"  {path}" for path in answer.files)]


def moved_lines(moved: Sequence["Moved"], session: "Session", texts: Texts, *, most: int = 3) -> list[str]:
    """What moved, from when to when, and why (at most so many reasons), in a list."""
    from planner.messages.replanning import DifferenceTexts, reason_text

    words, lines = DifferenceTexts(session, texts), []
    for each in moved:
        lines.append(f"  - {words.line(each.difference)}")
        lines += [f"      {reason_text(why, session, texts)}" for why in each.why[:most]]
    return lines


def wrapped(screen: Screen, line: str) -> None:
    """A line of the answer in the width of the screen, what goes on further in than it begins; paths stay whole."""
    indent = " " * (len(line) - len(line.lstrip()))
    more = indent + "  " if line.lstrip().startswith("- ") else indent
    parts = textwrap.wrap(
        line.strip(), screen.width, initial_indent=indent, subsequent_indent=more, break_long_words=False,
        break_on_hyphens=False,
    )  # fmt: skip
    screen.answer("\n".join(parts))


def proofs(plan: Any, texts: Texts, *, for_slots: bool = False) -> list[str]:
    """What is proven of how little a plan moved; `for_slots`: of those with as many slots for polls."""
    proven = {level.level: level.proven for level in plan.levels}
    if "moved" not in proven:
        return []
    least = all(proven.get(name, True) for name in ("moved", "days", "work", "minutes"))
    if for_slots:
        if least:
            return [texts.say("Proven: no plan with as many slots changes fewer entries, nor moves them less.")]
        if proven["moved"]:
            return [
                texts.say("Proven: no plan with as many slots changes fewer entries. That they move less is possible.")
            ]
        return [texts.say("Not proven: a plan with as many slots that changes fewer entries is possible.")]
    if least:
        return [texts.say("Proven: no plan that keeps the rules changes fewer entries, nor moves them less.")]
    if proven["moved"]:
        return [
            texts.say("Proven: no plan that keeps the rules changes fewer entries. That they move less is possible.")
        ]
    return [texts.say("Not proven: time ran out; a plan that changes fewer entries is possible.")]


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
    from planner.messages.violations import violation_text

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
    screen.answer(texts.say("{activity} cannot be on {when}:", activity=named.activity(move.activity), when=when))
    for violation in answer.violations:
        wrapped(screen, f"  - {violation_text(violation, session, texts)}")
    if not answer.violations:
        screen.answer("  - " + texts.say("no plan of what is left keeps the rules with it there"))
    if moments:
        screen.answer(texts.say("The nearest moments that would do, each tried with a whole plan:"))
    for moment in moments:
        screen.answer(f"  - {texts.moment(moment)}")
    screen.answer(texts.say("Nothing was written."))
    return NO_PLAN


def undo_refused(screen: Screen, answer: "UndoRefused") -> int:
    """The version before cannot come back."""
    from planner.messages.replanning import DifferenceTexts
    from planner.messages.violations import violation_text

    texts, session = screen.texts, answer.session
    past = [difference_data(each) for each in answer.past]
    screen.document({"status": "undo-refused", "session": session.id, "violations": answer.violations, "past": past})
    if answer.past:
        screen.answer(texts.say("The version before cannot come back: what took place since would be another thing."))
    else:
        screen.answer(texts.say("The version before cannot come back: it breaks rules of the session as it is now."))
    words = DifferenceTexts(session, texts)
    for each in answer.past:
        wrapped(screen, f"  - {words.line(each)}")
    for violation in answer.violations:
        wrapped(screen, f"  - {violation_text(violation, session, texts)}")
    screen.answer(texts.say("Nothing was written."))
    return NO_PLAN
