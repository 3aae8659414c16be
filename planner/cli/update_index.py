"""The index of an academy some of whose plans were written anew, once whoever asked has the answer."""

from typing import TYPE_CHECKING

from planner.cli.exit_codes import DONE, WRONG_INPUT
from planner.cli.screen import Screen

if TYPE_CHECKING:
    from planner.jobs.around_writing import IndexToWrite


def update_index(screen: Screen, index: "IndexToWrite | None") -> int:
    """Bring the index of an academy up to date, once the answer is given."""
    from planner.messages.system_errors import system_error_text
    from planner.reports.write import CannotWrite

    if index is not None:
        screen.progress(screen.texts.say("Bringing the index of the academy up to date …"))
        try:
            index.write(screen.texts)
        except CannotWrite as error:
            reason = system_error_text(error.errno, error.reason, screen.texts)
            screen.fault(
                screen.texts.say(
                    "The plan and its calendars are written, but {path} cannot be: {reason}. It still shows the plans"
                    " before; “planner batch” or the next “planner replan” writes it again.",
                    path=screen.texts.plain(str(error.path)),
                    reason=reason,
                ),
                [str(error.path)],
            )
            return WRONG_INPUT
    return DONE
