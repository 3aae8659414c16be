"""The French catalogue: collect the sentences of the code, keep the translations, compile. Run by `make catalogue`.

Sentences are the literals in calls of `say` and `count`, in the code and in the templates. A sentence that changed
loses its translation and waits for a new one in planner.po; one that is gone is dropped. The same code gives the same
files on any day.
"""

import io
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

REPOSITORY = Path(__file__).parent.parent
FRENCH = REPOSITORY / "planner" / "messages" / "locale" / "fr" / "LC_MESSAGES" / "planner.po"
_KEYWORDS = {"say": None, "count": (1, 2)}
_FILES = [("**.py", "python"), ("**.j2", "jinja2")]
_SILENT_OFF = {"**.j2": {"silent": "false"}}  # a template at fault is an error, not a template without sentences
_NO_DAY = datetime(2026, 11, 23, tzinfo=UTC)


def collected() -> Catalog:
    """Every sentence of the code, in English, with the files it stands in."""
    catalogue = Catalog(project="session-planner", creation_date=_NO_DAY, fuzzy=False)
    found = extract_from_dir(REPOSITORY / "planner", _FILES, _SILENT_OFF, keywords=_KEYWORDS)
    for file, line, message, comments, context in found:
        catalogue.add(message, None, [(f"planner/{file}", line)], auto_comments=comments, context=context)
    return catalogue


def french() -> Catalog:
    """The catalogue as it is in planner.po."""
    with FRENCH.open("rb") as file:
        return read_po(file, locale="fr")


def updated(catalogue: Catalog) -> Catalog:
    """`catalogue` with the sentences of today's code, those that stand in both keeping their translation."""
    catalogue.update(collected(), no_fuzzy_matching=True)
    catalogue.obsolete.clear()
    catalogue.fuzzy = False
    catalogue.header_comment = "# French texts of the planner. After a change: make catalogue"
    catalogue.project, catalogue.version = "session-planner", "1"
    catalogue.last_translator = catalogue.language_team = catalogue.msgid_bugs_address = ""
    catalogue.creation_date = catalogue.revision_date = _NO_DAY
    return catalogue


def as_po(catalogue: Catalog) -> bytes:
    """The bytes of planner.po."""
    into = io.BytesIO()
    write_po(into, catalogue, width=120, sort_by_file=True, include_lineno=False)
    return into.getvalue()


def as_mo(catalogue: Catalog) -> bytes:
    """The bytes of planner.mo."""
    into = io.BytesIO()
    write_mo(into, catalogue)
    return into.getvalue()


def main() -> None:
    """Update planner.po, compile planner.mo."""
    catalogue = updated(french())
    FRENCH.write_bytes(as_po(catalogue))
    FRENCH.with_suffix(".mo").write_bytes(as_mo(catalogue))


if __name__ == "__main__":
    main()
