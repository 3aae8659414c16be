"""How a session's calendar entries are known again. UIDs are opaque, ASCII, the same at every planning.

A class keeps its UID whatever its day, hour and trainers, so that a new plan moves the same entry. A block of remote
work is known by its number within its activity and group, counted from 1 in the order of days.
"""

import functools
import json
import re
import uuid
from collections.abc import Callable, Iterable

from planner.session import Session

DOMAIN = "session-planner"
SESSION, ACTIVITY, GROUPS, TRAINERS, BLOCK, MINUTES = (
    f"X-SESSION-PLANNER-{name}" for name in ("SESSION", "ACTIVITY", "GROUPS", "TRAINERS", "BLOCK", "MINUTES")
)
"""Properties of each entry: ids (several separated by spaces), a block's number, its minutes. For programs that
give entries a UID of their own."""
_NAMESPACE = uuid.UUID("6f1c6f0e-9d0a-5b53-8a1c-2f6d3d1f7c11")  # drawn once; another one would rename every entry
_UID = re.compile(rf"([0-9a-f-]{{36}})(?:\.(\d{{1,4}}))?(?:\.(\d{{1,2}}))?@{DOMAIN}")


def entry_uid(session_id: str, activity_id: str, group_ids: Iterable[str], block_number: int | None) -> str:
    """The UID of an occurrence of a class (`block_number` None) or of a block of remote work. At most 64 characters."""
    base = _base(session_id, activity_id, tuple(sorted(group_ids)))
    number = "" if block_number is None else f".{block_number}"
    return f"{base}{number}@{DOMAIN}"


def part_uid(uid: str, part: int) -> str:
    """The UID of a block's `part`-th entry (from 1), where closed days cut the block; the first has the block's."""
    return uid if part == 1 else uid.replace("@", f".{part}@")


def entries_by_uid(session: Session) -> dict[str, tuple[str, tuple[str, ...]]]:
    """Activity and planned groups of every entry that the session can have, by the fixed part of its UID."""
    return {
        _base(session.id, activity.id, ids): (activity.id, ids)
        for activity in session.activities
        for groups in session.attending(activity)
        for ids in _who(activity.is_live, tuple(group.id for group in groups))
    }


def is_written_for(session: Session) -> Callable[[str, str], bool]:
    """Tells by an entry's UID, and by its property SESSION ("" without one), whether it was written for a session.

    Whatever it is now: also one that is cancelled, or that has its UID from the groups that were there before another.
    """
    bases = set(entries_by_uid(session))
    groups = [group.id for group in session.planned_groups()]
    for activity in session.activities:
        sets: list[tuple[str, ...]] = [(id,) for id in groups]
        if activity.together:  # those that joined stand last in the file
            sets += [tuple(sorted(groups[:number])) for number in range(2, len(groups) + 1)]
        bases |= {_base(session.id, activity.id, ids) for ids in sets}

    def is_ours(uid: str, named: str) -> bool:
        parsed = parse_uid(uid)
        return named == session.id or (parsed is not None and parsed[0] in bases)

    return is_ours


def parse_uid(uid: str) -> tuple[str, int | None] | None:
    """The fixed part and the block number of a UID made here; None for any other. A block's parts give the same."""
    match = _UID.fullmatch(uid.strip())
    return (match[1], int(match[2]) if match[2] else None) if match else None


def _who(is_live: bool, ids: tuple[str, ...]) -> tuple[tuple[str, ...], ...]:
    """Those who share an entry: all who attend a class together; remote work is each group's own."""
    return (ids,) if is_live else tuple((id,) for id in ids)


@functools.lru_cache(maxsize=4096)
def _base(session_id: str, activity_id: str, group_ids: tuple[str, ...]) -> str:
    return str(uuid.uuid5(_NAMESPACE, json.dumps([session_id, activity_id, *group_ids])))
