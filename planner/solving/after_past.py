"""A rule for what is left of a session of which a part has taken place: nothing begins before today, or too soon."""

from collections.abc import Mapping, Sequence

from planner.problem import Occurrence, Remote
from planner.solving.cuts import domain_of
from planner.solving.model import Model
from planner.solving.rules import Rule


def between(bounds: Sequence[tuple[str, int, int]], today: int, begins: Mapping[str, int], impossible: bool) -> Rule:
    """A rule for one search: nothing begins before a day, nor an occurrence (id) of `begins` before its quarter.

    `bounds` are items and the days between which they begin (indexes, both in).
    """

    def kept(model: Model) -> None:
        """What lies before today is done; what follows it keeps its distance. `impossible`: something cannot."""
        problem = model.problem
        last = len(problem.days) - 1
        for occurrence in problem.occurrences:
            _on_days(model, occurrence, today, last, begins.get(occurrence.id, 0))
        for remote in problem.remotes:
            model.keep_between("kept", "", remote, today, last)
        for item, first, until in bounds:
            if item in model.occurrence:
                _on_days(model, model.occurrence[item], first, min(until, last))
            else:
                _first_between(model, model.remote_work[item], first, min(until, last))
        if impossible:
            model.cp.add_bool_or([])

    return kept


def _on_days(model: Model, occurrence: Occurrence, first: int, last: int, quarter: int = 0) -> None:
    days = model.problem.days
    if first >= len(days) or last < first or quarter >= days[last].end_quarter:
        model.cp.add_bool_or([])
        return
    allowed = domain_of([(max(days[max(first, 0)].start_quarter, quarter), days[last].end_quarter)])
    model.restrict("kept", "", occurrence, allowed, None)


def _first_between(model: Model, remote: Remote, first: int, last: int) -> None:
    begins = model.remote(remote).first
    model.cp.add(begins >= first)
    model.cp.add(begins <= last)
