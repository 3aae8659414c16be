"""Where the classes of a session could be whose fixed dates a change breaks: one after the other, each tried."""

from dataclasses import replace
from datetime import datetime

from planner.jobs import BrokenFixedDates, FixedMoments
from planner.jobs.replanner import Replanner
from planner.outcome import Violation
from planner.plan import Placement
from planner.posing import fixed_plan
from planner.replan.changes import fixed_each
from planner.session import Fixed, Session

Key = tuple[str, str | None]
"""An activity, and the group in the session's file for which alone it is fixed (None: all that do it)."""


def with_moments(answer: BrokenFixedDates, replanner: Replanner) -> BrokenFixedDates:
    """The answer with the nearest moments for each class whose date is broken, if there are any for all of them.

    The moments of each are tried with the classes before it at the first of theirs.
    """
    session = answer.session
    stuck: dict[Key, list[Placement]] = {}
    for placed in sorted(fixed_plan(session).placements, key=lambda each: each.start):
        if not replanner.stands.is_past(placed) and any(_is_of(one, placed) for one in answer.violations):
            stuck.setdefault(_key(session, placed), []).append(placed)
    if any(len(placed) > 1 for placed in stuck.values()):
        return answer  # the parts of a group that is split are moved together, and have moments of their own
    for key in stuck:
        session = _fixed_at(session, key, None)
    found: list[FixedMoments] = []
    for key, (placed,) in stuck.items():
        moments = replanner.moments(session, placed.activity, placed.groups, placed.start)
        if not moments:
            return answer
        found.append(FixedMoments(*key, moments))
        session = _fixed_at(session, key, moments[0])
    return replace(answer, moments=tuple(found))


def _key(session: Session, placed: Placement) -> Key:
    activity = session.activity(placed.activity)
    alone = activity.together or len(session.attending(activity)) == 1
    return activity.id, None if alone else session.group_in_file(placed.groups[0]).id


def _fixed_at(session: Session, key: Key, moment: datetime | None) -> Session:
    """The session with a class fixed at another moment, on the session's clock, or not at all."""
    id, group = key
    activity = session.activity(id)
    fixed = [each for each in fixed_each(activity, session) if group is not None and each.group != group]
    if moment is not None:
        fixed.append(Fixed.model_validate({"group": group, "day": f"{moment:%Y-%m-%d}", "at": f"{moment:%H:%M}"}))
    changed = activity.model_copy(update={"fixed": tuple(fixed)})
    activities = tuple(changed if each.id == id else each for each in session.activities)
    return session.model_copy(update={"activities": activities})


def _is_of(violation: Violation, placed: Placement) -> bool:
    return violation.activity == placed.activity and violation.group in (None, *placed.groups)
