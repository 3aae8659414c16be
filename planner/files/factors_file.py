"""A file of coefficients: an academy's own, or what calibration wrote."""

from pathlib import Path

from calendars.places import ACADEMIES, plain_name
from planner.files.plain_text import read_text
from planner.files.values import validated
from planner.files.yaml_document import parse_document
from planner.near_names import near_names
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
    if file is not None and file.academy is not None:
        known = {plain_name(academy): academy for academy in ACADEMIES}
        academy = known.get(plain_name(file.academy))
        if academy is None:
            near = near_names(file.academy, ACADEMIES)
            findings += (document.finding("unknown-academy", ("academy",), found=file.academy, near=near),)
        file = file.model_copy(update={"academy": academy})
    return findings if file is None or findings else file
