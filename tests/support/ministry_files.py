"""Files as the ministry writes them: rows of the open data, events of the official .ics. The dates are made up."""

import csv
import io
from collections.abc import Iterable
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from calendars.school_import import ImportResult, read_official

HEADER = ("Description", "Population", "Date de début", "Date de fin", "Académies", "Zones", "annee_scolaire")
FIELDS = ("description", "population", "start_date", "end_date", "location", "zones", "annee_scolaire")
Row = tuple[str, str, str, str, str, str, str]


def midnight(day: str) -> str:
    """A day as the ministry writes it: its midnight in Paris, in UTC."""
    local = datetime.combine(date.fromisoformat(day), time(0), tzinfo=ZoneInfo("Europe/Paris"))
    return local.astimezone(UTC).isoformat()


def row(
    description: str, start: str, end: str, zones: str = "Zone A", year: str = "2028-2029", population: str = "-",
    location: str = "Lyon",
) -> Row:  # fmt: skip
    return (description, population, midnight(start), midnight(end), location, zones, year)


def csv_of(rows: Iterable[Row], separator: str = ";", header: tuple[str, ...] = HEADER) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=separator, lineterminator="\r\n")
    writer.writerow(header)
    writer.writerows(rows)
    return text.getvalue().encode("utf-8-sig")


def read(*rows: Row) -> ImportResult:
    return read_official(csv_of(rows), "export.csv")


def only(result: ImportResult, zone: str = "A", year: str = "2028-2029") -> list[tuple[date, date | None]]:
    assert result.faults == ()
    return [(holiday.first, holiday.resume) for holiday in result.holidays[year, zone]]


def one_fault(result: ImportResult) -> tuple[int, str]:
    assert result.holidays == {}
    (fault,) = result.faults
    return fault.line, fault.kind


# Zone A of 2028-2029, made up: nothing is published yet
FULL_YEAR = (
    row("Vacances de la Toussaint", "2028-10-21", "2028-11-06"),
    row("Vacances de Noël", "2028-12-23", "2029-01-08"),
    row("Vacances d'Hiver", "2029-02-10", "2029-02-26"),
    row("Vacances de Printemps", "2029-04-07", "2029-04-23"),
    row("Pont de l'Ascension", "2029-05-10", "2029-05-14"),
    row("Vacances d'Été", "2029-07-07", "2029-09-03", population="Élèves"),
    row("Vacances d'Été", "2029-07-07", "2029-08-31", population="Enseignants"),
)


def event(
    summary: str, start: str, end: str, zones: str = "Zone A", more: str = "", uid: str = "@data.education.gouv.fr"
) -> str:
    return (
        f"BEGIN:VEVENT\r\nUID:20280920T000000Z-{start}{zones}{uid}\r\nDTSTAMP:20280920T000000Z\r\n"
        f"DTSTART;VALUE=DATE:{start}\r\nDTEND;VALUE=DATE:{end}\r\nSUMMARY:{summary}\r\nLOCATION:{zones}\r\n"
        f"DESCRIPTION:{summary} - {zones}{more}\r\nTRANSP:TRANSPARENT\r\nEND:VEVENT\r\n"
    )


def read_ics(*events: str) -> ImportResult:
    text = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\n" + "".join(events) + "END:VCALENDAR\r\n"
    return read_official(text.encode(), "Zone-A.ics")
