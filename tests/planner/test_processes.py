"""Processes that share work: they end with the one that began them, and Ctrl-C is not for them."""

import os
import signal
import subprocess
import sys
import time

import pytest

from planner.processes import Helpers

pytestmark = pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")

PROGRAM = """
import sys, time
from planner.processes import Helpers

if __name__ == "__main__":
    helpers = Helpers(2, int)
    jobs = [helpers.submit(time.sleep, 0.2 if sys.argv[1] == "short" else 600) for _ in range(2)]
    try:
        print("begun", flush=True)
        if sys.argv[1] == "short":
            time.sleep(600)
        jobs[0].result()
    except KeyboardInterrupt:
        print([job.result() for job in jobs])
        helpers.shutdown()
"""


def begun(kind, tmp_path):
    """A program that gives jobs to two processes, and waits; these hold its pipes open as long as they live."""
    (tmp_path / "program.py").write_text(PROGRAM, encoding="utf-8")
    process = subprocess.Popen(
        [sys.executable, str(tmp_path / "program.py"), kind],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True,
    )  # fmt: skip
    assert process.stdout is not None and process.stdout.readline() == "begun\n"
    return process


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
def test_they_end_with_the_process_that_began_them(number, tmp_path):
    process = begun("long", tmp_path)
    process.send_signal(number)
    process.communicate(timeout=30)  # to the end of the pipes: nobody holds them any more
    assert process.returncode == -number


def test_ctrl_c_on_a_terminal_reaches_all_and_disturbs_none(tmp_path):
    """While the processes are begun, it comes to every process of the terminal."""
    process = begun("short", tmp_path)
    os.killpg(process.pid, signal.SIGINT)
    out, err = process.communicate(timeout=30)
    assert (process.returncode, out, err) == (0, "[None, None]\n", "")


def test_what_they_have_in_hand_is_left():
    helpers = Helpers(1, int)
    begin = time.monotonic()
    job = helpers.submit(time.sleep, 600)
    while not job.running():
        time.sleep(0.01)
    helpers.leave()
    assert time.monotonic() - begin < 60
