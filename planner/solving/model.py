"""Decision variables by name, made when first asked for; and `because`, which lets each rule be taken out to explain.

Two ways of building: when planning, cuts shrink domains and nothing is guarded; when explaining, every constraint is
enforced by the guard of its rule and subject, and every activity by a literal « takes place ».
"""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from datetime import date
from functools import cached_property

from ortools.sat.python import cp_model

from calendars.spans import Span
from planner.problem import QUARTER_MIN, Day, Occurrence, Problem, Range, Remote, Week
from planner.solving.cuts import Chosen, Cuts, domain_of, leads_for_certain, quarters_of
from planner.solving.guards import Literal
from planner.solving.weeks import Linear, RemoteWeeks, Weeks, total


class Model(Weeks, Cuts):
    """The full model of one problem, by days and hours.

    `explaining` guards every constraint; see `because`. `chosen` fixes the weeks of every item: what is left is to
    find days, hours and leaders inside them.
    """

    def __init__(self, problem: Problem, *, explaining: bool = False, chosen: Chosen | None = None) -> None:
        Weeks.__init__(self, problem, {}, problem.pools, explaining=explaining)
        Cuts.__init__(self, problem, chosen)
        self.explaining = explaining
        self.weeks_are_chosen = chosen is not None
        self._starts: dict[str, cp_model.IntVar] = {}
        self._on_day: dict[str, dict[int, Literal]] = {}
        self._leads: dict[tuple[str, str], Literal] = {}
        self._by_days: dict[str, RemoteDays] = {}
        self._begun: dict[int, Literal] = {}

    # --- live activities --------------------------------------------------------------------------------------

    def restrict(
        self, rule: str, subject: Hashable, occurrence: Occurrence, allowed: cp_model.Domain, leader: str | None
    ) -> None:
        """An occurrence starts in a domain: a cut where that is certain and no variable is there, else a constraint."""
        certain = leader is None or leads_for_certain(occurrence)
        if not self.explaining:
            super().restrict(rule, subject, occurrence, allowed, leader)
            if certain and occurrence.id not in self._starts:
                return
        conditions = self.guards.enforcement(rule, subject, (occurrence.activity.id,))
        if not certain and leader is not None:
            conditions.append(self.leads(occurrence, leader))
        constraint = self.cp.add_linear_expression_in_domain(self.start(occurrence), allowed)
        if conditions:
            constraint.only_enforce_if(*conditions)

    def only_inside(self, occurrence: Occurrence, ranges: Iterable[Range], unless: Literal) -> None:
        """An occurrence starts inside the ranges, unless a literal holds."""
        inside = self.cp.add_linear_expression_in_domain(self.start(occurrence), domain_of(ranges))
        inside.only_enforce_if(~unless)

    def start(self, occurrence: Occurrence) -> cp_model.IntVar:
        """The quarter at which an occurrence starts."""
        if occurrence.id not in self._starts:
            domain = self.domain(occurrence)
            if domain.is_empty():
                self.cp.add_bool_or([])
                domain = cp_model.Domain(0, 0)
            self._starts[occurrence.id] = self.cp.new_int_var_from_domain(domain, f"start {occurrence.id}")
            self._link_days(occurrence, domain)
        return self._starts[occurrence.id]

    def _link_days(self, occurrence: Occurrence, domain: cp_model.Domain) -> None:
        start = self._starts[occurrence.id]
        literals: dict[int, Literal] = {}
        for day in self.problem.days:
            today = cp_model.Domain(day.start_quarter, day.end_quarter - 1)
            if domain.intersection_with(today).is_empty():
                continue
            literals[day.index] = literal = self.cp.new_bool_var(f"{occurrence.id} on {day.date}")
            self.cp.add_linear_expression_in_domain(start, today).only_enforce_if(literal)
        self._on_day[occurrence.id] = literals
        one_day = self.cp.add_exactly_one(literals.values()) if not self.explaining else None
        if one_day is None:
            self.cp.add_at_most_one(literals.values())
            self.cp.add_bool_or(literals.values()).only_enforce_if(self.guards.takes_place(occurrence.activity.id))
            return
        # the same fact for the linear relaxation, which does not see enforced constraints
        days = self.problem.days
        self.cp.add(start >= total(days[index].start_quarter * literal for index, literal in literals.items()))
        self.cp.add(start <= total((days[index].end_quarter - 1) * literal for index, literal in literals.items()))

    def on_day(self, occurrence: Occurrence) -> dict[int, Literal]:
        """For each day index on which an occurrence may lie, whether it does."""
        self.start(occurrence)
        return self._on_day[occurrence.id]

    def day(self, occurrence: Occurrence) -> Linear:
        """The index of the day of an occurrence."""
        return total(index * literal for index, literal in self.on_day(occurrence).items())

    def clock(self, occurrence: Occurrence) -> Linear:
        """The quarters from local midnight to the start of an occurrence."""
        days = self.problem.days
        midnight = total(days[index].start_quarter * literal for index, literal in self.on_day(occurrence).items())
        return total([self.start(occurrence), -1 * midnight])

    def week(self, occurrence: Occurrence, week: Week) -> Linear:
        """Whether (0 or 1) an occurrence lies in a week: the one place where a week becomes a variable."""
        literals = self.on_day(occurrence)
        return total(literals[day.index] for day in week.days if day.index in literals)

    def leads(self, occurrence: Occurrence, trainer_id: str) -> Literal:
        """Whether a trainer leads an occurrence; exactly the asked number of its candidates do."""
        key = (occurrence.id, trainer_id)
        if key not in self._leads:
            if leads_for_certain(occurrence):
                self._leads.update({(occurrence.id, other): self.guards.always for other in occurrence.candidates})
            else:
                literals = [self.cp.new_bool_var(f"{other} leads {occurrence.id}") for other in occurrence.candidates]
                self.cp.add(total(literals) == occurrence.activity.trainers_needed)
                self._leads.update(
                    zip(((occurrence.id, other) for other in occurrence.candidates), literals, strict=True)
                )
        return self._leads[key]

    def no_overlap(
        self,
        rule: str,
        subject: Hashable,
        occurrences: Sequence[Occurrence],
        gap_min: int,
        trainer_id: str | None = None,
    ) -> None:
        """No two of the occurrences (those that the trainer leads) run at once, nor closer than the gap."""
        intervals = []
        for occurrence in occurrences:
            conditions = self.guards.enforcement(rule, subject, (occurrence.activity.id,))
            if trainer_id is not None and not leads_for_certain(occurrence):
                conditions.append(self.leads(occurrence, trainer_id))
            intervals.append(self._interval(occurrence, gap_min, conditions))
        if len(intervals) > 1:
            self.cp.add_no_overlap(intervals)

    def at_most_at_once(
        self,
        rule: str,
        subject: Hashable,
        occurrences: Sequence[Occurrence],
        limit: int,
        less: Sequence[tuple[Span, int]] = (),
    ) -> None:
        """At most `limit` of the occurrences run at once; in some spans only as many as stand beside them in `less`."""
        intervals = [
            self._interval(o, 0, self.guards.enforcement(rule, subject, (o.activity.id,))) for o in occurrences
        ]
        if intervals:
            taken = [self._fixed_interval(span) for span, _ in less]
            demands = [1] * len(intervals) + [limit - left for _, left in less]
            self.cp.add_cumulative([*intervals, *taken], demands, limit)

    def _fixed_interval(self, span: Span) -> cp_model.IntervalVar:
        """A span in the unit of `_interval`: in quarters, out to whole ones, or in minutes."""
        unit_min = 1 if any(each.late_min for each in self.problem.occurrences) else QUARTER_MIN
        start, end = self.problem.around(span, unit_min)
        return self.cp.new_fixed_size_interval_var(start, end - start, "")

    def _interval(self, occurrence: Occurrence, gap_min: int, conditions: list[Literal]) -> cp_model.IntervalVar:
        """From the start to `gap_min` after the end: in quarters, where nothing is fixed off them, else in minutes."""
        start: Linear = self.start(occurrence)
        size = quarters_of(occurrence, gap_min)
        if any(each.late_min for each in self.problem.occurrences):
            start, size = QUARTER_MIN * start + occurrence.late_min, occurrence.duration_min + gap_min
        if not conditions:
            return self.cp.new_fixed_size_interval_var(start, size, occurrence.id)
        present = conditions[0]
        if len(conditions) > 1:
            present = self.cp.new_bool_var("")
            self.cp.add_bool_or([present, *(~condition for condition in conditions)])
        return self.cp.new_optional_fixed_size_interval_var(start, size, present, occurrence.id)

    # --- remote work ------------------------------------------------------------------------------------------

    def close_for_remote(self, rule: str, subject: Hashable, days: Iterable[int]) -> None:
        """No remote work on these days (indexes)."""
        if not self.explaining:
            super().close_for_remote(rule, subject, days)
            return
        for index in days:
            self.cp.add_implication(self.guards.guard(rule, subject), ~self._open_literals[index])

    def keep_between(self, rule: str, subject: Hashable, remote: Remote, first: int, last: int) -> None:
        """The blocks of a remote activity lie between two days (indexes, both in)."""
        super().keep_between(rule, subject, remote, first, last)
        variables, of = self.remote(remote), (remote.activity.id,)
        self.because(rule, subject, self.cp.add(variables.first >= first), self.cp.add(variables.last <= last), of=of)

    def keep_off_week(self, remote: Remote, week: Week) -> None:
        """No block of a remote activity in this week."""
        super().keep_off_week(remote, week)
        self.cp.add(self.remote(remote).works[week.id] == 0)

    @cached_property
    def _open_literals(self) -> dict[int, cp_model.IntVar]:
        return {day.index: self.cp.new_bool_var(f"open {day.date}") for day in self.problem.days}

    def remote(self, remote: Remote) -> "RemoteDays":
        """The variables of a remote activity of one group."""
        if remote.id not in self._by_days:
            chosen = self._chosen[remote.id] if self._chosen is not None else None
            self._by_days[remote.id] = RemoteDays(self, remote, chosen)
        return self._by_days[remote.id]

    def finish(self) -> None:
        """Tie the blocks of remote work to their open days: once every rule has said which days those are."""
        for remote in self.problem.remotes:
            variables = self.remote(remote)
            if self.explaining:
                variables.tie_to_open_literals(self._open_literals)
            else:
                open_days = [day for day in self.problem.days if day.index not in self.closed_for_remote]
                variables.tie_to_open_days(open_days)
        for occurrence in self.problem.occurrences:
            self.start(occurrence)
            for trainer in occurrence.candidates:
                self.leads(occurrence, trainer)

    # --- the whole session ------------------------------------------------------------------------------------

    @cached_property
    def first_day(self) -> cp_model.IntVar:
        """The index of the first day on which anything of the session takes place."""
        days = len(self.problem.days)
        begins: list[Linear] = [self.remote(remote).first for remote in self.problem.remotes]
        for occurrence in self.problem.occurrences:
            day = self.cp.new_int_var(0, days, f"day {occurrence.id}")
            late = days * (1 - total(self.on_day(occurrence).values()))  # an absent one begins nothing (explaining)
            self.cp.add(day == self.day(occurrence) + late)
            begins.append(day)
        first = self.cp.new_int_var(0, days, "first day")
        self.cp.add_min_equality(first, begins)
        return first

    def begun_before(self, day: Day) -> Literal:
        """A literal that can only hold if the session has begun before this day."""
        if day.index not in self._begun:
            self._begun[day.index] = literal = self.cp.new_bool_var(f"begun before {day.date}")
            self.cp.add(self.first_day <= day.index - 1).only_enforce_if(literal)
        return self._begun[day.index]


class RemoteDays(RemoteWeeks):
    """A remote activity of a group, by days: its weeks, and its first and last day (indexes, both in)."""

    def __init__(self, model: "Model", remote: Remote, chosen: Mapping[date, int] | None = None) -> None:
        super().__init__(model, remote, chosen)
        self.model = model
        cp, days = model.cp, model.problem.days
        self.first = cp.new_int_var(0, len(days) - 1, f"first day {remote.id}")
        self.last = cp.new_int_var(0, len(days) - 1, f"last day {remote.id}")
        in_order = cp.add(self.first <= self.last)
        if model.explaining:
            there = model.guards.takes_place(remote.activity.id)
            in_order.only_enforce_if(there)

    def tie_to_open_days(self, open_days: Sequence[Day]) -> None:
        """Each block has an open day between `first` and `last`, and these are the ends of the first and last block."""
        cp = self.model.cp
        if not open_days:
            cp.add_bool_or([])
            return
        allowed = cp_model.Domain.from_values([day.index for day in open_days])
        cp.add_linear_expression_in_domain(self.first, allowed)
        cp.add_linear_expression_in_domain(self.last, allowed)
        is_open = {day.index for day in open_days}
        begins, ends = {}, {}
        for week in self.model.problem.weeks:
            days = [day.index for day in week.days if day.index in is_open]
            works = self.works[week.id]
            if not days:
                cp.add(works == 0)
                continue
            cp.add(self.first <= days[-1]).only_enforce_if(works)
            cp.add(self.last >= days[0]).only_enforce_if(works)
            begins[week.id] = self._edge(self.first, days, works)
            ends[week.id] = self._edge(self.last, days, works)
        cp.add_exactly_one(begins.values())
        cp.add_exactly_one(ends.values())

    def _edge(self, edge: cp_model.IntVar, days: Sequence[int], works: Literal) -> Literal:
        literal = self.model.cp.new_bool_var("")
        self.model.cp.add_linear_constraint(edge, days[0], days[-1]).only_enforce_if(literal)
        self.model.cp.add_implication(literal, works)
        return literal

    def tie_to_open_literals(self, is_open: dict[int, cp_model.IntVar]) -> None:
        """The same, where which days are open depends on guards."""
        cp, problem = self.model.cp, self.model.problem
        there = self.model.guards.takes_place(self.remote.activity.id)
        firsts, lasts = [], []
        for week in problem.weeks:
            inside = []
            for day in week.days:
                done, first, last = (cp.new_bool_var("") for _ in range(3))
                cp.add_implication(done, is_open[day.index])
                cp.add_linear_expression_in_domain(self.first, cp_model.Domain(0, day.index)).only_enforce_if(done)
                cp.add(self.last >= day.index).only_enforce_if(done)
                inside.append(done)
                for edge, literal in ((self.first, first), (self.last, last)):
                    cp.add(edge == day.index).only_enforce_if(literal)
                    cp.add_implication(literal, is_open[day.index])
                    cp.add_implication(literal, self.works[week.id])
                firsts.append(first)
                lasts.append(last)
            cp.add_bool_or(inside).only_enforce_if(self.works[week.id])
        cp.add_bool_or(firsts).only_enforce_if(there)
        cp.add_bool_or(lasts).only_enforce_if(there)
