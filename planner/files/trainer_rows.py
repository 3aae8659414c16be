"""The trainers of an academy, each described once: in a table of their own, or where a session's row names them."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from calendars.places import plain_name
from planner.files.academy_table import AcademyTable
from planner.files.cell_values import (
    days_texts,
    department_text,
    duration_value,
    expertise_text,
    hours_value,
    slug,
)
from planner.files.locate import Path as DataPath
from planner.files.sheets import shown
from planner.files.table_file import Cell, Row
from planner.files.values import validated
from planner.near_names import NearNames
from planner.outcome import Finding
from planner.session import Trainer

_ENTRY = re.compile(r"(?P<label>[^<>()]*?)\s*(?:<(?P<email>[^<>]*)>)?\s*(?:\((?P<expertise>[^()]*)\))?")
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_COLUMN_OF: Mapping[str, str] = {"absent": "absences"}


def _paths(cell: Cell) -> list[str]:
    return [part.strip() for part in re.split(r"[;\n]", shown(cell)) if part.strip()]


_READ: Mapping[str, tuple[str, Callable[[Cell], Any]]] = {
    "id": ("id", shown),
    "name": ("name", shown),
    "email": ("email", shown),
    "department": ("department", department_text),
    "expertise": ("expertise", lambda cell: expertise_text(shown(cell))),
    "absences": ("absent", days_texts),
    "busy": ("busy", _paths),
    "working_hours": ("working_hours", hours_value),
    "max_delivery_day": ("max_delivery_day", duration_value),
    "max_delivery_week": ("max_delivery_week", duration_value),
    "weekly_limit": ("weekly_limit", duration_value),
}
"""For each column the key that a session file has, and how its cell is read."""


@dataclass(frozen=True)
class TrainerRow:
    """A row of the trainers' table, as values with their places."""

    table: AcademyTable
    row: Row
    data: dict[str, Any]

    def finding(self, message_id: str, path: DataPath, *, at_key: bool = False, **facts: Any) -> Finding:
        """A finding about what a column of the row says; `path` begins with the trainer's key."""
        key = str(path[0]) if path else "id"
        message_id = "table-empty-cell" if message_id == "missing-key" else message_id
        return self.table.finding(message_id, self.row, _COLUMN_OF.get(key, key), path, **facts)


@dataclass
class Team:
    """All trainers that tables describe: their data by id, and what else they may be called."""

    rows: dict[str, TrainerRow] = field(default_factory=dict)
    data: dict[str, dict[str, Any]] = field(default_factory=dict)
    called: dict[str, set[str]] = field(default_factory=dict)
    has_table: bool = False

    def find(self, label: str) -> str | None:
        """The id of a trainer by id, e-mail or name (either way round); None where nobody or several bear it."""
        if label in self.data:
            return label
        found = self.called.get(_called(label), set())
        return next(iter(found)) if len(found) == 1 else None

    def add(self, data: dict[str, Any], row: TrainerRow | None = None) -> None:
        """Describe a trainer; the first description of an id stays."""
        id = str(data["id"])
        if id in self.data:
            return
        self.data[id] = data
        if row is not None:
            self.rows[id] = row
        for name in (id, data.get("name"), data.get("email")):
            if name:
                self.called.setdefault(_called(str(name)), set()).add(id)

    def near(self, label: str) -> tuple[str, ...]:
        """Ids and names that a label may have meant."""
        return self._near.of(label)

    @cached_property
    def _near(self) -> NearNames:
        return NearNames([*self.data, *(str(data["name"]) for data in self.data.values() if data.get("name"))])


def read_trainers(tables: Iterable[AcademyTable]) -> tuple[Team, list[Finding]]:
    """The trainers of the tables, and what is wrong with their rows. Who is wrong is known all the same, by id."""
    team = Team()
    findings: list[Finding] = []
    for table in tables:
        if table.kind != "trainers":
            continue
        team.has_table = True
        for row in table.rows:
            findings += _read(table, row, team)
    return team, findings


def _read(table: AcademyTable, row: Row, team: Team) -> list[Finding]:
    faults = [table.finding("table-formula", row, role, path=(role,)) for role in table.formula_faults(row)]
    faulty = {finding.path[0] for finding in faults}
    data: dict[str, Any] = {
        key: read(cell)
        for role, (key, read) in _READ.items()
        if (cell := table.cell(row, role)) is not None and role not in faulty
    }
    if (first_name := table.cell(row, "first_name")) is not None and "name" in data:
        data["name"] = f"{shown(first_name)} {data['name']}"
    described = TrainerRow(table, row, data)
    _, wrong = validated(Trainer, described)
    wrong = tuple(finding for finding in wrong if finding.path[:1] not in {fault.path for fault in faults})
    findings = [*faults, *(replace(finding, facts={**finding.facts, "of": "trainer"}) for finding in wrong)]
    id = data.get("id")
    if not isinstance(id, str) or any(finding.path[:1] == ("id",) for finding in findings):
        return findings
    if id in team.rows:
        first = team.rows[id]
        twice = table.finding("table-trainer-twice", row, "id", found=id, other=place_text(first.table, first.row))
        return [*findings, twice]
    bad = {finding.path[0] for finding in findings if finding.path}
    kept = {key: value for key, value in data.items() if key not in bad and _COLUMN_OF.get(key, key) not in bad}
    team.add({"name": "-", **kept}, described)
    return findings


def place_text(table: AcademyTable, row: Row) -> str:
    """Where a row is, for a sentence: `academie.xlsx, Formateurs!12`, `formateurs.csv:12`."""
    sheet = table.sheet
    return f"{sheet.file}:{row.number}" if sheet.name is None else f"{sheet.file}, {sheet.name}!{row.number}"


def entries(text: str) -> list[str]:
    """The people of a cell, separated by semicolons or line breaks."""
    return [part.strip() for part in re.split(r"[;\n]", text) if part.strip()]


def described_in(entry: str) -> dict[str, Any] | None:
    """What an entry says of a trainer, `id Name <email> (expertise)`; None where it has another form.

    An entry of one word is an id or says nothing more; two words with capitals are a name, whose id is made of it.
    """
    match = _ENTRY.fullmatch(entry)
    label = match["label"].strip() if match else ""
    if match is None or not label:
        return None
    words = label.split()
    data: dict[str, Any] = {"label": label}
    if len(words) == 2 and all(word[0].isupper() and word.replace("-", "").isalpha() for word in words):
        data |= {"id": slug(label), "name": label}
    elif _ID.fullmatch(words[0]):
        data |= {"id": words[0]} | ({"name": " ".join(words[1:])} if words[1:] else {})
    if match["email"]:
        data["email"] = match["email"].strip()
    if match["expertise"]:
        data["expertise"] = expertise_text(match["expertise"])
    return data


def busy_from(folder: Path, data: Mapping[str, Any], row: TrainerRow | None) -> dict[str, Any]:
    """A trainer's data for a session in `folder`: calendars are named relative to the table that names them."""
    home = row.table.path.parent if row is not None else folder
    if home == folder or not data.get("busy"):
        return dict(data)
    return {**data, "busy": [str((home / name).absolute()) for name in data["busy"]]}


def _called(name: str) -> str:
    """« DURAND Alice » is Alice Durand."""
    return name.casefold().strip() if "@" in name else " ".join(sorted(plain_name(name).split()))
