"""R10: virtual rooms. That no class is too large is kept by the session, which splits its groups."""

from planner.solving.model import Model


def capacity(model: Model) -> None:
    """R10: at most the asked number of virtual rooms is in use at once. Source: common sense."""
    rooms = model.problem.session.rules.virtual_rooms
    if rooms is not None:
        classes = [occurrence for occurrence in model.problem.occurrences if occurrence.is_virtual]
        model.at_most_at_once("capacity", "rooms", classes, rooms)
