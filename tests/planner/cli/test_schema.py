import json

from tests.support.command import run


def test_the_schema_is_one_of_json_schema_and_knows_the_keys(capsys):
    answer = run(capsys, "schema")
    schema = json.loads(answer.out)
    assert (answer.code, answer.err) == (0, "")
    assert schema["$schema"].startswith("https://json-schema.org/")
    session = schema["$defs"]["Session"]
    assert {"id", "title", "department", "window", "groups", "activities", "rules"} <= set(session["properties"])
    assert session["additionalProperties"] is False
