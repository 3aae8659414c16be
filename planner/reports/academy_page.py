"""The index of what an academy plans together, as one self-contained HTML page; never a participant (P2, P3)."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from calendars.places import Place, place
from planner.messages.flags import flag_letter, flag_name
from planner.messages.left_out import left_out_lines, level_name, percent
from planner.messages.reports import hours, hours_range
from planner.messages.texts import Texts
from planner.reports.academy_data import PARTS, Index, TrainerYear, WeekUse
from planner.reports.html import render
from planner.workload.results import Minutes

_WEEK_FLAGS = ("overload", "high_overload", "vigilance")
_STEP, STRIP_HEIGHT = 5, 32


@dataclass(frozen=True)
class Strip:
    """A trainer's weeks as bars in one small drawing: two paths, for weeks within the limit and for those over it."""

    width: int
    within: str
    over: str
    limit_y: float


@dataclass(frozen=True)
class FlaggedWeek:
    """A week near the limit or over it, with the strongest of its flags."""

    week: date
    minutes: Minutes
    kind: str


def academy_page(index: Index, texts: Texts) -> bytes:
    """The page, in UTF-8; the same input gives the same bytes."""
    sessions = {session.id: session for session in index.academy.sessions}
    span = _span(index.weeks, index.trainers)
    top = max((_highest(trainer) for trainer in index.trainers), default=Fraction(1))
    here = _place_of(index)
    busiest = max(index.trainers, key=_most, default=None)
    return render(
        "academy",
        texts,
        index=index,
        total=len(index.academy.sessions),
        left_out=[
            (sessions[each.session], left_out_lines(each, sessions[each.session], texts)) for each in index.left_out
        ],
        trainers=[(trainer, strip_of(trainer, span, top), _flagged(trainer)) for trainer in index.trainers],
        flag_kinds=[kind for kind in _WEEK_FLAGS if any(flag.kind == kind for flag in index.estimates.flags)],
        busiest=busiest if busiest and busiest.busiest else None,
        clock_place=here.name,
        local=here.local,
        parts=[Fraction(part, PARTS) for part in range(1, PARTS + 1)],
        strip_height=STRIP_HEIGHT,
        level_name=lambda level: level_name(level, texts),
        flag_name=lambda kind: flag_name(kind, texts),
        flag_letter=lambda kind: flag_letter(kind, texts),
        hours=lambda minutes: hours(minutes, texts),
        hours_range=lambda minutes: hours_range(minutes, texts),
        percent=lambda part: percent(part, texts),
    )


def strip_of(trainer: TrainerYear, span: Sequence[date], top: Fraction) -> Strip:
    """Bars over the weeks of `span`; `top` minutes are as high as the drawing."""
    within: list[str] = []
    over: list[str] = []
    for number, week in enumerate(span):
        minutes = trainer.weeks.get(week)
        if minutes is None or not minutes.likely:
            continue
        x, height = number * _STEP + _STEP / 2, max(1.0, round(float(minutes.likely / top) * STRIP_HEIGHT, 1))
        bar = f"M{x:g} {STRIP_HEIGHT}v-{height:g}"
        (over if minutes.likely > trainer.limit_min else within).append(bar)
    limit_y = round(STRIP_HEIGHT - float(trainer.limit_min / top) * STRIP_HEIGHT, 1)
    return Strip(len(span) * _STEP, "".join(within), "".join(over), limit_y)


def _place_of(index: Index) -> Place:
    """The place of most sessions; where two have as many, that of the smaller code."""
    departments = Counter(session.department for session in index.academy.sessions)
    return place(min(departments, key=lambda code: (-departments[code], code), default="75"))


def _span(weeks: Iterable[WeekUse], trainers: Iterable[TrainerYear]) -> list[date]:
    """Every week from the first to the last in which anything is done."""
    known = {use.week for use in weeks} | {week for trainer in trainers for week in trainer.weeks}
    if not known:
        return []
    first, last = min(known), max(known)
    return [date.fromordinal(day) for day in range(first.toordinal(), last.toordinal() + 1, 7)]


def _highest(trainer: TrainerYear) -> Fraction:
    return max([trainer.limit_min, *(minutes.likely for minutes in trainer.weeks.values())])


def _most(trainer: TrainerYear) -> Fraction:
    return max((minutes.likely for minutes in trainer.weeks.values()), default=Fraction(0))


def _flagged(trainer: TrainerYear) -> list[FlaggedWeek]:
    found = []
    for week, kinds in sorted(trainer.flags.items()):
        kind = next((kind for kind in _WEEK_FLAGS if kind in kinds), None)
        if kind is not None:
            found.append(FlaggedWeek(week, trainer.weeks[week], kind))
    return found
