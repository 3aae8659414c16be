"""What an inspector should look at, and what a larger team changes (workload.md, 3.5 and 4.3)."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from fractions import Fraction

from planner.plan import Plan
from planner.session import Session
from planner.workload.drivers import Drivers
from planner.workload.factors import Factors
from planner.workload.results import PHASES, Estimate, Flag, Sum, WeekLoad

_TUTORING = frozenset({"D6", "D7", "D8", "D9", "D10", "D11"})
_LARGEST_TEAM = 60


def flags(found: Estimate, counted: Drivers, factors: Factors, plan: Plan | None) -> tuple[Flag, ...]:
    """Every flag of one session: weeks, plausibility, sizes, team, booklet, durations, classes that nobody leads."""
    limits = weekly_limits(counted.session, factors)
    return (
        *week_flags(found.weeks, limits, factors),
        *_tutoring(found, counted, factors),
        *_sizes(counted, factors),
        *_team(counted, factors),
        *_booklet(found, counted, factors),
        *_changed_durations(counted.session),
        *_corrected(counted.session, factors),
        *_led_by_nobody(counted.session, plan),
    )


def weekly_limits(session: Session, factors: Factors) -> Mapping[str, Fraction]:
    """Each trainer's limit, in minutes a week."""
    usual = factors.value("weekly_limit") * 60
    return {each.id: Fraction(each.weekly_limit_min) if each.weekly_limit_min else usual for each in session.trainers}


def week_flags(weeks: Iterable[WeekLoad], limits: Mapping[str, Fraction], factors: Factors) -> Iterator[Flag]:
    """Weeks near a trainer's limit or over it, on the likely minutes; and those whose high minutes are far over it."""
    loads: dict[tuple[str, date], Sum] = {}
    for load in weeks:
        loads.setdefault((load.trainer, load.week), Sum()).add(load.minutes)
    near = {trainer: factors.value("vigilance") * limit for trainer, limit in limits.items()}
    far = {trainer: factors.value("high_overload") * limit for trainer, limit in limits.items()}
    for trainer, week in sorted(loads):
        minutes, limit = loads[trainer, week].minutes(), limits[trainer]
        likely, high = minutes.likely, minutes.high
        facts = {"likely_min": likely, "high_min": high, "limit_min": limit}
        if likely > limit:
            yield Flag("overload", trainer, week, facts)
        elif likely >= near[trainer]:
            yield Flag("vigilance", trainer, week, facts)
        if high > far[trainer]:
            yield Flag("high_overload", trainer, week, facts)


def team_gain_min(counted: Drivers, factors: Factors, size: int) -> Fraction:
    """What a team of `size` saves, in likely minutes, beside as many trainers who each work alone; 0 for one.

    Appropriation and contextualisation that are saved and one report instead of many, less meetings and coordination.
    """
    each, common, coordination = _gain_terms(counted, factors)
    return size * each + (size - 1) * (common - size * coordination) if size > 1 else Fraction(0)


def best_team_size(counted: Drivers, factors: Factors) -> int:
    """The size at which a team saves most; the smaller one where two are equal."""
    each, common, coordination = _gain_terms(counted, factors)
    size = 2
    while size < _LARGEST_TEAM and each + common > 2 * size * coordination:  # what one more adds
        size += 1
    return size if team_gain_min(counted, factors, size) > 0 else 1


def _gain_terms(counted: Drivers, factors: Factors) -> tuple[Fraction, Fraction, Fraction]:
    """What a team of k saves k times, what it saves k - 1 times, and what it loses k (k - 1) times."""
    session = counted.session
    preparing, reviewing = (_mean_expertise(session, factors, phase) for phase in ("preparation", "review"))
    learner = counted.learner_min * preparing
    fit = factors.value(f"contextualisation_{session.contextualisation}")
    fit *= factors.value("reused_version") if session.reused_version else 1
    learned = sum((factors.value("rerun") if each.rerun else Fraction(1) for each in session.trainers), Fraction(0))
    saved = learner * factors.value("appropriation") * (1 - factors.value("shared_appropriation"))
    meetings = factors.value("kick_off_meeting") + factors.value("debriefing")
    return (
        saved * learned / len(session.trainers) - meetings,
        learner * fit + factors.value("report") * reviewing,
        counted.weeks * factors.value("coordination"),
    )


def _mean_expertise(session: Session, factors: Factors, phase: str) -> Fraction:
    values = (
        Fraction(1) if each.expertise == "confirmed" else factors.value(f"{each.expertise}_{phase}")
        for each in session.trainers
    )
    return sum(values, Fraction(0)) / len(session.trainers)


def _tutoring(found: Estimate, counted: Drivers, factors: Factors) -> Iterator[Flag]:
    """The tutoring rate: tutoring time over learners' time."""
    rate = found.of_components(_TUTORING).likely / (counted.learner_min * counted.participants)
    low, high = factors.value("tutoring_rate_low"), factors.value("tutoring_rate_high")
    if not low <= rate <= high:
        yield Flag("tutoring_rate", facts={"rate": rate, "low": low, "high": high})


def _sizes(counted: Drivers, factors: Factors) -> Iterator[Flag]:
    reinforced, large = factors.value("reinforced_group"), factors.value("large_group")
    for group in counted.groups:
        if group.size > reinforced:
            kind, limit = ("large_group", large) if group.size > large else ("reinforced_group", reinforced)
            yield Flag(kind, facts={"group": group.id, "size": group.size, "limit": limit})
    limit_min = factors.value("long_class") * 60
    for activity in counted.session.activities:
        if activity.kind == "virtual_class" and activity.duration_min > limit_min:
            facts = {"activity": activity.id, "duration_min": activity.duration_min, "limit_min": limit_min}
            yield Flag("long_class", facts=facts)


def _team(counted: Drivers, factors: Factors) -> Iterator[Flag]:
    size = len(counted.session.trainers)
    if size < 2:
        return
    best = best_team_size(counted, factors)
    if size > best:
        facts = {
            "size": size,
            "best": best,
            "gain_min": team_gain_min(counted, factors, size),
            "best_gain_min": team_gain_min(counted, factors, best),
        }
        yield Flag("team_beyond_break_even", facts=facts)


def _booklet(found: Estimate, counted: Drivers, factors: Factors) -> Iterator[Flag]:
    """The booklet adjusted beside the model, on the phases of which the booklet gives a figure, taken together."""
    if not found.booklet:
        yield Flag("no_booklet")
        return
    if missing := tuple(phase for phase in PHASES if phase not in {line.phase for line in found.booklet}):
        yield Flag("booklet_incomplete", facts={"phases": missing})
    model = sum((found.total(line.phase).likely for line in found.booklet), Fraction(0))
    adjusted = sum((line.adjusted.likely for line in found.booklet), Fraction(0))
    limit = factors.value("booklet_difference")
    if not adjusted / limit <= model <= adjusted * limit:
        ratio = model / adjusted if adjusted else None
        yield Flag("far_from_booklet", facts={"model_min": model, "adjusted_min": adjusted, "ratio": ratio})


def _changed_durations(session: Session) -> Iterator[Flag]:
    """Durations that the trainer changed: the designer's stand beside them (P6)."""
    for activity in session.activities:
        designer_min = activity.designer_duration_min
        if designer_min not in (None, activity.duration_min):
            facts = {"activity": activity.id, "duration_min": activity.duration_min, "designer_min": designer_min}
            yield Flag("changed_duration", facts=facts)


def _corrected(session: Session, factors: Factors) -> Iterator[Flag]:
    """Phases that are multiplied by what noted hours say; the file and its log are cited."""
    for phase, used in factors.corrections(session).items():
        yield Flag("corrected", facts={"phase": phase, "factor": used.value.likely, "source": used.source})


def _led_by_nobody(session: Session, plan: Plan | None) -> Iterator[Flag]:
    team = {trainer.id for trainer in session.trainers}
    for placement in plan.placements if plan else ():
        if not team & set(placement.trainers):
            yield Flag("led_by_nobody", facts={"activity": placement.activity, "groups": placement.groups})
