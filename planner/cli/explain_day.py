"""`planner explain-day`: whether a day is open in a department, why not, and whether it is an eve."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from planner.cli.exit_codes import DONE
from planner.cli.faults import calendar_fault
from planner.cli.help import Command
from planner.cli.options import day_asked, json_option, lang_option, user_folder
from planner.cli.screen import Screen
from planner.messages.texts import Texts

if TYPE_CHECKING:
    from calendars.open_days import ClosedReason
    from planner.jobs import DayExplained


def add_to(app: typer.Typer, texts: Texts) -> None:
    """Add the command, in one language."""
    day_help = texts.say("The day, year-month-day: 2027-05-07.")
    department_help = texts.say("The department's code: 01, 2A, 974.")

    @app.command(
        "explain-day",
        cls=Command,
        short_help=texts.say("Say whether a day is open, and why."),
        help=texts.say(
            "Say whether a day is open in a department, why it is closed where it is, and whether it is the eve of a"
            " closed day (a session never starts on an eve)."
        ),
    )
    def explain_day(
        context: typer.Context,
        day: Annotated[str, typer.Argument(metavar="DATE", help=day_help)],
        department: Annotated[str, typer.Option("--department", metavar="CODE", help=department_help)],
        json: Annotated[bool, json_option(texts)] = False,
        lang: Annotated[str | None, lang_option(texts)] = None,
    ) -> int:
        from planner import jobs

        screen = Screen(texts, json)
        asked = day_asked(context, texts, day)
        try:
            answer = jobs.explain_day(asked, department, user_folder=user_folder())
        except jobs.CALENDAR_FAULTS as error:
            return calendar_fault(screen, error)
        screen.document(_data(answer))
        screen.answer(_page(answer, texts))
        return DONE


def _data(answer: "DayExplained") -> dict[str, Any]:
    keys = ("kind", "name", "first", "resume", "source")
    return {
        "date": answer.day,
        "department": answer.place.department,
        "zone": answer.place.zone,
        "open": answer.open,
        "eve": answer.eve,
        "reasons": [{key: getattr(reason, key) for key in keys} for reason in answer.reasons],
    }


def _page(answer: "DayExplained", texts: Texts) -> str:
    where = texts.say(
        "{day}, {department} ({code}, zone {zone})",
        day=texts.day(answer.day),
        department=answer.place.name,
        code=answer.place.department,
        zone=answer.place.zone,
    )
    verdict = texts.say("open") if answer.open else texts.say("closed")
    lines = [texts.say("{where}: {verdict}.", where=where, verdict=verdict)]
    lines += [f"  - {_reason(reason, texts)}" for reason in answer.reasons]
    if answer.eve:
        lines.append(texts.say("It is the eve of a closed day: no session may start there (R6)."))
    elif answer.open:
        lines.append(texts.say("The next day is open too: a session may start there."))
    return "\n".join(lines)


def _reason(reason: "ClosedReason", texts: Texts) -> str:
    match reason.kind:
        case "weekend":
            return texts.say("weekend (R2)")
        case "public":
            return texts.say("public holiday: {name} (R4; {source})", name=reason.name, source=reason.source)
    facts = {"name": reason.name, "first": texts.day(reason.first), "source": reason.source}
    if reason.resume is None:
        return texts.say(
            "school holiday: {name}, from {first}; the day classes resume is not published (R3; {source})", **facts
        )
    return texts.say(
        "school holiday: {name}, from {first} to the return on {resume} (R3; {source})",
        resume=texts.day(reason.resume),
        **facts,
    )
