"""Where answers go: sentences on standard output, errors and progress on standard error, or one JSON document."""

import dataclasses
import json
import os
import shutil
import sys
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time
from pathlib import Path
from typing import Any, Literal

import typer

from planner.cli.streams import silence
from planner.messages.texts import Texts

Colour = Literal["auto", "never"]


@dataclasses.dataclass(frozen=True)
class Screen:
    """How to answer this time: `texts` gives the language, `json` asks for one document instead of sentences."""

    texts: Texts
    json: bool = False

    def answer(self, text: str) -> None:
        """A part of the answer, for people; nothing where a document is asked for."""
        if not self.json:
            typer.echo(text)

    def prose(self, text: str, whole: Iterable[str] = ()) -> None:
        """As `answer`, each line folded to the width of the screen; `whole`: paths, which stay on one line."""
        self.answer(self._folded(text, whole))

    def fault(self, text: str, whole: Iterable[str] = ()) -> None:
        """Why there is no answer, for people, on standard error, folded as `prose`."""
        if not self.json:
            _tell(self._folded(text, whole))

    def fault_as_it_is(self, text: str) -> None:
        """As `fault`, for what is laid out already."""
        if not self.json:
            _tell(text)

    def _folded(self, text: str, whole: Iterable[str]) -> str:
        from planner.messages.folding import folded

        kept = tuple(whole)
        return "\n".join(folded(line, self.width, kept) for line in text.split("\n"))

    def progress(self, text: str) -> None:
        """What is going on, on standard error, only where somebody is watching."""
        if sys.stderr.isatty():
            _tell(text)

    def document(self, facts: Mapping[str, Any]) -> None:
        """The answer as one JSON document; nothing where sentences are asked for."""
        if self.json:
            typer.echo(json.dumps(as_data(facts), ensure_ascii=False, indent=2))

    @property
    def width(self) -> int:
        """Columns of the terminal; 100 where nothing says."""
        return shutil.get_terminal_size((100, 24)).columns

    @property
    def colour(self) -> bool:
        """Whether standard output is a terminal that shows colours (https://no-color.org)."""
        return sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def _tell(text: str) -> None:
    try:
        typer.echo(text, err=True)
    except OSError:  # nobody can be told, but the exit code says it too
        silence(sys.stderr)


def as_data(value: Any) -> Any:
    """Facts as JSON knows them: days and moments in ISO 8601, values of ours as objects, sets sorted."""
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, Path):
        return str(value)
    if isinstance(value, Mapping):
        return {str(key): as_data(item) for key, item in value.items()}
    if isinstance(value, set | frozenset):
        return sorted(as_data(item) for item in value)
    if isinstance(value, str) or value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, Sequence):
        return [as_data(item) for item in value]
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {field.name: as_data(getattr(value, field.name)) for field in dataclasses.fields(value)}
    return str(value)
