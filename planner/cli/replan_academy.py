"""What `planner replan` answers about a whole academy: what moved in which sessions, or which have no plan."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from planner.cli.exit_codes import NO_PLAN, OUT_OF_TIME
from planner.cli.replan_answers import (
    broken_before,
    difference_entry,
    exceptions_data,
    moved_data,
    restated_lines,
)
from planner.cli.screen import Screen
from planner.cli.spoiled_answers import spoiled_data, spoiled_lines

if TYPE_CHECKING:
    from planner.jobs.replan_academy import AcademyReplanned, NotEverywhere

MOST_TOLD = 40


def academy_replanned(screen: Screen, answer: "AcademyReplanned") -> None:
    """Every session that the change concerns was planned again and written."""
    screen.document(
        {
            "status": "replanned",
            "today": answer.today,
            "since": answer.since,
            "moved": sum(len(each.moved) for each in answer.sessions),
            "restated": sum(len(each.restated) for each in answer.sessions),
            "moved_elsewhere": sum(len(each.moved) for each in answer.sessions if not each.asked),
            "sessions": [
                {
                    "session": each.session.id,
                    "version": each.plan.number,
                    "asked": each.asked,
                    **exceptions_data(each.session),
                    "moved": [moved_data(one) for one in each.moved],
                    "restated": [difference_entry(one) for one in each.restated],
                    "session_file": each.copy,
                    "uninvited": each.uninvited,
                }
                for each in answer.sessions
            ],
            "broken_before": vars(answer.broken_before),
            "spoiled_polls": spoiled_data(answer.spoiled),
            "folder": answer.folder,
        }
    )
    if not screen.json:
        for line in _lines(screen, answer):
            screen.prose(line, [str(answer.folder)])


def _lines(screen: Screen, answer: "AcademyReplanned") -> Iterator[str]:
    from planner.messages.replanning import DifferenceTexts, ReasonTexts, cause_text, past_text
    from planner.messages.rules import exceptions_of_plan

    texts = screen.texts
    asked = [each for each in answer.sessions if each.asked]
    first = asked[0]
    said = (cause_text(cause, each.session, texts) for each in asked for cause in each.plan.causes)
    causes = texts.listing(list(dict.fromkeys(said)))
    yield texts.count(
        "{causes}: {number} session is concerned.", "{causes}: {number} sessions are concerned.", len(asked),
        causes=causes[:1].upper() + causes[1:],
    )  # fmt: skip
    yield past_text(answer.today, answer.since, first.session, texts)
    moved = [each for each in answer.sessions if each.moved]
    number = sum(len(each.moved) for each in moved)
    if number:
        yield texts.count(
            "{number} entry is not what it was:", "{number} entries are not what they were:", number
        )  # fmt: skip
    else:
        yield texts.say("Nothing moves.")
    for each in moved[:MOST_TOLD]:
        words, reasons = DifferenceTexts(each.session, texts), ReasonTexts(each.session, answer.near, texts)
        name = f"{texts.plain(each.session.title)} ({each.session.id})"
        yield f"  {name}" if each.asked else "  " + texts.say("{session}, to make room", session=name)
        yield from (f"    {line}" for line in exceptions_of_plan(each.session, texts))
        for one in each.moved:
            yield f"    - {words.line(one.difference)}"
            yield from (f"        {reasons.reason(why)}" for why in one.why[:3])
    if (more := len(moved) - MOST_TOLD) > 0:
        yield texts.count(
            "And in {number} more session; --json tells them all.",
            "And in {number} more sessions; --json tells them all.",
            more,
        )
    told = {each.session.id for each in moved[:MOST_TOLD]}
    others = [
        each for each in answer.sessions if each.session.id not in told and exceptions_of_plan(each.session, texts)
    ]
    for each in others[:MOST_TOLD]:
        yield f"  {texts.plain(each.session.title)} ({each.session.id})"
        yield from (f"    {line}" for line in exceptions_of_plan(each.session, texts))
    if still := len(asked) - sum(each.asked for each in moved):
        yield texts.count(
            "In {number} session nothing moves; its file says what changed.",
            "In {number} sessions nothing moves; their files say what changed.",
            still,
        )
    yield from restated_lines(sum(len(each.restated) for each in answer.sessions), texts)
    levels = [level for each in moved for level in each.plan.levels]
    if moved and all(level.proven for level in levels if level.level in ("moved", "changed")):
        yield texts.say(
            "The sessions were planned again one after the other; proven of each in its turn: beside the others, no"
            " plan moves fewer of its entries; without moving more, none changes fewer."
        )
    yield from broken_before(answer.broken_before, answer.near, texts)
    if uninvited := [texts.plain(each.session.id) for each in answer.sessions if each.uninvited and each.moved]:
        yield texts.count(
            "No invitation was written for {sessions}: no trainer of that session has an address there.",
            "No invitations were written for {sessions}: no trainer of these sessions has an address there.",
            len(uninvited),
            sessions=texts.listing(uninvited),
        )
    yield from spoiled_lines(answer.spoiled, texts)
    yield texts.say("The calendars lie here:")
    yield f"  {answer.folder}"


def not_everywhere(screen: Screen, answer: "NotEverywhere") -> int:
    """Some sessions have no plan after the change, or none was found in time: nothing was written."""
    from planner import jobs
    from planner.cli.no_plan import beside_text, repair_data
    from planner.messages.conflicts import conflict_text
    from planner.messages.violations import violation_text

    texts = screen.texts
    late = any(isinstance(each, jobs.NotFound) for each in answer.answers.values())
    told: list[dict[str, object]] = []
    lines: list[str] = []
    for id, each in answer.answers.items():
        lines.append(texts.say("Session {session}:", session=texts.plain(id)))
        match each:
            case jobs.NotFound():
                told.append({"session": id, "status": "out-of-time", "limit_s": each.limit_s})
                said = [texts.say("no plan was found in time; give it more: --time-limit")]
            case jobs.BrokenFixedDates():
                told.append({"session": id, "status": "fixed-dates-break-rules", "violations": each.violations})
                said = [violation_text(violation, each.session, texts) for violation in each.violations]
            case jobs.NoPlan():
                repairs = [repair_data(repair) for repair in each.infeasible.repairs]
                conflict = {
                    "conflict": each.infeasible.conflict,
                    "repairs": repairs,
                    "beside": each.beside,
                    "proven": each.proven,
                }
                told.append({"session": id, "status": "no-plan", **conflict})
                said = [beside_text(texts, each.beside, each.proven)] if each.beside else []
                said += [texts.say("With the others as they are:")] if each.beside else []
                said += conflict_text(each.infeasible, each.session, texts).split("\n")
        lines += [f"  {line}" for line in said]
    screen.document({"status": "out-of-time" if late else "no-plan", "sessions": told})
    screen.prose(
        texts.count(
            "With this change {number} session has no plan. Nothing was written, in no session.",
            "With this change {number} sessions have no plan. Nothing was written, in no session.",
            len(answer.answers),
        )
    )
    for line in lines:
        screen.prose(line)
    screen.answer(
        texts.say(
            "Change such a session first, in its own folder (--move, --cancel, its file), then the same command again."
        )
    )
    return OUT_OF_TIME if late else NO_PLAN
