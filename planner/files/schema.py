"""The JSON Schema of session files, for editors that complete and check them while a person writes."""

from collections.abc import Mapping
from typing import Any

from pydantic.json_schema import models_json_schema

from planner.files.schema_words import DESCRIPTIONS, TITLES
from planner.session import Parcours, Session

_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_MOMENT = r"^\d{4}-\d{2}-\d{2}([T ]\d{1,2}[:h]\d{2})?$"


def session_schema() -> dict[str, Any]:
    """The schema of a session's file; a parcours's own file is valid by it too, as one of two forms."""
    _, schema = models_json_schema([(Session, "validation"), (Parcours, "validation")])
    definitions = {name: definition for name, definition in schema["$defs"].items() if name in TITLES}
    for name, definition in definitions.items():
        _describe(name, definition)
        for key, form in definition.get("properties", {}).items():
            _allow_short_form(name, key, form)
    return {
        "$schema": _DIALECT,
        "title": "Session",
        "description": "A session, or a parcours that sessions share. Times and dates are text: 17:30, 2027-01-13.",
        "anyOf": [{"$ref": "#/$defs/Session"}, {"$ref": "#/$defs/Parcours"}],
        "$defs": definitions,
    }


def _describe(name: str, definition: dict[str, Any]) -> None:
    """Titles and descriptions for people who write files, in place of the words of the code."""
    definition["title"] = TITLES[name]
    definition["description"] = DESCRIPTIONS[name][""]
    for key, form in definition.get("properties", {}).items():
        _without_titles(form)
        if form.get("type") not in (
            "boolean",
            "integer",
        ):  # the default is what was read (120), not what is written (2h)
            form.pop("default", None)
        form["description"] = DESCRIPTIONS[name][key]


def _without_titles(form: object) -> None:
    if isinstance(form, dict):
        form.pop("title", None)
        for inner in form.values():
            _without_titles(inner)
    elif isinstance(form, list):
        for inner in form:
            _without_titles(inner)


def _allow_short_form(name: str, key: str, form: dict[str, Any]) -> None:
    """What the reader takes besides the long form: one thing for a list of one, an id for a link, a text for a date."""
    lists = [form] if form.get("type") == "array" else form.get("anyOf", [])
    items = next((each["items"] for each in lists if each.get("type") == "array"), None)
    if items is None or (name, key) in _ALWAYS_LISTS:
        return
    item = {"anyOf": [{"type": "string"}, items]} if key in ("before", "after") else items
    short = [item, {"type": "array", "items": item}]
    if key == "fixed":
        moment = {"type": "string", "pattern": _MOMENT, "examples": ["2027-01-13T17:00"]}
        short = [moment, {"type": "object", "additionalProperties": moment}, *short]
    kept: Mapping[str, Any] = {word: form[word] for word in ("description",) if word in form}
    absent = [each for each in form.get("anyOf", []) if each.get("type") == "null"]
    form.clear()
    form.update(kept, anyOf=[*short, *absent])


_ALWAYS_LISTS = frozenset(
    {
        ("Session", "trainers"),
        ("Session", "groups"),
        ("Session", "activities"),
        ("Session", "derogations"),
        ("Parcours", "activities"),
    }
)
