"""What `planner replan` says of open polls that the new plan spoils, and what to do."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from planner.messages.texts import Texts

if TYPE_CHECKING:
    from planner.jobs.spoiled_polls import SpoiledPoll, SpoiledPolls


def spoiled_data(spoiled: Sequence["SpoiledPolls"]) -> list[dict[str, Any]]:
    """The spoiled polls, as data."""
    return [
        {"session": poll.session, "poll": poll.key, "file": poll.file, "why": poll.why, "violations": poll.broken}
        for each in spoiled
        for poll in each.polls
    ]


def spoiled_lines(spoiled: Sequence["SpoiledPolls"], texts: Texts, *, most: int = 3) -> list[str]:
    """Which open polls the plan spoils, why (of broken elections at most so many), and what to do."""
    from planner.messages.polls import why_spoiled
    from planner.messages.replanning import ReasonTexts

    polls = [poll for each in spoiled for poll in each.polls]
    if not polls:
        return []
    lines = [texts.count("This plan spoils {number} open poll:", "This plan spoils {number} open polls:", len(polls))]
    for each in spoiled:
        words = ReasonTexts(each.session, each.near, texts)
        for poll in each.polls:
            told = {"poll": texts.plain(poll.key), "file": texts.plain(str(poll.file))}
            lines.append("  - " + texts.say("{poll}, in {file}: {why}", **told, why=why_spoiled(poll.why, texts)))
            lines += [f"      {words.broken(violation)}" for violation in poll.broken[:most]]
            if more := len(poll.broken[most:]):
                lines.append("      " + texts.count("and {number} more election", "and {number} more elections", more))
    lines += _remedies(polls, texts)
    if sound := [texts.plain(key) for each in spoiled for key in each.sound]:
        lines.append(texts.say("These open polls hold as they are: {polls}.", polls=", ".join(sound)))
    return lines


def _remedies(polls: "Sequence[SpoiledPoll]", texts: Texts) -> list[str]:
    def those(*whys: str) -> list[str]:
        return list(dict.fromkeys(texts.plain(poll.key) for poll in polls if poll.why in whys))

    lines = []
    if again := those("elsewhere", "rules"):
        lines.append(texts.say(
            "Open them again, so that what they offer fits this plan: planner poll open … {classes}",
            classes=" ".join(f"--class {key}" for key in again),
        ))  # fmt: skip
    if fixed := those("fixed"):
        lines.append(texts.say(
            "Nothing is left to elect of {polls}: tell those who were asked. To ask again all the same, take “fixed”"
            " out of the session file, plan again and open the poll again.",
            polls=", ".join(fixed),
        ))  # fmt: skip
    if gone := those("gone"):
        lines.append(texts.say(
            "Nothing is left to elect of {polls}: tell those who were asked.", polls=", ".join(gone)
        ))  # fmt: skip
    return lines
