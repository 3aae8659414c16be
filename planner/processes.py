"""Processes of this machine that share a piece of work. They end with the process that began them, however it ends."""

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from typing import Any

GRACE_S = 2.0
"""How long a process that is to end is waited for, before it is ended."""


class Helpers(ProcessPoolExecutor):
    """So many processes, each begun with `start(*given)`.

    Ctrl-C is not for them, whatever they do: whoever began them decides what is kept.
    """

    def __init__(self, count: int, start: Callable[..., object], given: tuple[Any, ...] = ()) -> None:
        context = multiprocessing.get_context("spawn")  # a fork would copy the locks of this process's threads
        super().__init__(count, context, _begin, (start, given))
        self._before = multiprocessing.active_children()

    def submit(self, function: Callable[..., Any], /, *arguments: Any, **named: Any) -> Future[Any]:
        """Begin a job, in a process that may have to be begun for it."""
        with _interrupts_held():
            return super().submit(function, *arguments, **named)

    def leave(self) -> None:
        """End the processes, with what they have in hand."""
        processes = [each for each in multiprocessing.active_children() if each not in self._before]
        self.shutdown(wait=False, cancel_futures=True)
        for process in processes:
            process.join(GRACE_S)
            process.kill()


def _begin(start: Callable[..., object], given: tuple[Any, ...]) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    start(*given)


def _end_with_parent() -> None:
    if (parent := multiprocessing.parent_process()) is not None:
        parent.join()
        os._exit(1)


@contextmanager
def _interrupts_held() -> Iterator[None]:
    """Processes begun meanwhile are deaf to Ctrl-C; one that comes meanwhile is heard here afterwards."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
