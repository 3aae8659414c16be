"""Who takes part in what: the rows of the enrolment tables. A row is named by its number, never by the person."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from planner.files.academy_table import AcademyTable
from planner.files.log_columns import plain_words
from planner.files.sheets import is_formula_fault, shown
from planner.files.table_file import Row
from planner.outcome import Finding

LONGEST_PERSON = 200


@dataclass(frozen=True)
class EnrolmentRow:
    """A row as written: `group` is an id or a name of a group, None where the cell is empty."""

    table: AcademyTable
    row: Row
    person: str
    session: str
    group: str | None

    def finding(self, message_id: str, role: str, **facts: Any) -> Finding:
        """A finding about the row; only what names a session or a group is shown of it."""
        return self.table.finding(message_id, self.row, role, show=role != "person", **facts)


@dataclass(frozen=True)
class Enrolled:
    """How many people are enrolled, by session, then by what the rows call the group."""

    counts: Mapping[str, Mapping[str | None, int]]

    def groups(self, session: str) -> tuple[str, ...]:
        """What the rows call the groups of a session, sorted."""
        return tuple(sorted(name for name in self.counts.get(session, {}) if name is not None))

    def size(self, session: str, *names: str | None, alone: bool = False) -> int:
        """How many people are in the group that has any of these names; `alone`: also those without a group."""
        wanted = {plain_words(name) for name in names if name}
        counts = self.counts.get(session, {})
        return sum(
            number for name, number in counts.items() if (alone if name is None else plain_words(name) in wanted)
        )


def read_enrolments(tables: Iterable[AcademyTable]) -> tuple[list[EnrolmentRow], list[Finding]]:
    """The rows that say a person and a session, in order, and what is wrong with the others."""
    rows: list[EnrolmentRow] = []
    findings: list[Finding] = []
    for table in tables:
        if table.kind == "enrolments":
            for row in table.rows:
                read = _read(table, row)
                if isinstance(read, EnrolmentRow):
                    rows.append(read)
                else:
                    findings += read
    return rows, findings


def counted(rows: Iterable[EnrolmentRow]) -> Enrolled:
    """The people of each session and group, a person who stands there twice counted once."""
    people: dict[str, dict[str | None, set[str]]] = defaultdict(lambda: defaultdict(set))
    for row in rows:
        people[row.session][row.group].add(row.person)
    return Enrolled(
        {id: {group: len(who) for group, who in groups.items()} for id, groups in people.items()},
    )


def _read(table: AcademyTable, row: Row) -> EnrolmentRow | list[Finding]:
    person, session, group = (table.cell(row, role) for role in ("person", "session", "group"))
    findings = []
    for role, cell in (("person", person), ("session", session), ("group", group)):
        if is_formula_fault(cell):
            findings.append(table.finding("table-formula", row, role))
        elif cell is None and role != "group":
            findings.append(table.finding("table-empty-cell", row, role, key=role))
        elif role == "person" and len(shown(cell)) > LONGEST_PERSON:
            found = len(shown(cell))
            fault = table.finding("text-too-long", row, role, show=False, key=role, found=found, limit=LONGEST_PERSON)
            findings.append(fault)
    if findings:
        return findings
    return EnrolmentRow(table, row, shown(person), shown(session), None if group is None else shown(group))
