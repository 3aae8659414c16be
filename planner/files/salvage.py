"""What is left of a session when its wrong values are taken out, so that ALL errors can be said at once.

A wrong value is left out, or a stand-in takes its place where it cannot be. What a stand-in could itself cause is
not said: findings on the same item, and kinds of finding that depend on what was taken out.
"""

import copy
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pydantic import ValidationError

from planner.files.locate import Path
from planner.outcome import Finding
from planner.session import Session

_STAND_INS: Mapping[str, Any] = {"title": "-", "name": "-", "duration": "1h", "size": 1, "kind": "remote_work"}
_NO_WINDOW = {"first": "9999-12-31", "last": "0001-01-01"}  # reversed: nothing is compared with such a window
_REFERENCES = frozenset(
    {"unknown-activity", "unknown-group", "unknown-trainer", "unknown-change", "group-not-attending", "no-shared-group"}
)
_DEPENDS_ON: Mapping[str, frozenset[str]] = {
    "id": _REFERENCES,
    "kind": frozenset({"circle"}),
    "rules": frozenset(
        {
            "longer-than-a-day",
            "off-grid-duration",
            "block-off-grid",
            "capacity-exceeded-together",
            "part-named-as-group",
        }
    ),
    "department": frozenset({"window-outside-known-years", "unknown-public-holiday"}),
    "groups": _REFERENCES | {"too-few-trainers"},
    "trainers": _REFERENCES | {"too-few-trainers", "no-trainer"},
    "activities": _REFERENCES | {"no-activities", "no-trainer"},
    "parcours": _REFERENCES | {"no-activities", "changes-without-parcours"},
    "changes": frozenset({"circle", "off-grid-duration"}),
}
_WITHOUT_KIND = frozenset({"unknown-activity", "unknown-group", "unknown-trainer", "refers-to-itself", "equal-ids"})
"""What can still be said of an activity whose kind is not known."""
_IN_ITEM: Mapping[str, frozenset[str]] = {
    "duration": frozenset({"longer-than-a-day", "off-grid-duration", "block-off-grid", "fixed-too-long"}),
    "trainers": frozenset({"too-few-trainers", "unknown-trainer"}),
    "trainers_needed": frozenset({"too-few-trainers"}),
    "groups": frozenset({"group-not-attending", "unknown-group", "no-shared-group", "capacity-exceeded-together"}),
    "capacity": frozenset({"capacity-exceeded-together"}),
    "size": frozenset({"part-named-as-group"}),
}


@dataclass
class Salvage:
    """A session that holds what could be read, and which findings about it can be trusted."""

    session: Session | None = None
    faulty: set[Path] = field(default_factory=set)
    untrusted: set[str] = field(default_factory=set)

    def trusts(self, message_id: str, path: Path) -> bool:
        """Whether a finding would also be made if the values taken out were right."""
        if message_id in self.untrusted or path[:1] in self.faulty:
            return False
        faulty_keys = [str(faulty[2]) for faulty in self.faulty if len(faulty) > 2 and faulty[:2] == path[:2]]
        if {"id", "kind"} & set(faulty_keys):
            return message_id in _WITHOUT_KIND
        in_item = (_IN_ITEM.get(key, frozenset()) for key in faulty_keys)
        return path[:3] not in self.faulty and path[:2] not in self.faulty and message_id not in set().union(*in_item)


def salvaged(data: Mapping[str, Any], findings: Sequence[Finding]) -> Salvage:
    """What can be read of a session's data in spite of these findings."""
    salvage = Salvage()
    mended = copy.deepcopy(dict(data))
    for finding in findings:
        if not _mend(mended, finding, salvage):
            return Salvage()
    try:
        salvage.session = Session.model_validate(mended)
    except ValidationError:
        return Salvage()
    return salvage


def _mend(data: dict[str, Any], finding: Finding, salvage: Salvage) -> bool:
    """Take one wrong value out; False where nothing sensible would be left."""
    path = finding.path
    if not path:
        return False
    if finding.id == "unknown-key":
        around = _container(data, path[:-1])
        if not isinstance(around, dict):
            return False
        value = around.pop(path[-1], None)
        for near in finding.facts["near"][:1]:
            around.setdefault(near, value)  # what was most likely meant
        return True
    salvage.untrusted |= _DEPENDS_ON.get(str(path[0]), frozenset()) if len(path) < 3 else frozenset()
    if isinstance(path[0], str) and (len(path) == 1 or path[0] in ("window", "derogations", "parcours")):
        return _mend_top(data, path[0], salvage)
    item = _container(data, path[:2])
    if path[0] in ("activities", "trainers", "groups", "changes") and isinstance(item, dict) and len(path) > 2:
        salvage.faulty.add(path[:3])
        salvage.untrusted |= _DEPENDS_ON.get(str(path[2]), frozenset())
        return _put(item, str(path[2]), f"stand-in-{path[1]}")
    if path[0] == "rules" and isinstance(data["rules"], dict):
        salvage.faulty.add(path[:2])
        data["rules"].pop(path[1], None)
        return True
    return _mend_top(data, str(path[0]), salvage)


def _mend_top(data: dict[str, Any], key: str, salvage: Salvage) -> bool:
    salvage.faulty.add((key,))
    salvage.untrusted |= _DEPENDS_ON.get(key, frozenset())
    if key == "window":
        data[key] = _NO_WINDOW
    elif key == "groups":
        data[key] = [{"id": "stand-in", "size": 1}]
    elif key == "department":
        data[key] = "75"
    else:
        return _put(data, key, "stand-in")
    return True


def _put(around: dict[str, Any], key: str, stand_in_id: str) -> bool:
    if key == "id":
        around[key] = stand_in_id
    elif key in _STAND_INS:
        around[key] = _STAND_INS[key]
    else:
        around.pop(key, None)
    return True


def _container(data: Any, path: Path) -> Any:
    for step in path:
        try:
            data = data[step]
        except (KeyError, IndexError, TypeError):
            return None
    return data
