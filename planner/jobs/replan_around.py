"""What planning a session of an academy again means for the others: checked, said why, and written with it."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from planner.academy import Academy
from planner.jobs import CheckerRefused
from planner.jobs.around import Near
from planner.jobs.around_writing import IndexToWrite, write_around
from planner.jobs.moved import Judge, Moved
from planner.jobs.replan_answers import NOTHING_BROKEN, BrokenBefore, MovedElsewhere
from planner.jobs.writing import Beside, ReadyPlan, WrittenPlan, ready_plan, write_ready
from planner.plan import Cause, Plan
from planner.replan.standing import standing

if TYPE_CHECKING:
    from planner.jobs.replan import Request
    from planner.messages.texts import Texts


@dataclass(frozen=True)
class Settled:
    """A session's new plan and those of others that had to move with it, all checked, with why each entry moved."""

    moved: tuple[Moved, ...]
    plans: Mapping[str, Plan]
    others: Mapping[str, tuple[Moved, ...]]
    near: Near | None
    before: BrokenBefore = NOTHING_BROKEN

    @property
    def spoken_of(self) -> Academy | None:
        """The sessions that the reasons speak of."""
        return self.near.around.academy if self.near else None

    def write(
        self, ready: ReadyPlan, folder: Path, request: "Request", texts: "Texts"
    ) -> tuple[WrittenPlan, tuple[MovedElsewhere, ...], IndexToWrite | None]:
        """Write the session's plan and those of the others. Raises CannotWrite of `planner.reports.write`."""
        if self.near is None:
            return write_ready(folder, ready), (), None
        others = [self._ready(id, ready.session.id, request, texts) for id in self.others]
        (written, *rest), index = write_around(self.near.around, [ready, *others], texts)
        moved = zip(others, rest, strict=True)
        elsewhere = (MovedElsewhere(one.session, plan.plan, self.others[one.session.id]) for one, plan in moved)
        return written, tuple(elsewhere), index

    def _ready(self, id: str, cause: str, request: "Request", texts: "Texts") -> ReadyPlan:
        from planner.reports.following import Before
        from planner.reports.invitations import nobody_invites

        assert self.near is not None
        around = self.near.around
        session, old = around.session(id), self.near.others.plans[id]
        before = Before(old, request.now, (Cause("beside", {"session": cause}),), request.today, None, request.since)
        invite = request.invite and not nobody_invites(session, old)
        return ready_plan(
            session, self.plans[id], around.school, texts, before, old.session_file, Beside(invite=invite)
        )


def settled(own: Judge, plan: Plan, others: Mapping[str, Plan]) -> Settled:
    """Check all plans together, those of the others also each by itself. Raises CheckerRefused."""
    near, session, stands = own.near, own.session, own.stands
    if near is None:
        return Settled(own.reasons(plan), {session.id: plan}, {}, None)
    around = near.around
    theirs = {
        id: Judge(
            standing(around.session(id), around.plans[id], stands.today, stands.since),
            own.school,
            around.academy.busy_of(id),
        )
        for id in others
    }
    plans = {session.id: plan, **{id: theirs[id].checked(found)[0] for id, found in others.items()}}
    broken = around.broken(plans)
    if broken.new:
        raise CheckerRefused(broken.new)
    after = near.after(plans)
    moved = {id: one.seeing(after).reasons(plans[id]) for id, one in theirs.items()}
    before = BrokenBefore(broken.still, after.broken_alone(plans))
    return Settled(own.seeing(after).reasons(plan), plans, moved, after, before)
