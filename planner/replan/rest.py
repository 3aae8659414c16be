"""What is left to place of a session once its past is taken as it is: a problem of its own, beside that past."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from calendars.places import place
from calendars.spans import Span
from planner.beside import beside
from planner.plan import Placement, Plan
from planner.problem import Occurrence, Precedence, Problem, Remote
from planner.replan.standing import Standing, entries_of, first_day, last_day
from planner.session import NOTHING_ELSEWHERE, Elsewhere, Session
from planner.solving.academy.taken import rooms_in_use


@dataclass(frozen=True)
class Between:
    """The days (indexes, both in) between which an item has to begin, because of what it follows in the past."""

    item: str
    first: int
    last: int


@dataclass(frozen=True)
class Rest:
    """What is left. `begun`: the session's first day is past. `follows`: what the past asks of single items.

    `begins`: the first quarter from which each occurrence may begin, where today counts from a moment on. `too_late`:
    pairs (earlier, later) whose later activity has taken place before the earlier one could.
    """

    problem: Problem
    today: int
    begun: bool
    follows: tuple[Between, ...]
    begins: Mapping[str, int]
    too_late: tuple[Precedence, ...]


def rest_of(problem: Problem, standing: Standing, elsewhere: Elsewhere = NOTHING_ELSEWHERE) -> Rest:
    """What is left of a problem beside the past: its minutes count in the weeks, its trainers have led them.

    `problem` is posed as if there were no other session; `elsewhere` is what these take.
    """
    past = standing.past
    occurrences = tuple(each for each in problem.occurrences if not _took_place(each, past))
    today = (standing.today - problem.days[0].date).days
    remotes = tuple(part for remote in problem.remotes if (part := _left(remote, past, today)))
    items = {*(each.id for each in occurrences), *(each.id for each in remotes)}
    left = replace(
        problem,
        occurrences=occurrences,
        remotes=remotes,
        precedences=tuple(replace(p, implied=False) for p in problem.precedences if {p.before, p.after} <= items),
        pools=tuple(
            replace(
                pool,
                occurrences=tuple(item for item in pool.occurrences if item in items),
                remotes=tuple(item for item in pool.remotes if item in items),
            )
            for pool in problem.pools
        ),
        preferred={item: spans for item, spans in problem.preferred.items() if item in items},
    )
    begun = _Begun(problem, standing)
    return Rest(
        beside(left, _with_past(elsewhere, problem, standing)),
        max(today, 0),
        standing.has_begun,
        tuple(begun.follows(items)),
        _begins(problem, standing, occurrences),
        tuple(p for p in problem.precedences if p.before in items and begun.has_begun(p.after)),
    )


def _took_place(occurrence: Occurrence, past: Plan) -> bool:
    """Whether an occurrence is in the past; that of several groups is, too, where some of them were not there."""
    groups = {group.id for group in occurrence.groups}
    return any(each.activity == occurrence.activity.id and groups & set(each.groups) for each in past.placements)


def _left(remote: Remote, past: Plan, today: int) -> Remote | None:
    """What is left of remote work, with the fixed blocks that are still to come; None where nothing is."""
    own = [block for block in past.blocks if (block.activity, block.group) == (remote.activity.id, remote.group.id)]
    left_min = remote.duration_min - sum(block.duration_min for block in own)
    if left_min <= 0:
        return None
    if not own:
        return remote
    activity = remote.activity.model_copy(update={"duration_min": left_min})
    return replace(remote, activity=activity, fixed=tuple(block for block in remote.fixed if block.first >= today))


def _begins(problem: Problem, standing: Standing, occurrences: Sequence[Occurrence]) -> dict[str, int]:
    """From when on each occurrence may begin: from now on, and after what has begun and comes before it."""
    if standing.since is None:
        return {}
    moments = {each.id: standing.since for each in occurrences}
    ends = {f"{each.activity}@{'+'.join(each.groups)}": each.end for each in standing.past.placements}
    for link in () if standing.session.is_off("order") else problem.precedences:
        if link.before in ends and link.after in moments:
            moments[link.after] = max(moments[link.after], ends[link.before])
    return {each.id: problem.quarter_from(each, moments[each.id]) for each in occurrences}


def _with_past(elsewhere: Elsewhere, problem: Problem, standing: Standing) -> Elsewhere:
    """What other sessions take, and the past of this one: of the weeks and of trainers; and, where it is not over yet,
    of groups and rooms."""
    session, past, since = standing.session, standing.past, standing.since
    running = [each for each in past.placements if since is not None and each.end > since]
    attended: dict[str, tuple[Span, ...]] = defaultdict(tuple, elsewhere.attended)
    for each in running:
        for group in each.groups:
            attended[group] += (Span(each.start, each.end),)
    rooms = session.rules.virtual_rooms
    virtual = [each for each in running if session.activity(each.activity).kind == "virtual_class"]
    used = rooms_in_use([Span(each.start, each.end) for each in virtual]) if rooms is not None else []
    both = replace(
        elsewhere,
        led=_led(elsewhere, session, past),
        attended=attended,
        room_min=_room(problem, standing, elsewhere),
    )
    if elsewhere.rooms is not None:  # how many are left meanwhile is not worth a search: none, to be sure
        meanwhile = [Span(each.start, each.end) for each in virtual]
        return replace(both, rooms_taken=(*elsewhere.rooms_taken, *meanwhile))
    return replace(
        both,
        rooms_taken=tuple(span for span, count in used if count >= (rooms or 0)),
        rooms=rooms if used else None,
        rooms_left=tuple((span, rooms - count) for span, count in used if rooms is not None and count < rooms),
    )


def _led(elsewhere: Elsewhere, session: Session, past: Plan) -> dict[str, tuple[tuple[Span, int], ...]]:
    led: dict[str, tuple[tuple[Span, int], ...]] = defaultdict(tuple, elsewhere.led)
    for each in past.placements:
        for trainer in each.trainers:
            led[trainer] += ((Span(each.start, each.end), session.rules.trainer_gap_min),)
    return dict(led)


def _room(problem: Problem, standing: Standing, elsewhere: Elsewhere) -> dict[str, dict[date, int]]:
    """For each group, what the past and the other sessions leave of the cap, in the weeks in which they ask."""
    session = standing.session
    asked: dict[str, dict[date, int]] = defaultdict(lambda: defaultdict(int))
    for each in entries_of(standing.past):
        if isinstance(each, Placement) and not _counts(session, each):
            continue
        day = first_day(session, each)
        for group in each.groups if isinstance(each, Placement) else (each.group,):
            asked[group][day - timedelta(day.weekday())] += each.duration_min
    cap_min = {week.id: problem.cap_min(week) for week in problem.weeks}
    room = {group: dict(weeks) for group, weeks in elsewhere.room_min.items()}
    for group, weeks in asked.items():
        own = room.setdefault(group, {})
        for monday in weeks.keys() & cap_min.keys():
            own[monday] = max(0, min(cap_min[monday], own.get(monday, cap_min[monday])) - weeks[monday])
    return room


def _counts(session: Session, placement: Placement) -> bool:
    return session.rules.virtual_classes_count and session.activity(placement.activity).kind == "virtual_class"


class _Begun:
    """When what has begun of each item begins and ends (day indexes), and what that asks of what follows it."""

    def __init__(self, problem: Problem, standing: Standing) -> None:
        self.problem = problem
        self._ends: dict[str, tuple[int, int]] = {}
        self._live = {item.id: item for item in problem.occurrences}
        origin = problem.days[0].date
        for each in entries_of(standing.past):
            who = "+".join(each.groups) if isinstance(each, Placement) else each.group
            first, last = (
                (day - origin).days for day in (first_day(standing.session, each), last_day(standing.session, each))
            )
            known = self._ends.get(f"{each.activity}@{who}", (first, last))
            self._ends[f"{each.activity}@{who}"] = min(known[0], first), max(known[1], last)

    def has_begun(self, item: str) -> bool:
        """Whether some of an item took place."""
        return item in self._ends

    def follows(self, items: set[str]) -> Iterator[Between]:
        """What lies in the past, asked of each item that follows it and has not begun itself."""
        for each in self.problem.precedences:
            if each.before in self._ends and each.after in items and each.after not in self._ends:
                last = self._ends[each.before][1]
                live = each.before in self._live, each.after in self._live
                least = max(each.min_gap_days, 0 if live[0] == live[1] else 1)
                most = len(self.problem.days) if each.max_gap_days is None else last + each.max_gap_days
                yield Between(each.after, last + least, most)


def old_start(problem: Problem, occurrence: Occurrence, standing: Standing) -> Placement | None:
    """Where an occurrence of what is left was placed; None for a new one."""
    groups = tuple(group.id for group in occurrence.groups)
    for each in standing.ahead.placements:
        if (each.activity, each.groups) == (occurrence.activity.id, groups):
            return each
    return None


def local_day(problem: Problem, placement: Placement) -> int:
    """The index of the day on which a placement begins."""
    return (place(problem.session.department).local(placement.start).date() - problem.days[0].date).days
