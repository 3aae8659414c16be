"""What people answered: Framadate's export, Moodle's (« sondage »), or any table of names and answers. Nobody is named.

A name serves to see that somebody answered twice, and is then forgotten: what is read holds answers and row numbers,
and no finding shows a cell. Each column of answers, or in Moodle each chosen option, is a slot that is offered.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Literal

from calendars.places import plain_name
from planner.files.slot_labels import Order, has_day, meant
from planner.files.table_file import Cell, Row, Table, read_table
from planner.outcome import Finding

Answer = Literal["yes", "maybe", "no", "unknown"]

_WORDS: Mapping[str, Answer] = {
    **dict.fromkeys(("oui", "yes", "o", "y", "x", "ok", "vrai", "true", "disponible", "available"), "yes"),
    **dict.fromkeys(
        (
            "si necessaire",
            "si besoin",
            "sous reserve",
            "under reserve",
            "if need be",
            "if needed",
            "peut etre",
            "maybe",
        ),
        "maybe",
    ),
    **dict.fromkeys(("non", "no", "n", "faux", "false", "indisponible", "unavailable"), "no"),
    **dict.fromkeys(("inconnu", "unknown", "sans reponse", "no answer"), "unknown"),
}
_MARKS: Mapping[str, Answer] = {
    **dict.fromkeys("✓✔☑", "yes"),
    **dict.fromkeys(("(✓)", "(✔)", "(oui)", "(yes)"), "maybe"),
    **dict.fromkeys("✗✘☒", "no"),
    **dict.fromkeys("-–—?", "unknown"),
}
_CODES: Mapping[str, Answer] = {"2": "yes", "1": "maybe", "0": "no"}
"""As Framadate keeps them; where no cell is 2, a 1 is a yes."""
_CHOICE = frozenset({"choix", "choice", "reponse", "option"})
_GROUP = frozenset({"groupe", "groupes", "group", "groups"})
_NAMES = frozenset({
    "nom", "noms", "prenom", "prenoms", "name", "names", "surname", "firstname", "lastname", "participant",
    "participante", "participants", "personne", "stagiaire", "enseignant", "enseignante", "qui", "who",
})  # fmt: skip
_ADDRESSES = frozenset({
    "adresse", "adresses", "courriel", "courriels", "mail", "mel", "email", "messagerie", "address", "login",
    "identifiant",
})  # fmt: skip
_NOT_OF_A_PERSON = frozenset({
    "etablissement", "etablissements", "ecole", "ecoles", "college", "lycee", "school", "structure", "service",
    "groupe", "groupes", "group", "commune", "ville", "postale", "circonscription",
})  # fmt: skip
_NOT_ANSWERED = frozenset(
    {"pas encore repondu", "non encore repondu", "pas encore de reponse", "n a pas encore repondu", "not answered yet"}
)
_UNNAMED = frozenset({"anonyme", "anonymous", "anonym", "anonymes"})


@dataclass(frozen=True)
class OfferedSlots:
    """A poll as those who answer know it: `key` names it, `slots` are on their clock, in order."""

    key: str
    slots: tuple[datetime, ...]


@dataclass(frozen=True)
class Ballots:
    """What a file says. `answers`: for each poll (by key) that it is about, each person's answers to its slots.

    `voters`: how many of these people answered that poll, a « no » to every slot being an answer. `replaced`: rows that
    count no more, each with the later row of the same person.
    """

    file: str
    answers: Mapping[str, tuple[tuple[Answer, ...], ...]]
    voters: Mapping[str, int]
    replaced: tuple[tuple[int, int], ...] = ()


class _Unreadable(Exception):
    def __init__(self, *findings: Finding) -> None:
        super().__init__(findings[0].id)
        self.findings = findings


def read_ballots(path: Path, polls: Sequence[OfferedSlots]) -> Ballots | tuple[Finding, ...]:
    """The ballots of a file on some polls, or all that is wrong with it."""
    table = read_table(path, _is_header, hours=True)
    if table.findings:
        return tuple(_of_ballots(finding) for finding in table.findings)
    place = next((place for place, row in enumerate(table.rows) if _is_header(row)), None)
    if place is None:
        return (Finding("ballots-no-header", table.file),)
    try:
        if (choice := _choice_column(table.rows[place])) is not None:
            return _of_moodle(table, place, choice, polls)
        return _of_columns(table, place, polls)
    except _Unreadable as fault:
        return fault.findings


def _of_ballots(finding: Finding) -> Finding:
    """What is wrong with the table, said of ballots: other tables are logs of hours."""
    if finding.id == "log-empty":
        return replace(finding, id="ballots-empty", excerpt=None)
    if finding.id.startswith("log-"):
        return replace(finding, id="ballots-not-read", excerpt=None, facts={"name": finding.file})
    return replace(finding, excerpt=None)


def _text(cell: Cell) -> str:
    return "" if cell is None else str(cell)


def _is_header(row: Row) -> bool:
    """A row of which a cell names a day, or the « choice » of a Moodle export; not one cut by another delimiter."""
    if _choice_column(row) is not None:
        return True
    labels = [_text(cell) for cell in row.cells]
    return any(map(has_day, labels)) and not any(delimiter in label for label in labels for delimiter in ";\t|")


def _choice_column(row: Row) -> int | None:
    names = [plain_name(_text(cell)) for cell in row.cells]
    places = [place for place, name in enumerate(names) if name in _CHOICE]
    return places[0] if places and places[0] > 0 and not any(has_day(_text(cell)) for cell in row.cells) else None


# --- a column for each slot -----------------------------------------------------------------------------------------


def _of_columns(table: Table, place: int, polls: Sequence[OfferedSlots]) -> Ballots:
    header, rows = table.rows[place], table.rows[place + 1 :]
    labels = [_text(cell) for cell in header.cells]
    framadate = not labels[0]
    if rows and _is_second_header(rows[0]):
        labels = [day and f"{day} {_text(rows[0].cell(number))}" for number, day in enumerate(labels)]
        rows = rows[1:]
    first = next(number for number, label in enumerate(labels) if has_day(label))
    who = _name_columns(labels, first, rows)
    columns = _columns(
        table.file, header.number, ["" if n in who else label for n, label in enumerate(labels)], first, polls
    )  # fmt: skip
    codes = any(_text(cell) == "2" for row in rows for cell in row.cells[first:])
    ballots = _People()
    replaced: list[tuple[int, int]] = []
    wrong: list[Finding] = []
    for row in rows:
        if not any(cell is not None for cell in row.cells):
            continue
        if any(cell is not None for cell in row.cells[len(labels) :]):
            wrong.append(Finding("ballots-too-many-cells", table.file, row.number, facts={"columns": len(labels)}))
            continue
        answers = {}
        for number, slot in columns.items():
            answer = _answer(_text(row.cell(number)), codes)
            if answer is None:
                wrong.append(Finding("ballots-unknown-answer", table.file, row.number, facts={"column": number + 1}))
            else:
                answers[slot] = answer
        answered = {key for (key, _), answer in answers.items() if answer != "unknown"}
        if framadate and set(answers.values()) <= {"no", "unknown"}:
            answers = dict.fromkeys(answers, "unknown")  # an old Framadate writes « Non » for no answer at all
        replaced += ballots.add(row.number, [_text(row.cell(number)) for number in who], answers, answered)
    if wrong:
        raise _Unreadable(*wrong)
    if not ballots.rows:
        raise _Unreadable(Finding("ballots-no-rows", table.file))
    found = _by_poll(ballots, set(columns.values()), polls)
    return Ballots(table.file, found, ballots.voters(found), tuple(replaced))


def _name_columns(labels: Sequence[str], first: int, rows: Sequence[Row]) -> tuple[int, ...]:
    """The columns that say who answers: those called names, else those called addresses, else the first before the
    slots that holds no dates. A form's own column, the moment of an answer, tells nobody from anybody else."""
    words = {n: set(plain_name(label).split()) for n, label in enumerate(labels) if not has_day(label)}
    for called in (_NAMES, _ADDRESSES):
        if found := tuple(number for number, own in words.items() if own & called and not own & _NOT_OF_A_PERSON):
            return found
    cells = ((n, [cell for row in rows if (cell := row.cell(n)) is not None]) for n in range(first))
    return tuple(n for n, own in cells if own and not all(map(_is_moment, own)))[:1]


def _is_moment(cell: Cell) -> bool:
    return isinstance(cell, date | timedelta) or has_day(_text(cell))


def _is_second_header(row: Row) -> bool:
    """The hours of a Framadate poll, below its days; anybody's table may have them so."""
    return row.cell(0) is None and any(_answer(_text(cell), codes=True) is None for cell in row.cells[1:])


Slot = tuple[str, int]
"""A poll's key, and the place of one of its slots."""


def _columns(file: str, line: int, labels: Sequence[str], first: int, polls: Sequence[OfferedSlots]) -> dict[int, Slot]:
    """Which slot each column is about. Days come before months, unless only the other order makes sense."""
    named = {number: label for number, label in enumerate(labels) if number >= first and label}
    tried = [_matched(file, line, named, polls, order) for order in ("day-month", "month-day")]
    columns, findings = next((each for each in tried if not each[1]), tried[0])
    if tried[0] != tried[1] and not tried[0][1] and not tried[1][1]:
        findings = [Finding("ballots-day-or-month", file, line)]
    if findings:
        raise _Unreadable(*findings)
    about = {key for key, _ in columns.values()}
    missing = [
        (p.key, s) for p in polls if p.key in about for s in range(len(p.slots)) if (p.key, s) not in columns.values()
    ]
    if missing:
        slots = tuple(next(p for p in polls if p.key == key).slots[slot] for key, slot in missing)
        raise _Unreadable(Finding("ballots-missing-slot", file, line, facts={"slots": slots}))
    return columns


def _matched(
    file: str, line: int, named: Mapping[int, str], polls: Sequence[OfferedSlots], order: Order
) -> tuple[dict[int, Slot], list[Finding]]:
    found = {
        number: [(poll.key, slot) for poll in polls for slot in meant(label, poll.slots, order)]
        for number, label in named.items()
    }
    if not any(found.values()):
        return {}, [Finding("ballots-other-poll", file, line, facts=_offered(polls))]
    alone = [p.key for p in polls if all(any(key == p.key for key, _ in slots) for slots in found.values())]
    if len(alone) == 1:  # hours that two polls share: the file is about the one that has them all
        found = {number: [slot for slot in slots if slot[0] == alone[0]] for number, slots in found.items()}
    columns: dict[int, Slot] = {}
    findings = []
    for number, slots in found.items():
        facts = {"column": number + 1, **_offered(polls)}
        if len(slots) != 1:
            id = "ballots-ambiguous-slot" if slots else "ballots-unknown-slot"
            findings.append(Finding(id, file, line, facts=facts | {"keys": tuple(key for key, _ in slots)}))
        elif slots[0] in columns.values():
            findings.append(Finding("ballots-slot-twice", file, line, facts=facts))
        else:
            columns[number] = slots[0]
    return columns, findings


def _offered(polls: Sequence[OfferedSlots]) -> dict[str, object]:
    return {"slots": tuple(dict.fromkeys(slot for poll in polls for slot in poll.slots))}


def _answer(text: str, codes: bool) -> Answer | None:
    """What a cell says; None where it is no answer. An empty cell is none given."""
    text = text.strip().removeprefix("'")
    if not text:
        return "unknown"
    if text in _CODES:
        return _CODES[text] if codes or text == "0" else "yes"
    if mark := _MARKS.get(text.casefold()):
        return mark
    return _WORDS.get(plain_name(text))


# --- a row for each choice ------------------------------------------------------------------------------------------


def _of_moodle(table: Table, place: int, choice: int, polls: Sequence[OfferedSlots]) -> Ballots:
    header = table.rows[place]
    names = [plain_name(_text(cell)) for cell in header.cells]
    who = [number for number in range(choice) if names[number] not in _GROUP]
    chosen: dict[tuple[str, ...], list[tuple[int, str]]] = {}
    for row in table.rows[place + 1 :]:
        option = _text(row.cell(choice))
        if option and plain_name(option) not in _NOT_ANSWERED:
            chosen.setdefault(tuple(plain_name(_text(row.cell(n))) for n in who), []).append((row.number, option))
    if not chosen:
        raise _Unreadable(Finding("ballots-no-rows", table.file))
    options = {number: option for each in chosen.values() for number, option in each}
    slots = _options(table.file, options, polls)
    several = any(len({slots[number] for number, _ in each}) > 1 for each in chosen.values())
    other: Answer = "no" if several else "unknown"  # who may choose one slot alone says nothing of the others
    ballots = _People()
    about = {key for key, _ in slots.values()}
    for each in chosen.values():
        yes = {slots[number] for number, _ in each}
        theirs = [(p.key, s) for p in polls if p.key in about for s in range(len(p.slots))]
        chosen_of = {key for key, _ in yes} if not several else about
        ballots.add(each[0][0], [], {slot: "yes" if slot in yes else other for slot in theirs}, chosen_of)
    answered = _by_poll(ballots, {(key, 0) for key in about}, polls)
    return Ballots(table.file, answered, ballots.voters(answered))


def _options(file: str, options: Mapping[int, str], polls: Sequence[OfferedSlots]) -> dict[int, Slot]:
    """The slot that each row chooses."""
    tried: list[tuple[dict[int, Slot], list[Finding]]] = []
    for order in ("day-month", "month-day"):
        found = {n: [(p.key, s) for p in polls for s in meant(o, p.slots, order)] for n, o in options.items()}
        alone = [p.key for p in polls if all(any(key == p.key for key, _ in slots) for slots in found.values())]
        if len(alone) == 1:
            found = {number: [slot for slot in slots if slot[0] == alone[0]] for number, slots in found.items()}
        findings = [
            Finding("ballots-ambiguous-choice" if slots else "ballots-unknown-choice", file, n, facts=_offered(polls))
            for n, slots in found.items()
            if len(slots) != 1
        ]
        if not any(found.values()):
            findings = [Finding("ballots-other-poll", file, facts=_offered(polls))]
        tried.append(({number: slots[0] for number, slots in found.items() if slots}, findings))
    slots, findings = next((each for each in tried if not each[1]), tried[0])
    if findings:
        raise _Unreadable(*findings)
    return slots


# --- people ---------------------------------------------------------------------------------------------------------


class _People:
    """Answers by person: of one who answers twice, the later row counts. Who gave no name is nobody else."""

    def __init__(self) -> None:
        self.rows: dict[object, tuple[int, dict[Slot, Answer], set[str]]] = {}

    def add(
        self, row: int, name: Sequence[str], answers: dict[Slot, Answer], answered: set[str]
    ) -> Iterator[tuple[int, int]]:
        """A person's row; `answered`: the polls (by key) to which it says anything. Tells the row that it replaces."""
        plain = plain_name(" ".join(name))
        person: object = row if not plain or plain.split()[0] in _UNNAMED else plain
        earlier = self.rows.pop(person, None)
        self.rows[person] = row, answers, answered
        return iter([(earlier[0], row)] if earlier else [])

    def voters(self, polls: Iterable[str]) -> dict[str, int]:
        """How many people answered each poll."""
        return {key: sum(key in answered for _, _, answered in self.rows.values()) for key in polls}


def _by_poll(
    people: _People, about: set[Slot], polls: Sequence[OfferedSlots]
) -> dict[str, tuple[tuple[Answer, ...], ...]]:
    return {
        poll.key: tuple(
            tuple(answers.get((poll.key, slot), "unknown") for slot in range(len(poll.slots)))
            for _, answers, _ in people.rows.values()
        )
        for poll in polls
        if any(key == poll.key for key, _ in about)
    }
