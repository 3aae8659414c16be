"""plan.json: a Plan as text and back. Moments are ISO 8601 with their offset (written in UTC), days ISO dates."""

import json
import re
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from planner.files.json_values import Instant, NearDay
from planner.files.locate import Node, SourceText
from planner.files.plain_text import PLAN_LIMIT
from planner.files.values import validated
from planner.files.yaml_document import Document, found_at, parse_document
from planner.input_values import Id, IsoWeek, Text
from planner.outcome import Finding
from planner.plan import LevelValue, Placement, Plan, RemoteBlock
from planner.session import Derogation, RuleName

FORMAT = "session-planner/plan/1"
"""Raised when a reader of the old form would misread the new one."""

_HALF_CHARACTER = re.compile(r"\\u[dD][89a-fA-F][0-9a-fA-F]{2}|[\ud800-\udfff]")  # nobody can write it to a file


def plan_to_json(plan: Plan) -> str:
    """The plan as JSON: keys in a stable order, one fact a line, a line break at the end."""
    form = {
        "format": FORMAT,
        "session": plan.session,
        "placements": [
            {
                "activity": placement.activity,
                "groups": list(placement.groups),
                "start": placement.start.isoformat(),
                "duration_min": placement.duration_min,
                "trainers": list(placement.trainers),
                "sequence": placement.sequence,
            }
            for placement in plan.placements
        ],
        "blocks": [
            {
                "activity": block.activity,
                "group": block.group,
                "first": block.first.isoformat(),
                "last": block.last.isoformat(),
                "duration_min": block.duration_min,
                "sequence": block.sequence,
            }
            for block in plan.blocks
        ],
        "levels": [{"level": level.level, "value": level.value, "bound": level.bound} for level in plan.levels],
        "rules_off": list(plan.rules_off),
        "derogations": [
            {"week": f"{each.week:%G-W%V}", "cap_min": each.cap_min, "reason": each.reason} for each in plan.derogations
        ],
    }
    return json.dumps(form, ensure_ascii=False, indent=2) + "\n"


def plan_from_json(text: str, file: str) -> Plan | tuple[Finding, ...]:
    """The plan that a text says, or everything that is wrong with it. Never raises."""
    source = SourceText(file, text.removeprefix("\ufeff"))
    if len(text) > PLAN_LIMIT:
        return (Finding("file-too-large", file, facts={"name": file, "limit_bytes": PLAN_LIMIT}),)
    if not text.strip():
        return (Finding("empty-file", file, facts={"name": file}),)
    if half := _HALF_CHARACTER.search(source.text):
        code = f"U+{ascii(half[0])[-5:-1].upper()}"
        return (found_at(source, "control-character", half.start(), half.end(), found=code),)
    try:
        data = json.loads(source.text, parse_constant=_no_number, parse_int=_int, object_pairs_hook=_object)
    except json.JSONDecodeError as error:
        return (found_at(source, "not-json", error.pos, None),)
    except _KeyTwice:
        twice = tuple(finding for finding in parse_document(source)[1] if finding.id == "key-twice")
        return twice or (found_at(source, "not-json", 0, None),)
    except (RecursionError, ValueError):  # nested a thousand deep, NaN, a number of a thousand figures
        return (found_at(source, "not-json", 0, None),)
    if not isinstance(data, dict):
        return (found_at(source, "not-a-mapping", 0, None),)
    if data.get("format") != FORMAT:
        document = parse_document(source)[0] or _without_places(source)
        return (document.finding("unknown-format", ("format",), expected=FORMAT),)
    form, _ = validated(_PlanForm, _without_places(source), data)
    if form is not None:
        return form.plan()
    # Places are looked for only where something is wrong: walking the text takes a hundred times as long.
    document = parse_document(source)[0] or _without_places(source)
    return validated(_PlanForm, document, data)[1]


class _KeyTwice(ValueError):
    """An object has the same key twice: one of the two would be dropped in silence."""


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise _KeyTwice
    return found


def _no_number(name: str) -> None:
    raise ValueError(name)


def _int(digits: str) -> int:
    if len(digits) > 18:
        raise ValueError(digits[:18])
    return int(digits)


def _without_places(source: SourceText) -> Document:
    return Document(source, Node({}, 0, 0))


_Minutes = Annotated[int, Field(ge=1, le=1_000_000)]
_Sequence = Annotated[int, Field(ge=0, le=2**31 - 1)]
_Value = Annotated[int, Field(ge=-(10**15), le=10**15)]
_Ids = Annotated[tuple[Id, ...], Field(strict=False, max_length=100)]


class _Form(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class _PlacementForm(_Form):
    activity: Id
    groups: Annotated[tuple[Id, ...], Field(strict=False, min_length=1, max_length=2000)]
    start: Instant
    duration_min: _Minutes
    trainers: _Ids = ()
    sequence: _Sequence = 0


class _BlockForm(_Form):
    activity: Id
    group: Id
    first: NearDay
    last: NearDay
    duration_min: _Minutes
    sequence: _Sequence = 0


class _LevelForm(_Form):
    level: Literal["preferences", "rhythm", "fair_shares", "early"]
    value: _Value
    bound: _Value


class _DerogationForm(_Form):
    week: IsoWeek
    cap_min: _Minutes
    reason: Text


class _PlanForm(_Form):
    format: str
    session: Id
    placements: Annotated[tuple[_PlacementForm, ...], Field(strict=False)]
    blocks: Annotated[tuple[_BlockForm, ...], Field(strict=False)]
    levels: Annotated[tuple[_LevelForm, ...], Field(strict=False)] = ()
    rules_off: Annotated[tuple[RuleName, ...], Field(strict=False)] = ()
    derogations: Annotated[tuple[_DerogationForm, ...], Field(strict=False)] = ()

    def plan(self) -> Plan:
        return Plan(
            session=self.session,
            placements=tuple(
                Placement(each.activity, each.groups, each.start, each.duration_min, each.trainers, each.sequence)
                for each in self.placements
            ),
            blocks=tuple(
                RemoteBlock(each.activity, each.group, each.first, each.last, each.duration_min, each.sequence)
                for each in self.blocks
            ),
            levels=tuple(LevelValue(each.level, each.value, each.bound) for each in self.levels),
            rules_off=tuple(self.rules_off),
            derogations=tuple(Derogation.model_construct(**dict(each)) for each in self.derogations),
        )
