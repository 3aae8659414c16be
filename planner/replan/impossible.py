"""Why nothing is left that keeps the rules once the past is kept, and repairs that work on the whole session."""

from dataclasses import replace
from datetime import timedelta

from calendars.school_holidays import SchoolCalendar
from planner.outcome import FileChange, Infeasible, Planned, Repair
from planner.plan import Plan
from planner.posing import pose
from planner.replan.again import Again
from planner.replan.rest import rest_of
from planner.replan.standing import Standing, entries_of, plan_with, standing
from planner.session import Activity, BusyTimes, DayRange, Session
from planner.solving.changed_sessions import zones
from planner.solving.limits import Clock


def why_impossible(stands: Standing, school: SchoolCalendar, busy: BusyTimes, clock: Clock) -> Infeasible:
    """The conflict among what is left, from today to the last date, and repairs with which all has a plan."""
    from planner.solving.explain import explain
    from planner.solving.solve import UNEXPLAINED, plan_session

    left = _left(stands, school, busy)
    if left is None or isinstance(plan_session(left, school, busy, time_limit_s=clock.left_s() / 3), Planned):
        return replace(UNEXPLAINED, repairs=tuple(_later(stands, school, busy, clock)))
    found = explain(left, school, busy, Clock(clock.left_s() / 2))
    repairs = tuple(sound for each in found.repairs if (sound := _sound(each, left, stands, school, busy, clock)))
    return replace(found, repairs=repairs or tuple(_later(stands, school, busy, clock)))


def _left(stands: Standing, school: SchoolCalendar, busy: BusyTimes) -> Session | None:
    """The session as if it began today with what is left; None where groups are not left with the same remote work."""
    session = stands.session
    rest = rest_of(pose(session, school, busy.alone), stands, busy.elsewhere)
    first = max(session.window.first, stands.today)
    if first > session.window.last:
        return None
    doing: dict[str, set[str]] = {}
    minutes: dict[str, set[int]] = {}
    for occurrence in rest.problem.occurrences:
        doing.setdefault(occurrence.activity.id, set()).update(
            session.group_in_file(g.id).id for g in occurrence.groups
        )
    for remote in rest.problem.remotes:
        doing.setdefault(remote.activity.id, set()).add(session.group_in_file(remote.group.id).id)
        minutes.setdefault(remote.activity.id, set()).add(remote.duration_min)
    activities: list[Activity] = []
    for activity in session.activities:
        if activity.id not in doing:
            continue
        left_min = min(minutes.get(activity.id, {activity.duration_min}))
        links = {side: tuple(x for x in getattr(activity, side) if x.activity in doing) for side in ("before", "after")}
        groups = tuple(group.id for group in session.groups if group.id in doing[activity.id])
        activities.append(activity.model_copy(update={"duration_min": left_min, "groups": groups, **links}))
    off = (*session.rules.off, *(("no_start_on_eve",) if rest.begun and not session.is_off("no_start_on_eve") else ()))
    return session.model_copy(
        update={
            "window": DayRange.model_construct(first=first, last=session.window.last),
            "activities": tuple(activities),
            "rules": session.rules.model_copy(update={"off": off}),
        }
    )


def _sound(
    repair: Repair, left: Session, stands: Standing, school: SchoolCalendar, busy: BusyTimes, clock: Clock
) -> Repair | None:
    """The repair of the whole session, if it has a plan with it whose past is the same."""
    session = _repaired(repair, left, stands.session)
    if session is None:
        return None
    again = standing(session, _old(stands), stands.today, stands.since)
    outcome = Again(again, school, busy, clock).nearest()
    if not isinstance(outcome, Planned):
        return None
    return replace(repair, session=session, plan=outcome.plan)


def _repaired(repair: Repair, left: Session, whole: Session) -> Session | None:
    """The whole session with what the repair changes in what is left of it; None for what has no meaning there."""
    update: dict[str, object] = {}
    for key in ("trainers", "groups", "derogations"):
        if getattr(repair.session, key) != getattr(left, key):
            update[key] = getattr(repair.session, key)
    if repair.session.window.first != left.window.first:
        return None  # what has begun does not begin earlier
    update["window"] = DayRange.model_construct(first=whole.window.first, last=repair.session.window.last)
    rules = repair.session.rules
    update["rules"] = rules.model_copy(update={"off": whole.rules.off})
    if repair.session.activities != left.activities:
        return None  # lengths and dates are those of what is left: not what the file says
    return whole.model_copy(update=update)


def _old(stands: Standing) -> Plan:
    """The old plan, as far as it is of the session still."""
    return plan_with(stands.past, [*entries_of(stands.past), *entries_of(stands.ahead)])


def _later(stands: Standing, school: SchoolCalendar, busy: BusyTimes, clock: Clock) -> list[Repair]:
    """A later last date, where one makes it possible: the first of these weeks that does."""
    session = stands.session
    known = min((school.known(zone)[1] for zone in zones(session)), default=session.window.last)
    for weeks in (1, 2, 4, 8, 16):
        last = session.window.last + timedelta(7 * weeks)
        if clock.is_out() or last > known:
            break
        longer = session.model_copy(update={"window": DayRange.model_construct(first=session.window.first, last=last)})
        again = standing(longer, _old(stands), stands.today, stands.since)
        outcome = Again(again, school, busy, clock).nearest()
        if isinstance(outcome, Planned):
            facts = {"last": last, "days": 7 * weeks, "holidays": ()}
            return [
                Repair("end_later", facts, (FileChange(("window", "last"), last.isoformat()),), longer, outcome.plan)
            ]
    return []
