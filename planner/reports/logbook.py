"""A participant's logbook (carnet de bord): each activity with its estimated time, its week and its days (I.J).

One for each group, on the clock of its place. It names the group and the trainers who lead it, and nobody else (P1);
the designer's figure and the trainer's stand side by side (P6).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from calendars.places import Place, place
from planner.messages.named import Named
from planner.messages.rules import rule_name
from planner.messages.texts import Texts
from planner.plan import Plan
from planner.reports.html import render
from planner.session import Activity, Derogation, Group, Session


@dataclass(frozen=True)
class Step:
    """When a part of an activity is done: a class from `start` to `end`, or work on the days `first` to `last`."""

    first: date
    last: date
    duration_min: int
    start: datetime | None = None
    end: datetime | None = None
    trainers: tuple[str, ...] = ()


@dataclass(frozen=True)
class Line:
    """An activity and its steps, in the order of time. `designed_min` is the designer's estimate."""

    activity: Activity
    designed_min: int
    steps: tuple[Step, ...]


def logbook_files(session: Session, plan: Plan, texts: Texts, group: str | None = None) -> dict[str, bytes]:
    """`logbooks/<group>.html` of each planned group; of one group (or of its parts, where it is split) if asked."""
    wanted = [
        each
        for each in session.planned_groups()
        if group in (None, each.id) or session.group_in_file(each.id).id == group
    ]
    return {f"logbooks/{each.id}.html": logbook(session, plan, each, texts) for each in wanted}


def logbook(session: Session, plan: Plan, group: Group, texts: Texts) -> bytes:
    """The page of one planned group."""
    named = Named(session, texts)
    here = place(group.department or session.department)
    lines = sorted(_lines(session, plan, group, here, named), key=lambda line: (line.steps[0].first, _hour(line)))
    return render(
        "logbook",
        texts,
        session=session,
        place=here,
        group=named.group(group.id),
        lines=lines,
        trainers=list(dict.fromkeys(name for line in lines for step in line.steps for name in step.trainers)),
        derogations=_derogations(session, lines),
        rules_off=[rule_name(rule, texts) for rule in session.rules.off],
        estimated_min=sum(line.activity.duration_min for line in lines),
        designed_min=sum(line.designed_min for line in lines),
    )


def _lines(session: Session, plan: Plan, group: Group, here: Place, named: Named) -> Iterator[Line]:
    for activity in session.activities:
        classes = [
            Step(
                here.local(placement.start).date(),
                here.local(placement.start).date(),
                placement.duration_min,
                here.local(placement.start),
                here.local(placement.end),
                tuple(named.trainer(trainer) for trainer in placement.trainers),
            )
            for placement in plan.placements
            if placement.activity == activity.id and group.id in placement.groups
        ]
        work = [
            Step(block.first, block.last, block.duration_min)
            for block in plan.blocks
            if block.activity == activity.id and block.group == group.id
        ]
        if steps := sorted((*classes, *work), key=lambda step: step.first):
            yield Line(activity, activity.designer_duration_min or activity.duration_min, tuple(steps))


def _hour(line: Line) -> str:
    """Work of a day stands before a class of the same day only where the file has them so."""
    return line.steps[0].start.isoformat() if line.steps[0].start else ""


def _derogations(session: Session, lines: list[Line]) -> list[Derogation]:
    """Those of weeks in which something is asked of this group."""
    asked = {step.first.isocalendar()[:2] for line in lines for step in line.steps}
    return [derogation for derogation in session.derogations if derogation.week.isocalendar()[:2] in asked]
