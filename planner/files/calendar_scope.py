"""Whose calendar an .ics file is, as `planner.reports.calendar_files` writes them: by its place, else by its name."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Literal

from calendars.ics_text import Component
from calendars.places import plain_name
from planner.near_names import near_names
from planner.outcome import Finding
from planner.plan import Plan, Scope
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


def scope_asked(kind: Literal["group", "trainer"], text: str, session: Session) -> Scope | Finding:
    """The group or trainer that a person calls so, by id or name; capitals and accents do not matter."""
    known = session.planned_groups() if kind == "group" else session.trainers
    wanted = plain_name(text)
    found = [each for each in known if plain_name(each.id) == wanted] or [
        each for each in known if plain_name(each.name or "") == wanted
    ]
    if len(found) == 1:
        return Scope(kind, found[0].id)
    names = tuple(each.name or each.id for each in known)
    if found:  # two of one name
        names = tuple(each.id for each in found)
    facts = {"found": text, "known": names, "near": near_names(text, names)}
    return Finding(f"{kind}-of-nobody", f"--{kind}", facts=facts)


def restricted(plan: Plan, scope: Scope) -> Plan:
    """What of a plan is in one's own calendar."""
    if scope.kind == "trainer":
        led = tuple(placement for placement in plan.placements if scope.id in placement.trainers)
        return replace(plan, placements=led, blocks=())
    attended = tuple(placement for placement in plan.placements if scope.id in placement.groups)
    return replace(plan, placements=attended, blocks=tuple(b for b in plan.blocks if b.group == scope.id))


def _names(session: Session) -> Iterator[tuple[str, Scope]]:
    for group in session.planned_groups():
        yield group.name or group.id, Scope("group", group.id)
    for trainer in session.trainers:
        yield trainer.name, Scope("trainer", trainer.id)
        yield f"{trainer.name} {trainer.id}", Scope("trainer", trainer.id)
