"""R14: the final questionnaire lies before the last date."""

from planner.solving.cuts import Cuts


def closing(cuts: Cuts) -> None:
    """R14: an evaluation is finished on a day before the session's last date. Source: I.E, I.G.

    That nothing is asked after the last date is R11's `window`.
    """
    last = cuts.problem.window[1]
    for remote in cuts.problem.remotes:
        if remote.activity.kind == "evaluation":
            cuts.keep_between("closing", remote.activity.id, remote, 0, last - 1)
