"""Which activity and groups an entry means that a person made by hand, in another program: by its title alone.

Capitals, accents, apostrophes and spaces do not matter. Beside the activity's title an entry may name groups, trainers,
the session, and how long it takes; any other word makes it an entry of something else.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from calendars.places import plain_name
from planner.files.entry_contents import DURATION
from planner.session import Activity, Session

Meant = tuple[str, tuple[str, ...]]
"""An activity, and the planned groups that do it together."""

_AS_WE_WRITE = re.compile(
    r"\b(?:for guidance|a titre indicatif|(?:part|partie) \d+ (?:of|sur|de) \d+|in all|en tout|au total)\b"
)
_PHRASES = (
    "groupe", "groupes", "group", "groups", "et", "and", "avec", "with", "pour", "for", "classe virtuelle",
    "virtual class", "travail a distance", "a distance", "remote work", "presentiel", "en presentiel", "in person",
    "duree", "duration", "environ", "about",
)  # fmt: skip
_GROUPS_SAID = re.compile(r"\b(?:groupes?|groups?) (.*)")


@dataclass(frozen=True)
class _Read:
    """An activity whose title stands in an entry's, how many of its words, and the planned groups named beside it."""

    activity: Activity
    words: int
    groups: frozenset[str]


class Titles:
    """The titles of a session's activities, and the names that may stand beside them."""

    def __init__(self, session: Session, own_group: str | None = None) -> None:
        self._session = session
        self._own_group = own_group
        self._groups = _group_names(session)
        others = [session.title, session.id, *(t.name for t in session.trainers), *(t.id for t in session.trainers)]
        known = {plain_name(text) for text in (*_PHRASES, *others)} | set(self._groups)
        self._known = sorted((name.split() for name in known if name), key=len, reverse=True)

    def meant(self, title: str, words_elsewhere: str, *, has_hour: bool) -> tuple[Meant, ...]:
        """What an entry may mean: nothing of this session (empty), one thing, or several.

        `words_elsewhere` is its description: it says the group where the title does not.
        """
        read = self._read(title)
        longest = max((each.words for each in read), default=0)
        read = [each for each in read if each.words == longest]
        if any(each.activity.is_live == has_hour for each in read):
            read = [each for each in read if each.activity.is_live == has_hour]
        return tuple(sorted({meant for each in read for meant in self._occurrences(each, words_elsewhere)}))

    def _read(self, title: str) -> list[_Read]:
        shown = [match.span() for match in DURATION.finditer(title)]  # one may stand in the activity's own title
        without = [title, DURATION.sub(" ", title), *(f"{title[:start]} {title[end:]}" for start, end in shown)]
        texts = {" ".join(_AS_WE_WRITE.sub(" ", plain_name(text)).split()) for text in without} | {plain_name(title)}
        return [read for activity in self._session.activities for text in texts if (read := self._one(activity, text))]

    def _one(self, activity: Activity, text: str) -> _Read | None:
        title = plain_name(activity.title)
        wanted, words = title.split(), text.split()
        if not wanted:
            return None
        if text.replace(" ", "") == title.replace(" ", ""):
            return _Read(activity, len(wanted), frozenset())
        for start in range(len(words) - len(wanted) + 1):
            if words[start : start + len(wanted)] == wanted:
                before, after = self._names(words[:start]), self._names(words[start + len(wanted) :])
                if before is not None and after is not None:
                    return _Read(activity, len(wanted), before | after)
        return None

    def _names(self, words: list[str]) -> frozenset[str] | None:
        """The planned groups named by words; None where some word is no name of this session's."""
        groups: frozenset[str] = frozenset()
        while words:
            name = next((name for name in self._known if words[: len(name)] == name), None)
            if name is None:
                return None
            groups |= self._groups.get(" ".join(name), frozenset())
            words = words[len(name) :]
        return groups

    def _occurrences(self, read: _Read, words_elsewhere: str) -> Iterator[Meant]:
        activity = read.activity
        each = self._session.attending(activity)
        ids = [tuple(group.id for group in groups) for groups in each]
        if not activity.is_live:
            ids = [(id,) for groups in ids for id in groups]
        named = read.groups or self._said(words_elsewhere)
        if not named and self._own_group:
            named = frozenset({self._own_group})
        chosen = [groups for groups in ids if set(groups) == named] or [groups for groups in ids if named & {*groups}]
        for groups in chosen or ids:
            yield activity.id, groups

    def _said(self, text: str) -> frozenset[str]:
        """The groups that a description names, on a line that speaks of groups."""
        found: frozenset[str] = frozenset()
        for line in text.splitlines():
            match = _GROUPS_SAID.search(plain_name(line))
            words = match[1].split() if match else []
            named = (self._names(words[:end]) for end in range(len(words), 0, -1))
            found |= next(filter(None, named), frozenset())  # « Groupe : Bron, salle 3 »: as far as words are names
        return found


def _group_names(session: Session) -> Mapping[str, frozenset[str]]:
    """The planned groups that a plain name or id stands for: a group too large for its classes has parts."""
    names: dict[str, set[str]] = {}

    def add(texts: Iterable[str | None], id: str) -> None:
        for text in texts:
            if text and (plain := plain_name(text)):
                names.setdefault(plain, set()).add(id)

    for planned in session.planned_groups():
        whole = session.group_in_file(planned.id)
        add((planned.id, planned.name, whole.id, whole.name), planned.id)
    return {name: frozenset(ids) for name, ids in names.items()}
