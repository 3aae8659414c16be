"""`planner check`: which rules a plan breaks, also a calendar that somebody changed in another program."""

from pathlib import Path
from typing import Annotated

import typer

from planner.cli.exit_codes import DONE, VIOLATIONS
from planner.cli.faults import wrong_input
from planner.cli.help import Command
from planner.cli.options import json_option, lang_option, user_folder
from planner.cli.screen import Screen
from planner.messages.texts import Texts


def add_to(app: typer.Typer, texts: Texts) -> None:
    """Add the command, in one language."""
    session_help = texts.say("The session file (YAML).")
    plan_help = texts.say("plan.json, or the session's .ics, also after entries were moved in a calendar program.")

    @app.command(
        "check",
        cls=Command,
        short_help=texts.say("Check a plan against every rule."),
        help=texts.say(
            "Check a plan against every rule, and list those it breaks: day, activity and rule. Exit codes: 0 every"
            " rule is kept; 1 some are broken; 2 the input is wrong."
        ),
    )
    def check(
        session: Annotated[Path, typer.Argument(metavar="SESSION.yaml", help=session_help)],
        plan: Annotated[Path, typer.Argument(metavar="PLAN", help=plan_help)],
        json: Annotated[bool, json_option(texts)] = False,
        lang: Annotated[str | None, lang_option(texts)] = None,
    ) -> int:
        return _check(Screen(texts, json), session, plan)


def _check(screen: Screen, session: Path, plan: Path) -> int:
    from planner import jobs
    from planner.messages.rules import rule_name
    from planner.messages.violations import violation_text

    answer = jobs.check_plan(session, plan, user_folder=user_folder())
    if isinstance(answer, jobs.WrongInput):
        return wrong_input(screen, answer.findings)
    texts = screen.texts
    broken = answer.violations
    off = answer.session.rules.off
    screen.document({"status": "broken" if broken else "kept", "violations": broken, "rules_off": off})
    if not broken:
        screen.answer(texts.say("{plan} keeps every rule.", plan=texts.plain(str(plan))))
    else:
        screen.answer(
            texts.count(
                "{plan} breaks a rule {number} time:",
                "{plan} breaks rules {number} times:",
                len(broken),
                plan=texts.plain(str(plan)),
            )
        )
    for violation in broken:
        screen.answer(f"  - {violation_text(violation, answer.session, texts)}")
    if off:
        rules = texts.listing([rule_name(rule, texts) for rule in off])
        screen.answer(texts.say("Not checked, switched off in the session file: {rules}.", rules=rules))
    return VIOLATIONS if broken else DONE
