"""`planner plan`: place every activity of a session and write its calendars, or say why no plan exists."""

import signal
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from planner.cli.exit_codes import DONE
from planner.cli.faults import cannot_write, wrong_input
from planner.cli.help import Command, UsageFault
from planner.cli.no_plan import broken_dates, no_plan, not_found, refused, repair_data
from planner.cli.options import json_option, lang_option, seconds_asked, user_folder
from planner.cli.replan import invite_help, limit_help
from planner.cli.screen import Screen
from planner.messages.texts import Texts

if TYPE_CHECKING:
    from planner import jobs


def add_to(app: typer.Typer, texts: Texts) -> None:
    """Add the command, in one language."""
    session_help = texts.say("The session file (YAML).")
    out_help = texts.say("Folder of the calendars; it is made where it does not exist (default: out/<session id>).")
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
        time_limit: Annotated[str, typer.Option("--time-limit", metavar="S", help=limit_help(texts))] = "60",
        apply: Annotated[str | None, typer.Option("--apply", metavar="N", help=apply_help)] = None,
        invite: Annotated[bool, typer.Option("--invite", help=invite_help(texts))] = False,
        json: Annotated[bool, json_option(texts)] = False,
        lang: Annotated[str | None, lang_option(texts)] = None,
    ) -> int:
        screen = Screen(texts, json)
        limit_s = seconds_asked(context, texts, time_limit)
        number = None if apply is None else _number(context, texts, apply)
        return _plan(screen, session, out, limit_s, number, invite)


def _plan(screen: Screen, session: Path, out: Path | None, limit_s: float, number: int | None, invite: bool) -> int:
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
            now=datetime.now(UTC).replace(microsecond=0),
            invite=invite,
        )
    except CannotWrite as error:
        return cannot_write(screen, error)
    except jobs.CheckerRefused as fault:
        return refused(screen, fault)
    finally:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    match answer:
        case jobs.WrongInput():
            return wrong_input(screen, answer.findings)
        case jobs.BrokenFixedDates():
            return broken_dates(screen, answer)
        case jobs.NoPlan():
            return no_plan(screen, answer)
        case jobs.NotFound():
            return not_found(screen, answer)
        case jobs.Written():
            return _written(screen, answer, number)


def _number(context: typer.Context, texts: Texts, text: str) -> int:
    if not text.isascii() or not text.isdigit() or int(text[:4]) == 0:
        fault = texts.say("--apply is the number of a repair, from 1; {found} is not.", found=texts.quoted(text))
        raise UsageFault(context, fault)
    return int(text[:4])


def _step(texts: Texts, step: str, limit_s: float) -> str:
    return {
        "read": texts.say("Reading the session …"),
        "solve": texts.say("Looking for the best plan (at most {limit} s) …", limit=texts.seconds(limit_s)),
        "write": texts.say("Writing the calendars …"),
    }[step]


def _written(screen: Screen, answer: "jobs.Written", asked_repair: int | None) -> int:
    from planner import jobs
    from planner.reports.summary import summary

    texts = screen.texts
    changed = (answer.session.id,) if answer.changed_since else ()
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
                "applied": repair_data(answer.repair) if answer.repair else None,
                "changed_since": changed,
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
        screen.prose(texts.say("Changed in session.yaml: {change}.", change=change))
    elif asked_repair is not None:
        screen.answer(texts.say("The session has a plan as it is: nothing was changed."))
    screen.answer(texts.say("The calendars lie here:"))
    for path in answer.files:
        screen.answer(f"  {path}")
    if changed:
        from planner.cli.batch import changed_since

        screen.answer(changed_since(texts, changed))
    return DONE
