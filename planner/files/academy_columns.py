"""Which column of an academy's tables says what, by the names people give to columns in French and in English."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Literal

from planner.files.log_columns import plain_words
from planner.files.table_file import HEADER_WITHIN, Row
from planner.near_names import near_names

TableKind = Literal["sessions", "trainers", "enrolments", "settings"]

SESSION_COLUMNS: Mapping[str, str] = {
    "id": "id, identifiant, session, sessions, id session, id de session, id de la session, identifiant session, "
    "identifiant de session, identifiant de la session, code, code session, code de session, code de la session, "
    "session id, session code",
    "title": "title, titre, intitule, libelle, titre de la session, nom de la session, session title",
    "parcours": "parcours, id parcours, id du parcours, fichier parcours, fichier du parcours, code parcours, "
    "code du parcours, parcours file, parcours id, course",
    "department": "department, departement, dpt, dept, code departement, code du departement, department code",
    "first": "first, first day, first date, premier jour, debut, date debut, date de debut, du, start, start date, "
    "window first, ouverture, date d ouverture, premiere date",
    "last": "last, last day, last date, dernier jour, fin, date fin, date de fin, au, end, end date, window last, "
    "fermeture, date de fermeture, derniere date",
    "trainers": "team, equipe, trainers, trainer, formateurs, formateur, formatrices, formatrice, "
    "formateurs formatrices, formateur formatrice, formateurs et formatrices, equipe de formateurs, intervenants, "
    "animateurs",
    "groups": "groups, group, groupes, groupe, groupes et effectifs, groups and sizes, effectif, effectifs, "
    "participants, size, nombre de participants",
    "priority": "priority, priorite",
    "working_hours": "working hours, hours, heures, horaires, heures de travail, heures possibles, horaires possibles, "
    "heures des classes, horaires des classes, plages horaires, creneaux, creneaux possibles",
    "preferred": "preferred, preferred hours, heures preferees, horaires preferes, creneaux preferes",
    "weekly_cap": "weekly cap, cap, plafond, plafond hebdomadaire, plafond par semaine, plafond de la semaine",
    "absences": "absences, absence, absent, absences de l equipe, absences des formateurs, team absences, "
    "absences of the team",
    "capacity": "capacity, capacite, capacite d une classe, places, places par classe, class capacity",
    "trainer_gap": "trainer gap, battement, battement entre deux classes",
    "stays_open": "stays open, reste ouvert, reste ouverte, contenus ouverts ensuite, reste ouverte ensuite",
    "contextualisation": "contextualisation, contextualization",
}
TRAINER_COLUMNS: Mapping[str, str] = {
    "id": "id, identifiant, code, id formateur, id du formateur, identifiant du formateur, trainer id, formateur, "
    "trainer",
    "name": "name, nom, nom complet, full name, nom et prenom, prenom et nom, prenom nom, nom prenom, trainer name, "
    "nom du formateur",
    "first_name": "first name, prenom, given name",
    "email": "email, e mail, mail, courriel, adresse, adresse mail, adresse e mail, adresse electronique",
    "department": "department, departement, dpt, dept, code departement, code du departement, department code",
    "expertise": "expertise, experience, niveau",
    "absences": "absences, absence, absent, jours d absence",
    "busy": "busy, busy calendar, agenda, agendas, agenda ics, ics, calendrier, calendriers, calendar, calendars, "
    "fichier ics",
    "working_hours": "working hours, hours, heures, horaires, heures de travail, horaires de travail",
    "max_delivery_day": "max delivery day, animation par jour, animation au plus par jour, delivery a day",
    "max_delivery_week": "max delivery week, animation par semaine, animation au plus par semaine, delivery a week",
    "weekly_limit": "weekly limit, charge par semaine, charge hebdomadaire, limite de charge par semaine",
}
ENROLMENT_COLUMNS: Mapping[str, str] = {
    "person": "person, person id, id person, personne, id personne, id de la personne, identifiant de la personne, "
    "participant, participante, id participant, id du participant, identifiant participant, "
    "identifiant du participant, participant id, id stagiaire, stagiaire, identifiant, id, matricule",
    "session": "session, session id, id session, id de session, id de la session, identifiant de session, "
    "identifiant de la session, code session, code de session, code de la session, session code",
    "group": "group, groupe, group id, id groupe, id du groupe, groupe id, nom du groupe",
}
SETTING_COLUMNS: Mapping[str, str] = {
    "setting": "setting, settings, reglage, reglages, parametre, parametres",
    "value": "value, valeur, valeurs, values",
}
_COLUMNS: Mapping[TableKind, Mapping[str, str]] = {
    "sessions": SESSION_COLUMNS,
    "trainers": TRAINER_COLUMNS,
    "enrolments": ENROLMENT_COLUMNS,
    "settings": SETTING_COLUMNS,
}
NEEDED: Mapping[TableKind, tuple[str, ...]] = {
    "sessions": ("id", "title", "parcours", "department", "first", "last"),
    "trainers": ("id", "name"),
    "enrolments": ("person", "session"),
    "settings": ("setting", "value"),
}
_SHEET_NAMES: Mapping[str, TableKind] = {
    **dict.fromkeys(("sessions", "session"), "sessions"),
    **dict.fromkeys(("formateurs", "formatrices", "formateurs formatrices", "equipe", "trainers", "team"), "trainers"),
    **dict.fromkeys(("inscriptions", "inscrits", "participants", "enrolments", "enrollments"), "enrolments"),
    **dict.fromkeys(("reglages", "parametres", "settings"), "settings"),
}  # fmt: skip
_TELLING = {"parcours", "department", "first", "last", "groups", "trainers"}
_REMARK = re.compile(r"\([^()]*\)|\*")


@dataclass(frozen=True)
class Heading:
    """The columns of a table: the place (from 0) of each role, the person's own names, and what is wrong with them."""

    kind: TableKind
    row: Row
    places: Mapping[str, int]
    unknown: tuple[int, ...] = ()
    twice: tuple[int, ...] = ()

    def name(self, role: str) -> str:
        """What the person calls the column of a role."""
        return str(self.row.cell(self.places[role]))

    @property
    def missing(self) -> tuple[str, ...]:
        """The roles without which the table says nothing."""
        return tuple(role for role in NEEDED[self.kind] if role not in self.places)


def kind_of_sheet(name: str) -> TableKind | None:
    """What a sheet holds, by its name."""
    return _SHEET_NAMES.get(plain_words(name))


def is_heading(row: Row) -> bool:
    """Whether a row names the columns of some table of an academy."""
    return _kind(row) is not None


def find_heading(rows: tuple[Row, ...], kind: TableKind | None) -> tuple[Heading, int] | None:
    """The heading of a table, and the place of its row; the first rows may say other things.

    `kind` None: by what the columns are called. With a kind, the row that names most of its columns.
    """
    if kind is not None:
        best = max(range(min(len(rows), HEADER_WITHIN)), key=lambda n: (_known(rows[n], kind), -n), default=None)
        return None if best is None or not _known(rows[best], kind) else (_heading(rows[best], kind), best)
    for place, row in enumerate(rows[:HEADER_WITHIN]):
        if found := _kind(row):
            return _heading(row, found), place
    return None


def near_columns(name: str, kind: TableKind) -> tuple[str, ...]:
    """Names of columns that a name may have meant."""
    return near_names(plain_words(name), list(_roles(kind)))


def role_of(name: str, kind: TableKind) -> str | None:
    """The role that a name of a column (or of a setting, as of a session's column) has."""
    return _roles(kind).get(plain_words(_REMARK.sub(" ", name)))


@cache
def _roles(kind: TableKind) -> dict[str, str]:
    return {name: role for role, names in _COLUMNS[kind].items() for name in (plain_words(role), *names.split(", "))}


def _named(row: Row, kind: TableKind) -> Iterator[tuple[int, str | None]]:
    for place, cell in enumerate(row.cells):
        if isinstance(cell, str):
            yield place, role_of(cell, kind)


def _known(row: Row, kind: TableKind) -> int:
    return len({role for _, role in _named(row, kind) if role})


def _kind(row: Row) -> TableKind | None:
    roles = {kind: {role for _, role in _named(row, kind) if role} for kind in _COLUMNS}
    if "id" in roles["sessions"] and len(roles["sessions"] & _TELLING) > 1:
        return "sessions"
    if {"person", "session"} <= roles["enrolments"]:
        return "enrolments"
    if {"id", "name"} <= roles["trainers"]:
        return "trainers"
    return "settings" if {"setting", "value"} <= roles["settings"] else None


def _heading(row: Row, kind: TableKind) -> Heading:
    places: dict[str, int] = {}
    unknown, twice = [], []
    for place, role in _named(row, kind):
        if role is None:
            unknown.append(place)
        elif role in places:
            twice.append(place)
        else:
            places[role] = place
    return Heading(kind, row, places, tuple(unknown), tuple(twice))
