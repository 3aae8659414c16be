"""`planner holidays`: the school calendar that is known, and loading a newer one."""

import re
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from planner.cli.exit_codes import DONE, WRONG_INPUT
from planner.cli.faults import MOST_FINDINGS, calendar_fault, cannot_write, wrong_input
from planner.cli.help import Command, Group, UsageFault
from planner.cli.options import json_option, lang_option, user_folder
from planner.cli.screen import Screen
from planner.messages.texts import Texts

if TYPE_CHECKING:
    from planner.jobs import ZoneYear

_SCHOOL_YEAR = re.compile(r"([0-9]{4})(?:-([0-9]{4}))?")


def add_to(app: typer.Typer, texts: Texts) -> None:
    """Add the command and the one below it, in one language."""
    group = typer.Typer(cls=Group, rich_markup_mode=None, invoke_without_command=True)
    zone_help = texts.say("A school zone: A, B, C, Corse, La Réunion … (default: every zone).")
    department_help = texts.say("A department's code, instead of its zone: 01, 2A, 974.")
    year_help = texts.say("A school year: 2026-2027, or 2026 where years are calendar years (default: all known).")

    @group.callback(
        short_help=texts.say("Show the school holidays of a zone; load newer ones."),
        help=texts.say("Show the school holidays of a zone, and until which day they are known."),
    )
    def holidays(
        context: typer.Context,
        zone: Annotated[str | None, typer.Option("--zone", metavar="ZONE", help=zone_help)] = None,
        department: Annotated[str | None, typer.Option("--department", metavar="CODE", help=department_help)] = None,
        year: Annotated[str | None, typer.Option("--year", metavar="YEAR", help=year_help)] = None,
        json: Annotated[bool, json_option(texts)] = False,
        lang: Annotated[str | None, lang_option(texts)] = None,
    ) -> int:
        if context.invoked_subcommand is not None:
            return DONE
        return _holidays(context, Screen(texts, json), zone, department, year)

    file_help = texts.say("The ministry's export of the school calendar (CSV or JSON), or an official .ics.")

    @group.command(
        "import",
        cls=Command,
        short_help=texts.say("Load a newer school calendar."),
        help=texts.say(
            "Load a newer school calendar into your own data folder, where it completes the one that ships with the"
            " planner. The folder is chosen by the system, or by PLANNER_DATA."
        ),
    )
    def import_(
        file: Annotated[Path, typer.Argument(metavar="FILE", help=file_help)],
        json: Annotated[bool, json_option(texts)] = False,
        lang: Annotated[str | None, lang_option(texts)] = None,
    ) -> int:
        return _import(Screen(texts, json), file)

    app.add_typer(group, name="holidays")


def _holidays(
    context: typer.Context, screen: Screen, zone: str | None, department: str | None, year: str | None
) -> int:
    from planner import jobs

    texts = screen.texts
    if zone is not None and department is not None:
        raise UsageFault(context, texts.say("Ask for a zone or for a department, not for both."))
    match = _SCHOOL_YEAR.fullmatch(year) if year is not None else None
    if year is not None and (match is None or int(match[2] or int(match[1]) + 1) != int(match[1]) + 1):
        raise UsageFault(
            context, texts.say("{found} is not a school year, such as 2026-2027.", found=texts.quoted(year))
        )
    try:
        years = jobs.holidays(zone=zone, department=department, year=year, user_folder=user_folder())
    except jobs.CALENDAR_FAULTS as error:
        return calendar_fault(screen, error)
    screen.document({"zones": years})
    for zone_year in years:
        screen.answer(_page(zone_year, texts))
    return DONE


def _page(year: "ZoneYear", texts: Texts) -> str:
    facts = {"zone": year.zone, "first": texts.day(year.first_known), "last": texts.day(year.last_known)}
    lines = [texts.say("Zone {zone}, known from {first} to {last}", **facts)]
    for holiday in year.holidays:
        resume = texts.say("not published") if holiday.resume is None else texts.day(holiday.resume)
        facts = {"name": holiday.name, "first": texts.day(holiday.first), "resume": resume}
        lines.append("  " + texts.say("{name}: first day off {first}, classes resume: {resume}", **facts))
    if not year.holidays:
        lines.append("  " + texts.say("no holiday is known for this year"))
    return "\n".join(lines) + "\n"


def _import(screen: Screen, file: Path) -> int:
    from planner import jobs
    from planner.messages.imports import import_fault_text, zone_change_text
    from planner.reports.write import CannotWrite

    texts = screen.texts
    today = datetime.now(UTC).date()
    try:
        answer = jobs.import_holidays(file, user_folder=user_folder(), today=today)
    except CannotWrite as error:
        return cannot_write(screen, error, "PLANNER_DATA")
    except jobs.CALENDAR_FAULTS as error:
        return calendar_fault(screen, error)
    if isinstance(answer, jobs.WrongInput):
        return wrong_input(screen, answer.findings)
    status = "imported" if answer.brought_something else "nothing-imported"
    screen.document(
        {"status": status, "changes": answer.changes, "faults": answer.faults, "files": answer.files},
    )
    for fault in answer.faults[:MOST_FINDINGS]:
        screen.fault(import_fault_text(fault, str(file), texts))
    if (more := len(answer.faults) - MOST_FINDINGS) > 0:
        screen.fault(texts.count("And {number} more error.", "And {number} more errors.", more))
    for change in answer.changes:
        screen.answer(zone_change_text(change, texts))
    if not answer.brought_something:
        screen.fault(texts.say("Nothing was loaded."))
        return WRONG_INPUT
    for path in answer.files:
        screen.answer(texts.say("Written: {path}", path=texts.plain(str(path))))
    return DONE
