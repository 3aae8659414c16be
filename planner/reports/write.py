"""Writing files: all or nothing. Each is written beside its place, then renamed; a failure leaves what was there."""

import errno
import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Literal

WriteFault = Literal["disk-full", "not-allowed", "not-a-folder", "is-a-folder", "name-too-long", "other"]

_FAULTS: Mapping[int, WriteFault] = {
    errno.ENOSPC: "disk-full",
    errno.EDQUOT: "disk-full",
    errno.EFBIG: "disk-full",
    errno.EACCES: "not-allowed",
    errno.EPERM: "not-allowed",
    errno.EROFS: "not-allowed",
    errno.ENOTDIR: "not-a-folder",
    errno.EEXIST: "not-a-folder",
    errno.EISDIR: "is-a-folder",
    errno.ENAMETOOLONG: "name-too-long",
}
_LEFTOVER = re.compile(r"\.(.+)\.(?:new|old)[0-9]{1,2}", re.DOTALL)
_MOST_LEFTOVERS = 100  # temporary files that runs which were killed may have left beside a file


class CannotWrite(Exception):
    """Nothing was written, and what was there is as it was.

    `path` is the file or folder at fault, `kind` says how, `errno` and `reason` are what the system says.
    """

    def __init__(self, path: Path, error: OSError) -> None:
        self.path = path
        self.kind: WriteFault = _FAULTS.get(error.errno or 0, "other")
        self.errno = error.errno
        self.reason = error.strerror or str(error)
        self._error = error
        super().__init__(f"{path}: {self.reason}")

    def __reduce__(self) -> tuple[type["CannotWrite"], tuple[Path, OSError]]:  # from one process to another
        return CannotWrite, (self.path, self._error)


class PartlyWritten(CannotWrite):
    """Of several things that are each written all or nothing, those before this one are there."""

    def __init__(self, error: CannotWrite) -> None:
        super().__init__(error.path, error._error)


@dataclass
class _Staged:
    """A file written beside its place. `backup` is the file it replaced, once it has."""

    target: Path
    temporary: Path
    backup: Path | None = None
    replaced: bool = False


def remove_folder(folder: Path) -> None:
    """Remove a folder of the program's own with the files in it; what cannot be removed stays."""
    with suppress(OSError):
        for file in folder.iterdir():
            file.unlink()
        folder.rmdir()


def write_files(
    folder: Path, files: Mapping[str, bytes], *, settle_each: bool = True, remove: Iterable[str] = ()
) -> None:
    """Write `files` (paths relative to `folder`, with `/`) so that all of them are there, or none has changed.

    Folders are made as needed; the files of `remove` are gone with it. Raises CannotWrite; ValueError for a path that
    would lead out of the folder.
    `settle_each` False does not wait for the disk, 6 ms a file: for thousands of files, and then `settle`.
    """
    targets = {name: folder / _inside(name) for name in files}
    leaving = [folder / _inside(name) for name in remove if name not in files]
    with _alone_in(folder) as alone:
        _write(folder, targets, files, leaving, settle_each)
        if alone:
            _clean(targets.values())


def _write(
    folder: Path,
    targets: Mapping[str, Path],
    files: Mapping[str, bytes],
    leaving: Iterable[Path],
    settle_each: bool,
) -> None:
    staged: list[_Staged] = []
    made: list[Path] = []
    here = folder
    try:
        for name, data in files.items():
            for here in _missing_folders(targets[name].parent):
                here.mkdir()
                made.append(here)
            here = targets[name]
            if here.is_dir():
                raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
            staged.append(_stage(here, data, settle_each))
        for one in staged:
            here = one.target
            _replace(one)
        for here in leaving:
            if here.is_file():
                staged.append(_set_aside(here))
        _keep(staged, settle_each)
    except BaseException as error:
        _undo(staged, made)
        if isinstance(error, OSError):
            raise CannotWrite(here, error) from error
        raise


@contextmanager
def _alone_in(folder: Path) -> Iterator[bool]:
    """Whether surely no other run writes in this folder meanwhile: what looks like a leftover then is one."""
    if folder.resolve() in _held:
        yield True
        return
    try:
        import fcntl

        descriptor = os.open(folder, os.O_RDONLY)
    except (ImportError, OSError):  # not on this system; a folder that is not there yet, which has no leftovers
        yield False
        return
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            yield False
        else:
            yield True
    finally:
        os.close(descriptor)


def _clean(targets: Iterable[Path]) -> None:
    """Remove what a run that was killed left beside these files, which are all written now."""
    of = {target.parent: set[str]() for target in targets}
    for target in targets:
        of[target.parent].add(target.name)
    for folder, names in of.items():
        with suppress(OSError):
            for entry in list(os.scandir(folder)):
                leftover = _LEFTOVER.fullmatch(entry.name)
                if leftover and leftover[1] in names:
                    Path(entry.path).unlink()


_held: set[Path] = set()
"""The folders that this run holds."""


@contextmanager
def one_at_a_time(folder: Path, waiting: Callable[[], None] = lambda: None) -> Iterator[None]:
    """Hold a folder for what is read there and written anew: whoever else asks for it waits until it is free.

    `waiting` is called where another run holds it. Does nothing where the folder is not there yet, or the system has
    no such locks, or this run holds it already.
    """
    whole = folder.resolve()
    if whole in _held:
        yield
        return
    try:
        import fcntl

        descriptor = os.open(folder, os.O_RDONLY)
    except (ImportError, OSError):
        yield
        return
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            waiting()
            with suppress(OSError):  # a file system without locks
                fcntl.flock(descriptor, fcntl.LOCK_EX)
        _held.add(whole)
        yield
    finally:
        _held.discard(whole)
        os.close(descriptor)


def settle() -> None:
    """Wait until everything that was written is on the disk, where the system can tell."""
    if hasattr(os, "sync"):
        os.sync()


def _inside(name: str) -> PurePosixPath:
    path = PurePosixPath(name)
    if not name or path.is_absolute() or ".." in path.parts or "\\" in name or ":" in name or "\0" in name:
        raise ValueError(f"not a path inside the folder: {name!r}")
    return path


def _missing_folders(folder: Path) -> list[Path]:
    """The folders that must be made for this one to be there, in the order of making."""
    missing: list[Path] = []
    while not folder.is_dir():
        missing.insert(0, folder)
        if folder == folder.parent:
            break
        folder = folder.parent
    return missing


def _stage(target: Path, data: bytes, settled: bool) -> _Staged:
    temporary, descriptor = _new_beside(target)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            if settled:
                os.fsync(file.fileno())
    except BaseException:
        with suppress(OSError):
            temporary.unlink()
        raise
    return _Staged(target, temporary)


def _new_beside(target: Path) -> tuple[Path, int]:
    for number in range(_MOST_LEFTOVERS):
        path = target.with_name(f".{target.name}.new{number}")
        with suppress(FileExistsError):
            return path, os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o666)
    raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST))


def _replace(one: _Staged) -> None:
    if os.path.lexists(one.target):
        backup = one.temporary.with_suffix(one.temporary.suffix.replace("new", "old"))
        try:
            os.link(one.target, backup, follow_symlinks=False)
        except OSError:  # no links here (FAT), or no right to make one
            one.target.rename(backup)
        one.backup = backup
    one.temporary.replace(one.target)
    one.replaced = True


def _set_aside(target: Path) -> _Staged:
    """A file out of its place, as its own backup until everything is written."""
    backup, descriptor = _new_beside(target)
    os.close(descriptor)
    target.replace(backup)
    return _Staged(target, backup, backup)


def _keep(staged: Iterable[_Staged], settled: bool) -> None:
    """Everything is in place: make the renames last, and drop what was replaced. Nothing here can fail the writing."""
    staged = list(staged)
    for folder in {one.target.parent for one in staged} if settled else ():
        with suppress(OSError):  # a folder cannot be opened everywhere
            descriptor = os.open(folder, os.O_RDONLY)
            try:
                os.fsync(descriptor)
            finally:
                os.close(descriptor)
    for one in staged:
        if one.backup:
            with suppress(OSError):
                one.backup.unlink()


def _undo(staged: Iterable[_Staged], made: Iterable[Path]) -> None:
    for one in reversed(list(staged)):
        with suppress(OSError):
            if one.backup:
                one.backup.replace(one.target)
                one.backup.unlink(missing_ok=True)  # two names of one file: renaming one on the other does nothing
            elif one.replaced:
                one.target.unlink()
        with suppress(OSError):
            one.temporary.unlink(missing_ok=True)
    for folder in reversed(list(made)):
        with suppress(OSError):
            folder.rmdir()
