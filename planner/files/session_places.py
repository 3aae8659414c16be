"""A session against the places and the school years that are known."""

from collections.abc import Iterator

from calendars.places import Place, UnknownDepartment, place
from calendars.school_holidays import SchoolCalendar, UnknownZone
from planner.consistency import Inconsistency
from planner.files.locate import Path
from planner.near_names import near_names
from planner.session import Session


def place_inconsistencies(session: Session, school: SchoolCalendar) -> tuple[Inconsistency, ...]:
    """Departments that do not exist or have no school zone, days nothing is known of, public holidays nobody has."""
    named = _departments(session)
    places: dict[str, Place] = {}
    found: list[Inconsistency] = []
    for path, department in named:
        try:
            places[department] = place(department)
        except UnknownDepartment as unknown:
            near = tuple(place(code) for code in unknown.near)
            facts = {"found": department, "near": tuple((one.department, one.name) for one in near)}
            found.append(Inconsistency("unknown-department", path, facts))
            continue
        if not places[department].zone:
            found.append(Inconsistency("no-school-zone", path, {"name": places[department].name, "found": department}))
    found += _unknown_years(session, places, school)
    found += _unknown_public_holidays(session, places)
    return tuple(found)


def _departments(session: Session) -> list[tuple[Path, str]]:
    named: list[tuple[Path, str]] = [(("department",), session.department)]
    for number, trainer in enumerate(session.trainers):
        if trainer.department is not None:
            named.append((("trainers", number, "department"), trainer.department))
    for number, group in enumerate(session.groups):
        if group.department is not None:
            named.append((("groups", number, "department"), group.department))
    return named


def _unknown_years(session: Session, places: dict[str, Place], school: SchoolCalendar) -> Iterator[Inconsistency]:
    """Beyond the published school years nothing is known: it is never « no holidays ». One finding for each zone."""
    window = session.window
    if window.last < window.first:
        return
    first_of_zone = {each.zone: each for each in reversed(tuple(places.values())) if each.zone}
    for zone, each in reversed(first_of_zone.items()):
        facts = {"zone": zone, "department": each.department, "name": each.name}
        try:
            runs = school.known_runs(zone)
        except UnknownZone:
            yield Inconsistency("window-outside-known-years", ("window",), facts | {"day": window.first})
            continue
        if any(first <= window.first and window.last <= last for first, last in runs):
            continue
        run = next((run for run in runs if run[0] <= window.first <= run[1]), None)
        day, key = (window.last, "last") if run else (window.first, "first")
        first_known, last_known = run or school.known(zone)
        known = {"first_known": first_known, "last_known": last_known, "day": day}
        yield Inconsistency("window-outside-known-years", ("window", key), facts | known)


def _unknown_public_holidays(session: Session, places: dict[str, Place]) -> Iterator[Inconsistency]:
    ignored = session.rules.ignored_public_holidays
    if not ignored or not places or session.window.last < session.window.first:
        return
    from calendars.public_holidays import public_holiday_names  # costs time, and few sessions need it

    years = range(session.window.first.year, min(session.window.last.year, session.window.first.year + 3) + 1)
    names = dict.fromkeys(name for department in places for name in public_holiday_names(department, years))
    for number, name in enumerate(ignored):
        if name not in names:
            facts = {"found": name, "near": near_names(name, names), "allowed": tuple(names)}
            yield Inconsistency("unknown-public-holiday", ("rules", "ignored_public_holidays", number), facts)
