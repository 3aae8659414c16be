"""The minutes of each trainer by phase and activity: what belongs to no activity stands apart. Values, no texts."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from planner.session import Session
from planner.workload.results import PHASES, Estimate, Minutes, Phase, Sum


@dataclass(frozen=True)
class OfActivity:
    """What one activity asks of one trainer. `activity` None: what belongs to the session as a whole."""

    trainer: str
    activity: str | None
    phases: Mapping[Phase, Minutes]


def by_activity(session: Session, estimate: Estimate) -> Iterator[OfActivity]:
    """In the order of the file, trainer by trainer; exact: the lines of a trainer add up to the trainer's total."""
    sums: dict[tuple[str, str | None, Phase], Sum] = {}
    for share in estimate.shares:
        sums.setdefault((share.trainer, share.activity, share.phase), Sum()).add(share.minutes)
    for trainer in session.trainers:
        for activity in (*(each.id for each in session.activities), None):
            keys = {phase: (trainer.id, activity, phase) for phase in PHASES}
            phases = {phase: sums[key].minutes() for phase, key in keys.items() if key in sums}
            if phases:
                yield OfActivity(trainer.id, activity, phases)
