"""A trainer's weeks as bars: where each line and rectangle of the drawing stands. Values only, in units of the drawing.

Drawn by the template as inline SVG. A plot library would bring 30 to 60 MB and its own fonts for some forty rectangles
whose patterns must stay readable in grey and whose text must be the page's own.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from planner.workload.results import PHASES, ZERO, Minutes, Phase, WeekLoad, total

WIDTH, HEIGHT = 760.0, 230.0
_LEFT, _RIGHT, _TOP, _BOTTOM = 46.0, 12.0, 16.0, 38.0
_MOST_GRID_LINES = 6
_STEPS_H = (1, 2, 5, 10, 20, 50, 100, 200, 500)
_WEEK = timedelta(days=7)


@dataclass(frozen=True)
class LoadOfWeek:
    """What one trainer works in the week of a Monday, by phase and in all. `closed`: no day of it is open."""

    week: date
    phases: Mapping[Phase, Minutes]
    closed: bool

    @property
    def whole(self) -> Minutes:
        """All phases together."""
        return total(self.phases.values())


@dataclass(frozen=True)
class Segment:
    """A phase's part of a bar, from `y` down."""

    phase: Phase
    y: float
    height: float


@dataclass(frozen=True)
class Bar:
    """A week: its segments reach the likely figure, a line spans low to high; `mark` is a letter above it."""

    load: LoadOfWeek
    x: float
    width: float
    segments: tuple[Segment, ...]
    low_y: float
    high_y: float
    mark: str

    @property
    def middle(self) -> float:
        """Where the line from low to high stands."""
        return round(self.x + self.width / 2, 1)


@dataclass(frozen=True)
class GridLine:
    """A horizontal line at so many hours."""

    hours: int
    y: float


@dataclass(frozen=True)
class MonthMark:
    """Where the first week of a month begins."""

    first: date
    x: float


@dataclass(frozen=True)
class Chart:
    """The whole drawing, WIDTH by HEIGHT. `limit_y` is None where the trainer has no limit in the drawing."""

    bars: tuple[Bar, ...]
    grid: tuple[GridLine, ...]
    months: tuple[MonthMark, ...]
    limit_y: float | None
    left: float
    right: float
    top: float
    bottom: float


def loads_of(
    trainer: str, weeks: Iterable[WeekLoad], span: Sequence[date], closed: frozenset[date]
) -> list[LoadOfWeek]:
    """Each week of `span` for a trainer, also those without work."""
    phases: dict[date, dict[Phase, Minutes]] = {}
    for load in weeks:
        if load.trainer == trainer:
            own = phases.setdefault(load.week, {})
            own[load.phase] = own.get(load.phase, ZERO) + load.minutes
    return [LoadOfWeek(week, phases.get(week, {}), week in closed) for week in span]


def span_of(weeks: Iterable[date]) -> tuple[date, ...]:
    """Every Monday from the first to the last."""
    known = sorted(weeks)
    if not known:
        return ()
    return tuple(known[0] + number * _WEEK for number in range((known[-1] - known[0]) // _WEEK + 1))


def chart_of(
    loads: Sequence[LoadOfWeek], top_min: Fraction, limit_min: Fraction | None, marks: Mapping[date, str]
) -> Chart:
    """The drawing of a trainer's weeks on a scale from nothing to `top_min`; `marks` are letters by Monday."""
    right, bottom = WIDTH - _RIGHT, HEIGHT - _BOTTOM
    step_h = next(step for step in _STEPS_H if top_min <= step * 60 * _MOST_GRID_LINES or step == _STEPS_H[-1])
    lines = int(-(-top_min // (step_h * 60))) or 1
    scale = (bottom - _TOP) / (lines * step_h * 60)

    def y(minutes: Fraction | int) -> float:
        return round(bottom - float(minutes) * scale, 1)

    pitch = (right - _LEFT) / max(len(loads), 1)
    bars = tuple(
        Bar(
            load,
            round(_LEFT + number * pitch + pitch * 0.14, 1),
            round(pitch * 0.72, 1),
            tuple(_segments(load, y)),
            y(load.whole.low),
            y(load.whole.high),
            marks.get(load.week, ""),
        )
        for number, load in enumerate(loads)
    )
    return Chart(
        bars,
        tuple(GridLine(number * step_h, y(number * step_h * 60)) for number in range(lines + 1)),
        tuple(_months(loads, pitch)),
        y(limit_min) if limit_min is not None and limit_min <= lines * step_h * 60 else None,
        _LEFT,
        right,
        _TOP,
        bottom,
    )


def _segments(load: LoadOfWeek, y: Callable[[Fraction | int], float]) -> Iterable[Segment]:
    below = Fraction(0)
    for phase in PHASES:
        if minutes := load.phases.get(phase, ZERO).likely:
            top = y(below + minutes)
            yield Segment(phase, top, round(y(below) - top, 1))
            below += minutes


def _months(loads: Sequence[LoadOfWeek], pitch: float) -> Iterable[MonthMark]:
    """A month begins with the first week whose Monday is in it."""
    before = None
    for number, load in enumerate(loads):
        month = load.week.replace(day=1)
        if month != before:
            yield MonthMark(month, round(_LEFT + number * pitch, 1))
            before = month
