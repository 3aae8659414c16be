"""What every command says of a wrong input, and of a folder that cannot be written."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from planner.cli.exit_codes import WRONG_INPUT
from planner.cli.screen import Screen

if TYPE_CHECKING:
    from planner.outcome import Finding
    from planner.reports.write import CannotWrite

MOST_FINDINGS = 20


def wrong_input(screen: Screen, findings: "Sequence[Finding]") -> int:
    """Every finding, in file order; at most 20 of them for people, then how many more."""
    from planner.messages.findings import finding_text

    texts = screen.texts
    screen.document({"status": "wrong-input", "findings": findings})
    for finding in findings[:MOST_FINDINGS]:
        screen.fault_as_it_is(finding_text(finding, texts, screen.width) + "\n")
    if (more := len(findings) - MOST_FINDINGS) > 0:
        screen.fault(texts.count("And {number} more error.", "And {number} more errors.", more))
    return WRONG_INPUT


def cannot_write(screen: Screen, error: "CannotWrite", option: str = "--out") -> int:
    """The folder cannot be written: nothing was, or (PartlyWritten) some is. `option` chooses another."""
    from planner.messages.system_errors import system_error_text
    from planner.reports.write import PartlyWritten

    texts = screen.texts
    partly = isinstance(error, PartlyWritten)
    kept = texts.say("Sessions written before are whole; once there is room, --resume goes on from here.")
    nothing = texts.say("Nothing was written; choose another folder with {option}.", option=option)
    facts = {"status": "cannot-write", "path": str(error.path), "kind": error.kind, "reason": error.reason}
    screen.document(facts)
    screen.fault(
        texts.say(
            "{path} cannot be written: {reason}. {advice}",
            path=texts.plain(str(error.path)),
            reason=system_error_text(error.errno, error.reason, texts),
            advice=kept if partly else nothing,
        ),
        [str(error.path)],
    )
    return WRONG_INPUT


def calendar_fault(screen: Screen, error: Exception) -> int:
    """Why a question about a day, a department or a zone has no answer."""
    from planner.messages.calendar_faults import calendar_fault_id, calendar_fault_text

    facts = {name: value for name, value in vars(error).items() if not name.startswith("_")}
    screen.document({"status": calendar_fault_id(error), "facts": facts})
    screen.fault(calendar_fault_text(error, screen.texts))
    return WRONG_INPUT
