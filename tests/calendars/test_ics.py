"""Calendars are written once and read by programs we do not know: several independent readers must agree."""

import io
import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import icalendar
import pytest
import vobject
from ical.calendar_stream import IcsCalendarStream

from calendars.ics import Entry, to_ics
from calendars.ics_text import read_components
from calendars.ics_times import Clocks
from calendars.places import PLACES
from calendars.time_zones import OBSERVANCES, known_zone, vtimezone

STAMP = datetime(2026, 11, 30, tzinfo=UTC)
PARIS = ZoneInfo("Europe/Paris")
HOSTILE = {
    "quotes and separators": "Dire « non », \"oui\" ; puis, 'peut-être' \\ C:\\new: 1, 2; 3",
    "line breaks": "une\r\ndeux\rtrois\nquatre",
    "injection": "Accueil\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nUID:faux\r\nATTENDEE:mailto:x@example.org",
    "injection by other line ends": "Accueil\x0bATTENDEE:a\x0cATTENDEE:b\x85ATTENDEE:c\u2028ATTENDEE:d\u2029ATTENDEE:e",
    "html": "<script>alert(1)</script> & <b>gras</b>",
    "300 accented letters": "éàùçœï" * 50,
    "emoji at every fold": "👩🏽‍🏫" * 60,
    "right to left": "\u202eוהללי\u202c fin \u200f",
    "escape code": "\x1b[31mrouge\x00\x07",
    "spaces": "  deux   espaces  ",
    "backslash n": r"C:\nouveau\Notes",
}
READ_BACK = {
    "line breaks": "une\ndeux\ntrois\nquatre",
    "injection": HOSTILE["injection"].replace("\r\n", "\n"),
    "injection by other line ends": re.sub("[\x0b\x0c\x85\u2028\u2029]", "\n", HOSTILE["injection by other line ends"]),
    "escape code": "[31mrouge",
}


def lesson(start: datetime, **changes: object) -> Entry:
    values = {"uid": "cours@example", "title": "Cours", "start": start, "end": start + timedelta(hours=1)} | changes
    return Entry(**values)  # type: ignore[arg-type]


def starts_of_icalendar(ics: bytes) -> list[datetime]:
    return [event["DTSTART"].dt for event in icalendar.Calendar.from_ical(ics).walk("VEVENT")]


def starts_of_vobject(ics: bytes) -> list[datetime]:
    return [event.dtstart.value for event in vobject.readOne(ics.decode()).vevent_list]


def starts_of_ical(ics: bytes) -> list[datetime]:
    return [event.dtstart for event in IcsCalendarStream.calendar_from_ics(ics.decode()).events]  # type: ignore[misc]


def starts_of_ours(ics: bytes) -> list[datetime]:
    parts = read_components(ics)
    clocks = Clocks(parts, ZoneInfo("UTC"))
    values = [clocks.value(part.every("DTSTART")[0]) for part in parts if part.name == "VEVENT"]
    return [clocks.moment(value) for value in values]


def texts_of_icalendar(ics: bytes, name: str) -> str:
    return str(icalendar.Calendar.from_ical(ics).walk("VEVENT")[0][name])


def texts_of_vobject(ics: bytes, name: str) -> str:
    return str(getattr(vobject.readOne(ics.decode()).vevent, name.lower()).value)


def texts_of_ical(ics: bytes, name: str) -> str:
    return str(getattr(IcsCalendarStream.calendar_from_ics(ics.decode()).events[0], name.lower()))


@pytest.mark.parametrize("zone", OBSERVANCES)
@pytest.mark.parametrize("starts", [starts_of_icalendar, starts_of_vobject, starts_of_ical, starts_of_ours])
def test_readers_agree_on_every_instant(zone: str, starts: Callable[[bytes], list[datetime]]) -> None:
    """Around the changes of both hemispheres' summers in Paris and Saint-Pierre, every hour, and once a month."""
    around = [date(2027, 3, 14), date(2027, 3, 28), date(2027, 10, 31), date(2027, 11, 7), date(2035, 3, 25)]
    moments = [
        datetime(day.year, day.month, day.day, hour, tzinfo=UTC) + timedelta(days=offset)
        for day in around
        for offset in (-1, 0, 1)
        for hour in range(0, 24, 2)
    ]
    moments += [datetime(2026 + month // 12, month % 12 + 1, 15, 9, 15, tzinfo=UTC) for month in range(48)]
    # the second showing of an hour is written in UTC, which each of them reads
    written = to_ics("x", ZoneInfo(zone), STAMP, [lesson(moment, uid=f"{n}") for n, moment in enumerate(moments)])
    assert [moment.astimezone(UTC) for moment in starts(written)] == moments


def test_five_in_the_afternoon_stays_five_across_the_clock_change() -> None:
    lessons = [lesson(datetime(2027, 3, day, 17, tzinfo=PARIS)) for day in (26, 29)]
    assert re.findall(rb"DTSTART;TZID=Europe/Paris:(\d+T\d+)", to_ics("x", PARIS, STAMP, lessons)) == [
        b"20270326T170000",
        b"20270329T170000",
    ]


def test_every_place_has_its_clock() -> None:
    assert {place.time_zone for place in PLACES} <= set(OBSERVANCES)


@pytest.mark.parametrize("zone", OBSERVANCES)
def test_the_fixed_block_is_the_clock_of_the_place(zone: str) -> None:
    """Hour by hour in the days of change, day by day otherwise, from 2024 to 2040, as `dateutil` reads the block."""
    block = icalendar.Timezone.from_ical(vtimezone(zone)).to_tz(lookup_tzid=False)
    moment = datetime(2024, 1, 1, tzinfo=UTC)
    while moment.year < 2040:
        local = moment.astimezone(ZoneInfo(zone))
        if not local.fold:  # dateutil shows the second hour by a class of its own
            wall = local.replace(tzinfo=None)
            assert wall.replace(tzinfo=block).utcoffset() == local.utcoffset(), wall
        moment += timedelta(hours=1) if moment.month in (3, 10, 11) and moment.weekday() == 6 else timedelta(hours=23)


@pytest.mark.parametrize("trait", HOSTILE)
@pytest.mark.parametrize("reader", [texts_of_icalendar, texts_of_vobject, texts_of_ical])
def test_hostile_texts_come_back_as_they_were(trait: str, reader: Callable[[bytes, str], str]) -> None:
    text = HOSTILE[trait]
    entry = lesson(STAMP, title=text, description=text, location=text, alarm_min=15)
    ics = to_ics(text, PARIS, STAMP, [entry])
    expected = READ_BACK.get(trait, text)
    for name in ("SUMMARY", "DESCRIPTION", "LOCATION"):
        assert reader(ics, name) == expected


@pytest.mark.parametrize("trait", HOSTILE)
def test_hostile_texts_inject_nothing(trait: str) -> None:
    def shape(text: str) -> list[str]:
        ics = to_ics(text, PARIS, STAMP, [lesson(STAMP, title=text, description=text, location=text, alarm_min=15)])
        unfolded = ics.decode().replace("\r\n ", "")
        return [re.split("[:;]", line)[0] for line in re.split("[\r\n\x0b\x0c\x1c-\x1e\x85\u2028\u2029]+", unfolded)]

    assert shape(HOSTILE[trait]) == shape("Accueil")


@pytest.mark.parametrize("trait", HOSTILE)
def test_lines_are_folded_at_75_octets_and_end_in_crlf(trait: str) -> None:
    ics = to_ics(HOSTILE[trait], PARIS, STAMP, [lesson(STAMP, title=HOSTILE[trait])])
    lines = ics.split(b"\r\n")
    assert all(len(line) <= 75 for line in lines)
    assert all(line.decode() is not None and b"\n" not in line and b"\r" not in line for line in lines)
    assert lines[-1] == b""


def test_the_calendar_name_is_escaped_twice_over() -> None:
    ics = to_ics('A, "b"; c\nBEGIN:VEVENT', PARIS, STAMP, [])
    assert b'\r\nNAME:A\\, "b"\\; c\\nBEGIN:VEVENT\r\n' in ics
    assert b'\r\nX-WR-CALNAME:A\\, "b"\\; c\\nBEGIN:VEVENT\r\n' in ics


def test_the_time_zone_stands_before_the_events_with_a_plain_name() -> None:
    ics = to_ics("x", PARIS, STAMP, [lesson(STAMP)])
    assert ics.index(b"BEGIN:VTIMEZONE") < ics.index(b"BEGIN:VEVENT")
    assert b"DTSTART;TZID=Europe/Paris:20261130T010000" in ics
    assert b"X-WR-TIMEZONE:Europe/Paris" in ics


def test_all_day_is_free_and_has_no_hour() -> None:
    entry = Entry("a", "Travail", date(2027, 1, 4), date(2027, 1, 9), busy=False)
    event = vobject.readOne(to_ics("x", PARIS, STAMP, [entry]).decode()).vevent
    assert (event.dtstart.value, event.dtend.value, event.transp.value) == (
        date(2027, 1, 4),
        date(2027, 1, 9),
        "TRANSPARENT",
    )


def test_links_are_not_escaped() -> None:
    link = "https://example.org/salle?a=1,2;b=%C3%A9"
    ics = to_ics("x", PARIS, STAMP, [lesson(STAMP, link=link, conference=link)]).replace(b"\r\n ", b"")
    assert f"\r\nURL:{link}\r\nCONFERENCE;VALUE=URI;FEATURE=VIDEO:{link}\r\n".encode() in ics


def test_nobody_is_invited_and_nothing_is_chance() -> None:
    ics = to_ics("x", PARIS, STAMP, [lesson(STAMP, sequence=3)])
    assert not re.search(rb"ATTENDEE|ORGANIZER|METHOD|LAST-MODIFIED|CREATED", ics)
    assert b"SEQUENCE:3\r\n" in ics
    assert b"DTSTAMP:20261130T000000Z\r\n" in ics
    assert ics == to_ics("x", PARIS, STAMP, [lesson(STAMP, sequence=3)])


def test_a_calendar_of_no_entries_is_still_one() -> None:
    assert list(vobject.readComponents(io.StringIO(to_ics("x", PARIS, STAMP, []).decode())))


def test_an_entry_that_ends_before_it_starts_is_refused() -> None:
    with pytest.raises(ValueError, match="cours@example"):
        to_ics("x", PARIS, STAMP, [lesson(STAMP, end=STAMP)])
    with pytest.raises(ValueError, match="cours@example"):
        to_ics("x", PARIS, STAMP, [lesson(STAMP, end=date(2027, 1, 1))])


@pytest.mark.parametrize(
    ("tzid", "zone"),
    [
        ("Europe/Paris", "Europe/Paris"),
        ("Romance Standard Time", "Europe/Paris"),
        ("Saint Pierre Standard Time", "America/Miquelon"),
        ("(GMT+01:00) Brussels, Copenhagen, Madrid, Paris", "Europe/Paris"),
        ("/freeassociation.sourceforge.net/Indian/Reunion", "Indian/Reunion"),
        ("/Europe/Paris", "Europe/Paris"),
        ("tzone://Microsoft/Utc", "UTC"),
        ("Paris", None),
        ("localtime", None),
        ("/etc/passwd", None),
        ("../Europe/Paris", None),
        ("Europe", None),
        ("", None),
    ],
)
def test_names_of_time_zones(tzid: str, zone: str | None) -> None:
    found = known_zone(tzid)
    assert (found.key if found else None) == zone


def test_an_entry_is_written_anew_on_each_clock_and_for_each_of_two_equal_hours() -> None:
    """Moments are equal whatever their clock, and their fold: what was written for one must not stand for the other."""
    night = datetime(2026, 10, 25, 2, 30, tzinfo=PARIS)  # an hour that Paris has twice
    written = [
        to_ics("n", zone, STAMP, [Entry("u", "t", start, start + timedelta(hours=4))])
        for zone, start in [
            (PARIS, night),
            (PARIS, night.replace(fold=1)),
            (ZoneInfo("Indian/Reunion"), night),
        ]
    ]
    starts = [re.findall(rb"DTSTART[^\r]*", ics)[-1] for ics in written]
    assert starts == [
        b"DTSTART;TZID=Europe/Paris:20261025T023000",
        b"DTSTART:20261025T013000Z",
        b"DTSTART;TZID=Indian/Reunion:20261025T043000",
    ]
