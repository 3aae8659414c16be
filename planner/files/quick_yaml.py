"""The values of a YAML file without their places, some thirty times faster: for the many files that hold no error.

libyaml's events are taken, never its values: `17:30` stays text, as in `yaml_document`. Whatever is unusual (an alias,
a tag, a key twice, an error) is not decided here: the answer is None, and the file is read again with places.
"""

from typing import Any

from planner.files.yaml_document import CONTROL, DEEPEST, HALF_CHARACTER, MOST_VALUES, scalar_value

_NOTHING = object()


def quick_data(text: str) -> dict[str, Any] | None:
    """The data of a document that is one plain mapping; None for anything else, be it right or wrong."""
    try:
        from yaml import YAMLError
        from yaml.cyaml import CParser
    except ImportError:  # PyYAML built without libyaml
        return None
    if CONTROL.search(text):
        return None
    parser = CParser(text)
    try:
        data = _document(parser)
    except (YAMLError, ValueError, RecursionError, OverflowError):
        return None
    finally:
        parser.dispose()
    return data if isinstance(data, dict) else None


def _document(parser: Any) -> Any:
    """The value of the only document; None where there is something unusual."""
    root: Any = None
    open_: list[tuple[Any, list[Any]]] = []  # each collection, with the key that waits for its value
    count = documents = 0
    while (event := parser.get_event()) is not None:
        kind = type(event).__name__
        if kind == "DocumentStartEvent":
            documents += 1
            if documents > 1:
                return None
        elif kind in ("MappingStartEvent", "SequenceStartEvent"):
            if event.anchor or event.tag or len(open_) >= DEEPEST:
                return None
            open_.append(({} if kind == "MappingStartEvent" else [], [_NOTHING]))
            continue
        elif kind == "ScalarEvent":
            if event.anchor or event.tag or HALF_CHARACTER.search(event.value):
                return None
            is_key = bool(open_) and isinstance(open_[-1][0], dict) and open_[-1][1][0] is _NOTHING
            value = event.value if event.style or is_key else scalar_value(event.value)
            count += 1
        elif kind in ("MappingEndEvent", "SequenceEndEvent"):
            value = open_.pop()[0]
        elif kind == "AliasEvent":
            return None
        else:
            continue
        if kind != "DocumentStartEvent":
            if count > MOST_VALUES // 2:
                return None
            if not open_:
                root = value
            elif not _put(*open_[-1], value):
                return None
    return root


def _put(into: Any, waiting: list[Any], value: Any) -> bool:
    """Add a value to the open collection; False for a key that is no text, or stands there twice."""
    if isinstance(into, list):
        into.append(value)
        return True
    if waiting[0] is _NOTHING:
        if not isinstance(value, str) or value in into:
            return False
        waiting[0] = value
        return True
    into[waiting[0]], waiting[0] = value, _NOTHING
    return True
