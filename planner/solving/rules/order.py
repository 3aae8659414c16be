"""R9: the order of the parcours and the asked gaps."""

from ortools.sat.python import cp_model

from planner.problem import Precedence
from planner.solving.cuts import quarters_of
from planner.solving.model import Model
from planner.solving.weeks import Linear, Weeks, total


def order(model: Model) -> None:
    """R9: activities keep the parcours's order and the asked gaps, in local days. Source: I.E, I.J.

    Between two live activities: the first is over when the second starts. Between a live activity and remote work:
    another day. Between two pieces of remote work: the same day will do.
    """
    for precedence in model.problem.precedences:
        if precedence.implied and not model.explaining:
            continue
        _follow(model, precedence)
    if not model.weeks_are_chosen:
        order_by_weeks(model)


def _follow(model: Model, precedence: Precedence) -> None:
    cp = model.cp
    gap: Linear = _begin_day(model, precedence.after) - _end_day(model, precedence.before)
    constraints: list[cp_model.Constraint] = []
    if precedence.before in model.occurrence and precedence.after in model.occurrence:
        first, second = model.occurrence[precedence.before], model.occurrence[precedence.after]
        constraints.append(cp.add(model.start(second) >= model.start(first) + quarters_of(first, -second.late_min)))
        least = precedence.min_gap_days
    else:
        both_remote = precedence.before in model.remote_work and precedence.after in model.remote_work
        least = max(precedence.min_gap_days, 0 if both_remote else 1)
        constraints.append(cp.add(gap >= least))
        least = 0
    if least:
        constraints.append(cp.add(gap >= least))
    if precedence.max_gap_days is not None:
        constraints.append(cp.add(gap <= precedence.max_gap_days))
    model.because("order", _subject(model, precedence), *constraints, of=_activities(model, precedence))


def _subject(model: Weeks, precedence: Precedence) -> tuple[str, str, str]:
    """Which instance of the rule it is: the order of the file and the class gap are one each, a link is its own."""
    before, after = _activities(model, precedence)
    return (precedence.reason, before, after) if precedence.reason == "link" else (precedence.reason, "", "")


def _activities(model: Weeks, precedence: Precedence) -> tuple[str, str]:
    return _activity(model, precedence.before), _activity(model, precedence.after)


def _activity(model: Weeks, item: str) -> str:
    occurrence = model.occurrence.get(item)
    return occurrence.activity.id if occurrence else model.remote_work[item].activity.id


def _begin_day(model: Model, item: str) -> Linear:
    if item in model.occurrence:
        return model.day(model.occurrence[item])
    return model.remote(model.remote_work[item]).first


def _end_day(model: Model, item: str) -> Linear:
    if item in model.occurrence:
        return model.day(model.occurrence[item])
    return model.remote(model.remote_work[item]).last


def order_by_weeks(model: Weeks) -> None:
    """The part of R9 that speaks of weeks, for the pools of the model: implied by days, seen by the relaxation."""
    items = {item for pool in model.pools for item in (*pool.occurrences, *pool.remotes)}
    for precedence in model.problem.precedences:
        if {precedence.before, precedence.after} <= items and not precedence.implied:
            constraints = [*_share_by_weeks(model, precedence), *_gap_in_weeks(model, precedence)]
            model.because("order", _subject(model, precedence), *constraints, of=_activities(model, precedence))


def _share_by_weeks(model: Weeks, precedence: Precedence) -> list[cp_model.Constraint]:
    """In no week is more of `after` done than `before` allows: linear, and strong, so that proofs are short."""
    done_before, all_before = _done(model, precedence.before)
    done_after, all_after = _done(model, precedence.after)
    shares = []
    for week, before, after in zip(model.problem.weeks[:-1], done_before, done_after, strict=False):
        if precedence.after in model.occurrence:
            shares.append(model.cp.add(before >= all_before * after))  # held only once all before it is done
        elif precedence.before in model.occurrence:
            shares.append(model.cp.add(after <= all_after * before))
        else:
            begun = model.remote(model.remote_work[precedence.after]).works[week.id]
            shares.append(model.cp.add(before >= all_before * begun))
    return shares


def _gap_in_weeks(model: Weeks, precedence: Precedence) -> list[cp_model.Constraint]:
    """Gaps of days between two live activities, as the gaps of weeks that they imply (a week has days 0 to 6)."""
    if precedence.before not in model.occurrence or precedence.after not in model.occurrence:
        return []
    before, after = (_week_number(model, item) for item in (precedence.before, precedence.after))
    gaps = []
    if precedence.min_gap_days > 6:
        gaps.append(model.cp.add(after - before >= -(-(precedence.min_gap_days - 6) // 7)))
    if precedence.max_gap_days is not None:
        gaps.append(model.cp.add(after - before <= (precedence.max_gap_days + 6) // 7))
    return gaps


def _week_number(model: Weeks, item: str) -> Linear:
    occurrence = model.occurrence[item]
    return total(number * model.week(occurrence, week) for number, week in enumerate(model.problem.weeks))


def _done(model: Weeks, item: str) -> tuple[list[Linear], int]:
    """How much of an item is done by the end of each week, and how much it is in all."""
    weeks = model.problem.weeks
    if item in model.occurrence:
        shares, whole = [model.week(model.occurrence[item], week) for week in weeks], 1
    else:
        variables = model.remote(model.remote_work[item])
        shares, whole = [variables.units[week.id] for week in weeks], variables.most
    return [total(shares[: number + 1]) for number in range(len(weeks))], whole
