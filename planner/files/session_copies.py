"""A session's file, written where its plan lies: changed as asked, its paths to other files holding there."""

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from planner.outcome import FileChange
from planner.plan import Plan, Version
from planner.session import Session

SESSION_FILE = "session.yaml"
"""The name of such a file in the folder of a plan."""


def kept_name(plan: Plan | Version) -> str:
    """The name of the copy that is kept of the session's file of a version, once another takes its place."""
    return f"session-{plan.number}.yaml"


def described_file(data: Mapping[str, Any], base: Path, session: Session, folder: Path) -> bytes:
    """A session's file with the values that describe it in a place of another kind, a row of a table for example.

    `base`: the folder from which `data` names other files.
    """
    import yaml

    copied = dict(data)
    if session.parcours is not None:
        copied["parcours"] = _moved(session.parcours, base, folder)
    for key in ("trainers", "groups"):
        copied[key] = [
            {**person, "busy": [_moved(path, base, folder) for path in known.busy]} if known.busy else person
            for person, known in zip(copied.get(key, ()), getattr(session, key), strict=True)
        ]
    dumper = getattr(yaml, "CSafeDumper", yaml.SafeDumper)  # libyaml, where PyYAML was built with it
    text: str = yaml.dump(copied, Dumper=dumper, sort_keys=False, allow_unicode=True, width=110)
    return text.encode()


def _moved(path: str, base: Path, folder: Path) -> str:
    return path if Path(path).is_absolute() else from_folder(folder, base / path)


def session_copy(session_file: Path, session: Session, changes: Sequence[FileChange], folder: Path) -> bytes:
    """The bytes of a session's file with the changes that make it `session`, to be written in `folder`.

    Raises CannotRepair of `planner.files.repaired_session`.
    """
    from planner.files.repaired_session import repaired_session

    return repaired_session(session_file, [*changes, *_moved_paths(session_file, session, folder)])


def _moved_paths(session_file: Path, session: Session, folder: Path) -> list[FileChange]:
    base = session_file.parent
    if folder.resolve() == base.resolve():
        return []
    changes = [] if session.parcours is None else [FileChange(("parcours",), _moved(session.parcours, base, folder))]
    busy = {
        **{("trainers", number): trainer.busy for number, trainer in enumerate(session.trainers)},
        **{("groups", number): group.busy for number, group in enumerate(session.groups)},
    }
    for place, paths in busy.items():
        if paths:
            changes.append(FileChange((*place, "busy"), [_moved(path, base, folder) for path in paths]))
    return changes


def from_folder(folder: Path, file: Path) -> str:
    """Where a file lies, from the folder of a plan; absolute where there is no way between the two."""
    try:
        return Path(os.path.relpath(file.resolve(), folder.resolve())).as_posix()
    except ValueError:  # another drive
        return file.resolve().as_posix()


def named_from(folder: Path, name: str) -> Path:
    """The file that has a name in a folder, said without detours where these lead nowhere else (symbolic links)."""
    path = folder / name
    plain = Path(os.path.normpath(path))
    try:
        return plain if plain.resolve() == path.resolve() else path
    except (OSError, ValueError, RuntimeError):  # no name of a file, or links that lead in a circle
        return path
