"""The value that every check of consistency answers with."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from planner.near_names import near_names
from planner.outcome import Facts

Path = tuple[str | int, ...]


@dataclass(frozen=True)
class Inconsistency:
    """`id` names the kind of message; `path` is the exact value at fault, in the file's own keys."""

    id: str
    path: Path
    facts: Facts = field(default_factory=dict)


def unknown_names(message_id: str, path: Path, found: Sequence[str], known: Sequence[str]) -> Iterator[Inconsistency]:
    """One inconsistency for each of `found`, the list at `path`, that is not among `known`."""
    for position, name in enumerate(found):
        if name not in known:
            facts = {"found": name, "near": near_names(name, known), "allowed": tuple(known)}
            yield Inconsistency(message_id, (*path, position), facts)
