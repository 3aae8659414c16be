"""R5: at most two hours a week for each participant."""

from planner.problem import Pool, Week
from planner.solving.weeks import Linear, Weeks, total


def weekly_cap(model: Weeks) -> None:
    """R5: what a participant is asked in one ISO week, virtual classes included, is at most the cap (minutes).

    Weeks are local weeks; a derogation replaces the cap of its week. Source: II.D.
    """
    for pool in model.pools:
        for week in model.problem.weeks:
            terms = asked_minutes(model, pool, week)
            if terms:
                asked = model.cp.add(total(terms) <= model.problem.room_min(pool, week))
                model.because("weekly_cap", pool.group.id, asked)


def asked_minutes(model: Weeks, pool: Pool, week: Week) -> list[Linear]:
    """What counts against the cap of a week, as terms in minutes."""
    terms: list[Linear] = [model.remote(model.remote_work[remote]).minutes(week) for remote in pool.remotes]
    if model.problem.session.rules.virtual_classes_count:
        for occurrence in map(model.occurrence.__getitem__, pool.occurrences):
            if occurrence.is_virtual:
                terms.append(occurrence.duration_min * model.week(occurrence, week))
    return terms
