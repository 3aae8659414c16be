"""`planner workload`: how much work a session is for its trainers, and what noted hours say of that."""

from typing import Annotated

import typer

from planner.cli import workload_calibrate
from planner.cli.help import Group
from planner.cli.options import lang_option
from planner.messages.texts import Texts


def add_to(app: typer.Typer, texts: Texts) -> None:
    """Add the group and its commands, in one language."""
    group = typer.Typer(cls=Group, rich_markup_mode=None)

    @group.callback(
        short_help=texts.say("Say how much work a session is for its trainers."),
        help=texts.say("Say how much work a session is for its trainers, and correct that by the hours they noted."),
    )
    def workload(lang: Annotated[str | None, lang_option(texts)] = None) -> None: ...

    workload_calibrate.add_to(group, texts)
    app.add_typer(group, name="workload")
