"""How far a long piece of work is, on standard error: a live bar on a terminal, elsewhere a line for each phase."""

import os
import sys
from typing import TYPE_CHECKING, Any

import typer

from planner.messages.texts import Texts

if TYPE_CHECKING:
    from planner.academy import Progress


class ProgressBar:
    """Told each step (`planner.academy.Progress`); to be closed, or used as a context."""

    def __init__(self, texts: Texts) -> None:
        self.texts = texts
        self._phase: str | None = None
        self._bar: Any = None
        self._task: Any = None
        self._live = sys.stderr.isatty() and os.environ.get("TERM") != "dumb"

    def __enter__(self) -> "ProgressBar":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __call__(self, step: "Progress") -> None:
        """Show where the work stands."""
        words = phase_words(step.phase, self.texts)
        if not self._live:
            if step.phase != self._phase:
                typer.echo(words, err=True)
        else:
            if self._bar is None:
                self._open(words)
            found = details(step, self.texts)
            self._bar.update(self._task, description=words, total=step.total or None, completed=step.done, found=found)
            self._bar.start()  # once; shown from the first step on
        self._phase = step.phase

    def say(self, text: str) -> None:
        """A line of its own, above the bar."""
        if self._bar is not None:
            self._bar.console.print(text, markup=False, highlight=False)
        else:
            typer.echo(text, err=True)

    def close(self) -> None:
        """Leave the terminal as it was."""
        if self._bar is not None:
            self._bar.stop()
            self._bar = None
            self._live = False

    def _open(self, words: str) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

        self._bar = Progress(
            TextColumn("{task.description}", markup=False),
            BarColumn(bar_width=24),
            MofNCompleteColumn(),
            TextColumn("{task.fields[found]}", markup=False),
            console=Console(file=sys.stderr),
            transient=True,
            refresh_per_second=4,
        )
        self._task = self._bar.add_task(words, found="")


def phase_words(phase: str, texts: Texts) -> str:
    """What is being done."""
    said = {
        "read": texts.say("Reading the sessions …"),
        "bound": texts.say("Looking for what no plan can beat …"),
        "place": texts.say("Placing the sessions …"),
        "improve": texts.say("Improving the plan …"),
        "check": texts.say("Checking every rule …"),
        "explain": texts.say("Explaining what has no place …"),
        "write": texts.say("Writing the calendars …"),
    }
    return said[phase]


def details(step: "Progress", texts: Texts) -> str:
    """Sessions placed, the gap to the bound, the time left, as far as they are known."""
    parts = []
    if step.phase not in ("read", "write"):
        parts.append(texts.count("{number} placed", "{number} placed", step.placed))
    if step.gap is not None:
        from planner.messages.reports import number

        parts.append(texts.say("gap {percent} %", percent=number(round(step.gap * 100, 1), texts)))
    if step.left_s is not None:
        minutes, seconds = divmod(max(0, int(step.left_s)), 60)
        parts.append(texts.say("{minutes}:{seconds} left", minutes=minutes, seconds=f"{seconds:02}"))
    return ", ".join(parts)
