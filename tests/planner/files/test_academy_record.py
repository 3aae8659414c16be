"""academy.json: what a batch planned together, there and back, and what is said of one that nobody's batch wrote."""

import json

import pytest

from planner.files.academy_record import RECORD, AcademyRecord, NotPlaced, read_record, record_to_json
from planner.messages.findings import finding_text
from planner.messages.texts import Texts

WHOLE = AcademyRecord(
    {"B-69": "../in/b.yaml", "A-69": "sessions/A-69/session.yaml"},
    ("../in/inscriptions.csv",),
    3,
    (NotPlaced("B-69", "together", ("A-69",)),),
)


@pytest.mark.parametrize("record", [WHOLE, AcademyRecord({})])
def test_there_and_back(tmp_path, record):
    path = tmp_path / RECORD
    path.write_bytes(record_to_json(record))
    assert read_record(path) == record
    assert list(read_record(path).sessions) == list(record.sessions), "in their order"


def changed(**keys):
    return json.dumps(json.loads(record_to_json(WHOLE)) | keys)


@pytest.mark.parametrize(
    ("text", "id"),
    [
        ("", "empty-file"),
        ("{", "not-json"),
        ("[]", "not-a-mapping"),
        ("{}", "unknown-academy-format"),
        (changed(format="session-planner/plan/1"), "unknown-academy-format"),
        (changed(sessions=[{"id": "../../etc", "file": "x"}]), "wrong-id"),
        (changed(sessions=[{"id": "A"}]), "missing-key"),
        (changed(sessions=[{"id": "A", "file": "\0"}]), "control-character"),
        (changed(sessions=[{"id": "A", "file": "a" * 256}]), "text-too-long"),
        (changed(enrolments=["\0"]), "control-character"),
        (changed(virtual_rooms=0), None),
        (changed(virtual_rooms="3"), None),
        (changed(people=["ZQ"]), "unknown-key"),
        (changed(not_placed=[{"session": "A", "reason": "lazy", "others": []}]), None),
    ],
)
def test_what_no_batch_wrote_is_said_with_its_place(tmp_path, text, id):
    path = tmp_path / RECORD
    path.write_text(text, encoding="utf-8")
    findings = read_record(path)
    assert isinstance(findings, tuple) and findings and all(finding.file == str(path) for finding in findings)
    assert id is None or findings[0].id == id, findings[0].id
    for lang in ("fr", "en"):
        assert finding_text(findings[0], Texts(lang)).startswith(str(path))


def test_a_file_that_is_not_there(tmp_path):
    (finding,) = read_record(tmp_path / RECORD)
    assert finding.id == "no-such-file"
