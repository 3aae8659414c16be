"""A session's text with some values changed: the person's comments and layout stay.

A value that stands on its own is exchanged in the text, and a new key is added where its mapping ends; nothing else
moves. What is not so simple goes through ruamel.yaml's round trip, which keeps comments but may break lines anew. The
result is read again: it says what was asked, or nothing is returned.
"""

import codecs
import copy
import io
import re
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from planner.files.locate import Node, SourceText
from planner.files.locate import Path as DataPath
from planner.files.plain_text import YAML_LIMIT, decode, read_bytes
from planner.files.values import value_at
from planner.files.yaml_document import Document, parse_document
from planner.outcome import FileChange, Finding

_PLAIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9_./ -]*(?<! )|\d{1,2}h\d{2}|\d{4}-\d{2}-\d{2}T\d{2}:\d{2}")
_NO_TEXT = re.compile(r"[-+]?[0-9._]+(e[-+]?[0-9]+)?|0[xo][0-9a-f]+|true|false|null|yes|no|on|off|y|n", re.IGNORECASE)
"""What a reader, ours or an older one, takes for something else than a text."""
_LISTS = frozenset({"before", "after", "absent", "avoid", "busy", "groups", "trainers", "off", "fixed"})


class CannotRepair(ValueError):
    """The changes cannot be written into this text."""


def repaired_session(path: Path, changes: Sequence[FileChange]) -> bytes:
    """The bytes of a session's file with each change made. Raises CannotRepair, also where it cannot be read."""
    data = read_bytes(path, str(path), YAML_LIMIT)
    source = data if isinstance(data, Finding) else decode(data, str(path))
    if isinstance(data, Finding) or isinstance(source, Finding):
        raise CannotRepair(source)
    mark = codecs.BOM_UTF8 if data.startswith(codecs.BOM_UTF8) else b""
    return mark + repaired_text(source.text, changes).encode()


def repaired_text(text: str, changes: Sequence[FileChange]) -> str:
    """The text of a session with each change made, in order. Raises CannotRepair."""
    for change in changes:
        document = _read(text)
        path, value = _in_long_form(document.data, change.path, _written(change.value))
        wanted = _changed(document.data, path, value)
        for attempt in (_edited, _round_trip):
            result = attempt(text, document, path, value)
            if result is not None and _says(result, wanted):
                text = result
                break
        else:
            raise CannotRepair(change.path)
    return text


def _read(text: str) -> Document:
    document, findings = parse_document(SourceText("", text))
    if document is None or findings:
        raise CannotRepair(findings)
    return document


def _says(text: str, wanted: object) -> bool:
    document, findings = parse_document(SourceText("", text))
    return document is not None and not findings and document.data == wanted


def _written(value: Any) -> Any:
    """A value as it stands in a file: days as text, lists for tuples."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return [_written(item) for item in value]
    return {str(key): _written(item) for key, item in value.items()} if isinstance(value, dict) else value


def _in_long_form(data: Any, path: DataPath, value: Any) -> tuple[DataPath, Any]:
    """The change as one of the whole value where the person wrote a short form: `before: retour1` is a list of one."""
    for depth, step in enumerate(path):
        inner = value_at(data, path[: depth + 1])
        if step in _LISTS and path[depth + 1 :] and inner is not None:
            items = inner if isinstance(inner, list) else [inner]
            if step in ("before", "after") and path[depth + 2 :]:
                items = [{"activity": item} if isinstance(item, str) else item for item in items]
            if items != inner:
                return path[: depth + 1], _changed({"": items}, ("", *path[depth + 1 :]), value)[""]
    return path, value


def _changed(data: Any, path: DataPath, value: Any) -> Any:
    """The data with the value at `path` set; None removes the key or the item. Mappings on the way are made."""
    data = copy.deepcopy(data)
    around = data
    try:
        for step in path[:-1]:
            if isinstance(around, dict) and around.get(step) is None:
                around[step] = {}
            around = around[step]
        last = path[-1]
        if value is None:
            around.pop(last)
        elif isinstance(around, list) and last == len(around):
            around.append(value)
        else:
            around[last] = value
    except (KeyError, IndexError, TypeError, AttributeError):
        raise CannotRepair(path) from None
    return data


def _edited(text: str, document: Document, path: DataPath, value: Any) -> str | None:
    """The text with the value exchanged or the key added in place; None where that is not simple."""
    around, node = None, document.root
    for depth, step in enumerate(path):
        child = _child(node, step)
        if child is None:
            if value is None or not isinstance(step, str) or not isinstance(node.content, dict):
                return None
            for inner in reversed(path[depth + 1 :]):
                value = {inner: value}
            return _with_key(text, node, step, value)
        around, node = node, child
    if value is None or around is None or (isinstance(node.content, list | dict) and not node.flow):
        return None
    space = "" if text[node.start - 1 : node.start] in " [{" else " "
    return text[: node.start] + space + _flow(value) + text[node.end :]


def _with_key(text: str, mapping: Node, key: str, value: Any) -> str:
    pair = f"{_flow(key)}: {_flow(value)}"
    if mapping.flow:
        end = mapping.end - 1
        inside = text[mapping.start + 1 : end]
        kept = len(inside.rstrip())
        separator = ", " if inside.strip() and not inside.rstrip().endswith(",") else ""
        at = mapping.start + 1 + kept
        return text[:at] + separator + pair + text[at:]
    entries = mapping.content.values() if isinstance(mapping.content, dict) else ()
    column = mapping.start - (text.rfind("\n", 0, mapping.start) + 1)
    last_end = max((_end(entry.value) for entry in entries), default=mapping.end)
    line_end = text.find("\n", last_end - 1 if text[last_end - 1 : last_end] == "\n" else last_end)
    newline = "\r\n" if "\r\n" in text else "\n"
    if line_end < 0:
        return f"{text}{newline}{' ' * column}{pair}{newline}"
    return f"{text[: line_end + 1]}{' ' * column}{pair}{newline}{text[line_end + 1 :]}"


def _end(node: Node) -> int:
    """Where the text of a value ends: a block's own end is only where the next thing begins."""
    if node.flow or not isinstance(node.content, list | dict):
        return node.end
    inner = node.content if isinstance(node.content, list) else [entry.value for entry in node.content.values()]
    return max((_end(child) for child in inner), default=node.end)


def _child(node: Node, step: str | int) -> Node | None:
    if isinstance(node.content, dict) and isinstance(step, str):
        entry = node.content.get(step)
        return entry.value if entry else None
    if isinstance(node.content, list) and isinstance(step, int) and 0 <= step < len(node.content):
        return node.content[step]
    return None


def _flow(value: Any) -> str:
    """A value on one line, as a person would write it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return str(value)
    if isinstance(value, list):
        return "[" + ", ".join(_flow(item) for item in value) + "]"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_flow(str(key))}: {_flow(item)}" for key, item in value.items()) + "}"
    text = str(value)
    if _PLAIN.fullmatch(text) and not _NO_TEXT.fullmatch(text):
        return text
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\r", "\\r")
    return '"' + escaped.replace("\t", "\\t") + '"'


def _round_trip(text: str, document: Document, path: DataPath, value: Any) -> str | None:
    """The text through ruamel.yaml: comments stay, the layout of lists is guessed."""
    from ruamel.yaml import YAML
    from ruamel.yaml.error import YAMLError
    from ruamel.yaml.util import load_yaml_guess_indent

    try:
        _, indent, offset = load_yaml_guess_indent(text)
        yaml = YAML()
        yaml.width = 4096
        yaml.indent(mapping=2, sequence=indent or 2, offset=offset or 0)
        yaml.preserve_quotes = True
        data = yaml.load(text)
        around = data
        for step in path[:-1]:
            if isinstance(around, dict) and around.get(step) is None:
                around[step] = {}
            around = around[step]
        if value is None:
            around.pop(path[-1])
        elif isinstance(around, list) and path[-1] == len(around):
            around.append(value)
        else:
            around[path[-1]] = value
        stream = io.StringIO()
        yaml.dump(data, stream)
    except (YAMLError, KeyError, IndexError, TypeError, AttributeError, ValueError):
        return None
    return stream.getvalue()
