"""`planner batch`: plan a whole academy together, or write the empty spreadsheet in which it is described."""

import os
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from planner.cli.exit_codes import DONE, NO_PLAN, OUT_OF_TIME
from planner.cli.faults import calendar_fault, cannot_write, wrong_input
from planner.cli.help import Command, UsageFault
from planner.cli.options import json_option, lang_option, user_folder
from planner.cli.screen import Screen
from planner.messages.texts import Texts

if TYPE_CHECKING:
    from planner.jobs.batch import BatchDone

_LONGEST_TIME_LIMIT_S = 7 * 24 * 60 * 60.0
_MOST_WORKERS = 1024
MOST_LEFT_OVER = 10


def add_to(app: typer.Typer, texts: Texts) -> None:
    """Add the command, in one language."""
    paths_help = texts.say("Folders of session files, session files, spreadsheets (.xlsx, .ods, .csv).")
    out_help = texts.say("Folder to write in: sessions/, trainers/, index.html and index.xlsx (default: out).")
    workers_help = texts.say("How many processes share the work (default: one for each processor).")
    limit_help = texts.say("How long to search, in seconds; the best plan found so far is then written.")
    resume_help = texts.say("Go on from what an earlier run, stopped or killed, left in the folder.")
    scheduler_help = texts.say("Address of a Dask scheduler whose workers share the work.")
    enrolments_help = texts.say("A table of who takes part in what (person, session, group). May be given again.")
    template_help = texts.say("Plan nothing: write the empty spreadsheet to fill in (academy.xlsx, or as --out says).")

    @app.command(
        "batch",
        cls=Command,
        short_help=texts.say("Plan a whole academy together."),
        help=texts.say(
            "Plan many sessions together, tied by their trainers, their participants and the shared virtual rooms, and"
            " write the calendars of each. Where not everything fits, the most is placed, by priority, and the rest is"
            " explained. Ctrl-C ends with the best plan found so far; a second one ends at once. Exit codes: 0 all"
            " placed; 2 the input is wrong; 3 some sessions have no place, the others are written; 4 time ran out"
            " with some not found."
        ),
    )
    def batch(
        context: typer.Context,
        paths: Annotated[list[Path] | None, typer.Argument(metavar="PATH...", help=paths_help)] = None,
        enrolments: Annotated[
            list[Path] | None, typer.Option("--enrolments", metavar="FILE", help=enrolments_help)
        ] = None,
        out: Annotated[Path | None, typer.Option("--out", metavar="DIR", help=out_help)] = None,
        workers: Annotated[str | None, typer.Option("--workers", metavar="N", help=workers_help)] = None,
        time_limit: Annotated[str | None, typer.Option("--time-limit", metavar="S", help=limit_help)] = None,
        resume: Annotated[bool, typer.Option("--resume", help=resume_help)] = False,
        scheduler: Annotated[str | None, typer.Option("--scheduler", metavar="ADDRESS", help=scheduler_help)] = None,
        template: Annotated[bool, typer.Option("--template", help=template_help)] = False,
        json: Annotated[bool, json_option(texts)] = False,
        lang: Annotated[str | None, lang_option(texts)] = None,
    ) -> int:
        screen = Screen(texts, json)
        if template:
            return _template(context, screen, paths, out)
        if not paths:
            raise UsageFault(context, texts.say("{argument} is missing.", argument="PATH"))
        count = _workers(context, texts, workers)
        limit_s = None if time_limit is None else _seconds(context, texts, time_limit)
        return _batch(screen, paths, enrolments or [], out, count, limit_s, resume, scheduler)


def _batch(
    screen: Screen,
    paths: list[Path],
    enrolments: list[Path],
    out: Path | None,
    workers: int,
    limit_s: float | None,
    resume: bool,
    scheduler: str | None,
) -> int:
    from planner.cli.interrupt import interruptible
    from planner.cli.no_plan import refused
    from planner.cli.progress import ProgressBar
    from planner.jobs import CALENDAR_FAULTS, CheckerRefused, WrongInput
    from planner.jobs.batch import batch
    from planner.reports.write import CannotWrite

    texts = screen.texts
    bar = ProgressBar(texts)

    def stopping() -> None:
        bar.say(texts.say("Stopping: the best plan so far is checked and written. Ctrl-C again ends at once."))

    try:
        with bar, interruptible(stopping) as asked:
            answer = batch(
                paths,
                enrolments=enrolments,
                out=out,
                workers=workers,
                time_limit_s=limit_s,
                resume=resume,
                scheduler=scheduler,
                user_folder=user_folder(),
                texts=texts,
                now=datetime.now(UTC).replace(microsecond=0),
                progress=bar,
                stop=asked.is_set,
            )
    except CannotWrite as error:
        return cannot_write(screen, error)
    except CheckerRefused as fault:
        return refused(screen, fault, many=True)
    except CALENDAR_FAULTS as error:
        return calendar_fault(screen, error)
    if isinstance(answer, WrongInput):
        return wrong_input(screen, answer.findings)
    return _done(screen, answer)


def _done(screen: Screen, answer: "BatchDone") -> int:
    from planner.reports.batch_summary import batch_data, batch_summary

    texts, plan = screen.texts, answer.plan
    late = any(one.reason == "time" for one in plan.left_out)
    code = OUT_OF_TIME if late else NO_PLAN if plan.left_out else DONE
    status = {DONE: "planned", NO_PLAN: "some-left-out", OUT_OF_TIME: "out-of-time"}[code]
    if screen.json:
        data = batch_data(answer.academy, plan)
        screen.document(
            {
                "status": status,
                **data,
                "out": answer.out,
                "files": answer.files,
                "left_over": answer.left_over,
                "changed_since": answer.changed_since,
                "called_off": answer.called_off,
            }
        )
        return code
    page = batch_summary(answer.academy, plan, texts, width=screen.width, colour=screen.colour)
    screen.answer(page.removesuffix("\n"))
    if plan.plans:
        screen.answer(
            texts.say("Each session’s calendars lie in its own folder here: {out}", out=answer.out / "sessions")
        )
    for path in answer.files:
        screen.answer(f"  {path}")
    if answer.changed_since:
        screen.prose(changed_since(texts, answer.changed_since))
    if answer.called_off:
        screen.prose(_called_off(texts, answer.called_off))
    if answer.left_over:
        screen.prose(texts.say("Written by an earlier run, no part of this plan; remove it if nobody needs it:"))
    for path in answer.left_over[:MOST_LEFT_OVER]:
        screen.answer(f"  {path}")
    if (more := len(answer.left_over) - MOST_LEFT_OVER) > 0:
        screen.prose(texts.count("And {number} more.", "And {number} more.", more))
    return code


def _named(texts: Texts, sessions: tuple[str, ...]) -> str:
    named = [texts.plain(id) for id in sessions[:MOST_LEFT_OVER]]
    if (more := len(sessions) - MOST_LEFT_OVER) > 0:
        named.append(texts.count("{number} more", "{number} more", more))
    return texts.listing(named)


def _called_off(texts: Texts, sessions: tuple[str, ...]) -> str:
    return texts.count(
        "Planned by an earlier run, and without a place now; its calendars call off all that was planned: {sessions}.",
        "Planned by an earlier run, and without a place now; their calendars call off all that was planned:"
        " {sessions}.",
        len(sessions),
        sessions=_named(texts, sessions),
    )


def changed_since(texts: Texts, sessions: tuple[str, ...]) -> str:
    """That what was asked of plans since they were made is not in the new ones."""
    return texts.count(
        "Changed since it was planned, and planned anew here without that change: {sessions}. “planner replan --undo”"
        " brings the plan before back.",
        "Changed since they were planned, and planned anew here without these changes: {sessions}. “planner replan"
        " --undo” brings each plan before back.",
        len(sessions),
        sessions=_named(texts, sessions),
    )


def _template(context: typer.Context, screen: Screen, paths: list[Path] | None, out: Path | None) -> int:
    from planner.jobs.batch import template
    from planner.reports.write import CannotWrite

    texts = screen.texts
    if paths:
        raise UsageFault(context, texts.say("--template reads no files; --out names the spreadsheet to write."))
    file = out or Path(texts.say("academy.xlsx"))
    if file.suffix.lower() != ".xlsx":
        file = file / texts.say("academy.xlsx") if file.is_dir() else file.with_name(f"{file.name}.xlsx")
    try:
        answer = template(file, texts)
    except CannotWrite as error:
        return cannot_write(screen, error)
    screen.document({"status": "written", "files": [answer.file]})
    screen.prose(texts.say("The empty spreadsheet lies here:"))
    screen.answer(f"  {answer.file}")
    return DONE


def _workers(context: typer.Context, texts: Texts, text: str | None) -> int:
    if text is None:
        return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    if not text.isascii() or not text.isdigit() or not 1 <= int(text[:5]) <= _MOST_WORKERS:
        fault = texts.say(
            "--workers is a number of processes, from 1 to 1024; {found} is not.", found=texts.quoted(text)
        )
        raise UsageFault(context, fault)
    return int(text[:5])


def _seconds(context: typer.Context, texts: Texts, text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = 0.0
    if not 0 < seconds <= _LONGEST_TIME_LIMIT_S:
        fault = texts.say(
            "--time-limit is a number of seconds, up to 604800; {found} is not.", found=texts.quoted(text)
        )
        raise UsageFault(context, fault)
    return seconds
