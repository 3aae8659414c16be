"""`planner logbook`: what a participant does when, each activity with its estimated time (carnet de bord)."""

from pathlib import Path
from typing import Annotated

import typer

from planner.cli.exit_codes import DONE, VIOLATIONS
from planner.cli.faults import cannot_write, wrong_input
from planner.cli.help import Command
from planner.cli.options import json_option, lang_option, user_folder
from planner.cli.screen import Screen
from planner.messages.texts import Texts


def add_to(app: typer.Typer, texts: Texts) -> None:
    """Add the command, in one language."""
    session_help = texts.say("The session file (YAML).")
    plan_help = texts.say("plan.json, or the session's .ics, also after entries were moved in a calendar program.")
    group_help = texts.say("The one group to write for: its id or its name (default: every group).")
    out_help = texts.say("Folder to write in; it is made where it does not exist (default: out/<session id>).")

    @app.command(
        "logbook",
        cls=Command,
        short_help=texts.say("Write the participants' logbooks."),
        help=texts.say(
            "Write the logbook of each group, to print or to read: each activity with its estimated time, its week and"
            " its days. Exit codes: 0 written; 1 the plan breaks rules, nothing is written; 2 the input is wrong."
        ),
    )
    def logbook(
        session: Annotated[Path, typer.Argument(metavar="SESSION.yaml", help=session_help)],
        plan: Annotated[Path, typer.Argument(metavar="PLAN", help=plan_help)],
        group: Annotated[str | None, typer.Option("--group", metavar="GROUP", help=group_help)] = None,
        out: Annotated[Path | None, typer.Option("--out", metavar="DIR", help=out_help)] = None,
        json: Annotated[bool, json_option(texts)] = False,
        lang: Annotated[str | None, lang_option(texts)] = None,
    ) -> int:
        return _logbook(Screen(texts, json), session, plan, group, out)


def _logbook(screen: Screen, session: Path, plan: Path, group: str | None, out: Path | None) -> int:
    from planner.jobs import WrongInput, handouts
    from planner.jobs.checking import Checked
    from planner.messages.violations import violation_text
    from planner.reports.write import CannotWrite

    texts = screen.texts
    try:
        answer = handouts.logbook(session, plan, group=group, out=out, user_folder=user_folder(), texts=texts)
    except CannotWrite as error:
        return cannot_write(screen, error)
    if isinstance(answer, WrongInput):
        return wrong_input(screen, answer.findings)
    if isinstance(answer, Checked):
        screen.document({"status": "broken", "violations": answer.violations})
        screen.fault(texts.say("The plan breaks rules; no logbook is written:"))
        for violation in answer.violations:
            screen.fault(f"  - {violation_text(violation, answer.session, texts)}")
        return VIOLATIONS
    screen.document({"status": "written", "files": answer.files})
    screen.answer(texts.count("The logbook lies here:", "The logbooks lie here:", len(answer.files)))
    for path in answer.files:
        screen.answer(f"  {texts.plain(str(path))}")
    return DONE
