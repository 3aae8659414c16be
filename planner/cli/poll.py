"""`planner poll`: ask participants which slot suits them, and fix the one that their ballots elect."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated, Any, NamedTuple

import typer

from planner.cli.exit_codes import INTERNAL_ERROR
from planner.cli.faults import cannot_write, wrong_input
from planner.cli.help import Command, Group, UsageFault
from planner.cli.options import day_asked, json_option, lang_option, user_folder
from planner.cli.poll_answers import broken, closed, not_kept, offered
from planner.cli.screen import Screen
from planner.messages.texts import Texts

_LEAST, _MOST = 2, 20


def add_to(app: typer.Typer, texts: Texts) -> None:
    """Add the two commands, in one language."""
    group = typer.Typer(cls=Group, rich_markup_mode=None)

    @group.callback(short_help=texts.say("Ask participants which slot of a class suits them."))
    def poll(lang: Annotated[str | None, lang_option(texts)] = None) -> None: ...

    _add_open(group, texts)
    _add_close(group, texts)
    app.add_typer(group, name="poll")


def _add_open(group: typer.Typer, texts: Texts) -> None:
    session_help = texts.say("The session file (YAML).")
    plan_help = texts.say(
        "plan.json, its folder, or the session's .ics, also after entries were moved in a calendar program."
    )
    class_help = texts.say("A class by its id, or of one group: retour1@lyon. It can be given several times.")
    slots_help = texts.say("How many slots to offer for each class, that of the plan included (default: 4).")
    keep_help = texts.say("Do not move anything else, even where there are fewer slots than asked for.")
    out_help = texts.say("Folder of the polls; it is made where it does not exist (default: out/<session id>/polls).")

    @group.command(
        "open",
        cls=Command,
        short_help=texts.say("Offer slots of which every election keeps every rule."),
        help=texts.say(
            "Offer several slots for some classes, on different days and hours, such that every rule is kept whatever"
            " the polls elect. Written: for each class a Framadate CSV, the options of a Moodle poll and a table for a"
            " message; an .ics of all slots; poll.json, by which the polls are closed. Where there are fewer slots than"
            " asked for, other entries move, as few as possible, and plan.json and the calendars are written anew."
            " Exit codes: 0 written; 1 the plan breaks rules, nothing is written; 2 the input is wrong."
        ),
    )
    def open_(
        context: typer.Context,
        session: Annotated[Path, typer.Argument(metavar="SESSION.yaml", help=session_help)],
        plan: Annotated[Path, typer.Argument(metavar="PLAN", help=plan_help)],
        classes: Annotated[list[str], typer.Option("--class", metavar="CLASS", help=class_help)],
        slots: Annotated[str, typer.Option("--slots", metavar="N", help=slots_help)] = "4",
        keep: Annotated[bool, typer.Option("--keep", help=keep_help)] = False,
        today: Annotated[str | None, _today_option(texts)] = None,
        out: Annotated[Path | None, typer.Option("--out", metavar="DIR", help=out_help)] = None,
        json: Annotated[bool, json_option(texts)] = False,
        lang: Annotated[str | None, lang_option(texts)] = None,
    ) -> int:
        number = _number(context, texts, slots)
        return _open(Screen(texts, json), session, plan, classes, number, keep, _day(context, texts, today), out)


def _add_close(group: typer.Typer, texts: Texts) -> None:
    poll_help = texts.say(
        "poll.json, as “planner poll open” wrote it; or the session file and the plan (plan.json, or its folder):"
        " beside that the poll is looked for."
    )
    ballots_help = texts.say(
        "Framadate's or Moodle's export, or a table of names and answers. Several files can be given; KEY=FILE says"
        " which poll a file is about: retour1@lyon=lyon.csv."
    )
    session_help = texts.say("The session file, where it is no longer the one that the polls were opened for.")
    plan_help = texts.say("The plan, where it is no longer where it was.")
    out_help = texts.say("Folder of the calendars (default: that of the plan).")

    @group.command(
        "close",
        cls=Command,
        short_help=texts.say("Count ballots, and fix the slots that they elect."),
        help=texts.say(
            "Count ballots and fix the slot that they elect: most “yes”, of these most “if need be”, of these fewest"
            " “no”, of these the earliest. The calendars, plan.json and session.yaml are written anew; nobody who"
            " answered is named anywhere. Exit codes: 0 written; 1 the plan breaks rules; 2 the input is wrong; 3 with"
            " what was elected no plan keeps every rule. Nothing is written but for 0."
        ),
    )
    def close(
        context: typer.Context,
        poll: Annotated[Path, typer.Argument(metavar="POLL|SESSION PLAN", help=poll_help)],
        ballots: Annotated[list[str], typer.Argument(metavar="BALLOTS...", help=ballots_help)],
        session: Annotated[Path | None, typer.Option("--session", metavar="FILE", help=session_help)] = None,
        plan: Annotated[Path | None, typer.Option("--plan", metavar="PLAN", help=plan_help)] = None,
        today: Annotated[str | None, _today_option(texts)] = None,
        out: Annotated[Path | None, typer.Option("--out", metavar="DIR", help=out_help)] = None,
        json: Annotated[bool, json_option(texts)] = False,
        lang: Annotated[str | None, lang_option(texts)] = None,
    ) -> int:
        day = _day(context, texts, today)
        about = _About(poll, session, plan)
        if _names_session(poll, ballots):
            about, ballots = _about_plan(context, texts, poll, ballots, session, plan)
        return _close(Screen(texts, json), about, ballots, day, out)


class _About(NamedTuple):
    """What is closed: a poll.json, or the polls of a plan, then without it; the session and the plan, where given."""

    poll: Path | None
    session: Path | None
    plan: Path | None


def _names_session(first: Path, others: list[str]) -> bool:
    """Whether a session file and a plan are given and no poll.json. Ballots are no folder, and no JSON."""
    if first.suffix.lower() in (".yaml", ".yml"):
        return True
    second = Path(others[0])
    return first.suffix.lower() != ".json" and (second.is_dir() or second.suffix.lower() == ".json")


def _about_plan(
    context: typer.Context, texts: Texts, first: Path, others: list[str], session: Path | None, plan: Path | None
) -> tuple[_About, list[str]]:
    for option, given in (("--session", session), ("--plan", plan)):
        if given is not None:
            raise UsageFault(
                context,
                texts.say(
                    "{option} goes with a poll.json: here the session file and the plan are given already.",
                    option=option,
                ),
            )
    if len(others) < 2:
        raise UsageFault(context, texts.say("After the session file come the plan and the ballots; one is missing."))
    return _About(None, first, Path(others[0])), others[1:]


def _today_option(texts: Texts) -> Any:
    text = texts.say("The day from which slots may lie (default: today).")
    return typer.Option("--today", metavar="DAY", help=text)


def _day(context: typer.Context, texts: Texts, text: str | None) -> date:
    return datetime.now(UTC).date() if text is None else day_asked(context, texts, text)


def _number(context: typer.Context, texts: Texts, text: str) -> int:
    if text.isascii() and text.isdigit() and _LEAST <= int(text[:4]) <= _MOST:
        return int(text)
    raise UsageFault(
        context,
        texts.say(
            "--slots is a number from {least} to {most}; {found} is not.",
            least=_LEAST,
            most=_MOST,
            found=texts.quoted(text),
        ),
    )


def _open(
    screen: Screen,
    session: Path,
    plan: Path,
    classes: list[str],
    slots: int,
    keep: bool,
    today: date,
    out: Path | None,
) -> int:
    from planner.jobs import WrongInput
    from planner.jobs.checking import Checked
    from planner.jobs.poll_open import open_polls

    def told(step: str) -> None:
        if step == "room":
            screen.progress(screen.texts.say("Looking for room for more slots …"))

    def ask() -> Any:
        return open_polls(
            session,
            plan,
            classes,
            slots,
            keep=keep,
            today=today,
            out=out,
            user_folder=user_folder(),
            texts=screen.texts,
        )

    answer = _asked(screen, ask)
    if isinstance(answer, int):
        return answer
    if isinstance(answer, WrongInput):
        return wrong_input(screen, answer.findings)
    return broken(screen, answer) if isinstance(answer, Checked) else offered(screen, answer)


def _close(
    screen: Screen,
    about: _About,
    ballots: list[str],
    today: date,
    out: Path | None,
) -> int:
    from planner.jobs import WrongInput
    from planner.jobs.checking import Checked
    from planner.jobs.poll_close import NotKept, close_polls

    def ask() -> Any:
        return close_polls(
            about.poll, ballots, today=today, session_file=about.session, plan_file=about.plan, out=out,
            user_folder=user_folder(), texts=screen.texts,
        )  # fmt: skip

    answer = _asked(screen, ask)
    if isinstance(answer, int):
        return answer
    if isinstance(answer, WrongInput):
        return wrong_input(screen, answer.findings)
    if isinstance(answer, Checked):
        return broken(screen, answer)
    return not_kept(screen, answer) if isinstance(answer, NotKept) else closed(screen, answer)


def _asked(screen: Screen, ask: Callable[[], Any]) -> Any:
    """The answer of a job; an exit code where it ends in what any job may end in."""
    from planner.jobs import CheckerRefused
    from planner.reports.write import CannotWrite

    try:
        return ask()
    except CannotWrite as error:
        return cannot_write(screen, error)
    except CheckerRefused as refused:
        screen.document({"status": "checker-refused", "violations": refused.violations})
        rules = ", ".join(sorted({violation.rule for violation in refused.violations}))
        screen.fault(
            screen.texts.say(
                "The check that follows refuses what was found (rules: {rules}). This is a fault of the planner, not of"
                " your session. Nothing was written. Please report it with your session file.",
                rules=rules,
            )
        )
        return INTERNAL_ERROR
