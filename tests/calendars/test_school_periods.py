"""What a row of the ministry's files means: each trap of the open data and of the official .ics."""

from datetime import date

import pytest

from tests.support.ministry_files import Row, event, midnight, one_fault, only, read, read_ics, row


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        pytest.param(
            row("Vacances de la Toussaint", "2025-10-18", "2025-11-03", year="2025-2026"),
            (date(2025, 10, 18), date(2025, 11, 3)), id="22 h then 23 h UTC: one row over a clock change",
        ),
        pytest.param(
            row("Vacances d'Été", "2023-07-04", "2023-09-04", year="2022-2023", population="Élèves"),
            (date(2023, 7, 5), date(2023, 9, 4)), id="departure on a working day: class is held that day",
        ),
        pytest.param(
            row("Vacances de Pâques", "2024-04-18", "2024-05-06", year="2023-2024"),
            (date(2024, 4, 19), date(2024, 5, 6)), id="departure on a Thursday",
        ),
        pytest.param(
            row("Début des Vacances d'Été", "2029-07-07", "2029-07-07"), (date(2029, 7, 7), None),
            id="start = end of a summer: the return is not published",
        ),
        pytest.param(
            row("Début des Vacances d'Été", "2028-07-04", "2028-07-04", year="2027-2028"), (date(2028, 7, 5), None),
            id="start = end of a summer that begins after class on a Tuesday",
        ),
        pytest.param(
            row("Pont de l'Ascension", "2026-05-14", "2026-05-18", year="2025-2026"),
            (date(2026, 5, 14), date(2026, 5, 18)), id="bridge from Thursday to the return",
        ),
        pytest.param(
            row("Pont de l'Ascension", "2027-05-07", "2027-05-07", year="2026-2027"),
            (date(2027, 5, 6), date(2027, 5, 10)), id="bridge of the Friday alone",
        ),
        pytest.param(
            row("Pont de l'Ascension", "2026-05-15", "2026-05-16", year="2025-2026"),
            (date(2026, 5, 14), date(2026, 5, 18)), id="bridge from Friday to Saturday, included",
        ),
        pytest.param(
            row("Pont de l'Ascension", "2025-05-28", "2025-06-02", year="2024-2025"),
            (date(2025, 5, 29), date(2025, 6, 2)), id="bridge from the Wednesday, departure day",
        ),
        pytest.param(
            row("Pont de l'Ascension", "2023-05-13", "2023-05-22", year="2022-2023"),
            (date(2023, 5, 13), date(2023, 5, 22)), id="bridge of a whole week",
        ),
        pytest.param(
            row("Journée vaquée", "2023-09-08", "2023-09-08", year="2023-2024"), (date(2023, 9, 8), date(2023, 9, 11)),
            id="one day, start = end, a Friday",
        ),
        pytest.param(
            row("Mi-carême", "2024-03-07", "2024-03-07", year="2023-2024"), (date(2024, 3, 7), date(2024, 3, 8)),
            id="one day, start = end, a Thursday",
        ),
        pytest.param(
            row("Semaine en mai", "2024-05-10", "2024-05-11", year="2023-2024"), (date(2024, 5, 10), date(2024, 5, 13)),
            id="one day, from Friday to Saturday, included",
        ),
    ],
)  # fmt: skip
def test_what_a_row_means(written: Row, expected: tuple[date, date | None]) -> None:
    assert only(read(written), year=written[6]) == [expected]


@pytest.mark.parametrize(
    ("zone", "written", "expected"),
    [
        pytest.param(
            "La Réunion", row("Vacances après 1ère période", "2026-10-10", "2026-10-26", "Réunion", "2026-2027"),
            (date(2026, 10, 10), date(2026, 10, 26)), id="La Réunion: midnights of Paris, not of Saint-Denis",
        ),
        pytest.param(
            "Polynésie française", row("Vacances de Février", "2026-02-14", "2026-02-23", "Polynésie", "2025-2026"),
            (date(2026, 2, 14), date(2026, 2, 23)), id="Polynésie",
        ),
        pytest.param(
            "Saint-Pierre-et-Miquelon",
            row("Vacances de Noël", "2024-12-20", "2025-01-06", "Saint Pierre et Miquelon", "2024-2025"),
            (date(2024, 12, 21), date(2025, 1, 6)), id="Saint-Pierre, departure on a Friday",
        ),
        pytest.param(
            "Nouvelle-Calédonie",
            row("Vacances 1ère période", "2025-04-05", "2025-04-20", "Nouvelle Calédonie", "2025"),
            (date(2025, 4, 5), date(2025, 4, 21)), id="Nouvelle-Calédonie: the Sunday is the last day off",
        ),
        pytest.param(
            "Wallis-et-Futuna",
            row("Vacances d'Été", "2024-12-14", "2025-02-17", "Wallis et Futuna", "2024", population="Élèves"),
            (date(2024, 12, 14), date(2025, 2, 17)), id="Wallis: its summer ends on the return day",
        ),
    ],
)  # fmt: skip
def test_overseas_rows(zone: str, written: Row, expected: tuple[date, date]) -> None:
    assert only(read(written), zone, written[6]) == [expected]


@pytest.mark.parametrize(
    ("population", "zones"),
    [
        pytest.param("-", {"Guadeloupe", "Saint-Martin", "Saint-Barthélemy"}, id="everybody"),
        pytest.param("Élèves", {"Guadeloupe", "Saint-Martin", "Saint-Barthélemy"}, id="pupils"),
        pytest.param("Guadeloupe & Saint-Martin", {"Guadeloupe", "Saint-Martin"}, id="two of three"),
        pytest.param("Guadeloupe sauf Saint-Martin", {"Guadeloupe", "Saint-Barthélemy"}, id="all but one"),
        pytest.param("Saint Martin", {"Saint-Martin"}, id="without its hyphen"),
        pytest.param("Saint-Barthélémy", {"Saint-Barthélemy"}, id="with the ministry's accent"),
        pytest.param(
            "Guadeloupe, Saint-Martin & Saint-Barthélémy",
            {"Guadeloupe", "Saint-Martin", "Saint-Barthélemy"},
            id="three",
        ),
    ],
)
def test_saint_martin_and_saint_barthelemy_are_populations_of_guadeloupe(population: str, zones: set[str]) -> None:
    result = read(row("Semaine en mai", "2029-05-11", "2029-05-12", "Guadeloupe", population=population))
    assert {zone for _, zone in result.holidays} == zones


def test_levels_with_other_dates_are_two_holidays() -> None:
    result = read(
        row("Grandes Vacances", "2029-07-06", "2029-08-15", "Polynésie", population="Élèves du premier degré"),
        row("Grandes Vacances", "2029-07-07", "2029-08-13", "Polynésie", population="Élèves du second degré"),
    )
    found = result.holidays["2028-2029", "Polynésie française"]
    assert [(one.name, one.first, one.resume) for one in found] == [
        ("Grandes Vacances (premier degré)", date(2029, 7, 7), date(2029, 8, 15)),
        ("Grandes Vacances (second degré)", date(2029, 7, 7), date(2029, 8, 13)),
    ]


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        pytest.param(
            row("Vacances d'Été", "2029-07-07", "2029-08-31", population="Enseignants"), "teachers", id="teachers"
        ),
        pytest.param(
            row("Grandes Vacances", "2029-07-07", "2029-08-10", "Polynésie", population="Enseignants du second degré"),
            "teachers", id="teachers of a level",
        ),
        pytest.param(
            row("Abolition de l’esclavage", "2029-05-28", "2029-05-28", "Guadeloupe", population="Saint-Martin"),
            "public-holiday", id="abolition of slavery",
        ),
        pytest.param(row("Lundi de Pentecôte", "2029-05-21", "2029-05-21"), "public-holiday", id="Pentecost Monday"),
        pytest.param(
            row("Vacances de Noël", "2019-12-21", "2020-01-06", year="2019-2020"), "old-year", id="an old year"
        ),
    ],
)  # fmt: skip
def test_what_is_left_out_and_why(written: Row, reason: str) -> None:
    result = read(written)
    assert (result.holidays, result.faults) == ({}, ())
    assert [(one.line, one.reason) for one in result.left_out] == [(2, reason)]


def test_one_row_an_academie_is_one_holiday() -> None:
    rows = [
        row("Vacances de Noël", "2028-12-23", "2029-01-08", location=name) for name in ("Lyon", "Dijon", "Poitiers")
    ]
    assert only(read(*rows)) == [(date(2028, 12, 23), date(2029, 1, 8))]


def test_rows_of_the_open_data_that_touch_are_not_made_one() -> None:
    """Each of the two could be one day or two: made one, they would pass for a holiday with a departure day."""
    result = read(row("Semaine en mai", "2029-05-15", "2029-05-16"), row("Semaine en mai", "2029-05-16", "2029-05-17"))
    assert result.holidays == {}
    assert [fault.kind for fault in result.faults] == ["ambiguous", "ambiguous"]


def test_academies_of_one_zone_that_disagree_are_a_fault() -> None:
    result = read(
        row("Vacances de Noël", "2028-12-23", "2029-01-08", location="Lyon"),
        row("Vacances de Noël", "2028-12-16", "2029-01-08", location="Dijon"),
    )
    assert result.holidays == {}
    assert {fault.kind for fault in result.faults} == {"academies-differ"}


@pytest.mark.parametrize(
    ("change", "kind"),
    [
        pytest.param({2: "2028-12-22T21:00:00+00:00"}, "not-midnight", id="22:00 in Paris"),
        pytest.param({2: "2028-12-22T23:00:00"}, "no-offset", id="an hour without its offset"),
        pytest.param({2: "23/12/2028"}, "date", id="another date format"),
        pytest.param({2: "2028-02-30T00:00:00+00:00"}, "date", id="30 February"),
        pytest.param({3: ""}, "cells", id="no end"),
        pytest.param({3: midnight("2028-12-01")}, "reversed", id="end before start"),
        pytest.param({5: "Zone D", 4: ""}, "zone", id="an unknown zone"),
        pytest.param({1: "Internes"}, "population", id="an unknown population"),
        pytest.param({6: "2027-2028"}, "school-year", id="the wrong school year"),
        pytest.param({3: midnight("2029-02-19")}, "too-long", id="a Christmas of eight weeks"),
        pytest.param({3: midnight("2029-01-06")}, "shape", id="a return on a Saturday"),
        pytest.param(
            {0: "Pont", 2: midnight("2029-05-10"), 3: midnight("2029-05-11")}, "ambiguous", id="one day or two"
        ),
        pytest.param(
            {0: "Pont de l'Ascension", 2: midnight("2029-05-10"), 3: midnight("2029-05-11")}, "ambiguous",
            id="a bridge that ends on its Friday, or before it",
        ),
        pytest.param(
            {0: "Vacances de Novembre", 2: midnight("2028-09-28"), 3: midnight("2028-11-13")}, "too-long",
            id="a slip of the pen in the month",
        ),
    ],
)  # fmt: skip
def test_a_row_that_cannot_be_used_is_a_fault_with_its_line(change: dict[int, str], kind: str) -> None:
    cells = list(row("Vacances de Noël", "2028-12-23", "2029-01-08"))
    for column, text in change.items():
        cells[column] = text
    assert one_fault(read(tuple(cells))) == (2, kind)  # type: ignore[arg-type]


def test_midnights_may_be_written_in_paris_time_or_as_days() -> None:
    in_paris = list(row("Vacances de Noël", "2028-12-23", "2029-01-08"))
    in_paris[2:4] = ["2028-12-23T00:00:00+01:00", "2029-01-08"]
    assert only(read(tuple(in_paris))) == [(date(2028, 12, 23), date(2029, 1, 8))]  # type: ignore[arg-type]


def test_days_of_an_official_ics_are_departure_and_return() -> None:
    """As in the official Zone-B.ics of 31 August 2026: summer 2022 begins there on 7 July, a Thursday of class."""
    result = read_ics(
        event("Vacances d'Été", "20280704", "20280904"),
        event("Vacances d'Été(prérentrée Enseignants)", "20280901", "20280904", more=" (Enseignants)"),
        event("Vacances de Noël", "20281223", "20290108"),
        event("Pont de l'Ascension", "20290511", "20290511"),
        event("Début des Vacances d'Été", "20290707", "20290707"),
    )
    assert only(result, year="2027-2028") == [(date(2028, 7, 5), date(2028, 9, 4))]
    assert only(result) == [
        (date(2028, 12, 23), date(2029, 1, 8)),
        (date(2029, 5, 10), date(2029, 5, 14)),
        (date(2029, 7, 7), None),
    ]
    assert [one.reason for one in result.left_out] == ["teachers"]


def test_an_ics_of_several_zones_cuts_holidays_into_pieces() -> None:
    """Winter: A from 10 to 26 February, B from the 17th to 5 March, Corse as B."""
    pieces = (
        event("Vacances d'Hiver - Zones B - Corse", "20290226", "20290305", "Zones B - Corse"),
        event("Vacances d'Hiver - Zones A/B - Corse", "20290217", "20290226", "Zones A/B - Corse"),
        event("Vacances d'Hiver - Zone A", "20290210", "20290217", "Zone A"),
    )
    for order in (pieces, pieces[::-1]):
        result = read_ics(*order)
        assert only(result, "A") == [(date(2029, 2, 10), date(2029, 2, 26))]
        assert only(result, "B") == only(result, "Corse") == [(date(2029, 2, 17), date(2029, 3, 5))]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        pytest.param(
            event("Vacances d'Hiver", "20290212", "20290226", uid="@google.com"), "not-official", id="another's"
        ),
        pytest.param(event("Vacances d'Hiver", "20290212T000000", "20290226"), "not-all-day", id="with hours"),
        pytest.param(event("Vacances d'Hiver", "20290230", "20290305"), "date", id="30 February"),
        pytest.param(
            event("Vacances d'Hiver", "20290210", "20290226").replace("SUMMARY", "RRULE:FREQ=YEARLY\r\nSUMMARY"),
            "recurring", id="every year",
        ),
        pytest.param(event("Vacances d'Hiver", "20290210", "20290226", "Zone Z"), "zone", id="an unknown zone"),
    ],
)  # fmt: skip
def test_an_ics_that_leaves_a_doubt_is_refused(text: str, kind: str) -> None:
    assert one_fault(read_ics(text))[1] == kind
