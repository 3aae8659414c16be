"""The JSON Schema says what the reader takes: long forms, short forms, and nothing that it refuses for its type."""

import json
import re
from pathlib import Path

import pytest

from planner.files.locate import SourceText
from planner.files.schema import session_schema
from planner.files.yaml_document import parse_document
from planner.session import Parcours, Session
from tests.support.json_schema import is_valid
from tests.support.sessions import A_SESSION

REPOSITORY = Path(__file__).parents[3]
SCHEMA = session_schema()

VALUE_ERRORS = (
    "missing-key",
    "unknown-key",
    "unknown-value",
    "number-not-text",
    "department-not-text",
    "not-text",
    "not-a-count",
    "not-yes-no",
    "not-a-list",
    "not-keys",
    "too-many",
    "too-few",
    "out-of-range",
    "wrong-id",
    "not-a-duration",
    "not-a-gap",
    "not-a-date",
    "not-a-week",
    "not-a-day-range",
    "not-a-moment",
)


def _data(path):
    return parse_document(SourceText(path.name, path.read_text(encoding="utf-8")))[0].data


def _activity(**keys):
    return A_SESSION | {"activities": [A_SESSION["activities"][0] | keys]}


@pytest.mark.parametrize(
    "session",
    [
        A_SESSION,
        _activity(before="retour1"),
        _activity(before=["retour1", {"activity": "module1", "min_gap": "2w"}]),
        _activity(fixed="2027-01-13T17:00"),
        _activity(fixed={"lyon": "2027-01-13"}),
        _activity(fixed=[{"day": "2027-01-13", "at": "17:00"}]),
        _activity(fixed={"first": "2027-01-11", "last": "2027-01-15", "duration": "1h"}),
        _activity(groups="lyon", trainers=["durand"]),
        _activity(designer_duration="PT1H30M", duration="90 min"),
        A_SESSION | {"rules": {"off": "order", "working_hours": {"wed": "13:30-17:30"}, "class_gap": {"min": "7d"}}},
        A_SESSION | {"trainers": [{"id": "durand", "name": "A", "absent": "2027-01-18/2027-01-22", "busy": "a.ics"}]},
        A_SESSION | {"derogations": [{"week": "2027-W03", "cap": "3h", "reason": "Examen"}]},
        A_SESSION | {"changes": {"accueil": {"duration": "2h", "before": "retour1"}}, "parcours": "neo.yaml"},
    ],
)
def test_what_is_read_is_valid(session):
    Session.model_validate(session)
    assert is_valid(session, SCHEMA, SCHEMA)


def test_a_parcours_is_valid():
    parcours = {key: A_SESSION[key] for key in ("id", "title", "activities")}
    Parcours.model_validate(parcours)
    assert is_valid(parcours, SCHEMA, SCHEMA)


EXAMPLES = [path for path in (REPOSITORY / "examples").rglob("*.yaml") if path.name != "academy.yaml"]
"""An academy's settings are no session: test_academy_file.py reads some."""


@pytest.mark.parametrize("path", sorted(EXAMPLES), ids=lambda path: path.name)
def test_examples_are_valid(path):
    assert is_valid(_data(path), SCHEMA, SCHEMA)


@pytest.mark.parametrize("name", VALUE_ERRORS)
def test_what_is_refused_for_its_type_is_not_valid(name):
    assert not is_valid(_data(REPOSITORY / "tests" / "errors" / f"{name}.yaml"), SCHEMA, SCHEMA)


def test_each_key_is_described_in_words_for_people():
    for name, definition in SCHEMA["$defs"].items():
        assert definition["description"], name
        for key, form in definition["properties"].items():
            assert len(form["description"]) > 6, (name, key)
            assert "title" not in form


def test_it_names_the_keys_of_the_file_and_no_word_of_the_code():
    text = json.dumps(SCHEMA)
    assert SCHEMA["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert not re.search(r"_min\b|gap_days|WeeklyHours", text)
    for model in (Session, Parcours):
        aliases = {field.alias or name for name, field in model.model_fields.items()}
        assert set(SCHEMA["$defs"][model.__name__]["properties"]) == aliases
