"""Academy -> plan: parts in an order in which each knows what those before it took, then whatever is left out.

A part depends on the earlier parts it is tied to, and on nothing else: so the plan is the same however many workers
there are, wherever they are, and after an interruption.
"""

import math
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field, replace
from typing import Protocol

from calendars.school_holidays import SchoolCalendar
from planner.academy import Academy, AcademyPlan, LeftOut, Member, Phase, Progress
from planner.outcome import Planned
from planner.plan import LevelValue, Plan
from planner.session import Elsewhere, Session
from planner.solving.academy.leftover import EXPLAIN_S, Why, why_left_out
from planner.solving.academy.part import Part, PartPlan, plan_part
from planner.solving.academy.parts import Links, links_of, parts_of
from planner.solving.academy.pricing import SCALE
from planner.solving.academy.taken import Charge, Taken, Tie, Use, limits_of, ties_of, use_of
from planner.solving.academy.workers import Job, Workers, local_workers
from planner.solving.limits import Clock, ending_once
from planner.solving.objectives import WEEK_LEVELS
from planner.solving.solve import plan_session

NEIGHBOURS = 12
"""So many sessions near one that is left out are planned again with it."""
NO_LIMIT_S = 10.0**7
PATIENCE_S = 5.0
"""How long parts that are in hand at an interruption are waited for."""


class Store(Protocol):
    """Keeps the plans of parts, so that a run that was killed goes on where it was."""

    def get(self, part: Part) -> PartPlan | None:
        """The plan of exactly this part, if it is kept."""
        ...

    def put(self, part: Part, plan: PartPlan) -> None:
        """Keep the plan of a part."""
        ...


class _Nowhere:
    def get(self, part: Part) -> PartPlan | None:
        return None

    def put(self, part: Part, plan: PartPlan) -> None:
        pass


def plan_academy(
    academy: Academy,
    school: SchoolCalendar,
    *,
    workers: int | Workers = 1,
    time_limit_s: float | None = None,
    progress: Callable[[Progress], None] = lambda progress: None,
    stop: Callable[[], bool] = lambda: False,
    store: Store | None = None,
) -> AcademyPlan:
    """Plan the sessions of an academy together: as many as can be (by priority), each as well as can be.

    `workers`: how many processes of this machine do the work, or who else. `stop` is asked often: once it says so, no
    more is begun, and the best plan so far is returned. The same academy gives the same plan, whatever the workers
    and the order of its sessions, unless time runs out. Raises NoCluster of `planner.solving.academy.cluster` where a
    cluster is lost.
    """
    academy = replace(academy, sessions=tuple(sorted(academy.sessions, key=lambda session: session.id)))
    with ending_once(stop), local_workers(workers) if isinstance(workers, int) else nullcontext(workers) as those:
        clock = Clock(NO_LIMIT_S if time_limit_s is None else time_limit_s)
        return _Office(academy, school, those, clock, progress, store or _Nowhere()).run()


@dataclass
class _Found:
    """What is known so far, over all parts."""

    plans: dict[str, Plan] = field(default_factory=dict)
    uses: dict[str, Use] = field(default_factory=dict)
    points: dict[str, int] = field(default_factory=dict)
    least: dict[str, int] = field(default_factory=dict)
    impossible: set[str] = field(default_factory=set)
    prices: int = 0
    charges: dict[Member, tuple[Charge, ...]] = field(default_factory=dict)
    seen: set[str] = field(default_factory=set)

    def add(self, ids: Iterable[str], plan: PartPlan) -> None:
        """Take in the plan of a part."""
        self.seen |= set(ids)
        self.plans |= plan.plans
        self.uses |= plan.uses
        self.points |= plan.points
        self.least |= plan.least
        self.impossible |= plan.impossible
        self.prices += plan.prices
        for member, charges in plan.charges.items():
            self.charges[member] = (*self.charges.get(member, ()), *charges)

    def bound(self) -> int:
        """Points that the sessions placed cost at least, whatever the plan."""
        return max(0, math.ceil((sum(self.least[id] for id in self.plans) - self.prices) / SCALE))

    def gap(self) -> float | None:
        """By which part the points are above the bound."""
        value, bound = sum(self.points.values()), self.bound()
        return (value - bound) / bound if bound else None


class _Office:
    def __init__(
        self,
        academy: Academy,
        school: SchoolCalendar,
        workers: Workers,
        clock: Clock,
        progress: Callable[[Progress], None],
        store: Store,
    ) -> None:
        self.academy = academy
        self.school = school
        self.workers = workers
        self.clock = clock
        self.progress = progress
        self.store = store
        self.sessions = {session.id: session for session in academy.sessions}
        self.ties = ties_of(academy, school)
        self.limits = limits_of(academy)
        self.links: Links = links_of(academy.sessions, self.ties)
        self.ties_of_session: dict[str, list[Tie]] = {id: [] for id in self.sessions}
        for tie in self.ties:
            for id in {session for session, _ in tie.members}:
                self.ties_of_session[id].append(tie)
        self.found = _Found()
        self.interrupted = False

    def run(self) -> AcademyPlan:
        """Place all parts, try again what was left out, and say why of what still is."""
        self._place(parts_of(self.academy.sessions, self.links))
        self._improve()
        left_out = self._explain()
        placed = {id: self.found.plans[id] for id in self.sessions if id in self.found.plans}
        return AcademyPlan(placed, left_out, self._levels(left_out), self.interrupted)

    # --- the parts --------------------------------------------------------------------------------------------

    def _place(self, parts: Sequence[tuple[str, ...]]) -> None:
        """Plan each part once the earlier ones that it is tied to are there."""
        number = {id: place for place, ids in enumerate(parts) for id in ids}
        waits = [
            {number[other] for id in ids for other in self._tied(id) if number[other] < place}
            for place, ids in enumerate(parts)
        ]
        waiting, finished = list(range(len(parts))), set[int]()
        running: dict[int, tuple[Part, Job]] = {}
        patience: Clock | None = None
        self._tell("place", 0, len(self.sessions))
        while waiting or running:
            if self._must_stop():
                waiting = []
                patience = patience or Clock(PATIENCE_S)
                if patience.time_is_up():
                    return
            ready = [place for place in waiting if waits[place] <= finished]
            for place in ready[: self.workers.count - len(running)]:
                waiting.remove(place)
                part = self._part(parts[place], later={id for ids in parts[place + 1 :] for id in ids})
                if kept := self.store.get(part):
                    self._take_in(part, kept, finished, place)
                else:
                    running[place] = part, self.workers.submit(plan_part, part, self.school, self.clock.left_s())
            if running:
                self.workers.wait([job for _, job in running.values()])
            for place in [place for place, (_, job) in running.items() if job.done()]:
                part, job = running.pop(place)
                plan: PartPlan = job.result()
                if not self.clock.is_out():
                    self.store.put(part, plan)
                self._take_in(part, plan, finished, place)

    def _take_in(self, part: Part, plan: PartPlan, finished: set[int], place: int) -> None:
        finished.add(place)
        self.found.add((session.id for session in part.sessions), plan)
        self._tell("place", len(self.found.seen), len(self.sessions))

    def _part(self, ids: Sequence[str], planned: Mapping[str, Plan] | None = None, later: Collection[str] = ()) -> Part:
        """These sessions with all that is known of what others take; `later` are those that are planned after them."""
        inside = set(ids)
        team = {trainer.id for id in ids for trainer in self.sessions[id].trainers}
        ties = {tie.members: tie for id in ids for tie in self.ties_of_session[id]}
        beside = {session for members in ties for session, _ in members} - inside
        if self.academy.virtual_rooms is None:
            outside = sorted({other for id in ids for other in self._tied(id)} - inside)
        else:  # then every class counts, whosever it is
            outside = sorted(set(self.found.uses) - inside)
        return Part(
            sessions=tuple(self.sessions[id] for id in ids),
            ties=tuple(ties.values()),
            busy={id: self.academy.busy[id] for id in (*ids, *sorted(beside)) if id in self.academy.busy},
            uses={id: self.found.uses[id] for id in outside if id in self.found.uses},
            rooms=self.academy.virtual_rooms,
            planned=planned or {},
            guests=tuple(self.sessions[id] for id in sorted(beside) if id in later),
            charges={m: tuple(sorted(charges)) for m, charges in self.found.charges.items() if m[0] in inside},
            limits={trainer: self.limits[trainer] for trainer in sorted(team) if trainer in self.limits},
        )

    def _tied(self, id: str) -> Iterable[str]:
        if self.academy.virtual_rooms is None:
            return self.links[id]
        return self.sessions  # rooms tie every session to every other

    def _must_stop(self) -> bool:
        if not self.interrupted and self.clock.is_out():
            self.interrupted = True
            self.workers.hurry()
        return self.interrupted

    def _tell(self, phase: Phase, done: int, total: int) -> None:
        left_s = None if self.clock.limit_s == NO_LIMIT_S else self.clock.left_s()
        self.progress(Progress(phase, done, total, len(self.found.plans), self.found.gap(), left_s))

    # --- what was left out ------------------------------------------------------------------------------------

    def _missing(self) -> list[str]:
        """The sessions without a plan that may have one, the most wanted first."""
        missing = [id for id in self.sessions if id not in self.found.plans and id not in self.found.impossible]
        return sorted(missing, key=lambda id: -self.sessions[id].priority)

    def _improve(self) -> None:
        """Make room for each session left out among those near it, of whatever part."""
        missing = self._missing()
        for done, id in enumerate(missing):
            self._tell("improve", done, len(missing))
            if self._must_stop():
                return
            near = sorted(self.links[id], key=lambda other: (-self.links[id][other], other))
            near = [other for other in near if other in self.found.plans][:NEIGHBOURS]
            part = self._part([id, *near], {other: self.found.plans[other] for other in near})
            plan = plan_part(part, self.school, self.clock.left_s())
            for other in near:
                if other not in plan.plans:  # another is wanted more
                    del self.found.plans[other], self.found.uses[other], self.found.points[other]
            self.found.plans |= plan.plans
            self.found.uses |= plan.uses
            self.found.points |= plan.points
            for other, least in plan.least.items():
                self.found.least.setdefault(other, least)

    def _explain(self) -> tuple[LeftOut, ...]:
        """Why each session without a plan has none; one that has room after all is placed."""
        left = [id for id in self.sessions if id not in self.found.plans]
        said: dict[str, LeftOut] = {id: LeftOut(id, "time") for id in left}
        waiting, running = list(left), dict[str, Job]()
        while waiting or running:
            if self._must_stop():
                break
            while waiting and len(running) < self.workers.count:
                id = waiting.pop(0)
                running[id] = self._ask_why(id)
            if running:
                self.workers.wait(list(running.values()))
            for id in [id for id, job in running.items() if job.done()]:
                why: Why = running.pop(id).result()
                said[id] = self._told(why)
                self._tell("explain", len(left) - len(waiting) - len(running), len(left))
        return tuple(each for id, each in said.items() if id not in self.found.plans)

    def _ask_why(self, id: str) -> Job:
        session = self.sessions[id]
        busy = self.academy.busy_of(id)
        return self.workers.submit(
            why_left_out, session, self.school, busy, self._elsewhere(session), self.clock.left_s()
        )

    def _elsewhere(self, session: Session) -> Elsewhere:
        taken = Taken(self.ties_of_session[session.id], self.academy.virtual_rooms, self.limits)
        for other, use in self.found.uses.items():
            taken.add(other, use)
        return taken.elsewhere(session)

    def _told(self, why: Why) -> LeftOut:
        """Why a session is left out, with the sessions that it would have to share people with."""
        id = why.left_out.session
        if why.plan is not None:
            self._place_late(id)
        if why.left_out.reason == "alone":
            self.found.impossible.add(id)
        if why.left_out.reason != "together":
            return why.left_out
        others = sorted(other for other in self.links[id] if other in self.found.plans)
        return replace(why.left_out, others=tuple(others))

    def _place_late(self, id: str) -> None:
        """Place a session for which there is room after all, beside all that is placed by now."""
        session = self.sessions[id]
        busy = replace(self.academy.busy_of(id), elsewhere=self._elsewhere(session))
        outcome = plan_session(session, self.school, busy, time_limit_s=min(EXPLAIN_S, self.clock.left_s()))
        if isinstance(outcome, Planned):
            self.found.plans[id] = outcome.plan
            self.found.uses[id] = use_of(session, outcome.plan)
            self.found.points[id] = sum(level.value for level in outcome.plan.levels if level.level in WEEK_LEVELS)
            self.found.least.setdefault(id, 0)

    def _levels(self, left_out: Sequence[LeftOut]) -> tuple[LevelValue, ...]:
        weights = {each.session: self.sessions[each.session].priority for each in left_out}
        never = sum(weight for id, weight in weights.items() if id in self.found.impossible)
        left = LevelValue("left_out", sum(weights.values()), never)
        return left, LevelValue("points", sum(self.found.points.values()), self.found.bound())
