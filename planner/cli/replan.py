"""`planner replan`: a plan after a change. What took place stays, as little as possible of the rest moves."""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from planner.cli.exit_codes import DONE
from planner.cli.faults import cannot_write, wrong_input
from planner.cli.help import Command, UsageFault
from planner.cli.options import day_asked, json_option, lang_option, seconds_asked, user_folder
from planner.cli.screen import Screen
from planner.cli.update_index import update_index
from planner.messages.texts import Texts

if TYPE_CHECKING:
    from planner.jobs.replan import Request

COUNTED = 25
"""After so many sessions that are planned again it is said how many there were."""
_PAIRS = ("--absent", "--closed", "--move")
_SPLIT = "\x1f"
"""Between the two words of an option that has two: typer takes no such option several times."""


class TwoWords(Command):
    """A command some of whose options have two words: `--absent durand 2027-01-18`."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Join the two words of each such option, for typer."""
        joined: list[str] = []
        rest = list(args)
        while rest:
            word = rest.pop(0)
            joined.append(word)
            if word in _PAIRS and len(rest) > 1 and not rest[0].startswith("--") and not rest[1].startswith("--"):
                joined.append(f"{rest.pop(0)}{_SPLIT}{rest.pop(0)}")
        return super().parse_args(ctx, joined)


def add_to(app: typer.Typer, texts: Texts) -> None:
    """Add the command, in one language."""
    plan_help = texts.say(
        "The plan: its plan.json, or the folder that holds it; or the folder of a whole academy, for a change that"
        " concerns several sessions (--absent, --closed, --busy)."
    )
    session_help = texts.say("The session file, also changed by hand (default: the one that the plan names).")
    absent_help = texts.say(
        "TRAINER DAYS: a trainer is absent on a day or from a first to a last: 2027-01-18/2027-01-22."
    )
    closed_help = texts.say("DAYS REASON: nothing takes place on these days: 2027-01-19 strike.")
    cancel_help = texts.say("This activity does not take place; CLASS@GROUP for one group alone.")
    move_help = texts.say(
        "CLASS MOMENT: a class takes place then: retour2 2027-02-03T17:00; CLASS@GROUP for one group."
    )
    group_help = texts.say("A group joins: its id and how many participants, lyon2:18.")
    busy_help = texts.say(
        "A trainer or a group is busy when this calendar says so: durand=agenda.ics; the file alone for a team of one."
    )
    today_help = texts.say("What began before this day stays as it is (default: what began before now).")
    limit = texts.say("How long to search, in seconds (default: 60); of an academy, for each session.")
    undo_help = texts.say("Go back to the version of the plan before this one.")

    @app.command(
        "replan",
        cls=TwoWords,
        short_help=texts.say("Plan again after a change, moving as little as possible."),
        help=texts.say(
            "Plan again after a change: what took place stays, as few entries as possible move, as little as possible,"
            " and it is said what moves, from when to when, and why. The calendars follow: the same entries, changed"
            " ones marked as such, dropped ones cancelled once. Exit codes: 0 planned; 2 the input is wrong; 3 a rule"
            " forbids the move, or no plan exists; 4 none was found in time."
        ),
    )
    def replan(
        context: typer.Context,
        plan: Annotated[Path, typer.Argument(metavar="PLAN", help=plan_help)],
        session: Annotated[Path | None, typer.Option("--session", metavar="FILE", help=session_help)] = None,
        absent: Annotated[list[str] | None, typer.Option("--absent", metavar="…", help=absent_help)] = None,
        closed: Annotated[list[str] | None, typer.Option("--closed", metavar="…", help=closed_help)] = None,
        cancel: Annotated[list[str] | None, typer.Option("--cancel", metavar="CLASS", help=cancel_help)] = None,
        move: Annotated[list[str] | None, typer.Option("--move", metavar="…", help=move_help)] = None,
        add_group: Annotated[list[str] | None, typer.Option("--add-group", metavar="ID:SIZE", help=group_help)] = None,
        busy: Annotated[list[str] | None, typer.Option("--busy", metavar="[WHO=]FILE", help=busy_help)] = None,
        today: Annotated[str | None, typer.Option("--today", metavar="DATE", help=today_help)] = None,
        undo: Annotated[bool, typer.Option("--undo", help=undo_help)] = False,
        invite: Annotated[bool, typer.Option("--invite", help=invite_help(texts))] = False,
        time_limit: Annotated[str, typer.Option("--time-limit", metavar="S", help=limit)] = "60",
        json: Annotated[bool, json_option(texts)] = False,
        lang: Annotated[str | None, lang_option(texts)] = None,
    ) -> int:
        from planner.cli.replan_words import changes_asked
        from planner.jobs.replan import Request

        screen = Screen(texts, json)
        words = {
            "absent": absent,
            "closed": closed,
            "cancel": cancel,
            "move": move,
            "add_group": add_group,
            "busy": busy,
        }
        asked = changes_asked(context, texts, {name: tuple(each or ()) for name, each in words.items()})
        if undo and asked:
            raise UsageFault(context, texts.say("--undo goes back to what was: it takes no other change."))
        now = datetime.now(UTC).replace(microsecond=0)
        day = day_asked(context, texts, today) if today is not None else now.date()
        if today is not None:
            now = datetime(day.year, day.month, day.day, tzinfo=UTC)
        request = Request(
            plan, asked, day, now, session, seconds_asked(context, texts, time_limit), invite, user_folder(),
            lambda step: _say_step(screen, step), now if today is None else None,
            lambda done, total: _count(screen, done, total),
        )  # fmt: skip
        return _replan(screen, request, undo)


def invite_help(texts: Texts) -> str:
    """What `--invite` does, of two commands."""
    return texts.say("Also write invitations for the trainers who have an address, one message a class (iTIP).")


def limit_help(texts: Texts) -> str:
    """What `--time-limit` does, of two commands."""
    return texts.say("How long to search, in seconds (default: 60).")


def _replan(screen: Screen, request: "Request", undo: bool) -> int:
    from planner import jobs
    from planner.cli.no_plan import broken_dates, no_plan, not_found, refused
    from planner.cli.replan_academy import academy_replanned, not_everywhere
    from planner.cli.replan_answers import move_refused, replanned, undo_refused
    from planner.jobs.replan import replan
    from planner.jobs.replan_academy import AcademyReplanned, NotEverywhere, is_academy, replan_academy
    from planner.jobs.replan_answers import MoveRefused, Replanned
    from planner.jobs.undo import UndoRefused
    from planner.jobs.undo import undo as undo_one
    from planner.jobs.undo_academy import undo_academy
    from planner.reports.write import CannotWrite

    again, go_back = (replan_academy, undo_academy) if is_academy(request.plan) else (replan, undo_one)
    try:
        answer: Any = go_back(request, screen.texts) if undo else again(request, screen.texts)
    except CannotWrite as error:
        return cannot_write(screen, error, "PLAN")
    except jobs.CheckerRefused as fault:
        return refused(screen, fault)
    match answer:
        case jobs.WrongInput():
            return wrong_input(screen, answer.findings)
        case jobs.BrokenFixedDates():
            return broken_dates(screen, answer)
        case MoveRefused():
            return move_refused(screen, answer)
        case UndoRefused():
            return undo_refused(screen, answer)
        case jobs.NoPlan():
            return no_plan(screen, answer, apply=False)
        case jobs.NotFound():
            return not_found(screen, answer)
        case NotEverywhere():
            return not_everywhere(screen, answer)
        case AcademyReplanned():
            academy_replanned(screen, answer)
            return update_index(screen, answer.index)
        case Replanned():
            replanned(screen, answer)
            return update_index(screen, answer.index)
    return DONE


def _count(screen: Screen, done: int, total: int) -> None:
    if done and done % COUNTED == 0:
        screen.progress(screen.texts.say("{done} of {total} sessions planned again …", done=done, total=total))


def _say_step(screen: Screen, step: str) -> None:
    """Where the work stands; steps that take no time to speak of are not told."""
    say = screen.texts.say
    told = {
        "read": say("Reading the plan and its session …"),
        "wait": say("Another command is at work in this folder; waiting for it …"),
        "solve": say("Looking for the nearest plan …"),
        "write": say("Writing the calendars …"),
    }
    if step in told:
        screen.progress(told[step])


def two_words(word: str) -> Sequence[str]:
    """The two words of an option that has two; one where the second is missing."""
    return word.split(_SPLIT, 1)
