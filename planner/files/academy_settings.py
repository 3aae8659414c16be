"""What holds for all sessions of an academy: the virtual rooms they share, the rules where a session says nothing."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from pydantic import Field

from planner.files.academy_columns import role_of
from planner.files.academy_table import AcademyTable
from planner.files.cell_values import count_value
from planner.files.log_columns import plain_words
from planner.files.plain_text import read_text
from planner.files.session_rows import READ_RULES, RULE_COLUMNS
from planner.files.sheets import shown
from planner.files.table_file import Row
from planner.files.values import validated
from planner.files.yaml_document import parse_document
from planner.input_values import InputModel, PositiveCount
from planner.near_names import near_names
from planner.outcome import Finding
from planner.session import Rules

SETTINGS_FILES = ("academy.yaml", "academy.yml", "academie.yaml", "academie.yml")
_ROOMS = frozenset({"virtual rooms", "virtual_rooms", "salles virtuelles", "salles", "rooms"})


class AcademySettings(InputModel):
    """An academy's own file, `academy.yaml`. `rules` are the defaults of its sessions."""

    virtual_rooms: PositiveCount | None = None
    rules: Rules = Field(default=Rules.model_construct(), description="where a session says nothing")


@dataclass
class Settings:
    """The settings that were read; `rules` as a session file says them."""

    virtual_rooms: int | None = None
    rules: dict[str, Any] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)

    def completed(self, data: Any) -> Any:
        """A session's data with the academy's rules where it has none of its own."""
        own = data.get("rules") if isinstance(data, dict) else None
        if not self.rules or not isinstance(data, dict) or not isinstance(own, dict | None):
            return data
        return {**data, "rules": {**self.rules, **(own or {})}}

    def read_file(self, path: Path) -> None:
        """Take what an `academy.yaml` says."""
        source = read_text(path, str(path))
        if isinstance(source, Finding):
            self.findings.append(source)
            return
        document, syntax = parse_document(source)
        self.findings += syntax
        if document is None:
            return
        settings, wrong = validated(AcademySettings, document)
        self.findings += wrong
        if settings is not None:
            self.virtual_rooms = settings.virtual_rooms
            self.rules |= document.data.get("rules", {})

    def read_tables(self, tables: Iterable[AcademyTable]) -> None:
        """Take what sheets of settings say, a setting a row."""
        for table in tables:
            if table.kind == "settings":
                for row in table.rows:
                    self._read(table, row)

    def _read(self, table: AcademyTable, row: Row) -> None:
        name, cell = shown(table.cell(row, "setting")), table.cell(row, "value")
        if cell is None or not name:  # a setting without a value, as in an empty template, says nothing
            return
        if next(table.formula_faults(row), None):
            self.findings.append(table.finding("table-formula", row, "value"))
            return
        rule = role_of(name, "sessions")
        if plain_words(name) in _ROOMS:
            data: dict[str, Any] = {"virtual_rooms": count_value(cell)}
        elif rule in RULE_COLUMNS:
            data = {"rules": {rule: READ_RULES[rule](cell)}}
        else:
            known = ("salles virtuelles", "virtual rooms", *RULE_COLUMNS)
            self.findings.append(table.finding("table-unknown-setting", row, "setting", near=near_names(name, known)))
            return
        settings, wrong = validated(AcademySettings, _SettingRow(table, row, data))
        self.findings += [replace(finding, facts={**finding.facts, "key": name}) for finding in wrong]
        if settings is not None:
            self.virtual_rooms = settings.virtual_rooms or self.virtual_rooms
            self.rules |= data.get("rules", {})


@dataclass(frozen=True)
class _SettingRow:
    table: AcademyTable
    row: Row
    data: dict[str, Any]

    def finding(self, message_id: str, path: Any, *, at_key: bool = False, **facts: Any) -> Finding:
        return self.table.finding(message_id, self.row, "value", path, **facts)
