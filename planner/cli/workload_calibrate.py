"""`planner workload calibrate`: what hours that trainers noted say of the estimates."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from planner.cli.exit_codes import DONE
from planner.cli.faults import MOST_FINDINGS, calendar_fault, cannot_write, wrong_input
from planner.cli.help import Command
from planner.cli.options import day_asked, json_option, lang_option, user_folder
from planner.cli.screen import Screen
from planner.messages.texts import Texts

if TYPE_CHECKING:
    from planner.jobs.calibration import Calibrated


def add_to(app: typer.Typer, texts: Texts) -> None:
    """Add the command to the group `workload`, in one language."""
    log_help = texts.say(
        "The hours that trainers noted: CSV, .xlsx or .ods, with the columns session, phase and heures (hours)."
    )
    sessions_help = texts.say(
        "Session files, or folders of them: their estimates are what the hours are compared with. Without them the log"
        " needs the columns parcours and estimated."
    )
    more_help = texts.say("More session files: what a shell makes of --sessions *.yaml.")
    plan_help = texts.say("A plan, or a folder in which every plan.json is looked for. It can be given several times.")
    factors_help = texts.say("The file of coefficients that the sessions are estimated with: an academy's.")
    out_help = texts.say("The file of corrected factors to write (default: out/calibration.yaml).")
    date_help = texts.say("The date that the file states, year-month-day; default: none.")

    @app.command(
        "calibrate",
        cls=Command,
        short_help=texts.say("Correct the estimates by hours that trainers noted."),
        help=texts.say(
            "Correct the estimates by hours that trainers noted: a factor for each parcours and phase, with its"
            " uncertainty, in a file that later estimates use. Rows that cannot be used are listed, the others count."
            " Exit codes: 0 factors were written; 2 no row can be used, or a session file is wrong."
        ),
    )
    def calibrate(
        context: typer.Context,
        log: Annotated[Path, typer.Argument(metavar="LOG", help=log_help)],
        more: Annotated[list[Path] | None, typer.Argument(metavar="[SESSION.yaml]...", help=more_help)] = None,
        sessions: Annotated[list[Path] | None, typer.Option("--sessions", metavar="PATH", help=sessions_help)] = None,
        out: Annotated[Path | None, typer.Option("--out", metavar="FILE", help=out_help)] = None,
        plan: Annotated[list[Path] | None, typer.Option("--plan", metavar="PLAN|DIR", help=plan_help)] = None,
        factors: Annotated[list[Path] | None, typer.Option("--factors", metavar="FILE", help=factors_help)] = None,
        day: Annotated[str | None, typer.Option("--date", metavar="DAY", help=date_help)] = None,
        json: Annotated[bool, json_option(texts)] = False,
        lang: Annotated[str | None, lang_option(texts)] = None,
    ) -> int:
        stated = None if day is None else day_asked(context, texts, day)
        given = _Given([*(sessions or ()), *(more or ())], plan or [], factors or [])
        return _calibrate(Screen(texts, json), log, given, out, stated)


@dataclass(frozen=True)
class _Given:
    """What the hours are compared with: sessions, their plans, and the coefficients that they are estimated by."""

    sessions: list[Path]
    plans: list[Path]
    factors: list[Path]


def _calibrate(screen: Screen, log: Path, given: _Given, out: Path | None, day: date | None) -> int:
    from planner.jobs import CALENDAR_FAULTS, WrongInput
    from planner.jobs.calibration import calibrate_from_log
    from planner.messages.calibration import calibration_text
    from planner.reports.write import CannotWrite

    texts = screen.texts
    try:
        answer = calibrate_from_log(
            log,
            given.sessions,
            plans=given.plans,
            factors=given.factors,
            out=out,
            day=day,
            user_folder=user_folder(),
            texts=texts,
        )
    except CannotWrite as error:
        return cannot_write(screen, error)
    except CALENDAR_FAULTS as error:
        return calendar_fault(screen, error)
    if isinstance(answer, WrongInput):
        return wrong_input(screen, answer.findings)
    screen.document(_document(answer))
    _say_what_was_left_out(screen, answer)
    name = texts.plain(log.name)
    used = texts.count("{log}, {number} row used", "{log}, {number} rows used", answer.rows, log=name)
    screen.answer(texts.say("Corrected factors from {used}", used=used) + "\n")
    screen.answer(calibration_text(answer.calibration, answer.of_one_trainer, texts))
    screen.answer("\n" + texts.say("Written: {path}", path=texts.plain(str(answer.file))))
    return DONE


def _say_what_was_left_out(screen: Screen, answer: "Calibrated") -> None:
    """The bad rows, at most 20 of them, then the columns: on standard error, before what the good rows say."""
    from planner.messages.calibration import left_out_texts
    from planner.messages.findings import finding_text

    texts = screen.texts
    for finding in answer.findings[:MOST_FINDINGS]:
        screen.fault_as_it_is(finding_text(finding, texts, screen.width) + "\n")
    if (more := len(answer.findings) - MOST_FINDINGS) > 0:
        screen.fault(texts.count("And {number} more error.", "And {number} more errors.", more) + "\n")
    for sentence in left_out_texts(answer.left_out, texts):
        screen.fault(sentence)
    if answer.nameless:
        names = texts.listing([texts.plain(name) for name in answer.nameless])
        screen.fault(
            texts.say("Corrected each by itself, as their files name no parcours (parcours_id): {names}.", names=names)
        )
    if answer.trainers_unchecked:
        screen.fault(texts.say("The trainers were not checked: that takes the session files (--sessions)."))


def _document(answer: "Calibrated") -> dict[str, object]:
    """For other programs: figures by parcours and phase. Nothing in it names a trainer."""
    factors = [
        {
            "parcours": factor.parcours,
            "phase": factor.phase,
            "factor": factor.fit.factor,
            "interval_90": factor.fit.interval_90,
            "range_80": factor.fit.range_80,
            "records": factor.n,
            "applied": factor.applied,
            "set_aside": factor.sessions_set_aside,
            "of_one_trainer": (factor.parcours, factor.phase) in answer.of_one_trainer,
        }
        for factor in answer.calibration.factors
    ]
    return {
        "status": "calibrated",
        "rows": answer.rows,
        "factors": factors,
        "held_back": answer.calibration.held_back,
        "findings": answer.findings,
        "not_read": answer.left_out,
        "trainers_unchecked": answer.trainers_unchecked,
        "file": answer.file,
    }
