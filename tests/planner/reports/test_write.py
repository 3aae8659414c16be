"""All or nothing: whatever fails, the folder is as it was."""

import errno
import os
import pickle
import resource
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from planner.reports.write import CannotWrite, settle, write_files

REPOSITORY = Path(__file__).parents[3]
OLD = {"session.ics": b"old session", "groups/lyon.ics": b"old group"}
NEW = {"session.ics": b"new session", "groups/lyon.ics": b"new group", "trainers/durand.ics": b"new trainer"}


def content(folder: Path) -> dict[str, bytes]:
    """Every file below a folder, temporary ones too."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def folders(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_dir()}


def test_files_and_folders_are_made(tmp_path: Path) -> None:
    write_files(tmp_path / "out" / "neo", NEW)
    assert content(tmp_path / "out" / "neo") == NEW


def test_files_are_replaced_and_others_left_alone(tmp_path: Path) -> None:
    write_files(tmp_path, OLD | {"mine.txt": b"mine"})
    write_files(tmp_path, NEW)
    assert content(tmp_path) == NEW | {"mine.txt": b"mine"}


def test_leftovers_of_a_killed_run_are_cleaned_and_other_hidden_files_left_alone(tmp_path: Path) -> None:
    write_files(tmp_path, OLD)
    mine = {".notes.old1": b"mine", ".session.ics.newest": b"mine", "groups/.lyon.ics.new": b"mine"}
    for name in (".session.ics.new0", ".session.ics.old0", "groups/.lyon.ics.new12", *mine):
        (tmp_path / name).write_bytes(mine.get(name, b"half"))
    write_files(tmp_path, NEW)
    assert content(tmp_path) == NEW | mine


def test_what_another_run_is_writing_is_no_leftover(tmp_path: Path) -> None:
    fcntl = pytest.importorskip("fcntl")
    write_files(tmp_path, OLD)
    (tmp_path / ".session.ics.new0").write_bytes(b"half")
    other = os.open(tmp_path, os.O_RDONLY)
    try:
        fcntl.flock(other, fcntl.LOCK_EX)
        write_files(tmp_path, NEW)
    finally:
        os.close(other)
    assert content(tmp_path) == NEW | {".session.ics.new0": b"half"}


@pytest.mark.parametrize("name", ["/etc/x", "../x", "groups/../../x", "", "groups\\x", "C:x", "a\0b"])
def test_a_path_that_leads_out_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(ValueError, match="not a path inside"):
        write_files(tmp_path, {"a.ics": b"a", name: b""})
    assert content(tmp_path) == {}


def test_a_folder_in_the_place_of_a_file(tmp_path: Path) -> None:
    write_files(tmp_path, OLD)
    (tmp_path / "trainers" / "durand.ics").mkdir(parents=True)
    with pytest.raises(CannotWrite) as refused:
        write_files(tmp_path, NEW)
    assert (refused.value.kind, refused.value.path) == ("is-a-folder", tmp_path / "trainers/durand.ics")
    assert content(tmp_path) == OLD


def test_a_file_in_the_place_of_the_folder(tmp_path: Path) -> None:
    (tmp_path / "out").write_bytes(b"mine")
    for folder in (tmp_path / "out", tmp_path / "out" / "below"):
        with pytest.raises(CannotWrite) as refused:
            write_files(folder, NEW)
        assert refused.value.kind == "not-a-folder"
    assert content(tmp_path) == {"out": b"mine"}


def test_a_file_in_the_place_of_a_folder_inside(tmp_path: Path) -> None:
    (tmp_path / "trainers").write_bytes(b"mine")
    with pytest.raises(CannotWrite) as refused:
        write_files(tmp_path, NEW)
    assert refused.value.kind == "not-a-folder"
    assert content(tmp_path) == {"trainers": b"mine"}
    assert folders(tmp_path) == set(), "the folder groups was made for nothing and is gone again"


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="a folder that refuses even the administrator")
def test_a_folder_that_cannot_be_written() -> None:
    with pytest.raises(CannotWrite) as refused:
        write_files(Path("/proc/planner"), NEW)
    assert refused.value.path == Path("/proc/planner")


@pytest.mark.skipif(os.geteuid() == 0, reason="the administrator may write everywhere")
def test_a_folder_without_the_right_to_write(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(CannotWrite) as refused:
        write_files(tmp_path, NEW)
    tmp_path.chmod(0o700)
    assert refused.value.kind == "not-allowed"


@pytest.mark.parametrize("failing", range(3), ids=["first", "second", "last"])
@pytest.mark.parametrize("links", [True, False], ids=["links", "no links"])
def test_a_rename_that_fails_is_undone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failing: int, links: bool
) -> None:
    write_files(tmp_path, OLD)
    replace, calls = Path.replace, []

    def fails(self: Path, target: Path) -> Path:
        calls.append(target)
        if len(calls) == failing + 1:
            raise OSError(errno.EACCES, "refused")
        return replace(self, target)

    def no_links(*_: object, **__: object) -> None:
        raise OSError(errno.EPERM, "no links on this disk")

    monkeypatch.setattr(Path, "replace", fails)
    if not links:
        monkeypatch.setattr(os, "link", no_links)
    with pytest.raises(CannotWrite) as refused:
        write_files(tmp_path, NEW)
    assert (refused.value.kind, refused.value.path) == ("not-allowed", tmp_path / list(NEW)[failing])
    assert content(tmp_path) == OLD
    assert folders(tmp_path) == {"groups"}


def test_an_interrupted_writing_is_undone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_files(tmp_path, OLD)
    replace = Path.replace

    def interrupted(self: Path, target: Path) -> Path:
        if target.name == "durand.ics":
            raise KeyboardInterrupt
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", interrupted)
    with pytest.raises(KeyboardInterrupt):
        write_files(tmp_path, NEW)
    assert content(tmp_path) == OLD


WRITE_MUCH = """
import sys
from pathlib import Path
from planner.reports.write import CannotWrite, settle, write_files
try:
    write_files(Path(sys.argv[1]), {"session.ics": b"new", "groups/lyon.ics": b"x" * 200_000})
except CannotWrite as refused:
    print(refused.kind)
"""


def test_a_disk_that_fills_up_in_the_middle(tmp_path: Path) -> None:
    """The system cuts every file of the process at 100,000 bytes: the second file stops half-way."""
    write_files(tmp_path, OLD)
    done = subprocess.run(
        [sys.executable, "-c", WRITE_MUCH, str(tmp_path)],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        check=True,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000)),
    )
    assert done.stdout == "disk-full\n", done.stderr
    assert content(tmp_path) == OLD


@pytest.mark.skipif(shutil.which("unshare") is None, reason="no name spaces on this system")
def test_a_full_disk(tmp_path: Path) -> None:
    """A real disk of 128 kB, in a name space of its own, where the system lets us make one."""
    disk = tmp_path / "disk"
    disk.mkdir()
    script = (
        'mount -t tmpfs -o size=128k tmpfs "$1" && printf old > "$1/session.ics" && "$2" -c "$3" "$1"'
        ' && cat "$1/session.ics" && ls -A "$1"'
    )
    done = subprocess.run(
        ["unshare", "--mount", "--map-root-user", "sh", "-c", script, "sh", str(disk), sys.executable, WRITE_MUCH],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        pytest.skip(f"no disk of one's own here: {done.stderr.strip()}")
    assert done.stdout == "disk-full\noldsession.ics\n"


def test_without_waiting_for_the_disk_it_is_all_or_nothing_too(tmp_path: Path) -> None:
    write_files(tmp_path, OLD, settle_each=False)
    (tmp_path / "trainers" / "durand.ics").mkdir(parents=True)
    with pytest.raises(CannotWrite):
        write_files(tmp_path, NEW, settle_each=False)
    assert content(tmp_path) == OLD
    settle()


def test_a_failure_travels_from_one_process_to_another(tmp_path: Path) -> None:
    failure = CannotWrite(tmp_path, OSError(errno.ENOSPC, "no space"))
    again = pickle.loads(pickle.dumps(failure))
    assert (again.path, again.kind, again.reason) == (tmp_path, "disk-full", "no space")
