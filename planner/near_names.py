"""« Did you mean »: the names that exist and are near to one that does not."""

import unicodedata
from collections.abc import Iterable


def near_names(found: str, names: Iterable[str]) -> tuple[str, ...]:
    """At most two of `names` that `found` may stand for, nearest first; upper case and accents do not count."""
    from difflib import get_close_matches  # needed on errors alone

    by_plain = {_plain(name): name for name in names}
    wanted = _plain(found[:100])
    return tuple(by_plain[plain] for plain in get_close_matches(wanted, list(by_plain), n=2, cutoff=0.75))


class NearNames:
    """`near_names` among the same names many times over: each question is answered once, and only so many are.

    Of 40,000 rows that name no session all would be compared with 2,000 sessions: minutes, for errors nobody reads.
    """

    def __init__(self, names: Iterable[str], most: int = 100) -> None:
        self._names = tuple(names)
        self._most = most
        self._answers: dict[str, tuple[str, ...]] = {}

    def of(self, found: str) -> tuple[str, ...]:
        """Names that `found` may stand for; none where too many others were asked for before."""
        if found not in self._answers and len(self._answers) < self._most:
            self._answers[found] = near_names(found, self._names)
        return self._answers.get(found, ())


def _plain(name: str) -> str:
    decomposed = unicodedata.normalize("NFKD", name.casefold())
    return "".join(character for character in decomposed if not unicodedata.combining(character))
