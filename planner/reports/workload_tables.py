"""Tables of hours on the terminal: figures that are never broken, names that are where the room is short."""

from collections.abc import Iterable, Sequence

from planner.messages.reports import hours, hours_range, phase_name
from planner.messages.texts import Texts
from planner.reports.sheet import styled
from planner.workload.results import PHASES, Minutes

NARROW = 100
"""Below that many columns, ranges and headings of two words stand on two lines."""
NARROW_FOR_RANGES = 120
"""The same where every cell is a range."""


class HoursTable:
    """A table whose first column names something; the others are figures, on the right."""

    def __init__(self, heading: str, columns: Sequence[str], *, narrow: bool) -> None:
        from rich import box
        from rich.table import Table

        self._narrow = narrow
        self.table = Table(box=box.HORIZONTALS, padding=(0, 1, 0, 0 if self._narrow else 1), pad_edge=False)
        self.table.header_style = "bold"
        self.table.add_column(styled(heading), overflow="fold")
        for column in columns:
            said = "\n".join(column.rsplit(" ", 1)) if self._narrow else column
            self.table.add_column(styled(said), justify="right", no_wrap=True)

    def row(self, name: str, cells: Iterable[str], style: str = "", *, indent: int = 0) -> None:
        """A name, so many columns to the right, and its figures."""
        from rich.padding import Padding

        said = (_on_two_lines(cell) if self._narrow else cell for cell in cells)
        self.table.add_row(Padding(styled(name, style), (0, 0, 0, indent)), *(styled(cell, style) for cell in said))


def _on_two_lines(cell: str) -> str:
    """A likely figure above its range; a range that stands alone broken at its dash."""
    return cell.replace(" (", "\n(") if " (" in cell else cell.replace(" – ", " –\n")


def phase_columns(texts: Texts) -> list[str]:
    """The headings of `phase_cells`."""
    return [*(phase_name(phase, texts) for phase in PHASES), texts.say("in all"), texts.say("low – high")]


def phase_cells(phases: Iterable[Minutes], whole: Minutes, texts: Texts) -> list[str]:
    """The likely hours of each phase and of all, then from where to where these go."""
    return [*(hours(each.likely, texts) for each in (*phases, whole)), hours_range(whole, texts)]
