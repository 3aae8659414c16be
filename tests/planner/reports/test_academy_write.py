"""What a batch writes: each session as `plan` does, each trainer once, whole or not at all, and nothing twice."""

from dataclasses import replace
from pathlib import Path

import pytest
import vobject

from planner.academy import Academy, AcademyPlan, Progress
from planner.files.plan_json import plan_to_json
from planner.messages.texts import Texts
from planner.reports.academy_write import write_academy
from planner.reports.calendar_files import calendar_files
from planner.reports.write import CannotWrite
from tests.support.academies import planned
from tests.support.sessions import a_good_plan, a_session, the_school

FRENCH = Texts("fr")


def content(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def write(out: Path, *, workers: int = 1) -> dict[str, bytes]:
    made = planned()
    files = write_academy(out, made.academy, made.result, the_school(), FRENCH, workers=workers)
    found = content(out)
    assert sorted(path.relative_to(out).as_posix() for path in files) == sorted(found)
    return found


def test_each_session_as_plan_writes_it(tmp_path: Path) -> None:
    found, made = write(tmp_path), planned()
    for id in ("a", "b"):
        expected = calendar_files(made.session(id), made.plan(id), the_school(), FRENCH)
        expected["plan.json"] = plan_to_json(replace(made.plan(id), lang="fr")).encode()
        prefix = f"sessions/{id}/"
        assert {name.removeprefix(prefix): data for name, data in found.items() if name.startswith(prefix)} == expected
    assert set(found) - {name for name in found if name.startswith("sessions/")} == {
        "index.html", "index.xlsx", "trainers/durand.ics", "trainers/petit.ics",
    }  # fmt: skip


def test_one_calendar_of_a_trainer_over_all_sessions(tmp_path: Path) -> None:
    """The same events as in the calendars of each session, in the order of their beginnings."""
    found = write(tmp_path)
    calendar = vobject.readOne(found["trainers/durand.ics"].decode())
    assert [(event.dtstart.value.day, event.dtstart.value.hour) for event in calendar.vevent_list] == [
        (12, 15), (12, 17), (26, 16),
    ]  # fmt: skip
    assert calendar.x_wr_calname.value == "Alice Durand"
    for id in ("a", "b"):
        own = found[f"sessions/{id}/trainers/durand.ics"]
        events = own[own.index(b"BEGIN:VEVENT") : own.index(b"END:VCALENDAR")].split(b"BEGIN:VEVENT")[1:]
        assert all(event in found["trainers/durand.ics"] for event in events)


def test_a_trainer_on_two_clocks(tmp_path: Path) -> None:
    """A trainer without a department of their own is where each session is: both clocks are defined."""
    lyon, reunion = a_session(id="a"), a_session(id="b", department="974")
    plans = {each.id: a_good_plan(each) for each in (lyon, reunion)}
    write_academy(tmp_path, Academy((lyon, reunion)), AcademyPlan(plans), the_school(), FRENCH)
    written = (tmp_path / "trainers/durand.ics").read_bytes()
    assert written.count(b"BEGIN:VTIMEZONE") == 2
    assert b"X-WR-TIMEZONE:Europe/Paris" in written and b"DTSTART;TZID=Indian/Reunion" in written


@pytest.mark.parametrize("workers", [2])
def test_in_several_processes_the_same_bytes(tmp_path: Path, workers: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("planner.reports.academy_write._AT_ONCE", 1)
    assert write(tmp_path / "many", workers=workers) == write(tmp_path / "one")


def test_what_is_unchanged_stays_untouched(tmp_path: Path) -> None:
    before = write(tmp_path)
    known = tmp_path / "sessions/a/a.ics"
    known.chmod(0o444)
    inode = known.stat().st_ino
    (tmp_path / "sessions/b/groups/lyon.ics").write_bytes(b"other")
    assert write(tmp_path) == before
    assert known.stat().st_ino == inode


def test_a_session_that_cannot_be_written_has_none_of_its_files_changed(tmp_path: Path) -> None:
    (tmp_path / "sessions/a/plan.json").mkdir(parents=True)
    for workers in (1, 2):
        with pytest.raises(CannotWrite) as refused:
            write(tmp_path, workers=workers)
        assert refused.value.path == tmp_path / "sessions/a/plan.json"
        assert not (tmp_path / "sessions/a/a.ics").exists()
        assert not (tmp_path / "index.html").exists(), "the index never speaks of what is not there"


def test_a_failure_in_a_process_says_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("planner.reports.academy_write._AT_ONCE", 1)
    (tmp_path / "sessions/a/plan.json").mkdir(parents=True)
    with pytest.raises(CannotWrite) as refused:
        write(tmp_path, workers=2)
    assert (refused.value.kind, refused.value.path) == ("is-a-folder", tmp_path / "sessions/a/plan.json")


def test_progress_counts_sessions(tmp_path: Path) -> None:
    told: list[Progress] = []
    made = planned()
    write_academy(tmp_path, made.academy, made.result, the_school(), FRENCH, progress=told.append)
    assert [(step.phase, step.done, step.total) for step in told] == [("write", 2, 2)]


def test_nothing_placed_still_has_an_index(tmp_path: Path) -> None:
    write_academy(tmp_path, planned().academy, AcademyPlan({}), the_school(), FRENCH)
    assert set(content(tmp_path)) == {"index.html", "index.xlsx"}
