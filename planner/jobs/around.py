"""The academy that a session was planned with, as it stands: all its sessions, their files and their plans."""

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from calendars.school_holidays import SchoolCalendar
from calendars.spans import Span
from planner.academy import Academy, AcademyPlan, LeftOut
from planner.files.academy_record import INDEX, RECORD, SESSIONS, AcademyRecord, read_record
from planner.files.session_copies import named_from
from planner.jobs.writing import PLAN, read_plan
from planner.outcome import Finding, Violation
from planner.plan import Placement, Plan
from planner.replan.together import Others
from planner.session import BusyTimes, Session

if TYPE_CHECKING:
    from planner.files.academy_checks import Described


@dataclass(frozen=True)
class Around:
    """An academy where `planner batch` wrote it. `files`: the file of each session; `plans`: of those that have one."""

    folder: Path
    record: AcademyRecord
    academy: Academy
    plans: Mapping[str, Plan]
    files: Mapping[str, Path]
    school: SchoolCalendar

    def session(self, id: str) -> Session:
        """One of its sessions."""
        return next(session for session in self.academy.sessions if session.id == id)

    def own_folder(self, id: str) -> Path:
        """Where the plan of a session lies."""
        return self.folder / SESSIONS / id

    def with_sessions(self, changed: Mapping[str, tuple[Session, BusyTimes]]) -> "Around":
        """The same where some sessions, with their people's busy times, are as they are from now on."""
        sessions = tuple(changed[s.id][0] if s.id in changed else s for s in self.academy.sessions)
        busy = {**self.academy.busy, **{id: times for id, (_, times) in changed.items()}}
        return replace(self, academy=replace(self.academy, sessions=sessions, busy=busy))

    def broken(self, changed: Mapping[str, Plan]) -> "Broken":
        """What all plans break together with these instead of those that lie there."""
        return _broken(self.academy, self.school, {**self.plans, **changed}, self.plans)

    def result(self, plans: Mapping[str, Plan]) -> AcademyPlan:
        """The plans as the result of a batch, as far as that is still known: what all is worth is not."""
        left_out = (LeftOut(each.session, each.reason, others=each.others) for each in self.record.not_placed)
        return AcademyPlan(plans, tuple(each for each in left_out if each.session not in plans))


def academy_folder(plan_folder: Path) -> Path | None:
    """The folder of the academy of which a folder holds one session's plan; None for any other folder."""
    own = _whole(plan_folder)
    if own.parent.name != SESSIONS or not (own.parent.parent / RECORD).is_file():
        return None
    named = plan_folder.parent.parent
    return named if _whole(named) == own.parent.parent else own.parent.parent


def _whole(folder: Path) -> Path:
    """The way to a folder from the root: `.` and `..` are folders too."""
    return Path(os.path.normpath(folder.absolute()))


def _lost_record(plan_folder: Path) -> tuple[Finding, ...] | None:
    """Where an academy was planned whose record is not there any more: its other sessions would not be seen."""
    own = _whole(plan_folder)
    folder = own.parent.parent
    is_one = own.parent.name == SESSIONS and all((folder / name).is_file() for name in INDEX)
    return (Finding("no-academy-record", str(folder / RECORD)),) if is_one else None


def around_session(
    plan_folder: Path, session: Session, busy: BusyTimes, school: SchoolCalendar
) -> Around | tuple[Finding, ...] | None:
    """The academy of a session whose plan lies in a folder, with the session as it is here; None where it has none."""
    folder = academy_folder(plan_folder)
    if folder is None:
        return _lost_record(plan_folder)
    around = read_around(folder, school, {session.id: (session, busy)})
    if isinstance(around, Around):  # a plan that an earlier batch wrote belongs to no academy any more
        return around if session.id in around.record.sessions else None
    return around


def read_around(
    folder: Path, school: SchoolCalendar, in_hand: Mapping[str, tuple[Session, BusyTimes]]
) -> Around | tuple[Finding, ...]:
    """Read an academy from where `planner batch` wrote it, or all that is wrong with its files.

    `in_hand`: sessions as they are from now on, whatever their files say.
    """
    from planner.files.academy_checks import Described, checked
    from planner.files.academy_settings import Settings
    from planner.files.academy_table import read_tables
    from planner.files.enrolment_rows import counted, read_enrolments
    from planner.files.session_batch import read_files
    from planner.jobs.replan_input import nonsense

    record = read_record(folder / RECORD)
    if isinstance(record, tuple):
        return record
    plans = {id: read_plan(path) for id in record.sessions if (path := folder / SESSIONS / id / PLAN).is_file()}
    wrong = [finding for plan in plans.values() if isinstance(plan, tuple) for finding in plan]
    placed = {id: plan for id, plan in plans.items() if isinstance(plan, Plan)}
    files = {id: _file_of(folder, id, file, placed.get(id)) for id, file in record.sessions.items()}
    others = [id for id in files if id not in in_hand]
    read = dict(zip(others, read_files([files[id] for id in others], school, counted([]), Settings()), strict=True))
    for id, (session, busy) in in_hand.items():
        if id not in files:
            continue
        read[id] = Described(files[id], session, busy, (), id)
    described = [read[id] for id in record.sessions]
    wrong += _others_files(folder, record, read)
    tables = {name: read_tables(named_from(folder, name)) for name in record.enrolments}
    rows, wrong_rows = read_enrolments([table for some, _ in tables.values() for table in some])
    for name, (some, findings) in tables.items():
        wrong += findings
        if not findings and not any(table.kind == "enrolments" for table in some):
            facts = {"found": str(named_from(folder, name))}
            wrong.append(Finding("record-no-enrolments", str(folder / RECORD), facts=facts))
    wrong += [finding for one in described for finding in one.findings]
    for id, one in read.items():
        if id in placed and one.session is not None:
            wrong += nonsense(placed[id], one.session, str(folder / SESSIONS / id / PLAN))
    enrolled, contradictions = checked(described, rows, complete=True)
    # who enrolled since is one more in a group: the batch says so, a change of another day does not wait for it
    contradictions = [finding for finding in contradictions if finding.id != "group-overfull"]
    if findings := [*wrong, *wrong_rows, *contradictions]:
        return tuple(findings)
    sessions = tuple(one.session for one in described if one.session is not None)
    busy_of = {one.session.id: one.busy for one in described if one.session is not None and one.busy is not None}
    academy = Academy(sessions, busy_of, enrolled, record.virtual_rooms)
    planned = {id: plan for id, plan in placed.items() if not plan.is_empty}
    return Around(folder, record, academy, planned, files, school)


def _others_files(folder: Path, record: AcademyRecord, read: "Mapping[str, Described]") -> Iterator[Finding]:
    """What academy.json says of a session, and the file of that describes another one."""
    for id in record.sessions:
        found = read[id].session
        if found is not None and found.id != id:
            facts = {"expected": id, "found": found.id, "other": read[id].file}
            yield Finding("record-other-session", str(folder / RECORD), facts=facts)


def _file_of(folder: Path, id: str, file: str, plan: Plan | None) -> Path:
    """The file that describes a session now: the one that its plan names, else the one that the batch planned."""
    own = folder / SESSIONS / id
    named = [named_from(own, plan.session_file)] if plan is not None and plan.session_file else []
    return next((path for path in named if path.is_file()), named_from(folder, file))


@dataclass(frozen=True)
class Near:
    """What the checker says of some sessions of an academy and of those near them, in little time."""

    around: Around
    others: Others

    @classmethod
    def of(cls, around: Around | None, today: date, since: datetime | None = None) -> "Near | None":
        """That of an academy, today or at a moment of it; None where there is none."""
        return cls(around, Others(around.academy, around.plans, around.school, today, since)) if around else None

    def after(self, plans: Mapping[str, Plan]) -> "Near":
        """The same once some sessions have other plans."""
        return replace(self, around=replace(self.around, plans={**self.around.plans, **plans}))

    def broken(self, changed: Mapping[str, Plan], known: Mapping[str, Plan]) -> tuple[Violation, ...]:
        """What these plans (by session) break together with all others that `known` plans do not, in their place."""
        plans = {**self.around.plans, **known}
        academy = self.academy(changed, {**plans, **changed})
        return _broken(academy, self.around.school, {**plans, **changed}, plans).new

    def broken_alone(self, ids: Iterable[str]) -> dict[str, tuple[Violation, ...]]:
        """What the plans of the sessions that share people with these break by themselves, from today on."""
        from planner.check import check

        around, found = self.around, {}
        ids = set(ids)
        for other in sorted(set().union(*(self.others.sharing(id) for id in ids)) - ids):
            session, plan = around.session(other), around.plans[other]
            broken = check(session, plan, around.school, around.academy.busy_of(other))
            if ahead := tuple(each for each in broken if each.day is None or each.day >= self.others.today):
                found[other] = ahead
        return found

    def academy(self, ids: Iterable[str], plans: Mapping[str, Plan]) -> Academy:
        """Some sessions, and those that share people with them, or rooms at an hour."""
        ids, academy = set(ids), self.around.academy
        wanted = ids.union(*(self.others.sharing(id) for id in ids))
        if academy.virtual_rooms is not None:
            spans = [_span(each) for id in ids if id in plans for each in plans[id].placements]
            wanted |= {id for id, plan in plans.items() if any(_meets(_span(p), spans) for p in plan.placements)}
        return replace(
            academy,
            sessions=tuple(session for session in academy.sessions if session.id in wanted),
            enrolments=tuple(each for each in academy.enrolments if each.session in wanted),
        )


@dataclass(frozen=True)
class Broken:
    """What plans break together: `new`, and `still`, what was broken before and is no worse."""

    new: tuple[Violation, ...] = ()
    still: tuple[Violation, ...] = ()


def _broken(academy: Academy, school: SchoolCalendar, plans: Mapping[str, Plan], before: Mapping[str, Plan]) -> Broken:
    """What plans break together that others before them did not, or not so much; and the rest."""
    from planner.check.together import check_together

    found = check_together(academy, plans, school)
    known = check_together(academy, before, school) if found else ()
    most = {_where(each): _amount(each) for each in known if _amount(each)}
    new = tuple(each for each in found if each not in known and not 0 < _amount(each) < most.get(_where(each), 0))
    return Broken(new, tuple(each for each in found if each not in new))


_AMOUNTS = ("asked_min", "led_min", "times", "in_use")
"""By how much a rule is broken, as far as violations tell: minutes of a week or a day, clashes of a week, rooms."""


def _amount(violation: Violation) -> int:
    """By how much; 0 where it is not told, as of two classes that are too close to each other."""
    told = [violation.facts[name] for name in _AMOUNTS if name in violation.facts]
    return told[0] if told and violation.kind != "gap_together" else 0


def _where(violation: Violation) -> tuple[object, ...]:
    """Of whom, and when: that less of it is broken than before is nothing new."""
    facts, day = violation.facts, violation.day
    if "times" in facts and day is not None:
        day -= timedelta(day.weekday())
    return (
        violation.rule,
        violation.kind,
        violation.trainer,
        facts.get("members"),
        day,
        facts.get("rooms") and facts["start"],
    )


def _span(placement: Placement) -> Span:
    return Span(placement.start, placement.end)


def _meets(span: Span, others: Sequence[Span]) -> bool:
    return any(other.start < span.end and span.start < other.end for other in others)
