"""The words of one language: sentences from the gettext catalogue, days, hours, durations and lists.

Sentences are English in the code and translated in `locale/<lang>/LC_MESSAGES/planner.po`; `make catalogue` updates it.
"""

import gettext
import re
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from babel.core import Locale

LANGUAGES = ("fr", "en")
DOMAIN = "planner"
LOCALE_FOLDER = Path(__file__).parent / "locale"

_NO_BREAK = "\u00a0"
_JOINERS = "\u200c\u200d"  # inside emoji and some scripts; they move nothing
_LOCALES = {"fr": "fr", "en": "en_GB"}  # English as in Europe: the day before the month


_ELIDED = re.compile(r"\b([Dd]|[Qq]u)e \{(\w+)\}")
_VOWELS = "aeiou"


def _elided(found: re.Match[str], facts: Mapping[str, object]) -> str:
    first = unicodedata.normalize("NFD", str(facts.get(found[2], "")))[:1].lower()
    return f"{found[1]}\u2019{{{found[2]}}}" if first and first in _VOWELS else found[0]


class Texts:
    """Everything that depends on the reader's language. `lang` is "fr" or "en"; ValueError for another."""

    def __init__(self, lang: str) -> None:
        if lang not in LANGUAGES:
            raise ValueError(f"no texts in {lang!r}; there are {', '.join(LANGUAGES)}")
        self.lang = lang
        self._catalogue: gettext.NullTranslations = gettext.NullTranslations()
        if lang != "en":  # the code speaks English
            self._catalogue = gettext.translation(DOMAIN, LOCALE_FOLDER, languages=[lang], fallback=True)

    def say(self, message: str, /, **facts: object) -> str:
        """The sentence `message` (a literal, English), in the reader's language, with its {fields} filled."""
        return self._filled(self._catalogue.gettext(message), facts)

    def count(self, one: str, many: str, number: int, /, **facts: object) -> str:
        """The sentence for `number` things; {number} is a field of it. French says « 0 jour », English "0 days"."""
        return self._filled(self._catalogue.ngettext(one, many, number), {"number": self.figure(number), **facts})

    def _filled(self, sentence: str, facts: Mapping[str, object]) -> str:
        """A sentence with its fields; French elides « de » and « que » before a name that begins with a vowel."""
        if self.lang == "fr" and ("e {" in sentence):
            sentence = _ELIDED.sub(lambda found: _elided(found, facts), sentence)
        return sentence.format_map(facts)

    def day(self, day: date) -> str:
        """« lundi 30 novembre 2026 », "Monday 30 November 2026"."""
        return f"{self.weekday(day.weekday())} {self._number_of(day)} {self.month(day)}"

    def short_day(self, day: date) -> str:
        """« lun. 30 nov. », "Mon 30 Nov"."""
        words = self._locale
        weekday = words.days["format"]["abbreviated"][day.weekday()]
        return f"{weekday} {self._number_of(day)} {words.months['format']['abbreviated'][day.month]}"

    def month(self, day: date) -> str:
        """« décembre 2026 », "December 2026" for any day of it."""
        return f"{self._locale.months['format']['wide'][day.month]} {day.year}"

    def weekday(self, number: int) -> str:
        """« lundi », "Monday" for 0."""
        name: str = self._locale.days["format"]["wide"][number]
        return name

    def moment(self, local: datetime) -> str:
        """« mardi 12 janvier 2027 à 17:00 », "Tuesday 12 January 2027 at 17:00"; `local` is already on its clock."""
        return f"{self.day(local)} {'à' if self.lang == 'fr' else 'at'} {self.clock(local)}"

    def clock(self, local: datetime) -> str:
        """« 17:00 »; `local` is already on its clock."""
        return f"{local:%H:%M}"

    def duration(self, minutes: int) -> str:
        """« 1 h 30 », « 2 h », « 45 min » (with no-break spaces)."""
        hours, rest = divmod(minutes, 60)
        if not hours:
            return f"{rest}{_NO_BREAK}min"
        return f"{hours}{_NO_BREAK}h{_NO_BREAK}{rest:02}" if rest else f"{hours}{_NO_BREAK}h"

    def listing(self, items: Sequence[str]) -> str:
        """« a, b et c », "a, b and c"; empty where there is nothing."""
        if len(items) < 2:
            return "".join(items)
        from babel.lists import format_list

        return format_list(items, locale=self._locale)

    def quoted(self, text: str) -> str:
        """A person's own text in quotation marks, cleaned as `plain` does."""
        text = self.plain(text)
        return f"«{_NO_BREAK}{text}{_NO_BREAK}»" if self.lang == "fr" else f"“{text}”"

    def plain(self, text: str) -> str:
        """A person's own text on one line, with all that would act on the screen shown instead of obeyed.

        Control characters become their picture (a line break ␊, an escape ␛); marks that turn the direction of
        writing, and all else that is invisible, become their code (<U+202E>).
        """
        return text if text.isprintable() else "".join(map(_shown, text))

    @cached_property
    def _locale(self) -> "Locale":
        """The words of the Unicode CLDR: 0.04 s, paid only where a day or a list is said."""
        from babel.core import Locale

        return Locale.parse(_LOCALES[self.lang])

    def figure(self, number: int) -> str:
        """« 1 200 », "1,200"."""
        if number < 1000:
            return str(number)
        from babel.numbers import format_decimal

        return format_decimal(number, locale=self._locale)

    def seconds(self, seconds: float) -> str:
        """« 0,5 », "0.5", « 60 »: a limit of time, its unit said beside it."""
        said = f"{seconds:g}"
        return said.replace(".", ",") if self.lang == "fr" else said

    def _number_of(self, day: date) -> str:
        return "1er" if self.lang == "fr" and day.day == 1 else str(day.day)


def _shown(character: str) -> str:
    code = ord(character)
    if code < 0x20:
        return chr(0x2400 + code)
    if code == 0x7F:
        return "\u2421"
    if unicodedata.category(character) in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp") and character not in _JOINERS:
        return f"<U+{code:04X}>"
    return character
