"""Many session files: first read quickly, and again with places where anything is unusual."""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from calendars.school_holidays import SchoolCalendar
from planner.consistency import inconsistencies, parcours_inconsistencies
from planner.files.academy_checks import Described
from planner.files.academy_settings import Settings
from planner.files.busy_files import read_busy_times
from planner.files.enrolment_rows import Enrolled
from planner.files.locate import Path as DataPath
from planner.files.plain_text import read_text
from planner.files.quick_yaml import quick_data
from planner.files.session_file import ReadSession, Shelf, read_session
from planner.files.session_places import place_inconsistencies
from planner.outcome import Finding
from planner.session import Session

_ID = re.compile(r"""^["']?id["']?[ \t]*:[ \t]*["']?([A-Za-z0-9._-]+)["']?[ \t]*(?:#.*)?$""", re.M)


def read_files(
    files: Sequence[Path], school: SchoolCalendar, enrolled: Enrolled, settings: Settings
) -> list[Described]:
    """The sessions of files, in their order. One process: starting a second takes longer than what it would spare."""
    reader = _Reader(school, enrolled, settings)
    return [reader.read(path) for path in files]


class _Reader:
    def __init__(self, school: SchoolCalendar, enrolled: Enrolled, settings: Settings) -> None:
        self.school = school
        self.enrolled = enrolled
        self.settings = settings
        self.shelf = Shelf(busy={})

    def read(self, path: Path) -> Described:
        source = read_text(path, str(path))
        if isinstance(source, Finding):
            return Described(path, None, None, (source,), None)
        data = quick_data(source.text)
        read = None if data is None else self._quickly(path, data)
        more: list[Any] = []
        if read is None:
            read = read_session(path, self.school, shelf=self.shelf, completed=lambda own: self._noted(own, more))
        else:
            self._noted(data, more)
        id = read.session.id if read.session else self._id(data, source.text)
        return Described(path, read.session, read.busy, read.findings, id, more[0] if more else None)

    def _noted(self, own: Any, more: list[Any]) -> Any:
        """A file's data completed; noted where that says more than the file does."""
        completed = self._completed(own)
        if completed != own:
            more.append(completed)
        return completed

    def _id(self, data: Any, text: str) -> str | None:
        """The id of a session that cannot be read, so that what belongs to it is not called unknown."""
        if data is not None:
            return data["id"] if isinstance(data.get("id"), str) else None
        found = _ID.search(text)
        return found[1] if found else None

    def _quickly(self, path: Path, data: dict[str, Any]) -> ReadSession | None:
        """The session of these values; None where anything is wrong with it: its place is then looked for."""
        try:
            session = Session.model_validate(self._completed(data))
        except ValidationError:
            return None
        parcours = None
        if session.parcours is not None:
            parcours, _, wrong = self.shelf.parcours(path.parent / session.parcours)
            if parcours is None or wrong:
                return None
        if parcours_inconsistencies(session, parcours) or place_inconsistencies(session, self.school):
            return None
        if parcours is not None:
            session = session.with_parcours(parcours)
        if inconsistencies(session):
            return None
        busy, broken = read_busy_times(path, _Placeless(data), session, self.shelf.busy)
        return None if broken else ReadSession(session, busy, ())

    def _completed(self, data: Any) -> Any:
        """What a file says, with the academy's rules, and the sizes of groups by their enrolments."""
        groups = data.get("groups") if isinstance(data, dict) else None
        if isinstance(groups, list) and isinstance(data.get("id"), str):
            sized = [self._sized(data["id"], group, alone=len(groups) == 1) for group in groups]
            data = {**data, "groups": sized}
        return self.settings.completed(data)

    def _sized(self, session: str, group: Any, *, alone: bool) -> Any:
        if not isinstance(group, dict) or "size" in group or not isinstance(group.get("id"), str):
            return group
        name = group.get("name")
        size = self.enrolled.size(session, group["id"], name if isinstance(name, str) else None, alone=alone)
        return {**group, "size": size} if size else group


class _Placeless:
    """Values whose places nobody needs: a finding about them only says that there is one."""

    def __init__(self, data: Any) -> None:
        self.data = data

    def finding(self, message_id: str, path: DataPath, *, at_key: bool = False, **facts: Any) -> Finding:
        return Finding(message_id, "", path=path, facts=facts)
