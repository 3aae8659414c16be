"""The parts of a conflict -> its points: one line each, with the figures and the rule's id."""

from collections.abc import Callable, Mapping, Sequence

from calendars.places import place
from planner.messages.named import Named
from planner.messages.texts import Texts
from planner.outcome import ConflictPart
from planner.session import LIVE_KINDS, RULE_IDS, DayRange, Session

MOST_TITLES = 8


def points_of(parts: Sequence[ConflictPart], names: Named, texts: Texts, group: str | None = None) -> list[str]:
    """One point a sort: the holidays of one calendar, both ends of the window, groups with the same figures.

    `group` is the one that is spoken of alone. KeyError for a rule or a kind that has no sentence.
    """
    together: dict[object, list[ConflictPart]] = {}
    for part in parts:
        together.setdefault(_sort(part), []).append(part)
    shared = any(part.rule in ("trainer", "capacity") for part in parts)
    points = []
    for same in together.values():
        rule = same[0].rule
        if rule == "work":
            groups = _groups_of_each(same[0].activities, names.session, group) if shared else 0
            point = _work(same[0], names, texts, groups)
        else:
            point = _SENTENCES[rule](same, names, texts)
        points.append(f"{point} ({RULE_IDS[rule]})" if rule in RULE_IDS else point)
    return points


def _sort(part: ConflictPart) -> object:
    """What parts that are said in one point have in common."""
    if part.rule in ("no_school_holidays", "no_public_holidays", "no_weekend"):
        return part.rule, part.trainers
    if part.rule == "window" and part.facts["edge"] != "fixed":
        return part.rule
    own = (part.activities, part.trainers) if part.rule in ("trainer", "order", "work") else (part.activities,)
    return part.rule, own, part.trainers, tuple(sorted((key, repr(value)) for key, value in part.facts.items()))


def _work(part: ConflictPart, names: Named, texts: Texts, groups: int) -> str:
    """« 4 of the 5 virtual classes, 1 h 30 each: … »; `groups`: how many have each, where who leads is concerned."""
    facts = part.facts
    what = _how_many(part, names, texts)
    each = facts["each_min"]
    if each is None:
        length = texts.say("{total} in all", total=texts.duration(facts["total_min"]))
    elif facts["count"] > 1:
        length = texts.say(
            "{each} each, {total} in all", each=texts.duration(each), total=texts.duration(facts["total_min"])
        )
    else:
        length = texts.duration(each)
    titles = [names.activity(id) for id in part.activities[:MOST_TITLES]]
    if len(part.activities) > MOST_TITLES:
        titles.append(texts.count("{number} more", "{number} more", len(part.activities) - MOST_TITLES))
    told = {"what": what, "length": length, "titles": texts.listing(titles)}
    if groups and facts["live"]:
        return texts.say("{what}, {length}, once for each of the {groups} groups: {titles}", groups=groups, **told)
    return texts.say("{what}, {length}: {titles}", **told)


def _how_many(part: ConflictPart, names: Named, texts: Texts) -> str:
    """The number of activities, of how many there are of their kind: it is not a mistake where some are left out."""
    activities = [names.session.activity(id) for id in part.activities]
    kinds = {activity.kind for activity in activities}
    if not kinds & LIVE_KINDS:
        return texts.listing([_how_many_remote(kind, part, names, texts) for kind in sorted(kinds, reverse=True)])
    alike = [activity for activity in names.session.activities if activity.kind in kinds]
    count, of = len(activities), len(alike)
    if kinds == {"virtual_class"}:
        some = texts.count("{number} virtual class", "{number} virtual classes", count)
        return some if count == of else texts.say("{count} of the {of} virtual classes", count=count, of=of)
    if kinds == {"in_person"}:
        some = texts.count("{number} in-person activity", "{number} in-person activities", count)
        return some if count == of else texts.say("{count} of the {of} in-person activities", count=count, of=of)
    some = texts.say("{count} virtual classes and in-person activities", count=count)
    if count == of:
        return some
    return texts.say("{count} of the {of} virtual classes and in-person activities", count=count, of=of)


def _how_many_remote(kind: str, part: ConflictPart, names: Named, texts: Texts) -> str:
    """« 4 activities of remote work », « 1 evaluation »: how many of the part are of this kind, and of how many."""
    alike = [activity.id for activity in names.session.activities if activity.kind == kind]
    count, of = sum(id in part.activities for id in alike), len(alike)
    if kind == "evaluation":
        some = texts.count("{number} evaluation", "{number} evaluations", count)
        return some if count == of else texts.say("{count} of the {of} evaluations", count=count, of=of)
    some = texts.count("{number} activity of remote work", "{number} activities of remote work", count)
    return some if count == of else texts.say("{count} of the {of} activities of remote work", count=count, of=of)


def _groups_of_each(activities: Sequence[str], session: Session, alone: str | None) -> int:
    """How many groups have their own occurrence of each of these; 0 where it is one, or not always as many.

    `alone`: of this group and its parts only.
    """
    planned = {group.id for group in session.planned_groups()}
    own = {id for id in planned if alone in (None, id, session.group_in_file(id).id)}
    counts = {
        sum(any(group.id in own for group in groups) for groups in session.attending(session.activity(id)))
        for id in activities
    }
    return counts.pop() if len(counts) == 1 and counts != {1} else 0


def _working_hours(parts: Sequence[ConflictPart], names: Named, texts: Texts) -> str:
    part = parts[0]
    hours = names.weekly_hours(part.facts["hours"])
    if part.trainers:
        trainer = next(each for each in names.session.trainers if each.id == part.trainers[0])
        return texts.say(
            "hours of {trainer}, in local time ({place}): {hours}",
            trainer=names.trainer(trainer.id),
            place=place(trainer.department or names.session.department).name,
            hours=hours,
        )
    if part.groups:
        groups = [group for each in parts for group in each.groups]
        own = {names.session.group_in_file(group).department or names.session.department for group in groups}
        return texts.say(
            "hours of virtual classes for {groups}, in local time ({place}): {hours}",
            groups=names.groups(groups),
            place=texts.listing([place(department).name for department in sorted(own)]),
            hours=hours,
        )
    if part.facts["kind"] == "in_person":
        return texts.say("hours of in-person activities: {hours}", hours=hours)
    here = place(names.session.department)
    elsewhere = [t.department for t in names.session.trainers] + [g.department for g in names.session.groups]
    if all(place(department) == here for department in elsewhere if department):
        return texts.say("hours of virtual classes: {hours}", hours=hours)
    return texts.say("hours of virtual classes, in local time ({place}): {hours}", place=here.name, hours=hours)


def _no_weekend(parts: Sequence[ConflictPart], names: Named, texts: Texts) -> str:
    return texts.say("nothing on Saturday or Sunday")


def _no_school_holidays(parts: Sequence[ConflictPart], names: Named, texts: Texts) -> str:
    known = [part.facts for part in parts if part.facts["name"]]
    if not known:
        return texts.say(
            "the school calendar is known until {last}, and nothing is placed on days that nobody knows",
            last=texts.day(parts[0].facts["first"]),
        )
    holidays = [names.holiday(f["name"], f["first"], f["resume"]) for f in sorted(known, key=lambda f: f["first"])]
    if parts[0].trainers:
        trainer = names.trainer(parts[0].trainers[0])
        return texts.say(
            "{trainer} leads nothing in the trainer's own school holidays: {holidays}",
            trainer=trainer,
            holidays=texts.listing(holidays),
        )
    return texts.say("nothing in school holidays: {holidays}", holidays=texts.listing(holidays))


def _no_public_holidays(parts: Sequence[ConflictPart], names: Named, texts: Texts) -> str:
    by_day = sorted((part.facts for part in parts), key=lambda facts: facts["first"])
    days = [texts.say("{name} ({day})", name=texts.plain(f["name"]), day=texts.day(f["first"])) for f in by_day]
    if {f["name"] for f in by_day} <= {reason for *_, reason in names.session.closed_days}:
        return texts.say("nothing on days that this session closes: {days}", days=texts.listing(days))
    if parts[0].trainers:
        trainer = names.trainer(parts[0].trainers[0])
        return texts.say(
            "{trainer} leads nothing on the trainer's own public holidays: {days}",
            trainer=trainer,
            days=texts.listing(days),
        )
    return texts.say("nothing on public holidays: {days}", days=texts.listing(days))


def _weekly_cap(parts: Sequence[ConflictPart], names: Named, texts: Texts) -> str:
    facts = parts[0].facts
    told = {"cap": texts.duration(facts["cap_min"])}
    if len(names.session.groups) > 1:
        groups = names.groups(group for part in parts for group in part.groups)
        told["groups"] = groups
        point = (
            texts.say("at most {cap} a week for each participant of {groups}, virtual classes included", **told)
            if facts["classes_count"]
            else texts.say("at most {cap} of remote work a week for each participant of {groups}", **told)
        )
    elif facts["classes_count"]:
        point = texts.say("at most {cap} a week for each participant, virtual classes included", **told)
    else:
        point = texts.say("at most {cap} of remote work a week for each participant", **told)
    if names.session.rules.prorate_short_weeks:
        point = texts.say("{point}, and less in short weeks", point=point)
    if facts["derogations"]:
        point = texts.say("{point}, but for the weeks that have a derogation", point=point)
    return point


def _no_start_on_eve(parts: Sequence[ConflictPart], names: Named, texts: Texts) -> str:
    return texts.say("the session does not begin on the eve of a weekend, a public holiday or a school holiday")


def _trainer(parts: Sequence[ConflictPart], names: Named, texts: Texts) -> str:
    part = parts[0]
    facts, trainer = part.facts, names.trainer(part.trainers[0])
    match facts["kind"]:
        case "absent":
            return texts.say("{trainer} is absent: {days}", trainer=trainer, days=_absences(part, names, texts))
        case "busy":
            return texts.say("{trainer} is not free at the busy hours of the imported calendar", trainer=trainer)
        case "one_at_a_time":
            if not facts["gap_min"]:
                return texts.say("{trainer} leads one thing at a time", trainer=trainer)
            gap = texts.duration(facts["gap_min"])
            return texts.say("{trainer} leads one thing at a time, with {gap} between two", trainer=trainer, gap=gap)
        case "max_day":
            limit = texts.duration(facts["limit_min"])
            return texts.say("{trainer} leads at most {limit} a day", trainer=trainer, limit=limit)
        case "max_week":
            limit = texts.duration(facts["limit_min"])
            return texts.say("{trainer} leads at most {limit} a week", trainer=trainer, limit=limit)
    raise KeyError(facts["kind"])


def _absences(part: ConflictPart, names: Named, texts: Texts) -> str:
    """The absences that touch the session's dates, or all where none does."""
    window: DayRange = names.session.window
    absences = part.facts["absences"]
    near = [(first, last) for first, last in absences if first <= window.last and last >= window.first] or absences
    return texts.listing([names.days(first, last) for first, last in near])


def _participant(parts: Sequence[ConflictPart], names: Named, texts: Texts) -> str:
    part = parts[0]
    kind = part.facts["kind"]
    if kind == "teaching":
        hours = [
            texts.say(
                "{group} ({hours})", group=names.group(group), hours=names.weekly_hours(_teaching(group, names.session))
            )
            for each in parts
            for group in each.groups
        ]
        return texts.say("no class while the group itself teaches: {hours}", hours=texts.listing(hours))
    groups = names.groups(group for each in parts for group in each.groups)
    if kind == "busy":
        return texts.say("nothing at the busy hours of the imported calendar of {groups}", groups=groups)
    if kind == "one_at_a_time":
        return texts.say("one thing at a time for {groups}", groups=groups)
    raise KeyError(kind)


def _teaching(group: str, session: Session) -> Sequence[Sequence[tuple[int, int]]]:
    teaching = session.group_in_file(group).teaching
    return teaching.intervals if teaching else ()


def _order(parts: Sequence[ConflictPart], names: Named, texts: Texts) -> str:
    facts = parts[0].facts
    match facts["kind"]:
        case "order":
            return texts.say(
                "activities keep the order of the file, and remote work is done on other days than classes"
            )
        case "class_gap":
            return texts.say("between two virtual classes that follow one another: {gap}", gap=_gap(facts, texts))
        case "link":
            before, after = map(names.activity, parts[0].activities)
            gap = _gap(facts, texts)
            if gap:
                return texts.say(
                    "{after} comes after {before} ({gap} from one to the other)", before=before, after=after, gap=gap
                )
            return texts.say("{after} comes after {before}", before=before, after=after)
    raise KeyError(facts["kind"])


def _gap(facts: Mapping[str, int | None], texts: Texts) -> str:
    """« at least 7 days and at most 14 days »; empty where neither is asked for."""
    least, most = facts.get("min_days") or 0, facts.get("max_days")
    gaps = [texts.count("at least {number} day", "at least {number} days", least)] if least else []
    if most is not None:
        gaps.append(texts.count("at most {number} day", "at most {number} days", most))
    return texts.listing(gaps)


def _capacity(parts: Sequence[ConflictPart], names: Named, texts: Texts) -> str:
    return texts.count(
        "at most {number} virtual room in use at once",
        "at most {number} virtual rooms in use at once",
        parts[0].facts["rooms"],
    )


def _window(parts: Sequence[ConflictPart], names: Named, texts: Texts) -> str:
    part = parts[0]
    day = texts.day(part.facts["day"])
    if part.facts["edge"] == "fixed":
        return texts.say("{activity} is fixed on {day}", activity=names.activity(part.activities[0]), day=day)
    weeks = texts.count("{number} open week", "{number} open weeks", part.facts["weeks_open"])
    if {each.facts["edge"] for each in parts} == {"first", "last"}:
        if not part.facts["weeks_open"]:
            return texts.say("everything lies between these two dates, and no day between them is open")
        if names.session.window.first == names.session.window.last:
            return texts.say("everything lies on that day")
        return texts.say("everything lies between these two dates: {weeks}", weeks=weeks)
    if part.facts["edge"] == "first":
        return texts.say("nothing before {day}", day=day)
    return texts.say("everything is over on {day}", day=day)


def _grid(parts: Sequence[ConflictPart], names: Named, texts: Texts) -> str:
    facts = parts[0].facts
    figure = texts.duration(facts["figure_min"])
    if facts["kind"] == "start" and facts["figure_min"] == 60:
        return texts.say("classes start on the full hour")
    if facts["kind"] == "start":
        return texts.say("classes start every {grid} from the full hour", grid=figure)
    return texts.say("a block of remote work is at least {block}", block=figure)


def _closing(parts: Sequence[ConflictPart], names: Named, texts: Texts) -> str:
    return texts.say(
        "the evaluation {activity} is over before the last date, {day}",
        activity=names.activity(parts[0].activities[0]),
        day=texts.day(parts[0].facts["day"]),
    )


_SENTENCES: Mapping[str, Callable[[Sequence[ConflictPart], Named, Texts], str]] = {
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
    "grid": _grid,
    "closing": _closing,
}
