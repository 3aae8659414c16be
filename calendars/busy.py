"""When a person is busy, from an .ics file that another program wrote.

Single events are read directly; series (RRULE, RDATE, moved instances) are expanded by `recurring-ical-events`, from a
cleaned copy that holds times only: titles, places and people of other people's calendars are never kept.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from calendars.ics_text import (
    LIMIT_BYTES,
    BrokenCalendar,
    CalendarFault,
    Component,
    Property,
    read_components,
    read_ics,
)
from calendars.ics_times import Clocks, duration, event_times, local_day
from calendars.recurrence import Rule, read_rule
from calendars.spans import Span, clip

__all__ = ["LIMIT_BYTES", "BrokenCalendar", "CalendarFault", "busy_spans", "read_ics"]

MOST_IN_SERIES = 100_000
"""Occurrences of one series from its start to the window's end; a daily event since 1900 has 46,000."""
MOST_IN_FILE = 400_000
"""The same over all series of a file: some seconds of expanding."""
MOST_IN_WINDOW = 40_000
"""Occurrences inside the window, over all series of a file (85 µs each); 500 weekly series over 18 months: 39,000."""

_MARGIN = timedelta(days=2)  # local days reach 14 h before and 12 h behind those of UTC
_DAY = timedelta(days=1)


@dataclass(frozen=True)
class _Event:
    uid: str
    component: Component
    start: date | datetime
    end: date | datetime
    is_busy: bool


def busy_spans(
    ics: bytes, window: Span, zone: ZoneInfo, leave_out: Callable[[Component], bool] = lambda event: False
) -> tuple[Span, ...]:
    """When the owner of a calendar is busy inside `window`: UTC, sorted, neither overlapping nor touching.

    `zone` is the clock of all-day events and of times that name no zone. Transparent and cancelled events and those
    that Outlook marks as free are not busy; tentative ones are. Events (VEVENT) of which `leave_out` is true are as if
    they were not there. Raises BrokenCalendar; its `kind` says how.
    """
    components = [part for part in read_components(ics) if part.name != "VEVENT" or not leave_out(part)]
    clocks = Clocks(components, zone)
    events = _current([_read(part, clocks) for part in components if part.name == "VEVENT"])
    recurring = {event.uid for event in events if event.component.every("RRULE", "RDATE", "RECURRENCE-ID")}
    spans = [span for part in components if part.name == "VFREEBUSY" for span in _free_busy(part, clocks)]
    spans += [
        Span(clocks.moment(event.start), clocks.moment(event.end))
        for event in events
        if event.uid not in recurring and event.is_busy
    ]
    series = _series(event for event in events if event.uid in recurring)
    if series:
        spans.extend(_expanded(series, clocks, window))
    return clip(spans, window)


def _current(events: Sequence[_Event]) -> list[_Event]:
    """The events without those that a higher SEQUENCE in the same file replaces."""
    newest: dict[tuple[str, str], int] = {}
    keys = [(event.uid, event.component.text("RECURRENCE-ID")) for event in events]
    for key, event in zip(keys, events, strict=True):
        newest[key] = max(newest.get(key, 0), event.component.sequence)
    return [event for key, event in zip(keys, events, strict=True) if event.component.sequence == newest[key]]


def _series(events: Iterable[_Event]) -> list[list[_Event]]:
    """Each series with its moved instances; copies with the same UID are series of their own, so that none is lost.

    A series that is never busy (birthdays, mostly) is left out.
    """
    series: dict[tuple[str, int], list[_Event]] = {}
    masters: Counter[str] = Counter()
    for event in events:
        copy = 0
        if event.component.first("RECURRENCE-ID") is None:
            copy = masters[event.uid]
            masters[event.uid] += 1
        series.setdefault((event.uid, copy), []).append(event)
    return [events for events in series.values() if any(event.is_busy for event in events)]


def _read(component: Component, clocks: Clocks) -> _Event:
    start, end = event_times(component, clocks)
    uid = component.text("UID") or f"line {component.line}"
    return _Event(uid, component, start, end, _is_busy(component))


def _is_busy(component: Component) -> bool:
    return (
        component.text("TRANSP").upper() != "TRANSPARENT"
        and component.text("STATUS").upper() != "CANCELLED"
        and component.text("X-MICROSOFT-CDO-BUSYSTATUS").upper() != "FREE"
    )


def _free_busy(component: Component, clocks: Clocks) -> Iterator[Span]:
    for found in component.every("FREEBUSY"):
        if found.parameters.get("FBTYPE", "BUSY").upper() != "FREE":
            for period in filter(None, found.value.split(",")):
                yield _period(found, period, clocks)


def _period(found: Property, text: str, clocks: Clocks) -> Span:
    first, slash, second = text.strip().partition("/")
    if not slash:
        raise BrokenCalendar("wrong-date", found.line, text)
    start = clocks.moment(clocks.value(found, first))
    if second.strip().upper().startswith(("P", "+P")):
        return Span(start, start + duration(found, second))
    return Span(start, clocks.moment(clocks.value(found, second)))


def _expanded(series: Sequence[list[_Event]], clocks: Clocks, window: Span) -> Iterator[Span]:
    wide = Span(window.start - _MARGIN, window.end + _MARGIN)
    rules = {id(event): _rules(event, clocks, wide) for events in series for event in events}
    _refuse_too_many(series, rules, clocks, wide)
    for events in series:
        yield from _occurrences(events, rules, clocks, wide)


def _rules(event: _Event, clocks: Clocks, wide: Span) -> list[Rule]:
    """The rules of an event that may give it an occurrence in the window; the others need no search."""
    found = [read_rule(line, clocks) for line in event.component.every("RRULE")]
    first = wide.start.date() - (clocks.moment(event.end) - clocks.moment(event.start)) - _DAY
    start = event.start if isinstance(event.start, datetime) else datetime.combine(event.start, time(), clocks.floating)
    return [rule for rule in found if rule.may_happen(start, first, wide.end.date() + _DAY)]


def _refuse_too_many(series: Sequence[list[_Event]], rules: dict[int, list[Rule]], clocks: Clocks, wide: Span) -> None:
    in_file = in_window = 0.0
    for events in series:
        moved = [_day(event.start, clocks) for event in events]
        for event in events:
            last = max([wide.end.date(), *moved])  # a moved instance makes the library look that far
            start = _day(event.start, clocks)
            for rule in rules[id(event)]:
                most = rule.most((rule.last_day(last) - start).days + 1)
                in_file += most
                in_window += min(most, rule.most((rule.last_day(wide.end.date()) - wide.start.date()).days + 1))
                if most > MOST_IN_SERIES or in_file > MOST_IN_FILE or in_window > MOST_IN_WINDOW:
                    line = event.component.every("RRULE")[0]
                    raise BrokenCalendar("too-many-occurrences", line.line, line.value)


def _occurrences(events: Sequence[_Event], rules: dict[int, list[Rule]], clocks: Clocks, wide: Span) -> Iterator[Span]:
    """The busy occurrences of one series around the window."""
    import icalendar  # 0.1 s together, needed only where a calendar holds a series
    import recurring_ical_events

    zones: dict[str, None] = {}
    master = next((event for event in events if event.component.first("RECURRENCE-ID") is None), events[0])
    lines = [line for event in events for line in _clean(event, master, rules[id(event)], clocks, wide, zones)]
    text = "BEGIN:VCALENDAR\r\n" + "".join(zones) + "".join(f"{line}\r\n" for line in [*lines, "END:VCALENDAR"])
    try:
        found = recurring_ical_events.of(icalendar.Calendar.from_ical(text)).between(wide.start, wide.end)
    except (ValueError, TypeError, KeyError, AttributeError, OverflowError):
        line = master.component.every("RRULE", "RDATE", "EXDATE", "RECURRENCE-ID")[0]
        raise BrokenCalendar("wrong-rule", line.line, line.value) from None
    for occurrence in found:
        if occurrence["X-BUSY"] == "1":
            yield Span(clocks.moment(occurrence["DTSTART"].dt), clocks.moment(occurrence["DTEND"].dt))


def _clean(
    event: _Event, master: _Event, rules: Sequence[Rule], clocks: Clocks, wide: Span, zones: dict[str, None]
) -> Iterator[str]:
    """The lines of one event of a series that say when; `zones` gathers the definitions that they need."""
    found = event.component.first("DTSTART")
    assert found is not None
    tzid = ""
    if isinstance(event.start, datetime) and event.start.tzinfo is not UTC:
        tzid, definition = clocks.name(found)
        if definition:
            zones[definition] = None
    yield from ("BEGIN:VEVENT", "UID:series", f"X-BUSY:{int(event.is_busy)}", f"SEQUENCE:{event.component.sequence}")
    yield _written("DTSTART", event.start, tzid)
    end = event.end
    if isinstance(event.start, datetime):
        end = clocks.moment(end).astimezone(event.start.tzinfo)
    yield _written("DTEND", end, tzid)
    for rule in rules:
        yield f"RRULE:{rule.text(event.start, clocks)}"
    dates = dict.fromkeys(_dates(event, master, tzid, clocks, wide))
    if len(dates) > MOST_IN_WINDOW:
        raise BrokenCalendar("too-many-occurrences", event.component.line, "RDATE")
    yield from dates
    yield "END:VEVENT"


def _dates(event: _Event, master: _Event, tzid: str, clocks: Clocks, wide: Span) -> Iterator[str]:
    """The dates that a series adds, leaves out or moves, those far from the window left aside."""
    far = Span(wide.start - (clocks.moment(event.end) - clocks.moment(event.start)), wide.end)
    for line in event.component.every("RDATE", "EXDATE", "RECURRENCE-ID"):
        moved = line.name == "RECURRENCE-ID"
        range_ = ";RANGE=THISANDFUTURE" if line.parameters.get("RANGE", "").upper() == "THISANDFUTURE" else ""
        for text in dict.fromkeys(filter(None, line.value.split(","))):
            if "/" in text:
                period = _period(line, text, clocks)
                seconds = int((period.end - period.start).total_seconds())
                if period.overlaps(wide):
                    yield f"{line.name};VALUE=PERIOD:{period.start:%Y%m%dT%H%M%SZ}/PT{seconds}S"
                continue
            start = master.start if moved else event.start
            value = _like(clocks.value(line, text), start, "TZID" not in line.parameters, line.name, clocks)
            if moved or far.start <= clocks.moment(value) <= far.end:
                yield _written(line.name + range_, value, tzid)


def _like(value: date | datetime, start: date | datetime, floats: bool, name: str, clocks: Clocks) -> date | datetime:
    """A date of a series in the form of its start: programs mix days, floating times, UTC and zones."""
    if not isinstance(start, datetime):
        return _day(value, clocks)
    if not isinstance(value, datetime):  # EXDATE with a day takes out whatever begins on it
        return value if name == "EXDATE" else datetime.combine(value, start.timetz())
    if floats and value.tzinfo is clocks.floating:
        return value.replace(tzinfo=start.tzinfo)
    return value.astimezone(start.tzinfo)


def _written(name: str, value: date | datetime, tzid: str) -> str:
    if not isinstance(value, datetime):
        return f"{name};VALUE=DATE:{value:%Y%m%d}"
    return f"{name};TZID={tzid}:{value:%Y%m%dT%H%M%S}" if tzid else f"{name}:{value:%Y%m%dT%H%M%SZ}"


def _day(value: date | datetime, clocks: Clocks) -> date:
    if not isinstance(value, datetime):
        return value
    return local_day(value, clocks.floating) if value.tzinfo is UTC else value.date()
