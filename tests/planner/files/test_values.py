"""Whatever stands where another value should, our own words say it: never pydantic's, never a traceback."""

import json

from hypothesis import given, settings
from hypothesis import strategies as st

from planner.files.locate import SourceText
from planner.files.values import validated
from planner.files.yaml_document import parse_document
from planner.messages.findings import FINDING_TEXTS, finding_text
from planner.messages.texts import LANGUAGES, Texts
from planner.session import Session

FULL = {
    "id": "neo-69",
    "title": "Entrer dans le métier",
    "department": "69",
    "window": {"first": "2027-01-04", "last": "2027-02-12"},
    "announced_duration": "3h",
    "stays_open": True,
    "issued": "2026-12-01",
    "preferred": {"wed": "13:30-17:30"},
    "trainers": [{"id": "durand", "name": "A", "email": "a@b.fr", "absent": ["2027-01-05"], "busy": ["d.ics"]}],
    "groups": [{"id": "lyon", "size": 20, "avoid": "2027-01-05/2027-01-06", "teaching": {"mon": "8:00-9:00"}}],
    "activities": [
        {
            "id": "accueil",
            "kind": "virtual_class",
            "title": "Accueil",
            "duration": "1h",
            "before": [{"activity": "retour", "min_gap": "7d"}],
            "fixed": [{"day": "2027-01-13", "at": "17:00", "trainers": ["durand"]}],
            "groups": ["lyon"],
            "together": False,
            "trainers_needed": 1,
            "link": "https://example.org",
        }
    ],
    "rules": {"working_hours": {"mon-fri": "8:00-18:00"}, "capacity": 25, "class_gap": {"min": "7d"}, "off": ["order"]},
    "derogations": [{"week": "2027-W03", "cap": "3h", "reason": "Examen"}],
    "changes": {"accueil": {"duration": "2h", "after": ["retour"]}},
}

JUNK = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**15), 10**15),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(st.characters(exclude_categories=("Cs",)), max_size=8),
    st.sampled_from(["", "2027-02-30", "1h", "../x", "x" * 70, "🌍", "2027-W53"]),
    st.just([]),
    st.just({}),
    st.lists(st.integers(), max_size=2),
    st.dictionaries(st.sampled_from(["first", "day", "id", "lyon", "mon", ""]), st.integers() | st.text(max_size=3)),
)


def _paths(data, path=()):
    if path:
        yield path
    items = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for step, inner in items:
        yield from _paths(inner, (*path, step))


def _replaced(data, path, junk):
    data = json.loads(json.dumps(data))
    around = data
    for step in path[:-1]:
        around = around[step]
    around[path[-1]] = junk
    return data


def test_the_full_example_is_right():
    Session.model_validate(FULL)


@settings(max_examples=300)
@given(st.sampled_from(list(_paths(FULL))), JUNK, st.booleans())
def test_any_wrong_value_has_our_words_and_a_place(path, junk, misspelt):
    if misspelt and isinstance(path[-1], str):
        data = _replaced(FULL, (*path[:-1], path[-1] + "s"), junk)
    else:
        data = _replaced(FULL, path, junk)
    document, findings = parse_document(SourceText("s.yaml", json.dumps(data, ensure_ascii=True, indent=1)))
    if document is None or findings:  # what the reader itself refuses: control characters, long numbers
        assert {finding.id for finding in findings} <= {"control-character", "number-too-long", "empty-file"}
        return
    session, findings = validated(Session, document)
    assert (session is None) == bool(findings)
    for finding in findings:
        assert finding.id != "wrong-value"
        assert finding.line is not None
        for lang in LANGUAGES:
            assert finding_text(finding, Texts(lang))


def test_every_way_a_value_can_be_refused_has_a_text():
    """The ids that the models raise are found in their code: each has a text."""
    import inspect
    import re

    from planner import input_values, session, workload_input

    code = "".join(inspect.getsource(module) for module in (input_values, workload_input, session))
    raised = set(re.findall(r'(?:refuse|_matching)\(\s*"([a-z-]+)"', code))
    assert len(raised) > 15
    assert raised <= set(FINDING_TEXTS)
