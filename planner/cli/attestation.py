"""`planner attestation`: attestations of participation for those whom the trainer marks as present."""

from pathlib import Path
from typing import Annotated

import typer

from planner.cli.exit_codes import DONE
from planner.cli.faults import cannot_write, wrong_input
from planner.cli.help import Command
from planner.cli.options import json_option, lang_option, user_folder
from planner.cli.screen import Screen
from planner.messages.texts import Texts


def add_to(app: typer.Typer, texts: Texts) -> None:
    """Add the command, in one language."""
    session_help = texts.say("The session file (YAML).")
    present_help = texts.say(
        "Who was present: a name, or a list: a text with one name a line, or a table (CSV, .xlsx, .ods) with the"
        " columns name, school, group, presence. May be given several times."
    )
    out_help = texts.say("Folder to write in; it is made where it does not exist (default: out/<session id>).")

    @app.command(
        "attestation",
        cls=Command,
        short_help=texts.say("Write attestations of participation."),
        help=texts.say(
            "Write attestations of participation, to print, for those you mark as present: person, course, estimated"
            " duration, dates, trainers, and nothing about time spent. Exit codes: 0 written; 2 the input is wrong."
        ),
    )
    def attestation(
        session: Annotated[Path, typer.Argument(metavar="SESSION.yaml", help=session_help)],
        present: Annotated[list[str], typer.Option("--present", metavar="FILE|NAME", help=present_help)],
        out: Annotated[Path | None, typer.Option("--out", metavar="DIR", help=out_help)] = None,
        json: Annotated[bool, json_option(texts)] = False,
        lang: Annotated[str | None, lang_option(texts)] = None,
    ) -> int:
        return _attestation(Screen(texts, json), session, present, out)


def _attestation(screen: Screen, session: Path, present: list[str], out: Path | None) -> int:
    from planner.jobs import WrongInput, handouts
    from planner.reports.write import CannotWrite

    texts = screen.texts
    try:
        answer = handouts.attestation(session, present, out=out, user_folder=user_folder(), texts=texts)
    except CannotWrite as error:
        return cannot_write(screen, error)
    if isinstance(answer, WrongInput):
        return wrong_input(screen, answer.findings)
    screen.document(
        {"status": "written", "people": answer.people, "files": answer.files, "columns_not_read": answer.dropped}
    )
    screen.answer(texts.count("{number} attestation is written:", "{number} attestations are written:", answer.people))
    for path in answer.files:
        screen.answer(f"  {texts.plain(str(path))}")
    if answer.dropped:
        names = texts.listing([texts.quoted(name) for name in answer.dropped])
        screen.answer(
            texts.say("Not read: {names}. An attestation says nothing of times, scores or addresses (P4).", names=names)
        )
    return DONE
