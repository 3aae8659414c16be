"""What is said of the trainers' work and contradicts the rest: keys of another kind of work, shares that nobody has."""

from collections.abc import Iterator
from datetime import timedelta

from planner.consistency.inconsistency import Inconsistency
from planner.session import Activity, Session

_ONLY_FOR_WORK = {"productions": ("production", "group_work"), "forum_weeks": ("forum",)}


def keys_for_other_work(session: Session) -> Iterator[Inconsistency]:
    """Productions are counted where there are some, weeks of a forum where there is one."""
    for number, activity in enumerate(session.activities):
        if activity.is_live:
            continue  # the kind of activity is already said to be wrong
        for key, works in _ONLY_FOR_WORK.items():
            if activity.work not in works and getattr(activity, key) != Activity.model_fields[key].default:
                facts = {"key": key, "work": activity.work, "allowed": works, "activity": activity.id}
                yield Inconsistency("key-not-for-work", ("activities", number, key), facts)


def shares(session: Session) -> Iterator[Inconsistency]:
    """Somebody does what the team does once."""
    if session.trainers and not any(trainer.common_share for trainer in session.trainers):
        yield Inconsistency("nobody-shares", ("trainers", 0, "common_share"))


def weeks(session: Session) -> Iterator[Inconsistency]:
    """The window holds as many weeks as are said to have something to do."""
    first, last = session.window.first, session.window.last
    if session.weeks is None or last < first:
        return
    monday = first - timedelta(days=first.weekday())
    most = (last - monday).days // 7 + 1
    if session.weeks > most:
        yield Inconsistency("more-weeks-than-window", ("weeks",), {"weeks": session.weeks, "limit": most})


def booklet(session: Session) -> Iterator[Inconsistency]:
    """A booklet gives a figure for one phase at least."""
    said = session.booklet
    if said is not None and not (said.preparation_min or said.delivery_min or said.review_min):
        yield Inconsistency("booklet-without-figures", ("booklet",))


WORKLOAD_CHECKS = (keys_for_other_work, shares, weeks, booklet)
