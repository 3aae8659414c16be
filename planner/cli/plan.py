"""`planner plan`: place every activity of a session and write its calendars, or say why no plan exists."""

import signal
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from planner.cli.exit_codes import DONE, INTERNAL_ERROR, NO_PLAN, OUT_OF_TIME, WRONG_INPUT
from planner.cli.faults import cannot_write, wrong_input
from planner.cli.help import Command, UsageFault
from planner.cli.options import json_option, lang_option, user_folder
from planner.cli.screen import Screen
from planner.messages.texts import Texts

if TYPE_CHECKING:
    from planner import jobs

_LONGEST_TIME_LIMIT_S = 24 * 60 * 60.0


def add_to(app: typer.Typer, texts: Texts) -> None:
    """Add the command, in one language."""
    session_help = texts.say("The session file (YAML).")
    out_help = texts.say("Folder of the calendars; it is made where it does not exist (default: out/<session id>).")
    limit_help = texts.say("How long to search, in seconds (default: 60).")
    apply_help = texts.say("Where no plan exists: use the repair of this number, and write the session so changed.")

    @app.command(
        "plan",
        cls=Command,
        short_help=texts.say("Plan a session and write its calendars."),
        help=texts.say(
            "Plan a session and write its calendars: one .ics for the session, one per group, one per trainer, and"
            " plan.json. Where no plan exists, say why, and what would make one possible. Exit codes: 0 planned;"
            " 2 the input is wrong; 3 no plan exists; 4 none was found in time."
        ),
    )
    def plan(
        context: typer.Context,
        session: Annotated[Path, typer.Argument(metavar="SESSION.yaml", help=session_help)],
        out: Annotated[Path | None, typer.Option("--out", metavar="DIR", help=out_help)] = None,
        time_limit: Annotated[str, typer.Option("--time-limit", metavar="S", help=limit_help)] = "60",
        apply: Annotated[str | None, typer.Option("--apply", metavar="N", help=apply_help)] = None,
        json: Annotated[bool, json_option(texts)] = False,
        lang: Annotated[str | None, lang_option(texts)] = None,
    ) -> int:
        screen = Screen(texts, json)
        limit_s = _seconds(context, texts, time_limit)
        number = None if apply is None else _number(context, texts, apply)
        return _plan(screen, session, out, limit_s, number)


def _plan(screen: Screen, session: Path, out: Path | None, limit_s: float, number: int | None) -> int:
    from planner import jobs
    from planner.reports.write import CannotWrite

    def progress(step: str) -> None:
        screen.progress(_step(screen.texts, step, limit_s))
        # the solver would hear an interruption only when it is done; nothing is half-written before "write"
        signal.signal(signal.SIGINT, signal.SIG_DFL if step == "solve" else signal.default_int_handler)

    try:
        answer = jobs.plan(
            session,
            out=out,
            user_folder=user_folder(),
            time_limit_s=limit_s,
            apply=number,
            texts=screen.texts,
            progress=progress,
            lean=True,
        )
    except CannotWrite as error:
        return cannot_write(screen, error)
    except jobs.CheckerRefused as refused:
        return _refused(screen, refused)
    finally:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    match answer:
        case jobs.WrongInput():
            return wrong_input(screen, answer.findings)
        case jobs.BrokenFixedDates():
            return _broken(screen, answer)
        case jobs.NoPlan():
            return _no_plan(screen, answer)
        case jobs.NotFound():
            return _not_found(screen, answer)
        case jobs.Written():
            return _written(screen, answer, number)


def _seconds(context: typer.Context, texts: Texts, text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = 0.0
    if not 0 < seconds <= _LONGEST_TIME_LIMIT_S:
        fault = texts.say("--time-limit is a number of seconds, up to 86400; {found} is not.", found=texts.quoted(text))
        raise UsageFault(context, fault)
    return seconds


def _number(context: typer.Context, texts: Texts, text: str) -> int:
    if not text.isascii() or not text.isdigit() or int(text[:4]) == 0:
        fault = texts.say("--apply is the number of a repair, from 1; {found} is not.", found=texts.quoted(text))
        raise UsageFault(context, fault)
    return int(text[:4])


def _step(texts: Texts, step: str, limit_s: float) -> str:
    return {
        "read": texts.say("Reading the session …"),
        "solve": texts.say("Looking for the best plan (at most {limit} s) …", limit=f"{limit_s:g}"),
        "write": texts.say("Writing the calendars …"),
    }[step]


def _written(screen: Screen, answer: "jobs.Written", asked_repair: int | None) -> int:
    from planner import jobs
    from planner.reports.summary import summary

    texts = screen.texts
    if screen.json:
        screen.document(
            {
                "status": "planned",
                "session": answer.session.id,
                "plan": jobs.plan_data(answer.plan),
                "files": answer.files,
                "levels": [{**vars(level), "proven": level.proven} for level in answer.plan.levels],
                "advice": answer.advice,
                "rules_off": answer.session.rules.off,
                "applied": _repair_data(answer.repair) if answer.repair else None,
            }
        )
        return DONE
    screen.answer(
        summary(
            answer.session,
            answer.plan,
            answer.school,
            answer.advice,
            texts,
            width=screen.width,
            colour=screen.colour,
        )
    )
    if answer.repair is not None:
        from planner.messages.repairs import repair_text

        change, *_ = repair_text(answer.repair, answer.asked or answer.session, texts)
        screen.answer(texts.say("Changed in session.yaml: {change}.", change=change))
    elif asked_repair is not None:
        screen.answer(texts.say("The session has a plan as it is: nothing was changed."))
    screen.answer(texts.say("The calendars lie here:"))
    for path in answer.files:
        screen.answer(f"  {path}")
    return DONE


def _broken(screen: Screen, answer: "jobs.BrokenFixedDates") -> int:
    from planner.messages.violations import violation_text

    texts = screen.texts
    screen.document(
        {
            "status": "fixed-dates-break-rules",
            "session": answer.session.id,
            "violations": answer.violations,
        }
    )
    screen.answer(texts.say("No plan exists: the dates the session fixes already break these rules."))
    for violation in answer.violations:
        screen.answer(f"  - {violation_text(violation, answer.session, texts)}")
    screen.answer(texts.say("Move or remove these dates, then plan again. Nothing was written."))
    return NO_PLAN


def _no_plan(screen: Screen, answer: "jobs.NoPlan") -> int:
    from planner.messages.conflicts import conflict_text

    texts = screen.texts
    screen.document(
        {
            "status": "no-plan",
            "session": answer.session.id,
            "conflict": answer.infeasible.conflict,
            "repairs": [
                {"number": number, **_repair_data(repair)}
                for number, repair in enumerate(answer.infeasible.repairs, start=1)
            ],
            "all_tried": answer.infeasible.all_tried,
            "asked_repair": answer.asked_repair,
        }
    )
    screen.answer(conflict_text(answer.infeasible, answer.session, texts))
    if answer.asked_repair is not None:
        screen.fault(_no_such_repair(texts, answer.asked_repair, len(answer.infeasible.repairs)))
        return WRONG_INPUT
    if answer.infeasible.repairs:
        screen.answer(texts.say("To use one: the same command with --apply and its number."))
    return NO_PLAN


def _no_such_repair(texts: Texts, asked: int, found: int) -> str:
    if not found:
        return texts.say("There is no repair {asked}: none was found. Nothing was written.", asked=asked)
    return texts.count(
        "There is no repair {asked}: {number} was found. Nothing was written.",
        "There is no repair {asked}: {number} were found. Nothing was written.",
        found,
        asked=asked,
    )


def _not_found(screen: Screen, answer: "jobs.NotFound") -> int:
    texts = screen.texts
    screen.document({"status": "out-of-time", "limit_s": answer.limit_s})
    screen.fault(
        texts.say(
            "No plan was found in {limit} s, and none was shown to be impossible. Nothing was written. Give it more"
            " time: --time-limit {more}",
            limit=f"{answer.limit_s:g}",
            more=f"{max(1.0, answer.limit_s * 5):g}",
        )
    )
    return OUT_OF_TIME


def _refused(screen: Screen, refused: "jobs.CheckerRefused") -> int:
    rules = sorted({violation.rule for violation in refused.violations})
    screen.document({"status": "checker-refused", "violations": refused.violations})
    screen.fault(
        screen.texts.say(
            "A plan was found, but the check that follows refuses it (rules: {rules}). This is a fault of the planner,"
            " not of your session. Nothing was written. Please report it with your session file.",
            rules=", ".join(rules),
        )
    )
    return INTERNAL_ERROR


def _repair_data(repair: Any) -> Mapping[str, Any]:
    from planner import jobs

    return {"kind": repair.kind, "facts": repair.facts, "changes": repair.changes, "plan": jobs.plan_data(repair.plan)}
