"""YAML 1.2 read safely, within bounds, each value with its place in the text.

The parser's events are walked here, without recursion: what may be written (depth, number of values, aliases, tags)
is decided in one place, `17:30` and dates stay text, and nothing is built before it is known to be small.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NoReturn

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    CollectionEndEvent,
    CollectionStartEvent,
    DocumentStartEvent,
    MappingStartEvent,
    ScalarEvent,
)

from planner.files.locate import Entry, Node, Path, Scalar, SourceText, data_of, locate
from planner.outcome import Finding

DEEPEST = 20
"""Levels of nesting; a session has 7."""
MOST_VALUES = 50_000
"""Values of a file, those behind an alias counted as often as it stands. Read in 2 s; a large session has 2,000."""

_STR_TAG = "tag:yaml.org,2002:str"
_NULLS = frozenset({"", "~", "null", "Null", "NULL"})
_BOOLS = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
_INT = re.compile(r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?|[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)")
CONTROL = re.compile(r"[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
HALF_CHARACTER = re.compile(r"[\ud800-\udfff]")  # what an escape such as "\ud800" makes
_LONG_TAG = re.compile(r"(?<![^\s\[{,])!\S{1000}")  # ruamel.yaml takes 10 s for one of a megabyte


@dataclass(frozen=True)
class Document:
    """A file that was read: its text, its values with their places, its plain data."""

    source: SourceText
    root: Node

    @cached_property
    def data(self) -> Any:
        """The values alone: str, int, float, bool, None, list, dict."""
        return data_of(self.root)

    def finding(self, message_id: str, path: Path, *, at_key: bool = False, **facts: Any) -> Finding:
        """A finding about the value at `path`, or about its key."""
        start, end = locate(self.root, path, at_key=at_key)
        return found_at(self.source, message_id, start, end, path, **facts)


def found_at(
    source: SourceText, message_id: str, start: int, end: int | None, path: Path = (), **facts: Any
) -> Finding:
    """A finding about the characters of a text from `start` to `end` (out)."""
    place = source.place(start, end)
    return Finding(message_id, source.file, place.line, place.column, place.length, place.excerpt, path, facts)


def scalar_value(text: str) -> Scalar:
    """What a plain scalar means in YAML 1.2: nothing, yes or no, a number, else text. ValueError: a number too long."""
    if text in _NULLS:
        return None
    if text in _BOOLS:
        return _BOOLS[text]
    if not (_INT.fullmatch(text) or _FLOAT.fullmatch(text)):
        return text
    if len(text) > 18:
        raise ValueError("too many digits")
    if text[:2] in ("0o", "0x"):
        return int(text, 0)
    return int(text) if _INT.fullmatch(text) else float(text.replace(".inf", "inf").replace(".nan", "nan"))


class _Stop(Exception):
    """What was found makes the rest unreadable."""

    def __init__(self, finding: Finding) -> None:
        self.finding = finding


def parse_document(source: SourceText) -> tuple[Document | None, tuple[Finding, ...]]:
    """The one YAML document of a text, and what is wrong with it. None where it could not be read to its end."""
    if control := CONTROL.search(source.text):
        code = f"U+{ord(control[0]):04X}"
        return None, (found_at(source, "control-character", control.start(), control.end(), found=code),)
    if long := _LONG_TAG.search(source.text):
        return None, (found_at(source, "unknown-tag", long.start(), long.end(), tag="!"),)
    reader = _Reader(source)
    try:
        root = reader.read()
    except _Stop as stop:
        return None, (*reader.findings, stop.finding)
    except MarkedYAMLError as error:
        return None, (*reader.findings, _syntax_finding(source, error))
    except (YAMLError, RecursionError, ValueError, OverflowError):
        return None, (*reader.findings, found_at(source, "yaml-syntax", 0, None))
    if root is None or (root.content is None and not source.text[root.start : root.end].strip()):
        return None, (Finding("empty-file", source.file, facts={"name": source.file}),)
    if not isinstance(root.content, dict):
        return None, (*reader.findings, found_at(source, "not-a-mapping", root.start, root.end))
    return Document(source, root), tuple(reader.findings)


class _Reader:
    """Events to nodes, on a stack of its own."""

    def __init__(self, source: SourceText) -> None:
        self.source = source
        self.findings: list[Finding] = []
        self.root: Node | None = None
        self.open: list[Node] = []
        self.keys: list[Node | None] = []  # of each open collection, the key that waits for its value
        self.anchors: dict[str, Node | None] = {}  # None while the value is still open
        self.open_anchors: list[str | None] = []
        self.count = 0

    def read(self) -> Node | None:
        documents = 0
        for event in self._events():
            if isinstance(event, DocumentStartEvent):
                documents += 1
                if documents > 1:
                    self._stop("several-documents", event)
            elif isinstance(event, AliasEvent):
                self._add(self._aliased(event), event)
            elif isinstance(event, ScalarEvent):
                node = Node(self._scalar(event), event.start_mark.index, event.end_mark.index)
                self._remember(event.anchor, node)
                self._add(node, event)
            elif isinstance(event, CollectionStartEvent):
                self._start(event)
            elif isinstance(event, CollectionEndEvent):
                self._end(event)
        return self.root

    def _events(self) -> Iterator[Any]:
        yield from YAML(typ="safe", pure=True).parse(self.source.text)

    def _start(self, event: CollectionStartEvent) -> None:
        if len(self.open) >= DEEPEST:
            self._stop("too-deep", event, limit=DEEPEST)
        self._check_tag(event, "map" if isinstance(event, MappingStartEvent) else "seq")
        content: Any = {} if isinstance(event, MappingStartEvent) else []
        self.open.append(Node(content, event.start_mark.index, event.end_mark.index, bool(event.flow_style)))
        self.keys.append(None)
        self.open_anchors.append(event.anchor)
        if event.anchor:
            self.anchors[event.anchor] = None

    def _end(self, event: CollectionEndEvent) -> None:
        node = self.open.pop()
        self.keys.pop()
        node.end = event.end_mark.index if node.flow else event.start_mark.index
        self._remember(self.open_anchors.pop(), node)
        self._add(node, event)

    def _remember(self, anchor: str | None, node: Node) -> None:
        if anchor:
            self.anchors[anchor] = node

    def _aliased(self, event: AliasEvent) -> Node:
        if event.anchor not in self.anchors:
            self._stop("unknown-alias", event, name=event.anchor)
        node = self.anchors[event.anchor]
        if node is None:
            self._stop("alias-in-itself", event, name=event.anchor)
        return node

    def _add(self, node: Node, event: Any) -> None:
        """Put a finished node into the collection that is open."""
        self.count += 1
        if not self.open:
            self.root = node
            return
        parent = self.open[-1]
        parent.size += node.size
        parent.height = max(parent.height, node.height + 1)
        if parent.size > MOST_VALUES or self.count > MOST_VALUES:
            self._stop("too-many-values", event, limit=MOST_VALUES)
        if len(self.open) + node.height > DEEPEST:
            self._stop("too-deep", event, limit=DEEPEST)
        if isinstance(parent.content, list):
            parent.content.append(node)
        elif self.keys[-1] is None:
            self.keys[-1] = node
        else:
            assert isinstance(parent.content, dict)
            self._add_entry(parent.content, self.keys[-1], node)
            self.keys[-1] = None

    def _add_entry(self, entries: dict[str, Entry], key: Node, value: Node) -> None:
        if isinstance(key.content, list | dict):
            self.findings.append(found_at(self.source, "key-not-text", key.start, key.end))
            return
        # A key is what is written: in `2026: …` or `true: …` the text, not the number or the truth value.
        name = key.content if isinstance(key.content, str) else self.source.text[key.start : key.end]
        if name in entries:
            first_line = self.source.place(entries[name].key.start).line
            self.findings.append(
                found_at(self.source, "key-twice", key.start, key.end, key=name, first_line=first_line)
            )
            return
        entries[name] = Entry(key, value)

    def _scalar(self, event: ScalarEvent) -> Scalar:
        self._check_tag(event, "str")
        text: str = event.value
        if half := HALF_CHARACTER.search(text):
            self._stop("control-character", event, found=f"U+{ord(half[0]):04X}")
        if event.style or (event.ctag and str(event.ctag) in (_STR_TAG, "!")):
            return text
        try:
            return scalar_value(text)
        except ValueError:
            self._stop("number-too-long", event, digits=len(text))

    def _check_tag(self, event: Any, kind: str) -> None:
        tag = str(event.ctag or "")
        if tag not in ("", "!", f"tag:yaml.org,2002:{kind}"):
            self.findings.append(
                found_at(self.source, "unknown-tag", event.start_mark.index, event.end_mark.index, tag=tag)
            )

    def _stop(self, message_id: str, event: Any, **facts: Any) -> NoReturn:
        start, end = event.start_mark.index, event.end_mark.index
        raise _Stop(found_at(self.source, message_id, start, end, **facts))


def _syntax_finding(source: SourceText, error: MarkedYAMLError) -> Finding:
    """The parser's error in our words. The place is where the person has to look, often where something was opened."""
    problem, context = str(error.problem), str(error.context)
    at = error.problem_mark.index if error.problem_mark else 0
    opened = error.context_mark.index if error.context_mark else at
    character = source.text[at : at + 1]
    if "cannot start any token" in problem:
        return found_at(source, "tab" if character == "\t" else "needs-quotes", at, None, found=character)
    if ("scalar" in context and "unexpected end" in problem) or "document separator" in problem:
        return found_at(source, "unclosed-quote", opened, None)
    if "unknown escape" in problem:
        return found_at(source, "unknown-escape", max(at - 1, 0), at + 1, found=character)
    if "flow" in context and problem.startswith("expected ','"):
        return found_at(source, "unclosed-bracket", opened, None, found=source.text[opened : opened + 1])
    if "mapping values are not allowed" in problem:
        return found_at(source, "stray-colon", at, None)
    if "could not find expected ':'" in problem:
        return found_at(source, "no-colon", opened, source.place_end(opened))
    if "sequence entries are not allowed" in problem:
        return found_at(source, "stray-dash", at, None)
    if problem.startswith("expected <block end>") and character not in "]},":
        return found_at(source, "wrong-indent", at, source.place_end(at))
    return found_at(source, "yaml-syntax", at, None)
