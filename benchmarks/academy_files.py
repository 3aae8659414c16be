"""A made academy written as people write theirs: a folder of session files and a table of enrolments."""

import csv
from pathlib import Path

import yaml

from benchmarks.academies import MadeAcademy


def write_academy_files(made: MadeAcademy, folder: Path) -> None:
    """One YAML file for each session, and `enrolments.csv`."""
    dumper = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
    for id, keys in made.files.items():
        text = yaml.dump(keys, Dumper=dumper, sort_keys=False, allow_unicode=True)
        (folder / f"{id}.yaml").write_text(text, encoding="utf-8")
    with (folder / "enrolments.csv").open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(("person", "session", "group"))
        rows.writerows((each.person, each.session, each.group) for each in made.academy.enrolments)
