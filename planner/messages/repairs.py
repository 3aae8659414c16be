"""A repair -> what it changes, and when the plan that was found with it takes place."""

from collections.abc import Callable, Mapping
from datetime import date

from calendars.places import place
from planner.messages.named import Named
from planner.messages.texts import Texts
from planner.outcome import Repair
from planner.session import Session


def repair_text(repair: Repair, session: Session, texts: Texts) -> list[str]:
    """The change to `session` in the infinitive, then the dates of the plan; KeyError for a kind there is none of."""
    names = Named(session, texts)
    lines = [_SENTENCES[repair.kind](repair, names, texts)]
    if found := _days_of(repair):
        first, last = texts.day(min(found)), texts.day(max(found))
        if first == last:
            lines.append(texts.say("everything then takes place on {day}", day=first))
        else:
            lines.append(texts.say("the plan then goes from {first} to {last}", first=first, last=last))
    return lines


def _days_of(repair: Repair, activity: str | None = None) -> set[date]:
    """The days of the plan at the session's place, or those of one activity: starts, and ends of blocks."""
    here = place(repair.session.department)
    plan = repair.plan
    days = {here.local(p.start).date() for p in plan.placements if activity in (None, p.activity)}
    return days | {day for b in plan.blocks if activity in (None, b.activity) for day in (b.first, b.last)}


def _end_later(repair: Repair, names: Named, texts: Texts) -> str:
    facts = repair.facts
    last, now = texts.day(facts["last"]), texts.day(names.session.window.last)
    change = texts.count(
        "end on {last} instead of {now}, {number} day later",
        "end on {last} instead of {now}, {number} days later",
        facts["days"],
        last=last,
        now=now,
    )
    if not facts["holidays"]:
        return change
    holidays = [names.holiday(*holiday) for holiday in facts["holidays"]]
    return texts.say("{change}; in between, {holidays}", change=change, holidays=texts.listing(holidays))


def _begin_earlier(repair: Repair, names: Named, texts: Texts) -> str:
    facts = repair.facts
    return texts.count(
        "begin on {first} instead of {now}, {number} day earlier",
        "begin on {first} instead of {now}, {number} days earlier",
        facts["days"],
        first=texts.day(facts["first"]),
        now=texts.day(names.session.window.first),
    )


def _free_fixed_date(repair: Repair, names: Named, texts: Texts) -> str:
    activity = repair.facts["activity"]
    days = sorted(_days_of(repair, activity))
    if names.session.activity(activity).is_live:
        when = texts.listing([texts.day(day) for day in days])
        return texts.say(
            "no longer fix the date of {activity}: it takes place on {when}",
            activity=names.activity(activity),
            when=when,
        )
    return texts.say(
        "no longer fix the dates of {activity}: it is done {when}",
        activity=names.activity(activity),
        when=names.days(days[0], days[-1]),
    )


def _without_absence(repair: Repair, names: Named, texts: Texts) -> str:
    trainer = repair.facts["trainer"]
    window = names.session.window
    absent = next(each.absent for each in names.session.trainers if each.id == trainer)
    near = [days for days in absent if days.first <= window.last and days.last >= window.first]
    return texts.say(
        "{trainer} is there after all: {days}",
        trainer=names.trainer(trainer),
        days=texts.listing([names.days(days.first, days.last) for days in near]),
    )


def _higher_limit(repair: Repair, names: Named, texts: Texts) -> str:
    facts = repair.facts
    limit, before = texts.duration(facts["limit_min"]), texts.duration(facts["before_min"])
    told = {"limit": limit, "before": before}
    if facts["trainer"] is None:
        if facts["per"] == "day":
            return texts.say("live delivery of {limit} a day instead of {before} for every trainer", **told)
        return texts.say("live delivery of {limit} a week instead of {before} for every trainer", **told)
    told["trainer"] = names.trainer(facts["trainer"])
    if facts["per"] == "day":
        return texts.say("live delivery of {limit} a day instead of {before} for {trainer}", **told)
    return texts.say("live delivery of {limit} a week instead of {before} for {trainer}", **told)


def _one_more_trainer(repair: Repair, names: Named, texts: Texts) -> str:
    return texts.say("one more trainer: a team of {team}", team=repair.facts["team"])


def _fewer_groups(repair: Repair, names: Named, texts: Texts) -> str:
    facts = repair.facts
    return texts.count(
        "{number} group of at most {size} participants instead of {before} groups",
        "{number} groups of at most {size} participants instead of {before}",
        facts["groups"],
        size=facts["size"],
        before=facts["before"],
    )


def _shorter_gap(repair: Repair, names: Named, texts: Texts) -> str:
    return texts.count(
        "at least {number} day between two virtual classes instead of {before}",
        "at least {number} days between two virtual classes instead of {before}",
        repair.facts["days"],
        before=names.session.rules.class_gap.min_days,
    )


def _longer_gap(repair: Repair, names: Named, texts: Texts) -> str:
    return texts.count(
        "at most {number} day between two virtual classes instead of {before}",
        "at most {number} days between two virtual classes instead of {before}",
        repair.facts["days"],
        before=names.session.rules.class_gap.max_days,
    )


def _whole_days(repair: Repair, names: Named, texts: Texts) -> str:
    now, whole = (names.weekly_hours(each.rules.working_hours.intervals) for each in (names.session, repair.session))
    return texts.say("hours of virtual classes: {whole} instead of {now}", whole=whole, now=now)


def _shorter_work(repair: Repair, names: Named, texts: Texts) -> str:
    facts = repair.facts
    return texts.say(
        "{activity} in {duration} instead of {before}",
        activity=names.activity(facts["activity"]),
        duration=texts.duration(facts["duration_min"]),
        before=texts.duration(facts["before_min"]),
    )


def _derogation(repair: Repair, names: Named, texts: Texts) -> str:
    facts = repair.facts
    return texts.count(
        "{cap} instead of {before} in the week of {weeks}: a derogation, marked as such in every report, whose reason"
        " is yours to write",
        "{cap} a week instead of {before} in {number} weeks (those of {weeks}): a derogation, marked as such in every"
        " report, whose reason is yours to write",
        len(facts["weeks"]),
        cap=texts.duration(facts["cap_min"]),
        before=texts.duration(facts["before_min"]),
        weeks=texts.listing([texts.short_day(week) for week in facts["weeks"]]),
    )


_SENTENCES: Mapping[str, Callable[[Repair, Named, Texts], str]] = {
    "end_later": _end_later,
    "begin_earlier": _begin_earlier,
    "free_fixed_date": _free_fixed_date,
    "without_absence": _without_absence,
    "higher_limit": _higher_limit,
    "one_more_trainer": _one_more_trainer,
    "fewer_groups": _fewer_groups,
    "shorter_gap": _shorter_gap,
    "longer_gap": _longer_gap,
    "whole_days": _whole_days,
    "shorter_work": _shorter_work,
    "derogation": _derogation,
}
