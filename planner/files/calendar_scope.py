"""Whose calendar an .ics file is, as `planner.reports.calendar_files` writes them: by its place, else by its name."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from calendars.ics_text import Component
from calendars.places import plain_name
from planner.plan import Scope
from planner.session import Session


def scope_of(file: str, calendars: Sequence[Component], session: Session) -> Scope | None:
    """The group or trainer whose own calendar a file is; None for the calendar of the session, or of nobody known.

    `groups/lyon.ics` is that of the group lyon. Elsewhere the name that the calendar gives itself says so, where only
    one group or trainer has it.
    """
    by_folder = {
        "groups": [Scope("group", group.id) for group in session.planned_groups()],
        "trainers": [Scope("trainer", trainer.id) for trainer in session.trainers],
    }
    path = Path(file).absolute()
    for scope in by_folder.get(path.parent.name, ()):
        if scope.id == path.stem:
            return scope
    said = {plain_name(calendar.text(name)) for calendar in calendars for name in ("X-WR-CALNAME", "NAME")} - {""}
    if plain_name(session.title) in said:
        return None
    named = {scope for name, scope in _names(session) if plain_name(f"{session.title} {name}") in said}
    return named.pop() if len(named) == 1 else None


def _names(session: Session) -> Iterator[tuple[str, Scope]]:
    for group in session.planned_groups():
        yield group.name or group.id, Scope("group", group.id)
    for trainer in session.trainers:
        yield trainer.name, Scope("trainer", trainer.id)
        yield f"{trainer.name} {trainer.id}", Scope("trainer", trainer.id)
