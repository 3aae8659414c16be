"""Every form of the ministry's files says the same; other files are refused."""

import json
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from calendars.school_import import read_official
from tests.support.ministry_files import FIELDS, FULL_YEAR, HEADER, csv_of, one_fault, only


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(csv_of(FULL_YEAR), id="semicolons, UTF-8 with its mark"),
        pytest.param(csv_of(FULL_YEAR, ","), id="commas"),
        pytest.param(csv_of(FULL_YEAR, "\t"), id="tabs"),
        pytest.param(csv_of(FULL_YEAR).decode("utf-8-sig").encode("cp1252"), id="CP1252"),
        pytest.param(csv_of(FULL_YEAR, header=FIELDS), id="technical names of the columns"),
        pytest.param(csv_of(FULL_YEAR).replace(b"\r\n", b"\n") + b"\n\n", id="LF and empty lines"),
        pytest.param(json.dumps([dict(zip(FIELDS, r, strict=True)) for r in FULL_YEAR]).encode(), id="JSON export"),
        pytest.param(
            json.dumps({"total_count": 7, "results": [dict(zip(FIELDS, r, strict=True)) for r in FULL_YEAR]}).encode(),
            id="API v2.1",
        ),
        pytest.param(
            json.dumps(
                {"records": [{"record": {"fields": dict(zip(FIELDS, r, strict=True))}} for r in FULL_YEAR]}
            ).encode(),
            id="API v2.0",
        ),
        pytest.param(
            json.dumps(
                {"nhits": 7, "records": [{"fields": dict(zip(FIELDS, r, strict=True))} for r in FULL_YEAR]}
            ).encode(),
            id="API v1",
        ),
    ],
)
def test_every_form_of_the_open_data_says_the_same(data: bytes) -> None:
    assert only(read_official(data, "export")) == [
        (date(2028, 10, 21), date(2028, 11, 6)),
        (date(2028, 12, 23), date(2029, 1, 8)),
        (date(2029, 2, 10), date(2029, 2, 26)),
        (date(2029, 4, 7), date(2029, 4, 23)),
        (date(2029, 5, 10), date(2029, 5, 14)),
        (date(2029, 7, 7), date(2029, 9, 3)),
    ]


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        pytest.param(b"", "unknown-format", id="empty"),
        pytest.param(b"\x89PNG\r\n\x1a\n\0\0\0", "not-text", id="a picture"),
        pytest.param(b"<!DOCTYPE html><title>Connexion</title>", "unknown-format", id="a login page"),
        pytest.param(b"a;b;c\n1;2;3\n", "unknown-format", id="another CSV"),
        pytest.param(
            csv_of((), header=HEADER[:1] + HEADER[2:]), "columns", id="no population: teachers could not be told"
        ),
        pytest.param(csv_of(()), "no-rows", id="a header alone"),
        pytest.param(b'{"error": "quota"}', "unknown-format", id="an API error"),
        pytest.param(b"[" * 100_000, "unknown-format", id="a JSON bomb"),
        pytest.param(b'"' + b"x" * 200_000, "unknown-format", id="a quote that never ends"),
        pytest.param(b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n", "broken-calendar", id="a cut .ics"),
        pytest.param(b"x" * 20_000_001, "too-large", id="20 MB"),
    ],
)
def test_other_files_are_refused(data: bytes, kind: str) -> None:
    assert one_fault(read_official(data, "file"))[1] == kind


@settings(max_examples=60)
@given(
    st.integers(0, len(FULL_YEAR) - 1),
    st.integers(0, len(HEADER) - 1),
    st.text(max_size=30)
    | st.sampled_from(["9999-12-31T23:00:00-23:00", "0001-01-01T00:00:00+23:00", "9998-9999", "0000"]),
)
def test_whatever_a_cell_holds_is_read_or_is_a_fault(number: int, column: int, text: str) -> None:
    rows = [list(cells) for cells in FULL_YEAR]
    rows[number][column] = text
    result = read_official(csv_of(tuple(cells) for cells in rows), "export.csv")  # type: ignore[misc]
    kept = sum(len(holidays) for holidays in result.holidays.values())
    assert kept + len(result.faults) + len(result.left_out) >= 1


@settings(max_examples=60)
@given(st.binary(max_size=300), st.sampled_from([b"", csv_of(FULL_YEAR), b"BEGIN:VCALENDAR\r\n", b'{"results": [']))
def test_whatever_a_file_holds_it_is_read_or_refused(data: bytes, start: bytes) -> None:
    result = read_official(start + data, "file")
    assert result.holidays or result.faults
