"""Days, hours and leaders inside chosen weeks, by hand: for sessions whose groups are chains, in a few milliseconds.

Each class in turn takes the best start that is left; nothing is taken back. Where that ends nowhere, the exact model is
asked (`planner.solving.academy.place`).
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from planner.plan import Placement, Plan, RemoteBlock
from planner.problem import Occurrence, Problem, Range, Week
from planner.solving.academy.chains import Chain
from planner.solving.cuts import Chosen, Cuts, quarters_of

_NO_DAY = 10**6


@dataclass(frozen=True)
class _Start:
    quarter: int
    day: int
    leaders: tuple[str, ...]


@dataclass
class _Kept:
    """What is placed so far of one session."""

    starts: dict[str, _Start] = field(default_factory=dict)
    led: dict[str, list[Range]] = field(default_factory=lambda: defaultdict(list))
    led_min: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    in_span_min: dict[tuple[str, Range], int] = field(default_factory=lambda: defaultdict(int))
    classes: list[Range] = field(default_factory=list)
    last: dict[str, _Start] = field(default_factory=dict)


def place_in_weeks(problem: Problem, cuts: Cuts, chains: Mapping[str, Chain], chosen: Chosen) -> Plan | None:
    """A plan with every item in its chosen weeks; None where none was found, which proves nothing."""
    return _Placer(problem, cuts, chains, chosen).plan()


class _Placer:
    def __init__(self, problem: Problem, cuts: Cuts, chains: Mapping[str, Chain], chosen: Chosen) -> None:
        self.problem = problem
        self.cuts = cuts
        self.chains = chains
        self.chosen = chosen
        self.days = {item: cuts.possible_days(item) for chain in chains.values() for item in chain.items}
        self.kept = _Kept()
        mondays = [monday for weeks in chosen.values() for monday in weeks]
        self.first_week = min(mondays, default=None)

    def plan(self) -> Plan | None:
        blocks: list[RemoteBlock] = []
        for week in self.problem.weeks:
            for chain in self.chains.values():
                items = [item for item in chain.items if week.id in self.chosen[item]]
                if not items:
                    continue
                for number, item in enumerate(items):
                    if item in self.cuts.occurrence and not self._place(chain, week, items, number):
                        return None
                dealt = self._blocks(chain, week, items)
                if dealt is None:
                    return None
                blocks += dealt
        if not self._begins_well(blocks):
            return None
        return Plan(
            self.problem.session.id,
            tuple(sorted(map(self._placement, self.kept.starts))),
            tuple(sorted(blocks)),
            rules_off=self.problem.session.rules.off,
            derogations=self.problem.session.derogations,
        )

    def _placement(self, item: str) -> Placement:
        occurrence, start = self.cuts.occurrence[item], self.kept.starts[item]
        return Placement(
            occurrence.activity.id,
            tuple(group.id for group in occurrence.groups),
            self.problem.moment(start.quarter),
            occurrence.duration_min,
            start.leaders,
        )

    # --- live activities --------------------------------------------------------------------------------------

    def _place(self, chain: Chain, week: Week, items: Sequence[str], number: int) -> bool:
        occurrence = self.cuts.occurrence[items[number]]
        low, high = self._between(week, items, number)
        if previous := self.kept.last.get(chain.group):
            gap = chain.class_gap
            low = max(low, previous.day + gap.min_days)
            high = high if gap.max_days is None else min(high, previous.day + gap.max_days)
        earliest = previous.quarter + quarters_of(self.cuts.occurrence[self._before(chain)]) if previous else 0
        found = [
            self._score(chain, start)
            for day in self.days[occurrence.id]
            if low <= day <= high and week.days[0].index <= day <= week.days[-1].index
            for start in self._starts(occurrence, day, earliest, chain)
        ]
        if not found:
            return False
        self._keep(chain, occurrence, min(found, key=lambda pair: pair[0])[1])
        return True

    def _before(self, chain: Chain) -> str:
        return [item for item in chain.items if item in self.kept.starts][-1]

    def _between(self, week: Week, items: Sequence[str], number: int) -> tuple[int, int]:
        """The first and last day (index) that leave the week's items before and after one a day of their own."""
        low = 0
        day, live = -1, False
        for item in items[:number]:
            if item in self.cuts.occurrence:
                day, live = self.kept.starts[item].day, True
                continue
            least = day + 1 if live else day
            day = next((d for d in self._in(week, item) if d >= least), _NO_DAY)
            live = False
        if number:
            low = day if live else day + 1
        high = _NO_DAY
        live = True
        for item in reversed(items[number + 1 :]):
            is_live = item in self.cuts.occurrence
            most = high if is_live == live or high == _NO_DAY else high - 1
            high = next((d for d in reversed(self._in(week, item)) if d <= most), -1)
            live = is_live
        if number + 1 < len(items) and not live:
            high -= 1
        return low, high

    def _in(self, week: Week, item: str) -> list[int]:
        first, last = week.days[0].index, week.days[-1].index
        return [day for day in self.days[item] if first <= day <= last]

    def _starts(self, occurrence: Occurrence, index: int, earliest: int, chain: Chain) -> Iterator[_Start]:
        """On a day: the start at the hour of the group's last class if it is free, and the first of each interval."""
        day = self.problem.days[index]
        if self._is_first_week(index) and index in self.problem.eves and not self._begun_before(index):
            return
        previous = self.kept.last.get(chain.group)
        usual = None
        if previous:
            usual = day.start_quarter + previous.quarter - self.problem.days[previous.day].start_quarter
        for first, last in self._intervals(occurrence, day.start_quarter, day.end_quarter):
            if usual is not None and max(first, earliest) <= usual <= last:
                leaders = self._leaders(occurrence, usual, index, chain)
                if leaders:
                    yield _Start(usual, index, leaders)
                    continue
            for quarter in range(max(first, earliest), last + 1):
                if leaders := self._leaders(occurrence, quarter, index, chain):
                    yield _Start(quarter, index, leaders)
                    break

    def _intervals(self, occurrence: Occurrence, start: int, end: int) -> list[Range]:
        """What the cuts leave of a day, as pairs of first and last quarter (both in)."""
        flat = self.cuts.domain(occurrence).flattened_intervals()
        found = []
        place = bisect_right(flat, start) // 2 * 2
        while place < len(flat) and flat[place] < end:
            if flat[place + 1] >= start:
                found.append((max(start, flat[place]), min(end - 1, flat[place + 1])))
            place += 2
        return found

    def _leaders(self, occurrence: Occurrence, quarter: int, day: int, chain: Chain) -> tuple[str, ...]:
        """Who would lead at this start: those with the least to lead so far, who know the group; () if too few can."""
        if occurrence.is_virtual and not self._has_room((quarter, quarter + quarters_of(occurrence))):
            return ()
        needed = min(occurrence.activity.trainers_needed, len(occurrence.candidates))
        free = [t for t in occurrence.candidates if self._is_free(t, occurrence, quarter, day)]
        if len(free) < needed or (needed == 0 and occurrence.activity.trainers_needed):
            return ()
        if any(trainer not in free for trainer in occurrence.fixed_trainers):
            return ()
        known = self.kept.last[chain.group].leaders if chain.group in self.kept.last else ()
        fixed = set(occurrence.fixed_trainers)
        free.sort(key=lambda t: (t not in fixed, self.kept.led_min[t], t not in known, t))
        return tuple(sorted(free[:needed]))

    def _has_room(self, asked: Range) -> bool:
        """R10: whether a virtual room is left, of the session's own and of those of all sessions."""
        problem = self.problem
        rooms = [most for most in (problem.session.rules.virtual_rooms, problem.rooms) if most is not None]
        if not rooms or problem.session.is_off("capacity"):
            return True
        rooms += [left for span, left in problem.rooms_left if _meet(problem.around(span), asked)]
        return sum(_meet(each, asked) for each in self.kept.classes) < min(rooms)

    def _is_free(self, trainer: str, occurrence: Occurrence, quarter: int, day: int) -> bool:
        if not self.cuts.can_lead(occurrence, trainer, quarter):
            return False
        if self.problem.session.is_off("trainer"):
            return True
        gap_min = self.problem.session.rules.trainer_gap_min
        length = quarters_of(occurrence, gap_min)
        if any(first < quarter + length and quarter < last for first, last in self.kept.led[trainer]):
            return False
        member = self.problem.member[trainer]
        if not self._begun_before(day) and any(first <= quarter < last for first, last in member.eves):
            return False
        return all(
            self.kept.in_span_min[trainer, span]
            + self.problem.minutes_inside(member.led, span)
            + occurrence.duration_min
            <= limit
            for limit, span in self._limited(trainer, quarter)
        )

    def _limited(self, trainer: str, quarter: int) -> Iterator[tuple[int, Range]]:
        """The trainer's limits, each with the local day or week that a start lies in."""
        member = self.problem.member[trainer]
        for limit, spans in ((member.max_day_min, member.local_days), (member.max_week_min, member.local_weeks)):
            if limit is not None:
                yield from ((limit, span) for span in spans if span[0] <= quarter < span[1])

    def _score(self, chain: Chain, start: _Start) -> tuple[tuple[int, ...], _Start]:
        """Fair first, then as the last time: leader, weekday, hour; else early in the week and in the day."""
        days = self.problem.days
        day = days[start.day]
        clock, weekday = start.quarter - day.start_quarter, day.date.weekday()
        moved, known = 0, 0
        if previous := self.kept.last.get(chain.group):
            before = days[previous.day]
            moved = 20 * abs(weekday - before.date.weekday())
            moved += 2 * abs(clock - (previous.quarter - before.start_quarter))
            known = sum(leader not in previous.leaders for leader in start.leaders)
        load = sum(self.kept.led_min[leader] for leader in start.leaders)
        return (load, known, moved, weekday, clock), start

    def _keep(self, chain: Chain, occurrence: Occurrence, start: _Start) -> None:
        kept = self.kept
        kept.starts[occurrence.id] = kept.last[chain.group] = start
        length = quarters_of(occurrence, self.problem.session.rules.trainer_gap_min)
        if occurrence.is_virtual:
            kept.classes.append((start.quarter, start.quarter + quarters_of(occurrence)))
        for leader in start.leaders:
            kept.led[leader].append((start.quarter, start.quarter + length))
            kept.led_min[leader] += occurrence.duration_min
            for _, span in self._limited(leader, start.quarter):
                kept.in_span_min[leader, span] += occurrence.duration_min

    # --- the first day ----------------------------------------------------------------------------------------

    def _is_first_week(self, day: int) -> bool:
        return self.first_week is not None and self.problem.days[day].date < _week_after(self.first_week)

    def _begun_before(self, day: int) -> bool:
        return any(start.day < day for start in self.kept.starts.values())

    def _begins_well(self, blocks: Sequence[RemoteBlock]) -> bool:
        """R6: the first day of the session is no eve, for what takes place on it."""
        problem = self.problem
        if problem.session.is_off("no_start_on_eve"):
            return True
        index = {day.date: day.index for day in problem.days}
        starts = list(self.kept.starts.values())
        first = min([start.day for start in starts] + [index[block.first] for block in blocks], default=0)
        if any(start.day == first and (first in problem.eves or self._on_leaders_eve(start)) for start in starts):
            return False
        return first not in problem.remote_eves or all(index[block.first] != first for block in blocks)

    def _on_leaders_eve(self, start: _Start) -> bool:
        eves = (eve for leader in start.leaders for eve in self.problem.member[leader].eves)
        return any(first <= start.quarter < last for first, last in eves)

    # --- remote work ------------------------------------------------------------------------------------------

    def _blocks(self, chain: Chain, week: Week, items: Sequence[str]) -> list[RemoteBlock] | None:
        """The week's blocks: each run of remote work shares the days between the live activities around it."""
        blocks: list[RemoteBlock] = []
        run: list[str] = []
        low = 0
        for item in [*items, None]:
            if item is not None and item not in self.cuts.occurrence:
                run.append(item)
                continue
            high = self.kept.starts[item].day - 1 if item else _NO_DAY
            if run:
                dealt = self._deal(chain, week, run, low, high)
                if dealt is None:
                    return None
                blocks += dealt
            run, low = [], self.kept.starts[item].day + 1 if item else 0
        return blocks

    def _deal(self, chain: Chain, week: Week, run: Sequence[str], low: int, high: int) -> list[RemoteBlock] | None:
        days = {item: [day for day in self._in(week, item) if low <= day <= high] for item in run}
        if not all(days.values()):
            return None
        blocks = []
        least = 0
        for number, item in enumerate(run):
            mine = [day for day in days[item] if day >= least]
            if not mine:
                return None
            share = max(1, len(mine) // (len(run) - number))
            first = mine[0]
            if self._is_first_week(first) and first in self.problem.remote_eves and not self._begun_before(first):
                first = next((day for day in mine if day not in self.problem.remote_eves), first)
                mine = [day for day in mine if day >= first]
            last = mine[-1] if number == len(run) - 1 else mine[:share][-1]
            remote = self.cuts.remote_work[item]
            minutes = self.chosen[item][week.id] * chain.unit_min(item)
            dates = self.problem.days[first].date, self.problem.days[last].date
            blocks.append(RemoteBlock(remote.activity.id, remote.group.id, *dates, minutes))
            least = last
        return blocks


def _meet(one: Range, other: Range) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _week_after(monday: date) -> date:
    return date.fromordinal(monday.toordinal() + 7)
