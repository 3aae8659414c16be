"""The program's own JSON files as forms: read quickly, and again with places where anything is wrong."""

import json
import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Any, TypeVar

from pydantic import BaseModel

from planner.files.locate import Node, SourceText
from planner.files.plain_text import PLAN_LIMIT
from planner.files.values import validated
from planner.files.yaml_document import Document, found_at, parse_document
from planner.outcome import Finding

_HALF_CHARACTER = re.compile(r"\\u[dD][89a-fA-F][0-9a-fA-F]{2}|[\ud800-\udfff]")  # nobody can write it to a file
AnyForm = TypeVar("AnyForm", bound=BaseModel)


def form_of(
    text: str, file: str, version: str, other_version: str, form_class: type[AnyForm]
) -> AnyForm | tuple[Finding, ...]:
    """What a text says, or everything that is wrong with it. Never raises.

    `version` is what its key "format" has to say, else the finding is `other_version`.
    """
    form = _form_of(text, file, version, other_version, form_class)
    return written_by_program(form, version) if isinstance(form, tuple) else form


def written_by_program(findings: Iterable[Finding], version: str) -> tuple[Finding, ...]:
    """Findings of a file that the program itself wrote: what to do is another thing than in a file of one's own."""
    program_file = version.split("/")[1]  # session-planner/plan/1
    return tuple(replace(each, facts={**each.facts, "program_file": program_file}) for each in findings)


def _form_of(
    text: str, file: str, version: str, other_version: str, form_class: type[AnyForm]
) -> AnyForm | tuple[Finding, ...]:
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
    if data.get("format") != version:
        document = parse_document(source)[0] or _without_places(source)
        return (document.finding(other_version, ("format",), expected=version),)
    form, _ = validated(form_class, _without_places(source), data)
    if form is not None:
        return form
    # Places are looked for only where something is wrong: walking the text takes a hundred times as long.
    document = parse_document(source)[0] or _without_places(source)
    return validated(form_class, document, data)[1]


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
