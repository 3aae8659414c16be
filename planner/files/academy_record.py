"""academy.json: what a batch planned together, for whoever changes one of its plans later.

Nobody is named in it: who takes part in what stays in the tables that the office keeps, which are named here.
"""

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from planner.files.json_form import form_of
from planner.files.json_values import FileName
from planner.files.plain_text import PLAN_LIMIT, decode, read_bytes
from planner.input_values import Id, Text
from planner.outcome import Finding

RECORD = "academy.json"
SESSIONS = "sessions"
"""The folder of all plans, one folder each."""
INDEX = ("index.html", "index.xlsx")
FORMAT = "session-planner/academy/1"
"""Raised when a reader of the old form would misread the new one."""


@dataclass(frozen=True)
class NotPlaced:
    """A session that the batch left out, as `planner.academy.LeftOut` says it, without the conflict."""

    session: str
    reason: Literal["alone", "together", "time"]
    others: tuple[str, ...] = ()


@dataclass(frozen=True)
class AcademyRecord:
    """The sessions in their order with their files, the tables of enrolments (all from the folder of the record), the
    virtual rooms, and which sessions are not placed."""

    sessions: Mapping[str, str]
    enrolments: tuple[str, ...] = ()
    virtual_rooms: int | None = None
    not_placed: tuple[NotPlaced, ...] = ()


def record_to_json(record: AcademyRecord) -> bytes:
    """The record as JSON: keys in a stable order, a line break at the end."""
    form = {
        "format": FORMAT,
        "virtual_rooms": record.virtual_rooms,
        "enrolments": list(record.enrolments),
        "sessions": [{"id": id, "file": file} for id, file in record.sessions.items()],
        "not_placed": [
            {"session": each.session, "reason": each.reason, "others": list(each.others)} for each in record.not_placed
        ],
    }
    return (json.dumps(form, ensure_ascii=False, indent=1) + "\n").encode()


def read_record(path: Path) -> AcademyRecord | tuple[Finding, ...]:
    """The record of a file, or everything that is wrong with it. Never raises."""
    data = read_bytes(path, str(path), PLAN_LIMIT)
    source = data if isinstance(data, Finding) else decode(data, str(path))
    if isinstance(source, Finding):
        return (source,)
    form = form_of(source.text, str(path), FORMAT, "unknown-academy-format", _RecordForm)
    if isinstance(form, tuple):
        return form
    ids = Counter(each.id for each in form.sessions)
    if twice := [id for id, times in ids.items() if times > 1]:
        return tuple(Finding("session-recorded-twice", str(path), facts={"found": id}) for id in twice)
    return AcademyRecord(
        {each.id: each.file for each in form.sessions},
        form.enrolments,
        form.virtual_rooms,
        tuple(NotPlaced(each.session, each.reason, each.others) for each in form.not_placed),
    )


class _Form(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class _SessionForm(_Form):
    id: Id
    file: FileName


class _NotPlacedForm(_Form):
    session: Id
    reason: Literal["alone", "together", "time"]
    others: Annotated[tuple[Id, ...], Field(strict=False)]


class _RecordForm(_Form):
    format: Text
    virtual_rooms: Annotated[int, Field(ge=1)] | None
    enrolments: Annotated[tuple[FileName, ...], Field(strict=False)]
    sessions: Annotated[tuple[_SessionForm, ...], Field(strict=False)]
    not_placed: Annotated[tuple[_NotPlacedForm, ...], Field(strict=False)]
