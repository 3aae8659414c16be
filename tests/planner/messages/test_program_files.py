"""What is said of a plan.json, poll.json or academy.json that somebody changed is not how people write YAML."""

import json

import pytest

from planner.files.academy_record import AcademyRecord, read_record, record_to_json
from planner.files.plan_json import plan_from_json, plan_to_json
from planner.files.poll_json import read_polls
from planner.messages.findings import finding_text
from planner.messages.texts import Texts
from tests.support.sessions import a_good_plan

POLLS = {
    "format": "session-planner/poll/1", "session": "neo", "session_file": "neo.yaml", "plan_file": "plan.json",
    "opened": "2027-01-04", "polls": [{"activity": "a", "groups": ["x"], "slots": ["2027-01-12T16:00:00+00:00"]}],
}  # fmt: skip


def _of_plan(change, tmp_path):
    return plan_from_json(change(plan_to_json(a_good_plan())), "plan.json")


def _of_polls(change, tmp_path):
    path = tmp_path / "poll.json"
    path.write_text(change(json.dumps(POLLS, indent=2)), encoding="utf-8")
    return read_polls(path)


def _of_academy(change, tmp_path):
    path = tmp_path / "academy.json"
    path.write_text(change(record_to_json(AcademyRecord({"neo": "neo.yaml"})).decode()), encoding="utf-8")
    return read_record(path)


CHANGES = {
    "no mapping": lambda text: "[]",
    "no JSON": lambda text: text[:-4],
    "empty": lambda text: " ",
    "a number": lambda text: text.replace('"session": "neo', '"session": 3, "x": "', 1).replace(
        '"id": "neo"', '"id": 3'
    ),
    "a text": lambda text: text.replace('"groups": [', '"groups": "x", "y": [', 1).replace(': "neo.yaml"', ": {}"),
    "a key less": lambda text: text.replace('"session"', '"sessoin"', 1).replace('"file"', '"fiel"'),
}
AGAIN = {"plan": "“planner plan”", "polls": "“planner poll open”", "academy": "“planner batch”"}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
@pytest.mark.parametrize(
    ("read", "again"), list(zip((_of_plan, _of_polls, _of_academy), AGAIN.values(), strict=True)), ids=AGAIN
)
def test_the_advice_fits_a_file_that_the_program_wrote(read, again, change, tmp_path):
    found = read(change, tmp_path)
    assert isinstance(found, tuple) and found
    said = "\n".join(finding_text(finding, Texts("en")) for finding in found)
    assert again in said or "The keys here are" in said
    for yaml in ("braces", "brackets", "without quotes", "in quotes", "examples", "title:", "Add it", "“-”"):
        assert yaml not in said


def test_a_value_that_may_be_several_things_is_told_once_by_its_key():
    text = plan_to_json(a_good_plan())
    document = {**json.loads(text), "causes": [{"kind": "absent", "facts": {"trainer": ["x"]}}]}
    [finding] = plan_from_json(json.dumps(document, indent=2), "plan.json")
    said = finding_text(finding, Texts("en"))
    assert "trainer" in said and "“str”" not in said and "“int”" not in said
