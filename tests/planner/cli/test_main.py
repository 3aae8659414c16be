"""What the command does when things go wrong around it, and what it does not load."""

import subprocess
import sys

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
