"""From a path in the data to the place in the text: line, column, and how much to underline."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

Step = str | int
Path = tuple[Step, ...]

_LINE_BREAK = re.compile(r"\r\n|\n|\r")
_LONGEST_EXCERPT = 5000
_LONG_FORMS = frozenset({"activity", "day", "first"})
"""Keys by which the long form of one link, fixed date or range is known from a short form by names."""


class Node:
    """A value as it stands in the text, from `start` to `end` (out), counted in characters.

    `content` is a scalar, a list of nodes, or the entries of a mapping by key. `size` counts the values inside, each
    as often as it is referred to; `height` is how deep they are nested.
    """

    __slots__ = ("content", "end", "flow", "height", "size", "start")

    def __init__(self, content: "Content", start: int, end: int, flow: bool = False) -> None:
        self.content = content
        self.start = start
        self.end = end
        self.flow = flow
        self.size = 1
        self.height = 0


class Entry(NamedTuple):
    """A key of a mapping and its value, with their places."""

    key: Node
    value: Node


Scalar = str | int | float | bool | None
Content = Scalar | list[Node] | dict[str, Entry]


class Place(NamedTuple):
    """A place in a text. Line and column count from 1; `excerpt` is the line, None where it is too long to show."""

    line: int
    column: int
    length: int
    excerpt: str | None


@dataclass(frozen=True)
class SourceText:
    """The text of a file and the starts of its lines."""

    file: str
    text: str = field(repr=False)

    @cached_property
    def _line_starts(self) -> list[int]:
        return [0, *(match.end() for match in _LINE_BREAK.finditer(self.text))]

    def place(self, start: int, end: int | None = None) -> Place:
        """The place from `start` to `end` (out), on the first line alone; without `end`, one character."""
        start = min(max(start, 0), len(self.text))
        line = bisect_right(self._line_starts, start)
        line_start = self._line_starts[line - 1]
        following = self._line_starts[line] if line < len(self._line_starts) else len(self.text)
        excerpt = self.text[line_start:following].rstrip("\r\n")
        end_of_text = line_start + len(excerpt.rstrip())
        length = min(end if end is not None else start + 1, max(end_of_text, start + 1)) - start
        shown = excerpt if len(excerpt) <= _LONGEST_EXCERPT else None
        return Place(line, start - line_start + 1, max(length, 1), shown)

    def place_end(self, start: int) -> int:
        """The end of the line that holds the character at `start`."""
        match = _LINE_BREAK.search(self.text, start)
        return match.start() if match else len(self.text)


def data_of(node: Node) -> object:
    """The plain value of a node; a value that is referred to twice is one object twice (never changed)."""
    return _data(node, {})


def _data(node: Node, seen: dict[int, object]) -> object:
    if id(node) not in seen:
        content = node.content
        if isinstance(content, list):
            seen[id(node)] = [_data(item, seen) for item in content]
        elif isinstance(content, dict):
            seen[id(node)] = {key: _data(entry.value, seen) for key, entry in content.items()}
        else:
            return content
    return seen[id(node)]


def locate(root: Node, path: Sequence[Step], *, at_key: bool = False) -> tuple[int, int]:
    """Start and end of the value at `path`, or of its key, or of the nearest value around it that stands in the text.

    People may write short forms (`before: retour1` for `before: [{activity: retour1}]`), so a path can be longer than
    the text is deep. A mapping or list that spans lines is shown by the key above it.
    """
    node: Node = root
    key: Node | None = None
    for step in path:
        if isinstance(step, int) and isinstance(node.content, dict) and node.content.keys() & _LONG_FORMS:
            continue  # one mapping where a list may stand
        child = _child(node, step)
        if child is None:
            at_key = at_key or step in ("group", "[key]")  # pydantic's word for « the key itself » is "[key]"
            break
        key, node = child
    if key is not None and (at_key or node.start == node.end or _is_block(node)):
        return key.start, key.end
    return node.start, node.end


class _Step(NamedTuple):
    key: Node | None
    value: Node


def _child(node: Node, step: Step) -> _Step | None:
    content = node.content
    if isinstance(content, dict):
        if isinstance(step, str):
            entry = content.get(step)
            return _Step(entry.key, entry.value) if entry else None
        entries = list(content.values())  # `fixed: {lyon: 2027-01-13}` is read as a list: its places are the entries
        return _Step(entries[step].key, entries[step].value) if 0 <= step < len(entries) else None
    if isinstance(content, list) and isinstance(step, int) and 0 <= step < len(content):
        return _Step(None, content[step])
    return None


def _is_block(node: Node) -> bool:
    return isinstance(node.content, list | dict) and not node.flow
