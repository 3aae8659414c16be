"""A file of coefficients: an academy's own, or what calibration wrote."""

from pathlib import Path

from planner.files.plain_text import read_text
from planner.files.values import validated
from planner.files.yaml_document import parse_document
from planner.outcome import Finding
from planner.workload_input import FactorsFile


def read_factors(path: Path) -> FactorsFile | tuple[Finding, ...]:
    """The coefficients of a file, or everything that is wrong with it, in file order."""
    source = read_text(path, str(path))
    if isinstance(source, Finding):
        return (source,)
    document, findings = parse_document(source)
    if document is None:
        return findings
    file, wrong = validated(FactorsFile, document)
    findings = (*findings, *wrong)
    return findings if file is None or findings else file
