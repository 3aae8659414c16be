"""One change in an academy that was planned: `python -m benchmarks.replanning_run PLAN < CHANGE`.

In a process of its own, as `planner replan` is. PLAN is the folder of the session's plan; CHANGE a JSON document (see
`benchmarks.replanning`). Prints one JSON document: the seconds of each phase, what was answered, what moved, and what
the checkers, asked once more of what was written, find.
"""

import json
import sys
import time
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from planner.check import check
from planner.check.together import check_together
from planner.jobs.replan import Request, replan
from planner.jobs.replan_answers import Replanned
from planner.messages.texts import Texts
from planner.replan.again import Again
from planner.replan.changes import Absent, Asked, Close
from planner.replan.standing import standing
from planner.replan.together import Others
from planner.solving.limits import Clock

STEPS = ("read", "pose", "solve", "check", "write", "index")


def main(folder: Path, change: dict[str, Any]) -> None:
    """Plan the session again and print what it took."""
    today, texts = date.fromisoformat(change["today"]), Texts("fr")
    began: dict[str, float] = {}
    session_file = Path(change["session_file"]) if change["session_file"] else None
    request = Request(
        folder, asked_of(change), today, datetime(today.year, today.month, today.day, tzinfo=UTC), session_file,
        progress=lambda step: began.update({step: time.perf_counter()}),
    )  # fmt: skip
    answer = replan(request, texts)
    began["index"] = time.perf_counter()
    said: dict[str, Any] = {"answer": type(answer).__name__, "moved": 0, "elsewhere": 0, "violations": 0, "needless": 0}
    if isinstance(answer, Replanned):
        assert answer.index is not None, "the session was planned in no academy"
        answer.index.write(texts)
    end = time.perf_counter()
    steps = [step for step in STEPS if step in began]
    ends = [began[step] for step in steps[1:]]
    said["seconds"] = {step: until - began[step] for step, until in zip(steps, [*ends, end], strict=True)}
    if isinstance(answer, Replanned):
        said |= {
            "moved": len(answer.moved),
            "elsewhere": sum(len(each.moved) for each in answer.elsewhere),
            "violations": _violations(answer),
            "needless": int(bool(answer.elsewhere) and _keeps_all(answer)),
        }
    print(json.dumps(said))


def asked_of(change: dict[str, Any]) -> tuple[Asked, ...]:
    """The change as it is asked; none where the session's file says it."""
    first, last = date.fromisoformat(change["first"]), date.fromisoformat(change["last"])
    if change["kind"] == "absence":
        return (Absent(change["trainer"], first, last),)
    return (Close(first, last, "grève"),) if change["kind"] == "closed days" else ()


def _violations(answer: Replanned) -> int:
    """What the checkers find in the plans that were written, but for what took place."""
    assert answer.index is not None
    around = answer.index.around
    written = [(answer.session, answer.plan), *((each.session, each.plan) for each in answer.elsewhere)]
    found = sum(len(check(one, plan, around.school, around.academy.busy_of(one.id))) for one, plan in written)
    return found - len(answer.past_broken) + len(check_together(around.academy, around.plans, around.school))


def _keeps_all(answer: Replanned) -> bool:
    """Whether, asked once more, there is a plan of the session that keeps all others where they were."""
    assert answer.index is not None
    around = answer.index.around
    before = dict(around.plans)
    for id in (answer.session.id, *(each.session.id for each in answer.elsewhere)):
        version = before[id].versions[-1]
        before[id] = replace(before[id], placements=version.placements, blocks=version.blocks)
    others = Others(around.academy, before, around.school, answer.today)
    stands = standing(answer.session, before[answer.session.id], answer.today)
    again = Again(stands, around.school, others.busy_of(answer.session.id), Clock(60.0))
    return again.is_possible() is not False


if __name__ == "__main__":
    main(Path(sys.argv[1]), json.load(sys.stdin))
