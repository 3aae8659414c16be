"""The summary that README.md shows, as the program prints it. Run by `make readme`."""

import contextlib
import io
import os
import re
import tempfile
from pathlib import Path

from planner.cli import main as planner

README = Path(__file__).parent.parent / "README.md"
EXAMPLE = "examples/premier_degre_zone_a.yaml"
_BLOCK = re.compile(
    r"(?<=<!-- summary: written by `make readme` -->\n```text\n).*?(?=```\n<!-- end of summary -->)", re.S
)


def shown() -> str:
    """The summary in README.md."""
    found = _BLOCK.search(README.read_text(encoding="utf-8"))
    if found is None:
        raise LookupError("README.md has no place for the summary")
    return found[0]


def printed() -> str:
    """What `planner plan` prints for the first example, in French, on a screen of 100 columns."""
    folder = README.parent
    with tempfile.TemporaryDirectory() as elsewhere, contextlib.redirect_stdout(io.StringIO()) as out:
        code = planner(["plan", str(folder / EXAMPLE), "--out", elsewhere, "--lang", "fr"])
        if code:
            raise RuntimeError(f"planner plan {EXAMPLE} answered {code}")
        return out.getvalue().replace(elsewhere, "out/ORAL-C3-69-2026")


def main() -> None:
    """Put what the program prints into README.md."""
    text = README.read_text(encoding="utf-8")
    README.write_text(_BLOCK.sub(lambda _: printed(), text), encoding="utf-8")


if __name__ == "__main__":
    os.environ["COLUMNS"] = "100"
    main()
