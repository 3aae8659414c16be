"""plan.json: a Plan as text and back. Moments are ISO 8601 with their offset (written in UTC), days ISO dates."""

import json
import re
from typing import Any

from planner.files.locate import Node, SourceText
from planner.files.plain_text import PLAN_LIMIT
from planner.files.plan_form import PlanForm, block_data, history_data, placement_data
from planner.files.values import validated
from planner.files.yaml_document import Document, found_at, parse_document
from planner.outcome import Finding
from planner.plan import Plan

FORMAT = "session-planner/plan/1"
"""Raised when a reader of the old form would misread the new one."""

_HALF_CHARACTER = re.compile(r"\\u[dD][89a-fA-F][0-9a-fA-F]{2}|[\ud800-\udfff]")  # nobody can write it to a file


def plan_to_json(plan: Plan) -> str:
    """The plan as JSON: keys in a stable order, one fact a line, a line break at the end."""
    form = {
        "format": FORMAT,
        "session": plan.session,
        "placements": [placement_data(placement) for placement in plan.placements],
        "blocks": [block_data(block) for block in plan.blocks],
        "levels": [{"level": level.level, "value": level.value, "bound": level.bound} for level in plan.levels],
        "rules_off": list(plan.rules_off),
        "derogations": [
            {"week": f"{each.week:%G-W%V}", "cap_min": each.cap_min, "reason": each.reason} for each in plan.derogations
        ],
        **history_data(plan),
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
    form, _ = validated(PlanForm, _without_places(source), data)
    if form is not None:
        return form.plan()
    # Places are looked for only where something is wrong: walking the text takes a hundred times as long.
    document = parse_document(source)[0] or _without_places(source)
    return validated(PlanForm, document, data)[1]


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
