"""The values of a YAML file without their places, some twenty times faster: for the many files that hold no error.

libyaml's events are taken, never its values: `17:30` stays text, as in `yaml_document`. Whatever is unusual (an alias,
a tag, a key twice, an error) is not decided here: the answer is None, and the file is read again with places.
"""

from typing import Any

from planner.files.yaml_document import CONTROL, DEEPEST, HALF_CHARACTER, MOST_VALUES, scalar_value

_MOST_SCALARS = MOST_VALUES // 2
_NO_KEY = object()


class _Unusual(Exception):
    """What the reader with places has to judge."""


def quick_data(text: str) -> dict[str, Any] | None:
    """The data of a document that is one plain mapping; None for anything else, be it right or wrong."""
    try:
        from yaml import YAMLError
        from yaml.cyaml import CParser
    except ImportError:  # PyYAML built without libyaml
        return None
    if CONTROL.search(text):
        return None
    parser, builder = CParser(text), _Builder()
    try:
        while (event := parser.get_event()) is not None:
            builder.take(event)
    except (YAMLError, _Unusual, ValueError, RecursionError, OverflowError):
        return None
    finally:
        parser.dispose()
    return builder.root if isinstance(builder.root, dict) else None


class _Builder:
    """Events to values. `open` holds each collection that is not closed; `keys` the key that waits in each."""

    def __init__(self) -> None:
        self.root: Any = None
        self.open: list[Any] = []
        self.keys: list[Any] = []
        self.documents = self.scalars = 0

    def take(self, event: Any) -> None:
        kind = type(event).__name__
        if kind == "ScalarEvent":
            self._scalar(event)
        elif kind in ("MappingStartEvent", "SequenceStartEvent"):
            if event.anchor or event.tag or len(self.open) >= DEEPEST:
                raise _Unusual
            self.open.append({} if kind == "MappingStartEvent" else [])
            self.keys.append(_NO_KEY)
        elif kind in ("MappingEndEvent", "SequenceEndEvent"):
            self.keys.pop()
            self._put(self.open.pop())
        elif kind == "AliasEvent":
            raise _Unusual
        elif kind == "DocumentStartEvent":
            self.documents += 1
            if self.documents > 1:
                raise _Unusual

    def _scalar(self, event: Any) -> None:
        text: str = event.value
        self.scalars += 1
        if event.anchor or event.tag or HALF_CHARACTER.search(text) or self.scalars > _MOST_SCALARS:
            raise _Unusual
        is_key = bool(self.open) and isinstance(self.open[-1], dict) and self.keys[-1] is _NO_KEY
        self._put(text if event.style or is_key else scalar_value(text))

    def _put(self, value: Any) -> None:
        """Add a value, or a key, to the open collection. A key is a text, and stands there once."""
        if not self.open:
            self.root = value
        elif isinstance(into := self.open[-1], list):
            into.append(value)
        elif self.keys[-1] is not _NO_KEY:
            into[self.keys[-1]] = value
            self.keys[-1] = _NO_KEY
        elif not isinstance(value, str) or value in into:
            raise _Unusual
        else:
            self.keys[-1] = value
