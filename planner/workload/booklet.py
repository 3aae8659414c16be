"""The designer's booklet beside the model (workload.md, 3.4): adjusted to this session, shown, never overwritten.

For each phase the booklet's figure is multiplied by model(this session) / model(the booklet's conditions). The
framework's text lets expertise and contextualisation only add (II.E): what would make the figure smaller through these
two alone does not count, and the figure then stays the booklet's; a re-run, fewer participants and sharing may make it
smaller.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from fractions import Fraction

from planner.session import Group, Session, Trainer
from planner.workload.drivers import Drivers
from planner.workload.leading import who_leads
from planner.workload.results import PHASES, BookletLine, Minutes, Phase, Share, total
from planner.workload_input import DEPTHS, EXPERTISES, BookletConditions

_Model = Callable[[Drivers], tuple[Share, ...]]


def booklet_lines(shares: tuple[Share, ...], counted: Drivers, model: _Model) -> tuple[BookletLine, ...]:
    """A line for each phase of which the booklet gives a figure; `model` makes the shares of other conditions."""
    booklet = counted.session.booklet
    if booklet is None:
        return ()
    reference = _reference(counted, booklet.conditions)
    in_reference = model(reference)
    raised = model(replace(counted, session=_raised(counted.session, booklet.conditions)))
    lines = []
    for phase in PHASES:
        figure = getattr(booklet, f"{phase}_min")
        if figure is not None:
            base, of_model = _likely(in_reference, phase), _minutes(shares, phase)
            if base:
                ratio = of_model.likely / base
                allowed = _likely(raised, phase) / base  # without what expertise and contextualisation would take away
                reasons = tuple(_reasons(phase, counted, reference))
            else:  # coefficients of 0: the model says nothing of this phase
                ratio = allowed = Fraction(1)
                reasons = ("no_model",)
            adjusted = figure * (ratio if ratio >= 1 else min(Fraction(1), allowed))
            around = of_model.scaled(adjusted / of_model.likely) if of_model.likely else Minutes(*[adjusted] * 3)
            kept = ratio < 1 <= allowed
            lines.append(BookletLine(phase, Fraction(figure), ratio, around, kept, reasons))
    return tuple(lines)


def _minutes(shares: tuple[Share, ...], phase: Phase) -> Minutes:
    return total(share.minutes for share in shares if share.phase == phase)


def _likely(shares: tuple[Share, ...], phase: Phase) -> Fraction:
    return _minutes(shares, phase).likely


def _reference(counted: Drivers, conditions: BookletConditions) -> Drivers:
    """The session that the booklet is about: its team and groups, the designer's durations, the same weeks."""
    session = counted.session
    size = conditions.participants or round(Fraction(counted.participants, len(counted.groups)))
    groups = tuple(Group(id=f"reference-{number}", size=max(size, 1)) for number in range(1, conditions.groups + 1))
    trainers = tuple(
        Trainer(id=f"reference-{number}", name="-", expertise=conditions.expertise, rerun=conditions.rerun)
        for number in range(1, conditions.trainers + 1)
    )
    alone = {"groups": (), "trainers": (), "trainers_needed": 1, "together": False}
    activities = []
    for activity in session.activities:
        update = {**alone, "duration_min": activity.designer_duration_min or activity.duration_min}
        if activity.work == "forum":
            update["forum_weeks"] = counted.forum_weeks(activity, counted.groups_of(activity)[0])
        activities.append(activity.model_copy(update=update))
    described = session.model_copy(
        update={
            "trainers": trainers,
            "groups": groups,
            "activities": tuple(activities),
            "rules": session.rules.model_copy(update={"off": ("capacity",)}),
            "contextualisation": conditions.contextualisation,
            "reused_version": False,
            "assistance": False,
        }
    )
    return Drivers(described, groups, counted.weeks, (), who_leads(described, None), {})


def _raised(session: Session, conditions: BookletConditions) -> Session:
    """The session as it would be with no more expertise and no less contextualisation than the booklet's."""
    trainers = tuple(
        trainer.model_copy(update={"expertise": max(trainer.expertise, conditions.expertise, key=EXPERTISES.index)})
        for trainer in session.trainers
    )
    depth = max(session.contextualisation, conditions.contextualisation, key=DEPTHS.index)
    return session.model_copy(update={"trainers": trainers, "contextualisation": depth})


def _reasons(phase: Phase, counted: Drivers, reference: Drivers) -> Iterator[str]:
    """What of the session differs from the booklet's conditions and moves this phase."""
    mine, its = counted.session, reference.session
    preparing, delivering = phase == "preparation", phase == "delivery"
    if {trainer.expertise for trainer in mine.trainers} != {trainer.expertise for trainer in its.trainers}:
        yield "expertise"
    if preparing and mine.contextualisation != its.contextualisation:
        yield "contextualisation"
    if len(mine.trainers) != len(its.trainers):
        yield "team"
    if len(counted.groups) != len(reference.groups):
        yield "groups"
    if not preparing and counted.participants != reference.participants:
        yield "participants"
    if preparing and {trainer.rerun for trainer in mine.trainers} != {trainer.rerun for trainer in its.trainers}:
        yield "rerun"
    if preparing and mine.reused_version:
        yield "reused_version"
    if preparing and mine.assistance:
        yield "assistance"
    if delivering and any(activity.trainers_needed > 1 for activity in mine.activities):
        yield "co_facilitation"
    if phase != "review" and [each.duration_min for each in mine.activities] != [
        each.duration_min for each in its.activities
    ]:
        yield "durations"
