"""Other people's calendars, each trait alone. The window is January 2027, the clock Paris (UTC+1 in January)."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import icalendar
import pytest
import recurring_ical_events

from calendars.busy import LIMIT_BYTES, BrokenCalendar, busy_spans, read_ics
from calendars.spans import Span, clip

PARIS = ZoneInfo("Europe/Paris")
JANUARY = Span(datetime(2027, 1, 1, tzinfo=UTC), datetime(2027, 2, 1, tzinfo=UTC))


def calendar(*lines: str) -> bytes:
    return "".join(f"{line}\r\n" for line in ("BEGIN:VCALENDAR", "VERSION:2.0", *lines, "END:VCALENDAR")).encode()


def event(*lines: str) -> bytes:
    return calendar("BEGIN:VEVENT", "UID:1", *lines, "END:VEVENT")


def hours(*spans: str) -> list[tuple[datetime, datetime]]:
    """« 12 08:00 12 09:00 »: day and clock of January 2027, UTC."""
    moments = [
        [datetime.strptime(f"2027-01-{d} {t}+0000", "%Y-%m-%d %H:%M%z") for d, t in zip(p[::2], p[1::2], strict=True)]
        for p in (span.split() for span in spans)
    ]
    return [(start, end) for start, end in moments]


OUTLOOK_ZONE = (
    "BEGIN:VTIMEZONE", "TZID:Customized Time Zone",
    "BEGIN:STANDARD", "DTSTART:16010101T030000", "TZOFFSETFROM:+0200", "TZOFFSETTO:+0100",
    "RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=10", "END:STANDARD",
    "BEGIN:DAYLIGHT", "DTSTART:16010101T020000", "TZOFFSETFROM:+0100", "TZOFFSETTO:+0200",
    "RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=3", "END:DAYLIGHT", "END:VTIMEZONE",
)  # fmt: skip
NINE = ("DTSTART;TZID=Europe/Paris:20270112T090000", "DTEND;TZID=Europe/Paris:20270112T100000")
WEEKLY = (*NINE, "RRULE:FREQ=WEEKLY;UNTIL=20270127T235959Z")
FIRST, SECOND, THIRD = "12 08:00 12 09:00", "19 08:00 19 09:00", "26 08:00 26 09:00"


@pytest.mark.parametrize(
    ("ics", "expected"),
    [
        pytest.param(event(*NINE), [FIRST], id="one hour in Paris is an hour earlier in UTC"),
        pytest.param(event(NINE[0], "DURATION:PT1H"), [FIRST], id="a duration instead of an end"),
        pytest.param(event("DTSTART:20270112T090000", "DTEND:20270112T100000"), [FIRST], id="floating"),
        pytest.param(event("DTSTART:20270112T080000Z", "DTEND:20270112T090000Z"), [FIRST], id="UTC"),
        pytest.param(event("DTSTART;VALUE=DATE:20270112"), ["11 23:00 12 23:00"], id="all day is local, no end: a day"),
        pytest.param(
            event("DTSTART;VALUE=DATE:20270112", "DTEND;VALUE=DATE:20270112"), ["11 23:00 12 23:00"], id="last day in"
        ),
        pytest.param(
            event("DTSTART;TZID=Asia/Tokyo;VALUE=DATE:20270112", "DTEND;TZID=Asia/Tokyo;VALUE=DATE:20270114"),
            ["11 23:00 13 23:00"],
            id="a day with a time zone is still a civil day",
        ),
        pytest.param(event(NINE[0]), [], id="no end: no time"),
        pytest.param(event(NINE[0], NINE[0].replace("START", "END")), [], id="zero duration: no time"),
        pytest.param(event(*NINE, "TRANSP:TRANSPARENT"), [], id="transparent is free"),
        pytest.param(event(*NINE, "STATUS:CANCELLED"), [], id="cancelled is free"),
        pytest.param(event(*NINE, "X-MICROSOFT-CDO-BUSYSTATUS:FREE"), [], id="Outlook's free is free"),
        pytest.param(event(*NINE, "STATUS:TENTATIVE", "X-MICROSOFT-CDO-BUSYSTATUS:TENTATIVE"), [FIRST], id="tentative"),
        pytest.param(
            event(*(line.replace("Europe/Paris", "Romance Standard Time") for line in NINE)), [FIRST], id="Windows name"
        ),
        pytest.param(
            event(*(line.replace("Europe/Paris", "(UTC+01:00) Brussels, Copenhagen, Madrid, Paris") for line in NINE)),
            [FIRST],
            id="Outlook's display name, unquoted",
        ),
        pytest.param(
            event(*(x.replace("Europe/Paris", '"(UTC+01:00) Bruxelles, Copenhague, Madrid, Paris"') for x in NINE)),
            [FIRST],
            id="the same in French, quoted",
        ),
        pytest.param(
            event(*(line.replace("Europe/Paris", "/mozilla.org/20050126_1/Europe/Paris") for line in NINE)),
            [FIRST],
            id="a maker's prefix",
        ),
        pytest.param(
            calendar("BEGIN:VEVENT", *(line.replace("Europe/Paris", "Customized Time Zone") for line in NINE),
                     "END:VEVENT", *OUTLOOK_ZONE),
            [FIRST],
            id="the file's own zone, defined after its use",
        ),
        pytest.param(
            calendar("BEGIN:VEVENT", *(line.replace("Europe/Paris", "Customized Time Zone") for line in WEEKLY),
                     "END:VEVENT", *OUTLOOK_ZONE),
            [FIRST, SECOND, THIRD],
            id="a series in the file's own zone",
        ),
        pytest.param(event(*WEEKLY), [FIRST, SECOND, THIRD], id="weekly until a moment"),
        pytest.param(event(*NINE, "RRULE:FREQ=WEEKLY;COUNT=2"), [FIRST, SECOND], id="weekly, twice"),
        pytest.param(event(*NINE, "RRULE:FREQ=WEEKLY;UNTIL=20270119"), [FIRST, SECOND], id="until a day, that day in"),
        pytest.param(event(*NINE, "RRULE:FREQ=WEEKLY;UNTIL=20270119T085959"), [FIRST], id="until a floating moment"),
        pytest.param(
            event(*WEEKLY, "EXDATE;TZID=Europe/Paris:20270119T090000"), [FIRST, THIRD], id="an exception"
        ),
        pytest.param(event(*WEEKLY, "EXDATE:20270119T080000Z,20270126T080000Z"), [FIRST], id="two exceptions in UTC"),
        pytest.param(event(*WEEKLY, "EXDATE:20270119T090000"), [FIRST, THIRD], id="a floating exception"),
        pytest.param(event(*WEEKLY, "EXDATE;VALUE=DATE:20270119"), [FIRST, THIRD], id="an exception by day"),
        pytest.param(event(*NINE, "RDATE;TZID=Europe/Paris:20270119T090000"), [FIRST, SECOND], id="an added date"),
        pytest.param(
            event(*NINE, "RDATE;VALUE=PERIOD:20270119T080000Z/PT2H"), [FIRST, "19 08:00 19 10:00"], id="an added period"
        ),
        pytest.param(
            event("DTSTART;VALUE=DATE:20270112", "RRULE:FREQ=DAILY;COUNT=3", "EXDATE;VALUE=DATE:20270113"),
            ["11 23:00 12 23:00", "13 23:00 14 23:00"],
            id="a series of days",
        ),
        pytest.param(
            calendar("BEGIN:VEVENT", "UID:1", *WEEKLY, "END:VEVENT",
                     "BEGIN:VEVENT", "UID:1", "RECURRENCE-ID;TZID=Europe/Paris:20270119T090000",
                     "DTSTART:20270120T080000Z", "DTEND:20270120T100000Z", "END:VEVENT"),
            [FIRST, "20 08:00 20 10:00", THIRD],
            id="a moved instance",
        ),
        pytest.param(
            calendar("BEGIN:VEVENT", "UID:1", "RECURRENCE-ID:20270119T080000Z", *NINE, "STATUS:CANCELLED", "END:VEVENT",
                     "BEGIN:VEVENT", "UID:1", *WEEKLY, "END:VEVENT"),
            [FIRST, THIRD],
            id="a cancelled instance, written first",
        ),
        pytest.param(
            event("RECURRENCE-ID:20270119T080000Z", *NINE), [FIRST], id="a moved instance whose series is elsewhere"
        ),
        pytest.param(
            calendar("BEGIN:VEVENT", *NINE, "END:VEVENT", "BEGIN:VEVENT", *(x.replace("0112", "0119") for x in NINE),
                     "END:VEVENT"),
            [FIRST, SECOND],
            id="two events without UID",
        ),
        pytest.param(
            calendar("BEGIN:VEVENT", "UID:1", *WEEKLY, "END:VEVENT",
                     "BEGIN:VEVENT", "UID:1", *(x.replace("0112", "0113") for x in WEEKLY), "END:VEVENT"),
            [FIRST, "13 08:00 13 09:00", SECOND, "20 08:00 20 09:00", THIRD, "27 08:00 27 09:00"],
            id="two series with one UID",
        ),
        pytest.param(
            calendar("BEGIN:VEVENT", "UID:1", "SEQUENCE:2", *NINE, "END:VEVENT",
                     "BEGIN:VEVENT", "UID:1", "SEQUENCE:1", *(x.replace("0112", "0119") for x in NINE), "END:VEVENT"),
            [FIRST],
            id="the higher sequence replaces the lower",
        ),
        pytest.param(
            calendar("BEGIN:VFREEBUSY",
                     "FREEBUSY;FBTYPE=BUSY-UNAVAILABLE:20270112T080000Z/20270112T090000Z,20270119T080000Z/PT1H",
                     "FREEBUSY;FBTYPE=FREE:20270126T080000Z/PT1H", "END:VFREEBUSY"),
            [FIRST, SECOND],
            id="free-busy periods",
        ),
        pytest.param(
            event("DTSTART:20261230T080000Z", "DTEND:20270101T100000Z"), ["01 00:00 01 10:00"], id="cut at the window"
        ),
        pytest.param(
            event("DTSTART:20261020T080000Z", "DURATION:PT1H", "RRULE:FREQ=WEEKLY;COUNT=3"), [], id="a series over"
        ),
        pytest.param(
            event("DTSTART;TZID=Europe/Paris:20260707T090000", "DURATION:PT1H", "RRULE:FREQ=WEEKLY;INTERVAL=27"),
            [FIRST],
            id="nine o'clock stays nine o'clock after a clock change",
        ),
        pytest.param(
            event(*NINE, "RRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30"), [FIRST], id="a rule that never happens again"
        ),
        pytest.param(event(*NINE, "RRULE:FREQ=DAILY;BYSETPOS=3"), [FIRST], id="the third of one never happens"),
        pytest.param(event(*WEEKLY).replace(b"\r\n", b"\r"), [FIRST, SECOND, THIRD], id="lone CR"),
        pytest.param(event(*NINE, "SUMMARY:Réunion").decode().encode("cp1252"), [FIRST], id="Latin-1"),
        pytest.param(b"\xef\xbb\xbf" + event(*NINE), [FIRST], id="byte order mark"),
        pytest.param(event(*NINE).decode().encode("utf-16"), [FIRST], id="UTF-16"),
        pytest.param(
            event("DTSTART;TZID=Europe/Pa\r\n ris:20270112T09\r\n\t0000", NINE[1]), [FIRST], id="folded in the middle"
        ),
        pytest.param(event("DESCRIPTION:a", "badly folded text", *NINE), [FIRST], id="a line that is no property"),
        pytest.param(
            event(*NINE, "BEGIN:VALARM", "TRIGGER:-PT15M", "DURATION:P9D", "END:VALARM"), [FIRST], id="an alarm"
        ),
        pytest.param(calendar("BEGIN:VTODO", *NINE, "END:VTODO"), [], id="tasks are not time"),
    ],
)  # fmt: skip
def test_busy_spans(ics: bytes, expected: list[str]) -> None:
    assert [tuple(span) for span in busy_spans(ics, JANUARY, PARIS)] == hours(*expected)


@pytest.mark.parametrize(
    ("ics", "kind", "line"),
    [
        pytest.param(b"", "empty", None, id="empty"),
        pytest.param(b" \r\n ", "empty", None, id="blank"),
        pytest.param(b"\r\n<!DOCTYPE html><html>Connexion</html>", "web-page", 1, id="login page"),
        pytest.param(b"\x00\x01\x02", "not-a-calendar", 1, id="binary"),
        pytest.param(b"id: 1", "not-a-calendar", 1, id="another text"),
        pytest.param(event(*NINE)[:-30], "cut-short", 6, id="cut in the middle"),
        pytest.param(event("SUMMARY:x"), "no-start", 3, id="no start"),
        pytest.param(event("DTSTART:20270230T090000"), "wrong-date", 5, id="30 February"),
        pytest.param(event("SUMMARY:a\r\n b", "DTSTART:demain"), "wrong-date", 7, id="no date, after a folded line"),
        pytest.param(event(NINE[0], "DURATION:1h"), "wrong-duration", 6, id="no duration"),
        pytest.param(event(NINE[0], "DTEND:20270112T070000Z"), "ends-before-start", 6, id="ends before it starts"),
        pytest.param(event("DTSTART;TZID=Paris:20270112T090000"), "unknown-time-zone", 5, id="a zone nobody knows"),
        pytest.param(event("DTSTART;TZID=../../etc/passwd:20270112T090000"), "unknown-time-zone", 5, id="a path"),
        pytest.param(
            calendar("BEGIN:VTIMEZONE", "TZID:Paris", "END:VTIMEZONE", "BEGIN:VEVENT",
                     "DTSTART;TZID=Paris:20270112T090000", "END:VEVENT"),
            "unknown-time-zone", 7, id="a zone without rules",
        ),
        pytest.param(event(*NINE, "RRULE:FREQ=SOMETIMES"), "wrong-rule", 7, id="no frequency"),
        pytest.param(event(*NINE, "RRULE:FREQ=DAILY;BYMONTH=13"), "wrong-rule", 7, id="month 13"),
        pytest.param(event(*NINE, "RRULE:FREQ=DAILY;INTERVAL=0"), "wrong-rule", 7, id="every 0 days"),
        pytest.param(event(*NINE, "RRULE:FREQ=DAILY;UNTIL=bientôt"), "wrong-date", 7, id="until no date"),
        pytest.param(event(*NINE, "RRULE:FREQ=SECONDLY"), "too-many-occurrences", 7, id="every second"),
        pytest.param(event("DTSTART:20260901", "RRULE:FREQ=MINUTELY"), "too-many-occurrences", 6, id="every minute"),
        pytest.param(
            event(*NINE, "RRULE:FREQ=DAILY;BYHOUR=1,2,3,4;BYMINUTE=" + ",".join(map(str, range(60))) + ";BYSECOND="
                  + ",".join(map(str, range(60)))),
            "too-many-occurrences", 7, id="every day, 14,400 times",
        ),
        pytest.param(
            event("DTSTART:00010101T090000Z", "RRULE:FREQ=DAILY"), "too-many-occurrences", 6, id="since year 1"
        ),
        pytest.param(b" " * (LIMIT_BYTES + 1), "too-large", None, id="too large"),
    ],
)  # fmt: skip
def test_broken_calendars(ics: bytes, kind: str, line: int | None) -> None:
    with pytest.raises(BrokenCalendar) as broken:
        busy_spans(ics, JANUARY, PARIS)
    assert (broken.value.kind, broken.value.line) == (kind, line)


def test_a_file_too_large_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "large.ics"
    with path.open("wb") as file:
        file.truncate(50 * 1024 * 1024)  # a hole: nothing is on the disk
    with pytest.raises(BrokenCalendar, match="too-large"):
        read_ics(path)


def test_two_files_may_define_a_zone_of_the_same_name_differently() -> None:
    def file(offset: str) -> bytes:
        zone = [line.replace("+0100", offset).replace("+0200", offset) for line in OUTLOOK_ZONE]
        lines = [line.replace("Europe/Paris", "Customized Time Zone") for line in WEEKLY]
        return calendar(*zone, "BEGIN:VEVENT", *lines, "END:VEVENT")

    assert busy_spans(file("+0100"), JANUARY, PARIS)[0].start.hour == 8
    assert busy_spans(file("+0400"), JANUARY, PARIS)[0].start.hour == 5


def test_what_is_left_out_is_as_if_it_were_not_there() -> None:
    other = ("BEGIN:VEVENT", "UID:2", "DTSTART:20270119T080000Z", "DTEND:20270119T090000Z", "END:VEVENT")
    series = ("BEGIN:VEVENT", "UID:1", *WEEKLY, "END:VEVENT", "BEGIN:VEVENT", "UID:1", "X-NO-START:1", "END:VEVENT")
    found = busy_spans(calendar(*series, *other), JANUARY, PARIS, lambda event: event.text("UID") == "1")
    assert [(span.start, span.end) for span in found] == hours(SECOND)


def test_overseas_days_are_local() -> None:
    [span] = busy_spans(event("DTSTART;VALUE=DATE:20270112"), JANUARY, ZoneInfo("Pacific/Noumea"))
    assert span == Span(datetime(2027, 1, 11, 13, tzinfo=UTC), datetime(2027, 1, 12, 13, tzinfo=UTC))


def test_single_events_are_read_as_the_library_reads_them() -> None:
    lines = []
    for number in range(60):
        start = datetime(2027, 1, 1, 7, tzinfo=PARIS) + timedelta(hours=11 * number)
        lines += ["BEGIN:VEVENT", f"UID:{number}", f"DTSTART;TZID=Europe/Paris:{start:%Y%m%dT%H%M%S}"]
        lines += ["DURATION:PT1H30M", "END:VEVENT"]
    found = recurring_ical_events.of(icalendar.Calendar.from_ical(calendar(*lines))).between(*JANUARY)
    theirs = [Span(part["DTSTART"].dt.astimezone(UTC), part["DTEND"].dt.astimezone(UTC)) for part in found]
    assert busy_spans(calendar(*lines), JANUARY, PARIS) == clip(theirs, JANUARY)
