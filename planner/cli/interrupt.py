"""Ctrl-C as a wish: the first asks the work to end well, the second ends the process at once.

The solver holds Python up for seconds, and signal handlers with it; a thread that reads what the system writes on each
signal (`signal.set_wakeup_fd`) is not held up.
"""

import contextlib
import os
import signal
import socket
import sys
import threading
from collections.abc import Callable, Iterator

from planner.cli.exit_codes import INTERRUPTED

_SHOW_CURSOR = "\x1b[?25h"
_NOT_CLEANED = "ignore:resource_tracker:UserWarning"
"""What Python's own process for such things would say on the terminal after an end at once; it cleans all the same."""


@contextlib.contextmanager
def interruptible(asked: Callable[[], None]) -> Iterator[threading.Event]:
    """An event that Ctrl-C sets, once; `asked` is called then. A second Ctrl-C ends the process with 130.

    Elsewhere than in the main thread nothing listens, and the event is never set.
    """
    event = threading.Event()
    if _NOT_CLEANED not in sys.warnoptions:
        sys.warnoptions.append(_NOT_CLEANED)  # inherited by the processes that are begun
    if threading.current_thread() is not threading.main_thread():
        yield event
        return
    reading, writing = socket.socketpair()
    writing.setblocking(False)
    old_handler = signal.signal(signal.SIGINT, lambda *_: None)  # without a handler nothing is written
    old_wakeup = signal.set_wakeup_fd(writing.fileno(), warn_on_full_buffer=False)
    listener = threading.Thread(target=_listen, args=(reading, event, asked), daemon=True)
    listener.start()
    try:
        yield event
    finally:
        signal.set_wakeup_fd(old_wakeup)
        signal.signal(signal.SIGINT, old_handler)
        writing.close()  # the listener reads the end, and ends
        listener.join(timeout=1)
        reading.close()


def _listen(reading: socket.socket, event: threading.Event, asked: Callable[[], None]) -> None:
    while received := reading.recv(64):
        for number in received:
            if number != signal.SIGINT:
                continue
            if event.is_set():
                _end_at_once()
            event.set()
            asked()


def _end_at_once() -> None:
    """End this process and those it started, which would otherwise wait for it for ever."""
    import multiprocessing

    for child in multiprocessing.active_children():
        child.kill()
    if sys.stderr.isatty():
        os.write(2, _SHOW_CURSOR.encode())
    os._exit(INTERRUPTED)
