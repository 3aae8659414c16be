"""Writing plans of an academy that were made again: their folders, the trainers' calendars and the index follow."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

from planner.files.academy_record import INDEX, SESSIONS
from planner.jobs.around import Around, Near
from planner.jobs.writing import ReadyPlan, WrittenPlan, write_ready
from planner.replan.standing import still_planned
from planner.session import BusyTimes, Session

if TYPE_CHECKING:
    from planner.messages.texts import Texts
    from planner.reports.calendar_files import Led


@dataclass(frozen=True)
class IndexToWrite:
    """The index of an academy some of whose plans were written anew. It takes seconds: whoever asked is told first."""

    around: Around

    def write(self, texts: "Texts") -> None:
        """Write the index, in one language. Raises CannotWrite of `planner.reports.write`."""
        from planner.reports.academy_data import index_of
        from planner.reports.academy_page import academy_page
        from planner.reports.academy_workbook import academy_workbook
        from planner.reports.write import write_files

        around = self.around
        plans = {s.id: still_planned(s, around.plans[s.id]) for s in around.academy.sessions if s.id in around.plans}
        index = index_of(around.academy, around.result(plans), around.school)
        pages = zip(INDEX, (academy_page(index, texts), academy_workbook(index, texts)), strict=True)
        write_files(around.folder, dict(pages))


def write_one(
    folder: Path, ready: ReadyPlan, near: Near | None, busy: BusyTimes, texts: "Texts"
) -> tuple[WrittenPlan, IndexToWrite | None]:
    """Write one plan in a folder; where that is its place in an academy, with what there follows.

    Raises CannotWrite of `planner.reports.write`.
    """
    session = ready.session
    if near is None or near.around.own_folder(session.id).resolve() != folder.resolve():
        return write_ready(folder, ready), None
    around = near.around.with_sessions({session.id: (session, busy)})
    (written,), index = write_around(around, [ready], texts)
    return written, index


def write_around(
    around: Around, ready: Sequence[ReadyPlan], texts: "Texts"
) -> tuple[tuple[WrittenPlan, ...], IndexToWrite]:
    """Write plans and the calendars of their trainers, all or nothing; the index is what is left to write.

    Raises CannotWrite of `planner.reports.write`.
    """
    from planner.reports.write import write_files

    files = {f"{SESSIONS}/{one.session.id}/{name}": data for one in ready for name, data in one.files.items()}
    remove = [f"{SESSIONS}/{one.session.id}/{name}" for one in ready for name in one.remove]
    calendars = _trainers(around, ready, texts)
    remove += [name for name, data in calendars.items() if data is None and (around.folder / name).is_file()]
    led = {name: data for name, data in calendars.items() if data is not None}
    write_files(around.folder, {**files, **led}, remove=remove)
    written = (one.written(around.own_folder(one.session.id)) for one in ready)
    plans = {**around.plans, **{one.session.id: one.plan for one in ready}}
    return tuple(written), IndexToWrite(replace(around, plans=plans))


def _trainers(around: Around, ready: Sequence[ReadyPlan], texts: "Texts") -> dict[str, bytes | None]:
    """The calendars, over all sessions, of everybody who leads something in these, or led it; None where a trainer
    leads nothing any more and was told so before."""
    from planner.reports.academy_write import TRAINERS
    from planner.reports.calendar_files import calendars_of, trainer_calendar
    from planner.reports.following import plan_texts

    made: dict[str, Mapping[str, Led]] = {one.session.id: one.led for one in ready}

    def led(session: Session) -> Mapping[str, "Led"]:
        if session.id not in made:
            plan = around.plans[session.id]
            made[session.id] = calendars_of(session, plan, around.school, plan_texts(texts, plan)).led
        return made[session.id]

    gone = {path.stem for one in ready for name in one.remove if (path := PurePath(name)).parent.name == TRAINERS}
    wanted = sorted(gone.union(*(one.led for one in ready)))
    in_team = {trainer: [s for s in around.academy.sessions if _names(s, trainer)] for trainer in wanted}
    calendars: dict[str, bytes | None] = {}
    for trainer in wanted:
        named = [session for session in in_team[trainer] if session.id in around.plans or session.id in made]
        parts = [own for session in named if (own := led(session).get(trainer))]
        parts += [one.led[trainer] for one in ready if trainer in one.led and not _names(one.session, trainer)]
        calendars[f"{TRAINERS}/{trainer}.ics"] = trainer_calendar(trainer, parts, texts) if parts else None
    return calendars


def _names(session: Session, trainer: str) -> bool:
    return any(each.id == trainer for each in session.trainers)
