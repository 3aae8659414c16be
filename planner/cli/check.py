"""`planner check`: which rules a plan breaks, also a calendar that somebody changed in another program."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from planner.cli.exit_codes import DONE, VIOLATIONS
from planner.cli.faults import wrong_input
from planner.cli.help import Command, UsageFault
from planner.cli.options import json_option, lang_option, user_folder
from planner.cli.screen import Screen
from planner.messages.texts import Texts

if TYPE_CHECKING:
    from planner.jobs.checking import Checked


def add_to(app: typer.Typer, texts: Texts) -> None:
    """Add the command, in one language."""
    session_help = texts.say("The session file (YAML).")
    plan_help = texts.say(
        "plan.json, its folder, or the .ics of the session, of a group or of a trainer, also changed or made in another"
        " program."
    )

    group_help = texts.say("Judge what belongs to this group alone: its id or its name.")
    trainer_help = texts.say("Judge what belongs to this trainer alone: the id or the name.")
    poll_help = texts.say("The poll.json of polls that are open: also judge everything that they may elect.")

    @app.command(
        "check",
        cls=Command,
        short_help=texts.say("Check a plan against every rule."),
        help=texts.say(
            "Check a plan against every rule, and list those it breaks: day, activity and rule. Of a group's or a"
            " trainer's own calendar, what belongs to it is judged; entries of other things are left out and listed."
            " Exit codes: 0 every rule is kept; 1 some are broken, or an entry of the session cannot be judged; 2 the"
            " input is wrong."
        ),
    )
    def check(
        context: typer.Context,
        session: Annotated[Path, typer.Argument(metavar="SESSION.yaml", help=session_help)],
        plan: Annotated[Path, typer.Argument(metavar="PLAN", help=plan_help)],
        group: Annotated[str | None, typer.Option("--group", metavar="GROUP", help=group_help)] = None,
        trainer: Annotated[str | None, typer.Option("--trainer", metavar="TRAINER", help=trainer_help)] = None,
        poll: Annotated[Path | None, typer.Option("--poll", metavar="POLL.json", help=poll_help)] = None,
        json: Annotated[bool, json_option(texts)] = False,
        lang: Annotated[str | None, lang_option(texts)] = None,
    ) -> int:
        if group is not None and trainer is not None:
            raise UsageFault(context, texts.say("Ask for a group or for a trainer, not for both."))
        if poll is not None and (group is not None or trainer is not None):
            raise UsageFault(context, texts.say("Polls are judged with a whole plan: leave --group and --trainer out."))
        return _check(Screen(texts, json), session, plan, group, trainer, poll)


def _check(screen: Screen, session: Path, plan: Path, group: str | None, trainer: str | None, poll: Path | None) -> int:
    from planner.jobs import WrongInput
    from planner.jobs.checking import check_plan
    from planner.messages.rules import not_checked

    answer = check_plan(session, plan, group=group, trainer=trainer, poll_file=poll, user_folder=user_folder())
    if isinstance(answer, WrongInput):
        return wrong_input(screen, answer.findings)
    texts = screen.texts
    screen.document(
        {
            "status": "broken" if answer.violations else "kept" if answer.is_kept else "unclear",
            "scope": answer.scope,
            "violations": answer.violations,
            "left_out": answer.left_out,
            "notes": answer.notes,
            "rules_off": answer.session.rules.off,
            "derogations": [each.data() for each in answer.session.derogations],
        }
    )
    _say(screen, answer, texts.plain(str(plan)))
    for line in not_checked(answer.session, texts):
        screen.prose(line)
    return DONE if answer.is_kept else VIOLATIONS


def _say(screen: Screen, answer: "Checked", plan: str) -> None:
    from planner.messages.findings import finding_line
    from planner.messages.scopes import scope_text
    from planner.messages.violations import violation_text

    texts = screen.texts
    if answer.scope is not None:
        screen.prose(scope_text(answer.scope, answer.session, texts))
    if broken := answer.violations:
        screen.prose(
            texts.count(
                "{plan} breaks a rule {number} time:", "{plan} breaks rules {number} times:", len(broken), plan=plan
            ),
            [plan],
        )
    elif answer.is_whole:
        screen.prose(texts.say("{plan} keeps every rule.", plan=plan), [plan])
    else:
        screen.prose(texts.say("What could be judged of {plan} keeps every rule.", plan=plan), [plan])
    for violation in broken:
        screen.prose(f"  - {violation_text(violation, answer.session, texts)}")
    if answer.left_out:
        number = len(answer.left_out)
        screen.prose(texts.count("{number} entry was left out:", "{number} entries were left out:", number))
    for finding in answer.left_out:
        screen.prose(f"  - {finding_line(finding, texts)}", [plan])
    if answer.notes:
        screen.prose(texts.say("To know:"))
    for finding in answer.notes:
        screen.prose(f"  - {finding_line(finding, texts)}", [plan])
