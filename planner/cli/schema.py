"""`planner schema`: the JSON Schema of a session file."""

import json
from typing import Annotated

import typer

from planner.cli.exit_codes import DONE
from planner.cli.help import Command
from planner.cli.options import json_option, lang_option
from planner.messages.texts import Texts


def add_to(app: typer.Typer, texts: Texts) -> None:
    """Add the command, in one language."""

    @app.command(
        "schema",
        cls=Command,
        short_help=texts.say("Print the JSON Schema of a session file."),
        help=texts.say("Print the JSON Schema of a session file, with which an editor completes and checks it."),
    )
    def schema(
        as_json: Annotated[bool, json_option(texts)] = False,
        lang: Annotated[str | None, lang_option(texts)] = None,
    ) -> int:
        from planner import jobs

        typer.echo(json.dumps(jobs.schema(), ensure_ascii=False, indent=2))
        return DONE
