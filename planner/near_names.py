"""« Did you mean »: the names that exist and are near to one that does not."""

import unicodedata
from collections.abc import Iterable


def near_names(found: str, names: Iterable[str]) -> tuple[str, ...]:
    """At most two of `names` that `found` may stand for, nearest first; upper case and accents do not count."""
    from difflib import get_close_matches  # needed on errors alone

    by_plain = {_plain(name): name for name in names}
    wanted = _plain(found[:100])
    return tuple(by_plain[plain] for plain in get_close_matches(wanted, list(by_plain), n=2, cutoff=0.75))


def _plain(name: str) -> str:
    decomposed = unicodedata.normalize("NFKD", name.casefold())
    return "".join(character for character in decomposed if not unicodedata.combining(character))
