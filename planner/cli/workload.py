"""`planner workload`: how much work sessions are for their trainers; below it, what noted hours say of that."""

from pathlib import Path
from typing import Annotated

import typer

from planner.cli import workload_calibrate
from planner.cli.exit_codes import DONE
from planner.cli.faults import calendar_fault, cannot_write, wrong_input
from planner.cli.help import Command, GroupWithDefault
from planner.cli.options import json_option, lang_option, user_folder
from planner.cli.screen import Screen
from planner.messages.texts import Texts


def add_to(app: typer.Typer, texts: Texts) -> None:
    """Add the command and the one below it, in one language."""
    group = typer.Typer(cls=GroupWithDefault, rich_markup_mode=None)
    paths_help = texts.say("Session files, folders of them, and plans (plan.json or .ics) of the sessions.")
    plan_help = texts.say("A plan, or a folder in which every plan.json is looked for. It can be given several times.")
    factors_help = texts.say(
        "A file of coefficients: an academy's, or what “planner workload calibrate” wrote. It can be given several"
        " times; the last one wins, and the session's own workload: over all."
    )
    out_help = texts.say("Folder in which a page for each session and a spreadsheet of all are written.")
    explain_help = texts.say("Show how each figure comes about, and where each coefficient comes from.")

    @group.callback(short_help=texts.say("Say how much work sessions are for their trainers."))
    def workload(lang: Annotated[str | None, lang_option(texts)] = None) -> None: ...

    @group.command(
        GroupWithDefault.default,
        cls=Command,
        hidden=True,
        help=texts.say(
            "Say how much work sessions are for their trainers: hours by trainer, phase, activity and week, low, most"
            " probable and high, with the designer's booklet beside them. Many sessions are added up by trainer,"
            " session, parcours, academy and month. “planner workload calibrate” corrects the estimates by noted hours."
            " Exit codes: 0 estimated; 2 the input is wrong."
        ),
    )
    def estimate(
        paths: Annotated[list[Path], typer.Argument(metavar="SESSION.yaml|DIR|PLAN...", help=paths_help)],
        plan: Annotated[list[Path] | None, typer.Option("--plan", metavar="PLAN|DIR", help=plan_help)] = None,
        factors: Annotated[list[Path] | None, typer.Option("--factors", metavar="FILE", help=factors_help)] = None,
        explain: Annotated[bool, typer.Option("--explain", help=explain_help)] = False,
        out: Annotated[Path | None, typer.Option("--out", metavar="DIR", help=out_help)] = None,
        json: Annotated[bool, json_option(texts)] = False,
        lang: Annotated[str | None, lang_option(texts)] = None,
    ) -> int:
        return _estimate(Screen(texts, json), paths, plan or [], factors or [], explain, out)

    workload_calibrate.add_to(group, texts)
    app.add_typer(group, name="workload")


def _estimate(
    screen: Screen, paths: list[Path], plans: list[Path], factors: list[Path], explain: bool, out: Path | None
) -> int:
    from planner.jobs import CALENDAR_FAULTS, WrongInput
    from planner.jobs.workload import workload
    from planner.reports.workload_data import workload_data
    from planner.reports.workload_summary import workload_summary
    from planner.reports.write import CannotWrite

    texts = screen.texts
    try:
        answer = workload(paths, plans=plans, factors=factors, out=out, user_folder=user_folder(), texts=texts)
    except CannotWrite as error:
        return cannot_write(screen, error)
    except CALENDAR_FAULTS as error:
        return calendar_fault(screen, error)
    if isinstance(answer, WrongInput):
        return wrong_input(screen, answer.findings)
    if screen.json:
        screen.document({**workload_data(answer.estimates, texts, explain=explain), "files": answer.files})
        return DONE
    page = workload_summary(answer.estimates, texts, explain=explain, width=screen.width, colour=screen.colour)
    screen.answer(page.removesuffix("\n"))
    if answer.files:
        screen.answer(texts.say("The reports lie here:"))
    for path in answer.files:
        screen.answer(f"  {path}")
    return DONE
