"""`planner diff`: what differs between two plans of a session, in words."""

from pathlib import Path
from typing import Annotated

import typer

from planner.cli.exit_codes import DONE
from planner.cli.faults import wrong_input
from planner.cli.help import Command
from planner.cli.options import json_option, lang_option, user_folder
from planner.cli.screen import Screen
from planner.messages.texts import Texts


def add_to(app: typer.Typer, texts: Texts) -> None:
    """Add the command, in one language."""
    old_help = texts.say("The old plan: its plan.json, or its folder.")
    new_help = texts.say("The new plan: its plan.json, or its folder.")
    session_help = texts.say("The session file, for the names of things (default: the one that a plan names).")

    @app.command(
        "diff",
        cls=Command,
        short_help=texts.say("Say what differs between two plans."),
        help=texts.say(
            "Say what differs between two plans of a session, entry by entry: moved, added, dropped, led by others, of"
            " other minutes. Exit codes: 0 compared, whatever differs; 2 the input is wrong."
        ),
    )
    def diff(
        old: Annotated[Path, typer.Argument(metavar="OLD", help=old_help)],
        new: Annotated[Path, typer.Argument(metavar="NEW", help=new_help)],
        session: Annotated[Path | None, typer.Option("--session", metavar="FILE", help=session_help)] = None,
        json: Annotated[bool, json_option(texts)] = False,
        lang: Annotated[str | None, lang_option(texts)] = None,
    ) -> int:
        return _diff(Screen(texts, json), old, new, session)


def _diff(screen: Screen, old: Path, new: Path, session: Path | None) -> int:
    from planner.cli.replan_answers import difference_data
    from planner.jobs import WrongInput
    from planner.jobs.undo import compare
    from planner.messages.replanning import DifferenceTexts

    answer = compare(old, new, session, user_folder())
    if isinstance(answer, WrongInput):
        return wrong_input(screen, answer.findings)
    texts, number = screen.texts, len(answer.found)
    screen.document(
        {
            "status": "different" if answer.found else "same",
            "session": answer.new.session,
            "differences": [difference_data(each) for each in answer.found],
        }
    )
    if not answer.found:
        screen.prose(texts.say("The two plans say the same."))
        return DONE
    screen.prose(texts.count("{number} entry differs:", "{number} entries differ:", number))
    before = (cause for version in answer.new.versions for cause in version.causes)
    words = DifferenceTexts(answer.session, texts, [*answer.new.causes, *before])
    for each in answer.found:
        screen.prose(f"  - {words.line(each)}")
    return DONE
