"""The summary on the terminal: a table of the weeks, then how good the plan is and what to know of it."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from calendars.places import place
from calendars.school_holidays import SchoolCalendar
from planner.messages.advice import advice_text
from planner.messages.named import Named
from planner.messages.rules import switched_off_text
from planner.messages.texts import Texts
from planner.outcome import Advice
from planner.plan import LevelValue, Plan
from planner.reports.sheet import drawn, item, styled
from planner.reports.weeks import ClosedDays, LiveLine, Load, Week, WorkLine, weeks_of
from planner.session import Session

if TYPE_CHECKING:
    from rich.text import Text


def summary(
    session: Session,
    plan: Plan,
    school: SchoolCalendar,
    advice: Sequence[Advice],
    texts: Texts,
    *,
    width: int = 100,
    colour: bool = False,
) -> str:
    """The whole summary, lines at most `width` columns wide; without escape codes unless `colour`.

    Text of the session file is shown, never obeyed: not by the terminal, not as markup.
    """
    parts = [*_heading(session, texts), _table(session, plan, school, texts), *_notes(session, plan, texts)]
    if advice:
        parts += [styled(texts.say("Advice"), "bold"), *(item("-", advice_text(a, session, texts)) for a in advice)]
    return drawn(parts, width=width, colour=colour)


def _heading(session: Session, texts: Texts) -> "Iterable[Text]":
    here = place(session.department)
    yield styled(f"{texts.plain(session.title)} ({session.id})", "bold")
    yield styled(
        texts.say(
            "{department} ({code}), zone {zone}; from {first} to {last}",
            department=here.name,
            code=here.department,
            zone=here.zone,
            first=texts.day(session.window.first),
            last=texts.day(session.window.last),
        )
    )
    if off := switched_off_text(session, texts):
        yield styled(off, "bold red")


def _table(session: Session, plan: Plan, school: SchoolCalendar, texts: Texts) -> Any:
    from rich import box
    from rich.table import Table

    table = Table(box=box.HORIZONTALS, show_lines=True, padding=(0, 1), pad_edge=False, header_style="bold")
    table.add_column(texts.say("Week"), no_wrap=True)
    table.add_column(texts.say("What takes place"), ratio=1, overflow="fold")
    table.add_column(texts.say("Asked / cap"), justify="right", min_width=17, max_width=22, overflow="fold")
    named = Named(session, texts)
    for weeks in _collapsed(weeks_of(session, plan, school)):
        table.add_row(_dates(weeks, texts), _activities(weeks, named, texts), _loads(weeks[0], named, texts))
    return table


def _collapsed(weeks: Sequence[Week]) -> list[list[Week]]:
    """Weeks in a row that are closed from end to end stand together, the others alone."""
    rows: list[list[Week]] = []
    for week in weeks:
        if week.is_bare and rows and rows[-1][-1].is_bare:
            rows[-1].append(week)
        else:
            rows.append([week])
    return rows


def _dates(weeks: Sequence[Week], texts: Texts) -> "Text":
    numbers = [week.first.isocalendar().week for week in (weeks[0], weeks[-1])]
    name = texts.say("W{number}", number=f"{numbers[0]:02}")
    if len(weeks) > 1:
        name += " – " + texts.say("W{number}", number=f"{numbers[1]:02}")
    return styled(f"{name}\n{_from_to(weeks[0].first, weeks[-1].last, texts, weekdays=False)}")


def _from_to(first: date, last: date, texts: Texts, *, weekdays: bool = True) -> str:
    """« lun. 18 – ven. 22 janv. »; one day where they are the same."""
    days = [texts.short_day(day) for day in ((first,) if first == last else (first, last))]
    if len(days) > 1 and (first.year, first.month) == (last.year, last.month):
        days[0] = days[0].rsplit(" ", 1)[0]
    return " – ".join(day if weekdays else day.split(" ", 1)[1] for day in days)


def _activities(weeks: Sequence[Week], named: Named, texts: Texts) -> "Text":
    from rich.text import Text

    week = weeks[0]
    if week.is_bare:
        names = dict.fromkeys(name for each in weeks for spell in each.closed for name in spell.names)
        return styled(texts.say("closed: {reason}", reason=texts.plain(", ".join(names))), "dim")
    lines = [styled(_closed(spell, texts), "dim") for spell in week.closed]
    lines += [_live(line, named, texts) for line in week.live]
    lines += [styled(_work(line, named, texts)) for line in week.work]
    if week.derogation is not None:
        lines.append(styled(texts.say("derogation: {reason}", reason=texts.plain(week.derogation)), "bold yellow"))
    return Text("\n").join(lines or [styled("–")])


def _closed(spell: ClosedDays, texts: Texts) -> str:
    names = texts.plain(", ".join(spell.names))
    return texts.say("closed {days}: {reason}", days=_from_to(spell.first, spell.last, texts), reason=names)


def _live(line: LiveLine, named: Named, texts: Texts) -> "Text":
    from rich.text import Text

    when = f"{texts.short_day(line.start.date())} {texts.clock(line.start)}–{texts.clock(line.end)}"
    title = texts.plain(line.activity.title)
    if line.activity.kind == "in_person":
        title = texts.say("{title} (on site)", title=title)
    details = [_whom(line.groups, named, texts), ", ".join(texts.plain(name) for name in line.trainers)]
    details += [f"{texts.clock(other.start)} ({other.place.name})" for other in line.elsewhere]
    detail = " · ".join(filter(None, details))
    return Text.assemble(styled(when, "bold cyan"), styled(f" {title}"), styled(f"\n  {detail}" if detail else ""))


def _work(line: WorkLine, named: Named, texts: Texts) -> str:
    facts = {
        "title": texts.plain(line.activity.title),
        "duration": texts.duration(line.duration_min),
        "days": _from_to(line.first, line.last, texts),
    }
    if line.activity.kind == "evaluation":
        said = texts.say("questionnaire, {days}: {title}, {duration}", **facts)
    else:
        said = texts.say("remote, {days}: {title}, {duration}", **facts)
    whom = _whom(line.groups, named, texts)
    return f"{said} · {whom}" if whom else said


def _whom(attending: tuple[str, ...], named: Named, texts: Texts) -> str:
    """The groups concerned, by their names; nothing where the session has only one."""
    if not named.is_split():
        return ""
    every = {group.id for group in named.session.planned_groups()}
    return texts.say("all groups") if set(attending) == every else ", ".join(map(named.group, attending))


def _loads(week: Week, named: Named, texts: Texts) -> "Text":
    from rich.text import Text

    return Text("\n").join(_load(load, named, texts) for load in week.loads)


def _load(load: Load, named: Named, texts: Texts) -> "Text":
    figures = f"{texts.duration(load.asked_min)} / {texts.duration(load.cap_min)}"
    whom = _whom(load.groups, named, texts)
    return styled(f"{whom}\n{figures}" if whom else figures, "red" if load.asked_min > load.cap_min else "")


def _notes(session: Session, plan: Plan, texts: Texts) -> Iterable[Any]:
    yield styled(
        texts.say(
            "Hours are those of {department}. Durations are indicative."
            " The cap counts remote work and virtual classes.",
            department=place(session.department).name,
        )
        if session.rules.virtual_classes_count
        else texts.say(
            "Hours are those of {department}. Durations are indicative. The cap counts remote work only.",
            department=place(session.department).name,
        ),
        "dim",
    )
    yield from _split_groups(session, texts)
    yield from _led(session, plan, texts)
    yield from _changed_durations(session, texts)
    if session.stays_open is not None:
        yield styled(
            texts.say("The contents stay open after the last date.")
            if session.stays_open
            else texts.say("The contents close after the last date.")
        )
    if plan.levels:
        yield styled(texts.say("How good this plan is (smaller is better, in this order)"), "bold")
        for number, level in enumerate(plan.levels, start=1):
            yield item(f"{number}.", _level(level, texts))


def _split_groups(session: Session, texts: Texts) -> "Iterable[Text]":
    planned, named = session.planned_groups(), Named(session, texts)
    for group in session.groups:
        parts = [part for part in planned if session.group_in_file(part.id).id == group.id]
        if len(parts) > 1:
            said = [
                texts.count(
                    "{group} ({number} person)", "{group} ({number} people)", part.size, group=named.group(part.id)
                )
                for part in parts
            ]
            yield styled(
                texts.count(
                    "Group {group} has {number} person, more than a class holds; it is split: {parts}.",
                    "Group {group} has {number} people, more than a class holds; it is split: {parts}.",
                    group.size,
                    group=named.group(group.id),
                    parts=texts.listing(said),
                )
            )


def _led(session: Session, plan: Plan, texts: Texts) -> "Iterable[Text]":
    totals = {
        trainer: sum(p.duration_min for p in plan.placements if trainer.id in p.trainers)
        for trainer in session.trainers
    }
    shares = [f"{texts.plain(trainer.name)} {texts.duration(total)}" for trainer, total in totals.items() if total]
    if shares:
        yield styled(texts.say("Led live: {shares}", shares=", ".join(shares)))


def _changed_durations(session: Session, texts: Texts) -> "Iterable[Text]":
    for activity in session.activities:
        if activity.designer_duration_min not in (None, activity.duration_min):
            yield styled(
                texts.say(
                    "{title}: {duration}, changed by the trainer (designer's estimate: {designed})",
                    title=texts.quoted(activity.title),
                    duration=texts.duration(activity.duration_min),
                    designed=texts.duration(activity.designer_duration_min or 0),
                )
            )


def _level(level: LevelValue, texts: Texts) -> str:
    reached = _reached(level.level, level.value, texts)
    if level.proven:
        return texts.say("{reached} (proven: no plan does better)", reached=reached)
    return texts.say("{reached} (not proven: {bound} may be possible)", reached=reached, bound=level.bound)


def _reached(level: str, value: int, texts: Texts) -> str:
    """What a level counts, and how much of it there is."""
    match level:
        case "moved":
            return texts.count("entries that moved: {number}", "entries that moved: {number}", value)
        case "changed":
            return texts.count("entries that changed: {number}", "entries that changed: {number}", value)
        case "days":
            return texts.count("classes moved by {number} day in all", "classes moved by {number} days in all", value)
        case "work":
            return texts.count(
                "remote work moved by {number} quarter hour times weeks",
                "remote work moved by {number} quarter hours times weeks",
                value,
            )
        case "minutes":
            return texts.say("hours of classes moved by {duration} in all", duration=texts.duration(value))
        case "leaders":
            return texts.count("{number} leader changed", "{number} leaders changed", value)
        case "preferences":
            return texts.say("outside preferred hours or in periods to avoid: {value}", value=texts.duration(value))
        case "rhythm":
            return texts.count("uneven rhythm: {number} point", "uneven rhythm: {number} points", value)
        case "fair_shares":
            return texts.say(
                "between the trainer who leads most and the one who leads least: {value}", value=texts.duration(value)
            )
        case "early":
            return texts.count(
                "until the end of the last activity, added over the groups: {number} open week",
                "until the end of the last activity, added over the groups: {number} open weeks",
                value,
            )
    raise KeyError(level)
