"""The door for programs: sessions in, checked plans out. `from planner import plan_sessions` loads it when first asked.

Nothing here reads or writes a file. A session is described with the keys of a session file
(`Session.model_validate`), or read by `planner.files.session_file.read_session`; `planner.reports.academy_write`
writes what was planned.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TypeVar

from calendars.school_holidays import SchoolCalendar
from planner.academy import Academy, AcademyPlan, Enrolment, Progress
from planner.check import check
from planner.check.together import check_together
from planner.consistency import Inconsistency, inconsistencies
from planner.jobs import CheckerRefused
from planner.outcome import Violation
from planner.plan import Plan
from planner.session import BusyTimes, Session

Kind = TypeVar("Kind")
_NO_BUSY: Mapping[str, BusyTimes] = {}


class ContradictorySessions(ValueError):
    """Sessions whose own values contradict one another, by session id; nothing was planned."""

    def __init__(self, found: Mapping[str, tuple[Inconsistency, ...]]) -> None:
        self.found = found
        said = (f"{id}: {each.id} at {list(each.path)} {dict(each.facts)}" for id, all in found.items() for each in all)
        super().__init__("\n".join(said))


def plan_sessions(
    sessions: Iterable[Session],
    *,
    enrolments: Iterable[Enrolment] = (),
    busy: Mapping[str, BusyTimes] = _NO_BUSY,
    virtual_rooms: int | None = None,
    school: SchoolCalendar | None = None,
    workers: int = 1,
    time_limit_s: float | None = None,
    progress: Callable[[Progress], None] = lambda step: None,
    stop: Callable[[], bool] = lambda: False,
) -> AcademyPlan:
    """Plan sessions together: one, or a whole academy. What is answered has passed both checks.

    `enrolments` say who is in several of them (their two hours a week are one pool); trainers are known by their id in
    all sessions. `busy` are busy times by session id, `virtual_rooms` the virtual classes that may run at once over
    all. `school` is the calendar that ships with the program by default. `workers` processes share the work: a script
    that asks for several is to be guarded by `if __name__ == "__main__":`. After `time_limit_s` seconds, or once `stop`
    answers True, the best plan so far is answered, and `interrupted` says so.

    Sessions without a place are in `left_out`, each with its reason. Raises ContradictorySessions; TypeError for what
    is of another type; ValueError for two sessions of one id, an enrolment in what there is not, a person twice in one
    session, busy times of no session, a number that cannot be; UnknownDepartment and
    NoSchoolZone of `calendars`; CheckerRefused of `planner.jobs` where a plan breaks a rule, a fault of the program.

    >>> from planner import Session, plan_sessions
    >>> oral = Session.model_validate({
    ...     "id": "ORAL-69",
    ...     "title": "Enseigner l'oral",
    ...     "department": "69",
    ...     "window": {"first": "2027-01-04", "last": "2027-02-12"},
    ...     "trainers": [{"id": "durand", "name": "Alice Durand"}],
    ...     "groups": [{"id": "lyon", "size": 20}],
    ...     "activities": [
    ...         {"id": "accueil", "kind": "virtual_class", "title": "Accueil", "duration": "1h"},
    ...         {"id": "module", "kind": "remote_work", "title": "Observer sa classe", "duration": "2h"},
    ...         {"id": "retour", "kind": "virtual_class", "title": "Retour d'expérience", "duration": "1h30"},
    ...     ],
    ...     "rules": {"working_hours": {"wed": "13:30-17:30"}},
    ... })
    >>> found = plan_sessions([oral])
    >>> [(placement.activity, placement.start.isoweekday()) for placement in found.plans["ORAL-69"].placements]
    [('accueil', 3), ('retour', 3)]
    >>> found.left_out
    ()
    """
    academy = Academy(
        _all("sessions", sessions, Session), busy, _all("enrolments", enrolments, Enrolment), virtual_rooms
    )
    _refuse_wrong_numbers(virtual_rooms, workers, time_limit_s)
    _refuse_what_contradicts(academy)
    school = school if school is not None else SchoolCalendar.load()

    from planner.solving.academy.plan import plan_academy  # the solver: 0.3 s, not paid by who is refused

    found = plan_academy(academy, school, workers=workers, time_limit_s=time_limit_s, progress=progress, stop=stop)
    progress(Progress("check", 0, len(found.plans), len(found.plans)))
    if violations := tuple(check_academy(academy, found.plans, school)):
        raise CheckerRefused(violations)
    progress(Progress("check", len(found.plans), len(found.plans), len(found.plans)))
    return found


def check_academy(academy: Academy, plans: Mapping[str, Plan], school: SchoolCalendar) -> Iterator[Violation]:
    """Every breach of the plans of an academy: each by itself, in the order of the sessions, then all together."""
    for session in academy.sessions:
        if session.id in plans:
            yield from check(session, plans[session.id], school, academy.busy_of(session.id))
    yield from check_together(academy, plans, school)


def _all(name: str, given: Iterable[Kind], kind: type[Kind]) -> tuple[Kind, ...]:
    """What was given, all of one type."""
    if isinstance(given, kind) or not isinstance(given, Iterable):
        raise TypeError(f"{name}: several {kind.__name__} are expected, a list for example; {given!r:.60} is given")
    found = tuple(given)
    if wrong := [each for each in found if not isinstance(each, kind)]:
        raise TypeError(f"{name}: {wrong[0]!r:.60} is no {kind.__name__}")
    return found


def _refuse_wrong_numbers(virtual_rooms: object, workers: object, time_limit_s: object) -> None:
    for name, count in (("virtual_rooms", virtual_rooms), ("workers", workers)):
        if name == "virtual_rooms" and count is None:
            continue
        if not isinstance(count, int) or isinstance(count, bool):
            raise TypeError(f"{name}: a whole number is expected; {count!r:.60} is given")
        if count < 1:
            raise ValueError(f"{name}: at least 1 is expected; {count} is given")
    if time_limit_s is not None:
        if not isinstance(time_limit_s, int | float) or isinstance(time_limit_s, bool):
            raise TypeError(f"time_limit_s: a number of seconds is expected; {time_limit_s!r:.60} is given")
        if not time_limit_s > 0:
            raise ValueError(f"time_limit_s: more than 0 seconds are expected; {time_limit_s} is given")


def _refuse_what_contradicts(academy: Academy) -> None:
    if wrong := {session.id: found for session in academy.sessions if (found := inconsistencies(session))}:
        raise ContradictorySessions(wrong)
    if twice := [id for id, count in Counter(session.id for session in academy.sessions).items() if count > 1]:
        raise ValueError(f"two sessions of one id: {', '.join(twice)}")
    groups = {(session.id, group.id) for session in academy.sessions for group in session.groups}
    for id, times in academy.busy.items():
        if id not in {session.id for session in academy.sessions}:
            raise ValueError(f"busy times of a session that there is not: {id!r}")
        if not isinstance(times, BusyTimes):
            raise TypeError(f"busy: {times!r:.60} is no BusyTimes")
    if nameless := [each.person for each in academy.enrolments if not isinstance(each.person, str)]:
        raise TypeError(f"enrolments: a person is a text; {nameless[0]!r:.60} is given")
    known: set[tuple[str, str]] = set()
    for each in set(academy.enrolments):
        if (each.session, each.group) not in groups:
            raise ValueError(f"an enrolment in a group that there is not: {each.group!r} of {each.session!r}")
        if (each.person, each.session) in known:
            raise ValueError(f"somebody is enrolled in two groups of {each.session!r}")
        known.add((each.person, each.session))
