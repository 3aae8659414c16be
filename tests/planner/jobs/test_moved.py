"""Why entries changed: whatever the session and the change, each that is not new, nor gone from it, says so."""

from hypothesis import given, settings
from hypothesis import strategies as st

from planner.jobs.moved import Judge
from planner.outcome import Planned
from planner.posing import pose
from planner.session import NOT_BUSY
from planner.solving.limits import Clock
from planner.solving.solve import solve
from tests.planner.replan.test_any_change import DAYS, changes, sessions
from tests.support.replanning import replanned, stands
from tests.support.sessions import the_school


@given(data=st.data())
@settings(max_examples=60)
def test_every_entry_that_changed_says_why(data: st.DataObject) -> None:
    session = data.draw(sessions())
    outcome = solve(pose(session, the_school()), Clock(60))
    if not isinstance(outcome, Planned):
        return
    today = data.draw(st.sampled_from(DAYS[:14]))
    changed = data.draw(changes(session, outcome.plan))
    new = replanned(changed, outcome.plan, today)
    if new is None:
        return
    known = {activity.id for activity in changed.activities}
    for each in Judge(stands(changed, outcome.plan, today), the_school(), NOT_BUSY).reasons(new):
        asked_for = each.difference.old is None or each.difference.entry.activity not in known
        assert asked_for or each.why, each.difference
