"""A repair written into a person's file: it says what was asked, and everything else stays as it was."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.files.locate import SourceText
from planner.files.repaired_session import CannotRepair, repaired_session, repaired_text
from planner.files.values import validated, value_at
from planner.files.yaml_document import parse_document
from planner.outcome import FileChange
from planner.session import Session

TEXT = """\
# Session de l'hiver
id: neo-69
title: "Entrer dans le métier"        # le titre
department: "69"
window: {first: 2027-01-04, last: 2027-02-12}   # deux mois
trainers:
  - {id: durand, name: Alice Durand,   # la formatrice
     absent: [2027-01-18/2027-01-22]}
groups:
    - {id: lyon, size: 40}

activities:
  # d'abord la classe
  - {id: accueil, kind: virtual_class, title: Accueil, duration: 1h}
  - id: module1
    kind: remote_work
    title: Observer        # à distance
    duration: 3h
    before: retour1

  - {id: retour1, kind: virtual_class, title: "Retour d'expérience", duration: 1h30, }
rules:
  weekly_cap: 2h   # le plafond
  # fin des règles
# fin
"""


def _data(text):
    document, findings = parse_document(SourceText("", text))
    assert not findings
    return document.data


def _changed_lines(text, after):
    before, after = text.split("\n"), after.split("\n")
    return [line for line in after if line not in before]


@pytest.mark.parametrize(
    ("path", "value", "line"),
    [
        (("window", "last"), date(2027, 2, 19), "window: {first: 2027-01-04, last: 2027-02-19}   # deux mois"),
        (("activities", 1, "duration"), "2h30", "    duration: 2h30"),
        (("activities", 1, "capacity"), 20, "    capacity: 20"),
        (("rules", "capacity"), 20, "  capacity: 20"),
        (("rules", "weekly_cap"), "3h", "  weekly_cap: 3h   # le plafond"),
        (("groups", 0, "size"), 20, "    - {id: lyon, size: 20}"),
        (("trainers", 0, "absent"), ["2027-01-19"], "     absent: [2027-01-19]}"),
        (("activities", 1, "before", 0, "min_gap"), "7d", "    before: [{activity: retour1, min_gap: 7d}]"),
        (
            ("derogations",),
            [{"week": "2027-W03", "cap": "3h", "reason": 'Dit "examen": oui'}],
            'derogations: [{week: 2027-W03, cap: 3h, reason: "Dit \\"examen\\": oui"}]',
        ),
        (("changes", "accueil", "duration"), "2h", "changes: {accueil: {duration: 2h}}"),
        (("department",), "01", 'department: "01"'),
    ],
)
def test_one_line_changes(path, value, line):
    after = repaired_text(TEXT, [FileChange(path, value)])
    assert _changed_lines(TEXT, after) == [line]
    assert Session.model_validate(_data(after)) != Session.model_validate(_data(TEXT))


def test_a_key_is_added_to_keys_in_braces():
    after = repaired_text(TEXT, [FileChange(("activities", 2, "capacity"), 20)])
    assert _data(after)["activities"][2]["capacity"] == 20
    assert len(_changed_lines(TEXT, after)) == 1


@pytest.mark.parametrize(
    "path", [("trainers", 0, "absent"), ("trainers", 0, "absent", 0), ("rules",), ("activities", 1), ("activities", 0)]
)
def test_what_is_removed_is_gone_and_the_other_comments_stay(path):
    after = repaired_text(TEXT, [FileChange(path, None)])
    found = value_at(_data(after), path)
    assert found is None or found != value_at(_data(TEXT), path)
    for comment in ("# Session de l'hiver", "# le titre", "# deux mois"):
        assert comment in after


def test_a_group_is_cut_in_two():
    changes = [FileChange(("groups", 0, "size"), 20), FileChange(("groups", 1), {"id": "lyon-b", "size": 20})]
    assert _data(repaired_text(TEXT, changes))["groups"] == [{"id": "lyon", "size": 20}, {"id": "lyon-b", "size": 20}]


def test_line_ends_of_windows_and_the_byte_order_mark_stay(tmp_path):
    path = tmp_path / "session.yaml"
    path.write_bytes(b"\xef\xbb\xbf" + TEXT.replace("\n", "\r\n").encode())
    after = repaired_session(path, [FileChange(("rules", "capacity"), 20)])
    assert after.count(b"\n") == after.count(b"\r\n") == TEXT.count("\n") + 1
    assert after.startswith(b"\xef\xbb\xbf# Session")


@pytest.mark.parametrize("path", [("title", "first"), ("groups", 5, "size"), ("activities", "first", "duration")])
def test_what_cannot_be_written_is_refused(path):
    with pytest.raises(CannotRepair):
        repaired_text(TEXT, [FileChange(path, "x")])


_values = st.one_of(
    st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=20),
    st.sampled_from(
        ["null", "yes", "true", "01", "1e3", "0x1F", "~", "- a", "a: b", "#a", "a #b", "2027-01-13", "", " "]
    ),
    st.integers(-(10**9), 10**9),
    st.booleans(),
    st.lists(st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=5), max_size=2),
)


@settings(max_examples=150)
@given(
    st.sampled_from(
        [("title",), ("window", "last"), ("activities", 1, "title"), ("rules", "new"), ("rules", "weekly_cap")]
    ),
    _values,
)
def test_the_new_text_says_what_was_asked(path, value):
    data = _data(repaired_text(TEXT, [FileChange(path, value)]))
    assert value_at(data, path) == value
    assert type(value_at(data, path)) is type(value)


def test_the_repaired_file_is_a_session():
    document, _ = parse_document(
        SourceText("", repaired_text(TEXT, [FileChange(("window", "last"), date(2027, 3, 5))]))
    )
    session, findings = validated(Session, document)
    assert findings == ()
    assert session.window.last == date(2027, 3, 5)
