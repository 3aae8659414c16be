"""Values against the schema: each thing that pydantic refuses as a Finding of our own, with its place in the file."""

from collections.abc import Iterator, Mapping
from typing import Any, Protocol, TypeVar, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from calendars.places import UnknownDepartment, place
from planner.files.locate import Path
from planner.near_names import near_names
from planner.outcome import Finding

AnyModel = TypeVar("AnyModel", bound=BaseModel)


class Described(Protocol):
    """Values that somebody wrote, in a YAML document or a row of a table, each with its place there."""

    @property
    def data(self) -> Any:
        """The values alone, as a YAML document has them."""

    def finding(self, message_id: str, path: Path, *, at_key: bool = False, **facts: Any) -> Finding:
        """A finding about the value at `path`, or about its key."""


_IDS: Mapping[str, str] = {
    "missing": "missing-key",
    "extra_forbidden": "unknown-key",
    "literal_error": "unknown-value",
    "int_type": "not-a-count",
    "int_from_float": "not-a-count",
    "int_parsing": "not-a-count",
    "bool_type": "not-yes-no",
    "tuple_type": "not-a-list",
    "model_type": "not-keys",
    "model_attributes_type": "not-keys",
    "dict_type": "not-keys",
    "too_long": "too-many",
    "too_short": "too-few",
    "greater_than_equal": "out-of-range",
    "less_than_equal": "out-of-range",
    "int_parsing_size": "out-of-range",
}
"""pydantic's type of error -> our id. The types that `planner.session` raises are ids already."""

_OWNERS: Mapping[str, str] = {
    "activities": "activity",
    "trainers": "trainer",
    "groups": "group",
    "derogations": "derogation",
    "changes": "change",
    "placements": "placement",
    "blocks": "block",
    "levels": "level",
}


def validated(
    model: type[AnyModel], document: Described, data: object | None = None
) -> tuple[AnyModel | None, tuple[Finding, ...]]:
    """The model that a document's data makes, or what is wrong with each of its values."""
    try:
        return model.model_validate(document.data if data is None else data), ()
    except ValidationError as error:
        details = error.errors(include_url=False)
    values = document.data if data is None else data
    placed = {
        (_path_in(values, detail) or detail["loc"], detail["type"] == "missing"): detail for detail in details[::-1]
    }
    findings = [
        _finding(model, document, detail, path)
        for (path, _), detail in reversed(placed.items())
        if not _only_seems_short(detail)
    ]
    mistyped = {(finding.path[:-1], near) for finding in findings for near in finding.facts.get("near", ())}
    return None, tuple(
        finding
        for finding in findings
        if finding.id != "missing-key" or (finding.path[:-1], finding.path[-1]) not in mistyped
    )


def _only_seems_short(detail: ErrorDetails) -> bool:
    """pydantic counts the items that it took: a list of one wrong item is « too short » as well."""
    context = detail.get("ctx") or {}
    found = detail["input"]
    return detail["type"] == "too_short" and isinstance(found, list) and len(found) >= context["min_length"]


def _path_in(data: Any, detail: ErrorDetails) -> Path:
    """Where a value is: what pydantic adds to its path, of a value that may be several things, is no key.

    Each of these things is then refused at the same place, and told once.
    """
    path = detail["loc"]
    if detail["type"] == "missing" or "[key]" in path:
        return path
    while path and not _is_at(data, path):
        path = path[:-1]
    return path


def _is_at(data: Any, path: Path) -> bool:
    holder = value_at(data, path[:-1])
    return path[-1] in holder if isinstance(holder, dict) else isinstance(holder, list) and isinstance(path[-1], int)


def _finding(model: type[BaseModel], document: Described, detail: ErrorDetails, path: Path) -> Finding:
    found = detail["input"]
    facts: dict[str, Any] = {"key": _last_key(path), **owner(document, path)}
    message_id = _IDS.get(detail["type"]) or (detail["type"] if "-" in detail["type"] else "wrong-value")
    context = dict(detail.get("ctx") or {})
    at_key = False
    if message_id == "missing-key":
        return document.finding(message_id, path, **facts)
    if message_id == "unknown-key":
        at_key = True
        facts["allowed"] = _keys_at(model, path[:-1])
        facts["near"] = near_names(str(path[-1]), facts["allowed"])
    elif found is None:
        message_id = "no-value"
    elif message_id == "unknown-value":
        facts["allowed"] = _choices_at(model, path)
        facts["near"] = near_names(found, facts["allowed"]) if isinstance(found, str) else ()
    elif message_id == "not-text":
        message_id, facts["is_a"] = _not_text(path, found), _kind(found)
    elif message_id == "out-of-range":
        facts |= {"low": context.get("ge"), "high": context.get("le")}
    elif message_id in ("too-many", "too-few"):
        facts |= {"count": context["actual_length"], "limit": context.get("max_length", context.get("min_length"))}
    elif message_id in ("wrong-hours", "not-weekly-hours") and context.get("key") is not None:
        path, at_key = (*path, str(context["key"])), context.get("fault") in ("weekday", "twice")
    facts |= {name: value for name, value in context.items() if name in ("limit", "fault")}
    facts["found"] = _written(document, path, context.get("found", found), at_key)
    facts["is_a"] = _kind(context.get("found", found))
    if message_id == "department-not-text":
        facts["meant"] = _department_meant(facts["found"])
    return document.finding(message_id, path, at_key=at_key, **facts)


def owner(document: Described, path: Path) -> dict[str, Any]:
    """What the value at `path` belongs to: `of` (activity, trainer, rules, …, else session) and its id."""
    if len(path) > 1 and path[0] in _OWNERS:
        step = path[1]
        return {"of": _OWNERS[str(path[0])], "owner": step if isinstance(step, str) else _name(document, path[:2])}
    return {"of": path[0] if len(path) > 1 and path[0] in ("rules", "window") else "session", "owner": None}


def _name(document: Described, path: Path) -> str:
    """The id of the item of a list; else its week; else its number in the list, from 1."""
    item = value_at(document.data, path)
    if isinstance(item, dict):
        for key in ("id", "week", "activity", "level"):
            if isinstance(item.get(key), str):
                return str(item[key])
    return f"{int(path[-1]) + 1}"


def value_at(data: Any, path: Path) -> Any:
    """The value at `path`, None where there is none."""
    for step in path:
        try:
            data = data[step]
        except (KeyError, IndexError, TypeError):
            return None
    return data


def _last_key(path: Path) -> str:
    return next((step for step in reversed(path) if isinstance(step, str) and step != "[key]"), "")


def _not_text(path: Path, found: object) -> str:
    if isinstance(found, int | float) and not isinstance(found, bool):
        return "department-not-text" if path[-1] == "department" else "number-not-text"
    return "not-text"


def _department_meant(written: str) -> tuple[str, str] | None:
    """Code and name of the department that an unquoted number stands for: 01 and 1 are Ain."""
    try:
        meant = place(written.zfill(2))
    except UnknownDepartment:
        return None
    return meant.department, meant.name


def _kind(found: object) -> str:
    if isinstance(found, bool):
        return "yes-no"
    if isinstance(found, int | float):
        return "number"
    if isinstance(found, dict):
        return "keys"
    return "list" if isinstance(found, list | tuple) else "text"


def _written(document: Described, path: Path, found: object, at_key: bool) -> str:
    """The value as it stands in the file: `01`, not 1."""
    if isinstance(found, str):
        return found
    if isinstance(found, int | float) and not isinstance(found, bool):
        finding = document.finding("", path, at_key=at_key)
        if finding.excerpt is not None and finding.column is not None:
            written = finding.excerpt[finding.column - 1 : finding.column - 1 + finding.length]
            try:
                return written if float(written) == found else str(found)
            except ValueError:
                return str(found)
    if isinstance(found, bool):
        return str(found).lower()
    return "" if isinstance(found, list | dict | tuple) else str(found)


def _keys_at(model: type[BaseModel], path: Path) -> tuple[str, ...]:
    models = list(_models(_annotation_at(model, path)))
    return tuple(field.alias or name for name, field in models[0].model_fields.items()) if models else ()


def _choices_at(model: type[BaseModel], path: Path) -> tuple[str, ...]:
    return tuple(choice for choice in _leaves(_annotation_at(model, path)) if isinstance(choice, str))


def _annotation_at(model: type[BaseModel], path: Path) -> Any:
    annotation: Any = model
    for step in path:
        models = list(_models(annotation))
        if isinstance(step, int) or not models:
            continue
        for name, field in models[0].model_fields.items():
            if (field.alias or name) == step:
                annotation = field.annotation
    return annotation


def _models(annotation: Any) -> Iterator[type[BaseModel]]:
    for leaf in _leaves(annotation):
        if isinstance(leaf, type) and issubclass(leaf, BaseModel):
            yield leaf


def _leaves(annotation: Any) -> Iterator[Any]:
    """What an annotation is made of, inside tuples, unions, `Annotated` and `Literal`."""
    if not get_args(annotation):
        yield annotation
    for part in get_args(annotation):
        yield from _leaves(part)
