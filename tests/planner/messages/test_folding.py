"""Prose is folded to the screen; what people copy, and what stands under the line it speaks of, is not."""

import pytest

from planner.messages.findings import finding_text
from planner.messages.folding import folded
from planner.messages.texts import Texts
from planner.outcome import Finding


@pytest.mark.parametrize(
    ("line", "lines"),
    [
        pytest.param("Nothing was written.", ["Nothing was written."], id="short"),
        pytest.param("one two three four five six", ["one two three four", "five six"], id="plain"),
        pytest.param("  - one two three four five", ["  - one two three", "    four five"], id="hanging"),
        pytest.param("  2. one two three four five", ["  2. one two three", "     four five"], id="numbered"),
        pytest.param("     one two three four", ["     one two three", "     four"], id="indented"),
        pytest.param("more: planner replan out/a --undo", ["more:", "planner replan out/a --undo"], id="a command"),
        pytest.param("give it more time: --time-limit 1", ["give it more time:", "--time-limit 1"], id="an option"),
        pytest.param("at most 2\xa0h\xa030 for each", ["at most 2\xa0h\xa030 for", "each"], id="a duration"),
        pytest.param("here: /home/my things/plan.json", ["here:", "/home/my things/plan.json"], id="a path"),
        pytest.param("a" * 30, ["a" * 30], id="one long word"),
    ],
)
def test_a_line_is_folded(line, lines):
    assert folded(line, 20, ["/home/my things/plan.json"]).split("\n") == lines


def test_the_line_of_a_finding_and_its_mark_are_not_folded():
    file = "/home/my things/neo.yaml"
    excerpt = "clased: " + "x " * 50
    finding = Finding(
        "unknown-key", file, 2, 1, 6, excerpt, facts={"key": "clased", "allowed": ("closed",), "near": ()}
    )
    block = finding_text(finding, Texts("en"), 60).split("\n")
    assert block[0].startswith(f"{file}:2:1:")
    assert [line for line in block if len(line) > 60 and not line.startswith(file)] == [f"    2 | {excerpt}"]
    assert "      | ^^^^^^" in block
