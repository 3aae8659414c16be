"""Drawing on the terminal: tables and sentences within a width, what people wrote shown and never obeyed."""

import io
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rich.text import Text

_NARROWEST = 60
_BOUND = "\ue000"  # stands for a no-break space, at which rich would break a line; no text of a person holds it


def drawn(parts: Iterable[Any], *, width: int, colour: bool) -> str:
    """The parts below one another, lines at most `width` columns wide; without escape codes unless `colour`."""
    from rich.console import Console, Group

    sheet = io.StringIO()
    console = Console(
        file=sheet,
        width=max(width, _NARROWEST),
        force_terminal=colour,
        color_system="standard" if colour else None,
        legacy_windows=False,
        markup=False,
        highlight=False,
        emoji=False,
        _environ={},
    )
    console.print(Group(*parts))
    text = sheet.getvalue().replace(_BOUND, "\u00a0")
    return "\n".join(line.rstrip() for line in text.splitlines()) + "\n"


def styled(text: str, style: str = "") -> "Text":
    """A text that keeps its no-break spaces."""
    from rich.text import Text

    return Text(text.replace("\u00a0", _BOUND).replace("\u202f", _BOUND), style=style)


def item(mark: str, text: str) -> Any:
    """An item of a list, its further lines set in."""
    from rich.table import Table

    found = Table.grid(padding=(0, 1))
    found.add_row(styled(f"  {mark}"), styled(text))
    return found
