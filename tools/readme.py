"""What README.md shows of the program, as it prints. Run by `make readme`."""

import contextlib
import io
import os
import re
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

from planner.cli import main as planner

README = Path(__file__).parent.parent / "README.md"


def _asked(*command: str) -> str:
    with contextlib.redirect_stdout(io.StringIO()) as out:
        code = planner([*command, "--lang", "fr"])
    if code:
        raise RuntimeError(f"planner {' '.join(command)} answered {code}")
    return out.getvalue()


def _summary() -> str:
    """What `planner plan` prints for the first example."""
    with tempfile.TemporaryDirectory() as elsewhere:
        found = _asked("plan", str(README.parent / "examples" / "premier_degre_zone_a.yaml"), "--out", elsewhere)
        return found.replace(elsewhere, "out/ORAL-C3-69-2026")


def _workload() -> str:
    """What `planner workload` prints for the example of a team and its plan."""
    session = str(README.parent / "examples" / "charge_equipe.yaml")
    with tempfile.TemporaryDirectory() as elsewhere:
        _asked("plan", session, "--out", elsewhere)
        return _asked("workload", session, str(Path(elsewhere) / "plan.json"))


def _replan() -> str:
    """What `planner replan` prints where the trainer of the first example falls ill."""
    session = str(README.parent / "examples" / "premier_degre_zone_a.yaml")
    with tempfile.TemporaryDirectory() as elsewhere:
        _asked("plan", session, "--out", elsewhere)
        absent = ("--absent", "durand", "2027-01-25/2027-01-29", "--today", "2027-01-15")
        return _asked("replan", elsewhere, *absent).replace(elsewhere, "out/ORAL-C3-69-2026")


def _replan_academy() -> str:
    """What `planner replan` prints where a trainer of the example of an academy falls ill."""
    with tempfile.TemporaryDirectory() as elsewhere:
        _asked("batch", str(README.parent / "examples" / "academie"), "--out", elsewhere, "--workers", "1")
        absent = ("--absent", "durand", "2027-01-11/2027-01-15", "--today", "2026-11-25")
        return _asked("replan", elsewhere, *absent).replace(elsewhere, "out")


_TODAY = ("--today", "2026-11-25")
_ANSWERS = (("Personne A", "Oui", "Oui", "Non", "Oui"), ("Personne B", "Non", "Oui", "Oui", "Si nécessaire"),
            ("Personne C", "Oui", "Si nécessaire", "Non", "Oui"))  # fmt: skip


def _poll_open() -> str:
    """What `planner poll open` prints for two classes of the first example."""
    with tempfile.TemporaryDirectory() as elsewhere:
        return _opened(elsewhere).replace(elsewhere, "out/ORAL-C3-69-2026")


def _poll_close() -> str:
    """What `planner poll close` prints once three people have answered."""
    with tempfile.TemporaryDirectory() as elsewhere:
        _opened(elsewhere)
        polls = Path(elsewhere) / "polls"
        rows = "".join(",".join(f'"{cell}"' for cell in row) + ",\r\n" for row in _ANSWERS)
        votes = polls / "constats.csv"
        votes.write_text((polls / "constats-framadate.csv").read_text(encoding="utf-8") + rows, encoding="utf-8")
        found = _asked("poll", "close", str(polls / "poll.json"), str(votes), *_TODAY)
        return found.replace(elsewhere, "out/ORAL-C3-69-2026")


def _opened(folder: str) -> str:
    session, plan = str(README.parent / "examples" / "premier_degre_zone_a.yaml"), str(Path(folder) / "plan.json")
    _asked("plan", session, "--out", folder)
    classes = ("--class", "constats", "--class", "analyse")
    return _asked("poll", "open", session, plan, *classes, *_TODAY, "--out", str(Path(folder) / "polls"))


BLOCKS: Mapping[str, Callable[[], str]] = {
    "summary": _summary,
    "workload": _workload,
    "poll open": _poll_open,
    "poll close": _poll_close,
    "replan": _replan,
    "replan academy": _replan_academy,
}
"""What is shown, by the name of its place: in French, on a screen of 100 columns."""


def _place(name: str) -> re.Pattern[str]:
    return re.compile(
        rf"(?<=<!-- {name}: written by `make readme` -->\n```text\n).*?(?=```\n<!-- end of {name} -->)", re.S
    )


def shown(name: str) -> str:
    """A block of README.md, as it is."""
    found = _place(name).search(README.read_text(encoding="utf-8"))
    if found is None:
        raise LookupError(f"README.md has no place for {name}")
    return found[0]


def main() -> None:
    """Put what the program prints into README.md."""
    text = README.read_text(encoding="utf-8")
    for name, printed in BLOCKS.items():
        said = printed()
        text = _place(name).sub(lambda _, said=said: said, text)
    README.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    os.environ["COLUMNS"] = "100"
    main()
