"""What an inspector should look at in a session's workload, and what sets it apart from the designer's booklet."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from fractions import Fraction
from math import ceil

from planner.messages.named import Named
from planner.messages.reports import hours, number, phase_name
from planner.messages.texts import Texts
from planner.session import Session
from planner.workload.results import BookletLine, Flag


def flag_text(flag: Flag, session: Session, texts: Texts) -> str:
    """One sentence with the figures, of a flag that is not about a week; KeyError for a kind there is none of."""
    return _TEXTS[flag.kind](flag, Named(session, texts), texts)


def flag_name(kind: str, texts: Texts) -> str:
    """What a mark on a week says."""
    names = {
        "vigilance": texts.say("near the limit"),
        "overload": texts.say("over the limit"),
        "high_overload": texts.say("far over the limit, if all takes long"),
    }
    return names[kind]


def flag_letter(kind: str, texts: Texts) -> str:
    """The letter that marks a week in a drawing, where colour would not do."""
    letters = {"vigilance": texts.say("N"), "overload": texts.say("O"), "high_overload": texts.say("L")}
    return letters[kind]


WEEK_FLAGS = ("overload", "high_overload", "vigilance")
"""The kinds of flags that are about a week, the strongest first."""


def week_flags_texts(flags: Iterable[Flag], name_of: Callable[[str], str], texts: Texts) -> list[str]:
    """The weeks of each trainer near a limit or over it: a sentence for each kind, all its weeks in it."""
    grouped: dict[str, dict[str, list[Flag]]] = {}
    for flag in flags:
        if flag.kind in WEEK_FLAGS:
            grouped.setdefault(flag.trainer or "", {}).setdefault(flag.kind, []).append(flag)
    return [
        _weeks_text(kinds[kind], name_of(trainer), texts)
        for trainer, kinds in grouped.items()
        for kind in WEEK_FLAGS
        if kind in kinds
    ]


def _weeks_text(flags: Sequence[Flag], trainer: str, texts: Texts) -> str:
    what = {
        "overload": texts.say("over the limit"),
        "high_overload": texts.say("if all takes long far over the limit"),
        "vigilance": texts.say("near the limit"),
    }
    weeks = [f"{texts.short_day(flag.week)} ({_hours_of_week(flag, texts)})" for flag in flags if flag.week]
    return texts.count(
        "{trainer}, {what} of {limit}, {number} week: {weeks}.",
        "{trainer}, {what} of {limit}, {number} weeks: {weeks}.",
        len(weeks),
        trainer=trainer,
        what=what[flags[0].kind],
        limit=hours(flags[0].facts["limit_min"], texts),
        weeks=", ".join(weeks),
    )


def _hours_of_week(flag: Flag, texts: Texts) -> str:
    return hours(flag.facts["high_min"], texts) if flag.kind == "high_overload" else _likely_of_week(flag, texts)


def _likely_of_week(flag: Flag, texts: Texts) -> str:
    """To the minute where to the quarter hour nobody would see which is more."""
    likely_min = flag.facts["likely_min"]
    likely = hours(likely_min, texts)
    return likely if likely != hours(flag.facts["limit_min"], texts) else texts.duration(ceil(likely_min))


def _tutoring_rate(flag: Flag, names: Named, texts: Texts) -> str:
    facts = {name: _percent(flag.facts[name], texts) for name in ("rate", "low", "high")}
    return texts.say(
        "Accompanying remote work takes {rate} of the learners’ time; {low} to {high} is usual. Is something missing in"
        " the session file, or written twice?",
        **facts,
    )


def _sizes(flag: Flag, names: Named) -> dict[str, object]:
    return {"group": names.group(flag.facts["group"]), "size": flag.facts["size"], "limit": flag.facts["limit"]}


def _reinforced_group(flag: Flag, names: Named, texts: Texts) -> str:
    return texts.say(
        "Group {group} has {size} participants; above {limit}, plan reinforced facilitation.", **_sizes(flag, names)
    )


def _large_group(flag: Flag, names: Named, texts: Texts) -> str:
    return texts.say(
        "Group {group} has {size} participants; more than {limit} are advised against.", **_sizes(flag, names)
    )


def _long_class(flag: Flag, names: Named, texts: Texts) -> str:
    return texts.say(
        "The virtual class {activity} lasts {duration}; more than {limit} tires.",
        activity=names.activity(flag.facts["activity"]),
        duration=texts.duration(flag.facts["duration_min"]),
        limit=texts.duration(int(flag.facts["limit_min"])),
    )


def _team_beyond_break_even(flag: Flag, names: Named, texts: Texts) -> str:
    facts = flag.facts
    told = {
        "size": facts["size"],
        "best": facts["best"],
        "hours": hours(abs(facts["gain_min"]), texts),
        "best_hours": hours(facts["best_gain_min"], texts),
    }
    if facts["best"] == 1:
        return texts.say(
            "A team of {size} works {hours} more than {size} trainers who each work alone: for this course it meets and"
            " coordinates itself more than it saves.",
            **told,
        )
    if facts["gain_min"] < 0:
        return texts.say(
            "A team of {size} works {hours} more than {size} trainers who each work alone; a team of {best} would save"
            " {best_hours}.",
            **told,
        )
    return texts.say(
        "A team of {size} saves {hours} beside {size} trainers who each work alone; a team of {best} would save more,"
        " {best_hours}.",
        **told,
    )


def _no_booklet(flag: Flag, names: Named, texts: Texts) -> str:
    return texts.say("The course has no designer’s booklet: the hours are those of the model alone.")


def _far_from_booklet(flag: Flag, names: Named, texts: Texts) -> str:
    facts = flag.facts
    if facts["ratio"] is None:
        return texts.say(
            "The model gives {model}, the designer’s booklet for the same phases nothing. Check the session file and"
            " the booklet.",
            model=hours(facts["model_min"], texts),
        )
    return texts.say(
        "The model gives {model}, the designer’s booklet for the same phases {adjusted}: {ratio} times as much. The"
        " booklet prevails; check the session file and the booklet.",
        model=hours(facts["model_min"], texts),
        adjusted=hours(facts["adjusted_min"], texts),
        ratio=number(round(facts["ratio"], 2), texts),
    )


def _booklet_incomplete(flag: Flag, names: Named, texts: Texts) -> str:
    phases = texts.listing([phase_name(phase, texts) for phase in flag.facts["phases"]])
    return texts.say(
        "The designer’s booklet gives no figure for: {phases}. There the model stands alone.", phases=phases
    )


def _changed_duration(flag: Flag, names: Named, texts: Texts) -> str:
    return texts.say(
        "{activity} lasts {duration} here; the designer’s estimate is {designer}.",
        activity=names.activity(flag.facts["activity"]),
        duration=texts.duration(flag.facts["duration_min"]),
        designer=texts.duration(flag.facts["designer_min"]),
    )


def _corrected(flag: Flag, names: Named, texts: Texts) -> str:
    return texts.say(
        "{phase}: multiplied by {factor}, as noted hours say ({source}).",
        phase=phase_name(flag.facts["phase"], texts).capitalize(),
        factor=number(round(flag.facts["factor"], 2), texts),
        source=texts.plain(flag.facts["source"]),
    )


def _led_by_nobody(flag: Flag, names: Named, texts: Texts) -> str:
    return texts.say(
        "Nobody of the team leads {activity} for {groups} in the plan; its hours are shared evenly.",
        activity=names.activity(flag.facts["activity"]),
        groups=names.groups(flag.facts["groups"]),
    )


def _unknown_school_days(flag: Flag, names: Named, texts: Texts) -> str:
    return texts.say(
        "The hours of each week are not known: the school calendar of zone {zone} is published until {last}.",
        zone=flag.facts["zone"],
        last=texts.day(flag.facts["last_known"]),
    )


def _percent(share: Fraction, texts: Texts) -> str:
    return f"{number(round(share * 100, 2), texts)}\u00a0%"


_TEXTS: Mapping[str, Callable[[Flag, Named, Texts], str]] = {
    "tutoring_rate": _tutoring_rate,
    "reinforced_group": _reinforced_group,
    "large_group": _large_group,
    "long_class": _long_class,
    "team_beyond_break_even": _team_beyond_break_even,
    "no_booklet": _no_booklet,
    "far_from_booklet": _far_from_booklet,
    "booklet_incomplete": _booklet_incomplete,
    "changed_duration": _changed_duration,
    "corrected": _corrected,
    "led_by_nobody": _led_by_nobody,
    "unknown_school_days": _unknown_school_days,
}


def booklet_text(line: BookletLine, texts: Texts) -> str:
    """Why the designer's figure becomes another one for this session, or stays."""
    said = {
        "expertise": texts.say("the team’s expertise"),
        "contextualisation": texts.say("how far the course is fitted"),
        "team": texts.say("the size of the team"),
        "groups": texts.say("the number of groups"),
        "participants": texts.say("the number of participants"),
        "rerun": texts.say("a course already run"),
        "reused_version": texts.say("a fitted version used again"),
        "assistance": texts.say("help on the platform"),
        "co_facilitation": texts.say("classes led together"),
        "durations": texts.say("durations that the trainer changed"),
        "no_model": texts.say("as it is: the coefficients are 0, so that the model says nothing of it"),
    }
    reasons = texts.listing([said.get(reason, reason) for reason in line.reasons])
    if line.kept:
        kept = texts.say("expertise and lighter fitting never lower the booklet’s figure")
        return texts.say("{reasons}; {kept}", reasons=reasons, kept=kept) if reasons else kept
    return reasons or texts.say("same conditions")
