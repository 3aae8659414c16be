"""Entries are written byte for byte as `icalendar` writes them, whatever they hold."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import icalendar
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from calendars.ics import Entry, Status, clean_text, event

TEXTS = st.text(alphabet=st.sampled_from('ab,;\\^\n\r :"éœ👩🏽\u2028\x07') | st.characters(), max_size=200)
LINKS = st.text(alphabet="abc/:?=1,2;^é", max_size=200)
STARTS = st.datetimes(min_value=datetime(2000, 1, 1), max_value=datetime(2040, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
ZONES = st.sampled_from([ZoneInfo("Europe/Paris"), ZoneInfo("Pacific/Marquesas")])


class Escaped(icalendar.vText):
    """TEXT as RFC 5545 says it: `icalendar` makes a line break of the two characters \\N in a text."""

    def to_ical(self) -> bytes:
        text = str(self)
        for mark in ("\\", ",", ";"):
            text = text.replace(mark, f"\\{mark}")
        return text.replace("\n", "\\n").encode()


def by_icalendar(entry: Entry, stamp: datetime, zone: ZoneInfo) -> bytes:
    found = icalendar.Event()
    for name, value in properties(entry, stamp, zone):
        parameters = {"VALUE": "URI", "FEATURE": "VIDEO"} if name == "CONFERENCE" else None
        found.add(name, value, parameters=parameters)
    if entry.alarm_min is not None:
        alarm = icalendar.Alarm()
        alarm.add("ACTION", "DISPLAY")
        alarm.add("DESCRIPTION", Escaped(clean_text(entry.title)))
        alarm.add("TRIGGER", timedelta(minutes=-entry.alarm_min))
        found.add_component(alarm)
    written: bytes = found.to_ical(sorted=False)
    return written


def properties(entry: Entry, stamp: datetime, zone: ZoneInfo) -> Iterator[tuple[str, object]]:
    yield from (("UID", entry.uid), ("DTSTAMP", stamp), ("SEQUENCE", entry.sequence))
    if entry.modified:
        yield "LAST-MODIFIED", entry.modified
    for name, moment in (("DTSTART", entry.start), ("DTEND", entry.end)):
        local = moment.astimezone(zone) if isinstance(moment, datetime) else moment
        yield name, moment if isinstance(local, datetime) and local.fold else local
    yield "SUMMARY", Escaped(clean_text(entry.title))
    for name, text in (("DESCRIPTION", entry.description), ("LOCATION", entry.location)):
        if text:
            yield name, Escaped(clean_text(text))
    for name, link in (("URL", entry.link), ("CONFERENCE", entry.conference)):
        if link:
            yield name, icalendar.vUri(link)
    yield "STATUS", entry.status
    yield "TRANSP", "OPAQUE" if entry.busy else "TRANSPARENT"
    for name, text in entry.extra.items():
        yield name, Escaped(clean_text(text))


@given(
    words=st.tuples(TEXTS, TEXTS, TEXTS, TEXTS),
    links=st.tuples(LINKS, LINKS),
    start=STARTS,
    length_min=st.integers(1, 10**6),
    zone=ZONES,
    alarm_min=st.none() | st.integers(0, 5000),
    busy=st.booleans(),
    modified=st.none() | STARTS.map(lambda moment: moment.replace(microsecond=0)),
    status=st.sampled_from(("CONFIRMED", "TENTATIVE", "CANCELLED")),
)
@settings(max_examples=200, deadline=None)
def test_the_same_bytes(
    words: tuple[str, str, str, str], links: tuple[str, str], start: datetime, length_min: int, zone: ZoneInfo,
    alarm_min: int | None, busy: bool, modified: datetime | None, status: Status,
) -> None:  # fmt: skip
    title, description, location, extra = words
    ends = (start, start + timedelta(minutes=length_min))
    days = (start.date(), start.date() + timedelta(days=1 + length_min % 400))
    for first, last in (ends, days):
        entry = Entry(
            "u@example", title, first, last, description, location, *links, length_min, busy, alarm_min, {"X-A": extra},
            modified, status=status,
        )  # fmt: skip
        assert event(entry, start, zone) == by_icalendar(entry, start, zone)


@pytest.mark.parametrize("break_", ["\n", "\r"])
def test_a_link_that_would_be_another_line_is_refused(break_: str) -> None:
    entry = Entry("u", "t", date(2027, 1, 4), date(2027, 1, 5), link=f"https://example.org/{break_}ATTENDEE:x")
    with pytest.raises(ValueError, match="line break"):
        event(entry, datetime(2027, 1, 4, tzinfo=UTC), ZoneInfo("Europe/Paris"))
