"""What the command does when things go wrong around it, and what it does not load."""

import subprocess
import sys
from pathlib import Path

import pytest

from planner.cli import main
from tests.support.command import REPOSITORY, run, run_apart


def _failing_with(monkeypatch, error):
    def fail(*args, **kwargs):
        raise error

    monkeypatch.setattr("planner.jobs.explain_day", fail)
    return ["explain-day", "2027-05-07", "--department", "57", "--lang", "en"]


def test_a_fault_of_its_own_is_a_sentence_and_no_traceback(capsys, monkeypatch):
    answer = run(capsys, *_failing_with(monkeypatch, ZeroDivisionError("by \x1b[31mzero")))
    assert (answer.code, answer.out) == (70, "")
    assert "ZeroDivisionError: by ␛[31mzero" in answer.err
    assert "report" in answer.err and "Traceback" not in answer.err


def test_the_traceback_is_there_for_who_asks(capsys, monkeypatch):
    monkeypatch.setenv("PLANNER_DEBUG", "1")
    with pytest.raises(ZeroDivisionError):
        main(_failing_with(monkeypatch, ZeroDivisionError()))


def test_an_interruption_is_quiet(capsys, monkeypatch):
    answer = run(capsys, *_failing_with(monkeypatch, KeyboardInterrupt()))
    assert (answer.code, answer.out, answer.err) == (130, "", "")


def test_a_reader_that_left_is_no_fault():
    command = f"{sys.executable} -m planner holidays | true; exit ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", command], cwd=REPOSITORY, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (141, "")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a file that is always full is there on Linux alone")
@pytest.mark.parametrize(
    ("typed", "code"),
    [
        pytest.param("holidays > /dev/full", 2, id="the answer finds a full disk"),
        pytest.param("--help > /dev/full", 2, id="the help finds a full disk"),
        pytest.param("plan missing.yaml 2> /dev/full", 2, id="the errors find a full disk"),
        pytest.param("plann 2> /dev/full", 2, id="the usage finds a full disk"),
        pytest.param("holidays >&-", 0, id="standard output is closed"),
        pytest.param("plan missing.yaml 2>&-", 2, id="standard error is closed"),
    ],
)
def test_outputs_that_take_nothing_are_no_fault_of_the_planner(typed, code):
    command = f"{sys.executable} -m planner {typed}"
    done = subprocess.run(["bash", "-c", command], cwd=REPOSITORY, capture_output=True, text=True, check=False)
    assert done.returncode == code
    assert "Traceback" not in done.stderr and "PLANNER_DEBUG" not in done.stderr
    assert ("ne peut pas être affichée" in done.stderr) == ("> /dev/full" in typed and "2>" not in typed)


@pytest.mark.parametrize(
    ("arguments", "unwanted"),
    [
        (["--help"], "ortools pandas numpy rich pydantic ruamel holidays icalendar platformdirs"),
        (["explain-day", "2027-05-07", "--department", "57"], "ortools pandas numpy rich ruamel icalendar"),
        (["holidays", "--zone", "A"], "ortools pandas numpy rich ruamel icalendar"),
        (["schema"], "ortools pandas numpy rich icalendar"),
        (["check", "examples/sans_plan.yaml", "no-such-plan.json"], "ortools pandas numpy rich"),
    ],
    ids=lambda value: value[0] if isinstance(value, list) else "",
)
def test_a_command_loads_only_what_it_uses(arguments, unwanted):
    code = (
        "import sys; from planner.cli import main; main(sys.argv[2:]);"
        "loaded = sorted(set(sys.argv[1].split()) & set(sys.modules)); sys.exit(' '.join(loaded) or 0)"
    )
    done = run_apart("-c", code, unwanted, *arguments)
    assert done.returncode == 0, done.stderr
