"""R10: virtual rooms. That no class is too large is kept by the session, which splits its groups."""

from planner.solving.cuts import Cuts
from planner.solving.model import Model


def capacity(model: Model) -> None:
    """R10: at most the asked number of virtual rooms is in use at once. Source: common sense."""
    shared_rooms(model)
    classes = [occurrence for occurrence in model.problem.occurrences if occurrence.is_virtual]
    for rooms, left in (
        (model.problem.session.rules.virtual_rooms, ()),
        (model.problem.rooms, model.problem.rooms_left),
    ):
        if rooms is not None:
            model.at_most_at_once("capacity", "rooms", classes, rooms, left)


def shared_rooms(cuts: Cuts) -> None:
    """The part of R10 that is a cut: no virtual class while other sessions take every room."""
    problem = cuts.problem
    for occurrence in problem.occurrences if problem.rooms_taken else ():
        if occurrence.is_virtual:
            touching = problem.touching(occurrence, problem.rooms_taken)
            cuts.keep_out("capacity", "rooms", occurrence, touching)
