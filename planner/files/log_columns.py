"""Which column of a log says what, by the names people give to columns in French and in English.

Columns that name persons, and those in which a platform keeps connections or scores, are not read at all.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, TypeVar

from calendars.places import plain_name
from planner.files.noted_hours import Unit
from planner.files.table_file import Row

LogPhase = Literal["preparation", "delivery", "review"]
Role = Literal["session", "parcours", "phase", "trainer", "noted", "estimated", "unit"] | LogPhase
LeftOut = Literal["person", "connection", "score", "other"]

_Meaning = TypeVar("_Meaning", bound=str)


def _by_name(names: Mapping[_Meaning, str]) -> dict[str, _Meaning]:
    return {name: meaning for meaning, several in names.items() for name in several.split(", ")}


_PHASES: Mapping[LogPhase, str] = {
    "preparation": "preparation, prepa, prep, appropriation, contextualisation",
    "delivery": "mise en oeuvre, delivery, animation, realisation, teaching",
    "review": "bilan, review, cloture, debrief",
}
PHASE_NAMES: Mapping[str, LogPhase] = _by_name(_PHASES)
"""The three phases as people write them: without capitals, accents and punctuation."""

_COLUMNS: Mapping[Role, str] = {
    "session": "session, sessions, session id, id session, id de session, id de la session, identifiant de session, "
    "identifiant de la session, code session, code de session, code de la session",
    "parcours": "parcours, id parcours, id du parcours, code parcours, code du parcours, parcours id, course",
    "phase": "phase, phases, phase du travail, phase of work",
    "trainer": "formateur, formatrice, formateurs, formateur trice, formateur formatrice, formateur rice, "
    "id formateur, nom du formateur, intervenant, intervenante, animateur, animatrice, trainer, "
    "trainers, trainer id, trainer name",
    "noted": "nombre, nombre d, nombre de, nb, nb d, nb de, heures notees, heures realisees, heures reelles, "
    "heures effectuees, heures faites, duree, duree reelle, temps, temps reel, temps note, temps passe, "
    "temps de travail, volume, volume horaire, reel, realise, hours noted, hours worked, actual hours, "
    "duration, time, time spent, actual, noted",
    "estimated": "estime, estimee, estimees, estimation, heures estimees, temps estime, duree estimee, prevu, prevue, "
    "prevues, prevision, heures prevues, temps prevu, duree prevue, estimated, estimate, estimated hours, "
    "hours estimated, planned, planned hours, expected",
    "unit": "unite, unites, unit, units",
    "preparation": "preparation, prepa, prep",
    "delivery": "mise en oeuvre, delivery, animation, realisation, teaching",
    "review": "bilan, review",
}
_ROLES: Mapping[str, Role] = _by_name(_COLUMNS)
_OF_ONE_PHASE: frozenset[Role] = frozenset({"phase", "noted", "estimated"})

UNIT_NAMES: Mapping[str, Unit] = {
    **dict.fromkeys(("h", "hr", "hrs", "heure", "heures", "hour", "hours"), "hours"),
    **dict.fromkeys(("min", "mins", "mn", "minute", "minutes"), "minutes"),
}  # fmt: skip
_OF_PHASE = re.compile(r"^(heures|temps|hours|time) (de|d|of) ")

_CONNECTION = re.compile(
    r"\b(connexions?|connections?|connecte|login|(last|time|first) ?access|(dernier|premier) acces|plateforme|platform"
    r"|adresse ip|ip address|last ?ip)\b|^ip$"
)
_SCORE = re.compile(r"\b(scores?|grades?|resultats?|progression|completion|achevement|progress)\b")
_PERSON = re.compile(
    r"\b(nom|noms|name|names|prenom|surname|mail|email|courriel|participants?|stagiaires?|apprenants?|username"
    r"|utilisateurs?|users?|telephone|adresse|identite)\b"
)


@dataclass(frozen=True)
class Column:
    """What a column is read as: `place` counts from 0; `name` is the person's own; bare numbers are in `unit`."""

    place: int
    name: str
    role: Role
    unit: Unit = "hours"


@dataclass(frozen=True)
class Header:
    """The columns that are read, and the names of those that are not, by reason."""

    columns: tuple[Column, ...]
    left_out: Mapping[LeftOut, tuple[str, ...]]

    def of(self, role: Role) -> Column | None:
        """The column of a role, None where there is none; the first where there are several."""
        return next((column for column in self.columns if column.role == role), None)

    @property
    def phases(self) -> tuple[Column, ...]:
        """The columns that hold the hours of one phase each, where the log has one row a session."""
        return tuple(column for column in self.columns if column.role in ("preparation", "delivery", "review"))

    @property
    def twice(self) -> tuple[Column, ...]:
        """The columns of the first role that several claim; empty where none does."""
        for column in self.columns:
            alike = tuple(other for other in self.columns if other.role == column.role)
            if len(alike) > 1:
                return alike
        return ()

    @property
    def missing(self) -> tuple[Role, ...]:
        """The roles without which a log says nothing."""
        wanted: tuple[Role, ...] = ("session",) if self.phases else ("session", "phase", "noted")
        return tuple(role for role in wanted if self.of(role) is None)


def read_header(row: Row) -> Header:
    """What each cell of a row says as the name of a column."""
    columns: list[Column] = []
    left_out: dict[LeftOut, list[str]] = {}
    for place, cell in enumerate(row.cells):
        if not isinstance(cell, str):
            continue
        kept = _column(place, cell)
        if isinstance(kept, Column):
            columns.append(kept)
        else:
            left_out.setdefault(kept, []).append(cell)
    if any(column.role in PHASE_NAMES for column in columns):  # then these would say it a second time
        left_out.setdefault("other", []).extend(column.name for column in columns if column.role in _OF_ONE_PHASE)
        columns = [column for column in columns if column.role not in _OF_ONE_PHASE]
    return Header(tuple(columns), {reason: tuple(names) for reason, names in left_out.items() if names})


def is_header(row: Row) -> bool:
    """Whether a row names columns: a session's, and one more that is read."""
    header = read_header(row)
    return header.of("session") is not None and len({column.role for column in header.columns}) > 1


def _column(place: int, name: str) -> Column | LeftOut:
    words = plain_words(name)
    if _CONNECTION.search(words):
        return "connection"
    if _SCORE.search(words):
        return "score"
    rest, unit = _without_unit(words)
    if unit and not rest:  # « heures », « min » alone
        return Column(place, name, "noted", unit)
    for known in (words, rest, _OF_PHASE.sub("", words), _OF_PHASE.sub("", rest)):
        if known in _ROLES:
            return Column(place, name, _ROLES[known], unit or "hours")
    return "person" if _PERSON.search(words) else "other"


def _without_unit(words: str) -> tuple[str, Unit | None]:
    """`duree en minutes` -> `duree`, minutes."""
    *before, last = words.split() or [""]
    unit = UNIT_NAMES.get(last)
    if unit is None:
        return words, None
    return " ".join(before[:-1] if before[-1:] in (["en"], ["in"]) else before), unit


def plain_words(text: str) -> str:
    """`Mise en œuvre :` -> `mise en oeuvre`: no capitals, accents or punctuation, one space between words."""
    return plain_name(text.replace("œ", "oe").replace("Œ", "oe"))
