"""The `planner` command. Importing this room loads nothing heavier than typer."""

import contextlib
import errno
import gc
import io
import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from planner.cli.exit_codes import BROKEN_PIPE, INTERNAL_ERROR, INTERRUPTED, WRONG_INPUT
from planner.cli.language import language
from planner.cli.streams import silence
from planner.messages.texts import Texts

if TYPE_CHECKING:
    from planner.cli.help import UsageFault

_GARBAGE_THRESHOLD = 500_000
"""Objects made before the youngest are searched for garbage: not while a hundred modules are being loaded (0.05 s)."""
_UNUSED = {
    "OPENBLAS_NUM_THREADS": "1",  # numpy, of which the solver needs the integers, makes ready for matrices (0.02 s)
    "PYDANTIC_DISABLE_PLUGINS": "__all__",  # looked for in every package that is installed (0.01 s)
}
_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO)
"""What standard output says when it takes nothing more; files that cannot be written are `CannotWrite`."""


def command() -> int:
    """A whole process of `main`: libraries make nothing ready that it does not use, and nothing is cleaned up."""
    gc.set_threshold(_GARBAGE_THRESHOLD, 20, 20)
    for name, value in _UNUSED.items():
        os.environ.setdefault(name, value)
    code = main()
    gc.freeze()  # what is left goes with the process; Python would search all of it three times more (0.2 s)
    return code


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; the exit code (see `planner.cli.exit_codes`). No fault leaves a traceback on the screen."""
    arguments = list(sys.argv[1:] if arguments is None else arguments)
    sys.stdout, sys.stderr = (stream or io.StringIO() for stream in (sys.stdout, sys.stderr))  # `>&-` closes it
    for stream in (sys.stdout, sys.stderr):  # a terminal that lacks a letter shows « ? » instead of failing
        with contextlib.suppress(AttributeError):
            stream.reconfigure(errors="replace")  # type: ignore[union-attr]
    try:
        code = _run(arguments)
        sys.stdout.flush()
        return code
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:  # the reader (`| head`) has gone: nobody to tell
        silence(sys.stdout)
        return BROKEN_PIPE


def _run(arguments: list[str]) -> int:
    import typer
    from typer.main import get_command

    from planner.cli.app import application
    from planner.cli.help import UsageFault, usage_fault
    from planner.cli.screen import Screen

    texts = Texts(language(arguments, os.environ))
    command = get_command(application(texts))
    try:
        return command.main(arguments or ["--help"], prog_name="planner", standalone_mode=False, obj=texts) or 0
    except UsageFault as fault:
        return _misread(fault, arguments, texts)
    except (KeyboardInterrupt, BrokenPipeError):
        raise
    except typer.Abort:
        return INTERRUPTED
    except SystemExit as gone:  # typer leaves so, in this mode, for one reason: the reader of the pipe has gone
        raise BrokenPipeError from gone
    except Exception as error:
        if misread := usage_fault(error):
            return _misread(misread, arguments, texts)
        if isinstance(error, OSError) and error.filename is None and error.errno in _FULL:
            Screen(texts).fault(texts.say("The answer cannot be shown: where it goes, the disk is full or fails."))
            silence(sys.stdout)
            return WRONG_INPUT
        if wrong := _wrong_data(error, arguments, texts):
            return wrong
        if os.environ.get("PLANNER_DEBUG"):
            raise
        Screen(texts).fault(_apology(error, texts))
        return INTERNAL_ERROR


def _misread(fault: "UsageFault", arguments: list[str], texts: Texts) -> int:
    from planner.cli.help import usage_page
    from planner.cli.screen import Screen

    screen = Screen(texts, "--json" in arguments)
    screen.document({"status": "usage", "message": fault.text})
    screen.fault_as_it_is(usage_page(fault))
    return WRONG_INPUT


def _wrong_data(error: Exception, arguments: list[str], texts: Texts) -> int | None:
    """The code of a user's school calendar that cannot be read, which every command may meet; None of other errors."""
    jobs: Any = sys.modules.get("planner.jobs")
    if jobs is None or not isinstance(error, jobs.CALENDAR_FAULTS):
        return None
    from planner.cli.faults import calendar_fault
    from planner.cli.screen import Screen

    return calendar_fault(Screen(texts, "--json" in arguments), error)


def _apology(error: Exception, texts: Texts) -> str:
    kind = type(error).__name__
    return texts.say(
        "The planner met a fault of its own ({kind}: {detail}). Nothing was written. Please report it with the command"
        " you typed and your session file; PLANNER_DEBUG=1 before the command shows where it happened.",
        kind=kind,
        detail=texts.plain(str(error)),
    )
