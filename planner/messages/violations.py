"""A breach of a rule -> one sentence: where, what the plan says, what is asked, and the figures to redo the sum."""

from collections.abc import Callable, Mapping

from planner.messages.advice import advice_text
from planner.messages.broken_plans import broken_plan_text
from planner.messages.eves import next_day_text
from planner.messages.named import Named
from planner.messages.texts import Texts
from planner.outcome import Violation
from planner.session import RULE_IDS, Session

__all__ = ["advice_text", "violation_text"]


def violation_text(violation: Violation, session: Session, texts: Texts) -> str:
    """« Tuesday 12 January 2027, “Accueil”: it starts at 17:05, … (R13) »: day, activity, group, sentence, rule id."""
    names = Named(session, texts)
    what = _SENTENCES[violation.rule](violation, names, texts)
    where = [texts.day(violation.day)] if violation.day else []
    if violation.activity is not None:
        where.append(names.activity(violation.activity))
    if violation.group is not None and (names.is_split() or violation.activity is None):
        where.append(texts.say("group {group}", group=names.group(violation.group)))
    rule = f" ({RULE_IDS[violation.rule]})" if violation.rule in RULE_IDS else ""
    return texts.say("{where}: {what}", where=", ".join(where), what=what + rule) if where else what + rule


def _working_hours(violation: Violation, names: Named, texts: Texts) -> str:
    facts = violation.facts
    told = {
        "start": (texts.clock if facts["start"].date() == violation.day else texts.moment)(facts["start"]),
        "end": texts.clock(facts["end"]),
        "hours": names.hours(facts["hours"]) or texts.say("none on that weekday"),
        "place": facts["place"],
        "trainer": names.trainer(violation.trainer or ""),
    }
    match violation.kind:
        case "in_person_hours":
            return texts.say("from {start} to {end}, outside the hours of in-person days: {hours}", **told)
        case "group_clock":
            return texts.say(
                "where the group is ({place}), from {start} to {end}, outside the working hours: {hours}", **told
            )
        case "trainer_clock":
            return texts.say(
                "for {trainer} ({place}), from {start} to {end}, outside the trainer's working hours: {hours}", **told
            )
    return texts.say("from {start} to {end}, outside the working hours: {hours}", **told)


def _no_weekend(violation: Violation, names: Named, texts: Texts) -> str:
    if violation.trainer:
        return texts.say("a weekend day for {trainer}", trainer=names.trainer(violation.trainer))
    return texts.say("a weekend day")


def _no_school_holidays(violation: Violation, names: Named, texts: Texts) -> str:
    facts = violation.facts
    if violation.kind == "unknown_day":
        return texts.say(
            "the school calendar of zone {zone} is known from {first} to {last} only, not on that day",
            zone=facts["zone"],
            first=texts.day(facts["first_known"]),
            last=texts.day(facts["last_known"]),
        )
    told = {
        "holiday": names.holiday(facts["name"], facts["first"], facts["resume"]),
        "place": facts["place"],
        "trainer": names.trainer(violation.trainer or ""),
    }
    if violation.kind == "holiday_of_every_trainer":
        return texts.say("a day on which no trainer is at work; school holiday in {place}: {holiday}", **told)
    if violation.trainer:
        return texts.say("a school holiday of {trainer} ({place}): {holiday}", **told)
    return texts.say("inside a school holiday in {place}: {holiday}", **told)


def _no_public_holidays(violation: Violation, names: Named, texts: Texts) -> str:
    facts = violation.facts
    told = {"name": facts["name"], "place": facts["place"], "trainer": names.trainer(violation.trainer or "")}
    if facts.get("by_hand"):
        return texts.say("a day that this session closes: {name}", name=texts.plain(facts["name"]))
    if violation.kind == "holiday_of_every_trainer":
        return texts.say("a day on which no trainer is at work; public holiday in {place}: {name}", **told)
    if violation.trainer:
        return texts.say("a public holiday of {trainer} ({place}): {name}", **told)
    return texts.say("a public holiday in {place}: {name}", **told)


def _weekly_cap(violation: Violation, names: Named, texts: Texts) -> str:
    facts = violation.facts
    told = {
        "asked": names.duration(facts["asked_min"]),
        "cap": texts.duration(facts["cap_min"]),
        "sum": names.sum(facts["parts"]),
    }
    if "derogation" in facts:
        return texts.say("this week asks {asked} ({sum}), and its derogation allows {cap}", **told)
    if "open_days" in facts:
        full, days = texts.duration(facts["full_cap_min"]), facts["open_days"]
        return texts.count(
            "this week asks {asked} ({sum}); with {number} open day of 5, {full} a week become {cap}",
            "this week asks {asked} ({sum}); with {number} open days of 5, {full} a week become {cap}",
            days,
            full=full,
            **told,
        )
    return texts.say("this week asks {asked} ({sum}), and at most {cap} are allowed", **told)


def _no_start_on_eve(violation: Violation, names: Named, texts: Texts) -> str:
    after = next_day_text(violation.facts, names, texts)
    if violation.kind == "eve_of_trainer":
        trainer = names.trainer(violation.trainer or "")
        return texts.say("the session begins on an eve for {trainer}: {after}", trainer=trainer, after=after)
    if violation.kind == "eve_of_every_trainer":
        return texts.say("the session begins on an eve for every trainer: {after}", after=after)
    return texts.say("the session begins on an eve: {after}", after=after)


def _trainer(violation: Violation, names: Named, texts: Texts) -> str:
    facts, trainer = violation.facts, names.trainer(violation.trainer or "")
    match violation.kind:
        case "overlap":
            return texts.say(
                "{trainer} leads {other} from {other_start} to {other_end}, and this from {start} to {end}",
                trainer=trainer,
                **_two(violation, names, texts),
            )
        case "gap":
            gap, asked = texts.duration(facts["gap_min"]), texts.duration(facts["asked_min"])
            return texts.say(
                "{trainer} has {gap} between the end of {other} ({other_end}) and {start}; {asked} are asked for",
                trainer=trainer,
                gap=gap,
                asked=asked,
                **_two(violation, names, texts),
            )
        case "absent":
            first, last = texts.day(facts["first"]), texts.day(facts["last"])
            if facts["first"] == facts["last"]:
                return texts.say("{trainer} is absent on {first}", trainer=trainer, first=first)
            return texts.say("{trainer} is absent from {first} to {last}", trainer=trainer, first=first, last=last)
        case "busy":
            return texts.say(
                "{trainer} is busy from {busy_start} to {busy_end}, during this ({start} to {end})",
                trainer=trainer,
                **_busy(violation, texts),
            )
    led, limit = texts.duration(facts["led_min"]), texts.duration(facts["limit_min"])
    told = {"trainer": trainer, "led": led, "sum": names.sum(facts["parts"]), "limit": limit}
    if violation.kind == "day_limit":
        return texts.say("{trainer} leads {led} on that day ({sum}), and the limit is {limit} a day", **told)
    return texts.say("{trainer} leads {led} in that week ({sum}), and the limit is {limit} a week", **told)


def _participant(violation: Violation, names: Named, texts: Texts) -> str:
    match violation.kind:
        case "overlap":
            return texts.say(
                "the group is in {other} from {other_start} to {other_end}, and in this from {start} to {end}",
                **_two(violation, names, texts),
            )
        case "teaching":
            start, end = texts.clock(violation.facts["start"]), texts.clock(violation.facts["end"])
            return texts.say(
                "from {start} to {end}, where the group itself teaches {hours}",
                start=start,
                end=end,
                hours=names.hours(violation.facts["hours"]),
            )
    return texts.say(
        "the group is busy from {busy_start} to {busy_end}, during this ({start} to {end})", **_busy(violation, texts)
    )


def _two(violation: Violation, names: Named, texts: Texts) -> dict[str, str]:
    facts = violation.facts
    other = names.activity(facts["other"])
    if names.is_split():
        other = f"{other} ({names.groups(facts['other_groups'])})"
    clocks = {name: texts.clock(facts[name]) for name in ("other_start", "other_end", "start", "end")}
    return {"other": other, **clocks}


def _busy(violation: Violation, texts: Texts) -> dict[str, str]:
    return {name: texts.clock(violation.facts[name]) for name in ("start", "end", "busy_start", "busy_end")}


def _order(violation: Violation, names: Named, texts: Texts) -> str:
    facts = violation.facts
    told = {
        "other": names.activity(facts["other"]),
        "last": texts.day(facts["other_last"]),
        "first": texts.day(facts["first"]),
    }
    match violation.kind:
        case "file_order":
            return texts.say("it begins on {first}, but {other}, which comes before it, ends on {last}", **told)
        case "link_order":
            return texts.say("it begins on {first}, but has to wait for {other}, which ends on {last}", **told)
    days = texts.count("{number} day", "{number} days", facts["gap_days"])
    asked = texts.count("{number} day", "{number} days", facts["asked_days"])
    if violation.kind.endswith("min_gap"):
        return texts.say(
            "it begins {days} after {other} ({last}), and at least {asked} are asked for",
            days=days,
            asked=asked,
            **told,
        )
    return texts.say(
        "it begins {days} after {other} ({last}), and at most {asked} are asked for", days=days, asked=asked, **told
    )


def _capacity(violation: Violation, names: Named, texts: Texts) -> str:
    facts = violation.facts
    if violation.kind == "too_many_participants":
        return texts.say(
            "{size} participants attend, and this class holds {capacity}",
            size=facts["size"],
            capacity=facts["capacity"],
        )
    return texts.say(
        "with this class {in_use} virtual rooms are in use at {start}, and there are {rooms}",
        in_use=facts["in_use"],
        start=texts.clock(facts["start"]),
        rooms=facts["rooms"],
    )


def _window(violation: Violation, names: Named, texts: Texts) -> str:
    facts = violation.facts
    match violation.kind:
        case "before_first_date":
            return texts.say("before the session's first date, {first}", first=texts.day(facts["first"]))
        case "after_last_date":
            return texts.say("after the session's last date, {last}", last=texts.day(facts["last"]))
        case "fixed_block_not_kept":
            first, last = texts.day(facts["first"]), texts.day(facts["last"])
            return texts.say(
                "{duration} from {first} to {last} are fixed in the session file, and not in the plan",
                duration=texts.duration(facts["block_min"]),
                first=first,
                last=last,
            )
    fixed = texts.day(facts["fixed_day"])
    if facts["fixed_at"] is not None:
        fixed = f"{fixed}, {facts['fixed_at']:%H:%M}"
    if facts["fixed_trainers"]:
        fixed = f"{fixed}, {texts.listing([names.trainer(id) for id in facts['fixed_trainers']])}"
    trainers = texts.listing([names.trainer(id) for id in facts["trainers"]])
    return texts.say(
        "the session file fixes {fixed}; the plan says {start}, {trainers}",
        fixed=fixed,
        start=texts.moment(facts["start"]),
        trainers=trainers,
    )


def _poll(violation: Violation, names: Named, texts: Texts) -> str:
    facts = violation.facts
    if violation.kind == "offered_for_nothing":
        return texts.say("a poll offers slots for a class that the plan does not have, or at no readable moment")
    breach = violation_text(facts["breach"], names.session, texts)
    slots = [f"{names.activity(activity)} {texts.moment(start)}" for activity, _, start in facts["slots"]]
    if violation.kind == "slot":
        start = texts.moment(facts["slots"][0][2])
        return texts.say("where the poll elects {start}, a rule is broken: {breach}", start=start, breach=breach)
    return texts.say(
        "where the polls elect {slots}, a rule is broken: {breach}", slots=texts.listing(slots), breach=breach
    )


def _grid(violation: Violation, names: Named, texts: Texts) -> str:
    facts = violation.facts
    if violation.kind == "start":
        start, grid = texts.clock(facts["start"]), texts.duration(facts["grid_min"])
        return texts.say("it starts at {start}; classes start every {grid} from the full hour", start=start, grid=grid)
    told = {name: names.duration(facts[f"{name}_min"]) for name in ("block", "duration", "smallest")}
    match violation.kind:
        case "block_too_small":
            return texts.say("a block of {block}, and the smallest is {smallest}", **told)
        case "short_work_split":
            return texts.say(
                "a block of {block}; this activity of {duration} is shorter than {smallest}, so it is one block", **told
            )
    return texts.say("a block of {block}, which is not a multiple of 15 min", **told)


def _closing(violation: Violation, names: Named, texts: Texts) -> str:
    last = texts.day(violation.facts["last"])
    if violation.kind == "evaluation_on_last_date":
        return texts.say("an evaluation is over before the session's last date, {last}", last=last)
    return texts.say("nothing is asked of participants after the session's last date, {last}", last=last)


_SENTENCES: Mapping[str, Callable[[Violation, Named, Texts], str]] = {
    "working_hours": _working_hours,
    "no_weekend": _no_weekend,
    "no_school_holidays": _no_school_holidays,
    "no_public_holidays": _no_public_holidays,
    "weekly_cap": _weekly_cap,
    "no_start_on_eve": _no_start_on_eve,
    "trainer": _trainer,
    "participant": _participant,
    "order": _order,
    "capacity": _capacity,
    "window": _window,
    "poll": _poll,
    "grid": _grid,
    "closing": _closing,
    "work": broken_plan_text,
}
