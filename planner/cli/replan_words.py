"""The words in which a change is asked for on the command line -> changes."""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date, time
from typing import TYPE_CHECKING

import typer

from planner.cli.help import UsageFault
from planner.cli.options import FRENCH_DAY, day_asked
from planner.messages.texts import Texts

if TYPE_CHECKING:
    from planner.jobs.asked import Asked

_MOMENT = re.compile(rf"(\d{{4}}-\d{{2}}-\d{{2}}|{FRENCH_DAY})[T ](\d{{1,2}})[:h](\d{{2}})")
_FRENCH_DAYS = re.compile(rf"({FRENCH_DAY})(?:[/-]({FRENCH_DAY}))?")
_GROUP = re.compile(r"([^:]+):([1-9]\d{0,5})")
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,62}")


def changes_asked(context: typer.Context, texts: Texts, words: Mapping[str, Sequence[str]]) -> "tuple[Asked, ...]":
    """The changes that the options ask for. Raises UsageFault for what has another form."""
    readers: Mapping[str, Callable[[_Reader, str], Asked]] = {
        "absent": _Reader.absent, "closed": _Reader.closed, "cancel": _Reader.cancel, "move": _Reader.move,
        "add_group": _Reader.add_group, "busy": _Reader.busy,
    }  # fmt: skip
    reader = _Reader(context, texts)
    return tuple(readers[name](reader, word) for name, given in words.items() for word in given)


class _Reader:
    def __init__(self, context: typer.Context, texts: Texts) -> None:
        self.context = context
        self.texts = texts

    def absent(self, word: str) -> "Asked":
        """`durand 2027-01-18/2027-01-22`."""
        from planner.jobs.asked import Absent

        trainer, days = self._two(word, "--absent durand 2027-01-18/2027-01-22")
        return Absent(trainer, *self._days(days))

    def closed(self, word: str) -> "Asked":
        """`2027-01-19 strike`."""
        from planner.jobs.asked import Close

        days, reason = self._two(word, "--closed 2027-01-19 grève")
        if not reason.strip() or len(reason) > 200 or not reason.isprintable():
            self._refuse("--closed 2027-01-19 grève")
        return Close(*self._days(days), reason.strip())

    def cancel(self, word: str) -> "Asked":
        """`retour1` or `retour1@lyon`."""
        from planner.jobs.asked import Cancel

        return Cancel(*self._activity(word))

    def move(self, word: str) -> "Asked":
        """`retour2 2027-02-03T17:00` or `retour2@lyon 2027-02-03T17:00`."""
        from planner.jobs.asked import Move

        activity, moment = self._two(word, "--move retour2 2027-02-03T17:00")
        match = _MOMENT.fullmatch(moment)
        if match is None or int(match[2]) > 23 or int(match[3]) > 59:
            self._refuse("--move retour2 2027-02-03T17:00")
        assert match is not None
        day = day_asked(self.context, self.texts, match[1])
        return Move(*self._activity(activity), day, time(int(match[2]), int(match[3])))

    def add_group(self, word: str) -> "Asked":
        """`lyon2:18`."""
        from planner.jobs.asked import AddGroup

        match = _GROUP.fullmatch(word)
        if match is None or not _ID.fullmatch(match[1]):
            self._refuse("--add-group lyon2:18")
        assert match is not None
        return AddGroup(match[1], int(match[2]))

    def busy(self, word: str) -> "Asked":
        """`durand=agenda.ics`; `agenda.ics` for whoever leads alone."""
        from planner.jobs.asked import Busy

        who, equals, file = word.partition("=")
        if not equals and word.lower().endswith(".ics"):
            return Busy("", word)  # of whoever leads alone
        if not who or not equals or not file:
            self._refuse("--busy durand=agenda.ics")
        return Busy(who, file)

    def _two(self, word: str, example: str) -> tuple[str, str]:
        from planner.cli.replan import two_words

        found = two_words(word)
        if len(found) != 2:
            self._refuse(example)
        return found[0], found[1]

    def _activity(self, word: str) -> tuple[str, str | None]:
        activity, at, group = word.rpartition("@")
        if not at:
            return word, None
        if not activity or not group:
            self._refuse("--cancel retour1@lyon")
        return activity, group

    def _days(self, word: str) -> tuple[date, date]:
        french = _FRENCH_DAYS.fullmatch(word)
        first, last = french.groups() if french else (word.partition("/")[0], word.partition("/")[2])
        if not french and re.match(r"\d{1,2}/", word):  # « 20/5 »: neither a day of ours nor a first and a last
            first, last = word, None
        day = day_asked(self.context, self.texts, first)
        return day, day_asked(self.context, self.texts, last) if last else day

    def _refuse(self, example: str) -> None:
        raise UsageFault(self.context, self.texts.say("This is not understood; write: {example}", example=example))
