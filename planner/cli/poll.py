"""`planner poll`: ask participants which slot suits them, and fix the one that their ballots elect."""

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from planner.cli.exit_codes import DONE, INTERNAL_ERROR, NO_PLAN, VIOLATIONS
from planner.cli.faults import cannot_write, wrong_input
from planner.cli.help import Command, Group, UsageFault
from planner.cli.options import day_asked, json_option, lang_option, user_folder
from planner.cli.screen import Screen
from planner.messages.texts import Texts

if TYPE_CHECKING:
    from planner.jobs.checking import Checked
    from planner.jobs.poll import Closed, NotKept, Offered
    from planner.poll import Election

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
    plan_help = texts.say("plan.json, or the session's .ics, also after entries were moved in a calendar program.")
    class_help = texts.say("A class by its id, or of one group: retour1@lyon. It can be given several times.")
    slots_help = texts.say("How many slots to offer for each class, that of the plan included (default: 4).")
    out_help = texts.say("Folder of the polls; it is made where it does not exist (default: out/<session id>/polls).")

    @group.command(
        "open",
        cls=Command,
        short_help=texts.say("Offer slots of which every election keeps every rule."),
        help=texts.say(
            "Offer several slots for some classes, on different days and hours, such that every rule is kept whatever"
            " the polls elect. Written: for each class a Framadate CSV, the options of a Moodle poll and a table for a"
            " message; an .ics of all slots; poll.json, by which the polls are closed. Exit codes: 0 written; 1 the"
            " plan breaks rules, nothing is written; 2 the input is wrong."
        ),
    )
    def open_(
        context: typer.Context,
        session: Annotated[Path, typer.Argument(metavar="SESSION.yaml", help=session_help)],
        plan: Annotated[Path, typer.Argument(metavar="PLAN", help=plan_help)],
        classes: Annotated[list[str], typer.Option("--class", metavar="CLASS", help=class_help)],
        slots: Annotated[str, typer.Option("--slots", metavar="N", help=slots_help)] = "4",
        today: Annotated[str | None, _today_option(texts)] = None,
        out: Annotated[Path | None, typer.Option("--out", metavar="DIR", help=out_help)] = None,
        json: Annotated[bool, json_option(texts)] = False,
        lang: Annotated[str | None, lang_option(texts)] = None,
    ) -> int:
        number = _number(context, texts, slots)
        return _open(Screen(texts, json), session, plan, classes, number, _day(context, texts, today), out)


def _add_close(group: typer.Typer, texts: Texts) -> None:
    poll_help = texts.say("poll.json, as “planner poll open” wrote it.")
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
        poll: Annotated[Path, typer.Argument(metavar="POLL.json", help=poll_help)],
        ballots: Annotated[list[str], typer.Argument(metavar="BALLOTS...", help=ballots_help)],
        session: Annotated[Path | None, typer.Option("--session", metavar="FILE", help=session_help)] = None,
        plan: Annotated[Path | None, typer.Option("--plan", metavar="PLAN", help=plan_help)] = None,
        today: Annotated[str | None, _today_option(texts)] = None,
        out: Annotated[Path | None, typer.Option("--out", metavar="DIR", help=out_help)] = None,
        json: Annotated[bool, json_option(texts)] = False,
        lang: Annotated[str | None, lang_option(texts)] = None,
    ) -> int:
        day = _day(context, texts, today)
        return _close(Screen(texts, json), poll, ballots, session, plan, day, out)


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
    screen: Screen, session: Path, plan: Path, classes: list[str], slots: int, today: date, out: Path | None
) -> int:
    from planner.jobs import WrongInput
    from planner.jobs.checking import Checked
    from planner.jobs.poll import open_polls

    def ask() -> Any:
        return open_polls(
            session, plan, classes, slots, today=today, out=out, user_folder=user_folder(), texts=screen.texts
        )

    answer = _asked(screen, ask)
    if isinstance(answer, int):
        return answer
    if isinstance(answer, WrongInput):
        return wrong_input(screen, answer.findings)
    return _broken(screen, answer) if isinstance(answer, Checked) else _offered(screen, answer)


def _close(
    screen: Screen,
    poll: Path,
    ballots: list[str],
    session: Path | None,
    plan: Path | None,
    today: date,
    out: Path | None,
) -> int:
    from planner.jobs import WrongInput
    from planner.jobs.checking import Checked
    from planner.jobs.poll import NotKept, close_polls

    def ask() -> Any:
        return close_polls(
            poll, ballots, today=today, session_file=session, plan_file=plan, out=out, user_folder=user_folder(),
            texts=screen.texts,
        )  # fmt: skip

    answer = _asked(screen, ask)
    if isinstance(answer, int):
        return answer
    if isinstance(answer, WrongInput):
        return wrong_input(screen, answer.findings)
    if isinstance(answer, Checked):
        return _broken(screen, answer)
    return _not_kept(screen, answer) if isinstance(answer, NotKept) else _closed(screen, answer)


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


def _broken(screen: Screen, answer: "Checked") -> int:
    from planner.messages.violations import violation_text

    screen.document({"status": "broken", "violations": answer.violations})
    screen.fault(screen.texts.say("The plan breaks rules; nothing is polled and nothing was written:"))
    for violation in answer.violations:
        screen.fault(f"  - {violation_text(violation, answer.session, screen.texts)}")
    return VIOLATIONS


def _offered(screen: Screen, answer: "Offered") -> int:
    from planner.messages.polls import PollTexts, why_fewer
    from planner.messages.rules import rule_name

    texts, words, opened = screen.texts, PollTexts(answer.session, screen.texts), answer.opened
    screen.document(
        {
            "status": "opened",
            "session": answer.session.id,
            "polls": {key: {**vars(offer), "starts": words.local(offer)} for key, offer in answer.polls.items()},
            "elections": opened.elections,
            "all_judged": opened.all_judged and not answer.session.is_off("poll"),
            "fewer": opened.fewer,
            "files": answer.files,
        }
    )
    for offer in answer.polls.values():
        screen.answer(texts.say("{title}:", title=words.title(offer)))
        for local in words.local(offer):
            screen.answer(f"  - {words.slot(offer, local)}")
    for fewer in opened.fewer:
        found = texts.count(
            "{number} slot was found of {asked} for {title}.",
            "{number} slots were found of {asked} for {title}.",
            len(fewer.offer.starts),
            asked=fewer.asked,
            title=words.title(fewer.offer),
        )
        screen.answer(f"{found} {why_fewer(vars(fewer), texts)}")
    if answer.session.is_off("poll"):
        off = rule_name("poll", texts)
        screen.answer(texts.say("Not checked, switched off in the session file: {rules}.", rules=off))
    else:
        screen.answer(_judged(opened.elections, opened.all_judged, texts))
    _files(screen, answer.files)
    return DONE


def _judged(elections: int, all_judged: bool, texts: Texts) -> str:
    if all_judged:
        return texts.count(
            "The polls can end in {number} way: it was checked, and keeps every rule.",
            "The polls can end in {number} ways: each was checked, and keeps every rule.",
            elections,
        )
    return texts.count(
        "The polls can end in {number} way.",
        "The polls can end in {number} ways. Checked were each slot, each two slots of two polls, and for each day,"
        " week and moment all polls with a slot there: every rule is kept.",
        elections,
    )


def _files(screen: Screen, files: tuple[Path, ...]) -> None:
    screen.answer(screen.texts.say("Written:"))
    for path in files:
        screen.answer(f"  {screen.texts.plain(str(path))}")


def _closed(screen: Screen, answer: "Closed") -> int:
    texts = screen.texts
    screen.document(
        {
            "status": "closed",
            "session": answer.session.id,
            "elections": _elections_data(answer),
            "replaced_rows": {ballots.file: ballots.replaced for ballots in answer.ballots if ballots.replaced},
            "still_open": answer.still_open,
            "replanned": answer.replanned,
            "files": answer.files,
        }
    )
    _say_elections(screen, answer)
    for ballots in answer.ballots:
        for earlier, later in ballots.replaced:
            screen.answer(
                texts.say(
                    "{file}: rows {earlier} and {later} are of one name; the later one counts. If they are two people,"
                    " tell their names apart.",
                    file=texts.plain(ballots.file),
                    earlier=earlier,
                    later=later,
                )
            )
    if answer.replanned:
        screen.answer(texts.say("Not all else could stay where it was: the rest was planned anew."))
    else:
        screen.answer(texts.say("All else stays where it was; every rule is kept."))
    if answer.still_open:
        screen.answer(texts.say("Still open: {polls}.", polls=", ".join(answer.still_open)))
    _files(screen, answer.files)
    return DONE


def _elections_data(answer: "Closed | NotKept") -> Mapping[str, Any]:
    return {
        key: {
            "winner": each.winner,
            "why": each.why,
            "ballots": each.ballots,
            "moved": each.winner != each.planned,
            "tallies": each.tallies,
        }
        for key, each in answer.elections.items()
    }


def _say_elections(screen: Screen, answer: "Closed | NotKept") -> None:
    from planner.messages.polls import PollTexts, why_elected

    texts, words = screen.texts, PollTexts(answer.session, screen.texts)
    for election in answer.elections.values():
        local = words.place(election.offer).local
        ballots = texts.count("{number} ballot", "{number} ballots", election.ballots)
        screen.answer(texts.say("{title}, {ballots}:", title=words.title(election.offer), ballots=ballots))
        for line in _tallies(election, words, texts):
            screen.answer(f"  {line}")
        slot = words.slot(election.offer, local(election.winner))
        screen.answer(texts.say("Elected: {slot}; {why}.", slot=slot, why=why_elected(election.why, texts)))


def _tallies(election: "Election", words: Any, texts: Texts) -> list[str]:
    from planner.messages.polls import counts

    lines = []
    for tally in election.tallies:
        slot = words.slot(election.offer, words.place(election.offer).local(tally.start))
        said = counts((tally.yes, tally.maybe, tally.no, tally.unknown), texts)
        mark = "*" if tally.start == election.winner else "-"
        past = texts.say(" (over: it cannot be elected)") if tally.past else ""
        lines.append(texts.say("{mark} {slot}: {counts}{past}", mark=mark, slot=slot, counts=said, past=past))
    return lines


def _not_kept(screen: Screen, answer: "NotKept") -> int:
    from planner.messages.violations import violation_text

    texts, broken = screen.texts, answer.broken
    elections = _elections_data(answer)
    screen.document({"status": "not-kept", "elections": elections, "violations": broken.violations})
    _say_elections(screen, answer)
    screen.answer(texts.say("With these slots no plan keeps every rule; the session or its plan was changed since:"))
    for violation in broken.violations:
        screen.answer(f"  - {violation_text(violation, broken.session, texts)}")
    screen.answer(texts.say("Nothing was written. Open the poll again."))
    return NO_PLAN
