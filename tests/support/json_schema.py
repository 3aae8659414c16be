"""As much of JSON Schema as the session's schema uses; the library that knows all of it is not needed for that."""

import re
from typing import Any

_TYPES = {
    "object": dict,
    "array": list,
    "string": str,
    "boolean": bool,
    "null": type(None),
    "integer": int,
    "number": (int, float),
}
_KNOWN = {
    *("$ref", "$defs", "$schema", "title", "description", "examples", "default", "type", "enum", "pattern", "anyOf"),
    *("properties", "required", "additionalProperties", "patternProperties", "propertyNames", "items"),
    *("minimum", "maximum", "minItems", "maxItems"),
}


def is_valid(value: Any, schema: dict[str, Any], root: dict[str, Any]) -> bool:
    """Whether `value` is valid by `schema`, whose references lead into `root`.

    A schema with words not known here is refused.
    """
    assert set(schema) <= _KNOWN, set(schema) - _KNOWN
    if "$ref" in schema:
        return is_valid(value, root["$defs"][schema["$ref"].removeprefix("#/$defs/")], root)
    if "anyOf" in schema and not any(is_valid(value, each, root) for each in schema["anyOf"]):
        return False
    kind = schema.get("type")
    if kind and (not isinstance(value, _TYPES[kind]) or (kind == "integer" and isinstance(value, bool))):
        return False
    if "enum" in schema and value not in schema["enum"]:
        return False
    if isinstance(value, str):
        return bool(re.search(schema.get("pattern", ""), value))
    if isinstance(value, list):
        return _array(value, schema, root)
    if isinstance(value, dict):
        return _object(value, schema, root)
    return not isinstance(value, int | float) or schema.get("minimum", value) <= value <= schema.get("maximum", value)


def _array(value: list[Any], schema: dict[str, Any], root: dict[str, Any]) -> bool:
    if not schema.get("minItems", 0) <= len(value) <= schema.get("maxItems", len(value)):
        return False
    return all(is_valid(item, schema.get("items", {}), root) for item in value)


def _object(value: dict[str, Any], schema: dict[str, Any], root: dict[str, Any]) -> bool:
    if not set(schema.get("required", ())) <= set(value):
        return False
    for key, inner in value.items():
        forms = [schema["properties"][key]] if key in schema.get("properties", {}) else []
        forms += [form for pattern, form in schema.get("patternProperties", {}).items() if re.search(pattern, key)]
        rest = schema.get("additionalProperties", True)
        if not forms and rest is False:
            return False
        forms += [rest] if not forms and isinstance(rest, dict) else []
        if not all(is_valid(inner, form, root) for form in forms):
            return False
    return True
