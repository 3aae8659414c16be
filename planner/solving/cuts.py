"""What the rules leave of each item's starts and days, one item at a time: domains, before any variable is made.

The relaxation and the bounds need no more than this; the full model is made of these domains and of what ties items
together.
"""

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from datetime import date

from ortools.sat.python import cp_model

from planner.problem import QUARTER_MIN, Day, Occurrence, Problem, Range, Remote, Week

Chosen = Mapping[str, Mapping[date, int]]
"""For each item its weeks: 1 for the week of an occurrence, the units of each week of remote work."""


def domain_of(ranges: Iterable[Range]) -> cp_model.Domain:
    """The domain of half-open ranges, which may touch or overlap."""
    return cp_model.Domain.from_intervals([[start, end - 1] for start, end in ranges if start < end])


class Cuts:
    """The domains of a problem's items. `chosen` keeps each item in given weeks."""

    def __init__(self, problem: Problem, chosen: Chosen | None = None) -> None:
        self.problem = problem
        self.occurrence = {occurrence.id: occurrence for occurrence in problem.occurrences}
        self.remote_work = {remote.id: remote for remote in problem.remotes}
        self.closed_for_remote: set[int] = set()
        self._chosen = chosen
        self._allowed: dict[str, cp_model.Domain] = {}
        self._allowed_if: dict[tuple[str, str], cp_model.Domain] = {}
        self._edges: dict[str, tuple[int, int]] = {}
        self._avoided: dict[str, set[int]] = {}
        self._to_lead: dict[tuple[str, tuple[str, ...]], cp_model.Domain] = {}

    def beside(self, problem: Problem, rules: Iterable[tuple[str, Callable[["Cuts"], None]]]) -> "Cuts":
        """These cuts, cut further by some rules for the same problem with less room. These cuts stay as they are."""
        further = Cuts(problem, self._chosen)
        further.closed_for_remote = self.closed_for_remote
        further._allowed = dict(self._allowed)
        further._allowed_if = dict(self._allowed_if)
        further._edges, further._avoided = self._edges, self._avoided
        for name, rule in rules:
            if not problem.session.is_off(name):
                rule(further)
        return further

    # --- what rules say ---------------------------------------------------------------------------------------

    def keep_in(
        self, rule: str, subject: Hashable, occurrence: Occurrence, ranges: Iterable[Range], leader: str | None = None
    ) -> None:
        """An occurrence starts inside the ranges; if a leader (trainer id) is given, where that trainer leads it."""
        self.restrict(rule, subject, occurrence, domain_of(ranges), leader)

    def keep_out(
        self, rule: str, subject: Hashable, occurrence: Occurrence, ranges: Iterable[Range], leader: str | None = None
    ) -> None:
        """An occurrence starts outside the ranges; if a leader (trainer id) is given, where that trainer leads it."""
        self.restrict(rule, subject, occurrence, domain_of(ranges).complement(), leader)

    def restrict(
        self, rule: str, subject: Hashable, occurrence: Occurrence, allowed: cp_model.Domain, leader: str | None
    ) -> None:
        """An occurrence starts in a domain of quarters; if a leader is given, where that trainer leads it."""
        self._to_lead.clear()
        if leader is None or leads_for_certain(occurrence):
            self._allowed[occurrence.id] = self.domain(occurrence).intersection_with(allowed)
        else:
            key = (occurrence.id, leader)
            self._allowed_if[key] = self._allowed_if.get(key, allowed).intersection_with(allowed)

    def close_for_remote(self, rule: str, subject: Hashable, days: Iterable[int]) -> None:
        """No remote work on these days (indexes)."""
        self.closed_for_remote.update(days)

    def keep_between(self, rule: str, subject: Hashable, remote: Remote, first: int, last: int) -> None:
        """The blocks of a remote activity lie between two days (indexes, both in)."""
        low, high = self._edges.get(remote.id, (0, len(self.problem.days) - 1))
        self._edges[remote.id] = (max(low, first), min(high, last))

    def keep_off_week(self, remote: Remote, week: Week) -> None:
        """No block of a remote activity in this week."""
        self._avoided.setdefault(remote.id, set()).update(day.index for day in week.days)

    # --- what is left -----------------------------------------------------------------------------------------

    def domain(self, occurrence: Occurrence) -> cp_model.Domain:
        """Where an occurrence may start: on a quarter from which it ends before the next local midnight."""
        if occurrence.id not in self._allowed:
            quarters = quarters_of(occurrence)
            weeks = self._chosen[occurrence.id] if self._chosen is not None else None
            days = (day for week in self.problem.weeks if weeks is None or week.id in weeks for day in week.days)
            ranges = ((day.start_quarter, day.end_quarter - quarters + 1) for day in days)
            self._allowed[occurrence.id] = domain_of(ranges)
        return self._allowed[occurrence.id]

    def possible_leaders(self, occurrence: Occurrence) -> list[str]:
        """The candidates to whom the cuts so far leave a start of an occurrence."""
        domain = self.domain(occurrence)
        return [
            trainer
            for trainer in occurrence.candidates
            if not domain.intersection_with(self._allowed_if.get((occurrence.id, trainer), domain)).is_empty()
        ]

    def can_lead(self, occurrence: Occurrence, trainer: str, start: int) -> bool:
        """Whether the cuts let a candidate lead an occurrence at a start that they leave it."""
        allowed = self._allowed_if.get((occurrence.id, trainer))
        return allowed is None or allowed.contains(start)

    def most_led(self, trainer: str, week: Week, some: Sequence[Occurrence], gap_min: int) -> int:
        """At most so many of some occurrences can a trainer lead in a week, were they all as short as the shortest."""
        led = [occurrence for occurrence in some if trainer in occurrence.candidates]
        if not led:
            return 0
        latest_min = max(occurrence.late_min for occurrence in led)  # the next one starts so long after its quarter
        shortest = min(quarters_of(each, gap_min - each.late_min - latest_min) for each in led)
        if shortest < 1:  # several in one quarter
            return len(led)
        starts = self._starts_to_lead(trainer, led)
        this_week = cp_model.Domain(week.days[0].start_quarter, week.days[-1].end_quarter - 1)
        count, free = 0, 0
        for first, last in _intervals(starts.intersection_with(this_week)):
            start = max(first, free)
            if start <= last:
                more = (last - start) // shortest + 1
                count, free = count + more, start + more * shortest
        return count

    def starts_in(self, occurrence: Occurrence, trainer: str, week: Week) -> list[int]:
        """The starts that the cuts leave an occurrence led by a trainer in a week, in quarters from its start."""
        monday, end = week.days[0].start_quarter, week.days[-1].end_quarter - 1
        starts = self._starts_to_lead(trainer, [occurrence]).intersection_with(cp_model.Domain(monday, end))
        return [start - monday for first, last in _intervals(starts) for start in range(first, last + 1)]

    def all_starts(self, occurrence: Occurrence) -> tuple[int, ...]:
        """The starts that the cuts leave an occurrence, trainer by trainer: two with the same have as much freedom."""
        trainers = ([], *([trainer] for trainer in occurrence.candidates))
        domains = (
            self.domain(occurrence) if not own else self._starts_to_lead(own[0], [occurrence]) for own in trainers
        )
        return tuple(end for domain in domains for end in (*domain.flattened_intervals(), -1))

    def days_to_lead(self, trainer: str, week: Week, some: Sequence[Occurrence]) -> list[int]:
        """The indexes of the days of a week on which a trainer can lead one of some occurrences."""
        starts = self._starts_to_lead(trainer, [occurrence for occurrence in some if trainer in occurrence.candidates])
        return [day.index for day in week.days if not starts.intersection_with(_whole(day)).is_empty()]

    def _starts_to_lead(self, trainer: str, led: Sequence[Occurrence]) -> cp_model.Domain:
        """The starts at which a trainer can lead one of these occurrences."""
        key = trainer, tuple(occurrence.id for occurrence in led)
        if key not in self._to_lead:
            starts = cp_model.Domain.from_intervals([])
            for occurrence in led:
                domain = self.domain(occurrence)
                led_by = self._allowed_if.get((occurrence.id, trainer), domain)
                starts = starts.union_with(domain.intersection_with(led_by))
            self._to_lead[key] = starts
        return self._to_lead[key]

    def _days_touched(self, domain: cp_model.Domain) -> list[int]:
        """The indexes of the days that hold a quarter of a domain, in order."""
        days = self.problem.days
        touched: list[int] = []
        place = 0
        for first, last in _intervals(domain):
            while place < len(days) and days[place].end_quarter <= first:
                place += 1
            while place < len(days) and days[place].start_quarter <= last:
                touched.append(days[place].index)
                place += 1
        return touched

    def possible_days(self, item: str) -> tuple[int, ...]:
        """The indexes of the days on which the cuts so far leave an occurrence a start, or a block a place."""
        days = self.problem.days
        if item in self.occurrence:
            return tuple(self._days_touched(self.domain(self.occurrence[item])))
        first, last = self._edges.get(item, (0, len(days) - 1))
        shut = self.closed_for_remote | self._avoided.get(item, set())
        return tuple(d.index for d in days if first <= d.index <= last and d.index not in shut)


def _whole(day: Day) -> cp_model.Domain:
    return cp_model.Domain(day.start_quarter, day.end_quarter - 1)


def quarters_of(occurrence: Occurrence, more_min: int = 0) -> int:
    """The quarters from that of a start until that of the next thing, which starts `more_min` after the end."""
    return -(-(occurrence.late_min + occurrence.duration_min + more_min) // QUARTER_MIN)


def leads_for_certain(occurrence: Occurrence) -> bool:
    """Whether every candidate is needed, so that nobody has to be chosen."""
    return len(occurrence.candidates) <= occurrence.activity.trainers_needed


def _intervals(domain: cp_model.Domain) -> list[tuple[int, int]]:
    flat = domain.flattened_intervals()
    return list(zip(flat[::2], flat[1::2], strict=True))
