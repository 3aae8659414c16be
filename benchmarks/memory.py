"""How much memory a process and all that it starts take together, from the outside."""

import threading
import time
from pathlib import Path

PROC = Path("/proc")
EACH_S = 0.2


class Memory:
    """Watches a process and its descendants, from `with` to its end: `most_mb` is the most at once, None if unknown.

    Summed is the proportional set size: what several processes share counts once.
    """

    def __init__(self, pid: int) -> None:
        self.most_mb: float | None = None
        self._pid = pid
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)

    def __enter__(self) -> "Memory":
        self._thread.start()
        return self

    def __exit__(self, *raised: object) -> None:
        self._ended.set()
        self._thread.join()

    def _watch(self) -> None:
        pause_s = 0.0
        while self.most_mb is None or not self._ended.wait(pause_s):
            start = time.monotonic()
            sizes = [size for pid in descendants(self._pid) if (size := proportional_kb(pid)) is not None]
            if not sizes:
                return  # it has ended, or the system does not say
            self.most_mb = max(self.most_mb or 0.0, sum(sizes) / 1024)
            pause_s = max(EACH_S, 5 * (time.monotonic() - start))  # looking costs little beside what is seen


def descendants(pid: int) -> list[int]:
    """A process, its children and theirs."""
    found = [pid]
    for one in found:
        try:
            threads = list((PROC / str(one) / "task").iterdir())
            found += [int(child) for each in threads for child in (each / "children").read_text().split()]
        except OSError:
            continue
    return found


def proportional_kb(pid: int) -> int | None:
    """The proportional set size of a process; None where the system does not say."""
    try:
        lines = (PROC / str(pid) / "smaps_rollup").read_text().splitlines()
    except OSError:
        return None
    return next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), None)
