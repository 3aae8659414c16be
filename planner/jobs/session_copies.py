"""A session's file with changes, written where its plan lies: its paths to other files still hold there."""

import os
from collections.abc import Sequence
from pathlib import Path

from planner.outcome import FileChange
from planner.session import Session


def session_copy(session_file: Path, session: Session, changes: Sequence[FileChange], folder: Path) -> bytes:
    """The bytes of a session's file with the changes that make it `session`, to be written in `folder`.

    Raises CannotRepair of `planner.files.repaired_session`.
    """
    from planner.files.repaired_session import repaired_session

    return repaired_session(session_file, [*changes, *_moved_paths(session_file, session, folder)])


def _moved_paths(session_file: Path, session: Session, folder: Path) -> list[FileChange]:
    def moved(path: str) -> str:
        return path if Path(path).is_absolute() else from_folder(folder, session_file.parent / path)

    if folder.resolve() == session_file.parent.resolve():
        return []
    changes = [] if session.parcours is None else [FileChange(("parcours",), moved(session.parcours))]
    busy = {
        **{("trainers", number): trainer.busy for number, trainer in enumerate(session.trainers)},
        **{("groups", number): group.busy for number, group in enumerate(session.groups)},
    }
    changes += [FileChange((*place, "busy"), [moved(path) for path in paths]) for place, paths in busy.items() if paths]
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
