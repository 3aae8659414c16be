"""The commands, put together in one language."""

from typing import Annotated

import typer

from planner.cli import (
    attestation,
    batch,
    check,
    diff,
    explain_day,
    holidays,
    logbook,
    plan,
    poll,
    replan,
    schema,
    workload,
)
from planner.cli.help import Group
from planner.cli.options import lang_option
from planner.messages.texts import Texts

COMMANDS = (plan, batch, check, replan, diff, poll, workload, logbook, attestation, explain_day, schema, holidays)
"""One module per command, in the order of the help page; each has `add_to(app, texts)`."""


def application(texts: Texts) -> typer.Typer:
    """The `planner` command whose every word is in the language of `texts`."""
    app = typer.Typer(
        cls=Group,
        add_completion=False,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        help=texts.say("Plans an online in-service training session on the French school calendar."),
        epilog=texts.say("To begin: planner plan SESSION.yaml. README.md explains how to write a session."),
    )

    @app.callback()
    def planner(lang: Annotated[str | None, lang_option(texts)] = None) -> None: ...

    for command in COMMANDS:
        command.add_to(app, texts)
    return app
