"""Sessions of a table, one a row: a row becomes what a session file would say, and goes through the same door."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from planner.files.academy_table import AcademyTable
from planner.files.cell_values import (
    count_value,
    day_text,
    days_texts,
    department_text,
    depth_text,
    duration_value,
    hours_value,
    slug,
    yes_no_value,
)
from planner.files.enrolment_rows import Enrolled
from planner.files.locate import Path as DataPath
from planner.files.parcours_shelf import ParcoursIndex
from planner.files.sheets import shown
from planner.files.table_file import Cell, Row
from planner.files.trainer_rows import Team, TrainerRow, busy_from, described_in, entries
from planner.outcome import Finding

_KEYS: Mapping[str, tuple[DataPath, Callable[[Cell], Any]]] = {
    "id": (("id",), shown),
    "title": (("title",), shown),
    "department": (("department",), department_text),
    "first": (("window", "first"), day_text),
    "last": (("window", "last"), day_text),
    "priority": (("priority",), count_value),
    "preferred": (("preferred",), hours_value),
    "stays_open": (("stays_open",), yes_no_value),
    "contextualisation": (("contextualisation",), depth_text),
    "working_hours": (("rules", "working_hours"), hours_value),
    "weekly_cap": (("rules", "weekly_cap"), duration_value),
    "capacity": (("rules", "capacity"), count_value),
    "trainer_gap": (("rules", "trainer_gap"), duration_value),
}
"""Where a column's value stands in a session file, and how its cell is read."""
READ_RULES: Mapping[str, Callable[[Cell], Any]] = {
    role: read for role, (path, read) in _KEYS.items() if path[0] == "rules"
}
RULE_COLUMNS = tuple(READ_RULES)
_ROLES: Mapping[DataPath, str] = {path: role for role, (path, _) in _KEYS.items()}
_SIZE = re.compile(r"(?P<label>.*?)\s*(?::\s*(?P<size>\d{1,6})|\(\s*(?P<in>\d{1,6})\s*\))")
_GROUP_ID = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._-]{0,62}[A-Za-z0-9_-])?")
ONLY_GROUP = "groupe"
"""The id of a session's group where nobody named it."""


@dataclass
class SessionRow:
    """A row of the sessions' table, as values with their places. `people`: where its trainers are described."""

    table: AcademyTable
    row: Row
    data: dict[str, Any] = field(default_factory=dict)
    known: list[Finding] = field(default_factory=list)
    people: Team = field(default_factory=Team)

    def finding(self, message_id: str, path: DataPath, *, at_key: bool = False, **facts: Any) -> Finding:
        """A finding about a cell of the row, or about the row of a trainer whom the table of trainers describes."""
        if message_id == "missing-key":
            message_id = "table-empty-cell"
        if path[:1] == ("trainers",) and len(path) > 2 and (described := self._trainer(path)):
            return described.finding(message_id, path[2:], **facts)
        return self.table.finding(message_id, self.row, self._role(path), path, **facts)

    def _trainer(self, path: DataPath) -> TrainerRow | None:
        team = self.data.get("trainers", [])
        number = path[1]
        if not isinstance(number, int) or number >= len(team) or path[2] == "id":
            return None
        return None if path[2] == "absent" and self._absent_here else self.people.rows.get(team[number]["id"])

    @property
    def _absent_here(self) -> bool:
        return self.table.cell(self.row, "absences") is not None

    def _role(self, path: DataPath) -> str:
        if path[:1] == ("trainers",) and "absent" in path:
            return "absences"
        if path == ("window",):
            return "first"
        return _ROLES.get(path[:2]) or _ROLES.get(path[:1]) or (str(path[0]) if path else "id")

    def wrong(self, message_id: str, path: DataPath, **facts: Any) -> None:
        """Note what is wrong with a value that is not in the data."""
        self.known.append(self.finding(message_id, path, **facts))


def describe(table: AcademyTable, row: Row, team: Team, shelf: ParcoursIndex, enrolled: Enrolled) -> SessionRow:
    """What a row says, as a session file would; what its cells themselves show to be wrong is in `known`."""
    found = SessionRow(table, row, people=team)
    faulty = set(table.formula_faults(row))
    for role in faulty:
        path = _KEYS[role][0] if role in _KEYS else ({"absences": "trainers"}.get(role, role),)
        found.wrong("table-formula", path)
    for role, (path, read) in _KEYS.items():
        cell = table.cell(row, role)
        if cell is not None and role not in faulty:
            _put(found.data, path, read(cell))
    found.data.setdefault("window", {})
    if "parcours" not in faulty:
        _parcours(found, shelf)
    if "trainers" not in faulty:
        _trainers(found, team)
    if "absences" not in faulty:
        _absences(found)
    if "groups" not in faulty:
        _groups(found, enrolled)
    return found


def _put(data: dict[str, Any], path: DataPath, value: Any) -> None:
    for key in path[:-1]:
        data = data.setdefault(str(key), {})
    data[str(path[-1])] = value


def _parcours(found: SessionRow, shelf: ParcoursIndex) -> None:
    cell = found.table.cell(found.row, "parcours")
    if cell is None:
        found.wrong("table-empty-cell", ("parcours",), key="parcours")
        return
    name = shown(cell)
    path = shelf.path_of(name)
    if path is None:
        found.wrong("table-unknown-parcours", ("parcours",), found=name, near=shelf.near(name), allowed=shelf.ids)
    else:
        found.data["parcours"] = path


def _trainers(found: SessionRow, team: Team) -> None:
    cell = found.table.cell(found.row, "trainers")
    folder = found.table.path.parent
    listed: list[dict[str, Any]] = []
    for number, entry in enumerate(entries(shown(cell)) if cell is not None else ()):
        path: DataPath = ("trainers", number)
        said = described_in(entry)
        if said is None:
            found.wrong("table-trainer-form", path, found=entry)
            continue
        label = said.pop("label")
        if id := team.find(label):
            said.pop("name", None)  # the label was a name that the table knows
        elif said.get("id") in team.data:
            id = said["id"]
        if id is None:
            found.wrong("table-unknown-trainer", path, found=label, near=team.near(label), table=team.has_table)
            continue
        trainer = busy_from(folder, team.data[id], team.rows.get(id))
        # another name or address than the table's is said where all descriptions are compared
        trainer |= {key: said[key] for key in ("name", "email", "expertise") if said.get(key)}
        if any(other["id"] == id for other in listed):
            found.wrong("table-named-twice", path, found=entry)
        else:
            listed.append(trainer)
    if listed:
        found.data["trainers"] = listed


def _absences(found: SessionRow) -> None:
    """`durand: 18/01/2027-22/01/2027 ; martin: 01/02/2027`; without a name, of the whole team."""
    cell = found.table.cell(found.row, "absences")
    team = found.data.get("trainers", [])
    if cell is None:
        return
    whole = not any(finding.path[:1] == ("trainers",) for finding in found.known)
    for number, entry in enumerate(entries(cell) if isinstance(cell, str) else [day_text(cell)]):
        name, colon, days = entry.partition(":")
        who = [trainer for trainer in team if not colon or found.people.find(name.strip()) == trainer["id"]]
        if not who and whole:
            path: DataPath = ("trainers", 0, "absent", number)
            found.wrong("table-absent-stranger", path, found=name.strip() if colon else entry)
        for trainer in who:
            trainer["absent"] = [*trainer.get("absent", []), *days_texts(days if colon else entry)]


def _groups(found: SessionRow, enrolled: Enrolled) -> None:
    cell = found.table.cell(found.row, "groups")
    session = str(found.data.get("id", ""))
    labels: list[tuple[str, Any]] = []
    if cell is None:
        labels = [(name, None) for name in enrolled.groups(session)]
        if not labels and enrolled.size(session, alone=True):
            labels = [(ONLY_GROUP, None)]
    elif not isinstance(cell, str) or cell.isdigit():
        labels = [(ONLY_GROUP, count_value(cell))]
    else:
        for entry in entries(cell):
            match = _SIZE.fullmatch(entry)
            labels.append((match["label"], int(match["size"] or match["in"])) if match else (entry, None))
    groups = [_group(label, size) for label, size in labels]
    lacking = False
    for number, group in enumerate(groups):
        if "size" not in group:
            names = (group["id"], group.get("name"))
            group["size"] = enrolled.size(session, *names, alone=len(groups) == 1)
            if not group["size"]:
                lacking = True
                found.wrong("table-no-size", ("groups", number), group=group.get("name") or group["id"])
    if not groups:
        found.wrong("table-no-groups", ("groups",))
    elif not lacking:
        found.data["groups"] = groups


def _group(label: str, size: Any) -> dict[str, Any]:
    group: dict[str, Any] = {"id": label} if _GROUP_ID.fullmatch(label) else {"id": slug(label) or label, "name": label}
    return group if size is None else {**group, "size": size}
