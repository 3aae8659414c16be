"""A parcours in its own file, shared by sessions."""

from pathlib import Path

from planner.files.plain_text import read_text
from planner.files.values import validated
from planner.files.yaml_document import Document, parse_document
from planner.outcome import Finding
from planner.session import Parcours


def read_parcours(path: Path, file: str) -> tuple[Parcours | None, Document | None, tuple[Finding, ...]]:
    """The parcours of a file, the file with its places, and what is wrong with it.

    A finding without a line is about the file as a whole. With findings there is no parcours.
    """
    source = read_text(path, file)
    if isinstance(source, Finding):
        return None, None, (source,)
    document, findings = parse_document(source)
    if document is None:
        return None, None, findings
    parcours, wrong = validated(Parcours, document)
    findings = (*findings, *wrong)
    return (None if findings else parcours), document, findings
