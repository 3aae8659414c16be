"""What to do about a file that the program wrote and somebody changed: it is no YAML, and nobody need write it."""

from planner.messages.finding_yaml import YAML_TEXTS
from planner.messages.texts import Texts

_OF_YAML = {
    *YAML_TEXTS, "missing-key", "no-value", "number-not-text", "not-text", "not-a-count", "not-yes-no", "not-a-list",
    "not-keys", "too-few", "empty-text", "wrong-value", "empty-file",
}  # fmt: skip
"""Findings whose own advice says how a person writes YAML, or a session."""


def advice_in_program_files(id: str, program_file: str, texts: Texts) -> str | None:
    """What to do about a plan.json ("plan"), poll.json or academy.json; None where the finding's own advice fits."""
    if id not in _OF_YAML:
        return None
    again = {
        "plan": texts.say("put it aside and write it again with “planner plan”"),
        "poll": texts.say("open the polls again with “planner poll open”"),
        "academy": texts.say("put it aside and write it again with “planner batch”"),
    }
    return texts.say(
        "The planner writes such files itself; this one is another file, or was changed since: undo that, or {again}.",
        again=again[program_file],
    )
